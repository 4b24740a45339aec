"""A collection -> its graph: sorted quads, the same on every run and machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.collection import Collection, read_collection, reviewed_only
from kg.errors import InputError
from kg.export import write_graph
from kg.infer import infer_triples
from kg.map import map_authority, map_document, map_judgements
from kg.map.content import map_contradictions
from kg.map.dataset import map_dataset
from kg.ontology import ontology_quads
from kg.store import open_graph
from kg.terms import kg, voc
from kg.textfile import read_bytes, write_files

__all__ = ["GRAPH_FILES", "REVIEWED_FILE", "BuildResult", "build_collection", "build_quads", "open_built_graph"]

GRAPH_FILES = {"turtle": "graph/hearsay.ttl", "nquads": "graph/hearsay.nq"}
REVIEWED_FILE = "graph/reviewed.nq"  # beside a graph that holds drafts: the same without them


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote."""

    files: tuple[Path, ...]
    quads: int
    documents: int
    statements: int
    drafts: int = 0
    unidentified: tuple[str, ...] = ()


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
    """Build the collection in ``folder`` and write its graph; a failure leaves the previous graph untouched.

    A collection with drafts gets a second graph, built as if they were not there: what is inferred from a draft, or
    attested in its words, is then not in it either.
    """
    collection = read_collection(folder)
    quads = build_quads(collection)
    target = output or folder
    serialised = [(target / name, write_graph(quads, form, collection.settings)) for form, name in GRAPH_FILES.items()]
    if collection.drafts:
        firm = write_graph(build_quads(reviewed_only(collection)), "nquads", collection.settings)
        serialised.append((target / REVIEWED_FILE, firm))
    write_files(serialised)
    if not collection.drafts:
        (target / REVIEWED_FILE).unlink(missing_ok=True)
    written = (path for path, _ in serialised)
    statements = sum(len(many) for many in collection.statements.values())
    return BuildResult(
        tuple(written), len(quads), len(collection.documents), statements, collection.drafts, collection.unidentified
    )


def open_built_graph(folder: Path, *, reviewed: bool = False) -> Store:
    """A store of the graph that was built in ``folder``; with ``reviewed`` of the one without drafts.

    Raises ``InputError`` where there is none.
    """
    path = folder / GRAPH_FILES["nquads"]
    if not reviewed:
        return open_graph(path)
    if (folder / REVIEWED_FILE).exists():
        return open_graph(folder / REVIEWED_FILE)
    store = open_graph(path)
    if f"{kg('status')} {voc('status', 'draft')}".encode() in read_bytes(path):
        raise InputError(folder / REVIEWED_FILE, None, "is not there, and the graph holds drafts", "run kg build again")
    return store
