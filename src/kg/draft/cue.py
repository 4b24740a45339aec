"""The record of a cue."""

from __future__ import annotations

from dataclasses import dataclass

from kg.draft.phrases import Phrase

__all__ = ["Cue"]


@dataclass(slots=True)
class Cue:
    """A cue; numbers are those of words.  ``tense``: past, present, perfect, modal, infinitive, participle or none."""

    first: int
    last: int
    verb: int
    rule: str
    act: str
    kind: str
    subject: Phrase | None
    subject_how: str  # np, dropped, joined, none, inverted, by
    hearer: Phrase | None
    content: int
    begin: int
    tense: str = "past"
    passive: bool = False
    modality: str = "actual"
    polarity: str = "affirmed"
    after: str = ""  # the word that joins this clause to what stands before it
    relative: bool = False
    quoted: bool = False
    whole: bool = False  # the statement is the whole sentence
    lemma: str = ""
