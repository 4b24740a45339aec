"""Cues that are nouns or adjectives: acts only mentioned ("his proposal"), and stances ("was hopeful that")."""

from __future__ import annotations

from kg.draft.cue import Cue
from kg.draft.groups import BE, read_group
from kg.draft.lexicon import ADJECTIVES, BODIES, NATIONS, NOUNS, PEOPLE, TITLES, VERB_FORMS, Form
from kg.draft.phrases import Phrase, find_phrase, find_subject, is_agent
from kg.draft.sentences import Tokens
from kg.draft.verbs import read_subject

__all__ = ["find_nouns", "find_stances", "owner_kind"]

_OWN = frozenset("his her their our my your its".split())
_MENTIONED = frozenset(
    """
    suggest promise reply request demand report write criticise advise warn deny decide thank invite instruct
    disagree agree admit assert inform ask praise
    """.split()
)
_HANGS = frozenset("that to of for about on from by with regarding concerning whether addressed against which".split())
_VAGUE = frozenset(
    """
    opinion opinions view views impression impressions acceptance opposition threat threats argument attention
    emphasis case data news details text order orders support wish charge position order information reaction
    interest account point points note reference references attention emphasis indication data survey analysis
    mention condition
    """.split()
)


def find_nouns(tokens: Tokens, begin: int, end: int, taken: list[Cue]) -> list[Cue]:
    """Acts that are only mentioned: "Gray's proposal to sell", "the Soviet offer", "a letter from Gray"."""
    found: list[Cue] = []
    lower, classes = tokens.lower, tokens.classes
    covered = {n for cue in taken for n in range(min(cue.first, cue.verb), max(cue.last, cue.verb) + 1)}
    covered |= {n for cue in taken if cue.rule == "act" for n in range(cue.verb, cue.content + 1)}
    covered |= {cue.subject.head for cue in taken if cue.subject is not None}
    for at in range(begin, end):
        word = lower[at]
        if (
            word not in NOUNS
            or at in covered
            or classes[at] not in "xVN"
            or word in _VAGUE
            or NOUNS[word] not in _MENTIONED
        ):
            continue
        if classes[at] == "N" and at != begin and tokens.words[at][0].isupper():
            continue
        if tokens.lower[at + 1 : at + 2] and lower[at + 1] not in _HANGS:
            continue
        who = _find_owner(tokens, at, begin) or _find_maker(tokens, at, end)
        if who is None or not is_agent(who):
            continue
        start = min(who.first, _noun_start(tokens, at, begin))
        found.append(
            Cue(
                at,
                at,
                at,
                "mention",
                NOUNS[word],
                "n",
                who,
                "np",
                _find_target(tokens, at, end),
                at + 1,
                start,
                tense="none",
            )
        )
    return found


def _noun_start(tokens: Tokens, at: int, begin: int) -> int:
    while at > begin and tokens.classes[at - 1] in "xr0":
        at -= 1
    return at - 1 if at > begin and tokens.classes[at - 1] in "dN" else at


def _find_owner(tokens: Tokens, at: int, begin: int) -> Phrase | None:
    """Whose act the noun is: "his", "Gray's", "the Soviet" before it."""
    lower, classes = tokens.lower, tokens.classes
    before = at - 1
    for _ in range(3):
        if before >= begin and classes[before] in "xr0" and not (classes[before] == "x" and lower[before] in PEOPLE):
            before -= 1
    if before < begin:
        return None
    if lower[before] in _OWN and lower[before] != "its":
        return Phrase(before, before, before, "pronoun")
    if classes[before] in "Pp":
        return find_subject(tokens, before, begin) if classes[before] == "N" else _possessor(tokens, before, begin)
    if classes[before] == "N" and tokens.words[before][0].isupper() and lower[before] in NATIONS:
        return Phrase(before, before, before, "nation")
    return None


def _possessor(tokens: Tokens, at: int, begin: int) -> Phrase:
    first = at
    while first > begin and tokens.classes[first - 1] in "NT" + ("x" if tokens.classes[at] == "p" else ""):
        first -= 1
    if first > begin and tokens.classes[first - 1] == "d":
        first -= 1
    return Phrase(first, at, at, owner_kind(tokens, at))


def owner_kind(tokens: Tokens, at: int) -> str:
    """The kind of thing that a word names, with or without 's."""
    word = tokens.lower[at].replace("’", "'").removesuffix("'s").rstrip("'")
    if tokens.words[at][0].isupper() and word in NATIONS:
        kind = "nation"
    elif word in PEOPLE or word in TITLES:
        kind = "people"
    elif word in BODIES:
        kind = "body"
    else:
        kind = "name" if tokens.classes[at] == "P" else "thing"
    return kind


def _find_maker(tokens: Tokens, at: int, end: int) -> Phrase | None:
    """Who made it, after "by" or "from", or "of" where the noun cannot be of something."""
    step = tokens.lower[at + 1 : at + 2]
    if step and (
        step[0] in ("by", "from")
        or (step[0] == "of" and NOUNS[tokens.lower[at]] not in ("criticise", "report", "write", "warn"))
    ):
        phrase = find_phrase(tokens, at + 2, end)
        if phrase is not None and phrase.kind in ("name", "people", "body", "nation"):
            return phrase
    return None


def _find_target(tokens: Tokens, at: int, end: int) -> Phrase | None:
    if tokens.lower[at + 1 : at + 2] == ["to"]:
        phrase = find_phrase(tokens, at + 2, end)
        if phrase is not None and phrase.kind in ("name", "people", "body", "nation"):
            return phrase
    return None


def find_stances(tokens: Tokens, begin: int, end: int) -> list[Cue]:
    """ "was concerned that", "is grateful to"; and "pointed out", which is two words."""
    found = []
    lower, classes = tokens.lower, tokens.classes
    for at in range(begin, end):
        word = lower[at]
        if word in ADJECTIVES and classes[at] in "xrV":
            form = Form(VERB_FORMS["consider"].verb, "g")
            group = read_group(tokens, at, begin, form)
            if group is None or group.first == at or not any(lower[n] in BE for n in range(group.first, at)):
                continue
            if group.tense == "modal" or (word == "concerned" and classes[at + 1 : at + 2] in (",", ".")):
                continue
            subject = (
                find_subject(tokens, group.left, begin)
                if group.left >= begin and classes[group.left] not in "c"
                else None
            )
            joined = subject is None and group.left >= begin and classes[group.left] == "c"
            if (subject is None and not joined) or (
                subject is not None and (not is_agent(subject) or subject.kind == "paper")
            ):
                continue
            before = lower[subject.first - 1] if subject is not None and subject.first > begin else ""
            found.append(
                Cue(group.first, at, at, "stance", ADJECTIVES[word], "k", subject,
                    "np" if subject is not None else "joined", None, at + 1,
                    subject.first if subject is not None else group.first, tense=group.tense, modality=group.modality,
                    polarity=group.polarity, after=before if before in ("and", "but", "that", "if", "because") else "")
            )  # fmt: skip
        elif word in ("pointed", "points", "pointing", "point") and at + 1 < end and lower[at + 1] in ("out", "to"):
            if word == "point" and classes[at - 1 : at] not in ("a", "t", "n"):
                continue
            parts = {"pointed": "dp", "points": "s", "pointing": "g", "point": "b"}[word]
            form = Form(VERB_FORMS["note"].verb, parts)
            group = read_group(tokens, at, begin, form)
            if group is None or group.tense in ("participle", "infinitive") or group.passive:
                continue
            subject, how, after, relative = read_subject(tokens, at, group, begin, end, form)
            if how == "none" or (subject is not None and not is_agent(subject, papers=True)):
                continue
            rule = "that" if lower[at + 2 : at + 3] == ["that"] else "zero"
            found.append(
                Cue(group.first, at + 1, at, rule, "assert", "s", subject, how, None, at + 2,
                    subject.first if subject is not None else group.first,
                    tense=group.tense, modality=group.modality, polarity=group.polarity, after=after, relative=relative)
            )  # fmt: skip
    return found
