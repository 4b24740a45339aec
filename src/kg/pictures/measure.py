"""Text -> the room it needs: widths estimated without a font, and lines wrapped to a width.

A server has no font that the reader's browser is sure to have, so the widths are those of DejaVu Sans rounded up to
a twentieth of an em: the widest of the fonts that ``FONTS`` can fall to, so that no line grows out of its box.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

__all__ = ["FONTS", "clean_text", "clip_text", "text_width", "wrap_text"]

FONTS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
BOLD = 1.14  # mean of DejaVu Sans Bold to regular, rounded up
UNKNOWN = 0.9  # other alphabets: above the mean of Cyrillic, Greek and Arabic
WIDE = 1.05
ELLIPSIS = "…"

EMS: dict[str, float] = {
    letter: ems
    for ems, letters in (
        (0.3, "'IJijl"),
        (0.35, " ,./:;\\|‘’·"),
        (0.4, "()-[]ft"),
        (0.45, "!r"),
        (0.5, '"*_`–§°'),
        (0.55, "?csz“”"),
        (0.6, "FLkvxy"),
        (0.65, "$0123456789EPSTYabdeghnopqu{}"),
        (0.7, "ABCKRVXZ"),
        (0.75, "NU"),
        (0.8, "&DGHOQ"),
        (0.85, "#+<=>^w~→←×"),
        (0.9, "M"),
        (1.0, "%@Wm—…"),
    )
    for letter in letters
}  # fmt: skip

# Fixed ranges, not ``unicodedata``: its tables differ between versions of Python, and the bytes must not.
ZERO_WIDTH = ((0x0300, 0x036F), (0x200B, 0x200F), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F))
FULL_WIDTH = (
    (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE4F),
    (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F000, 0x3FFFF),
)  # fmt: skip
OVERRIDES = {0x202D, 0x202E}
DIRECTIONS = {*range(0x202A, 0x202D), *range(0x2066, 0x206A)}


def clean_text(text: str) -> str:
    """``text`` as one line that XML can hold and that cannot reorder itself.

    Control characters, surrogates, noncharacters and directional overrides are shown as U+FFFD (XML 1.0, section
    2.2; CVE-2021-42574).  The other directional controls go: each line of a picture is a paragraph of its own.

    >>> clean_text("Kim" + chr(0x202E) + "Il" + chr(0) + chr(10) + " Sung") == "Kim\ufffdIl\ufffd Sung"
    True
    """
    return " ".join("".join(_clean(char) for char in text).split())


def _clean(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r\x0b\x0c\x85\u2028\u2029":
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0:
        return "\ufffd"
    if code in OVERRIDES or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return "" if code in DIRECTIONS else char


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` can be at a font size; rather too much than too little.

    >>> text_width("ill", 10), text_width("", 10), text_width("金", 10)
    (9.0, 0.0, 10.5)
    """
    ems = 0.0
    for char in text:  # not sum(): since Python 3.12 it rounds floats otherwise
        ems += _ems(char)
    return round(ems * size * (BOLD if bold else 1.0), 2)


def _ems(char: str) -> float:
    known = EMS.get(char)
    if known is not None:
        return known
    code = ord(char)
    if any(low <= code <= high for low, high in ZERO_WIDTH):
        return 0.0
    if any(low <= code <= high for low, high in FULL_WIDTH):
        return WIDE
    return EMS.get(normalize("NFD", char)[0], UNKNOWN)


def clip_text(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """``text`` cut to a width, with an ellipsis where it was cut.

    >>> clip_text("Anastas Mikoyan", 70, 12), clip_text("Mao", 70, 12)
    ('Anastas…', 'Mao')
    """
    line = clean_text(text)
    scale = size * (BOLD if bold else 1.0)
    ems, kept = 0.0, 0
    for at, char in enumerate(line, 1):  # one walk, and no farther than the width: a quotation can be a whole speech
        ems += _ems(char)
        if round(ems * scale, 2) > width:
            return line[:kept].rstrip(" ,.;:(-–") + ELLIPSIS
        if round((ems + _ems(ELLIPSIS)) * scale, 2) <= width:
            kept = at
    return line


def wrap_text(text: str, width: float, size: float, *, lines: int = 99, bold: bool = False) -> list[str]:
    """``text`` in at most so many lines of a width; a word that is too long is cut, the last line clipped.

    >>> wrap_text("the CPSU CC's advice to Kim Il Sung", 100, 12)
    ["the CPSU CC's", 'advice to Kim Il', 'Sung']
    >>> wrap_text("the CPSU CC's advice to Kim Il Sung", 100, 12, lines=2)
    ["the CPSU CC's", 'advice to Kim…']
    """
    found: list[str] = []
    line = ""
    for word in _words(clean_text(text), width, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold=bold) > width:
            found.append(line)
            line = word
        else:
            line = longer
    if line:
        found.append(line)
    if len(found) > lines:
        rest = " ".join(found[lines - 1 :])
        found = [*found[: lines - 1], clip_text(rest, width, size, bold=bold)]
    return found


def _words(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """The words of a line, those wider than the line in pieces."""
    for word in text.split(" "):
        piece = ""
        for char in word:
            if piece and _ems(char) and text_width(piece + char, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += char
        if piece:
            yield piece
