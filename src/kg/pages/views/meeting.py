"""A meeting's or event's page: who was there according to whom, and the records of it side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.pages.reader import Reader, date_words
from kg.pages.records import Fact, Head, Part, Ref, Told
from kg.pages.views.agent import Claim, Presence, Spelling, claims_of, presences_of, spellings_of
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.terms import DCTERMS, kg

__all__ = ["Attendee", "MeetingView", "Record", "view_meeting"]

FACTS = (
    ("date", "date"), ("dateAsWritten", "date as written"), ("correctedDate", "corrected date"), ("place", "place"),
    ("startTime", "began"), ("endTime", "ended"), ("duration", "lasted"), ("sameEventAs", "held to be the same as"),
    ("hasRecord", "records"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone who was there, with each attestation of it."""

    who: Ref
    sides: tuple[str, ...]
    attested: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What one document has as said at the meeting."""

    document: Ref
    own: bool  # whether the document is a record of the meeting
    date: str | None
    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """All that a meeting's or an event's page shows."""

    head: Head
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    attendees: tuple[Attendee, ...]
    records: tuple[Record, ...]
    about: Part
    claims: tuple[Claim, ...]
    spellings: tuple[Spelling, ...]
    everything: Everything


def view_meeting(reader: Reader, iri: str) -> MeetingView:
    """The view of a meeting or an event."""
    graph = reader.graph
    about = reader.stated(graph.subjects(iri, kg("about")))
    whole = tuple(
        Fact(label, refs)
        for label, refs in (
            ("part of", reader.refs(graph.iris(iri, DCTERMS("isPartOf")))),
            ("has parts", reader.refs(graph.subjects(iri, DCTERMS("isPartOf")))),
        )
        if refs
    )
    return MeetingView(
        head=head_of(reader, iri, eyebrow=" · ".join(filter(None, (reader.kind(iri), date_words(graph, iri))))),
        notes=graph.texts(iri, kg("editorialNote")),
        facts=facts_of(reader, iri, FACTS) + whole,
        attendees=_attendees(reader, iri),
        records=_records(reader, iri),
        about=Part("about", "Was said about it", "Statements about {name}, wherever they were made.", about),
        claims=claims_of(reader, iri),
        spellings=spellings_of(reader, iri),
        everything=everything_of(reader, iri),
    )


def _attendees(reader: Reader, iri: str) -> tuple[Attendee, ...]:
    grouped: dict[Ref, list[Presence]] = defaultdict(list)
    for presence in presences_of(reader, reader.graph.subjects(iri, kg("attendedEvent"))):
        for who in presence.attendee:
            grouped[who].append(presence)
    found = [
        Attendee(who, tuple(sorted({one.side for one in many if one.side})), tuple(many))
        for who, many in grouped.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.sides, one.who.label)))


def _records(reader: Reader, iri: str) -> tuple[Record, ...]:
    """The statements made there by document: those placed there, and what a record of it has without another place."""
    graph = reader.graph
    own = set(graph.subjects(iri, kg("recordOf")))
    placed = set(graph.subjects(iri, kg("saidDuring")))
    for document in own:
        placed |= {
            one for one in graph.iris(document, kg("reportedStatement")) if not graph.iris(one, kg("saidDuring"))
        }
    by_document: dict[Ref, list[Told]] = defaultdict(list)
    for row in reader.stated(placed):
        by_document[row.document].append(row)
    for document in own:
        by_document.setdefault(reader.ref(document), [])
    found = [
        Record(document, document.iri in own, date_words(graph, document.iri), tuple(rows))
        for document, rows in by_document.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.own, one.document.label)))
