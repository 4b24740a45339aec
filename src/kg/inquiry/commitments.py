"""Who promised or agreed to what, and who says that it was kept or broken.

A commitment is a claim that someone promised, agreed to or agreed with something, or a statement in which someone
promises or agrees to what is then planned.  It is *said to be broken* by a claim that the same agent acted against the
same thing, or that what was planned did not come about; *said to be kept* by a claim that he did not act against it, or
that what was planned came about.  Otherwise nobody says: that is no breach, and no keeping.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.inquiry.testimony import Cited, Claim, Telling, Testimony
from kg.inquiry.transmission import supports
from kg.terms import kg, voc

__all__ = ["Commitment", "find_commitments"]

BINDING = ("promised", "agreedTo", "agreedWith")
ACTS = ("promise", "agree")


@dataclass(frozen=True, slots=True)
class Commitment:
    """One statement on a commitment: that it was made, or that it was kept or broken."""

    number: int
    who: str
    what: str
    side: str
    outcome: str
    speaker: str
    verdict: str
    who_iri: str
    proposition_iri: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class _Bond:
    """Whose commitment to what, with the claims that it was made, kept and broken, and statements that make it."""

    who: str
    what: str
    made: tuple[Telling, ...]
    kept: tuple[tuple[Claim, Telling], ...]
    broken: tuple[tuple[Claim, Telling], ...]
    claim: str


def find_commitments(testimony: Testimony, *, who: str | None = None) -> tuple[Commitment, ...]:
    """Every commitment, or those of one agent, each with who says that it was made, kept or broken.

    >>> from kg.inquiry.testimony import open_testimony
    >>> rows = find_commitments(open_testimony("data"), who="Kim Il Sung")
    >>> sorted({row.outcome for row in rows})
    ['nobody says', 'said to be broken', 'said to be kept']
    """
    wanted = set(testimony.same(testimony.find(who, "agent"))) if who else None
    bonds = [*_by_claim(testimony), *_by_act(testimony)]
    rows: list[Commitment] = []
    number = 0
    for bond in sorted(bonds, key=lambda one: (testimony.label(one.who), one.who, one.what, one.claim)):
        if wanted is not None and bond.who not in wanted:
            continue
        number += 1
        rows += _rows(testimony, number, bond)
    return tuple(rows)


def _rows(testimony: Testimony, number: int, bond: _Bond) -> Iterator[Commitment]:
    outcome = " and ".join(
        f"said to be {word}" for word, many in (("broken", bond.broken), ("kept", bond.kept)) if many
    )
    sides = [("made", bond.claim, telling) for telling in bond.made]
    for word, many in (("broken", bond.broken), ("kept", bond.kept)):
        sides += [(word, claim.iri, telling) for claim, telling in many]
    for side, claim, telling in sides:
        yield Commitment(
            number=number,
            who=testimony.label(bond.who),
            what=testimony.label(bond.what),
            side=side,
            outcome=outcome or "nobody says",
            speaker=testimony.who(telling),
            verdict=testimony.verdicts(claim),
            who_iri=bond.who,
            proposition_iri=claim,
            cited=telling.cited,
        )


def _by_claim(testimony: Testimony) -> Iterator[_Bond]:
    """Claims that someone promised or agreed, grouped by who and what."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for name in BINDING:
        for iri in testimony.subjects(kg(name).value, kg("predicate")):
            claim = testimony.claim(iri)
            if not claim.negated and claim.modality == "actual" and claim.object.startswith("http"):
                found.setdefault((claim.subject, claim.object), []).append(claim)
    for (who, what), claims in sorted(found.items()):
        made = tuple(one for one in testimony.stated(claims) if supports(one))
        if made:
            kept, broken = _outcomes(testimony, who, what, made)
            yield _Bond(who, what, made, kept, broken, claims[0].iri)


def _outcomes(
    testimony: Testimony, who: str, what: str, made: tuple[Telling, ...]
) -> tuple[tuple[tuple[Claim, Telling], ...], tuple[tuple[Claim, Telling], ...]]:
    """Who says that ``who`` did, or did not, act against ``what``; who is said to have kept what was promised."""
    claims = [
        claim
        for same in testimony.same(who)
        for claim in map(testimony.claim, testimony.subjects(same, kg("subject")))
        if claim.predicate == "actedAgainst" and claim.modality == "actual" and claim.object in testimony.same(what)
    ]
    pairs = [(claim, one) for claim in claims for one in testimony.stated([claim]) if supports(one)]
    broken = tuple(pair for pair in pairs if not pair[0].negated)
    kept = tuple(pair for pair in pairs if pair not in broken)
    return kept, broken


def _by_act(testimony: Testimony) -> Iterator[_Bond]:
    """Statements that promise or agree to what is planned, with who says that it came about or did not."""
    found: dict[tuple[str, str], list[Telling]] = {}
    for act in ACTS:
        for iri in testimony.subjects(voc("act", act).value, kg("act")):
            telling = testimony.telling(iri)
            if not telling.made:
                continue
            for claim in (testimony.claim(one) for one in telling.states):
                if claim.modality == "planned":
                    for who in telling.speakers or telling.inferred:
                        found.setdefault((who, claim.iri), []).append(telling)
    for (who, iri), made in sorted(found.items()):
        promise = testimony.claim(iri)
        kept: list[tuple[Claim, Telling]] = []
        broken: list[tuple[Claim, Telling]] = []
        for claim in _come_about(testimony, promise):
            pairs = [
                (claim, one)
                for one in testimony.stated([claim])
                if supports(one) and not any(_comes_first(testimony, one, word) for word in made)
            ]
            (kept if claim.negated == promise.negated else broken).extend(pairs)
        yield _Bond(who, iri, tuple(made), tuple(kept), tuple(broken), iri)


def _comes_first(testimony: Testimony, outcome: Telling, made: Telling) -> bool:
    """Whether what is told of the outcome was said before the commitment, and so cannot be of it."""
    if testimony.when(outcome.iri).before(testimony.when(made.iri)):
        return True
    same_voice = bool(set(outcome.speakers) & set(made.speakers)) and outcome.document == made.document
    return same_voice and outcome.start <= made.start


def _come_about(testimony: Testimony, planned: Claim) -> Iterator[Claim]:
    """What is claimed, as actual, of just that which was planned."""
    for same in testimony.same(planned.subject):
        for claim in map(testimony.claim, testimony.subjects(same, kg("subject"))):
            if (
                claim.predicate == planned.predicate
                and claim.object in (testimony.same(planned.object) if planned.object else ("",))
                and claim.unit == planned.unit
                and claim.modality == "actual"
                and claim.overlaps(planned)
            ):
                yield claim
