"""What the SPARQL editor completes with: the prefixes, and the terms that this very graph uses."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import NamedNode

from kg.iris import ONTOLOGY, VOCABULARY
from kg.pages.graph import Graph
from kg.pages.reader import shorten
from kg.terms import OWL, PREFIXES, RDF, SKOS

__all__ = ["completion_terms"]

LONGEST = 160
PROPERTIES = ("ObjectProperty", "DatatypeProperty")


def completion_terms(graph: Graph) -> dict[str, object]:
    """Prefixes, and classes, properties and values as ``[IRI, meaning]``: those used most first, then by IRI."""
    used: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for quad in graph.store:
        used[quad.predicate.value] += 1
        if quad.predicate == RDF("type") and isinstance(quad.object, NamedNode):
            classes[quad.object.value] += 1
    ours = {iri for name in PROPERTIES for iri in graph.subjects(OWL(name).value, RDF("type"))}
    used.update(dict.fromkeys((iri for iri in ours if iri.startswith(ONTOLOGY)), 0))
    classes.update(
        dict.fromkeys((iri for iri in graph.subjects(OWL("Class").value, RDF("type")) if iri.startswith(ONTOLOGY)), 0)
    )
    values = (iri for iri in graph.subjects(SKOS("Concept").value, RDF("type")) if iri.startswith(VOCABULARY))
    return {
        "prefixes": dict(sorted(PREFIXES.items())),
        "classes": _ranked(graph, classes),
        "properties": _ranked(graph, used),
        "values": _ranked(graph, Counter(dict.fromkeys(values, 0))),
    }


def _ranked(graph: Graph, counts: Counter[str]) -> list[list[str]]:
    return [[iri, _meaning(graph, iri)] for iri, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def _meaning(graph: Graph, iri: str) -> str:
    found = " ".join(graph.texts(iri, SKOS("definition"))) or graph.labels.get(iri, "")
    return shorten(found, LONGEST)
