"""The page of any other thing: place, judgement, office, name form, holding, attendance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.pages.reader import Reader, date_words
from kg.pages.records import Fact, Head, Part, Ref
from kg.pages.views.agent import (
    Claim,
    Holding,
    Presence,
    Spelling,
    claims_of,
    holdings_of,
    presences_of,
    spellings_of,
)  # fmt: skip
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.pages.views.proposition import Verdict, verdict_of
from kg.terms import DCTERMS, OWL, kg

__all__ = ["Quote", "ThingView", "view_thing"]

FACTS = (
    ("form", "spelling"), ("nameOf", "name of"), ("inDocument", "in the document"), ("occurrences", "stands so often"),
    ("holder", "holder"), ("role", "office"), ("inBody", "in"), ("attendee", "who"), ("attendedEvent", "at"),
    ("side", "side"), ("identifies", "identifies"), ("judges", "judges"),
    ("date", "date"), ("dateAsWritten", "date as written"), ("place", "place"),
)  # fmt: skip


JUDGED = (("identifies", "identifies"), ("judges", "judges"))  # the rest stands in its verdict


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with the place where they stand."""

    words: str
    place: Ref


@dataclass(frozen=True, slots=True)
class ThingView:
    """All that such a page shows; what does not apply is empty."""

    head: Head
    notes: tuple[str, ...]
    same_as: tuple[Ref, ...]
    facts: tuple[Fact, ...]
    by: tuple[Ref, ...]
    quotes: tuple[Quote, ...]
    verdict: Verdict | None
    rests_on: tuple[Ref, ...]
    about: Part
    holdings: tuple[Holding, ...]
    presences: tuple[Presence, ...]
    events: tuple[tuple[Ref, str | None], ...]
    claims: tuple[Claim, ...]
    spellings: tuple[Spelling, ...]
    others: tuple[Fact, ...]
    everything: Everything


def view_thing(reader: Reader, iri: str) -> ThingView:
    """The view of a thing without a page of its own kind."""
    graph, kind = reader.graph, reader.kind(iri)
    about = reader.stated(graph.subjects(iri, kg("about")))
    passages = {*graph.iris(iri, kg("attestedBy")), *graph.iris(iri, kg("passage"))}
    events = [one for one in graph.subjects(iri, kg("place")) if reader.kind(one) in ("meeting", "event")]
    rests = (one for one in graph.iris(iri, kg("restsOn")) if reader.kind(one) != "statement")
    return ThingView(
        head=head_of(reader, iri),
        notes=graph.texts(iri, kg("editorialNote")),
        same_as=reader.refs(graph.iris(iri, OWL("sameAs"))),
        facts=facts_of(reader, iri, JUDGED if kind == "judgement" else FACTS) + _wholes(reader, iri),
        by=reader.attesters(iri),
        quotes=tuple(_quote(reader, one) for one in sorted(passages, key=lambda p: (p, graph.number(p, kg("start"))))),
        verdict=verdict_of(reader, iri) if kind == "judgement" else None,
        rests_on=reader.refs(rests),
        about=Part("about", "Was said about it", "Statements about {name}.", about),
        holdings=holdings_of(reader, graph.subjects(iri, kg("role"))),
        presences=presences_of(reader, graph.subjects(iri, kg("attendedEvent"))),
        events=tuple((ref, date_words(graph, ref.iri)) for ref in reader.refs(events)),
        claims=claims_of(reader, iri),
        spellings=spellings_of(reader, iri),
        others=_others(reader, iri),
        everything=everything_of(reader, iri),
    )


def _quote(reader: Reader, passage: str) -> Quote:
    words = " ".join((reader.graph.text(passage, kg("quote")) or "").split())
    return Quote(words, reader.passage(passage))


def _wholes(reader: Reader, iri: str) -> tuple[Fact, ...]:
    found = (
        ("part of", reader.refs(reader.graph.iris(iri, DCTERMS("isPartOf")))),
        ("has parts", reader.refs(reader.graph.subjects(iri, DCTERMS("isPartOf")))),
    )
    return tuple(Fact(label, refs) for label, refs in found if refs)


SHOWN = frozenset(
    kg(name).value
    for name in (
        "about role attendedEvent place subject object hasNameForm nameOf "
        "judges judgedBy identifies identifiedBy warrantedBy restsOn"
    ).split()
) | {DCTERMS("isPartOf").value}


def _others(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """What else points to the thing, by property."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in reader.graph.store.quads_for_pattern(None, None, NamedNode(iri), None):
        if quad.predicate.value not in SHOWN and isinstance(quad.subject, NamedNode):
            found[quad.predicate.value].add(quad.subject.value)
    return tuple(
        Fact(f"{reader.graph.label(predicate)} (of others)", reader.refs(many), reader.ref(predicate))
        for predicate, many in sorted(found.items())
    )
