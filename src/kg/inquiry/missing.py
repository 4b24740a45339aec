"""What the collection lacks: documents not in hand, people heard only through others, single records, single links.

Each row tells how much depends on the piece: how many statements would gain a second witness, or lose their only one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.inquiry.testimony import Cited, Testimony
from kg.nodes import end_of
from kg.terms import kg, voc

__all__ = ["MISSING", "Missing", "find_missing"]

MISSING = ("document", "voice", "record", "link")


@dataclass(frozen=True, slots=True)
class Missing:
    """One missing piece: what it is, why it is one, how many statements hang on it, and one of them."""

    kind: str
    piece: str
    why: str
    statements: int
    piece_iri: str
    cited: Cited | None


def find_missing(testimony: Testimony, *, kind: str | None = None) -> tuple[Missing, ...]:
    """The missing pieces, of one of ``MISSING`` if it is given; of each kind what most depends on first.

    - ``document``: mentioned and not in hand; counted are the statements by way of it or about it, and in them;
    - ``voice``: someone whose words come only through others, never from a text of theirs or a record's own report;
    - ``record``: a meeting of whose words only one document in hand tells;
    - ``link``: someone through whom alone the words of others reach us.

    >>> from kg.inquiry.testimony import open_testimony
    >>> find_missing(open_testimony("data"), kind="link")[0].piece
    'Anastas Mikoyan'
    """
    found = {"document": _documents, "voice": _voices, "record": _records, "link": _links}
    rows = [row for name in MISSING if kind in (None, name) for row in found[name](testimony)]
    return tuple(sorted(rows, key=lambda row: (MISSING.index(row.kind), -row.statements, row.piece, row.piece_iri)))


def _count_within(testimony: Testimony, statements: set[str]) -> int:
    """How many statements these are, with what they report."""
    return len(statements | {inner.iri for one in statements for inner in testimony.within(one)})


def _first(testimony: Testimony, statements: set[str]) -> Cited | None:
    return testimony.telling(min(statements)).cited if statements else None


def _documents(testimony: Testimony) -> Iterator[Missing]:
    for document in testimony.subjects(voc("availability", "mentioned-only").value, kg("availability")):
        held = [one for one in testimony.same(document) if testimony.text(one, kg("text")) is not None]
        via = set(testimony.subjects(document, kg("viaDocument")))
        about = set(testimony.subjects(document, kg("about")))
        if not held:
            why = f"{len(via)} statements by way of it, {len(about)} about it"
            count = _count_within(testimony, via | about)
            yield Missing("document", testimony.label(document), why, count, document, _first(testimony, via or about))


def _voices(testimony: Testimony) -> Iterator[Missing]:
    said: dict[str, set[str]] = defaultdict(set)
    speakers: dict[str, set[str]] = {}
    direct: set[str] = set()
    depth = {iri: int(value.value) for iri, value in testimony.pairs(kg("depth"))}
    for name in ("speaker", "speakerMember"):
        for iri, agent in testimony.pairs(kg(name)):
            said[agent.value].add(iri)
            speakers.setdefault(iri, set()).add(agent.value)
            if depth.get(iri) == 1:
                direct.add(agent.value)
    for name in ("author", "recordedBy", "signatory"):
        direct |= {agent.value for document, agent in testimony.pairs(kg(name)) if testimony.text(document, kg("text"))}
    parents = _parents(testimony)
    for voice, statements in said.items():
        if voice not in direct:
            reporters = {who for one in statements for who in speakers.get(parents.get(one, ""), ())}
            why = f"heard only through {testimony.names(sorted(reporters)) or 'speakers not named'}"
            yield Missing("voice", testimony.label(voice), why, len(statements), voice, _first(testimony, statements))


def _parents(testimony: Testimony) -> dict[str, str]:
    """What reports each statement, where that is a statement."""
    return {iri: one.value for iri, one in testimony.pairs(kg("reportedIn")) if "/id/statement/" in one.value}


def _records(testimony: Testimony) -> Iterator[Missing]:
    said: dict[str, set[str]] = defaultdict(set)
    for iri, meeting in testimony.pairs(kg("saidDuring")):
        said[testimony.same(meeting.value)[0]].add(iri)
    for document, meeting in testimony.pairs(kg("recordOf")):
        said[testimony.same(meeting.value)[0]] |= set(testimony.iris(document, kg("reportedStatement")))
    places = {iri: one.value for iri, one in testimony.pairs(kg("reportedIn"))}
    for event, statements in said.items():
        documents = {_document_of(one, places) for one in statements}
        if len(documents) == 1:
            why = f"its words are told in one document in hand, {end_of(next(iter(documents)))}"
            yield Missing("record", testimony.label(event), why, len(statements), event, _first(testimony, statements))


def _document_of(statement: str, places: dict[str, str]) -> str:
    """The document at the outer end of a statement's chain."""
    here = statement
    while "/id/statement/" in here:
        here = places.get(here, "")
    return here


def _links(testimony: Testimony) -> Iterator[Missing]:
    """Who alone carries the words of others: every chain to a claim of theirs goes through this agent."""
    parents = _parents(testimony)
    speakers: dict[str, set[str]] = defaultdict(set)
    for iri, speaker in testimony.pairs(kg("speaker")):
        speakers[iri].add(speaker.value)
    by_claim: dict[str, list[str]] = defaultdict(list)
    for iri, claim in testimony.pairs(kg("states")):
        by_claim[claim.value].append(iri)
    through: dict[str, set[str]] = defaultdict(set)
    claims: Counter[str] = Counter()
    for statements in by_claim.values():
        ways = [_above(one, parents, speakers) for one in statements]
        for agent in set.intersection(*ways):
            through[agent] |= set(statements)
            claims[agent] += 1
    for agent, carried in through.items():
        why = f"{claims[agent]} claims that others make are told through this one alone"
        yield Missing("link", testimony.label(agent), why, len(carried), agent, _first(testimony, carried))


def _above(statement: str, parents: dict[str, str], speakers: dict[str, set[str]]) -> set[str]:
    """The speakers that report a statement and are not its own."""
    found: set[str] = set()
    here = parents.get(statement)
    while here is not None:
        found |= speakers[here]
        here = parents.get(here)
    return found - speakers[statement]
