"""Who a phrase names: the people and groups of one document, each with its fullest form, and their slugs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.draft.lexicon import BODIES, CLASSES, NATIONS, PAPERS, PEOPLE, TITLES, VERB_FORMS
from kg.model import GROUP_KINDS, Authority

__all__ = ["Names", "Person", "make_slug", "normal_words"]

_WORD = re.compile(r"[^\W_]+(?:[’'\-‑–.][^\W_]+)*\.?")
_RUN = re.compile(
    r"(?<![\w.])(?:(?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ]\.[ -]?){1,3}"
    r"|[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][a-zß-ž]+(?:[-’'][A-Za-z][a-zß-ž]*)*[ ])"
    r"(?:(?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ]\.[ -]?){0,2})(?:(?:de|von|van|al|bin|el|ben) )?"
    r"(?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][a-zß-ž]+(?:[-’'][A-Za-z][a-zß-ž]*)*[ ])?"
    r"[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][a-zß-ž]+(?:[-’'][A-Za-z][a-zß-ž]*)*"
)
_KEPT_TITLES = frozenset("king queen prince princess emperor empress pope".split())
_NOISE = frozenset(
    "the a an his her their our my this that these those of for to in and or at on said same other".split()
)
_NOT_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday department state telegram memorandum conversation embassy secret
    confidential top states united nations council foreign affairs soviet union communist party central
    committee workers north south east west viet-nam vietnam korea germany washington paris london moscow peking
    """.split()
)

_GENERIC = BODIES | PEOPLE | PAPERS | TITLES | _NOISE
_COMMON = frozenset(VERB_FORMS) | frozenset(CLASSES) | NATIONS.keys() | BODIES | PAPERS


@dataclass(slots=True, eq=False)
class Person:
    """Somebody or some group of the document."""

    slug: str
    name: str
    kind: str
    keys: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    side: str | None = None
    participant: bool = False
    talks: bool = False
    plural: bool = False


def make_slug(name: str) -> str:
    """A name as a slug, without marks, in lower case.

    >>> make_slug("Sir Roger Makins"), make_slug("Henry A. Kissinger"), make_slug("N. T. Fedorenko")
    ('roger-makins', 'henry-kissinger', 'n-t-fedorenko')
    """
    words = _WORD.findall(name)
    bare = [w for w in words if w.lower().rstrip(".") not in TITLES or w.lower() in _KEPT_TITLES]
    words = bare or words
    if len(words) > 2 and len(words[0].rstrip(".")) > 1:
        words = [words[0], *(w for w in words[1:-1] if len(w.rstrip(".")) > 1), words[-1]]
    plain = unicodedata.normalize("NFKD", " ".join(words)).lower()
    plain = re.sub(r"[’']s\b", "", plain)
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    return slug[:80].strip("-") or "unnamed"


def normal_words(words: str) -> tuple[str, ...]:
    """The words of a phrase in lower case, without marks, possessive endings and full stops.

    >>> normal_words("Cde. Pak Jeong-ae’s")
    ('cde', 'pak', 'jeong-ae')
    """
    plain = unicodedata.normalize("NFKD", words.lower().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = (w.removesuffix("'s").replace(".", "") for w in _WORD.findall(plain))
    return tuple(w for w in found if w)


@dataclass
class Names:
    """The register of one document: grows as phrases are met."""

    authority: Authority | None
    document: str
    full: dict[str, Counter[str]] = field(default_factory=dict)
    by_phrase: dict[tuple[str, ...], Person] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    by_key: dict[str, list[Person]] = field(default_factory=dict)
    offices: dict[str, Person] = field(default_factory=dict)
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def read(self, text: str) -> None:
        """Take in the full names that the text gives, so that a surname alone finds them."""
        for match in _RUN.finditer(text):
            if any(w.lower() in _COMMON or w.endswith(("’s", "'s")) for w in match.group().split()):
                continue
            words = normal_words(match.group())
            kept = [w for w in words if w not in TITLES and w not in _NOT_NAMES]
            if 2 <= len(kept) <= 4 and len(kept) == len([w for w in words if w not in TITLES]):
                name = " ".join(w for w in match.group().split() if w.lower().rstrip(".") not in TITLES)
                for key in {kept[0], kept[-1]}:
                    if len(key) > 1:
                        self.full.setdefault(key, Counter())[name] += 1
        if self.authority is not None and not self.known:
            self._read_authority(self.authority)

    def _read_authority(self, authority: Authority) -> None:
        ambiguous: set[tuple[str, ...]] = set()
        for own in (True, False):
            for entity in authority.entities.values():
                if entity.kind != "person" and entity.kind not in GROUP_KINDS:
                    continue
                forms = [name.form for name in entity.names if (self.document in name.documents) == own]
                for form in [*forms, entity.label] if own else forms:
                    for key in {_bare(normal_words(form)), normal_words(form)}:
                        if not key or (not own and all(w in _GENERIC for w in key)):
                            continue  # "the embassy" is this one only in its own documents
                        taken = self.known.get(key)
                        if taken is None and key not in ambiguous:
                            self.known[key] = entity.slug
                        elif taken != entity.slug and own:
                            ambiguous.add(key)

    def add(
        self,
        name: str,
        *,
        offices: Iterable[str] = (),
        side: str | None = None,
        participant: bool = False,
        kind: str = "name",
    ) -> Person:
        """Enter somebody whom the frame names."""
        words = normal_words(name)
        found = self.find(name, kind)
        found.participant = found.participant or participant
        found.side = found.side or side
        added = frozenset(w for office in offices for w in normal_words(office) if w not in _NOISE)
        found.offices = found.offices | added | frozenset(w for w in words if w in TITLES)
        return found

    def peek(self, phrase: str) -> Person | None:
        """The known person whom capitalised words name, without entering anybody."""
        words = normal_words(phrase)
        known = self.by_phrase.get(words)
        if known is not None:
            return known if known.kind == "name" else None
        bare = _bare(words)
        if not bare:
            return None
        if (
            bare in self.known
            or any(_fits(bare, p) for p in self.by_key.get(bare[-1], ()))
            or (len(bare) < len(words) and words[0] in TITLES and words[0] not in ("party", "first", "second", "third"))
            or (
                len(bare) > 1
                and bare[0] in self.full
                and phrase in self.full[bare[0]]
                and bare[-1] not in NATIONS
                and bare[-1] not in BODIES
            )
        ):
            found = self.find(phrase, "name")
            return found if found.kind == "name" else None
        return None

    def find(self, phrase: str, kind: str) -> Person:
        """Who or what a phrase names; a new entry where nothing known fits."""
        words = normal_words(phrase)
        while words and words[0] in _NOISE and len(words) > 1:
            words = words[1:]
        known = self.by_phrase.get(words)
        if known is not None:
            return known
        found = self._find_new(phrase, words, kind)
        self.by_phrase[words] = found
        return found

    def _find_new(self, phrase: str, words: tuple[str, ...], kind: str) -> Person:
        bare = _bare(words)
        rest = tuple(w for w in bare if w not in NATIONS and w not in BODIES and w not in PEOPLE)
        if kind == "name" and rest and rest[-1:] == bare[-1:]:
            bare = rest  # "Soviet delegate Hale", "Opposition leader Gray"
            phrase = (
                " ".join(w for w in phrase.split() if not set(normal_words(w)) & (NATIONS.keys() | BODIES | PEOPLE))
                or phrase
            )
        slug = self.known.get(words) or (self.known.get(bare) if bare else None)
        if slug is not None and self.authority is not None:
            return self._enter(slug, self.authority.label_of(slug), kind, words)
        if kind in ("name",) and bare:
            return self._find_person(phrase, words, bare, kind)
        if (
            kind == "people"
            and bare
            and not {"of", "in", "for", "from", "to"} & set(words)
            and not any(w in PEOPLE or w in TITLES or w in NATIONS for w in bare[-1:])
            and phrase.split()[-1][:1].isupper()
        ):
            return self._find_person(phrase, words, bare, kind)
        if kind == "people":
            return self._find_office(phrase, words)
        if kind == "nation":
            nation = next((NATIONS[w] for w in reversed(words) if w in NATIONS), None)
            if nation and all(w in NATIONS for w in words):
                return self._enter(nation, phrase, kind, words)
        return self._enter(make_slug_of(list(words)) or make_slug(phrase), _strip(phrase), kind, words)

    def _find_person(self, phrase: str, words: tuple[str, ...], bare: tuple[str, ...], kind: str) -> Person:
        candidates = [p for key in {bare[-1], bare[0]} for p in self.by_key.get(key, ()) if _fits(bare, p)]
        if candidates:
            best = max(candidates, key=lambda p: (p.participant, len(p.keys & set(bare))))
            self._note_office(words, best)
            return best
        name = (
            " ".join(w for w in phrase.split() if w.lower().rstrip(".,") not in TITLES and w.lower() not in _NOISE)
            or phrase
        )
        name = re.sub(r"[’']s$", "", name)
        if len(bare) == 1 and bare[0] in self.full:
            options = self.full[bare[0]].most_common(2)
            if len(options) == 1 or options[0][1] >= 2 * options[1][1]:
                name = options[0][0]
        full = _bare(normal_words(name))
        slug = self.known.get(full)
        if slug is not None and self.authority is not None:
            person = self._enter(slug, self.authority.label_of(slug), "name", full + bare)
        else:
            if words and words[0] in _KEPT_TITLES:
                name = f"{words[0].title()} {name}"
            person = self._enter(make_slug(name), name, "name", full + bare)
        self._note_office(words, person)
        return person

    def _note_office(self, words: tuple[str, ...], person: Person) -> None:
        """ "Foreign Minister Yeh": later "the Foreign Minister" is Yeh."""
        for word in words:
            if word in TITLES and word not in ("mr", "mrs", "cde", "comrade", "sir", "dr", "miss"):
                person.offices = person.offices | {word}
                self.offices[word] = person

    def _find_office(self, phrase: str, words: tuple[str, ...]) -> Person:
        wanted = [w for w in words if w not in _NOISE]
        head = wanted[-1] if wanted else ""
        slug = self.known.get(tuple(wanted))
        if slug is not None and self.authority is not None:
            return self._enter(slug, self.authority.label_of(slug), "people", words)
        plural = head.endswith("s") and not head.endswith("ss")
        if not plural and wanted:
            fitting = [
                p for p in self.persons.values()
                if p.kind == "name"
                and (p.offices >= set(wanted) or (p.participant and head in p.offices and _agrees(wanted, p)))
            ]  # fmt: skip
            if len(fitting) > 1:
                fitting = [p for p in fitting if p.participant] or fitting
            if len(fitting) >= 1 and (len(fitting) == 1 or self.offices.get(head) in fitting):
                return fitting[0] if len(fitting) == 1 else self.offices[head]
        if len(wanted) == 1:
            for person in reversed(self.persons.values()):
                if person.kind == "people" and person.slug.endswith("-" + head):
                    return person  # "the source", after "the Iraqi Embassy source"
        return self._enter(
            make_slug_of([w for w in words if w not in ("the", "a", "an")]) or make_slug(phrase),
            _strip(phrase),
            "people",
            words,
            plural=plural,
        )

    def _enter(self, slug: str, name: str, kind: str, words: tuple[str, ...], *, plural: bool = False) -> Person:
        person = self.persons.get(slug)
        if person is None:
            person = Person(slug, name, kind, plural=plural or kind in ("body", "nation"))
            self.persons[slug] = person
        added = frozenset(w for w in words if w not in TITLES and w not in _NOISE)
        if kind == "name":
            for key in added - person.keys:
                self.by_key.setdefault(key, []).append(person)
            person.keys = person.keys | added
        return person


def make_slug_of(words: list[str]) -> str:
    """The slug of a phrase that is no name."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words)).strip("-")[:80].strip("-")


def _agrees(wanted: list[str], person: Person) -> bool:
    """Whether no word of the phrase names another country or office than the person's."""
    return all(w in person.offices or w not in NATIONS for w in wanted) and sum(
        w in person.offices for w in wanted
    ) * 2 >= len(wanted)


def _fits(bare: tuple[str, ...], person: Person) -> bool:
    """Whether a name can be this person's: no word of it is foreign to theirs, an initial stands for a word.

    >>> _fits(("mao",), Person("mao-zedong", "Mao Zedong", "name", frozenset({"mao", "zedong"})))
    True
    >>> _fits(("kim", "tu-bong"), Person("kim-il-sung", "Kim Il Sung", "name", frozenset({"kim", "il", "sung"})))
    False
    """
    keys = person.keys
    if all(w in keys or (len(w) == 1 and any(k.startswith(w) for k in keys)) for w in bare):
        return True
    long = [k for k in keys if len(k) > 1]
    return len(bare) > 1 and bool(long) and all(k in bare for k in long)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in TITLES and w not in _NOISE)


def _strip(phrase: str) -> str:
    words = phrase.split()
    while len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)
