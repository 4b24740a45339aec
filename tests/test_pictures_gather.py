"""From a store to the records of pictures: what is found, what is counted, what is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.pictures import (
    Chain,
    Claim,
    Link,
    SourceBox,
    StatementBox,
    Verdict,
    find_chain,
    gather_network,
    gather_timeline,
    list_edges,
)

X = "https://example.org/id/"


def letters() -> Store:
    store = Store()
    store.load(path=Path(__file__).parent / "pictures" / "letters.ttl", format=RdfFormat.TURTLE)
    return store


def test_chain_of_a_statement_is_found() -> None:
    assert find_chain(letters(), X + "s2", target=lambda iri: iri.removeprefix(X)) == Chain(
        SourceBox(Link("Letter", "l1"), "letter", "3 May 1910"),
        (
            StatementBox("s1", "inform", "Ada", addressees=("Bob",), mode="direct"),
            StatementBox("s2", "ask", "Bob", addressees=("Ada", "Club"), draft=True),
        ),
        Link("whether they would come", "q2"),
        (
            Claim(
                Link("Club came", "p1"),
                (Link("Club not: came", "p2"),),
                (Verdict("j1", "accepted", "The minutes say so."),),
            ),
        ),
    )


@pytest.mark.parametrize("iri", [X + "nobody", X + "ada"])
def test_there_is_no_chain_of_what_is_no_statement(iri: str) -> None:
    assert find_chain(letters(), iri) is None


def test_text_that_is_no_iri_is_refused_before_it_can_be_a_query() -> None:
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        find_chain(letters(), "x> ?p ?o } #")


def test_dated_things_are_found_and_the_others_counted() -> None:
    found = gather_timeline(letters())
    assert [(one.kind, one.title.label, one.words, one.unsure) for one in found.items] == [
        ("held", "Letter", "3 May 1910", False),
        ("meeting", "Tea", "May 1910 (uncertain)", True),
    ]
    assert found.undated == 1
    assert gather_timeline(letters(), kinds=["meeting"]).undated == 0


def test_planned_statements_are_not_in_the_network_and_hearsay_is_apart() -> None:
    edges = list_edges(gather_network(letters()))
    rows = [(row.speaker.label, row.addressee.label, row.first_hand, row.hearsay) for row in edges]
    assert rows == [("Ada", "Bob", 1, 0), ("Bob", "Ada", 0, 1), ("Bob", "Club", 0, 1)]


def test_network_can_be_of_a_period_first_hand_or_about_someone() -> None:
    may, june = (date(1910, 5, 1), date(1910, 5, 31)), (date(1910, 6, 1), date(1910, 6, 30))
    store = letters()
    first_hand = gather_network(store, first_hand_only=True)
    assert [(edge.first_hand, edge.hearsay) for edge in first_hand.edges] == [(1, 0)]
    assert len(gather_network(store, period=may).edges) == 1
    assert gather_network(store, period=may).undated == 1
    assert gather_network(store, period=june).edges == ()
    assert gather_network(store, about=X + "club").scope == ("about Club",)
    assert len(gather_network(store, about=X + "club").edges) == 1
    assert gather_network(store, about=X + "bob").edges == ()


def test_group_of_the_network_is_known_and_statements_are_counted_once() -> None:
    nodes = {node.name.label: (node.group, node.said, node.told) for node in gather_network(letters()).nodes}
    assert nodes == {"Ada": (False, 1, 1), "Bob": (False, 1, 1), "Club": (True, 0, 1)}
