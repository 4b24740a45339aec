"""A proposition's page: who supports and who denies it, how many origins it has, and what the editors judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.pages.reader import Reader, date_words
from kg.pages.records import Fact, Head, Part, Ref, Told
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.terms import kg, voc

__all__ = ["Origin", "PropositionView", "Verdict", "verdict_of", "view_proposition"]

ASK = voc("act", "ask").value
FACTS = (
    ("subject", "subject"), ("predicate", "predicate"), ("object", "object"), ("objectValue", "object"),
    ("objectUpTo", "up to"), ("unit", "unit"), ("polarity", "polarity"), ("modality", "modality"), ("date", "date"),
    ("place", "place"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """An innermost named source, and its statements of the proposition."""

    source: Ref
    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement with its reasons."""

    ref: Ref
    verdict: tuple[Ref, ...]
    reasons: tuple[str, ...]
    judges: tuple[str, ...]
    date: str | None
    rests_on: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PropositionView:
    """All that a proposition's page shows."""

    head: Head
    facts: tuple[Fact, ...]
    supporters: Part
    deniers: Part
    others: tuple[Part, ...]
    contradicting: tuple[Ref, ...]
    origins: tuple[Origin, ...]
    verdicts: tuple[Verdict, ...]
    everything: Everything


def view_proposition(reader: Reader, iri: str) -> PropositionView:
    """The view of one proposition."""
    graph = reader.graph
    stated = reader.stated(graph.subjects(iri, kg("states")))
    against = set(graph.iris(iri, kg("contradicts"))) | set(graph.subjects(iri, kg("contradicts")))
    denied = reader.stated({one for other in against for one in graph.subjects(other, kg("states"))})
    support = tuple(row for row in stated if _counts(row))
    others = (
        Part("asks", "Asked about", "Statements that only ask.", tuple(r for r in stated if r.act.iri == ASK)),
        Part("not-said", "Said not to have been said", "The text says that the statement was not made.",
             tuple(row for row in stated if row.negated and row.act.iri != ASK)),
        Part("may-be-said", "Yet to be said", "Statements planned or imagined, not made.",
             tuple(row for row in stated if not row.negated and row.modality != "actual" and row.act.iri != ASK)),
    )  # fmt: skip
    return PropositionView(
        head=head_of(reader, iri, description=_summary(reader.graph.label(iri), support, denied)),
        facts=facts_of(reader, iri, FACTS),
        supporters=Part("supporters", "Supporters", "Statements that put it forward.", support),
        deniers=Part("deniers", "Deniers", "Statements of what contradicts it.", tuple(filter(_counts, denied))),
        others=tuple(part for part in others if part.rows),
        contradicting=reader.refs(against),
        origins=_origins(support),
        verdicts=tuple(verdict_of(reader, one.iri) for one in reader.linking(iri, "judges")),
        everything=everything_of(reader, iri),
    )


def _counts(row: Told) -> bool:
    """Whether the text says that the statement was made, and that it does more than ask."""
    return row.modality == "actual" and not row.negated and row.act.iri != ASK


def _summary(label: str, support: Iterable[Told], denied: Iterable[Told]) -> str:
    return f"{label}: {len(list(support))} statements support it, {len(list(denied))} contradict it"


def _origins(rows: Iterable[Told]) -> tuple[Origin, ...]:
    """By the speaker of each statement or, where the text names none, its document: one source is one voice."""
    grouped: dict[Ref, list[Told]] = defaultdict(list)
    for row in rows:
        for source in (() if row.inferred else row.speaker) or (row.document,):
            grouped[source].append(row)
    found = (Origin(source, tuple(many)) for source, many in grouped.items())
    return tuple(sorted(found, key=lambda one: (-len(one.rows), one.source.label)))


def verdict_of(reader: Reader, iri: str) -> Verdict:
    """A judgement as its page and those of what it judges show it."""
    graph = reader.graph
    rests = (one for one in graph.iris(iri, kg("restsOn")) if reader.kind(one) == "statement")
    return Verdict(
        reader.ref(iri),
        reader.linked(iri, "verdict"),
        graph.texts(iri, kg("reason")),
        graph.texts(iri, kg("judge")),
        date_words(graph, iri),
        reader.stated(rests),
    )
