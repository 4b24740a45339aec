"""What a build depends on, as digests: the collection's files, and the code with its ontology."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import pyoxigraph

from kg.resources import find_resources
from kg.textfile import read_bytes

__all__ = ["FileState", "code_digest", "digest_files", "input_files"]

INPUT_FOLDERS = ("annotations", "authority", "sources")
INPUT_FILES = ("collection.toml", "judgements.yaml")
SETTLED = 2_000_000_000  # nanoseconds; a file that changed later than this before we looked may change again unseen

FileState = tuple[int, int, str]
"""A file's size, the time of its last change in nanoseconds (0: do not trust it), and its SHA-256."""


def input_files(folder: Path) -> dict[str, Path]:
    """Every file that a collection is read from, by its path in the collection, sorted.

    A file that no reader takes is among them: what is wrong with it has to be told by the next build.
    """
    found = [folder / name for name in INPUT_FILES if (folder / name).exists()]
    for name in INPUT_FOLDERS:
        found += [path for path in (folder / name).rglob("*") if not path.is_dir()]
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def digest_files(files: Mapping[str, Path], known: Mapping[str, FileState] | None = None) -> dict[str, FileState]:
    """The state of each file; one whose size and time are as ``known`` is not read again.

    Raises ``InputError`` for one that cannot be read.
    """
    now = time.time_ns()
    return {name: _digest_file(name, path, (known or {}).get(name), now) for name, path in files.items()}


def _digest_file(name: str, path: Path, known: FileState | None, now: int) -> FileState:
    if path.is_file():
        stat = path.stat()
        if known and known[1] and (stat.st_size, stat.st_mtime_ns) == known[:2]:
            return known
        changed = stat.st_mtime_ns if now - stat.st_mtime_ns > SETTLED else 0
        return stat.st_size, changed, hashlib.sha256(read_bytes(path, name=name)).hexdigest()
    return 0, 0, hashlib.sha256(read_bytes(path, name=name)).hexdigest()  # says what it is, if no file


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of all that turns the same files into another graph: this package, its ontology, and the store's engine.

    >>> len(code_digest())
    64
    """
    package = Path(__file__).parent
    digest = hashlib.sha256(pyoxigraph.__version__.encode())
    for path in _code_files(package):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _code_files(package: Path) -> Iterable[Path]:
    yield from sorted(package.rglob("*.py"))
    yield from find_resources("ontology", "*.ttl")
