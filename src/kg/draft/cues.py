"""One sentence -> its cues: the words that say that somebody said something, with their subject, hearer and frame."""

from __future__ import annotations

from kg.draft.cue import Cue
from kg.draft.lexicon import VERB_FORMS
from kg.draft.mentions import find_nouns, find_stances
from kg.draft.opinions import find_phrase_cues
from kg.draft.sentences import Tokens
from kg.draft.verbs import read_verb

__all__ = ["find_cues"]


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
        cue = read_verb(tokens, at, begin, end, found)
        if cue is not None:
            cue.lemma = VERB_FORMS[tokens.lower[at]].verb.lemma
            found.append(cue)
    renewed = any(cue.rule in ("that", "question", "told") and cue.kind == "s" and not cue.after for cue in found[:1])
    if renewed:  # "Gray said that, said Gray, …" is one statement
        found = [cue for cue in found if cue.rule != "aside" or not cue.whole]
    found.extend(find_phrase_cues(tokens, begin, end))
    found.extend(find_stances(tokens, begin, end))
    found.extend(find_nouns(tokens, begin, end, found))
    found.sort(key=lambda cue: (cue.begin, cue.verb))
    return found
