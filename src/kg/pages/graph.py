"""One store, read node by node: what is said of a thing, what points to it, and what everything is called.

A page asks for hundreds of values.  Single patterns answer each in microseconds, so pages ask those and keep what
they have read; only what needs a join is SPARQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.iris import VOCABULARY
from kg.nodes import REMEMBERED, Nodes, Value, end_of
from kg.terms import RDF, RDFS, SKOS

__all__ = ["REMEMBERED", "Graph", "Value"]

UNION = DefaultGraph()


class Graph(Nodes):
    """A store with its labels; every list that comes out is sorted, and each value stands in it once."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.labels = _read_labels(store)
        self.base = self._find_base()

    def quads(self, iri: str) -> list[Quad]:
        """All that is said of a thing, each with its named graph, in a total order."""
        found = self.store.quads_for_pattern(NamedNode(iri), None, None, None)
        return sorted(found, key=lambda quad: (quad.predicate.value, str(quad.object), str(quad.graph_name)))

    def incoming(self, iri: str) -> int:
        """How many facts point to a thing."""
        return sum(1 for _ in self.store.quads_for_pattern(None, None, NamedNode(iri), UNION))

    def members(self, kind: str) -> list[str]:
        """The IRIs of all things of one kind, in order of their slugs."""
        return self._by_kind.get(kind, [])

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of thing that the graph describes."""
        return tuple(sorted(self._by_kind))

    def _read_label(self, iri: str) -> str:
        return self.labels.get(iri) or end_of(iri)

    def _find_base(self) -> str:
        """The base of the collection's IRIs, from its data set, with what lies under it sorted by kind."""
        dataset = self.dataset or ""
        base = dataset.removesuffix("dataset")
        by_kind: dict[str, list[str]] = defaultdict(list)
        prefix = f"{base}id/"
        for iri in self.labels:
            if iri.startswith(prefix):
                kind, _, slug = iri.removeprefix(prefix).partition("/")
                if slug:
                    by_kind[kind].append(iri)
        self._by_kind = {kind: sorted(iris) for kind, iris in by_kind.items()}
        return base


def _read_labels(store: Store) -> dict[str, str]:
    """Every label, the preferred ones over the others."""
    labels: dict[str, str] = {}
    for predicate in (RDFS("label"), SKOS("prefLabel")):
        for quad in _sorted(store.quads_for_pattern(None, predicate, None, None)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                labels[quad.subject.value] = " ".join(quad.object.value.split())
    for quad in store.quads_for_pattern(None, RDF("type"), SKOS("ConceptScheme"), None):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(VOCABULARY):
            labels.setdefault(quad.subject.value, quad.subject.value.removeprefix(VOCABULARY))
    return labels


def _sorted(quads: Iterable[Quad]) -> list[Quad]:
    """The least label last, so that it is the one that stays."""
    return sorted(quads, key=lambda quad: str(quad.object), reverse=True)
