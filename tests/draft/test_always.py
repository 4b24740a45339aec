"""What holds for any text: true offsets, parents that exist, an end in good time."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.draft import draft_document
from kg.draft.write import render_jsonl, render_yaml
from kg.read import read_text

WORDS = st.sampled_from(
    'Gray Hale Mr. the said told asked that he they I we Mao Zedong [Mao] ( ) “ ” " , . ; : … — and but to of in not '
    "was had will according letter from opinion Cde. U.S. 12 é\u0301 שלום ~ ’s did say informed him replied".split()
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from((" ", " ", " ", "", "\n\n"))), max_size=60).map(
    lambda pairs: "".join(word + blank for word, blank in pairs)
)

LONG = 40_000
NASTY = {
    "only names": "Gray Hale Mao Zedong " * 300,
    "one long line": "He said that all was well and Mr. Gray replied that it was not. " * 3000,
    "unbalanced quotes": 'He said "no" "' + "“" * 3000,
    "quotes in quotes": "He said “she said “" * 1000,
    "right to left": "قال Gray said שלום that e\u0301\u0301 was. " * 200,
    "a thousand cues": "said " * 5000,
    "commas": "Gray, " * 5000 + "said that",
    "brackets": "(" * 5000 + "Gray said that" + ")" * 5000,
    "square brackets": "[" * 3000 + " Gray said ] " * 3000,
    "and": "Gray and " * 5000 + "Hale said that x.",
    "of": "the head of " * 3000 + "it said that y.",
    "one long word": "x" * 500_000 + " said that",
    "told": "told Gray " * 3000,
    "full stops": ". " * LONG,
    "initials": "A. B. said " * 3000,
    "many turns": "\n\n".join(f"Ab{'cdefg'[n % 5]}: he said that x." for n in range(2000)),
    "many paragraphs": "Gray said that it rained.\n\n" * 3000,
}


def check(text: str) -> None:
    document = read_text(text, "n")
    drafts = draft_document(document)
    ids = {one.id for one in drafts}
    for one in drafts:
        assert document.text[one.start : one.end] == one.quote != ""
        assert 0 < one.confidence < 1
        assert one.parent is None or (one.parent in ids and one.parent != one.id)
        assert one.cue_start is None or 0 <= one.cue_start <= len(text)
    assert len(ids) == len(drafts)
    lines = render_jsonl("n", drafts).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one.id for one in drafts]
    assert render_yaml("n", drafts).startswith("document:")


@given(TEXTS.filter(str.strip))
@settings(max_examples=300, deadline=None)
def test_any_text_has_true_offsets(text):
    check(text)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_texts_end_in_good_time(name):
    begun = time.monotonic()
    check("Note\n\nGray met Hale.\n\n" + NASTY[name])
    assert time.monotonic() - begun < 60  # a hang, not a speed


def test_time_grows_with_length_not_faster():
    def take(count: int) -> float:
        text = "Note\n\n" + "Gray said that it rained, and Hale asked him to wait.\n\n" * count
        document = read_text(text, "n")
        return min(_time(document) for _ in range(3))

    assert take(4000) < 12 * max(take(1000), 0.01)


def _time(document) -> float:
    begun = time.process_time()
    draft_document(document)
    return time.process_time() - begun
