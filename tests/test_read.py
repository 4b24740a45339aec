"""The source layer: what is read from the page, to the word, and what is refused."""

from __future__ import annotations

import pickle
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.document import Document
from kg.errors import InputError, KgError
from kg.read import read_document, read_text

SOURCES = Path(__file__).parents[1] / "data" / "sources"
SITE = "https://wilson-center-digital-archive.dvincitest.com/document"
PETROV_OFFICE = "Charge d' Affairs ad interim USSR in the DPRK"

# All that is read from each document, but its turns and items: field, value.
GOLDEN: dict[str, dict[str, str]] = {
    "114146": {
        "kind": "memorandum",
        "title": "Memorandum of a Conversation with DPRK Ambassador to the USSR Ri Sang-jo",
        "date": "1956-09-10",
        # The page prints "Delo 5" where a fond would stand; it is not ours to correct.
        "reference.printed": "RGANI, Delo 5, Opis 28, Delo 410, Listy 230-232",
        "reference.archive": "RGANI",
        "reference.opis[0]": "28",
        "reference.delo[0]": "5",
        "reference.delo[1]": "410",
        "reference.listy[0]": "230-232",
        "obtained_by[0].name": "Nobuo Shimotomai",
        "obtained_by[0].for_whom": "NKIDP",
        "translated_by[0].name": "Gary Goldberg",
        "translated_by[0].for_whom": "NKIDP",
        "funder": "Leon Levy Foundation",
        "original_language": "Russian",
        "translation_language": "English",
        "summary": "Ri Sang-jo expresses to Shcherbakov his concerns about the problems within the Korean Workers' "
        "Party and indicates that external help is needed.",
        "url": f"{SITE}/114146",
        "record_number": "114146",
        "numbers[0]": "3KK",
        "author.name": "I. Shcherbakov",
        "signature.name": "I. Shcherbakov",
        "participants[0].name": "Ri Sang-jo",
        "participants[0].office": "DPRK ambassador in Moscow and candidate member of the Central Committee of the "
        "Workers Party of Korea",
        "participants[1].name": "I. Shcherbakov",
        "meeting.date": "1956-09-10",
        "meeting.place": "CPSU CC Department for Relations with Foreign Communist Parties",
    },
    "1956-07-24-nam-il": {
        "kind": "memorandum",
        "title": "Memorandum of Conversation with Minister of Foreign Affairs of the DPRK, Nam Il",
        "date": "1956-07-24",
        "reference.printed": "RGANI, Fond 5, Opis 28, Delo 410, Listy 301-303",
        "reference.archive": "RGANI",
        "reference.fond[0]": "5",
        "reference.opis[0]": "28",
        "reference.delo[0]": "410",
        "reference.listy[0]": "301-303",
        "obtained_by[0].name": "James F. Person",
        "obtained_by[0].for_whom": "NKIDP",
        "translated_by[0].name": "James F. Person",
        "translated_by[0].for_whom": "NKIDP",
        "summary": "Nam Il speaks to Soviet Charge d'Affairs about the dangers of recent Soviet-Korean criticism of "
        "Kim Il Sung. They fear that Kim Il Sung would misinterpret the criticisms and create international tension.",
        "rights": "The History and Public Policy Program welcomes reuse of Digital Archive materials for research and "
        "educational purposes. Some documents may be subject to copyright, which is retained by the rights holders in "
        "accordance with US and international copyright laws. When possible, rights holders have been contacted for "
        "permission to reproduce their materials.",
        "classification": "Top Secret",
        "author.name": "Petrov A.M.",
        "author.office": PETROV_OFFICE,
        "signature.name": "A Petrov",
        "signature.office": PETROV_OFFICE,
        "participants[0].name": "Nam Il",
        "participants[0].office": "Minister of Foreign Affairs of the DPRK",
        "participants[1].name": "Petrov A.M.",
        "participants[1].office": PETROV_OFFICE,
        "meeting.duration": "PT1H30M",
    },
    "1956-listing": {"kind": "listing"},
    "117838": {
        "kind": "verbatim-record",
        "title": "Conversation records between Chairman Mao Zedong and the Soviet Communist Party Delegation, "
        "18 September 1956",
        "date": "1956-09-18",
        "reference.printed": "Chinese Communist Party Central Archives",
        "reference.archive": "Chinese Communist Party Central Archives",
        "translated_by[0].name": "Sergey Radchenko",
        "translated_by[1].name": "Jeffrey Wang",
        "funder": "Henry Luce Foundation",
        "original_language": "Chinese",
        "translation_language": "English",
        "summary": "Mao Zedong and the Soviet Community Party Delegation exchanged views on Korean issues and a "
        "potential visit by Kim Il Sung to the PRC.",
        "url": "https://wilson-center.drivingcreative.com/document/117838",
        "record_number": "117838",
        **{
            f"participants[{number}].{field}": value
            for number, (name, side) in enumerate(
                [
                    ("Anastas Mikoyan", "Soviet"),
                    ("Nuritdin Mukhitdinov", "Soviet"),
                    ("Boris Ponomarev", "Soviet"),
                    ("Ivan Kapitonov", "Soviet"),
                    ("Pavel Yudin", "Soviet"),
                    ("Sachkov", "Soviet"),
                    ("Liu Shaoqi", "Chinese"),
                    ("Zhou Enlai", "Chinese"),
                    ("Peng Dehuai", "Chinese"),
                    ("Deng Xiaoping", "Chinese"),
                    ("Wang Jiaxiang", "Chinese"),
                    ("Shi Zhe", "Chinese"),
                ]
            )
            for field, value in (("name", name), ("side", side))
        },
        "participants[5].alternative": "Saqiukefu",
        "meeting.date": "1956-09-18",
        "meeting.begins": "18:00",
        "meeting.ends": "21:10",
        "meeting.place": "Zhongnanhai, Yi Nian Hall",
        "footnotes[0].marker": "1",
        "footnotes[0].text": 'There is lack of clarity in this sentence, which also contains a reference to the "Party '
        'Press," but this seems to a typo or a fragment of a different sentence.',
        "footnotes[0].references[0]": "1",
        "footnotes[1].marker": "2",
        "footnotes[1].text": "Mukhitdinov died in 2008.",
        "footnotes[1].references[0]": "2",
    },
    "115932": {
        "kind": "diary-entry",
        "title": "From the Journal of A. M. Puzanov, Record of a Conversation with Kim Il Sung",
        "date": "1957-11-13",
        "reference.printed": "AVPRF F. 0102, Op. 13, Delo 5",
        "reference.archive": "AVPRF",
        "reference.fond[0]": "0102",
        "reference.opis[0]": "13",
        "reference.delo[0]": "5",
        "translated_by[0].name": "Gary Goldberg",
        "translated_by[0].for_whom": "NKIDP",
        "funder": "ROK Ministry of Unification",
        "original_language": "Russian",
        "translation_language": "English",
        "summary": "Kim Il Sung describes a recent meeting with Mao Zedong, Peng Dehuai's \"interference in the "
        'internal affairs" of the KWP, and his invitation for Mao to visit the DPRK, among other topics.',
        "url": f"{SITE}/115932",
        "record_number": "115932",
        "classification": "SECRET",
        "copy_number": "2",
        "numbers[0]": "13855-gs",
        "numbers[1]": "1228/dv",
        "numbers[2]": "6-AP/vp",
        "numbers[3]": "2172-dv",
        "distribution[0]": "Cde. Gromyko",
        "distribution[1]": "Cde. Patolichev",
        "distribution[2]": "Cde. Zakharov",
        "distribution[3]": "Cde. Fedorenko",
        "distribution[4]": "the General Secretariat",
        "distribution[5]": "to file",
        "author.name": "A. M. Puzanov",
        "signature.name": "A. PUZANOV",
        "signature.office": "SOVIET AMBASSADOR IN THE DPRK",
        "participants[0].name": "KIM IL SUNG",
        "participants[1].name": "A. M. Puzanov",
        # As written; the editor's November stands beside it.
        "meeting.date": "1957-09-12",
    },
}

# The blocks of each page in order; neighbours of one kind are counted.
BLOCKS = {
    "114146": "header, boilerplate, citation, boilerplate, summary, boilerplate, credits, boilerplate, header, "
    "2 boilerplate, 3 header, 12 body, signature, distribution",
    "1956-07-24-nam-il": "boilerplate, 4 header, 11 body, 2 signature, summary, boilerplate, citation, 3 boilerplate, "
    "header, boilerplate",
    "1956-listing": "2 boilerplate, 20 listing item",
    "117838": "2 header, boilerplate, citation, boilerplate, summary, boilerplate, credits, boilerplate, header, "
    "2 boilerplate, 4 header, 2 participants, stage direction, 25 body, stage direction, 21 body, stage direction, "
    "8 body, stage direction, 14 body, stage direction, 5 body, stage direction, body, stage direction, 6 body, "
    "stage direction, 10 body, stage direction, 12 body, stage direction, 97 body, 2 notes",
    "115932": "header, boilerplate, citation, boilerplate, summary, boilerplate, credits, boilerplate, header, "
    "2 boilerplate, 3 header, 18 body, 2 signature, 9 distribution",
}

LISTED = [
    ("1956-04-24", None, "Third Party Congress of the Korean Workers Party held"),
    ("1956-06-21", "memorandum", "Memorandum of a Conversation with DPRK Ambassador"),
    ("1956-07-20", "memorandum", "Memorandum of Conversation with the head of"),
    ("1956-07-24", "memorandum", "Memorandum of Conversation with Minister of Foreign Affairs"),
    ("1956-09-01", "memorandum", "Memorandum of Conversation with Premier Kim Il Sung"),
    ("1956-09-01", "diary-entry", "Diary of Ambassador of the USSR to the DPRK V.I. Ivanov"),
    ("1956-09-03", "letter", "Letter from Ri Sang-jo to N.S. Khrushchev"),
    ("1956-09-05", "diary-entry", "From the Journal of N.T. Fedorenko"),
    ("1956-09-05", "report", "Report by N.T. Fedorenko on a Conversation"),
    ("1956-09-05", "letter", "Letter from Seo Hwi, Yun Gong-heum, Li Pil-gyu"),
    ("1956-09-06", "resolution", "Protocol No. 39, Resolution of the Presidium"),
    ("1956-09-06", "memorandum", "Memorandum of Conversation with Pak Ui-wan"),
    ("1956-09-16", "telegram", "Cable from Cde. Mikoyan from Beijing"),
    ("1956-09-17", "telegram", "Telegram from A. Mikoyan"),
    ("1956-09-19", "minutes", "Draft of Record of a Meeting"),
    ("1956-09-21", "telegram", "Telegram from A. Mikoyan"),
    ("1956-09-22", "telegram", "Telegram from A. Mikoyan"),
    ("1956-09-23", "resolution", "Resolution of the Plenum"),
    ("1956-09-23", "telegram", "Telegram from A. Mikoyan"),
    ("1956-09-23", "minutes", "Minutes of the KWP CC Plenum Held on 23 September 1956"),
]


def load(name: str) -> Document:
    return read_document(SOURCES / f"{name}.txt")


@pytest.mark.parametrize("name", GOLDEN)
def test_all_that_the_page_says_is_read_and_nothing_else(name: str) -> None:
    document = load(name)
    frame = {field: read.value for field, read in document.reads() if not field.startswith(("turns", "listing_items"))}
    assert frame == GOLDEN[name]


@pytest.mark.parametrize("name", BLOCKS)
def test_the_page_is_taken_apart(name: str) -> None:
    counted = [(kind, len(list(group))) for kind, group in groupby(block.kind for block in load(name).blocks)]
    assert ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in counted) == BLOCKS[name]


@pytest.mark.parametrize("name", GOLDEN)
def test_every_value_stands_where_it_says(name: str) -> None:
    check_offsets(load(name))


@pytest.mark.parametrize("name", GOLDEN)
def test_the_text_is_the_file(name: str) -> None:
    assert load(name).text.encode() == (SOURCES / f"{name}.txt").read_bytes()


@pytest.mark.parametrize("name", GOLDEN)
def test_nothing_of_the_site_is_read_as_a_value(name: str) -> None:
    furniture = (
        "Skip to content",
        "Search in",
        "protected]",
        "Document Information",
        "Uploaded Date",
        "Record ID",
    )
    document = load(name)
    inside = [document.text[b.start : b.end] for b in document.blocks if b.kind != "boilerplate"]
    values = [read.words for _, read in document.reads()]
    assert [words for words in inside + values if any(mark in words for mark in furniture)] == []


def test_a_listing_has_its_twenty_items() -> None:
    items = load("1956-listing").listing_items
    assert len(items) == len(LISTED) == 20
    for item, (date, kind, title) in zip(items, LISTED, strict=True):
        assert (item.date.value, item.kind.value if item.kind else None) == (date, kind)
        assert item.title is not None and item.title.value.startswith(title)
        assert item.summary is not None and item.summary.value[-1] in '."'


def test_a_dialogue_has_each_of_its_turns() -> None:
    document = load("117838")
    speakers = [turn.speaker.value for turn in document.turns]
    assert len(speakers) == 197
    assert {name: speakers.count(name) for name in sorted(set(speakers))} == {
        "Chairman": 90, "Chairman Mao": 1, "Mikoyan": 94, "Mukhitdinov": 4, "Peng": 3, "Peng Dehuai": 1,
        "Ponomarev": 1, "Yudin": 1, "Zhou": 1, "Zhou Enlai": 1,
    }  # fmt: skip
    defined = {turn.speaker.value: turn.short.value for turn in document.turns if turn.short}
    assert defined == {"Chairman Mao": "Chairman", "Peng Dehuai": "Peng", "Zhou Enlai": "Zhou"}
    assert [turn.to.value for turn in document.turns if turn.to] == ["Mukhitdinov"]
    assert [turn.label.value for turn in document.turns if turn.sic] == ["Chairman [sic]"]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("As you see, what should be done", "about the Korea problem?"),
        ("By now already four people", "enough time to inform our ambassador."),  # over a page break
        ("I am afraid what you are saying", "and we have harbored four."),  # (Laughter) is no part of it
        ("This comrade is very young.", "This comrade is very young."),  # nor is (Pointing to …) before it
        ("What you have said about taking", "They represent certain things."),  # two paragraphs
        ("Okay! Let us adjourn!", "Okay! Let us adjourn!"),  # the notes are no part of it
    ],
)
def test_a_turn_is_the_words_said(begins: str, ends: str) -> None:
    document = load("117838")
    said = [document.text[turn.start : turn.end] for turn in document.turns]
    assert [words.endswith(ends) for words in said if words.startswith(begins)] == [True]


def test_a_correction_stands_beside_the_date_as_written() -> None:
    date = load("115932").meeting.date
    assert date is not None
    assert (date.value, date.words, date.corrected) == (
        "1957-09-12",
        "12 September [sic; November] 1957",
        "1957-11-12",
    )


def test_what_is_not_on_the_page_is_not_read() -> None:
    document = load("1956-07-24-nam-il")
    assert (document.url, document.record_number, document.original_language, document.funder) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Report on Trade\n\nAll is well.", "Report on Trade", ["All is well."]),
        ("Report on Trade\nAll is well.", "Report on Trade", ["All is well."]),
        ("Report on Trade", "Report on Trade", []),
        ("3 May 1956\r\nReport on Trade\r\n\r\nAll is well.\r\n", "Report on Trade", ["All is well."]),
        ("Report\n\nHe came.\n\nHe went to\n\nsee us.", "Report", ["He came.", "He went to\n\nsee us."]),
        ("Отчёт\n\nВсё хорошо.", "Отчёт", ["Всё хорошо."]),
    ],
)
def test_a_text_in_no_known_layout_has_a_title_and_a_body(text: str, title: str, body: list[str]) -> None:
    document = read_text(text, "r1")
    assert document.title is not None
    assert (document.layout, document.title.value) == ("plain", title)
    assert [text[block.start : block.end] for block in document.paragraphs] == body


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Talk\n\nAda: One.\n\nBob: Two.\n\nAda: Three.", ["Ada", "Bob", "Ada"]),
        ("Talk\n\nAda: One.\nBob: Two.\nAda: Three.\nBob: Four.", ["Ada", "Bob", "Ada", "Bob"]),
        ("Ada (hereafter, A): One.\n\nBob: Two.", ["Ada", "Bob"]),
        ("Talk\n\nParticipants: Ada Byron, Bob Hope\n\nByron: One.\n\nHope: Two.", ["Byron", "Hope"]),
        ("Talk\n\nTime: 3 May 1956\n\nPlace: Paris\n\nThey met.", []),
        ("Report\n\nTrade: good.\n\nHealth: bad.", []),
    ],
)
def test_a_dialogue_is_told_by_its_labels(text: str, speakers: list[str]) -> None:
    assert [turn.speaker.value for turn in read_text(text, "t1").turns] == speakers


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "r1.txt: holds no text: give a file with the words of one document"),
        (b" \n\t\n", "r1.txt: holds no text: give a file with the words of one document"),
        (b"\xef\xbb\xbf", "r1.txt: holds no text: give a file with the words of one document"),
        (b"one\ntw\xe9\n", "r1.txt:2: byte 0xe9 at offset 6 is not UTF-8: save the file as UTF-8"),
        (b"one\n\ntw\0o\n", "r1.txt:3: a NUL character at offset 7 is not text: save the file as plain text"),
        (b"\xff\xfeo\0", "r1.txt:1: begins with the byte order mark of UTF-16: save the file as UTF-8"),
        (
            b"\xff\xfe\0\0o\0\0\0",
            "r1.txt:1: begins with the byte order mark of UTF-32: save the file as UTF-8",
        ),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r1.txt").write_bytes(data)
    for source, id in (("r1.txt", None), (data, "r1.txt")):
        with pytest.raises(InputError) as caught:
            read_document(source, id)
        assert str(caught.value) == message
        assert str(pickle.loads(pickle.dumps(caught.value))) == message


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.txt", "none.txt: there is no such file: check the path"),
        (".", ".: is not a file: name a regular file"),
        ("a\0b", "a\\0b: is not a path: it has a NUL character: check the path"),
    ],
)
def test_what_is_no_file_is_refused(path: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KgError) as caught:
        read_document(path)
    assert str(caught.value) == message


def test_a_signature_of_utf_8_is_not_part_of_the_text() -> None:
    assert read_document(b"\xef\xbb\xbfReport", "r1").text == "Report"


# Texts made of what the layouts are made of, so that the readers' own branches are met.
PIECES = st.sampled_from([
    "Citation:", "Summary:", "**Credits:**", "Contents:", "Translation - English", "Skip to content",
    "Document Information", "Record ID", "• May 1, 1956", "• 2 June 1957",
    "12 September [sic; November] 1957", "31 February 1956", "[1] A note.", "[\\[2\\]](#)", "^[1]", "Ada: ",
    "Ada (hereafter, A): ", "Bob [sic]: ", "A: ", "Participants: Soviet side: [Ada] B, C [D]",
    "Chinese side: ", "(Laughs).", "(", ")", "[signature] (A. B)", "/A. B/", "recorded by Ada",
    "1 - Cde. Bob", "6-AP/vp", "Nº 2-dv", "Top Secret", "From the diary of ",
    "conversation with Cde. Ada, minister", "with ", "Time: 18:00 - 21:10", "held in Paris on 3 May 1956",
    "\n", "\n\n", "\r\n", "  ", " ", ", ", ".", '"X", ', "Digital Archive, RGANI, Fond 5, Delo 4.",
    "Obtained and translated for N by A. B and C.", "<https://x.y/1>", "**", "lasted 1 hour and 30 minutes",
    "subject to copyright", "[email\u00a0protected]", "made possible with support from X", "𝒳é",
])  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))


@given(TEXTS)
@example("A:\n\nB:\n\nA: (x).")
def test_any_text_reads_with_true_offsets_or_is_refused(text: str) -> None:
    try:
        document = read_text(text, "any")
    except KgError:
        assert not text.strip() or "\0" in text
    else:
        assert document.text == text
        check_offsets(document)


@given(st.binary())
def test_any_bytes_read_or_are_refused(data: bytes) -> None:
    try:
        check_offsets(read_document(data, "any"))
    except InputError as error:
        assert "\n" not in str(error)


def check_offsets(document: Document) -> None:
    text = document.text
    for field, read in document.reads():
        assert text[read.start : read.end] == read.words, field
        assert read.words and read.words == read.words.strip(), field
    for block in document.blocks:
        assert 0 <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
    for before, after in pairwise(document.blocks):
        assert before.end <= after.start
    for turn in document.turns:
        assert turn.label.end < turn.start <= turn.end
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
    for one, following in pairwise(document.turns):
        assert one.end <= following.label.start
    for item in document.listing_items:
        assert text[item.start : item.end].strip() == text[item.start : item.end] != ""
