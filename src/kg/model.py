"""The records that stages hand on: authority, account, proposition and judgement layers.

The source layer's records are in ``kg.document``.  All are frozen; offsets count code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "ACTS", "EVENT_KINDS", "GROUP_KINDS", "KINDS", "UNIDENTIFIED", "Attested", "Attendance", "Authority", "Entity",
    "Judgement", "Name", "Passage", "Place", "Proposition", "RoleHolding", "Statement",
]  # fmt: skip

GROUP_KINDS = ("group", "party", "body", "delegation")
EVENT_KINDS = ("event", "meeting")
UNIDENTIFIED = "unidentified"  # the kind of an agent whom drafts name and the authority does not know
KINDS = ("person", *GROUP_KINDS, "place", *EVENT_KINDS, "document", "role")
ACTS = (
    "assert", "inform", "report", "write", "reply", "ask", "request", "demand", "instruct", "invite", "suggest",
    "advise", "warn", "promise", "agree", "disagree", "thank", "praise", "criticise", "admit", "deny", "disclaim",
    "think", "decide",
)  # fmt: skip


MARKS = {ord("?"): " uncertain ", ord("~"): " about ", ord("%"): " uncertain about "}  # of EDTF, as words


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something was written, for error messages."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document: ``text[start:end]`` of the document's text."""

    document: str
    start: int
    end: int

    def holds(self, other: Passage) -> bool:
        """Whether ``other`` lies inside this passage.

        >>> Passage("d", 0, 9).holds(Passage("d", 3, 9))
        True
        """
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Attested:
    """The words of one document that attest something, with the place of the claim in its file."""

    document: str
    quote: str
    occurrence: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling and the documents that use it."""

    form: str
    documents: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """A person's office in time, as some words attest it."""

    role: str
    body: str | None
    date: str | None
    attested: Attested


@dataclass(frozen=True, slots=True)
class Attendance:
    """An agent's presence at a meeting, as some words attest it."""

    agent: str
    side: str | None
    attested: Attested


@dataclass(frozen=True, slots=True)
class Entity:
    """An authority entry: a person, group, place, event, role, or document that is only mentioned.

    ``identity`` is the reason for holding its spellings to name one thing; it is needed where there are several.
    """

    slug: str
    kind: str
    label: str
    names: tuple[Name, ...]
    place_in_file: Place
    identity: str | None = None
    note: str | None = None
    roles: tuple[RoleHolding, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    date: str | None = None
    date_as_written: str | None = None
    location: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    duration: str | None = None
    part_of: str | None = None
    document_kind: str | None = None
    authors: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposition:
    """Truth-neutral content: what was claimed, with polarity, modality, time and place."""

    subject: str
    predicate: str
    object: str | None  # none where the words leave it unsaid or it is a number
    value: str | None = None
    up_to: str | None = None  # the greater end, where the words give two numbers
    unit: str | None = None
    polarity: str = "affirmed"
    modality: str = "actual"
    date: str | None = None
    location: str | None = None

    @property
    def slug(self) -> str:
        """The stable identifier: its parts, the usual ones left out.

        >>> Proposition("four-who-fled", "fledTo", "china").slug
        'four-who-fled-fled-to-china'
        >>> Proposition("kim-il-sung", "visited", "china", polarity="negated", date="1956-09").slug
        'kim-il-sung-visited-china-negated-1956-09'
        >>> Proposition("kim-il-sung", "visited", "china", date="1956?").slug
        'kim-il-sung-visited-china-1956-uncertain'
        """
        number = [kebab(part) for part in (self.value, self.up_to, self.unit) if part]
        parts = [self.subject, kebab(self.predicate), self.object or "-".join(number) or "unspecified"]
        parts += [part for part in (self.polarity, self.modality) if part not in ("affirmed", "actual")]
        parts += [kebab(self.date.translate(MARKS))] if self.date else []
        parts += ["in", self.location] if self.location else []
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of communication or stated stance that a document reports, true or not."""

    id: str
    passage: Passage
    depth: int
    parent: str | None
    place: Place
    act: str
    mode: str = "indirect"
    modality: str = "actual"
    polarity: str = "affirmed"
    stance: str | None = None
    speaker: str | None = None
    inferred_speaker: str | None = None
    speaker_members: tuple[str, ...] = ()
    speaker_as: str | None = None
    addressees: tuple[str, ...] = ()
    addressee_as: str | None = None
    presence: tuple[str, ...] = ()
    cue: str | None = None
    outside_parent: str | None = None
    via: str | None = None
    during: str | None = None
    date: str | None = None
    date_as_written: str | None = None
    about: tuple[str, ...] = ()
    states: tuple[Proposition, ...] = ()
    status: str = "reviewed"
    confidence: float | None = None
    disputable: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """An editor's reasoned verdict on propositions."""

    id: str
    propositions: tuple[Proposition, ...]
    verdict: str
    reason: str
    rests_on: tuple[str, ...]
    date: str
    judge: str
    place: Place


@dataclass(frozen=True, slots=True)
class Authority:
    """All entities of a collection by slug."""

    entities: dict[str, Entity] = field(default_factory=dict)

    def kind_of(self, slug: str) -> str:
        """The kind of a known entity."""
        return self.entities[slug].kind

    def label_of(self, slug: str) -> str:
        """The label of a known entity."""
        return self.entities[slug].label


def kebab(text: str) -> str:
    """``text`` as part of a slug.

    >>> kebab("fledTo"), kebab("1956-07/1956-09"), kebab("0.5")
    ('fled-to', '1956-07-1956-09', '0-5')
    """
    spaced = "".join(f"-{c.lower()}" if c.isupper() else c for c in text)
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in spaced).split())
