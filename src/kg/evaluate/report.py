"""Outcomes -> the tables for a reader and the JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from kg.evaluate.align import LEAST_OVERLAP
from kg.evaluate.misses import Miss, find_misses
from kg.evaluate.record import CalibrationBin, Outcome, Share, Tally
from kg.evaluate.score import calibrate, expected_calibration_error, judged, tally, tally_by
from kg.store import Rows
from kg.tables import render_rows

__all__ = ["FIGURES", "SHARES", "Report", "RuleRow", "as_dict", "make_report", "render_report"]

LAYERS = ("turn", "page", "nested")
FIGURES = ("precision", "recall", "f1", "detection_f1", "f1_all")
SHARES = (
    "speaker", "addressee", "addressee_explicit", "addressee_inferred", "addressee_some", "addressee_none", "parent",
    "mode", "act", "modality", "polarity",
)  # fmt: skip
IN_TABLE = ("speaker", "addressee", "parent", "mode", "act")
HEADS = {
    "documents": "Documents",
    "types": "Types of document",
    "layers": "Dialogue turns, what else the page reports, what is nested",
    "attributes": "What was found of the statements that were detected",
    "rules": "Rules",
    "calibration": "Confidence",
    "misses": "Missed, too much, wrong speaker",
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What one rule found: how many, how many are statements, how many with the right speaker."""

    rule: str
    found: int
    detected: int
    right: int
    promised: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of an evaluation."""

    documents: dict[str, Tally]
    types: dict[str, Tally]
    layers: dict[str, Tally]
    total: Tally
    rules: tuple[RuleRow, ...]
    calibration: tuple[CalibrationBin, ...]
    calibration_error: float | None
    misses: tuple[Miss, ...]


def make_report(outcomes: Sequence[Outcome]) -> Report:
    """The figures of some outcomes, by document, type, layer and rule."""
    bins = calibrate(outcomes)
    return Report(
        documents=tally_by(outcomes, lambda one: one.gold.document),
        types=tally_by(outcomes, lambda one: one.gold.type),
        layers={layer: tally(outcomes, layer) for layer in LAYERS},
        total=tally(outcomes),
        rules=tuple(_rules(outcomes)),
        calibration=tuple(bins),
        calibration_error=expected_calibration_error(bins),
        misses=tuple(find_misses(outcomes)),
    )


def _rules(outcomes: Iterable[Outcome]) -> Iterable[RuleRow]:
    rows: dict[str, list[tuple[bool, bool, float | None]]] = {}
    for statement, detected, right in judged(outcomes):
        if statement.rule is not None:
            rows.setdefault(statement.rule, []).append((detected, right, statement.confidence))
    for rule, found in sorted(rows.items(), key=lambda item: (-len(item[1]), item[0])):
        sure = [confidence for _, _, confidence in found if confidence is not None]
        promised = sum(sure) / len(sure) if sure else None
        yield RuleRow(rule, len(found), sum(row[0] for row in found), sum(row[1] for row in found), promised)


####################################################################################################
# For a program
####################################################################################################


def as_dict(report: Report, *, misses: bool = True) -> dict[str, Any]:
    """The report as JSON takes it; figures are rounded to four places."""
    found: dict[str, Any] = {
        "least_overlap": LEAST_OVERLAP,
        "total": _tally_dict(report.total),
        "documents": {name: _tally_dict(one) for name, one in report.documents.items()},
        "types": {name: _tally_dict(one) for name, one in report.types.items()},
        "layers": {name: _tally_dict(one) for name, one in report.layers.items() if one.gold or one.found},
        "rules": [
            {"rule": one.rule, "found": one.found, "detected": one.detected, "right": one.right}
            | {"precision": _round(one.right / one.found), "promised": _round(one.promised)}
            for one in report.rules
        ],
        "calibration": [
            {"low": one.low, "high": one.high, "count": one.count}
            | {"promised": _round(one.promised), "right": _round(one.right)}
            for one in report.calibration
        ],
        "expected_calibration_error": _round(report.calibration_error),
    }
    if misses:
        found["misses"] = [_miss_dict(one) for one in report.misses]
    return found


def _tally_dict(one: Tally) -> dict[str, Any]:
    counts = {
        key: getattr(one, key) for key in ("gold", "found", "detected", "right", "unsure", "spare", "spare_right")
    }
    shares = {name: _share_dict(getattr(one, name)) for name in SHARES if getattr(one, name).of}
    return counts | {name: _round(getattr(one, name)) for name in FIGURES} | shares


def _share_dict(share: Share) -> dict[str, Any]:
    return {"right": share.right, "of": share.of, "share": _round(share.value)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _miss_dict(miss: Miss) -> dict[str, Any]:
    found: dict[str, Any] = {"document": miss.document, "sort": miss.sort, "start": miss.start, "end": miss.end}
    for side, one in (("gold", miss.gold), ("found", miss.found)):
        if one is not None:
            found[side] = {"id": one.id, "speaker": one.speaker, "cue": one.cue}
            found[side] |= {} if one.rule is None else {"rule": one.rule, "confidence": one.confidence}
    return {**found, "context": miss.context}


####################################################################################################
# For a reader
####################################################################################################


def render_report(report: Report, form: str, *, misses: bool = False, width: int | None = None) -> str:
    """The report as ``table``, ``md`` or ``json``."""
    if form == "json":
        return json.dumps(as_dict(report, misses=misses), ensure_ascii=False, indent=1) + "\n"
    parts = [
        ("documents", _scores("document", {**report.documents, "all": report.total})),
        ("types", _scores("type", report.types)),
        ("layers", _scores("layer", {name: one for name, one in report.layers.items() if one.gold or one.found})),
        ("attributes", _attributes(report.total)),
        ("rules", _rule_rows(report.rules)),
        ("calibration", _calibration_rows(report)),
    ]
    mark = "## " if form == "md" else ""
    blocks = [f"{mark}{HEADS[key]}\n\n{_render(rows, form, width)}" for key, rows in parts if rows.rows]
    if misses:
        blocks.append(f"{mark}{HEADS['misses']}\n\n{_render_misses(report.misses)}")
    return "\n".join(blocks)


def _render(rows: Rows, form: str, width: int | None) -> str:
    text = render_rows(rows, form, width=width)
    return text if form == "md" else text.rpartition("(")[0]  # the count of rows says nothing here


def _scores(what: str, tallies: Mapping[str, Tally]) -> Rows:
    columns = (what, "gold", "found", "P", "R", "F1", "detection_F1", *IN_TABLE)
    return _rows(
        columns,
        ((name, *_figures(one), *(getattr(one, share).value for share in IN_TABLE)) for name, one in tallies.items()),
    )


def _figures(one: Tally) -> tuple[object, ...]:
    return one.gold, one.found - one.spare_right, one.precision, one.recall, one.f1, one.detection_f1


def _attributes(total: Tally) -> Rows:
    shares = ((name, getattr(total, name)) for name in SHARES)
    return _rows(
        ("attribute", "right", "of", "share"),
        ((name.replace("_", " "), share.right, share.of, share.value) for name, share in shares if share.of),
    )


def _rule_rows(rules: Iterable[RuleRow]) -> Rows:
    return _rows(
        ("rule", "found", "statements", "right", "precision", "confidence"),
        ((one.rule, one.found, one.detected, one.right, one.right / one.found, one.promised) for one in rules),
    )


def _calibration_rows(report: Report) -> Rows:
    rows: list[tuple[object, ...]] = [
        (f"{one.low:.1f} to {one.high:.1f}", one.count, one.promised, one.right) for one in report.calibration
    ]
    if rows:
        rows.append(("expected calibration error", "", "", report.calibration_error))
    return _rows(("confidence", "statements", "mean", "right"), rows)


def _rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Rows:
    return Rows(columns, [tuple(Literal(_cell(value)) for value in row) for row in rows])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _render_misses(misses: Iterable[Miss]) -> str:
    return "\n".join(f"{_heading(one)}\n  {one.context}\n" for one in misses) or "none\n"


def _heading(miss: Miss) -> str:
    parts = [f"{miss.gold.id} {miss.gold.speaker or 'nobody'}"] if miss.gold else []
    if miss.found:
        made = miss.found.rule, miss.found.confidence
        parts.append((miss.found.speaker or "nobody") + (f" ({made[0]}, {made[1]:.2f})" if all(made) else ""))
    return f"{miss.document} {miss.start}–{miss.end} {miss.sort}: {' / '.join(parts)}"
