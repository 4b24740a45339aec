"""A PDF with a text layer to plain text: its pages' lines joined to paragraphs, without what pages repeat.

What is left out: running heads and feet, and page numbers.  A word that a line's end divides is joined again.  The
plain-text readers take it from there.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from statistics import quantiles

from kg.errors import KgError
from kg.read.decode import DecodeError, check_text
from kg.read.spans import ends_sentence

__all__ = ["PdfNeeded", "join_pages", "read_pdf"]

PAGES = 2000
_EDGE = 2  # lines at the top and at the foot of a page that may be its furniture
_REPEATED = 1 / 3  # left and right pages have different heads, and a chapter's first has none
_SHORT = 0.75  # of the usual length: a line that ends a paragraph
_VERY_SHORT = 0.6  # of it: a heading, or an item
_PAGE_NUMBER = re.compile(
    r"[-–—\[( ]*(?:\d{1,4}|[ivxlcdm]{1,7}|"
    r"(?:page|p\.) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?)[-–—\]). ]*",
    re.IGNORECASE,
)
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")


# What a broken PDF makes the library stumble over.
_UNFORESEEN = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError,
               RecursionError, TypeError, ValueError)  # fmt: skip


class PdfNeeded(KgError):
    """PDF cannot be read without the extra ``pdf``."""

    def __str__(self) -> str:
        return f"{self.args[0]}: is PDF, which takes one more library: pip install 'hearsay-kg[pdf]'"


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF's pages; refused where it has a password, or no text layer."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError:
        raise PdfNeeded(name) from None

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DecodeError(name, None, "is a PDF with a password", "save it without one")
        if len(reader.pages) > PAGES:
            raise DecodeError(name, None, f"has more than {PAGES} pages", "split it into its documents")
        pages = [page.extract_text() for page in reader.pages]
    except DecodeError:
        raise
    except DependencyError:
        raise DecodeError(name, None, "is a PDF with a password", "save it without one") from None
    except (PyPdfError, *_UNFORESEEN) as error:
        raise DecodeError(name, None, f"is not a whole PDF ({type(error).__name__})", "save it anew") from None
    text = join_pages([page.replace("\0", "") for page in pages])
    if not text.strip():
        raise DecodeError(name, None, "is a PDF without a text layer", "have its text recognised (OCR) first")
    return check_text(text, name)


def join_pages(pages: list[str]) -> str:
    """The paragraphs of pages, a blank line between.

    >>> print(join_pages(["Ferry Review 1\\nHe said that the fer-\\nry", "Ferry Review 2\\nhad left."]), end="")
    He said that the ferry had left.
    """
    kept = _take_furniture([[line.strip() for line in page.splitlines()] for page in pages])
    widths = sorted(len(line) for page in kept for line in page if line)
    if not widths:
        return ""
    usual = quantiles(widths, n=10)[7] if len(widths) > 1 else widths[0]
    paragraphs: list[list[str]] = []
    last = ""
    for page in kept:
        for line in page:
            if not line:
                last = "" if last and ends_sentence(last, 0, len(last)) else last
                continue
            if not paragraphs or not last or _parts(last, line, usual):
                paragraphs.append([line])
            else:
                paragraphs[-1].append(line)
            last = line
    return "\n\n".join(_join_lines(lines) for lines in paragraphs) + "\n"


def _take_furniture(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines at their edges that other pages have too, numbers apart, and without page numbers."""
    edges = [[line for line in page if line] for page in pages]
    seen = Counter(key for lines in edges for key in {_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    filled = sum(1 for lines in edges if lines)

    def is_furniture(line: str) -> bool:
        if _PAGE_NUMBER.fullmatch(line):
            return True
        return filled > 1 and seen[_shape(line)] >= max(2, _REPEATED * filled)

    taken: list[list[str]] = []
    for page in pages:
        lines = list(page)
        for at in (0, -1):
            for _ in range(_EDGE):
                while lines and not lines[at]:
                    lines.pop(at)
                if lines and is_furniture(lines[at]):
                    lines.pop(at)
        taken.append(lines)
    return taken


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _parts(last: str, line: str, usual: float) -> bool:
    """Whether a paragraph ends between two lines: the last one is short and ends a sentence, or is very short."""
    if _DIVIDED.search(last) and line[:1].islower():
        return False
    if len(last) < _SHORT * usual and ends_sentence(last, 0, len(last)):
        return True
    return len(last) < _VERY_SHORT * usual and not line[:1].islower()


def _join_lines(lines: list[str]) -> str:
    joined = lines[0]
    for line in lines[1:]:
        if _DIVIDED.search(joined):
            joined = (joined[:-1] if line[:1].islower() or joined[-1] == "\u00ad" else joined) + line
        else:
            joined += " " + line
    return joined
