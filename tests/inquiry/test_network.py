"""The network counts what was said to whom, in order of time, and other programs can read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from tests.inquiry.small import Small

from kg.errors import InputError
from kg.inquiry.network import compare_periods, find_ties, make_network, measure_network, plot_network, write_network

# Ada tells Ben on the 1st, Ben tells Cyd on the 5th; Cyd told Dan on the 3rd, before he heard of it.
CASE = {
    "documents": {"one": {"date": "1843-05-09"}},
    "statements": [
        {"id": "s1", "in": "one", "by": "ben", "to": ["cyd"], "date": "1843-05-05", "about": ["eve"]},
        {"id": "s1-1", "in": "s1", "by": "ada", "to": ["ben"], "date": "1843-05-01"},
        {"id": "s2", "in": "one", "by": "cyd", "to": ["dan"], "date": "1843-05-03"},
        {"id": "s3", "in": "one", "by": "dan", "to": ["ada"], "modality": "planned", "date": "1843-05-03"},
    ],
}


def test_positions() -> None:
    testimony = Small(CASE).build()
    rows = {row.who: row for row in measure_network(testimony, find_ties(testimony))}
    assert {who: (row.said, row.told) for who, row in rows.items()} == {
        "ada": (1, 0), "ben": (1, 1), "cyd": (1, 1), "dan": (0, 1),
    }  # fmt: skip
    # Ada's word can reach Ben and Cyd; Dan heard Cyd too early.
    assert {who: row.reach for who, row in rows.items()} == {"ada": 2, "ben": 1, "cyd": 1, "dan": 0}
    # Ben reports to Cyd what Ada told him; Dan's plan to speak is no speaking.
    assert {who: row.role for who, row in rows.items()} == {
        "ada": "source", "ben": "relay", "cyd": "party", "dan": "sink",
    }  # fmt: skip


def test_hands_and_periods() -> None:
    testimony = Small(CASE).build()
    assert [tie.statement[-4:] for tie in find_ties(testimony, first_hand=False)] == ["s1-1"]
    early = find_ties(testimony, period=(date.min, date(1843, 5, 2)))
    late = find_ties(testimony, period=(date(1843, 5, 3), date.max))
    assert (len(early), len(late)) == (1, 2)
    assert next((s.who, s.said_before, s.said_after) for s in compare_periods(testimony, early, late)) == ("ben", 0, 1)
    assert [(tie.source[-3:], tie.target[-3:]) for tie in find_ties(testimony, about=True)] == [("ben", "eve")]


def test_files_can_be_read_back(tmp_path: Path) -> None:
    testimony = Small(CASE).build()
    graph = make_network(testimony, find_ties(testimony))
    write_network(graph, tmp_path / "n.graphml")
    write_network(graph, tmp_path / "n.gexf")
    assert nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True).number_of_edges() == 3
    assert nx.read_gexf(tmp_path / "n.gexf").number_of_nodes() == 4
    plot_network(graph, tmp_path / "n.svg")
    assert (
        "Who spoke to whom" in (tmp_path / "n.svg").read_text(encoding="utf-8") or (tmp_path / "n.svg").stat().st_size
    )
    with pytest.raises(InputError, match=r"name it \.graphml"):
        write_network(graph, tmp_path / "n.txt")
