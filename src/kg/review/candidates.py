"""Who may have said it, or heard it: the agents that a document names about a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.document import Document
from kg.errors import hint_at
from kg.locate import find_spelling
from kg.model import GROUP_KINDS, Authority, Statement
from kg.names import normalise

__all__ = ["Candidate", "find_candidates", "get_agent"]

MOST = 9  # a key each
BEFORE, AFTER = 400, 100  # characters around a passage in which a name is near
AGENTS = ("person", *GROUP_KINDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent, and why it comes to mind."""

    slug: str
    label: str
    why: str


def find_candidates(
    span: tuple[int, int], around: Iterable[tuple[str, Statement]], document: Document, authority: Authority
) -> tuple[Candidate, ...]:
    """The likeliest agents: named near by, speaking or spoken to in the statements ``around``, or taking part.

    ``around`` has statements with what they are to this one ("the report above").
    """
    found: dict[str, str] = {}
    for slug, why in (*_named(span, document, authority), *_speaking(around), *_taking_part(document, authority)):
        if slug in authority.entities:
            found.setdefault(slug, why)
    return tuple(Candidate(slug, authority.label_of(slug), why) for slug, why in list(found.items())[:MOST])


def _named(span: tuple[int, int], document: Document, authority: Authority) -> Iterator[tuple[str, str]]:
    """Those whose names stand near the passage, the nearest to its beginning first."""
    low, high = max(span[0] - BEFORE, 0), min(span[1] + AFTER, len(document.text))
    words = document.text[low:high]
    nearest: list[tuple[int, str, bool]] = []
    for slug, entity in authority.entities.items():
        if entity.kind not in AGENTS:
            continue
        forms = {entity.label, *(name.form for name in entity.names)}
        places = [low + start for form in forms for start, _ in find_spelling(form, words)]
        if places:
            place = min(places, key=lambda at: abs(at - span[0]))
            nearest.append((abs(place - span[0]), slug, span[0] <= place < span[1]))
    for _, slug, inside in sorted(nearest):
        yield slug, "named in it" if inside else "named near by"


def _speaking(around: Iterable[tuple[str, Statement]]) -> Iterator[tuple[str, str]]:
    for place, statement in around:
        if statement.speaker:
            yield statement.speaker, f"speaks in {place}"
        for slug in statement.addressees:
            yield slug, f"is spoken to in {place}"


def _taking_part(document: Document, authority: Authority) -> Iterator[tuple[str, str]]:
    people = (document.author, document.signature, *document.participants)
    names = {normalise(one.name.value) for one in people if one is not None}
    for slug, entity in authority.entities.items():
        forms = {normalise(form) for form in (entity.label, *(name.form for name in entity.names))}
        if entity.kind in AGENTS and forms & names:
            yield slug, "takes part"


def get_agent(name: str, authority: Authority) -> str:
    """The slug of the agent of that name or slug; raises ``LookupError`` with the nearest where it is not known."""
    agents = {slug: one for slug, one in authority.entities.items() if one.kind in AGENTS}
    if name in agents:
        return name
    wanted = normalise(name)
    called = [slug for slug, one in agents.items() if normalise(one.label) == wanted]
    spelt = [slug for slug, one in agents.items() if wanted in {normalise(form.form) for form in one.names}]
    found = called or spelt
    if len(found) == 1:
        return found[0]
    if found:
        raise LookupError(f"{name!r} names several: say which of {', '.join(sorted(found))}")
    known = set(agents) | {one.label for one in agents.values()}
    raise LookupError(f"the authority has no {name!r}: {hint_at(name, known)}")
