"""What a validation report says, and how the validator itself fails."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, SH, Graph

from kg.infer import infer_triples
from kg.terms import RDFS, XSD, kg
from kg.validate import Report, ValidationFailed, Violation, validate_quads

GOOD = (Path(__file__).parent / "shapes" / "good.ttl").read_text(encoding="utf-8")
PREFIXES = b"""
@prefix ex: <https://example.org/shapes#> .
@prefix kg: <https://w3id.org/hearsay/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
BASE = "https://example.org/"
NEW_PASSAGE = f"{BASE}doc/document/minutes.txt#char=0,7"


def good_quads() -> list[Quad]:
    quads = list(parse(GOOD, format=RdfFormat.TURTLE))
    return quads + [Quad(triple.subject, triple.predicate, triple.object) for triple in infer_triples(quads)]


def passage_quads(start: str) -> list[Quad]:
    """A passage that begins at ``start``, for better or worse an xsd:integer."""
    node = NamedNode(NEW_PASSAGE)
    minutes = NamedNode(f"{BASE}id/document/minutes")
    values: dict[NamedNode, NamedNode | Literal] = {
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"): kg("Passage"),
        RDFS("label"): Literal("the first word", language="en"),
        kg("inDocument"): minutes,
        kg("quote"): Literal("Minutes"),
        kg("start"): Literal(start, datatype=XSD("integer")),
        kg("end"): Literal(7),
    }
    return [Quad(node, predicate, value) for predicate, value in values.items()]


def with_each(predicate: NamedNode, value: NamedNode | Literal) -> list[Quad]:
    """The good graph with ``value`` wherever ``predicate`` stands."""
    return [Quad(q.subject, predicate, value) if q.predicate == predicate else q for q in good_quads()]


def names(report: Report) -> set[str]:
    return {violation.shape.rsplit("#", 1)[-1] for violation in report.violations}


def test_a_good_graph_conforms() -> None:
    report = validate_quads(good_quads())
    assert report.conforms
    assert report.violations == ()


def test_the_named_graphs_are_checked_as_one() -> None:
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"{BASE}graph/{number % 3}"))
        for number, quad in enumerate(good_quads())
    ]
    assert validate_quads(quads).conforms


def test_a_violation_names_the_node_the_rule_and_what_would_be_right() -> None:
    quads = [quad for quad in good_quads() if quad.predicate != kg("frameReason")]
    report = validate_quads(quads)
    assert not report.conforms
    assert [str(violation) for violation in report.violations] == [
        "document/minutes, statement/s1-2 (Vale: “The pilot … saw him go.”): A nested statement's passage"
        " lies inside the passage of the statement that reports it, or a kg:frameReason says why not."
        " [StatementShape-insideReporter]"
    ]


def test_a_violation_shows_the_value_at_fault() -> None:
    violation = Violation("https://x.org/s#Rule", f"{BASE}id/person/ada", "two\n  lines", "One line.", "Ada")
    assert str(violation) == "person/ada (Ada): One line. Found 'two lines'. [Rule]"


def test_a_violation_shortens_the_iris_in_its_message() -> None:
    extra = Quad(NamedNode(f"{BASE}id/person/otto"), kg("metWith"), NamedNode(f"{BASE}id/person/nell"))
    [violation] = validate_quads([*good_quads(), extra]).violations
    assert str(violation) == (
        "FactProperty, person/otto (Otto Vale): A plain fact (person/otto metWith person/nell) needs a"
        " warrant: a proposition of that subject, predicate and object with a kg:warrantedBy."
        " [FactShape-warrant]"
    )


def test_violations_are_sorted_and_each_stands_once() -> None:
    quads = [quad for quad in good_quads() if quad.predicate not in (RDFS("label"), kg("act"))]
    found = validate_quads(quads).violations
    assert list(found) == sorted(set(found))
    assert len(found) > 10


def test_the_report_graph_is_shacl() -> None:
    quads = [quad for quad in good_quads() if quad.predicate != kg("act")]
    report = validate_quads(quads)
    graph = Graph().parse(data=report.turtle, format="turtle")
    [node] = graph.subjects(RDF.type, SH.ValidationReport)
    assert len(list(graph.objects(node, SH.result))) == len(report.violations)


def test_what_explains_a_result_is_no_violation_of_its_own() -> None:
    quads = with_each(kg("act"), NamedNode("https://w3id.org/hearsay/vocabulary/mode/direct"))
    assert names(validate_quads(quads)) == {"StatementShape-act"}


@pytest.mark.parametrize("start", ["x", "", "1.5", "0x1"])
def test_an_ill_typed_integer_is_a_violation_and_no_traceback(
    start: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        report = validate_quads([*good_quads(), *passage_quads(start)])
    assert names(report) == {"PassageShape-order", "PassageShape-start"}
    assert {violation.node for violation in report.violations} == {NEW_PASSAGE}
    assert caplog.text == ""
    assert capsys.readouterr() == ("", "")


def test_a_well_typed_integer_in_its_place_conforms() -> None:
    assert validate_quads([*good_quads(), *passage_quads("0")]).conforms


def test_a_day_that_no_calendar_has_is_a_violation() -> None:
    quads = with_each(kg("latest"), Literal("1871-02-30", datatype=XSD("date")))
    assert "DateShape-latest" in names(validate_quads(quads))


def test_other_shapes_can_be_given() -> None:
    silence = b"""
    ex:Silence a sh:PropertyShape ; sh:targetClass kg:Person ; sh:path kg:said ; sh:maxCount 0 ;
        sh:message "Nobody says a word."@en .
    """
    found = validate_quads(good_quads(), shapes=[PREFIXES + silence]).violations
    assert [str(violation) for violation in found] == [
        "person/ida (Ida Brandt): Nobody says a word. [Silence]",
        "person/otto (Otto Vale): Nobody says a word. [Silence]",
    ]


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (b"this is no Turtle", "a shapes file is not Turtle: "),
        (
            b"ex:A a sh:NodeShape ; sh:targetClass kg:Person ; sh:node ex:A .",
            "shapes refer to each other in a circle",
        ),
        (
            b'ex:A a sh:NodeShape ; sh:targetClass kg:Person ; sh:sparql [ sh:select "SELECT $this" ] .',
            "Expected",
        ),
        (
            b"ex:A a sh:PropertyShape ; sh:targetClass kg:Person ; sh:minCount 1 .",
            "A shape defined as a PropertyShape must include",
        ),
    ],
    ids=["no Turtle", "circle", "no SPARQL", "no path"],
)
def test_shapes_that_cannot_be_checked_are_one_clear_line(shapes: bytes, reason: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        validate_quads(good_quads(), shapes=[PREFIXES + shapes])
    assert str(caught.value).startswith(f"the shapes could not be checked: {reason}")
    assert "\n" not in str(caught.value)
