"""A document -> its drafted statements: the stages of this package, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.document import Block, Document, Turn
from kg.draft.confidence import estimate
from kg.draft.frame import Frame, read_frame
from kg.draft.names import Person
from kg.draft.nesting import Node, weave
from kg.draft.record import DraftStatement
from kg.draft.sentences import make_classes, read_tokens
from kg.draft.speaker import Discourse
from kg.model import Authority
from kg.read import read_file

__all__ = ["draft_document", "draft_files"]

LEAST = 0.3  # what is less sure is likelier to cost an editor time than to save it
_LONG = 160
_PRINTED = ("body", "summary", "stage direction")


def draft_files(
    paths: Iterable[Path], authority: Authority | None = None
) -> Iterator[tuple[Document, tuple[DraftStatement, ...]]]:
    """Read each file and draft each document in it."""
    for path in paths:
        for document in read_file(path):
            yield document, draft_document(document, authority)


def draft_document(
    document: Document, authority: Authority | None = None, *, least: float = LEAST
) -> tuple[DraftStatement, ...]:
    """The statements that a document reports, in text order, each with who reports it; none less sure than ``least``.

    >>> from kg.read import read_text
    >>> text = "Note\\n\\nMr. Gray told Mr. Hale that the bridge was closed."
    >>> [(s.speaker, s.addressees, s.act) for s in draft_document(read_text(text, "n1"))]
    [('gray', ('hale',), 'inform')]
    """
    frame = read_frame(document, authority)
    discourse = Discourse(frame)
    nodes: list[Node] = []
    memory = make_classes()
    text = document.text
    turns = _draft_turns(document, frame)
    opened: Node | None = None
    entered: Node | None = None
    at = 0
    order = sorted(turns, key=lambda node: node.start)
    for start, end in _units(document):
        while at + 1 < len(order) and order[at + 1].start <= start:
            at += 1
        root = order[at] if order and order[at].start <= start < order[at].end else None
        if root is not None and root is not entered:
            entered = root
            nodes.append(root)
            discourse.last, discourse.before_last = root.speaker, discourse.last
        begin = max(start, root.content) if root is not None else start
        if begin >= end:
            continue
        tokens = read_tokens(text, begin, end, memory)
        found, opened = weave(tokens, frame, discourse, root, opened)
        nodes.extend(found)
        discourse.next_paragraph()
    seen = set(map(id, nodes))
    nodes.extend(turn for turn in turns if id(turn) not in seen)
    return _records(document, nodes, least)


def _units(document: Document) -> Iterator[tuple[int, int]]:
    """The stretches to read, in text order."""
    if document.listing_items:
        for item in document.listing_items:
            for part in (item.title, item.summary):
                if part is not None and part.start < part.end:
                    yield part.start, part.end
        return
    bare = not document.paragraphs
    for block in document.blocks:
        # A text without a heading has its first paragraph taken for one.
        mistaken = block.kind == "header" and document.layout == "plain" and (bare or _is_prose(document.text, block))
        if block.kind in _PRINTED or mistaken:
            yield block.start, block.end


def _is_prose(text: str, block: Block) -> bool:
    """Whether a heading is a paragraph: long, on one line, with a full stop at its end."""
    words = text[block.start : block.end]
    return len(words) > _LONG and "\n" not in words and words.endswith((".", ".”", '."'))


def _draft_turns(document: Document, frame: Frame) -> list[Node]:
    """Each turn as a statement; the hearer is whoever spoke before, at the start whoever speaks next."""
    people = [_speaker(turn, frame) for turn in document.turns]
    nodes: list[Node] = []
    for number, (turn, person) in enumerate(zip(document.turns, people, strict=True)):
        hearer, how = _hearer(document.text, number, people, turn, frame)
        end = max(turn.end, turn.label.end + 1)
        node = Node(
            turn.label.start, end, None, turn.label.end, ":", None, (person,), "label", hearer, how, "turn", "direct",
            _act(document.text[turn.start : turn.end], number, people), "turn", content=turn.start,
        )  # fmt: skip
        nodes.append(node)
    return nodes


def _speaker(turn: Turn, frame: Frame) -> Person:
    names = frame.names
    person = names.find(turn.speaker.value, "name")
    if turn.short is not None:
        names.by_phrase[tuple(turn.short.value.lower().split())] = person
    if not person.participant:
        person.participant = True
    return person


def _hearer(text: str, number: int, people: list[Person], turn: Turn, frame: Frame) -> tuple[tuple[Person, ...], str]:
    person = people[number]
    if turn.to is not None:
        return (frame.names.find(turn.to.value, "name"),), "explicit"
    match = _TO.match(text, turn.label.end, min(turn.end, turn.label.end + 80))
    if match is not None:
        return (frame.names.find(match[1], "name"),), "explicit"
    for other in reversed(people[max(0, number - 8) : number]):
        if other is not person:
            return (other,), "spoke before"
    for other in people[number + 1 : number + 9]:
        if other is not person:
            return (other,), "speaks next"
    return (), "none"


_TO = re.compile(r":?\s*[(\[][Tt]o ([^)\]\n]{2,40})[)\]]")
_ANSWER = re.compile(r"(?:Yes|No|Sure|Right|Indeed|All right|Of course|Certainly|I agree|Exactly|True)\b")


def _act(words: str, number: int, people: list[Person]) -> str:
    words = words.strip()
    if words.endswith("?"):
        return "ask"
    if _ANSWER.match(words):
        return "agree" if not words.startswith("No") else "reply"
    return "reply" if number and people[number - 1] is not people[number] else "inform"


def _records(document: Document, nodes: list[Node], least: float) -> tuple[DraftStatement, ...]:
    sure = {id(node): estimate(node) for node in nodes}
    nodes = [node for node in nodes if node.start < node.end and sure[id(node)] >= least]
    kept = set(map(id, nodes))
    for node in nodes:
        while node.parent is not None and id(node.parent) not in kept:
            node.parent = node.parent.parent
    nodes.sort(key=lambda node: (node.start, -node.end, node.level))
    ids = {id(node): f"{document.id}-{number:03}" for number, node in enumerate(nodes, 1)}
    return tuple(_record(document, node, ids, sure[id(node)]) for node in nodes)


def _record(document: Document, node: Node, ids: dict[int, str], sure: float) -> DraftStatement:
    speaker = node.speaker
    return DraftStatement(
        id=ids[id(node)],
        doc=document.id,
        start=node.start,
        end=node.end,
        quote=document.text[node.start : node.end],
        cue=node.cue_text,
        cue_start=node.cue_start,
        speaker=speaker.slug if speaker else None,
        speaker_text=speaker.name if speaker else None,
        addressees=tuple(person.slug for person in node.addressees),
        addressee_text=", ".join(person.name for person in node.addressees) or None,
        parent=ids.get(id(node.parent)) if node.parent is not None else None,
        mode=node.mode,
        act=node.act,
        modality=node.modality,
        polarity=node.polarity,
        confidence=round(sure, 3),
        rule=node.rule,
        speaker_how=node.speaker_how,
        addressee_how=node.addressee_how,
        extent_how=node.extent_how,
    )
