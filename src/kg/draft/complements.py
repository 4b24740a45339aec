"""What follows a verb of saying -> its hearer and what is said: "told Hale that …", "asked to", "made a proposal"."""

from __future__ import annotations

from kg.draft.groups import Group
from kg.draft.lexicon import LIGHT_NOUNS, NOUNS, VERB_FORMS, Verb, singular
from kg.draft.phrases import Phrase, find_phrase, is_agent, skip
from kg.draft.sentences import Tokens

__all__ = ["QUESTIONS", "is_base", "read_complement"]

QUESTIONS = frozenset("if whether what why how when where who which whose".split())
_Reading = tuple[str, str, "Phrase | None", int, int, bool]


def read_complement(tokens: Tokens, verb: int, end: int, entry: Verb, group: Group, *, bare: bool) -> _Reading | None:
    """What follows the verb: rule, act, hearer, first word of the content, last word of the cue, whether quoted."""
    classes, lower = tokens.classes, tokens.lower
    frames, act = entry.frames, entry.act
    at = skip(tokens, verb + 1, end)
    if lower[verb] in ("pointed", "points", "point", "pointing"):
        return None
    hearer = None
    if entry.kind == "r":
        return _read_receiver(tokens, at, end, verb, act)
    if entry.lemma == "want":
        wanted = at < end and classes[at] in "dNToi" and bare and group.first == verb
        return ("noun", act, None, at, verb, False) if wanted else None
    if frames == "-" and entry.topics:
        return ("topic", act, None, at, at, False) if at < end and lower[at] in entry.topics else None
    if "o" in frames:
        phrase = find_phrase(tokens, at, end)
        if phrase is not None and is_agent(phrase) and not (classes[at] in "d" and phrase.kind == "thing"):
            finite = _finite_after(tokens, phrase.last + 1, end)
            its_subject = finite and "c" in frames and classes[at] != "o"
            if not its_subject and (classes[at] != "n" or lower[at] in ("you", "it") or not finite):
                hearer = phrase
                at = skip(tokens, phrase.last + 1, end)
    if (
        hearer is None
        and at < end
        and lower[at] == "to"
        and ("t" in frames or "to" in entry.topics or entry.kind == "l")
    ):
        phrase = find_phrase(tokens, at + 1, end)
        if phrase is not None and is_agent(phrase):
            hearer, at = phrase, skip(tokens, phrase.last + 1, end)
    if entry.kind == "l" or (entry.lemma in LIGHT_NOUNS):
        light = _read_light(tokens, at, end, entry, hearer, verb)
        if light is not None or entry.kind == "l":
            return light
    for _ in range(3):
        if at >= end:
            break
        kind, word = classes[at], lower[at]
        if kind == "s" and word == "that":
            return ("that", act, hearer, at + 1, at, False) if frames != "-" else None
        if word in ("when", "while") and tokens.lower[at + 1 : at + 2] and tokens.lower[at + 1].endswith(("ed", "ing")):
            at = skip(tokens, at + 2, end)
            continue
        if word in QUESTIONS and ("w" in frames or (word in ("what", "how", "why") and "c" in frames)):
            return "question", act, hearer, at, verb, False
        if kind == ":" or kind == '"' or (kind == "," and classes[at + 1 : at + 2] == '"'):
            inside = '"' in classes[at : min(at + 3, end)]
            if "q" in frames or "c" in frames:
                return "quotation" if inside else "colon", act, hearer, at + 1, verb, True
            break
        if word in entry.topics and word not in ("to",):
            if word == "with" and "c" in frames:
                phrase = find_phrase(tokens, at + 1, end)
                if phrase is not None and is_agent(phrase) and hearer is None:
                    hearer = phrase
                    at = skip(tokens, phrase.last + 1, end)
                    if at >= end or classes[at] in ".;,c":
                        return "alone", act, hearer, at, verb, False
                    at - 1
                    continue
            return "topic", act, hearer, at, at, False
        if kind == "i" or word == "to":
            if word == "to" and "i" in frames and at + 1 < end and is_base(tokens, at + 1):
                return "infinitive", ("request" if entry.lemma in ("tell", "ask") else act), hearer, at, at, False
            phrase = find_phrase(tokens, at + 1, end)
            if phrase is None:
                break
            if word == "to" and hearer is None and is_agent(phrase) and ("c" in frames or "q" in frames):
                hearer = phrase
            at = skip(tokens, phrase.last + 1, end)
            continue
        break
    if at >= end or classes[at] in ".;,)c”-":
        if hearer is not None and entry.kind in "sw" and frames:
            return "hearer", act, hearer, min(at, end - 1), verb, False
        if classes[at : at + 1] == "," and at + 1 < end and tokens.lower[at + 1] == "that":
            return "that", act, hearer, at + 2, verb, False
        following = classes[at + 1 : at + 2]
        if classes[at : at + 1] == "," and following == "V" and tokens.lower[at + 1].endswith("ing"):
            return "saying", act, hearer, at, at + 1, False
        if classes[at : at + 1] == "," and ("c" in frames) and entry.kind == "s" and following and following in "is":
            return "zero", act, hearer, at, verb, False
        return ("alone" if "e" in frames and entry.kind == "s" else "none"), act, hearer, at, verb, False
    kind, word = classes[at], lower[at]
    if hearer is not None and entry.kind == "s":
        if "c" in frames or "i" in frames:
            return "zero", act, hearer, at, verb, False
        return "hearer", act, hearer, at, verb, False
    if (kind == "g" and entry.lemma != "say") or (word == "to" and "i" in frames and not is_base(tokens, at + 1)):
        return None
    if word == "to" and "i" in frames:
        return "infinitive", act, hearer, at, at, False
    phrase = find_phrase(tokens, at, end)
    clause = phrase is not None and _finite_after(tokens, phrase.last + 1, end)
    if "c" in frames and clause:
        return "zero", act, hearer, at, verb, False
    if "c" in frames and entry.kind == "s" and "n" not in frames and (kind in "nNTdx0si" or phrase is not None):
        return "zero", act, hearer, at, verb, False
    if "c" in frames and entry.kind == "s" and (kind == "s" or (entry.lemma == "say" and kind in "dxgr0")):
        return "zero", act, hearer, at, verb, False
    if "n" in frames and (phrase is not None or (kind in "xV" and entry.kind != "x")):
        return "noun", act, hearer, at, verb, False
    if kind == "V" and lower[at].endswith("ing"):
        if "g" in frames or "n" in frames:
            return "noun", act, hearer, at, verb, False
        return "saying", act, hearer, at, at, False
    if kind == "V" and "i" in frames:
        return "infinitive", act, hearer, at, verb, False  # telegrams leave "to" out: "promised advise"
    if "c" in frames and entry.kind == "s" and kind == "a":
        return "zero", act, hearer, at, verb, False  # telegrams: "stated had felt"
    if "c" in frames and entry.kind == "k" and kind in "nNTd":
        return ("noun" if "n" in frames else "none"), act, hearer, at, verb, False
    if "c" in frames and kind == "n":
        return "zero", act, hearer, at, verb, False
    return None


def is_base(tokens: Tokens, at: int) -> bool:
    at = skip(tokens, at, len(tokens.words))
    if at >= len(tokens.words):
        return False
    kind, word = tokens.classes[at], tokens.lower[at]
    if kind == "V":
        return "b" in VERB_FORMS[word].parts and tokens.words[at][0].islower()
    return (kind == "x" and not word.endswith(("s", "ed", "ing", "ion", "ment"))) or word in (
        "be",
        "have",
        "do",
        "press",
        "discuss",
        "need",
        "pass",
    )


def _read_receiver(tokens: Tokens, at: int, end: int, verb: int, act: str) -> _Reading | None:
    if at >= end:
        return None
    word, kind = tokens.lower[at], tokens.classes[at]
    if word == "that" or word in ("of", "about"):
        return "received", act, None, at + 1, at, False
    if word == "from":
        phrase = find_phrase(tokens, at + 1, end)
        return ("received", act, None, at, at, False) if phrase is not None and is_agent(phrase) else None
    if kind in "nNT" and tokens.lower[verb] in ("heard", "hear", "learned"):
        phrase = find_phrase(tokens, at, end)
        if phrase is not None and _finite_after(tokens, phrase.last + 1, end):
            return "received", act, None, at, verb, False
    return None


def _read_light(tokens: Tokens, at: int, end: int, entry: Verb, hearer: Phrase | None, verb: int) -> _Reading | None:
    """A light verb: the noun that is its object says what was done."""
    classes, lower = tokens.classes, tokens.lower
    allowed = LIGHT_NOUNS.get(entry.lemma)
    if allowed is None:
        return None
    limit = min(end, at + 9)
    noun = None
    if hearer is None and at < end and classes[at] in "onNT":
        phrase = find_phrase(tokens, at, end)
        if phrase is not None and is_agent(phrase) and phrase.last + 1 < end and classes[phrase.last + 1] in "dx0":
            hearer, at = phrase, phrase.last + 1
            limit = min(end, at + 9)
    for number in range(at, limit):
        word = lower[number]
        if ("*" in allowed and word in NOUNS) or word in allowed:
            noun = number
            break
        if classes[number] not in "dxr0NPpgcV~" or (classes[number] == "c" and number == at):
            break
    if noun is None:
        return None
    word = lower[noun]
    act = NOUNS.get(word) or NOUNS.get(singular(word)) or "assert"
    if act == "think":
        act = "assert"
    after = noun + 1
    if after < end and lower[after] in ("to", "with") and hearer is None:
        phrase = find_phrase(tokens, after + 1, end)
        if phrase is not None and is_agent(phrase):
            hearer, after = phrase, phrase.last + 1
    if after < end and lower[after] in ("that", "to", "of", "about", "on", "for", "whether", "in", "at", "concerning"):
        return "act", act, hearer, after, after if lower[after] == "that" else noun, False
    return "act", act, hearer, after, noun, False


def _finite_after(tokens: Tokens, at: int, end: int) -> bool:
    """Whether a finite verb stands at ``at``, perhaps after adverbs."""
    at = skip(tokens, at, end)
    if at >= end:
        return False
    if tokens.classes[at] == "a":
        return True
    form = VERB_FORMS.get(tokens.lower[at])
    return form is not None and ("d" in form.parts or "s" in form.parts)
