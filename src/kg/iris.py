"""The only place that makes an IRI.

A thing's IRI is ``{base}id/{kind}/{slug}``: from a stable identifier, never from order or run.  A passage is a
fragment of its document's text after RFC 5147 (``#char=120,340``: code points, end exclusive).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import BadValue

__all__ = ["ONTOLOGY", "SLUG", "VOCABULARY", "Iris", "check_iri", "check_slug", "concept"]

ONTOLOGY = "https://w3id.org/hearsay/ontology#"
VOCABULARY = "https://w3id.org/hearsay/vocabulary/"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BASE = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d+)?/(?:[A-Za-z0-9._~\-]+/)*")


def check_slug(text: str) -> str:
    """``text`` when it is a slug.

    >>> check_slug("nam-il")
    'nam-il'
    >>> check_slug("Nam Il")
    Traceback (most recent call last):
    kg.errors.BadValue: slug 'Nam Il' is not lower-case letters and digits joined by single hyphens
    """
    if not SLUG.fullmatch(text):
        raise BadValue("slug", text, "lower-case letters and digits joined by single hyphens")
    return text


def check_iri(place: str, text: str) -> str:
    """``text`` when it is a whole IRI; the error names ``place``.

    >>> check_iri("license", "to be settled")
    Traceback (most recent call last):
    kg.errors.BadValue: license 'to be settled' is not a whole IRI, as https://example.org/
    """
    from pyoxigraph import NamedNode

    try:
        return NamedNode(text).value
    except ValueError:
        raise BadValue(place, text, "a whole IRI, as https://example.org/") from None


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes the IRIs of one collection from its base.

    >>> Iris("https://example.org/").thing("person", "nam-il")
    'https://example.org/id/person/nam-il'
    >>> Iris("https://example.org/").passage("114146", 120, 340)
    'https://example.org/doc/document/114146.txt#char=120,340'
    """

    base: str

    def __post_init__(self) -> None:
        if not BASE.fullmatch(self.base):
            raise BadValue("base IRI", self.base, "an http(s) IRI that ends in '/', with no query or fragment")

    def thing(self, kind: str, slug: str) -> str:
        """The IRI of a thing of the collection."""
        return f"{self.base}id/{kind}/{check_slug(slug)}"

    def text(self, document: str) -> str:
        """The IRI of a document's plain text."""
        return f"{self.base}doc/document/{check_slug(document)}.txt"

    def passage(self, document: str, start: int, end: int) -> str:
        """The IRI of ``text[start:end]`` of a document."""
        return f"{self.text(document)}#char={start},{end}"

    def graph(self, name: str) -> str:
        """The IRI of a named graph."""
        return f"{self.base}graph/{check_slug(name)}"

    def find_kind(self, iri: str) -> tuple[str, str] | None:
        """The kind and slug behind a thing's IRI, or none where it is not one of ours.

        >>> Iris("https://example.org/").find_kind("https://example.org/id/person/nam-il")
        ('person', 'nam-il')
        """
        prefix = f"{self.base}id/"
        kind, _, slug = iri.removeprefix(prefix).partition("/")
        return (kind, slug) if iri.startswith(prefix) and SLUG.fullmatch(slug) else None


def concept(scheme: str, notation: str) -> str:
    """The IRI of a concept of our vocabularies.

    >>> concept("act", "ask")
    'https://w3id.org/hearsay/vocabulary/act/ask'
    """
    return f"{VOCABULARY}{scheme}/{notation}"
