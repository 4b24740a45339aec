"""What the pictures are drawn from: frozen records, plain text and link targets, no store and no IRIs to resolve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = [
    "Chain", "Claim", "Dated", "EdgeRow", "Link", "NetworkEdge", "NetworkGraph", "NetworkNode", "SourceBox",
    "StatementBox", "Timeline", "TimelineKind", "Verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads, if anywhere."""

    label: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class SourceBox:
    """The document that a chain begins with."""

    title: Link
    kind: str = "document"
    date: str | None = None


@dataclass(frozen=True, slots=True)
class StatementBox:
    """One statement of a chain; ``inferred`` where the words name no speaker and the setting tells who is meant."""

    target: str | None
    act: str
    speaker: str | None = None
    inferred: bool = False
    members: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    mode: str = "indirect"
    modality: str = "actual"
    negated: bool = False
    stance: str | None = None
    via: str | None = None
    date: str | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on a proposition."""

    target: str | None
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition that the last statement states, what contradicts it, and the judgements on it."""

    title: Link
    contradicted_by: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """A statement with all that report it, outermost first, its words on the page, and what it states."""

    source: SourceBox
    statements: tuple[StatementBox, ...]
    words: Link
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineKind:
    """A lane of the timeline: its name in the data, its heading, its layer, and whether its signs are filled."""

    name: str
    heading: str
    layer: str
    filled: bool
    sign: str  # square, circle or diamond


@dataclass(frozen=True, slots=True)
class Dated:
    """A thing with the first and last day that its date can mean, and the date in words."""

    kind: str
    title: Link
    earliest: date
    latest: date
    words: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """What stands on one axis, and how many more have no date."""

    items: tuple[Dated, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """Someone who spoke or was spoken to; ``said`` and ``told`` count statements."""

    id: str
    name: Link
    group: bool
    said: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """How many statements of one agent to another documents report themselves, and how many only somebody in them."""

    source: str
    target: str
    first_hand: int
    hearsay: int
    link: str | None = None

    @property
    def count(self) -> int:
        """All statements."""
        return self.first_hand + self.hearsay


@dataclass(frozen=True, slots=True)
class NetworkGraph:
    """Who spoke to whom, what was asked for in words, and how many statements a period left out for want of a date."""

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    scope: tuple[str, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One row of the table below the network."""

    speaker: Link
    addressee: Link
    first_hand: int
    hearsay: int
    total: int
    link: str | None = None
