"""One sentence -> its cues: the words that say that somebody said something, with their subject, hearer and frame."""

from __future__ import annotations

from dataclasses import dataclass

from kg.draft.lexicon import (
    ADJECTIVES,
    BODIES,
    CATENATIVES,
    LIGHT_NOUNS,
    MODALS,
    NATIONS,
    NOUNS,
    PEOPLE,
    TITLES,
    VERB_FORMS,
    Form,
    Verb,
    singular,
)  # fmt: skip
from kg.draft.phrases import Phrase, find_phrase, find_subject, is_agent, skip
from kg.draft.sentences import Tokens

__all__ = ["Cue", "find_cues"]

_BE = frozenset("is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t".split())
_HAVE = frozenset("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t".split())
_QUESTIONS = frozenset("if whether what why how when where who which whose".split())
_CONDITIONS = frozenset("if unless when until before whenever once".split())
_NEGATIVE = ("n't", "n’t")


@dataclass(slots=True)
class Cue:
    """A cue; numbers are those of words.  ``tense``: past, present, perfect, modal, infinitive, participle or none."""

    first: int
    last: int
    verb: int
    rule: str
    act: str
    kind: str
    subject: Phrase | None
    subject_how: str  # np, dropped, joined, none, inverted, by
    hearer: Phrase | None
    content: int
    begin: int
    tense: str = "past"
    passive: bool = False
    modality: str = "actual"
    polarity: str = "affirmed"
    after: str = ""  # the word that joins this clause to what stands before it
    relative: bool = False
    quoted: bool = False
    whole: bool = False  # the statement is the whole sentence
    lemma: str = ""


@dataclass(slots=True)
class _Group:
    """A verb with what stands before it."""

    left: int
    first: int
    tense: str
    passive: bool
    modality: str
    polarity: str
    infinitive: bool
    catenative: str | None


def find_cues(tokens: Tokens, begin: int, end: int) -> list[Cue]:
    """The cues of one sentence in text order.

    >>> from kg.draft.sentences import read_tokens
    >>> tokens = read_tokens("Gray told Hale that all was well.", 0, 33)
    >>> [(cue.rule, cue.act) for cue in find_cues(tokens, 0, 8)]
    [('that', 'inform')]
    """
    found: list[Cue] = []
    classes = tokens.classes
    at = classes.find("V", begin, end)
    verbs = []
    while at >= 0:
        verbs.append(at)
        at = classes.find("V", at + 1, end)
    for at in verbs:
        cue = _read_verb(tokens, at, begin, end, found)
        if cue is not None:
            cue.lemma = VERB_FORMS[tokens.lower[at]].verb.lemma
            found.append(cue)
    renewed = any(cue.rule in ("that", "question", "told") and cue.kind == "s" and not cue.after for cue in found[:1])
    if renewed:  # "Gray said that, said Gray, …" is one statement
        found = [cue for cue in found if cue.rule != "aside" or not cue.whole]
    found.extend(_find_phrases(tokens, begin, end))
    found.extend(_find_stances(tokens, begin, end))
    found.extend(_find_nouns(tokens, begin, end, found))
    found.sort(key=lambda cue: (cue.begin, cue.verb))
    return found


def _read_group(tokens: Tokens, verb: int, begin: int, form: Form) -> _Group | None:
    """Read the auxiliaries to the left of a verb; none when the word is a noun or an adjective there."""
    classes, lower = tokens.classes, tokens.lower
    at = verb - 1
    negated = infinitive = passive = perfect = modal = has_aux = False
    catenative = None
    first = verb
    be = False
    while at >= begin:
        kind, word = classes[at], lower[at]
        if kind in "r~" or (kind == '"' and at == verb - 1):
            at -= 1
            continue
        if kind == "g":
            negated = True
            first = at
        elif kind == "a":
            has_aux = True
            first = at
            negated = negated or word.endswith(_NEGATIVE) or word == "cannot"
            if word in _BE:
                be = True
                passive = passive or (not infinitive and not perfect and "p" in form.parts and catenative is None)
            elif word in _HAVE:
                perfect = True
            elif word in MODALS or word[:-3] in MODALS or word in ("cannot", "won't", "won’t"):
                modal = True
        elif kind == "t" and not infinitive and not has_aux:
            infinitive = True
            first = at
            if at - 1 >= begin and (lower[at - 1] in CATENATIVES or lower[at - 1] in ("not", "never", "been", "order")):
                if lower[at - 1] == "order":
                    at -= 1
                    break
                catenative = lower[at - 1]
                first = at - 1
                at -= 1
                if classes[at] in "g":
                    negated = True
            else:
                break
        else:
            break
        at -= 1
    if passive and form.parts == "g":
        passive = False
    if "g" in form.parts and len(form.parts) == 1 and not be:
        return _Group(at, first, "participle", False, "actual", _polarity(negated), infinitive, catenative)
    subject_has = ""
    if at >= begin and classes[at] == "n":
        subject_has = lower[at].replace("’", "'").partition("'")[2]
    if subject_has in ("ll", "d"):
        modal, has_aux = True, True
    elif subject_has in ("ve",):
        perfect, has_aux = True, True
    elif subject_has in ("re", "m", "s") and at == verb - 1:
        passive = "p" in form.parts
        has_aux = True
    if infinitive and catenative is None and not has_aux:
        tense = "infinitive"
    elif modal:
        tense = "modal"
    elif perfect:
        tense = "perfect"
    elif has_aux or infinitive:
        tense = "past"
    else:
        tense = "past" if "d" in form.parts else "present"
        if at == verb - 1 and at >= begin and classes[at] in ("dPp" if tense == "past" else "dPpi"):
            return None
    modality = "actual"
    words = {lower[n] for n in range(first, verb)}
    if modal or subject_has in ("ll", "d"):
        modality = "planned" if words & {"will", "shall", "won't", "won’t"} or subject_has == "ll" else "hypothetical"
    elif infinitive and (
        catenative
        in (
            "wants",
            "wanted",
            "want",
            "wish",
            "wishes",
            "wished",
            "intend",
            "intends",
            "intended",
            "plan",
            "plans",
            "planned",
            "going",
            "hope",
            "hoped",
            "wishing",
            "wanting",
            "intending",
        )
        or catenative is None
    ):
        modality = "planned"
    if not passive and be and "p" in form.parts and "g" not in form.parts and not infinitive and not perfect:
        passive = True
    return _Group(at, first, tense, passive, modality, _polarity(negated), infinitive, catenative)


def _polarity(negated: bool) -> str:
    return "negated" if negated else "affirmed"


def _read_verb(tokens: Tokens, verb: int, begin: int, end: int, found: list[Cue]) -> Cue | None:
    form = VERB_FORMS[tokens.lower[verb]]
    group = _read_group(tokens, verb, begin, form)
    if group is None:
        return None
    if group.tense == "participle":
        return _read_participle(tokens, verb, begin, end, form.verb, group, found)
    if group.tense == "infinitive":
        if form.verb.kind == "s" and (
            form.verb.lemma in ("say", "inform", "tell", "report", "ask", "announce", "request", "complain")
            or form.verb.lemma == "express"
        ):
            return _read_participle(tokens, verb, begin, end, form.verb, group, found)
        return None
    subject, how, after, relative = _read_subject(tokens, verb, group, begin, end, form)
    if group.passive:
        return _read_passive(tokens, verb, begin, end, form.verb, group, subject)
    inverted = how == "inverted"
    if subject is None and how == "none":
        return None
    if subject is not None and not is_agent(subject, papers=True):
        return None
    reading = None if inverted else _read_complement(tokens, verb, end, form.verb, group, bare=how == "np")
    if inverted:
        assert subject is not None
        return Cue(
            group.first, verb, verb, "aside", form.verb.act, form.verb.kind, subject, how, None, begin, begin,
            tense=group.tense, modality=group.modality, polarity=group.polarity, whole=True,
        )  # fmt: skip
    if reading is None and relative_object(tokens, subject, begin, form.verb):
        reading = ("relative", form.verb.act, None, verb + 1, verb, False)
    if reading is None:
        return None
    rule, act, hearer, content, last, quoted = reading
    aside = (
        _is_aside(tokens, subject, verb, last, begin, end)
        if how == "np" and rule in ("none", "hearer", "alone")
        else False
    )
    if aside:
        rule = "aside"
    if rule == "none" or (after in _CONDITIONS and rule != "that"):
        return None
    if rule == "alone" and group.tense in ("present", "modal") and (subject is None or subject.kind != "pronoun"):
        return None  # "the Gray-Hale talks"
    if how == "joined" and not set(form.parts) & {"d", "s"} and group.tense in ("present", "past"):
        return None
    if subject is not None and subject.kind == "paper" and rule not in ("that", "question"):
        return None
    if (
        subject is not None
        and subject.kind == "nation"
        and form.parts == "b"
        and tokens.lower[verb] in NOUNS
        and rule != "that"
    ):
        return None  # "the Chinese view"
    if rule in ("noun",) and group.tense == "present" and how == "dropped":
        return None
    start = subject.first if subject is not None else group.first
    return Cue(
        group.first, last, verb, rule, act, form.verb.kind, subject, how, hearer, content, start,
        tense=group.tense, modality=group.modality, polarity=group.polarity, after=after, relative=relative,
        quoted=quoted, whole=aside,
    )  # fmt: skip


def relative_object(tokens: Tokens, subject: Phrase | None, begin: int, verb: Verb) -> bool:
    """Whether the verb's object stands before its subject: "the arrangements he proposed", "what he said"."""
    if subject is None or verb.kind not in "sw" or subject.first - 1 < begin:
        return False
    before = tokens.lower[subject.first - 1]
    return before in ("what", "which", "that") or (
        subject.kind == "pronoun" and tokens.classes[subject.first - 1] in "xN"
    )


def _read_subject(
    tokens: Tokens, verb: int, group: _Group, begin: int, end: int, form: Form
) -> tuple[Phrase | None, str, str, bool]:
    classes, lower = tokens.classes, tokens.lower
    at = group.left
    simple = group.first == verb
    # ", said Gray," and '." asked Gray.'
    if (
        simple
        and "d" in form.parts + "d"
        and form.verb.kind in "sx"
        and verb > begin
        and classes[verb - 1] in ",”"
        and "q" in form.verb.frames
    ):
        following = find_phrase(tokens, verb + 1, end)
        if (
            following is not None
            and following.kind in ("name", "people", "pronoun", "nation")
            and classes[following.last + 1 : following.last + 2] in (",", ".", ":", "", "-")
        ):
            return following, "inverted", "", False
    if (
        at < begin
        or (classes[at] in '"(-' and at == begin)
        or (classes[at] == "0" and all(classes[n] in "0(.)-~" for n in range(begin, at + 1)))
        or (classes[at] == ")" and all(classes[n] in "0()N~." for n in range(begin, at + 1)) and at - begin <= 3)
    ):
        if group.tense == "present" and form.verb.lemma in _IMPLIED and "b" in form.parts:
            return None, "implied", "", False
        return None, "dropped" if group.tense in ("past", "perfect") else "none", "", False
    if classes[at] == "c":
        if (
            at - 2 >= begin
            and classes[at - 1] == "V"
            and "d" in VERB_FORMS[lower[at - 1]].parts
            and classes[at - 2] in "nNTxr"
            and "e" not in VERB_FORMS[lower[at - 1]].verb.frames
        ):
            shared = find_subject(tokens, at - 2, begin)  # "Gray stressed and repeated that"
            if shared is not None:
                return shared, "np", "", False
        return None, "joined", lower[at], False
    if classes[at] == "," and at - 1 >= begin:
        if lower[at - 1] in ("and", "but"):
            return None, "joined", lower[at - 1], False
        found = find_subject(tokens, at, begin) or _find_opening(tokens, begin, at)
        if found is None:
            return None, "joined" if group.tense == "past" and "d" in form.parts else "none", ",", False
    else:
        found = find_subject(tokens, at, begin)
    if found is None:
        return None, "none", "", False
    if found.relative:
        return found, "np", "who", True
    before = skip_left(tokens, found.first - 1, begin)
    after = lower[before] if before >= begin and classes[before] in "csi,;" else ""
    if after == "which" and before > begin and lower[before - 1] == "to":
        after = "and"  # "offered rope, to which Gray replied": a clause of its own
    return found, "np", after, False


def _find_opening(tokens: Tokens, begin: int, at: int) -> Phrase | None:
    """The subject that begins the sentence, a participle after it: "Gray, acting on advice, said"."""
    begin = skip(tokens, begin, at, "~-")
    found = find_phrase(tokens, begin, at)
    if found is None or not is_agent(found) or found.last + 1 >= at:
        return None
    return found if tokens.lower[found.last + 1].endswith("ing") else None


def skip_left(tokens: Tokens, at: int, begin: int) -> int:
    """The nearest place at or before ``at`` that is no adverb."""
    while at >= begin and tokens.classes[at] in "r~":
        at -= 1
    return at


def _finite_after(tokens: Tokens, at: int, end: int) -> bool:
    """Whether a finite verb stands at ``at``, perhaps after adverbs."""
    at = skip(tokens, at, end)
    if at >= end:
        return False
    if tokens.classes[at] == "a":
        return True
    form = VERB_FORMS.get(tokens.lower[at])
    return form is not None and ("d" in form.parts or "s" in form.parts)


Reading = tuple[str, str, "Phrase | None", int, int, bool]


def _read_complement(tokens: Tokens, verb: int, end: int, entry: Verb, group: _Group, *, bare: bool) -> Reading | None:
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
        if word in _QUESTIONS and ("w" in frames or (word in ("what", "how", "why") and "c" in frames)):
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
            if word == "to" and "i" in frames and at + 1 < end and _is_base(tokens, at + 1):
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
    if (kind == "g" and entry.lemma != "say") or (word == "to" and "i" in frames and not _is_base(tokens, at + 1)):
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


def _is_base(tokens: Tokens, at: int) -> bool:
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


def _read_receiver(tokens: Tokens, at: int, end: int, verb: int, act: str) -> Reading | None:
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


def _read_light(tokens: Tokens, at: int, end: int, entry: Verb, hearer: Phrase | None, verb: int) -> Reading | None:
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


def _is_aside(tokens: Tokens, subject: Phrase | None, verb: int, last: int, begin: int, end: int) -> bool:
    """Whether ", he said," or ", Gray added." stands in or after what is said."""
    if subject is None or subject.first <= begin or tokens.classes[subject.first - 1] not in ",”":
        return False
    if subject.first - 1 - begin < 2 or tokens.classes[verb + 1 : verb + 2] not in (",", ".", "-", ""):
        return False
    return VERB_FORMS[tokens.lower[verb]].verb.kind in "sk" and "c" in VERB_FORMS[tokens.lower[verb]].verb.frames


def _read_passive(
    tokens: Tokens, verb: int, begin: int, end: int, entry: Verb, group: _Group, subject: Phrase | None
) -> Cue | None:
    """ "Gray was told that", "it was agreed that", "was explained to Gray", "was proposed by Gray"."""
    _classes, lower = tokens.classes, tokens.lower
    at = skip(tokens, verb + 1, end)
    speaker = hearer = None
    how, act, rule = "none", entry.act, None
    if entry.kind not in "sw":
        return None
    content = at
    last = verb
    for _ in range(3):
        if at >= end:
            break
        if lower[at] == "by":
            phrase = find_phrase(tokens, at + 1, end)
            if phrase is None or not is_agent(phrase):
                break
            speaker, how = phrase, "by"
            at = skip(tokens, phrase.last + 1, end)
        elif lower[at] == "to" and not _is_base(tokens, at + 1):
            phrase = find_phrase(tokens, at + 1, end)
            if phrase is None or not is_agent(phrase):
                break
            hearer, rule = phrase, "passive"
            at = skip(tokens, phrase.last + 1, end)
        elif lower[at] in ("in", "at", "on") and lower[at] not in entry.topics:
            phrase = find_phrase(tokens, at + 1, end)
            if phrase is None:
                break
            at = skip(tokens, phrase.last + 1, end)
        else:
            break
    agent = subject if subject is not None and is_agent(subject) else None
    word = lower[at] if at < end else ""
    if word == "that" or word in _QUESTIONS or word == ":":
        rule, content, last = "told", at + 1, at if word == "that" else verb
    elif (
        "o" in entry.frames
        and agent is not None
        and (word in ("of", "about") or (word == "to" and "i" in entry.frames))
    ):
        rule, content = "told", at
    elif how == "by":
        rule = "by"
    if rule is None:
        return None
    if agent is not None and "o" in entry.frames:
        hearer = agent
        if entry.lemma in ("thank", "praise", "criticize", "criticise", "blame", "accuse") and how != "by":
            return None
    start = subject.first if subject is not None else group.first
    return Cue(
        group.first, last, verb, rule, act, entry.kind, speaker, how, hearer, content, start, tense=group.tense,
        passive=True, modality=group.modality, polarity=group.polarity,
    )  # fmt: skip


def _read_participle(
    tokens: Tokens, verb: int, begin: int, end: int, entry: Verb, group: _Group, found: list[Cue]
) -> Cue | None:
    """ "saying that" goes with the verb before it, or makes the statement where there is none."""
    if entry.kind not in "s" or any(cue.verb < verb for cue in found):
        return None
    reading = _read_complement(tokens, verb, end, entry, group, bare=False)
    if reading is None or reading[0] not in ("that", "zero", "question", "colon", "quotation", "saying"):
        return None
    _rule, act, hearer, content, last, quoted = reading
    subject = None
    for at in range(verb - 1, begin, -1):
        word = tokens.lower[at]
        if tokens.classes[at] in "Vx" and (word.endswith("ed") or word in _CAME):
            subject = find_subject(tokens, at - 1, begin)
            if subject is not None and not is_agent(subject):
                subject = None
            if subject is not None:
                break
    if group.tense == "infinitive" and (subject is None or reading[0] != "that"):
        return None
    at = begin
    while at < verb and subject is None:
        phrase = find_phrase(tokens, at, verb)
        if phrase is not None and is_agent(phrase) and (at == begin or tokens.classes[at - 1] in ",.-)~0"):
            subject = phrase
        at = phrase.last + 1 if phrase is not None else at + 1
    if subject is None:
        return None
    return Cue(
        verb, last, verb, "participle", act, entry.kind, subject, "np", hearer, content, subject.first, quoted=quoted,
    )  # fmt: skip


_CAME = frozenset(
    "came went met took made gave wrote spoke began held sought found left sent ran kept brought said".split()
)
_IMPLIED = frozenset(
    """
    consider believe recommend suggest understand doubt hope think request feel assume expect suspect regret
    urge
    """.split()
)
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


def _find_phrases(tokens: Tokens, begin: int, end: int) -> list[Cue]:
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
            phrase = Phrase(opened + 1, last, last, _owner_kind(tokens, last))
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


def _find_nouns(tokens: Tokens, begin: int, end: int, taken: list[Cue]) -> list[Cue]:
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
    return Phrase(first, at, at, _owner_kind(tokens, at))


def _owner_kind(tokens: Tokens, at: int) -> str:
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


def _find_stances(tokens: Tokens, begin: int, end: int) -> list[Cue]:
    """ "was concerned that", "is grateful to"; and "pointed out", which is two words."""
    found = []
    lower, classes = tokens.lower, tokens.classes
    for at in range(begin, end):
        word = lower[at]
        if word in ADJECTIVES and classes[at] in "xrV":
            form = Form(VERB_FORMS["consider"].verb, "g")
            group = _read_group(tokens, at, begin, form)
            if group is None or group.first == at or not any(lower[n] in _BE for n in range(group.first, at)):
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
            group = _read_group(tokens, at, begin, form)
            if group is None or group.tense in ("participle", "infinitive") or group.passive:
                continue
            subject, how, after, relative = _read_subject(tokens, at, group, begin, end, form)
            if how == "none" or (subject is not None and not is_agent(subject, papers=True)):
                continue
            rule = "that" if lower[at + 2 : at + 3] == ["that"] else "zero"
            found.append(
                Cue(group.first, at + 1, at, rule, "assert", "s", subject, how, None, at + 2,
                    subject.first if subject is not None else group.first,
                    tense=group.tense, modality=group.modality, polarity=group.polarity, after=after, relative=relative)
            )  # fmt: skip
    return found
