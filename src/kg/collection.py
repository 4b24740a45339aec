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
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.annotations import read_annotations
from kg.authority import check_references, read_authority, read_judgements
from kg.document import Document
from kg.errors import InputError, hint_at
from kg.locate import find_quote, find_spelling
from kg.model import UNIDENTIFIED, Attested, Authority, Entity, Judgement, Passage, Place, Proposition, Statement
from kg.ontology import load_ontology
from kg.read import read_text
from kg.read.decode import decode_bytes
from kg.settings import Settings, read_settings
from kg.sources import check_name, read_marked_up
from kg.textfile import read_bytes
from kg.yamlfile import Problems

__all__ = ["Collection", "Frame", "find_collection", "read_collection", "read_frame", "reviewed_only"]

SETTINGS_FILE = "collection.toml"
UNKNOWN = "Named in drafts only: the authority has no entry, and nobody has said who it is."
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

    @property
    def drafts(self) -> int:
        """How many of the statements are drafts."""
        return sum(one.status == "draft" for many in self.statements.values() for one in many)

    @property
    def unidentified(self) -> tuple[str, ...]:
        """The slugs that drafts name and the authority does not know."""
        return tuple(slug for slug, one in self.authority.entities.items() if one.kind == UNIDENTIFIED)

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
        if document.title:
            return document.title.value
        return next((s.title for s in self.settings.sources if s.id == slug and s.title), slug)


@dataclass(frozen=True, slots=True)
class Frame:
    """What reading the annotations of a collection needs: the settings, the documents, and the authority."""

    folder: Path
    settings: Settings
    documents: dict[str, Document]
    authority: Authority


def read_frame(folder: Path) -> Frame:
    """The frame of the collection in ``folder``, whatever its annotations say; raises ``InputErrors``."""
    settings = read_settings(folder / SETTINGS_FILE, name=SETTINGS_FILE)
    problems = Problems()
    documents, _ = _read_documents(folder, settings, problems)
    problems.raise_any()
    authority = read_authority(list_files(folder, "authority", problems), problems)
    problems.raise_any()
    return Frame(folder, settings, documents, authority)


def reviewed_only(collection: Collection) -> Collection:
    """The collection as if it held no draft: no statement that is one or that reaches the page through one."""
    statements = {name: tuple(_reviewed(many)) for name, many in collection.statements.items()}
    known = {slug: one for slug, one in collection.authority.entities.items() if one.kind != UNIDENTIFIED}
    return replace(collection, statements=statements, authority=Authority(known))


def _reviewed(statements: Iterable[Statement]) -> Iterable[Statement]:
    kept: set[str] = set()
    for one in statements:  # each after the one that reports it
        if one.status == "reviewed" and (one.parent is None or one.parent in kept):
            kept.add(one.id)
            yield one


def _with_unidentified(authority: Authority, statements: dict[str, tuple[Statement, ...]]) -> Authority:
    """The authority with an entry for each agent whom only drafts name: something to point to, marked as a draft."""
    found: dict[str, Entity] = {}
    for one in (one for many in statements.values() for one in many if one.status == "draft"):
        agents = (one.speaker, one.inferred_speaker, *one.speaker_members, *one.addressees, *one.presence)
        for slug in agents:
            if slug is not None and slug not in authority.entities and slug not in found:
                label = slug.replace("-", " ").title()
                found[slug] = Entity(slug, UNIDENTIFIED, label, (), one.place, note=UNKNOWN)
    return Authority({**authority.entities, **dict(sorted(found.items()))}) if found else authority


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
    """The collection in ``folder``; raises ``InputErrors`` with every error found in its files.

    Settings, sources, authority, annotations and judgements are read in this order, each on what stands before it:
    where one has errors the next is not read, for its errors would only follow from them.
    """
    settings = read_settings(folder / SETTINGS_FILE, name=SETTINGS_FILE)
    problems, facts = Problems(), load_ontology().facts
    documents, hashes = _read_documents(folder, settings, problems)
    problems.raise_any()
    authority = read_authority(list_files(folder, "authority", problems), problems)
    problems.raise_any()
    for slug in sorted(set(authority.entities) & set(documents)):
        place = authority.entities[slug].place_in_file
        problems.add(place.path, place.line, f"{slug!r} is a document in hand", "an authority entry needs its own slug")
    check_references(authority, documents, problems)
    passages = _find_passages(authority, documents, problems)
    spellings = _find_spellings(authority, documents, problems)
    _check_settings(settings, authority, problems)
    problems.raise_any()
    known = frozenset(documents)
    statements = {
        name: read_annotations(
            f"annotations/{name}.yaml", folder / "annotations" / f"{name}.yaml", name, document.text,
            authority=authority, predicates=facts, documents=known, problems=problems,
        )
        for name, document in documents.items()
        if (folder / "annotations" / f"{name}.yaml").exists()
    }  # fmt: skip
    for shown, path in list_files(folder, "annotations", problems):
        if path.stem not in documents:
            problems.add(shown, None, f"there is no document {path.stem!r}", hint_at(path.stem, documents))
    problems.raise_any()
    authority = _with_unidentified(authority, statements)
    judgement_file = folder / "judgements.yaml"
    judged = read_judgements(judgement_file.name, judgement_file, facts, problems) if judgement_file.exists() else ()
    collection = Collection(
        folder, settings, documents, hashes, authority, statements, judged, passages=passages, spellings=spellings
    )
    _check_identifiers(collection, problems)
    _check_judgements(collection, problems)
    problems.raise_any()
    return collection


def list_files(folder: Path, name: str, problems: Problems) -> list[tuple[str, Path]]:
    for path in sorted((folder / name).glob("*.yml")):
        problems.add(f"{name}/{path.name}", None, "is not read", f"name it {path.stem}.yaml")
    return [(f"{name}/{path.name}", path) for path in sorted((folder / name).glob("*.yaml"))]


def _read_documents(folder: Path, settings: Settings, problems: Problems) -> tuple[dict[str, Document], dict[str, str]]:
    documents: dict[str, Document] = {}
    hashes: dict[str, str] = {}
    marked: dict[str, Document] = {}
    for found in read_marked_up(folder, settings.sources):
        if isinstance(found, InputError):
            problems.errors.append(found)
        else:
            marked[found.id] = found
    names = sorted({path.stem for path in (folder / "sources").glob("*.txt")} | {s.id for s in settings.sources})
    for name in names:
        shown = f"sources/{name}.txt"
        try:
            check_name(name, shown)
            data = read_bytes(folder / "sources" / f"{name}.txt", name=shown)
            documents[name] = _same_text(marked.get(name), read_text(decode_bytes(data, shown), name), shown)
            hashes[name] = hashlib.sha256(data).hexdigest()
        except InputError as error:
            problems.errors.append(error)
    return documents, hashes


def _same_text(marked: Document | None, plain: Document, shown: str) -> Document:
    """The document with what its markup says, if its text is still the one that is made from that."""
    if marked is None:
        return plain
    if marked.text != plain.text:
        at = next((n for n, pair in enumerate(zip(marked.text, plain.text, strict=False)) if pair[0] != pair[1]), 0)
        line = plain.text.count("\n", 0, at) + 1
        raise InputError(shown, line, "is not the text that its file gives", "undo the change, or add it anew")
    return marked


def _find_passages(authority: Authority, documents: dict[str, Document], problems: Problems) -> dict[Attested, Passage]:
    found: dict[Attested, Passage] = {}
    for attested in _attestations(authority.entities.values()):
        document = documents.get(attested.document)
        if document is None:
            continue  # noted by check_references
        spans = find_quote(attested.quote, document.text)
        number = attested.occurrence or 1
        where, words = attested.place, attested.quote
        if not words:
            continue  # noted when it was read
        if not spans:
            cure = f"copy the words from the text of {attested.document}"
            problems.add(where.path, where.line, f"quote is not in the text: {words!r}", cure)
        elif len(spans) < number:
            what = f"occurrence {number} of a quote that stands {len(spans)} times: {words!r}"
            problems.add(where.path, where.line, what, "count the occurrences anew")
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
    return {key: tuple(_outside_longer(key, spans, found)) for key, spans in found.items()}


def _outside_longer(
    key: tuple[str, str, str], spans: tuple[Span, ...], found: dict[tuple[str, str, str], tuple[Span, ...]]
) -> Iterable[Span]:
    """The places of a spelling that are no part of a longer spelling of the same thing; all, where none is left.

    "Pak" stands alone four times in a text that has "Pak Chang-ok" ten times.
    """
    slug, form, document = key
    longer = [
        span
        for (other, name, place), places in found.items()
        if other == slug and place == document and len(name) > len(form)
        for span in places
    ]
    alone = [(a, b) for a, b in spans if not any(c <= a and b <= d for c, d in longer)]
    return alone or spans


def _check_settings(settings: Settings, authority: Authority, problems: Problems) -> None:
    meetings = [slug for slug, one in authority.entities.items() if one.kind == "meeting"]
    for source in settings.sources:
        if source.meeting and source.meeting not in meetings:
            problems.add(SETTINGS_FILE, None, f"unknown meeting {source.meeting!r}", hint_at(source.meeting, meetings))


def _check_identifiers(collection: Collection, problems: Problems) -> None:
    """Note what would share an IRI though it is not the same: statements, propositions, judgements."""
    places: dict[str, Place] = {}
    judged = {f"identity-{slug}": one.place_in_file for slug, one in collection.authority.entities.items()}
    for statement in (one for many in collection.statements.values() for one in many):
        first = places.setdefault(statement.id, statement.place)
        if first != statement.place:
            what = f"statement {statement.id!r} stands twice"
            problems.add(statement.place.path, statement.place.line, what, f"first at {first.path}:{first.line}")
    for judgement in collection.judgements:
        if judgement.id in judged:
            what = f"{judgement.id!r} is the judgement on the spellings of {judgement.id.removeprefix('identity-')!r}"
            problems.add(judgement.place.path, judgement.place.line, what, "give this one another id")
    contents: dict[str, Proposition] = {}
    for place, proposition in _propositions_with_places(collection):
        other = contents.setdefault(proposition.slug, proposition)
        if other != proposition:
            what = f"two propositions share the identifier {proposition.slug!r}"
            problems.add(place.path, place.line, what, "write both alike, or make what differs a word of its own")


def _propositions_with_places(collection: Collection) -> Iterable[tuple[Place, Proposition]]:
    for statements in collection.statements.values():
        yield from ((statement.place, one) for statement in statements for one in statement.states)
    for judgement in collection.judgements:
        yield from ((judgement.place, one) for one in judgement.propositions)


def _check_judgements(collection: Collection, problems: Problems) -> None:
    ids = {statement.id for many in collection.statements.values() for statement in many}
    firm = {statement.id for many in reviewed_only(collection).statements.values() for statement in many}
    known = set(collection.authority.entities) | set(collection.documents)
    for judgement in collection.judgements:
        where = judgement.place
        for name in judgement.rests_on:
            if name not in ids:
                problems.add(where.path, where.line, f"rests on unknown statement {name!r}", hint_at(name, ids))
            elif name not in firm:
                what = f"rests on statement {name!r}, which is a draft or reaches the page through one"
                problems.add(where.path, where.line, what, "review it first")
        for proposition in judgement.propositions:
            for slug in (proposition.subject, proposition.object, proposition.location):
                if slug and slug not in known:
                    problems.add(where.path, where.line, f"unknown slug {slug!r}", hint_at(slug, known))
