"""Drafts or a graph held against gold: who said what, to whom, under whom, and what the confidence was worth.

``find_gold`` reads gold, ``score`` aligns one document, ``make_report`` counts, ``render_report`` shows.
"""

from __future__ import annotations

from kg.evaluate.against import scored_drafts, scored_graph
from kg.evaluate.gold import Source, find_gold
from kg.evaluate.record import Gold, Outcome, Scored, Tally
from kg.evaluate.report import Report, as_dict, make_report, render_report
from kg.evaluate.score import score

__all__ = [
    "Gold", "Outcome", "Report", "Scored", "Source", "Tally", "as_dict", "find_gold", "make_report", "render_report",
    "score", "scored_drafts", "scored_graph",
]  # fmt: skip
