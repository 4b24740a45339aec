"""Gold and what is held against it -> outcomes, and the figures that follow from them.

``docs/how-to/measure-drafts.md`` says in words what is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.evaluate.align import Tokens, align
from kg.evaluate.record import CalibrationBin, Gold, Outcome, Pair, Scored, Share, Tally

__all__ = [
    "calibrate", "expected_calibration_error", "has_right_speaker", "judged", "score", "tally", "tally_by",
]  # fmt: skip

BINS = 10
# Which act is a kind of which, as the vocabulary's skos:broader has it; praise and disclaim have a nearest one too.
BROADER = {
    "inform": "assert", "report": "inform", "demand": "request", "instruct": "request", "invite": "request",
    "advise": "suggest", "admit": "assert", "deny": "assert", "disclaim": "deny", "praise": "assert",
}  # fmt: skip


def score(gold: Gold, found: Sequence[Scored]) -> Outcome:
    """What comes of holding ``found`` against ``gold``."""
    pairs = align(gold.statements, found, Tokens(gold.text), has_right_speaker)
    in_gold, in_found = {pair.gold.id for pair in pairs}, {pair.found.id for pair in pairs}
    return Outcome(
        gold=gold,
        pairs=tuple(pair for pair in pairs if pair.gold.sure),
        missed=tuple(one for one in gold.statements if one.sure and one.id not in in_gold),
        extra=tuple(one for one in found if one.id not in in_found),
        spare=tuple(pair for pair in pairs if not pair.gold.sure),
    )


def has_right_speaker(gold: Scored, found: Scored) -> bool:
    """Whether the speaker is gold's, or one of those who spoke together, or as unnamed as in gold."""
    if found.speaker is None:
        return gold.unnamed
    return found.speaker == gold.speaker or found.speaker in gold.speakers


def tally(outcomes: Iterable[Outcome], layer: str | None = None) -> Tally:
    """The counts of some documents; of one layer only, where it is given."""
    return sum((_tally(outcome, layer) for outcome in outcomes), Tally())


def _tally(outcome: Outcome, layer: str | None) -> Tally:
    """A pair is of its gold's layer, a statement that has no pair of its own."""

    def inside(statement: Scored) -> bool:
        return layer is None or statement.layer == layer

    pairs = [pair for pair in outcome.pairs if inside(pair.gold)]
    spare = [pair for pair in outcome.spare if inside(pair.gold)]
    told = [pair for pair in pairs if pair.gold.addressees]
    parents = _ParentCheck(outcome)
    return Tally(
        gold=len(pairs) + sum(map(inside, outcome.missed)),
        found=len(pairs) + len(spare) + sum(map(inside, outcome.extra)),
        detected=len(pairs),
        right=sum(pair.right for pair in pairs),
        unsure=sum(not one.sure and inside(one) for one in outcome.gold.statements),
        spare=len(spare),
        spare_right=sum(pair.right for pair in spare),
        speaker=_share(pairs, lambda pair: pair.right),
        addressee=_share(told, _same_addressees),
        addressee_explicit=_share([pair for pair in told if pair.gold.explicit], _same_addressees),
        addressee_inferred=_share([pair for pair in told if not pair.gold.explicit], _same_addressees),
        addressee_some=_share(told, lambda pair: bool(set(pair.gold.addressees) & set(pair.found.addressees))),
        addressee_none=_share([pair for pair in pairs if not pair.gold.addressees], _same_addressees),
        parent=_share(pairs, parents.is_right),
        mode=_share(pairs, lambda pair: pair.gold.mode == pair.found.mode),
        act=_share(pairs, lambda pair: pair.gold.act == _narrow(pair.found.act, outcome.gold.acts)),
        modality=_share(
            [pair for pair in pairs if pair.gold.modality], lambda pair: pair.gold.modality == pair.found.modality
        ),
        polarity=_share(
            [pair for pair in pairs if pair.gold.polarity], lambda pair: pair.gold.polarity == pair.found.polarity
        ),
    )


def _share(pairs: Sequence[Pair], is_right: Callable[[Pair], bool]) -> Share:
    return Share(sum(map(is_right, pairs)), len(pairs))


def _same_addressees(pair: Pair) -> bool:
    return set(pair.gold.addressees) == set(pair.found.addressees)


def _narrow(act: str, known: frozenset[str] | None) -> str:
    """An act in the words of gold that distinguishes fewer.

    >>> _narrow("instruct", frozenset({"request", "assert"})), _narrow("instruct", None)
    ('request', 'instruct')
    """
    while known is not None and act not in known and act in BROADER:
        act = BROADER[act]
    return act


class _ParentCheck:
    """Compares parents through the alignment; one that is not sure and was not found is passed over."""

    def __init__(self, outcome: Outcome) -> None:
        pairs = (*outcome.pairs, *outcome.spare)
        self._mate = {pair.gold.id: pair.found.id for pair in pairs}
        self._gold = {one.id: one for one in outcome.gold.statements}

    def is_right(self, pair: Pair) -> bool:
        parent, steps = pair.gold.parent, 0
        while parent is not None and parent not in self._mate and steps < len(self._gold):
            above = self._gold[parent]
            if above.sure:
                return False
            parent, steps = above.parent, steps + 1
        return (self._mate.get(parent) if parent is not None else None) == pair.found.parent


def tally_by(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, Tally]:
    """The counts of the documents that share a key, by key in its order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {name: tally(groups[name]) for name in sorted(groups)}


def judged(outcomes: Iterable[Outcome]) -> list[tuple[Scored, bool, bool]]:
    """Each found statement, whether gold has it, and whether its speaker is right too.

    What was aligned with gold that is not sure is left out where its speaker is right, as in precision.
    """
    rows = []
    for outcome in outcomes:
        rows += [(pair.found, True, pair.right) for pair in outcome.pairs]
        rows += [(pair.found, True, False) for pair in outcome.spare if not pair.right]
        rows += [(one, False, False) for one in outcome.extra]
    return rows


def calibrate(outcomes: Iterable[Outcome]) -> list[CalibrationBin]:
    """How confidence was borne out, in ten bins of equal width; empty ones are left out."""
    sure: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for statement, _, right in judged(outcomes):
        if statement.confidence is not None:
            sure[min(int(statement.confidence * BINS), BINS - 1)].append((statement.confidence, right))
    return [
        CalibrationBin(
            at / BINS,
            (at + 1) / BINS,
            len(rows),
            _mean(one for one, _ in rows),
            _mean(float(right) for _, right in rows),
        )
        for at, rows in enumerate(sure)
        if rows
    ]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def expected_calibration_error(bins: Sequence[CalibrationBin]) -> float | None:
    """The distance between what was promised and what was right, over all statements.

    Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI.

    >>> expected_calibration_error([CalibrationBin(0.8, 0.9, 3, 0.85, 0.75), CalibrationBin(0.5, 0.6, 1, 0.5, 0.5)])
    0.075
    """
    total = sum(one.count for one in bins)
    return round(sum(one.count * abs(one.promised - one.right) for one in bins) / total, 6) if total else None
