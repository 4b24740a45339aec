"""A verb with its auxiliaries -> its tense, voice, modality and polarity."""

from __future__ import annotations

from dataclasses import dataclass

from kg.draft.lexicon import CATENATIVES, MODALS, Form
from kg.draft.sentences import Tokens

__all__ = ["BE", "Group", "read_group"]

BE = frozenset("is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t".split())
_HAVE = frozenset("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t".split())
_NEGATIVE = ("n't", "n’t")


@dataclass(slots=True)
class Group:
    """A verb with what stands before it."""

    left: int
    first: int
    tense: str
    passive: bool
    modality: str
    polarity: str
    infinitive: bool
    catenative: str | None


def read_group(tokens: Tokens, verb: int, begin: int, form: Form) -> Group | None:
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
            if word in BE:
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
        return Group(at, first, "participle", False, "actual", _polarity(negated), infinitive, catenative)
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
    return Group(at, first, tense, passive, modality, _polarity(negated), infinitive, catenative)


def _polarity(negated: bool) -> str:
    return "negated" if negated else "affirmed"
