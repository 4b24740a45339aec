"""One store, read node by node: what is said of a thing, what points to it, and what everything is called.

A page asks for hundreds of values.  Single patterns answer each in microseconds, so pages ask those and keep what
they have read; only what needs a join is SPARQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.iris import ONTOLOGY, VOCABULARY
from kg.terms import RDF, RDFS, SKOS, VOID

__all__ = ["Graph", "Value"]

Value = NamedNode | Literal
REMEMBERED = 1 << 16
UNION = DefaultGraph()  # each fact once, whichever named graphs have it: ``kg.store`` puts their union there


class Graph:
    """A store with its labels; every list that comes out is sorted, and each value stands in it once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.labels = _read_labels(store)
        self.facts = lru_cache(maxsize=REMEMBERED)(self._read_facts)
        self.subjects = lru_cache(maxsize=REMEMBERED)(self._read_subjects)
        self.base = self._find_base()

    def values(self, iri: str, predicate: NamedNode) -> tuple[Value, ...]:
        """What the graph says of ``iri`` by ``predicate``."""
        return self.facts(iri).get(predicate.value, ())

    def iris(self, iri: str, predicate: NamedNode) -> tuple[str, ...]:
        """The things that ``predicate`` leads to."""
        return tuple(value.value for value in self.values(iri, predicate) if isinstance(value, NamedNode))

    def texts(self, iri: str, predicate: NamedNode) -> tuple[str, ...]:
        """The words that ``predicate`` leads to."""
        return tuple(value.value for value in self.values(iri, predicate) if isinstance(value, Literal))

    def iri(self, iri: str, predicate: NamedNode) -> str | None:
        """The first thing that ``predicate`` leads to, if any."""
        return next(iter(self.iris(iri, predicate)), None)

    def text(self, iri: str, predicate: NamedNode) -> str | None:
        """The first words that ``predicate`` leads to, if any."""
        return next(iter(self.texts(iri, predicate)), None)

    def number(self, iri: str, predicate: NamedNode) -> int:
        """The whole number that ``predicate`` leads to, 0 where there is none."""
        found = self.text(iri, predicate)
        return int(found) if found and found.lstrip("-").isdigit() else 0

    def label(self, iri: str) -> str:
        """What a thing is called; of one without a name the end of its IRI."""
        return self.labels.get(iri) or _end(iri)

    def classes(self, iri: str) -> tuple[str, ...]:
        """The names of the classes of ours that a thing has."""
        return tuple(one.removeprefix(ONTOLOGY) for one in self.iris(iri, RDF("type")) if one.startswith(ONTOLOGY))

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

    @property
    def dataset(self) -> str | None:
        """The IRI of the data set that the graph describes as its own."""
        found = self.store.quads_for_pattern(None, RDF("type"), VOID("Dataset"), None)
        return min((quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)), default=None)

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

    def _read_facts(self, iri: str) -> dict[str, tuple[Value, ...]]:
        found: dict[str, list[Value]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, UNION) if iri else ():
            value = quad.object
            if isinstance(value, NamedNode | Literal):
                found[quad.predicate.value].append(value)
        return {
            predicate: tuple(values if len(values) == 1 else sorted(values, key=_order))
            for predicate, values in found.items()
        }

    def _read_subjects(self, iri: str, predicate: NamedNode) -> tuple[str, ...]:
        """The things that lead to ``iri`` by ``predicate``."""
        found = self.store.quads_for_pattern(None, predicate, NamedNode(iri), UNION)
        return tuple(sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}))


def _order(value: Value) -> tuple[str, str]:
    return value.value, str(value)


def _end(iri: str) -> str:
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]


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
