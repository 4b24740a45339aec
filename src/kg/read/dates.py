"""Dates in English prose, as printed: the EDTF value, and an editor's ``[sic; …]`` beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.document import Read
from kg.read.spans import read_span, trim

__all__ = ["DATE_PATTERN", "find_date", "find_dates", "find_whole_date"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name[:3].capitalize()}(?:{name[3:]})?" if name != "may" else "May" for name in _MONTHS)
_MONTH = _MONTH.replace("Sep(?:tember)?", "Sept?(?:ember)?")


def _alternatives() -> str:
    """The forms of a date; each part may have an editor's note after it, each form its own group names."""

    def part(name: str, pattern: str) -> str:
        note = rf"(?:\s{{0,2}}\[(?P<{name}_note>sic[^\]\n]{{0,60}})\])?"
        return rf"(?P<{name}_open>\[)?(?P<{name}>{pattern}){note}(?({name}_open)\])"

    day, month, year = r"\d{1,2}", _MONTH, r"[12]\d{3}"
    forms = (
        rf"{part('d1', day)}(?:st|nd|rd|th)?\s{{1,3}}{part('m1', month)}\.?,?\s{{1,3}}{part('y1', year)}",
        rf"{part('m2', month)}\.?\s{{1,3}}{part('d2', day)}(?:st|nd|rd|th)?,?\s{{1,3}}{part('y2', year)}",
        rf"{part('m3', month)}\.?,?\s{{1,3}}{part('y3', year)}",
        r"(?P<y4>[12]\d{3})-(?P<m4>\d{2})-(?P<d4>\d{2})",
    )
    return "|".join(forms)


DATE_PATTERN = rf"(?<![\w-])(?:{_alternatives()})(?![\w-])"
_DATE = re.compile(DATE_PATTERN)
_NOTE = re.compile(r"sic[\s;:,]{1,3}(?:should be |recte |i\.e\. )?(.+)")


def find_dates(text: str, start: int, end: int) -> Iterator[Read]:
    """Yield the dates of a stretch; one that is on no calendar is left out.

    >>> [(d.value, d.words, d.corrected) for d in find_dates("On 12 September [sic; November] 1957", 0, 36)]
    [('1957-09-12', '12 September [sic; November] 1957', '1957-11-12')]
    """
    for match in _DATE.finditer(text, start, end):
        found = _read_match(text, match)
        if found is not None:
            yield found


def find_date(text: str, start: int, end: int) -> Read | None:
    """The first date of a stretch."""
    return next(find_dates(text, start, end), None)


def find_whole_date(text: str, start: int, end: int) -> Read | None:
    """The date that is all the stretch says.

    >>> text = "**November 13, 1957**"
    >>> find_whole_date(text, 0, len(text)).value
    '1957-11-13'
    """
    start, end = trim(text, start, end, "*[]")
    match = _DATE.fullmatch(text, start, end)
    return None if match is None else _read_match(text, match)


def _read_match(text: str, match: re.Match[str]) -> Read | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    parts = {name[0]: value for name, value in groups.items() if "_" not in name}
    value = _edtf(parts)
    if value is None:
        return None
    notes = {name[0]: note for name, note in groups.items() if name.endswith("_note")}
    corrected = _correct(parts, notes)
    return read_span(text, *match.span(), value, corrected=corrected)


def _correct(parts: dict[str, str], notes: dict[str, str]) -> str | None:
    """What the editor's notes make of the date; none where there is no note, or it is not about the date."""
    corrected = dict(parts)
    for part, note in notes.items():
        match = _NOTE.fullmatch(note)
        if match is None:
            continue
        words = str(match[1]).strip()
        if whole := find_whole_date(words, 0, len(words)):
            return whole.value
        corrected[part] = words
    return _edtf(corrected) if corrected != parts else None


def _edtf(parts: dict[str, str]) -> str | None:
    """``{"d": "9", "m": "Sept", "y": "1956"}`` as ``1956-09-09``; none when the calendar has no such day."""
    day, month, year = parts.get("d"), parts["m"], parts["y"]
    number = _month_number(month)
    if number is None or not year.isascii() or not year.isdigit() or len(year) != 4:
        return None
    if day is None:
        return f"{year}-{number:02}"
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _month_number(month: str) -> int | None:
    if month.isdigit():
        return int(month) if 1 <= int(month) <= 12 else None
    starts = [n for n, name in enumerate(_MONTHS, 1) if len(month) >= 3 and name.startswith(month.lower()[:4])]
    return starts[0] if len(starts) == 1 else None
