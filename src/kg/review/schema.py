"""The JSON Schema of annotation files, made from what their reader takes.

Editors complete and check a file by it while it is written (a first line ``# yaml-language-server: $schema=…``).  It
has what a schema can say: keys, words, forms; that a quote stands in the text and a slug is known, only the build sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.annotations import (
    CONFIDENCE,
    DECIDED_KEYS,
    DECISIONS,
    DRAFTED_KEYS,
    FOUND_KEYS,
    KEYS,
    MODALITIES,
    MODES,
    MOMENT,
    POLARITIES,
    STANCES,
    STATUSES,
)  # fmt: skip
from kg.authority import PROPOSITION_KEYS
from kg.iris import SLUG
from kg.model import ACTS
from kg.ontology import load_ontology

__all__ = ["SCHEMA_FILE", "make_schema", "write_schema"]

SCHEMA_FILE = "annotation.schema.json"
Schema = dict[str, object]
MEANINGS = {
    "quote": "The words that report it, as the text has them; … skips words.",
    "cue": "The words that mark it as said.",
    "speaker": "Slug of who spoke, where the text tells.",
    "to": "Slugs of those to whom it was said.",
    "status": "reviewed (the default), draft, or rejected: kept so that it is not drafted anew.",
    "confidence": "How sure its maker is, from 0 to 1; a draft needs it.",
    "outside_parent": "Why the words stand outside those of the statement that reports this one.",
    "decided": "What a person decided, with who and when.",
    "drafted": "What had been drafted where a person changed it.",
    "reports": "The statements that this one reports.",
}


def write_schema() -> bytes:
    """The schema as a file."""
    return json.dumps(make_schema(), indent=1, ensure_ascii=False).encode() + b"\n"


def make_schema() -> Schema:
    """The schema: JSON Schema, draft 2020-12.

    >>> make_schema()["required"]
    ['document', 'statements']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://w3id.org/hearsay/{SCHEMA_FILE}",
        "title": "Hearsay: the annotations of one document",
        "type": "object",
        "properties": {"document": _text(), "statements": _list({"$ref": "#/$defs/statement"})},
        "required": ["document", "statements"],
        "additionalProperties": False,
        "$defs": {"statement": _statement(), "proposition": _proposition()},
    }


def _statement() -> Schema:
    special: dict[str, Schema] = {
        "id": _form(SLUG.pattern),
        "occurrence": _count(),
        "act": _choice(ACTS),
        "mode": _choice(MODES),
        "modality": _choice(MODALITIES),
        "polarity": _choice(POLARITIES),
        "stance": _choice(STANCES),
        "status": _choice(STATUSES),
        "sure": {"enum": [True, False, "true", "false", None]},
        "confidence": _confidence(),
        "found": _part(FOUND_KEYS, {}),
        "decided": {
            **_part(DECIDED_KEYS, {"how": _choice(DECISIONS, null=False), "at": _form(MOMENT.pattern, null=False),
                                   "by": _text(), "into": _form(SLUG.pattern)}),
            "required": ["how", "by", "at"],
        },
        "drafted": _part(DRAFTED_KEYS, {"to": _names(), "confidence": _confidence(), "occurrence": _count()}),
        "states": _list({"$ref": "#/$defs/proposition"}),
        "reports": _list({"$ref": "#/$defs/statement"}),
        **dict.fromkeys(("speaker_members", "to", "presence", "about"), _names()),
        "quote": _text(),
    }  # fmt: skip
    properties = {key: _explain(key, special.get(key, _text(null=True))) for key in KEYS}
    draft: Schema = {"properties": {"status": {"const": "draft"}}, "required": ["status"]}
    return {
        "type": "object",
        "properties": properties,
        "required": ["id", "quote"],
        "additionalProperties": False,
        "allOf": [
            {"if": draft, "then": {"required": ["confidence"]}},
            {"if": {"properties": {"status": {"const": "rejected"}}, "required": ["status"]},
             "else": {"required": ["act"], "properties": {"act": _choice(ACTS, null=False)}}},
        ],
        "not": {
            "properties": {"speaker": _text(), "inferred_speaker": _text()},
            "required": ["speaker", "inferred_speaker"],
        },
    }  # fmt: skip


def _proposition() -> Schema:
    number: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}
    thing: Schema = {
        "anyOf": [
            _text(),
            {
                "type": "object",
                "properties": {
                    "value": number,
                    "up_to": {"anyOf": [number, {"type": "null"}]},
                    "unit": _text(null=True),
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        ]
    }
    special = {
        "subject": _text(),
        "predicate": _choice(sorted(load_ontology().facts), null=False),
        "object": thing,
        "polarity": _choice(POLARITIES),
        "modality": _choice(MODALITIES),
    }
    return {
        "type": "object",
        "properties": {key: special.get(key, _text(null=True)) for key in PROPOSITION_KEYS},
        "required": ["subject", "predicate", "object"],
        "additionalProperties": False,
    }


def _text(*, null: bool = False) -> Schema:
    """One value: the reader takes what YAML has for a number or a truth value as the text that it looks like."""
    kinds = ["string", "number", "boolean"]
    return {"type": [*kinds, "null"]} if null else {"type": kinds, "minLength": 1}


def _form(pattern: str, *, null: bool = True) -> Schema:
    found: Schema = {"type": ["string", "integer"], "pattern": f"^(?:{pattern})$", "minimum": 0}
    return found


def _choice(words: Iterable[str], *, null: bool = True) -> Schema:
    return {"enum": [*words, *([None, ""] if null else [])]}


def _count() -> Schema:
    return {
        "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^0*[1-9][0-9]*$"}, {"type": "null"}]
    }


def _confidence() -> Schema:
    words: Schema = {"type": "string", "pattern": f"^(?:{CONFIDENCE.pattern})$"}
    return {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, words]}


def _names() -> Schema:
    return {"type": ["array", "null"], "items": {"type": ["string", "number", "boolean"]}}


def _list(of: Schema) -> Schema:
    return {"type": ["array", "null"], "items": of}


def _part(keys: Iterable[str], special: dict[str, Schema]) -> Schema:
    properties = {key: special.get(key, _text(null=True)) for key in keys}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _explain(key: str, schema: Schema) -> Schema:
    return {"description": MEANINGS[key], **schema} if key in MEANINGS else schema
