"""Quads + SHACL shapes -> a report that names the node, the rule, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, serialize

from kg.errors import KgError
from kg.resources import find_resources

__all__ = ["Report", "Violation", "validate_quads"]

SH = "http://www.w3.org/ns/shacl#"


class ValidationFailed(KgError):
    """The validator itself could not finish."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the shapes could not be checked: {self.reason}"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: the shape, the node that breaks it, the value at fault, and what would be right."""

    shape: str
    node: str
    value: str
    message: str

    def __str__(self) -> str:
        value = f" (found {_short(self.value)})" if self.value else ""
        return f"{_short(self.node)}: {self.message}{value} [{_short(self.shape)}]"


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

    What follows by the ontology's rules stands in the graph already, so no further inference is made.
    """
    import pyshacl
    from rdflib import Graph

    texts = list(shapes) if shapes is not None else [path.read_bytes() for path in find_resources("shapes", "*.ttl")]
    rules = Graph()
    for turtle in texts:
        rules.parse(data=turtle, format="turtle")
    data = Graph()
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    data.parse(data=bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), format="nt")
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", advanced=True)
    except RecursionError:  # pySHACL 0.40 on an ill-typed number
        raise ValidationFailed("a literal is not of its datatype, or shapes refer to each other in a circle") from None
    if not isinstance(report, Graph):
        raise ValidationFailed(str(report))
    return Report(tuple(_violations(report)), report.serialize(format="turtle").encode())


def _violations(report: object) -> list[Violation]:
    from rdflib import RDF, Graph, URIRef

    assert isinstance(report, Graph)
    found = []
    for result in report.subjects(RDF.type, URIRef(f"{SH}ValidationResult")):
        parts = {
            name: str(report.value(result, URIRef(SH + name)) or "")
            for name in ("sourceShape", "focusNode", "value", "resultMessage")
        }
        found.append(Violation(parts["sourceShape"], parts["focusNode"], parts["value"], parts["resultMessage"]))
    return sorted(set(found))


def _short(iri: str) -> str:
    """The end of an IRI that tells a reader which thing it is, or the first words of a literal."""
    if iri.startswith(("http://", "https://")):
        _, marker, rest = iri.partition("/id/")
        return rest if marker else iri.rsplit("#", 1)[-1] if "#char=" not in iri else iri.rsplit("/", 1)[-1]
    return repr(iri if len(iri) <= 60 else iri[:57] + "…")
