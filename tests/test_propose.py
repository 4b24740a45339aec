"""Names that the authority does not know are proposed with their evidence; none is merged with a known one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.authority import read_authority
from kg.cli import main
from kg.document import Document
from kg.initial import make_collection
from kg.model import Authority, Entity, Name, Place
from kg.propose import Proposal, propose_names, write_proposals
from kg.yamlfile import Problems

HERE = Place("people.yaml", 1)


def known(slug: str, *forms: str, kind: str = "person") -> Entity:
    return Entity(slug, kind, forms[0], tuple(Name(form, ("d",), HERE) for form in forms), HERE)


AUTHORITY = Authority(
    {
        one.slug: one
        for one in (
            known("so-hwi", "Sŏ Hwi"),
            known("han-sang", "Han Sang-du"),
            known("orr", "Ann Orr"),
            known("trade-mission", "Trade Mission", kind="body"),
        )
    }
)
TEXT = (
    "Report on the ferry\n\nComrade So Hvi met Han Sang Tu at the ferry. Orr had not come. "
    "When the two left, Timber Commission members told Ann Orr and Secretary Bell that Thomas Bell's boat was late. "
    "Nobody saw Bell again.\n"
)


def propose(text: str, authority: Authority = AUTHORITY) -> dict[str, Proposal]:
    return {one.form: one for one in propose_names(Document("f", text), authority)}


def test_only_names_that_are_not_known_are_proposed() -> None:
    assert list(propose(TEXT)) == ["So Hvi", "Han Sang Tu", "Timber Commission", "Thomas Bell"]


def test_a_proposal_has_its_places_and_the_nearest_entries() -> None:
    found = propose(TEXT)
    assert [TEXT[a:b] for a, b in found["Thomas Bell"].places] == ["Thomas Bell"]
    assert found["Thomas Bell"].shorter == ("Bell",)
    assert found["So Hvi"].nearest[0].slug == "so-hwi"
    assert found["Han Sang Tu"].nearest[0].slug == "han-sang"
    assert found["Thomas Bell"].nearest == ()


def test_a_body_is_told_by_its_words() -> None:
    assert {form: one.kind for form, one in propose(TEXT).items()} == {
        "So Hvi": "person", "Han Sang Tu": "person", "Timber Commission": "body", "Thomas Bell": "person",
    }  # fmt: skip


def test_a_slug_that_is_taken_is_not_taken_again() -> None:
    authority = Authority({"thomas-bell": known("thomas-bell", "T. Bell, of the ferry")})
    assert propose(TEXT, authority)["Thomas Bell"].slug == "thomas-bell-2"


def test_spelling_in_capitals_or_without_diacritics_is_known() -> None:
    assert propose("A letter\n\nThen SO HWI and So Hwi spoke.") == {}


def test_a_word_that_also_stands_in_lower_case_is_no_name() -> None:
    assert propose("A letter\n\nThe Ferry left; the ferry was late.") == {}


def write(text: str) -> str:
    document = Document("f", text)
    return write_proposals(document, propose_names(document, AUTHORITY))


def test_what_is_written_is_an_authority_file(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(write(TEXT), encoding="utf-8")
    problems = Problems()
    entities = read_authority([("new.yaml", path)], problems).entities
    assert problems.errors == []
    assert {slug: one.names[0].form for slug, one in entities.items()} == {
        "so-hvi": "So Hvi", "han-sang-tu": "Han Sang Tu", "timber-commission": "Timber Commission",
        "thomas-bell": "Thomas Bell",
    }  # fmt: skip


def test_the_evidence_stands_in_comments() -> None:
    comments = [line.strip() for line in write(TEXT).splitlines() if line.startswith("  #")]
    assert comments[-3].startswith("# stands 1 time, first at ")
    assert "told Ann Orr and Secretary Bell that Thomas Bell's boat was late." in comments[-3]
    assert comments[-2:] == ["# may also be: Bell", "# nearest known: none"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_file_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("names") / "new.yaml"
    written = write(f"A letter\n\nThen {text} Bell and Timber Bell")
    path.write_text(written, encoding="utf-8")
    problems = Problems()
    read_authority([("new.yaml", path)], problems)
    assert problems.errors == []


def test_the_command_writes_a_new_file_and_never_over_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_collection(tmp_path / "c")
    monkeypatch.chdir(tmp_path / "c")
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    call = ["names", "../ferry.txt", "--output", "new.yaml"]
    first = CliRunner().invoke(main, call)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == "5 names that the authority does not know\n"
    assert "slug: thomas-bell" in Path("new.yaml").read_text(encoding="utf-8")
    again = CliRunner().invoke(main, call)
    assert (again.exit_code, again.stderr) == (
        2,
        "kg: new.yaml: is there already: name a new file, so that no entry is lost\n",
    )
