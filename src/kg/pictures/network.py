"""Who spoke to whom, drawn: persons and groups, and a line from speaker to addressee as broad as they spoke often.

What a document itself reports is a whole line; what only somebody in it reports is a broken one of another colour.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from kg.pictures.layout import Spot, lay_out
from kg.pictures.measure import clean_text, text_width, wrap_text
from kg.pictures.palette import LIGHT
from kg.pictures.records import EdgeRow, NetworkEdge, NetworkGraph, NetworkNode
from kg.pictures.svg import Element, element, group, is_safe_target, link, number, picture, render, text_lines

__all__ = ["OPACITY", "draw_network", "list_edges", "network_json", "strongest"]

Point = tuple[float, float]
MOST_NODES = 150
OPACITY = 0.8  # of lines; the palette's test reckons with it
SIZE, LEADING = 11.5, 13.5
NAME_WIDTH = 122.0
LEGEND = (
    ("kg-first-hand", LIGHT.account.line, None, "reported by the document itself"),
    ("kg-hearsay", LIGHT.hearsay, "5 3", "hearsay: reported by somebody in it"),
)


@dataclass(frozen=True, slots=True)
class Disc:
    """A node in its place, with its radius and its name in lines."""

    node: NetworkNode
    x: float
    y: float
    radius: float
    lines: tuple[str, ...]


def strongest(graph: NetworkGraph, most: int) -> NetworkGraph:
    """The graph of the nodes that spoke or were spoken to most, and of the lines between them.

    >>> from kg.pictures.records import Link
    >>> edges = (NetworkEdge("a", "b", 2, 0), NetworkEdge("b", "c", 1, 0))
    >>> nodes = tuple(NetworkNode(name, Link(name), False) for name in "abc")
    >>> [node.id for node in strongest(NetworkGraph(nodes, edges), 2).nodes]
    ['a', 'b']
    """
    counts = _counts(graph)
    known = {node.id for node in graph.nodes}
    kept = set(sorted(known, key=lambda name: (-counts.get(name, 0), name))[:most])
    edges = tuple(one for one in graph.edges if {one.source, one.target} <= kept and one.source != one.target)
    joined = {name for one in edges for name in (one.source, one.target)}
    nodes = tuple(sorted((node for node in graph.nodes if node.id in joined), key=lambda node: node.id))
    return NetworkGraph(nodes, edges, graph.scope, graph.undated)


def _counts(graph: NetworkGraph) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in graph.edges:
        for name in {one.source, one.target}:
            found[name] = found.get(name, 0) + one.count
    return found


def draw_network(
    graph: NetworkGraph, *, name: str = "network", width: int = 1100, most: int = MOST_NODES, seed: int = 1956
) -> str:
    """The SVG of the network; at most ``most`` nodes are drawn, those with most statements.

    >>> drawn = draw_network(NetworkGraph((), ()))
    >>> "Nobody" in drawn
    True
    """
    shown = strongest(graph, most)
    discs = place_nodes(shown, width, seed=seed)
    labels = {node.id: node.name.label for node in graph.nodes}
    bottom = max((disc.y + disc.radius + LEADING * len(disc.lines) for disc in discs.values()), default=24)
    edges = _draw_edges(shown, discs, labels, (width - 6.0, bottom + 6))
    parts = [edges, *(_draw_disc(discs[node.id]) for node in shown.nodes)]
    legend, height = _draw_legend(graph, shown, bottom + 28, width)
    head = [] if shown.nodes else [_plain("Nobody is reported to have spoken to anybody here.", 8, 20)]
    return render(
        picture(
            name, (width, height), "Who spoke to whom", _in_words(graph, shown), *head, *parts, *legend,
            ground=LIGHT.ground, ink=LIGHT.ink,
        )
    )  # fmt: skip


@lru_cache(maxsize=4)  # the picture and its JSON want the same places, which take a good part of a second
def place_nodes(graph: NetworkGraph, width: float, *, seed: int = 1956) -> Mapping[str, Disc]:
    """Each node in its place, by its identifier."""
    counts = _counts(graph)
    named = min(NAME_WIDTH, width / 3.4)
    sizes, lines = {}, {}
    for node in graph.nodes:
        lines[node.id] = tuple(wrap_text(node.name.label, named, SIZE, lines=3, bold=_is_bold(counts[node.id])))
        side = max([text_width(line, SIZE, bold=_is_bold(counts[node.id])) for line in lines[node.id]] or [0.0]) / 2 + 3
        radius = _radius(counts[node.id])
        sizes[node.id] = Spot(0, 0, max(side, radius + 4), radius + 5, radius + 5 + LEADING * len(lines[node.id]))
    spots = lay_out(sizes, [(one.source, one.target) for one in graph.edges], width - 16, seed=seed) if sizes else {}
    return {
        node.id: Disc(node, spots[node.id].x + 8, spots[node.id].y + 8, _radius(counts[node.id]), lines[node.id])
        for node in graph.nodes
    }


def _radius(count: int) -> float:
    return round(4 + min(sqrt(count) * 1.3, 14), 1)


def _is_bold(count: int) -> bool:
    return count >= 20


def _draw_disc(disc: Disc) -> Element:
    """A disc for a person, a square for a group, the name below."""
    x, y, r = disc.x, disc.y, disc.radius
    words = text_lines(
        disc.lines, x, y + r + LEADING, LEADING, anchor="middle", font_size=SIZE, fill="currentColor",
        font_weight="bold" if _is_bold(disc.node.said + disc.node.told) else None,
        stroke=LIGHT.ground, stroke_width=3, stroke_linejoin="round", paint_order="stroke", class_="kg-plain kg-halo",
    )  # fmt: skip
    title = f"{disc.node.name.label}: {_times(disc.node.said)} said, {_times(disc.node.told)} told"
    drawn = link(disc.node.name.target, element("title", title), _sign(x, y, r, is_group=disc.node.group), words)
    return group(drawn, class_="kg-node kg-authority")


def _sign(x: float, y: float, r: float, *, is_group: bool) -> Element:
    colours = LIGHT.authority
    looks = {"fill": colours.fill, "stroke": colours.line, "stroke_width": "1.5", "class_": "kg-box kg-rim"}
    if is_group:
        return element("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=3, **looks)
    return element("circle", cx=x, cy=y, r=r, **looks)


def _times(count: int) -> str:
    return f"{count} statement{'' if count == 1 else 's'}"


def _draw_edges(
    graph: NetworkGraph, discs: Mapping[str, Disc], labels: dict[str, str], limit: tuple[float, float]
) -> Element:
    """All lines, thin ones last, so that a broad one does not hide them; none is bent beyond the limit."""
    return group(
        *(
            _draw_edge(one, discs[one.source], discs[one.target], f"{labels[one.source]} → {labels[one.target]}", limit)
            for one in _as_drawn(graph)
        )
    )


def _as_drawn(graph: NetworkGraph) -> list[NetworkEdge]:
    return sorted(graph.edges, key=lambda one: (-one.count, one.source, one.target))


def _draw_edge(edge: NetworkEdge, start: Disc, end: Disc, pair: str, limit: tuple[float, float]) -> Element:
    title = element("title", f"{pair}: {_counted(edge)}")
    lines = []
    bend = 0.1
    for count, look in zip((edge.first_hand, edge.hearsay), LEGEND, strict=True):
        if count:
            lines.append(_line(start, end, _bent(start, end, bend, limit), count, look))
            bend += 0.12
    return link(edge.link, title, *lines, class_="kg-edge")


def _counted(edge: NetworkEdge) -> str:
    parts = [f"{edge.first_hand} first-hand"] if edge.first_hand else []
    parts += [f"{edge.hearsay} by hearsay"] if edge.hearsay else []
    return f"{_times(edge.count)} ({', '.join(parts)})"


def _bent(start: Disc, end: Disc, bend: float, limit: tuple[float, float]) -> Point:
    """The point that a line is drawn towards: beside the middle, to one side of its way, so that two ways lie apart."""
    x = (start.x + end.x) / 2 - (end.y - start.y) * bend
    y = (start.y + end.y) / 2 + (end.x - start.x) * bend
    return min(max(x, 6.0), limit[0]), min(max(y, 6.0), limit[1])


def _line(start: Disc, end: Disc, middle: Point, count: int, look: tuple[str, str, str | None, str]) -> Element:
    """A curve from rim to rim, and at its end an arrow, which takes at most half of the way."""
    class_, colour, dashes, _ = look
    broad = round(min(0.6 + 0.7 * sqrt(count), 7.0), 1)
    tip = _toward(end, middle, end.radius + 1.5)
    first = _toward(start, middle, start.radius + 1)
    way = sqrt((tip[0] - first[0]) * (tip[0] - first[0]) + (tip[1] - first[1]) * (tip[1] - first[1]))
    head = min(5 + 1.4 * broad, max(way / 2, 2.0))
    base = _toward(end, middle, end.radius + 1.5 + head)
    curve = f"M{_point(*first)}Q{_point(*middle)} {_point(*base)}"
    across = (base[1] - tip[1]) * 0.42, (tip[0] - base[0]) * 0.42
    corners = (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1])
    arrow = f"M{_point(*tip)}L{_point(*corners[0])}L{_point(*corners[1])}Z"
    return group(
        element("path", d=curve, fill="none", stroke="none", stroke_width=10, pointer_events="stroke", class_="kg-hit"),
        element(
            "path", d=curve, fill="none", stroke=colour, stroke_width=broad, stroke_opacity=str(OPACITY),
            stroke_dasharray=dashes, class_="kg-rim",
        ),
        element("path", d=arrow, fill=colour, class_="kg-mark"),
        class_=class_,
    )  # fmt: skip


def _toward(disc: Disc, goal: Point, far: float) -> Point:
    """The point so far from a node's middle on the way to another point."""
    aside, down = goal[0] - disc.x, goal[1] - disc.y
    length = sqrt(aside * aside + down * down) or 1.0
    return disc.x + aside / length * far, disc.y + down / length * far


def _point(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def _draw_legend(graph: NetworkGraph, shown: NetworkGraph, y: float, width: float) -> tuple[list[Element], float]:
    """What lines and signs mean, side by side where there is room; below it what is left out."""
    if not shown.nodes:
        return [], 36.0
    found: list[Element] = []
    x = 8.0
    for sign, words in _signs():
        room = 34 + text_width(words, 12) + 16
        if x > 8 and x + room > width:
            x, y = 8.0, y + 20
        found += [sign(x, y), _plain(words, x + 34, y + 4)]
        x += room
    for line in wrap_text(_limits(graph, shown), width - 16, 12):
        y += 18
        found.append(_plain(line, 8, y + 4))
    return found, y + 14


def _signs() -> list[tuple[Callable[[float, float], Element], str]]:
    """Each sign of the legend as a function of its place, with its meaning."""

    def line(look: tuple[str, str, str | None, str]) -> Callable[[float, float], Element]:
        class_, colour, dashes, _ = look
        return lambda x, y: group(
            element(
                "line", x1=x, y1=y, x2=x + 26, y2=y, stroke=colour, stroke_width=2.5, stroke_dasharray=dashes,
                class_="kg-rim",
            ),
            class_=class_,
        )  # fmt: skip

    def sign(*, is_group: bool) -> Callable[[float, float], Element]:
        return lambda x, y: group(_sign(x + 13, y, 7, is_group=is_group), class_="kg-authority")

    signs = [(sign(is_group=False), "person"), (sign(is_group=True), "group")]
    return [*((line(look), look[3]) for look in LEGEND), *signs]


def _in_words(graph: NetworkGraph, shown: NetworkGraph) -> str:
    strong = "; ".join(f"{row.speaker.label} to {row.addressee.label}, {row.total}" for row in list_edges(shown)[:5])
    most = f" Most often: {strong}." if strong else ""
    return (
        f"{len(shown.nodes)} persons and groups, {len(shown.edges)} pairs of speaker and addressee."
        f" {_limits(graph, shown)}{most} The more statements, the broader the line; a broken line is hearsay."
    )


def _limits(graph: NetworkGraph, shown: NetworkGraph) -> str:
    """What was asked for, and what the picture leaves out."""
    left_out = len(graph.nodes) - len(shown.nodes)
    found = [f"Only: {'; '.join(graph.scope)}."] if graph.scope else []
    found += [f"{left_out} more, with fewer statements, are only in the table."] if left_out else []
    found += [f"Left out for want of a date: {_times(graph.undated)}."] if graph.undated else []
    return " ".join(found)


def list_edges(graph: NetworkGraph) -> list[EdgeRow]:
    """The table below the picture: every pair, those with most statements first.

    >>> from kg.pictures.records import Link
    >>> nodes = (NetworkNode("a", Link("Ada"), False), NetworkNode("b", Link("Bob"), False))
    >>> [(row.speaker.label, row.total) for row in list_edges(NetworkGraph(nodes, (NetworkEdge("a", "b", 2, 1),)))]
    [('Ada', 3)]
    """
    names = {node.id: node.name for node in graph.nodes}
    rows = [
        EdgeRow(names[one.source], names[one.target], one.first_hand, one.hearsay, one.count, one.link)
        for one in graph.edges
    ]
    return sorted(rows, key=lambda row: (-row.total, row.speaker.label, row.addressee.label, row.link or ""))


def network_json(graph: NetworkGraph, *, width: int = 1100, most: int = MOST_NODES, seed: int = 1956) -> str:
    """Nodes and links with the places they have in the picture, for a browser that moves them.

    They stand in the order in which the picture draws them, so that a script can take the picture's own elements.
    ``<`` is written as an escape, so that the text can stand in a page's ``<script type="application/json">``.
    """
    shown = strongest(graph, most)
    discs = place_nodes(shown, width, seed=seed)
    nodes = [
        {
            "id": node.id, "label": clean_text(node.name.label), "href": _href(node.name.target), "group": node.group,
            "said": node.said, "told": node.told, "x": round(discs[node.id].x, 1), "y": round(discs[node.id].y, 1),
            "r": discs[node.id].radius,
        }
        for node in shown.nodes
    ]  # fmt: skip
    links = [
        {
            "source": one.source, "target": one.target, "firstHand": one.first_hand, "hearsay": one.hearsay,
            "href": _href(one.link),
        }
        for one in _as_drawn(shown)
    ]  # fmt: skip
    text = json.dumps({"nodes": nodes, "links": links}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _href(target: str | None) -> str | None:
    return target if target is not None and is_safe_target(target) else None


def _plain(text: str, x: float, y: float) -> Element:
    return element("text", text, x=x, y=y, font_size=12, fill="currentColor", class_="kg-plain")
