"""Drafts go into an annotation file; what a person did there stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.review.conftest import TEXT, drafts_of, make_authority, make_draft

from kg.annotations import parse_annotations
from kg.draft.record import DraftStatement
from kg.errors import InputErrors
from kg.model import Authority, Statement
from kg.review.items import find_item, new_file, parse_file, walk_items
from kg.review.merge import MergeReport, merge_source, touched
from kg.yamlfile import Problems

EMPTY = new_file("memo.yaml", "memo", "annotation.schema.json").render()


def merge(
    source: str, drafts: list[DraftStatement], text: str = TEXT, old_text: str | None = None
) -> tuple[str, MergeReport]:
    return merge_source(source, "memo.yaml", drafts, text, authority=make_authority(), old_text=old_text)


def read(source: str, text: str = TEXT, authority: Authority | None = None) -> dict[str, Statement]:
    """The statements that the reader finds; it must find nothing wrong."""
    problems = Problems()
    found = parse_annotations(
        "memo.yaml", source, "memo", text,
        authority=authority or make_authority(), predicates={}, documents=frozenset({"memo"}), problems=problems,
    )  # fmt: skip
    assert [str(error) for error in problems.errors] == []
    return {one.id.removeprefix("memo-"): one for one in found}


def name_of(source: str, cue: str) -> str:
    return next(item.id for item in walk_items(parse_file(source, "memo.yaml").items) if item.text("cue") == cue)


def decide(source: str, cue: str, **lines: str) -> str:
    """The file with lines changed by hand in the statement of that cue."""
    file = parse_file(source, "memo.yaml")
    item = find_item(file, name_of(source, cue))
    assert item is not None
    head = item.head
    indent = " " * (item.dash + 2)
    for key, value in lines.items():
        kept = [line for line in head.splitlines() if not line.startswith(f"{indent}{key}:")]
        head = "\n".join([*kept, f"{indent}{key}: {value}"]) + "\n"
    return source.replace(item.head, head)


def test_drafts_become_statements_that_the_reader_takes() -> None:
    source, report = merge(EMPTY, drafts_of(TEXT))
    found = read(source)
    told = found[name_of(source, "told her that")]
    assert len(report.new) == len(found) == 5
    assert {one.status for one in found.values()} == {"draft"}
    assert (told.depth, told.speaker, told.addressees, told.confidence) == (2, "boris", ("anna",), 0.7)
    assert found[name_of(source, "had promised")].speaker == "the-mayor"  # whom the authority does not know yet
    for draft in drafts_of(TEXT):
        passage = found[name_of(source, draft.cue or "")].passage
        assert (passage.start, passage.end) == (draft.start, draft.end)


def test_a_draft_says_how_it_was_made() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    item = find_item(parse_file(source, ""), name_of(source, "told her that"))
    assert item is not None
    assert item.text("rule") == "verb-that"
    assert item.part("found") == {"speaker": "subject", "addressee": "none", "extent": "to the stop"}


def test_drafting_again_changes_no_byte() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    again, report = merge(source, drafts_of(TEXT))
    assert again == source
    assert (len(report.same), report.new, report.gone) == (5, (), ())


def test_words_that_stand_twice_are_told_apart() -> None:
    first = make_draft(TEXT, "a", "He said so twice.", "said so")
    second = replace(first, id="b", start=first.start + 18, end=first.end + 18, cue_start=(first.cue_start or 0) + 18)
    source, _ = merge(EMPTY, [first, second])
    assert sorted(one.passage.start for one in read(source).values()) == [first.start, second.start]
    assert merge(source, [first, second])[0] == source


def test_comments_and_hand_formatting_stay() -> None:
    written = (
        "# ours\ndocument:   memo # the memo\nstatements:\n  # by hand\n"
        "  - {id: p01, quote: 'She asked him why nobody had repaired it.', act: ask, speaker: anna} # braces\n"
        "  # the end\n"
    )
    source, report = merge(written, drafts_of(TEXT))
    assert len(report.new) == 5
    assert all(line in source for line in written.splitlines())
    without, report = merge(source, [])
    assert without == written
    assert len(report.gone) == 5


@pytest.mark.parametrize("status", ["reviewed", "rejected"])
def test_a_decision_stays_whatever_is_drafted(status: str) -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    decided = decide(source, "replied that", status=status, speaker="clara", act="deny")
    other = [
        replace(draft, speaker="anna", end=draft.end - 8) if draft.id == "3" else draft for draft in drafts_of(TEXT)
    ]
    again, report = merge(decided, other)
    assert report.settled == (name_of(source, "replied that"),)
    assert again == decided
    assert merge(again, [])[0].count(f"status: {status}") == 1


def test_a_draft_edited_by_hand_is_a_persons() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    edited = decide(source, "denied that", speaker="anna")
    item = find_item(parse_file(edited, ""), name_of(source, "denied that"))
    assert item is not None and touched(item)
    assert merge(edited, drafts_of(TEXT))[0] == edited
    again, report = merge(edited, [draft for draft in drafts_of(TEXT) if draft.id != "5"])
    assert again == edited
    assert report.gone == ()


def test_a_draft_that_nobody_touched_is_renewed_moved_or_taken_out() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    one, two, three, four, five = drafts_of(TEXT)
    better = [one, replace(two, parent=None), replace(three, speaker="anna"), four]
    again, report = merge(source, better)
    names = {cue: name_of(source, cue) for cue in ("told her that", "replied that", "denied that", "had promised")}
    assert report.moved == (names["told her that"],)
    assert report.changed == (names["replied that"],)
    assert report.gone == (names["denied that"],)
    found = read(again)
    assert found[names["told her that"]].depth == 1
    assert found[names["replied that"]].speaker == "anna"
    assert found[names["had promised"]].parent == f"memo-{names['replied that']}"
    assert merge(again, drafts_of(TEXT))[0] == source
    assert five.id not in {draft.id for draft in better}


def test_a_draft_under_which_a_decision_stands_is_kept() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    decided = decide(source, "told her that", status="reviewed")
    again, report = merge(decided, [])
    assert report.kept == (name_of(source, "said that"),)
    assert set(read(again)) == {name_of(source, "said that"), name_of(source, "told her that")}


def test_what_stands_under_a_rejected_draft_is_reported_by_whoever_reported_that() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    found = read(decide(source, "said that", status="rejected"))
    assert name_of(source, "said that") not in found
    assert (found[name_of(source, "told her that")].parent, found[name_of(source, "told her that")].depth) == (None, 1)


@pytest.mark.parametrize("has_old_text", [True, False])
def test_a_decision_follows_a_correction_of_the_text(has_old_text: bool) -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    decided = decide(source, "replied that", status="reviewed", speaker="clara")
    corrected = TEXT.replace("Memorandum", "Memorandum, corrected,").replace("new timber", "some new timber")
    again, report = merge(decided, drafts_of(corrected), corrected, TEXT if has_old_text else None)
    name = name_of(source, "replied that")
    found = read(again, corrected)
    assert report.placed == (name,)
    assert (found[name].status, found[name].speaker) == ("reviewed", "clara")
    words = corrected[found[name].passage.start : found[name].passage.end]
    assert words == "Boris replied that the mayor had promised some new timber."
    assert len(found) == 5


def test_an_occurrence_follows_a_correction_that_adds_another() -> None:
    written = (
        "document: memo\nstatements:\n"
        '  - {id: p01, quote: "He said so twice.", occurrence: 2, act: assert, speaker: boris}\n'
    )
    corrected = TEXT.replace("Anna said", "He said so twice. Anna said")
    again, _ = merge(written, [], corrected, TEXT)
    assert read(again, corrected)["p01"].passage.start == corrected.rindex("He said so twice.")


def test_a_decision_whose_words_have_gone_is_told_and_stays() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    decided = decide(source, "denied that", status="reviewed")
    corrected = TEXT.replace("Clara denied that she had heard of it.", "")
    again, report = merge(decided, [draft for draft in drafts_of(TEXT) if draft.id != "5"], corrected, TEXT)
    assert report.lost == (name_of(source, "denied that"),)
    assert again == decided


def test_a_name_of_a_thing_that_cannot_speak_is_left_as_words() -> None:
    draft = make_draft(TEXT, "1", "Clara denied that she had heard of it.", "denied that", speaker="bridge",
                       speaker_text="the bridge")  # fmt: skip
    source, _ = merge(EMPTY, [draft])
    (found,) = read(source).values()
    assert (found.speaker, found.speaker_as) == (None, "the bridge")


def test_statements_of_one_id_are_refused() -> None:
    written = "document: memo\nstatements:\n  - {id: a, quote: Anna, act: ask}\n  - {id: a, quote: Boris, act: ask}\n"
    with pytest.raises(InputErrors, match=r"memo.yaml:4: id 'a' stands twice: first at line 3: give each its own"):
        merge(written, [])


def test_line_ends_stay_those_of_the_file() -> None:
    written = "document: memo\r\nstatements:\r\n  - {id: p01, quote: Anna said, act: ask}\r\n"
    source, _ = merge(written, drafts_of(TEXT))
    assert "\n" not in source.replace("\r\n", "")
    assert source.startswith(written)


def test_what_stands_under_a_rejected_draft_still_lies_in_its_words() -> None:
    source, _ = merge(EMPTY, drafts_of(TEXT))
    rejected = decide(source, "said that", status="rejected")
    problems = Problems()
    parse_annotations(
        "memo.yaml", rejected.replace("Boris told her that the bridge was closed\"", 'She asked him"'), "memo", TEXT,
        authority=make_authority(), predicates={}, documents=frozenset({"memo"}), problems=problems,
    )  # fmt: skip
    (error,) = problems.errors
    assert error.what == "quote lies outside the passage of the rejected draft around it: 'She asked him'"
