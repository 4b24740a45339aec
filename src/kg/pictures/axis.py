"""Dates -> a scale on which crowded months have room.

The things of a collection crowd into a few weeks and stray over decades; on an even scale they would lie on one spot.
So the axis is a row of bands, each a whole calendar unit with its name: where much is dated a year becomes months, a
band is the wider the more is dated in it, and a stretch without anything is cut out, to be seen as a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Axis", "Band", "make_axis"]

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
YEARS = {"year": 1, "decade": 10, "century": 100}
MOST_BANDS = 18  # gaps not counted
GAP_WIDTH = 14.0
LEAST_BAND = 36.0


@dataclass(frozen=True, slots=True)
class Band:
    """A calendar unit, or a gap, between two days (the end excluded), with its place on the axis."""

    name: str
    start: date
    end: date
    x: float = 0.0
    width: float = 0.0
    gap: bool = False

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Axis:
    """Bands side by side without holes."""

    bands: tuple[Band, ...]

    def place(self, day: date) -> float:
        """Where a day begins; days before and after all bands lie at the ends."""
        for band in self.bands:
            if day < band.end:
                into = max(0, (day - band.start).days) / band.days
                return band.x + band.width * into
        return self.bands[-1].x + self.bands[-1].width

    def ticks(self, *, apart: float = 46.0) -> list[tuple[float, str]]:
        """Places of days within months that are wide enough for several: the 5th, the 10th … as room allows."""
        found: list[tuple[float, str]] = []
        for band in self.bands:
            if band.gap or not 27 < band.days < 32:
                continue
            every = next((days for days in (1, 5, 10) if band.width * days / band.days >= apart), None)
            days = range(1 + every, 32, every) if every == 1 else range(every, 31, every) if every else ()
            for day in days:
                if day <= band.days:
                    found.append((self.place(band.start.replace(day=day)), str(day)))
        return found


def make_axis(spans: Sequence[tuple[date, date]], left: float, width: float) -> Axis:
    """The axis for spans of days (both ends included) in ``width`` from ``left``.

    >>> days = [(date(1936, 1, 1), date(1936, 12, 31)), (date(1956, 9, 3), date(1956, 9, 10))]
    >>> [band.name for band in make_axis(days, 0, 400).bands]
    ['1936', '…', 'Sep 1956']
    """
    ends = [day for span in spans for day in span] or [date(2000, 1, 1)]
    return Axis(_placed(_joined(_refined(ends), ends), ends, left, width))


def _refined(ends: Sequence[date]) -> list[Band]:
    """Bands that cover all ends: the coarsest unit first, then the most crowded in smaller ones while there is room."""
    bands = _units(min(ends), max(ends), "century")
    while True:
        crowded = sorted(range(len(bands)), key=lambda nth: -_count(bands[nth], ends))
        for nth in crowded:
            trial = [*bands[:nth], *_split(bands[nth], ends), *bands[nth + 1 :]]
            if len(trial) > len(bands) and len([one for one in trial if _count(one, ends)]) <= MOST_BANDS:
                bands = trial
                break
        else:
            return bands


def _split(band: Band, ends: Iterable[date]) -> list[Band]:
    """A band in smaller units, as long as they tell apart what is in it; a month stays whole."""
    inside = {day for day in ends if band.start <= day < band.end}
    finer = next((unit for least, unit in ((20000, "decade"), (2000, "year"), (200, "month")) if band.days > least), "")
    if not finer or not inside - {band.start, band.end - timedelta(days=1)}:
        return [band]
    return _units(band.start, band.end - timedelta(days=1), finer)


def _count(band: Band, ends: Iterable[date]) -> int:
    return len([day for day in ends if band.start <= day < band.end])


def _joined(bands: Sequence[Band], ends: Sequence[date]) -> list[Band]:
    """The bands with each run of empty ones between others made one gap, and without empty ones outside."""
    found: list[Band] = []
    for band in bands:
        if _count(band, ends):
            found.append(band)
        elif found and found[-1].gap:
            found[-1] = Band("…", found[-1].start, band.end, gap=True)
        elif found:
            found.append(Band("…", band.start, band.end, gap=True))
    return found[:-1] if found and found[-1].gap else found


def _placed(bands: Sequence[Band], ends: Sequence[date], left: float, width: float) -> tuple[Band, ...]:
    counts = [0 if band.gap else _count(band, ends) for band in bands]
    gaps = len([band for band in bands if band.gap])
    least = min(LEAST_BAND, (width - gaps * GAP_WIDTH) / (len(bands) - gaps))
    free = width - gaps * GAP_WIDTH - least * (len(bands) - gaps)
    found, x = [], left
    for band, count in zip(bands, counts, strict=True):
        room = GAP_WIDTH if band.gap else least + free * count / sum(counts)
        found.append(Band(band.name, band.start, band.end, round(x, 1), round(room, 1), band.gap))
        x += room
    return tuple(found)


def _units(first: date, last: date, unit: str) -> list[Band]:
    """The calendar units from that of ``first`` to that of ``last``."""
    found: list[Band] = []
    start: date | None = _start(first, unit)
    while start is not None and start <= last:
        end = _next(start, unit)
        found.append(Band(_name(start, unit), start, end or date.max))
        start = end
    return found


def _start(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    step = YEARS[unit]
    return date(max(1, day.year // step * step), 1, 1)


def _next(start: date, unit: str) -> date | None:
    """The beginning of the next unit, none after the last that a date can hold."""
    if unit == "month":
        year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    else:
        step = YEARS[unit]
        year, month = start.year // step * step + step, 1
    return date(year, month, 1) if year <= date.max.year else None


def _name(start: date, unit: str) -> str:
    if unit == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    return {"year": f"{start.year}", "decade": f"{start.year}s", "century": f"{start.year}–{start.year + 99}"}[unit]
