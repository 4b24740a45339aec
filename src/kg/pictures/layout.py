"""A graph -> places on paper, by stress: as far apart on paper as there are links between them, as well as can be.

Written here, though networkx draws: its ``spring_layout`` needs numpy and its ``kamada_kawai_layout`` scipy, and both
end in routines that round differently from one processor to the next.  This one has only + - * / and the square root,
which IEEE 754 rounds alike everywhere; no sine, no power, no ``sum`` (Python 3.12 changed how that rounds), and a
seeded ``Random.random``, whose numbers Python promises not to change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from random import Random

__all__ = ["Spot", "lay_out"]

ROUNDS = 120
CLEARING = 200
FILLED = 0.42  # how much of a component's area its nodes and names may take
BETWEEN = 26.0  # between components
LONGEST = 150.0  # a link need be no longer, however much room there is

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node's middle, and how far it reaches to each side, up and down, its name included."""

    x: float
    y: float
    side: float
    up: float
    down: float


def lay_out(
    sizes: Mapping[str, Spot], edges: Sequence[tuple[str, str]], width: float, *, seed: int = 1956
) -> dict[str, Spot]:
    """A place for each node, none on another, all within ``width``; ``sizes`` has the room that each needs.

    The largest connected part comes first, smaller ones beside and below it.
    """
    near: dict[str, set[str]] = {name: set() for name in sizes}
    for one, other in edges:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    random = Random(seed)
    found: dict[str, Spot] = {}
    x = y = row = 0.0
    for part in _components(near):
        placed, across, height = _lay_out_part({name: sizes[name] for name in part}, near, width, random)
        if x and x + across > width:
            x, y, row = 0.0, y + row + BETWEEN, 0.0
        found |= {name: replace(spot, x=round(spot.x + x, 1), y=round(spot.y + y, 1)) for name, spot in placed.items()}
        x, row = x + across + BETWEEN, max(row, height)
    return found


def _components(near: Mapping[str, set[str]]) -> list[list[str]]:
    """Connected parts, the largest first, each and all in a total order."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for name in sorted(near):
        if name not in seen:
            part = sorted(_distances(name, near))
            seen.update(part)
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), part))


def _distances(start: str, near: Mapping[str, set[str]]) -> dict[str, int]:
    """How many links each reachable node is away."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in sorted(near[here]):
            if other not in found:
                found[other] = found[here] + 1
                waiting.append(other)
    return found


def _lay_out_part(
    sizes: Mapping[str, Spot], near: Mapping[str, set[str]], width: float, random: Random
) -> tuple[dict[str, Spot], float, float]:
    names = list(sizes)
    points = _turned(_least_stress(names, near, random))
    spots = [replace(sizes[name], x=x, y=y) for name, (x, y) in zip(names, _scaled(points, sizes, width), strict=True)]
    cleared = _cleared(spots, width)
    left, top = min(spot.x - spot.side for spot in cleared), min(spot.y - spot.up for spot in cleared)
    moved = {name: replace(spot, x=spot.x - left, y=spot.y - top) for name, spot in zip(names, cleared, strict=True)}
    across = max(spot.x + spot.side for spot in moved.values())
    return moved, across, max(spot.y + spot.down for spot in moved.values())


def _least_stress(names: Sequence[str], near: Mapping[str, set[str]], random: Random) -> list[Point]:
    """Stress majorisation, one node at a time (Gansner, Koren and North 2004), from a random start."""
    far = [[distances[other] for other in names] for distances in (_distances(one, near) for one in names)]
    points = [(random.random() * 4, random.random() * 4) for _ in names]
    for _ in range(ROUNDS if len(names) > 1 else 0):
        for nth in range(len(names)):
            points[nth] = _pulled(nth, points, far[nth])
    return points


def _pulled(nth: int, points: Sequence[Point], far: Sequence[int]) -> Point:
    """Where a node lies best as the others lie now."""
    x, y = points[nth]
    to_x = to_y = weights = 0.0
    for (other_x, other_y), links in zip(points, far, strict=True):
        if links:
            weight = 1.0 / (links * links)
            aside, down = x - other_x, y - other_y
            scale = links / (sqrt(aside * aside + down * down) + 1e-9)
            to_x += weight * (other_x + aside * scale)
            to_y += weight * (other_y + down * scale)
            weights += weight
    return to_x / weights, to_y / weights


def _turned(points: Sequence[Point]) -> list[Point]:
    """The points about their middle, turned so that they reach farthest to the sides (their first principal axis)."""
    middle_x = middle_y = xx = xy = yy = 0.0
    for x, y in points:
        middle_x += x / len(points)
        middle_y += y / len(points)
    for x, y in points:
        aside, down = x - middle_x, y - middle_y
        xx, xy, yy = xx + aside * aside, xy + aside * down, yy + down * down
    half = (xx - yy) / 2
    long = half + sqrt(half * half + xy * xy)
    size = sqrt(long * long + xy * xy)
    cos, sin = (long / size, xy / size) if size > 1e-9 else (1.0, 0.0)
    centred = [(x - middle_x, y - middle_y) for x, y in points]
    return [(x * cos + y * sin, y * cos - x * sin) for x, y in centred]


def _scaled(points: Sequence[Point], sizes: Mapping[str, Spot], width: float) -> list[Point]:
    """The points with room for their names: spread until these fill no more than ``FILLED``, within the width."""
    needed = side = 0.0
    for spot in sizes.values():
        needed += 2 * spot.side * (spot.up + spot.down) / FILLED
        side = max(side, spot.side)
    across, down = _reach(points)
    even = sqrt(needed / (across * down))
    if even * across > width:  # a telephone: the long way down the page
        points, across, down = [(-y, x) for x, y in points], down, across
    by_x = min(even, LONGEST, (width - 2 * side) / across)
    by_y = min(needed / (across * by_x * down), 2.5 * even, LONGEST)
    return [(x * by_x, y * by_y) for x, y in points]


def _reach(points: Sequence[Point]) -> Point:
    """How far points lie apart, to the sides and down; something even where they lie on one line."""
    across = max(x for x, _ in points) - min(x for x, _ in points) or 1.0
    return across, max(max(y for _, y in points) - min(y for _, y in points), across / 8)


def _cleared(spots: list[Spot], width: float) -> list[Spot]:
    """The spots pushed apart, each pair the shorter way, and what still overlaps then settled down the page."""
    left = min(spot.x - spot.side for spot in spots)
    spots = [_within(spot, spot.x - left, width) for spot in spots]
    for _ in range(CLEARING):
        moved = False
        for one in range(len(spots)):
            for other in range(one):
                moved |= _push(spots, other, one, width)
        if not moved:
            return spots
    return _settled(spots)


def _push(spots: list[Spot], one: int, other: int, width: float) -> bool:
    """Push two overlapping spots apart; whether there was need."""
    a, b = spots[one], spots[other]
    aside, down = _overlap(a, b)
    if aside <= 0.05 or down <= 0.05:
        return False
    if aside < down:
        way = aside / 2 if a.x > b.x else -aside / 2
        spots[one], spots[other] = _within(a, a.x + way, width), _within(b, b.x - way, width)
    else:
        way = -down / 2 if a.y <= b.y else down / 2
        spots[one], spots[other] = replace(a, y=a.y + way), replace(b, y=b.y - way)
    return True


def _overlap(a: Spot, b: Spot) -> Point:
    """By how much two spots overlap to the side and down; not at all where either is nought or less."""
    upper, lower = (a, b) if a.y <= b.y else (b, a)
    return a.side + b.side - abs(a.x - b.x), upper.y + upper.down - (lower.y - lower.up)


def _settled(spots: Sequence[Spot]) -> list[Spot]:
    """The spots from the top, each moved down below all that it overlaps: this always ends."""
    found: dict[int, Spot] = {}
    for nth in sorted(range(len(spots)), key=lambda nth: (spots[nth].y, spots[nth].x, nth)):
        spot = spots[nth]
        while True:
            below = [other for other in found.values() if min(_overlap(spot, other)) > 0.05]
            if not below:
                break
            spot = replace(spot, y=max(other.y + other.down for other in below) + spot.up)
        found[nth] = spot
    return [found[nth] for nth in range(len(spots))]


def _within(spot: Spot, x: float, width: float) -> Spot:
    return replace(spot, x=min(max(x, spot.side), width - spot.side))
