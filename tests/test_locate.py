"""A quote is found where it stands: the words themselves, with any white space, and with words skipped."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.locate import find_innermost, find_quote, find_spelling
from kg.model import Passage, Place, Statement

WORDS = st.lists(st.sampled_from(["he", "he said", "so", "a.b", "(sic)", "[Nam II]", "é", "“yes”", "김", "\\d+", "*"]))
BLANKS = st.sampled_from([" ", "\n", "  ", "\t", "\r\n", "\u00a0", " \n "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words with all sorts of white space between them."""
    return "".join(word + draw(BLANKS) for word in draw(WORDS.filter(bool)))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text, and a stretch of it that neither begins nor ends in white space."""
    text = draw(texts())
    black = [place for place, sign in enumerate(text) if not sign.isspace()]
    start, last = sorted((draw(st.sampled_from(black)), draw(st.sampled_from(black))))
    return text, start, last + 1


@given(stretches())
def test_any_stretch_is_found_at_its_place_whatever_its_blanks(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    for quote in (text[start:end], " ".join(text[start:end].split()), f"\n{text[start:end]} "):
        assert (start, end) in find_quote(quote, text)


@given(stretches(), stretches())
def test_any_stretch_with_words_skipped_is_found_from_its_beginning(
    one: tuple[str, int, int], other: tuple[str, int, int]
) -> None:
    (first, start, middle), (second, again, end) = one, other
    text = f"{first} {second}"
    offset = len(first) + 1
    found = dict(find_quote(f"{first[start:middle]} … {second[again:end]}", text))
    assert middle < found[start] <= offset + end


@given(stretches())
def test_every_find_quotes_the_text(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    quote = " ".join(text[start:end].split())
    for begin, stop in find_quote(quote, text):
        assert " ".join(text[begin:stop].split()) == quote


@given(stretches(), st.integers(0, 20), st.integers(0, 20))
def test_only_what_lies_within_the_bounds_is_found(stretch: tuple[str, int, int], before: int, after: int) -> None:
    text, start, end = stretch
    low, high = start - before, end + after
    assert (start, end) in find_quote(text[start:end], text, max(low, 0), high)
    assert (start, end) not in find_quote(text[start:end], text, start + 1, high)
    assert (start, end) not in find_quote(text[start:end], text, max(low, 0), end - 1)


@pytest.mark.parametrize(
    ("quote", "text", "places"),
    [
        ("no no", "no no no", [(0, 5), (3, 8)]),  # places may overlap, so that the quote is ambiguous
        ("a … b", "a a b", [(0, 5), (2, 5)]),
        ("a … b", "b a", []),
        ("a … a", "a", []),  # no word stands for two
        ("a … b … a", "a b a b a", [(0, 5), (4, 9)]),
        ("… a …", "b a", [(2, 3)]),
        ("a…b", "a b", [(0, 3)]),
        ("A", "a", []),  # letters are as written
        ("a.c", "abc", []),  # signs are no patterns
        ("x", "", []),
        ("", "x", []),
        (" … ", "x", []),
        ("이 말", "그는 이\n말을 했다", [(3, 6)]),  # code points, not bytes
    ],
)
def test_places_of_a_quote(quote: str, text: str, places: list[tuple[int, int]]) -> None:
    assert find_quote(quote, text) == places


@pytest.mark.parametrize(
    ("form", "text", "places"),
    [
        ("Pak", "Pak, Pakistan; Pak", [(0, 3), (15, 18)]),
        ("Pak Chang-ok", "Pak\nChang-ok", [(0, 12)]),
        ("Nam II]", "[Nam II]", [(1, 8)]),
        ("Ким", "Кимов Ким", [(6, 9)]),
    ],
)
def test_spelling_stands_as_whole_words(form: str, text: str, places: list[tuple[int, int]]) -> None:
    assert find_spelling(form, text) == places


@pytest.mark.parametrize(
    ("quote", "piece"),
    [("a … b", "a "), ("a … b … c", "a b "), ("a b", "a  "), ("a … z", "a "), ("a a a … a", "a ")],
)
def test_search_grows_with_the_text_and_not_with_its_square(quote: str, piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times + "b c"
        started = time.perf_counter()
        find_quote(quote, text)
        return time.perf_counter() - started

    seconds(10)
    assert seconds(100_000) < 2


def make_statement(name: str, depth: int, start: int, end: int) -> Statement:
    return Statement(name, Passage("d", start, end), depth, None, Place("f", 1), "say")


def test_innermost_statement_is_the_deepest_then_the_shortest() -> None:
    outer, inner, brief = make_statement("a", 1, 0, 90), make_statement("b", 2, 10, 60), make_statement("c", 2, 20, 40)
    everything = [outer, inner, brief]
    assert find_innermost(Passage("d", 25, 30), everything) is brief
    assert find_innermost(Passage("d", 10, 30), everything) is inner
    assert find_innermost(Passage("d", 70, 80), everything) is outer
    assert find_innermost(Passage("d", 70, 99), everything) is None
    assert find_innermost(Passage("e", 25, 30), everything) is None
