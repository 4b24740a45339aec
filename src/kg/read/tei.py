"""TEI P5 to documents: a text for each, and what its markup says outright.

A volume of the *Foreign Relations* has a ``<div type="document">`` for each document and lists of persons and terms
before them; any other TEI is one document.  Only one document is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.document import Document
from kg.read.decode import DecodeError, check_text
from kg.read.markup import Element, XmlParser, feed
from kg.read.teiframe import assemble
from kg.read.teitext import Names, render

__all__ = ["is_tei_root", "iter_tei"]

_ROOTS = frozenset("TEI TEI.2 teiCorpus text body group front back div div1 div2".split())
_LISTED = frozenset("item person personGrp org place nym category row".split())
_IN_LISTS = ("persName", "orgName", "placeName", "name", "term")


def is_tei_root(name: str) -> bool:
    """Whether an element called so can hold a TEI document."""
    return name.rpartition(":")[2] in _ROOTS


def iter_tei(
    source: Path | bytes, name: str, id: str, *, wanted: Container[str | None] | None = None
) -> Iterator[tuple[str | None, Document]]:
    """Yield the documents of a TEI file, each with its identifier there.

    A file with one document gives it the id ``id``; in a volume each is called by the volume and its own identifier.
    Of a volume only the documents whose identifier is in ``wanted`` are taken, when it is given.
    """
    reader = _Reader(name, id)
    parser = XmlParser(name, start=reader.start, end=reader.end, text=reader.text)
    held: tuple[Element, Names, str] | None = None
    count = 0
    for _ in feed(source, parser):
        for element, names, volume in reader.take():
            if held is not None and (wanted is None or held[0].key in wanted):
                document = _read(*held, f"{held[2]}-{held[0].key or count}")
                if document.text:  # what a volume has without words is no document
                    yield held[0].key, document
            held, count = (element, names, volume), count + 1
    if held is None:
        raise DecodeError(name, None, "is TEI without a text", 'give a file with a <text>, or a <div type="document">')
    if wanted is None or held[0].key in wanted:
        document = _read(*held, id if count == 1 else f"{held[2]}-{held[0].key or count}")
        if count == 1:
            check_text(document.text, name)
        if document.text:
            yield held[0].key, document


def _read(element: Element, names: Names, volume: str, id: str) -> Document:
    return assemble(element, render(element, names), id)


@dataclass(slots=True)
class _Reader:
    """Builds a tree for each document and for each entry of a list of names, and for nothing else.

    Until the first ``<div type="document">`` a ``<text>`` may be one document; its tree is dropped when one comes.
    """

    name: str
    volume: str
    names: Names = field(default_factory=Names)
    ready: list[tuple[Element, Names, str]] = field(default_factory=list)
    path: list[Element] = field(default_factory=list)  # the open elements of the tree that is being built
    entries: list[Element] = field(default_factory=list)  # those of the entry of a list that is being read
    depth: int = 0
    in_document: bool = False
    many: bool = False

    def take(self) -> list[tuple[Element, Names, str]]:
        """What is complete, and no longer kept here."""
        taken, self.ready = self.ready, []
        return taken

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        element = Element(name, attributes, line)
        self.depth += 1
        if self.depth == 1:
            if name not in _ROOTS:
                what = f"is XML with the root <{name}>, not TEI"
                raise DecodeError(self.name, line, what, "give TEI P5, HTML, PDF or plain text")
            self.volume = element.key or self.volume if name.startswith("TEI") else self.volume
        if not self.in_document and name == "div" and element.get("type") == "document":
            self.path, self.entries, self.in_document, self.many = [element], [], True, True
            return
        if not self.in_document and (self.entries or name in _LISTED):
            self._grow(self.entries, Element(name, attributes, line))
        if self.path:
            self._grow(self.path, element)
        elif not self.many and (name == "text" or (self.depth == 1 and not name.startswith(("TEI", "tei")))):
            self.path = [element]

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.entries:
            entry = self.entries.pop()
            if not self.entries:
                self.names.learn(entry)
        if not self.path:
            return
        element = self.path.pop()
        if self.path or (self.many and not self.in_document):
            return
        self.in_document = False
        self.ready.append((element, self.names, self.volume))

    def text(self, data: str) -> None:
        if self.entries:
            self.entries[-1].children.append(data)
        if self.path:
            self.path[-1].children.append(data)

    @staticmethod
    def _grow(path: list[Element], element: Element) -> None:
        if path:
            path[-1].children.append(element)
        path.append(element)
