"""A person's or a group's page: what it said and was told, what was said of it, and how it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.pages.reader import Reader, date_words
from kg.pages.records import Fact, Head, Part, Ref, Told
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.terms import DCTERMS, OWL, kg

__all__ = [
    "AgentView",
    "Claim",
    "Holding",
    "Partner",
    "Presence",
    "Spelling",
    "claims_of",
    "holdings_of",
    "identity_of",
    "presences_of",
    "spellings_of",
    "view_agent",
]

PAPERS = (
    ("wrote", "author"), ("signed", "signatory"), ("recorded", "recordedBy"), ("was sent", "addressedTo"),
    ("was on the distribution list of", "distributedTo"), ("translated", "translator"), ("obtained", "obtainedBy"),
    ("supported", "funder"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling in one document: how often, where first, and in whose words."""

    form: Ref
    document: Ref
    times: int
    place: Ref | None
    by: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """An office, as some words have it."""

    ref: Ref
    role: tuple[Ref, ...]
    body: tuple[Ref, ...]
    holder: tuple[Ref, ...]
    date: str | None
    order: str
    by: tuple[Ref, ...]
    places: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """An attendance, as some words have it."""

    ref: Ref
    attendee: tuple[Ref, ...]
    event: tuple[Ref, ...]
    date: str | None
    order: str
    side: str
    by: tuple[Ref, ...]
    places: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone spoken with: how many statements each way, at first hand and by hearsay; only those really made."""

    who: Ref
    said_first: int
    said_hearsay: int
    heard_first: int
    heard_hearsay: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.said_first + self.said_hearsay + self.heard_first + self.heard_hearsay


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition about the thing, how many statements state it, and the verdicts on it."""

    proposition: Ref
    statements: int
    verdicts: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class AgentView:
    """All that a person's or a group's page shows."""

    head: Head
    notes: tuple[str, ...]
    same_as: tuple[Ref, ...]
    relations: tuple[Fact, ...]
    parts: tuple[Part, ...]
    partners: tuple[Partner, ...]
    holdings: tuple[Holding, ...]
    presences: tuple[Presence, ...]
    claims: tuple[Claim, ...]
    spellings: tuple[Spelling, ...]
    identity: tuple[Fact, ...]
    papers: tuple[Fact, ...]
    everything: Everything


def view_agent(reader: Reader, iri: str) -> AgentView:
    """The view of a person, group, party, body or delegation."""
    graph = reader.graph
    said = reader.stated({*graph.subjects(iri, kg("speaker")), *graph.subjects(iri, kg("speakerMember"))})
    inferred = reader.stated(graph.subjects(iri, kg("inferredSpeaker")))
    told = reader.stated({*graph.subjects(iri, kg("addressee")), *graph.subjects(iri, kg("inPresenceOf"))})
    about = reader.stated(graph.subjects(iri, kg("about")))
    return AgentView(
        head=head_of(reader, iri),
        notes=graph.texts(iri, kg("editorialNote")),
        same_as=reader.refs(graph.iris(iri, OWL("sameAs"))),
        relations=facts_of(reader, iri, ("sameMembersAs",)) + _parts_of(reader, iri),
        parts=(
            Part("said", "Said", "Statements that the documents ascribe to {name}.", said),
            Part("may-have-said", "May have said", "The words name no speaker; the setting tells that it is {name}.",
                 inferred),
            Part("was-told", "Was told", "Statements made to {name}, or in the presence of {name}.", told),
            Part("about", "Was said about", "What others, or {name}, said of {name}.", about),
        ),
        partners=_partners(reader, iri, said, told),
        holdings=holdings_of(reader, graph.iris(iri, kg("roleHolding"))),
        presences=presences_of(reader, graph.subjects(iri, kg("attendee"))),
        claims=claims_of(reader, iri),
        spellings=spellings_of(reader, iri),
        identity=identity_of(reader, iri),
        papers=tuple(
            Fact(label, found) for label, name in PAPERS if (found := reader.linking(iri, name))
        ),
        everything=everything_of(reader, iri),
    )  # fmt: skip


def _parts_of(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """What a group belongs to and what belongs to it, as the editors have it."""
    whole = reader.refs(reader.graph.iris(iri, DCTERMS("isPartOf")))
    parts = reader.refs(reader.graph.subjects(iri, DCTERMS("isPartOf")))
    return tuple(Fact(label, refs) for label, refs in (("part of", whole), ("has parts", parts)) if refs)


def _partners(reader: Reader, iri: str, said: Iterable[Told], told: Iterable[Told]) -> tuple[Partner, ...]:
    counts: dict[Ref, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in said:
        for ref in row.addressees if _made(row) else ():
            counts[ref][0 if row.first_hand else 1] += 1
    for row in told:
        if _made(row) and iri in {ref.iri for ref in row.addressees} and not row.inferred:
            for ref in row.speaker:
                counts[ref][2 if row.first_hand else 3] += 1
    partners = (Partner(ref, *numbers) for ref, numbers in counts.items() if ref.iri != iri)
    return tuple(sorted(partners, key=lambda one: (-one.total, one.who.label)))


def _made(row: Told) -> bool:
    """Whether the text says that the statement was really made."""
    return row.modality == "actual" and not row.negated


def holdings_of(reader: Reader, holdings: Iterable[str]) -> tuple[Holding, ...]:
    """Offices in the order of their dates, undated ones last."""
    graph = reader.graph
    found = [
        Holding(
            reader.ref(one), reader.linked(one, "role"), reader.linked(one, "inBody"), reader.linked(one, "holder"),
            date_words(graph, one), graph.text(one, kg("earliest")) or "9", reader.attesters(one),
            places_of(reader, one),
        )
        for one in holdings
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.order, one.ref.label, one.ref.iri)))


def presences_of(reader: Reader, attendances: Iterable[str]) -> tuple[Presence, ...]:
    """Attendances in the order of their events' dates."""
    graph = reader.graph
    found = []
    for one in attendances:
        event = graph.iri(one, kg("attendedEvent")) or ""
        found.append(
            Presence(
                reader.ref(one), reader.linked(one, "attendee"), reader.linked(one, "attendedEvent"),
                date_words(graph, event), graph.text(event, kg("earliest")) or "9", graph.text(one, kg("side")) or "",
                reader.attesters(one), places_of(reader, one),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.order, one.ref.label, one.ref.iri)))


def places_of(reader: Reader, iri: str) -> tuple[Ref, ...]:
    """The passages that attest something."""
    return tuple(reader.passage(one) for one in reader.graph.iris(iri, kg("attestedBy")))


def claims_of(reader: Reader, iri: str) -> tuple[Claim, ...]:
    """The propositions with the thing as subject, object or place; the most stated first."""
    graph = reader.graph
    found = {one for name in ("subject", "object", "place") for one in graph.subjects(iri, kg(name))}
    claims = []
    for one in found:
        if reader.kind(one) == "proposition":
            judged = graph.subjects(one, kg("judges"))
            verdicts = reader.refs({verdict for by in judged for verdict in graph.iris(by, kg("verdict"))})
            claims.append(Claim(reader.ref(one), len(graph.subjects(one, kg("states"))), verdicts))
    return tuple(sorted(claims, key=lambda claim: (-claim.statements, claim.proposition.label)))


def spellings_of(reader: Reader, iri: str) -> tuple[Spelling, ...]:
    """Every spelling with where it stands."""
    graph = reader.graph
    found = []
    for one in graph.iris(iri, kg("hasNameForm")):
        document = graph.iri(one, kg("inDocument"))
        passage = graph.iri(one, kg("passage"))
        found.append(
            Spelling(
                Ref(graph.text(one, kg("form")) or graph.label(one), reader.links.find_address(one), "name", one),
                reader.ref(document) if document else Ref(""),
                graph.number(one, kg("occurrences")),
                reader.passage(passage) if passage else None,
                reader.attesters(one),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.form.label.casefold(), one.document.label, one.form.iri)))


def identity_of(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """The judgements that hold the spellings to name one thing, with their reasons."""
    graph = reader.graph
    return tuple(
        Fact(one.label, tuple(Ref(reason) for reason in graph.texts(one.iri, kg("reason"))), one)
        for one in reader.linking(iri, "identifies")
    )
