"""Saved web pages: the document on them, without the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document import Document
from kg.read import read_file

EDITION = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Ferries, Volume II - Office of Ferries</title>
<script>document.write("<p>Mr. Doe said nothing.</p>")</script><style>p { color: red }</style></head><body>
<header><div class="banner"><a href="/">Office of Ferries</a></div></header>
<nav><ul><li><a href="/home">Home</a></li></ul></nav><div class="breadcrumb">Home / Ferries</div>
<main id="content"><div class="row"><div class="content">
<h3>12. Memorandum of a Conversation<sup><a href="#fn1">1</a></sup></h3>
<p class="dateline">Port Utopia, March 4, 1958, 7 p.m.</p>
<p>SUBJECT</p><ul><li>Ferries</li></ul>
<p>PARTICIPANTS</p><ul class="participants"><li><em>U.S. Side</em></li><li>Mr. Joseph Doe, Minister</li>
<li>The Secretary</li></ul>
<p>Mr. Doe told the Secretary<sup><a href="#fn2">2</a></sup> that the ferry would
sail. He was &quot;sure&quot;.</p>
<p>The Secretary thanked him.</p>
<div class="footnotes"><ol><li value="1"><p>Source: Box 3.</p> <a href="#fnref1">↩</a></li>
<li value="2">At the quay. <a href="#fnref2">↩</a></li></ol></div></div></div>
<aside><p>Related: the bridge question</p></aside></main>
<footer><p>Contact us, we welcome all.</p></footer></body></html>
"""
EDITION_TEXT = """\
12. Memorandum of a Conversation[1]

Port Utopia, March 4, 1958, 7 p.m.

SUBJECT
Ferries

PARTICIPANTS
U.S. Side
Mr. Joseph Doe, Minister
The Secretary

Mr. Doe told the Secretary[2] that the ferry would sail. He was "sure".

The Secretary thanked him.

[1] Source: Box 3.

[2] At the quay.
"""
ARCHIVE = """\
<html><head><title>Letter, Doe to Roe | Archive of Ports</title></head><body class="page">
<div id="skip"><a href="#main">Skip to content</a></div>
<div class="site-menu"><a href="/a">Search</a><a href="/b">Browse</a></div>
<div class="wrapper"><div class="col"><p class="date">March 5, 1958</p><h1>Letter, Doe to Roe</h1>
<div class="field"><p>Dear Roe,<br>I am told that the ferry sank.</p>
<p>Doe &amp; sons said: &ldquo;Never.&rdquo;</p></div>
<h3>Document Information</h3><div class="meta"><div>Source</div><p>Port Archive, Fond 5, Opis 2, Delo 9.</p></div>
</div></div><div class="social-share"><a href="#">Share</a></div>
<div class="footer-links"><p>Terms of use</p></div></body></html>
"""
BARE = "<p>Talk\n<p>Doe: It sails.\n<p>Roe: When?\n<p>Doe: At <b>six</b>.<script>Roe: no</script>"
PRE = "<html><title>Log</title><body><pre>Log of the port\n\nDoe said that\nhe left.\n\nRoe stayed.</pre></body></html>"


def read_page(folder: Path, page: str | bytes) -> Document:
    path = folder / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    (document,) = read_file(path)
    for field, read in document.reads():
        assert document.text[read.start : read.end] == read.words, field
    return document


def test_a_page_of_an_edition_gives_the_text_that_a_reader_would_copy(tmp_path: Path) -> None:
    assert read_page(tmp_path, EDITION).text == EDITION_TEXT


def test_the_frame_of_a_page_is_read_from_its_words(tmp_path: Path) -> None:
    document = read_page(tmp_path, EDITION)
    assert document.title and document.title.value == "Memorandum of a Conversation"
    assert document.date and document.date.value == "1958-03-04"
    assert document.subject and document.subject.value == "Ferries"
    found = [(p.name.value, p.side and p.side.value, p.office and p.office.value) for p in document.participants]
    assert found == [("Joseph Doe", "U.S.", "Minister"), ("The Secretary", "U.S.", None)]
    assert [note.text.value for note in document.footnotes] == ["Source: Box 3.", "At the quay."]
    body = [document.text[block.start : block.end] for block in document.paragraphs]
    assert body[-1] == "The Secretary thanked him."


def test_a_page_of_an_archive_loses_its_menus_and_keeps_its_record(tmp_path: Path) -> None:
    document = read_page(tmp_path, ARCHIVE)
    for site in ("Skip", "Search", "Browse", "Share", "Terms"):
        assert site not in document.text
    assert document.title and document.title.value == "Letter, Doe to Roe"
    assert document.date and document.date.value == "1958-03-05"
    assert "I am told that the ferry sank." in document.text
    assert "Doe & sons said: “Never.”" in document.text
    assert document.reference and document.reference.delo[0].value == "9"


def test_tags_that_are_never_closed_part_paragraphs(tmp_path: Path) -> None:
    document = read_page(tmp_path, BARE)
    assert document.text == "Talk\n\nDoe: It sails.\n\nRoe: When?\n\nDoe: At six.\n"
    assert [turn.speaker.value for turn in document.turns] == ["Doe", "Roe", "Doe"]


def test_preformatted_text_keeps_its_lines(tmp_path: Path) -> None:
    assert read_page(tmp_path, PRE).text == "Log of the port\n\nDoe said that\nhe left.\n\nRoe stayed.\n"


@pytest.mark.parametrize(
    ("declared", "used"),
    [("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "cp1251"), ("nonsense", "cp1251")],
)
def test_the_declared_encoding_is_believed_where_the_bytes_bear_it_out(
    declared: str, used: str, tmp_path: Path
) -> None:
    words = "Запись беседы с министром. Он сказал, что паром отплывает завтра утром, и поблагодарил за приём."
    page = f"<html><head><meta charset='{declared}'></head><body><p>{words}</p></body></html>"
    assert read_page(tmp_path, page.encode(used)).text == words + "\n"


def test_a_page_gives_the_same_text_every_time(tmp_path: Path) -> None:
    assert len({read_page(tmp_path, EDITION).text for _ in range(5)}) == 1
