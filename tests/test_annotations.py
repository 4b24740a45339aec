"""An annotation file gives statements: each with its passage, its depth, and those that report it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotations import read_annotations
from kg.authority import read_authority
from kg.iris import Iris
from kg.model import Proposition, Statement
from kg.yamlfile import Problems, Record, load_yaml

TEXT = "Ri said that Nam told him that Kim, if asked, would go to China. Later Ri asked why. Ri asked why."
AUTHORITY = "\n".join(
    f"- {{slug: {slug}, kind: {kind}, label: {slug}}}"
    for slug, kind in {"ri": "person", "nam": "person", "kim": "person", "china": "place", "talk": "meeting"}.items()
)
NESTED = """\
document: memo
statements:
  - id: s1
    quote: "Ri said that Nam told him that Kim, if asked, would go to China."
    speaker: ri
    act: assert
    reports:
      - id: s2
        quote: "Nam told him … China"
        speaker: nam
        to: [ri]
        act: inform
        reports:
          - {id: s3, quote: "Kim, if asked, would go", speaker: kim, act: promise, modality: hypothetical}
      - {id: s4, quote: "Later", outside_parent: "the next sentence dates it", act: report, speaker: nam}
"""
ONE = "document: memo\nstatements:\n  - {id: s1, quote: Kim, act: assert, speaker: ri, KEYS}\n"


def read(tmp_path: Path, yaml: str, text: str = TEXT) -> tuple[list[Statement], list[str]]:
    """The statements and the errors that a file gives."""
    problems = Problems()
    (tmp_path / "people.yaml").write_text(AUTHORITY)
    authority = read_authority([("people.yaml", tmp_path / "people.yaml")], problems)
    (tmp_path / "memo.yaml").write_text(yaml)
    found = read_annotations(
        "memo.yaml", tmp_path / "memo.yaml", "memo", text,
        authority=authority, predicates={"fledTo": "object", "hasSize": "data"}, documents=frozenset({"memo", "note"}),
        problems=problems,
    )  # fmt: skip
    return list(found), [str(error) for error in problems.errors]


def words(statement: Statement) -> str:
    return TEXT[statement.passage.start : statement.passage.end]


def test_statements_come_each_after_the_one_that_reports_it(tmp_path: Path) -> None:
    found, errors = read(tmp_path, NESTED)
    assert errors == []
    assert [(one.id, one.parent, one.depth) for one in found] == [
        ("memo-s1", None, 1),
        ("memo-s2", "memo-s1", 2),
        ("memo-s3", "memo-s2", 3),
        ("memo-s4", "memo-s1", 2),
    ]


def test_a_passage_lies_in_that_of_its_parent_unless_there_is_a_reason(tmp_path: Path) -> None:
    outer, inner, deep, apart = read(tmp_path, NESTED)[0]
    assert words(inner) == "Nam told him that Kim, if asked, would go to China"
    assert outer.passage.holds(inner.passage)
    assert inner.passage.holds(deep.passage)
    assert words(apart) == "Later"
    assert not outer.passage.holds(apart.passage)
    assert apart.outside_parent == "the next sentence dates it"


def test_a_quote_that_is_ambiguous_in_the_text_need_not_be_in_its_parent(tmp_path: Path) -> None:
    yaml = """\
document: memo
statements:
  - {id: s1, quote: "Later Ri asked why.", act: ask, reports: [{id: s2, quote: "asked why", act: ask}]}
"""
    found, errors = read(tmp_path, yaml)
    assert errors == []
    assert found[1].passage.start == TEXT.index("asked why")


@pytest.mark.parametrize(("occurrence", "start"), [(1, TEXT.index("Ri asked")), (2, TEXT.rindex("Ri asked"))])
def test_occurrence_counts_from_the_beginning(tmp_path: Path, occurrence: int, start: int) -> None:
    yaml = f"document: memo\nstatements:\n  - {{id: s1, quote: Ri asked why., occurrence: {occurrence}, act: ask}}\n"
    found, errors = read(tmp_path, yaml)
    assert errors == []
    assert found[0].passage.start == start


def test_offsets_count_code_points(tmp_path: Path) -> None:
    found, _ = read(tmp_path, ONE.replace(", KEYS", ""), text="😀 é Kim")
    assert (found[0].passage.start, found[0].passage.end) == (4, 7)


def test_what_is_not_written_is_the_usual(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, ONE.replace(", KEYS", ""))
    assert (one.mode, one.modality, one.polarity, one.status) == ("indirect", "actual", "affirmed", "reviewed")
    assert (one.stance, one.confidence, one.disputable, one.addressees, one.states) == (None, None, False, (), ())


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("mode: direct", "mode", "direct"),
        ("polarity: negated", "polarity", "negated"),
        ("stance: doubts", "stance", "doubts"),
        ("speaker_members: [ri, nam]", "speaker_members", ("ri", "nam")),
        ("presence: [kim]", "presence", ("kim",)),
        ("during: talk", "during", "talk"),
        ("via: note", "via", "note"),
        ("date: 1956-09", "date", "1956-09"),
        ("date: 114146", "date", None),  # a number is no date
        ('date_as_written: "Sept. [sic]"', "date_as_written", "Sept. [sic]"),
        ("about: [kim, china, note]", "about", ("kim", "china", "note")),
        ("status: draft", "status", "draft"),
        ("confidence: 0.75", "confidence", 0.75),
        ("confidence: 1", "confidence", 1.0),
        ("sure: false", "disputable", True),
        ("note: no", "note", "no"),  # YAML 1.1 would make it false
        ("note: 010", "note", "010"),
    ],
)
def test_key_becomes_a_field(tmp_path: Path, keys: str, field: str, value: object) -> None:
    found, _ = read(tmp_path, ONE.replace("KEYS", keys))
    assert getattr(found[0], field) == value


@pytest.mark.parametrize(
    ("states", "proposition"),
    [
        ("{subject: kim, predicate: fledTo, object: china}", Proposition("kim", "fledTo", "china")),
        ("{subject: kim, predicate: fledTo, object: unspecified}", Proposition("kim", "fledTo", None)),
        ("{subject: kim, predicate: hasSize, object: {value: 4, up_to: 5, unit: persons}}",
         Proposition("kim", "hasSize", None, "4", "5", "persons")),
        ("{subject: kim, predicate: fledTo, object: china, polarity: negated, modality: planned, date: 1956, "
         "place: china}",
         Proposition("kim", "fledTo", "china", polarity="negated", modality="planned", date="1956", location="china")),
    ],
)  # fmt: skip
def test_statement_states_a_proposition(tmp_path: Path, states: str, proposition: Proposition) -> None:
    found, errors = read(tmp_path, ONE.replace("KEYS", f"states: [{states}]"))
    assert errors == []
    assert found[0].states == (proposition,)


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ("id2: x", "unknown key 'id2': did you mean 'id'?"),
        ("to: kim", "'to' must be a list of names: write to: [one, other]"),
        ("about: [{slug: kim}]", "'about' must be a list of names: write about: [one, other]"),
        ("reports: [kim]", "'reports' must be a list of mappings: write each as '- key: value'"),
        ("cue: [said]", "'cue' must be one value: write it on one line, not as a list or mapping"),
        ("to: [china]", "'china' in 'to' is a place: its kind must be person or group or party or body or delegation"),
        ("via: china", "'china' in 'via' is a place: its kind must be document"),
        ("during: china", "'china' in 'during' is a place: its kind must be event or meeting"),
        ("mode: oral", "mode 'oral' is not known: there is direct, indirect"),
        ("sure: maybe", "sure 'maybe' is not known: there is false, true"),
        ("confidence: -1", "confidence '-1' is not a number from 0 to 1"),
        ("confidence: nan", "confidence 'nan' is not a number from 0 to 1"),
        ("states: [{subject: kim, predicate: fledTo, object: chin}]",
         "unknown slug 'chin' in 'object': did you mean 'china'?"),
        ("states: [{subject: kim, predicate: fledTo, object: {value: four}}]",
         "value 'four' is not a number: write digits, with '.' for decimals"),
        ("states: [{subject: kim, predicate: fledTo, object: china, place: kim}]",
         "'kim' in 'place' is a person: its kind must be place"),
        ("states: [{predicate: fledTo, object: china}]", "'subject' is missing: add it"),
    ],
)  # fmt: skip
def test_error_names_the_line_and_the_cure(tmp_path: Path, keys: str, error: str) -> None:
    assert read(tmp_path, ONE.replace("KEYS", keys))[1] == [f"memo.yaml:3: {error}"]


@pytest.mark.parametrize(
    ("yaml", "error"),
    [
        ("[]", "memo.yaml:1: the file holds a list: begin with 'document:' and 'statements:'"),
        ("memo", "memo.yaml:1: the file holds neither a mapping nor a list of mappings: write '- key: value'"),
        ("document: memo\nstatements: {}\n",
         "memo.yaml:2: 'statements' must be a list of mappings: write each as '- key: value'"),
        ("document: memo\nstatements:\n  - {quote: Kim, act: ask}\n", "memo.yaml:3: 'id' is missing: add it"),
        ("document: memo\nstatements:\n  - {id: s1, quote: Kim}\n", "memo.yaml:3: 'act' is missing: add it"),
        ("document: memo\nstatements:\n  - {id: s1, act: ask}\n", "memo.yaml:3: 'quote' is missing: add it"),
    ],
)  # fmt: skip
def test_file_of_a_wrong_form_is_an_error(tmp_path: Path, yaml: str, error: str) -> None:
    assert read(tmp_path, yaml)[1] == [error]


def test_children_of_a_statement_with_a_wrong_quote_give_no_errors_of_their_own(tmp_path: Path) -> None:
    found, errors = read(tmp_path, NESTED.replace("Ri said that Nam", "Ri says that Nam"))
    assert found == []
    assert len(errors) == 1


def test_every_statement_id_makes_an_iri(tmp_path: Path) -> None:
    found, _ = read(tmp_path, NESTED)
    iris = {Iris("https://example.org/").thing("statement", one.id) for one in found}
    assert len(iris) == len(found)


def test_yaml_scalars_stay_as_written(tmp_path: Path) -> None:
    path, problems = tmp_path / "a.yaml", Problems()
    path.write_text("a: no\nb: 1956-09\nc: 0x1F\nd: ~\ne: ''\nf: '~'\ng: >\n  folded\n  text\n")
    record = load_yaml(path, problems)
    assert isinstance(record, Record)
    assert record.items == {"a": "no", "b": "1956-09", "c": "0x1F", "d": "~", "e": "", "f": "~", "g": "folded text\n"}
    assert record.lines == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7}
