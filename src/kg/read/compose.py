"""Markup to text: words put down one after another, blanks squeezed, and where each thing came to stand.

A document that is no plain text has a text all the same, so that offsets mean something: its heading, dateline,
lists one line an item, paragraphs with a blank line between, and the notes at the end.  The same markup gives the
same text, to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kg.document import Block, BlockKind
from kg.read.spans import Span

__all__ = ["Composer", "Mark"]

_BLANK = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True, eq=False)  # two marks are never the same one
class Mark:
    """A stretch in the making: it begins with the first words put down after it was opened."""

    start: int | None = None
    end: int = 0

    @property
    def span(self) -> Span | None:
        """The stretch; none where no words came."""
        return None if self.start is None or self.start >= self.end else (self.start, self.end)


@dataclass(slots=True)
class Composer:
    """Puts a text down."""

    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _gap: str = ""
    _open: list[Mark] = field(default_factory=list)
    _joined: bool = False
    _depth: int = 0

    def text(self) -> str:
        """All that was put down."""
        return "".join(self._parts)

    def write(self, words: str) -> None:
        """Put words down; blanks at either end part them from their neighbours.

        >>> composer = Composer()
        >>> for words in ("He ", " left", ". "):
        ...     composer.write(words)
        >>> composer.text()
        'He left.'
        """
        squeezed = _BLANK.sub(" ", words)
        inner = squeezed.strip(" ")
        if squeezed[:1] == " ":
            self._space()
        if inner:
            self._put(inner)
            if squeezed[-1:] == " ":
                self._space()

    def break_line(self, gap: str = "\n\n") -> None:
        """Begin a new paragraph, or with ``"\\n"`` a new line, before the next words."""
        if self.length and not self._joined and len(gap) >= len(self._gap.strip(" ")):
            self._gap = gap

    def tighten(self) -> None:
        """Let the next words stand on the line under the last, though a paragraph has ended."""
        self._gap = "\n" if self.length else ""

    def last_paragraph(self) -> str:
        """The last paragraph that was put down, as far as its last few pieces tell."""
        return "".join(self._parts[-8:]).rpartition("\n\n")[2]

    def join(self, words: str) -> None:
        """Put words down right after the last ones; the next ones stand on the same line, whatever begins with them."""
        self._gap = ""
        self._put(words)
        self._gap, self._joined = " ", True

    @contextmanager
    def mark(self) -> Iterator[Mark]:
        """A stretch: from the next words to the last before the block of code ends."""
        mark = Mark()
        self._open.append(mark)
        try:
            yield mark
        finally:
            self._open.remove(mark)
            mark.end = self.length

    @contextmanager
    def block(self, kind: BlockKind, gap: str = "\n\n") -> Iterator[Mark]:
        """A block of the text, parted from what is before and after it; inside another it is part of that."""
        self.break_line(gap)
        self._depth += 1
        with self.mark() as mark:
            yield mark
        self._depth -= 1
        if self._depth == 0 and (span := mark.span) is not None:
            self.blocks.append(Block(kind, *span))
        self.break_line(gap)

    def _space(self) -> None:
        if self.length and not self._gap:
            self._gap = " "

    def _put(self, words: str) -> None:
        if self._gap:
            self._parts.append(self._gap)
            self.length += len(self._gap)
            self._gap = ""
        self._joined = False
        for mark in self._open:
            if mark.start is None:
                mark.start = self.length
        self._parts.append(words)
        self.length += len(words)
