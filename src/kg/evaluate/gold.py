"""Gold from files and collections -> the documents with the statements that should be found.

Gold is JSON Lines, one statement a line, offsets in code points into ``<doc>.txt`` beside it (``dev-1.gold.jsonl``,
``dev-1.txt``), with what is known of the document and its agents in ``<doc>.meta.json``, if there is one; or the
reviewed annotations of a collection.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.collection import SETTINGS_FILE, Collection, find_collection, read_collection
from kg.document import Document
from kg.errors import InputError, hint_at
from kg.evaluate.record import Gold, Scored
from kg.locate import find_quote
from kg.model import Authority, Statement
from kg.names import normalise
from kg.read import read_document
from kg.textfile import read_text

__all__ = ["Source", "find_gold", "read_gold_lines"]

NEEDED = ("id", "doc", "start", "end", "speaker")
KEYS = (
    *NEEDED, "quote", "cue", "cue_start", "speaker_inferred", "inferred_speaker", "speakers", "speaker_text",
    "addressee", "addressee_text", "parent", "mode", "kind", "act", "modality", "polarity", "about", "sure", "note",
    "confidence", "rule",
)  # fmt: skip
ACT_OF_KIND = {"say": "assert"}  # the others are called the same
ACTS_OF_KINDS = frozenset(  # `kind` has fewer values than our acts
    """
    assert ask reply request suggest agree disagree thank promise inform criticise admit deny warn advise write think
    decide report
    """.split()
)
AFTER_CUE = 5  # words after the cue among which the addressee counts as named
OBJECTS = frozenset("me him her us them you".split())


@dataclass(frozen=True, slots=True)
class Source:
    """A document with its gold, and the authority by which it may be drafted."""

    gold: Gold
    document: Document
    authority: Authority


def find_gold(names: Iterable[str], collection: Path | None = None) -> list[Source]:
    """The gold that ``names`` name: a file of JSON Lines, a folder of them, a collection, or ids of its documents.

    ``collection`` is where ids are looked up; where it is given, its authority serves the files too.
    """
    own = read_collection(find_collection(collection)) if collection else None
    found: dict[str, Source] = {}
    for name in names:
        path = Path(name)
        if (path / SETTINGS_FILE).is_file():
            sources: Iterable[Source] = _of_collection(read_collection(path), name)
        elif path.is_dir():
            sources = _of_folder(path, own)
        elif path.suffix == ".jsonl" or path.is_file():
            sources = read_gold_lines(path, own)
        else:
            own = own or read_collection(_collection_for(name))
            sources = [_of_document(own, name)]
        for source in sources:
            if source.gold.document in found:
                raise InputError(name, None, f"document {source.gold.document!r} is given twice", "give it once")
            found[source.gold.document] = source
    return list(found.values())


def _collection_for(name: str) -> Path:
    try:
        return find_collection(None)
    except InputError:
        cure = "name a .jsonl file, a folder of them, a collection, or a document of one"
        raise InputError(name, None, "there is no such gold", cure) from None


def _of_folder(folder: Path, collection: Collection | None) -> Iterator[Source]:
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError(folder, None, f"holds no {SETTINGS_FILE} and no .jsonl file", "name a folder with gold in it")
    for path in paths:
        yield from read_gold_lines(path, collection)


####################################################################################################
# Collections
####################################################################################################


def _of_collection(collection: Collection, name: str) -> list[Source]:
    found = [_of_document(collection, document) for document in collection.documents if _reviewed(collection, document)]
    if not found:
        raise InputError(name, None, "the collection has no reviewed statement", "review some first")
    return found


def _reviewed(collection: Collection, document: str) -> list[Statement]:
    return [one for one in collection.statements.get(document, ()) if one.status == "reviewed"]


def _of_document(collection: Collection, name: str) -> Source:
    document = collection.documents.get(name)
    if document is None:
        cure = hint_at(name, collection.documents)
        raise InputError(name, None, f"is no file and no document of {collection.folder}", cure)
    statements = _reviewed(collection, name)
    if not statements:
        raise InputError(name, None, "no statement of it is reviewed", "review some first")
    kept = {one.id: one for one in statements}
    scored = tuple(_of_statement(one, document.text, kept) for one in statements)
    kind = document.kind.value if document.kind else "document"
    return Source(Gold(name, kind, document.text, scored), document, collection.authority)


def _of_statement(statement: Statement, text: str, kept: Mapping[str, Statement]) -> Scored:
    start, end = statement.passage.start, statement.passage.end
    cue = next(iter(find_quote(statement.cue, text, start, end)), None) if statement.cue else None
    inferred = (statement.inferred_speaker,) if statement.inferred_speaker else ()
    return Scored(
        id=statement.id,
        start=start,
        end=end,
        speaker=statement.speaker,
        mode=statement.mode,
        act=statement.act,
        addressees=statement.addressees,
        speakers=(*statement.speaker_members, *inferred),
        unnamed=statement.speaker is None and not statement.speaker_members,
        parent=statement.parent if statement.parent in kept else None,
        modality=statement.modality,
        polarity=statement.polarity,
        cue=statement.cue,
        cue_start=cue[0] if cue else None,
        explicit=statement.addressee_as is not None,
        sure=not statement.disputable,
    )


####################################################################################################
# JSON Lines
####################################################################################################


def read_gold_lines(path: Path, collection: Collection | None = None) -> list[Source]:
    """The documents of a file of JSON Lines; an error names the line and what would be right.

    A text that does not stand beside the file may be one of ``collection``.
    """
    lines: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            record = _read_line(path, number, line)
            lines.setdefault(record["doc"], []).append((number, record))
    if not lines:
        raise InputError(path, None, "holds no statement", "write one JSON object a line")
    return [_of_lines(path, name, records, collection) for name, records in lines.items()]


def _read_line(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(path, number, "is not JSON", "write one JSON object a line") from None
    if not isinstance(record, dict):
        raise InputError(path, number, "is not a JSON object", "write one JSON object a line")
    for key in record:
        if key not in KEYS:
            raise InputError(path, number, f"unknown key {key!r}", hint_at(key, KEYS))
    missing = [key for key in NEEDED if key not in record]
    if missing:
        raise InputError(path, number, f"has no {missing[0]!r}", f"each line needs {', '.join(NEEDED)}")
    for key, kinds, right in (
        ("id", (str,), "a text"), ("doc", (str,), "a text"), ("start", (int,), "a whole number"),
        ("end", (int,), "a whole number"), ("speaker", (str, type(None)), "a slug or null"),
        ("parent", (str, type(None)), "an id or null"), ("addressee", (list,), "a list of slugs"),
        ("speakers", (list,), "a list of slugs"), ("cue_start", (int, type(None)), "a whole number or null"),
        ("quote", (str,), "a text"), ("cue", (str, type(None)), "a text or null"), ("sure", (bool,), "true or false"),
    ):  # fmt: skip
        if key in record and (not isinstance(record[key], kinds) or (int in kinds and record[key] is True)):
            raise InputError(path, number, f"{key} {record[key]!r} has the wrong type", f"write {right}")
    if not re.fullmatch(r"[^/\\\0]+", record["doc"]):
        raise InputError(path, number, f"doc {record['doc']!r} is not a file's name", "write it without a folder")
    return record


def _of_lines(
    path: Path, name: str, records: list[tuple[int, dict[str, Any]]], collection: Collection | None
) -> Source:
    document = _find_document(path.parent / f"{name}.txt", name, collection)
    meta = _read_meta(path.parent / f"{name}.meta.json")
    forms = {slug: _forms_of(entry) for slug, entry in _mapping(meta.get("entities")).items()}
    for person in meta.get("participants") or ():
        if isinstance(person, dict) and isinstance(person.get("slug"), str) and isinstance(person.get("name"), str):
            forms[person["slug"]] = tuple(dict.fromkeys((*forms.get(person["slug"], ()), person["name"])))
    for _, record in records:
        for slug in _agents(record):
            forms.setdefault(slug, ())
    ids = {record["id"] for _, record in records}
    scored = []
    for number, record in records:
        _check_place(path, number, record, document.text, ids)
        scored.append(_of_record(record, document.text, forms))
    by_kind = any("kind" in record for _, record in records)
    told = meta.get("type")
    kind = told if isinstance(told, str) else document.kind.value if document.kind else "document"
    gold = Gold(name, kind, document.text, tuple(scored), forms, ACTS_OF_KINDS if by_kind else None)
    return Source(gold, document, collection.authority if collection else Authority())


def _find_document(path: Path, name: str, collection: Collection | None) -> Document:
    if collection is not None and name in collection.documents and not path.exists():
        return collection.documents[name]
    return read_document(path, name)


def _read_meta(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return _mapping(json.loads(read_text(path)))
    except (ValueError, RecursionError):
        raise InputError(path, None, "is not JSON", "correct it or take it away") from None


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _forms_of(entry: object) -> tuple[str, ...]:
    given = _mapping(entry)
    forms = given.get("forms")
    names = [given.get("name"), *(forms if isinstance(forms, list) else ())]
    return tuple(name for name in names if isinstance(name, str))


def _agents(record: Mapping[str, Any]) -> Iterator[str]:
    for key in ("speaker", "speaker_inferred", "inferred_speaker"):
        if isinstance(record.get(key), str):
            yield record[key]
    for key in ("addressee", "speakers"):
        yield from (slug for slug in record.get(key, ()) if isinstance(slug, str))


def _check_place(path: Path, number: int, record: Mapping[str, Any], text: str, ids: set[str]) -> None:
    start, end = record["start"], record["end"]
    if not 0 <= start < end <= len(text):
        raise InputError(path, number, f"{start} to {end} is no passage of {record['doc']}.txt", f"it has {len(text)}")
    if record.get("quote", text[start:end]) != text[start:end]:
        raise InputError(path, number, f"the quote is not the text from {start} to {end}", "count in code points")
    parent = record.get("parent")
    if parent is not None and parent not in ids:
        raise InputError(path, number, f"there is no parent {parent!r}", hint_at(parent, ids))


def _of_record(record: Mapping[str, Any], text: str, forms: Mapping[str, tuple[str, ...]]) -> Scored:
    inferred = record.get("speaker_inferred") or record.get("inferred_speaker")
    members = tuple(slug for slug in record.get("speakers", ()) if slug != record["speaker"])
    kind = record.get("kind") or record.get("act") or "assert"
    addressees = tuple(record.get("addressee", ()))
    return Scored(
        id=record["id"],
        start=record["start"],
        end=record["end"],
        speaker=record["speaker"],
        mode=record.get("mode") or "indirect",
        act=ACT_OF_KIND.get(kind, kind),
        addressees=addressees,
        speakers=(*members, *((inferred,) if inferred else ())),
        unnamed=record["speaker"] is None,
        parent=record.get("parent"),
        modality=record.get("modality"),
        polarity=record.get("polarity"),
        cue=record.get("cue"),
        cue_start=record.get("cue_start"),
        explicit=_names_addressee(record, text, [name for slug in addressees for name in (*forms[slug], slug)]),
        sure=record.get("sure", True),
    )


def _names_addressee(record: Mapping[str, Any], text: str, names: list[str]) -> bool:
    """Whether the reporting words, up to a few words after the cue, hold a name of the addressee or an object pronoun.

    >>> told = {"start": 0, "end": 30, "cue": "told", "cue_start": 4}
    >>> _names_addressee(told, "Nam told Ri that all was well.", ["Ri"])
    True
    """
    cue, at = record.get("cue"), record.get("cue_start")
    if cue is None or at is None:
        return False
    before, after = text[record["start"] : at], text[at + len(cue) : record["end"]]
    words = after.split()[:AFTER_CUE]
    if OBJECTS & set(normalise(" ".join(words[:2])).split()):
        return True
    said = f" {normalise(before)}  {normalise(cue)} {normalise(' '.join(words))} "
    return any(f" {normalise(name)} " in said for name in names if normalise(name))
