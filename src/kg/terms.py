"""RDF terms: the ontology's properties and classes, other vocabularies, literals, and a builder of quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.dates import parse_date
from kg.iris import ONTOLOGY, concept

__all__ = [
    "DCTERMS", "FOAF", "OWL", "PREFIXES", "PROV", "RDF", "RDFS", "SCHEMA", "SKOS", "VOID", "XSD",
    "Describer", "Namespace", "edtf", "english", "integer", "kg", "make_time", "text", "voc",
]  # fmt: skip


class Namespace:
    """Makes the terms of one vocabulary.

    >>> Namespace("http://example.org/")("name")
    <NamedNode value=http://example.org/name>
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self._known: dict[str, NamedNode] = {}

    def __call__(self, name: str) -> NamedNode:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = NamedNode(self.base + name)
        return found


kg = Namespace(ONTOLOGY)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
VOID = Namespace("http://rdfs.org/ns/void#")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
SCHEMES = (
    "act", "availability", "kind", "modality", "mode", "polarity", "section", "stance", "status", "verdict",
)  # fmt: skip
PREFIXES = {
    **{scheme: concept(scheme, "") for scheme in SCHEMES},
    "dcterms": DCTERMS.base,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": FOAF.base,
    "kg": ONTOLOGY,
    "owl": OWL.base,
    "prov": PROV.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "schema": SCHEMA.base,
    "skos": SKOS.base,
    "void": VOID.base,
    "xsd": XSD.base,
}


@lru_cache(maxsize=1024)
def voc(scheme: str, notation: str) -> NamedNode:
    """A concept of our vocabularies."""
    return NamedNode(concept(scheme, notation))


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(value)


def english(value: str) -> Literal:
    """A string in English."""
    return Literal(value, language="en")


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(value)


def edtf(value: str) -> Literal:
    """A date in the Extended Date/Time Format."""
    return Literal(value, datatype=EDTF)


def make_time(value: str) -> Literal:
    """A time of day (``18:00``) or a duration (``PT3H10M``), typed.

    >>> make_time("18:00").value
    '18:00:00'
    """
    if value.startswith("P"):
        return Literal(value, datatype=XSD("duration"))
    return Literal(value if value.count(":") == 2 else f"{value}:00", datatype=XSD("time"))


class Describer:
    """Collects the quads of one named graph."""

    def __init__(self, graph: str) -> None:
        self.graph = NamedNode(graph)
        self.quads: list[Quad] = []

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal | None) -> None:
        """Say one thing of ``subject``; nothing when there is no value."""
        if value is not None:
            self.quads.append(Quad(subject, predicate, value, self.graph))

    def add_all(self, subject: NamedNode, predicate: NamedNode, values: Iterable[NamedNode | Literal]) -> None:
        """Say the same of ``subject`` with each value."""
        for value in values:
            self.add(subject, predicate, value)

    def add_text(self, subject: NamedNode, predicate: NamedNode, value: str | None) -> None:
        """Say a plain string of ``subject``, if there is one."""
        if value is not None:
            self.add(subject, predicate, Literal(value))

    def begin(self, subject: NamedNode, kind: str, label: str) -> None:
        """Open the description of a thing: its class and its label."""
        self.add(subject, RDF("type"), kg(kind))
        self.add(subject, RDFS("label"), english(label))

    def add_date(self, subject: NamedNode, date: str | None, as_written: str | None = None) -> None:
        """Give ``subject`` its date: EDTF, its earliest and latest day, and the words as written."""
        self.add_text(subject, kg("dateAsWritten"), as_written)
        if date is None:
            return
        span = parse_date(date)
        self.add(subject, kg("date"), edtf(span.edtf))
        for name, day in (("earliest", span.earliest), ("latest", span.latest)):
            self.add(subject, kg(name), Literal(day.isoformat(), datatype=XSD("date")))

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.quads)
