"""``annotations/<document>.yaml`` -> statements with their passages.

Quotes become offsets here.  A quote that is not in the text, stands there twice without ``occurrence``, or lies
outside its parent's passage where it must be inside, is an error that names the file, the line and the cure.

A rejected draft stays in the file, so that it is not drafted anew, and gives no statement: what stands under it is
reported by whoever would have reported it.  A draft may name someone whom the authority does not know yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kg.authority import read_proposition
from kg.dates import parse_date
from kg.errors import BadValue, hint_at
from kg.iris import SLUG, check_slug
from kg.locate import find_quote
from kg.model import ACTS, EVENT_KINDS, GROUP_KINDS, Authority, Passage, Place, Proposition, Statement
from kg.textfile import read_text
from kg.yamlfile import Problems, Record, parse_yaml

__all__ = ["parse_annotations", "read_annotations"]

AGENTS = ("person", *GROUP_KINDS)
CONFIDENCE = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")
KEYS = (
    "id", "quote", "occurrence", "outside_parent", "cue", "speaker", "inferred_speaker", "speaker_members",
    "speaker_as", "to", "to_as", "presence", "act", "mode", "modality", "polarity", "stance", "via", "during", "date",
    "date_as_written", "about", "states", "note", "sure", "status", "confidence",
    "rule", "found", "made", "decided", "drafted", "reports",
)  # fmt: skip
FOUND_KEYS = ("speaker", "addressee", "extent")
DECIDED_KEYS = ("how", "by", "at", "into")
DRAFTED_KEYS = (
    "quote", "occurrence", "cue", "speaker", "to", "act", "mode", "modality", "polarity", "confidence", "rule",
)  # fmt: skip
STATUSES = ("draft", "reviewed", "rejected")
DECISIONS = ("accepted", "corrected", "split", "joined", "rejected")
MODES, MODALITIES, POLARITIES = ("direct", "indirect"), ("actual", "planned", "hypothetical"), ("affirmed", "negated")
STANCES = ("endorses", "doubts", "rejects")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Context:
    """What reading one annotation file needs."""

    document: str
    text: str
    authority: Authority
    predicates: Mapping[str, str]
    documents: frozenset[str]
    seen: dict[str, int]


def read_annotations(
    shown: str,
    path: Path,
    document: str,
    text: str,
    *,
    authority: Authority,
    predicates: Mapping[str, str],
    documents: frozenset[str],
    problems: Problems,
) -> tuple[Statement, ...]:
    """The statements that one annotation file holds, each after the one that reports it; errors are noted."""
    return parse_annotations(
        shown, read_text(path, name=shown), document, text,
        authority=authority, predicates=predicates, documents=documents, problems=problems,
    )  # fmt: skip


def parse_annotations(
    shown: str,
    source: str,
    document: str,
    text: str,
    *,
    authority: Authority,
    predicates: Mapping[str, str],
    documents: frozenset[str],
    problems: Problems,
) -> tuple[Statement, ...]:
    """What ``read_annotations`` gives, of a file's text in hand."""
    loaded = parse_yaml(source, problems, name=shown)
    if not isinstance(loaded, Record):
        if loaded is not None:
            problems.add(shown, 1, "the file holds a list", "begin with 'document:' and 'statements:'")
        return ()
    loaded.allow(("document", "statements"))
    if loaded.get_text("document") != document:
        loaded.say(
            f"the file is named after {document!r} but annotates {loaded.find_text('document')!r}", key="document"
        )
    context = _Context(document, text, authority, predicates, documents, {})
    found: list[Statement] = []
    for record in loaded.records("statements"):
        found.extend(_read_tree(record, None, context))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a rejected statement leaves to those under it: where they stand, and why it stands elsewhere."""

    bounds: Span | None
    outside_parent: str | None


def _read_tree(
    record: Record, parent: Statement | None, context: _Context, frame: _Frame | None = None
) -> Iterator[Statement]:
    record.allow(KEYS)
    if record.find_choice("status", STATUSES) == "rejected":
        inner = _read_rejected(record, parent, context, frame)
        for child in record.records("reports"):
            yield from _read_tree(child, parent, context, inner)
        return
    statement = _read_statement(record, parent, context, frame)
    if statement is not None:
        yield statement
        for child in record.records("reports"):
            yield from _read_tree(child, statement, context)


def _read_rejected(record: Record, parent: Statement | None, context: _Context, frame: _Frame | None) -> _Frame:
    """Check what remains of a rejected draft: its words may have gone from a corrected text."""
    _read_name(record, context)
    _check_making(record)
    record.find_choice("act", ACTS)
    quote = record.get_text("quote")
    outside = record.find_text("outside_parent")
    number = record.find_integer("occurrence")
    spans = find_quote(quote, context.text, *_bounds(parent, outside, context, frame))
    at = (number or 1) - 1
    return _Frame(spans[at] if at < len(spans) else None, outside or (frame.outside_parent if frame else None))


def _read_name(record: Record, context: _Context) -> str:
    name = record.find_checked("id", check_slug) or record.get_text("id")
    if name in context.seen:
        record.say(f"id {name!r} stands twice", f"first at line {context.seen[name]}: give each its own", key="id")
    context.seen.setdefault(name, record.line)
    return name


def _read_statement(
    record: Record, parent: Statement | None, context: _Context, frame: _Frame | None
) -> Statement | None:
    name = _read_name(record, context)
    _check_making(record)
    passage = _find_passage(record, parent, context, frame)
    if passage is None or not name:
        return None
    span = record.find_checked("date", parse_date)
    draft = record.items.get("status") == "draft"
    statement = Statement(
        id=f"{context.document}-{name}",
        passage=passage,
        depth=parent.depth + 1 if parent else 1,
        parent=parent.id if parent else None,
        place=Place(record.path, record.line),
        act=record.find_choice("act", ACTS) or record.get_text("act"),
        mode=record.find_choice("mode", MODES) or "indirect",
        modality=record.find_choice("modality", MODALITIES) or "actual",
        polarity=record.find_choice("polarity", POLARITIES) or "affirmed",
        stance=record.find_choice("stance", STANCES),
        speaker=_find_known(record, "speaker", AGENTS, context, new=draft),
        inferred_speaker=_find_known(record, "inferred_speaker", AGENTS, context, new=draft),
        speaker_members=_known(record, "speaker_members", AGENTS, context, new=draft),
        speaker_as=record.find_text("speaker_as"),
        addressees=_known(record, "to", AGENTS, context, new=draft),
        addressee_as=record.find_text("to_as"),
        presence=_known(record, "presence", AGENTS, context, new=draft),
        cue=record.find_text("cue"),
        outside_parent=record.find_text("outside_parent"),
        via=_find_known(record, "via", ("document",), context),
        during=_find_known(record, "during", EVENT_KINDS, context),
        date=span.edtf if span else None,
        date_as_written=record.find_text("date_as_written"),
        about=_known(record, "about", None, context),
        states=_propositions(record, context),
        status=record.find_choice("status", STATUSES) or "reviewed",
        confidence=_confidence(record),
        disputable=record.find_choice("sure", ("true", "false")) == "false",
        note=record.find_text("note"),
    )
    if statement.speaker is not None and statement.inferred_speaker is not None:
        record.say("a statement has both a speaker and an inferred one", "keep one", key="inferred_speaker")
    if draft and "confidence" not in record.items:
        record.say("a draft has no confidence", "add confidence: 0 to 1, or make it reviewed", key="status")
    if frame is not None and parent is not None and not parent.passage.holds(passage):
        return replace(statement, outside_parent=statement.outside_parent or frame.outside_parent)
    return statement


def _check_making(record: Record) -> None:
    """Check how a statement was drafted and decided, which the graph does not hold."""
    record.find_text("rule")
    record.find_text("made")
    for key, keys in (("found", FOUND_KEYS), ("decided", DECIDED_KEYS), ("drafted", DRAFTED_KEYS)):
        part = record.items.get(key)
        if part is None:
            continue
        if not isinstance(part, Record):
            record.say(f"{key!r} must be a mapping", f"write {key}: {{{keys[0]}: …}}", key=key)
            continue
        part.allow(keys)
        for name in keys:
            if name != "to":
                part.find_text(name)
        if key == "decided":
            part.find_choice("how", DECISIONS)
            part.get_text("how")
            part.get_text("by")
            part.find_checked("at", _check_moment)
            part.get_text("at")
            part.find_checked("into", check_slug)
        elif key == "drafted":
            part.texts("to")
            part.find_integer("occurrence")
            _confidence(part)


def _check_moment(value: str) -> str:
    right = "a moment of UTC, as 2026-11-24T17:05:00Z"
    if not MOMENT.fullmatch(value):
        raise BadValue("moment", value, right)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise BadValue("moment", value, right) from None
    return value


def _bounds(parent: Statement | None, outside: str | None, context: _Context, frame: _Frame | None) -> Span:
    """Where a statement's quote is sought: in the words of what it stands under, unless it stands elsewhere."""
    if outside is None and frame is not None and frame.bounds is not None:
        return frame.bounds
    if outside is None and parent is not None and not (frame is not None and frame.outside_parent):
        return parent.passage.start, parent.passage.end
    return 0, len(context.text)


def _find_passage(record: Record, parent: Statement | None, context: _Context, frame: _Frame | None) -> Passage | None:
    quote = record.get_text("quote")
    if not quote:
        return None
    bounds = _bounds(parent, record.find_text("outside_parent"), context, frame)
    inside = bounds != (0, len(context.text))
    spans = find_quote(quote, context.text, *bounds)
    occurrence = record.find_integer("occurrence")
    words = quote if len(quote) <= 60 else quote[:57] + "…"
    if not spans and inside and find_quote(quote, context.text):
        cure = "quote within the parent's words, or add outside_parent: with the reason"
        record.say(
            f"quote lies outside the passage of {parent.id if parent else 'the rejected draft around it'}: {words!r}",
            cure,
            key="quote",
        )
    elif not spans:
        cure = f"copy the words from the text of {context.document}"
        record.say(f"quote is not in the text: {words!r}", cure, key="quote")
    elif occurrence is None and len(spans) > 1:
        cure = f"add occurrence: 1 to {len(spans)}, or quote more"
        record.say(f"quote stands {len(spans)} times: {words!r}", cure, key="quote")
    elif occurrence is not None and occurrence > len(spans):
        cure = "count the occurrences anew"
        record.say(
            f"occurrence {occurrence} of a quote that stands {len(spans)} times: {words!r}", cure, key="occurrence"
        )
    else:
        return Passage(context.document, *spans[(occurrence or 1) - 1])
    return None


def _find_known(
    record: Record, key: str, kinds: tuple[str, ...], context: _Context, *, new: bool = False
) -> str | None:
    slug = record.find_text(key)
    return slug if slug is not None and _is_known(record, key, slug, kinds, context, new=new) else None


def _known(
    record: Record, key: str, kinds: tuple[str, ...] | None, context: _Context, *, new: bool = False
) -> tuple[str, ...]:
    return tuple(slug for slug in record.texts(key) if _is_known(record, key, slug, kinds, context, new=new))


def _is_known(
    record: Record, key: str, slug: str, kinds: tuple[str, ...] | None, context: _Context, *, new: bool = False
) -> bool:
    """Whether ``slug`` names something of one of ``kinds``, or may be a ``new`` name; what is wrong is noted."""
    entity = context.authority.entities.get(slug)
    if entity is None and slug in context.documents:
        kind = "document"
    elif entity is None and new and SLUG.fullmatch(slug):
        return True
    elif entity is None:
        record.say(f"unknown slug {slug!r} in {key!r}", hint_at(slug, context.authority.entities), key=key)
        return False
    else:
        kind = entity.kind
    if kinds is not None and kind not in kinds:
        record.say(f"{slug!r} in {key!r} is a {kind}", f"its kind must be {' or '.join(kinds)}", key=key)
        return False
    return True


def _propositions(record: Record, context: _Context) -> tuple[Proposition, ...]:
    found = []
    for item in record.records("states"):
        proposition = read_proposition(item, context.predicates)
        for key, slug in (("subject", proposition.subject), ("object", proposition.object)):
            if slug:
                _is_known(item, key, slug, None, context)
        if proposition.location:
            _is_known(item, "place", proposition.location, ("place",), context)
        found.append(proposition)
    return tuple(found)


def _confidence(record: Record) -> float | None:
    value = record.find_text("confidence")
    if value is None:
        return None
    if not CONFIDENCE.fullmatch(value):
        record.say(f"confidence {value!r} is not a number from 0 to 1", key="confidence")
        return None
    return float(value)
