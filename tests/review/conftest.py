"""A short text of our own, drafts of it, and what the tests of reviewing share."""

from __future__ import annotations

import pytest

from kg.draft.record import DraftStatement
from kg.model import Authority, Entity, Place

TEXT = """\
Memorandum of a conversation

Anna said that Boris told her that the bridge was closed. She asked him why nobody had repaired it.
Boris replied that the mayor had promised new timber. He said so twice. He said so twice.

Clara denied that she had heard of it.
"""


def make_draft(text: str, name: str, words: str, cue: str | None, **facts: object) -> DraftStatement:
    """The draft of the statement in ``words``, which stand in ``text``."""
    start = text.index(words)
    quote = words
    cue_start = text.index(cue, start) if cue else None
    usual: dict[str, object] = {
        "speaker": None, "speaker_text": None, "addressees": (), "addressee_text": None, "parent": None,
        "mode": "indirect", "act": "assert", "modality": "actual", "polarity": "affirmed", "confidence": 0.8,
        "rule": "verb-that", "speaker_how": "subject", "addressee_how": "none", "extent_how": "to the stop",
    }  # fmt: skip
    return DraftStatement(  # type: ignore[arg-type]
        id=name, doc="memo", start=start, end=start + len(words), quote=quote, cue=cue, cue_start=cue_start,
        **{**usual, **facts},
    )  # fmt: skip


def drafts_of(text: str) -> list[DraftStatement]:
    """The drafts that a drafter makes of the text, whatever was corrected in it."""
    whole = text[text.index("Anna said") : text.index(" She asked")]
    inner = whole[whole.index("Boris told") : -1]
    reply = text[text.index("Boris replied") : text.index(" He said so")]
    found = [
        make_draft(text, "1", whole, "said that", speaker="anna", speaker_text="Anna", confidence=0.9),
        make_draft(
            text, "2", inner, "told her that", speaker="boris", speaker_text="Boris", addressees=("anna",),
            addressee_text="her", parent="1", act="inform", confidence=0.7,
        ),
        make_draft(
            text, "3", reply, "replied that", speaker="boris", speaker_text="Boris", confidence=0.8, act="reply"
        ),
        make_draft(
            text, "4", reply[reply.index("the mayor") : -1], "had promised", speaker="the-mayor",
            speaker_text="the mayor", parent="3", act="promise", confidence=0.5,
        ),
    ]  # fmt: skip
    if "Clara denied" in text:
        denial = text[text.index("Clara denied") :].rstrip()
        found.append(make_draft(text, "5", denial, "denied that", speaker="clara", act="deny", confidence=0.6))
    return found


def make_authority() -> Authority:
    """Three persons and a place."""
    kinds = {"anna": "person", "boris": "person", "clara": "person", "bridge": "place"}
    return Authority(
        {slug: Entity(slug, kind, slug.title(), (), Place("people.yaml", 1)) for slug, kind in kinds.items()}
    )


@pytest.fixture
def authority() -> Authority:
    return make_authority()
