"""Dates as EDTF: what is written stays beside, the earliest and latest day are computed.

The notation is the Extended Date/Time Format of the Library of Congress (ISO 8601-2:2019), read by the
``edtf`` library.  Open intervals are refused: a claim needs two ends to be compared with another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.errors import BadValue

__all__ = ["Span", "date_in_words", "day_in_words", "parse_date", "spans_overlap"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """An EDTF expression with the first and the last day that it can mean."""

    edtf: str
    earliest: date
    latest: date


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Span:
    """The span of days that an EDTF expression can mean.

    >>> parse_date("1956-07").latest
    datetime.date(1956, 7, 31)
    >>> parse_date("1956-13-02")
    Traceback (most recent call last):
    kg.errors.BadValue: date '1956-13-02' is not a calendar date, as 1956-09-18, 1956-09, 1956? or 1956-07/1956-09
    """
    from edtf import parse_edtf

    try:
        parsed = parse_edtf(text)
        days = [date(*moment[:3]) for moment in (parsed.lower_strict(), parsed.upper_strict())]
    except Exception as error:  # the library raises its own, pyparsing's, TypeError and ValueError alike
        right = "a calendar date, as 1956-09-18, 1956-09, 1956? or 1956-07/1956-09"
        raise BadValue("date", text, right) from error
    if days[0] > days[1]:
        raise BadValue("date", text, "an interval that ends after it begins")
    return Span(text, days[0], days[1])


def spans_overlap(one: str | None, other: str | None) -> bool:
    """Whether two EDTF dates can be of one time; an unstated date can be any.

    >>> spans_overlap("1956-07", "1956-07-20"), spans_overlap("1956", "1957"), spans_overlap(None, "1956")
    (True, False, True)
    """
    if one is None or other is None:
        return True
    first, second = parse_date(one), parse_date(other)
    return first.earliest <= second.latest and second.earliest <= first.latest


def day_in_words(edtf: str) -> str:
    """An EDTF date as a sentence would have it.

    >>> day_in_words("1956-09-10"), day_in_words("1956-09"), day_in_words("1956?")
    ('10 September 1956', 'September 1956', '1956?')
    """
    parts = edtf.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return edtf
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def date_in_words(edtf: str) -> str:
    """An EDTF date or interval in words, its doubts spelled out.

    >>> date_in_words("1956-09-10"), date_in_words("1956-09?"), date_in_words("1956-08-30/1956-08-31")
    ('10 September 1956', 'September 1956 (uncertain)', '30 August 1956 to 31 August 1956')
    """
    if "/" in edtf:
        return " to ".join(date_in_words(end) for end in edtf.split("/"))
    unsure = {"?": " (uncertain)", "~": " (approximate)", "%": " (uncertain and approximate)"}.get(edtf[-1:], "")
    return day_in_words(edtf[:-1] if unsure else edtf) + unsure
