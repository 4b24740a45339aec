"""The quality benchmark keeps figures and no words, and its baseline finds what a pattern can."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.document import Document
from kg.model import Authority
from kg.read import read_text

ROOT = Path(__file__).parents[1]
PROSE = """The ferry, a report

Ann Orr said that the ferry was late. It had no captain. She added that nobody knew why.

The weather was good. Thomas Bell replied to her.
"""


@pytest.fixture(scope="module")
def quality() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "benchmarks/quality.py"))


def drafted(quality: dict[str, Any], document: Document) -> list[tuple[str, str]]:
    return [(one.speaker, one.quote) for one in quality["draft_by_patterns"](document, Authority())]


def test_the_baseline_takes_a_name_with_a_verb_and_what_follows(quality: dict[str, Any]) -> None:
    assert drafted(quality, read_text(PROSE, "f")) == [
        ("ann-orr", "Ann Orr said that the ferry was late. It had no captain."),
        ("ann-orr", "She added that nobody knew why."),
        ("thomas-bell", "Thomas Bell replied to her."),
    ]


def test_the_baseline_takes_labels_where_there_are_many(quality: dict[str, Any]) -> None:
    text = "Minutes\n\n" + "\n\n".join(f"{who}: This is turn {n}." for n in range(5) for who in ("Orr", "Mr. Bell"))
    found = drafted(quality, read_text(text, "m"))
    assert found[:2] == [("orr", "Orr: This is turn 0."), ("mr-bell", "Mr. Bell: This is turn 0.")]
    assert len(found) == 10


def words_in(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from words_in(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner, path)
    elif isinstance(value, str):
        yield path, value


def test_what_is_kept_are_figures(quality: dict[str, Any]) -> None:
    entries = json.loads((ROOT / "benchmarks/quality.json").read_text(encoding="utf-8"))
    assert entries
    assert {path[-1] for path, _ in words_in(entries)} <= {"date", "version", "note", "rule"}


def test_older_entries_keep_the_figures_of_documents(quality: dict[str, Any]) -> None:
    figures = {key: {"d": 1} for key in ("total", "documents", "baseline", "rules", "layers")}
    old, new = {"date": "1", "flagship": figures, "sample": figures}, {"date": "2", "flagship": figures}
    kept = quality["append"]([old], new)
    assert set(kept[0]["flagship"]) == {"total", "documents", "baseline"}
    assert kept[0]["sample"] == figures and kept[1] == new
