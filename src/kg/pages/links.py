"""The IRI of a thing -> the address of its page, and from one page to another.

An address is relative to the root of the site (``doc/person/nam-il#said``), so that the same pages work at any
address; only where a page links is it made relative to that page.  An IRI of elsewhere is its own address if a
browser may follow it, and none otherwise: ``javascript:`` is shown, never linked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.iris import ONTOLOGY, SLUG, VOCABULARY

__all__ = ["RDF_FORMS", "Links"]

OUTSIDE = re.compile(r"(?:https?://[A-Za-z0-9\[][^\s\"'<>\\^`{|}\x00-\x20]*|mailto:[^\s\"'<>\\^`{|}:/]+)\Z")
TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*")
FRAGMENT = re.compile(r"char=[0-9]+,[0-9]+")
# ending of a file -> its media type
RDF_FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the addresses of one site.

    ``base`` is the collection's base IRI.  With ``folders`` each page is a folder with an ``index.html``, as hosts
    of static files serve it.

    >>> links = Links("https://example.org/")
    >>> links.find_address("https://example.org/id/person/nam-il")
    'doc/person/nam-il'
    >>> links.find_address("https://example.org/doc/document/114146.txt#char=120,340")
    'doc/document/114146#char=120,340'
    >>> links.find_address("javascript:alert(1)") is None
    True
    """

    base: str
    folders: bool = False

    def find_address(self, iri: str) -> str | None:
        """The address of what an IRI names: under the root, or of elsewhere; none where it cannot be followed."""
        if self.base and iri.startswith(self.base):
            found = self._find_own(iri.removeprefix(self.base))
            if found is not None:
                return found
        if iri.startswith(VOCABULARY):
            parts = iri.removeprefix(VOCABULARY).split("/")
            if 0 < len(parts) < 3 and all(SLUG.fullmatch(part) for part in parts):
                return f"vocabulary/{'/'.join(parts)}"
        if iri == ONTOLOGY.removesuffix("#"):
            return "ontology"
        if iri.startswith(ONTOLOGY) and TERM.fullmatch(iri.removeprefix(ONTOLOGY)):
            return f"ontology#{iri.removeprefix(ONTOLOGY)}"
        return iri if OUTSIDE.match(iri) else None

    def _find_own(self, rest: str) -> str | None:
        """The address of what the collection itself names; none where it is not of a known form."""
        if rest == "dataset":
            return rest
        stem, _, slug = rest.rpartition("/")
        if stem.startswith("id/") and SLUG.fullmatch(stem.removeprefix("id/")) and SLUG.fullmatch(slug):
            return f"doc/{rest.removeprefix('id/')}"
        if stem == "graph" and SLUG.fullmatch(slug):
            return rest
        if stem == "doc/document":
            name, _, fragment = slug.partition("#")
            document = name.removesuffix(".txt")
            if name.endswith(".txt") and SLUG.fullmatch(document):
                passage = f"#{fragment}" if FRAGMENT.fullmatch(fragment) else ""
                return f"doc/document/{document}{passage}" if passage else f"doc/document/{name}"
        return None

    def root(self, path: str) -> str:
        """The way from the page at ``path`` up to the root.

        >>> Links("").root("doc/person/nam-il"), Links("", folders=True).root("network"), Links("").root("")
        ('../../', '../', './')
        """
        depth = path.count("/")
        if self.folders and path and not path.endswith("/"):
            depth += 1
        return "../" * depth or "./"

    def href(self, address: str, path: str) -> str:
        """What a link on the page at ``path`` to ``address`` says.

        >>> Links("").href("network#top", "doc/person/nam-il")
        '../../network#top'
        >>> Links("", folders=True).href("network#top", "about")
        '../network/#top'
        """
        if OUTSIDE.match(address) or address.startswith("#"):
            return address
        if not self.folders:
            return self.root(path) + address
        page, mark, rest = address.partition("#" if "#" in address else "?")
        ends = page == "" or page.endswith("/") or "." in page.rpartition("/")[2]
        return f"{self.root(path)}{page}{'' if ends else '/'}{mark}{rest}"

    def data(self, path: str, form: str) -> str:
        """The address of the page's thing as RDF, in the form of that ending.

        >>> Links("").data("doc/person/nam-il", "ttl"), Links("", folders=True).data("doc/person/nam-il", "ttl")
        ('doc/person/nam-il.ttl', 'doc/person/nam-il/index.ttl')
        """
        return f"{path}/index.{form}" if self.folders else f"{path}.{form}"
