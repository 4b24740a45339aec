"""The embedded store of a build on disk, as generations: a reader has the old one or the new one, never half.

store/
  current            the name of the generation that counts; replaced in one step
  generations/<n>/   oxigraph/, the store, and manifest.json, which tells what it was built from; never written again
  lock               held by the one build that writes

The generation before the current one is kept for those who have it open.  A new one begins as hard links to the
files of the last: Oxigraph's table files never change, so only what differs is written.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.errors import InputError, OutputError
from kg.fingerprint import FileState
from kg.textfile import write_bytes

__all__ = ["STORE_FOLDER", "Generation", "Manifest", "find_generation", "lock_store", "write_generation"]

STORE_FOLDER = "store"
LAYOUT = 1  # of this folder; a store of another one is built anew
KEPT = 2
DAMAGED = (OSError, RuntimeError, ValueError)  # what Oxigraph raises over files that it cannot use
GIT_IGNORE = "# made by kg build\n*\n"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and what was written with it."""

    code: str
    inputs: dict[str, FileState]
    outputs: dict[str, FileState]
    quads: int
    documents: int
    statements: int
    drafts: int = 0
    unidentified: tuple[str, ...] = ()  # named in drafts, with no entry in the authority
    files: dict[str, int] = field(default_factory=dict)  # of the store, with their sizes
    layout: int = LAYOUT


@dataclass(frozen=True, slots=True)
class Generation:
    """One build's store."""

    folder: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """Where Oxigraph has its files."""
        return self.folder / "oxigraph"

    @property
    def number(self) -> int:
        """Which generation it is."""
        return int(self.folder.name)

    def is_whole(self) -> bool:
        """Whether each file of the store is there in its size."""
        return _sizes(self.store) == self.manifest.files

    def open(self) -> Store:
        """The store for reading; raises ``InputError`` where it is damaged."""
        try:
            return Store.read_only(str(self.store))
        except DAMAGED as error:
            what = f"the store is damaged ({' '.join(str(error).split())})"
            raise InputError(self.store, None, what, "delete the folder 'store' and run kg build again") from None


def find_generation(target: Path) -> Generation | None:
    """The current generation under ``target``, or none: there is none yet, or it is not of this layout."""
    base = target / STORE_FOLDER
    try:
        name = (base / "current").read_text(encoding="ascii").strip()
        facts = json.loads((base / "generations" / name / "manifest.json").read_text(encoding="utf-8"))
        if facts["layout"] != LAYOUT:
            return None
        states = {key: {one: tuple(state) for one, state in facts[key].items()} for key in ("inputs", "outputs")}
        return Generation(base / "generations" / f"{int(name):06}", Manifest(**{**facts, **states}))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def lock_store(target: Path) -> Iterator[None]:
    """Hold the store under ``target`` for writing; raises ``OutputError`` where another build has it."""
    base = target / STORE_FOLDER
    try:
        (base / "generations").mkdir(parents=True, exist_ok=True)
        if not (base / ".gitignore").exists():
            write_bytes(base / ".gitignore", GIT_IGNORE.encode())
        handle = os.open(base / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(base, error.strerror or str(error)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OutputError(base, "another kg build is writing it; run again when it is done") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def write_generation(target: Path, quads: Collection[Quad], last: Generation | None) -> Iterator[_Draft]:
    """A new generation that holds ``quads`` and their union; it counts once ``publish`` is called.

    Left without, nothing of it stays.  The lock must be held.
    """
    base = target / STORE_FOLDER / "generations"
    number = 1 + max((int(path.name) for path in base.iterdir() if path.name.isdigit()), default=0)
    new = base / f"{number:06}.new"
    try:
        for left in base.glob("*.new"):  # of a build that was killed
            shutil.rmtree(left)
        new.mkdir()
        _fill(new / "oxigraph", quads, last)
        yield _Draft(new, base / f"{number:06}")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise OutputError(target / STORE_FOLDER, reason) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A generation that does not count yet."""

    folder: Path
    place: Path

    def publish(self, manifest: Manifest) -> Generation:
        """Make it the current one; those before the last are taken away."""
        facts = {**asdict(manifest), "files": _sizes(self.folder / "oxigraph")}
        write_bytes(self.folder / "manifest.json", json.dumps(facts, indent=1).encode() + b"\n")
        os.replace(self.folder, self.place)
        write_bytes(self.place.parents[1] / "current", f"{self.place.name}\n".encode())
        numbers = sorted(path for path in self.place.parent.iterdir() if path.name.isdigit())
        for old in numbers[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return Generation(self.place, Manifest(**facts))


def _fill(folder: Path, quads: Collection[Quad], last: Generation | None) -> None:
    if last is not None and last.is_whole():
        try:
            _link_store(last.store, folder)
            _change_store(folder, quads)
            return
        except DAMAGED:  # a store from nothing is as good
            shutil.rmtree(folder, ignore_errors=True)
    store = Store(str(folder))
    store.bulk_extend(quads)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    store.optimize()
    store.flush()


def _link_store(old: Path, new: Path) -> None:
    """A copy of a store that nobody writes; its table files, which never change, as links."""
    new.mkdir()
    for path in old.iterdir():
        if path.suffix == ".sst":
            os.link(path, new / path.name)
        elif path.name not in ("LOCK", "LOG") and not path.name.startswith("LOG."):
            shutil.copyfile(path, new / path.name)


def _change_store(folder: Path, quads: Iterable[Quad]) -> None:
    """Make the store hold ``quads`` and their union, by what differs."""
    store = Store(str(folder))
    wanted = set(quads)
    wanted |= {Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in wanted}
    there = set(store.quads_for_pattern(None, None, None, None))
    for quad in there - wanted:
        store.remove(quad)
    store.extend(wanted - there)
    graphs = {quad.graph_name for quad in wanted}
    for graph in list(store.named_graphs()):
        if graph not in graphs and isinstance(graph, NamedNode):
            store.remove_graph(graph)
    store.flush()


def _sizes(folder: Path) -> dict[str, int]:
    """The files that make up a store, with their sizes; Oxigraph's own log and lock are none of it."""
    if not folder.is_dir():
        return {}
    names = sorted(path for path in folder.iterdir() if not path.name.startswith(("LOG", "LOCK")))
    return {path.name: path.stat().st_size for path in names}
