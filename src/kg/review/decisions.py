"""What a person decides on a draft -> the file with the decision in it.

A correction, a split and a join leave the draft open: it is confirmed by accepting it.  Each writes at once what had
been drafted, so that drafting again knows the draft by its first words and cue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.errors import KgError
from kg.locate import find_quote
from kg.review.anchors import Anchor, anchor_items, write_quote
from kg.review.items import AnnotationFile, Item, edit_item, find_item, map_items, unfold, walk_items, with_children
from kg.review.scalars import Fields, Value

__all__ = ["Refused", "Stamp", "accept", "correct", "correct_extent", "join", "reject", "split"]

Span = tuple[int, int]
MACHINE = ("confidence", "rule", "found", "made")  # what a decided statement no longer has
ASIDE = ("confidence", "rule")  # of what was drafted: kept with every decision, and no correction


class Refused(KgError):
    """A decision that cannot be carried out, and why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who decides, and when."""

    by: str
    at: str


def accept(file: AnnotationFile, name: str, stamp: Stamp) -> AnnotationFile:
    """The draft as reviewed, as it stands."""

    def change(item: Item) -> Item:
        before = item.part("decided").get("how")
        how = before if isinstance(before, str) else "accepted"
        return edit_item(item, {"status": "reviewed", **_decided(item, how, stamp), **dict.fromkeys(MACHINE)})

    return _change(file, name, change)


def reject(file: AnnotationFile, name: str, stamp: Stamp) -> AnnotationFile:
    """The draft as rejected; it stays in its place, and drafting again leaves it so."""

    def change(item: Item) -> Item:
        return edit_item(item, {"status": "rejected", **_decided(item, "rejected", stamp), **dict.fromkeys(MACHINE)})

    return _change(file, name, change)


def correct(file: AnnotationFile, name: str, key: str, value: Value, stamp: Stamp, *, text: str) -> AnnotationFile:
    """The draft with another value under ``key``, which is any but its quote."""
    anchor = anchor_items(file, text)[name]

    def change(item: Item) -> Item:
        if item.fields.get(key) == value:
            raise Refused(f"the {key} is that already")
        old = {key: item.fields.get(key)}
        if key == "cue":
            old |= _first_words(anchor, text)
        return edit_item(item, {key: value, **_decided(item, "corrected", stamp, old)})

    return _change(file, name, change)


def correct_extent(file: AnnotationFile, name: str, span: Span, stamp: Stamp, *, text: str) -> AnnotationFile:
    """The draft with other words; raises ``Refused`` where they do not hold those of its reports."""
    anchor = anchor_items(file, text)[name]
    if anchor.span == span:
        raise Refused("those are its words already")

    def change(item: Item) -> Item:
        quote, occurrence = write_quote(text, span, anchor.bounds)
        old = _first_words(anchor, text)
        changes: Fields = {"quote": quote, "occurrence": occurrence}
        return edit_item(item, {**changes, **_decided(item, "corrected", stamp, old)})

    return _change(file, name, change)


def split(file: AnnotationFile, name: str, at: int, stamp: Stamp, *, text: str) -> tuple[AnnotationFile, str]:
    """The draft as two, the second from ``at`` on, and the id of the second; each has the reports in its words."""
    anchors = anchor_items(file, text)
    anchor = anchors[name]
    if anchor.span is None or not anchor.span[0] < at < anchor.span[1]:
        raise Refused("the second part must begin within the words of the statement")
    start, end = anchor.span
    cut = start + len(text[start:at].rstrip())
    ids = {item.id for item in walk_items(file.items)}
    second_id = next(f"{name}-{n}" for n in range(2, len(ids) + 3) if f"{name}-{n}" not in ids)

    def part(item: Item, words: Span, children: tuple[Item, ...], **more: Value) -> Item:
        quote, occurrence = write_quote(text, words, anchor.bounds)
        old = _first_words(anchor, text)
        changes: Fields = {"quote": quote, "occurrence": occurrence, **more}
        return with_children(edit_item(item, {**changes, **_decided(item, "split", stamp, old)}), children)

    def change(siblings: tuple[Item, ...]) -> tuple[Item, ...]:
        found: list[Item] = []
        for item in siblings:
            if item.id != name:
                found.append(item)
                continue
            first, second = _share(item, cut, at, anchors)
            cue = item.fields.get("cue")
            late = isinstance(cue, str) and not _holds(cue, text, (start, cut))
            found.append(part(replace(item, tail=""), (start, cut), first, **({"cue": None} if late else {})))
            other = part(item, (at, end), second, id=second_id, **({} if late else {"cue": None}))
            found.append(replace(other, tail=item.tail))
        return tuple(found)

    return _change_siblings(file, name, change), second_id


def _share(item: Item, cut: int, at: int, anchors: dict[str, Anchor]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The reports of the first part and of the second; one that stands in both is refused."""
    first: list[Item] = []
    second: list[Item] = []
    for child in item.children:
        span = anchors[child.id].span
        if span is not None and span[0] < at < span[1]:
            raise Refused(f"the report {child.id} stands in both parts: split or correct it first")
        (second if span is not None and span[0] >= at else first).append(child)
    return tuple(first), tuple(second)


def _holds(cue: str, text: str, span: Span) -> bool:
    return bool(find_quote(cue, text, *span))


def join(file: AnnotationFile, name: str, other: str, stamp: Stamp, *, text: str) -> AnnotationFile:
    """The draft with the words and the reports of another beside it, which stays as rejected, joined to this one."""
    anchors = anchor_items(file, text)
    one, two = anchors[name], anchors.get(other)
    if two is None or two.parent != one.parent or other == name:
        raise Refused(f"{other!r} does not stand beside it under the same report")
    if one.span is None or two.span is None:
        raise Refused("the words of one of them are not in the text")
    if two.item.status != "draft":
        raise Refused(f"{other!r} is {two.item.status}: only a draft is joined to another")
    span = min(one.span[0], two.span[0]), max(one.span[1], two.span[1])

    def change(siblings: tuple[Item, ...]) -> tuple[Item, ...]:
        found = []
        for item in siblings:
            if item.id == name:
                quote, occurrence = write_quote(text, span, one.bounds)
                changes: Fields = {"quote": quote, "occurrence": occurrence}
                wider = edit_item(item, {**changes, **_decided(item, "joined", stamp, _first_words(one, text))})
                children = sorted((*item.children, *two.item.children), key=lambda child: _start(anchors, child))
                found.append(with_children(wider, tuple(children)) if two.item.children else wider)
            elif item.id == other:
                decided = _decided(item, "joined", stamp, into=name)
                changes = {"status": "rejected", **decided, **dict.fromkeys(MACHINE)}
                found.append(edit_item(with_children(item, ()) if item.children else item, changes))
            else:
                found.append(item)
        return tuple(found)

    return _change_siblings(file, name, change)


def _start(anchors: dict[str, Anchor], item: Item) -> int:
    span = anchors[item.id].span
    return span[0] if span else 0


def _first_words(anchor: Anchor, text: str) -> dict[str, Value]:
    """The words that were drafted, as a quote of the whole text: what stands around them may change."""
    if anchor.span is None:
        return {"quote": anchor.item.fields.get("quote")}
    quote, occurrence = write_quote(text, anchor.span, (0, len(text)))
    cue = anchor.item.fields.get("cue")
    found: dict[str, Value] = {"quote": quote, "occurrence": occurrence, "cue": cue}
    return {key: value for key, value in found.items() if value is not None}


def _decided(item: Item, how: str, stamp: Stamp, old: Fields | None = None, *, into: str | None = None) -> Fields:
    """The keys that tell who decided what, and what had been drafted; the first draft wins over later states."""
    drafted = dict(item.part("drafted"))
    if old and not ("quote" in drafted and "quote" in old):
        drafted = {**old, **drafted}
    drafted |= {key: item.fields[key] for key in ASIDE if item.fields.get(key) is not None}
    decided: dict[str, Value] = {"how": how, "by": stamp.by, "at": stamp.at}
    if into is not None:
        decided["into"] = into
    return {"decided": decided, "drafted": drafted or None}


def _change(file: AnnotationFile, name: str, change: Callable[[Item], Item]) -> AnnotationFile:
    _get_draft(file, name)
    return replace(file, items=map_items(file.items, lambda item: change(item) if item.id == name else item))


def _change_siblings(
    file: AnnotationFile, name: str, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]
) -> AnnotationFile:
    """The file with ``change`` applied to the list in which the statement stands."""
    _get_draft(file, name)
    if any(item.id == name for item in file.items):
        return replace(file, items=change(file.items))

    def visit(item: Item) -> Item:
        if not any(child.id == name for child in item.children):
            return item
        plain = unfold(item) if any(child.inner for child in item.children) else item
        return with_children(plain, change(plain.children))

    return replace(file, items=map_items(file.items, visit))


def _get_draft(file: AnnotationFile, name: str) -> Item:
    item = find_item(file, name)
    if item is None:
        raise Refused(f"there is no statement {name!r} in the file")
    if item.status != "draft":
        raise Refused(f"{name!r} is {item.status} already")
    return item
