"""SECURITY.md promises nothing that no test shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROMISES = [line for line in (ROOT / "SECURITY.md").read_text().splitlines() if line.startswith("| ")][1:]
TEST = re.compile(r"`(tests/\w+\.py)::(\w+)`")


def test_there_are_promises() -> None:
    assert len(PROMISES) > 15


@pytest.mark.parametrize("promise", PROMISES, ids=[line.split("|")[1].strip()[:60] for line in PROMISES])
def test_every_promise_names_tests_that_there_are(promise: str) -> None:
    named = TEST.findall(promise)
    assert named and promise.count("`tests/") == len(named)
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"
