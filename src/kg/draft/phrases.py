"""Noun phrases: found by walking along the word classes, to the left of a verb or to the right of one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.draft.lexicon import BODIES, NATIONS, NOUNS, PAPERS, PEOPLE
from kg.draft.sentences import Tokens

__all__ = ["Phrase", "find_phrase", "find_subject", "is_agent", "skip"]

_FAR = 40  # words: no noun phrase that is looked for is longer, and none stands farther from its verb
_GENERIC = frozenset("some others many most all several few both each one".split())
_SUBJECT_NOUNS = frozenset(NOUNS) | PAPERS | BODIES
_PARTICLES = frozenset("de von van al el bin ibn ben la du da di le ul".split())
_ATTACH = frozenset("of for in at from on to with among".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its first and last word, its head, and the kind of thing that the head names.

    Kinds: ``pronoun``, ``name``, ``people``, ``body``, ``nation``, ``paper``, ``thing``.
    """

    first: int
    last: int
    head: int
    kind: str
    relative: bool = False
    members: tuple[tuple[int, int], ...] = ()


def is_agent(phrase: Phrase | None, *, papers: bool = False) -> bool:
    """Whether the phrase names somebody who can speak; on demand also a paper that can."""
    return phrase is not None and (phrase.kind != "thing" and (papers or phrase.kind != "paper"))


def skip(tokens: Tokens, at: int, end: int, kinds: str = "r~g") -> int:
    """The first place from ``at`` on whose class is none of ``kinds``."""
    classes = tokens.classes
    while at < end and classes[at] in kinds:
        at += 1
    return at


def _kind(tokens: Tokens, first: int, head: int) -> str:
    word, kind = tokens.lower[head], tokens.classes[head]
    if kind in "no":
        return "thing" if word in ("it", "itself") else "pronoun"
    if kind == "d":
        return "people" if word in _GENERIC else "thing"
    bare = word.rstrip(".")
    capital = tokens.words[head][0].isupper()
    if capital and bare in NATIONS:
        return "nation"
    if bare in PEOPLE and kind != "N":
        return "people"
    if bare in BODIES:
        return "body"
    if bare in PAPERS or (bare in NOUNS and NOUNS[bare] in ("write", "report")):
        return "paper"
    if kind == "T":
        return "people"
    if bare in PEOPLE:
        return "people"
    if kind in "NP":
        return "name"
    return "thing"


def find_subject(tokens: Tokens, at: int, begin: int) -> Phrase | None:
    """The noun phrase that ends at ``at`` or, over what is in commas or brackets, before it.

    >>> from kg.draft.sentences import read_tokens
    >>> tokens = read_tokens("At noon the British Minister, however, said so.", 0, 47)
    >>> phrase = find_subject(tokens, 7, 0)
    >>> tokens.span(phrase.first, phrase.last), phrase.kind
    ('the British Minister', 'people')
    """
    begin = max(begin, at - _FAR)
    end = at
    at = _skip_back(tokens, at, begin)
    if at < begin:
        return None
    kind, classes = tokens.classes[at], tokens.classes
    if (kind == "s" and tokens.lower[at] in ("which", "that", "who")) or (kind == "n" and tokens.lower[at] == "who"):
        return _find_antecedent(tokens, at, begin)
    if kind == "n":
        return _pronoun(tokens, at, begin)
    if kind == "d" and tokens.lower[at] in _GENERIC:
        return Phrase(at, at, at, "people")
    if kind in "NTx0" or (kind == "V" and _is_noun(tokens, at, begin)):
        found = _collect(tokens, at, begin)
        before = found.first - 2
        if (  # "who in the meeting explained", "Gray in his reply said"
            before >= begin
            and classes[before + 1] == "i"
            and tokens.lower[before + 1] != "of"
            and (classes[before] == "n" or (classes[before] == "N" and found.kind in ("thing", "body", "paper")))
        ):
            return find_subject(tokens, before, begin)
        if found.kind == "people" and not found.members and tokens.classes[at + 1 : at + 2] == "," and end - at <= 7:
            aside = tokens.classes[at + 2 : end]
            if aside and all(kind in "NT~" for kind in aside) and aside[-1] == "N":
                # "the harbour master, Captain Hale, said"
                return Phrase(found.first, end, end - 1, "name", members=((at + 2, end - 1),))
        return found
    if kind == "o" and at > begin and classes[at - 1] in "cd":
        return None
    return None


def _pronoun(tokens: Tokens, at: int, begin: int) -> Phrase:
    word = tokens.lower[at]
    return Phrase(at, at, at, "thing" if word.startswith(("it", "there")) else "pronoun")


def _is_noun(tokens: Tokens, at: int, begin: int) -> bool:
    if tokens.lower[at] not in _SUBJECT_NOUNS:
        return False
    return at == begin or tokens.classes[at - 1] in "dxNPpT,i0sV.)"


def _skip_back(tokens: Tokens, at: int, begin: int) -> int:
    """Over adverbs, brackets, and what stands between two commas."""
    classes = tokens.classes
    for _ in range(4):
        while at >= begin and classes[at] in "r~g":
            at -= 1
        if at < begin:
            return at
        if classes[at] == ")":
            opened = classes.rfind("(", begin, at)
            if opened < 0:
                return begin - 1
            at = opened - 1
        elif classes[at] in ",-":
            mark = classes[at]
            opened = classes.rfind(mark, begin, at)
            if opened < begin or not _is_aside(tokens, opened + 1, at):
                return begin - 1
            at = opened - 1
        else:
            return at
    return at


def _is_aside(tokens: Tokens, first: int, end: int) -> bool:
    """Whether words between commas only add to what stands before them."""
    if first >= end:
        return False
    kind = tokens.classes[first]
    if kind in "rig" or (kind == "V" and end - first <= 6):
        return True
    word = tokens.lower[first]
    if kind == "s":
        return word in ("although", "though", "as", "while", "which", "when", "where", "if", "since")
    if kind == "n":
        return word == "who"
    if kind == "d" and end - first <= 12:
        return not any(c in "a" for c in tokens.classes[first:end])
    if kind in "NT" and end - first <= 8:
        return not any(c in "aV" for c in tokens.classes[first:end])
    return word.endswith(("ing", "ed"))


def _find_antecedent(tokens: Tokens, at: int, begin: int) -> Phrase | None:
    """What a relative pronoun stands for; the phrase takes the pronoun in."""
    if at == begin:
        return None
    before = at - 1
    if tokens.classes[before] == ",":
        before -= 1
    found = find_subject(tokens, before, begin) if tokens.lower[at] == "who" or before == at - 1 else None
    if found is None or found.relative:
        return None
    return Phrase(found.first, at, found.head, found.kind, relative=True, members=found.members)


def _collect(tokens: Tokens, at: int, begin: int) -> Phrase:
    """The phrase whose last word stands at ``at``."""
    classes, lower = tokens.classes, tokens.lower
    first = at
    capital = classes[at] in "NT"
    head = at
    while first > begin:
        kind = classes[first - 1]
        if classes[first] in "d":
            break
        if capital:
            if kind == "N" and classes[first] == "T" and lower[first].endswith("."):
                break  # "to Gray Mr. Hale said": a title begins another name
            if (
                kind in "NT~"
                or lower[first - 1] in _PARTICLES
                or (kind in "P" and classes[at] != "N")
                or kind == "d"
                or (kind == "x" and classes[first] == "T" and lower[first - 1] in PEOPLE)
            ):
                first -= 1
            else:
                break
        elif (
            (kind in "xNPTp0~r" and not (kind == "r" and classes[first - 1 - 1 : first - 1] not in ("d",)))
            or kind == "d"
            or (
                kind == "V"
                and first - 1 > begin
                and classes[first - 2] in "dxN"
                and lower[first - 1].endswith(("ed", "ing"))
            )
        ):
            first -= 1
        elif (
            kind == "c"
            and first - 1 > begin
            and classes[first - 2] in "xNT"
            and classes[first] in "xN"
            and not _clause_before(tokens, first - 1, begin)
        ):
            first -= 2
        else:
            break
    while first < at and classes[first] == "~":
        first += 1
    first, head = _attach_left(tokens, first, head, begin)
    kind = _kind(tokens, first, head)
    first, members = _join_left(tokens, first, at, begin, kind)
    return Phrase(first, at, head, kind, members=members)


def _clause_before(tokens: Tokens, conjunction: int, begin: int) -> bool:
    """Whether what stands before "and" has a verb of its own, so that "and" joins clauses."""
    return any(c in "aV" for c in tokens.classes[begin:conjunction])


def _attach_left(tokens: Tokens, first: int, head: int, begin: int) -> tuple[int, int]:
    """Take in "the Minister of" before the phrase, whose head it then is."""
    classes, lower = tokens.classes, tokens.lower
    for _ in range(4):
        if first - 2 < begin or lower[first - 1] not in _ATTACH or classes[first - 2] not in "xNTV":
            break
        before = first - 2
        noun = lower[before].rstrip(".")
        heads = noun in PEOPLE or noun in BODIES or noun in PAPERS or classes[before] == "T"
        if not heads and (lower[first - 1] != "of" or classes[before] != "x"):
            break
        if lower[first - 1] != "of" and noun in (
            "meeting",
            "conference",
            "party",
            "office",
            "court",
            "house",
            "statement",
            "text",
            "note",
        ):
            break
        inner = before
        while inner > begin and classes[inner - 1] in "xNTPpd0":
            inner -= 1
            if classes[inner] == "d":
                break
        while (
            inner < before
            and classes[inner] == "N"
            and classes[before] in "x"
            and lower[before] not in PEOPLE
            and lower[before] not in BODIES
        ):
            break
        first, head = inner, before
    return first, head


def _join_left(tokens: Tokens, first: int, last: int, begin: int, kind: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Take in "Gray, Hale and" before a name: several who speak together."""
    classes = tokens.classes
    members = [(first, last)]
    at = first - 1
    if kind not in ("name", "people", "nation", "body") or at <= begin or tokens.lower[at] not in ("and", "&"):
        return first, ()
    at -= 1
    if classes[at] == ",":
        at -= 1
    while at >= begin:
        if classes[at] == "n" and tokens.lower[at] in ("he", "she", "i", "they", "we"):
            members.append((at, at))
            if at == begin or not _clause_before(tokens, at, begin):
                return at, tuple(reversed(members))
            return first, ()
        if classes[at] not in "NTx":
            break
        if classes[at] == "x" and tokens.lower[at] not in PEOPLE and tokens.lower[at] not in BODIES:
            break
        inner = at
        while inner > begin and classes[inner - 1] in "NT~" + ("x" if classes[at] == "x" else ""):
            inner -= 1
        if inner > begin and classes[inner - 1] == "d":
            inner -= 1
        before = classes[inner - 1] if inner > begin else "^"
        if before in "iVat" or (before == "x" and _clause_before(tokens, inner, begin)):
            break  # "he met Gray and Hale said": the name before "and" belongs to another verb
        members.append((inner, at))
        if (
            before == ","
            and inner - 2 >= begin
            and classes[inner - 2] in "N"
            and not _clause_before(tokens, inner, begin)
        ):
            at = inner - 2
            continue
        break
    if len(members) == 1:
        return first, ()
    return members[-1][0], tuple(reversed(members))


def find_phrase(tokens: Tokens, at: int, end: int) -> Phrase | None:
    """The noun phrase that begins at ``at``, without what is attached to it after a preposition other than "of".

    >>> from kg.draft.sentences import read_tokens
    >>> tokens = read_tokens("told the Minister of Trade that", 0, 31)
    >>> phrase = find_phrase(tokens, 1, 6)
    >>> tokens.span(phrase.first, phrase.last), phrase.kind
    ('the Minister of Trade', 'people')
    """
    classes, lower = tokens.classes, tokens.lower
    end = min(end, at + _FAR)
    if at >= end:
        return None
    kind = classes[at]
    if kind in "on":
        return None if lower[at] == "who" else Phrase(at, at, at, _kind(tokens, at, at))
    first, last = at, -1
    while at < end:
        kind = classes[at]
        if (kind == "d" and last < 0) or (kind == "r" and last < 0 and at > first):
            at += 1
            continue
        if kind == "V" and not (
            lower[at] in NOUNS or (lower[at].endswith(("ed", "ing")) and at + 1 < end and classes[at + 1] in "xN")
        ):
            break
        if (
            kind == "V"
            and last >= 0
            and ((classes[last] in "NT" and classes[first] != "d") or lower[last].endswith("s"))
        ):
            break
        if (
            kind == "x"
            and last >= 0
            and classes[last] == "N"
            and lower[at] not in PEOPLE
            and lower[at] not in BODIES
            and lower[at] not in NOUNS
        ):
            # "asked Gray agree": a small word after a name is the next verb
            break
        if kind not in "xNTPp0V~":
            if kind == "d" and classes[at - 1] in "d0":
                at += 1
                continue
            break
        if kind != "~":
            last = at
        at += 1
    if last < 0:
        if classes[first] == "d" and lower[first] in _GENERIC | {"this", "these", "those"}:
            return Phrase(first, first, first, _kind(tokens, first, first))
        return None
    head = last
    members: list[tuple[int, int]] = [(first, last)]
    if at + 1 < end and lower[at] == "of":
        inner = find_phrase(tokens, at + 1, end)
        if inner is not None and _kind(tokens, first, head) != "name":
            return Phrase(first, inner.last, head, _kind(tokens, first, head))
    kind = _kind(tokens, first, head)
    while (
        kind in ("name", "people", "body", "nation")
        and at + 1 < end
        and (lower[at] == "and" or (classes[at] == "," and classes[at + 1] in "NT"))
    ):
        begin = at + 1
        stop = begin
        while stop < end and classes[stop] in "dNTx" and (classes[stop] in "NT" or classes[begin] != "N"):
            stop += 1
        if stop == begin or _kind(tokens, begin, stop - 1) not in ("name", "people", "body", "nation"):
            break
        if stop < end and classes[stop] in "aV" and lower[at] == "and":
            break  # "told Gray and Hale said"
        members.append((begin, stop - 1))
        last = stop - 1
        at = stop
    return Phrase(first, last, head, kind, members=tuple(members) if len(members) > 1 else ())
