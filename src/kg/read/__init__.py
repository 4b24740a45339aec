"""Files to documents: the source layer.

``read_file`` reads a file of any known form: plain text, TEI, a saved web page, a PDF with a text layer.
``read_document`` reads a plain text in UTF-8, from a file or from bytes, and ``read_text`` a text.  Readers know
layouts (a page print with its citation and summary, a saved page, a listing, a dialogue record), never the documents
that have them.
"""

from __future__ import annotations

from kg.read.assemble import read_document, read_text
from kg.read.decode import DecodeError
from kg.read.files import read_file

__all__ = ["DecodeError", "read_document", "read_file", "read_text"]
