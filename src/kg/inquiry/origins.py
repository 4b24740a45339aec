"""A proposition -> who states it, folded to independent origins; who denies it; who asks or professes not to know.

A *source* is whoever a text names as stating the claim; where it names nobody, the part of the document that states
it.  One source is one voice, however often it speaks.  A source depends on another

- that it reports as stating the claim (``reports``),
- that, by some text, told it the claim (``was told``, ``was present``) no later than it spoke; not if one of its own
  statements is certainly earlier, and only possibly where the order in time cannot be told,
- whose document it summarises or repeats word for word (``copies``),
- and possibly on one of which it is a member, or that is a member of it (``same body``): that is inference.

Sources that lean on each other in a circle are one.  An *origin* is a source, or circle, that leans on no other: two
people who heard it from one man are one origin.  ``at_most`` counts origins by what texts tell, ``at_least`` also by
what is only possible.  That no text tells of a dependence does not show independence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import kg.inquiry.transmission as transmission
from kg.inquiry.testimony import Cited, Claim, Telling, Testimony

__all__ = ["Dependence", "OriginRow", "Origins", "find_origins", "fold_origins"]

COPIED_WORDS = 8  # so many words in a row are no accident


@dataclass(frozen=True, slots=True)
class Dependence:
    """That one source leans on another for the claim: how, whether it is inference, and the statement that tells it."""

    source: str
    on: str
    how: str
    inferred: bool
    cited: Cited


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One statement on the claim: its side, its source, and the origin to which that source folds."""

    side: str
    source: str
    origin: str
    depends: str
    through: str
    claim: str
    source_iri: str
    proposition_iri: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Origins:
    """The answer: every statement on the claim, what leans on what, and how many origins there are."""

    proposition: str
    at_most: int
    at_least: int
    sources: int
    rows: tuple[OriginRow, ...]
    dependences: tuple[Dependence, ...]


def find_origins(testimony: Testimony, name: str) -> Origins:
    """The origins of a proposition, named by its slug or its words.

    >>> from kg.inquiry.testimony import open_testimony
    >>> found = find_origins(open_testimony("data"), "four-who-fled-fled-to-china")
    >>> found.sources >= found.at_most >= found.at_least >= 1
    True
    """
    iri = testimony.find(name, "proposition")
    claims = testimony.claims_like(iri)
    stated = testimony.stated(claims)
    sides = {one.iri: _side(one) for one in stated}
    support = [one for one in stated if sides[one.iri] == "states it"]
    sources: dict[str, list[Telling]] = defaultdict(list)
    for telling in support:
        for source in _sources(telling):
            sources[source].append(telling)
    dependences = _find_dependences(testimony, sources)
    sure = fold_origins(sources, [(d.source, d.on) for d in dependences if not d.inferred])
    possible = fold_origins(sources, [(d.source, d.on) for d in dependences])
    rows = _rows(testimony, claims, stated, sides, sure, dependences)
    against = {one.iri: one for claim in claims for one in testimony.against(claim.iri)}
    denials = [one for one in testimony.stated(against.values()) if transmission.supports(one)]
    rows += _rows(testimony, tuple(against.values()), denials, {one.iri: "denies it" for one in denials}, {}, ())
    return Origins(testimony.label(iri), _count(sure), _count(possible), len(sources), tuple(rows), tuple(dependences))


def fold_origins(sources: Iterable[str], dependences: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each source the names of the origins on which it rests in the end; itself where it leans on none.

    >>> fold_origins(["Ada", "Ben", "Cyd"], [("Ada", "Cyd"), ("Ben", "Cyd")])
    {'Ada': ('Cyd',), 'Ben': ('Cyd',), 'Cyd': ('Cyd',)}
    >>> fold_origins(["Ada", "Ben"], [("Ada", "Ben"), ("Ben", "Ada")])
    {'Ada': ('Ada = Ben',), 'Ben': ('Ada = Ben',)}
    """
    leans: dict[str, set[str]] = {one: set() for one in sources}
    for one, other in dependences:
        if one in leans and other in leans and one != other:
            leans[one].add(other)
    reach = {one: _reach(one, leans) for one in leans}
    circle = {
        one: tuple(sorted(x for x in leans if x == one or (x in reach[one] and one in reach[x]))) for one in leans
    }
    ends = {one for one in leans if all(x in circle[one] for x in reach[one])}
    return {
        one: tuple(sorted({" = ".join(circle[x]) for x in {one, *reach[one]} if x in ends})) for one in sorted(leans)
    }


def _reach(start: str, leans: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    queue = [start]
    while queue:
        fresh = leans[queue.pop()] - found
        found |= fresh
        queue += fresh
    return found


def _count(folded: Mapping[str, tuple[str, ...]]) -> int:
    return len({origin for origins in folded.values() for origin in origins})


def _side(telling: Telling) -> str:
    if telling.act == "disclaim" and telling.made:
        return "professes not to know"
    if telling.negated:
        return "is said not to have said it"
    if telling.act == "ask":
        return "asks"
    return "states it" if telling.made else f"{telling.modality} to be said"


def _sources(telling: Telling) -> tuple[str, ...]:
    """Those who state it; where the text names nobody, the part of the document that does."""
    return telling.speakers or telling.inferred or (_page(telling),)


def _page(telling: Telling) -> str:
    part = telling.via or (f"{telling.document}#summary" if telling.section == "summary" else telling.document)
    return part if telling.depth == 1 else f"{part}#unnamed"


def _find_dependences(testimony: Testimony, sources: Mapping[str, list[Telling]]) -> list[Dependence]:
    found: dict[tuple[str, str, bool], Dependence] = {}

    def add(source: str, on: str, how: str, inferred: bool, cited: Cited) -> None:
        if source != on and source in sources and on in sources:
            found.setdefault((source, on, inferred), Dependence(source, on, how, inferred, cited))

    for on, tellings in sources.items():
        for telling in tellings:
            for link in testimony.chain(telling.iri)[:-1]:
                for reporter in _sources(link):
                    add(reporter, on, "reports", False, telling.cited)
            for contact in transmission.find_contacts(testimony, [telling]):
                order = _order(testimony, sources.get(contact.agent, []), contact)
                if contact.source and order != "after":
                    unsure = contact.inferred or order == "unknown"
                    add(contact.agent, on, contact.how, unsure, contact.telling.cited)
    for source, on, telling in _copies(testimony, sources):
        add(source, on, "copies", False, telling.cited)
    for source in sources:
        for member in transmission.members_of(testimony, source) if source.startswith("http") else ():
            if member in sources:
                add(member, source, "same body", True, sources[member][0].cited)
                add(source, member, "same body", True, sources[source][0].cited)
    return [found[key] for key in sorted(found)]


def _order(testimony: Testimony, own: list[Telling], contact: transmission.Contact) -> str:
    """Whether the contact came ``before`` all that its hearer says, ``after`` some of it, or that is ``unknown``."""
    known = []
    for telling in own:
        when = testimony.when(telling.iri)
        there = contact.telling
        if when.before(contact.when):
            return "after"
        if telling.document == there.document and telling.depth == there.depth == 1 and telling.start < there.start:
            return "after"  # in one record what stands first was said first
        latest = when.latest
        known.append(latest is not None and contact.when.latest is not None and contact.when.latest <= latest)
    return "before" if any(known) else "unknown"


def _copies(testimony: Testimony, sources: Mapping[str, list[Telling]]) -> Iterable[tuple[str, str, Telling]]:
    """Pages that state it without a speaker and repeat, or summarise, what another document has."""
    pages = [(source, one) for source, many in sources.items() for one in many if not (one.speakers or one.inferred)]
    for page, telling in pages:
        for other, many in sources.items():
            if other != page and any(_copied(testimony, telling, one) for one in many):
                yield page, other, telling


def _copied(testimony: Testimony, page: Telling, other: Telling) -> bool:
    """Whether a page's statement is a summary or a copy of what another document, or its own body, states."""
    if page.document == other.document:
        return page.section == "summary" and other.section != "summary"
    if page.via is not None and other.document in testimony.same(page.via):
        return True
    return _repeats(page, other) and (bool(other.speakers) or page.order > other.order)


def _repeats(one: Telling, other: Telling) -> bool:
    """Whether the one's words stand in the other's, or the other way round, and are too many for chance."""
    left, right = (telling.cited.words.casefold() for telling in (one, other))
    short, long = sorted((left, right), key=len)
    return len(short.split()) >= COPIED_WORDS and short in long


def _rows(
    testimony: Testimony,
    claims: tuple[Claim, ...],
    tellings: Iterable[Telling],
    sides: Mapping[str, str],
    folded: Mapping[str, tuple[str, ...]],
    dependences: Iterable[Dependence],
) -> list[OriginRow]:
    by_claim = {claim.iri: claim for claim in claims}
    on = defaultdict(list)
    for one in dependences:
        on[one.source].append(f"{one.how}: {name_source(testimony, one.on)}{' (inferred)' if one.inferred else ''}")
    return [
        OriginRow(
            side=sides[telling.iri],
            source=name_source(testimony, source),
            origin="; ".join(
                " = ".join(name_source(testimony, part) for part in origin.split(" = "))
                for origin in folded.get(source, ())
            ),
            depends="; ".join(on[source]),
            through=" < ".join(testimony.who(link) for link in reversed(testimony.chain(telling.iri)[:-1])),
            claim=by_claim[claim].label,
            source_iri=source.partition("#")[0],
            proposition_iri=claim,
            cited=telling.cited,
        )
        for telling in tellings
        for source in _sources(telling)
        for claim in telling.states
        if claim in by_claim
    ]


def name_source(testimony: Testimony, source: str) -> str:
    """A source as a cell has it: an agent by name, a page as the document that speaks, or someone in it."""
    iri, _, part = source.partition("#")
    label = testimony.label(iri)
    if part == "unnamed" or part.endswith("#unnamed"):
        return f"someone not named in “{label}”"
    if part == "summary":
        return f"the archive's summary of “{label}”"
    return f"“{label}”" if "/id/document/" in iri else label
