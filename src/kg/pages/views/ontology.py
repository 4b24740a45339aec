"""The ontology and its vocabularies as pages: each term with its definition, its kin and how much it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.iris import ONTOLOGY, VOCABULARY
from kg.pages.jsonld import thing_jsonld
from kg.pages.reader import Reader
from kg.pages.records import Crumb, Fact, Head, Ref, Told
from kg.terms import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, kg

__all__ = [
    "Concept", "ConceptView", "OntologyView", "Term", "VocabularyView", "concepts_of", "schemes_of", "view_concept",
    "view_ontology", "view_vocabulary",
]  # fmt: skip

KINDS = (
    ("Classes", OWL("Class")), ("Object properties", OWL("ObjectProperty")),
    ("Properties with values", OWL("DatatypeProperty")), ("Individuals", OWL("NamedIndividual")),
)  # fmt: skip
KIN = (
    ("subclass of", RDFS("subClassOf")), ("subproperty of", RDFS("subPropertyOf")), ("domain", RDFS("domain")),
    ("range", RDFS("range")), ("used on", SCHEMA("domainIncludes")), ("leads to", SCHEMA("rangeIncludes")),
    ("inverse of", OWL("inverseOf")), ("close to", SKOS("closeMatch")), ("see also", RDFS("seeAlso")),
)  # fmt: skip
EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of ours."""

    name: str
    label: str
    definition: str
    fact: bool  # whether it may be the predicate of a proposition
    kin: tuple[Fact, ...]
    used: int


@dataclass(frozen=True, slots=True)
class OntologyView:
    """All that the ontology's page shows."""

    head: Head
    description: str
    facts: tuple[Fact, ...]
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    schemes: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A value of a vocabulary."""

    ref: Ref
    notation: str
    definition: str
    note: str
    used: int
    broader: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """All that a vocabulary's page shows."""

    head: Head
    definition: str
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class ConceptView:
    """All that a concept's page shows."""

    head: Head
    concept: Concept
    kin: tuple[Fact, ...]
    examples: tuple[Told, ...]
    statements: int


def view_ontology(reader: Reader) -> OntologyView:
    """The view of the ontology."""
    graph, iri = reader.graph, ONTOLOGY.removesuffix("#")
    title = graph.text(iri, DCTERMS("title")) or "The ontology"
    description = graph.text(iri, DCTERMS("description")) or ""
    facts = (
        ("version", OWL("versionInfo")), ("licence", DCTERMS("license")), ("created", DCTERMS("created")),
        ("creator", DCTERMS("creator")),
    )  # fmt: skip
    jsonld = thing_jsonld("vocabulary", iri, title, None, description=description)
    crumbs = (Crumb("Home", ""), Crumb("Ontology", "ontology"))
    return OntologyView(
        head=Head(title, "ontology", "", "ontology", description, crumbs, iri, True, jsonld),
        description=description,
        facts=tuple(
            Fact(name, tuple(map(reader.value, found))) for name, one in facts if (found := graph.values(iri, one))
        ),
        groups=tuple((title, tuple(_terms(reader, kind))) for title, kind in KINDS),
        schemes=schemes_of(reader),
    )


def _terms(reader: Reader, kind: NamedNode) -> Iterable[Term]:
    graph = reader.graph
    for iri in graph.subjects(kind.value, RDF("type")):
        if not iri.startswith(ONTOLOGY):
            continue
        kin = ((name, reader.refs(graph.iris(iri, one))) for name, one in KIN)
        yield Term(
            iri.removeprefix(ONTOLOGY),
            graph.label(iri),
            " ".join(graph.texts(iri, SKOS("definition"))),
            kg("FactProperty").value in graph.iris(iri, RDF("type")),
            tuple(Fact(name, refs) for name, refs in kin if refs),
            _used(reader, iri, kind),
        )


def _used(reader: Reader, iri: str, kind: NamedNode) -> int:
    """How many things are of a class; how often a property is said, or claimed in a proposition."""
    if kind == OWL("Class"):
        return len(reader.graph.subjects(iri, RDF("type")))
    if kind == OWL("NamedIndividual"):
        return len(reader.graph.subjects(iri, kg("object")))
    said = reader.graph.store.quads_for_pattern(None, NamedNode(iri), None, None)
    facts = {(quad.subject.value, str(quad.object)) for quad in said if isinstance(quad.subject, NamedNode)}
    return len(facts) + len(reader.graph.subjects(iri, kg("predicate")))


def schemes_of(reader: Reader) -> tuple[Ref, ...]:
    """The vocabularies."""
    found = reader.graph.subjects(SKOS("ConceptScheme").value, RDF("type"))
    return tuple(
        Ref(
            reader.graph.text(one, DCTERMS("title")) or reader.graph.label(one),
            reader.links.find_address(one),
            "concept",
            one,
        )
        for one in found
        if one.startswith(VOCABULARY)
    )


def concepts_of(reader: Reader, scheme: str) -> tuple[str, ...]:
    """The concepts of a vocabulary, by its IRI."""
    return reader.graph.subjects(scheme, SKOS("inScheme"))


def view_vocabulary(reader: Reader, name: str) -> VocabularyView | None:
    """The view of a vocabulary, or none where there is none of that name."""
    iri, graph = VOCABULARY + name, reader.graph
    concepts = concepts_of(reader, iri)
    if not concepts:
        return None
    title = graph.text(iri, DCTERMS("title")) or name
    definition = " ".join(graph.texts(iri, SKOS("definition")))
    crumbs = (
        Crumb("Home", ""), Crumb("Ontology", "ontology"), Crumb("Vocabularies", "vocabulary"),
        Crumb(title, f"vocabulary/{name}"),
    )  # fmt: skip
    jsonld = thing_jsonld("vocabulary", iri, title, None, description=definition)
    head = Head(title, "vocabulary", "", "vocabulary", definition, crumbs, iri, True, jsonld)
    return VocabularyView(head, definition, tuple(_concept(reader, one) for one in concepts))


def _concept(reader: Reader, iri: str) -> Concept:
    graph = reader.graph
    pointing = graph.store.quads_for_pattern(None, None, NamedNode(iri), None)
    uses = {(quad.subject.value, quad.predicate.value) for quad in pointing if isinstance(quad.subject, NamedNode)}
    used = sum(1 for subject, _ in uses if not subject.startswith(VOCABULARY))
    return Concept(
        reader.ref(iri),
        graph.text(iri, SKOS("notation")) or "",
        " ".join(graph.texts(iri, SKOS("definition"))),
        " ".join(graph.texts(iri, SKOS("scopeNote"))),
        used,
        reader.refs(graph.iris(iri, SKOS("broader"))),
    )


def view_concept(reader: Reader, scheme: str, notation: str) -> ConceptView | None:
    """The view of a concept, or none where the vocabulary has none of that notation."""
    iri, graph = f"{VOCABULARY}{scheme}/{notation}", reader.graph
    if VOCABULARY + scheme not in graph.iris(iri, SKOS("inScheme")):
        return None
    concept = _concept(reader, iri)
    title = graph.text(VOCABULARY + scheme, DCTERMS("title")) or scheme
    crumbs = (
        Crumb("Home", ""), Crumb("Vocabularies", "vocabulary"), Crumb(title, f"vocabulary/{scheme}"),
        Crumb(concept.ref.label, f"vocabulary/{scheme}/{notation}"),
    )  # fmt: skip
    jsonld = thing_jsonld("concept", iri, concept.ref.label, None, description=concept.definition,
                          inDefinedTermSet={"@id": VOCABULARY + scheme})  # fmt: skip
    kin = (
        ("broader", reader.refs(graph.iris(iri, SKOS("broader")))),
        ("narrower", reader.refs(graph.subjects(iri, SKOS("broader")))),
        ("close to", reader.refs(graph.iris(iri, SKOS("closeMatch")))),
    )
    users = [one for one in graph.subjects(iri, kg(scheme)) if reader.kind(one) == "statement"]
    return ConceptView(
        Head(concept.ref.label, "concept", "", title.lower(), concept.definition, crumbs, iri, True, jsonld),
        concept,
        tuple(Fact(name, refs) for name, refs in kin if refs),
        reader.stated(users[:EXAMPLES]),
        len(users),
    )
