"""Pages mark drafts: in the lists of a document and an agent, on their own pages, and in the answers of questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.build import build_collection, open_built
from kg.initial import make_collection
from kg.settings import read_settings
from kg.site import write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    letters = folder / "letters"
    make_collection(letters)
    path = letters / "annotations/letter-1.yaml"
    draft = '  - id: d1\n    quote: "Henry has left"\n    cue: "has left"\n    speaker: old-tom\n    act: assert\n'
    path.write_text(path.read_text() + draft + "    status: draft\n    confidence: 0.3\n")
    build_collection(letters)
    write_site(open_built(letters), read_settings(letters / "collection.toml"), folder / "out")
    return folder / "out"


def marks(site: Path, path: str) -> int:
    return len(re.findall(r'class="tag draft"', (site / path / "index.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ["doc/document/letter-1", "doc/unidentified/old-tom", "question/who-said-what"])
def test_a_list_marks_its_draft(path: str, site: Path) -> None:
    assert marks(site, path) >= 1


def test_a_reviewed_statement_is_not_marked(site: Path) -> None:
    assert marks(site, "doc/person/ada") == 0


def test_a_draft_says_on_its_page_that_nobody_has_confirmed_it(site: Path) -> None:
    page = (site / "doc/statement/letter-1-d1/index.html").read_text(encoding="utf-8")
    assert "Proposed by the machine; no editor has confirmed it yet." in page


def test_an_agent_whom_only_drafts_name_has_a_page_that_says_so(site: Path) -> None:
    page = (site / "doc/unidentified/old-tom/index.html").read_text(encoding="utf-8")
    assert "Old Tom" in page
    assert "Named in drafts only: the authority has no entry, and nobody has said who it is." in page
