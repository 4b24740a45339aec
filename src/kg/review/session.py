"""The keys of a review: a state and a key give the next state.

Nothing here meets a terminal, a file or a clock.  ``Session.source`` is the annotation file as it is to be on disk
after each key; whoever runs the session writes it before asking for the next key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.annotations import MODALITIES, MODES, POLARITIES, parse_annotations
from kg.document import Document
from kg.errors import InputErrors
from kg.locate import find_quote
from kg.model import ACTS, Authority, Statement
from kg.review.anchors import Anchor, anchor_items
from kg.review.candidates import Candidate, find_candidates, get_agent
from kg.review.decisions import Refused, Stamp, accept, correct, correct_extent, join, reject, split
from kg.review.items import AnnotationFile, Item, parse_file, walk_items
from kg.yamlfile import Problems

__all__ = ["COMMANDS", "FIELDS", "Frame", "Session", "View", "know", "press", "reopen", "start"]

COMMANDS = {
    "a": "accept", "c": "correct", "s": "split", "j": "join", "r": "reject", "n": "skip", "u": "undo", "q": "quit",
}  # fmt: skip
FIELDS = {
    "s": "speaker", "t": "to", "w": "words", "c": "cue", "a": "act", "m": "mode", "o": "modality", "p": "polarity",
}  # fmt: skip
CHOICES = {"act": ACTS, "mode": MODES, "modality": MODALITIES, "polarity": POLARITIES}
USUAL = {"mode": "indirect", "modality": "actual", "polarity": "affirmed"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a review needs besides the file: who reviews, and what the collection holds."""

    reviewer: str
    name: str
    document: Document
    authority: Authority
    predicates: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """The ids of all documents in hand."""
        return self.documents | {self.document.id}


@dataclass(frozen=True)
class View:
    """An annotation file read in its frame: its items, their places, and what the reader makes of them."""

    frame: Frame
    source: str

    @cached_property
    def file(self) -> AnnotationFile:
        """The file in pieces."""
        return parse_file(self.source, self.frame.name)

    @cached_property
    def anchors(self) -> dict[str, Anchor]:
        """Where each statement stands."""
        return anchor_items(self.file, self.frame.document.text)

    @cached_property
    def read(self) -> tuple[dict[str, Statement], tuple[str, ...]]:
        """The statements by id, and what is wrong with the file."""
        frame, problems = self.frame, Problems()
        found = parse_annotations(
            frame.name, self.source, frame.document.id, frame.document.text,
            authority=frame.authority, predicates=frame.predicates, documents=frame.known, problems=problems,
        )  # fmt: skip
        prefix = f"{frame.document.id}-"
        wrong = tuple(f"{one.what}: {one.cure}" if one.cure else one.what for one in problems.errors)
        return {one.id.removeprefix(prefix): one for one in found}, wrong

    @cached_property
    def drafts(self) -> tuple[Item, ...]:
        """The open drafts, the least sure first."""
        found = [item for item in walk_items(self.file.items) if item.status == "draft"]
        return tuple(sorted(found, key=lambda item: float(item.text("confidence") or 0)))

    def chain(self, name: str) -> tuple[Statement, ...]:
        """The statement after all that report it; empty where its words are not in the text."""
        statements, prefix = self.read[0], f"{self.frame.document.id}-"
        found: list[Statement] = []
        one = statements.get(name)
        while one is not None:
            found.insert(0, one)
            one = statements.get((one.parent or "").removeprefix(prefix))
        return tuple(found)

    def strangers(self, name: str) -> tuple[str, ...]:
        """Whom the statement names and the authority does not know."""
        item = self.anchors[name].item
        slugs = (item.text("speaker"), item.text("inferred_speaker"), *item.texts("speaker_members"), *item.texts("to"))
        return tuple(dict.fromkeys(slug for slug in slugs if slug and slug not in self.frame.authority.entities))

    def neighbours(self, name: str) -> tuple[str, ...]:
        """The drafts that stand beside it under the same report, the nearest first."""
        anchor = self.anchors[name]
        beside = [
            other
            for other, one in self.anchors.items()
            if one.parent == anchor.parent and other != name and one.item.status == "draft" and one.span
        ]
        here = anchor.span[0] if anchor.span else 0
        return tuple(sorted(beside, key=lambda other: (abs(_start(self.anchors[other]) - here), other))[:9])

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Who may have said or heard it."""
        statements, anchor = self.read[0], self.anchors[name]
        around = []
        chain = self.chain(name)
        if len(chain) > 1:
            around.append(("the report above", chain[-2]))
        order = sorted(statements, key=lambda one: statements[one].passage.start)
        place = order.index(name) if name in statements else -1
        for shift, words in ((-1, "the one before"), (1, "the one after")):
            if place >= 0 and 0 <= place + shift < len(order):
                around.append((words, statements[order[place + shift]]))
        span = anchor.span or (0, 0)
        return find_candidates(span, around, self.frame.document, self.frame.authority)


def _start(anchor: Anchor) -> int:
    return anchor.span[0] if anchor.span else 0


@dataclass(frozen=True, slots=True)
class Step:
    """What an undo goes back to."""

    source: str
    current: str | None
    skipped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a review.

    ``prompt`` is what a line is asked for (``field``, the name of one, ``split`` or ``join``), empty where a key is.
    ``undo`` has a step for each decision of this sitting.
    """

    view: View
    current: str | None = None
    prompt: str = ""
    message: str = ""
    skipped: frozenset[str] = frozenset()
    undo: tuple[Step, ...] = ()
    done: bool = False

    @property
    def source(self) -> str:
        """The annotation file as it is to be on disk."""
        return self.view.source

    @property
    def left(self) -> tuple[Item, ...]:
        """The drafts that are neither decided nor skipped."""
        return tuple(item for item in self.view.drafts if item.id not in self.skipped)


def start(frame: Frame, source: str) -> Session:
    """A review of the file, at its least sure draft; raises ``InputErrors`` where the file is not YAML."""
    view = View(frame, source)
    lines: dict[str, int] = {}
    problems = Problems()
    for item in walk_items(view.file.items):
        if item.id in lines:
            what = f"id {item.id!r} stands twice" if item.id else "'id' is missing"
            problems.add(frame.name, item.line, what, f"first at line {lines[item.id]}: give each its own")
        lines.setdefault(item.id, item.line)
    if problems.errors:
        raise InputErrors(problems.errors)
    return _go_on(Session(view))


def reopen(session: Session, source: str) -> Session:
    """The review of a file that someone else has changed meanwhile: read anew, with nothing to undo."""
    fresh = start(session.view.frame, source)
    kept = session.current if any(item.id == session.current for item in fresh.view.drafts) else fresh.current
    return replace(
        fresh, current=kept, skipped=session.skipped, message="the file was changed elsewhere, and is read anew"
    )


def know(session: Session, authority: Authority) -> Session:
    """The review with an authority to which entries were added meanwhile."""
    frame = replace(session.view.frame, authority=authority)
    return replace(session, view=View(frame, session.source), message="the authority is read anew")


def press(session: Session, key: str, now: str) -> Session:
    """The state after a key, or after a line where one was asked for; ``now`` is the moment of a decision."""
    session = replace(session, message="")
    if session.prompt:
        return _answer(session, key.strip(), now)
    key = key.strip() or ("n" if key == " " else key)
    if key == "q":
        return replace(session, done=True)
    if key == "u":
        return _undo(session)
    if session.current is None:
        return replace(session, message="no draft is left here: u takes the last decision back, q ends")
    if key in ("n", "") and key:
        return _go_on(replace(session, skipped=session.skipped | {session.current}))
    strangers = session.view.strangers(session.current) if key == "a" else ()
    if strangers:
        cure = f"add an entry (kg names {session.view.frame.document.id} proposes one), or correct it"
        return replace(session, message=f"the authority does not know {', '.join(strangers)}: {cure}")
    if key in ("a", "r"):
        decide = accept if key == "a" else reject
        return _decide(session, lambda view, name, stamp: decide(view.file, name, stamp), now)
    if key == "c":
        return replace(session, prompt="field")
    if key == "s":
        return replace(session, prompt="split")
    if key == "j":
        none = not session.view.neighbours(session.current)
        return replace(session, message="no draft stands beside it") if none else replace(session, prompt="join")
    if key.isdigit():
        return _set_agent(session, "speaker", key, now)
    return replace(session, message=f"no such key: {key!r}" if key else "")


def _answer(session: Session, line: str, now: str) -> Session:
    prompt, session = session.prompt, replace(session, prompt="")
    if not line:
        return replace(session, message="left as it was")
    if prompt == "field":
        found = FIELDS.get(line, line)
        known = found in FIELDS.values()
        return replace(session, prompt=found) if known else replace(session, message=f"no such part: {line!r}")
    if prompt in ("speaker", "to"):
        return _set_agent(session, prompt, line, now)
    if prompt == "join":
        return _join(session, line, now)
    if prompt in ("words", "split"):
        return _find_words(session, prompt, line, now)
    value: str | None = line
    if prompt in CHOICES:
        fitting = [one for one in CHOICES[prompt] if one == line] or [
            one for one in CHOICES[prompt] if one.startswith(line)
        ]
        if len(fitting) != 1:
            return replace(session, message=f"{prompt} is one of {', '.join(fitting or CHOICES[prompt])}")
        value = None if fitting[0] == USUAL.get(prompt) else fitting[0]
    text = session.view.frame.document.text
    return _decide(
        session, lambda view, name, stamp: correct(view.file, name, prompt, value, stamp, text=text), now, stay=True
    )


def _set_agent(session: Session, key: str, line: str, now: str) -> Session:
    assert session.current is not None
    candidates = session.view.candidates(session.current)
    slugs = []
    for word in [] if line == "-" else [part.strip() for part in line.split(",") if part.strip()]:
        if word.isdigit() and 0 < int(word) <= len(candidates):
            slugs.append(candidates[int(word) - 1].slug)
            continue
        try:
            slugs.append(get_agent(word, session.view.frame.authority))
        except LookupError as error:
            return replace(session, message=str(error.args[0]))
    if key == "speaker" and len(slugs) > 1:
        return replace(session, message="a statement has one speaker: give several an entry as a group")
    value = (slugs[0] if slugs else None) if key == "speaker" else (tuple(slugs) or None)
    text = session.view.frame.document.text
    return _decide(
        session, lambda view, name, stamp: correct(view.file, name, key, value, stamp, text=text), now, stay=True
    )


def _join(session: Session, line: str, now: str) -> Session:
    assert session.current is not None
    beside = session.view.neighbours(session.current)
    other = beside[int(line) - 1] if line.isdigit() and 0 < int(line) <= len(beside) else line
    text = session.view.frame.document.text
    return _decide(session, lambda view, name, stamp: join(view.file, name, other, stamp, text=text), now, stay=True)


def _find_words(session: Session, prompt: str, line: str, now: str) -> Session:
    """Carry out what is told by words of the text: a new extent, or where the second part begins."""
    assert session.current is not None
    anchor = session.view.anchors[session.current]
    text = session.view.frame.document.text
    bounds = anchor.bounds if prompt == "words" else anchor.span or anchor.bounds
    spans = find_quote(line, text, *bounds)
    if not spans:
        return replace(session, message="those words do not stand there: copy them from the text")
    here = _start(anchor)
    span = min(spans, key=lambda one: abs(one[0] - here))
    if prompt == "words":
        return _decide(
            session, lambda view, name, stamp: correct_extent(view.file, name, span, stamp, text=text), now, stay=True
        )
    if len(spans) > 1:
        return replace(session, message=f"those words stand {len(spans)} times in it: give more of them")
    return _decide(
        session, lambda view, name, stamp: split(view.file, name, span[0], stamp, text=text)[0], now, stay=True
    )


Deciding = Callable[[View, str, Stamp], AnnotationFile]


def _decide(session: Session, decide: Deciding, now: str, *, stay: bool = False) -> Session:
    """The state after a decision; one that would break the file is refused with the reader's words."""
    assert session.current is not None
    view = session.view
    try:
        changed = View(view.frame, decide(view, session.current, Stamp(view.frame.reviewer, now)).render())
    except Refused as error:
        return replace(session, message=str(error))
    fresh = [what for what in changed.read[1] if what not in view.read[1]]
    if fresh:
        return replace(session, message=f"that would break the file: {fresh[0]}")
    step = Step(view.source, session.current, session.skipped)
    after = replace(session, view=changed, undo=(*session.undo, step))
    return after if stay else _go_on(after)


def _undo(session: Session) -> Session:
    if not session.undo:
        return replace(session, message="nothing to take back")
    step = session.undo[-1]
    return replace(
        session, view=View(session.view.frame, step.source), current=step.current, skipped=step.skipped,
        undo=session.undo[:-1], message="taken back",
    )  # fmt: skip


def _go_on(session: Session) -> Session:
    left = session.left
    return replace(session, current=left[0].id if left else None)
