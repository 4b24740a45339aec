"""New drafts + an annotation file -> the file with the drafts in it; what a person did stays as it is.

A draft of an earlier run that nobody touched is the machine's: it is renewed, moved or taken out.  Everything else is
a person's: a statement written by hand, a decision (reviewed, corrected, rejected), a draft edited in the file (it no
longer agrees with its ``made``), and a draft under which any of these stands.  Of these only a quote is renewed, where
the text was corrected.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.draft.record import DraftStatement
from kg.errors import InputErrors
from kg.locate import find_quote
from kg.model import GROUP_KINDS, Authority
from kg.review.anchors import Anchor, TextMap, anchor_items, find_like, locate, trim_span, write_quote
from kg.review.items import (
    AnnotationFile,
    Item,
    edit_item,
    make_item,
    parse_file,
    unfold,
    walk_items,
    with_children,
)  # fmt: skip
from kg.review.scalars import Fields, Value
from kg.yamlfile import Problems

__all__ = ["MergeReport", "merge_drafts", "merge_source", "sign", "touched"]

Span = tuple[int, int]
ELSEWHERE = "drafted as reported here, in words that stand elsewhere"
UNNAMED = "drafted with neither a speaker nor a cue; rule: "
SAME_EXTENT = 0.5  # the overlap, of their union, from which two passages without a cue are one draft


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, by the ids of the statements in the file.

    ``kept`` are drafts that would have gone, but a person's work stands under them; ``placed`` are a person's
    statements whose quote was renewed after a correction of the text; ``lost`` are those whose words are not found.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def touched(item: Item) -> bool:
    """Whether a person wrote, edited or decided the statement."""
    return item.status != "draft" or not item.text("made") or item.text("made") != _digest(item.head)


def sign(item: Item) -> Item:
    """``item`` with the digest of its lines, by which a later edit by hand shows."""
    return edit_item(item, {"made": _digest(item.head)})


def _digest(head: str) -> str:
    lines = (line.strip() for line in head.split("\n"))
    kept = [line for line in lines if line and not line.startswith("made:")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:10]


@dataclass(slots=True)
class _Node:
    """A statement of the file to come: an item of the file as it was, or a new draft."""

    name: str
    item: Item | None
    span: Span | None
    order: int  # where it stands among its siblings: where it begins, or where its words were
    draft: DraftStatement | None = None
    children: list[_Node] = field(default_factory=list)


def merge_drafts(
    file: AnnotationFile,
    drafts: Sequence[DraftStatement],
    text: str,
    *,
    authority: Authority,
    old_text: str | None = None,
) -> tuple[AnnotationFile, MergeReport]:
    """The file with ``drafts`` in it, and what became of each statement; ``old_text`` is what was last drafted from.

    Raises ``InputErrors`` where two statements of the file share an id.
    """
    _check_ids(file)
    return _Merge(file, drafts, text, authority, old_text).run()


def _check_ids(file: AnnotationFile) -> None:
    problems, lines = Problems(), dict[str, int]()
    for item in walk_items(file.items):
        if item.id in lines:
            what = f"id {item.id!r} stands twice" if item.id else "'id' is missing"
            problems.add(file.name, item.line, what, f"first at line {lines[item.id]}: give each its own")
        lines.setdefault(item.id, item.line)
    if problems.errors:
        raise InputErrors(problems.errors)


class _Merge:
    def __init__(
        self,
        file: AnnotationFile,
        drafts: Sequence[DraftStatement],
        text: str,
        authority: Authority,
        old_text: str | None,
    ) -> None:
        self.file, self.text, self.authority = file, text, authority
        self.places = _Places(file, text, old_text)
        self.drafts = _in_order(drafts, text)
        self.anchors = self.places.anchors
        self.fixed = {name for name, anchor in self.anchors.items() if _has_work(anchor.item)}
        self.matches = _match(self.drafts, self.anchors, self.places)
        self.found: dict[str, list[str]] = defaultdict(list)
        self.taken = set(self.anchors)

    def run(self) -> tuple[AnnotationFile, MergeReport]:
        nodes: dict[str, _Node] = {}
        order = 0
        for name, anchor in self.anchors.items():
            span = self.places.spans[name]
            order = span[0] if span else order
            if name in self.fixed:
                nodes[name] = _Node(name, anchor.item, span, order)
        roots: list[_Node] = []
        for one in nodes.values():  # in the order of the file
            above = self.anchors[one.name].parent
            (nodes[above].children if above else roots).append(one)
        by_draft: dict[str, _Node] = {}
        added: list[tuple[_Node, _Node | None]] = []
        for draft in self.drafts:
            known = self.matches.get(draft.id)
            if known is not None and known in self.fixed:
                by_draft[draft.id] = nodes[self._stands_for(known)]
                self.found["settled" if touched(self.anchors[known].item) else "same"].append(known)
                continue
            item = self.anchors[known].item if known else None
            node = _Node(known or self._new_id(draft), item, (draft.start, draft.end), draft.start, draft)
            by_draft[draft.id] = node
            added.append((node, by_draft.get(draft.parent or "")))
        for node, parent in added:
            _insert(parent.children if parent else roots, node)
        self._count_gone()
        bounds = (0, len(self.text))
        items = tuple(self._write(node, None, bounds) for node in roots)
        merged = replace(self.file, items=self._keep_comments(items))
        return merged, MergeReport(**{name: tuple(dict.fromkeys(ids)) for name, ids in self.found.items()})

    def _stands_for(self, name: str) -> str:
        """The statement into which a joined one went, which has its place now."""
        into = self.anchors[name].item.part("decided").get("into")
        return into if isinstance(into, str) and into in self.fixed else name

    def _count_gone(self) -> None:
        drafted = set(self.matches.values())
        for name, anchor in self.anchors.items():
            if name in drafted or anchor.item.status != "draft":
                continue
            if name not in self.fixed:
                self.found["gone"].append(name)
            elif not touched(anchor.item):
                self.found["kept"].append(name)

    def _new_id(self, draft: DraftStatement) -> str:
        """An id made from the draft's words, so that it is the same on every run."""
        words = " ".join((draft.cue or "", *self.text[draft.start : draft.end].split()))
        number = 0
        while True:
            mark = f"{words}{number or ''}"
            name = f"d-{hashlib.sha256(mark.encode()).hexdigest()[:8]}"
            if name not in self.taken:
                self.taken.add(name)
                return name
            number += 1

    def _write(self, node: _Node, parent: str | None, bounds: Span, dash: int = 2) -> Item:
        if node.draft is not None:
            item, inner = self._write_draft(node, node.draft, parent, bounds, dash)
        else:
            assert node.item is not None
            item, inner = self._place(node.item, node.span, bounds)
        column = item.children[0].dash if item.children and not item.inner else item.dash + 4
        children = tuple(self._write(one, node.name, inner, column) for one in node.children)
        same = node.draft is None and len(children) == len(item.children)
        if same and all(one is other for one, other in zip(children, item.children, strict=True)):
            return item
        return with_children(unfold(item) if item.inner else item, children)

    def _place(self, item: Item, span: Span | None, bounds: Span) -> tuple[Item, Span]:
        """A person's statement, its quote renewed where the text was corrected."""
        within = (0, len(self.text)) if item.text("outside_parent") else bounds
        if span is None:
            self.found["lost"].append(item.id)
            return item, within
        if not (within[0] <= span[0] and span[1] <= within[1]):
            if item.status != "rejected" and item.id in self.places.renewed:
                self.found["lost"].append(item.id)
            return item, span
        changes: dict[str, Value] = {}
        if locate(item.text("quote"), item.text("occurrence"), self.text, within) != span:
            quote, occurrence = write_quote(self.text, span, within)
            changes |= {"quote": quote, "occurrence": occurrence}
        drafted = self.places.drafted.get(item.id)
        if item.id in self.places.renewed and drafted is not None:
            quote, occurrence = write_quote(self.text, drafted, (0, len(self.text)))
            part = {**item.part("drafted"), "quote": quote, "occurrence": occurrence}
            changes["drafted"] = {key: value for key, value in part.items() if (key, value) != ("occurrence", None)}
        if not changes:
            return item, span
        self.found["placed"].append(item.id)
        machine = not touched(item)
        changed = edit_item(item, changes)
        return sign(changed) if machine else changed, span

    def _write_draft(
        self, node: _Node, draft: DraftStatement, parent: str | None, bounds: Span, dash: int
    ) -> tuple[Item, Span]:
        span = (draft.start, draft.end)
        fields = self._fields(node.name, draft, bounds)
        fresh = sign(make_item(fields, dash=dash))
        if node.item is None:
            self.found["new"].append(node.name)
            return fresh, span
        if parent != self.anchors[node.name].parent:
            self.found["moved"].append(node.name)
        elif fresh.fields != node.item.fields:
            self.found["changed"].append(node.name)
        else:
            self.found["same"].append(node.name)
            return replace(node.item, opening="", children=()), span
        return replace(fresh, tail=node.item.tail if node.item.tail.strip() else ""), span

    def _fields(self, name: str, draft: DraftStatement, bounds: Span) -> Fields:
        inside = bounds[0] <= draft.start and draft.end <= bounds[1]
        within = bounds if inside else (0, len(self.text))
        quote, occurrence = write_quote(self.text, (draft.start, draft.end), within)
        speaker = draft.speaker if self._may_speak(draft.speaker) else None
        to = tuple(slug for slug in draft.addressees if self._may_speak(slug))
        fields: dict[str, Value] = {
            "id": name,
            "quote": quote,
            "occurrence": occurrence,
            "outside_parent": None if inside else ELSEWHERE,
            "cue": draft.cue,
            "speaker": speaker,
            "speaker_as": draft.speaker_text,
            "to": to or None,
            "to_as": draft.addressee_text,
            "act": draft.act,
            "mode": draft.mode if draft.mode != "indirect" else None,
            "modality": draft.modality if draft.modality != "actual" else None,
            "polarity": draft.polarity if draft.polarity != "affirmed" else None,
            "note": None if speaker or draft.cue else UNNAMED + draft.rule,
            "status": "draft",
            "confidence": f"{min(max(draft.confidence, 0.0), 1.0):.2f}",
            "rule": draft.rule,
            "found": {"speaker": draft.speaker_how, "addressee": draft.addressee_how, "extent": draft.extent_how},
        }
        return {key: value for key, value in fields.items() if value is not None and value != ""}

    def _may_speak(self, slug: str | None) -> bool:
        """Whether a slug is an agent's, or of someone whom the authority does not know yet."""
        entity = self.authority.entities.get(slug or "")
        return slug is not None and (entity is None or entity.kind in ("person", *GROUP_KINDS))

    def _keep_comments(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items, with what a person wrote after a draft that has gone."""
        left = {item.id for item in walk_items(items)}
        gone = [anchor.item for name, anchor in self.anchors.items() if name not in left]
        comments = [item.tail for item in gone if "#" in item.tail]
        if not comments or not items:
            return items
        return (*items[:-1], replace(items[-1], tail="".join((items[-1].tail, *comments))))


def _has_work(item: Item) -> bool:
    """Whether the statement, or one under it, is a person's."""
    return any(touched(one) for one in walk_items((item,)))


def _insert(siblings: list[_Node], node: _Node) -> None:
    """Put a draft among its siblings in the order of the text; those of a person keep the order that they have."""
    for index, other in enumerate(siblings):
        if other.order > node.order:
            siblings.insert(index, node)
            return
    siblings.append(node)


def _in_order(drafts: Sequence[DraftStatement], text: str) -> list[DraftStatement]:
    """The drafts, each after its parent, with spans that a quote can have; one without words is none."""
    trimmed = []
    for draft in drafts:
        start, end = trim_span(text, draft.start, draft.end)
        if start < end:
            label = draft.cue == ":"  # of a turn: no words that report it
            cue, cue_start = (None, None) if label else (draft.cue, draft.cue_start)
            trimmed.append(replace(draft, start=start, end=end, cue=cue, cue_start=cue_start))
    known = {draft.id: draft for draft in trimmed}

    def depth(draft: DraftStatement) -> int:
        seen, above = 0, draft.parent
        while above in known and seen <= len(known):
            seen, above = seen + 1, known[above].parent
        return seen

    return sorted(trimmed, key=lambda draft: (depth(draft), draft.start, -draft.end, draft.id))


class _Places:
    """Where each statement of the file stands in the text as it is now.

    ``spans`` has its passage, ``cues`` the passage of its cue; ``drafted`` the passage that was first drafted, where a
    person changed it; ``renewed`` names those that had to be found anew.
    """

    def __init__(self, file: AnnotationFile, text: str, old_text: str | None) -> None:
        self.text = text
        corrected = old_text is not None and old_text != text
        moves = TextMap(old_text, text) if corrected and old_text is not None else None
        then = anchor_items(file, old_text) if corrected and old_text is not None else {}
        self.anchors = anchor_items(file, text)
        self.spans: dict[str, Span | None] = {}
        self.cues: dict[str, Span | None] = {}
        self.drafted: dict[str, Span | None] = {}
        self.renewed: set[str] = set()
        for name, anchor in self.anchors.items():
            self.spans[name] = self._span(anchor, then.get(name), moves)
            self._place_drafted(anchor.item, old_text if corrected else None, moves)
            self.cues[name] = self._cue(anchor.item, self.spans[name])

    def _span(self, anchor: Anchor, then: Anchor | None, moves: TextMap | None) -> Span | None:
        if then is not None and then.span is not None and moves is not None:
            span = moves.span(then.span)
            if span != anchor.span:
                self.renewed.add(anchor.item.id)
            return span
        if anchor.span is None:
            self.renewed.add(anchor.item.id)
            quote = anchor.item.text("quote")
            if find_quote(quote, self.text, *anchor.bounds):
                return None  # it stands there more than once: only a person can tell which is meant
            return find_like(quote, self.text, anchor.bounds) or find_like(quote, self.text, (0, len(self.text)))
        return anchor.span

    def _place_drafted(self, item: Item, old_text: str | None, moves: TextMap | None) -> None:
        part = item.part("drafted")
        quote, occurrence = part.get("quote"), part.get("occurrence")
        if not isinstance(quote, str):
            return
        number = occurrence if isinstance(occurrence, str) else ""
        if old_text is not None and moves is not None:
            before = locate(quote, number, old_text, (0, len(old_text)))
            now = moves.span(before) if before else None
        else:
            now = locate(quote, number, self.text, (0, len(self.text)))
            now = now or find_like(quote, self.text, (0, len(self.text)))
        if now is not None and locate(quote, number, self.text, (0, len(self.text))) != now:
            self.renewed.add(item.id)
        self.drafted[item.id] = now

    def _cue(self, item: Item, span: Span | None) -> Span | None:
        """Where the drafted cue stands, else the statement's own."""
        cue = item.part("drafted").get("cue") or item.text("cue")
        whole = self.drafted.get(item.id) or span
        if whole is None or not isinstance(cue, str):
            return None
        return next(iter(find_quote(cue, self.text, *whole)), None)


def _match(drafts: Sequence[DraftStatement], anchors: dict[str, Anchor], places: _Places) -> dict[str, str]:
    """For each draft the statement of the file that is the same one, best pairs first.

    One cue is one statement, whatever its extent; without a cue, passages that mostly overlap are.  A statement of a
    person takes all drafts that are the same, an earlier draft one.
    """
    pairs = []
    index = _Index(anchors, places)
    for draft in drafts:
        for name in index.near(draft.start, draft.end):
            score = _likeness(draft, name, places)
            if score > 0:
                pairs.append((-score, draft.start, draft.id, name))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, draft_id, name in sorted(pairs):
        free = name not in taken or touched(anchors[name].item)
        if draft_id not in found and free:
            found[draft_id] = name
            taken.add(name)
    return found


class _Index:
    """The statements of the file by where they begin."""

    def __init__(self, anchors: dict[str, Anchor], places: _Places) -> None:
        known: list[tuple[int, int, str]] = []
        for name in anchors:
            for span in (places.spans[name], places.drafted.get(name)):
                if span is not None:
                    known.append((*span, name))
        self.known = sorted(known)
        self.starts = [start for start, _, _ in self.known]
        self.furthest: list[int] = []  # the furthest end of those up to each
        for _, end, _ in self.known:
            self.furthest.append(max(end, self.furthest[-1] if self.furthest else 0))

    def near(self, start: int, end: int) -> Iterable[str]:
        """The statements whose passages overlap the span, each once."""
        found = dict[str, None]()
        at = bisect_left(self.starts, end) - 1
        while at >= 0 and self.furthest[at] > start:
            if self.known[at][1] > start:
                found[self.known[at][2]] = None
            at -= 1
        return found


def _likeness(draft: DraftStatement, name: str, places: _Places) -> float:
    cue = places.cues[name]
    spans = [span for span in (places.drafted.get(name), places.spans[name]) if span is not None]
    overlap = max((_overlap((draft.start, draft.end), span) for span in spans), default=0.0)
    if draft.cue is not None and draft.cue_start is not None and cue is not None:
        here = (draft.cue_start, draft.cue_start + len(draft.cue))
        return 1 + overlap if _overlap(here, cue) > 0 else 0.0
    if (draft.cue is None) == (cue is None):
        return overlap if overlap >= SAME_EXTENT else 0.0
    return overlap if overlap >= 0.8 else 0.0  # one of them only has a cue


def _overlap(one: Span, other: Span) -> float:
    """How much two spans share, of what they hold together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def merge_source(
    source: str, name: str, drafts: Sequence[DraftStatement], text: str, *, authority: Authority, old_text: str | None
) -> tuple[str, MergeReport]:
    """``merge_drafts`` on the text of a file."""
    merged, report = merge_drafts(parse_file(source, name), drafts, text, authority=authority, old_text=old_text)
    return merged.render(), report
