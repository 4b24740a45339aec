"""How likely a draft is right: what its rule reached on annotated documents, times how its speaker was found.

The figures of ``kg.draft.fitted`` come from ``benchmarks/fit_confidence.py``, to be run again when a rule has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.draft.fitted import BASE, SPEAKER

if TYPE_CHECKING:
    from kg.draft.nesting import Node

__all__ = ["estimate", "features"]

_UNSEEN = 0.5


def features(rule: str, *, nested: bool, in_turn: bool, actual: bool) -> tuple[str, str]:
    """The keys under which a statement is counted: the fine one, and the coarse one where the fine one is rare.

    >>> features("that", nested=True, in_turn=False, actual=True)
    ('that/nested', 'that')
    """
    place = "turn" if in_turn else "nested" if nested else "top"
    return f"{rule}/{place}" + ("" if actual else "/planned"), rule


def estimate(node: Node) -> float:
    """The share of statements found like this one that are right, with the right speaker."""
    fine, coarse = features(
        node.rule,
        nested=node.parent is not None,
        in_turn=_in_turn(node),
        actual=node.modality == "actual",
    )
    base = BASE.get(fine, BASE.get(coarse, _UNSEEN))
    return min(0.98, max(0.02, base * SPEAKER.get(node.speaker_how, 1.0)))


def _in_turn(node: Node) -> bool:
    outer = node.parent
    while outer is not None and outer.parent is not None:
        outer = outer.parent
    return outer is not None and outer.rule == "turn"
