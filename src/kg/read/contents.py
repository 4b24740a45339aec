"""The document's own words: heading, participants, body, signature, distribution, notes.

A page print breaks paragraphs where the paper's pages end; a paragraph that stops within a sentence is read on.
"""

from __future__ import annotations

import re

from kg.document import Block, BlockKind
from kg.read.footnotes import is_note, strip_references
from kg.read.spans import Span, ends_sentence, trim
from kg.read.turns import Label, find_stage_directions, is_stage_direction

__all__ = ["SIGNATURE", "is_participants", "split_contents"]

SIGNATURE = re.compile(
    r"\[signature\][ \t]*\(?(?P<signed>[^\[\]()\n]{2,60})\)?|"
    r"\A/(?P<slashed>[^/\n]{2,60})/\Z|"
    r"\b[Rr]ecorded by:? (?P<recorded>[^\W\d_a-z][^\[\]()\n]{1,60})"
)
_PARTICIPANTS = re.compile(r"(?:Participants|Present|Attendees|In attendance)\b[^:\n]{0,40}:|[^\W\d_a-z]\w+ side:")
_COPY = re.compile(r"\d{1,3}\s{0,2}[-–—]\s")
_ITEM = re.compile(r"[-–—•*·]\s|\(?\w{1,4}[.)]\s")
_FOOT = 120  # no line under a signature, and no office above it, is longer
_HEAD = 300  # no paragraph of a heading is longer
_BROKEN = 60  # no heading inside the body that stops without a full stop is longer


def split_contents(text: str, contents: list[Span], labels: list[Label]) -> list[Block]:
    """The blocks of the document's own words; in a dialogue, ``contents`` are already parted at the labels."""
    end = _find_notes(text, contents)
    foot = _find_foot(text, contents[:end])
    head = _find_head(text, contents[:foot], labels)
    blocks = _split_head(text, contents[:head], dialogue=bool(labels))
    body = _join_broken(text, contents[head:foot], {label.start for label in labels})
    blocks += _split_body(text, body, labels) if labels else [Block("body", *span) for span in body]
    blocks += _split_foot(text, contents[foot:end])
    return blocks + [Block("notes", *span) for span in contents[end:]]


def is_participants(text: str, start: int, end: int) -> bool:
    """Whether a paragraph begins a list of those present, or one side of it.

    >>> is_participants("Chinese side: Liu Shaoqi", 0, 24), is_participants("He was present.", 0, 15)
    (True, False)
    """
    return _PARTICIPANTS.match(text, start, end) is not None


def _find_notes(text: str, contents: list[Span]) -> int:
    """Where the notes begin: at the first paragraph, after one of the body, that begins with a note's marker."""
    for number, span in enumerate(contents):
        if number and is_note(text, *span):
            return number
    return len(contents)


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
    for number, (start, end) in enumerate(contents):
        if end - start > _HEAD or ends_sentence(text, start, end):
            return number
    return 0  # nothing ends a sentence: nothing tells a heading from the rest


def _split_head(text: str, contents: list[Span], *, dialogue: bool) -> list[Block]:
    blocks: list[Block] = []
    for span in contents:
        kind: BlockKind = "header"
        if is_participants(text, *span):
            kind = "participants"
        elif dialogue and is_stage_direction(text, *span):
            kind = "stage direction"
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


def _split_body(text: str, spans: list[Span], labels: list[Label]) -> list[Block]:
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
