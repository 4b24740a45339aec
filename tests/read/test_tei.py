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
