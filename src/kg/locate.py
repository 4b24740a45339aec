"""A quote -> where it stands in the text.

A quote is the words themselves; `` … `` skips words, and any white space matches any white space.  Offsets are
found here and nowhere else, so that what an editor writes is what a reader can check.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Passage, Statement

__all__ = ["find_innermost", "find_quote", "find_spelling"]

ELLIPSIS = re.compile(r"\s*…\s*")


@lru_cache(maxsize=8192)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def find_quote(quote: str, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Every ``(start, end)`` in ``text[start:end]`` where ``quote`` begins, shortest first end.

    >>> find_quote("he said … so", "And he said\\nthat it is so. So it is.")
    [(4, 25)]
    """
    segments = [segment for segment in ELLIPSIS.split(quote.strip()) if segment]
    if not segments:
        return []
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    for match in _pattern(segments[0]).finditer(text, start, stop):
        last = match.end()
        for segment in segments[1:]:
            following = _pattern(segment).search(text, last, stop)
            if following is None:
                return found  # a later beginning has even less text after it
            last = following.end()
        found.append((match.start(), last))
    return found


def find_spelling(form: str, text: str) -> list[tuple[int, int]]:
    """Every place where ``form`` stands as whole words.

    >>> find_spelling("Pak", "Pak told Pakistan about Pak.")
    [(0, 3), (24, 27)]
    """
    pattern = rf"(?<!\w){_pattern(form).pattern}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]


def find_innermost(passage: Passage, statements: list[Statement]) -> Statement | None:
    """The deepest statement whose passage holds ``passage``; the shortest where two are as deep."""
    holding = [statement for statement in statements if statement.passage.holds(passage)]
    return max(holding, key=lambda one: (one.depth, one.passage.start - one.passage.end, one.id), default=None)
