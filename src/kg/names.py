"""What a person calls a thing -> its IRI, by any spelling that the graph knows."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Store

from kg.errors import KgError, UnknownName
from kg.iris import ONTOLOGY, VOCABULARY
from kg.model import UNIDENTIFIED
from kg.store import ask_store

__all__ = ["AmbiguousName", "NameIndex", "index_names", "normalise"]

NAMES_QUERY = """
PREFIX kg:   <https://w3id.org/hearsay/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name ?rank
WHERE {
  { ?thing rdfs:label|skos:notation ?name . BIND ("label" AS ?rank) }
  UNION { ?thing skos:altLabel|(kg:hasNameForm/kg:form) ?name . BIND ("spelling" AS ?rank) }
  UNION { ?thing a kg:FactProperty ; rdfs:label ?name . BIND ("predicate" AS ?rank) }
}
"""
AGENT_KINDS = frozenset({"person", "group", "party", "body", "delegation", UNIDENTIFIED})
EVENT_KINDS = frozenset({"meeting", "event"})
GROUPED = {
    "agent": AGENT_KINDS,
    "event": EVENT_KINDS,
    "thing": AGENT_KINDS | EVENT_KINDS | {"place", "document", "role"},
}


class AmbiguousName(KgError, LookupError):
    """Several things bear that name."""

    def __init__(self, name: str, slugs: Iterable[str]) -> None:
        self.name, self.slugs = name, tuple(sorted(slugs))
        super().__init__(name, self.slugs)

    def __str__(self) -> str:
        return f"{self.name!r} names several: say which of {', '.join(self.slugs)}"


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every name of every thing: ``(kind, normal name)`` to IRIs, and ``(kind, slug)`` to one IRI.

    ``by_label`` has the names by which we call things, ``by_name`` these and the spellings of the documents;
    ``written`` has each as it is written, for hints.
    """

    by_name: dict[tuple[str, str], frozenset[str]]
    by_slug: dict[tuple[str, str], str]
    by_label: dict[tuple[str, str], frozenset[str]]
    written: dict[tuple[str, str], str]

    def get_iri(self, name: str, sort: str) -> str:
        """The IRI of the ``sort`` of thing (``agent``, ``place``, ``act`` …) that is called ``name``.

        Takes an IRI (a predicate's also as ``kg:fledTo``), a slug, or any spelling, whatever its case, hyphens and
        diacritics.  Raises ``UnknownName`` with the nearest known names, or ``AmbiguousName``.
        """
        kinds = GROUPED.get(sort, frozenset({sort}))
        if name in {iri for (kind, _), iri in self.by_slug.items() if kind in kinds}:
            return name
        slug = name.removeprefix("kg:") if sort == "predicate" else name
        for kind in sorted(kinds):
            if (kind, slug) in self.by_slug:
                return self.by_slug[kind, slug]
        found: set[str] = set()
        for index in (self.by_label, self.by_name):  # what one thing is called wins over how another is once spelt
            found = found or {iri for kind in kinds for iri in index.get((kind, normalise(name)), ())}
        if len(found) == 1:
            return found.pop()
        slugs = {iri: slug for (kind, slug), iri in self.by_slug.items() if kind in kinds}
        if found:
            raise AmbiguousName(name, (slugs[iri] for iri in found))
        known = {spelling for (kind, _), spelling in self.written.items() if kind in kinds} | set(slugs.values())
        raise UnknownName(sort, name, known)


def normalise(name: str) -> str:
    """``name`` without what spelling varies in: case, hyphens, diacritics, quotation marks, blanks.

    >>> normalise("Pak  Chang-ok") == normalise("pak chang ok")
    True
    >>> normalise("Mátyás Rákosi")
    'matyas rakosi'
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


def index_names(store: Store, *sorts: str) -> NameIndex:
    """The index of the names in the built graph, all or those of some ``sorts`` of thing."""
    kinds = {kind for sort in sorts for kind in GROUPED.get(sort, {sort})}
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_label: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_slug: dict[tuple[str, str], str] = {}
    written: dict[tuple[str, str], str] = {}
    for iri, name, rank in ask_store(store, NAMES_QUERY).values():
        kind, slug = _split(iri) if rank != "predicate" else (rank, iri.removeprefix(ONTOLOGY))
        if kind and (not sorts or kind in kinds):
            by_slug[kind, slug] = iri
            normal = normalise(name)
            if rank != "spelling" or (kind, normal) not in written:
                written[kind, normal] = name
            for index in (by_name,) if rank == "spelling" else (by_name, by_label):
                index[kind, normal].add(iri)
    names, labels = ({key: frozenset(iris) for key, iris in index.items()} for index in (by_name, by_label))
    return NameIndex(names, by_slug, labels, written)


def _split(iri: str) -> tuple[str, str]:
    """The kind and the slug in an IRI of a collection's thing or of a vocabulary's concept."""
    if iri.startswith(VOCABULARY):
        scheme, _, notation = iri.removeprefix(VOCABULARY).partition("/")
        return (scheme, notation) if notation else ("", "")
    _, marker, rest = iri.partition("/id/")
    kind, _, slug = rest.partition("/")
    return (kind, slug) if marker and slug else ("", "")
