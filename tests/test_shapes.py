"""Each shape catches its bad example, and nothing else does.

``shapes/good.ttl`` breaks no rule; ``shapes/<shape>.ru`` is a SPARQL update after which it breaks that one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.infer import infer_triples
from kg.iris import ONTOLOGY
from kg.resources import find_resources
from kg.validate import validate_quads

FOLDER = Path(__file__).parent / "shapes"
GOOD = (FOLDER / "good.ttl").read_text(encoding="utf-8")
CASES = sorted(FOLDER.glob("*.ru"))
PREFIXES = re.sub(r"(?m)^@(base|prefix)(.*) \.$", r"\1\2", "\n".join(re.findall(r"(?m)^@.*$", GOOD)))
NOT_A_RULE = {RDF.type, SH.message, SH.path, SH.targetClass, SH.targetNode, SH.targetSubjectsOf}


@cache
def rules() -> dict[str, tuple[str, ...]]:
    """The shapes that have an IRI, by name, with their messages."""
    graph = Graph()
    for path in find_resources("shapes", "*.ttl"):
        graph.parse(path, format="turtle")
    shapes = {
        shape
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in graph.subjects(RDF.type, kind)
        if isinstance(shape, URIRef)
    }
    found = {}
    for shape in shapes:
        assert set(graph.predicates(shape)) - NOT_A_RULE, f"{shape} asks for nothing"
        constraints = [shape, *graph.objects(shape, SH.sparql)]
        found[shape.removeprefix(ONTOLOGY)] = tuple(
            f"{message}@{message.language}"
            for constraint in constraints
            for message in graph.objects(constraint, SH.message)
            if isinstance(message, Literal)
        )
    return found


def broken_shapes(update: str | None = None) -> set[str]:
    """The names of the rules that the good graph breaks after ``update``."""
    store = Store()
    store.load(GOOD, format=RdfFormat.TURTLE)
    if update:
        before = set(store)
        store.update(f"{PREFIXES}\n{update}")
        assert set(store) != before, "the update changes nothing"
    quads = list(store)
    quads += [Quad(triple.subject, triple.predicate, triple.object) for triple in infer_triples(quads)]
    return {violation.shape.removeprefix(ONTOLOGY) for violation in validate_quads(quads).violations}


def test_the_good_graph_breaks_no_rule() -> None:
    assert broken_shapes() == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_shape_catches_its_bad_example_and_nothing_else_does(case: Path) -> None:
    assert broken_shapes(case.read_text(encoding="utf-8")) == {case.stem}


def test_each_shape_has_a_bad_example_and_each_bad_example_a_shape() -> None:
    assert {case.stem for case in CASES} == set(rules())


def test_each_shape_says_once_in_english_what_would_be_right() -> None:
    wrong = {name: said for name, said in rules().items() if len(said) != 1 or not said[0].endswith(".@en")}
    assert wrong == {}
