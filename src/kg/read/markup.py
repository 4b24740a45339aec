"""XML to small trees, as a stream: what is read at one time is one document, however long the file.

The parser is expat, which is in Python: it builds nothing of its own, tells the line of everything, takes a fragment
whose prefixes are declared elsewhere, and opens no file and no connection.  A document type declaration with an
external part or entities, and an inclusion, ask for what is not in the file: they are refused, not passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from kg.read.decode import DecodeError

__all__ = ["Element", "XmlParser", "feed"]

DEPTH = 200  # a TEI document is some 20 deep; rendering is recursive
_CHUNK = 1 << 16
_CURES = {
    "undefined entity": "write the character itself, or its number, as &#233;",
    "no element found": "the file ends too early: fetch it again",
    "unclosed token": "the file ends too early: fetch it again",
}


@dataclass(slots=True)
class Element:
    """An element: its name without a prefix, its attributes as written, the line it begins on, what it holds."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The value of an attribute; none where it is missing or blank."""
        return self.attributes.get(name, "").strip() or None

    @property
    def key(self) -> str | None:
        """The element's own identifier."""
        return self.get("xml:id") or self.get("id")

    def elements(self) -> Iterator[Element]:
        """The elements directly inside."""
        return (child for child in self.children if isinstance(child, Element))

    def find_all(self, *names: str) -> Iterator[Element]:
        """Every element inside, at any depth, that has one of ``names``, in document order."""
        for child in self.elements():
            if child.name in names:
                yield child
            yield from child.find_all(*names)

    def find(self, *names: str) -> Element | None:
        """The first element inside that has one of ``names``."""
        return next(self.find_all(*names), None)

    def words(self, *without: str) -> str:
        """The text inside, blanks squeezed, without that of the elements called ``without``.

        >>> Element("p", {}, 1, ["He ", Element("note", {}, 1, ["1"]), "left."]).words("note")
        'He left.'
        """
        return " ".join("".join(self._pieces(without)).split())

    def _pieces(self, without: tuple[str, ...]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.name == "lb":
                yield " "
            elif child.name not in without:
                yield from child._pieces(without)


class XmlParser:
    """Hands the start and end of every element, and text, to ``start``, ``end`` and ``text``; raises what is wrong."""

    def __init__(
        self,
        name: str,
        *,
        start: Callable[[str, dict[str, str], int], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        self.name = name
        self._depth = 0
        self._start, self._end = start, end
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_entity
        parser.ProcessingInstructionHandler = self._refuse_stylesheet

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Parse the next bytes of the file."""
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            cure = _CURES.get(what.partition(":")[0], "correct the markup there")
            raise DecodeError(self.name, error.lineno, f"is not well-formed XML ({what})", cure) from None
        except (ValueError, LookupError) as error:  # of the encoding that the file declares
            raise DecodeError(
                self.name, 1, f"is XML in an encoding that is not read ({error})", "save it as UTF-8"
            ) from None

    def _fail(self, what: str, cure: str) -> DecodeError:
        return DecodeError(self.name, self._parser.CurrentLineNumber, what, cure)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise self._fail(f"elements are nested more than {DEPTH} deep", "nest less")
        prefix, _, local = name.rpartition(":")
        if local == "include" and (prefix == "xi" or "XInclude" in attributes.get("xmlns", "")):
            raise self._fail("<xi:include> asks for another file, which is not read", "put its content in its place")
        self._start(local, attributes, self._parser.CurrentLineNumber)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(":")[2])

    def _refuse_doctype(self, name: str, system: str | None, public: str | None, subset: bool) -> None:
        if system or public:
            raise self._fail(
                "the document type declaration names an external file, which is not read",
                "take the declaration out, and write its entities as characters",
            )

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise self._fail(
            f"declares the entity {name!r}; entities are not read", "write what it stands for in its place"
        )

    def _refuse_stylesheet(self, target: str, data: str) -> None:
        if target == "xml-stylesheet" and re.search(r"xslt?\b", data):
            raise self._fail(
                "a stylesheet is to make the document, and none is run", "take the line out, or give the result of it"
            )


def feed(source: Path | bytes, parser: XmlParser) -> Iterator[None]:
    """Parse a file, or bytes, piece by piece; after each piece the caller can take what is complete."""
    if isinstance(source, bytes):
        for at in range(0, len(source), _CHUNK):
            parser.feed(source[at : at + _CHUNK])
            yield
    else:
        with source.open("rb") as file:
            yield from _feed_file(file, parser)
    parser.feed(b"", final=True)
    yield


def _feed_file(file: BinaryIO, parser: XmlParser) -> Iterator[None]:
    while chunk := file.read(_CHUNK):
        parser.feed(chunk)
        yield
