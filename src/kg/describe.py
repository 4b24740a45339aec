"""A thing's IRI -> its description: what is said of it and what points to it, each fact with its named graph.

The incoming side is paged, with its total stated; labels of everything that is named come along, so that a client
needs no second request to show the description.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.terms import RDF, RDFS, SKOS

__all__ = ["PAGE_SIZE", "Description", "describe_thing", "find_label"]

PAGE_SIZE = 200
LABELS = (SKOS("prefLabel"), RDFS("label"))


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph holds of one thing.

    ``outgoing`` and ``incoming`` are quads in a total order; ``incoming`` is the page numbered ``page`` (from 1)
    of all ``total_incoming``; ``labels`` name everything that stands in them.
    """

    iri: str
    outgoing: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    total_incoming: int
    page: int
    labels: dict[str, str]

    @property
    def pages(self) -> int:
        """How many pages the incoming side has; one at least."""
        return max(1, -(-self.total_incoming // PAGE_SIZE))

    @property
    def label(self) -> str:
        """What the thing is called."""
        return self.labels.get(self.iri, self.iri)

    @property
    def classes(self) -> tuple[str, ...]:
        """The IRIs of the thing's classes, sorted."""
        kinds = (quad.object for quad in self.outgoing if quad.predicate == RDF("type"))
        return tuple(sorted({kind.value for kind in kinds if isinstance(kind, NamedNode)}))

    def triples(self) -> list[Triple]:
        """The description as triples, with the labels of what it names, each once and sorted."""
        found = {quad.triple for quad in (*self.outgoing, *self.incoming)}
        found |= {
            Triple(NamedNode(iri), RDFS("label"), Literal(label, language="en")) for iri, label in self.labels.items()
        }
        return sorted(found, key=str)


def describe_thing(store: Store, iri: str, *, page: int = 1) -> Description | None:
    """The description of a thing, or none where the graph does not know it.

    >>> store = Store()
    >>> store.add(Quad(NamedNode("http://x/a"), RDFS("label"), Literal("A")))
    >>> describe_thing(store, "http://x/a").label
    'A'
    """
    node = NamedNode(iri)
    outgoing = _sorted(store.quads_for_pattern(node, None, None, None))
    pointing = _sorted(store.quads_for_pattern(None, None, node, None))
    if not outgoing and not pointing:
        return None
    shown = pointing[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    if page > 1 and not shown:
        return None
    labels = _labels(store, (*outgoing, *shown))
    return Description(iri, tuple(outgoing), tuple(shown), len(pointing), page, labels)


def find_label(store: Store, node: NamedNode) -> str | None:
    """The preferred label of a thing, else its label, else none."""
    for predicate in LABELS:
        values = (quad.object for quad in store.quads_for_pattern(node, predicate, None, None))
        found = sorted(value.value for value in values if isinstance(value, Literal))
        if found:
            return found[0]
    return None


def _labels(store: Store, quads: Iterable[Quad]) -> dict[str, str]:
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    named = {term for term in terms if isinstance(term, NamedNode)}
    found = ((node.value, find_label(store, node)) for node in sorted(named, key=str))
    return {iri: label for iri, label in found if label}


def _sorted(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in a total order, inferred ones only where no other graph says the same."""
    by_triple: dict[Triple, Quad] = {}
    for quad in sorted(quads, key=lambda q: (str(q.predicate), str(q.object), str(q.subject), str(q.graph_name))):
        known = by_triple.get(quad.triple)
        if known is None or isinstance(known.graph_name, DefaultGraph) or "/inferences" in str(known.graph_name):
            by_triple[quad.triple] = quad
    return list(by_triple.values())
