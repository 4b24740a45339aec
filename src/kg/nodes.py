"""One store, read node by node: what is said of a thing, what points to it, and what it is called.

Single patterns answer in microseconds, so whoever needs many values of few things asks those and keeps what he has
read; nothing is read ahead, so that a large collection costs no more than what is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.describe import find_label
from kg.iris import ONTOLOGY
from kg.terms import RDF, VOID

__all__ = ["REMEMBERED", "Nodes", "Value", "end_of"]

Value = NamedNode | Literal
REMEMBERED = 1 << 16
UNION = DefaultGraph()  # each fact once, whichever named graphs have it: ``kg.store`` puts their union there


class Nodes:
    """A store's things; every list that comes out is sorted, and each value stands in it once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.facts = lru_cache(maxsize=REMEMBERED)(self._read_facts)
        self.subjects = lru_cache(maxsize=REMEMBERED)(self._read_subjects)
        self.label = lru_cache(maxsize=REMEMBERED)(self._read_label)

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

    def classes(self, iri: str) -> tuple[str, ...]:
        """The names of the classes of ours that a thing has."""
        return tuple(one.removeprefix(ONTOLOGY) for one in self.iris(iri, RDF("type")) if one.startswith(ONTOLOGY))

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[str, Value]]:
        """Every subject and value of a property, in no order: for what needs the whole collection once."""
        for quad in self.store.quads_for_pattern(None, predicate, None, UNION):
            value = quad.object
            if isinstance(quad.subject, NamedNode) and isinstance(value, NamedNode | Literal):
                yield quad.subject.value, value

    @property
    def dataset(self) -> str | None:
        """The IRI of the data set that the graph describes as its own."""
        found = self.store.quads_for_pattern(None, RDF("type"), VOID("Dataset"), None)
        return min((quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)), default=None)

    def _read_label(self, iri: str) -> str:
        """What a thing is called, on one line; of one without a name the end of its IRI."""
        found = find_label(self.store, NamedNode(iri))
        return " ".join(found.split()) if found else end_of(iri)

    def _read_facts(self, iri: str) -> dict[str, tuple[Value, ...]]:
        found: dict[str, list[Value]] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, UNION) if iri else ():
            value = quad.object
            if isinstance(value, NamedNode | Literal):
                found.setdefault(quad.predicate.value, []).append(value)
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


def end_of(iri: str) -> str:
    """The last part of an IRI.

    >>> end_of("https://w3id.org/hearsay/ontology#fledTo"), end_of("https://x/id/person/ada")
    ('fledTo', 'ada')
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
