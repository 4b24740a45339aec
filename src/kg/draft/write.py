"""Drafts as text: JSON Lines for programs, an annotation file for editors."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.draft.record import DraftStatement

__all__ = ["render_jsonl", "render_yaml"]

_KEYS = (
    "id", "doc", "start", "end", "quote", "cue", "cue_start", "speaker", "speaker_text", "addressee", "addressee_text",
    "parent", "mode", "act", "modality", "polarity", "confidence", "rule",
)  # fmt: skip


def render_jsonl(document: str, drafts: Iterable[DraftStatement]) -> str:
    """One JSON object a line."""
    lines = []
    for draft in drafts:
        record = {key: list(draft.addressees) if key == "addressee" else getattr(draft, key) for key in _KEYS}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def render_yaml(document: str, drafts: Iterable[DraftStatement]) -> str:
    """The drafts as an annotation file writes them, each under the one that reports it."""
    under: dict[str | None, list[DraftStatement]] = defaultdict(list)
    for draft in drafts:
        under[draft.parent].append(draft)
    lines = [f"document: {_text(document)}", "statements:" if under else "statements: []"]
    lines.extend(_tree(None, under))
    return "\n".join(lines) + "\n"


def _tree(top: str | None, under: dict[str | None, list[DraftStatement]]) -> Iterator[str]:
    stack = [(draft, 1) for draft in reversed(under.get(top, []))]
    previous = 0
    while stack:
        draft, depth = stack.pop()
        indent = "  " * (2 * depth - 1)
        if depth > previous and depth > 1:
            yield f"{indent[2:]}reports:"
        yield from _fields(draft, indent)
        previous = depth
        stack.extend((inner, depth + 1) for inner in reversed(under.get(draft.id, [])))


def _fields(draft: DraftStatement, indent: str) -> Iterator[str]:
    values: list[tuple[str, str | None]] = [
        ("id", draft.id),
        ("quote", draft.quote),
        ("cue", draft.cue if draft.cue != ":" else None),
        ("speaker", draft.speaker),
        ("speaker_as", draft.speaker_text),
        ("to_as", draft.addressee_text),
        ("act", draft.act),
        ("mode", draft.mode if draft.mode != "indirect" else None),
        ("modality", draft.modality if draft.modality != "actual" else None),
        ("polarity", draft.polarity if draft.polarity != "affirmed" else None),
        ("status", "draft"),
    ]
    mark = "- "
    for key, value in values:
        if value is not None:
            yield f"{indent}{mark}{key}: {_text(value)}"
            mark = "  "
        if key == "speaker_as" and draft.addressees:
            yield f"{indent}  to: [{', '.join(map(_text, draft.addressees))}]"
    yield f"{indent}  confidence: {draft.confidence}"


def _text(value: str) -> str:
    return json.dumps(" ".join(value.split()), ensure_ascii=False)
