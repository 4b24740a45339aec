"""A document and its statements -> quads: the source and account layers of one document."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from kg.collection import Collection
from kg.map.content import describe_proposition
from kg.map.source import describe_source, maker_of
from kg.map.things import Things, section_of
from kg.model import Statement
from kg.terms import XSD, Describer, english, integer, kg, voc
from kg.words import DocumentWords, sentence_of

__all__ = ["map_document"]

LABEL_WORDS = 9


def map_document(collection: Collection, document: str) -> list[Quad]:
    """The quads of one document's named graph."""
    things = Things(collection)
    out = things.graph(document)
    describe_source(things, document, out)
    statements = collection.statements.get(document, ())
    by_id = {statement.id: statement for statement in statements}
    for statement in statements:
        _describe_statement(things, statement, _chain(statement, by_id), out)
    for slug, proposition in sorted({p.slug: p for s in statements for p in s.states}.items()):
        describe_proposition(things, slug, proposition, out)
    return out.quads


def _chain(statement: Statement, by_id: dict[str, Statement]) -> list[Statement]:
    """The statement after all that report it, outermost first."""
    chain = [statement]
    while chain[0].parent is not None:
        chain.insert(0, by_id[chain[0].parent])
    return chain


def _describe_statement(things: Things, statement: Statement, chain: list[Statement], out: Describer) -> None:
    node = things.node("statement", statement.id)
    document = things.node("document", statement.passage.document)
    out.begin(node, "Statement", _label(things, statement))
    reporter = things.node("statement", statement.parent) if statement.parent else document
    out.add(reporter, kg("reportedStatement"), node)
    out.add(node, kg("depth"), integer(statement.depth))
    out.add(node, kg("passage"), things.passage(statement.passage, out))
    out.add(node, kg("inWords"), english(_sentence(things, statement, chain)))
    _add_people(things, node, statement, out)
    _add_manner(node, statement, out)
    for name, slug in (("saidDuring", statement.during), ("viaDocument", statement.via)):
        out.add(node, kg(name), things.thing(slug) if slug else None)
    out.add_date(node, statement.date, statement.date_as_written)
    out.add_all(node, kg("about"), (things.thing(slug) for slug in statement.about))
    out.add_all(node, kg("states"), (things.node("proposition", one.slug) for one in statement.states))


def _add_people(things: Things, node: NamedNode, statement: Statement, out: Describer) -> None:
    for name, slug in (("speaker", statement.speaker), ("inferredSpeaker", statement.inferred_speaker)):
        out.add(node, kg(name), things.thing(slug) if slug else None)
    happened = statement.modality == "actual" and statement.polarity == "affirmed"
    for slug in statement.addressees:
        out.add(node, kg("addressee"), things.thing(slug))
        if happened:
            out.add(node, kg("actualAddressee"), things.thing(slug))
    out.add_all(node, kg("speakerMember"), (things.thing(slug) for slug in statement.speaker_members))
    out.add_all(node, kg("inPresenceOf"), (things.thing(slug) for slug in statement.presence))
    out.add_text(node, kg("speakerAs"), statement.speaker_as)
    out.add_text(node, kg("addresseeAs"), statement.addressee_as)


def _add_manner(node: NamedNode, statement: Statement, out: Describer) -> None:
    for scheme in ("act", "mode", "modality", "polarity", "status"):
        out.add(node, kg(scheme), voc(scheme, getattr(statement, scheme)))
    out.add(node, kg("stance"), voc("stance", statement.stance) if statement.stance else None)
    out.add_text(node, kg("cue"), statement.cue)
    out.add_text(node, kg("frameReason"), statement.outside_parent)
    out.add_text(node, kg("editorialNote"), statement.note)
    if statement.disputable:
        out.add(node, kg("disputable"), Literal(True))
    if statement.confidence is not None:
        out.add(node, kg("confidence"), Literal(str(statement.confidence), datatype=XSD("decimal")))


def _label(things: Things, statement: Statement) -> str:
    words = _words(things, statement).split()
    start = " ".join(words[:LABEL_WORDS]) + (" …" if len(words) > LABEL_WORDS else "")
    speaker = things.label(statement.speaker) if statement.speaker else "speaker not named"
    to = f" to {', '.join(things.label(slug) for slug in statement.addressees)}" if statement.addressees else ""
    return f"{speaker}{to}: “{start}”"


def _words(things: Things, statement: Statement) -> str:
    passage = statement.passage
    return things.collection.documents[passage.document].text[passage.start : passage.end]


def _sentence(things: Things, statement: Statement, chain: list[Statement]) -> str:
    document = things.collection.documents[statement.passage.document]
    kind = (document.kind.value if document.kind else "document").replace("-", " ")
    summary = section_of(document, chain[0].passage) == "summary"
    named = DocumentWords(kind, document.date.value if document.date else None, summary, maker_of(things, document))
    return sentence_of(named, chain, _words(things, statement), label_of=things.label)
