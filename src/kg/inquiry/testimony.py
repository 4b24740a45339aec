"""A store -> what inquiries read of it: statements with their chains and times, propositions, who was where.

Nothing is read ahead: an answer costs what it touches, not what the collection holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Store

from kg.names import GROUPED, NameIndex, index_names
from kg.nodes import REMEMBERED, Nodes, end_of
from kg.terms import kg, voc

__all__ = ["Cited", "Claim", "Telling", "Testimony", "When", "open_testimony"]

NEGATED, ACTUAL = voc("polarity", "negated").value, voc("modality", "actual").value
DRAFT = voc("status", "draft").value
LINKS = ("reportedIn", "viaDocument", "saidDuring", "recordOf", "modality", "polarity")
IDENTITIES = ("samePersonAs", "sameMembersAs", "sameEventAs", "sameDocumentAs")


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement as every answer carries it: its whole attribution, its words, and where they stand."""

    in_words: str
    words: str
    document: str
    statement_iri: str
    document_iri: str
    passage_iri: str


@dataclass(frozen=True, slots=True)
class When:
    """The days between which something was said; no first day where nothing tells it.  ``basis`` tells what does."""

    earliest: date | None
    latest: date | None
    basis: str

    def before(self, other: When) -> bool:
        """Whether it certainly was before ``other``."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


@dataclass(frozen=True, slots=True)
class Telling:
    """One statement: who said it to whom, how, and what reports it.

    ``speakers`` are those whom the text names, one by one; ``inferred`` those whom only the setting tells.
    """

    iri: str
    speakers: tuple[str, ...]
    inferred: tuple[str, ...]
    addressees: tuple[str, ...]
    present: tuple[str, ...]
    act: str
    modality: str
    negated: bool
    stance: str
    draft: bool
    disputable: bool
    depth: int
    parent: str | None
    document: str
    section: str
    start: int
    meeting: str | None
    via: str | None
    about: tuple[str, ...]
    states: tuple[str, ...]
    cited: Cited

    @property
    def made(self) -> bool:
        """Whether the text says that it was really said."""
        return self.modality == "actual" and not self.negated

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Its place: document, text, depth."""
        return self.document, self.start, self.depth, self.iri


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition in its parts; ``object`` is a thing's IRI, a number with its unit, or nothing."""

    iri: str
    label: str
    subject: str
    predicate: str
    object: str
    unit: str
    negated: bool
    modality: str
    place: str
    earliest: date | None
    latest: date | None

    def overlaps(self, other: Claim) -> bool:
        """Whether the two can be of one time; an undated claim can be of any."""
        if self.earliest is None or self.latest is None or other.earliest is None or other.latest is None:
            return True
        return self.earliest <= other.latest and other.earliest <= self.latest


def open_testimony(collection: Path | str | None = None) -> Testimony:
    """The testimony of a collection's built graph; without a folder, of the collection that is nearest.

    >>> open_testimony("data").find("Nam Il", "agent").rpartition("/")[2]
    'nam-il'
    """
    from kg.build import GRAPH_FILES
    from kg.collection import find_collection
    from kg.store import open_graph

    folder = find_collection(None if collection is None else Path(collection))
    return Testimony(open_graph(folder / GRAPH_FILES["nquads"]))


class Testimony(Nodes):
    """Reads a store's statements and propositions; what it has read it keeps."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.telling = lru_cache(maxsize=REMEMBERED)(self._read_telling)
        self.claim = lru_cache(maxsize=REMEMBERED)(self._read_claim)
        self.when = lru_cache(maxsize=REMEMBERED)(self._read_when)
        self._names: NameIndex | None = None
        self._base = (self.dataset or "").removesuffix("dataset")

    def find(self, name: str, *sorts: str) -> str:
        """The IRI of what is called ``name``, of the first of the sorts that has it; see ``kg.names``."""
        for sort in sorts:  # by IRI or slug without reading every name
            for kind in sorted(GROUPED.get(sort, frozenset({sort}))):
                iri = name if name.startswith(f"{self._base}id/{kind}/") else f"{self._base}id/{kind}/{name}"
                if " " not in iri and self.facts(iri):
                    return iri
        if self._names is None:
            self._names = index_names(self.store)
        for sort in sorts[:-1]:
            try:
                return self._names.get_iri(name, sort)
            except LookupError:
                continue
        return self._names.get_iri(name, sorts[-1])

    def chain(self, statement: str) -> tuple[Telling, ...]:
        """The statement after all that report it, outermost first."""
        found = [self.telling(statement)]
        while (above := found[0].parent) is not None and all(one.iri != above for one in found):
            found.insert(0, self.telling(above))
        return tuple(found)

    def within(self, statement: str) -> Iterator[Telling]:
        """The statements that a statement reports, at any depth, not itself."""
        for inner in self.iris(statement, kg("reportedStatement")):
            yield self.telling(inner)
            yield from self.within(inner)

    def tellings(self, statements: Iterable[str]) -> list[Telling]:
        """Statements in the order of their documents and texts, each once."""
        return sorted((self.telling(iri) for iri in set(statements)), key=lambda one: one.order)

    def same(self, iri: str) -> tuple[str, ...]:
        """The thing, and all that accepted judgements hold to be the same one."""
        found, queue = {iri}, [iri]
        while queue:
            one = queue.pop()
            for name in IDENTITIES:
                fresh = {*self.iris(one, kg(name)), *self.subjects(one, kg(name))} - found
                found |= fresh
                queue += sorted(fresh)
        return tuple(sorted(found))

    def claims_like(self, iri: str) -> tuple[Claim, ...]:
        """The proposition, and those that say the same of what the editors hold to be the same things."""
        claim = self.claim(iri)
        objects = set(self.same(claim.object)) if claim.object.startswith("http") else {claim.object}
        found = [
            other
            for subject in self.same(claim.subject)
            for other in map(self.claim, self.subjects(subject, kg("subject")))
            if other.predicate == claim.predicate
            and other.object in objects
            and (other.unit, other.negated, other.modality) == (claim.unit, claim.negated, claim.modality)
            and (not other.place or not claim.place or other.place == claim.place)
            and claim.overlaps(other)
        ]
        return tuple(sorted(found, key=lambda one: (one.iri != iri, one.iri)))

    def against(self, iri: str) -> tuple[Claim, ...]:
        """The propositions that cannot hold together with this one, as the graph has it."""
        found = {*self.iris(iri, kg("contradicts")), *self.subjects(iri, kg("contradicts"))}
        return tuple(self.claim(one) for one in sorted(found))

    def stated(self, claims: Iterable[Claim]) -> list[Telling]:
        """The statements that put any of the propositions forward, in text order."""
        return self.tellings(one for claim in claims for one in self.subjects(claim.iri, kg("states")))

    def records(self, meeting: str) -> tuple[str, ...]:
        """The documents in hand that are records of a meeting."""
        return tuple(one for same in self.same(meeting) for one in self.subjects(same, kg("recordOf")))

    def names(self, iris: Iterable[str]) -> str:
        """What things are called, as a list for one cell."""
        return "; ".join(self.label(iri) for iri in iris)

    def who(self, telling: Telling) -> str:
        """Who says it, as a cell has it."""
        if telling.speakers:
            return self.names(telling.speakers)
        meant = f" (by inference {self.names(telling.inferred)})" if telling.inferred else ""
        return f"a speaker not named{meant}"

    def verdicts(self, proposition: str) -> str:
        """What the editors judge of a proposition, or nothing."""
        found = {
            self.label(verdict)
            for judgement in self.subjects(proposition, kg("judges"))
            for verdict in self.iris(judgement, kg("verdict"))
        }
        return ", ".join(sorted(found))

    def _read_telling(self, iri: str) -> Telling:
        def end(name: str) -> str:
            return end_of(self.iri(iri, kg(name)) or "")

        passage = self.iri(iri, kg("passage")) or ""
        document = self.iri(passage, kg("inDocument")) or ""
        members = self.iris(iri, kg("speakerMember"))
        reporters = [one for one in self.iris(iri, kg("reportedIn")) if "/id/statement/" in one]
        section = self.iri(passage, kg("inSection"))
        words = " ".join((self.text(passage, kg("quote")) or "").split())
        return Telling(
            iri=iri,
            speakers=tuple(dict.fromkeys((*self.iris(iri, kg("speaker")), *members))),
            inferred=self.iris(iri, kg("inferredSpeaker")),
            addressees=self.iris(iri, kg("addressee")),
            present=self.iris(iri, kg("inPresenceOf")),
            act=end("act"),
            modality=end("modality") or "actual",
            negated=NEGATED in self.iris(iri, kg("polarity")),
            stance=end("stance"),
            draft=DRAFT in self.iris(iri, kg("status")),
            disputable=self.text(iri, kg("disputable")) == "true",
            depth=self.number(iri, kg("depth")),
            parent=reporters[0] if reporters else None,
            document=document,
            section=end_of(section) if section else "",
            start=self.number(passage, kg("start")),
            meeting=self.iri(iri, kg("saidDuring")),
            via=self.iri(iri, kg("viaDocument")),
            about=self.iris(iri, kg("about")),
            states=self.iris(iri, kg("states")),
            cited=Cited(
                self.text(iri, kg("inWords")) or self.label(iri), words, self.label(document), iri, document, passage
            ),
        )

    def _read_claim(self, iri: str) -> Claim:
        value, up_to = self.text(iri, kg("objectValue")), self.text(iri, kg("objectUpTo"))
        earliest, latest = self.days(iri)
        return Claim(
            iri=iri,
            label=self.label(iri),
            subject=self.iri(iri, kg("subject")) or "",
            predicate=end_of(self.iri(iri, kg("predicate")) or ""),
            object="–".join(filter(None, (value, up_to))) or self.iri(iri, kg("object")) or "",
            unit=self.text(iri, kg("unit")) or "",
            negated=NEGATED in self.iris(iri, kg("polarity")),
            modality=end_of(self.iri(iri, kg("modality")) or ACTUAL),
            place=self.iri(iri, kg("place")) or "",
            earliest=earliest,
            latest=latest,
        )

    def days(self, iri: str | None) -> tuple[date | None, date | None]:
        """The first and the last day that a thing's date allows."""
        first, last = (self.text(iri or "", kg(name)) for name in ("earliest", "latest"))
        return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None

    def _read_when(self, statement: str) -> When:
        return date_statement(statement, lambda iri, name: self.iri(iri, kg(name)), self.days, self.when)

    def read_times(self) -> Callable[[str], When]:
        """``when`` for a question about all statements: what it needs is read at once, not statement by statement."""
        links = {name: {iri: one.value for iri, one in self.pairs(kg(name))} for name in LINKS}
        first, last = ({iri: one.value for iri, one in self.pairs(kg(name))} for name in ("earliest", "latest"))
        known: dict[str, When] = {}

        def days(iri: str | None) -> tuple[date | None, date | None]:
            early, late = first.get(iri or ""), last.get(iri or "")
            return date.fromisoformat(early) if early else None, date.fromisoformat(late) if late else None

        def when(iri: str) -> When:
            if iri not in known:
                known[iri] = date_statement(iri, lambda one, name: links[name].get(one), days, when)
            return known[iri]

        return when


def date_statement(
    statement: str,
    link: Callable[[str, str], str | None],
    days: Callable[[str | None], tuple[date | None, date | None]],
    when: Callable[[str], When],
) -> When:
    """When a statement was made: by its own date, its meeting's, its document's; else no later than what reports it."""
    reporter, via = link(statement, "reportedIn") or "", link(statement, "viaDocument")
    inner = "/id/statement/" in reporter
    record = None if inner or via else link(reporter, "recordOf")
    dated = (
        (statement, "its own date"), (link(statement, "saidDuring"), "the meeting's date"),
        (via, "the cited document's date"), (record, "the recorded meeting's date"),
    )  # fmt: skip
    for thing, basis in dated:
        earliest, latest = days(thing)
        if latest is not None:
            return When(earliest, latest, basis)
    if link(statement, "modality") not in (None, ACTUAL) or link(statement, "polarity") == NEGATED:
        return When(None, None, "not said to have been said")
    if inner:
        return When(None, when(reporter).latest, "no later than its report")
    return When(None, days(reporter)[1], "no later than its document")
