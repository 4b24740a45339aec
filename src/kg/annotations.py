"""``annotations/<document>.yaml`` -> statements with their passages.

Quotes become offsets here.  A quote that is not in the text, stands there twice without ``occurrence``, or lies
outside its parent's passage where it must be inside, is an error that names the file, the line and the cure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.authority import read_proposition
from kg.dates import parse_date
from kg.errors import hint_at
from kg.iris import check_slug
from kg.locate import find_quote
from kg.model import ACTS, EVENT_KINDS, GROUP_KINDS, Authority, Passage, Place, Proposition, Statement
from kg.yamlfile import Problems, Record, load_yaml

__all__ = ["read_annotations"]

AGENTS = ("person", *GROUP_KINDS)
CONFIDENCE = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")
KEYS = (
    "id", "quote", "occurrence", "outside_parent", "cue", "speaker", "inferred_speaker", "speaker_members",
    "speaker_as", "to", "to_as", "presence", "act", "mode", "modality", "polarity", "stance", "via", "during", "date",
    "date_as_written", "about", "states", "note", "sure", "status", "confidence", "reports",
)  # fmt: skip


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
    loaded = load_yaml(path, problems, name=shown)
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


def _read_tree(record: Record, parent: Statement | None, context: _Context) -> Iterator[Statement]:
    record.allow(KEYS)
    statement = _read_statement(record, parent, context)
    if statement is not None:
        yield statement
        for child in record.records("reports"):
            yield from _read_tree(child, statement, context)


def _read_statement(record: Record, parent: Statement | None, context: _Context) -> Statement | None:
    name = record.find_checked("id", check_slug) or record.get_text("id")
    if name in context.seen:
        record.say(f"id {name!r} stands twice", f"first at line {context.seen[name]}: give each its own", key="id")
    context.seen.setdefault(name, record.line)
    passage = _find_passage(record, parent, context)
    if passage is None or not name:
        return None
    span = record.find_checked("date", parse_date)
    statement = Statement(
        id=f"{context.document}-{name}",
        passage=passage,
        depth=parent.depth + 1 if parent else 1,
        parent=parent.id if parent else None,
        place=Place(record.path, record.line),
        act=record.find_choice("act", ACTS) or record.get_text("act"),
        mode=record.find_choice("mode", ("direct", "indirect")) or "indirect",
        modality=record.find_choice("modality", ("actual", "planned", "hypothetical")) or "actual",
        polarity=record.find_choice("polarity", ("affirmed", "negated")) or "affirmed",
        stance=record.find_choice("stance", ("endorses", "doubts", "rejects")),
        speaker=_find_known(record, "speaker", AGENTS, context),
        inferred_speaker=_find_known(record, "inferred_speaker", AGENTS, context),
        speaker_members=_known(record, "speaker_members", AGENTS, context),
        speaker_as=record.find_text("speaker_as"),
        addressees=_known(record, "to", AGENTS, context),
        addressee_as=record.find_text("to_as"),
        presence=_known(record, "presence", AGENTS, context),
        cue=record.find_text("cue"),
        outside_parent=record.find_text("outside_parent"),
        via=_find_known(record, "via", ("document",), context),
        during=_find_known(record, "during", EVENT_KINDS, context),
        date=span.edtf if span else None,
        date_as_written=record.find_text("date_as_written"),
        about=_known(record, "about", None, context),
        states=_propositions(record, context),
        status=record.find_choice("status", ("draft", "reviewed")) or "reviewed",
        confidence=_confidence(record),
        disputable=record.find_choice("sure", ("true", "false")) == "false",
        note=record.find_text("note"),
    )
    if statement.speaker is not None and statement.inferred_speaker is not None:
        record.say("a statement has both a speaker and an inferred one", "keep one", key="inferred_speaker")
    return statement


def _find_passage(record: Record, parent: Statement | None, context: _Context) -> Passage | None:
    quote = record.get_text("quote")
    if not quote:
        return None
    inside = parent is not None and record.find_text("outside_parent") is None
    bounds = (parent.passage.start, parent.passage.end) if parent and inside else (0, len(context.text))
    spans = find_quote(quote, context.text, *bounds)
    occurrence = record.find_integer("occurrence")
    words = quote if len(quote) <= 60 else quote[:57] + "…"
    if not spans and inside and find_quote(quote, context.text):
        cure = "quote within the parent's words, or add outside_parent: with the reason"
        record.say(f"quote lies outside the passage of {parent.id if parent else ''}: {words!r}", cure, key="quote")
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


def _find_known(record: Record, key: str, kinds: tuple[str, ...], context: _Context) -> str | None:
    slug = record.find_text(key)
    return slug if slug is not None and _is_known(record, key, slug, kinds, context) else None


def _known(record: Record, key: str, kinds: tuple[str, ...] | None, context: _Context) -> tuple[str, ...]:
    return tuple(slug for slug in record.texts(key) if _is_known(record, key, slug, kinds, context))


def _is_known(record: Record, key: str, slug: str, kinds: tuple[str, ...] | None, context: _Context) -> bool:
    entity = context.authority.entities.get(slug)
    if entity is None and slug in context.documents:
        kind = "document"
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
