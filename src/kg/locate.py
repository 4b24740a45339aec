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
    """Every ``(start, end)`` in ``text[start:end]`` where ``quote`` begins, each with the nearest end.

    >>> find_quote("he said … so", "And he said\\nthat it is so. So it is.")
    [(4, 25)]
    """
    segments = [segment for segment in ELLIPSIS.split(quote.strip()) if segment]
    if not segments:
        return []
    stop = len(text) if end is None else end
    first, *others = map(_pattern, segments)
    spans = [(0, 0)] * len(others)  # where each later segment stands; it is sought anew only from further on
    found: list[tuple[int, int]] = []
    match = first.search(text, start, stop)
    while match is not None:
        last = match.end()
        for number, pattern in enumerate(others):
            if spans[number][0] < last:
                following = pattern.search(text, last, stop)
                if following is None:
                    return found  # a later beginning has even less text after it
                spans[number] = following.span()
            last = spans[number][1]
        found.append((match.start(), last))
        match = first.search(text, match.start() + 1, stop)  # the next may overlap this one
    return found


def find_spelling(form: str, text: str) -> list[tuple[int, int]]:
    """Every place where ``form`` stands as whole words.

    >>> find_spelling("Pak", "Pak told Pakistan about Pak.")
    [(0, 3), (24, 27)]
    """
    pattern = rf"(?<!\w){_pattern(form).pattern}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]


def find_innermost(passage: Passage, statements: list[Statement], text: str = "") -> Statement | None:
    """The deepest statement whose reported words hold ``passage``; the shortest where two are as deep.

    The reporting clause ("Nam Il informed him that") is the words of whoever reports the statement, so a name in it
    is not attested by the one it names.  Without ``text`` the clause cannot be told, and counts as the statement's.
    """
    holding = [
        statement
        for statement in statements
        if statement.passage.holds(passage) and not (text and _begins_in(passage, _find_clause(statement, text)))
    ]
    return max(holding, key=lambda one: (one.depth, one.passage.start - one.passage.end, one.id), default=None)


def _begins_in(passage: Passage, clause: Passage) -> bool:
    return clause.start <= passage.start < clause.end


def _find_clause(statement: Statement, text: str) -> Passage:
    """The words of a statement's passage that report it: up to its cue, or from it where the cue comes late."""
    whole = statement.passage
    start, end = whole.start, whole.end
    label = statement.speaker_as if statement.mode == "direct" and statement.cue is None else None
    spans = find_quote(statement.cue or (f"{label}:" if label else ""), text, start, end)
    if not spans:
        return Passage(whole.document, start, start)
    cue_start, cue_end = spans[0]
    if cue_start - start <= (end - start) // 2:
        return Passage(whole.document, start, cue_end)
    return Passage(whole.document, cue_start, end)
