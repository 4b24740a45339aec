"""The sources of a collection: what each document's text was made from, and a new document put among them.

``sources/{id}.txt`` is the text that quotes and offsets are of.  Where a document came as TEI, HTML, PDF or in another
encoding than UTF-8, the file as it came stands beside it, and ``collection.toml`` says which.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.document import Document
from kg.errors import BadValue, InputError, KgError, UnknownName
from kg.iris import check_slug
from kg.read.decode import decode_bytes
from kg.read.files import SourceFile, iter_documents, open_source, read_encoding
from kg.settings import Settings, SourceSettings, read_settings
from kg.textfile import decode_text, read_bytes, write_files

__all__ = ["RESERVED", "Added", "Ambiguous", "Duplicate", "add_documents", "check_name", "read_marked_up"]

RESERVED = ("authority", "facts", "inferences")  # the named graphs that are no document's
_SUFFIXES = {"tei": "xml", "html": "html", "pdf": "pdf"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Duplicate(KgError):
    """A document is in the collection already."""

    def __init__(self, path: str, id: str, what: str, cure: str) -> None:
        super().__init__(path, id, what, cure)
        self.path, self.id, self.what, self.cure = path, id, what, cure

    def __str__(self) -> str:
        return f"{self.path}: {self.what} {self.id!r}: {self.cure}"


class Ambiguous(KgError):
    """A file holds many documents, and it is not said which are meant."""

    def __init__(self, path: str, many: int) -> None:
        super().__init__(path, many)
        self.path, self.many = path, many

    def __str__(self) -> str:
        return f"{self.path}: holds {self.many} documents: name some with --document, or take them with --all"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was put into the collection: its files, and what its text was made from."""

    document: Document
    source: SourceFile
    part: str | None
    file: str | None
    encoding: str | None = None


def check_name(name: str, shown: str) -> None:
    """Raise where a source's name cannot be part of IRIs, or is that of another named graph."""
    try:
        check_slug(name)
    except BadValue as error:
        raise InputError(shown, None, str(error), "rename the file") from None
    if name in RESERVED:
        raise InputError(shown, None, f"{name!r} is the name of another graph", "rename the file")


def read_marked_up(folder: Path, sources: Iterable[SourceSettings]) -> Iterator[Document | InputError]:
    """Yield the documents whose files say more than their texts do, and what is wrong with a file.

    A volume is gone through once, however many of its documents are in the collection.
    """
    files: dict[str, list[SourceSettings]] = {}
    for source in sources:
        if source.file:
            files.setdefault(source.file, []).append(source)
    for file, wanted in files.items():
        try:
            opened = open_source(folder / "sources" / file, name=f"sources/{file}")
            if opened.form == "tei":
                yield from _read_parts(opened, wanted)
        except InputError as error:
            yield error


def _read_parts(source: SourceFile, wanted: list[SourceSettings]) -> Iterator[Document | InputError]:
    parts = {one.part for one in wanted}
    found = dict(iter_documents(source, wanted=None if None in parts else parts))
    for one in wanted:
        document = found.get(one.part) if one.part else next(iter(found.values()))
        if document is None:
            yield InputError(source.name, None, f"has no document {one.part!r}", "correct 'part' in collection.toml")
        else:
            yield replace(document, id=one.id)


def add_documents(
    folder: Path,
    paths: Iterable[Path],
    *,
    parts: tuple[str, ...] = (),
    everything: bool = False,
    id: str | None = None,
    encoding: str | None = None,
) -> list[Added]:
    """Put the documents of ``paths`` into the collection in ``folder``; all of them, or none where one is refused.

    ``parts`` are the identifiers of documents in a volume, ``id`` what a single one shall be called.
    """
    settings_path = folder / "collection.toml"
    settings = read_settings(settings_path, name=settings_path.name)
    added: list[Added] = []
    for path in paths:
        source = open_source(path, encoding=encoding)
        added += _choose(source, parts, everything=everything, id=id)
    if id is not None and len(added) > 1:
        raise BadValue("--id", id, f"a name for {len(added)} documents; add them one by one")
    _check_new(folder, settings, added)
    write_files(_files_to_write(folder, settings_path, added))
    return added


def _choose(source: SourceFile, parts: tuple[str, ...], *, everything: bool, id: str | None) -> Iterator[Added]:
    chosen: list[tuple[str | None, Document]] = []
    keys: list[str] = []
    for key, document in iter_documents(source):
        keys.append(key or document.id)
        if everything or not keys[1:] or key in parts:
            chosen.append((key, document))
    for part in parts:
        if part not in keys:
            raise UnknownName("document of that file", part, keys)
    if parts:
        chosen = [(key, document) for key, document in chosen if key in parts]
    elif len(keys) > 1 and not everything:
        raise Ambiguous(source.name, len(keys))
    whole = len(keys) > 1
    for key, document in chosen:
        name = id if id is not None else _slug(document.id)
        check_name(name, source.name)
        file, encoding = _find_file(source, name, whole=whole)
        yield Added(replace(document, id=name), source, key if whole else None, file, encoding)


def _find_file(source: SourceFile, name: str, *, whole: bool) -> tuple[str | None, str | None]:
    """What the file as it came is called in ``sources/``, and its encoding; none for a UTF-8 text, which is its own."""
    if source.form == "text":
        encoding = read_encoding(source)
        return (None, None) if encoding == "utf-8" else (f"{name}.{encoding}", encoding)
    stem = _slug(source.path.stem) if whole else name
    return f"{stem}.{_SUFFIXES[source.form]}", None


def _slug(name: str) -> str:
    """A name as it may stand in an IRI.

    >>> _slug("Mémo No. 5_b")
    'memo-no-5-b'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-") or "document"


def _check_new(folder: Path, settings: Settings, added: list[Added]) -> None:
    """Raise where a document, its name or a file of that name is in the collection already."""
    held = {path.stem: _text_hash(path) for path in sorted((folder / "sources").glob("*.txt"))}
    named = {*held, *(source.id for source in settings.sources)}
    for one in added:
        path, id = str(one.source.path), one.document.id
        if id in named:
            raise Duplicate(path, id, "there is a document", "name another with --id")
        digest = hashlib.sha256(one.document.text.encode("utf-8", "surrogatepass")).hexdigest()
        same = next((name for name, other in held.items() if other == digest), None)
        if same is not None:
            raise Duplicate(path, same, "has the very text of", "it need not be added again")
        target = folder / "sources" / one.file if one.file else None
        if target is not None and target.exists() and target.read_bytes() != read_bytes(one.source.path):
            raise Duplicate(path, target.name, "there is another file", "rename this one")
        named.add(id)
        held[id] = digest


def _text_hash(path: Path) -> str:
    data = read_bytes(path)
    return hashlib.sha256(data.removeprefix(b"\xef\xbb\xbf")).hexdigest()


def _files_to_write(folder: Path, settings_path: Path, added: list[Added]) -> list[tuple[Path, bytes]]:
    """The files as they came, the texts, and last ``collection.toml``, which makes them known."""
    files: dict[Path, bytes] = {}
    for one in added:
        data = read_bytes(one.source.path)
        if one.file:
            files[folder / "sources" / one.file] = data
    for one in added:
        text = read_bytes(one.source.path) if one.file is None else one.document.text.encode()
        files[folder / "sources" / f"{one.document.id}.txt"] = text
        decode_bytes(text, str(one.source.path))
    files[settings_path] = _add_tables(settings_path, added)
    return list(files.items())


def _add_tables(settings_path: Path, added: list[Added]) -> bytes:
    """``collection.toml`` with a table for each document at its end; all that was in it stays as it is."""
    data = read_bytes(settings_path, name=settings_path.name)
    newline = "\r\n" if b"\r\n" in data else "\n"
    tables = "".join(newline + newline.join(_table(one)) + newline for one in added)
    joined = data + (b"" if data.endswith(b"\n") or not data else newline.encode()) + tables.encode()
    try:
        tomllib.loads(decode_text(joined, settings_path.name))
    except tomllib.TOMLDecodeError:
        what = "has its documents in one line, to which no table can be added"
        raise InputError(settings_path.name, None, what, "write each as a [[documents]] table") from None
    return joined


def _table(one: Added) -> list[str]:
    values = {"id": one.document.id, "file": one.file, "part": one.part, "encoding": one.encoding}
    if one.document.title is None:
        values["title"] = one.document.id
    return ["[[documents]]", *(f"{key} = {_quote(value)}" for key, value in values.items() if value)]


def _quote(value: str) -> str:
    """A TOML string: JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
