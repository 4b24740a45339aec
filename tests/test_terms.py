"""Every term in the data is defined, and every defined term is used in the flagship or has its reason here."""

from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.iris import ONTOLOGY, VOCABULARY
from kg.ontology import ontology_quads

GRAPH = Path(__file__).parents[1] / "data/graph/hearsay.nq"
OURS = (ONTOLOGY, VOCABULARY)
UNUSED = {
    ONTOLOGY + "FactProperty": "classes the ontology's own properties",
    ONTOLOGY + "confidence": "of drafts only, and the flagship is reviewed throughout",
    VOCABULARY + "status/draft": "of drafts only, and the flagship is reviewed throughout",
}


@cache
def defined() -> frozenset[str]:
    subjects = {quad.subject.value for quad in ontology_quads()}
    return frozenset(iri for iri in subjects if iri.startswith(OURS))


@cache
def used() -> frozenset[str]:
    found = set()
    for quad in parse(path=GRAPH, format=RdfFormat.N_QUADS):
        if quad.graph_name != NamedNode(ONTOLOGY.removesuffix("#")):
            found |= {term.value for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    return frozenset(iri for iri in found if iri.startswith(OURS))


def test_every_term_used_is_defined() -> None:
    assert used() - defined() == set()


def test_every_term_defined_is_used_or_has_a_reason() -> None:
    schemes = {iri for iri in defined() if iri.startswith(VOCABULARY) and iri.count("/") == VOCABULARY.count("/")}
    assert defined() - used() - schemes == set(UNUSED)
