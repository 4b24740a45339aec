"""When and where a recorded conversation was held."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.document import Block, Meeting, Read
from kg.read.dates import find_date
from kg.read.frame import read_clock_times
from kg.read.spans import Span, read_span, trim

__all__ = ["add_dateline", "read_meeting"]

_TIME_LINE = re.compile(r"(?:\A|\n)[ \t]*(?:Time|Date|Date and time):[ \t]*([^\n]+)")
_PLACE_LINE = re.compile(r"(?:\A|\n)[ \t]*(?:Location|Place|Venue):[ \t]*([^\n]+)")
_CLOCK = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_TIMES = re.compile(rf"(?<![\d:.])({_CLOCK})(?:\s{{0,2}}(?:[-–—]|to|until)\s{{0,2}}({_CLOCK}))?(?![\d:])")
_HELD_IN = re.compile(r"\bheld (?:in|at) (?:the )?([^.;\n]{2,200}?)(?=,? on \d|,? on [A-Z][a-z]+ \d|[.;,\n]|\Z)")
_ON = re.compile(r"\b[Oo]n (?=[\d\[A-Z])")
_WAS_HELD = re.compile(r"\b(?:conversation|meeting|talk|reception)s?\b|\bmet\b|\breceived\b|\bheld\b")
_CONVERSATION = re.compile(r"\b(?:conversations?|meetings?|talks?|discussions?|minutes|memcon)\b", re.IGNORECASE)
_LASTED = re.compile(
    r"\b(?:lasted|continued for|went on for|took)\s+(?:for |about |around |some )?"
    r"((?:(\d{1,2}) hours?)?(?:(?:,| and|)\s{0,2}(\d{1,3}) minutes)?)(?!\w)"
)
_FIRST = 200  # a body names its own meeting in its first words or not at all


def read_meeting(text: str, blocks: list[Block]) -> Meeting:
    """What the heading and the body say of the meeting; every part may be missing.

    >>> text = "The discussion lasted 1 hour and 30 minutes."
    >>> read_meeting(text, [Block("body", 0, len(text))]).duration.value
    'PT1H30M'
    """
    headers = [(block.start, block.end) for block in blocks if block.kind == "header"]
    body = [(block.start, block.end) for block in blocks if block.kind == "body"]
    time = _find_first(_TIME_LINE, text, headers)
    date = find_date(text, *time) if time else None
    begins = ends = None
    if time is not None:
        # The date has digits of its own; the clock is after it.
        match = _TIMES.search(text, date.end if date else time[0], time[1])
        begins = _read_clock(text, match.span(1)) if match else None
        ends = _read_clock(text, match.span(2)) if match and match[2] else None
    opening = [(start, min(end, start + _FIRST)) for start, end in body[:1]]
    date = date or _find_date_held(text, [*headers, *opening])
    place = _find_first(_PLACE_LINE, text, headers) or _find_first(_HELD_IN, text, headers)
    return Meeting(date, begins, ends, _find_duration(text, body), read_span(text, *place) if place else None)


def add_dateline(meeting: Meeting, text: str, dateline: Span, date: Read | None, titled: list[Span]) -> Meeting:
    """The meeting with what a dateline adds, where the title is that of a conversation.

    ``date`` is the dateline's date, read already.
    """
    if not any(_CONVERSATION.search(text, *span) for span in titled):
        return meeting
    printed = find_date(text, *dateline)
    begins, ends = read_clock_times(text, printed.end, dateline[1]) if printed else (None, None)
    comma = text.find(",", *dateline)
    place = trim(text, dateline[0], comma) if 0 <= comma < (printed.start if printed else dateline[1]) else None
    where = read_span(text, *place) if place and place[0] < place[1] else None
    return replace(
        meeting,
        date=meeting.date or date or printed,
        begins=meeting.begins or begins,
        ends=meeting.ends or ends,
        place=meeting.place or where,
    )


def _read_clock(text: str, span: Span) -> Read:
    return read_span(text, *span, text[slice(*span)].replace(".", ":").zfill(5))


def _find_first(pattern: re.Pattern[str], text: str, spans: list[Span]) -> Span | None:
    matches = (pattern.search(text[start:end]) for start, end in spans)
    for match, (start, _) in zip(matches, spans, strict=True):
        if match is not None:
            return start + match.start(1), start + match.end(1)
    return None


def _find_date_held(text: str, spans: list[Span]) -> Read | None:
    """The date after ``on`` in a stretch that speaks of a conversation."""
    for start, end in spans:
        if not _WAS_HELD.search(text, start, end):
            continue
        for match in _ON.finditer(text, start, end):
            date = find_date(text, match.end(), end)
            if date is not None and date.start == match.end():
                return date
    return None


def _find_duration(text: str, spans: list[Span]) -> Read | None:
    for start, end in spans:
        for match in _LASTED.finditer(text, start, end):
            if match[2] or match[3]:
                hours, minutes = match[2], match[3]
                value = "PT" + (f"{int(hours)}H" if hours else "") + (f"{int(minutes)}M" if minutes else "")
                return read_span(text, *match.span(1), value)
    return None
