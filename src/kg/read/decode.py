"""Bytes to text: UTF-8, strictly, so that an offset means the same on every machine."""

from __future__ import annotations

import codecs

from kg.errors import InputError

__all__ = ["DecodeError", "check_text", "decode_bytes"]

_WIDE = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"),
         (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))  # fmt: skip


class DecodeError(InputError):
    """A source file is not readable text."""


def decode_bytes(data: bytes, name: str) -> str:
    """The text of a source file called ``name``.

    A UTF-8 signature at the start is not part of the text (Unicode 16, section 23.8): offsets begin after it.

    >>> decode_bytes(b"\\xef\\xbb\\xbfReport", "r1.txt")
    'Report'
    >>> decode_bytes(b"one\\nt\\xffo", "r1.txt")
    Traceback (most recent call last):
    kg.read.decode.DecodeError: r1.txt:2: byte 0xff at offset 5 is not UTF-8: save the file as UTF-8
    """
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            raise DecodeError(name, 1, f"begins with the byte order mark of {encoding}", "save the file as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise DecodeError(name, line, what, "save the file as UTF-8") from None
    return check_text(text.removeprefix("\ufeff"), name)


def check_text(text: str, name: str) -> str:
    """``text``, if it can be a document: it holds words, and no character that no text holds."""
    for bad, called in (("\0", "a NUL character"),):
        at = text.find(bad)
        if at >= 0:
            line = text.count("\n", 0, at) + 1
            raise DecodeError(name, line, f"{called} at offset {at} is not text", "save the file as plain text")
    if not text.strip():
        raise DecodeError(name, None, "holds no text", "give a file with the words of one document")
    return text
