"""Quads + SHACL shapes -> a report that names the node, the rule, and what would be right."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.iris import VOCABULARY
from kg.ontology import ontology_quads
from kg.resources import find_resources
from kg.terms import RDFS, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

__all__ = ["Report", "ValidationFailed", "Violation", "validate_quads"]

SH = "http://www.w3.org/ns/shacl#"
LONGEST_VALUE = 60
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
LEXICAL = {
    XSD("boolean"): re.compile(r"true|false|0|1"),
    XSD("date"): re.compile(r"\d{4}-\d{2}-\d{2}"),
    XSD("decimal"): re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD("integer"): re.compile(r"[+-]?\d+"),
}


class ValidationFailed(KgError):
    """The validator itself could not finish.

    >>> str(ValidationFailed("a shape has no path"))
    'the shapes could not be checked: a shape has no path'
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the shapes could not be checked: {self.reason}"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: the shape, the node that breaks it, the value at fault, and what would be right.

    Where a rule looks at a whole document at once, the node is the document and the value the thing at fault.
    ``label`` says in words what is at fault.
    """

    shape: str
    node: str
    value: str
    message: str
    label: str = ""

    def __str__(self) -> str:
        """One line for a reader.

        >>> print(Violation("https://example.org/shapes#DepthShape", "https://example.org/id/statement/d-s1",
        ...                 "0", "A depth is 1 or more.", "Ada: “the engine …”"))
        statement/d-s1 (Ada: “the engine …”): A depth is 1 or more. Found '0'. [DepthShape]
        """
        places = [_shorten(self.node)]
        found = ""
        if self.value and self.value != self.node:
            if IRI.fullmatch(self.value):
                places.append(_shorten(self.value))
            else:
                found = f" Found {_shorten(self.value)}."
        label = f" ({self.label})" if self.label else ""
        message = IRI.sub(lambda match: _shorten(match.group()), self.message)
        return f"{', '.join(places)}{label}: {message}{found} [{_shorten(self.shape)}]"


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found; ``turtle`` is the SHACL report graph."""

    violations: tuple[Violation, ...]
    turtle: bytes

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


def validate_quads(quads: Sequence[Quad], *, shapes: Iterable[bytes] | None = None) -> Report:
    """The report of pySHACL on the union of the graphs; ``shapes`` are Turtle texts, ours unless given.

    What follows by the ontology's rules stands in the graph already, so no further inference is made.  The
    ontology is added to the graph, so that one without it is not held to fewer rules.
    """
    import pyshacl
    from pyparsing import ParseException
    from pyshacl.errors import ShapeRecursionWarning
    from rdflib import Graph

    if shapes is None:
        shapes = (path.read_bytes() for path in find_resources("shapes", "*.ttl"))
    rules = _parse_shapes(tuple(shapes))
    triples = dict.fromkeys(quad.triple for many in (quads, ontology_quads()) for quad in many)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ShapeRecursionWarning)  # pySHACL would go on with half an answer
            _, report, _ = pyshacl.validate(_to_rdflib(triples), shacl_graph=rules, inference="none")
    except (RecursionError, ShapeRecursionWarning):
        raise ValidationFailed("shapes refer to each other in a circle") from None
    except (RuntimeError, ParseException) as error:  # what pySHACL says of a shape, and rdflib of its query
        raise ValidationFailed(" ".join(str(error).split()) or type(error).__name__) from error
    if not isinstance(report, Graph):
        raise ValidationFailed(str(report))
    labels = {
        triple.subject.value: triple.object.value
        for triple in triples
        if triple.predicate == RDFS("label")
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }
    return Report(tuple(_violations(report, labels)), report.serialize(format="turtle").encode())


@lru_cache(maxsize=4)
def _parse_shapes(texts: tuple[bytes, ...]) -> rdflib.Graph:
    from rdflib import Graph

    graph = Graph()
    for turtle in texts:
        try:
            graph.parse(data=turtle, format="turtle")
        except Exception as error:  # rdflib's parsers raise what they meet
            raise ValidationFailed(f"a shapes file is not Turtle: {' '.join(str(error).split())}") from error
    return graph


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """The triples as rdflib has them: term by term, which is quicker than to write and parse them.

    A literal that is not of its datatype becomes a plain string of the same letters: pySHACL 0.40 can recurse
    without end on it and rdflib logs a traceback, while the shape that asks for the datatype finds fault with
    either.
    """
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    @cache
    def convert(term: object) -> Node:
        if isinstance(term, NamedNode):
            return URIRef(term.value)
        if not isinstance(term, Literal):
            return BNode(getattr(term, "value", None))
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        plain = term.datatype == XSD("string") or not is_well_typed(term)
        return RdflibLiteral(term.value, datatype=None if plain else URIRef(term.datatype.value))

    graph = _make_graph()
    for triple in triples:
        graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
    return graph


def _make_graph() -> rdflib.Graph:
    """An empty graph that reads each query once.

    rdflib takes some 25 ms to parse a constraint, and pySHACL asks it anew for each focus node.
    """
    from rdflib import Graph

    class QueriedGraph(Graph):
        def query(self, query_object: Any, *arguments: Any, **options: Any) -> Result:
            prepared = _prepare(query_object) if isinstance(query_object, str) else query_object
            return super().query(prepared, *arguments, **options)

    return QueriedGraph()


@lru_cache(maxsize=128)
def _prepare(query: str) -> Query:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def is_well_typed(literal: Literal) -> bool:
    """Whether a literal's letters are of its datatype, for those datatypes that our graphs use.

    >>> [is_well_typed(Literal(day, datatype=XSD("date"))) for day in ("1956-02-29", "1956-02-30")]
    [True, False]
    """
    pattern = LEXICAL.get(literal.datatype)
    if pattern is None:
        return True
    if not pattern.fullmatch(literal.value):
        return False
    if literal.datatype == XSD("date"):
        try:
            date.fromisoformat(literal.value)
        except ValueError:
            return False
    return True


def _violations(report: rdflib.Graph, labels: Mapping[str, str]) -> list[Violation]:
    from rdflib import URIRef

    found = set()
    for result in report.objects(None, URIRef(f"{SH}result")):  # not the details inside a result
        shape, node, value, message = (
            str(report.value(result, URIRef(SH + name)) or "")
            for name in ("sourceShape", "focusNode", "value", "resultMessage")
        )
        found.add(Violation(shape, node, value, message, labels.get(value) or labels.get(node, "")))
    return sorted(found)


def _shorten(text: str) -> str:
    """The end of an IRI that tells a reader which thing it is, or the first words of a literal.

    >>> _shorten("https://example.org/id/person/ada"), _shorten("https://example.org/doc/document/d.txt#char=0,3")
    ('person/ada', 'd.txt#char=0,3')
    >>> _shorten("https://w3id.org/hearsay/vocabulary/act/ask"), _shorten("two\\nlines")
    ('act/ask', "'two lines'")
    """
    if not IRI.fullmatch(text):
        squeezed = " ".join(text.split())
        return repr(squeezed if len(squeezed) <= LONGEST_VALUE else squeezed[: LONGEST_VALUE - 1] + "…")
    if "#char=" in text:
        return text.rsplit("/", 1)[-1]
    _, marker, rest = text.partition("/id/")
    return rest if marker else text.removeprefix(VOCABULARY).rsplit("#", 1)[-1]
