"""Pictures: golden files, the same bytes everywhere, hostile text inert, nothing on top of anything, contrast.

``python tests/test_pictures.py`` writes the golden files anew; look at them before you commit them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.pictures import (
    DARK,
    LIGHT,
    Chain,
    Claim,
    Dated,
    Link,
    NetworkEdge,
    NetworkGraph,
    NetworkNode,
    SourceBox,
    StatementBox,
    Timeline,
    Verdict,
    draw_chain,
    draw_network,
    draw_timeline,
    find_chain,
    gather_network,
    gather_timeline,
    network_json,
    palette_css,
)
from kg.pictures.axis import make_axis
from kg.pictures.measure import text_width, wrap_text
from kg.pictures.network import OPACITY, place_nodes
from kg.pictures.palette import LAYERS, Palette, contrast
from kg.pictures.svg import ATTRIBUTES, CLASSES, TAGS, element, is_safe_target, link, render
from kg.pictures.timeline import KINDS, place_items

GOLDEN = Path(__file__).parent / "pictures"
SVG = "{http://www.w3.org/2000/svg}"
BAD_TARGETS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:x", "java\nscript:x",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "//evil.example/x", "/\\evil.example", "\\\\evil", "",
    "http:evil", "https:///x", "file:///etc/passwd", "x:y", 'https://x.org/"onload=', "https://x.org/a b", "/a\u202eb",
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>", "</script><svg onload=alert(1)>", "]]>", "<!--", "&#x3c;b&#x3e;", "<![CDATA[x]]>",
    '"><img src=x onerror=alert(1)>', "' onmouseover='x", "Kim\u202emI\u2066\u200f Il", "\x00b\x01\x7f\x9f\ufffe\uffff",
    "\ud800 lone", "x" * 400, "\u0301" * 50, "", "   ", "金日成 " * 20, "שלום עולם", "{{7*7}}", "line\nbreak\r\n\ttab",
)  # fmt: skip


# What is drawn


def letters() -> Store:
    store = Store()
    store.load(path=GOLDEN / "letters.ttl", format=RdfFormat.TURTLE)
    return store


def chain() -> Chain:
    verdict = Verdict("/doc/judgement/j1", "accepted", "Two witnesses say so, neither of whom can have met the other.")
    claims = (
        Claim(Link("Bob stayed at home", "/doc/proposition/p1"), (Link("Bob not: stayed at home"), Link("other"))),
        Claim(Link("Bob wrote letter", "/doc/proposition/p2"), (), (verdict,)),
    )
    statements = (
        StatementBox(
            "/doc/statement/s1", "inform", "Ada", addressees=("Carol", "Dan"), mode="direct", date="3 May 1910"
        ),
        StatementBox(
            "/doc/statement/s2", "say", "Bob", False, ("Eve",), modality="planned", stance="doubts", draft=True
        ),
        StatementBox("/doc/statement/s3", "report", None, negated=True, via="a letter"),
    )
    source = SourceBox(Link("Letter of Ada to Carol", "/doc/document/l1"), "letter", "3 May 1910")
    return Chain(source, statements, Link("he would “not” come", "/doc/document/l1.txt#char=1,20"), claims)


def timeline() -> Timeline:
    def dated(kind: str, label: str, first: str, last: str, words: str, *, unsure: bool = False) -> Dated:
        days = date.fromisoformat(first), date.fromisoformat(last)
        return Dated(kind, Link(label, f"/doc/{kind}/x"), *days, words, unsure)

    return Timeline(
        (
            dated("held", "Letter of Ada to Carol", "1910-05-03", "1910-05-03", "3 May 1910"),
            dated("mentioned", "Bob's diary", "1910-05-01", "1910-05-31", "May 1910 (uncertain)", unsure=True),
            dated("mentioned", "Telegram", "1910-05-04", "1910-05-04", "4 May 1910"),
            dated("meeting", "Tea at Carol's, to which nobody was asked", "1910-05-02", "1910-05-02", "2 May 1910"),
            dated("event", "the great frost", "1889-01-01", "1889-12-31", "1889"),
            dated("event", "the comet", "1910-05-19", "1910-05-20", "19 May 1910 to 20 May 1910"),
        ),
        undated=2,
    )  # fmt: skip


def network() -> NetworkGraph:
    names = {"a": "Ada", "b": "Bob", "c": "Carol", "d": "the people at Carol's tea (unnamed)", "e": "Eve", "f": "Fay"}
    edges = (
        NetworkEdge("a", "b", 20, 4, "/doc/statement/"), NetworkEdge("b", "a", 3, 0), NetworkEdge("b", "c", 0, 2),
        NetworkEdge("c", "d", 1, 1), NetworkEdge("d", "a", 0, 1), NetworkEdge("e", "f", 0, 1),
    )  # fmt: skip
    said = {name: sum(one.count for one in edges if one.source == name) for name in names}
    told = {name: sum(one.count for one in edges if one.target == name) for name in names}
    nodes = tuple(
        NetworkNode(name, Link(label, f"/doc/person/{name}"), name == "d", said[name], told[name])
        for name, label in names.items()
    )
    return NetworkGraph(nodes, edges, ("about the comet",), 3)


def drawings() -> dict[str, str]:
    return {
        "chain.svg": draw_chain(chain()),
        "timeline.svg": draw_timeline(timeline(), width=900),
        "timeline-narrow.svg": draw_timeline(timeline(), width=360),
        "timeline-empty.svg": draw_timeline(Timeline(())),
        "network.svg": draw_network(network(), width=700),
        "network-narrow.svg": draw_network(network(), width=360, most=4),
        "network-empty.svg": draw_network(NetworkGraph((), ())),
        "network.json": network_json(network(), width=700),
    }


def gathered() -> list[str]:
    store = letters()
    found = find_chain(store, "https://example.org/id/s2")
    assert found is not None
    return [draw_network(gather_network(store)), draw_timeline(gather_timeline(store)), draw_chain(found)]


@pytest.mark.parametrize("name", list(drawings()))
def test_picture_is_as_its_golden_file(name: str) -> None:
    assert drawings()[name] == (GOLDEN / name).read_text("utf-8").removesuffix("\n")


def test_there_is_a_golden_file_for_each_picture_and_no_other() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {*drawings(), "letters.ttl"}


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_bytes_do_not_depend_on_the_order_of_hashes(seed: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_pictures import drawings, gathered;"
        "sys.stdout.reconfigure(encoding='utf-8'); print(*drawings().values(), *gathered(), sep='\\n')"
    )
    run = [sys.executable, "-c", code, str(Path(__file__).parent)]
    out = subprocess.run(run, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
    assert out.decode() == "\n".join([*drawings().values(), *gathered()]) + "\n"


def test_order_of_records_does_not_matter() -> None:
    random = Random(1)
    graph, line = network(), timeline()
    shuffled = replace(
        graph,
        nodes=tuple(random.sample(graph.nodes, len(graph.nodes))),
        edges=tuple(random.sample(graph.edges, len(graph.edges))),
    )
    assert draw_network(shuffled) == draw_network(graph)
    assert draw_timeline(replace(line, items=line.items[::-1])) == draw_timeline(line)


# Inert and well formed


def hostile_drawings(text: str, target: str = "/x") -> Iterator[str]:
    box = StatementBox(target, text, text, True, (text,), (text, text), text, text, True, text, text, text, True)
    claim = Claim(Link(text, target), (Link(text, target),), (Verdict(target, text, text),))
    source = SourceBox(Link(text, target), text, text)
    yield draw_chain(Chain(source, (box,) * 12, Link(text, target), (claim,) * 12))
    days = [(date(1, 1, 1), date(1, 1, 1)), (date(1999, 5, 1), date(2001, 5, 1)), (date.max, date.max)]
    items = tuple(
        Dated(kind.name, Link(text, target), first, last, text, unsure=True) for kind in KINDS for first, last in days
    )
    yield draw_timeline(Timeline(items))
    yield draw_timeline(Timeline(items), width=360)
    nodes = tuple(NetworkNode(text + name, Link(text, target), name == "a", 1, 1) for name in "abc")
    edges = tuple(NetworkEdge(text + one, text + other, 1, 1, target) for one in "abc" for other in "abc")
    yield draw_network(NetworkGraph(nodes, edges, (text,), 1))


def check_inert(drawn: str) -> ElementTree.Element:
    """That the text is UTF-8 and XML of the closed lists, in HTML too, with allowed targets; its root."""
    root = ElementTree.fromstring(drawn.encode("utf-8"))
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in TAGS
        assert set(node.attrib) <= ATTRIBUTES - {"xmlns"}
        assert set(node.get("class", "").split()) <= set(CLASSES)
        assert node.tag != f"{SVG}a" or is_safe_target(node.attrib["href"])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|]]>|<!|<\\?", drawn)
    seen = Tags()
    seen.feed(drawn)
    assert seen.found <= {tag.lower() for tag in TAGS}
    return root


class Tags(HTMLParser):
    """The elements that an HTML parser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_is_inert(text: str) -> None:
    for drawn in hostile_drawings(text):
        check_inert(drawn)


@given(st.text(st.characters(exclude_categories=()), max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_inert(text: str) -> None:
    for drawn in hostile_drawings(text, text):
        check_inert(drawn)


def test_text_is_shown_and_not_lost() -> None:
    root = check_inert(draw_chain(replace(chain(), words=Link("<script>alert(1)</script> & ]]>"))))
    assert "“<script>alert(1)</script> & ]]>”" in "".join(root.itertext())


@pytest.mark.parametrize("target", BAD_TARGETS, ids=ascii)
def test_bad_target_is_no_link(target: str) -> None:
    assert not is_safe_target(target)
    assert "<a" not in render(link(target, element("title", "x")))
    for drawn in hostile_drawings("x", target):
        assert not list(check_inert(drawn).iter(f"{SVG}a"))


@pytest.mark.parametrize(
    "target", ["https://x.org/é?q=a:b#c", "http://[::1]:8080/", "../a/b.html", "a/b:c", "?q=x:y", "."]
)
def test_good_target_is_a_link(target: str) -> None:
    assert is_safe_target(target)


def test_builder_refuses_what_is_not_in_its_lists() -> None:
    with pytest.raises(ValueError, match="element 'script'"):
        element("script")
    with pytest.raises(ValueError, match="attribute 'onload'"):
        element("rect", onload="x")
    with pytest.raises(ValueError, match="attribute 'style'"):
        element("rect", style="x")
    with pytest.raises(ValueError, match="link target 'javascript:x'"):
        element("a", href="javascript:x")


@pytest.mark.parametrize("name", [name for name in drawings() if name.endswith(".svg")])
def test_picture_names_itself_and_each_link(name: str) -> None:
    root = check_inert(drawings()[name])
    ids = {node.get("id") for node in root.iter()}
    assert root.get("role") == "group"
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    for anchor in root.iter(f"{SVG}a"):
        assert (anchor.findtext(f"{SVG}title") or "").strip()


def test_json_of_the_network_can_stand_in_a_page() -> None:
    hostile = tuple(replace(node, name=Link("</script>&", "javascript:x")) for node in network().nodes)
    text = network_json(replace(network(), nodes=hostile))
    assert not set("<>&") & set(text)
    assert {node["label"] for node in json.loads(text)["nodes"]} == {"</script>&"}
    assert {node["href"] for node in json.loads(text)["nodes"]} == {None}


# Nothing on top of anything

DAYS = st.dates(date(1800, 1, 1), date(2100, 1, 1))
LABELS = st.one_of(st.text(max_size=9), st.integers(0, 80).map("W".__mul__))
SPANS = st.tuples(DAYS, st.one_of(st.just(0), st.integers(1, 900)))


@given(st.lists(st.tuples(SPANS, LABELS), min_size=1, max_size=40), st.integers(700, 1400))
@settings(max_examples=80, deadline=None)
def test_labels_of_the_timeline_do_not_overlap(things: list[tuple[tuple[date, int], str]], width: int) -> None:
    items = [Dated("held", Link(label), day, day + timedelta(days=more), "") for (day, more), label in things]
    placed = place_items(items, make_axis([(one.earliest, one.latest) for one in items], 6, width - 12), width)
    for row in {one.row for one in placed}:
        own = sorted((one for one in placed if one.row == row), key=lambda one: one.left)
        assert all(one.right <= other.left for one, other in pairwise(own))
    for one in placed:
        assert 0 <= one.left <= one.right <= width
        inside = one.start <= one.label_x and one.label_x + one.label_width <= one.end
        assert inside or one.label_x >= one.end or one.label_x + one.label_width <= one.start


def test_words_of_the_narrow_timeline_are_below_each_other() -> None:
    root = check_inert(draw_timeline(timeline(), width=360))
    lines = [node for node in root.iter() if node.get("y") and node.tag in (f"{SVG}text", f"{SVG}tspan")]
    places = sorted({(float(node.attrib["y"]), float(node.attrib["x"])) for node in lines})
    assert all(after[0] - before[0] >= 12 for before, after in pairwise(places))


@given(st.lists(SPANS, min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_axis_goes_forward_without_holes(spans: list[tuple[date, int]]) -> None:
    axis = make_axis([(day, day + timedelta(days=more)) for day, more in spans], 0, 1000)
    for before, after in pairwise(axis.bands):
        assert before.end == after.start
        assert abs(before.x + before.width - after.x) <= 0.11
    days = sorted({day for day, _ in spans})
    assert all(axis.place(one) <= axis.place(other) + 0.11 for one, other in pairwise(days))
    assert len([band for band in axis.bands if not band.gap]) <= 18


@given(
    st.sets(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=60), st.sampled_from([360, 1100])
)
@settings(max_examples=20, deadline=None)
def test_names_of_the_network_do_not_overlap(pairs: set[tuple[int, int]], width: int) -> None:
    ids = sorted({number for pair in pairs for number in pair})
    nodes = tuple(NetworkNode(f"n{one}", Link(f"the person whose number is {one}"), False) for one in ids)
    edges = tuple(NetworkEdge(f"n{one}", f"n{other}", 1, 0) for one, other in sorted(pairs))
    discs = list(place_nodes(NetworkGraph(nodes, edges), width).values())
    boxes = []
    for disc in discs:
        side, bottom = max(text_width(line, 11.5) for line in disc.lines) / 2, disc.radius + 13.5 * len(disc.lines)
        boxes.append((disc.x - side, disc.y - disc.radius, disc.x + side, disc.y + bottom))
    for box in boxes:
        assert box[0] >= 0
        assert box[2] <= width
        assert box[1] >= 0
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(st.text(max_size=200), st.integers(20, 300))
def test_wrapped_lines_are_no_wider_than_asked(text: str, width: int) -> None:
    for line in wrap_text(text, width, 12, lines=3):
        assert text_width(line, 12) <= width or len(line) <= 2


# Colours


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", LAYERS)
def test_colours_of_a_layer_have_contrast(palette: Palette, name: str) -> None:
    layer = palette.layer(name)
    assert contrast(layer.text, layer.fill) >= 7
    assert contrast(layer.text, palette.ground) >= 4.5
    for ground in (layer.fill, palette.ground, palette.band):
        assert contrast(layer.line, ground) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_the_page_have_contrast(palette: Palette) -> None:
    for ground in (palette.ground, palette.band):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
        for line in (palette.hearsay, palette.account.line):
            assert contrast(_over(line, ground), ground) >= 3


def _over(colour: str, ground: str) -> str:
    """A colour as the opacity of lines lets it look."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(over * OPACITY + under * (1 - OPACITY)):02x}" for over, under in parts)


def test_layers_differ_from_each_other() -> None:
    assert len({LIGHT.layer(name).line for name in LAYERS}) == len({DARK.layer(name).line for name in LAYERS}) == 5


def test_style_sheet_names_only_documented_classes_and_known_variables() -> None:
    css = palette_css()
    assert set(re.findall(r"\.(kg-[a-z-]+)", css)) <= set(CLASSES)
    assert set(re.findall(r"var\((--[a-z-]+)\)", css)) == set(re.findall(r"(--[a-z-]+):", css))


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for file, content in drawings().items():
        (GOLDEN / file).write_text(content + "\n", "utf-8")
