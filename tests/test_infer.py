"""What we infer is what OWL 2 RL infers: no more, and of our own properties no less."""

from __future__ import annotations

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rdflib import Graph, Literal, URIRef

from kg.build import build_quads
from kg.collection import read_collection
from kg.infer import infer_triples
from kg.initial import make_collection
from kg.iris import ONTOLOGY
from kg.resources import find_resources
from kg.terms import RDF, kg

BASE = "https://example.org/collection/id/"
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
TYPE = RDF("type")

# What something follows from: a nested report, speech that was not, parts, a meeting, an office, a warranted fact.
NOTES = """\
    reports:
      - {id: p01-1, quote: "Henry has left for Paris", act: report, speaker: henry, to: [mary], via: note}
  - {id: p03, quote: "I", act: promise, speaker: ada, to: [henry], modality: planned}
  - {id: p04, quote: "Mary", act: ask, speaker: charles, to: [mary], polarity: negated}
  - {id: p05, quote: "London", act: ask, speaker: henry, to: [charles], modality: hypothetical}
  - {id: p06, quote: "2 May 1843", act: inform, speaker: mary, speaker_members: [ada], presence: [club], during: talk}
"""
AUTHORITY = """\
- {slug: king, kind: role, label: King}
- {slug: france, kind: place, label: France}
- {slug: club, kind: body, label: The club, part_of: party}
- {slug: party, kind: party, label: The party}
- {slug: note, kind: document, label: A note, document_kind: note, authors: [henry], to: [mary]}
- slug: talk
  kind: meeting
  label: A talk
  location: paris
  date: "1843-05"
  attendance: [{agents: [ada, club], document: letter-1, quote: "Ada to Charles"}]
"""
JUDGEMENTS = """\
- id: left
  propositions:
    - {subject: henry, predicate: visited, object: paris}
    - {subject: henry, predicate: memberOf, object: club}
    - {subject: henry, predicate: fledTo, object: paris}
  verdict: accepted
  reason: "All letters agree."
  rests_on: [letter-1-p01]
  date: 1843-06
  judge: "Its editors"
"""


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("inferred") / "letters"
    make_collection(folder)
    notes, people = folder / "annotations/letter-1.yaml", folder / "authority/people.yaml"
    first, second = notes.read_text().split("  - id: p02")
    nested, others = NOTES.split("  - {id: p03")
    notes.write_text(f"{first}{nested}  - id: p02{second}  - {{id: p03{others}")
    people.write_text(
        people.read_text().replace(
            "  label: Ada\n", '  label: Ada\n  roles: [{role: king, body: club, document: letter-1, quote: "Ada"}]\n'
        )
    )
    places = folder / "authority/places.yaml"
    places.write_text(places.read_text().replace("  label: Paris\n", "  label: Paris\n  part_of: france\n"))
    (folder / "authority/more.yaml").write_text(AUTHORITY)
    (folder / "judgements.yaml").write_text(JUDGEMENTS)
    return build_quads(read_collection(folder))


@pytest.fixture(scope="module")
def stated(quads: list[Quad]) -> set[Triple]:
    """All triples that a build does not infer, with the whole ontology."""
    graphs = [NamedNode("https://example.org/collection/graph/inferences"), NamedNode(ONTOLOGY.removesuffix("#"))]
    ours = {quad.triple for quad in quads if quad.graph_name not in graphs}
    contradictions = {quad.triple for quad in quads if quad.predicate == kg("contradicts")}
    return ours | contradictions


@pytest.fixture(scope="module")
def inferred(stated: set[Triple]) -> set[Triple]:
    graph = NamedNode("https://example.org/g")
    return infer_triples({Quad(t.subject, t.predicate, t.object, graph) for t in stated})


@pytest.fixture(scope="module")
def closure(stated: set[Triple]) -> Graph:
    terms = [quad.triple for path in find_resources("ontology", "*.ttl") for quad in parse(path=path)]
    graph = Graph()
    graph.parse(data=bytes(serialize([*stated, *terms], format=RdfFormat.N_TRIPLES) or b""), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def to_rdflib(triple: Triple) -> tuple[URIRef, URIRef, URIRef | Literal]:
    value = triple.object
    assert isinstance(triple.subject, NamedNode) and isinstance(value, NamedNode)
    return URIRef(triple.subject.value), URIRef(triple.predicate.value), URIRef(value.value)


def test_the_collection_states_enough(stated: set[Triple], inferred: set[Triple]) -> None:
    assert len(inferred) > 40
    used = {triple.predicate.value.removeprefix(ONTOLOGY) for triple in stated}
    assert used >= {"reportedStatement", "actualAddressee", "fledTo", "memberOf", "contradicts", "attendee", "role"}


def test_what_we_infer_is_in_the_closure(inferred: set[Triple], closure: Graph) -> None:
    assert [
        triple for triple in inferred if isinstance(triple.object, NamedNode) and to_rdflib(triple) not in closure
    ] == []


def test_what_the_closure_has_of_our_properties_is_stated_or_inferred(
    stated: set[Triple], inferred: set[Triple], closure: Graph
) -> None:
    known = {to_rdflib(t) for t in stated | inferred if isinstance(t.object, NamedNode)}
    missing = {
        (subject, predicate, value)
        for subject, predicate, value in closure
        if str(predicate).startswith(ONTOLOGY) and str(subject).startswith(BASE) and isinstance(value, URIRef)
    } - known
    assert missing == set()


def test_what_is_inferred_is_not_stated(stated: set[Triple], inferred: set[Triple]) -> None:
    assert stated & inferred == set()


def test_nothing_follows_from_what_was_inferred(stated: set[Triple], inferred: set[Triple]) -> None:
    graph = NamedNode("https://example.org/g")
    assert infer_triples({Quad(t.subject, t.predicate, t.object, graph) for t in stated | inferred}) == set()


def test_build_holds_every_inference(quads: list[Quad], inferred: set[Triple]) -> None:
    assert inferred <= {quad.triple for quad in quads}


def test_closure_has_no_contradiction(closure: Graph) -> None:
    assert [str(message) for message in closure.objects(None, ERROR)] == []


def test_only_speech_that_was_makes_people_speak(quads: list[Quad]) -> None:
    """p03 was planned, p04 is denied, p05 is supposed; p02 is a thought put to someone."""
    spoke = {
        (str(quad.subject.value).removeprefix(BASE), str(quad.object.value).removeprefix(BASE))
        for quad in quads
        if quad.predicate == kg("spokeTo")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }
    assert spoke == {("person/mary", "person/ada"), ("person/henry", "person/mary"), ("person/ada", "person/charles")}


def test_no_statement_becomes_a_fact(quads: list[Quad]) -> None:
    """Only the judgement makes plain triples; that Henry did not go to Paris is stated, and stays a proposition."""
    henry = NamedNode(f"{BASE}person/henry")
    facts = [quad for quad in quads if quad.subject == henry and quad.predicate in (kg("visited"), kg("fledTo"))]
    assert {quad.graph_name.value.rsplit("/", 1)[-1] for quad in facts} <= {"facts", "inferences"}  # type: ignore[union-attr]
    assert len([quad for quad in facts if quad.predicate == kg("fledTo")]) == 1
