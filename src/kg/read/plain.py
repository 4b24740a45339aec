"""The frame of a plain text: what its first lines and its last say of it."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.document import Document, Participant
from kg.read.dates import find_date, find_whole_date
from kg.read.footnotes import strip_references
from kg.read.frame import (
    is_bare_signature,
    is_dateline,
    read_correspondents,
    read_field,
    read_person,
    read_signature,
    split_heading,
)  # fmt: skip
from kg.read.meeting import add_dateline
from kg.read.spans import Span, read_span, split_lines

__all__ = ["add_frame", "find_head", "is_signed_kind"]

_SIGNED_KINDS = re.compile(
    r"\b(?:telegram|airgram|cable|letter|note|message|memorandum|despatch|dispatch)\b", re.IGNORECASE
)
_CONVERSATION = re.compile(r"\bof (?:a )?(?:telephone )?conversation\b", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"(?:No\.\s{0,2}\d{1,5}[A-Za-z]?|\[?\d{1,5}[A-Za-z]?\]?)\.?")
_NEXT_SENTENCE = re.compile(r"[^\W\d_A-Z]{2}[.!?][\"”’)]? +[\"“‘(]?[^\W\d_a-z]")
_LONGEST, _LONG = 300, 150  # of a title, and of one that ends with a full stop
_OPENING = 8  # blocks of the heading in which a dateline is sought


def find_head(text: str, contents: list[Span]) -> list[Span]:
    """The lines that are the heading: the title, and a date or a number that stands above it; none in bare prose."""
    lines = [line for span in contents[:2] for line in split_lines(text, *span) if line[0] < line[1]]
    if _is_prose(text, *lines[0], alone=len(lines) == 1):
        return []
    above = len(lines) > 1 and (find_whole_date(text, *lines[0]) or _NUMBER_ALONE.fullmatch(text, *lines[0]))
    return lines[: 2 if above else 1]


def _is_prose(text: str, start: int, end: int, *, alone: bool) -> bool:
    """Whether a first line is no title: long, or more than one sentence, or a sentence that is all there is."""
    if end - start > _LONGEST:
        return True
    if text[end - 1] not in ".!?…":
        return False
    return alone or end - start > _LONG or _NEXT_SENTENCE.search(text, start, end) is not None


def is_signed_kind(text: str, start: int, end: int) -> bool:
    """Whether a title is that of a document which ends with its writer's name.

    >>> [is_signed_kind(title, 0, len(title)) for title in ("Letter to Ada", "Memorandum of Conversation")]
    [True, False]
    """
    return _SIGNED_KINDS.search(text, start, end) is not None and _CONVERSATION.search(text, start, end) is None


def add_frame(document: Document) -> Document:
    """The document with what its heading, its dateline and its foot say."""
    text, title = document.text, document.title
    if title is None:
        return document
    end = strip_references(text, title.start, title.end)
    number, heading = split_heading(text, title.start, end if end > title.start else title.end)
    dateline = _find_dateline(document)
    date = document.date or (find_date(text, *dateline) if dateline else None)
    sender, recipient = read_correspondents(text, *heading)
    fields = _read_fields(document)
    sender = read_person(text, *fields["from"], "sender") if "from" in fields else sender
    recipient = read_person(text, *fields["to"], "recipient") if "to" in fields else recipient
    about = next((fields[name] for name in ("subject", "topic", "re") if name in fields), None)
    signature = document.signature or _find_signature(document)
    summary = document.blocks_of("summary")
    meeting = document.meeting
    if dateline:
        meeting = add_dateline(meeting, text, dateline, date, [heading])
    return replace(
        document,
        title=title if heading == (title.start, title.end) else read_span(text, *heading),
        record_number=document.record_number or number,
        subject=read_span(text, *about) if about else None,
        date=date,
        sender=sender,
        recipient=recipient,
        signature=signature,
        author=document.author or signature or sender,
        summary=document.summary or (read_span(text, summary[0].start, summary[-1].end) if summary else None),
        meeting=meeting,
    )


def _find_dateline(document: Document) -> Span | None:
    for block in document.blocks_of("header")[:_OPENING]:
        for line in split_lines(document.text, block.start, block.end):
            if line[0] < line[1] and is_dateline(document.text, *line):
                return line
    return None


def _read_fields(document: Document) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for block in document.blocks_of("header"):
        if field := read_field(document.text, block.start, block.end):
            name, (start, end) = field
            at = start
            for line in split_lines(document.text, block.start, block.end):
                # One paragraph may have several fields, a line each.
                if line[0] > at and (more := read_field(document.text, *line)):
                    found.setdefault(name, (start, _line_before(document.text, line[0])))
                    name, (start, end) = more
            found.setdefault(name, (start, min(end, block.end)))
    return {name: span for name, span in found.items() if span[0] < span[1]}


def _line_before(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _find_signature(document: Document) -> Participant | None:
    for block in document.blocks_of("signature"):
        if is_bare_signature(document.text, block.start, block.end):
            return read_signature(document.text, block.start, block.end)
    return None
