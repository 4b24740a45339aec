"""How far two spellings of a name are apart, given how names are carried from one script into another.

A word is cut into the letter groups of a language's Romanisations; each group stands for the sounds that it can mean in
any of them.  Two groups that may mean the same sound cost little, two that cannot cost much, so that "Ch'oe Yong-gŏn"
and "Tsoi En Gen" are near, and "Kim Il" and "Kim Il Sung", which differ by a syllable, are not.  The tables follow

- Korean: McCune and Reischauer 1939 (Transactions of the Korea Branch of the Royal Asiatic Society 29; ALA-LC and
  BGN/PCGN 1945 use it), with and without its breves and apostrophes; the Revised Romanization (Ministry of Culture and
  Tourism, notice 2000-8); Kontsevich's and Kholodovich's Cyrillic forms put into Latin letters, where ŏ may be "e" and
  final ng "n"; and the usual English spellings of personal names (lee, oo, young).
- Chinese: Wade and Giles (Giles 1892), with and without apostrophes; Hanyu pinyin (ISO 7098:2015).
- Russian: BGN/PCGN 1947, ALA-LC 2012, ISO 9:1995, the scholarly one (ISO/R 9:1968), the popular English and German
  ones, and Cyrillic itself.

The tables know sounds, not names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import TypeVar

__all__ = ["NEAR", "PART", "distance"]

T = TypeVar("T")
NEAR = 0.1  # up to here two spellings may well be of one name
PART = 0.15  # one is a part of the other, such as the family name
FARTHEST = 1.0
VOWEL, CONSONANT = 3.0, 2.0  # what a sound weighs: a vowel is a syllable
SAME_PLACE = 0.5  # lax for aspirated, and the like
MAY_BE_SAME = 0.3  # times the share of meanings that differ
LONGEST = 60  # characters of a name that are compared sound by sound; nobody's name is longer
MOST_WORDS = 4  # of a name whose words may stand in any order
APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʻʼ‘’ʹʺ", "'"))

Sounds = frozenset[str]
Sound = tuple[str, Sounds]  # the letters, and what they may mean
KOREAN_VOWELS = {
    "a": "ㅏ", "ah": "ㅏ", "ar": "ㅏ", "ya": "ㅑ", "ia": "ㅑ", "ŏ": "ㅓ", "eo": "ㅓ", "o": "ㅗㅓ", "oh": "ㅗ",
    "yŏ": "ㅕ",
    "yeo": "ㅕ", "you": "ㅕ", "yo": "ㅛㅕ", "io": "ㅛㅕ", "ŭ": "ㅡ", "eu": "ㅡ", "u": "ㅜㅡㅓ", "oo": "ㅜ",
    "woo": "ㅜ",
    "yu": "ㅠㅕ", "yoo": "ㅠ", "iu": "ㅠ", "i": "ㅣ", "ee": "ㅣ", "yi": "ㅣㅢ", "y": "ㅡㅣ", "ae": "ㅐ",
    "ai": "ㅐ", "e": "ㅔㅓㅐㅕ",
    "oe": "ㅚ", "oi": "ㅚ", "oy": "ㅚ", "wi": "ㅟ", "ŭi": "ㅢ", "ui": "ㅢㅟ", "uy": "ㅢㅟ", "eui": "ㅢ",
    "wa": "ㅘ", "va": "ㅘ",
    "wŏ": "ㅝ", "wo": "ㅝ", "weo": "ㅝ", "vo": "ㅝ", "wae": "ㅙ", "we": "ㅞㅚ", "ve": "ㅞ", "vi": "ㅟ",
    "yae": "ㅒ", "ye": "ㅖㅕ",
}  # fmt: skip
KOREAN_CONSONANTS = {
    "g": "ㄱ", "k": "ㄱㅋ", "k'": "ㅋ", "kk": "ㄲ", "n": "ㄴㅇ", "n'": "ㅇ", "ng": "ㅇ", "d": "ㄷ", "t": "ㄷㅌ",
    "t'": "ㅌ", "th": "ㅌ",
    "tt": "ㄸ", "r": "ㄹ", "rh": "ㄹ", "l": "ㄹ", "l'": "ㄹ", "ll": "ㄹ", "m": "ㅁ", "b": "ㅂ", "p": "ㅂㅍ",
    "p'": "ㅍ", "ph": "ㅍ",
    "pp": "ㅃ", "s": "ㅅ", "sh": "ㅅ", "ss": "ㅆ", "j": "ㅈ", "dj": "ㅈ", "dzh": "ㅈ", "ch": "ㅈㅊ",
    "ch'": "ㅊ", "chkh": "ㅊ",
    "ts": "ㅈㅊ", "tskh": "ㅊ", "tch": "ㅉ", "jj": "ㅉ", "h": "ㅎ", "kh": "ㅎㅋ",
}  # fmt: skip
CHINESE_FINALS = {
    **{final: (final,) for final in (
        "a", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "i", "ia", "ie", "iao", "iu", "ian", "in",
        "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ü", "üe", "üan", "ün", "er",
    )},
    "o": ("o", "e", "uo"), "ê": ("e",), "eh": ("ie",), "ieh": ("ie",), "ên": ("en",), "êng": ("eng",),
    "ung": ("ong",),
    "ien": ("ian",), "iung": ("iong",), "ih": ("i",), "ŭ": ("i",), "uei": ("ui",), "ueh": ("üe",), "üeh": ("üe",),
    "ue": ("üe",), "erh": ("er",), "êrh": ("er",), "yi": ("i",), "ya": ("ia",), "ye": ("ie",), "yeh": ("ie",),
    "yao": ("iao",), "you": ("iu",), "yu": ("ü", "iu"), "yan": ("ian",), "yen": ("ian",), "yin": ("in",),
    "yang": ("iang",), "ying": ("ing",), "yong": ("iong",), "yung": ("iong",), "yuan": ("üan",), "yüan": ("üan",),
    "yun": ("ün",), "yün": ("ün",), "yue": ("üe",), "yueh": ("üe",), "yüeh": ("üe",), "yü": ("ü",), "wu": ("u",),
    "wa": ("ua",), "wo": ("uo",), "wai": ("uai",), "wei": ("ui",), "wan": ("uan",), "wen": ("un",), "wên": ("un",),
    "wang": ("uang",), "weng": ("eng",), "eu": ("ou",), "uen": ("un",),
}  # fmt: skip
CHINESE_INITIALS = {
    "b": ("b",), "p": ("b", "p"), "p'": ("p",), "m": ("m",), "f": ("f",), "d": ("d",), "t": ("d", "t"), "t'": ("t",),
    "n": ("n",), "l": ("l",), "g": ("g",), "k": ("g", "k"), "k'": ("k",), "h": ("h",), "j": ("j", "r"), "q": ("q",),
    "x": ("x",), "hs": ("x",), "zh": ("zh",), "ch": ("zh", "j", "ch", "q"), "ch'": ("ch", "q"), "sh": ("sh",),
    "r": ("r",), "z": ("z",), "c": ("c",), "s": ("s",), "ts": ("z", "c"), "ts'": ("c",), "tz": ("z", "c"),
    "tz'": ("c",), "ss": ("s",), "sz": ("s",),
}  # fmt: skip
RUSSIAN_VOWELS = {
    "a": "а", "e": "еэё", "ye": "е", "je": "е", "ie": "е", "ë": "ё", "yë": "ё", "yo": "ё", "jo": "ё", "ė": "э",
    "è": "э",
    "i": "и", "ii": "и", "iy": "и", "ij": "и", "iĭ": "и", "yy": "ы", "y": "ыий", "o": "оё", "u": "у", "yu": "ю",
    "iu": "ю",
    "ju": "ю", "û": "ю", "ya": "я", "ia": "я", "ja": "я", "â": "я",
    **{letter: letter for letter in "аеёиоуыэюя"}, "ий": "и", "ый": "ы",
}  # fmt: skip
RUSSIAN_CONSONANTS = {
    "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "zh": "ж", "ž": "ж", "z": "з", "j": "й", "ĭ": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "p": "п", "r": "р", "s": "с", "ss": "с", "t": "т", "f": "ф", "ff": "ф", "kh": "х",
    "h": "хг", "x": "х", "ch": "чх", "c": "цк", "ts": "ц", "tz": "ц", "č": "ч", "tch": "ч", "tsch": "ч", "sh": "ш",
    "š": "ш", "sch": "шщ", "shch": "щ", "šč": "щ", "ŝ": "щ", "schtsch": "щ",
    **{letter: letter for letter in "бвгджзйклмнпрстфхцчшщ"},
}  # fmt: skip
NO_SOUND = ("'", "ь", "ъ")


@dataclass(frozen=True, slots=True, eq=False)
class _Language:
    """A table of letter groups, and what a word of the language looks like: one letter for each sound."""

    consonants: Mapping[str, Sounds]
    vowels: Mapping[str, Sounds]
    places: tuple[Sounds, ...]  # sounds made at one place
    word: re.Pattern[str]
    syllables: bool  # names are strings of syllables, whatever their word breaks
    longest: int

    def read(self, word: str) -> tuple[Sound, ...] | None:
        """The sounds of a word, the longest group first; nothing where it is no word of the language."""
        found: list[Sound] = []
        at = 0
        while at < len(word):
            for length in range(min(self.longest, len(word) - at), 0, -1):
                group = word[at : at + length]
                meant = self.vowels.get(group) or self.consonants.get(group)
                if meant:
                    found.append((group, meant))
                    break
            else:
                length = 1
                if word[at] not in NO_SOUND:
                    return None
            at += length
        shape = "".join("V" if group in self.vowels else "C" for group, _ in found)
        return tuple(found) if self.word.fullmatch(shape) else None

    def weight(self, sound: Sound) -> float:
        """What leaving out a sound costs."""
        return VOWEL if sound[0] in self.vowels else CONSONANT

    def cost(self, one: Sound, other: Sound) -> float:
        """What taking one sound for another costs."""
        if one[1] == other[1]:
            return 0.0
        both = one[1] & other[1]
        if both:
            return MAY_BE_SAME * (1 - len(both) / len(one[1] | other[1]))
        if any(one[1] & place and other[1] & place for place in self.places):
            return SAME_PLACE
        return max(self.weight(one), self.weight(other)) + (CONSONANT if self._differ(one, other) else 0)

    def _differ(self, one: Sound, other: Sound) -> bool:
        return (one[0] in self.vowels) != (other[0] in self.vowels)


def _language(
    consonants: Mapping[str, Sequence[str]],
    vowels: Mapping[str, Sequence[str]],
    places: Sequence[Sequence[str]],
    word: str,
    *,
    syllables: bool,
) -> _Language:
    groups = {group: frozenset(meant) for group, meant in consonants.items()}
    finals = {group: frozenset(meant) for group, meant in vowels.items()}
    longest = max(map(len, (*groups, *finals)))
    return _Language(groups, finals, tuple(map(frozenset, places)), re.compile(word), syllables, longest)


KOREAN = _language(
    KOREAN_CONSONANTS,
    KOREAN_VOWELS,
    ("ㄱㅋㄲ", "ㄷㅌㄸ", "ㅂㅍㅃ", "ㅈㅊㅉ", "ㅅㅆ", "ㄹㄴ", "ㅣㅢ", "ㅟㅢ", "ㅗㅛ", "ㅓㅕ"),
    "(?:C?VC?){1,3}",
    syllables=True,
)
CHINESE = _language(
    CHINESE_INITIALS,
    CHINESE_FINALS,
    (("b", "p"), ("d", "t"), ("g", "k"), ("zh", "ch"), ("j", "q"), ("z", "c")),
    "(?:C?V){1,3}",
    syllables=True,
)
RUSSIAN = _language(
    RUSSIAN_CONSONANTS, RUSSIAN_VOWELS, ("шщ", "её", "эе", "ий", "иы", "гх"), "[CV]*V[CV]*", syllables=False
)
LANGUAGES = (KOREAN, CHINESE, RUSSIAN)


def distance(one: str, other: str) -> float:
    """How far two spellings are apart, from 0 to 1: the same either way round, 0 for the same name.

    >>> distance("Ch'oe Yong-gŏn", "Tsoi En Gen") < NEAR < distance("Kim Il", "Kim Il Sung")
    True
    >>> distance("Mikoyan", "Anastas Mikoyan")
    0.15
    """
    first, second = sorted((_normal(one), _normal(other)))
    return _distance(first, second)


def _normal(name: str) -> str:
    """Lower case, composed, signs other than apostrophes as blanks, at most so long."""
    text = unicodedata.normalize("NFC", name.casefold()).translate(APOSTROPHES)
    text = "".join(c if c.isalnum() or unicodedata.combining(c) or c in "'-" else " " for c in text)
    return " ".join(text.split())[:LONGEST].strip(" -")


@lru_cache(maxsize=65536)
def _distance(first: str, second: str) -> float:
    if first == second:
        return 0.0
    words, others = _split(first), _split(second)
    if not words or not others:
        return FARTHEST
    found = [_by_words(words, others, None)]
    for language in LANGUAGES:
        if language.syllables:
            found.append(_by_sounds(first, second, language))
        else:
            found.append(_by_words(words, others, language))
    return min(found)


def _split(name: str) -> tuple[str, ...]:
    return tuple(name.replace("-", " ").split())


####################################################################################################
# Names of syllables
####################################################################################################


def _by_sounds(first: str, second: str, language: _Language) -> float:
    """By the whole string of sounds, since "Kim Il Sung", "Kim Il-sung" and "Kim Ilsung" are one."""
    one, other = _read_all(first, language), _read_all(second, language)
    if one is None or other is None:
        return FARTHEST
    families = (one[0], other[0])
    if min(len(one), len(other)) == 1 < max(len(one), len(other)):  # a family name alone
        apart = _edit(families[0], families[1], language)
        return PART if apart <= NEAR else FARTHEST
    whole = tuple(sound for word in one for sound in word), tuple(sound for word in other for sound in word)
    return _edit(whole[0], whole[1], language)


@lru_cache(maxsize=16384)
def _read_all(name: str, language: _Language) -> tuple[tuple[Sound, ...], ...] | None:
    read = [language.read(word) for word in _split(name)]
    known = tuple(sounds for sounds in read if sounds)
    return known if known and len(known) == len(read) else None


####################################################################################################
# Names of words
####################################################################################################


def _by_words(words: tuple[str, ...], others: tuple[str, ...], language: _Language | None) -> float:
    """By the best pairing of words in any order; where one has more, the rest must be all that differs."""
    few, many = sorted((words[:MOST_WORDS], others[:MOST_WORDS]), key=lambda side: (len(side), side))
    apart = [[_word(*sorted((one, other)), language) for other in many] for one in few]
    best = min(
        sum((len(few[at]) + len(many[to])) * apart[at][to] for at, to in enumerate(order))
        / sum(len(few[at]) + len(many[to]) for at, to in enumerate(order))
        for order in permutations(range(len(many)), len(few))
    )
    if len(few) == len(many):
        return best
    return PART if best < NEAR / 2 and max(map(len, few)) > 2 else FARTHEST


@lru_cache(maxsize=65536)
def _word(one: str, other: str, language: _Language | None) -> float:
    """Two words by their sounds, or by their letters; an initial stands for any word that begins with it."""
    if language is None or min(len(one), len(other)) == 1:
        return _plain(one, other)
    a, b = language.read(one), language.read(other)
    return FARTHEST if a is None or b is None else _edit(a, b, language)


def _plain(one: str, other: str) -> float:
    """Two words by their bare letters."""
    a, b = _bare(one), _bare(other)
    if a == b:
        return 0.0
    if min(len(a), len(b)) == 1:
        return NEAR if a[:1] == b[:1] else FARTHEST
    if not a or not b:
        return FARTHEST
    steps = _cheapest(a, b, lambda _: 1.0, lambda x, y: 0.0 if x == y else 1.0)
    return min(FARTHEST, 2 * steps / max(len(a), len(b)))  # a letter of ten is much where no rule explains it


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))


####################################################################################################
# Edit distance
####################################################################################################


def _edit(one: tuple[Sound, ...], other: tuple[Sound, ...], language: _Language) -> float:
    """The cheapest way from one string of sounds to the other, as a share of what the heavier weighs.

    Korean r and n fall away at the start of a word before i and y (Yi, Ri, Li), so there an r costs little.
    """
    total = max(sum(map(language.weight, one)), sum(map(language.weight, other)))
    dropped = 0.0
    if language is KOREAN and _has_dropped_r(one, other):
        one, dropped = one[1:], SAME_PLACE
    elif language is KOREAN and _has_dropped_r(other, one):
        other, dropped = other[1:], SAME_PLACE
    return min(FARTHEST, (_cheapest(one, other, language.weight, language.cost) + dropped) / total)


def _has_dropped_r(one: tuple[Sound, ...], other: tuple[Sound, ...]) -> bool:
    """Whether ``one`` has a first r or n that ``other`` lacks."""
    begins = len(one) > 1 and one[0][0] in ("r", "l", "rh", "n") and one[1][0][0] in "iyeo"
    return begins and other[0][0] in KOREAN.vowels


def _cheapest(
    one: Sequence[T], other: Sequence[T], weight: Callable[[T], float], cost: Callable[[T, T], float]
) -> float:
    """The least cost of leaving out, putting in and changing items until one sequence is the other."""
    row = [0.0]
    for item in other:
        row.append(row[-1] + weight(item))
    for item in one:
        diagonal, row[0] = row[0], row[0] + weight(item)
        for at, against in enumerate(other, start=1):
            best = min(diagonal + cost(item, against), row[at] + weight(item), row[at - 1] + weight(against))
            diagonal, row[at] = row[at], best
    return row[-1]
