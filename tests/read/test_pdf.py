"""PDF: pages to paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.read.pdf import make_pdf

from kg.read import read_file
from kg.read.pdfpages import join_pages

PAGES = [
    [
        "Papers of the Port",
        "",
        "Memorandum of Conversation",
        "Port Utopia, March 4, 1958",
        "Mr. Doe told the Secretary that the ferry would sail in the morn-",
        "ing, and that nobody on the whole of the northern coast had been in-",
        "formed of it. The Secretary asked whether the Anglo-",
        "Utopian commission knew (it did not).",
        "Mr. Doe then said that the harbour master, who had been asked about",
        "- 1 -",
    ],
    [
        "Papers of the Port",
        "the tides, would write. He was sure of it.",
        "The Secretary thanked him.",
        "- 2 -",
    ],
]


def test_running_heads_page_numbers_and_divided_words_leave_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "memo.pdf"
    path.write_bytes(make_pdf(PAGES))
    (document,) = read_file(path)
    assert document.text == (
        "Memorandum of Conversation\n\n"
        "Port Utopia, March 4, 1958\n\n"
        "Mr. Doe told the Secretary that the ferry would sail in the morning, and that nobody on the whole of the "
        "northern coast had been informed of it. The Secretary asked whether the Anglo-Utopian commission knew (it did "
        "not).\n\n"
        "Mr. Doe then said that the harbour master, who had been asked about the tides, would write. "
        "He was sure of it.\n\n"
        "The Secretary thanked him.\n"
    )
    assert document.title and document.title.value == "Memorandum of Conversation"
    assert document.date and document.date.value == "1958-03-04"


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([], ""),
        (["", "\n\n"], ""),
        (["One line."], "One line.\n"),
        (["12", "13"], ""),
        (["Head 1\nHe left", "Head 2\nthe port."], "He left the port.\n"),
        (["He is re\u00ad\nelected."], "He is reelected.\n"),
    ],
)
def test_pages_are_joined(pages: list[str], text: str) -> None:
    assert join_pages(pages) == text
