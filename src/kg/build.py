"""A collection -> its graph: sorted quads, the same on every run and machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.collection import Collection, read_collection, reviewed_only
from kg.errors import InputError
from kg.export import write_graph
from kg.fingerprint import FileState, code_digest, digest_files, input_files
from kg.generations import Generation, Manifest, find_generation, lock_store, write_generation
from kg.infer import infer_triples
from kg.map import map_authority, map_document, map_judgements
from kg.map.content import map_contradictions
from kg.map.dataset import map_dataset
from kg.ontology import ontology_quads
from kg.store import open_graph
from kg.terms import kg, voc
from kg.textfile import read_bytes, write_files

__all__ = ["GRAPH_FILES", "REVIEWED_FILE", "BuildResult", "build_collection", "build_quads", "open_built"]

GRAPH_FILES = {"turtle": "graph/hearsay.ttl", "nquads": "graph/hearsay.nq"}
REVIEWED_FILE = "graph/reviewed.nq"  # beside a graph that holds drafts: the same without them


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote; ``changed`` is false where all was as the last build left it, and nothing was written."""

    files: tuple[Path, ...]
    quads: int
    documents: int
    statements: int
    drafts: int = 0
    unidentified: tuple[str, ...] = ()
    changed: bool = True


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
    """Build the collection in ``folder``: its graph and its store; a failure leaves the previous ones untouched.

    Nothing is done where the files, the code and what was written are as the last build left them.  A collection with
    drafts gets a second graph, built as if they were not there: what is inferred from a draft, or attested in its
    words, is then not in it either.
    """
    target = output or folder
    last = find_generation(target)
    if last is not None and _is_current(last, folder, target):
        known = last.manifest
        return BuildResult(
            tuple(target / name for name in known.outputs),
            known.quads, known.documents, known.statements, known.drafts, tuple(known.unidentified), changed=False,
        )  # fmt: skip
    before = digest_files(input_files(folder)) if (folder / "collection.toml").is_file() else {}
    collection = read_collection(folder)
    quads = build_quads(collection)
    statements = sum(len(many) for many in collection.statements.values())
    written = {name: write_graph(quads, form, collection.settings) for form, name in GRAPH_FILES.items()}
    if collection.drafts:
        written[REVIEWED_FILE] = write_graph(build_quads(reviewed_only(collection)), "nquads", collection.settings)
    with lock_store(target), write_generation(target, quads, last) as generation:
        write_files([(target / name, content) for name, content in written.items()])
        if not collection.drafts:
            (target / REVIEWED_FILE).unlink(missing_ok=True)
        manifest = Manifest(
            code_digest(), before, digest_files({name: target / name for name in written}),
            len(quads), len(collection.documents), statements, collection.drafts, collection.unidentified,
        )  # fmt: skip
        generation.publish(manifest)
    return BuildResult(
        tuple(target / name for name in written),
        len(quads), len(collection.documents), statements, collection.drafts, collection.unidentified,
    )  # fmt: skip


def open_built(folder: Path, *, reviewed: bool = False) -> Store:
    """The built graph of the collection in ``folder``: its store, read only, else ``graph/hearsay.nq`` in memory.

    The file wins where it is another than the one that was written with the store, as after a checkout.  With
    ``reviewed`` it is the graph without drafts.  Raises ``InputError`` where there is none.
    """
    path = folder / GRAPH_FILES["nquads"]
    if reviewed and (folder / REVIEWED_FILE).exists():
        return open_graph(folder / REVIEWED_FILE)
    if reviewed and path.exists() and f"{kg('status')} {voc('status', 'draft')}".encode() in read_bytes(path):
        raise InputError(folder / REVIEWED_FILE, None, "is not there, and the graph holds drafts", "run kg build again")
    generation = find_generation(folder)
    if generation is not None and generation.is_whole() and _same_outputs(generation, folder):
        return generation.open()
    return open_graph(path)


def _is_current(last: Generation, folder: Path, target: Path) -> bool:
    if last.manifest.code != code_digest() or not last.is_whole() or not _same_outputs(last, target):
        return False
    files = input_files(folder)
    if files.keys() != last.manifest.inputs.keys() or not all(path.is_file() for path in files.values()):
        return False
    return _same(digest_files(files, last.manifest.inputs), last.manifest.inputs)


def _same_outputs(last: Generation, target: Path) -> bool:
    files = {name: target / name for name in last.manifest.outputs}
    if not all(path.is_file() for path in files.values()):
        return False
    return _same(digest_files(files, last.manifest.outputs), last.manifest.outputs)


def _same(states: Mapping[str, FileState], known: Mapping[str, FileState]) -> bool:
    return {name: state[2] for name, state in states.items()} == {name: state[2] for name, state in known.items()}
