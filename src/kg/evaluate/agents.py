"""Which agent of gold somebody in a draft is, where the two come from different authorities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.names import normalise

__all__ = ["TITLES", "AgentIndex"]

TITLES = frozenset(
    """
    acting adm admiral ambassador amb assistant baron cde chairman chancellor charge chief col colonel comrade comrades
    consul counselor counsellor count deputy director dr first foreign gen general gov governor his excellency
    honorable hon judge king lieutenant lord lt maj major marshal minister miss mister mr mrs ms premier president prime
    prince professor prof queen representative secretary senator sen sir the under undersecretary vice
    """.split()
)
PRONOUNS = frozenset("he her hers him his i it its me my our ours she their them they us we who you your".split())


class AgentIndex:
    """Finds the gold slug of a draft's agent by its slug and its words.

    Steps, the first that gives exactly one agent wins: the slug is one of gold's; words or slug are one of an agent's
    forms; they are one without titles and initials; their words are part of a form of one agent only.  A pronoun
    names nobody here.  Someone for whom no step gives one agent keeps the draft's slug.

    >>> agents = AgentIndex({"nam-il": ("Foreign Minister Nam Il",), "kim-il": ("Kim Il",)})
    >>> agents.find("nam", "Comrade Nam"), agents.find("il", "Il"), agents.find(None, None)
    ('nam-il', 'il', None)
    """

    def __init__(self, forms: Mapping[str, Sequence[str]]) -> None:
        self._slugs = frozenset(forms)
        self._whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._bare: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._part: dict[str, set[str]] = defaultdict(set)
        for slug, names in forms.items():
            for words in map(_words, (*names, slug)):
                if words and not PRONOUNS.issuperset(words):
                    self._whole[words].add(slug)
                    self._bare[_without_titles(words)].add(slug)
                    for word in words:
                        self._part[word].add(slug)

    def find(self, slug: str | None, words: str | None) -> str | None:
        """The gold slug of an agent of a draft, or the draft's own slug."""
        if slug is None or slug in self._slugs:
            return slug
        spellings = [spelling for spelling in map(_words, (words or "", slug)) if spelling]
        spellings = [spelling for spelling in spellings if not PRONOUNS.issuperset(spelling)]
        for step in (self._whole_name, self._bare_name, self._part_of_name):
            for spelling in spellings:
                found = step(spelling)
                if len(found) == 1:
                    return next(iter(found))
        return slug

    def _whole_name(self, words: tuple[str, ...]) -> set[str]:
        return self._whole.get(words, set())

    def _bare_name(self, words: tuple[str, ...]) -> set[str]:
        return self._bare.get(_without_titles(words), set())

    def _part_of_name(self, words: tuple[str, ...]) -> set[str]:
        sets = [self._part.get(word, set()) for word in _without_titles(words)]
        return set.intersection(*sets) if sets else set()


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in normalise(name).split() if word not in ("the", "a", "an"))


def _without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are no title and no initial; all where nothing else is left."""
    return tuple(word for word in words if len(word) > 1 and word not in TITLES) or words
