"""TEI: the text that comes of it, and all that its markup says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document import Document
from kg.read import read_file

TELEGRAM = """\
<div type="document" xml:id="d12" n="12" frus:doc-dateTime-min="1958-03-04T00:00:00-05:00">
  <head>12. Telegram From the <gloss type="from">Embassy</gloss> in Utopia to the
     <gloss type="to">Ministry of Ferries</gloss><note n="1" type="source" xml:id="d12fn1">Source: Ferry Archive,
     Box 3. Top Secret; Priority. Drafted by <persName corresp="#p_DJ">Doe</persName> on March 3.</note></head>
  <opener><dateline><placeName>Port Utopia</placeName>, <date when="1958-03-04T19:00:00+01:00">March 4, 1958,
     7 p.m.</date></dateline></opener>
  <p>311. <persName corresp="#p_RI">Roe</persName> told me<note n="2">At the <hi rend="italic">quay</hi>.</note> that
     the ferry would <pb n="45" facs="0073"/>sail. He was sure.</p>
  <list><label>(1)</label><item>He said <pb n="46"/>no more.</item><label>(2)</label><item>I thanked him.</item></list>
  <closer><signed><persName corresp="#p_DJ"><hi rend="strong">Doe</hi></persName></signed></closer>
  <pb n="47"/>
</div>
"""
TELEGRAM_TEXT = """\
12. Telegram From the Embassy in Utopia to the Ministry of Ferries

Port Utopia, March 4, 1958, 7 p.m.

311. Roe told me that the ferry would sail. He was sure.

(1) He said no more.

(2) I thanked him.

Doe

[1] Source: Ferry Archive, Box 3. Top Secret; Priority. Drafted by Doe on March 3.

[2] At the quay.
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(folder: Path, content: str) -> Document:
    (document,) = read_file(write(folder, "one.xml", content))
    for field, read in document.reads():
        assert document.text[read.start : read.end] == read.words, field
    return document


@pytest.fixture
def telegram(tmp_path: Path) -> Document:
    return read_one(tmp_path, TELEGRAM)


def test_the_text_has_no_trace_of_page_breaks_and_the_notes_stand_last(telegram: Document) -> None:
    assert telegram.text == TELEGRAM_TEXT
    kinds = [block.kind for block in telegram.blocks]
    assert kinds == ["header", "header", "body", "body", "body", "signature", "notes", "notes"]


def test_a_note_is_kept_apart_and_its_call_is_a_place_between_two_characters(telegram: Document) -> None:
    note = telegram.footnotes[1]
    call = note.references[0]
    assert (note.marker.value, note.text.value, call.start == call.end) == ("2", "At the quay.", True)
    assert telegram.text[: call.start].endswith("Roe told me")


def test_the_frame_says_who_wrote_what_to_whom_and_when(telegram: Document) -> None:
    assert telegram.title and telegram.title.value == "Telegram From the Embassy in Utopia to the Ministry of Ferries"
    assert telegram.record_number and telegram.record_number.value == "12"
    assert telegram.kind and telegram.kind.value == "telegram"
    assert telegram.date and (telegram.date.value, telegram.date.words) == ("1958-03-04", "March 4, 1958, 7 p.m.")
    assert telegram.sender and telegram.sender.name.value == "Embassy in Utopia"
    assert telegram.recipient and telegram.recipient.name.value == "Ministry of Ferries"
    assert telegram.author and telegram.author.name.value == "Doe"
    assert telegram.classification and telegram.classification.value == "Top Secret"


def test_names_that_are_marked_up_are_mentions_with_their_keys(telegram: Document) -> None:
    found = [(one.kind, telegram.text[one.start : one.end], one.key) for one in telegram.mentions]
    assert ("person", "Roe", "p_RI") in found
    assert ("place", "Port Utopia", None) in found
    assert found[-1] == ("person", "Doe", "p_DJ")


def tei(body: str, front: str = "") -> str:
    return (
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader>{front}</teiHeader><text><body>{body}</body></text></TEI>"
    )


def pieces(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


MINUTES = """\
<div type="document" xml:id="d3"><head>3. Minutes of a Meeting of the Ferry Board</head>
<opener><seg rend="left">secret<lb/>priority</seg><dateline><placeName>Port Utopia</placeName>,
 <date from="1958-03-04T10:47:00" to="1958-03-04T13:10:00">March 4, 1958, 10:47 a.m.–1:10 p.m.</date>
</dateline></opener>
<list type="subject"><head>SUBJECT</head><item>Tides</item></list>
<list type="participants"><head>PARTICIPANTS</head><item><hi rend="italic">Chairman</hi></item>
<item><persName>Ada Doe</persName></item><item><hi rend="italic">Port</hi></item><item>Mr. <persName>Roe</persName>,
 Pilot</item><item>Utopian Side<list><item>Gen. Poe</item></list></item></list>
<p rend="center">SUMMARY</p><p>—The tides will be written down.</p>
<p>Mr. <persName>Roe</persName>: Shall we begin?</p><p>Dr. Doe: (to Roe) We shall.</p><p>It is late.</p>
<p>(Laughter.)</p><p>Mr. Roe: Good.</p></div>
"""


def test_minutes_have_their_meeting_their_sides_their_summary_and_their_turns(tmp_path: Path) -> None:
    document = read_one(tmp_path, MINUTES)
    people = [(p.name.value, p.side and p.side.value, p.office and p.office.value) for p in document.participants]
    assert people == [("Ada Doe", None, "Chairman"), ("Roe", "Port", "Pilot"), ("Gen. Poe", "Utopian", None)]
    meeting = document.meeting
    times = [read.value if read else None for read in (meeting.date, meeting.begins, meeting.ends, meeting.place)]
    assert times == ["1958-03-04", "10:47", "13:10", "Port Utopia"]
    assert document.subject and document.subject.value == "Tides"
    assert document.kind and document.kind.value == "verbatim-record"
    assert [turn.speaker.value for turn in document.turns] == ["Mr. Roe", "Dr. Doe", "Mr. Roe"]
    assert document.text[document.turns[1].start : document.turns[1].end].endswith("It is late.")
    found = pieces(document)
    assert ("summary", "—The tides will be written down.") in found
    assert ("stage direction", "(Laughter.)") in found


PLAY = """\
<div><head>The ferry question</head><listPerson><person xml:id="doe"><persName>Ada Doe</persName></person></listPerson>
<sp who="#doe"><speaker>DOE.</speaker><stage>(rises)</stage><p>It sails.</p><p>At six.</p></sp>
<sp><speaker>Roe:</speaker><p>So it does.</p></sp><sp who="#doe"><p>Well then.</p></sp></div>
"""


def test_speeches_that_are_marked_up_are_turns(tmp_path: Path) -> None:
    document = read_one(tmp_path, tei(PLAY))
    turns = [(turn.speaker.value, document.text[turn.start : turn.end]) for turn in document.turns]
    assert turns == [("DOE", "(rises)\n\nIt sails.\n\nAt six."), ("Roe", "So it does."), ("doe", "Well then.")]
    assert document.turns[2].label.words == ""
    assert "DOE: (rises)\n\nIt sails." in document.text


SAID = """\
<p>Doe wrote: <said who="#r" toWhom="#d #s" direct="false">that <persName ref="#s">Poe</persName> had told him
<said who="#s">“<hi>never</hi>”</said></said>. He left.</p><q who="#d"><p>One.</p><p>Two.</p></q><p><q>Three</q>.</p>
"""
PEOPLE = """\
<profileDesc><particDesc><listPerson><person xml:id="d"><persName>Ada Doe</persName><note>clerk</note></person>
<person xml:id="r"><persName>Ivan Roe</persName></person></listPerson></particDesc></profileDesc>
"""


def test_what_is_marked_up_as_said_has_speaker_hearers_and_what_it_stands_in(tmp_path: Path) -> None:
    document = read_one(tmp_path, tei(SAID, PEOPLE))
    said = [(one.speaker, one.to, one.direct, one.parent, document.text[one.start : one.end]) for one in document.said]
    assert said == [
        ("Ivan Roe", ("Ada Doe", "s"), False, None, "that Poe had told him “never”"),
        ("s", (), True, 0, "“never”"),
        ("Ada Doe", (), True, None, "One.\n\nTwo."),
    ]


PARTS = [
    ("<p>He <choice><sic>sayd</sic><corr>said</corr></choice> so.</p>", [("body", "He sayd so.")]),
    ("<p>The <choice><abbr>Amb.</abbr><expan>Ambassador</expan></choice> left.</p>", [("body", "The Amb. left.")]),
    ("<p>a<lb/>b<pb n='2'/>c <pb n='3'/>d<fw>Head</fw></p>", [("body", "a bc d")]),
    ("<p>It was: <list><item>one</item><item>two</item></list> and so.</p>",
     [("body", "It was:"), ("body", "one"), ("body", "two"), ("body", "and so.")]),
    ("<p>He wrote <quote><p>One.</p><p>Two.</p></quote></p>",
     [("body", "He wrote"), ("body", "One."), ("body", "Two.")]),
    ("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>",
     [("body", "a | b"), ("body", "c")]),
    ("<p>x <gap reason='lost'/> y</p>", [("body", "x […] y")]),
    ("<p>x<note><p>One.</p><p>Two.</p></note></p>", [("body", "x"), ("notes", "[1] One. Two.")]),
    ("<p>x <note place='inline'>[so]</note> y</p>", [("body", "x [so] y")]),
    ("<lg><l>One,</l><l>two.</l></lg>", [("body", "One,"), ("body", "two.")]),
    ("<p>One.</p><closer><signed>Ada Doe</signed></closer>", [("body", "One."), ("signature", "Ada Doe")]),
    ("<opener><salute>Dear Roe:</salute></opener><p>One.</p>", [("header", "Dear Roe:"), ("body", "One.")]),
    ("Loose <hi>words</hi><p>One.</p>", [("body", "Loose words"), ("body", "One.")]),
    ("<figure><head>Map</head><graphic url='x'/><figDesc>A port.</figDesc></figure>",
     [("header", "Map"), ("body", "A port.")]),
    ("<p>x</p><attachment><head>Annex</head><p>y</p></attachment>",
     [("body", "x"), ("header", "Annex"), ("body", "y")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "blocks"), PARTS, ids=[body for body, _ in PARTS])
def test_each_part_of_tei_has_its_block(body: str, blocks: list[tuple[str, str]], tmp_path: Path) -> None:
    assert pieces(read_one(tmp_path, tei(body))) == blocks


def test_a_date_that_only_the_markup_gives_has_no_words(tmp_path: Path) -> None:
    document = read_one(tmp_path, '<div type="document" frus:doc-dateTime-min="1958-03-04T00:00:00Z"><p>x</p></div>')
    assert document.date and (document.date.value, document.date.words) == ("1958-03-04", "")


def test_several_texts_of_one_corpus_are_documents_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, "corpus.xml", f"<teiCorpus>{tei('<p>One.</p>')}{tei('<p>Two.</p>')}</teiCorpus>")
    assert [document.text for document in read_file(path)] == ["One.\n", "Two.\n"]


DESPATCH = """\
<div type="document" xml:id="d7"><note rend="inline" type="source">611.93/3–458: Telegram. Secret</note>
<head>No. 7<lb/><hi rend="italic">The Ambassador in Utopia (<persName type="from">Doe</persName>) to the
<gloss type="to">Ministry of Ferries</gloss></hi><note n="1">Repeated to Port Roe.</note></head>
<opener><seg rendition="#left"><hi rend="smallcaps">top secret<lb/>priority</hi></seg>
<dateline><hi>Port Utopia</hi>, <date when="1958-03-04">March 4, 1958—1 p.m.</date></dateline></opener>
<p>308. Roe agrees.</p><closer><signed><hi>Ada Doe</hi><lb/>Ambassador</signed></closer></div>
"""


def test_an_older_layout_of_the_edition_has_its_frame_too(tmp_path: Path) -> None:
    document = read_one(tmp_path, DESPATCH)
    assert document.record_number and document.record_number.value == "7"
    assert document.sender and document.sender.office and document.recipient
    names = (document.sender.name.value, document.sender.office.value, document.recipient.name.value)
    assert names == ("Doe", "Ambassador in Utopia", "Ministry of Ferries")
    assert document.classification and document.classification.value == "top secret"
    assert document.signature and document.signature.office
    assert (document.signature.name.value, document.signature.office.value) == ("Ada Doe", "Ambassador")
    assert document.text.startswith(
        "No. 7 The Ambassador in Utopia (Doe) to the Ministry of Ferries\n\ntop secret\npriority\n"
    )
    assert [note.text.value for note in document.footnotes] == [
        "611.93/3–458: Telegram. Secret",
        "Repeated to Port Roe.",
    ]
