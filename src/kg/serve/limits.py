"""What a query may cost: each limit once, with its default, its unit and its meaning."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from kg.errors import BadValue
from kg.guard import MOST_CHARACTERS, MOST_NESTED

__all__ = ["Limits", "describe_limits"]


def _limit(default: float, unit: str, help: str) -> Any:
    return field(default=default, metadata={"unit": unit, "help": help})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a query endpoint; raises ``BadValue`` for one that is not above zero.

    >>> Limits(seconds=5).seconds
    5
    >>> Limits(rows=0)
    Traceback (most recent call last):
    kg.errors.BadValue: limit rows '0' is not a number above zero
    """

    seconds: float = _limit(
        10.0, "s", "how long a query may run, wait for its turn, or arrive; then it is ended and answered with 503"
    )
    memory: int = _limit(512, "MB", "what a query may take beside the graph itself; then it is ended and refused")
    rows: int = _limit(100_000, "rows", "the most rows or triples of an answer; the rest is left out, and that is said")
    bytes: int = _limit(32_000_000, "bytes", "the longest answer; whole rows are left out, and that is said")
    characters: int = _limit(MOST_CHARACTERS, "characters", "the longest query; a longer one is refused with 413")
    nesting: int = _limit(MOST_NESTED, "levels", "how deep brackets may nest in a query; a deeper one is refused")
    workers: int = _limit(2, "processes", "how many queries run at once; one more process stands by")
    queue: int = _limit(64, "queries", "how many queries may wait for their turn; the next is answered with 503")

    def __post_init__(self) -> None:
        for name, value, _, _ in describe_limits(self):
            if not value > 0:
                raise BadValue(f"limit {name}", str(value), "a number above zero")


def describe_limits(limits: Limits) -> list[tuple[str, float, str, str]]:
    """The name, value, unit and meaning of each limit.

    >>> describe_limits(Limits(rows=5))[2][:3]
    ('rows', 5, 'rows')
    """
    return [(one.name, getattr(limits, one.name), one.metadata["unit"], one.metadata["help"]) for one in fields(limits)]
