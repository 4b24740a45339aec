"""A document's page: its text with every statement marked in place, its metadata, what it mentions, how to cite it.

An absent document has no text; what is said of it stands in its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.cite import cite_bibtex, cite_chicago, cite_csl, source_of
from kg.document import Block as TextBlock
from kg.document import Document
from kg.pages.marks import Mark, Piece, cut_text
from kg.pages.reader import Reader, date_words, shorten
from kg.pages.records import Fact, Head, Ref, Told
from kg.pages.views.common import Everything, everything_of, facts_of, head_of
from kg.read import read_text
from kg.terms import DCTERMS, FOAF, kg

__all__ = ["Block", "DocumentView", "Item", "Mention", "Stretch", "view_document"]

METADATA = (
    ("documentKind", "kind"), ("date", "date"), ("dateAsWritten", "date as written"),
    ("correctedDate", "corrected date"),
    ("author", "author"), ("signatory", "signed by"), ("recordedBy", "recorded by"), ("addressedTo", "addressed to"),
    ("recordOf", "record of"), ("archive", "archive"), ("archiveReference", "archive reference"), ("fond", "fond"),
    ("opis", "opis"), ("delo", "delo"), ("listy", "listy"), ("recordNumber", "record number"),
    ("classification", "secrecy"), ("copyNumber", "copy"), ("originalLanguage", "original language"),
    ("translator", "translated by"), ("obtainedBy", "obtained by"), ("funder", "supported by"),
    ("distributedTo", "distributed to"), ("distributionList", "distribution list"), ("summary", "archive’s summary"),
    ("editorialNote", "editors’ note"), ("sameDocumentAs", "held to be the same as"),
)  # fmt: skip
FRAME = frozenset(("boilerplate", "citation", "credits", "summary"))
CONTENT = frozenset(("body", "listing item", "participants", "stage direction"))


@dataclass(frozen=True, slots=True)
class Item:
    """A statement with its number in the text, and what it states."""

    number: int
    told: Told
    states: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page: its pieces, and the statements that begin in it."""

    kind: str
    number: int  # of a paragraph of the body, 0 for others
    pieces: tuple[Piece, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks in a row that are the document's own, or that frame it: what the archive's site puts round it."""

    frame: bool
    blocks: tuple[Block, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that this one speaks of, with the places where it does."""

    document: Ref
    held: bool
    date: str | None
    places: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """All that a document's page shows."""

    head: Head
    held: bool
    date: str | None
    metadata: tuple[Fact, ...]
    rights: tuple[str, ...]
    pages: tuple[Ref, ...]
    stretches: tuple[Stretch, ...]
    numbers: dict[str, int]
    depths: dict[int, int]
    loose: tuple[Item, ...]
    mentions: tuple[Mention, ...]
    mentioned_in: tuple[Mention, ...]
    via: tuple[Told, ...]
    about: tuple[Told, ...]
    chicago: str
    bibtex: str
    csl: str
    everything: Everything
    plain_text: str


def view_document(reader: Reader, iri: str) -> DocumentView:
    """The view of a document, held or only mentioned."""
    graph = reader.graph
    text = graph.text(iri, kg("text"))
    date = date_words(graph, iri)
    rows = reader.stated(_statements(reader, iri)) if text else ()
    numbers = {row.slug: number for number, row in enumerate(rows, 1)}
    items = [Item(numbers[row.slug], row, reader.linked(row.iri, "states")) for row in rows]
    stretches = tuple(_stretches(reader, iri, text, items)) if text else ()
    placed = {item.number for one in stretches for block in one.blocks for item in block.items}
    depths: dict[int, int] = defaultdict(int)
    for row in rows:
        depths[row.depth] += 1
    source = source_of(reader.graph, iri)
    return DocumentView(
        head=head_of(reader, iri, eyebrow=_eyebrow(reader, iri, bool(text)), description=_summary(reader, iri)),
        held=bool(text),
        date=date,
        metadata=facts_of(reader, iri, METADATA),
        rights=graph.texts(iri, DCTERMS("rights")),
        pages=reader.refs(graph.iris(iri, FOAF("page"))),
        stretches=stretches,
        numbers=numbers,
        depths=dict(sorted(depths.items())),
        loose=tuple(item for item in items if item.number not in placed),
        mentions=_mentions(reader, iri),
        mentioned_in=_mentioned_in(reader, iri),
        via=reader.stated(graph.subjects(iri, kg("viaDocument"))),
        about=reader.stated(graph.subjects(iri, kg("about"))),
        chicago=cite_chicago(source),
        bibtex=cite_bibtex(source),
        csl=cite_csl(source),
        everything=everything_of(reader, iri),
        plain_text=f"{reader.links.find_address(iri)}.txt" if text else "",
    )


def _eyebrow(reader: Reader, iri: str, held: bool) -> str:
    kind = reader.graph.iri(iri, kg("documentKind"))
    named = reader.graph.label(kind) if kind else "document"
    return named if held else f"{named}, mentioned only"


def _summary(reader: Reader, iri: str) -> str:
    return " ".join(reader.graph.texts(iri, kg("summary")))


def _statements(reader: Reader, document: str) -> set[str]:
    """Every statement whose passage stands in the document."""
    graph = reader.graph
    return {
        statement
        for passage in graph.subjects(document, kg("inDocument"))
        if reader.kind(passage) == "passage"
        for statement in graph.subjects(passage, kg("passage"))
        if reader.kind(statement) == "statement"
    }


def _stretches(reader: Reader, iri: str, text: str, items: Sequence[Item]) -> Iterable[Stretch]:
    document = read_text(text, iri.rpartition("/")[2])
    marks = [Mark(item.told.start, item.told.end, item.told.depth, item.told.slug) for item in items]
    within = _by_block(document.blocks, [*marks, *_other_marks(document)])
    anchors = _anchors(reader, iri)
    starts = [item.told.start for item in items]  # in the order of the text, as the items are
    numbers = {block: number for number, block in enumerate(document.blocks_of("body"), 1)}
    for frame, blocks in groupby(_framed(document.blocks), key=lambda pair: pair[0]):
        made = []
        for _, block in blocks:
            named = anchors[bisect_left(anchors, (block.start, "")) : bisect_left(anchors, (block.end, ""))]
            pieces = tuple(cut_text(text, block.start, block.end, within[block], named))
            begun = tuple(items[bisect_left(starts, block.start) : bisect_left(starts, block.end)])
            made.append(Block(block.kind.replace(" ", "-"), numbers.get(block, 0), pieces, begun))
        yield Stretch(frame, tuple(made), sum(len(block.items) for block in made))


def _by_block(blocks: Sequence[TextBlock], marks: Iterable[Mark]) -> dict[TextBlock, list[Mark]]:
    """The marks that reach into each block; blocks stand in text order and never overlap."""
    found: dict[TextBlock, list[Mark]] = {block: [] for block in blocks}
    ends = [block.end for block in blocks]
    for mark in marks:
        for block in blocks[bisect_right(ends, mark.start) :]:
            if block.start >= mark.end:
                break
            found[block].append(mark)
    return found


def _framed(blocks: Sequence[TextBlock]) -> list[tuple[bool, TextBlock]]:
    """Each block with whether it is of the frame: of such a kind, or outside all labels that the site prints."""
    own = [at for at, block in enumerate(blocks) if block.kind in CONTENT]
    labels = [at for at, block in enumerate(blocks) if block.kind == "boilerplate"]
    first = max((at for at in labels if own and at < own[0]), default=-1)
    last = min((at for at in labels if own and at > own[-1]), default=len(blocks))
    # "Translation - English": the language of the contents stands behind its label on the same line
    first += first >= 0 and blocks[first + 1].start - blocks[first].end < 2
    return [(block.kind in FRAME or at <= first or at >= last, block) for at, block in enumerate(blocks)]


def _other_marks(document: Document) -> Iterable[Mark]:
    """What is set apart in the text that is no statement: the label of a turn, a call of a footnote."""
    for turn in document.turns:
        yield Mark(turn.label.start, turn.label.end, 0, "label")
    for note in document.footnotes:
        for call in note.references:
            yield Mark(call.start, call.end, 99, f"call#char={note.text.start},{note.text.end}")


def _anchors(reader: Reader, document: str) -> list[tuple[int, str]]:
    """Where each passage that the graph names begins, and the fragment that it is known by."""
    found = (one for one in reader.graph.subjects(document, kg("inDocument")) if "#char=" in one)
    names = (one.rpartition("#")[2] for one in found)
    return sorted((int(name.removeprefix("char=").partition(",")[0]), name) for name in names)


def _mentions(reader: Reader, iri: str) -> tuple[Mention, ...]:
    """The documents that this one speaks of, with the places."""
    return tuple(_mention(reader, ref, iri, ref.iri) for ref in reader.linked(iri, "mentionsDocument"))


def _mentioned_in(reader: Reader, iri: str) -> tuple[Mention, ...]:
    """The documents that speak of this one, with the places."""
    return tuple(_mention(reader, ref, ref.iri, iri) for ref in reader.linking(iri, "mentionsDocument"))


def _mention(reader: Reader, shown: Ref, speaking: str, spoken_of: str) -> Mention:
    """Where ``speaking`` names ``spoken_of`` or lists it."""
    graph = reader.graph
    places = {
        passage
        for form in graph.iris(spoken_of, kg("hasNameForm"))
        if speaking in graph.iris(form, kg("inDocument"))
        for passage in graph.iris(form, kg("passage"))
    }
    places |= {one for one in graph.iris(spoken_of, kg("attestedBy")) if reader.document_of(one) == speaking}
    found = sorted(places, key=lambda one: graph.number(one, kg("start")))
    refs = tuple(
        Ref(shorten(graph.text(one, kg("quote")) or "", 90), reader.links.find_address(one), "passage", one)
        for one in found
    )
    return Mention(shown, bool(graph.text(shown.iri, kg("text"))), date_words(graph, shown.iri), refs)
