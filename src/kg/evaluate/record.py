"""The records of an evaluation: a statement as it is scored, a document with its gold, the pairs, the figures."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

__all__ = ["CalibrationBin", "Gold", "Outcome", "Pair", "Scored", "Share", "Tally"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement as the scorer sees it, of gold or of what is held against it; offsets as everywhere.

    ``speakers`` are further agents that are right as the speaker: the other members of joint speech, and the inferred
    one.  ``unnamed`` says that naming nobody is right as well.  ``explicit`` says whether the words name the addressee,
    where that is known.  ``sure`` is false where a second careful reader might not hold it to be a statement.
    """

    id: str
    start: int
    end: int
    speaker: str | None
    mode: str
    act: str
    addressees: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    unnamed: bool = False
    parent: str | None = None
    modality: str | None = None
    polarity: str | None = None
    cue: str | None = None
    cue_start: int | None = None
    explicit: bool | None = None
    sure: bool = True
    confidence: float | None = None
    rule: str | None = None

    @property
    def layer(self) -> str:
        """``turn`` of a dialogue, ``page`` for what else the document reports itself, ``nested`` for the rest."""
        if self.parent is not None:
            return "nested"
        return "turn" if self.mode == "direct" and self.cue in (None, "", ":") else "page"


@dataclass(frozen=True, slots=True)
class Gold:
    """One document with its gold statements; ``forms`` has the names of each agent, where gold tells them.

    ``acts`` are the acts that this gold distinguishes, where it has fewer than our vocabulary.
    """

    document: str
    type: str
    text: str
    statements: tuple[Scored, ...]
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    acts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold statement and the one that was aligned with it; ``right`` where the speaker is right as well."""

    gold: Scored
    found: Scored
    overlap: float
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: the pairs, and what is left over on both sides.

    ``spare`` are found statements that were aligned with gold that is not sure.
    """

    gold: Gold
    pairs: tuple[Pair, ...]
    missed: tuple[Scored, ...]
    extra: tuple[Scored, ...]
    spare: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some were right."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float | None:
        """The share, or nothing of nothing."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up over documents, and the figures that follow from them.

    ``gold`` counts sure statements; ``detected`` those aligned, ``right`` those with the right speaker too.  ``spare``
    and ``spare_right`` are the same of gold that is not sure, of which there are ``unsure``.
    """

    gold: int = 0
    found: int = 0
    detected: int = 0
    right: int = 0
    unsure: int = 0
    spare: int = 0
    spare_right: int = 0
    speaker: Share = Share()
    addressee: Share = Share()
    addressee_explicit: Share = Share()
    addressee_inferred: Share = Share()
    addressee_some: Share = Share()
    addressee_none: Share = Share()
    parent: Share = Share()
    mode: Share = Share()
    act: Share = Share()
    modality: Share = Share()
    polarity: Share = Share()

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is in gold with that speaker; what matched unsure gold is left out."""
        return Share(self.right, self.found - self.spare_right).value

    @property
    def recall(self) -> float | None:
        """Of sure gold, the share that was found with the right speaker."""
        return Share(self.right, self.gold).value

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two: ``who_what``."""
        return Share(2 * self.right, self.found - self.spare_right + self.gold).value

    @property
    def detection_f1(self) -> float | None:
        """The same, whoever the speaker."""
        return Share(2 * self.detected, self.found - self.spare + self.gold).value

    @property
    def f1_all(self) -> float | None:
        """``who_what`` F1 with unsure gold counted like any other."""
        return Share(2 * (self.right + self.spare_right), self.found + self.gold + self.unsure).value


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Statements of about the same confidence: how many, the mean of what was promised, the share that was right."""

    low: float
    high: float
    count: int
    promised: float
    right: float
