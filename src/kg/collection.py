"""A collection's folder -> everything that its files say, checked against each other.

collection.toml     settings
sources/            the documents, byte for byte
authority/          known things and their names
annotations/        what an editor confirmed, one file a document
judgements.yaml     the editors' verdicts
graph/              what a build writes
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotations import read_annotations
from kg.authority import check_references, read_authority, read_judgements
from kg.document import Document
from kg.errors import InputError, hint_at
from kg.locate import find_quote, find_spelling
from kg.model import Attested, Authority, Entity, Judgement, Passage, Proposition, Statement
from kg.ontology import load_ontology
from kg.read import read_text
from kg.read.decode import decode_bytes
from kg.settings import Settings, read_settings
from kg.textfile import read_bytes
from kg.yamlfile import Problems

__all__ = ["Collection", "find_collection", "read_collection"]

SETTINGS_FILE = "collection.toml"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """All that the files of a collection say.

    ``passages`` tells where the words of each attestation stand, ``spellings`` where each spelling of an entity
    stands in each document that uses it.
    """

    folder: Path
    settings: Settings
    documents: dict[str, Document]
    hashes: dict[str, str]
    authority: Authority
    statements: dict[str, tuple[Statement, ...]]
    judgements: tuple[Judgement, ...] = ()
    passages: dict[Attested, Passage] = field(default_factory=dict)
    spellings: dict[tuple[str, str, str], tuple[Span, ...]] = field(default_factory=dict)

    def propositions(self) -> dict[str, Proposition]:
        """Every proposition that a statement states or a judgement judges, by slug, sorted."""
        found = {p.slug: p for many in self.statements.values() for s in many for p in s.states}
        found |= {p.slug: p for judgement in self.judgements for p in judgement.propositions}
        return dict(sorted(found.items()))

    def kind_of(self, slug: str) -> str:
        """The kind of a known thing: an authority entry, or a document in hand."""
        return "document" if slug in self.documents else self.authority.kind_of(slug)

    def label_of(self, slug: str) -> str:
        """What a known thing is called."""
        document = self.documents.get(slug)
        if document is None:
            return self.authority.label_of(slug)
        return document.title.value if document.title else slug


def find_collection(folder: Path | None) -> Path:
    """The folder of the collection: ``folder``, or the nearest from here upwards, or its ``data/``."""
    if folder is not None:
        if not (folder / SETTINGS_FILE).is_file():
            raise InputError(
                folder, None, f"holds no {SETTINGS_FILE}", "name a collection's folder, or make one with kg init"
            )
        return folder
    here = Path.cwd()
    for candidate in (here, *here.parents):
        for found in (candidate, candidate / "data"):
            if (found / SETTINGS_FILE).is_file():
                return found
    raise InputError(here, None, f"no {SETTINGS_FILE} here or above", "use --collection DIR, or make one with kg init")


def read_collection(folder: Path) -> Collection:
    """The collection in ``folder``; raises ``InputErrors`` with every error found in its files."""
    settings = read_settings(folder / SETTINGS_FILE, name=SETTINGS_FILE)
    problems, facts = Problems(), load_ontology().facts
    documents, hashes = _read_documents(folder, settings, problems)
    authority = read_authority(_files(folder, "authority"), problems)
    for slug in sorted(set(authority.entities) & set(documents)):
        place = authority.entities[slug].place_in_file
        problems.add(place.path, place.line, f"{slug!r} is a document in hand", "an authority entry needs its own slug")
    check_references(authority, documents, problems)
    known = frozenset(documents)
    statements = {
        name: read_annotations(
            f"annotations/{name}.yaml", folder / "annotations" / f"{name}.yaml", name, document.text,
            authority=authority, predicates=facts, documents=known, problems=problems,
        )
        for name, document in documents.items()
        if (folder / "annotations" / f"{name}.yaml").exists()
    }  # fmt: skip
    for shown, path in _files(folder, "annotations"):
        if path.stem not in documents:
            problems.add(shown, None, f"there is no document {path.stem!r}", hint_at(path.stem, documents))
    judgement_file = folder / "judgements.yaml"
    judged = read_judgements(judgement_file.name, judgement_file, facts, problems) if judgement_file.exists() else ()
    collection = Collection(
        folder, settings, documents, hashes, authority, statements, judged,
        passages=_find_passages(authority, documents, problems),
        spellings=_find_spellings(authority, documents, problems),
    )  # fmt: skip
    _check_settings(collection, problems)
    _check_judgements(collection, problems)
    problems.raise_any()
    return collection


def _files(folder: Path, name: str) -> list[tuple[str, Path]]:
    return [(f"{name}/{path.name}", path) for path in sorted((folder / name).glob("*.yaml"))]


def _read_documents(folder: Path, settings: Settings, problems: Problems) -> tuple[dict[str, Document], dict[str, str]]:
    documents: dict[str, Document] = {}
    hashes: dict[str, str] = {}
    names = sorted({path.stem for path in (folder / "sources").glob("*.txt")} | {s.id for s in settings.sources})
    for name in names:
        shown = f"sources/{name}.txt"
        try:
            data = read_bytes(folder / "sources" / f"{name}.txt", name=shown)
            documents[name] = read_text(decode_bytes(data, shown), name)
            hashes[name] = hashlib.sha256(data).hexdigest()
        except InputError as error:
            problems.errors.append(error)
    return documents, hashes


def _find_passages(authority: Authority, documents: dict[str, Document], problems: Problems) -> dict[Attested, Passage]:
    found: dict[Attested, Passage] = {}
    for attested in _attestations(authority.entities.values()):
        document = documents.get(attested.document)
        if document is None:
            continue  # noted by check_references
        spans = find_quote(attested.quote, document.text)
        number = attested.occurrence or 1
        where, words = attested.place, attested.quote
        if len(spans) < number:
            cure = f"copy the words from the text of {attested.document}"
            problems.add(where.path, where.line, f"quote is not in the text: {words!r}", cure)
        elif len(spans) > 1 and attested.occurrence is None:
            cure = f"add occurrence: 1 to {len(spans)}, or quote more"
            problems.add(where.path, where.line, f"quote stands {len(spans)} times: {words!r}", cure)
        else:
            found[attested] = Passage(attested.document, *spans[number - 1])
    return found


def _attestations(entities: Iterable[Entity]) -> Iterable[Attested]:
    for entity in entities:
        yield from (holding.attested for holding in entity.roles)
        yield from (attendance.attested for attendance in entity.attendances)


def _find_spellings(
    authority: Authority, documents: dict[str, Document], problems: Problems
) -> dict[tuple[str, str, str], tuple[Span, ...]]:
    found: dict[tuple[str, str, str], tuple[Span, ...]] = {}
    for entity in authority.entities.values():
        for name in entity.names:
            for document in name.documents:
                if document not in documents:
                    continue  # noted by check_references
                spans = find_spelling(name.form, documents[document].text)
                if spans:
                    found[entity.slug, name.form, document] = tuple(spans)
                else:
                    what = f"{name.form!r} does not stand in {document}"
                    problems.add(name.place.path, name.place.line, what, "correct the spelling or the document")
    return found


def _check_settings(collection: Collection, problems: Problems) -> None:
    for source in collection.settings.sources:
        entity = collection.authority.entities.get(source.meeting) if source.meeting else None
        if source.meeting and (entity is None or entity.kind != "meeting"):
            meetings = [slug for slug, one in collection.authority.entities.items() if one.kind == "meeting"]
            problems.add(SETTINGS_FILE, None, f"unknown meeting {source.meeting!r}", hint_at(source.meeting, meetings))


def _check_judgements(collection: Collection, problems: Problems) -> None:
    ids = {statement.id for many in collection.statements.values() for statement in many}
    known = set(collection.authority.entities) | set(collection.documents)
    for judgement in collection.judgements:
        where = judgement.place
        for name in judgement.rests_on:
            if name not in ids:
                problems.add(where.path, where.line, f"rests on unknown statement {name!r}", hint_at(name, ids))
        for proposition in judgement.propositions:
            for slug in (proposition.subject, proposition.object, proposition.location):
                if slug and slug not in known:
                    problems.add(where.path, where.line, f"unknown slug {slug!r}", hint_at(slug, known))
