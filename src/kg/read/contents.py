"""The document's own words: heading, participants, body, signature, distribution, notes.

A page print breaks paragraphs where the paper's pages end; a paragraph that stops within a sentence is read on.
"""

from __future__ import annotations

import re

from kg.document import Block, BlockKind
from kg.read.dates import find_whole_date
from kg.read.footnotes import is_note, strip_references
from kg.read.frame import find_list_label, is_bare_signature, is_dateline, is_roster, is_salutation, read_field
from kg.read.spans import Span, ends_sentence, trim
from kg.read.turns import Label, find_stage_directions, is_stage_direction

__all__ = ["SIGNATURE", "is_participants", "split_contents", "split_speeches"]

SIGNATURE = re.compile(
    r"\[signature\][ \t]*\(?(?P<signed>[^\[\]()\n]{2,60})\)?|"
    r"\A/(?P<slashed>[^/\n]{2,60})/\Z|"
    r"\b[Rr]ecorded by:? (?P<recorded>[^\W\d_a-z][^\[\]()\n]{1,60})"
)
_PARTICIPANTS = re.compile(r"(?:Participants|Present|Attendees|In attendance)\b[^:\n]{0,40}:|[^\W\d_a-z]\w+ side:")
_COPY = re.compile(r"\d{1,3}\s{0,2}[-–—]\s")
_ITEM = re.compile(r"[-–—•*·]\s|\(?\w{1,4}[.)]\s")
_FOOT = 120  # no line under a signature, and no office above it, is longer
_CLOSING = re.compile(
    r"(?:Very |Most |Yours )?(?:[Ss]incerely|[Rr]espectfully|[Ff]aithfully|[Tt]ruly)\b|With .{2,40} regards?\b"
)
_SUMMARY = re.compile(r"(?:SUMMARY|Summary|ABSTRACT|Abstract)[ \t]*:?\Z")
_HEAD = 300  # no paragraph of a heading is longer
_BROKEN = 60  # no heading inside the body that stops without a full stop is longer


def split_contents(text: str, contents: list[Span], labels: list[Label], *, signed: bool = False) -> list[Block]:
    """The blocks of the document's own words; in a dialogue, ``contents`` are already parted at the labels.

    ``signed`` is whether the document is of a kind that ends with a name: a telegram, a letter.
    """
    end = _find_notes(text, contents)
    foot = _find_foot(text, contents[:end])
    if foot == end and not labels:
        foot = _find_bare_signature(text, contents[:end], signed=signed)
    head = _find_head(text, contents[:foot], labels)
    blocks = _split_head(text, contents[:head], dialogue=bool(labels))
    body = _join_broken(text, contents[head:foot], {label.start for label in labels})
    blocks += split_speeches(text, body, labels) if labels else [Block("body", *span) for span in body]
    blocks += _split_foot(text, contents[foot:end])
    return blocks + [Block("notes", *span) for span in contents[end:]]


def is_participants(text: str, start: int, end: int) -> bool:
    """Whether a paragraph begins a list of those present, or one side of it.

    >>> is_participants("Chinese side: Liu Shaoqi", 0, 24), is_participants("He was present.", 0, 15)
    (True, False)
    """
    return _PARTICIPANTS.match(text, start, end) is not None or find_list_label(text, start, end) is not None


def _find_notes(text: str, contents: list[Span]) -> int:
    """Where the notes begin: at the first paragraph, after one of the body, that begins with a note's marker."""
    for number, span in enumerate(contents):
        if number and is_note(text, *span):
            return number
    return len(contents)


def _find_bare_signature(text: str, contents: list[Span], *, signed: bool) -> int:
    """Where a foot begins that is a bare name; a closing formula, or the document's kind, must bear it out."""
    last = len(contents) - 1
    if last < 1 or not is_bare_signature(text, *contents[last]) or find_whole_date(text, *contents[last]):
        return len(contents)
    if last > 1 and _CLOSING.match(text, *contents[last - 1]):
        return last - 1
    return last if signed and ends_sentence(text, *contents[last - 1]) else len(contents)


def _signs(text: str, span: Span) -> bool:
    return span[1] - span[0] <= 2 * _FOOT and SIGNATURE.search(text[slice(*span)]) is not None


def _find_foot(text: str, contents: list[Span]) -> int:
    """Where the foot begins: at the last signature, or at the office that stands above it."""
    signed = next((n for n in range(len(contents) - 1, 0, -1) if _signs(text, contents[n])), None)
    if signed is None or any(end - start > _FOOT for start, end in contents[signed + 1 :]):
        return len(contents)
    above = contents[signed - 1]
    if signed > 1 and above[1] - above[0] <= _FOOT and not ends_sentence(text, *above):
        return signed - 1
    return signed


def _find_head(text: str, contents: list[Span], labels: list[Label]) -> int:
    """Where the heading ends: at the first label, or at the first paragraph that is a sentence."""
    if labels:
        return next((n for n, span in enumerate(contents) if span[0] >= labels[0].start), len(contents))
    listed = False
    for number, (start, end) in enumerate(contents):
        if is_participants(text, start, end):
            listed = True
        elif not (listed and is_roster(text, start, end)):
            listed = False
            framed = (
                is_dateline(text, start, end)
                or is_salutation(text, start, end)
                or read_field(text, start, end) is not None
            )
            if end - start > _HEAD or (ends_sentence(text, start, end) and not framed):
                return number
    return 0  # nothing ends a sentence: nothing tells a heading from the rest


def _split_head(text: str, contents: list[Span], *, dialogue: bool) -> list[Block]:
    blocks: list[Block] = []
    roster = summary = False
    for span in contents:
        kind: BlockKind = "header"
        if is_participants(text, *span):
            kind, roster = "participants", find_list_label(text, *span) is not None
        elif roster and is_roster(text, *span) and not _SUMMARY.match(text, *span):
            kind = "participants"
        elif dialogue and is_stage_direction(text, *span):
            kind = "stage direction"
        else:
            roster = False
            headed = _SUMMARY.match(text, *span) is not None
            kind = "summary" if summary and not headed else "header"
            summary = dialogue and (summary or headed)
        blocks.append(Block(kind, *span))
    return blocks


def _join_broken(text: str, spans: list[Span], starts: set[int]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] not in starts and _goes_on(text, joined[-1], span):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _goes_on(text: str, span: Span, following: Span) -> bool:
    """Whether ``following`` is the rest of the sentence that ``span`` stops in."""
    # The end alone decides; a joined paragraph may be long, and is asked again at each join.
    tail = max(span[0], span[1] - 200)
    end = strip_references(text, tail, span[1])
    if ends_sentence(text, tail, end) or _ITEM.match(text, *following) or text[following[0]] == "(":
        return False
    return text[following[0]].islower() or span[1] - span[0] > _BROKEN


def split_speeches(text: str, spans: list[Span], labels: list[Label]) -> list[Block]:
    """The speeches of a dialogue; a stage direction before or after the words is a block of its own."""
    ends = {label.start: label.end for label in labels}
    blocks: list[Block] = []
    for start, end in spans:
        if is_stage_direction(text, start, end):
            blocks.append(Block("stage direction", start, end))
            continue
        said = trim(text, ends.get(start, start), end)[0]
        before, after = find_stage_directions(text, said, end)
        if before is not None:
            if start < said:
                blocks.append(Block("body", start, ends[start]))
            blocks.append(Block("stage direction", *before))
            start = trim(text, before[1], end)[0]
        stop = end if after is None else trim(text, start, after[0])[1]
        blocks.append(Block("body", start, stop))
        if after is not None:
            blocks.append(Block("stage direction", *after))
    return blocks


def _split_foot(text: str, spans: list[Span]) -> list[Block]:
    """The signature, then what stands under it: marks of the typist, copies, numbers, the date of receipt."""
    blocks: list[Block] = []
    signed = False
    for span in spans:
        signs = _signs(text, span) and not _COPY.match(text, *span)
        blocks.append(Block("distribution" if signed and not signs else "signature", *span))
        signed = signed or signs
    return blocks
