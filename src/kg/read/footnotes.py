"""The editors' notes at the end of a text, and where the body calls them.

A marker is printed ``^[1]``, ``[1]`` or, as a link that leads nowhere, ``[\\[1\\]](#)``.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.document import Block, Footnote, Read
from kg.read.spans import read_span, trim

__all__ = ["is_note", "read_footnotes", "strip_references"]

_MARKER = re.compile(r"\[\\?\[(?P<linked>\d{1,3})\\?\]\]\(#[^)\s]{0,40}\)|\^?\[(?P<plain>\d{1,3})\]")
_TRAILING = re.compile(r"(?:\s?(?:\[\\?\[\d{1,3}\\?\]\]\(#[^)\s]{0,40}\)|\^?\[\d{1,3}\]))+\Z")


def is_note(text: str, start: int, end: int) -> bool:
    """Whether a paragraph begins with a note's marker, and says something.

    >>> is_note("[\\\\[2\\\\]](#) He died in 2008.", 0, 27), is_note("^[2]", 0, 4)
    (True, False)
    """
    match = _MARKER.match(text, start, end)
    return match is not None and trim(text, match.end(), end)[0] < end


def strip_references(text: str, start: int, end: int) -> int:
    """The end of a stretch without the calls of notes that stand last in it."""
    trailing = _TRAILING.search(text, start, end)
    return end if trailing is None else trailing.start()


def read_footnotes(text: str, blocks: list[Block]) -> tuple[Footnote, ...]:
    """The notes, each with its calls; a paragraph without a marker goes on with the note above it."""
    calls: dict[str, list[Read]] = {}
    for block in blocks:
        if block.kind in ("header", "body"):
            for match in _MARKER.finditer(text, block.start, block.end):
                calls.setdefault(_number(match), []).append(read_span(text, *match.span(), _number(match)))
    notes = [block for block in blocks if block.kind == "notes"]
    heads = [n for n, block in enumerate(notes) if _MARKER.match(text, block.start, block.end)]
    found: list[Footnote] = []
    for first, last in pairwise([*heads, len(notes)]):
        head = _MARKER.match(text, notes[first].start)
        if head is not None:
            words = read_span(text, head.end(), notes[last - 1].end)
            marker = read_span(text, *head.span(), _number(head))
            found.append(Footnote(marker, words, tuple(calls.get(marker.value, ()))))
    return tuple(found)


def _number(match: re.Match[str]) -> str:
    return str(match["linked"] or match["plain"])
