"""The ontology, its vocabularies and its JSON-LD context keep their promises.

OWL 2 RL is checked twice: as a syntax (W3C OWL 2 Profiles, section 4.2) by ``find_profile_violations``, and as rules
(section 4.3) by owlrl.  Both checks are shown to fail on something that is wrong.
"""

from __future__ import annotations

import importlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

FOLDER = Path(__file__).parents[1] / "ontology"
FILES = ("hearsay.ttl", "vocabularies.ttl")
ONTOLOGY = URIRef("https://w3id.org/hearsay/ontology")
KG = Namespace("https://w3id.org/hearsay/ontology#")
VOCABULARY = Namespace("https://w3id.org/hearsay/vocabulary/")
CRMINF = Namespace("http://www.cidoc-crm.org/extensions/crminf/")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
EXAMPLE = Namespace("https://example.org/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # what owlrl writes beside an ErrorMessage

CLASSES = set(
    """
    Document Memorandum Letter Telegram DiaryEntry VerbatimRecord Minutes Resolution Report Listing
    Speech Article Note Passage Footnote Statement Proposition Judgement Agent Person Group Party Body
    Delegation Event Meeting Place Role RoleHolding Attendance NameForm FactProperty
    """.split()
)
DISJOINT = set(
    """
    Document Passage Statement Proposition Judgement Agent Event Place Role NameForm RoleHolding
    Attendance
    """.split()
)
CONTRACT = set(  # names that the design, the queries and other people's SPARQL rely on
    """
    reportedStatement reportedIn speaker said inferredSpeaker speakerMember addressee wasTold
    actualAddressee spokeTo inPresenceOf passage act mode modality stance polarity saidDuring date about
    states statedBy status confidence depth inDocument quote start end availability mentionsDocument
    subject predicate object contradicts judges verdict warrantedBy hasNameForm form roleHolding
    attendee fledTo memberOf expelledFrom heldRole arrestedBy participatedIn wroteTo partOf
    sameMembersAs sameEventAs sameDocumentAs samePersonAs
    """.split()
)
SCHEMES = {
    "act": "assert inform report write reply ask request demand instruct invite suggest advise warn promise"
    " agree disagree thank praise criticise admit deny disclaim think decide",
    "mode": "direct indirect",
    "modality": "actual planned hypothetical",
    "stance": "endorses doubts rejects",
    "polarity": "affirmed negated",
    "kind": "memorandum letter telegram diary-entry verbatim-record minutes resolution report listing speech article"
    " note",
    "status": "draft reviewed",
    "verdict": "accepted rejected open",
    "availability": "held mentioned-only",
    "section": "header citation summary credits participants body stage-direction notes signature"
    " distribution listing-item boilerplate",
}
NEUTRAL = {  # the foreign terms that commit to neither truth, honesty nor existence
    *(FOAF.Agent, FOAF.Document, FOAF.Group, FOAF.Person, PROV.Entity, OA.SpecificResource, CRMINF.I4_Proposition_Set),
    *(PROV.wasDerivedFrom, PROV.wasQuotedFrom, OA.hasSource, DCTERMS.references),
}
NUMBERS = {KG.objectValue, KG.hasSize, KG.hasQuantity}  # whole or not, so the context does not say which datatype
BORROWED = {  # context keys for terms of others
    "altLabel": SKOS.altLabel, "broader": SKOS.broader, "closeMatch": SKOS.closeMatch, "definition": SKOS.definition,
    "exactMatch": SKOS.exactMatch, "inScheme": SKOS.inScheme, "isDefinedBy": RDFS.isDefinedBy, "label": RDFS.label,
    "license": DCTERMS.license, "notation": SKOS.notation, "note": SKOS.note, "page": FOAF.page,
    "prefLabel": SKOS.prefLabel, "rights": DCTERMS.rights, "sameAs": OWL.sameAs, "scopeNote": SKOS.scopeNote,
    "seeAlso": RDFS.seeAlso, "title": DCTERMS.title, "topConceptOf": SKOS.topConceptOf,
}  # fmt: skip


@cache
def read(*names: str) -> Graph:
    """Read ontology files into one graph; callers do not change it."""
    graph = Graph()
    for name in names:
        graph.parse(FOLDER / name)
    return graph


@cache
def close(*turtle: str) -> Graph:
    """Return the OWL 2 RL closure of the ontology together with ``turtle``; callers do not change it."""
    graph = Graph()
    for triple in read(*FILES):
        graph.add(triple)
    for text in turtle:
        graph.parse(data=PREFIXES + text, format="turtle")
    owlrl: Any = importlib.import_module("owlrl")  # has no types
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def find_terms(graph: Graph, *kinds: Node) -> set[URIRef]:
    """Find the terms of our own namespace, of any of ``kinds`` if given."""
    found = {s for kind in kinds or (None,) for s in graph.subjects(RDF.type, kind)}
    return {s for s in found if isinstance(s, URIRef) and s in KG}


ONTO = read("hearsay.ttl")
VOCAB = read("vocabularies.ttl")
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ONTO.namespaces() if name != "ex")
PREFIXES += f"@prefix ex: <{EXAMPLE}> .\n"
OBJECTS = find_terms(ONTO, OWL.ObjectProperty)
DATA = find_terms(ONTO, OWL.DatatypeProperty)
PROPERTIES = sorted(OBJECTS | DATA)
TERMS = sorted(find_terms(ONTO))
CONCEPTS = sorted(c for c in VOCAB.subjects(RDF.type, SKOS.Concept) if isinstance(c, URIRef))
CONTEXT: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]


def find_members(graph: Graph, head: Node | None) -> list[Node]:
    """Find the members of an RDF list."""
    return list(Collection(graph, head)) if head else []


def find_datatypes(prop: URIRef) -> set[Node]:
    """Find the datatypes that the ontology names for a property's values."""
    return {*ONTO.objects(prop, RDFS.range), *ONTO.objects(prop, SCHEMA.rangeIncludes)}


def name_of(term: object) -> str:
    """Return the last part of an IRI."""
    return re.split("[#/]", str(term))[-1]


# --- header and layout -----------------------------------------------------------------------------------------------


def test_header_says_what_whose_and_which_version() -> None:
    values = dict(ONTO.predicate_objects(ONTOLOGY))
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ONTO
    assert values[OWL.versionIRI] == URIRef(f"{ONTOLOGY}/1.0.0")
    assert values[OWL.versionInfo] == Literal("1.0.0")
    assert values[DCTERMS.creator] == Literal("Hearsay contributors")
    assert values[DCTERMS.license] == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert values[DCTERMS.issued] == values[DCTERMS.modified] == Literal("2026-11-24", datatype=XSD.date)
    assert values[VANN.preferredNamespacePrefix] == Literal("kg")
    assert values[VANN.preferredNamespaceUri] == Literal(str(KG))
    assert {DCTERMS.title, DCTERMS.description} <= values.keys()


@pytest.mark.parametrize("file", FILES)
def test_prefixes_are_sorted_aligned_and_used(file: str) -> None:
    text = (FOLDER / file).read_text("utf-8")
    lines = re.findall(r"^@prefix .*$", text, re.MULTILINE)
    declared = [re.split("[ :]+", line)[1] for line in lines]
    assert declared
    assert declared == sorted(set(declared))
    assert len({line.index("<") for line in lines}) == 1
    bare = re.sub(r'"[^"\n]*"|<[^>\n]*>|^@prefix.*$|(^|\s)#\s.*$', " ", text, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w:])([a-z]+):[A-Za-z]", bare)) | set(re.findall(r'"\^\^([a-z]+):', text))
    assert set(declared) == used


@pytest.mark.parametrize("file", FILES)
def test_each_term_has_one_block(file: str) -> None:
    blocks = Counter(re.findall(r"^(\w+:[\w-]+|<[^>]+>) a ", (FOLDER / file).read_text("utf-8"), re.MULTILINE))
    assert {name for name, count in blocks.items() if count > 1} == set()


# --- terms -----------------------------------------------------------------------------------------------------------


def test_classes_and_contract_names_are_all_there() -> None:
    assert {name_of(c) for c in find_terms(ONTO, OWL.Class)} == CLASSES
    assert {name_of(p) for p in PROPERTIES} >= CONTRACT
    assert find_terms(ONTO, OWL.NamedIndividual) == {KG.unspecified}


@pytest.mark.parametrize("name", ["reportedStatement", "fledTo"])
def test_the_two_names_asked_for_exist(name: str) -> None:
    assert (KG[name], RDF.type, OWL.ObjectProperty) in ONTO


@pytest.mark.parametrize("term", TERMS, ids=name_of)
def test_term_has_label_definition_and_home(term: URIRef) -> None:
    (label,), (definition,) = ONTO.objects(term, RDFS.label), ONTO.objects(term, SKOS.definition)
    assert isinstance(label, Literal)
    assert isinstance(definition, Literal)
    assert label.language == definition.language == "en"
    assert re.fullmatch(r"[A-Z][^.]*\.", re.sub(r"\d\.\d", "", definition)), "one sentence"
    assert list(ONTO.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual}
    assert len(kinds & set(ONTO.objects(term, RDF.type))) == 1


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty], ids=name_of)
def test_no_two_terms_of_a_kind_share_a_label(kind: URIRef) -> None:
    labels = Counter(ONTO.value(t, RDFS.label) for t in find_terms(ONTO, kind))
    assert {label for label, count in labels.items() if count > 1} == set()


def test_class_names_begin_with_a_capital_and_property_names_do_not() -> None:
    assert all(name_of(c)[0].isupper() for c in find_terms(ONTO, OWL.Class))
    assert all(name_of(p)[0].islower() for p in PROPERTIES)


def test_nothing_is_used_that_is_not_declared() -> None:
    used = {n for t in ONTO for n in t if isinstance(n, URIRef) and n in KG}
    assert used == set(TERMS)


def test_foreign_superterms_commit_to_nothing() -> None:
    superterms = {*ONTO.objects(None, RDFS.subClassOf), *ONTO.objects(None, RDFS.subPropertyOf)}
    foreign = {t for t in superterms if isinstance(t, URIRef) and t not in KG}
    assert foreign == NEUTRAL


def test_one_thing_is_never_of_two_layers() -> None:
    (node,) = ONTO.subjects(RDF.type, OWL.AllDisjointClasses)
    assert {name_of(m) for m in find_members(ONTO, ONTO.value(node, OWL.members))} == DISJOINT


# --- properties ------------------------------------------------------------------------------------------------------


def test_inverse_pairs_are_mutual_and_mirror_domain_and_range() -> None:
    pairs = set(ONTO.subject_objects(OWL.inverseOf))
    assert pairs == {(b, a) for a, b in pairs}
    assert {(name_of(a), name_of(b)) for a, b in pairs} >= {
        ("reportedStatement", "reportedIn"), ("speaker", "said"), ("addressee", "wasTold"), ("states", "statedBy"),
        ("mentionsDocument", "mentionedIn"), ("listsDocument", "listedIn"), ("recordOf", "hasRecord"),
        ("judges", "judgedBy"), ("warrants", "warrantedBy"), ("hasNameForm", "nameOf"), ("roleHolding", "holder"),
        ("participatedIn", "hasParticipant"),
    }  # fmt: skip
    for a, b in pairs:
        assert ONTO.value(a, RDFS.domain) == ONTO.value(b, RDFS.range), a


def test_symmetric_properties_are_those_that_hold_both_ways() -> None:
    symmetric = {name_of(p) for p in ONTO.subjects(RDF.type, OWL.SymmetricProperty)}
    assert symmetric == {"contradicts", "sameMembersAs", "sameEventAs", "sameDocumentAs", "samePersonAs"}


@pytest.mark.parametrize("prop", PROPERTIES, ids=name_of)
def test_property_has_at_most_one_domain_and_range(prop: URIRef) -> None:
    for predicate in (RDFS.domain, RDFS.range):
        assert len(list(ONTO.objects(prop, predicate))) <= 1  # several would mean all of them at once


@pytest.mark.parametrize("prop", sorted(DATA), ids=name_of)
def test_datatype_property_names_one_datatype(prop: URIRef) -> None:
    assert len(find_datatypes(prop)) == 1


def test_facts_are_the_predicates_and_no_property_of_another_layer_is_one() -> None:
    facts = find_terms(ONTO, KG.FactProperty)
    assert {KG.fledTo, KG.hasSize, KG.partOf} <= facts <= set(PROPERTIES)
    text = (FOLDER / "hearsay.ttl").read_text("utf-8").split("# Facts: properties")[1]
    assert facts == {KG[name] for name in re.findall(r"^kg:(\w+) a ", text, re.MULTILINE)}
    assert ONTO.value(KG.predicate, RDFS.range) == KG.FactProperty


# --- OWL 2 RL as a syntax --------------------------------------------------------------------------------------------

# W3C OWL 2 Profiles, section 4.2.1: the datatypes that RL supports.  xsd:date and xsd:duration are not among them.
RL_DATATYPES = {RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, RDFS.Literal} | {
    XSD[name]
    for name in [
        "decimal",
        "integer",
        "nonNegativeInteger",
        "nonPositiveInteger",
        "positiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
        "float",
        "double",
        "string",
        "normalizedString",
        "token",
        "language",
        "Name",
        "NCName",
        "NMTOKEN",
        "boolean",
        "hexBinary",
        "base64Binary",
        "anyURI",
        "dateTime",
        "dateTimeStamp",
    ]
}
# Section 4.2.5: the axioms that RL leaves out.
FORBIDDEN = {OWL.disjointUnionOf, OWL.ReflexiveProperty}
# Section 4.2.3: which constructor may stand where.  Cardinalities are only 0 or 1, and only as superclass.
SUBCLASS = {OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.hasValue}
SUPERCLASS = {OWL.intersectionOf, OWL.complementOf, OWL.allValuesFrom, OWL.hasValue}
SUPERCLASS |= {OWL.maxCardinality, OWL.maxQualifiedCardinality}
EQUIVALENT = {OWL.intersectionOf, OWL.hasValue}
CONSTRUCTORS = {
    *(SUBCLASS | SUPERCLASS),
    *(OWL.minCardinality, OWL.cardinality, OWL.minQualifiedCardinality, OWL.qualifiedCardinality, OWL.hasSelf),
}
# OWL 2 Structural Specification, section 11.2: a property with a chain is not simple, and so not one of these.
ONLY_SIMPLE = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty}


def find_profile_violations(graph: Graph) -> Iterator[str]:
    """Yield what in ``graph`` is outside OWL 2 RL (W3C OWL 2 Profiles, section 4.2)."""
    for term in FORBIDDEN:
        if (None, term, None) in graph or (None, RDF.type, term) in graph:
            yield f"{name_of(term)} is not in OWL 2 RL"
    for allowed, expression in _find_class_positions(graph):
        yield from _find_expression_violations(graph, expression, allowed)
    data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    for prop, datatype in graph.subject_objects(RDFS.range):
        if prop in data and datatype not in RL_DATATYPES:
            yield f"{name_of(datatype)} is no datatype of OWL 2 RL"
    # OWL 2 Structural Specification, section 5.8.1: one IRI is not two kinds of property.
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for prop, count in Counter(s for kind in kinds for s in graph.subjects(RDF.type, kind)).items():
        if count > 1:
            yield f"{name_of(prop)} is two kinds of property"
    for prop in graph.subjects(OWL.propertyChainAxiom, None):
        if ONLY_SIMPLE & set(graph.objects(prop, RDF.type)):
            yield f"{name_of(prop)} has a chain and must be simple"
    yield from _find_undeclared(graph)


def _find_class_positions(graph: Graph) -> Iterator[tuple[set[URIRef], Node]]:
    data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    for sub, sup in graph.subject_objects(RDFS.subClassOf):
        yield SUBCLASS, sub
        yield SUPERCLASS, sup
    for pair in graph.subject_objects(OWL.equivalentClass):
        yield from ((EQUIVALENT, one) for one in pair)
    for pair in graph.subject_objects(OWL.disjointWith):
        yield from ((SUBCLASS, one) for one in pair)
    for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        yield from ((SUBCLASS, member) for member in find_members(graph, graph.value(node, OWL.members)))
    yield from ((SUPERCLASS, one) for one in graph.objects(None, RDFS.domain))
    yield from ((SUPERCLASS, one) for prop, one in graph.subject_objects(RDFS.range) if prop not in data)


def _find_expression_violations(graph: Graph, expression: Node, allowed: set[URIRef]) -> Iterator[str]:
    if expression == OWL.Thing:
        yield "Thing is not in OWL 2 RL in this place"
    for constructor, value in graph.predicate_objects(expression) if isinstance(expression, BNode) else ():
        if constructor not in CONSTRUCTORS:
            continue
        if constructor not in allowed:
            yield f"{name_of(constructor)} is not in OWL 2 RL in this place"
        elif "ardinality" in str(constructor) and int(str(value)) > 1:
            yield f"{name_of(constructor)} is 0 or 1 in OWL 2 RL"
        elif constructor in (OWL.intersectionOf, OWL.unionOf):
            for member in find_members(graph, value):
                yield from _find_expression_violations(graph, member, allowed)
        elif constructor == OWL.complementOf:
            yield from _find_expression_violations(graph, value, SUBCLASS)
        elif constructor in (OWL.someValuesFrom, OWL.allValuesFrom) and value != OWL.Thing:
            yield from _find_expression_violations(graph, value, allowed)


def _find_undeclared(graph: Graph) -> Iterator[str]:
    """Section 4.2.5 takes over Declaration; without one a reader cannot tell a class from an individual."""
    built_in = (str(OWL), str(RDF), str(RDFS), str(XSD))
    properties = {
        p for kind in ("Object", "Datatype", "Annotation") for p in graph.subjects(RDF.type, OWL[f"{kind}Property"])
    }
    for prop in {*graph.predicates(), *graph.objects(None, RDFS.subPropertyOf)} - properties:
        if not str(prop).startswith(built_in):
            yield f"property {name_of(prop)} is not declared"
    classes = set(graph.subjects(RDF.type, OWL.Class))
    for _, one in _find_class_positions(graph):
        if isinstance(one, URIRef) and one not in classes and one != OWL.Thing:
            yield f"class {name_of(one)} is not declared"


def test_ontology_is_in_owl_2_rl() -> None:
    assert sorted(find_profile_violations(ONTO)) == []


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("kg:date rdfs:domain [ owl:unionOf ( kg:Document kg:Event ) ] .", "unionOf is not in OWL 2 RL in this place"),
        ("kg:Statement rdfs:subClassOf [ owl:onProperty kg:passage ; owl:someValuesFrom kg:Passage ] .",
         "someValuesFrom is not in OWL 2 RL in this place"),
        ("kg:Statement rdfs:subClassOf [ owl:onProperty kg:speaker ; owl:cardinality 1 ] .",
         "cardinality is not in OWL 2 RL in this place"),
        ("kg:Statement rdfs:subClassOf [ owl:onProperty kg:speaker ; owl:maxCardinality 2 ] .",
         "maxCardinality is 0 or 1 in OWL 2 RL"),
        ("kg:Event rdfs:subClassOf owl:Thing .", "Thing is not in OWL 2 RL in this place"),
        ("kg:Agent owl:disjointUnionOf ( kg:Person kg:Group ) .", "disjointUnionOf is not in OWL 2 RL"),
        ("kg:partOf a owl:ReflexiveProperty .", "ReflexiveProperty is not in OWL 2 RL"),
        ("kg:earliest rdfs:range xsd:date .", "date is no datatype of OWL 2 RL"),
        ("kg:date a owl:AnnotationProperty .", "date is two kinds of property"),
        ("kg:spokeTo a owl:FunctionalProperty .", "spokeTo has a chain and must be simple"),
        ("kg:Event rdfs:subClassOf ex:Happening .", "class Happening is not declared"),
        ("kg:Event ex:comment 'undeclared' .", "property comment is not declared"),
    ],
)  # fmt: skip
def test_profile_check_catches(turtle: str, message: str) -> None:
    graph = Graph()
    for triple in ONTO:
        graph.add(triple)
    graph.parse(data=PREFIXES + turtle, format="turtle")
    assert list(find_profile_violations(graph)) == [message]


# --- OWL 2 RL as rules -----------------------------------------------------------------------------------------------

SAMPLE = """
ex:memo a kg:Memorandum ; kg:reportedStatement ex:s1 .
ex:s1 a kg:Statement ; kg:speaker ex:ri ; kg:actualAddressee ex:shcherbakov ; kg:passage ex:p1 ;
    kg:reportedStatement ex:s2 .
ex:s2 a kg:Statement ; kg:speaker ex:nam ; kg:addressee ex:ri ; kg:states ex:claim ;
    kg:act <https://w3id.org/hearsay/vocabulary/act/inform> .
ex:p1 a kg:Passage ; kg:inDocument ex:memo ; kg:quote "words" ; kg:start 0 ; kg:end 5 .
ex:claim a kg:Proposition ; kg:subject ex:four ; kg:predicate kg:fledTo ; kg:object ex:china ; kg:contradicts ex:other .
ex:four a kg:Group . ex:china a kg:Place .
"""


def test_closure_of_ontology_and_data_has_no_contradiction() -> None:
    assert list(close(SAMPLE).objects(None, ERROR)) == []


@pytest.mark.parametrize(
    "turtle",
    [
        "ex:x a kg:Person , kg:Place .",
        "ex:memo kg:speaker ex:nam .",  # only statements have speakers: a document would have to be one
        "ex:s1 kg:states ex:china .",
        "ex:four kg:fledTo ex:memo .",
        "ex:s1 kg:reportedStatement ex:p1 .",
    ],
)
def test_closure_catches_a_contradiction(turtle: str) -> None:
    messages = [str(m) for m in close(SAMPLE, turtle).objects(None, ERROR)]
    assert messages
    assert all("isjoint" in m for m in messages)


def test_closure_walks_inverses_and_symmetry() -> None:
    graph = close(SAMPLE)
    assert (EXAMPLE.s2, KG.reportedIn, EXAMPLE.s1) in graph
    assert (EXAMPLE.nam, KG.said, EXAMPLE.s2) in graph
    assert (EXAMPLE.other, KG.contradicts, EXAMPLE.claim) in graph


def test_closure_infers_who_spoke_to_whom_only_from_actual_communication() -> None:
    assert set(close(SAMPLE).subject_objects(KG.spokeTo)) == {(EXAMPLE.ri, EXAMPLE.shcherbakov)}


def test_closure_makes_no_fact_of_a_statement() -> None:
    graph = close(SAMPLE)
    facts = find_terms(ONTO, KG.FactProperty)
    own = {s for s in graph.subjects() if isinstance(s, URIRef) and s in EXAMPLE}
    assert {(s, p, o) for s, p, o in graph if p in facts and s in own} == set()
    assert (EXAMPLE.ri, OWL.sameAs, EXAMPLE.nam) not in graph


# --- vocabularies ----------------------------------------------------------------------------------------------------


def test_schemes_and_their_concepts_are_exactly_these() -> None:
    assert set(VOCAB.subjects(RDF.type, SKOS.ConceptScheme)) == {VOCABULARY[name] for name in SCHEMES}
    for name, notations in SCHEMES.items():
        members = {str(VOCAB.value(c, SKOS.notation)) for c in VOCAB.subjects(SKOS.inScheme, VOCABULARY[name])}
        assert members == set(notations.split()), name


@pytest.mark.parametrize("name", SCHEMES)
def test_scheme_has_title_definition_and_home(name: str) -> None:
    scheme = VOCABULARY[name]
    for predicate in (DCTERMS.title, SKOS.definition):
        (value,) = VOCAB.objects(scheme, predicate)
        assert isinstance(value, Literal)
        assert value.language == "en"
    assert VOCAB.value(scheme, RDFS.isDefinedBy) == ONTOLOGY
    assert scheme in ONTO.objects(None, RDFS.seeAlso), "a property of the ontology has its values here"


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: str(c).removeprefix(str(VOCABULARY)))
def test_concept_has_its_parts(concept: URIRef) -> None:
    (scheme,), (notation,) = VOCAB.objects(concept, SKOS.inScheme), VOCAB.objects(concept, SKOS.notation)
    assert concept == URIRef(f"{scheme}/{notation}")
    for predicate in (SKOS.prefLabel, SKOS.definition):
        (value,) = VOCAB.objects(concept, predicate)
        assert isinstance(value, Literal)
        assert value.language == "en"
    broader = list(VOCAB.objects(concept, SKOS.broader))
    assert list(VOCAB.objects(concept, SKOS.topConceptOf)) == ([] if broader else [scheme])
    assert all((b, SKOS.inScheme, scheme) in VOCAB for b in broader)
    assert VOCAB.value(concept, RDFS.isDefinedBy) == ONTOLOGY
    if scheme == VOCABULARY.act:
        assert VOCAB.value(concept, SKOS.scopeNote), "what tells it from its neighbours"


def test_each_document_kind_names_its_class() -> None:
    named = {VOCAB.value(c, RDFS.seeAlso) for c in VOCAB.subjects(SKOS.inScheme, VOCABULARY.kind)}
    assert named == set(ONTO.subjects(RDFS.subClassOf, KG.Document))


def test_concept_valued_properties_name_their_scheme() -> None:
    valued = set(ONTO.subjects(RDFS.range, SKOS.Concept))
    assert {name_of(p): name_of(ONTO.value(p, RDFS.seeAlso)) for p in valued} == {
        name_of(p): {"documentKind": "kind", "inSection": "section"}.get(name_of(p), name_of(p)) for p in valued
    }
    assert len(valued) == len(SCHEMES)


# --- JSON-LD context -------------------------------------------------------------------------------------------------


def expand_iri(compact: str) -> URIRef:
    """Return the IRI that a compact IRI of the context stands for."""
    prefix, local = compact.split(":", 1)
    return URIRef(CONTEXT[prefix] + local)


def id_of(key: str) -> URIRef:
    """Return the IRI of a context key."""
    entry = CONTEXT[key]
    return expand_iri(entry if isinstance(entry, str) else entry["@id"])


def test_context_covers_every_term_and_nothing_unknown() -> None:
    prefixes = {key for key, entry in CONTEXT.items() if isinstance(entry, str) and entry.endswith(("#", "/"))}
    keys = {key for key in CONTEXT if key not in {"@version", "id", "type"}} - prefixes
    assert {key: id_of(key) for key in keys} == BORROWED | {name_of(term): term for term in TERMS}
    text = json.dumps([entry for key, entry in CONTEXT.items() if key not in prefixes])
    assert prefixes == {p for p in prefixes if f'"{p}:' in text}, "every prefix is used"


@pytest.mark.parametrize("prop", PROPERTIES, ids=name_of)
def test_context_types_values_as_the_ontology_does(prop: URIRef) -> None:
    entry = CONTEXT[name_of(prop)]
    if prop in OBJECTS:
        assert entry["@type"] == ("@vocab" if "@context" in entry or prop == KG.predicate else "@id")
    elif prop in NUMBERS or find_datatypes(prop) <= {RDFS.Literal, XSD.string}:
        assert isinstance(entry, str)
    else:
        assert {expand_iri(entry["@type"])} == find_datatypes(prop)


def test_context_is_whole_and_fetches_nothing() -> None:
    def find_contexts(node: Any) -> Iterator[Any]:
        for key, value in node.items() if isinstance(node, dict) else ():
            if key in ("@context", "@import"):
                yield value
            yield from find_contexts(value)

    assert all(isinstance(c, dict) for c in find_contexts({"@context": CONTEXT}))


def make_all_values() -> Graph:
    """Return a graph in which every property of the ontology and every concept of the vocabularies is used."""
    graph = Graph()
    thing = EXAMPLE.thing
    for prop in OBJECTS:
        values: set[Node] = {EXAMPLE.other}
        if prop == KG.predicate:
            values = {*find_terms(ONTO, KG.FactProperty)}
        elif (prop, RDFS.range, SKOS.Concept) in ONTO:
            values = {*VOCAB.subjects(SKOS.inScheme, ONTO.value(prop, RDFS.seeAlso))}
        for value in values:
            graph.add((thing, prop, value))
    lexical = {
        EDTF: "1956-09",
        XSD.date: "1956-09-18",
        XSD.time: "18:00:00",
        XSD.duration: "PT1H30M",
        XSD.decimal: "0.5",
    }
    lexical |= {XSD.integer: "7", XSD.boolean: "true"}
    for prop in DATA:
        typed = [
            Literal(lexical[k], datatype=k) for k in find_datatypes(prop) if isinstance(k, URIRef) and k in lexical
        ]
        graph.add((thing, prop, typed[0] if typed else Literal("words")))
    for one in find_terms(ONTO, OWL.Class):
        graph.add((thing, RDF.type, one))
    graph.add((thing, KG.hasSize, Literal(4)))
    graph.add((thing, KG.summary, Literal("слова", lang="ru")))
    for label in (Literal("Pak Chang-ok", lang="en"), Literal("Пак Чан Ок", lang="ru"), Literal("no language")):
        graph.add((thing, SKOS.prefLabel, label))
    return graph


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader makes one
def test_context_loses_nothing_in_any_reader() -> None:
    jsonld: Any = importlib.import_module("pyld.jsonld")  # has no types
    graph = make_all_values()
    expanded = jsonld.from_rdf(graph.serialize(format="nt"), {"format": "application/n-quads"})
    compacted = jsonld.compact(expanded, {"@context": CONTEXT})
    text = json.dumps(compacted, ensure_ascii=False)

    quads = jsonld.to_rdf(compacted, {"format": "application/n-quads"})
    assert isomorphic(Graph().parse(data=quads, format="nt"), graph), "pyld"
    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph), "rdflib"
    triples = pyoxigraph.serialize(
        (quad.triple for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.JSON_LD)),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    )
    assert isomorphic(Graph().parse(data=triples, format="nt"), graph), "pyoxigraph"

    for prop in PROPERTIES:
        assert name_of(prop) in compacted, "the short key is the one that is written"
    assert set(compacted["act"]) == set(SCHEMES["act"].split())
    assert set(compacted["inSection"]) == set(SCHEMES["section"].split())
    assert set(compacted["documentKind"]) == set(SCHEMES["kind"].split())
    assert "fledTo" in compacted["predicate"]
    assert compacted["prefLabel"] == {"@none": "no language", "en": "Pak Chang-ok", "ru": "Пак Чан Ок"}
