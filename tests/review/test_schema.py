"""The JSON Schema of annotation files and their reader agree: each takes and refuses the same files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.review.conftest import TEXT, drafts_of, make_authority
from tests.review.test_merge import EMPTY, merge
from tests.review.test_session import NOW, at, begin

from kg.annotations import KEYS, parse_annotations
from kg.ontology import load_ontology
from kg.resources import resource_folder
from kg.review.schema import SCHEMA_FILE, make_schema, write_schema
from kg.review.session import press
from kg.yamlfile import Problems

FLAGSHIP = sorted((Path(__file__).parents[2] / "data/annotations").glob("*.yaml"))
VALIDATOR = Draft202012Validator(make_schema())
AT = "2026-11-24T12:00:00Z"
GOOD = [
    "",
    "speaker: anna, to: [boris], to_as: him, presence: [clara]",
    "mode: direct, modality: planned, polarity: negated, stance: doubts",
    "occurrence: 1, sure: false, note: 12, date: 1956-09, date_as_written: no",
    "date: 1956",
    "status: draft, confidence: 0.5, rule: that, found: {speaker: named}, made: 12ab",
    "status: draft, confidence: 1",
    "status: rejected",
    "confidence: 0.25",
    f"decided: {{how: corrected, by: Ada, at: '{AT}'}}, drafted: {{speaker: anna, to: [boris], confidence: 0.5}}",
    f"status: rejected, decided: {{how: joined, by: Ada, at: '{AT}', into: d-1}}",
    "drafted: {quote: Anna, occurrence: 2, cue: '', act: ask}",
    "states: [{subject: anna, predicate: fledTo, object: bridge, polarity: negated, date: 1956, place: bridge}]",
    "states: [{subject: anna, predicate: hasSize, object: {value: 4, up_to: 5.5, unit: persons}}]",
    "states: [{subject: anna, predicate: fledTo, object: unspecified}]",
    "about: [anna, memo]",
    "reports: [{id: s2, quote: Anna, act: ask}]",
    "speaker: anna, inferred_speaker: ''",
]
BAD = [
    "colour: red",
    "speaker: [anna]",
    "to: anna",
    "act: sing",
    "mode: oral",
    "modality: likely",
    "polarity: none",
    "stance: likes",
    "status: done",
    "status: draft",
    "confidence: 1.5",
    "confidence: high",
    "occurrence: 0",
    "occurrence: 1.5",
    "sure: maybe",
    "speaker: anna, inferred_speaker: boris",
    "decided: {how: guessed, by: Ada, at: '2026-11-24T12:00:00Z'}",
    "decided: {how: accepted, at: '2026-11-24T12:00:00Z'}",
    "decided: {how: accepted, by: Ada}",
    "decided: {how: accepted, by: Ada, at: yesterday}",
    "decided: {how: accepted, by: Ada, at: '2026-11-24T12:00:00Z', why: so}",
    "decided: accepted",
    "drafted: {note: x}",
    "drafted: {confidence: 2}",
    "drafted: {to: anna}",
    "found: {speaker: [named]}",
    "found: named",
    "states: {subject: anna, predicate: fledTo, object: bridge}",
    "states: [anna]",
    "states: [{predicate: fledTo, object: bridge}]",
    "states: [{subject: anna, object: bridge}]",
    "states: [{subject: anna, predicate: fledTo}]",
    "states: [{subject: anna, predicate: isFondOf, object: bridge}]",
    "states: [{subject: anna, predicate: fledTo, object: bridge, polarity: no}]",
    "states: [{subject: anna, predicate: hasSize, object: {value: four}}]",
    "states: [{subject: anna, predicate: hasSize, object: {unit: persons}}]",
    "states: [{subject: anna, predicate: fledTo, object: bridge, why: so}]",
    "reports: [anna]",
    "reports: [{id: s2, quote: Anna}]",
    "reports: [{id: s2, quote: Anna, act: ask, color: red}]",
    "about: anna",
]
FILES = [
    "[]",
    "statements: []",
    "document: memo\nstatements: {}",
    "document: memo\nstatements: [anna]",
    "document: memo\nstatements: []\nauthor: Ada",
    "document: memo\nstatements:\n  - {id: s1, act: ask}",
    "document: memo\nstatements:\n  - {quote: Anna, act: ask}",
    "document: memo\nstatements:\n  - {id: s1, quote: Anna}",
    "document: memo\nstatements:\n  - {id: S 1, quote: Anna, act: ask}",
    "document: [memo]\nstatements: []",
]


class Loader(yaml.SafeLoader):
    """YAML as editors read it, in which a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema_errors(source: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(source, Loader=Loader))]


def reader_errors(source: str) -> list[str]:
    problems = Problems()
    parse_annotations(
        "memo.yaml", source, "memo", TEXT, authority=make_authority(), predicates=load_ontology().facts,
        documents=frozenset({"memo"}), problems=problems,
    )  # fmt: skip
    kinds = ("is a place", "is a person")  # what only the authority tells
    return [str(error) for error in problems.errors if not any(kind in error.what for kind in kinds)]


def file_of(keys: str) -> str:
    more = f", {keys}" if keys else ""
    act = "" if keys.startswith("act:") else ", act: ask"
    return f"document: memo\nstatements:\n  - {{id: s1, quote: Anna said{act}{more}}}\n"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(make_schema())


def test_the_published_schema_is_that_of_the_reader() -> None:
    assert (resource_folder("ontology") / SCHEMA_FILE).read_bytes() == write_schema()


@pytest.mark.parametrize("keys", GOOD)
def test_both_take(keys: str) -> None:
    assert (schema_errors(file_of(keys)), reader_errors(file_of(keys))) == ([], [])


@pytest.mark.parametrize("source", [*map(file_of, BAD), *FILES])
def test_both_refuse(source: str) -> None:
    assert schema_errors(source)
    assert reader_errors(source)


def test_every_key_of_the_reader_is_met() -> None:
    used = "\n".join((*GOOD, *BAD, "id quote act"))
    unused = {"outside_parent", "speaker_members", "speaker_as", "via", "during"}
    assert {key for key in KEYS if key not in used} == unused  # each is a text like others, or a list of names


@pytest.mark.parametrize("path", FLAGSHIP, ids=lambda path: path.stem)
def test_the_flagships_files_are_valid(path: Path) -> None:
    assert schema_errors(path.read_text(encoding="utf-8")) == []


def test_what_the_tools_write_is_valid() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    assert schema_errors(source) == []
    assert schema_errors(EMPTY) == []
    session = at(begin(source), "replied that")
    for key in ("c", "t", "clara", "c", "s", "-", "s", "the mayor", "a", "r", "a", "r"):
        session = press(session, key, NOW)
        assert schema_errors(session.source) == []
        assert reader_errors(session.source) == []


def test_the_schema_says_what_keys_mean() -> None:
    statement = json.loads(write_schema())["$defs"]["statement"]
    assert "skips words" in statement["properties"]["quote"]["description"]
