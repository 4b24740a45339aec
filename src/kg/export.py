"""Quads -> the bytes of one RDF format, the same for the same quads.

Turtle, N-Triples, RDF/XML and JSON-LD hold the union of the named graphs; N-Quads and TriG keep the graphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.errors import BadValue, UnknownName
from kg.resources import resource_folder
from kg.settings import Settings
from kg.terms import PREFIXES, RDF

__all__ = ["FORMATS", "Format", "write_graph"]

UNFIT_FOR_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # the last: U+FFFE, U+FFFF


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format: its usual file ending, media type, and whether it keeps named graphs."""

    ending: str
    media_type: str
    keeps_graphs: bool
    write: Callable[[Sequence[Quad], Settings], bytes]


def write_graph(quads: Sequence[Quad], form: str, settings: Settings) -> bytes:
    """The sorted ``quads`` in the format of that name; raises ``UnknownName`` where there is none."""
    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
    return FORMATS[form].write(quads, settings)


def _prefixes(settings: Settings) -> dict[str, str]:
    return dict(sorted({**PREFIXES, **settings.prefixes}.items()))


def _triples(quads: Sequence[Quad]) -> list[Triple]:
    """Each triple once, by subject, its type first."""
    first = RDF("type")
    unique = dict.fromkeys(quad.triple for quad in quads)
    return sorted(unique, key=lambda t: (str(t.subject), t.predicate != first, str(t.predicate), str(t.object)))


def _write_triples(form: RdfFormat) -> Callable[[Sequence[Quad], Settings], bytes]:
    def write(quads: Sequence[Quad], settings: Settings) -> bytes:
        return bytes(serialize(_triples(quads), format=form, prefixes=_prefixes(settings)) or b"")

    return write


def _write_quads(form: RdfFormat) -> Callable[[Sequence[Quad], Settings], bytes]:
    def write(quads: Sequence[Quad], settings: Settings) -> bytes:
        return bytes(serialize(quads, format=form, prefixes=_prefixes(settings)) or b"")

    return write


def _write_lines(quads: Sequence[Quad], settings: Settings) -> bytes:
    return bytes(serialize(_triples(quads), format=RdfFormat.N_TRIPLES) or b"")


def _write_xml(quads: Sequence[Quad], settings: Settings) -> bytes:
    """RDF/XML; raises ``BadValue`` for a character that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).

    A carriage return is written as a reference: a bare one would be read as a line feed.
    """
    written = _write_triples(RdfFormat.RDF_XML)(quads, settings)
    unfit = UNFIT_FOR_XML.search(written)
    if unfit:
        raise BadValue("character", unfit.group().decode(), "one that RDF/XML can hold; use another format")
    return written.replace(b"\r", b"&#13;")


def _write_json(quads: Sequence[Quad], settings: Settings) -> bytes:
    """JSON-LD 1.1, compacted with our context, which stands in the file: no reader has to fetch it."""
    from pyld import jsonld

    expanded = json.loads(bytes(serialize(_triples(quads), format=RdfFormat.JSON_LD) or b"[]"))
    for node in expanded:  # pyoxigraph writes a class as the value of rdf:type, which no context makes "type"
        kinds = node.pop(RDF("type").value, None)
        if kinds:
            node["@type"] = [kind["@id"] for kind in kinds]
    context = json.loads((resource_folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    compacted = jsonld.compact(expanded, context, {"graph": True, "documentLoader": _refuse_loading})
    return json.dumps(compacted, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _refuse_loading(url: str, options: object) -> object:
    raise ValueError(f"a context is never fetched: {url}")


FORMATS = {
    "turtle": Format(".ttl", "text/turtle", False, _write_triples(RdfFormat.TURTLE)),
    "ntriples": Format(".nt", "application/n-triples", False, _write_lines),
    "nquads": Format(".nq", "application/n-quads", True, _write_quads(RdfFormat.N_QUADS)),
    "trig": Format(".trig", "application/trig", True, _write_quads(RdfFormat.TRIG)),
    "rdfxml": Format(".rdf", "application/rdf+xml", False, _write_xml),
    "jsonld": Format(".jsonld", "application/ld+json", False, _write_json),
}
