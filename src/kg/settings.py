"""``collection.toml`` -> the settings of a collection, each once, with its meaning."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import BadValue, InputError, hint_at
from kg.iris import Iris
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
    "documents": "one [[documents]] table for each source: its id, and the meeting it is the record of",
}
REQUIRED = ("title", "base")
DOCUMENT_KEYS = ("id", "meeting")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """A source, ``sources/{id}.txt``, and the meeting that it is the record of."""

    id: str
    meeting: str | None = None


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

    Raises ``InputError`` for a file that is not TOML, a key that is not known, or one that is missing.
    """
    shown = name or str(path)
    try:
        table = tomllib.loads(read_text(path, name=shown))
    except tomllib.TOMLDecodeError as error:
        raise InputError(shown, None, f"not TOML: {error}", "correct the file") from None
    for key in table:
        if key not in KEYS:
            raise InputError(shown, None, f"unknown setting {key!r}", hint_at(key, KEYS))
    for key in REQUIRED:
        if not table.get(key):
            raise InputError(shown, None, f"{key!r} is missing", f"add {key} = …, {KEYS[key]}")
    for key in ("prefixes", "documents"):
        if not isinstance(table.get(key, {} if key == "prefixes" else []), dict if key == "prefixes" else list):
            raise InputError(shown, None, f"{key!r} has the wrong form", KEYS[key])
    try:
        iris = Iris(str(table["base"]))
    except BadValue as error:
        raise InputError(shown, None, str(error)) from None
    words = {key: str(table[key]) for key in ("description", "creator", "license", "rights", "issued") if key in table}
    prefixes = {str(prefix): str(iri) for prefix, iri in table.get("prefixes", {}).items()}
    sources = tuple(_source(entry, shown) for entry in table.get("documents", []))
    return Settings(title=str(table["title"]), iris=iris, prefixes=prefixes, sources=sources, **words)


def _source(entry: object, shown: str) -> SourceSettings:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise InputError(shown, None, "a [[documents]] table has no id", 'add id = "…"')
    for key in entry:
        if key not in DOCUMENT_KEYS:
            raise InputError(
                shown, None, f"unknown setting {key!r} of document {entry['id']}", hint_at(key, DOCUMENT_KEYS)
            )
    return SourceSettings(entry["id"], entry.get("meeting"))
