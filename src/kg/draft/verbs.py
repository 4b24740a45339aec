"""A verb of saying -> its cue: active, passive, participle, or aside."""

from __future__ import annotations

from kg.draft.complements import QUESTIONS, is_base, read_complement
from kg.draft.cue import Cue
from kg.draft.groups import Group, read_group
from kg.draft.lexicon import NOUNS, VERB_FORMS, Form, Verb
from kg.draft.phrases import Phrase, find_phrase, find_subject, is_agent, skip
from kg.draft.sentences import Tokens

__all__ = ["read_subject", "read_verb"]

_CONDITIONS = frozenset("if unless when until before whenever once".split())
_CAME = frozenset(
    "came went met took made gave wrote spoke began held sought found left sent ran kept brought said".split()
)
_IMPLIED = frozenset(
    """
    consider believe recommend suggest understand doubt hope think request feel assume expect suspect regret
    urge
    """.split()
)


def read_verb(tokens: Tokens, verb: int, begin: int, end: int, found: list[Cue]) -> Cue | None:
    form = VERB_FORMS[tokens.lower[verb]]
    group = read_group(tokens, verb, begin, form)
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
    subject, how, after, relative = read_subject(tokens, verb, group, begin, end, form)
    if group.passive:
        return _read_passive(tokens, verb, begin, end, form.verb, group, subject)
    inverted = how == "inverted"
    if subject is None and how == "none":
        return None
    if subject is not None and not is_agent(subject, papers=True):
        return None
    reading = None if inverted else read_complement(tokens, verb, end, form.verb, group, bare=how == "np")
    if inverted:
        assert subject is not None
        return Cue(
            group.first, verb, verb, "aside", form.verb.act, form.verb.kind, subject, how, None, begin, begin,
            tense=group.tense, modality=group.modality, polarity=group.polarity, whole=True,
        )  # fmt: skip
    if reading is None and _relative_object(tokens, subject, begin, form.verb):
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


def _relative_object(tokens: Tokens, subject: Phrase | None, begin: int, verb: Verb) -> bool:
    """Whether the verb's object stands before its subject: "the arrangements he proposed", "what he said"."""
    if subject is None or verb.kind not in "sw" or subject.first - 1 < begin:
        return False
    before = tokens.lower[subject.first - 1]
    return before in ("what", "which", "that") or (
        subject.kind == "pronoun" and tokens.classes[subject.first - 1] in "xN"
    )


def read_subject(
    tokens: Tokens, verb: int, group: Group, begin: int, end: int, form: Form
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
    before = _skip_left(tokens, found.first - 1, begin)
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


def _skip_left(tokens: Tokens, at: int, begin: int) -> int:
    """The nearest place at or before ``at`` that is no adverb."""
    while at >= begin and tokens.classes[at] in "r~":
        at -= 1
    return at


def _is_aside(tokens: Tokens, subject: Phrase | None, verb: int, last: int, begin: int, end: int) -> bool:
    """Whether ", he said," or ", Gray added." stands in or after what is said."""
    if subject is None or subject.first <= begin or tokens.classes[subject.first - 1] not in ",”":
        return False
    if subject.first - 1 - begin < 2 or tokens.classes[verb + 1 : verb + 2] not in (",", ".", "-", ""):
        return False
    return VERB_FORMS[tokens.lower[verb]].verb.kind in "sk" and "c" in VERB_FORMS[tokens.lower[verb]].verb.frames


def _read_passive(
    tokens: Tokens, verb: int, begin: int, end: int, entry: Verb, group: Group, subject: Phrase | None
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
        elif lower[at] == "to" and not is_base(tokens, at + 1):
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
    if word == "that" or word in QUESTIONS or word == ":":
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
    tokens: Tokens, verb: int, begin: int, end: int, entry: Verb, group: Group, found: list[Cue]
) -> Cue | None:
    """ "saying that" goes with the verb before it, or makes the statement where there is none."""
    if entry.kind not in "s" or any(cue.verb < verb for cue in found):
        return None
    reading = read_complement(tokens, verb, end, entry, group, bare=False)
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
