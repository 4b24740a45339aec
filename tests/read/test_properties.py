"""What always holds, whatever the file: true offsets or a refusal of one line, and the same from the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.read.pdf import make_pdf

from kg.document import Document
from kg.errors import KgError
from kg.read import read_file

WORDS = st.sampled_from([
    "He said that it was so.", "Doe:", "Mr. Doe (Minister):", "THE PRESIDENT:", "Doe (to Roe):", "Doe [sic]:",
    "PARTICIPANTS", "SUBJECT", "Chairman", "French Side:", "78. Telegram From the Embassy to the Ministry",
    "No. 12", "Paris, May 2, 1956, 7 p.m.", "TO: Roe", "FROM", "SUMMARY", "Sincerely,", "Joseph Doe", "[1] Note.",
    "(Laughs.)", "[…]", "—", "Source: Top Secret. Drafted by Doe.", "е", "한국", "𝒳", "\u202e", "e\u0301", "&", "", " ",
])  # fmt: skip
GAPS = st.sampled_from(["\n\n", "\n", " ", "\r\n\r\n", "\r", "\t", "\u00a0"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=30).map(lambda many: "".join(a + b for a, b in many))
TAGS = st.sampled_from([
    "p", "div", "head", "note", "list", "item", "label", "sp", "speaker", "said", "q", "quote", "opener", "closer",
    "signed", "dateline", "date", "persName", "gloss", "hi", "pb", "lb", "table", "row", "cell", "choice", "sic",
    "corr", "stage", "figure", "figDesc", "l", "lg", "seg", "ab", "attachment", "foreign", "app", "lem", "gap",
])  # fmt: skip
ATTRIBUTES = st.sampled_from([
    "", ' type="participants"', ' type="document"', ' type="source"', ' place="inline"', ' who="#d"', ' toWhom="#r #s"',
    ' direct="false"', ' xml:id="d"', ' corresp="#d"', ' when="1956-05-02"', ' when="soon"', ' n="x"', ' rend="italic"',
])  # fmt: skip
ESCAPED = WORDS.map(lambda words: words.replace("&", "&amp;"))
TREES = st.recursive(
    ESCAPED,
    lambda inner: st.builds(
        lambda tag, attributes, inside: f"<{tag}{attributes}>{''.join(inside)}</{tag}>",
        TAGS, ATTRIBUTES, st.lists(inner, max_size=5),
    ),
    max_leaves=25,
)  # fmt: skip
HTML_TAGS = st.sampled_from(
    "p div h1 h3 ul ol li table tr td br sup a pre span main article nav header footer script b dl dd".split()
)
HTML = st.lists(
    st.one_of(
        WORDS,
        HTML_TAGS.map(lambda tag: f"<{tag}>"),
        HTML_TAGS.map(lambda tag: f"</{tag}>"),
        st.sampled_from(
            ["<div class='footnotes'>", "<a href='#x'>", "<li value='3'>", "<!--", "-->", "<![CDATA[", "&#0;"]
        ),
    ),
    max_size=40,
).map("".join)
MARKUP_SIGNS = st.text(alphabet="<>&;/=\"'![]-? aTEI\n\0\ud800é", max_size=60)


def read_bytes_as(name: str, data: bytes) -> tuple[Document, ...] | str:
    """The documents, or what the refusal says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return read_file(path)
        except KgError as error:
            says = str(error)
            assert "\n" not in says and name in says
            return says.replace(folder, "")


def check_truth(documents: Iterable[Document]) -> None:
    for document in documents:
        text = document.text
        for field, read in document.reads():
            assert text[read.start : read.end] == read.words, field
        places = [(block.start, block.end) for block in document.blocks]
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(first[1] <= second[0] for first, second in pairwise(places))
        for stretch in (*document.turns, *document.mentions, *document.said, *document.listing_items):
            assert 0 <= stretch.start <= stretch.end <= len(text)
        for number, said in enumerate(document.said):
            assert said.parent is None or said.parent < number


def check(name: str, data: bytes) -> None:
    first = read_bytes_as(name, data)
    if not isinstance(first, str):
        check_truth(first)
    assert first == read_bytes_as(name, data)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    check("any.txt", data)


@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "koi8-r", "cp1252", "euc-kr", "gb18030"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    check("any.txt", text.encode(encoding, "ignore"))


@given(TREES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_tei(tree: str) -> None:
    check("any.xml", f"<TEI><text><body>{tree}</body></text></TEI>".encode())


@given(TREES, st.integers(0, 400), st.sampled_from(["", "<", "&", "\0", "\x0c", "]]>", "<!DOCTYPE x>", "</p>"]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_broken_tei(tree: str, at: int, broken: str) -> None:
    check("any.xml", f"<div type='document'>{tree[:at]}{broken}".encode())


@given(HTML)
def test_any_html(page: str) -> None:
    check("any.html", f"<html><body>{page}".encode())


@given(MARKUP_SIGNS)
def test_any_signs_of_markup(signs: str) -> None:
    check("any.htm", f"<{signs}".encode("utf-8", "surrogatepass"))


@given(st.lists(st.lists(st.sampled_from(["He said so.", "Doe:", "12", "a-", "", "Head"]), max_size=6), max_size=4))
@settings(max_examples=25)
def test_any_pages_of_pdf(pages: list[list[str]]) -> None:
    check("any.pdf", make_pdf(pages))


@given(st.integers(0, 900), st.binary(max_size=6))
@settings(max_examples=40)
def test_any_damage_to_a_pdf(at: int, damage: bytes) -> None:
    data = make_pdf([["He said so.", "She did not."]])
    check("any.pdf", data[:at] + damage + data[at + len(damage) :])
