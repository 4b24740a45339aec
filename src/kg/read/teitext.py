"""A TEI document to its text: blocks, notes, and the stretches that its markup names."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.document import Block, BlockKind, Footnote, Mention, MentionKind, Read, Said
from kg.read.compose import Composer, Mark
from kg.read.markup import Element
from kg.read.spans import Span, read_span

__all__ = ["Names", "Rendered", "Speech", "render"]

# Page breaks, running heads and what has no words never come into the text, so offsets never depend on them.
_NOTHING = frozenset("pb cb gb milestone fw anchor graphic media index teiHeader ptr del note".split())
_BLOCKS: dict[str, BlockKind] = {
    "p": "body", "ab": "body", "item": "body", "l": "body", "head": "header", "dateline": "header", "seg": "body",
    "byline": "header", "docAuthor": "header", "docDate": "header", "titlePart": "header", "salute": "body",
    "signed": "signature", "stage": "stage direction", "row": "body", "postscript": "body", "figDesc": "body",
    "argument": "summary", "addrLine": "header", "trailer": "signature", "speaker": "header",
}  # fmt: skip
_CONTAINERS = frozenset(
    "div div1 div2 div3 div4 div5 div6 div7 text body front back group opener closer list lg table figure attachment "
    "sp titlePage docTitle docImprint address listPerson floatingText castList epigraph set prologue epilogue".split()
)
_EITHER = frozenset("q quote said cit seg add hi postscript argument ab item note".split())  # inline, or around blocks
_KINDS_INSIDE: dict[str, BlockKind] = {"opener": "header", "closer": "signature"}
_MENTIONS: dict[str, MentionKind] = {
    "persName": "person", "orgName": "group", "placeName": "place", "settlement": "place", "country": "place",
    "gloss": "term", "term": "term", "rs": "person",
}  # fmt: skip
_PREFERRED = (("sic", "corr"), ("abbr", "expan"), ("orig", "reg"))


@dataclass(slots=True)
class Names:
    """What the file's own lists of persons and terms say, by identifier."""

    names: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def learn(self, entry: Element) -> None:
        """Take an entry of a list: its name, and what stands beside it."""
        named = [entry] if entry.key else [one for one in entry.find_all(*_MENTIONS, "name") if one.key]
        for one in named:
            label = one.find("persName", "orgName", "placeName", "name", "term") if one is entry else one
            name = (label or one).words("note").rstrip(",;: ")
            if not one.key or not name:
                continue
            self.names[one.key] = name
            rest = entry.words("note").removeprefix(name).strip(" ,;:")
            if rest and len(named) == 1:
                self.about[one.key] = rest

    def find(self, pointer: str | None) -> tuple[str | None, str | None, str | None]:
        """The key that a pointer has, its name, and what is said about it."""
        key = pointer.rpartition("#")[2] if pointer else None
        return key, self.names.get(key or ""), self.about.get(key or "")

    def call(self, pointer: str) -> str:
        """The name at a pointer, or else its key."""
        key, name, _ = self.find(pointer)
        return name or key or pointer


@dataclass(slots=True)
class Speech:
    """An ``<sp>``: who speaks, where the label stands, where the words."""

    who: str | None
    label: Mark
    words: Mark


@dataclass(slots=True)
class Rendered:
    """The text of a document, and where in it everything stands."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    speeches: list[Speech] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    source_note: Span | None = None
    marks: dict[str, list[tuple[Element, Span]]] = field(
        default_factory=dict
    )  # the first stretch of what frames a document
    sides: set[Span] = field(default_factory=set)  # lines of a list of participants that are headings in it


def render(element: Element, names: Names) -> Rendered:
    """The text of ``element``, with the notes in a part of their own at its end."""
    return _Renderer(names).run(element)


_FRAMING = frozenset("head dateline date salute signed list time docAuthor".split())


@dataclass(slots=True)
class _Renderer:
    names: Names
    out: Rendered = field(default_factory=Rendered)
    composer: Composer = field(default_factory=Composer)
    notes: list[tuple[Element, int]] = field(default_factory=list)
    marked: list[tuple[Element, Mark]] = field(default_factory=list)
    speeches: list[tuple[Element, Mark, int | None]] = field(default_factory=list)
    inside_said: list[int] = field(default_factory=list)
    framed: list[tuple[Element, Mark]] = field(default_factory=list)
    headings: list[Mark] = field(default_factory=list)
    keeps_lines: bool = False
    noted: list[tuple[str, Span, Span, int]] = field(default_factory=list)

    def run(self, element: Element) -> Rendered:
        self._children(element, "body")
        body = self.composer.length
        self._write_notes()
        text = self.composer.text()
        self.out.text = text + "\n" if text else ""
        self.out.blocks = self.composer.blocks
        self._settle(body)
        return self.out

    def _settle(self, body: int) -> None:
        """Turn the marks into stretches; names in the notes are no names of the document's own words."""
        for element, mark in self.marked:
            if mark.span is not None and mark.end <= body:
                pointer = element.get("corresp") or element.get("ref") or element.get("key") or element.get("target")
                key, name, about = self.names.find(pointer)
                self.out.mentions.append(Mention(_MENTIONS[element.name], *mark.span, key, name, about))
        numbers: dict[int, int] = {}
        for index, (element, mark, parent) in enumerate(self.speeches):
            if mark.span is not None:
                numbers[index] = len(self.out.said)
                self.out.said.append(
                    self._said(element, mark.span, numbers.get(parent) if parent is not None else None)
                )
        for marker, at, words, called in self.noted:
            call = Read(marker, "", called, called)
            text = self.out.text
            self.out.footnotes.append(Footnote(read_span(text, *at, marker), read_span(text, *words), (call,)))
        for element, mark in self.framed:
            if mark.span is not None and mark.end <= body:
                self.out.marks.setdefault(element.name, []).append((element, mark.span))
        self.out.sides = {mark.span for mark in self.headings if mark.span is not None}

    def _said(self, element: Element, span: Span, parent: int | None) -> Said:
        who, to = element.get("who"), (element.get("toWhom") or "").split()
        return Said(
            *span,
            self.names.call(who) if who else None,
            tuple(self.names.call(one) for one in to),
            element.get("direct") != "false",
            parent,
        )

    def _children(self, element: Element, kind: BlockKind) -> None:
        for child in element.children:
            if isinstance(child, str):
                self.composer.write(child)
            else:
                self._element(child, kind)

    def _element(self, element: Element, kind: BlockKind) -> None:
        if element.name in _FRAMING:
            with self.composer.mark() as mark:
                self.framed.append((element, mark))
                self._plain_element(element, kind)
        else:
            self._plain_element(element, kind)

    def _plain_element(self, element: Element, kind: BlockKind) -> None:
        name = element.name
        if name == "note" and not _stands_in_text(element):
            self.notes.append((element, self.composer.length))
        elif name in _NOTHING and name != "note":
            return
        elif name == "lb":
            self._line_end()
        elif name == "gap":
            self.composer.write("[…]")
        elif name in ("choice", "app", "subst"):
            self._choice(element, kind)
        elif name == "list":
            self._list(element)
        elif name == "sp":
            self._speech(element)
        elif name in ("said", "q") and (element.get("who") or name == "said"):
            self._said_element(element, kind)
        elif name in _MENTIONS:
            with self.composer.mark() as mark:
                self.marked.append((element, mark))
                self._children(element, kind)
        else:
            self._block_or_inline(element, kind)

    def _line_end(self) -> None:
        """In an opener or a closer a line is a thing of its own; elsewhere it ended where the paper did."""
        if self.keeps_lines:
            self.composer.break_line("\n")
        else:
            self.composer.write(" ")

    def _block_or_inline(self, element: Element, kind: BlockKind) -> None:
        name = element.name
        if name == "row":
            with self.composer.block(kind):
                self._cells(element, kind)
        elif name in _CONTAINERS or (name in _EITHER and element.find(*_BLOCKS, *_CONTAINERS) is not None):
            self.composer.break_line()
            inner = _KINDS_INSIDE.get(name, kind)
            kept, self.keeps_lines = self.keeps_lines, self.keeps_lines or name in _KINDS_INSIDE
            self._loose(element, inner)
            self.keeps_lines = kept
            self.composer.break_line()
        elif name in _BLOCKS and not (name == "seg" and kind == "body"):
            own = kind if name in ("p", "seg", "salute", "ab", "l") and kind != "body" else _BLOCKS[name]
            self._paragraph(element, own)
        else:
            self._children(element, kind)

    def _paragraph(self, element: Element, kind: BlockKind) -> None:
        """A paragraph; a list or a quotation inside parts it."""
        parts = element.find(*(_CONTAINERS | {"p", "row"}), "quote") is not None
        if parts:
            self._loose(element, kind)
        else:
            with self.composer.block(kind):
                self._children(element, kind)

    def _loose(self, element: Element, kind: BlockKind) -> None:
        """What stands directly in an element that holds blocks: runs of it are paragraphs of their own."""
        run: list[Element | str] = []
        for child in [*element.children, None]:
            if isinstance(child, str) or (child is not None and not self._is_block(child)):
                run.append(child)
                continue
            if run:
                with self.composer.block(kind):
                    self._children(Element(element.name, {}, element.line, run), kind)
                run = []
            if child is not None:
                self._element(child, kind)

    @staticmethod
    def _is_block(element: Element) -> bool:
        blocks = {*_BLOCKS, *_CONTAINERS}
        if element.name == "note":
            return _stands_in_text(element) and element.find(*blocks) is not None
        return element.name in blocks or element.find(*(blocks - {"seg", "note"})) is not None

    def _cells(self, element: Element, kind: BlockKind) -> None:
        for number, cell in enumerate(element.elements()):
            if number:
                self.composer.write(" | ")
            self._children(cell, kind)

    def _choice(self, element: Element, kind: BlockKind) -> None:
        """One reading of several: what is on the paper, not what an editor would have there."""
        members = {child.name: child for child in element.elements()}
        kept = next((members[first] for first, second in _PREFERRED if first in members), None)
        kept = kept or members.get("lem") or members.get("add") or next(element.elements(), None)
        if kept is not None:
            self._children(kept, kind)

    def _list(self, element: Element) -> None:
        """A list of the frame has a line for each item; one in the body, a paragraph."""
        sort = element.get("type") or ""
        framing: dict[str, BlockKind] = {
            "participants": "participants", "subject": "header", "to": "header", "from": "header", "subjects": "header",
        }  # fmt: skip
        if sort in framing:
            with self.composer.block(framing[sort]):
                for child in element.elements():
                    self._line(child, listed=sort == "participants")
            return
        self.composer.break_line()
        label: list[Element | str] = []
        for child in element.elements():
            if child.name == "label":
                label = [*child.children, " "]
            elif child.name == "item":
                self._paragraph(Element("item", child.attributes, child.line, [*label, *child.children]), "body")
                label = []
            else:
                self._element(child, "body")
        self.composer.break_line()

    def _line(self, element: Element, *, listed: bool) -> None:
        if element.name == "list":
            for child in element.elements():
                self._line(child, listed=listed)
            return
        if element.name == "note" or element.name in _NOTHING:
            self._element(element, "participants")
            return
        nested = [child for child in element.elements() if child.name == "list"]
        own = Element(element.name, {}, element.line, [child for child in element.children if child not in nested])
        self.composer.break_line("\n")
        with self.composer.mark() as mark:
            self._children(own, "participants")
        if listed and element.name == "item" and (nested or _is_all_italic(element)):
            self.headings.append(mark)
        self.composer.break_line("\n")
        for child in nested:
            self._line(child, listed=listed)

    def _speech(self, element: Element) -> None:
        """``<sp>``: its speaker, a colon, its words; stage directions keep blocks of their own."""
        speaker = next((child for child in element.elements() if child.name == "speaker"), None)
        self.composer.break_line()
        label = Mark()
        start = len(self.composer.blocks)
        if speaker is not None and (name := speaker.words("note", *_NOTHING).rstrip(" .:")):
            with self.composer.mark() as label:
                self.composer.write(name)
            self.composer.join(":")
        with self.composer.mark() as words:
            rest = [child for child in element.children if child is not speaker]
            self._loose(Element("sp", {}, element.line, rest), "body")
        if label.start is not None and len(self.composer.blocks) > start:
            first = self.composer.blocks[start]
            self.composer.blocks[start] = Block(first.kind, label.start, first.end)
        self.out.speeches.append(Speech(element.get("who"), label, words))
        self.composer.break_line()

    def _said_element(self, element: Element, kind: BlockKind) -> None:
        parent = self.inside_said[-1] if self.inside_said else None
        with self.composer.mark() as mark:
            self.speeches.append((element, mark, parent))
            self.inside_said.append(len(self.speeches) - 1)
            self._block_or_inline(element, kind)
            self.inside_said.pop()

    def _write_notes(self) -> None:
        numbered = any(element.get("n") for element, _ in self.notes)
        for number, (element, called) in enumerate(self.notes, 1):
            marker = element.get("n") or ("*" if numbered else str(number))
            with self.composer.block("notes") as whole:
                with self.composer.mark() as mark:
                    self.composer.write(f"[{marker}]")
                self.composer.write(" ")
                with self.composer.mark() as words:
                    self._note_words(element)
            if mark.span is None or words.span is None or whole.span is None:
                continue
            self.noted.append((marker, mark.span, words.span, called))
            if element.get("type") == "source" and self.out.source_note is None:
                self.out.source_note = words.span

    def _note_words(self, element: Element) -> None:
        """A note is one paragraph: its own are joined with a blank."""
        for child in element.children:
            if isinstance(child, str):
                self.composer.write(child)
            elif child.name in _MENTIONS or child.name not in (*_BLOCKS, *_CONTAINERS, *_NOTHING):
                self._note_words(child)
            elif child.name not in _NOTHING:
                self.composer.write(" ")
                self._note_words(child)
                self.composer.write(" ")


def _stands_in_text(note: Element) -> bool:
    """Whether a note is printed where it stands, as words of the document."""
    return note.get("place") == "inline" and note.get("type") is None


def _is_all_italic(element: Element) -> bool:
    """Whether all words of an item are set off by their type, as the headings of a list are."""
    marked = " ".join(child.words() for child in element.elements() if child.name == "hi")
    return bool(marked) and marked == element.words()
