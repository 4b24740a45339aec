"""A file of any known form -> its documents."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.document import Document
from kg.read.assemble import read_text
from kg.read.decode import DecodeError
from kg.read.encodings import decode_any
from kg.read.tei import is_tei_root, iter_tei
from kg.textfile import read_bytes

__all__ = ["Form", "SourceFile", "find_form", "iter_documents", "open_source", "read_encoding", "read_file"]

Form = Literal["text", "tei", "html", "pdf"]

MOST = 64 << 20  # bytes of a file that is read whole; a volume of TEI is read as a stream, and may be larger
_HEAD = 4096
_FOREIGN = (
    (b"\x1f\x8b", "is compressed with gzip", "unpack it"),
    (b"PK\x03\x04", "is a ZIP archive, as Word and EPUB files are", "save the document as text, HTML or PDF"),
    (b"BZh", "is compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ\0", "is compressed with xz", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", "unpack it"),
    (b"Rar!", "is a RAR archive", "unpack it"),
    (b"\xd0\xcf\x11\xe0", "is an old Word or Excel file", "save the document as text, HTML or PDF"),
    (b"{\\rtf", "is Rich Text Format", "save the document as text"),
    (b"\x89PNG", "is a picture", "give its words as text"),
    (b"\xff\xd8\xff", "is a picture", "give its words as text"),
    (b"GIF8", "is a picture", "give its words as text"),
    (b"II*\0", "is a picture", "give its words as text"),
    (b"MM\0*", "is a picture", "give its words as text"),
    (b"AT&TFORM", "is a DjVu file", "give its words as text, or save it as PDF with a text layer"),
    (b"\x7fELF", "is a program", "give a document"),
)  # fmt: skip
_XML = re.compile(
    rb"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html)|<!--|<[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=|\s*/?>))", re.IGNORECASE
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s/>])")
_NOT_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!DOCTYPE\s+html|html|head|body|meta|title|article|main|section|table|h[1-6]|p|center|font)\b", re.IGNORECASE
)
_MARKED = re.compile(r"\s*<")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: its path, what it is called in messages, its form, and its encoding where it is known."""

    path: Path
    name: str
    form: Form
    encoding: str | None = None


def read_file(path: Path) -> tuple[Document, ...]:
    """The documents in a file: plain text, TEI, a saved web page, or a PDF with a text layer.

    A volume has many; any other file has one, whose id is the file's name without the ending.
    """
    return tuple(document for _, document in iter_documents(open_source(path)))


def read_encoding(source: SourceFile) -> str:
    """The encoding of a plain text, ``utf-8`` where nothing has to be converted."""
    return decode_any(read_bytes(source.path, name=source.name), source.name, encoding=source.encoding).encoding


def open_source(path: Path, *, name: str | None = None, encoding: str | None = None) -> SourceFile:
    """What sort of file ``path`` is; refused where it is none that can be read."""
    shown = name or str(path)
    if "\0" in shown:
        raise DecodeError(shown.replace("\0", "\\0"), None, "is not a path: it has a NUL character", "check the path")
    head = _read_head(path, shown)
    return SourceFile(path, shown, find_form(head, shown), encoding)


def iter_documents(
    source: SourceFile, *, id: str | None = None, wanted: Container[str | None] | None = None
) -> Iterator[tuple[str | None, Document]]:
    """Yield the documents of a file, each with its identifier in it if it has one; one at a time is in memory.

    ``wanted`` are the identifiers of the documents to take from a TEI file, where not all are wanted.
    """
    id = id or source.path.stem
    if source.form == "tei":
        yield from iter_tei(source.path, source.name, id, wanted=wanted)
        return
    if source.path.stat().st_size > MOST:
        raise DecodeError(source.name, None, f"is larger than {MOST >> 20} MiB", "split it into its documents")
    data = read_bytes(source.path, name=source.name)
    yield None, read_text(_derive_text(source, data), id)


def _derive_text(source: SourceFile, data: bytes) -> str:
    """The plain text of a file that is read whole."""
    # Each takes a library that the others do not need.
    if source.form == "html":
        from kg.read.webpage import decode_html, read_html

        return read_html(decode_html(data, source.name, encoding=source.encoding), source.name)
    if source.form == "pdf":
        from kg.read.pdfpages import read_pdf

        return read_pdf(data, source.name)
    return decode_any(data, source.name, encoding=source.encoding).text


def find_form(head: bytes, name: str) -> Form:
    """The form that the first bytes of a file tell.

    >>> find_form(b"%PDF-1.7", "r1.pdf"), find_form(b"<TEI xmlns='x'>", "r1.xml"), find_form(b"Report", "r1.txt")
    ('pdf', 'tei', 'text')
    """
    for magic, what, cure in _FOREIGN:
        if head.startswith(magic):
            raise DecodeError(name, None, what, cure)
    if b"%PDF-" in head[:1024] and not head.lstrip()[:1].isalpha():
        return "pdf"
    plain = _as_ascii(head)
    if not _MARKED.match(plain):
        return "text"
    root = _ROOT.search(_NOT_ROOT.sub("", plain))
    if _HTML.match(plain.lstrip()) or (root and root[1].lower() == "html"):
        return "html"
    if _XML.match(plain.encode("ascii")):
        if root is not None and not is_tei_root(root[1]):
            what = f"is XML with the root <{root[1]}>, not TEI"
            raise DecodeError(name, None, what, "give TEI P5, HTML, PDF or plain text")
        return "tei"
    return "text"


def _as_ascii(head: bytes) -> str:
    """The first bytes as far as markup needs them, in any encoding that markup comes in."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4].count(0) == 2:
        head = head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").decode("ascii", "replace").replace("\ufffd", "?")


def _read_head(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise DecodeError(name, None, "is not a file", "name a regular file")
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        raise DecodeError(name, None, "there is no such file", "check the path") from None
    except OSError as error:
        raise DecodeError(name, None, f"cannot be read ({error.strerror})", "check the path and its rights") from None
