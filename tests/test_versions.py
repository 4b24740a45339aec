"""What changed between two versions is told in a reader's terms."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from tests.inquiry.small import Small

from kg.errors import InputError
from kg.versions import diff_versions, open_version, write_changelog

OLD: dict[str, Any] = {
    "documents": {"one": {}},
    "rejected": ["dan fledTo paris"],
    "statements": [
        {"id": "s1", "in": "one", "by": "ada", "to": ["zoe"], "states": ["dan fledTo paris"]},
        {"id": "s2", "in": "one", "by": "ben", "to": ["zoe"]},
    ],
}


def test_changes_are_named() -> None:
    new = copy.deepcopy(OLD)
    new["documents"]["two"] = {}
    new["rejected"] = []
    new["statements"][0]["by"] = "cyd"
    new["statements"][1] = {"id": "s3", "in": "two", "by": "ben", "to": ["zoe"]}
    found = diff_versions(Small(OLD).build().store, Small(new).build().store)
    assert [(one.kind, one.change, one.thing_iri.rpartition("/")[2]) for one in found] == [
        ("document", "added", "two"),
        ("statement", "re-attributed", "s1"),
        ("statement", "withdrawn", "s2"),
        ("statement", "added", "s3"),
        ("judgement", "withdrawn", "verdict-dan-fled-to-paris"),
    ]
    assert (found[1].before, found[1].after) == ("speaker: ada", "speaker: cyd")
    changelog = write_changelog(found)
    assert "### Statements re-attributed (1)" in changelog
    assert "According to the two, ben told zoe" in changelog


def test_nothing_changed() -> None:
    assert diff_versions(Small(OLD).build().store, Small(OLD).build().store) == ()


@pytest.mark.parametrize("name", ["no-such-revision", "--output=x"])
def test_what_is_no_version_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is no version|is neither a file nor a revision"):
        open_version(name, tmp_path)
