"""A rendered TEI document -> the ``Document``: what its markup says, and what only its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document import Block, BlockKind, Document, Participant, Read, Turn
from kg.read.contents import split_speeches
from kg.read.dates import find_date
from kg.read.frame import (
    is_bare_signature,
    read_correspondents,
    read_field,
    read_person,
    read_roster,
    read_signature,
    split_heading,
)  # fmt: skip
from kg.read.listing import find_kind
from kg.read.markup import Element
from kg.read.meeting import add_dateline, read_meeting
from kg.read.metadata import find_marks
from kg.read.spans import Span, read_span, split_lines
from kg.read.teitext import Rendered
from kg.read.turns import find_labels, is_stage_direction, split_at_labels, split_turns

__all__ = ["assemble"]

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_RECORD = re.compile(r"\b(?:records?|transcripts?|minutes|conversation)\b", re.IGNORECASE)
_SECRET = re.compile(r"\b(?:Top Secret|Secret|Confidential|Official Use Only|Unclassified)\b")
_DRAFTED = re.compile(
    r"\b[Dd]rafted (?:on [^.;]{3,40}? )?by (?:the )?(?P<who>[^.;\n]{2,80}?)(?= on [A-Z\d]|,? and |[.;](?:\s|\Z))"
)
_HEADING = re.compile(r"(?:SUMMARY|Summary)\Z")


def assemble(element: Element, rendered: Rendered, id: str) -> Document:
    """The document that ``rendered`` is, with all that its frame says."""
    text = rendered.text
    blocks, turns = _find_turns(rendered)
    heads = [span for _, span in rendered.marks.get("head", [])]
    number, heading = split_heading(text, *heads[0]) if heads else (None, (0, 0))
    title = read_span(text, *heading) if heads else None
    dateline = next((span for _, span in rendered.marks.get("dateline", [])), None)
    date = _find_date(element, rendered, dateline)
    sender, recipient = read_correspondents(text, *heading) if title else (None, None)
    sender, recipient = _find_field(rendered, "from") or sender, _find_field(rendered, "to") or recipient
    subject = _find_subject(rendered)
    signature = _find_signature(rendered)
    recorder = _find_recorder(rendered)
    titled = [heading] if title else []
    kind = _find_kind(text, titled, turns)
    told = read_meeting(text, blocks)
    secret, _ = find_marks(text, [block for block in blocks if block.kind == "header"])
    return Document(
        id=id,
        text=text,
        kind=kind,
        title=title,
        subject=subject,
        date=date,
        record_number=number,
        classification=secret or _find_classification(rendered),
        author=_find_author(sender, signature, recorder),
        signature=signature,
        sender=sender,
        recipient=recipient,
        participants=tuple(_find_participants(rendered)),
        meeting=add_dateline(told, text, dateline, date, titled) if dateline else told,
        footnotes=tuple(rendered.footnotes),
        blocks=tuple(blocks),
        turns=tuple(turns),
        mentions=tuple(rendered.mentions),
        said=tuple(rendered.said),
    )


def _find_turns(rendered: Rendered) -> tuple[list[Block], list[Turn]]:
    """The turns that the markup has, or else those that labels in the words tell."""
    if rendered.speeches:
        return rendered.blocks, list(_speech_turns(rendered))
    text = rendered.text
    body = [(block.start, block.end) for block in rendered.blocks if block.kind == "body"]
    labels = find_labels(text, body)
    if not labels:
        return [_direct(text, block) for block in rendered.blocks], []
    rest = [block for block in rendered.blocks if block.kind != "body"]
    before = [span for span in body if span[1] <= labels[0].start]
    after = split_at_labels(body[len(before) :], labels, text)
    blocks = sorted(
        [*rest, *_split_before(text, before), *split_speeches(text, after, labels)], key=lambda one: one.start
    )
    return blocks, split_turns(text, labels, blocks)


def _direct(text: str, block: Block) -> Block:
    if block.kind == "body" and is_stage_direction(text, block.start, block.end):
        return Block("stage direction", block.start, block.end)
    return block


def _split_before(text: str, spans: list[Span]) -> Iterator[Block]:
    """What a dialogue has before its first speech: under a heading that says so, a summary."""
    kind: BlockKind = "body"
    for span in spans:
        if _HEADING.match(text, *span):
            kind = "summary"
            yield Block("header", *span)
        else:
            yield Block(kind, *span)


def _speech_turns(rendered: Rendered) -> Iterator[Turn]:
    for speech in rendered.speeches:
        span = speech.words.span
        if span is None:
            continue
        who = speech.who.lstrip("#") if speech.who else ""
        label = read_span(rendered.text, *speech.label.span) if speech.label.span else Read(who, "", span[0], span[0])
        yield Turn(label, label, *span)


def _find_date(element: Element, rendered: Rendered, dateline: Span | None) -> Read | None:
    """The date of the dateline, in the normal form that the markup gives; else the words' own; else the file's."""
    text = rendered.text
    for child, span in rendered.marks.get("date", []):
        if dateline is not None and not (dateline[0] <= span[0] and span[1] <= dateline[1]):
            continue
        days = [_day(child.get(name)) for name in ("when", "from", "notBefore", "to", "notAfter")]
        found = [day for day in days if day]
        if found:
            value = found[0] if found[0] == found[-1] else f"{found[0]}/{found[-1]}"
            return read_span(text, *span, value)
    if dateline is not None and (date := find_date(text, *dateline)):
        return date
    stated = _day(element.get("frus:doc-dateTime-min"))
    at = dateline[0] if dateline else 0
    return Read(stated, "", at, at) if stated else None


def _day(value: str | None) -> str | None:
    match = _DAY.match(value) if value else None
    return match[0] if match else None


def _find_field(rendered: Rendered, name: str) -> Participant | None:
    span = _list_value(rendered, name)
    return read_person(rendered.text, *span, "sender" if name == "from" else "recipient") if span else None


def _find_subject(rendered: Rendered) -> Read | None:
    span = _list_value(rendered, "subject", "subjects")
    return read_span(rendered.text, *span) if span else None


def _list_value(rendered: Rendered, *sorts: str) -> Span | None:
    for element, span in rendered.marks.get("list", []):
        if element.get("type") in sorts:
            field = read_field(rendered.text, *span)
            if field is None and element.find("head") is None:
                return span
            if field is not None and field[1][0] < field[1][1]:
                return field[1]
    return None


def _find_participants(rendered: Rendered) -> Iterator[Participant]:
    for block in rendered.blocks:
        if block.kind == "participants":
            yield from read_roster(rendered.text, block.start, block.end, rendered.sides)


def _find_signature(rendered: Rendered) -> Participant | None:
    for _, span in rendered.marks.get("signed", []):
        lines = [line for line in split_lines(rendered.text, *span) if line[0] < line[1]]
        if lines and is_bare_signature(rendered.text, *lines[0]):
            return read_signature(rendered.text, *span)
        return Participant(read_span(rendered.text, *span), "signatory")
    return None


def _find_recorder(rendered: Rendered) -> Participant | None:
    """Who drafted the record, as the note on its source says."""
    if rendered.source_note is None:
        return None
    match = _DRAFTED.search(rendered.text, *rendered.source_note)
    if match is None:
        return None
    start, end = match.span("who")
    inside = [one for one in rendered.text[start:end].split(" ") if one]
    return read_person(rendered.text, start, end, "recorder") if len(inside) <= 12 else None


def _find_author(
    sender: Participant | None, signature: Participant | None, recorder: Participant | None
) -> Participant | None:
    """Who speaks as "I": who signed, or sent, or drafted it."""
    return signature or recorder or sender


def _find_kind(text: str, titled: list[Span], turns: list[Turn]) -> Read | None:
    if turns:
        words = next((match.span() for span in titled if (match := _RECORD.search(text, *span))), None)
        first = turns[0].label
        return read_span(text, *(words or (first.start, first.end)), "verbatim-record")
    return next((kind for span in titled if (kind := find_kind(text, *span))), None)


def _find_classification(rendered: Rendered) -> Read | None:
    if rendered.source_note is None:
        return None
    match = _SECRET.search(rendered.text, *rendered.source_note)
    return read_span(rendered.text, *match.span()) if match else None
