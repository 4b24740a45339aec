"""``ontology/*.ttl`` -> what the stages need to know of the terms, and its quads for the export."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.iris import ONTOLOGY
from kg.resources import find_resources
from kg.terms import OWL, RDF, RDFS, kg

__all__ = ["Ontology", "load_ontology", "ontology_quads"]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology's rules, by term; only our own terms stand in them.

    ``facts`` maps the name of each property that a proposition may use to ``object`` or ``data``.
    """

    facts: dict[str, str]
    inverses: dict[NamedNode, tuple[NamedNode, ...]]
    superproperties: dict[NamedNode, tuple[NamedNode, ...]]
    superclasses: dict[NamedNode, tuple[NamedNode, ...]]
    symmetric: frozenset[NamedNode]
    chains: tuple[tuple[NamedNode, NamedNode, NamedNode], ...]


@lru_cache(maxsize=1)
def _triples() -> tuple[Triple, ...]:
    found: list[Triple] = []
    for path in find_resources("ontology", "*.ttl"):
        found += [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    return tuple(found)


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The ontology of this release.

    >>> load_ontology().facts["fledTo"], load_ontology().facts["hasSize"]
    ('object', 'data')
    """
    by_predicate: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in _triples():
        by_predicate[triple.predicate].append(triple)
    types = by_predicate[RDF("type")]
    data = set(_of_type(types, OWL("DatatypeProperty")))
    facts = {
        term.value.removeprefix(ONTOLOGY): "data" if term in data else "object"
        for term in _of_type(types, kg("FactProperty"))
    }
    inverses: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in by_predicate[OWL("inverseOf")]:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            inverses[triple.subject].add(triple.object)
            inverses[triple.object].add(triple.subject)
    return Ontology(
        facts=facts,
        inverses={term: tuple(sorted(others, key=str)) for term, others in inverses.items()},
        superproperties=_closure(by_predicate[RDFS("subPropertyOf")]),
        superclasses=_closure(by_predicate[RDFS("subClassOf")]),
        symmetric=frozenset(_of_type(types, OWL("SymmetricProperty"))),
        chains=tuple(_chains(by_predicate)),
    )


def _of_type(types: list[Triple], kind: NamedNode) -> list[NamedNode]:
    return [triple.subject for triple in types if triple.object == kind and isinstance(triple.subject, NamedNode)]


def _closure(triples: list[Triple]) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Each of our terms with all of our terms above it."""
    above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in triples:
        term, broader = triple.subject, triple.object
        if isinstance(term, NamedNode) and isinstance(broader, NamedNode) and broader.value.startswith(ONTOLOGY):
            above[term].add(broader)
    for _ in above:  # as many rounds as there are terms reach every ancestor
        for term in list(above):
            above[term] |= {far for near in above[term] for far in above.get(near, ())}
    return {term: tuple(sorted(others, key=str)) for term, others in above.items()}


def _chains(by_predicate: dict[NamedNode, list[Triple]]) -> list[tuple[NamedNode, NamedNode, NamedNode]]:
    """Each chain of two links, as the whole and its links; the ontology has no longer one."""
    first: dict[object, object] = {triple.subject: triple.object for triple in by_predicate[RDF("first")]}
    rest: dict[object, object] = {triple.subject: triple.object for triple in by_predicate[RDF("rest")]}
    found = []
    for triple in by_predicate[OWL("propertyChainAxiom")]:
        links = triple.subject, first[triple.object], first[rest[triple.object]]
        found.append(tuple(link for link in links if isinstance(link, NamedNode)))
    return [(whole, one, other) for whole, one, other in found]


def ontology_quads() -> list[Quad]:
    """The ontology and its vocabularies as quads of the named graph that bears the ontology's own IRI.

    Blank nodes (lists of OWL axioms) are left out: they say nothing of the data, and a graph without them
    serialises the same everywhere.
    """
    graph = NamedNode(ONTOLOGY.removesuffix("#"))
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in _triples()
        if isinstance(triple.subject, NamedNode) and not _is_blank(triple.object)
    ]


def _is_blank(term: object) -> bool:
    return type(term).__name__ == "BlankNode"
