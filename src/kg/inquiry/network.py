"""Who spoke to whom, and about whom -> a directed, dated multigraph, its measures, and files for other programs.

Each edge is one statement that the text says was made: from its speaker to each whom it addresses (``spoke to``), or to
each person or group it is about (``spoke about``).  What a document itself reports is ``first hand``, what somebody in
it reports is hearsay; the two can be counted apart.

All measures are of the record, not of the past: whoever keeps records speaks most, whoever is in many documents is
central, and who is silent may only be unrecorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.inquiry.testimony import Testimony, When
from kg.names import AGENT_KINDS
from kg.terms import kg

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "MEANINGS",
    "Position",
    "Tie",
    "compare_periods",
    "find_ties",
    "make_network",
    "measure_network",
    "plot_network",
    "write_network",
]

LARGE = 500  # nodes beyond which betweenness is taken from so many samples
MEANINGS = {
    "said": "statements made to others; whoever writes the record, or is recorded, says most",
    "told": "statements heard; the writer of a record hears all that is in it",
    "listeners": "how many different agents it spoke to",
    "sources": "how many different agents spoke to it",
    "broker": "share of shortest ways between others that pass through it (betweenness, 0 to 1); "
    "in a small archive it marks whoever links two documents",
    "reach": "how many agents a message from it could have reached in order of time; what is undated counts as last",
    "community": "number of the group that speaks more within than without (Louvain modularity); groups by record, too",
    "role": "source (speaks, hears nothing), sink (hears only), relay (reports what it was told), or party",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One statement from one agent to, or about, another."""

    source: str
    target: str
    relation: str
    first_hand: bool
    when: When
    statement: str


@dataclass(frozen=True, slots=True)
class Position:
    """An agent's place in the network."""

    who: str
    said: int
    told: int
    listeners: int
    sources: int
    broker: float
    reach: int
    component: int
    community: int
    role: str
    who_iri: str


def find_ties(
    testimony: Testimony,
    *,
    about: bool = False,
    first_hand: bool | None = None,
    period: tuple[date, date] | None = None,
) -> tuple[Tie, ...]:
    """The statements between agents; of one kind of hand, or that can be of one period, if given."""
    depth = {iri: value.value for iri, value in testimony.pairs(kg("depth"))}
    speakers: dict[str, list[str]] = {}
    for name in ("speaker", "speakerMember"):
        for iri, agent in testimony.pairs(kg(name)):
            speakers.setdefault(iri, []).append(agent.value)
    made = {iri for iri, _ in testimony.pairs(kg("actualAddressee"))}
    times = testimony.read_times()
    found = []
    for iri, target in testimony.pairs(kg("about" if about else "actualAddressee")):
        direct = depth.get(iri) == "1"
        if iri not in speakers or iri not in made or first_hand not in (None, direct) or not _is_agent(target.value):
            continue
        when = times(iri)
        if period is None or _within(when, period):
            relation = "spoke about" if about else "spoke to"
            found += [
                Tie(source, target.value, relation, direct, when, iri)
                for source in dict.fromkeys(speakers[iri])
                if source != target.value
            ]
    return tuple(sorted(found, key=lambda tie: (tie.source, tie.target, tie.statement)))


def _is_agent(iri: str) -> bool:
    return iri.partition("/id/")[2].partition("/")[0] in AGENT_KINDS


def _within(when: When, period: tuple[date, date]) -> bool:
    """Whether it can be of the period; what nothing dates is of none."""
    if when.latest is None or when.latest < period[0]:
        return False
    return when.earliest is not None and when.earliest <= period[1]


def make_network(testimony: Testimony, ties: Iterable[Tie]) -> nx.MultiDiGraph[Any]:
    """The ties as a networkx multigraph: nodes by IRI with their names, an edge for each statement.

    >>> from kg.inquiry.testimony import open_testimony
    >>> testimony = open_testimony("data")
    >>> make_network(testimony, find_ties(testimony)).is_multigraph()
    True
    """
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for tie in ties:
        for iri in (tie.source, tie.target):
            if iri not in graph:
                graph.add_node(iri, label=testimony.label(iri), kind=iri.partition("/id/")[2].partition("/")[0])
        graph.add_edge(
            tie.source,
            tie.target,
            key=tie.statement,
            relation=tie.relation,
            first_hand=tie.first_hand,
            earliest=tie.when.earliest.isoformat() if tie.when.earliest else "",
            latest=tie.when.latest.isoformat() if tie.when.latest else "",
            in_words=testimony.telling(tie.statement).cited.in_words,
            weight=1,
        )
    return graph


def measure_network(testimony: Testimony, ties: tuple[Tie, ...]) -> tuple[Position, ...]:
    """Each agent's position, the busiest first; what each number means is in ``MEANINGS``.

    >>> from kg.inquiry.testimony import open_testimony
    >>> testimony = open_testimony("data")
    >>> measure_network(testimony, find_ties(testimony))[0].who
    'Anastas Mikoyan'
    """
    import networkx as nx

    said, told = Counter(tie.source for tie in ties), Counter(tie.target for tie in ties)
    simple: nx.DiGraph[str] = nx.DiGraph()
    simple.add_edges_from(sorted({(tie.source, tie.target) for tie in ties}))
    whole = simple.to_undirected()
    samples = None if len(simple) <= LARGE else LARGE // 5
    broker = nx.betweenness_centrality(simple, k=samples, seed=1) if len(simple) else {}
    component = _numbers(nx.connected_components(whole))
    community = _numbers(nx.community.louvain_communities(whole, seed=1)) if len(whole) else {}
    reach = _reach(ties)
    relays = _relays(testimony, ties)
    rows = [
        Position(
            who=testimony.label(iri),
            said=said[iri],
            told=told[iri],
            listeners=simple.out_degree(iri),
            sources=simple.in_degree(iri),
            broker=round(broker[iri], 4),
            reach=reach.get(iri, 0),
            component=component[iri],
            community=community[iri],
            role="relay"
            if iri in relays
            else "party"
            if said[iri] and told[iri]
            else "source"
            if said[iri]
            else "sink",
            who_iri=iri,
        )
        for iri in simple
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.said + row.told), row.who, row.who_iri)))


def _role(said: int, told: int) -> str:
    return "party" if said and told else "source" if said else "sink"


def _numbers(parts: Iterable[Iterable[str]]) -> dict[str, int]:
    """A number for each part, the largest part 1."""
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    return {iri: number for number, part in enumerate(ordered, 1) for iri in part}


def _reach(ties: tuple[Tie, ...]) -> dict[str, int]:
    """How many agents each can have reached by statements that can follow each other in time.

    Sorted by their last day, statements are taken backwards once: what a hearer can reach from then on, so can the
    speaker (the reachability of temporal paths; Holme and Saramäki 2012).
    """
    reached: dict[str, set[str]] = {}
    last = date.max
    for tie in sorted(ties, key=lambda one: (one.when.latest or last, one.statement), reverse=True):
        reached.setdefault(tie.source, set()).update(reached.get(tie.target, ()), (tie.target,))
    return {iri: len(others - {iri}) for iri, others in reached.items()}


def _relays(testimony: Testimony, ties: tuple[Tie, ...]) -> set[str]:
    """The agents that report to someone what they were told themselves."""
    heard = {(tie.statement, tie.target) for tie in ties}
    said: dict[str, set[str]] = {}
    for tie in ties:
        said.setdefault(tie.statement, set()).add(tie.source)
    return {
        source
        for inner, outer in testimony.pairs(kg("reportedIn"))
        for source in said.get(outer.value, ())
        if (inner, source) in heard
    }


@dataclass(frozen=True, slots=True)
class Shift:
    """How an agent's part differs between two periods."""

    who: str
    said_before: int
    said_after: int
    told_before: int
    told_after: int
    who_iri: str


def compare_periods(testimony: Testimony, before: tuple[Tie, ...], after: tuple[Tie, ...]) -> tuple[Shift, ...]:
    """Each agent's statements in two periods, the greatest change first."""
    said = [Counter(tie.source for tie in ties) for ties in (before, after)]
    told = [Counter(tie.target for tie in ties) for ties in (before, after)]
    everyone = {iri for counter in (*said, *told) for iri in counter}
    rows = [
        Shift(testimony.label(iri), said[0][iri], said[1][iri], told[0][iri], told[1][iri], iri) for iri in everyone
    ]
    return tuple(
        sorted(
            rows,
            key=lambda r: (-abs(r.said_after - r.said_before) - abs(r.told_after - r.told_before), r.who, r.who_iri),
        )
    )


def write_network(graph: nx.MultiDiGraph[Any], path: Path) -> None:
    """Write the network as GraphML or GEXF, by the ending of ``path``."""
    import networkx as nx

    writers = {".graphml": nx.write_graphml, ".gexf": nx.write_gexf}
    if path.suffix not in writers:
        raise InputError(path, None, "has no ending of a network format", "name it .graphml, .gexf or .svg")
    writers[path.suffix](graph, path)


def plot_network(graph: nx.MultiDiGraph[Any], path: Path) -> None:
    """Draw the network for a paper: SVG, PDF or PNG by the ending of ``path``; needs the extra ``plots``."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise InputError(path, None, "matplotlib is not installed", "pip install 'hearsay-kg[plots]'") from None
    import networkx as nx

    mpl.use("svg" if path.suffix == ".svg" else "agg")
    from matplotlib import pyplot as plt

    counts = Counter((one, other) for one, other in graph.edges())
    place = nx.spring_layout(nx.Graph(graph), seed=1)
    with mpl.rc_context({"svg.hashsalt": "hearsay", "font.size": 7}):
        figure, axes = plt.subplots(figsize=(9, 7))
        size = [20 + 4 * graph.degree(node) for node in graph]
        nx.draw_networkx_nodes(graph, place, node_size=size, node_color="#7a9cc6", ax=axes)
        plain = nx.DiGraph(list(counts))
        width = [0.3 + 0.15 * min(counts[edge], 20) for edge in plain.edges()]
        nx.draw_networkx_edges(plain, place, width=width, edge_color="#999999", arrowsize=6, ax=axes)
        nx.draw_networkx_labels(graph, place, dict(graph.nodes(data="label")), font_size=6, ax=axes)
        axes.set_axis_off()
        axes.set_title("Who spoke to whom, as the documents report it", fontsize=9)
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None} if path.suffix == ".svg" else None)
        plt.close(figure)
