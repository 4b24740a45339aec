"""What the page says about the document: title, date, where it is kept, who obtained and translated it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document import ArchiveReference, Block, Credit, Read
from kg.read.dates import DATE_PATTERN, find_date, find_whole_date
from kg.read.layout import Page
from kg.read.spans import read_span, split_lines, squeeze, trim

__all__ = [
    "find_marks", "find_numbers", "find_url", "read_credits", "read_distribution", "read_funder", "read_head",
    "read_reference", "read_section",
]  # fmt: skip

_QUOTED = re.compile(r"[\"“]([^\"”]{1,500})[\"”],")
_ARCHIVE_AFTER = re.compile(r"Digital Archive,\s+")
_REFERENCE_END = re.compile(
    r"[.,;]?\s{1,4}(?=(?:Obtained|Translated|Contributed|Donated|Provided|Included|Published)\b|<?https?:)|[.\s]*\Z"
)
_PART = re.compile(
    r"\b(?P<label>Fond|F\.|Opis|Op\.|Delo|D\.|List[yi]?|Ll?\.)\s{0,2}"
    r"(?P<value>\d[\w/]*(?:[-–]\d+)?(?:, ?\d+(?:[-–]\d+)?(?!\w))*)"
)
_PART_NAMES = {"F": "fond", "O": "opis", "D": "delo", "L": "listy"}
_CREDIT = re.compile(
    r"\b(?P<first>obtained|translated)(?:\s+and\s+(?P<second>translated|obtained))?"
    r"(?:\s+for\s+(?P<whom>[\w ]{1,60}?))?\s+by\s+(?P<names>[^<>]{1,300}?)"
    r"(?=\s+and\s+(?:obtained|translated)\b|(?<!\b[A-Z])\.(?!\w)|;|\s*<|\Z)",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
_FUNDER = re.compile(r"(?:made possible|funded)[^.]{0,60}?\s(?:from|by)\s+(?:the )?([^\n]+)")
_URL = re.compile(r"https?://[^\s<>\"]{1,500}")
_RECORD = re.compile(r"/(?:document/)?(\d{1,12})(?=[/?#]|\Z)")
_CLASS = re.compile(r"\b(?:TOP SECRET|STRICTLY SECRET|SECRET|CONFIDENTIAL|FOR OFFICIAL USE ONLY)\b")
_CLASS_LINE = re.compile(
    r"[(*]{0,2}((?:Top |Strictly )?Secret|Confidential|For Official Use Only)[.)*]{0,2}", re.IGNORECASE
)
_NUMBER_SIGN = r"(?:N[°º]|№|No\.)\.?:?\s{0,2}"
_COPY = re.compile(rf"\bCopy\s+(?:{_NUMBER_SIGN})?(\d{{1,4}})\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w./-])(?:\d{1,6}-[A-Za-z]{1,4}(?:/[A-Za-z]{1,4})?|\d{1,6}/[A-Za-z]{1,4}|\d{1,4}[A-Z]{2,3})(?![\w/-])"
)
_COPY_FOR = re.compile(r"\d{1,3}\s{0,2}[-–—]\s+(?=\S)")


def read_head(text: str, page: Page) -> tuple[Read | None, Read | None]:
    """The title and the date: the head of a page is a date line, or none, and the title under it.

    >>> text = "3 May 1956\\n**Report on Trade**"
    >>> [found.value for found in read_head(text, Page("print", sections={"head": [(0, len(text))]}))]
    ['Report on Trade', '1956-05-03']
    """
    date = title = None
    for span in page.sections.get("head", []):
        lines = [line for line in split_lines(text, *span) if line[0] < line[1]]
        if date is None and (found := find_whole_date(text, *lines[0])):
            date = found
            lines = lines[1:]
        if lines and title is None:
            title = read_span(text, lines[0][0], lines[-1][1], extra="*")
    for span in page.sections.get("Citation", []):
        quoted = _QUOTED.match(text, *span)
        if quoted is not None:
            title = title or read_span(text, *quoted.span(1))
            date = date or find_date(text, quoted.end(), span[1])
    return title if title is None or title.words else None, date


def read_section(text: str, page: Page, name: str) -> Read | None:
    """All that a section of the page says, such as its summary."""
    spans = page.sections.get(name, [])
    return read_span(text, spans[0][0], spans[-1][1]) if spans else None


def read_reference(text: str, page: Page) -> ArchiveReference | None:
    """The archive's reference in the citation, after the title, the date and the name of the site.

    >>> page = Page("print", sections={"Citation": [(0, 24)]})
    >>> read_reference("RGANI, Fond 5, Opis 28, ", page).fond[0].value
    '5'
    """
    for start, end in page.sections.get("Citation", []):
        start = _reference_start(text, start, end)
        stop = _REFERENCE_END.search(text, start, end)
        start, end = trim(text, start, stop.start() if stop else end, ",")
        if start == end or text.startswith(("Obtained", "Translated", "http", "<"), start):
            continue
        parts = list(_PART.finditer(text, start, end))
        named = trim(text, start, parts[0].start() if parts else end, ",")
        reads: dict[str, list[Read]] = {}
        for part in parts:
            reads.setdefault(_PART_NAMES[part["label"][0]], []).append(read_span(text, *part.span("value")))
        archive = read_span(text, *named) if named[0] < named[1] else None
        kept = {name: tuple(found) for name, found in reads.items()}
        return ArchiveReference(read_span(text, start, end), archive, **kept)
    return None


def _reference_start(text: str, start: int, end: int) -> int:
    site = _ARCHIVE_AFTER.search(text, start, end)
    if site is not None:
        return site.end()
    quoted = _QUOTED.match(text, start, end)
    if quoted is None:
        return start
    date = re.compile(rf"\s*(?:{DATE_PATTERN}),?").match(text, quoted.end(), end)
    return date.end() if date else quoted.end()


def read_credits(text: str, page: Page) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
    """Who obtained, and who translated, as the citation says after the reference."""
    found: dict[str, list[Credit]] = {"obtained": [], "translated": []}
    for start, end in page.sections.get("Citation", []):
        start = _reference_start(text, start, end)
        for match in _CREDIT.finditer(text, start, end):
            whom = read_span(text, *match.span("whom")) if match["whom"] else None
            names = list(_split_names(text, *match.span("names")))
            for verb in filter(None, (match["first"], match["second"])):
                found[verb.lower()] += [Credit(name, whom) for name in names]
    return tuple(found["obtained"]), tuple(found["translated"])


def _split_names(text: str, start: int, end: int) -> Iterator[Read]:
    for match in _BETWEEN_NAMES.finditer(text, start, end):
        if start < match.start():
            yield read_span(text, start, match.start())
        start = match.end()
    if start < end:
        yield read_span(text, start, end)


def read_funder(text: str, page: Page) -> Read | None:
    """Whose support made the document possible."""
    for start, end in page.sections.get("Credits", []):
        if match := _FUNDER.search(text, start, end):
            start, end = trim(text, *match.span(1))
            ended = text[end - 1] == "." and text[end - 2].islower()
            return read_span(text, start, end - 1 if ended else end)
    return None


def find_url(text: str, page: Page) -> tuple[Read | None, Read | None]:
    """The address of the page, and the record number in it."""
    for start, end in page.sections.get("Citation", []):
        if match := _URL.search(text, start, end):
            url = read_span(text, match.start(), trim(text, *match.span(), ".,;)")[1])
            numbers = list(_RECORD.finditer(text, url.start, url.end))
            return url, read_span(text, *numbers[-1].span(1)) if numbers else None
    return None, None


def find_marks(text: str, blocks: list[Block]) -> tuple[Read | None, Read | None]:
    """The classification and the copy number in the document's heading."""
    secret = copy = None
    for block in blocks:
        if block.kind != "header":
            continue
        for line in split_lines(text, block.start, block.end):
            whole = _CLASS_LINE.fullmatch(text, *line)
            match = _CLASS.search(text, *line)
            if secret is None and (whole or match):
                secret = read_span(text, *(whole.span(1) if whole else match.span() if match else line))
            if copy is None and (number := _COPY.search(text, *line)):
                copy = read_span(text, *number.span(1))
    return secret, copy


def find_numbers(text: str, blocks: list[Block]) -> Iterator[Read]:
    """Yield the registration numbers in the heading and at the foot.

    In a heading a line must have a number sign or be nothing but a number, for "20-year" is none.
    """
    sign = re.compile(_NUMBER_SIGN)
    for block in blocks:
        if block.kind not in ("header", "distribution"):
            continue
        for line in split_lines(text, block.start, block.end):
            if block.kind == "distribution" or sign.search(text, *line) or _NUMBER.fullmatch(text, *line):
                for match in _NUMBER.finditer(text, *line):
                    yield read_span(text, *match.span())


def read_distribution(text: str, blocks: list[Block]) -> Iterator[Read]:
    """Yield for whom each numbered copy was: the value is the name, the words have the number too."""
    for block in blocks:
        if block.kind == "distribution":
            for line in split_lines(text, block.start, block.end):
                if match := _COPY_FOR.match(text, *line):
                    yield read_span(text, *line, squeeze(text[match.end() : line[1]]))
