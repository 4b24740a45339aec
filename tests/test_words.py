"""A chain of reports reads as one sentence that never loses who is said to have said it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import ACTS, Passage, Place, Statement
from kg.words import LONGEST_QUOTE, PHRASES, DocumentWords, join_names, quote_in_words, sentence_of

LETTER = DocumentWords("letter", "1843-05-02")
TOLD = Statement("s1", Passage("d", 0, 9), 1, None, Place("f", 1), "inform", speaker="Mary", addressees=("Ada",))


def say(*chain: Statement, words: str = "all is well", document: DocumentWords = LETTER) -> str:
    return sentence_of(document, chain, words, label_of=str)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Mary told Ada: “all is well”."),
        ({"addressees": ()}, "Mary gave the information: “all is well”."),
        ({"addressees": ("Ada", "Tom", "Jim")}, "Mary told Ada, Tom and Jim: “all is well”."),
        ({"act": "ask"}, "Mary asked Ada: “all is well”."),
        ({"polarity": "negated"}, "Mary did not tell Ada: “all is well”."),
        ({"modality": "planned"}, "Mary was to tell Ada: “all is well”."),
        ({"modality": "planned", "polarity": "negated"}, "Mary was not to tell Ada: “all is well”."),
        ({"modality": "hypothetical"}, "Mary might tell Ada: “all is well”."),
        ({"modality": "hypothetical", "polarity": "negated"}, "Mary might not tell Ada: “all is well”."),
        ({"speaker": None}, "Ada was told (the text does not say by whom): “all is well”."),
        ({"speaker": None, "addressees": ("Ada", "Tom")},
         "Ada and Tom were told (the text does not say by whom): “all is well”."),
        ({"speaker": None, "addressees": (), "act": "report"},
         "it was reported (the text does not say by whom): “all is well”."),
        ({"speaker": None, "polarity": "negated"},
         "Ada was not told (the text does not say by whom): “all is well”."),
        ({"speaker": None, "modality": "planned"},
         "Ada was to be told (the text does not say by whom): “all is well”."),
        ({"speaker": None, "modality": "hypothetical", "polarity": "negated"},
         "Ada might not be told (the text does not say by whom): “all is well”."),
        ({"speaker": None, "inferred_speaker": "Tom"},
         "Ada was told (the text does not say by whom; by inference Tom): “all is well”."),
        ({"act": "deny"}, "Mary denied to Ada: “all is well”."),
        ({"act": "disclaim"}, "Mary professed to Ada not to know, or not to have done so: “all is well”."),
        ({"act": "write", "via": "the note"}, "by way of “the note”, Mary wrote to Ada: “all is well”."),
        ({"stance": "doubts"}, "Mary told Ada: “all is well”. The report doubts this."),
        ({"speaker_members": ("Mary", "Tom"), "modality": "planned"}, "Mary and Tom were to tell Ada: “all is well”."),
        ({"speaker_members": ("Mary", "Tom")}, "Mary and Tom told Ada: “all is well”."),
        ({"speaker": None, "speaker_members": ("Jim", "Tom")}, "Jim and Tom told Ada: “all is well”."),
        ({"speaker": "the club", "speaker_members": ("Jim", "Tom")},
         "the club (Jim and Tom) told Ada: “all is well”."),
    ],
)  # fmt: skip
def test_clause_tells_who_did_what(changes: dict[str, object], sentence: str) -> None:
    assert say(replace(TOLD, **changes)) == f"According to the letter of 2 May 1843, {sentence}"  # type: ignore[arg-type]


def test_sentence_walks_every_link() -> None:
    inner = replace(TOLD, id="s2", speaker="Tom", addressees=("Mary",), depth=2, parent="s1", cue="told me that")
    deep = replace(TOLD, id="s3", speaker="Jim", addressees=(), act="deny", depth=3, parent="s2", via="the note")
    assert say(TOLD, inner, words="Tom told me that\n all is well.") == (
        "According to the letter of 2 May 1843, Mary told Ada that Tom had told Mary that “all is well”."
    )
    assert say(TOLD, inner, deep) == (
        "According to the letter of 2 May 1843, Mary told Ada that Tom had told Mary, by way of “the note”, that "
        "Jim had denied: “all is well”."
    )


@pytest.mark.parametrize(
    ("document", "begins"),
    [
        (DocumentWords("letter", None), "the letter"),
        (DocumentWords("diary entry", "1956-07"), "the diary entry of July 1956"),
        (DocumentWords("listing", "1956"), "the listing of 1956"),
        (DocumentWords("letter", "1956-07/1956-09"), "the letter of July 1956 to September 1956"),
        (DocumentWords("letter", "1956-07", in_summary=True), "the archive's summary of the letter of July 1956"),
        (DocumentWords("memorandum", "1956-09-10", made="recorded by I. Petrov"),
         "the memorandum recorded by I. Petrov (10 September 1956)"),
        (DocumentWords("diary entry", None, made="written by Ada"), "the diary entry written by Ada"),
    ],
)  # fmt: skip
def test_sentence_begins_with_the_document(document: DocumentWords, begins: str) -> None:
    assert say(TOLD, document=document) == f"According to {begins}, Mary told Ada: “all is well”."


@pytest.mark.parametrize(
    ("cue", "words", "quoted"),
    [
        ("told me that", "Mary told me that all is well.", " that “all is well”"),
        ("told me", "Mary told me that all is well.", " that “all is well”"),
        ("told me that", "Mary told me\nthat, in her view, all is well.", " that “in her view, all is well”"),
        ("told me that", "Mary told me that", ": “Mary told me that”"),
        ("told … that", "Mary told me that all is well.", ": “Mary told me that all is well.”"),
        ("said", "“All is well,” said Mary.", ": ““All is well,” said Mary.”"),
        ("asked (twice)", "Mary asked (twice) why.", ": “Mary asked (twice) why.”"),
        (None, "Mary told me that all is well.", ": “Mary told me that all is well.”"),
    ],
)
def test_quote_follows_the_cue(cue: str | None, words: str, quoted: str) -> None:
    assert quote_in_words(replace(TOLD, cue=cue), words) == quoted


@pytest.mark.parametrize("mark", [".", "?", "!"])
def test_sentence_ends_once(mark: str) -> None:
    assert say(TOLD, words=f"Is it so{mark}").endswith(f"“Is it so{mark}”")


def test_long_words_are_cut_at_a_blank() -> None:
    words = "counting " * 100
    quoted = say(TOLD, words=words).split("“")[1]
    assert quoted == "counting " * (LONGEST_QUOTE // len("counting ")) + "…”."


def test_every_act_has_its_phrases() -> None:
    assert set(PHRASES) == set(ACTS)
    for alone, heard, passive, passive_heard in PHRASES.values():
        assert "{" not in alone + passive
        assert heard.count("{to}") == passive_heard.count("{to}") == 1
        assert passive.split().count("BE") == passive_heard.split().count("BE") == 1


STATEMENTS = st.builds(
    replace,
    st.just(TOLD),
    act=st.sampled_from(ACTS),
    modality=st.sampled_from(["actual", "planned", "hypothetical"]),
    polarity=st.sampled_from(["affirmed", "negated"]),
    speaker=st.sampled_from([None, "Mary", "{to}", "Tom"]),
    addressees=st.sampled_from([(), ("Ada",), ("Jim", "{0}")]),
    cue=st.none() | st.text("that (.*)[\\", max_size=12),
)


@given(st.lists(STATEMENTS, min_size=1, max_size=5), st.text(min_size=1))
def test_no_speaker_and_no_addressee_is_ever_lost(chain: list[Statement], words: str) -> None:
    sentence = say(*chain, words=words)
    attribution = sentence.split("“")[0] if "“" not in words else sentence
    for statement in chain:
        for name in filter(None, (statement.speaker, *statement.addressees)):
            assert name in attribution
        assert statement.speaker or "(the text does not say by whom)" in attribution
    assert len(re.findall(r"(?:^According to [^,]*,|saying that| that| whether) ", attribution)) >= len(chain)
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("names", "joined"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_joined_as_a_sentence_does(names: list[str], joined: str) -> None:
    assert join_names(names) == joined
