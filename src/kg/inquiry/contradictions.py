"""Propositions that cannot, or may not, hold together: by rule and by recorded judgement, with both chains.

Rules, on what is claimed as actual:

- *opposite polarity*: the same subject, predicate and object (also by names that the editors hold to be one),
  affirmed and negated;
- *different value*: a property that has one value at a time (a size, a quantity in one unit) with two;
- *incompatible times*: what happens once at most (a death, a founding, the writing of one text), at times that exclude
  each other;
- *judgement*: the editors reject what someone states.

Two claims whose dates exclude each other do not contradict under the first two rules, for things change; where a date
is wanting they ``may`` both hold, at different times.  A plan does not contradict a fact.  Silence is not denial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.inquiry.testimony import Cited, Claim, Telling, Testimony
from kg.inquiry.transmission import supports
from kg.terms import kg, voc

__all__ = ["Contradiction", "find_contradictions"]

ONE_VALUE = frozenset({"hasSize", "hasQuantity"})
ONCE = frozenset({"executedBy", "executed", "killed", "founderOf", "wrote", "overthrew"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One side of a contradiction: a statement, with the number of the contradiction in this answer."""

    number: int
    rule: str
    strength: str
    side: str
    claim: str
    speaker: str
    same_speaker: bool
    verdict: str
    proposition_iri: str
    cited: Cited | None


def find_contradictions(testimony: Testimony, *, about: str | None = None) -> tuple[Contradiction, ...]:
    """All contradictions, or those in claims about one thing; one row for each statement of each side.

    >>> from kg.inquiry.testimony import open_testimony
    >>> sorted({(row.rule, row.strength) for row in find_contradictions(open_testimony("data"))})
    [('opposite polarity', 'may both hold')]
    """
    wanted = set(testimony.same(testimony.find(about, "thing"))) if about else None
    rows: list[Contradiction] = []
    number = 0
    for rule, strength, one, other in sorted(_pairs(testimony), key=lambda pair: (pair[2].iri, pair[3].iri, pair[0])):
        if wanted is not None and not wanted & {one.subject, one.object, other.subject, other.object}:
            continue
        sides = [(claim, [t for t in testimony.stated([claim]) if supports(t)]) for claim in (one, other)]
        if not all(tellings for _, tellings in sides):
            continue
        number += 1
        rows += _sides(testimony, number, rule, strength, sides)
    for claim, tellings in _rejected(testimony):
        if wanted is None or wanted & {claim.subject, claim.object}:
            number += 1
            rows += _sides(testimony, number, "judgement", "the editors reject it", [(claim, tellings)])
    return tuple(rows)


def _sides(
    testimony: Testimony, number: int, rule: str, strength: str, sides: list[tuple[Claim, list[Telling]]]
) -> Iterator[Contradiction]:
    speakers = [{who for telling in tellings for who in telling.speakers} for _, tellings in sides]
    both = set.intersection(*speakers) if len(speakers) > 1 else set()
    for side, (claim, tellings) in zip("ab", sides, strict=False):
        for telling in tellings:
            yield Contradiction(
                number=number,
                rule=rule,
                strength=strength,
                side=side,
                claim=claim.label,
                speaker=testimony.who(telling),
                same_speaker=bool(both & set(telling.speakers)),
                verdict=testimony.verdicts(claim.iri),
                proposition_iri=claim.iri,
                cited=telling.cited,
            )


def _pairs(testimony: Testimony) -> Iterator[tuple[str, str, Claim, Claim]]:
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in _claims(testimony):
        thing = "" if claim.predicate in ONE_VALUE else claim.object
        same = testimony.same(thing)[0] if thing.startswith("http") else thing
        groups[testimony.same(claim.subject)[0], claim.predicate, claim.unit, same].append(claim)
    for (_, predicate, *_), claims in groups.items():
        for number, one in enumerate(claims):
            for other in claims[number + 1 :]:
                found = _compare(testimony, predicate, one, other)
                if found:
                    yield (*found, one, other)


def _claims(testimony: Testimony) -> Iterable[Claim]:
    """What is claimed as actual where something is denied, or where only one value or one time can be; in order."""
    subjects = {iri: subject.value for iri, subject in testimony.pairs(kg("subject"))}
    predicates = {iri: predicate.value for iri, predicate in testimony.pairs(kg("predicate"))}
    special = {kg(name).value for name in ONE_VALUE | ONCE}
    denied = set(testimony.subjects(voc("polarity", "negated").value, kg("polarity")))
    keys = {
        (testimony.same(subjects[iri])[0], predicate)
        for iri, predicate in predicates.items()
        if iri in subjects and (iri in denied or predicate in special)
    }
    some = {predicate for _, predicate in keys}
    wanted = sorted(
        iri
        for iri, predicate in predicates.items()
        if predicate in some and iri in subjects and (testimony.same(subjects[iri])[0], predicate) in keys
    )
    return [claim for claim in map(testimony.claim, wanted) if claim.modality == "actual" and claim.object]


def _compare(testimony: Testimony, predicate: str, one: Claim, other: Claim) -> tuple[str, str] | None:
    places = {one.place, other.place} - {""}
    same_object = one.object == other.object or (
        other.object.startswith("http") and other.object in testimony.same(one.object)
    )
    dated = one.earliest is not None and other.earliest is not None
    strength = "cannot both hold" if dated or (one.earliest is None and other.earliest is None) else "may both hold"
    if same_object and one.negated != other.negated and one.overlaps(other) and len(places) < 2:
        return "opposite polarity", strength
    affirmed = not one.negated and not other.negated
    if affirmed and predicate in ONE_VALUE and not same_object and one.overlaps(other) and one.place == other.place:
        return "different value", strength
    if affirmed and predicate in ONCE and same_object and not one.overlaps(other):
        return "incompatible times", "cannot both hold"
    return None


def _rejected(testimony: Testimony) -> Iterator[tuple[Claim, list[Telling]]]:
    judgements = testimony.subjects(voc("verdict", "rejected").value, kg("verdict"))
    for iri in sorted({one for judgement in judgements for one in testimony.iris(judgement, kg("judges"))}):
        claim = testimony.claim(iri)
        tellings = [telling for telling in testimony.stated([claim]) if supports(telling)]
        if tellings:
            yield claim, tellings
