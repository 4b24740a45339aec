"""The authority -> quads: known things, their spellings, offices, attendances and identity judgements."""

from __future__ import annotations

import hashlib

from pyoxigraph import NamedNode, Quad

from kg.collection import Collection
from kg.map.things import CLASSES, KIND_CLASSES, Things
from kg.model import UNIDENTIFIED, Attendance, Entity, Name, Passage, RoleHolding, kebab
from kg.terms import DCTERMS, OWL, SKOS, Describer, english, integer, kg, make_time, text, voc

__all__ = ["map_authority"]


def map_authority(collection: Collection) -> list[Quad]:
    """The quads of the authority's named graph."""
    things = Things(collection)
    out = things.graph("authority")
    for _, entity in sorted(collection.authority.entities.items()):
        node = things.thing(entity.slug)
        _describe_entity(things, node, entity, out)
        forms = [
            _describe_spelling(things, node, entity, name, document, out)
            for name in entity.names
            for document in name.documents
        ]
        _describe_identity(things, node, entity, forms, out)
        for holding in entity.roles:
            _describe_role_holding(things, node, entity, holding, out)
        for attendance in entity.attendances:
            describe_attendance(things, node, entity.slug, attendance, out)
    return out.quads


def _describe_entity(things: Things, node: NamedNode, entity: Entity, out: Describer) -> None:
    kind = CLASSES[entity.kind]
    if entity.kind == "document":
        kind = KIND_CLASSES.get(entity.document_kind or "", "Document")
        out.add(node, kg("availability"), voc("availability", "mentioned-only"))
        if entity.document_kind:
            out.add(node, kg("documentKind"), voc("kind", entity.document_kind))
    out.begin(node, kind, entity.label)
    out.add(node, SKOS("prefLabel"), english(entity.label))
    spellings = {" ".join(name.form.split()) for name in entity.names} - {entity.label}
    out.add_all(node, SKOS("altLabel"), (english(form) for form in sorted(spellings)))
    out.add(node, kg("editorialNote"), english(entity.note) if entity.note else None)
    out.add(node, kg("status"), voc("status", "draft") if entity.kind == UNIDENTIFIED else None)
    out.add_all(node, OWL("sameAs"), (NamedNode(iri) for iri in entity.same_as))
    out.add_date(node, entity.date, entity.date_as_written)
    out.add(node, kg("place"), things.thing(entity.location) if entity.location else None)
    out.add(node, DCTERMS("isPartOf"), things.thing(entity.part_of) if entity.part_of else None)
    for name, value in (("startTime", entity.start_time), ("endTime", entity.end_time), ("duration", entity.duration)):
        out.add(node, kg(name), make_time(value) if value else None)
    out.add_all(node, kg("author"), (things.thing(slug) for slug in entity.authors))
    out.add_all(node, kg("addressedTo"), (things.thing(slug) for slug in entity.addressees))


def _describe_spelling(
    things: Things, owner: NamedNode, entity: Entity, name: Name, document: str, out: Describer
) -> NamedNode:
    """One spelling in one document: where it first stands, how often, and whose words use it there."""
    spans = things.collection.spellings[entity.slug, name.form, document]
    first = Passage(document, *spans[0])
    node = things.node("name", f"{entity.slug}-{document}-{_key(name.form)}")
    out.begin(node, "NameForm", name.form)
    out.add(owner, kg("hasNameForm"), node)
    out.add(node, kg("form"), text(" ".join(name.form.split())))
    out.add(node, kg("inDocument"), things.node("document", document))
    out.add(node, kg("occurrences"), integer(len(spans)))
    out.add(node, kg("passage"), things.passage(first, out))
    out.add(node, kg("attestedIn"), things.attester(first))
    if entity.kind == "document":
        out.add(things.node("document", document), kg("mentionsDocument"), owner)
    return node


def _key(form: str) -> str:
    """A form as part of a slug: readable, and by its digest exact where two differ in case or hyphens only."""
    spelling = " ".join(form.split())
    digest = hashlib.sha256(spelling.encode()).hexdigest()[:6]
    return "-".join(filter(None, (kebab(spelling.lower()), digest)))


def _describe_identity(things: Things, node: NamedNode, entity: Entity, forms: list[NamedNode], out: Describer) -> None:
    if entity.identity is None:
        return
    judgement = things.node("judgement", f"identity-{entity.slug}")
    out.begin(judgement, "Judgement", f"the spellings of {entity.label} name one {entity.kind}")
    out.add(judgement, kg("identifies"), node)
    out.add(judgement, kg("verdict"), voc("verdict", "accepted"))
    out.add(judgement, kg("reason"), english(entity.identity))
    out.add(judgement, kg("judge"), text(things.collection.settings.creator or "the editors"))
    out.add_date(judgement, things.collection.settings.issued or None)
    out.add_all(judgement, kg("restsOn"), forms)


def _describe_role_holding(
    things: Things, owner: NamedNode, entity: Entity, holding: RoleHolding, out: Describer
) -> None:
    passage = things.collection.passages[holding.attested]
    node = things.node("holding", f"{entity.slug}-{holding.role}-{passage.document}-{passage.start}")
    out.begin(node, "RoleHolding", f"{entity.label}: {things.label(holding.role)}")
    out.add(owner, kg("roleHolding"), node)
    out.add(node, kg("role"), things.thing(holding.role))
    out.add(node, kg("inBody"), things.thing(holding.body) if holding.body else None)
    out.add_date(node, holding.date)
    out.add(node, kg("attestedBy"), things.passage(passage, out))
    out.add(node, kg("attestedIn"), things.attester(passage))


def describe_attendance(things: Things, meeting: NamedNode, slug: str, attendance: Attendance, out: Describer) -> None:
    """Describe one agent's presence at a meeting as some words attest it."""
    passage = things.collection.passages[attendance.attested]
    describe_presence(things, meeting, slug, attendance.agent, passage, attendance.side, out)


def describe_presence(
    things: Things,
    meeting: NamedNode,
    slug: str,
    agent: str,
    passage: Passage,
    side: str | None,
    out: Describer,
) -> None:
    """Describe the presence of ``agent`` at the meeting ``slug``, attested by ``passage``."""
    node = things.node("attendance", f"{slug}-{agent}-{passage.document}-{passage.start}")
    out.begin(node, "Attendance", f"{things.label(agent)} at {things.label(slug)}")
    out.add(node, kg("attendee"), things.thing(agent))
    out.add(node, kg("attendedEvent"), meeting)
    out.add_text(node, kg("side"), side)
    out.add(node, kg("attestedBy"), things.passage(passage, out))
    out.add(node, kg("attestedIn"), things.attester(passage))
