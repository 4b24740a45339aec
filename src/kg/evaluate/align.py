"""Gold and what is held against it -> one-to-one pairs.

Two statements can be a pair where their passages share at least half of the tokens that either covers (the Jaccard
index of their token sets).  Half of the tokens in common is the approximate match of span extraction (Persing and Ng
2016, "End-to-End Argumentation Mining in Student Essays", NAACL; partial match in Pareti et al. 2013, "Automatically
Detecting and Attributing Indirect Quotations", EMNLP); against the union it is the strictest of the usual readings,
and a statement nested in another is not taken for it.

The alignment is the best one-to-one one (Kuhn 1955 and Munkres 1957, as CEAF uses it: Luo 2005, "On Coreference
Resolution Performance Metrics", HLT-EMNLP), never greedy: it has as many pairs with sure gold and the right speaker
as can be, then as many pairs with sure gold, then the same for gold that is not sure, then the greatest overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from kg.evaluate.record import Pair, Scored

__all__ = ["LEAST_OVERLAP", "Tokens", "align"]

LEAST_OVERLAP = 0.5
TOKEN = re.compile(r"\w+")
PRIORITIES = ((True, True), (True, False), (False, True), (False, False))  # (sure, right speaker), best first
FINENESS = 10_000  # overlap counts in steps of a ten-thousandth
Weights = dict[tuple[int, int], int]


class Tokens:
    """The words of a text, so that the overlap of two passages takes no look at their text.

    >>> Tokens("Nam told Ri that all was well.").overlap((0, 30), (17, 30))
    0.42857142857142855
    """

    def __init__(self, text: str) -> None:
        self._starts = [match.start() for match in TOKEN.finditer(text)]

    def overlap(self, one: tuple[int, int], other: tuple[int, int]) -> float:
        """The tokens that begin in both passages, divided by those that begin in either."""
        (a, b), (c, d) = self._span(*one), self._span(*other)
        both = min(b, d) - max(a, c)
        return both / (max(b, d) - min(a, c)) if both > 0 else 0.0

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


def align(
    gold: Sequence[Scored],
    found: Sequence[Scored],
    tokens: Tokens,
    is_right: Callable[[Scored, Scored], bool],
) -> list[Pair]:
    """The pairs of the best alignment, in the order of gold; ``is_right(gold, found)`` compares their speakers."""
    pairs: dict[tuple[int, int], Pair] = {}
    for row, one in enumerate(gold):
        for column, other in enumerate(found):
            if other.start < one.end and one.start < other.end:
                overlap = tokens.overlap((one.start, one.end), (other.start, other.end))
                if overlap >= LEAST_OVERLAP:
                    pairs[row, column] = Pair(one, other, overlap, is_right(one, other))
    scale = FINENESS * (min(len(gold), len(found)) + 1)
    weights = {place: _weight(pair, scale) for place, pair in pairs.items()}
    chosen = [place for group in _components(weights) for place in _best(group)]
    return [pairs[place] for place in sorted(chosen)]


def _weight(pair: Pair, scale: int) -> int:
    """A number in which a better sort of pair outweighs any number of worse ones."""
    rank = PRIORITIES.index((pair.gold.sure, pair.right))
    counted: list[int] = [pow(scale, len(PRIORITIES) - at) for at in range(len(PRIORITIES)) if _counts_as(rank, at)]
    return sum(counted) + round(pair.overlap * FINENESS)


def _counts_as(rank: int, at: int) -> bool:
    """A pair with the right speaker is also one without regard to the speaker."""
    return rank == at or (at % 2 == 1 and rank == at - 1)


def _components(weights: Weights) -> Iterator[Weights]:
    """The pairs in groups that share no statement; each can be aligned alone, and most are tiny."""
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for row, column in weights:
        root[find(("row", row))] = find(("column", column))
    groups: dict[tuple[str, int], Weights] = {}
    for place, weight in weights.items():
        groups.setdefault(find(("row", place[0])), {})[place] = weight
    yield from groups.values()


def _best(weights: Weights) -> list[tuple[int, int]]:
    """The one-to-one choice of the greatest total weight.

    Kuhn and Munkres with potentials, one row at a time by shortest augmenting paths; a place without a pair weighs 0.
    """
    rows, columns = sorted({row for row, _ in weights}), sorted({column for _, column in weights})
    if len(rows) > len(columns):
        flipped = _best({(column, row): weight for (row, column), weight in weights.items()})
        return [(row, column) for column, row in flipped]
    cost = [[-weights.get((row, column), 0) for column in columns] for row in rows]
    owner = _assign(cost)
    places = [(rows[row], columns[column]) for column, row in enumerate(owner) if row is not None]
    return [place for place in places if place in weights]


def _assign(cost: list[list[int]]) -> list[int | None]:
    """The row to which each column goes, at the least total cost; there are no more rows than columns."""
    width = len(cost[0])
    up, down = [0] * len(cost), [0] * width
    owner: list[int | None] = [None] * width
    for new in range(len(cost)):
        slack: list[int | None] = [None] * width
        previous: list[int | None] = [None] * width
        done = [False] * width
        row, at = new, None
        while True:
            best: int | None = None
            following = 0
            for column in range(width):
                if done[column]:
                    continue
                reduced = cost[row][column] - up[row] - down[column]
                old = slack[column]
                if old is None or reduced < old:
                    slack[column], previous[column] = reduced, at
                    old = reduced
                if best is None or old < best:
                    best, following = old, column
            assert best is not None  # there is always a free column
            _shift(best, up, down, done, owner, slack, new)
            done[following], at = True, following
            taken = owner[following]
            if taken is None:
                break
            row = taken
        while at is not None:
            before = previous[at]
            owner[at] = new if before is None else owner[before]
            at = before
    return owner


def _shift(
    step: int,
    up: list[int],
    down: list[int],
    done: list[bool],
    owner: list[int | None],
    slack: list[int | None],
    new: int,
) -> None:
    """Move the potentials so that the cheapest open column costs nothing."""
    up[new] += step
    for column, is_done in enumerate(done):
        taken, open_slack = owner[column], slack[column]
        if is_done:
            down[column] -= step
            if taken is not None:
                up[taken] += step
        elif open_slack is not None:
            slack[column] = open_slack - step
