"""Files to documents: the source layer.

``read_document`` reads a file or bytes, ``read_text`` a text.  Readers know layouts (a page print with its
citation and summary, a saved page, a listing, a dialogue record), never the documents that have them.
"""

from __future__ import annotations

from kg.read.assemble import read_document, read_text
from kg.read.decode import DecodeError

__all__ = ["DecodeError", "read_document", "read_text"]
