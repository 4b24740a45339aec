"""No output that quotes a statement loses who is said to have said it: over the whole graph of the five documents."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.inquiry.accounts import AccountRow, Change, Version, compare_accounts, compare_listeners, follow_story
from kg.inquiry.commitments import Commitment, find_commitments
from kg.inquiry.contradictions import Contradiction, find_contradictions
from kg.inquiry.knowledge import Knower, find_knowers
from kg.inquiry.missing import Missing, find_missing
from kg.inquiry.origins import OriginRow, find_origins
from kg.inquiry.rows import make_rows
from kg.inquiry.tell import CITATIONS, Link, cite_statement, tell_statement
from kg.terms import RDF
from kg.terms import kg as term

if TYPE_CHECKING:
    from kg.inquiry.testimony import Testimony
    from kg.store import Rows

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def reading() -> Testimony:
    return kg.open_testimony(ROOT / "data")


def members(kind: str) -> tuple[str, ...]:
    return reading().subjects(term(kind).value, RDF("type"))


def test_every_sentence_names_its_document_and_every_link() -> None:
    read = reading()
    assert len(members("Statement")) > 800
    for iri in members("Statement"):
        chain = read.chain(iri)
        sentence = chain[-1].cited.in_words
        before = re.split("[:t] “", sentence)[0]
        assert sentence.startswith("According to ")
        for link in chain:
            for speaker in link.speakers:
                assert read.label(speaker) in sentence, iri
            assert link.speakers or "(the text does not say by whom" in sentence, iri
            if link.modality == "planned" and not link.states:
                assert re.search(r"\b(was|were)( not)? to\b", before), iri


def answers() -> list[tuple[str, Rows]]:
    read = reading()
    claims = members("Proposition")
    things = (*members("Event"), *members("Group"), *members("Person"))
    found = [("origins", make_rows(OriginRow, find_origins(read, one).rows)) for one in claims]
    found += [("knew", make_rows(Knower, find_knowers(read, one, every=True))) for one in claims]
    found += [("compare", make_rows(AccountRow, compare_accounts(read, one))) for one in things]
    found += [("listeners", make_rows(Version, compare_listeners(read, one))) for one in members("Agent")]
    found += [("story", make_rows(Change, follow_story(read, one))) for one in members("Statement")]
    found += [("tell", make_rows(Link, tell_statement(read, one))) for one in members("Statement")]
    found.append(("contradictions", make_rows(Contradiction, find_contradictions(read))))
    found.append(("breaches", make_rows(Commitment, find_commitments(read))))
    found.append(("missing", make_rows(Missing, find_missing(read))))
    return found


def test_no_row_of_any_inquiry_quotes_without_attribution() -> None:
    sentences = {value.value for _, value in reading().pairs(term("inWords"))}
    quotes = 0
    for name, rows in answers():
        for values in rows.values():
            row = dict(zip(rows.columns, values, strict=True))
            if row["words"]:
                quotes += 1
                assert row["in_words"] in sentences or row["in_words"].startswith("According to “"), name
                assert row["passage_iri"], name
                assert row["statement_iri"] or row["document"], name
    assert quotes > 5000


@pytest.mark.parametrize("style", CITATIONS)
def test_every_statement_has_a_citation_of_its_passage(style: str) -> None:
    for iri in members("Statement"):
        assert "#char=" in cite_statement(reading(), iri, style).replace("\\#", "#")
