"""A document -> its drafted statements: the stages of this package, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.document import Document, Turn
from kg.draft.confidence import estimate
from kg.draft.frame import Frame, read_frame
from kg.draft.names import Person
from kg.draft.nesting import Node, weave
from kg.draft.record import DraftStatement
from kg.draft.sentences import make_classes, read_tokens
from kg.draft.speaker import Discourse
from kg.model import Authority

__all__ = ["draft_document", "draft_files"]

_PRINTED = ("body", "summary", "stage direction")


def draft_files(
    paths: Iterable[Path], authority: Authority | None = None
) -> Iterator[tuple[Document, tuple[DraftStatement, ...]]]:
    """Read each file and draft each document in it."""
    for path in paths:
        for document in _read(path):
            yield document, draft_document(document, authority)


def _read(path: Path) -> tuple[Document, ...]:
    from kg.read import read_document

    return (read_document(path),)


def draft_document(document: Document, authority: Authority | None = None) -> tuple[DraftStatement, ...]:
    """The statements that a document reports, in text order, each with who reports it.

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
    by_start = {turn.start: turn for turn in turns}
    at = 0
    order = sorted(turns, key=lambda node: node.start)
    for start, end in _units(document):
        while at + 1 < len(order) and order[at + 1].start <= start:
            at += 1
        root = order[at] if order and order[at].start <= start < order[at].end else None
        if root is not None and root not in nodes[-400:]:
            nodes.append(root)
            discourse.last, discourse.before_last = root.speaker, discourse.last
        begin = max(start, root.content) if root is not None else start
        if begin >= end:
            continue
        tokens = read_tokens(text, begin, end, memory)
        found, opened = weave(tokens, frame, discourse, root, opened)
        nodes.extend(found)
        discourse.next_paragraph()
    assert by_start is not None
    seen = set(map(id, nodes))
    nodes.extend(turn for turn in turns if id(turn) not in seen)
    return _records(document, nodes)


def _units(document: Document) -> Iterator[tuple[int, int]]:
    """The stretches to read, in text order."""
    if document.listing_items:
        for item in document.listing_items:
            for part in (item.title, item.summary):
                if part is not None and part.start < part.end:
                    yield part.start, part.end
        return
    for block in document.blocks:
        if block.kind in _PRINTED:
            yield block.start, block.end


def _draft_turns(document: Document, frame: Frame) -> list[Node]:
    """Each turn as a statement; the hearer is whoever spoke before, at the start whoever speaks next."""
    people = [_speaker(turn, frame) for turn in document.turns]
    nodes: list[Node] = []
    for number, (turn, person) in enumerate(zip(document.turns, people, strict=True)):
        hearer, how = _hearer(number, people, turn, frame)
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


def _hearer(number: int, people: list[Person], turn: Turn, frame: Frame) -> tuple[tuple[Person, ...], str]:
    person = people[number]
    if turn.to is not None:
        return (frame.names.find(turn.to.value, "name"),), "explicit"
    for other in reversed(people[max(0, number - 8) : number]):
        if other is not person:
            return (other,), "spoke before"
    for other in people[number + 1 : number + 9]:
        if other is not person:
            return (other,), "speaks next"
    return (), "none"


_ANSWER = re.compile(r"(?:Yes|No|Sure|Right|Indeed|All right|Of course|Certainly|I agree|Exactly|True)\b")


def _act(words: str, number: int, people: list[Person]) -> str:
    words = words.strip()
    if words.endswith("?"):
        return "ask"
    if _ANSWER.match(words):
        return "agree" if not words.startswith("No") else "reply"
    return "reply" if number and people[number - 1] is not people[number] else "inform"


def _records(document: Document, nodes: list[Node]) -> tuple[DraftStatement, ...]:
    nodes = [node for node in nodes if node.start < node.end]
    nodes.sort(key=lambda node: (node.start, -node.end, node.level))
    ids = {id(node): f"{document.id}-{number:03}" for number, node in enumerate(nodes, 1)}
    return tuple(_record(document, node, ids) for node in nodes)


def _record(document: Document, node: Node, ids: dict[int, str]) -> DraftStatement:
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
        confidence=round(estimate(node), 3),
        rule=node.rule,
        speaker_how=node.speaker_how,
        addressee_how=node.addressee_how,
        extent_how=node.extent_how,
    )
