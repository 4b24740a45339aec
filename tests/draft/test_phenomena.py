"""What the drafter makes of passages in settings of our own: one case or more for each way of reporting speech."""

# ruff: noqa: E501 (tables and patterns: one thing a line)
from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.draft import DraftStatement, draft_document
from kg.read import read_text

TALK = (
    "Memorandum of Conversation\n\nLisbon, May 3, 1931\n\nPARTICIPANTS\nMr. Amaral, Minister of Works\n"
    "Dr. Benites, Swiss Consul\n\n"
)
NOTE = "Report on the harbour\n\n"


def draft(text: str) -> tuple[DraftStatement, ...]:
    return draft_document(read_text(text, "d"))


@dataclass(frozen=True)
class Case:
    """A passage and, of one statement in it, its first words, speaker, hearers and anything else."""

    name: str
    text: str
    begins: str
    speaker: str | None
    to: tuple[str, ...] | None = None
    act: str | None = None
    mode: str | None = None
    under: str | None = None
    ends: str | None = None
    polarity: str | None = None
    modality: str | None = None


CASES = (
    Case("that", TALK + "Mr. Amaral said that the crane was broken.", "Mr. Amaral", "amaral", ("benites",), "assert"),
    Case("without that", TALK + "Dr. Benites replied he had seen it.", "Dr. Benites", "benites", ("amaral",), "reply"),
    Case("tell", NOTE + "Ferro told Galvan that the pier had sunk.", "Ferro", "ferro", ("galvan",), "inform"),
    Case("inform of", NOTE + "Ferro informed Galvan of the delay.", "Ferro", "ferro", ("galvan",), "inform"),
    Case("ask", TALK + "Mr. Amaral asked whether coal was to be had.", "Mr. Amaral", "amaral", ("benites",), "ask"),
    Case("ask to", NOTE + "Ferro asked Galvan to send rope.", "Ferro", "ferro", ("galvan",), "request"),
    Case("urge", NOTE + "Ferro urged Galvan to wait.", "Ferro", "ferro", ("galvan",), "request"),
    Case("to somebody", NOTE + "Ferro explained to Galvan that rope was dear.", "Ferro", "ferro", ("galvan",), "inform"),
    Case("passive", NOTE + "Galvan was told that the lighthouse had closed.", "Galvan", None, ("galvan",), "inform"),
    Case("passive with by", NOTE + "It was proposed by Ferro that the quay be sold.", "It was", "ferro", None, "suggest"),
    Case("aside", NOTE + "The quay, said Ferro, was too short for such ships.", "The quay", "ferro"),
    Case("at the end", NOTE + "The tide would not wait, Ferro added.", "The tide", "ferro"),
    Case("according to", NOTE + "According to Ferro, the ships were late.", "According", "ferro", None, "report"),
    Case("opinion of", NOTE + "In the opinion of Ferro, the ships were late.", "In the opinion", "ferro", None, "think"),
    Case("opinion", NOTE + "In Ferro's view the ships were too old.", "In Ferro", "ferro", None, "think"),
    Case("negated", NOTE + "Ferro did not say that the ships were late.", "Ferro", "ferro", polarity="negated"),
    Case("decline", NOTE + "Ferro declined to answer.", "Ferro", "ferro", None, "disagree"),
    Case("planned", NOTE + "Galvan said that he would tell Ferro that it was late.", "he would", "galvan", ("ferro",), modality="hypothetical"),
    Case("joint", NOTE + "Ferro and Galvan agreed that the pier must go.", "Ferro and", "ferro", None, "agree"),
    Case("coordinated", TALK + "Mr. Amaral agreed that rope was dear and asked what coal cost.", "asked", "amaral", ("benites",), "ask"),
    Case("cut before it", TALK + "Mr. Amaral agreed that rope was dear and asked what coal cost.", "Mr. Amaral", "amaral", ends="dear"),
    Case("he", TALK + "Mr. Amaral said that rope was dear. He asked what coal cost.", "He asked", "amaral", ("benites",), "ask"),
    Case("office", TALK + "The Consul remarked that it rained.", "The Consul", "benites", ("amaral",)),
    Case("quoted", NOTE + 'Ferro replied, "The pier stays."', "Ferro", "ferro", None, "reply", "direct"),
    Case("nested", NOTE + "Ferro said that Galvan had told him that rope was dear.", "Galvan had", "galvan", ("ferro",), under="Ferro said"),
    Case("light verb", NOTE + "Ferro expressed gratitude to Galvan for the rope.", "Ferro", "ferro", ("galvan",), "thank"),
    Case("letter", NOTE + "Ferro sent a letter to Galvan about the rope.", "Ferro", "ferro", ("galvan",), "write"),
    Case("continued", TALK + "Mr. Amaral said that rope was dear. Coal was dearer still.", "Mr. Amaral", "amaral", ends="still."),
    Case("telegram", "Telegram From the Consulate in Split to the Department of State\n\nSplit, 1921\n\nKovač called on me. Said harbour closed. Asked what we would do.\n\nHale", "Said harbour", "kovac", ("hale",)),
    Case("I", "Telegram From the Consulate in Split to the Department of State\n\nSplit, 1921\n\nI told Kovač that we regretted it.\n\nHale", "I told", "hale", ("kovac",)),
    Case("two of one name", NOTE + "Ana Ferro met Luis Ferro there. Ana Ferro said that it rained.", "Ana Ferro", "ana-ferro"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_drafts(case):
    drafts = draft(case.text)
    found = [one for one in drafts if one.quote.startswith(case.begins)]
    assert found, [one.quote for one in drafts]
    one = found[0]
    assert one.speaker == case.speaker
    assert case.to is None or one.addressees == case.to
    assert case.act is None or one.act == case.act
    assert case.mode is None or one.mode == case.mode
    assert case.ends is None or one.quote.endswith(case.ends)
    assert case.polarity is None or one.polarity == case.polarity
    assert case.modality is None or one.modality == case.modality
    quotes = {other.id: other.quote for other in drafts}
    assert case.under is None or (one.parent is not None and quotes[one.parent].startswith(case.under))


DIALOGUE = (
    "Record of a meeting in Oslo\n\nPremier Holt (hereafter, Premier): Have the nets come?\n\n"
    "Lind [sic]: (to Berg) They have. Vik said that the boats will follow. I told him: where is the salt?\n\n"
    "(Coffee is served.)\n\nBerg: I know nothing of it.\n\nPremier: Good."
)


def test_turns_are_statements_with_their_hearers():
    turns = [one for one in draft(DIALOGUE) if one.rule == "turn"]
    assert [(one.speaker, one.mode) for one in turns] == [
        ("holt", "direct"), ("lind", "direct"), ("berg", "direct"), ("holt", "direct"),
    ]  # fmt: skip
    assert turns[1].addressees == ("berg",)
    assert turns[2].addressees == ("lind",)
    assert all("Coffee" not in one.quote for one in turns)


def test_reports_in_a_turn_lie_under_it_and_whoever_speaks_is_i():
    drafts = draft(DIALOGUE)
    turn = next(one for one in drafts if one.quote.startswith("Lind"))
    inner = [one for one in drafts if one.parent == turn.id]
    assert [(one.speaker, one.mode) for one in inner] == [("vik", "indirect"), ("lind", "direct")]
    assert inner[1].addressees == ("vik",)


def test_one_of_my_own_thinking_is_no_report():
    drafts = draft("Minutes\n\nHolt: I think that it rains.\n\nLind: Yes.\n\nHolt: Well.")
    assert [one.rule for one in drafts] == ["turn", "turn", "turn"]
