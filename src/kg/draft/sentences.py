"""A stretch of text -> its words, each with a class of one letter, and its sentences.

The classes of a stretch stand in one string, so that later stages look along it as they would along letters:
``d`` determiner, ``n`` and ``o`` pronoun, ``c`` and/or/but, ``s`` subordinator, ``i`` preposition, ``t`` "to", ``a``
auxiliary, ``g`` not, ``r`` adverb, ``V`` a form of a verb of the lexicon, ``T`` title, ``N`` capitalised word, ``P``
one with 's, ``p`` other word with 's, ``0`` number, ``x`` other word; marks stand for themselves, ``"`` opens and
``”`` closes a quotation, ``~`` is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.draft.lexicon import CLASSES, TITLES, VERB_FORMS

__all__ = ["Tokens", "read_tokens"]

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Adm|Amb|Sen|Gov|Prof|St|Cde|Cdes|Com|Messrs|No|Nos|Dept|Gov[’']t|Brig|Sec|Min|Rep|Hon|Sr|Jr|etc|e\.g|i\.e|viz|p\.m|a\.m|[A-Z])\.(?=\W)"
    r"|[^\W_]+(?:[’'\-‑–/.][^\W_]+)*"
    r"|\.{3}|[^\w\s]"
)
_MARKS = {
    ",": ",", ".": ".", "?": ".", "!": ".", ";": ";", ":": ":", "(": "(", ")": ")", "[": "[", "]": "]",
    "—": "-", "–": "-", "-": "-", "“": '"', "„": '"', "«": '"', "”": "”", "»": "”", '"': "'", "…": "~", "...": "~",
}  # fmt: skip
_ADVERB = re.compile(r"[a-z]{3,}ly\Z")
_NOT_ADVERBS = frozenset(
    """
    family italy reply supply ally fully-fledged assembly july friendly early only apply comply imply rely bully
    """.split()
)
_STARTERS = frozenset("dnsirac")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}|[ap]\.m\.|etc\.|Jr\.|Sr\.")
# A longer word is no word: it is kept, and never looked at.
_LONGEST = 60
_WIDEST = 300


class _Classes(dict[str, str]):
    """word -> class, found once for each word of a document."""

    def __missing__(self, word: str) -> str:
        found = _classify(word)
        if len(self) < 50_000:
            self[word] = found
        return found


def _classify(word: str) -> str:
    if word in _MARKS:
        return _MARKS[word]
    if not word[0].isalnum():
        return "~"
    if len(word) > _LONGEST:
        return "x"
    lower = word.lower()
    possessive = lower.endswith(("'s", "’s", "s'", "s’"))
    if word[0].isdigit():
        return "0"
    if len(word) > 1 and word.isupper() and lower not in ("it", "the"):
        return "N"
    known = CLASSES.get(lower)
    if known:
        return known
    if lower in VERB_FORMS:
        return "V"
    if possessive and lower not in ("let's", "let’s", "it's", "it’s", "that's", "that’s"):
        return "P" if word[0].isupper() else "p"
    if lower.rstrip(".") in TITLES:
        return "T"
    if word[0].isupper():
        return "N"
    if _ADVERB.match(lower) and lower not in _NOT_ADVERBS:
        return "r"
    if lower.endswith(("’m", "'m", "’re", "'re", "’ve", "'ve", "’d", "'d", "’ll", "'ll", "n’t", "n't")):
        return "n"
    return "x"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one stretch.  ``sentences`` are half-open ranges of word numbers; offsets are into the text."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    classes: str
    sentences: list[tuple[int, int]]

    def span(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def make_classes() -> dict[str, str]:
    """An empty memory of word classes, for one document."""
    return _Classes()


def read_tokens(text: str, start: int, end: int, memory: dict[str, str] | None = None) -> Tokens:
    """The words and sentences of a stretch.

    >>> tokens = read_tokens("Mr. Hale said so. He left.", 0, 26)
    >>> tokens.words[:3], tokens.classes, tokens.sentences
    (['Mr.', 'Hale', 'said'], 'TNVr.nx.', [(0, 5), (5, 8)])
    """
    memory = _Classes() if memory is None else memory
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(text, start, end):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    classes = _mark_quotes(words, [memory[word] for word in words], starts, ends, text)
    lower = [word.lower() for word in words]
    return Tokens(text, words, lower, starts, ends, classes, _find_sentences(words, classes, text, starts, ends))


def _mark_quotes(words: list[str], classes: list[str], starts: list[int], ends: list[int], text: str) -> str:
    """A straight quotation mark opens when blank space stands before it, and closes otherwise."""
    for at, kind in enumerate(classes):
        if kind == "'":
            before = at == 0 or ends[at - 1] < starts[at] or words[at - 1] in "(["
            after = at + 1 == len(words) or starts[at + 1] > ends[at]
            classes[at] = '"' if before and not after else "”"
        elif kind == "V" and words[at][0].isupper() and at and classes[at - 1] not in '.")~-0]:;(':
            classes[at] = "N"  # "United States", "Chiefs of Staff"
    _mark_glosses(words, classes)
    return "".join(classes)


def _mark_glosses(words: list[str], classes: list[str]) -> None:
    """A bracket after a name, or with a number or [sic], is an editor's: it is passed over; another's words count."""
    opened = None
    for at, kind in enumerate(classes):
        if kind == "[":
            opened = at
        elif kind == "]" and opened is not None:
            inner = classes[opened + 1 : at]
            before = classes[opened - 1] if opened else ""
            following = classes[at + 1] if at + 1 < len(classes) else ""
            gloss = before == "N" and inner and all(c in "N~-0" for c in inner) and following != "N"
            if gloss or inner[:1] == ["0"] or words[opened + 1 : opened + 2] == ["sic"] or len(inner) > 12:
                classes[opened + 1 : at] = ["~"] * len(inner)
            classes[opened] = classes[at] = "~"
            opened = None


def _find_sentences(
    words: list[str], classes: str, text: str, starts: list[int], ends: list[int]
) -> list[tuple[int, int]]:
    found = []
    begin, at, size = 0, 0, len(words)
    while at < size:
        kind = classes[at]
        stop = kind == "." or (kind == "N" and _ends_with_abbreviation(words, classes, at))
        if stop:
            following = at + 1
            while (
                following < size
                and (classes[following] in "”)." or (classes[following] == "~" and words[following] in "]…"))
                and starts[following] == ends[following - 1]
            ):
                following += 1
            if following >= size or _may_begin(words, classes, following, starts, ends):
                found.append((begin, following))
                begin = following
                at = following
                continue
        at += 1
    if begin < size:
        found.append((begin, size))
    # What finds cues looks at all pairs in a sentence; no sentence of a document is this long.
    return [(at, min(at + _WIDEST, stop)) for start, stop in found for at in range(start, stop, _WIDEST)]


def _ends_with_abbreviation(words: list[str], classes: str, at: int) -> bool:
    if not _ABBREVIATION.fullmatch(words[at]) or at + 1 >= len(words):
        return False
    return classes[at + 1] in _STARTERS and words[at + 1][0].isupper()


def _may_begin(words: list[str], classes: str, at: int, starts: list[int], ends: list[int]) -> bool:
    if starts[at] == ends[at - 1] and classes[at] not in '"(':
        return False
    first = words[at][0]
    return first.isupper() or first.isdigit() or classes[at] in '"([~-' or not first.isascii()
