"""Bytes in any encoding -> text, and the encoding that it was in.

A byte order mark or a declaration in the file is believed when the bytes bear it out; otherwise UTF-8, then what
the statistics of charset-normalizer say.  Its guess is a function of the bytes: the same on every machine.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kg.read.decode import DecodeError, check_text

__all__ = ["Decoded", "decode_any", "find_codec"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# What documents of the last century are kept in. A wider choice guesses worse: one byte a letter fits any bytes.
_CANDIDATES = ["cp1252", "cp1251", "koi8_r", "cp866", "cp1250", "cp949", "gb18030", "big5", "shift_jis", "euc_jp"]
_SAMPLE = 200_000  # bytes that are enough to guess from; a guess is slow
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.01
_CURE = "save the file as UTF-8, or name its encoding with --encoding"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that its bytes were in (``utf-8`` where nothing was converted)."""

    text: str
    encoding: str


def decode_any(data: bytes, name: str, *, encoding: str | None = None) -> Decoded:
    """The text that ``data`` holds in ``encoding``, or in the encoding that it is found to be in.

    >>> decode_any("Донесение о беседе с товарищем министром".encode("koi8-r"), "r1.txt")
    Decoded(text='Донесение о беседе с товарищем министром', encoding='koi8-r')
    """
    if encoding is not None:
        return Decoded(check_text(_decode_as(data, encoding, name), name), find_codec(encoding, name))
    for mark, marked in _MARKS:
        if data.startswith(mark):
            text = _decode_as(data, marked, name)
            return Decoded(check_text(text.removeprefix("\ufeff"), name), marked)
    try:
        return Decoded(check_text(data.decode("utf-8"), name), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, name, error)


def find_codec(encoding: str, name: str) -> str:
    """The usual name of an encoding, which must be one of text.

    >>> find_codec("KOI8_R", "r1.txt")
    'koi8-r'
    """
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)  # rot13 and the like are codecs, but not of bytes
    except (LookupError, ValueError, TypeError):
        raise DecodeError(
            name, None, f"there is no encoding {encoding!r}", "name one as koi8-r, cp1251 or gb18030"
        ) from None
    return found.name.replace("_", "-")


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    codec = find_codec(encoding, name)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DecodeError(name, line, f"byte at offset {error.start} is not {codec}", _CURE) from None


def _is_surrogate(data: bytes, at: int) -> bool:
    """Whether UTF-8's form of half a pair of UTF-16 stands at ``at``: "ED A0 80" to "ED BF BF"."""
    return data[at] == 0xED and len(data) > at + 2 and 0xA0 <= data[at + 1] <= 0xBF and 0x80 <= data[at + 2] <= 0xBF


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether letters of several bytes in UTF-8 outnumber the bytes that are none; by chance they hardly ever do."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(1 for letter in text if letter > "\x7f") - wrong >= wrong


def _guess(data: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    """The text in the likeliest encoding; refused where none gives a text."""
    from charset_normalizer import from_bytes

    line = data.count(b"\n", 0, error.start) + 1
    if _is_surrogate(data, error.start):
        raise DecodeError(name, line, f"a lone surrogate at offset {error.start} is no character", "take it out")
    what = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
    if _is_mostly_utf8(data):  # another encoding would make nonsense of the rest
        cure = "correct it there, or name the encoding with --encoding"
        raise DecodeError(name, line, f"{what}, as the rest is", cure)
    refusal = DecodeError(name, line, f"{what}, nor is another encoding plain", _CURE)
    if b"\0" in data:
        raise DecodeError(
            name, line, f"a NUL character at offset {data.index(0)} is not text", "save the file as plain text"
        )
    # What is not ASCII decides, wherever it stands; a line is never cut.
    foreign = b"\n".join(row for row in data.split(b"\n") if not row.isascii())[:_SAMPLE]
    best = from_bytes(foreign, cp_isolation=_CANDIDATES, threshold=0.4).best()
    if best is None:
        raise refusal
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        raise refusal from None
    codec = next(one for one in (*_CANDIDATES, best.encoding) if data.decode(one, "replace") == text)
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise refusal
    return Decoded(check_text(text, name), find_codec(codec, name))
