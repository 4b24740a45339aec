"""Stretches of a text: lines, paragraphs, and values read from them.  All work on offsets, none on copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document import Read

__all__ = ["Span", "ends_sentence", "read_span", "split_lines", "squeeze", "trim"]

Span = tuple[int, int]

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_INITIAL = re.compile(r"(?:\A|[\W\d_])[^\W\d_]\.\Z")


def trim(text: str, start: int, end: int, extra: str = "") -> Span:
    """The stretch without blank space, or any character of ``extra``, around it.

    >>> trim("  **Title**  ", 0, 13, "*")
    (4, 9)
    """
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return start, end


def squeeze(words: str) -> str:
    """The words with every run of blanks made one space, so that a broken line reads as one."""
    return " ".join(words.split())


def read_span(
    text: str,
    start: int,
    end: int,
    value: str | None = None,
    *,
    extra: str = "",
    corrected: str | None = None,
) -> Read:
    """The value at a stretch, which is trimmed first; without ``value``, the words themselves.

    >>> read_span("Original  Language", 0, 18)
    Read(value='Original Language', words='Original  Language', start=0, end=18, corrected=None)
    """
    start, end = trim(text, start, end, extra)
    words = text[start:end]
    return Read(squeeze(words) if value is None else value, words, start, end, corrected)


def split_lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of a stretch, trimmed; a blank line has no length."""
    for match in _LINE.finditer(text, start, end):
        yield trim(text, *match.span(1))


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the stretch ends as a sentence or a clause before a list does; an initial's full stop does not.

    >>> [ends_sentence(words, 0, len(words)) for words in ("He left.", 'said "No!"', "Petrov A.M.", "the [1956]")]
    [True, True, False, False]
    """
    end = trim(text, start, end, "\"'”’»)]*")[1]
    if end == start or text[end - 1] not in ".!?:;…":
        return False
    return not _INITIAL.search(text, max(start, end - 3), end)
