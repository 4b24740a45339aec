"""A document and an authority -> entries for the names that the authority does not know, each with its evidence.

Nothing is merged: the nearest known entries stand beside a proposal, and an editor decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.document import Document
from kg.locate import find_spelling
from kg.model import GROUP_KINDS, Authority
from kg.names import normalise
from kg.romanise import PART, distance

__all__ = ["Near", "Proposal", "find_nearest", "propose_names", "write_proposals"]

WORD = r"[^\W\d_][\w'’`\-]*\w"
CAPITAL = rf"(?=[^\W\d_])(?=[^a-z\W])(?:{WORD})"
NAME = re.compile(
    rf"(?<![\w\-])(?:[A-Z]\. ?)*{CAPITAL}(?:[ \t]+(?:(?:[A-Z]\.[ \t]?)*{CAPITAL}|of(?: the)? {CAPITAL}))*"
)
TITLES = re.compile(
    r"(?:(?:Cdes?|Mr|Mrs|Ms|Dr|Gen|Col|Adm|Amb|Prof|Sen|Gov)\.|Comrades?|Sir|Miss|Lord|General|Marshal|Colonel|Admiral|"
    r"Ambassador|Minister|Chairman|Premier|President|Secretary|Prince|King|Professor|Foreign|Prime|Deputy|Vice|First|"
    r"Acting|Under)\s+"
)
FIRST_WORD = re.compile(r"([\w'’\-]+)\s+")
TAIL = re.compile(r"(?:['’]s?|\s+(?:Cdes?|Comrades?|Mr|Mrs|Dr))$")
# Words that begin a sentence, and those written with a capital that name no agent.
NO_NAME = frozenset(
    """
    a about after again all also although among an and another any are as at because before both but by did do each
    even every first for from had has have he her here his how however i if in is it its last later many may more most
    my neither no none nor not nothing now of on once one only or other our perhaps second she should since so some
    still such that the their then there these they third this those though through thus to today tomorrow two under
    until was we were what when where whether which while who why will with without would yes yesterday yet you your
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday am pm re subject participants top secret confidential memorandum telegram letter
    report conversation diary journal record translation source summary page dear sincerely
    """.split()
)
BODY = frozenset(
    """
    academy agency army assembly association board bureau cabinet commission committee company conference congress
    council court delegation department directorate embassy federation front government group institute league
    legation mission ministry office organization parliament party presidium secretariat society soviet staff union
    """.split()
)
NAMED = ("person", *GROUP_KINDS, "place")
MOST_WORDS = 6  # of a known name that a new one is held against
FRAME = ("boilerplate", "citation", "credits")
MOST_NEAR = 3
FARTHEST_SHOWN = 0.35
SHOWN = 40  # characters of the text on either side of a name


@dataclass(frozen=True, slots=True)
class Near:
    """A known entry, its spelling that is nearest to a name, and how far that is."""

    slug: str
    form: str
    distance: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that the authority does not know: where it stands, and the known entries nearest to it."""

    slug: str
    kind: str
    form: str
    places: tuple[tuple[int, int], ...]
    words: str
    nearest: tuple[Near, ...]
    shorter: tuple[str, ...] = ()


def propose_names(document: Document, authority: Authority) -> list[Proposal]:
    """What to add for the names in ``document``, in the order of their first place.

    A name that the authority has in any entry, whatever its case and diacritics, is known; so is a single word of a
    known name of several that stands in the text.  A single word of a longer new name is noted with that.
    """
    known = {normalise(form) for _, form in _forms(authority)}
    words_of_known = {word for name in known if name and _stands(name, document.text) for word in name.split()}
    found = {
        form: kept for form, places in _find_names(document.text).items() if (kept := _outside_frame(document, places))
    }
    new = {form: places for form, places in found.items() if normalise(form) not in known}
    longer = [form for form in new if len(normalise(form).split()) > 1]
    parts: dict[str, list[str]] = defaultdict(list)
    for form in list(new):
        word = normalise(form)
        wholes = [whole for whole in longer if word in normalise(whole).split()]
        if " " not in word and (wholes or word in words_of_known):
            for whole in wholes[:1]:
                parts[whole].append(form)
            del new[form]
    taken = set(authority.entities)
    proposals = []
    for form, places in sorted(new.items(), key=lambda item: item[1][0]):
        slug = _free_slug(form, taken)
        taken.add(slug)
        start, end = places[0]
        before, after = max(0, start - SHOWN), end + SHOWN
        words = " ".join(document.text[before:after].split())
        near = tuple(find_nearest(form, authority))
        proposals.append(Proposal(slug, _kind(form), form, places, words, near, tuple(sorted(parts[form]))))
    return proposals


def _outside_frame(document: Document, places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The places that are not in what an archive prints around a document."""
    frame = [(one.start, one.end) for one in document.blocks if one.kind in FRAME]
    return tuple((a, b) for a, b in places if not any(start <= a < end for start, end in frame))


def find_nearest(name: str, authority: Authority, *, most: int = MOST_NEAR) -> Iterator[Near]:
    """Yield the known entries nearest to ``name``, the nearest first, each by its nearest spelling."""
    best: dict[str, Near] = {}
    for slug, form in _forms(authority):
        if form.islower() or len(form.split()) > MOST_WORDS:  # a description ("our ambassador") is no name
            continue
        apart = distance(name, form)
        if apart <= FARTHEST_SHOWN and (slug not in best or apart < best[slug].distance):
            best[slug] = Near(slug, form, apart)
    yield from sorted(best.values(), key=lambda near: (near.distance, near.slug))[:most]


def _forms(authority: Authority) -> Iterator[tuple[str, str]]:
    for slug, entity in authority.entities.items():
        if entity.kind in NAMED:
            yield slug, entity.label
            yield from ((slug, name.form) for name in entity.names)


def _stands(name: str, text: str) -> bool:
    return len(name.split()) > 1 and bool(find_spelling(name, normalise(text)))


def _find_names(text: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """Every run of capitalised words that may name someone, and its places.

    A single word must stand at least once where no sentence begins, and never in lower case.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    inside: set[str] = set()
    lower = set(re.findall(r"(?<![\w'’\-])[a-z][\w'’\-]*", text))
    for match in NAME.finditer(text):
        start, end = _trim(text, *match.span())
        form = " ".join(text[start:end].split())
        if end - start < 2 or normalise(form) in NO_NAME or form.casefold() in lower:
            continue
        found[form].append((start, end))
        if not _begins_sentence(text, start):
            inside.add(form)
    return {form: tuple(places) for form, places in found.items() if form in inside or len(form.split()) > 1}


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without titles and sentence words at its start, and a possessive or a title at its end."""
    while True:
        title = TITLES.match(text, start, end)
        first = FIRST_WORD.match(text, start, end)
        if title:
            start = title.end()
        elif first and first[1].casefold() in NO_NAME and _begins_sentence(text, start):  # "So Hwi" is a name
            start = first.end()
        else:
            break
    of = text.find(" of ", start, end)
    if of >= 0 and not BODY & set(
        normalise(text[start:of]).split()
    ):  # "Ministry of Defence" is one name, "Nam of Korea" not
        end = of
    tail = TAIL.search(text[start:end])
    return start, start + tail.start() if tail and tail.start() else end


def _begins_sentence(text: str, at: int) -> bool:
    return re.search(r"(?:^|\n|[.!?:][”\"’')\]]*)[\s“\"(\[]*$", text[max(0, at - 12) : at]) is not None


def _kind(form: str) -> str:
    """``body`` for what a word says is one, else ``person``; the editor corrects it."""
    return "body" if BODY & set(normalise(form).split()) else "person"


def _free_slug(form: str, taken: Iterable[str]) -> str:
    base = "-".join(re.findall(r"[a-z0-9]+", normalise(form.replace("'", "").replace("’", "")))) or "name"
    known, number, slug = set(taken), 1, base
    while slug in known:
        number += 1
        slug = f"{base}-{number}"
    return slug


def write_proposals(document: Document, proposals: Sequence[Proposal]) -> str:
    """Proposals as an authority file, their evidence in comments."""
    lines = [
        f"# Names in {document.id} that the authority does not know. Keep an entry, correct its kind and slug, or add",
        "# its spelling to the entry that it belongs to, with the reason under identity:.",
    ]
    for one in proposals:
        count = f"{len(one.places)} time{'' if len(one.places) == 1 else 's'}"
        lines += [
            f"- slug: {one.slug}",
            f"  kind: {one.kind}",
            f"  label: {_quoted(one.form)}",
            "  names:",
            f"    - {{form: {_quoted(one.form)}, in: [{_quoted(document.id)}]}}",
            f"  # stands {count}, first at {one.places[0][0]}: … {_shown(one.words)} …",
        ]
        if one.shorter:
            lines.append(f"  # may also be: {', '.join(map(_shown, one.shorter))}")
        near = ", ".join(f"{near.slug} ({_shown(near.form)}, {_degree(near.distance)})" for near in one.nearest)
        lines.append(f"  # nearest known: {near or 'none'}")
    return "\n".join(lines) + "\n" if proposals else ""


def _degree(apart: float) -> str:
    return "shares a part" if apart == PART else f"{apart:.2f} apart"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shown(words: str) -> str:
    return "".join(c if c.isprintable() else " " for c in words)
