"""The data set described for machines: VoID with its partitions, DCAT with its dumps, and the saved questions.

What describes the data set in short stands in {base}dataset, the partitions besides in {base}void, as fragments of it:
nothing is a blank node, and every IRI dereferences.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kg.build import sort_quads
from kg.export import write_graph
from kg.iris import ONTOLOGY
from kg.questions import Question
from kg.settings import Settings
from kg.store import named_quads
from kg.terms import DCTERMS, FOAF, PREFIXES, RDF, RDFS, SCHEMA, VOID, XSD, Namespace, english

__all__ = [
    "DUMPS", "Dump", "Statistics", "count_graph", "describe_dataset", "describe_partitions", "describe_question",
    "describe_service_as_data", "make_dump", "name_part",
]  # fmt: skip

DCAT = Namespace("http://www.w3.org/ns/dcat#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
SH = Namespace("http://www.w3.org/ns/shacl#")
MEDIA = "https://www.iana.org/assignments/media-types/"
EXAMPLES = ("person", "document", "statement", "proposition", "meeting")


@dataclass(frozen=True, slots=True)
class Dump:
    """A file with the whole graph: its format, by the name that ``kg.export`` has for it, and how it comes."""

    name: str
    form: str
    media_type: str
    packed: bool
    words: str

    @property
    def anchor(self) -> str:
        """The fragment by which the description of the data set knows it."""
        return self.name.replace(".", "-")


DUMPS = {
    dump.name: dump
    for dump in (
        Dump("hearsay.ttl", "turtle", "text/turtle", False, "Turtle, the union of the named graphs"),
        Dump("hearsay.nq", "nquads", "application/n-quads", False, "N-Quads, with the named graphs"),
        Dump("hearsay.trig", "trig", "application/trig", False, "TriG, with the named graphs"),
        Dump("hearsay.ttl.gz", "turtle", "text/turtle", True, "Turtle, the union of the named graphs, by gzip"),
        Dump("hearsay.nq.gz", "nquads", "application/n-quads", True, "N-Quads, with the named graphs, by gzip"),
        Dump("hearsay.nt.gz", "ntriples", "application/n-triples", True, "N-Triples, the union, by gzip"),
    )
}
FORMAT_NAMES = {"turtle": "Turtle", "nquads": "N-Quads", "trig": "TriG", "ntriples": "N-Triples"}


def make_dump(store: Store, settings: Settings, name: str) -> bytes:
    """The bytes of the dump of that name, a key of ``DUMPS``; the same for the same graph."""
    dump = DUMPS[name]
    data = write_graph(sort_quads(named_quads(store)), dump.form, settings)
    return gzip.compress(data, 9, mtime=0) if dump.packed else data


# ---------------------------------------------------------------- what is counted


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much there is of what in a graph: in all, of each class, of each property, and of each property by class."""

    counts: dict[str, int]
    classes: dict[str, int]
    properties: dict[str, int]
    by_class: dict[str, dict[str, int]]
    examples: tuple[str, ...]

    @property
    def vocabularies(self) -> list[str]:
        """The vocabularies whose terms are used, by the IRIs that their makers gave them."""
        spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in (*self.classes, *self.properties)}
        return sorted(space.removesuffix("#") if space == ONTOLOGY else space for space in spaces)


def count_graph(store: Store, base: str) -> Statistics:
    """The statistics of the union of a store's graphs, as https://www.w3.org/TR/void/#statistics defines them."""
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    kinds: dict[object, list[str]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == RDF("type") and isinstance(triple.object, NamedNode):
            kinds[triple.subject].append(triple.object.value)
    by_class: dict[str, Counter[str]] = defaultdict(Counter)
    for triple in triples:
        for kind in kinds.get(triple.subject, ()):
            by_class[kind][triple.predicate.value] += 1
    subjects = {triple.subject for triple in triples}
    things = sorted(one.value for one in subjects if isinstance(one, NamedNode) and one.value.startswith(f"{base}id/"))
    classes = Counter(kind for many in kinds.values() for kind in many)
    properties = Counter(triple.predicate.value for triple in triples)
    counts = {
        "triples": len(triples),
        "entities": len(things),
        "classes": len(classes),
        "properties": len(properties),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({triple.object for triple in triples}),
        "documents": properties[f"{ONTOLOGY}plainText"],
    }
    found = (next((one for one in things if one.startswith(f"{base}id/{kind}/")), None) for kind in EXAMPLES)
    return Statistics(
        counts, dict(sorted(classes.items())), dict(sorted(properties.items())),
        {kind: dict(sorted(many.items())) for kind, many in sorted(by_class.items())},
        tuple(one for one in found if one is not None),
    )  # fmt: skip


# ---------------------------------------------------------------- VoID and DCAT


def describe_dataset(
    settings: Settings, statistics: Statistics, sizes: Mapping[str, int], *, live: bool = True
) -> Iterator[Triple]:
    """What VoID and DCAT say of the data set, with the sizes of its dumps; its SPARQL endpoint where it is ``live``."""
    base = settings.iris.base
    dataset = NamedNode(f"{base}dataset")
    yield Triple(dataset, RDF("type"), VOID("Dataset"))
    yield from (Triple(dataset, VOID(name), Literal(count)) for name, count in statistics.counts.items())
    yield Triple(dataset, VOID("uriSpace"), Literal(base))
    yield from (Triple(dataset, VOID("dataDump"), NamedNode(f"{base}dump/{name}")) for name in DUMPS)
    yield from (Triple(dataset, VOID("feature"), FORMATS(name)) for name in ("Turtle", "JSON-LD", "RDF_XML"))
    yield from (Triple(dataset, VOID("vocabulary"), NamedNode(one)) for one in statistics.vocabularies)
    yield from (Triple(dataset, VOID("exampleResource"), NamedNode(one)) for one in statistics.examples)
    if live:
        yield Triple(dataset, VOID("sparqlEndpoint"), NamedNode(f"{base}sparql"))
    yield from _describe_catalogue(settings, dataset, live)
    for dump in DUMPS.values():
        yield from _describe_dump(settings, dataset, dump, sizes[dump.name])


def describe_partitions(base: str, statistics: Statistics) -> Iterator[Triple]:
    """The partitions by class and by property and, within a class, by property; and the document that has them."""
    dataset, document = NamedNode(f"{base}dataset"), NamedNode(f"{base}void")
    yield Triple(document, RDF("type"), VOID("DatasetDescription"))
    yield Triple(document, RDFS("label"), english("Description of the data set"))
    yield Triple(document, FOAF("primaryTopic"), dataset)
    for kind, members in statistics.classes.items():
        part = NamedNode(f"{base}void#{name_part('class', kind)}")
        yield Triple(dataset, VOID("classPartition"), part)
        yield Triple(part, VOID("class"), NamedNode(kind))
        yield Triple(part, VOID("entities"), Literal(members))
        for name, count in statistics.by_class[kind].items():
            yield from _property_partition(part, f"{base}void#{name_part('class', kind, name)}", name, count)
    for name, count in statistics.properties.items():
        yield from _property_partition(dataset, f"{base}void#{name_part('property', name)}", name, count)


def _property_partition(whole: NamedNode, iri: str, name: str, count: int) -> Iterator[Triple]:
    part = NamedNode(iri)
    yield Triple(whole, VOID("propertyPartition"), part)
    yield Triple(part, VOID("property"), NamedNode(name))
    yield Triple(part, VOID("triples"), Literal(count))


def name_part(sort: str, *terms: str) -> str:
    """The fragment of a partition: our own terms bare, those of a known vocabulary with its prefix, others by a hash.

    >>> name_part("class", ONTOLOGY + "Person", "http://www.w3.org/2004/02/skos/core#prefLabel")
    'class-Person-skos-prefLabel'
    """
    return "-".join([sort, *map(_short, terms)])


def _short(iri: str) -> str:
    for prefix, space in PREFIXES.items():
        name = iri.removeprefix(space)
        if iri.startswith(space) and name.isalnum() and name.isascii():
            return name if space == ONTOLOGY else f"{prefix}-{name}"
    return hashlib.sha256(iri.encode()).hexdigest()[:10]


def _describe_catalogue(settings: Settings, dataset: NamedNode, live: bool) -> Iterator[Triple]:
    base = settings.iris.base
    catalogue = NamedNode(f"{base}void#catalogue")
    yield Triple(catalogue, RDF("type"), DCAT("Catalog"))
    yield Triple(catalogue, DCTERMS("title"), english(f"Catalogue of {settings.title}"))
    yield Triple(catalogue, DCAT("dataset"), dataset)
    yield Triple(dataset, RDF("type"), DCAT("Dataset"))
    yield Triple(dataset, DCTERMS("conformsTo"), NamedNode(ONTOLOGY.removesuffix("#")))
    yield Triple(dataset, DCTERMS("language"), NamedNode("http://id.loc.gov/vocabulary/iso639-1/en"))
    if settings.license:
        yield Triple(catalogue, DCTERMS("license"), NamedNode(settings.license))
    if live:
        service = NamedNode(f"{base}sparql")
        yield Triple(catalogue, DCAT("service"), service)
        yield from describe_service_as_data(service, dataset)


def describe_service_as_data(service: NamedNode, dataset: NamedNode) -> Iterator[Triple]:
    """The SPARQL endpoint as DCAT has it."""
    yield Triple(service, RDF("type"), DCAT("DataService"))
    yield Triple(service, RDFS("label"), english("SPARQL endpoint"))
    yield Triple(service, DCTERMS("title"), english("SPARQL endpoint"))
    yield Triple(service, DCAT("endpointURL"), service)
    yield Triple(service, DCAT("endpointDescription"), service)
    yield Triple(service, DCAT("servesDataset"), dataset)
    yield Triple(service, DCTERMS("conformsTo"), NamedNode("http://www.w3.org/TR/sparql11-protocol/"))


def _describe_dump(settings: Settings, dataset: NamedNode, dump: Dump, size: int) -> Iterator[Triple]:
    node = NamedNode(f"{settings.iris.base}void#{dump.anchor}")
    yield Triple(dataset, DCAT("distribution"), node)
    yield Triple(node, RDF("type"), DCAT("Distribution"))
    yield Triple(node, DCTERMS("title"), english(dump.words))
    yield Triple(node, DCAT("downloadURL"), NamedNode(f"{settings.iris.base}dump/{dump.name}"))
    yield Triple(node, DCAT("mediaType"), NamedNode(MEDIA + dump.media_type))
    yield Triple(node, DCTERMS("format"), FORMATS(FORMAT_NAMES[dump.form]))
    yield Triple(node, DCAT("byteSize"), Literal(str(size), datatype=XSD("nonNegativeInteger")))
    if dump.packed:
        yield Triple(node, DCAT("compressFormat"), NamedNode(f"{MEDIA}application/gzip"))
    if settings.license:
        yield Triple(node, DCTERMS("license"), NamedNode(settings.license))


# ---------------------------------------------------------------- saved questions


def describe_question(question: Question, base: str, *, live: bool = True) -> Iterator[Triple]:
    """A saved question as an executable of SHACL, the form in which example queries are exchanged."""
    node, form = NamedNode(f"{base}question/{question.name}"), "construct" if _constructs(question) else "select"
    yield Triple(node, RDF("type"), FOAF("Document"))
    yield Triple(node, RDF("type"), SH("SPARQLExecutable"))
    yield Triple(node, RDF("type"), SH(f"SPARQL{form.capitalize()}Executable"))
    yield Triple(node, RDFS("label"), english(question.summary))
    yield Triple(node, RDFS("comment"), english(question.description or question.summary))
    yield Triple(node, SH(form), Literal(question.query))
    yield Triple(node, DCTERMS("isPartOf"), NamedNode(f"{base}dataset"))
    if live:
        yield Triple(node, SCHEMA("target"), NamedNode(f"{base}sparql"))


def _constructs(question: Question) -> bool:
    words = [line.split()[0].upper() for line in question.query.splitlines() if line.split()]
    return next((word for word in words if word in ("SELECT", "CONSTRUCT")), "SELECT") == "CONSTRUCT"
