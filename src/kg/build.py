"""A collection -> its graph: sorted quads, the same on every run and machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.collection import Collection, read_collection
from kg.export import write_graph
from kg.infer import infer_triples
from kg.map import map_authority, map_document, map_judgements
from kg.map.content import map_contradictions
from kg.map.dataset import map_dataset
from kg.ontology import ontology_quads
from kg.textfile import write_files

__all__ = ["GRAPH_FILES", "BuildResult", "build_collection", "build_quads"]

GRAPH_FILES = {"turtle": "graph/hearsay.ttl", "nquads": "graph/hearsay.nq"}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote."""

    files: tuple[Path, ...]
    quads: int
    documents: int
    statements: int


def build_quads(collection: Collection) -> list[Quad]:
    """All quads of a collection, sorted, each once."""
    quads: set[Quad] = set()
    for document in collection.documents:
        quads |= set(map_document(collection, document))
    quads |= set(map_authority(collection)) | set(map_judgements(collection)) | set(map_contradictions(collection))
    quads |= set(map_dataset(collection))
    graph = NamedNode(collection.settings.iris.graph("inferences"))
    quads |= {Quad(t.subject, t.predicate, t.object, graph) for t in infer_triples(quads)}
    quads |= set(ontology_quads())
    return sort_quads(quads)


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in an order that depends on their terms only."""
    return sorted(quads, key=_sort_key)


def _sort_key(quad: Quad) -> tuple[str, str, str, str]:
    value = quad.object
    shown = (
        f"{value.value}\0{value.language or ''}\0{value.datatype.value}" if isinstance(value, Literal) else str(value)
    )
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), shown)


def build_collection(folder: Path, *, output: Path | None = None) -> BuildResult:
    """Build the collection in ``folder`` and write its graph; a failure leaves the previous graph untouched."""
    collection = read_collection(folder)
    quads = build_quads(collection)
    target = output or folder
    serialised = [(target / name, write_graph(quads, form, collection.settings)) for form, name in GRAPH_FILES.items()]
    write_files(serialised)
    written = (path for path, _ in serialised)
    statements = sum(len(many) for many in collection.statements.values())
    return BuildResult(tuple(written), len(quads), len(collection.documents), statements)
