"""What goes into a pool and what comes out: a job, its answer, and each way in which there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import KgError

__all__ = ["Answer", "Job", "MemoryLimitHit", "NotAcceptable", "PoolBusy", "QueryCrashed", "TimeLimitHit"]


@dataclass(frozen=True, slots=True)
class Job:
    """A query with what the request says about it.

    ``row_type`` and ``graph_type`` are the media types that the client takes for SELECT or ASK, and for CONSTRUCT or
    DESCRIBE, none where it takes none: which of them is needed shows when the query is read.
    ``default_graphs`` and ``named_graphs`` (IRIs) are the dataset of the request, which goes before FROM (SPARQL 1.1
    Protocol, section 2.1.4); both none where it names none.  ``base`` resolves relative IRIs.
    """

    query: str
    row_type: str | None = "application/sparql-results+json"
    graph_type: str | None = "text/turtle"
    base: str = "http://localhost/sparql"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its media type, its bytes, and how many rows or triples it holds (1 for ASK).

    ``incomplete`` says why it is not the whole answer, empty where it is: ``rows=N`` or ``bytes=N`` for a limit that
    was hit, ``characters`` where XML cannot hold some and U+FFFD stands for them.
    """

    media_type: str
    body: bytes
    count: int
    incomplete: tuple[str, ...] = ()


class NotAcceptable(KgError):
    """The client takes no media type that this answer could have."""

    def __init__(self, form: str, offered: Sequence[str], why: str = "") -> None:
        self.form, self.offered, self.why = form, tuple(offered), why
        super().__init__(form, self.offered, why)

    def __str__(self) -> str:
        return self.why or f"the answer to {self.form} comes as {', '.join(self.offered)}: accept one of them"


class TimeLimitHit(KgError):
    """A query ran too long and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the query ran for {self.seconds:g} s, the limit, and was ended: ask for less"


class MemoryLimitHit(KgError):
    """A query took too much memory and was ended."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(megabytes)
        self.megabytes = megabytes

    def __str__(self) -> str:
        return f"the query took {self.megabytes} MB of memory, the limit, and was ended: ask for less"


class QueryCrashed(KgError):
    """The engine ended while it evaluated a query; others are not touched."""

    def __str__(self) -> str:
        return "the engine cannot evaluate this query: make it simpler"


class PoolBusy(KgError):
    """No worker came free in time, or too many queries wait already."""

    def __init__(self, waiting: int) -> None:
        super().__init__(waiting)
        self.waiting = waiting

    def __str__(self) -> str:
        return "too many queries are running: try again later"
