"""What the views of things share: the head of a page, lines of facts, and everything that the graph says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.iris import ONTOLOGY
from kg.pages.jsonld import thing_jsonld
from kg.pages.reader import Reader, short_name, shorten
from kg.pages.records import Crumb, Fact, Head, Ref, Told, layer_of
from kg.terms import FOAF, OWL, RDF, SKOS, kg

__all__ = [
    "KIND_NAMES", "Everything", "Line", "everything_of", "fact", "facts_of", "head_of", "kind_name", "plural_name",
    "split_hands",
]  # fmt: skip

# kind of a thing -> what one and what several are called
KIND_NAMES = {
    "attendance": ("attendance", "attendances"), "body": ("body", "bodies"),
    "delegation": ("delegation", "delegations"),
    "document": ("document", "documents"), "event": ("event", "events"), "group": ("group", "groups"),
    "holding": ("office held", "offices held"), "judgement": ("judgement", "judgements"),
    "meeting": ("meeting", "meetings"), "name": ("name form", "name forms"), "party": ("party", "parties"),
    "person": ("person", "people"), "place": ("place", "places"), "proposition": ("proposition", "propositions"),
    "role": ("office", "offices"), "statement": ("statement", "statements"),
    "unidentified": ("unidentified speaker or hearer", "unidentified speakers and hearers"),
}  # fmt: skip
MOST_LINES = 120
LONGEST_VALUE = 240
# what the page above already shows, or what only machines need
LEFT_OUT = {RDF("type").value, kg("text").value, kg("attestedBy").value}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the graph, with the named graph that has it."""

    term: Ref
    value: Ref
    graph: Ref


@dataclass(frozen=True, slots=True)
class Everything:
    """What the graph says of a thing: the first lines, and how many there are; how much points to it."""

    lines: tuple[Line, ...]
    total: int
    incoming: int


def kind_name(kind: str) -> str:
    """What one thing of a kind is called."""
    return KIND_NAMES.get(kind, (kind, kind))[0]


def plural_name(kind: str) -> str:
    """What several things of a kind are called.

    >>> plural_name("person")
    'people'
    """
    return KIND_NAMES.get(kind, (kind, f"{kind}s"))[1]


def head_of(reader: Reader, iri: str, *, title: str = "", eyebrow: str = "", description: str = "") -> Head:
    """The head of a thing's page."""
    kind, label = reader.kind(iri), reader.graph.label(iri)
    crumbs = (
        Crumb("Home", ""),
        Crumb(plural_name(kind).capitalize(), f"doc/{kind}"),
        Crumb(shorten(label, 60), reader.links.find_address(iri) or ""),
    )
    notes = reader.graph.texts(iri, kg("editorialNote"))
    about = shorten(description or " ".join(notes) or f"{label}: {kind_name(kind)}", 300)
    return Head(
        title=title or label,
        kind=kind,
        layer=layer_of(kind),
        eyebrow=eyebrow or kind_name(kind),
        description=about,
        crumbs=crumbs,
        iri=iri,
        data=True,
        jsonld=_jsonld(reader, iri, kind, label, about),
    )


def _jsonld(reader: Reader, iri: str, kind: str, label: str, about: str) -> dict[str, object]:
    graph = reader.graph
    day = graph.text(iri, kg("date"))
    return thing_jsonld(
        kind,
        iri,
        label,
        graph.dataset,
        description=about,
        alternateName=sorted(set(graph.texts(iri, SKOS("altLabel"))) - {label}),
        sameAs=[{"@id": one} for one in graph.iris(iri, OWL("sameAs"))],
        url=[{"@id": one} for one in graph.iris(iri, FOAF("page"))],
        **{"startDate" if kind in ("meeting", "event") else "dateCreated" if kind == "document" else "temporal": day},
    )


def fact(reader: Reader, iri: str, name: str, *, label: str = "") -> Fact | None:
    """What the graph says of a thing by one property of ours, if anything."""
    values = tuple(reader.value(one) for one in reader.graph.values(iri, kg(name)))
    term = reader.ref(ONTOLOGY + name)
    return Fact(label or term.label, values, term) if values else None


def facts_of(reader: Reader, iri: str, names: Iterable[str | tuple[str, str]]) -> tuple[Fact, ...]:
    """The facts by several properties, each by its name or its name and how the page calls it."""
    pairs = ((one, "") if isinstance(one, str) else one for one in names)
    found = (fact(reader, iri, name, label=label) for name, label in pairs)
    return tuple(one for one in found if one is not None)


def everything_of(reader: Reader, iri: str) -> Everything:
    """All that the graph says of a thing, as it says it."""
    seen: set[tuple[str, str]] = set()
    lines: list[Line] = []
    for quad in reader.graph.quads(iri):
        known = quad.predicate.value, str(quad.object)
        if known in seen:
            continue
        seen.add(known)
        if len(lines) < MOST_LINES and quad.predicate.value not in LEFT_OUT and not hasattr(quad.object, "subject"):
            lines.append(Line(_term(reader, quad.predicate), _value(reader, quad.object), _graph(reader, quad)))
    return Everything(tuple(lines), len(seen), reader.graph.incoming(iri))


def _term(reader: Reader, predicate: NamedNode) -> Ref:
    return Ref(short_name(predicate.value), reader.links.find_address(predicate.value), "term", predicate.value)


def _value(reader: Reader, value: object) -> Ref:
    if isinstance(value, NamedNode):
        return reader.ref(value.value)
    words = getattr(value, "value", "")
    return Ref(shorten(words, LONGEST_VALUE), kind="text")


def _graph(reader: Reader, quad: object) -> Ref:
    name = getattr(quad, "graph_name", None)
    if not isinstance(name, NamedNode):
        return Ref("default graph")
    return Ref(name.value.rpartition("/")[2], reader.links.find_address(name.value), "graph", name.value)


def split_hands(rows: Iterable[Told]) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """Statements at first hand, then those by hearsay."""
    listed = tuple(rows)
    return tuple(row for row in listed if row.first_hand), tuple(row for row in listed if not row.first_hand)
