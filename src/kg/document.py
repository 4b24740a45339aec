"""The records of the source layer: what is on paper, and where on the page it was read.

Offsets count code points of the untouched text, end exclusive: ``text[start:end]`` holds for every record.
A value that was normalised or corrected keeps the words as printed beside it, never under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

__all__ = [
    "ArchiveReference", "Block", "BlockKind", "Credit", "Document", "DocumentKind", "Footnote", "Layout",
    "ListingItem", "Meeting", "Mention", "MentionKind", "Participant", "ParticipantPart", "Read", "Said", "Turn",
]  # fmt: skip

DocumentKind = Literal[
    "memorandum", "letter", "telegram", "diary-entry", "verbatim-record", "minutes", "resolution", "report",
    "listing",
]  # fmt: skip
BlockKind = Literal[
    "boilerplate", "header", "citation", "summary", "credits", "participants", "body", "stage direction", "notes",
    "signature", "distribution", "listing item",
]  # fmt: skip
Layout = Literal["print", "saved", "listing", "plain"]
ParticipantPart = Literal["present", "counterpart", "diarist", "recorder", "signatory", "sender", "recipient"]
MentionKind = Literal["person", "group", "place", "term"]


@dataclass(frozen=True, slots=True)
class Read:
    """One value, and the words that it was read from: ``text[start:end] == words``.

    ``value`` is the words with their blanks squeezed, or a normal form (a date in EDTF, a name with the
    editor's brackets resolved).  ``corrected`` is what an editor's ``[sic; …]`` says it should be.
    """

    value: str
    words: str
    start: int
    end: int
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class ArchiveReference:
    """Where the original is kept, as printed; a part is a tuple because it may be printed twice, or not."""

    printed: Read
    archive: Read | None = None
    fond: tuple[Read, ...] = ()
    opis: tuple[Read, ...] = ()
    delo: tuple[Read, ...] = ()
    listy: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Who obtained or translated the document, and for whom."""

    name: Read
    for_whom: Read | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone whom the document's frame names, and their part in it.

    ``alternative`` is another form of the name that the editor gives in brackets after it.
    """

    name: Read
    part: ParticipantPart
    side: Read | None = None
    office: Read | None = None
    alternative: Read | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where the recorded conversation was held, as far as the document says."""

    date: Read | None = None
    begins: Read | None = None
    ends: Read | None = None
    duration: Read | None = None
    place: Read | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of the editors; ``references`` are where the body calls it."""

    marker: Read
    text: Read
    references: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page of one kind; blocks never overlap and stand in text order."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One speech of a dialogue record.

    The label is all that stands before the colon; ``text[start:end]`` are the words said, over page breaks,
    without a stage direction before or after them (one inside keeps its own block).  Where a file's markup
    names a speaker whom the text does not, ``label`` and ``speaker`` have no words, only a value.
    """

    label: Read
    speaker: Read
    start: int
    end: int
    short: Read | None = None
    to: Read | None = None
    sic: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that the file itself marks up as a name: ``key`` is its identifier there.

    ``name`` and ``about`` are what the file's own list of persons or terms says under that key.
    """

    kind: MentionKind
    start: int
    end: int
    key: str | None = None
    name: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch that the file itself marks up as said: by whom and to whom, as names or as the file's keys.

    ``parent`` is the index, among the document's, of the speech that this one stands in.
    """

    start: int
    end: int
    speaker: str | None
    to: tuple[str, ...] = ()
    direct: bool = True
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class ListingItem:
    """One entry of a listing: a document that is mentioned, not held."""

    date: Read
    title: Read | None
    summary: Read | None
    kind: Read | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One archival item: its text untouched, and all that was read from it."""

    id: str
    text: str
    layout: Layout = "plain"
    kind: Read | None = None
    title: Read | None = None
    subject: Read | None = None
    date: Read | None = None
    reference: ArchiveReference | None = None
    obtained_by: tuple[Credit, ...] = ()
    translated_by: tuple[Credit, ...] = ()
    funder: Read | None = None
    original_language: Read | None = None
    translation_language: Read | None = None
    summary: Read | None = None
    url: Read | None = None
    record_number: Read | None = None
    rights: Read | None = None
    classification: Read | None = None
    copy_number: Read | None = None
    numbers: tuple[Read, ...] = ()
    distribution: tuple[Read, ...] = ()
    author: Participant | None = None
    signature: Participant | None = None
    sender: Participant | None = None
    recipient: Participant | None = None
    participants: tuple[Participant, ...] = ()
    meeting: Meeting = Meeting()
    footnotes: tuple[Footnote, ...] = ()
    blocks: tuple[Block, ...] = ()
    turns: tuple[Turn, ...] = ()
    listing_items: tuple[ListingItem, ...] = ()
    mentions: tuple[Mention, ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The paragraphs of the body, each whole where it runs over a page break."""
        return self.blocks_of("body")

    def blocks_of(self, kind: BlockKind) -> tuple[Block, ...]:
        """The blocks of one kind, in text order."""
        return tuple(block for block in self.blocks if block.kind == kind)

    def reads(self) -> Iterator[tuple[str, Read]]:
        """Yield every value that was read, with its field's path, so that each can be checked to the word.

        >>> title = Read("Report", "Report", 0, 6)
        >>> list(Document("r1", "Report", title=title).reads()) == [("title", title)]
        True
        """
        for field in fields(self):
            yield from find_reads(field.name, getattr(self, field.name))


def find_reads(path: str, value: object) -> Iterator[tuple[str, Read]]:
    """Yield the values that stand in ``value``, a record or a tuple of them, at any depth."""
    if isinstance(value, Read):
        yield path, value
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from find_reads(f"{path}[{number}]", member)
    elif is_dataclass(value):
        for field in fields(value):
            yield from find_reads(f"{path}.{field.name}", getattr(value, field.name))
