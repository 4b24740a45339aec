"""A graph may hold drafts; every question can be asked as if it did not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Store

from kg.build import GRAPH_FILES, REVIEWED_FILE, build_collection, open_built
from kg.cli import main
from kg.errors import InputError, InputErrors, ValueNeeded
from kg.questions import ask_question, load_questions
from kg.review.items import Item, edit_item, map_items, parse_file, walk_items, with_children
from kg.store import find_drafts, named_quads
from kg.validate import validate_quads

DATA = Path(__file__).parents[2] / "data"
DOCUMENT = "annotations/117838.yaml"
Stores = dict[str, Store]


def choose(items: tuple[Item, ...], held: set[str]) -> set[str]:
    """Some statements that are to be drafts: none on which a judgement rests, or that reports one of these."""
    free = [one.id for one in walk_items(items) if not {inner.id for inner in walk_items((one,))} & held]
    return set(free[::5])


def without(items: tuple[Item, ...], names: set[str]) -> Iterator[Item]:
    for item in items:
        if item.id not in names:
            inner = tuple(without(item.children, names))
            yield item if inner == item.children else with_children(item, inner)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, set[str]]:
    """The flagship with drafts in it, the same with these cut out of the file, and which they are."""
    folder = tmp_path_factory.mktemp("drafts")
    with_drafts, firm = folder / "mixed", folder / "firm"
    for copy in (with_drafts, firm):
        shutil.copytree(DATA, copy)
    file = parse_file((DATA / DOCUMENT).read_text(encoding="utf-8"), DOCUMENT)
    judged = (DATA / "judgements.yaml").read_text(encoding="utf-8")
    names = choose(file.items, {one.id for one in walk_items(file.items) if f"117838-{one.id}" in judged})

    def mark(item: Item) -> Item:
        new = {"status": "draft", "confidence": "0.4", "to": ("the-stranger",)}
        return edit_item(item, new) if item.id in names else item

    drafted = replace(file, items=map_items(file.items, mark))
    (with_drafts / DOCUMENT).write_text(drafted.render(), encoding="utf-8")
    trimmed = replace(file, items=tuple(without(file.items, names)))
    (firm / DOCUMENT).write_text(trimmed.render(), encoding="utf-8")
    build_collection(with_drafts)
    build_collection(firm)
    return with_drafts, firm, {f"117838-{name}" for name in names}


def test_the_reviewed_graph_is_the_graph_of_a_collection_without_drafts(mixed: tuple[Path, Path, set[str]]) -> None:
    with_drafts, firm, names = mixed
    assert len(names) > 50
    assert (with_drafts / REVIEWED_FILE).read_bytes() == (firm / GRAPH_FILES["nquads"]).read_bytes()
    assert not (firm / REVIEWED_FILE).exists()


@pytest.mark.parametrize("name", list(load_questions()))
def test_every_question_is_answered_without_drafts(
    name: str, mixed: tuple[Path, Path, set[str]], stores: Stores
) -> None:
    question = load_questions()[name]
    try:
        expected = ask_question(question, {}, stores["firm"]).values()
    except ValueNeeded:
        return
    found = ask_question(question, {}, stores["reviewed"]).values()
    assert found == expected
    assert not {cell.rpartition("/")[2] for row in found for cell in row} & (mixed[2] | {"the-stranger"})


@pytest.fixture(scope="module")
def stores(mixed: tuple[Path, Path, set[str]]) -> Stores:
    with_drafts, firm, _ = mixed
    return {
        "all": open_built(with_drafts),
        "reviewed": open_built(with_drafts, reviewed=True),
        "firm": open_built(firm, reviewed=True),
    }


def test_without_the_option_drafts_are_found_and_marked(mixed: tuple[Path, Path, set[str]], stores: Stores) -> None:
    rows = ask_question(load_questions()["who-said-what"], {"addressee": "the-stranger"}, stores["all"])
    found = {row[rows.columns.index("statement_iri")] for row in rows.rows}
    assert found == find_drafts(stores["all"])
    assert {one.value.rpartition("/")[2] for one in found if isinstance(one, NamedNode)} == mixed[2]
    assert find_drafts(stores["reviewed"]) == set()


def test_a_graph_with_drafts_conforms_to_every_shape(stores: Stores) -> None:
    assert [str(one) for one in validate_quads(named_quads(stores["all"])).violations] == []


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """The first collection of ``kg init``, with a draft in it."""
    from kg.initial import make_collection

    folder = tmp_path / "letters"
    make_collection(folder)
    path = folder / "annotations/letter-1.yaml"
    draft = '  - id: d1\n    quote: "Henry has left"\n    cue: "has left"\n    speaker: mary\n    act: assert\n'
    path.write_text(path.read_text() + draft + "    status: draft\n    confidence: 0.3\n")
    return folder


def test_ask_and_show_tell_of_drafts(letters: Path) -> None:
    def run(*arguments: str) -> tuple[str, str]:
        result = CliRunner().invoke(main, [*arguments, "-C", str(letters)])
        assert result.exit_code == 0, result.stderr
        return result.stdout, result.stderr

    assert "drafts among the statements: 1; kg review --status tells where\n" in run("build")[1]
    told = "1 statement is a draft; --reviewed-only leaves drafts out\n"
    rows, said = run("ask", "who-said-what", "--speaker", "mary", "-f", "csv")
    assert (rows.count("\n"), said) == (3, told)
    rows, said = run("ask", "who-said-what", "--speaker", "mary", "-f", "csv", "--reviewed-only")
    assert (rows.count("\n"), said) == (2, "")
    assert "\n  draft · assert: “Henry has left”" in run("show", "mary")[0]
    assert "draft" not in run("show", "mary", "--reviewed-only")[0]


def test_a_graph_of_drafts_without_its_reviewed_graph_is_refused(letters: Path) -> None:
    build_collection(letters)
    (letters / REVIEWED_FILE).unlink()
    with pytest.raises(InputError, match=r"reviewed.nq: is not there, and the graph holds drafts: run kg build again"):
        open_built(letters, reviewed=True)


def test_the_reviewed_graph_goes_with_the_last_draft(letters: Path) -> None:
    build_collection(letters)
    path = letters / "annotations/letter-1.yaml"
    path.write_text(path.read_text().replace("status: draft", "status: rejected"))
    result = build_collection(letters)
    assert (result.drafts, result.statements, (letters / REVIEWED_FILE).exists()) == (0, 2, False)
    assert not find_drafts(open_built(letters, reviewed=True))


def test_a_judgement_does_not_rest_on_a_draft(letters: Path) -> None:
    (letters / "judgements.yaml").write_text(
        "- id: j1\n  propositions:\n    - {subject: henry, predicate: visited, object: paris}\n  verdict: open\n"
        "  reason: none\n  rests_on: [letter-1-d1]\n  date: 2026\n  judge: us\n"
    )
    with pytest.raises(InputErrors) as caught:
        build_collection(letters)
    assert str(caught.value) == (
        "judgements.yaml:1: rests on statement 'letter-1-d1', which is a draft or reaches the page through one: "
        "review it first"
    )


def test_a_draft_needs_a_confidence(letters: Path) -> None:
    path = letters / "annotations/letter-1.yaml"
    path.write_text(path.read_text().replace("    confidence: 0.3\n", ""))
    with pytest.raises(InputErrors) as caught:
        build_collection(letters)
    assert "a draft has no confidence: add confidence: 0 to 1, or make it reviewed" in str(caught.value)


def test_an_unknown_name_is_for_drafts_only(letters: Path) -> None:
    path = letters / "annotations/letter-1.yaml"
    path.write_text(path.read_text().replace("speaker: mary\n    act", "speaker: old-tom\n    act"))
    assert build_collection(letters).unidentified == ("old-tom",)
    store = open_built(letters)
    rows = ask_question(load_questions()["who-said-what"], {"speaker": "Old Tom"}, store)
    assert len(rows.rows) == 1
    assert [str(one) for one in validate_quads(named_quads(store)).violations] == []
    path.write_text(path.read_text().replace("status: draft", "status: reviewed"))
    with pytest.raises(InputErrors, match="unknown slug 'old-tom' in 'speaker'"):
        build_collection(letters)
