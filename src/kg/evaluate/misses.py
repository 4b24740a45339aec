"""Outcomes -> what was missed and what was too much, each in its sentence with the cue marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.evaluate.record import Outcome, Scored

__all__ = ["Miss", "find_misses", "in_context"]

FARTHEST = 160  # characters of the sentence shown before and after a passage
LONGEST = 360  # of a passage itself; the middle of a longer one is left out
SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s|\n")


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that is not as gold has it.

    ``sort`` is ``missed`` (in gold only), ``too much`` (not in gold) or ``wrong speaker``.
    """

    document: str
    sort: str
    start: int
    end: int
    gold: Scored | None
    found: Scored | None
    context: str


def find_misses(outcomes: Iterable[Outcome]) -> Iterator[Miss]:
    """Yield every miss, document by document in text order."""
    for outcome in outcomes:
        text, name = outcome.gold.text, outcome.gold.document
        wrong = [pair for pair in (*outcome.pairs, *outcome.spare) if not pair.right]
        rows: list[tuple[Scored, str, Scored | None, Scored | None]]
        rows = [(one, "missed", one, None) for one in outcome.missed]
        rows += [(one, "too much", None, one) for one in outcome.extra]
        rows += [(pair.gold, "wrong speaker", pair.gold, pair.found) for pair in wrong]
        rows.sort(key=lambda row: (row[0].start, row[0].end, row[1], row[0].id))
        for shown, sort, gold, found in rows:
            yield Miss(name, sort, shown.start, shown.end, gold, found, in_context(shown, text))


def in_context(statement: Scored, text: str) -> str:
    """The sentence around a statement on one line: its passage between bars, its cue between asterisks.

    >>> told = Scored("s", 9, 33, "nam", "indirect", "inform", cue="told", cue_start=13)
    >>> in_context(told, "He says: Nam told Ri that all was well. Ri left.")
    'He says: |Nam *told* Ri that all was| well.'
    """
    marks = [(statement.end, 1, "|"), (statement.start, 2, "|")]
    if statement.cue and statement.cue_start is not None and text.startswith(statement.cue, statement.cue_start):
        marks += [(statement.cue_start + len(statement.cue), 0, "*"), (statement.cue_start, 3, "*")]
    marks.sort()  # where two stand at one place: the end of a cue, of a passage, the start of a passage, of a cue
    parts = [_before(text, marks[0][0])]
    for (at, _, mark), following in zip(marks, [*(place for place, _, _ in marks[1:]), None], strict=True):
        parts += [mark, "" if following is None else _shorten(text[at:following])]
    parts.append(_after(text, marks[-1][0]))
    return " ".join("".join(parts).split())


def _before(text: str, at: int) -> str:
    """The beginning of the sentence that goes on at ``at``."""
    window = text[max(0, at - FARTHEST) : at]
    ends = [match.end() for match in SENTENCE_END.finditer(window)]
    if ends:
        return window[ends[-1] :]
    return window if at <= FARTHEST else f"… {window.partition(' ')[2]}"


def _after(text: str, at: int) -> str:
    """The rest of the sentence that was going on before ``at``."""
    if SENTENCE_END.match(text, at - 1):
        return ""
    window = text[at : at + FARTHEST]
    found = SENTENCE_END.search(window)
    if found or at + FARTHEST >= len(text):
        return window[: found.end()] if found else window
    return f"{window.rpartition(' ')[0]} …"


def _shorten(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST // 2].rpartition(' ')[0]} … {words[-LONGEST // 2 :].partition(' ')[2]}"
