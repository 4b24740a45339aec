"""The record of one drafted statement."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DraftStatement"]


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A proposed statement; offsets are code points into the document's text, ends exclusive.

    ``parent`` is the id of a draft of the same document.  ``rule`` names the rule that found the cue; the ``*_how``
    say how speaker, addressees and extent were found.
    """

    id: str
    doc: str
    start: int
    end: int
    quote: str
    cue: str | None
    cue_start: int | None
    speaker: str | None
    speaker_text: str | None
    addressees: tuple[str, ...]
    addressee_text: str | None
    parent: str | None
    mode: str
    act: str
    modality: str
    polarity: str
    confidence: float
    rule: str
    speaker_how: str
    addressee_how: str
    extent_how: str
