"""Descriptions -> the bytes of an RDF type, and the ETag that tells them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.export import FORMATS, write_graph
from kg.iris import Iris
from kg.settings import Settings

__all__ = ["ENDINGS", "HTML", "OFFERED", "RDF_TYPES", "make_etag", "write_triples"]

HTML = "text/html"
# media type -> the name of its format in kg.export, in the order in which they are preferred
RDF_TYPES = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-triples": "ntriples",
}
OFFERED = (HTML, *RDF_TYPES)
# the ending of a permanent address -> its media type
ENDINGS = {FORMATS[name].ending.removeprefix("."): kind for kind, name in RDF_TYPES.items()} | {"html": HTML}


def write_triples(triples: Iterable[Triple], media_type: str, base: str) -> bytes:
    """The triples in one of ``RDF_TYPES``, the same bytes for the same triples."""
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    return write_graph(quads, RDF_TYPES[media_type], Settings(title="", iris=Iris(base)))


def make_etag(body: bytes, media_type: str) -> str:
    """A strong entity tag (RFC 9110, section 8.8.3): from the content and its type, so that it survives a restart.

    >>> make_etag(b"", "text/turtle") != make_etag(b"", "text/html")
    True
    """
    return f'"{hashlib.sha256(media_type.encode() + b"|" + body).hexdigest()[:32]}"'
