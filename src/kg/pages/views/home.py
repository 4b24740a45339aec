"""The first page, and the lists of all things of one kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.pages.jsonld import thing_jsonld
from kg.pages.reader import Reader, date_words
from kg.pages.records import Crumb, Head, Ref, layer_of
from kg.pages.views.common import plural_name
from kg.questions import load_questions
from kg.terms import DCTERMS, kg

__all__ = ["Count", "Entry", "HomeView", "ListView", "Paper", "view_home", "view_list"]

COUNTED = ("statement", "proposition", "judgement", "person", "meeting")
DATED = ("document", "meeting", "event")  # listed in the order of their dates
GROUPS = ("group", "party", "body", "delegation", "unidentified")


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a kind there are, and where they are listed."""

    number: int
    name: str
    address: str
    layer: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in hand, with how much it reports and how deep its hearsay goes."""

    document: Ref
    kind: str
    date: str | None
    order: str
    statements: int
    deepest: int
    summary: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that the first page shows."""

    head: Head
    description: str
    counts: tuple[Count, ...]
    papers: tuple[Paper, ...]
    questions: tuple[Ref, ...]
    people: tuple[tuple[Ref, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in a list."""

    ref: Ref
    note: str
    count: int
    order: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """All things of one kind, under headings where there are many."""

    head: Head
    kind: str
    counts: str
    total: int
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


def view_home(reader: Reader) -> HomeView:
    """The view of the first page."""
    graph = reader.graph
    dataset = graph.dataset or ""
    title = graph.text(dataset, DCTERMS("title")) or "Hearsay"
    description = graph.text(dataset, DCTERMS("description")) or ""
    papers = papers_of(reader)
    absent = len(graph.members("document")) - len(papers)
    groups = sum(len(graph.members(kind)) for kind in GROUPS)
    counts = [
        Count(len(papers), "document" if len(papers) == 1 else "documents", "doc/document", "source"),
        Count(absent, "only mentioned", "doc/document", "source"),
        *(_count(reader, kind) for kind in COUNTED),
        Count(groups, "groups", "doc/group", "authority"),
    ]
    spoke = Counter({one: len(graph.subjects(one, kg("speaker"))) for one in graph.members("person")})
    return HomeView(
        head=Head(title, description=description, iri=dataset, jsonld=dataset_jsonld(reader, dataset, title)),
        description=" ".join(description.split()),
        counts=tuple(count for count in counts if count.number),
        papers=papers,
        questions=tuple(
            Ref(question.summary, f"question/{name}", "question") for name, question in sorted(load_questions().items())
        ),
        people=tuple((reader.ref(one), number) for one, number in _most(spoke, 12)),
    )


def _most(counter: Counter[str], limit: int) -> list[tuple[str, int]]:
    return [(iri, number) for iri, number in sorted(counter.items(), key=lambda p: (-p[1], p[0])) if number][:limit]


def _count(reader: Reader, kind: str) -> Count:
    number = len(reader.graph.members(kind))
    return Count(number, plural_name(kind), f"doc/{kind}", layer_of(kind))


def papers_of(reader: Reader) -> tuple[Paper, ...]:
    """The documents in hand, in the order of their dates."""
    graph, found = reader.graph, []
    for iri in graph.members("document"):
        if graph.text(iri, kg("text")) is None:
            continue
        kind = graph.iri(iri, kg("documentKind"))
        depths = [
            graph.number(statement, kg("depth"))
            for passage in graph.subjects(iri, kg("inDocument"))
            if "#char=" in passage
            for statement in graph.subjects(passage, kg("passage"))
            if reader.kind(statement) == "statement"
        ]
        found.append(
            Paper(
                reader.ref(iri), graph.label(kind) if kind else "document", date_words(graph, iri),
                graph.text(iri, kg("earliest")) or "9", len(depths), max(depths, default=0),
                " ".join(graph.texts(iri, kg("summary"))),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.order, one.document.label)))


def dataset_jsonld(reader: Reader, dataset: str, title: str) -> dict[str, object]:
    """The collection as schema.org has a data set."""
    graph = reader.graph
    licence = graph.iri(dataset, DCTERMS("license"))
    return thing_jsonld(
        "dataset", dataset, title, dataset,
        description=" ".join((graph.text(dataset, DCTERMS("description")) or "").split()),
        license={"@id": licence} if licence else None,
        creator=[{"@type": "Organization", "name": name} for name in graph.texts(dataset, DCTERMS("creator"))],
        dateModified=graph.text(dataset, DCTERMS("issued")),
        url={"@id": graph.base} if graph.base else None,
    )  # fmt: skip


def view_list(reader: Reader, kind: str) -> ListView | None:
    """The view of all things of a kind, or none where there are none."""
    graph = reader.graph
    members = graph.members(kind)
    if not members:
        return None
    title = plural_name(kind).capitalize()
    property_, counts = _counted(kind)
    entries: dict[str, list[Entry]] = {}
    for iri in members:
        number = len(graph.subjects(iri, kg(property_))) if property_ else 0
        ref = reader.ref(iri)
        note = " · ".join(filter(None, (_note(reader, iri, kind), date_words(graph, iri))))
        order = graph.text(iri, kg("earliest")) or "9" if kind in DATED else ""
        entries.setdefault(_heading(reader, iri, kind, ref), []).append(Entry(ref, note, number, order))
    groups = tuple(
        (
            heading,
            tuple(many)
            if kind == "statement"
            else tuple(sorted(many, key=lambda one: (one.order, one.ref.label.casefold()))),
        )
        for heading, many in sorted(entries.items())
    )
    crumbs = (Crumb("Home", ""), Crumb(title, f"doc/{kind}"))
    head = Head(title, kind, layer_of(kind), "list", f"All {plural_name(kind)} of the collection", crumbs)
    return ListView(head, kind, counts, len(members), groups)


def _order(entry: Entry) -> tuple[str, str]:
    return entry.order, entry.ref.label.casefold()


def _counted(kind: str) -> tuple[str, str]:
    if kind == "proposition":
        return "states", "statements of it"
    if kind in ("person", *GROUPS):
        return "speaker", "statements made"
    if kind in ("place", "meeting", "event", "role"):
        return "about", "statements about it"
    return "", ""


def _note(reader: Reader, iri: str, kind: str) -> str:
    if kind == "document":
        sort = reader.graph.iri(iri, kg("documentKind"))
        return reader.graph.label(sort) if sort else ""
    if kind == "name":
        return ", ".join(ref.label for ref in reader.linked(iri, "nameOf"))
    return ""


def _heading(reader: Reader, iri: str, kind: str, ref: Ref) -> str:
    """The document of a statement, whether a document is in hand, else the first letter of a name."""
    if kind == "statement":
        return reader.told(iri).document.label
    if kind == "document":
        return "In hand" if reader.graph.text(iri, kg("text")) is not None else "Only mentioned"
    if kind in ("person", "place", "role", "party", "delegation", *DATED):
        return ""
    letter = next((char for char in ref.label if char.isalpha()), "").upper()
    return letter or "0–9"
