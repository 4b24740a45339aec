"""A saved web page to plain text: the document on it, without the site around it.

The text is what a careful person would copy: the title, then paragraphs with a blank line between, calls of notes as
``[1]``, and the notes at the end.  The plain-text readers take it from there, so that a page and a copy of its words
give the same document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from kg.read.compose import Composer
from kg.read.decode import DecodeError
from kg.read.encodings import decode_any
from kg.read.frame import find_list_label, read_field

__all__ = ["decode_html", "read_html"]

DEPTH = 200
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_NEVER = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map form button input select "
    "textarea nav aside footer dialog menu head img picture figure".split()
)
_SITE = re.compile(
    r"(?:\A|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|masthead|cookies?|consent|share|sharing|social|"
    r"related|promo|advert\w*|banner|search|skip|pager|pagination|toolbar|comments?|subscribe|newsletter|login|modal|"
    r"popup|tooltip|citation-export|page-tools|recommend\w*)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_MAIN = ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']")
_PARAGRAPHS = frozenset("p li dd dt td th pre blockquote h1 h2 h3 h4 h5 h6".split())
_BLOCKS = frozenset(
    "p div li dd dt tr pre blockquote h1 h2 h3 h4 h5 h6 section article main header table ul ol dl hr address center "
    "tbody thead caption figcaption details summary body html fieldset".split()
)
_NOTES = re.compile(r"\b(?:foot|end)?notes?\b|footnote", re.IGNORECASE)
_CALL = re.compile(r"\[?(\d{1,3}|[*†‡])\]?")
_BACK = re.compile(r"[\s↩↑^\ufe0e\ufe0f]*")
_ENOUGH = 0.5  # of the words of a page's paragraphs, in what the page itself calls its main part
_MOST_OF = 0.8  # of them, in the part that is found by weighing


def decode_html(data: bytes, name: str, *, encoding: str | None = None) -> str:
    """The markup of a page, in the encoding that it declares where its bytes bear that out."""
    declared = _CHARSET.search(data[:4096])
    if encoding is None and declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        label = declared[1].decode("ascii").lower()
        # What the web calls these is the wider encoding of the same family (WHATWG Encoding, section 4.2).
        stated = {"iso-8859-1": "cp1252", "latin1": "cp1252", "gb2312": "gb18030", "euc-kr": "cp949"}.get(label, label)
        try:
            return decode_any(data, name, encoding=stated).text
        except DecodeError:
            pass  # the declaration is wrong; the bytes decide
    return decode_any(data, name, encoding=encoding).text


def read_html(markup: str, name: str) -> str:
    """The text of the document on a page.

    >>> print(read_html("<title>Talk - Archive</title><nav>Home</nav><p>He left.<p>I<sup>1</sup> stayed.", "t"), end="")
    Talk
    <BLANKLINE>
    He left.
    <BLANKLINE>
    I[1] stayed.
    """
    root = _parse(markup, name)
    title = _find_title(root)
    for element in list(root.iter()):
        if _is_of_the_site(element):
            _drop(element)
    main = _find_main(root)
    composer = Composer()
    if (heading := _find_missing_heading(root, main, title)) is not None:
        composer.write(heading)
        composer.break_line()
    _Writer(composer).write(main)
    text = composer.text()
    if not text.strip():
        raise DecodeError(name, None, "is a web page without words", "save the page once it is complete")
    return text + "\n"


def _parse(markup: str, name: str) -> html.HtmlElement:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise DecodeError(name, None, "is a web page without words", "save the page once it is complete") from None
    if _is_deeper(root, DEPTH):
        raise DecodeError(name, None, f"elements are nested more than {DEPTH} deep", "save the document as plain text")
    return root


def _is_deeper(root: html.HtmlElement, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _find_title(root: html.HtmlElement) -> str | None:
    """The page's title without the name of the site after it."""
    for path in ("//meta[@property='og:title']/@content", "//title/text()"):
        for words in root.xpath(path):
            title = re.split(r"\s+[|–—]\s+|\s+-\s+(?=[^-]*\Z)", _squeeze(str(words)))[0]
            if title:
                return title
    return None


def _find_missing_heading(root: html.HtmlElement, main: html.HtmlElement, title: str | None) -> str | None:
    """The title of a document whose main part does not begin with it."""
    first = _first_line(main)
    headings = {_first_line(one) for one in main.iter("h1", "h2", "h3", "h4")}
    if next(main.iter("h1"), None) is not None or first in headings:
        return None
    heading = next((words for one in root.iter("h1") if (words := _words(one))), title)
    return None if heading is None or first.startswith(heading) else heading


def _is_of_the_site(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.tag == "header" and element.getparent() is not None and element.getparent().tag == "body":
        return element.find(".//h1") is None
    role = element.get("role") or ""
    if role in ("navigation", "banner", "contentinfo", "search", "complementary", "dialog"):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    # A body of text under such a name is no furniture: sites call things what they like.
    return _SITE.search(called) is not None and len(element.xpath(".//p[string-length(.) > 200]")) == 0


def _drop(element: html.HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()


def _find_main(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the document: what the page calls its main part, else the least that has most words."""
    body = root.find("body") if root.find("body") is not None else root
    weights = _weigh(body)
    whole = weights[body] or 1
    for path in _MAIN:
        named = [one for one in root.xpath(path) if weights.get(one, 0) >= _ENOUGH * whole]
        if named:
            return max(named, key=lambda one: weights.get(one, 0))
    main = body
    while True:
        inner = [child for child in main if isinstance(child.tag, str) and weights.get(child, 0) >= _MOST_OF * whole]
        if not inner or inner[0].tag not in _BLOCKS or inner[0].tag in _PARAGRAPHS | {"tr", "tbody"}:
            return main
        main = inner[0]


def _weigh(body: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How many letters of paragraphs each element holds, those of links left out."""
    weights: dict[html.HtmlElement, int] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        if not isinstance(element.tag, str):
            continue
        own = sum(weights.get(child, 0) for child in element)
        loose = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        weights[element] = 0 if element.tag == "a" else own + loose
    return weights


def _squeeze(words: str) -> str:
    return " ".join(words.split())


def _words(element: html.HtmlElement) -> str:
    return _squeeze(str(element.text_content()))


def _first_line(element: html.HtmlElement) -> str:
    composer = Composer()
    _Writer(composer).write(element)
    return composer.text().partition("\n")[0]


class _Writer:
    """Writes an element's words; depth is bounded, so recursion is."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer

    def write(self, element: html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "br":
            self.composer.break_line("\n")
        elif tag == "pre":
            self._preformatted(element)
        elif tag in ("ul", "ol"):
            self._list(element)
        elif tag == "tr":
            self._row(element)
        elif tag == "sup":
            self._raised(element)
        elif tag in _BLOCKS:
            self.composer.break_line()
            self._inside(element)
            self.composer.break_line()
        else:
            self._inside(element)

    def _inside(self, element: html.HtmlElement) -> None:
        self.composer.write(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.write(child)
            self.composer.write(child.tail or "")

    def _preformatted(self, element: html.HtmlElement) -> None:
        """Lines stay lines, and a blank one parts paragraphs."""
        for paragraph in re.split(r"\n[ \t]*\n", str(element.text_content()).replace("\r", "")):
            self.composer.break_line()
            for line in paragraph.split("\n"):
                self.composer.break_line("\n")
                self.composer.write(line)
        self.composer.break_line()

    def _row(self, element: html.HtmlElement) -> None:
        self.composer.break_line()
        cells = [cell for cell in element if isinstance(cell.tag, str)]
        for number, cell in enumerate(cells):
            if number and len(cells) > 1 and _words(cell) and _words(cells[number - 1]):
                self.composer.write(" | ")
            self._inside(cell)
        self.composer.break_line()

    def _list(self, element: html.HtmlElement) -> None:
        """Items are paragraphs; under SUBJECT or PARTICIPANTS, its lines; in notes, each begins with its marker."""
        tight = self._is_under_label()
        notes = next((one for one in (element, *element.iterancestors()) if _is_notes(one)), None) is not None
        if tight:
            self.composer.tighten()
        for number, item in enumerate(_items(element), 1):
            if not tight or number > 1:
                self.composer.break_line("\n" if tight else "\n\n")
            if notes:
                self.composer.write(f"[{item.get('value') or number}] ")
                _take_back_links(item)
                self._run(item)
            else:
                self._inside(item)
        self.composer.break_line()

    def _run(self, element: html.HtmlElement) -> None:
        """The words of an element as one paragraph."""
        self.composer.write(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                gap = " " if child.tag in _BLOCKS or child.tag == "br" else ""
                self.composer.write(gap)
                self._run(child)
                self.composer.write(gap)
            self.composer.write(child.tail or "")

    def _is_under_label(self) -> bool:
        last = self.composer.last_paragraph()
        return find_list_label(last, 0, len(last)) is not None or read_field(last + "\nX", 0, len(last) + 2) is not None

    def _raised(self, element: html.HtmlElement) -> None:
        """A raised number is the call of a note; anything else that is raised is part of its word."""
        words = _words(element)
        match = _CALL.fullmatch(words)
        self.composer.write(f"[{match[1]}]" if match else words)


def _items(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (child for child in element if isinstance(child.tag, str))


def _is_notes(element: html.HtmlElement) -> bool:
    return _NOTES.search(f"{element.get('class') or ''} {element.get('id') or ''}".replace("-", " ")) is not None


def _take_back_links(item: html.HtmlElement) -> None:
    for link in list(item.iter("a")):
        if (link.get("href") or "").startswith("#") and _BACK.fullmatch(_words(link)):
            link.drop_tree()
