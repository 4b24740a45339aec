"""Dated things, drawn along one axis: in lanes where there is room, down the page on a telephone.

A sign stands for a day, a bar from the first to the last day that a date can mean for anything longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kg.pictures.axis import Axis, Band, make_axis
from kg.pictures.measure import clip_text, text_width, wrap_text
from kg.pictures.palette import LIGHT
from kg.pictures.records import Dated, Timeline, TimelineKind
from kg.pictures.svg import Element, element, group, link, number, picture, render, text_lines

__all__ = ["KINDS", "NARROW", "Placed", "draw_timeline", "place_items"]

KINDS = (
    TimelineKind("held", "Documents held", "source", True, "square"),
    TimelineKind("mentioned", "Documents only mentioned", "source", False, "square"),
    TimelineKind("meeting", "Meetings", "authority", True, "circle"),
    TimelineKind("event", "Other events", "authority", False, "diamond"),
)
NARROW = 700  # below this width the axis runs down the page
ROW, SIZE, SIGN = 19.0, 12.0, 10.0
LONGEST_LABEL = 460.0
HEADER = 40.0
HEADING = 38.0  # from a lane's rule to the middle of its first row
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing on the axis: its bar, and its label's words and place."""

    item: Dated
    row: int
    start: float
    end: float
    label: str
    label_x: float
    label_width: float

    @property
    def left(self) -> float:
        """Where its bar and label begin."""
        return min(self.start, self.label_x)

    @property
    def right(self) -> float:
        """Where its bar and label end."""
        return max(self.end, self.label_x + self.label_width)


def draw_timeline(timeline: Timeline, *, name: str = "timeline", width: int = 1100) -> str:
    """The SVG of a timeline; narrower than ``NARROW`` it is a list down the page, its axis on the left."""
    items = sorted(timeline.items, key=lambda one: (one.earliest, one.latest, one.title.label, one.title.target or ""))
    draw = _draw_down if width < NARROW else _draw_lanes
    parts, height = draw(items, float(width)) if items else _draw_nothing()
    kinds = [f"{_count(items, kind)} {kind.heading.lower()}" for kind in KINDS if _count(items, kind)]
    spans = f", from {items[0].words} to {max(items, key=lambda one: one.latest).words}" if items else ""
    undated = f" {timeline.undated} more have no date." if timeline.undated else ""
    summary = (
        f"{', '.join(kinds) or 'Nothing dated'}{spans}.{undated} A bar goes from the first to the last day that a date "
        "can mean. Crowded months are drawn wider; stretches in which nothing is dated are left out."
    )
    return render(picture(name, (width, height), "Timeline", summary, *parts, ground=LIGHT.ground, ink=LIGHT.ink))


def _count(items: Sequence[Dated], kind: TimelineKind) -> int:
    return len([one for one in items if one.kind == kind.name])


def _draw_nothing() -> tuple[list[Element], float]:
    return [_plain("Nothing here has a date.", MARGIN, 24)], 40.0


# Lanes


def _draw_lanes(items: Sequence[Dated], width: float) -> tuple[list[Element], float]:
    axis = make_axis([(one.earliest, one.latest) for one in items], MARGIN, width - 2 * MARGIN)
    lanes: list[Element] = []
    y = HEADER
    for kind in KINDS:
        own = [one for one in items if one.kind == kind.name]
        if not own:
            continue
        placed = place_items(own, axis, width)
        drawn = [_draw_placed(one, kind, y + HEADING + ROW * one.row) for one in placed]
        rows = 1 + max(one.row for one in placed)
        lanes.append(_rule(0, y, width, y))
        lanes.append(_plain(f"{kind.heading} ({len(own)})", MARGIN, y + 17, bold=True))
        lanes.append(group(*drawn, class_=f"kg-{kind.layer}"))
        y += HEADING + ROW * rows
    return [*_draw_axis(axis, y), *lanes], y


def place_items(items: Sequence[Dated], axis: Axis, width: float) -> list[Placed]:
    """Each thing in the first row of its lane where neither its bar nor its label touches another."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for item in items:
        one = _fit(item, axis, width)
        span = one.left - 4, one.right + 8
        row = next((nth for nth, taken in enumerate(rows) if _is_free(taken, span)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        found.append(Placed(item, row, one.start, one.end, one.label, one.label_x, one.label_width))
    return found


def _is_free(taken: Sequence[tuple[float, float]], span: tuple[float, float]) -> bool:
    return all(span[1] <= left or right <= span[0] for left, right in taken)


def _fit(item: Dated, axis: Axis, width: float) -> Placed:
    """Bar and label without a row: the label in the bar where it fits, else right of it, else left, where more is."""
    start, end = axis.place(item.earliest), axis.place(_after(item))
    if _is_day(item) or end - start < SIGN:
        start = min(max((start + end - SIGN) / 2, 0.0), width - SIGN)
        end = start + SIGN
    full = min(text_width(item.title.label, SIZE), LONGEST_LABEL)
    if not _is_day(item) and end - start > full + 10:
        left, room = start + 5, full
    elif end + 5 + full <= width - MARGIN or width - end >= start:
        left, room = end + 5, min(full, width - MARGIN - end - 5)
    else:
        room = min(full, start - 5 - MARGIN)
        left = start - 5 - room
    label = clip_text(item.title.label, room + 0.5, SIZE)
    drawn = text_width(label, SIZE)
    return Placed(item, 0, start, end, label, left if left > start - 1 else start - 5 - drawn, drawn)


def _is_day(item: Dated) -> bool:
    return item.earliest == item.latest


def _after(item: Dated) -> date:
    return item.latest + timedelta(days=1) if item.latest < date.max else item.latest


def _draw_placed(one: Placed, kind: TimelineKind, y: float) -> Element:
    """A bar or sign with its label, all one link."""
    inside, before = one.start < one.label_x < one.end, one.label_x < one.start
    words = element(
        "text", one.label, x=one.label_x + (one.label_width if before else 0), y=y + 4, font_size=SIZE,
        text_anchor="end" if before else None, class_="kg-name" if inside else "kg-plain",
        fill=LIGHT.layer(kind.layer).text if inside else "currentColor",
    )  # fmt: skip
    middle = (one.start + one.end) / 2
    sign = _sign(kind, middle, y) if _is_day(one.item) else _bar(one.item, kind, one.start, one.end, y)
    return link(one.item.title.target, element("title", _full(one.item)), sign, words)


def _full(item: Dated) -> str:
    return f"{item.title.label} ({item.words})"


def _bar(item: Dated, kind: TimelineKind, start: float, end: float, y: float) -> Element:
    colours = LIGHT.layer(kind.layer)
    return element(
        "rect", x=start, y=y - 7, width=end - start, height=14, rx=3, fill=colours.fill, stroke=colours.line,
        stroke_dasharray="3 2" if item.unsure else None,
        class_="kg-bar kg-box kg-rim" + (" kg-unsure" if item.unsure else ""),
    )  # fmt: skip


def _sign(kind: TimelineKind, x: float, y: float) -> Element:
    colours, half = LIGHT.layer(kind.layer), SIGN / 2 - 0.5
    looks = {
        "fill": colours.line if kind.filled else LIGHT.ground,
        "stroke": colours.line,
        "stroke_width": "1.5",
        "class_": f"{'kg-mark' if kind.filled else 'kg-hollow'} kg-rim",
    }
    if kind.sign == "circle":
        return element("circle", cx=x, cy=y, r=half, **looks)
    if kind.sign == "diamond":
        reach = half + 1
        path = f"M{number(x)} {number(y - reach)}L{number(x + reach)} {number(y)}L{number(x)} {number(y + reach)}"
        return element("path", d=f"{path}L{number(x - reach)} {number(y)}Z", **looks)
    return element("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, **looks)


def _draw_axis(axis: Axis, height: float) -> list[Element]:
    """Bands behind everything, their names above, gaps as torn lines, days within wide months."""
    parts = [_draw_band(band, nth % 2 == 1, height) for nth, band in enumerate(b for b in axis.bands if not b.gap)]
    parts += [_draw_gap(band, height) for band in axis.bands if band.gap]
    for x, day in axis.ticks():
        parts.append(_rule(x, HEADER - 5, x, height))
        parts.append(_plain(day, x, HEADER - 8, muted=True, anchor="middle"))
    return parts


def _draw_band(band: Band, shaded: bool, height: float) -> Element:
    ground = element("rect", x=band.x, y=0, width=band.width, height=height, fill=LIGHT.band, class_="kg-band")
    lines = wrap_text(band.name, band.width - 2, SIZE, bold=True, lines=2)
    words = text_lines(
        lines, band.x + band.width / 2, 14, 13, anchor="middle", font_size=SIZE, font_weight="bold",
        fill="currentColor", class_="kg-plain",
    )  # fmt: skip
    return group(ground if shaded else None, words)


def _draw_gap(band: Band, height: float) -> Element:
    """A torn line, and in its title the days left out."""
    title = element("title", f"Left out: {band.start.isoformat()} to {(band.end - timedelta(days=1)).isoformat()}")
    path = f"M{number(band.x + band.width / 2 - 3)} 0" + "l6 6l-6 6" * int(height / 12)
    return group(title, element("path", d=path, fill="none", stroke=LIGHT.rule, class_="kg-gap"))


# Down the page


def _draw_down(items: Sequence[Dated], width: float) -> tuple[list[Element], float]:
    """One below the other in order of time, a heading for each year, a rail on the left that years left out tear."""
    parts: list[Element] = []
    y, rail, last = 8.0, 14.0, items[0].earliest.year
    for year, own in groupby(items, key=lambda one: one.earliest.year):
        if year > last + 1:
            path = f"M{number(rail)} {number(y)}l-4 4l8 4l-8 4l8 4l-4 4"
            parts.append(element("path", d=path, fill="none", stroke=LIGHT.muted, class_="kg-joint"))
            y += 24
        last = year
        parts.append(_plain(str(year), rail + 14, y + 16, bold=True))
        top, y = y, y + 26
        drawn = []
        for item in own:
            entry, y = _draw_entry(item, rail, y, width)
            drawn.append(entry)
        parts += [_rule(rail, top + 4, rail, y, strong=True), *drawn]
        y += 6
    return [*parts, *_draw_key(items, y + 4)], y + 16 + 18 * len({one.kind for one in items})


def _draw_entry(item: Dated, rail: float, y: float, width: float) -> tuple[Element, float]:
    kind = next(kind for kind in KINDS if kind.name == item.kind)
    left = rail + 14
    lines = wrap_text(item.title.label, width - left - MARGIN, SIZE + 1, lines=3)
    words = text_lines(lines, left, y + 26, 16, font_size=SIZE + 1, fill="currentColor", class_="kg-plain")
    day = _plain(item.words, left, y + 10, muted=True)
    title = element("title", _full(item))
    entry = link(item.title.target, title, _sign(kind, rail, y + 6), day, words)
    return group(entry, class_=f"kg-{kind.layer}"), y + 20 + 16 * len(lines) + 6


def _draw_key(items: Sequence[Dated], y: float) -> list[Element]:
    """What the signs mean."""
    found: list[Element] = []
    for kind in (kind for kind in KINDS if _count(items, kind)):
        sign = group(_sign(kind, 14, y + 8), class_=f"kg-{kind.layer}")
        found += [sign, _plain(f"{kind.heading} ({_count(items, kind)})", 28, y + 12)]
        y += 18
    return found


def _plain(
    text: str, x: float, y: float, *, bold: bool = False, muted: bool = False, anchor: str | None = None
) -> Element:
    return element(
        "text", text, x=x, y=y, font_size=SIZE if not muted else 11, font_weight="bold" if bold else None,
        fill=LIGHT.muted if muted else "currentColor", class_="kg-muted" if muted else "kg-plain", text_anchor=anchor,
    )  # fmt: skip


def _rule(x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> Element:
    stroke, class_ = (LIGHT.muted, "kg-joint") if strong else (LIGHT.rule, "kg-rule")
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, class_=class_)
