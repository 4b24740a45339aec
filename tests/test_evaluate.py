"""Drafts held against gold: the alignment is the best there is, and each figure counts what its name says."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import build_collection
from kg.cli import main
from kg.draft.record import DraftStatement
from kg.evaluate import Gold, Outcome, Scored, as_dict, find_gold, make_report, score, scored_drafts
from kg.evaluate.agents import AgentIndex
from kg.evaluate.align import LEAST_OVERLAP, Tokens, align
from kg.evaluate.misses import find_misses, in_context
from kg.evaluate.record import Share, Tally
from kg.evaluate.score import calibrate, expected_calibration_error, tally
from kg.initial import make_collection

TEXT = (
    "Report on the harvest\n\n"
    "Miss Orr told me that the barley was cut. She added that the miller had asked her to wait. "
    "Mr. Bell replied that nobody had paid him.\n"
)
LINES = [
    {"id": "h-1", "quote": "Miss Orr told me that the barley was cut.", "cue": "told", "speaker": "ann-orr",
     "addressee": ["steward"], "kind": "inform", "sure": True},
    {"id": "h-2", "quote": "She added that the miller had asked her to wait.", "cue": "added", "speaker": "ann-orr",
     "addressee": ["steward"], "kind": "say", "sure": True},
    {"id": "h-3", "quote": "the miller had asked her to wait", "cue": "asked", "speaker": "miller",
     "addressee": ["ann-orr"], "kind": "request", "parent": "h-2", "sure": True},
    {"id": "h-4", "quote": "Mr. Bell replied that nobody had paid him.", "cue": "replied", "speaker": "bell",
     "addressee": [], "kind": "reply", "sure": False},
]  # fmt: skip
META = {
    "type": "report",
    "participants": [{"slug": "steward", "name": "The Steward"}],
    "entities": {
        "ann-orr": {"name": "Ann Orr", "forms": ["Miss Orr", "She", "her"]},
        "miller": {"name": "the miller", "forms": ["the miller"]},
        "bell": {"name": "Thomas Bell", "forms": ["Mr. Bell"]},
    },
}


def gold_line(line: dict[str, object]) -> dict[str, object]:
    start = TEXT.index(str(line["quote"]))
    cue_start = TEXT.index(str(line["cue"]), start)
    return {"doc": "h", "start": start, "end": start + len(str(line["quote"])), "cue_start": cue_start} | line


@pytest.fixture
def harvest(tmp_path: Path) -> Path:
    """A folder with one annotated document."""
    (tmp_path / "h.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "h.meta.json").write_text(json.dumps(META), encoding="utf-8")
    path = tmp_path / "h.gold.jsonl"
    path.write_text("".join(f"{json.dumps(gold_line(line))}\n" for line in LINES), encoding="utf-8")
    return path


def draft(number: int, quote: str, speaker: str | None, words: str | None, **more: object) -> DraftStatement:
    start = TEXT.index(quote)
    made = DraftStatement(
        id=f"d{number}", doc="h", start=start, end=start + len(quote), quote=quote, cue=None, cue_start=None,
        speaker=speaker, speaker_text=words, addressees=(), addressee_text=None, parent=None, mode="indirect",
        act="assert", modality="actual", polarity="affirmed", confidence=0.9, rule="that", speaker_how="explicit",
        addressee_how="none", extent_how="sentence",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


GOOD = (
    draft(1, "Miss Orr told me that the barley was cut.", "orr", "Miss Orr", addressees=("steward",), act="inform"),
    draft(2, "added that the miller had asked her to wait.", "ann-orr", "She", addressees=("steward",)),
    draft(3, "the miller had asked her to wait", "miller", "the miller", addressees=("orr",), parent="d2", act="ask"),
    draft(4, "Mr. Bell replied that nobody had paid him.", "mr-bell", "Mr. Bell", confidence=0.3),
)


def outcome_of(path: Path, drafts: tuple[DraftStatement, ...]) -> Outcome:
    (source,) = find_gold([str(path)])
    return score(source.gold, scored_drafts(drafts, source.gold))


####################################################################################################
# Alignment
####################################################################################################


def test_overlap_is_of_tokens_not_of_characters() -> None:
    tokens = Tokens("a bb incomprehensibilities dd")
    assert tokens.overlap((0, 29), (0, 29)) == 1
    assert tokens.overlap((0, 4), (0, 29)) == 0.5
    assert tokens.overlap((0, 4), (5, 29)) == 0
    assert tokens.overlap((4, 5), (4, 5)) == 0  # a passage without a word is nothing to compare


spans = st.tuples(st.integers(0, 11), st.integers(1, 6)).map(lambda pair: (pair[0] * 2, (pair[0] + pair[1]) * 2))
statements = st.lists(st.tuples(spans, st.sampled_from("xy"), st.booleans()), max_size=4)


def some(rows: list[tuple[tuple[int, int], str, bool]], side: str) -> list[Scored]:
    return [
        Scored(f"{side}{n}", start, end, who, "indirect", "assert", sure=sure)
        for n, ((start, end), who, sure) in enumerate(rows)
    ]


@settings(deadline=None)  # it tries every alignment
@given(statements, statements)
def test_no_alignment_is_better(gold_rows: list, found_rows: list) -> None:
    gold, found, tokens = some(gold_rows, "g"), some(found_rows, "f"), Tokens("a " * 20)

    def right(one: Scored, other: Scored) -> bool:
        return one.speaker == other.speaker

    def worth(pairs: list[tuple[Scored, Scored]]) -> tuple[float, ...]:
        def count(sure: bool, needs_right: bool) -> int:
            return sum(one.sure == sure and (right(one, other) or not needs_right) for one, other in pairs)

        counts = [count(sure, needs_right) for sure in (True, False) for needs_right in (True, False)]
        overlaps = (tokens.overlap((one.start, one.end), (other.start, other.end)) for one, other in pairs)
        return *counts, sum(round(overlap * 10_000) for overlap in overlaps)

    padded: list[Scored | None] = [*found, *[None] * len(gold)]
    choices = (
        [
            (one, other)
            for one, other in zip(gold, order, strict=False)
            if other and tokens.overlap((one.start, one.end), (other.start, other.end)) >= LEAST_OVERLAP
        ]
        for order in permutations(padded, len(gold))
    )
    best = max(map(worth, choices))
    pairs = align(gold, found, tokens, right)
    assert worth([(pair.gold, pair.found) for pair in pairs]) == best
    assert len({pair.gold.id for pair in pairs}) == len({pair.found.id for pair in pairs}) == len(pairs)


def test_a_nested_statement_is_not_taken_for_the_one_around_it() -> None:
    outer = Scored("g1", 0, 40, "x", "indirect", "assert")
    inner = Scored("g2", 22, 40, "y", "indirect", "assert", parent="g1")
    found = Scored("f", 22, 40, "x", "indirect", "assert")  # nine words of twenty, with the outer one's speaker
    outcome = score(Gold("d", "letter", "a " * 20, (outer, inner)), [found])
    assert [(pair.gold.id, pair.right) for pair in outcome.pairs] == [("g2", False)]


####################################################################################################
# Who is who
####################################################################################################

AGENTS = AgentIndex(
    {
        "ann-orr": ("Ann M. Orr", "Miss Orr", "she"),
        "old-mill": ("the Old Mill",),
        "new-mill": ("the New Mill",),
        "bell": ("Thomas Bell", "the Chairman"),
    }
)


@pytest.mark.parametrize(
    ("slug", "words", "found"),
    [
        ("ann-orr", None, "ann-orr"),
        ("ann-m-orr", "Ann M. Orr", "ann-orr"),
        ("orr", "Orr", "ann-orr"),
        ("mrs-orr", "Mrs. Orr", "ann-orr"),
        ("chairman", "The Chairman", "bell"),
        ("chairman-bell", "Chairman Bell", "bell"),
        ("mill", "the Mill", "mill"),  # there are two
        ("she", "she", "she"),  # a pronoun names nobody
        ("bell-brothers", "the Bell brothers", "bell-brothers"),  # more than the name is somebody else
        ("orrin", "Orrin", "orrin"),
        (None, "she", None),
    ],
)
def test_an_agent_is_found_by_the_forms_that_gold_gives(slug: str | None, words: str | None, found: str | None) -> None:
    assert AGENTS.find(slug, words) == found


####################################################################################################
# Figures
####################################################################################################


def test_a_good_draft_scores_full_marks(harvest: Path) -> None:
    total = tally([outcome_of(harvest, GOOD)])
    assert (total.precision, total.recall, total.f1, total.detection_f1, total.f1_all) == (1, 1, 1, 1, 1)
    assert (total.speaker, total.parent, total.mode) == (Share(3, 3), Share(3, 3), Share(3, 3))
    assert (total.addressee_explicit, total.addressee_inferred) == (Share(2, 2), Share(1, 1))
    assert total.act == Share(2, 3)  # the miller asked for something; "ask" is a question


def test_gold_that_is_not_sure_is_neither_missed_nor_too_much(harvest: Path) -> None:
    with_it, without = tally([outcome_of(harvest, GOOD)]), tally([outcome_of(harvest, GOOD[:3])])
    assert with_it.f1 == without.f1 == 1
    assert (with_it.spare_right, without.spare_right) == (1, 0)
    assert (with_it.f1_all, without.f1_all) == (1, pytest.approx(6 / 7))


def test_unsure_gold_with_another_speaker_is_too_much(harvest: Path) -> None:
    wrong = replace(GOOD[3], speaker="miller", speaker_text="the miller")
    total = tally([outcome_of(harvest, (*GOOD[:3], wrong))])
    assert (total.precision, total.recall, total.detection_f1) == (3 / 4, 1, 1)


def test_a_wrong_speaker_costs_precision_and_recall_but_is_detected(harvest: Path) -> None:
    total = tally([outcome_of(harvest, (replace(GOOD[0], speaker="miller", speaker_text="the miller"), *GOOD[1:3]))])
    assert (total.precision, total.recall, total.detection_f1) == (2 / 3, 2 / 3, 1)
    assert total.speaker == Share(2, 3)


def test_a_parent_is_right_only_through_the_alignment(harvest: Path) -> None:
    wrong = (GOOD[0], GOOD[1], replace(GOOD[2], parent="d1"))
    assert tally([outcome_of(harvest, wrong)]).parent == Share(2, 3)
    missing = (GOOD[0], replace(GOOD[2], parent=None))
    assert tally([outcome_of(harvest, missing)]).parent == Share(1, 2)


def test_an_unsure_parent_that_was_not_found_is_passed_over() -> None:
    outer = Scored("g1", 0, 20, "x", "indirect", "assert")
    middle = Scored("g2", 4, 20, "y", "indirect", "assert", parent="g1", sure=False)
    inner = Scored("g3", 10, 20, "z", "indirect", "assert", parent="g2")
    gold = Gold("d", "letter", "a " * 10, (outer, middle, inner))
    found = [Scored("f1", 0, 20, "x", "indirect", "assert"), replace(inner, id="f2", parent="f1")]
    assert tally([score(gold, found)]).parent == Share(2, 2)


@pytest.mark.parametrize(
    ("speaker", "speakers", "unnamed", "found", "right"),
    [
        ("x", (), False, "x", True),
        ("x", ("y",), False, "y", True),
        ("x", (), False, None, False),
        (None, ("x",), True, None, True),
        (None, ("x",), True, "x", True),
        (None, (), True, "y", False),
    ],
)
def test_who_is_right_as_the_speaker(
    speaker: str | None, speakers: tuple[str, ...], unnamed: bool, found: str | None, right: bool
) -> None:
    gold = Scored("g", 0, 9, speaker, "indirect", "assert", speakers=speakers, unnamed=unnamed)
    outcome = score(Gold("d", "letter", "a b c d e", (gold,)), [Scored("f", 0, 9, found, "indirect", "assert")])
    assert [pair.right for pair in outcome.pairs] == [right]


def test_layers_add_up_to_the_whole(harvest: Path) -> None:
    outcome = outcome_of(harvest, GOOD[1:])
    layers = [tally([outcome], layer) for layer in ("turn", "page", "nested")]
    assert sum(layers, Tally()) == tally([outcome])
    assert [one.gold for one in layers] == [0, 2, 1]


def test_calibration_holds_confidence_against_what_was_right(harvest: Path) -> None:
    drafts = (GOOD[0], replace(GOOD[1], speaker="miller", speaker_text="the miller", confidence=0.95), GOOD[2])
    bins = calibrate([outcome_of(harvest, drafts)])
    assert [(one.low, one.count, round(one.promised, 4), round(one.right, 4)) for one in bins] == [
        (0.9, 3, 0.9167, 0.6667)
    ]
    assert expected_calibration_error(bins) == pytest.approx(0.25)
    assert expected_calibration_error([]) is None


def test_rules_tell_what_each_found(harvest: Path) -> None:
    report = make_report([outcome_of(harvest, (GOOD[0], replace(GOOD[1], rule="turn", speaker="x"), *GOOD[2:]))])
    assert [(row.rule, row.found, row.detected, row.right) for row in report.rules] == [
        ("that", 2, 2, 2),
        ("turn", 1, 1, 0),
    ]


@given(statements)
def test_anything_held_against_itself_is_right(rows: list) -> None:
    distinct = list({row[0]: row for row in rows}.values())
    gold = some(distinct, "g")
    total = tally([score(Gold("d", "letter", "a " * 20, tuple(gold)), gold)])
    assert (total.right, total.spare_right) == (sum(one.sure for one in gold), sum(not one.sure for one in gold))


####################################################################################################
# Misses
####################################################################################################


def test_misses_are_shown_in_their_sentence_with_the_cue_marked(harvest: Path) -> None:
    (source,) = find_gold([str(harvest)])
    extra = draft(9, "on the harvest", "harvest", "the harvest")
    wrong = replace(GOOD[0], speaker="miller", speaker_text="the miller")
    outcome = score(source.gold, scored_drafts((wrong, extra), source.gold))
    assert [(miss.sort, miss.context) for miss in find_misses([outcome])] == [
        ("too much", "Report |on the harvest|"),
        ("wrong speaker", "|Miss Orr *told* me that the barley was cut.|"),
        ("missed", "|She *added* that the miller had asked her to wait.|"),
        ("missed", "She added that |the miller had *asked* her to wait|."),
    ]


def test_a_cue_before_its_passage_is_marked_there() -> None:
    statement = Scored("s", 5, 12, "x", "indirect", "assert", cue="Says", cue_start=0)
    assert in_context(statement, "Says that all.") == "*Says* |that al|l."


@given(st.text(max_size=400), st.data())
def test_context_never_fails_and_is_one_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = in_context(Scored("s", start, end, None, "indirect", "assert"), text)
    assert shown.count("|") >= 2 and shown.splitlines() == [shown]


####################################################################################################
# Files
####################################################################################################


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quot": "x"}, ":2: unknown key 'quot': did you mean 'quote'?"),
        ({"quote": "Miss Or"}, ":2: the quote is not the text from 23 to 64: count in code points"),
        ({"end": 9000}, f":2: 23 to 9000 is no passage of h.txt: it has {len(TEXT)}"),
        ({"start": True}, ":2: start True has the wrong type: write a whole number"),
        ({"start": "23"}, ":2: start '23' has the wrong type: write a whole number"),
        ({"speaker": 4}, ":2: speaker 4 has the wrong type: write a slug or null"),
        ({"parent": "h-9"}, ":2: there is no parent 'h-9': did you mean 'h-3' or 'h-2' or 'h-1'?"),
        ({"doc": "../h"}, ":2: doc '../h' is not a file's name: write it without a folder"),
    ],
)
def test_gold_that_cannot_be_right_is_refused(harvest: Path, change: dict[str, object], message: str) -> None:
    lines = [gold_line(LINES[1]), gold_line(LINES[0]) | change, gold_line(LINES[2])]
    harvest.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    result = CliRunner().invoke(main, ["evaluate", str(harvest)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kg: {harvest}{message}\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", ":1: is not JSON: write one JSON object a line"),
        ("[" * 100_000, ":1: is not JSON: write one JSON object a line"),
        ("[]", ":1: is not a JSON object: write one JSON object a line"),
        ("{}", ":1: has no 'id': each line needs id, doc, start, end, speaker"),
        ("\n\n", ": holds no statement: write one JSON object a line"),
    ],
)
def test_lines_that_are_no_statement_are_refused(harvest: Path, content: str, message: str) -> None:
    harvest.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(main, ["evaluate", str(harvest)])
    assert (result.exit_code, result.stderr) == (2, f"kg: {harvest}{message}\n")


def test_an_empty_folder_and_an_unknown_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none").mkdir()
    shown = [CliRunner().invoke(main, ["evaluate", name]).stderr for name in ("none", "l1")]
    assert shown == [
        "kg: none: holds no collection.toml and no .jsonl file: name a folder with gold in it\n",
        "kg: l1: there is no such gold: name a .jsonl file, a folder of them, a collection, or a document of one\n",
    ]


####################################################################################################
# The command
####################################################################################################


def evaluate(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    monkeypatch.setattr("kg.draft.draft_document", lambda document, authority: GOOD, raising=False)
    result = CliRunner().invoke(main, ["evaluate", *map(str, arguments)])
    assert (result.exit_code, result.stderr) == (0, "")
    return result


def test_the_command_prints_tables(harvest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = evaluate(monkeypatch, harvest.parent, "--errors").stdout
    heads = [line for line in shown.splitlines() if line and not line.startswith((" ", "─"))]
    assert [head for head in heads if head in ("Documents", "Types of document", "Rules", "Confidence")] == [
        "Documents", "Types of document", "Rules", "Confidence",
    ]  # fmt: skip
    row = next(line for line in shown.splitlines() if line.startswith("h "))
    assert row.split() == ["h", "3", "3", "1.00", "1.00", "1.00", "1.00", "1.00", "1.00", "1.00", "1.00", "0.67"]
    assert shown.endswith("Missed, too much, wrong speaker\n\nnone\n")


def test_the_command_prints_json(harvest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(evaluate(monkeypatch, harvest, "--format", "json", "--errors").stdout)
    assert (found["total"]["f1"], found["documents"]["h"]["gold"], found["types"]["report"]["right"]) == (1, 3, 3)
    assert (found["expected_calibration_error"], found["misses"]) == (0.1, [])


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    make_collection(folder)
    build_collection(folder)
    return folder


def test_a_graph_holds_what_its_annotations_say(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(evaluate(monkeypatch, letters, "--against", "graph", "-C", letters, "-f", "json").stdout)
    total = found["total"]
    assert total["gold"] > 1 and total["f1"] == 1
    for share in ("speaker", "addressee", "parent", "mode", "act", "modality", "polarity"):
        assert total[share]["share"] == 1


def test_a_document_is_named_by_its_id(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = (path.stem for path in (letters / "annotations").glob("*.yaml"))
    found = json.loads(evaluate(monkeypatch, name, "-C", letters, "--against", "graph", "-f", "json").stdout)
    assert list(found["documents"]) == [name]
    monkeypatch.chdir(letters)
    assert (
        CliRunner()
        .invoke(main, ["evaluate", "nosuch"])
        .stderr.startswith(f"kg: nosuch: is no file and no document of {letters}")
    )


def test_a_draft_is_no_gold(letters: Path) -> None:
    (path,) = (letters / "annotations").glob("*.yaml")
    text = path.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.strip().startswith("act:"))
    indent = first[: len(first) - len(first.lstrip())]
    path.write_text(
        text.replace(first, f"{first}\n{indent}status: draft\n{indent}confidence: 0.5", 1), encoding="utf-8"
    )
    (before,), (after,) = find_gold([str(letters)]), find_gold([str(letters)])
    assert before == after
    assert len(after.gold.statements) == text.count("act:") - 1


def test_the_same_input_gives_the_same_output(harvest: Path) -> None:
    one, other = (as_dict(make_report([outcome_of(harvest, GOOD)])) for _ in range(2))
    assert json.dumps(one) == json.dumps(other)
