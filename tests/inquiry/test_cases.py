"""Each inquiry gives the answers that the cases beside this file argue for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.inquiry.small import Small, make_claim

from kg.inquiry.accounts import compare_accounts, compare_listeners, follow_story
from kg.inquiry.commitments import find_commitments
from kg.inquiry.contradictions import find_contradictions
from kg.inquiry.knowledge import find_knowers
from kg.inquiry.missing import find_missing
from kg.inquiry.origins import find_origins

if TYPE_CHECKING:
    from kg.inquiry.testimony import Testimony

HERE = Path(__file__).parent
FEWEST = 8


def ask_origins(testimony: Testimony, ask: dict[str, Any]) -> object:
    found = find_origins(testimony, make_claim(ask["claim"]).slug)
    return {
        "sources": found.sources,
        "at_most": found.at_most,
        "at_least": found.at_least,
        "sides": sorted({f"{row.source} {row.side}" for row in found.rows}),
    }


def ask_knowledge(testimony: Testimony, ask: dict[str, Any]) -> object:
    by = date.fromisoformat(str(ask["by"])) if "by" in ask else None
    name = ask["statement"] if "statement" in ask else make_claim(ask["claim"]).slug
    rows = find_knowers(testimony, name, by=by)
    if "path" in ask:
        return [row.path for row in rows if row.who == ask["path"]]
    return [" | ".join(filter(None, (row.who, row.how, row.when, row.certainty))) for row in rows]


def ask_accounts(testimony: Testimony, ask: dict[str, Any]) -> object:
    if "speaker" in ask:
        versions = compare_listeners(testimony, ask["speaker"], about=ask.get("about"))
        return [f"{row.listener}: {row.item}: {row.relation}" for row in versions]
    if "story" in ask:
        return [f"{row.link} {row.speaker} {row.change} {row.claim}" for row in follow_story(testimony, ask["story"])]
    rows = [row for row in compare_accounts(testimony, ask["thing"]) if row.aspect in ask["aspects"]]
    return [f"{row.account}: {row.item}: {row.relation}" for row in rows]


def ask_contradictions(testimony: Testimony, ask: dict[str, Any]) -> object:
    rows = find_contradictions(testimony, about=ask.get("about"))
    return [
        f"{row.number}{row.side} {row.rule} ({row.strength}): {row.speaker}: {row.claim}"
        + (" himself" if row.same_speaker else "")
        for row in rows
    ]


def ask_commitments(testimony: Testimony, ask: dict[str, Any]) -> object:
    rows = find_commitments(testimony, who=ask.get("who"))
    return [f"{row.who}: {row.what}: {row.side} by {row.speaker}: {row.outcome}" for row in rows]


def ask_missing(testimony: Testimony, ask: dict[str, Any]) -> object:
    return [f"{row.piece}: {row.statements}" for row in find_missing(testimony, kind=ask["kind"])]


ASKING = {
    "origins": ask_origins, "knowledge": ask_knowledge, "accounts": ask_accounts,
    "contradictions": ask_contradictions, "commitments": ask_commitments, "missing": ask_missing,
}  # fmt: skip
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['name']}")
    for kind in ASKING
    for case in yaml.safe_load_all((HERE / f"{kind}.yaml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_answer_is_the_one_argued_for(kind: str, case: dict[str, Any]) -> None:
    assert ASKING[kind](Small(case).build(), case.get("ask", {})) == case["expect"]


@pytest.mark.parametrize("kind", ["origins", "knowledge", "accounts", "contradictions", "commitments"])
def test_every_inquiry_has_its_cases(kind: str) -> None:
    assert sum(1 for one in CASES if one.values[0] == kind) >= FEWEST
