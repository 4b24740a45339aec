"""What the mappers share: IRIs and labels of a collection's things, and passages described once."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.collection import Collection
from kg.document import Document
from kg.locate import find_innermost
from kg.model import UNIDENTIFIED, Passage
from kg.terms import Describer, integer, kg, text, voc

__all__ = ["CLASSES", "KIND_CLASSES", "Things"]

CLASSES = {
    "person": "Person", "group": "Group", "party": "Party", "body": "Body", "delegation": "Delegation",
    "place": "Place", "event": "Event", "meeting": "Meeting", "document": "Document", "role": "Role",
    UNIDENTIFIED: "Agent",
}  # fmt: skip
KIND_CLASSES = {
    "memorandum": "Memorandum", "letter": "Letter", "telegram": "Telegram", "diary-entry": "DiaryEntry",
    "verbatim-record": "VerbatimRecord", "minutes": "Minutes", "resolution": "Resolution", "report": "Report",
    "listing": "Listing", "speech": "Speech", "article": "Article", "note": "Note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Things:
    """The nodes of one collection."""

    collection: Collection

    def thing(self, slug: str) -> NamedNode:
        """The node of a known slug."""
        return self.node(self.collection.kind_of(slug), slug)

    def node(self, kind: str, slug: str) -> NamedNode:
        """The node of a thing whose kind is known."""
        return NamedNode(self.collection.settings.iris.thing(kind, slug))

    def label(self, slug: str) -> str:
        """The label of a known slug."""
        return self.collection.label_of(slug)

    def graph(self, name: str) -> Describer:
        """An empty named graph of the collection."""
        return Describer(self.collection.settings.iris.graph(name))

    def passage(self, passage: Passage, out: Describer) -> NamedNode:
        """The node of a passage, described in ``out``."""
        document = self.collection.documents[passage.document]
        node = NamedNode(self.collection.settings.iris.passage(passage.document, passage.start, passage.end))
        words = document.text[passage.start : passage.end]
        out.begin(node, "Passage", f"{passage.document}, characters {passage.start} to {passage.end}")
        out.add(node, kg("quote"), text(words))
        out.add(node, kg("start"), integer(passage.start))
        out.add(node, kg("end"), integer(passage.end))
        out.add(node, kg("inDocument"), self.node("document", passage.document))
        section = section_of(document, passage)
        if section:
            out.add(node, kg("inSection"), voc("section", section))
        return node

    def attester(self, passage: Passage) -> NamedNode:
        """The innermost statement whose words hold ``passage``, else the document."""
        document = self.collection.documents[passage.document]
        inner = find_innermost(passage, list(self.collection.statements.get(document.id, ())), document.text)
        return self.node("statement", inner.id) if inner else self.node("document", passage.document)


def section_of(document: Document, passage: Passage) -> str | None:
    """The notation of the section in which a passage begins, or none between sections."""
    for block in document.blocks:
        if block.start <= passage.start < block.end:
            return block.kind.replace(" ", "-")
    return None
