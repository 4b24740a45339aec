"""``authority/*.yaml`` and ``judgements.yaml`` -> the known things, their names, and the editors' verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.dates import parse_date
from kg.errors import BadValue, hint_at
from kg.iris import check_slug
from kg.model import (
    EVENT_KINDS,
    GROUP_KINDS,
    KINDS,
    Attendance,
    Attested,
    Authority,
    Entity,
    Judgement,
    Name,
    Place,
    Proposition,
    RoleHolding,
)  # fmt: skip
from kg.yamlfile import Problems, Record, load_yaml

__all__ = ["check_references", "read_authority", "read_judgements", "read_proposition"]

COMMON = ("slug", "kind", "label", "names", "identity", "note", "wikidata", "viaf")
KEYS_OF_KIND = {
    "person": (*COMMON, "roles"),
    **dict.fromkeys(GROUP_KINDS, (*COMMON, "part_of")),
    "place": (*COMMON, "part_of"),
    **dict.fromkeys(
        EVENT_KINDS,
        (*COMMON, "date", "date_as_written", "location", "start_time", "end_time", "duration", "part_of", "attendance"),
    ),
    "document": (*COMMON, "document_kind", "date", "date_as_written", "authors", "to"),
    "role": COMMON,
}
ATTESTED_KEYS = ("document", "quote", "occurrence")
ROLE_KEYS = ("role", "body", "date", *ATTESTED_KEYS)
ATTENDANCE_KEYS = ("agents", "side", *ATTESTED_KEYS)
PROPOSITION_KEYS = ("subject", "predicate", "object", "polarity", "modality", "date", "place")
JUDGEMENT_KEYS = ("id", "propositions", "verdict", "reason", "rests_on", "date", "judge")
DOCUMENT_KINDS = (
    "memorandum", "letter", "telegram", "diary-entry", "verbatim-record", "minutes", "resolution", "report",
    "listing", "speech", "article", "note",
)  # fmt: skip
LINKS = {"wikidata": (r"Q\d+", "http://www.wikidata.org/entity/"), "viaf": (r"\d+", "http://viaf.org/viaf/")}


def read_authority(files: Iterable[tuple[str, Path]], problems: Problems) -> Authority:
    """All entities of the authority files, given as ``(name to show, path)``; errors are noted."""
    entities: dict[str, Entity] = {}
    for shown, path in files:
        loaded = load_yaml(path, problems, name=shown)
        if isinstance(loaded, Record):
            loaded.say("the file holds one mapping", "write a list of entries, each '- slug: …'")
            continue
        for record in loaded or []:
            entity = _entity(record)
            if entity is None:
                continue
            if entity.slug in entities:
                first = entities[entity.slug].place_in_file
                record.say(f"slug {entity.slug!r} stands twice", f"first at {first.path}:{first.line}", key="slug")
            entities.setdefault(entity.slug, entity)
    return Authority(entities)


def _entity(record: Record) -> Entity | None:
    slug = record.find_checked("slug", check_slug) if "slug" in record.items else record.get_text("slug")
    kind = record.find_choice("kind", KINDS) if "kind" in record.items else record.get_text("kind")
    if not slug or not kind:
        return None
    record.allow(KEYS_OF_KIND[kind])
    names = tuple(_name(item) for item in record.records("names"))
    spellings = {" ".join(name.form.split()) for name in names}
    identity = record.find_text("identity")
    if len(spellings) > 1 and not identity:
        cure = "add identity: with the reason for holding its spellings to name one thing"
        record.say(f"{slug!r} has {len(spellings)} spellings and no recorded identity judgement", cure)
    return Entity(
        slug=slug,
        kind=kind,
        label=record.get_text("label"),
        names=names,
        place_in_file=Place(record.path, record.line),
        identity=identity,
        note=record.find_text("note"),
        roles=tuple(_role_holding(item) for item in record.records("roles")),
        attendances=tuple(one for item in record.records("attendance") for one in _attendances(item)),
        date=_date(record),
        date_as_written=record.find_text("date_as_written"),
        location=record.find_text("location"),
        start_time=record.find_checked("start_time", _check_time),
        end_time=record.find_checked("end_time", _check_time),
        duration=record.find_checked("duration", _check_duration),
        part_of=record.find_text("part_of"),
        document_kind=record.find_choice("document_kind", DOCUMENT_KINDS),
        authors=record.texts("authors"),
        addressees=record.texts("to"),
        same_as=tuple(_links(record)),
    )


def _date(record: Record) -> str | None:
    span = record.find_checked("date", parse_date)
    return span.edtf if span else None


def _check_time(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", value):
        raise BadValue("time", value, "a time of day, as 18:00")
    return value


def _check_duration(value: str) -> str:
    if not re.fullmatch(r"P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?", value):
        raise BadValue("duration", value, "a duration, as PT3H10M")
    return value


def _links(record: Record) -> Iterable[str]:
    for key, (pattern, base) in LINKS.items():
        value = record.find_text(key)
        if value is None:
            continue
        if re.fullmatch(pattern, value):
            yield base + value
        else:
            record.say(f"{key} {value!r} is not an identifier of that file", f"write it as {pattern}", key=key)


def _name(record: Record) -> Name:
    record.allow(("form", "in"))
    return Name(record.get_text("form"), record.texts("in"), Place(record.path, record.line))


def _attested(record: Record) -> Attested:
    place = Place(record.path, record.lines.get("quote", record.line))
    return Attested(record.get_text("document"), record.get_text("quote"), record.find_integer("occurrence"), place)


def _role_holding(record: Record) -> RoleHolding:
    record.allow(ROLE_KEYS)
    return RoleHolding(record.get_text("role"), record.find_text("body"), _date(record), _attested(record))


def _attendances(record: Record) -> Iterable[Attendance]:
    record.allow(ATTENDANCE_KEYS)
    attested = _attested(record)
    for agent in record.texts("agents"):
        yield Attendance(agent, record.find_text("side"), attested)


def read_proposition(record: Record, predicates: Mapping[str, str]) -> Proposition:
    """The proposition that a mapping of an annotation or judgement writes; errors are noted."""
    record.allow(PROPOSITION_KEYS)
    thing = record.items.get("object")
    number: dict[str, str | None] = {}
    if isinstance(thing, Record):
        number, thing = _read_number(thing), None
    elif not isinstance(thing, str) or not thing:
        record.say("a proposition needs an object", "write a slug, {value: 4, unit: persons} or unspecified")
        thing = None
    predicate = record.get_text("predicate")
    if predicate and predicate not in predicates:
        record.say(f"predicate {predicate!r} is not in the ontology", hint_at(predicate, predicates), key="predicate")
    return Proposition(
        subject=record.get_text("subject"),
        predicate=predicate,
        object=None if thing == "unspecified" else thing,
        **number,
        polarity=record.find_choice("polarity", ("affirmed", "negated")) or "affirmed",
        modality=record.find_choice("modality", ("actual", "planned", "hypothetical")) or "actual",
        date=_date(record),
        location=record.find_text("place"),
    )


def _read_number(record: Record) -> dict[str, str | None]:
    record.allow(("value", "up_to", "unit"))
    found = {"value": record.get_text("value"), "up_to": record.find_text("up_to"), "unit": record.find_text("unit")}
    for key in ("value", "up_to"):
        if found[key] and not re.fullmatch(r"-?\d+(\.\d+)?", found[key] or ""):
            record.say(f"{key} {found[key]!r} is not a number", "write digits, with '.' for decimals", key=key)
    return found


def read_judgements(shown: str, path: Path, predicates: Mapping[str, str], problems: Problems) -> tuple[Judgement, ...]:
    """The verdicts of ``judgements.yaml``; errors are noted."""
    loaded = load_yaml(path, problems, name=shown)
    if isinstance(loaded, Record):
        loaded.say("the file holds one mapping", "write a list of judgements, each '- id: …'")
        return ()
    found: dict[str, Judgement] = {}
    for record in loaded or []:
        record.allow(JUDGEMENT_KEYS)
        judgement = Judgement(
            id=record.find_checked("id", check_slug) or record.get_text("id"),
            propositions=tuple(read_proposition(item, predicates) for item in record.records("propositions")),
            verdict=record.find_choice("verdict", ("accepted", "rejected", "open")) or record.get_text("verdict"),
            reason=record.get_text("reason"),
            rests_on=record.texts("rests_on"),
            date=_date(record) or record.get_text("date"),
            judge=record.get_text("judge"),
            place=Place(record.path, record.line),
        )
        if judgement.id in found:
            record.say(f"judgement {judgement.id!r} stands twice", "give each its own id", key="id")
        found[judgement.id] = judgement
    return tuple(found.values())


def check_references(authority: Authority, held: Iterable[str], problems: Problems) -> None:
    """Note each slug in the authority that names nothing, or a thing of the wrong kind, and each cycle of parts."""
    documents = set(held)
    for entity in authority.entities.values():
        check = _Checker(authority, documents, entity, problems)
        agents = ("person", *GROUP_KINDS)
        for name in entity.names:
            for document in name.documents:
                check.is_held(document, name.place)
        for holding in entity.roles:
            check.is_kind(holding.role, ("role",), holding.attested.place)
            check.is_kind(holding.body, (*GROUP_KINDS, "place"), holding.attested.place)
            check.is_held(holding.attested.document, holding.attested.place)
        for attendance in entity.attendances:
            check.is_kind(attendance.agent, agents, attendance.attested.place)
            check.is_held(attendance.attested.document, attendance.attested.place)
        check.is_kind(entity.location, ("place",), entity.place_in_file)
        check.is_kind(entity.part_of, KINDS, entity.place_in_file)
        for agent in (*entity.authors, *entity.addressees):
            check.is_kind(agent, agents, entity.place_in_file)
        check.has_no_cycle()


class _Checker:
    """Checks the references of one entity."""

    def __init__(self, authority: Authority, held: set[str], entity: Entity, problems: Problems) -> None:
        self.authority, self.held, self.entity, self.problems = authority, held, entity, problems

    def is_kind(self, slug: str | None, kinds: tuple[str, ...], place: Place) -> None:
        if slug is None:
            return
        entity = self.authority.entities.get(slug)
        if entity is None:
            self._say(place, f"unknown slug {slug!r}", hint_at(slug, self.authority.entities))
        elif entity.kind not in kinds:
            self._say(place, f"{slug!r} is a {entity.kind}", f"its kind must be {' or '.join(kinds)}")

    def is_held(self, document: str, place: Place) -> None:
        if document not in self.held:
            self._say(place, f"document {document!r} is not in the collection", hint_at(document, self.held))

    def has_no_cycle(self) -> None:
        seen, slug = [self.entity.slug], self.entity.part_of
        while slug is not None and slug in self.authority.entities:
            if slug in seen:
                cycle = " → ".join((*seen, slug))
                self._say(self.entity.place_in_file, f"a cycle of parts: {cycle}", "take one part_of out")
                return
            seen.append(slug)
            slug = self.authority.entities[slug].part_of

    def _say(self, place: Place, what: str, cure: str) -> None:
        self.problems.add(place.path, place.line, what, cure)
