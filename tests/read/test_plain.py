"""Plain texts: of editions, and of nothing known."""

from __future__ import annotations

import pytest

from kg.document import Document
from kg.read import read_text

MEMO = """\
18. Memorandum of a Conversation, Port Utopia, March 4, 1958

Port Utopia, March 4, 1958, 3:45 p.m.

SUBJECT
The Ferry Question

PARTICIPANTS
United States
The Secretary
Sir Ivan Roe, Harbour Master
Mr. Doe, PORT

French Side:
M. Poe, Ambassador

Sir Ivan asked whether the ferry would sail. The Secretary said that it would.

Mr. Doe agreed.
"""
LETTER = """\
Letter From President Doe to the Harbour Master in Utopia (Roe)

Washington, 5 March 1958

Dear Mr. Roe:

I am told that the ferry sank. Please write.

Sincerely yours,

Ada Doe
"""
MEMORANDUM = """\
TO: The Secretary
FROM: Mr. Roe, Port Office
SUBJECT: Tides

They rise, Mr. Doe said.
"""


def read(text: str) -> Document:
    document = read_text(text, "t1")
    for field, value in document.reads():
        assert text[value.start : value.end] == value.words, field
    return document


def test_a_memorandum_of_an_edition_has_its_frame() -> None:
    document = read(MEMO)
    assert document.record_number and document.record_number.value == "18"
    assert document.date and document.date.value == "1958-03-04"
    assert document.subject and document.subject.value == "The Ferry Question"
    assert document.meeting.begins and document.meeting.begins.value == "15:45"
    assert document.meeting.place and document.meeting.place.value == "Port Utopia"
    people = [(p.name.value, p.side and p.side.value, p.office and p.office.value) for p in document.participants]
    assert people == [
        ("The Secretary", "United States", None),
        ("Sir Ivan Roe", "United States", "Harbour Master"),
        ("Doe", "United States", "PORT"),
        ("Poe", "French", "Ambassador"),
    ]
    assert len(document.paragraphs) == 2


def test_a_letter_has_its_writer_and_its_reader() -> None:
    document = read(LETTER)
    assert document.sender and document.sender.name.value == "President Doe"
    assert document.recipient and document.recipient.office
    assert (document.recipient.name.value, document.recipient.office.value) == ("Roe", "Harbour Master in Utopia")
    assert document.signature and document.signature.name.value == "Ada Doe"
    assert document.author == document.signature
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["header", "header", "header", "body", "signature", "signature"]


def test_the_fields_of_a_memorandum_are_read_where_they_share_a_paragraph() -> None:
    document = read("Memorandum\n\n" + MEMORANDUM)
    assert document.recipient and document.recipient.name.value == "The Secretary"
    assert document.sender and document.sender.name.value == "Roe"
    assert document.subject and document.subject.value == "Tides"
    assert [document.text[b.start : b.end] for b in document.paragraphs] == ["They rise, Mr. Doe said."]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("He said that it sank.", ["He said that it sank."]),
        ("He said so. She said no.\n\nThey left.\n", ["He said so. She said no.", "They left."]),
        ("The ferry\n\nHe said so.", ["He said so."]),
        (f"{'It sank ' * 50}\n\nHe said so.", [("It sank " * 50).strip(), "He said so."]),
    ],
)
def test_bare_prose_has_no_title(text: str, body: list[str]) -> None:
    document = read(text)
    starts = [document.text[block.start : block.end] for block in document.paragraphs]
    assert " ".join(" ".join(starts).split()) == " ".join(" ".join(body).split())


TURNS = [
    ("THE PRESIDENT: Well?\n\nMR. ROE: It sank.\n\nTHE PRESIDENT: No.", ["THE PRESIDENT", "MR. ROE", "THE PRESIDENT"]),
    ("Talk\n\nDoe (Minister): Well?\n\nRoe: It sank.\n\nDoe: No.", ["Doe", "Roe", "Doe"]),
    ("Talk\n\nMr. Doe: Well?\n\nMinister of the Interior: It sank.\n\nMr. Doe: No.",
     ["Mr. Doe", "Minister of the Interior", "Mr. Doe"]),
    ("Interview\n\nQ: Well?\nA: It sank.\nQ: When?\nA: Today.", ["Q", "A", "Q", "A"]),
    ("Talk\n\nK: Well?\n\nR: It sank.\n\nK: No.", ["K", "R", "K"]),
    ("Talk\n\nДоу: Ну?\n\nРоу: Тонет.\n\nДоу: Нет.", ["Доу", "Роу", "Доу"]),
    ("Talk\n\nSubject: Tides\n\nNote: They rise.\n\nSubject: More\n\nNote: Again.", []),
    ("Talk\n\nSUBJECT: Tides\n\nTO: Roe\n\nFROM: Doe\n\nSUBJECT: Tides", []),
    ("Talk\n\nHe named three: one, two, three.\n\nHe named two: one and two.", []),
    ("Talk\n\nDecision: The ferry sails.\n\nAction: Mr. Doe.\n\nDecision: It sails again.\n\nAction: Mr. Roe.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speakers"), TURNS)
def test_labels_of_any_dialogue_are_told_from_headings(text: str, speakers: list[str]) -> None:
    assert [turn.speaker.value for turn in read(text).turns] == speakers
