"""A collection's settings -> quads: the data set, its named graphs, and its rights."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from kg.collection import Collection
from kg.map.things import Things
from kg.terms import DCTERMS, RDF, RDFS, VOID, XSD, english, text

__all__ = ["map_dataset"]

GRAPHS = {
    "authority": "the known things, their spellings and offices",
    "facts": "the judgements and the plain facts that they warrant",
    "inferences": "what follows by the ontology's rules, and contradictions computed",
}


def map_dataset(collection: Collection) -> list[Quad]:
    """The description of the data set, in the authority's graph."""
    settings, things = collection.settings, Things(collection)
    out = things.graph("authority")
    node = NamedNode(f"{settings.iris.base}dataset")
    out.add(node, RDF("type"), VOID("Dataset"))
    out.add(node, RDFS("label"), english(settings.title))
    out.add(node, DCTERMS("title"), english(settings.title))
    out.add(node, DCTERMS("description"), english(settings.description) if settings.description else None)
    out.add(node, DCTERMS("rights"), english(settings.rights) if settings.rights else None)
    out.add(node, DCTERMS("license"), NamedNode(settings.license) if settings.license else None)
    out.add_text(node, DCTERMS("creator"), settings.creator or None)
    if settings.issued:
        out.add(node, DCTERMS("issued"), Literal(settings.issued, datatype=XSD("date")))
    named = {name: f"what the document {things.label(name)} says" for name in collection.documents}
    for name, meaning in {**named, **GRAPHS}.items():
        graph = NamedNode(settings.iris.graph(name))
        out.add(node, VOID("subset"), graph)
        out.add(graph, RDF("type"), VOID("Dataset"))
        out.add(graph, RDFS("label"), english(name))
        out.add(graph, DCTERMS("description"), text(meaning))
    return out.quads
