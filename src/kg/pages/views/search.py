"""Search over names in every spelling, documents and the words of statements; and the index for a page's script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.names import normalise
from kg.pages.reader import Reader, shorten
from kg.pages.records import Crumb, Head, Ref, Told
from kg.pages.views.common import kind_name
from kg.terms import SKOS, kg

__all__ = ["Found", "SearchIndex", "SearchView", "view_search"]

KINDS = (
    "person",
    "party",
    "body",
    "delegation",
    "group",
    "place",
    "meeting",
    "event",
    "document",
    "role",
    "unidentified",
)
MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A thing whose name matches, and the spelling that does, where it is another."""

    ref: Ref
    spelling: str
    kind: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """All that the page of results shows."""

    head: Head
    query: str
    things: tuple[Found, ...]
    things_total: int
    statements: tuple[Told, ...]
    statements_total: int
    propositions: tuple[Ref, ...]
    propositions_total: int


class SearchIndex:
    """Every spelling of every thing, and the words of every statement, normalised once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names: list[tuple[str, str, str]] = sorted(_spellings(reader))  # normal form, spelling, IRI
        self.statements = [(normalise(_words(reader, iri)), iri) for iri in reader.graph.members("statement")]
        self.propositions = [(normalise(reader.graph.label(iri)), iri) for iri in reader.graph.members("proposition")]

    def find_things(self, query: str) -> list[Found]:
        """Things by their names: the whole name first, then its beginning, then the beginning of a word."""
        wanted = normalise(query)
        best: dict[str, tuple[int, int, str]] = {}
        for name, spelling, iri in self.names if wanted else ():
            rank = _rank(name, wanted)
            if rank is not None:
                best[iri] = min(best.get(iri, (9, 0, "")), (rank, len(name), spelling))
        found = []
        for iri, (_, _, spelling) in sorted(best.items(), key=lambda item: (*item[1], item[0])):
            ref = self.reader.ref(iri)
            found.append(
                Found(ref, spelling if normalise(spelling) != normalise(ref.label) else "", kind_name(ref.kind))
            )
        return found

    def find_statements(self, query: str) -> list[str]:
        """Statements whose words hold every word of the query, or its phrase in quotation marks."""
        return _holding(self.statements, query)

    def find_propositions(self, query: str) -> list[str]:
        """Propositions whose words hold every word of the query."""
        return _holding(self.propositions, query)

    def as_names(self) -> list[dict[str, object]]:
        """The names as a script wants them: label, kind, address, and the other spellings."""
        others: dict[str, set[str]] = defaultdict(set)
        for _, spelling, iri in self.names:
            others[iri].add(spelling)
        found: list[dict[str, object]] = []
        for iri in sorted(others, key=lambda one: (KINDS.index(self.reader.kind(one)), one)):
            ref = self.reader.ref(iri)
            spellings = sorted(others[iri] - {ref.label})
            found.append({"name": ref.label, "kind": kind_name(ref.kind), "at": ref.address, "also": spellings})
        return found

    def as_statements(self) -> list[dict[str, str | None]]:
        """The statements as a script wants them: words, who to whom, address."""
        rows = (self.reader.told(iri) for _, iri in self.statements)
        return [
            {"words": shorten(row.words, 300), "who": row.ref.label.partition(":")[0], "at": row.ref.address}
            for row in rows
        ]


def view_search(index: SearchIndex, query: str) -> SearchView:
    """The view of what a query finds."""
    things, reader = index.find_things(query), index.reader
    statements, propositions = index.find_statements(query), index.find_propositions(query)
    head = Head(
        "Search", "search", "", "search", "Search the names, documents and statements of the collection",
        (Crumb("Home", ""), Crumb("Search", "search")),
    )  # fmt: skip
    return SearchView(
        head, query[:200], tuple(things[:MOST]), len(things),
        tuple(reader.told(iri) for iri in statements[:MOST]), len(statements),
        tuple(reader.ref(iri) for iri in propositions[:MOST]), len(propositions),
    )  # fmt: skip


def _spellings(reader: Reader) -> set[tuple[str, str, str]]:
    graph, found = reader.graph, set()
    for kind in KINDS:
        for iri in graph.members(kind):
            forms = {graph.label(iri), *graph.texts(iri, SKOS("altLabel"))}
            forms |= {form for name in graph.iris(iri, kg("hasNameForm")) for form in graph.texts(name, kg("form"))}
            found |= {(normalise(form), " ".join(form.split()), iri) for form in forms}
    return found


def _words(reader: Reader, statement: str) -> str:
    graph = reader.graph
    passage = graph.iri(statement, kg("passage")) or ""
    return graph.text(passage, kg("quote")) or graph.label(statement)


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    words = wanted.split()
    return 3 if len(words) > 1 and all(f" {word}" in f" {name}" for word in words) else None


def _holding(texts: Iterable[tuple[str, str]], query: str) -> list[str]:
    phrase = query.strip()
    quoted = len(phrase) > 2 and phrase[0] in '"“' and phrase[-1] in '"”'
    wanted = [normalise(phrase)] if quoted else normalise(query).split()
    if not any(wanted):
        return []
    return [iri for text, iri in texts if all(f" {word}" in f" {text}" for word in wanted)]
