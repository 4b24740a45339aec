"""Which layout a page has, and its blocks outside the document's own words.

The Wilson Center's pages come in three: the page print, with ``Citation:``, ``Summary:`` … in bold or not; the
saved page, with the site's navigation around it; the listing of many documents.  A text in none of them is
plain: its first line is its title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.document import Block, BlockKind, Layout
from kg.read.dates import find_whole_date
from kg.read.spans import Span, split_lines, trim

__all__ = ["Page", "find_layout", "is_furniture", "split_page", "split_paragraphs"]

_LABEL = re.compile(r"\*{0,2}(Citation|Summary|Credits|Original Language|Contents):?\*{0,2}:?(?=\s|\Z)")
_LABEL_LINE = re.compile(r"^\s{0,3}\*{0,2}(Citation|Summary|Original Language|Contents):", re.MULTILINE)
_TRANSLATION = re.compile(r"(Translation|Transcript(?:ion)?|Original) - (\w[\w ]{1,30})")
_FURNITURE = re.compile(
    r"Skip to (?:main )?content|Search in|Digital Archive International History Declassified|"
    r"Document Information|Original (?:Uploaded Date|Archive)|Record ID|"
    r"Related Documents|.*\[email\s+protected\].*"
)
_INFORMATION = "Document Information"
_RIGHTS = re.compile(r"welcomes reuse of|subject to copyright|rights status|rights holders|permission for commercial")
_EMAIL = re.compile(r"\[email\s+protected\]")
_REFERENCE = re.compile(r"\b(?:Fond|Opis|Delo|Listy|Obtained|Translated|Contributed)\b|\bF\. ?\d")
_BULLET = re.compile(r"[•*·‣-]\s+(?=\S)")
_SECTIONS: dict[str, BlockKind] = {
    "Citation": "citation", "Summary": "summary", "Credits": "credits", "Original Language": "header",
}  # fmt: skip


@dataclass(slots=True)
class Page:
    """A page taken apart: blocks of the frame, named sections of it, and the paragraphs of the document."""

    layout: Layout
    blocks: list[Block] = field(default_factory=list)
    sections: dict[str, list[Span]] = field(default_factory=dict)
    contents: list[Span] = field(default_factory=list)

    def put(self, kind: BlockKind, section: str, span: Span) -> None:
        """Keep ``span`` as a block, and under the name of its section."""
        self.blocks.append(Block(kind, *span))
        if section:
            self.sections.setdefault(section, []).append(span)


def is_furniture(text: str, start: int, end: int) -> bool:
    """Whether a line is the site's, not the document's.

    >>> is_furniture("Skip to content", 0, 15)
    True
    """
    # No fixed furniture is long; the e-mail placeholder may stand in a long line of its own.
    if end - start > 400:
        return False
    return _FURNITURE.fullmatch(text, start, end) is not None


def split_paragraphs(text: str, start: int, end: int) -> list[Span]:
    """The runs of lines that are not blank; a line of site furniture stands alone."""
    found: list[Span] = []
    opened: Span | None = None
    for line in split_lines(text, start, end):
        alone = is_furniture(text, *line)
        if opened is not None and (alone or line[0] == line[1]):
            found.append(opened)
            opened = None
        if alone:
            found.append(line)
        elif line[0] < line[1]:
            opened = (line[0] if opened is None else opened[0], line[1])
    if opened is not None:
        found.append(opened)
    return found


def find_layout(text: str) -> Layout:
    """Which layout a text has.

    >>> find_layout("Citation:\\n\\nX\\n\\nSummary:\\n\\nY"), find_layout("Skip to content\\n\\nX"), find_layout("X")
    ('print', 'saved', 'plain')
    """
    if len({match[1] for match in _LABEL_LINE.finditer(text)}) >= 2:
        return "print"
    lines = [line for line in split_lines(text, 0, len(text)) if line[0] < line[1]]
    if sum(1 for line in lines if find_bullet_date_start(text, line) is not None) >= 2:
        return "listing"
    first = text[slice(*lines[0])] if lines else ""
    if first.startswith("Skip to ") and is_furniture(text, *lines[0]):
        return "saved"
    return "saved" if any(text[start:end] == _INFORMATION for start, end in lines) else "plain"


def find_bullet_date_start(text: str, line: Span) -> int | None:
    """Where the date begins in a line that is a bullet and a date, as the items of a listing begin."""
    if line[1] - line[0] > 100:
        return None
    match = _BULLET.match(text, *line)
    if match is None or find_whole_date(text, match.end(), line[1]) is None:
        return None
    return match.end()


def split_page(text: str) -> Page:
    """Take the frame from around the document; the listing's items are left in ``contents``."""
    page = Page(find_layout(text))
    spans = split_paragraphs(text, 0, len(text))
    if page.layout == "print":
        _split_print(text, spans, page)
    elif page.layout == "saved":
        _split_saved(text, spans, page)
    else:
        _split_furniture(text, spans, page)
    return page


def _split_furniture(text: str, spans: list[Span], page: Page) -> None:
    for span in spans:
        if is_furniture(text, *span):
            page.put("boilerplate", "", span)
        else:
            page.contents.append(span)


def _split_print(text: str, spans: list[Span], page: Page) -> None:
    section = "head"
    for span in spans:
        if is_furniture(text, *span):
            page.put("boilerplate", "", span)
            continue
        match = None if section == "Contents" else _LABEL.match(text, *span)
        if match is not None:
            section = match[1]
            page.put("boilerplate", "", match.span())
            span = trim(text, match.end(), span[1])
            if span[0] == span[1]:
                continue
        if section != "Contents":
            page.put(_SECTIONS.get(section, "header"), section, span)
        elif not page.contents and (stated := _TRANSLATION.fullmatch(text, *span)):
            page.put("boilerplate", "", trim(text, span[0], stated.start(2)))
            page.put("header", stated[1], stated.span(2))
        else:
            page.contents.append(span)
    if not page.contents and "head" in page.sections and section == "head":
        page.contents = page.sections.pop("head")


def _split_saved(text: str, spans: list[Span], page: Page) -> None:
    """The head is a date and a title; the summary stands last before the document's information."""
    own = [span for span in spans if not is_furniture(text, *span)]
    marker = next((start for start, end in spans if text[start:end] == _INFORMATION), len(text))
    inside = [span for span in own if span[0] < marker]
    head = 2 if len(inside) > 2 and find_whole_date(text, *inside[0]) else 1
    summary = [inside.pop()] if marker < len(text) and len(inside) > head + 1 else []
    for span in spans:
        if is_furniture(text, *span):
            page.put("boilerplate", "", span)
        elif span in inside[:head]:
            page.put("header", "head", span)
        elif span in summary:
            page.put("summary", "Summary", span)
        elif span[0] < marker:
            page.contents.append(span)
        else:
            _put_information(text, span, page)


def _put_information(text: str, span: Span, page: Page) -> None:
    if _RIGHTS.search(text, *span):
        page.put("boilerplate", "" if _EMAIL.search(text, *span) else "Rights", span)
    elif _REFERENCE.search(text, *span):
        page.put("citation", "Citation", span)
    elif span[1] - span[0] <= 100:
        page.put("header", "Information", span)
    else:
        page.put("boilerplate", "", span)
