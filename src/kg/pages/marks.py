"""Passages that nest and overlap -> the pieces of a text in which they can be marked.

HTML elements nest; passages need not.  So each element is closed and opened again at every place where a passage that
began earlier ends first, and each piece knows whether it is its passage's first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Mark", "Piece", "cut_text"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to be marked: ``text[start:end]``, with what it is known by and how deep it lies."""

    start: int
    end: int
    depth: int
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A step of writing a marked text.

    ``kind`` is ``text`` (write ``text``, which begins at ``start``), ``open`` or ``close`` (the element of ``mark``),
    or ``anchor`` (a place that is known as ``text``).
    """

    kind: str
    text: str = ""
    start: int = 0
    mark: Mark | None = None
    first: bool = False


def cut_text(
    text: str, start: int, end: int, marks: Iterable[Mark], anchors: Iterable[tuple[int, str]] = ()
) -> Iterator[Piece]:
    """Yield the pieces of ``text[start:end]``; outer marks open first, and no element closes before one inside it.

    >>> marks = [Mark(0, 5, 1, "a"), Mark(3, 8, 2, "b")]
    >>> shown = {"open": "<{key}>", "close": "</{key}>", "text": "{text}"}
    >>> pieces = cut_text("abcdefgh", 0, 8, marks)
    >>> "".join(shown[p.kind].format(text=p.text, key=p.mark.key if p.mark else "") for p in pieces)
    '<a>abc<b>de</b></a><b>fgh</b>'
    """
    inside = sorted(
        (mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end),
        key=lambda mark: (mark.depth, mark.start, -mark.end, mark.key),
    )
    named = sorted({(at, name) for at, name in anchors if start <= at < end})
    edges = sorted(
        {start, end, *(at for at, _ in named)}
        | {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end}
    )
    opened: list[Mark] = []
    seen: set[str] = set()
    for left, right in pairwise(edges):
        wanted = [mark for mark in inside if mark.start <= left and mark.end >= right]
        kept = _common(opened, wanted)
        for mark in reversed(opened[kept:]):
            yield Piece("close", mark=mark)
        for mark in wanted[kept:]:
            yield Piece("open", start=left, mark=mark, first=mark.key not in seen and mark.start == left)
            seen.add(mark.key)
        opened = wanted
        for at, name in named[bisect_left(named, (left, "")) :]:
            if at != left:
                break
            yield Piece("anchor", text=name, start=left)
        yield Piece("text", text=text[left:right], start=left)
    for mark in reversed(opened):
        yield Piece("close", mark=mark)


def _common(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        count += 1
    return count
