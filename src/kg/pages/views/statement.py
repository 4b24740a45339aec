"""A statement's page: its chain, its words in their context, what it states and who else states it, how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from kg.pages.reader import Reader, shorten
from kg.pages.records import Fact, Head, Ref, Told
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.terms import kg

__all__ = ["Context", "Stated", "StatementView", "view_statement"]

AROUND = 200
MANNER = (
    ("act", "act"), ("mode", "mode"), ("modality", "modality"), ("polarity", "polarity"),
    ("stance", "reporter’s stance"), ("speakerAs", "speaker as printed"), ("addresseeAs", "addressee as printed"),
    ("inPresenceOf", "in the presence of"), ("cue", "words that report it"), ("viaDocument", "by way of"),
    ("saidDuring", "said during"), ("date", "date"), ("dateAsWritten", "date as written"), ("about", "about"),
)  # fmt: skip
MAKING = (
    ("status", "status"), ("confidence", "confidence"), ("disputable", "disputable"),
    ("editorialNote", "editors’ note"),
    ("frameReason", "why it stands outside its report"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a passage with what stands before and after them."""

    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A proposition that a statement states, with the other statements of it and of what contradicts it."""

    proposition: Ref
    others: tuple[Told, ...]
    contradicting: tuple[Ref, ...]
    denials: tuple[Told, ...]
    judgements: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """All that a statement's page shows."""

    head: Head
    told: Told
    chain: tuple[Told, ...]
    context: Context
    stated: tuple[Stated, ...]
    reports: tuple[Told, ...]
    manner: tuple[Fact, ...]
    making: tuple[Fact, ...]
    rests: tuple[Ref, ...]
    everything: Everything


def view_statement(reader: Reader, iri: str) -> StatementView:
    """The view of one statement."""
    told = reader.told(iri)
    return StatementView(
        head=head_of(
            reader, iri, title=_title(told), eyebrow=f"statement, {told.act.label}", description=told.in_words
        ),
        told=told,
        chain=reader.chain(iri),
        context=_context(reader, told),
        stated=tuple(_stated(reader, iri, one) for one in reader.linked(iri, "states")),
        reports=reader.stated(reader.graph.iris(iri, kg("reportedStatement"))),
        manner=facts_of(reader, iri, MANNER),
        making=facts_of(reader, iri, MAKING),
        rests=reader.linking(iri, "restsOn"),
        everything=everything_of(reader, iri),
    )


def _title(told: Told) -> str:
    """Who to whom, in a few words."""
    who = ", ".join(ref.label for ref in told.speaker or told.members) or "A speaker not named"
    to = ", ".join(ref.label for ref in told.addressees)
    return shorten(f"{who} to {to}" if to else who, 160)


def _context(reader: Reader, told: Told) -> Context:
    """Up to ``AROUND`` characters on each side, cut between words."""
    text = reader.graph.text(told.document.iri, kg("text")) or ""
    start, end = max(0, told.start - AROUND), min(len(text), told.end + AROUND)
    before, after = text[start : told.start], text[told.end : end]
    if start > 0:
        before = before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0]
    return Context(before, text[told.start : told.end] or told.words, after, start > 0, end < len(text))


def _stated(reader: Reader, statement: str, proposition: Ref) -> Stated:
    graph = reader.graph
    against = set(graph.iris(proposition.iri, kg("contradicts"))) | set(
        graph.subjects(proposition.iri, kg("contradicts"))
    )
    denials = {one for other in against for one in graph.subjects(other, kg("states"))}
    return Stated(
        proposition,
        reader.stated(set(graph.subjects(proposition.iri, kg("states"))) - {statement}),
        reader.refs(against),
        reader.stated(denials),
        reader.linking(proposition.iri, "judges"),
    )
