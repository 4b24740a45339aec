"""The keys of a review, without a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.review.conftest import TEXT, drafts_of, make_authority
from tests.review.test_merge import EMPTY, merge, name_of, read

from kg.annotations import parse_annotations
from kg.model import ACTS, Statement
from kg.read import read_text
from kg.review.items import Item, find_item, parse_file
from kg.review.merge import merge_source
from kg.review.screen import render_session
from kg.review.session import Frame, Session, know, press, reopen, start
from kg.yamlfile import Problems

NOW = "2026-11-24T12:00:00Z"


def begin(source: str | None = None) -> Session:
    """A review of the drafts of the text."""
    frame = Frame("Ada", "memo.yaml", read_text(TEXT, "memo"), make_authority())
    return start(frame, source or merge(EMPTY, drafts_of(TEXT))[0])


def at(session: Session, cue: str) -> Session:
    """The review at the draft of that cue."""
    return replace(session, current=name_of(session.source, cue))


def keys(session: Session, *pressed: str) -> Session:
    for key in pressed:
        session = press(session, key, NOW)
    return session


def item_of(session: Session, name: str) -> Item:
    found = find_item(parse_file(session.source, ""), name)
    assert found is not None
    return found


def statements(session: Session) -> dict[str, Statement]:
    return read(session.source)


def test_the_least_sure_comes_first() -> None:
    session = begin()
    order = []
    while session.current is not None:
        order.append(float(item_of(session, session.current).text("confidence")))
        session = keys(session, "n")
    assert order == sorted(order)
    assert len(order) == 5
    assert keys(session, "a").message == "no draft is left here: u takes the last decision back, q ends"


def test_accepting_writes_who_and_when_and_what_was_drafted() -> None:
    session = at(begin(), "denied that")
    name = session.current or ""
    after = keys(session, "a")
    item = item_of(after, name)
    assert item.status == "reviewed"
    assert item.part("decided") == {"how": "accepted", "by": "Ada", "at": NOW}
    assert item.part("drafted") == {"confidence": "0.60", "rule": "verb-that"}
    assert not {"confidence", "rule", "found", "made"} & set(item.fields)
    assert statements(after)[name].status == "reviewed"
    assert after.current != name


def test_an_unknown_name_is_not_confirmed_until_it_is_known_or_corrected() -> None:
    session = at(begin(), "had promised")
    refused = keys(session, "a")
    assert refused.source == session.source
    assert refused.message == (
        "the authority does not know the-mayor: add an entry (kg names memo proposes one), or correct it"
    )
    entities = make_authority().entities
    mayor = replace(entities["anna"], slug="the-mayor", label="the mayor")
    known = know(session, replace(make_authority(), entities={**entities, "the-mayor": mayor}))
    assert item_of(keys(known, "a"), session.current or "").status == "reviewed"
    corrected = keys(session, "c", "s", "Clara", "a")
    assert item_of(corrected, session.current or "").part("decided")["how"] == "corrected"


def test_a_correction_is_written_at_once_and_the_draft_stays_open() -> None:
    session = at(begin(), "replied that")
    name = session.current or ""
    after = keys(session, "c", "s", "Clara")
    item = item_of(after, name)
    assert (after.current, item.status, item.text("speaker")) == (name, "draft", "clara")
    assert item.part("drafted") == {"speaker": "boris", "confidence": "0.80", "rule": "verb-that"}
    twice = item_of(keys(after, "c", "s", "anna"), name)
    assert (twice.text("speaker"), twice.part("drafted")["speaker"]) == ("anna", "boris")


@pytest.mark.parametrize(
    ("pressed", "key", "value"),
    [
        (("c", "t", "anna, Clara"), "to", ("anna", "clara")),
        (("c", "t", "-"), "to", None),
        (("c", "a", "den"), "act", "deny"),
        (("c", "m", "direct"), "mode", "direct"),
        (("c", "o", "plan"), "modality", "planned"),
        (("c", "p", "neg"), "polarity", "negated"),
        (("c", "c", "told"), "cue", "told"),
        (("c", "speaker", "clara"), "speaker", "clara"),
    ],
)
def test_each_part_can_be_corrected(pressed: tuple[str, ...], key: str, value: object) -> None:
    session = at(begin(), "told her that")
    after = keys(session, *pressed)
    assert item_of(after, session.current or "").fields.get(key) == value
    assert after.message == ""
    statements(after)


def test_a_number_is_a_candidate_for_the_speaker() -> None:
    session = at(begin(), "denied that")
    candidates = session.view.candidates(session.current or "")
    assert [one.slug for one in candidates] == ["clara", "boris", "anna"]
    assert candidates[0].why == "named in it"
    assert item_of(keys(session, "2"), session.current or "").text("speaker") == "boris"


def test_the_words_can_be_corrected() -> None:
    session = at(begin(), "told her that")
    after = keys(session, "c", "w", "Boris told … bridge")
    name = session.current or ""
    found = statements(after)[name]
    assert TEXT[found.passage.start : found.passage.end] == "Boris told her that the bridge"
    assert item_of(after, name).part("drafted")["quote"] == "Boris told her that the bridge was closed"
    assert keys(after, "c", "w", "Boris told … bridge").message == "those are its words already"


@pytest.mark.parametrize(
    ("pressed", "message"),
    [
        (("x",), "no such key: 'x'"),
        (("c", "z"), "no such part: 'z'"),
        (("c", ""), "left as it was"),
        (("c", "s", "bors"), "the authority has no 'bors': did you mean 'Boris'?"),
        (("c", "s", "anna, clara"), "a statement has one speaker: give several an entry as a group"),
        (("c", "s", "boris"), "the speaker is that already"),
        (("c", "a", "pr"), "act is one of promise, praise"),
        (("c", "a", "say"), f"act is one of {', '.join(ACTS)}"),
        (("c", "w", "Nobody said it"), "those words do not stand there: copy them from the text"),
        (
            ("c", "w", "told her that the bridge was closed. She"),
            "those words do not stand there: copy them from the text",
        ),
        (("s", "Boris"), "the second part must begin within the words of the statement"),
        (("j",), "no draft stands beside it"),
        (("u",), "nothing to take back"),
    ],
)
def test_what_cannot_be_done_is_said(pressed: tuple[str, ...], message: str) -> None:
    session = at(begin(), "told her that")
    after = keys(session, *pressed)
    assert (after.message, after.source) == (message, session.source)


def test_words_that_leave_out_a_report_are_refused() -> None:
    session = at(begin(), "said that")
    after = keys(session, "c", "w", "Anna said that Boris")
    assert after.source == session.source
    assert after.message.startswith("that would break the file: quote lies outside the passage of")


def test_rejecting_leaves_the_reports_to_the_one_above() -> None:
    session = at(begin(), "said that")
    name = session.current or ""
    after = keys(session, "r")
    assert item_of(after, name).status == "rejected"
    assert statements(after)[name_of(after.source, "told her that")].depth == 1
    again, report = merge(after.source, drafts_of(TEXT))
    assert again == after.source
    assert name in report.settled


def test_a_draft_is_split_in_two_and_drafting_again_leaves_them() -> None:
    session = at(begin(), "replied that")
    name = session.current or ""
    after = keys(session, "s", "the mayor had promised")
    found = statements(after)
    passages = {key: TEXT[one.passage.start : one.passage.end] for key, one in found.items()}
    assert passages[name] == "Boris replied that"
    assert passages[f"{name}-2"] == "the mayor had promised new timber."
    assert found[name_of(after.source, "had promised")].parent == f"memo-{name}-2"
    assert item_of(after, f"{name}-2").status == "draft"
    again, report = merge(after.source, drafts_of(TEXT))
    assert report.new == ()
    assert set(read(again)) == set(found)


def test_a_report_in_both_parts_is_refused() -> None:
    session = at(begin(), "said that")
    after = keys(session, "s", "told her")
    assert after.message.endswith("stands in both parts: split or correct it first")


def test_two_drafts_are_joined_and_drafting_again_leaves_them() -> None:
    session = at(begin(), "replied that")
    name = session.current or ""
    other = name_of(session.source, "denied that")
    number = session.view.neighbours(name).index(other) + 1
    after = keys(session, "j", str(number))
    found = statements(after)
    assert other not in found
    words = TEXT[found[name].passage.start : found[name].passage.end]
    assert words.startswith("Boris replied") and words.endswith("heard of it.")
    assert item_of(after, other).part("decided")["into"] == name
    again, report = merge(after.source, drafts_of(TEXT))
    assert (report.new, set(read(again))) == ((), set(found))


def test_undo_takes_back_one_decision_after_another_to_the_byte() -> None:
    session = begin()
    first = session.source
    after = keys(session, "r", "c", "s", "clara", "a", "r")
    assert after.source != first
    back = keys(after, *"u" * len(after.undo))
    assert (back.source, back.current) == (first, session.current)


def test_a_file_changed_elsewhere_is_read_anew() -> None:
    session = keys(at(begin(), "denied that"), "a")
    changed = session.source.replace("speaker: anna", "speaker: clara")
    after = reopen(session, changed)
    assert (after.source, after.undo) == (changed, ())
    assert after.message == "the file was changed elsewhere, and is read anew"
    assert keys(after, "r").source.count("speaker: clara") == changed.count("speaker: clara")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("pressed", [(), ("c",), ("c", "s"), ("j",), ("c", "a", "zz")])
def test_the_screen_shows_passage_chain_candidates_and_keys(width: int, pressed: tuple[str, ...]) -> None:
    session = keys(at(begin(), "denied that"), *pressed)
    shown = render_session(session, width=width, color=False)
    assert max(len(line) for line in shown.splitlines()) <= width
    flat = " ".join(shown.split())
    assert "⟦Clara denied that she had heard of it.⟧" in flat
    assert "Clara denied: “" in flat or "Clara denied that “she had heard of it”" in flat
    assert "confidence 0.60 · rule verb-that" in flat
    colored = render_session(session, width=width, color=True)
    assert "\x1b[" in colored


def test_the_screen_of_a_finished_review() -> None:
    session = keys(begin(), *"r" * 5)
    assert session.current is None
    assert "memo: no draft left" in render_session(session, width=80, color=False)


def test_decisions_read_back() -> None:
    session = keys(begin(), "r", "c", "s", "anna", "a", "a", "s", "her", "q")
    problems = Problems()
    parse_annotations(
        "memo.yaml", session.source, "memo", TEXT, authority=make_authority(), predicates={},
        documents=frozenset({"memo"}), problems=problems,
    )  # fmt: skip
    assert problems.errors == []
    assert (
        merge_source(session.source, "memo.yaml", drafts_of(TEXT), TEXT, authority=make_authority(), old_text=None)[
            1
        ].new
        == ()
    )
