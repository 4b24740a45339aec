"""The invented documents of the benchmark: annotations quote their text, reports lie in what reports them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks" / "invented"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def read(name: str) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = (FOLDER / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return text, [json.loads(line) for line in lines], json.loads((FOLDER / f"{name}.meta.json").read_text("utf-8"))


def test_every_document_of_the_readme_is_there():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (inv-\d+) \|", readme, re.MULTILINE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_statement_quotes_its_text(name):
    text, statements, _ = read(name)
    assert statements
    for one in statements:
        assert text[one["start"] : one["end"]] == one["quote"]
        assert one["start"] <= one["cue_start"] and one["cue_start"] + len(one["cue"]) <= one["end"]
        assert text.startswith(one["cue"], one["cue_start"])


@pytest.mark.parametrize("name", NAMES)
def test_statements_are_numbered_in_text_order(name):
    _, statements, _ = read(name)
    assert [one["id"] for one in statements] == [f"{name}-{number:03}" for number in range(1, len(statements) + 1)]
    assert {one["doc"] for one in statements} == {name}
    assert statements == sorted(statements, key=lambda one: (one["start"], -one["end"]))


@pytest.mark.parametrize("name", NAMES)
def test_a_report_lies_in_the_statement_that_reports_it(name):
    _, statements, _ = read(name)
    by_id = {one["id"]: one for one in statements}
    for one in statements:
        if one["parent"] is not None:
            parent = by_id[one["parent"]]
            assert parent["start"] <= one["start"] and one["end"] <= parent["end"]
            assert parent["id"] < one["id"]


@pytest.mark.parametrize("name", NAMES)
def test_the_meta_file_names_everyone(name):
    text, statements, meta = read(name)
    used = {slug for one in statements for slug in [*one["addressee"], *one["about"], *one.get("speakers", [])]}
    used |= {slug for one in statements for slug in (one["speaker"], one["speaker_inferred"]) if slug}
    assert used <= meta["entities"].keys()
    assert all(form in text for entity in meta["entities"].values() for form in entity["forms"])
    assert meta["text"] == {"chars": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}
