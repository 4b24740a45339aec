"""Cues that are phrases: "according to", "in the opinion of", "on the advice of"."""

from __future__ import annotations

from kg.draft.cue import Cue
from kg.draft.lexicon import NATIONS
from kg.draft.mentions import owner_kind
from kg.draft.phrases import Phrase, find_phrase, find_subject, is_agent
from kg.draft.sentences import Tokens

__all__ = ["find_phrase_cues"]

_OPINION = frozenset("opinion view words judgment judgement estimation estimate belief".split())
_ADVICE = {
    "advice": "advise",
    "suggestion": "suggest",
    "request": "request",
    "recommendation": "advise",
    "invitation": "invite",
    "instructions": "instruct",
    "orders": "instruct",
    "insistence": "demand",
    "urging": "request",
}


def find_phrase_cues(tokens: Tokens, begin: int, end: int) -> list[Cue]:
    """ "according to Gray", "in Gray's view", "in the opinion of Gray", "on the advice of Gray"."""
    found = []
    lower, classes = tokens.lower, tokens.classes
    for at in range(begin, end):
        word = lower[at]
        if word == "according" and at + 1 < end:
            step = 2 if lower[at + 1] == "to" else 1
            phrase = find_phrase(tokens, at + step, end)
            if phrase is not None and is_agent(phrase, papers=True):
                start = begin if classes[phrase.last + 1 : phrase.last + 2] in (".", "") else at
                found.append(
                    Cue(at, at + step - 1, at, "according", "report", "s", phrase, "np", None, phrase.last + 1, start,
                        tense="none", whole=start == begin)
                )  # fmt: skip
        elif (
            word in _OPINION
            and lower[at - 3 : at - 2] != ["is"]
            and at > begin
            and (word in ("view", "opinion") or classes[at - 1] in "Pp")
        ):
            cue = _read_opinion(tokens, at, begin, end)
            if cue is not None:
                found.append(cue)
        elif (
            word in ("opinion", "view")
            and lower[at - 2 : at] == ["of", "the"]
            and at - 4 >= begin
            and classes[at - 3] == "a"
        ):
            subject = find_subject(tokens, at - 4, begin)
            if subject is not None and is_agent(subject):
                found.append(Cue(at - 3, at, at, "stance", "think", "k", subject, "np", None, at + 1, subject.first))
        elif word in _ADVICE and at - 1 > begin:
            cue = _read_advice(tokens, at, begin, end)
            if cue is not None:
                found.append(cue)
    return found


def _read_opinion(tokens: Tokens, at: int, begin: int, end: int) -> Cue | None:
    lower, classes = tokens.lower, tokens.classes
    opened = next((n for n in range(at - 1, max(begin, at - 7) - 1, -1) if lower[n] == "in"), None)
    if opened is None:
        return None
    if lower[at + 1 : at + 2] == ["of"]:
        phrase = find_phrase(tokens, at + 2, end)
        after = phrase.last + 1 if phrase is not None else at
    else:
        last = at - 1
        while last > opened and classes[last] in "x" and lower[last] in ("own", "personal"):
            last -= 1
        if last == opened:
            return None
        if lower[last] in ("his", "her", "my", "our", "their"):
            phrase = Phrase(last, last, last, "pronoun")
        elif classes[last] in "Pp" or (classes[last] in "N" and tokens.lower[last] in NATIONS):
            phrase = Phrase(opened + 1, last, last, owner_kind(tokens, last))
        else:
            return None
        after = at + 1
    if phrase is None or not is_agent(phrase):
        return None
    whole = classes[after : after + 1] in (".", "") or classes[opened - 1 : opened] == ","
    return Cue(opened, at, at, "opinion", "think", "k", phrase, "np", None, after, opened, tense="none", whole=whole)


def _read_advice(tokens: Tokens, at: int, begin: int, end: int) -> Cue | None:
    lower, classes = tokens.lower, tokens.classes
    opened = next((n for n in range(at - 1, max(begin, at - 5) - 1, -1) if lower[n] in ("on", "at", "upon")), None)
    if opened is None or any(classes[n] not in "dPpNTxn" for n in range(opened + 1, at)):
        return None
    if lower[at + 1 : at + 2] == ["of"]:
        phrase = find_phrase(tokens, at + 2, end)
    elif lower[at - 1] in ("his", "her", "their", "my", "our"):
        phrase = Phrase(at - 1, at - 1, at - 1, "pronoun")
    elif classes[at - 1] in "Pp":
        phrase = Phrase(opened + 1, at - 1, at - 1, "name" if classes[at - 1] == "P" else "people")
    else:
        return None
    if phrase is None or not is_agent(phrase):
        return None
    if classes[at + 1 : at + 2] in (",", ".", "") and opened - begin <= 8:
        return Cue(opened, at, at, "advice", _ADVICE[lower[at]], "s", phrase, "np", None, at + 1, begin, tense="none")
    return Cue(opened, at, at, "advice", _ADVICE[lower[at]], "s", phrase, "np", None, at + 1, opened, tense="none")
