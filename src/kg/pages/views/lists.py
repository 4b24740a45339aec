"""Who spoke to whom in a period, and what happened when: the tables below the network and the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.dates import parse_date
from kg.errors import KgError
from kg.names import NameIndex
from kg.pages.reader import Reader, date_words
from kg.pages.records import Crumb, Head, Ref
from kg.terms import kg

__all__ = ["Edge", "Event", "NetworkView", "TimelineView", "view_network", "view_timeline"]


@dataclass(frozen=True, slots=True)
class Edge:
    """Who spoke to whom, and how often."""

    speaker: Ref
    listener: Ref
    first_hand: int
    hearsay: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.first_hand + self.hearsay


@dataclass(frozen=True, slots=True)
class NetworkView:
    """All that the network's page shows."""

    head: Head
    edges: tuple[Edge, ...]
    people: int
    statements: int
    values: Mapping[str, str]
    about: Ref | None
    since: date | None
    until: date | None
    first_hand: bool
    error: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated."""

    ref: Ref
    sort: str
    date: str
    earliest: str
    latest: str
    place: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All that the timeline's page shows, by year."""

    head: Head
    years: tuple[tuple[str, tuple[Event, ...]], ...]
    total: int
    undated: int


def view_network(reader: Reader, values: Mapping[str, str], names: NameIndex) -> NetworkView:
    """The view of who spoke to whom: ``about`` whom, ``since`` and ``until`` when, ``first`` hand only."""
    error, about, since, until = "", None, None, None
    try:
        if values.get("about", "").strip():
            about = reader.ref(names.get_iri(values["about"].strip(), "thing"))
        since = parse_date(values["since"].strip()).earliest if values.get("since", "").strip() else None
        until = parse_date(values["until"].strip()).latest if values.get("until", "").strip() else None
    except KgError as problem:
        error = str(problem)
    first = values.get("first", "") == "yes"
    rows = _edges(reader, about.iri if about else "", since, until, first) if not error else ()
    head = Head(
        "Who spoke to whom", "network", "account", "network",
        "Who spoke to whom in the documents, at first hand and by hearsay",
        (Crumb("Home", ""), Crumb("Network", "network")),
    )  # fmt: skip
    people = {ref.iri for edge in rows for ref in (edge.speaker, edge.listener)}
    agents = sorted(
        {reader.graph.label(one) for kind in ("person", "party", "body", "place") for one in reader.graph.members(kind)}
    )
    return NetworkView(
        head, rows, len(people), sum(edge.total for edge in rows), values, about, since, until, first, error,
        tuple(agents),
    )  # fmt: skip


def _edges(reader: Reader, about: str, since: date | None, until: date | None, first_only: bool) -> tuple[Edge, ...]:
    counts: dict[tuple[Ref, Ref], list[int]] = {}
    for iri in reader.graph.subjects(about, kg("about")) if about else reader.graph.members("statement"):
        row = reader.told(iri)
        if row.negated or row.modality != "actual" or row.inferred or (first_only and not row.first_hand):
            continue
        if (since or until) and not _within(reader, iri, row.document.iri, since, until):
            continue
        for speaker in row.speaker:
            for listener in row.addressees:
                counts.setdefault((speaker, listener), [0, 0])[0 if row.first_hand else 1] += 1
    found = (Edge(speaker, listener, *numbers) for (speaker, listener), numbers in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.total, one.speaker.label, one.listener.label)))


def _within(reader: Reader, statement: str, document: str, since: date | None, until: date | None) -> bool:
    """Whether a statement can be of the period, by its date, else its meeting's, else at first hand its document's."""
    graph = reader.graph
    meeting = graph.iri(statement, kg("saidDuring")) or ""
    own = document if graph.number(statement, kg("depth")) == 1 else ""  # hearsay may be of any time before
    for one in filter(None, (statement, meeting, own)):
        earliest, latest = graph.text(one, kg("earliest")), graph.text(one, kg("latest"))
        if earliest and latest:
            begins, ends = date.fromisoformat(earliest), date.fromisoformat(latest)
            return (until is None or begins <= until) and (since is None or ends >= since)
    return False


def view_timeline(reader: Reader) -> TimelineView:
    """The view of all dated documents, meetings and events."""
    graph, events, undated = reader.graph, [], 0
    for kind in ("document", "meeting", "event"):
        for iri in graph.members(kind):
            earliest, latest = graph.text(iri, kg("earliest")), graph.text(iri, kg("latest"))
            if not earliest or not latest:
                undated += 1
                continue
            sort = kind if kind != "document" or graph.text(iri, kg("text")) else "document, mentioned only"
            place = reader.linked(iri, "place")
            events.append(Event(reader.ref(iri), sort, date_words(graph, iri) or earliest, earliest, latest, place))
    events.sort(key=lambda one: (one.earliest, one.latest, one.ref.label))
    years: dict[str, list[Event]] = {}
    for event in events:
        years.setdefault(event.earliest[:4], []).append(event)
    head = Head(
        "Timeline", "timeline", "authority", "timeline", "The dated documents, meetings and events of the collection",
        (Crumb("Home", ""), Crumb("Timeline", "timeline")),
    )  # fmt: skip
    return TimelineView(head, tuple((year, tuple(many)) for year, many in years.items()), len(events), undated)
