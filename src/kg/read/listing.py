"""The items of a listing: documents that are mentioned with a date, a title and a summary."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.document import ListingItem, Read
from kg.read.dates import find_date
from kg.read.layout import find_bullet_date_start, split_paragraphs
from kg.read.spans import Span, read_span, split_lines

__all__ = ["find_kind", "split_items"]

# In the order in which they would be said; the earliest in a title names the document.
_KINDS = (
    ("telegram", r"telegrams?|cables?|ciphergrams?"),
    ("letter", r"letters?"),
    ("verbatim-record", r"verbatim records?|stenographic records?|transcripts?"),
    ("minutes", r"minutes|records? of (?:a |the )?(?:meeting|session|plenum)"),
    ("resolution", r"resolutions?|decrees?"),
    ("diary-entry", r"diary|journal"),
    ("memorandum", r"memorand(?:um|a)|memos?|records? of (?:a |the )?conversation|conversation records?"),
    ("report", r"reports?"),
)
_KIND = re.compile("|".join(rf"(?P<k{n}>\b(?:{words})\b)" for n, (_, words) in enumerate(_KINDS)), re.IGNORECASE)


def find_kind(text: str, start: int, end: int) -> Read | None:
    """The kind of document that a title says it is: the first that it names.

    >>> find_kind("Report on a Letter", 0, 18).value
    'report'
    """
    match = _KIND.search(text, start, end)
    if match is None or match.lastgroup is None:
        return None
    return read_span(text, *match.span(), _KINDS[int(match.lastgroup[1:])][0])


def split_items(text: str, contents: list[Span]) -> tuple[list[Span], list[ListingItem]]:
    """The lines before the first item, and the items, each up to the next one."""
    lines = [line for span in contents for line in split_lines(text, *span) if line[0] < line[1]]
    starts = [n for n, line in enumerate(lines) if find_bullet_date_start(text, line) is not None]
    bounds = [*starts, len(lines)]
    items = [_read_item(text, lines[first], lines[first + 1 : last]) for first, last in pairwise(bounds)]
    return lines[: bounds[0]], [item for item in items if item is not None]


def _read_item(text: str, head: Span, rest: list[Span]) -> ListingItem | None:
    date = find_date(text, *head)
    if date is None:
        return None
    end = rest[-1][1] if rest else head[1]
    # Title and summary are paragraphs; a title that is broken over lines is still one.
    spans = split_paragraphs(text, rest[0][0], end) if rest else []
    title = read_span(text, *spans[0], extra="*") if spans else None
    summary = read_span(text, spans[1][0], end) if len(spans) > 1 else None
    kind = find_kind(text, *spans[0]) if spans else None
    return ListingItem(date, title, summary, kind, head[0], end)
