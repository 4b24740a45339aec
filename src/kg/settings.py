"""``collection.toml`` -> the settings of a collection, each once, with its meaning."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.dates import parse_date
from kg.errors import BadValue, InputError, hint_at
from kg.iris import Iris, check_iri, check_slug
from kg.textfile import read_text

__all__ = ["Settings", "SourceSettings", "read_settings"]

KEYS = {
    "title": "what the collection is called",
    "description": "what it holds, in a sentence or two",
    "base": "the IRI that all its things' IRIs begin with; ends in '/'",
    "creator": "who made it",
    "license": "the IRI of the licence of the data made here",
    "rights": "the rights in the source texts, as their archive states them",
    "issued": "the day of this edition, as YYYY-MM-DD",
    "prefixes": "prefix = IRI, for the exported Turtle besides the usual ones",
    "documents": "a [[documents]] table for a source: its id, the meeting that it records, a title if it has none; of "
    "one added from TEI, HTML, PDF or another encoding, also its file in sources/, its part of that, its encoding",
}
REQUIRED = ("title", "base")
DOCUMENT_KEYS = ("id", "meeting", "title", "file", "part", "encoding")
PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
PLACE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """A source, ``sources/{id}.txt``, the meeting that it is the record of, and a title where it bears none.

    ``file`` is what the text was made from, kept beside it; ``part`` the identifier of the document in it, and
    ``encoding`` what that was in.
    """

    id: str
    meeting: str | None = None
    title: str | None = None
    file: str | None = None
    part: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a collection, as ``KEYS`` explains them."""

    title: str
    iris: Iris
    description: str = ""
    creator: str = ""
    license: str = ""
    rights: str = ""
    issued: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    sources: tuple[SourceSettings, ...] = ()


def read_settings(path: Path, *, name: str | None = None) -> Settings:
    """The settings that ``collection.toml`` holds.

    Raises ``InputError`` for a file that is not TOML, a key that is not known, or one that is missing or malformed.
    """
    shown = name or str(path)
    table = _read_table(path, shown)
    _allow(table, KEYS, "", shown)
    for key in REQUIRED:
        if not table.get(key):
            raise InputError(shown, None, f"{key!r} is missing", f"add {key} = …, {KEYS[key]}")
    prefixes, documents = table.get("prefixes", {}), table.get("documents", [])
    if not isinstance(prefixes, dict):
        raise InputError(shown, None, "'prefixes' is not a table", KEYS["prefixes"])
    if not isinstance(documents, list):
        raise InputError(shown, None, "'documents' is not a list of tables", KEYS["documents"])
    words = {key: _text(table, key, shown) for key in ("description", "creator", "license", "rights") if key in table}
    issued = str(table.get("issued", ""))  # TOML has dates of its own
    try:
        iris = Iris(_text(table, "base", shown))
        if issued and parse_date(issued).earliest.isoformat() != issued:
            raise BadValue("issued", issued, "a day, as 1956-09-18")
        if words.get("license"):
            check_iri("license", words["license"])
        for prefix, iri in prefixes.items():
            _check_prefix(prefix, str(iri))
        sources = tuple(_source(entry, shown) for entry in documents)
    except BadValue as error:
        raise InputError(shown, None, str(error)) from None
    for one in sources:
        if [other.id for other in sources].count(one.id) > 1:
            raise InputError(shown, None, f"document {one.id!r} stands twice", "keep one [[documents]] table")
    return Settings(
        title=_text(table, "title", shown), iris=iris, issued=issued, prefixes=dict(prefixes), sources=sources, **words
    )


def _read_table(path: Path, shown: str) -> dict[str, object]:
    text = read_text(path, name=shown)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else len(text.splitlines())  # what is never closed: at the end
        raise InputError(shown, line, f"not TOML: {PLACE.sub('', str(error))}", "correct the file") from None
    except RecursionError:
        raise InputError(shown, None, "not TOML: nested too deep", "nest less") from None


def _allow(table: Mapping[str, object], keys: Iterable[str], of: str, shown: str) -> None:
    for key in table:
        if key not in keys:
            raise InputError(shown, None, f"unknown setting {key!r}{of}", hint_at(key, keys))


def _text(table: Mapping[str, object], key: str, shown: str, of: str = "") -> str:
    value = table[key]
    if not isinstance(value, str):
        raise InputError(shown, None, f"{key!r}{of} is not a text", f'write {key} = "…"')
    return value


def _check_prefix(prefix: str, iri: str) -> None:
    if not PREFIX.fullmatch(prefix):
        raise BadValue("prefix", prefix, "a letter, then letters, digits and hyphens")
    check_iri(f"prefix {prefix}", iri)


def _source(entry: object, shown: str) -> SourceSettings:
    if not isinstance(entry, dict) or not entry.get("id"):
        raise InputError(shown, None, "a [[documents]] table has no id", 'add id = "…"')
    name = check_slug(_text(entry, "id", shown, " of a document"))
    of = f" of document {name}"
    _allow(entry, DOCUMENT_KEYS, of, shown)
    words = {key: _text(entry, key, shown, of) for key in DOCUMENT_KEYS if key != "id" and key in entry}
    if (file := words.get("file")) and (file in (".", "..") or "/" in file or "\\" in file):
        raise InputError(shown, None, f"'file'{of} is not a file in sources/: {file!r}", "give its name only")
    return SourceSettings(name, **words)
