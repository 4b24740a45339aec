"""Seconds of each inquiry on a built graph, with the store open: the slowest of what it can be asked, and the median.

    python benchmarks/inquiry.py [GRAPH.nq] [QUESTIONS]

Asks each inquiry that takes a thing about up to QUESTIONS of the things that most is said of (50), each with nothing
remembered from before.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Store

from kg.inquiry.accounts import compare_accounts, compare_listeners, follow_story
from kg.inquiry.commitments import find_commitments
from kg.inquiry.contradictions import find_contradictions
from kg.inquiry.knowledge import find_knowers
from kg.inquiry.missing import find_missing
from kg.inquiry.network import find_ties, measure_network
from kg.inquiry.origins import find_origins
from kg.inquiry.tell import tell_statement
from kg.inquiry.testimony import Testimony
from kg.store import open_graph
from kg.terms import kg

ROOT = Path(__file__).parents[1]


def busiest(store: Store, name: str, most: int, kind: str = "") -> list[str]:
    """The values of a property that occur most."""
    counts = Counter(value.value for _, value in Testimony(store).pairs(kg(name)) if kind in value.value)
    return [iri for iri, _ in counts.most_common(most)]


def inquiries(store: Store, most: int) -> dict[str, tuple[Callable[[Testimony, str], object], Iterable[str]]]:
    """What is timed: an inquiry and what it is asked about."""
    statements = busiest(store, "reportedStatement", most, "/id/statement/")
    claims, agents = busiest(store, "states", most), busiest(store, "speaker", most)
    return {
        "tell": (tell_statement, statements),
        "origins": (find_origins, claims),
        "knew": (find_knowers, claims),
        "compare": (compare_accounts, [*busiest(store, "saidDuring", most), *busiest(store, "about", most)]),
        "listeners": (compare_listeners, agents),
        "story": (follow_story, statements),
        "contradictions": (lambda testimony, _: find_contradictions(testimony), [""]),
        "breaches": (lambda testimony, _: find_commitments(testimony), [""]),
        "missing": (lambda testimony, _: find_missing(testimony), [""]),
        "network": (lambda testimony, _: measure_network(testimony, find_ties(testimony)), [""]),
    }


def main() -> None:
    """Time everything and print the table."""
    graph = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "graph" / "hearsay.nq"
    store = open_graph(graph)
    print(f"{len(store):,} quads\n\n| inquiry | asked | median s | slowest s | of |\n|---|---|---|---|---|")
    for name, (ask, about) in inquiries(store, int(sys.argv[2]) if len(sys.argv) > 2 else 50).items():
        times = []
        for thing in about:
            testimony = Testimony(store)
            started = time.perf_counter()
            ask(testimony, thing)
            times.append((time.perf_counter() - started, thing.rpartition("/")[2]))
        slowest, which = max(times)
        median = statistics.median(seconds for seconds, _ in times)
        print(f"| {name} | {len(times)} | {median:.3f} | {slowest:.3f} | {which} |")


if __name__ == "__main__":
    main()
