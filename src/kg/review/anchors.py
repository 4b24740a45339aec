"""Quotes -> passages and back, over corrections of the text.

A passage is found as the reader finds it.  Where the text was corrected, the copy of the text that was last drafted
from tells where each place has gone; without it, the nearest like words are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.locate import ELLIPSIS, find_quote
from kg.review.items import AnnotationFile, Item

__all__ = ["Anchor", "TextMap", "anchor_items", "find_like", "trim_span", "write_quote"]

Span = tuple[int, int]
LONGEST = 200  # characters of a quote that is written out; a longer one by its ends
ENDS = (8, 12, 20, 40)  # words of each end, the fewest that tell the passage
ALIKE = 0.6  # how much of a passage's words must be left for it to be the same
LARGEST = 4_000_000  # the product of two lengths that are still compared character by character
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an item stands: its passage, if its words are in the text, and the passage that it must stand in."""

    item: Item
    parent: str | None
    span: Span | None
    bounds: Span


def anchor_items(file: AnnotationFile, text: str) -> dict[str, Anchor]:
    """The place of every item by its id, as the reader of annotation files finds it."""
    return {anchor.item.id: anchor for anchor in _walk(file.items, None, (0, len(text)), text)}


def _walk(items: Iterable[Item], parent: str | None, bounds: Span, text: str) -> Iterator[Anchor]:
    for item in items:
        within = (0, len(text)) if item.text("outside_parent") else bounds
        span = locate(item.text("quote"), item.text("occurrence"), text, within)
        yield Anchor(item, parent, span, within)
        yield from _walk(item.children, item.id, span or within, text)


def locate(quote: str, occurrence: str, text: str, bounds: Span) -> Span | None:
    """The passage that a quote means, or none where it is absent or not the only one."""
    spans = find_quote(quote, text, *bounds)
    if occurrence.isdigit():
        return spans[int(occurrence) - 1] if 0 < int(occurrence) <= len(spans) else None
    return spans[0] if len(spans) == 1 else None


def trim_span(text: str, start: int, end: int) -> Span:
    """A span without what no quote can begin or end with: blanks, and the mark that skips words.

    >>> trim_span("… he came. ", 0, 11)
    (2, 10)
    """
    while start < end and (text[start].isspace() or text[start] == "…"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "…"):
        end -= 1
    return start, end


def write_quote(text: str, span: Span, bounds: Span) -> tuple[str, str | None]:
    """The quote of a passage, and which one is meant where it stands more than once in ``bounds``.

    A long passage is quoted by its ends, with as many words as tell it from others.

    >>> write_quote("He came. He came.", (9, 17), (0, 17))
    ('He came.', '2')
    """
    words = text[slice(*span)].split()
    whole = " ".join(words)
    choices = [whole]
    if len(whole) > LONGEST:
        choices = [f"{' '.join(words[:n])} … {' '.join(words[-n:])}" for n in ENDS if 2 * n < len(words)] + choices
    numbered: tuple[str, str | None] | None = None
    for quote in choices:
        spans = find_quote(quote, text, *bounds)
        if spans == [span]:
            return quote, None
        if span in spans and numbered is None:
            numbered = quote, str(spans.index(span) + 1)
    return numbered or (whole, None)


class TextMap:
    """Where the places of one text are in another, corrected one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.steps = list(_steps(old, new))
        self.starts = [step[0] for step in self.steps]

    def span(self, span: Span) -> Span | None:
        """Where a passage is now, or none where too little of its words is left."""
        start, end = trim_span(self.new, self._at(span[0], last=False), self._at(span[1], last=True))
        before, after = self.old[slice(*span)].split(), self.new[start:end].split()
        if start >= end or SequenceMatcher(None, before, after, autojunk=False).ratio() < ALIKE:
            return None
        return start, end

    def _at(self, place: int, *, last: bool) -> int:
        """Where a place is now; of one that was removed, the place where it was."""
        probe = place - 1 if last and place else place
        index = max(bisect_right(self.starts, probe) - 1, 0)
        if not self.steps:
            return 0
        a, b, c, d, same = self.steps[index]
        if same:
            return c + place - a
        if place >= b:
            return d
        return c if place <= a else min(c + place - a, d)


Step = tuple[int, int, int, int, bool]


def _steps(old: str, new: str) -> Iterator[Step]:
    """What is the same and what is not, first by lines, then by characters in the lines that differ."""
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    first, second = _offsets(lines), _offsets(others)
    for tag, a, b, c, d in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        piece = first[a], first[b], second[c], second[d]
        if tag == "replace":
            yield from _inner_steps(old, new, *piece)
        else:
            yield *piece, tag == "equal"


def _inner_steps(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Step]:
    if (b - a) * (d - c) > LARGEST:
        yield a, b, c, d, False
        return
    for tag, i, j, k, m in SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_opcodes():
        yield a + i, a + j, c + k, c + m, tag == "equal"


def _offsets(lines: list[str]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


def find_like(quote: str, text: str, bounds: Span) -> Span | None:
    """The passage whose words are most like those of a quote that is not in the text; none where none is alike.

    >>> find_like("he said that he recieved it.", "Then he said that he received it. So.", (0, 37))
    (5, 33)
    """
    segments = [words.split() for words in ELLIPSIS.split(quote) if words.strip()]
    places = [match.span() for match in WORD.finditer(text, *bounds)]
    found: Span | None = None
    at = 0
    for segment in segments:
        window = [text[a:b] for a, b in places[at:]]
        near = _find_window(window, segment)
        if near is None:
            return None
        first, last = near
        found = (found[0] if found else places[at + first][0], places[at + last - 1][1])
        at += last
    return found


def _find_window(window: list[str], segment: list[str]) -> Span | None:
    """The stretch of words that is most like ``segment``, around the longest that is the same."""
    seed = SequenceMatcher(None, window, segment, autojunk=False).find_longest_match()
    if seed.size == 0:
        return None
    begin, slack = seed.a - seed.b, 1 + len(segment) // 5
    best, likeness = None, ALIKE
    for first in range(max(begin - slack, 0), min(begin + slack, seed.a) + 1):
        for last in range(max(begin + len(segment) - slack, seed.a + seed.size), begin + len(segment) + slack + 1):
            if last <= len(window):
                alike = SequenceMatcher(None, window[first:last], segment, autojunk=False).ratio()
                best, likeness = ((first, last), alike) if alike > likeness else (best, likeness)
    return best
