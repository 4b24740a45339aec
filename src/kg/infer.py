"""Quads -> the quads that the ontology's rules add: inverses, broader properties and classes, and ``spokeTo``.

The rules are read from the ontology: ``owl:inverseOf``, ``owl:SymmetricProperty``, ``rdfs:subPropertyOf``,
``rdfs:subClassOf`` and ``owl:propertyChainAxiom`` between our own terms (OWL 2 RL/RDF rules prp-inv, prp-symp,
prp-spo1, cax-sco and prp-spo2).  The tests hold the result against a closure by owlrl.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, Triple

from kg.ontology import Ontology, load_ontology
from kg.terms import RDF

__all__ = ["infer_triples"]


def infer_triples(quads: Iterable[Quad], ontology: Ontology | None = None) -> set[Triple]:
    """The triples that follow from ``quads`` and stand in none of them."""
    rules = ontology or load_ontology()
    stated = {quad.triple for quad in quads}
    known = set(stated)
    fresh = set(stated)
    while fresh:
        following = {new for triple in fresh for new in _follow(triple, rules)}
        following |= _follow_chains(known | following, rules)
        fresh = following - known
        known |= fresh
    return known - stated


def _follow(triple: Triple, rules: Ontology) -> Iterable[Triple]:
    """What follows from one triple alone."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if predicate == RDF("type"):
        for broader in rules.superclasses.get(value, ()) if isinstance(value, NamedNode) else ():
            yield Triple(subject, predicate, broader)
        return
    for broader in rules.superproperties.get(predicate, ()):
        yield Triple(subject, broader, value)
    if isinstance(value, NamedNode):
        for inverse in rules.inverses.get(predicate, ()):
            yield Triple(value, inverse, subject)
        if predicate in rules.symmetric:
            yield Triple(value, predicate, subject)


def _follow_chains(triples: Iterable[Triple], rules: Ontology) -> set[Triple]:
    """What follows from two triples in a row by a property chain."""
    links = {link for _, *both in rules.chains for link in both}
    pairs: dict[NamedNode, dict[NamedNode, set[NamedNode]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if predicate in links and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            pairs[predicate][subject].add(value)
    found = set()
    for whole, first, second in rules.chains:
        for start, middles in pairs[first].items():
            for middle in middles:
                found |= {Triple(start, whole, end) for end in pairs[second].get(middle, ())}
    return found
