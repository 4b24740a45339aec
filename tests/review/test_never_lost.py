"""Whatever the order of decisions, drafts and corrections of the text, no decision is lost and undo restores bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.review.conftest import TEXT, drafts_of, make_authority
from tests.review.test_merge import EMPTY

from kg.draft.record import DraftStatement
from kg.errors import KgError
from kg.read import read_text
from kg.review.items import Item, parse_file, walk_items
from kg.review.merge import merge_source, touched
from kg.review.session import Frame, View, press, reopen, start

NOW = "2026-11-24T12:00:00Z"
KEYS = ("a", "r", "n", "u", "1", "2", "c s clara", "c t anna", "c a ask", "c w", "c c said", "s bridge", "s new", "j 1")
CORRECTIONS = (
    ("new timber", "some new timber"), ("Memorandum", "He said so twice. Memorandum"), ("repaired", "mended"),
    ("Boris", "Borys"), ("closed", "clozed"), ("\n\nClara", "\n\nThen Clara"), ("told her", "told  her"),
)  # fmt: skip
REDRAFTS = ("same", "fewer", "other speaker", "flat", "longer", "none")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.sampled_from(KEYS)),
        st.tuples(st.just("draft"), st.sampled_from(REDRAFTS)),
        st.tuples(st.just("correct"), st.integers(0, len(CORRECTIONS) - 1)),
    ),
    max_size=14,
)


def redraft(text: str, how: str) -> list[DraftStatement]:
    drafts = [] if how == "none" else drafts_of(text)
    if how == "fewer":
        drafts = [one for one in drafts if one.id in ("1", "3", "4")]
    if how == "other speaker":
        drafts = [replace(one, speaker="clara", confidence=0.4) for one in drafts]
    if how == "flat":
        drafts = [replace(one, parent=None) for one in drafts]
    if how == "longer":
        drafts = [replace(one, end=min(one.end + 9, len(text))) if one.parent is None else one for one in drafts]
    return drafts


def persons(source: str) -> dict[str, Item]:
    """The statements that are a person's work."""
    return {item.id: item for item in walk_items(parse_file(source, "").items) if touched(item)}


def decision(item: Item) -> tuple[object, ...]:
    """What a person decided, without the words that a correction of the text may renew."""
    kept = {key: value for key, value in item.fields.items() if key not in ("quote", "occurrence", "drafted", "made")}
    drafted = {key: value for key, value in item.part("drafted").items() if key not in ("quote", "occurrence")}
    return kept, drafted


@settings(max_examples=150, deadline=None)
@given(steps)
def test_no_decision_is_lost(steps: list[tuple[str, object]]) -> None:
    text, authority = TEXT, make_authority()
    frame = Frame("Ada", "memo.yaml", read_text(text, "memo"), authority)
    source, _ = merge_source(EMPTY, "memo.yaml", drafts_of(text), text, authority=authority, old_text=None)
    session, drafted_from = start(frame, source), text
    for kind, what in steps:
        before = persons(session.source)
        if kind == "key":
            trail = [session]
            for key in str(what).split(" ", 2):
                trail.append(press(trail[-1], key, NOW))
            session = trail[-1] if not trail[-1].prompt else replace(trail[-1], prompt="")
            for earlier, later in pairwise(trail):
                if len(later.undo) > len(earlier.undo):
                    assert press(later, "u", NOW).source == earlier.source
            continue
        if kind == "correct":
            old, new = CORRECTIONS[int(str(what))]
            text = text.replace(old, new) if new not in text else text
            drafts = redraft(text, "same") if "told her" in text and "Boris" in text and "new timber" in text else []
        else:
            drafts = redraft(text, str(what)) if "told her" in text and "Boris" in text else []
        merged, report = merge_source(
            session.source, "memo.yaml", drafts, text, authority=authority, old_text=drafted_from
        )
        drafted_from = text
        after = {item.id: item for item in walk_items(parse_file(merged, "").items)}
        for name, item in before.items():
            assert decision(after[name]) == decision(item)
        frame = replace(frame, document=read_text(text, "memo"))
        wrong = View(frame, merged).read[1]
        assert not wrong or report.lost, (wrong, merged)
        again, _ = merge_source(merged, "memo.yaml", drafts, text, authority=authority, old_text=text)
        assert again == merged
        session = reopen(replace(session, view=View(frame, session.source)), merged)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=12))
def test_undo_restores_every_byte(pressed: list[str]) -> None:
    authority = make_authority()
    source, _ = merge_source(EMPTY, "memo.yaml", drafts_of(TEXT), TEXT, authority=authority, old_text=None)
    session = first = start(Frame("Ada", "memo.yaml", read_text(TEXT, "memo"), authority), source)
    for line in pressed:
        for key in line.split(" ", 2):
            session = press(session, key, NOW)
    session = replace(session, prompt="")
    while session.undo:
        session = press(session, "u", NOW)
    assert session.source == first.source


WORDS = st.text(alphabet=st.sampled_from("aB é😀\u0301\u2028'\"…:#-[]{}\\\t\n"), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.data())
def test_any_words_are_written_so_that_the_reader_finds_them(text: str, data: st.DataObject) -> None:
    start_at = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start_at + 1, len(text)))
    words = text[start_at:end]
    draft = DraftStatement(
        "1", "memo", start_at, end, words, words, start_at, None, words, ("clara",), words, None, "direct", "ask",
        "actual", "affirmed", 0.5, "rule", "a: b", "# c", words,
    )  # fmt: skip
    try:
        source, report = merge_source(EMPTY, "memo.yaml", [draft], text, authority=make_authority(), old_text=None)
    except KgError as error:  # pragma: no cover
        raise AssertionError(str(error)) from error
    view = View(Frame("Ada", "memo.yaml", read_text("x", "memo"), make_authority()), source)
    assert len(report.new) == len(list(walk_items(view.file.items))) <= 1
    again, _ = merge_source(source, "memo.yaml", [draft], text, authority=make_authority(), old_text=None)
    assert again == source
    for item in walk_items(view.file.items):
        assert item.text("speaker_as") == words
        anchor = View(replace(view.frame, document=replace(read_text("x", "memo"), text=text)), source).anchors[item.id]
        assert anchor.span is not None
        assert text[slice(*anchor.span)].split() == words.strip("… \t\n\u2028").split()
