"""A build is a function of the collection: the same bytes always, and all of them or none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.build import GRAPH_FILES, build_collection, build_quads, sort_quads
from kg.collection import read_collection
from kg.errors import KgError, OutputError
from kg.initial import make_collection
from kg.terms import kg

DATA = Path(__file__).parents[1] / "data"
NOTES, PEOPLE, LETTER = "annotations/letter-1.yaml", "authority/people.yaml", "sources/letter-1.txt"
KG = (sys.executable, "-c", "from kg.cli import main; main()")


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    make_collection(tmp_path / "letters")
    return tmp_path / "letters"


def build(folder: Path) -> dict[str, bytes]:
    """The bytes that a build writes, by format."""
    build_collection(folder)
    return {form: (folder / name).read_bytes() for form, name in GRAPH_FILES.items()}


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))


def statements(folder: Path) -> set[str]:
    return {str(q.object) for q in build_quads(read_collection(folder)) if q.predicate == kg("reportedStatement")}


def test_same_bytes_twice(letters: Path) -> None:
    assert build(letters) == build(letters)


def test_same_bytes_in_another_folder(letters: Path, tmp_path: Path) -> None:
    first = build(letters)
    shutil.copytree(letters, tmp_path / "elsewhere" / "Ärchiv 2")
    assert build(tmp_path / "elsewhere" / "Ärchiv 2") == first


def test_same_bytes_with_output_elsewhere(letters: Path, tmp_path: Path) -> None:
    first = build(letters)
    build_collection(letters, output=tmp_path / "out")
    assert {form: (tmp_path / "out" / name).read_bytes() for form, name in GRAPH_FILES.items()} == first


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "4711"}, {"LC_ALL": "C", "TZ": "Asia/Pyongyang"}],
    ids=lambda environment: " ".join(environment),
)
def test_same_bytes_in_any_process(letters: Path, environment: dict[str, str]) -> None:
    first = build(letters)
    shutil.rmtree(letters / "graph")
    subprocess.run([*KG, "build"], cwd=letters, env={**os.environ, **environment}, check=True, capture_output=True)
    assert {form: (letters / name).read_bytes() for form, name in GRAPH_FILES.items()} == first


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (LETTER, "Mary told", "Yesterday Mary told"),
        (NOTES, "act: inform", "act: assert"),
        (PEOPLE, "label: Henry", "label: Henry the Younger"),
        ("collection.toml", "2026-01-01", "2026-01-02"),
    ],
)
def test_editing_a_file_and_back_gives_the_first_bytes(letters: Path, name: str, old: str, new: str) -> None:
    first = build(letters)
    edit(letters, name, old, new)
    second = build(letters)
    assert all(second[form] != first[form] for form in GRAPH_FILES)
    edit(letters, name, new, old)
    assert build(letters) == first


def test_order_in_a_file_and_comments_change_nothing(letters: Path) -> None:
    first = build(letters)
    people = letters / PEOPLE
    entries = people.read_text().split("- slug:")[1:]
    people.write_text("# the people\n" + "".join(f"- slug:{entry}" for entry in reversed(entries)))
    head, *records = (letters / NOTES).read_text().split("  - id:")
    (letters / NOTES).write_text(head + "".join(f"  - id:{record}" for record in reversed(records)))
    assert build(letters) == first


def test_a_statement_keeps_its_iri_when_another_comes_before_it(letters: Path) -> None:
    before = statements(letters)
    edit(letters, NOTES, "statements:\n", "statements:\n  - {id: n1, quote: Letter, act: write, speaker: ada}\n")
    assert statements(letters) > before
    assert len(statements(letters)) == len(before) + 1


def test_every_statement_keeps_its_iri_when_the_text_grows(letters: Path) -> None:
    before = statements(letters)
    edit(letters, LETTER, "London", "No. 12, London")
    assert statements(letters) == before


def test_a_build_with_errors_leaves_the_previous_graph(letters: Path) -> None:
    first = build(letters)
    edit(letters, NOTES, "Mary told me", "Mary tells me")
    with pytest.raises(KgError):
        build_collection(letters)
    assert {form: (letters / name).read_bytes() for form, name in GRAPH_FILES.items()} == first
    assert sorted(path.name for path in (letters / "graph").iterdir()) == ["hearsay.nq", "hearsay.ttl"]


def test_a_build_that_cannot_write_one_file_writes_none(letters: Path) -> None:
    first = build(letters)
    (letters / GRAPH_FILES["nquads"]).unlink()
    (letters / GRAPH_FILES["nquads"]).mkdir()
    edit(letters, PEOPLE, "label: Henry", "label: Henry the Younger")
    with pytest.raises(OutputError):
        build_collection(letters)
    assert (letters / GRAPH_FILES["turtle"]).read_bytes() == first["turtle"]
    assert sorted(path.name for path in (letters / "graph").iterdir()) == ["hearsay.nq", "hearsay.ttl"]


def test_a_linked_graph_stays_a_link(letters: Path, tmp_path: Path) -> None:
    first = build(letters)
    link = letters / GRAPH_FILES["turtle"]
    link.rename(tmp_path / "real.ttl")
    link.symlink_to(tmp_path / "real.ttl")
    (tmp_path / "real.ttl").write_bytes(b"")
    assert build(letters) == first
    assert link.is_symlink()


def test_quads_are_sorted_and_each_stands_once(letters: Path) -> None:
    quads = build_quads(read_collection(letters))
    assert len(set(quads)) == len(quads)
    assert sort_quads(reversed(quads)) == quads
    assert not any("BlankNode" in repr(quad) for quad in quads)


def test_counts_of_the_result_are_those_of_the_graph(letters: Path) -> None:
    result = build_collection(letters)
    store = Store()
    store.load(path=letters / GRAPH_FILES["nquads"])
    assert (result.documents, result.statements, result.quads) == (1, 2, len(store))
    assert result.files == tuple(letters / name for name in GRAPH_FILES.values())


def test_committed_graph_is_fresh(tmp_path: Path) -> None:
    build_collection(DATA, output=tmp_path)
    for name in GRAPH_FILES.values():
        assert (DATA / name).is_file(), f"data/{name} is missing: run kg build -C data"
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), (
            f"data/{name} is stale: run kg build -C data"
        )
