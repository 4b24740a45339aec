"""One document from one text: the stages of this package, in order."""

from __future__ import annotations

import re
from os import PathLike, fspath
from pathlib import Path

from kg.document import Block, Document, Participant, Read, Turn
from kg.read.contents import is_participants, split_contents
from kg.read.decode import DecodeError, check_text, decode_bytes
from kg.read.footnotes import read_footnotes
from kg.read.layout import Page, split_page
from kg.read.listing import find_kind, split_items
from kg.read.meeting import read_meeting
from kg.read.metadata import (
    find_marks,
    find_numbers,
    find_url,
    read_credits,
    read_distribution,
    read_funder,
    read_head,
    read_reference,
    read_section,
)
from kg.read.people import find_author, find_counterpart, find_signature, read_participants
from kg.read.plain import add_frame, find_head, is_signed_kind
from kg.read.spans import Span, read_span, trim
from kg.read.turns import find_labels, split_at_labels, split_turns
from kg.textfile import read_bytes

__all__ = ["read_document", "read_text"]

_RECORD = re.compile(r"\b(?:conversation |verbatim |stenographic )?(?:records?|transcripts?|minutes)\b", re.IGNORECASE)


def read_document(source: str | PathLike[str] | bytes, id: str | None = None) -> Document:
    """The document in a file, or in bytes; its id is the file's name without the ending, unless given.

    >>> read_document(b"Report on Trade\\n\\nAll is well.", "r1").title.value
    'Report on Trade'
    """
    if isinstance(source, bytes):
        return read_text(decode_bytes(source, id or "<bytes>"), id or "bytes")
    name = fspath(source)
    if "\0" in name:
        raise DecodeError(name.replace("\0", "\\0"), None, "is not a path: it has a NUL character", "check the path")
    path = Path(source)
    return read_text(decode_bytes(read_bytes(path, name=name), name), id or path.stem)


def read_text(text: str, id: str) -> Document:
    """The document that ``text`` is: every value with its words, every block and turn with its offsets."""
    check_text(text, id)
    page = split_page(text)
    if page.layout == "listing":
        return _read_listing(text, id, page)
    own, turns = _read_contents(text, page)
    blocks = page.blocks
    title, date = read_head(text, page)
    obtained, translated = read_credits(text, page)
    url, record = find_url(text, page)
    classification, copy = find_marks(text, own)
    headings = [(block.start, block.end) for block in own if block.kind == "header"]
    author = find_author(text, blocks)
    document = Document(
        id=id,
        text=text,
        layout=page.layout,
        kind=_find_kind(text, page, title, turns, headings),
        title=title,
        date=date,
        reference=read_reference(text, page),
        obtained_by=obtained,
        translated_by=translated,
        funder=read_funder(text, page),
        original_language=read_section(text, page, "Original Language"),
        translation_language=read_section(text, page, "Translation"),
        summary=read_section(text, page, "Summary"),
        url=url,
        record_number=record,
        rights=read_section(text, page, "Rights"),
        classification=classification,
        copy_number=copy,
        numbers=tuple(find_numbers(text, own)),
        distribution=tuple(read_distribution(text, blocks)),
        author=author,
        signature=find_signature(text, blocks),
        participants=_find_participants(text, blocks, headings, title, author),
        meeting=read_meeting(text, own),
        footnotes=read_footnotes(text, blocks),
        blocks=tuple(blocks),
        turns=tuple(turns),
    )
    return add_frame(document) if page.layout == "plain" else document


def _read_contents(text: str, page: Page) -> tuple[list[Block], list[Turn]]:
    """Take the document's own words apart; their blocks join the page's."""
    listed = [Block("participants", *span) for span in page.contents if is_participants(text, *span)]
    names = frozenset(form for person in read_participants(text, listed) for form in _name_forms(person))
    labels = find_labels(text, page.contents, names)
    contents = split_at_labels(page.contents, labels, text)
    if page.layout == "plain" and not (labels and labels[0].start == contents[0][0]):
        contents = _split_plain_head(text, page, contents)
    heads = page.sections.get("head", []) if page.layout == "plain" else []
    own = split_contents(text, contents, labels, signed=any(is_signed_kind(text, *head) for head in heads))
    if page.layout == "plain":
        own = sorted([*page.blocks, *own], key=lambda block: block.start)
        page.blocks = own
    else:
        page.blocks = sorted([*page.blocks, *own], key=lambda block: block.start)
    return own, split_turns(text, labels, page.blocks)


def _name_forms(person: Participant) -> set[str]:
    """The full name, and each word of it: a label may be a family name that stands first or last."""
    return {person.name.value, *person.name.value.split()}


def _split_plain_head(text: str, page: Page, contents: list[Span]) -> list[Span]:
    """The first line of a plain text is its title; a date may stand above it."""
    if not contents:
        return contents
    head = find_head(text, contents)
    if not head:
        return contents
    for line in head:
        page.put("header", "head", line)
    spans = [(trim(text, max(start, head[-1][1]), end)) for start, end in contents if end > head[-1][1]]
    return [(start, end) for start, end in spans if start < end]


def _find_kind(text: str, page: Page, title: Read | None, turns: list[Turn], headings: list[Span]) -> Read | None:
    """What the record says of itself: a dialogue is a verbatim record, whatever its title calls it."""
    titled = [(title.start, title.end)] if title else []
    if turns:
        words = next((m.span() for span in titled if (m := _RECORD.search(text, *span))), None)
        first = turns[0].label
        return read_span(text, *(words or (first.start, first.end)), "verbatim-record")
    spans = [*page.sections.get("Information", []), *titled, *headings]
    return next((kind for span in spans if (kind := find_kind(text, *span))), None)


def _find_participants(
    text: str, blocks: list[Block], headings: list[Span], title: Read | None, author: Participant | None
) -> tuple[Participant, ...]:
    """Those listed as present; where no list is, the counterpart in the heading, and the author."""
    listed = tuple(read_participants(text, blocks))
    if listed:
        return listed
    titled = [(title.start, title.end)] if title else []
    counterpart = find_counterpart(text, [*headings, *titled])
    return tuple(person for person in (counterpart, author) if person is not None)


def _read_listing(text: str, id: str, page: Page) -> Document:
    """A listing: its items, and a title where something that is not the site's stands above them."""
    above, items = split_items(text, page.contents)
    for line in above:
        page.put("header", "head", line)
    title, date = read_head(text, page)
    blocks = [*page.blocks, *(Block("listing item", item.start, item.end) for item in items)]
    bullet = items[0].start
    return Document(
        id=id,
        text=text,
        layout=page.layout,
        kind=read_span(text, bullet, bullet + 1, "listing"),
        title=title,
        date=date,
        blocks=tuple(sorted(blocks, key=lambda block: block.start)),
        listing_items=tuple(items),
    )
