"""The turns of a dialogue record: who is printed as the speaker of which words.

A label stands at the start of a paragraph, or of a line where its name is known.  A text is a dialogue when
two names or more stand as labels, and one of them again, or is defined (``hereafter``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.document import Block, Read, Turn
from kg.read.spans import Span, read_span, split_lines, trim

__all__ = [
    "Label",
    "find_labels",
    "find_stage_directions",
    "is_stage_direction",
    "split_at_labels",
    "split_turns",
]

_WORD = r"[^\W\d_a-z][\w.'’-]{0,40}"
_MORE = rf"(?:(?:of|the|for|and|de|von|van) ){{0,2}}{_WORD}"  # "Minister of the Interior"
_LABEL = re.compile(
    rf"(?P<name>{_WORD}(?: {_MORE}){{0,5}})"
    r"(?P<gloss>(?: (?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,40}\])){0,3}):(?=\s|\Z)"
)
_SHORT = re.compile(r"\((?:hereafter|hereinafter|henceforth),? (?:referred to as |called )?[\"“']?([^)\"”']+)[\"”']?\)")
_TO = re.compile(r"\(to (?:Cde\. |Comrade )?([^)]+)\)")
_SIC = re.compile(r"\[sic[^\]]*\]")
# What a record's head says of itself has the form of a label; so have the words before a list.
_FIELDS = frozenset(
    "action,agenda,also present,answer,approved by,attachment,attachments,attendees,background,cc,citation,comment,"
    "comments,conclusion,contents,copies to,copy to,credits,date,decision,decisions,distribution,drafted by,"
    "enclosure,enclosures,example,first,from,in attendance,info,interpreter,location,n.b,note,notes,p.s,participants,"
    "place,present,purpose,question,re,recommendation,recommendations,recorded by,recorder,ref,reference,references,"
    "remarks,result,second,source,subject,subjects,summary,tags,third,time,to,topic,translation,venue,warning".split(
        ","
    )
)
_OPENING = re.compile(r"\([^\W\d_a-z]")
_SENTENCE_END = ".!?…\"”'’)]"


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label with its colon: the stretch of it, of its name, and of what is in brackets after it."""

    start: int
    end: int
    name: Span
    gloss: Span


def find_labels(text: str, contents: list[Span], participants: frozenset[str] = frozenset()) -> list[Label]:
    """The labels of a dialogue, in text order; none when the text is not one.

    >>> text = "Mao: Well?\\n\\nMikoyan: All right!\\n\\nMao: Good."
    >>> [text[slice(*label.name)] for label in find_labels(text, [(0, 10), (12, 31), (33, 43)])]
    ['Mao', 'Mikoyan', 'Mao']
    """
    found: list[tuple[Label, bool]] = []
    for span in contents:
        for line in split_lines(text, *span):
            match = _LABEL.match(text, *line)
            if match is None or _is_field(match["name"]):
                continue
            label = Label(match.start(), match.end(), match.span("name"), match.span("gloss"))
            found.append((label, line[0] == span[0]))
    names = Counter(text[slice(*label.name)] for label, _ in found)
    defined = {
        name
        for label, _ in found
        if (short := _SHORT.search(text, *label.gloss))
        for name in (short[1], text[slice(*label.name)])
    }
    known = {name for name, count in names.items() if count > 1} | defined | (participants & names.keys())
    labels = [label for label, first in found if first or text[slice(*label.name)] in known]
    speakers = {text[slice(*label.name)] for label in labels}
    return labels if len(speakers) > 1 and known & speakers else []


def _is_field(name: str) -> bool:
    """Whether what stands before a colon is a field of a record's head, or a heading, and no speaker."""
    name = name.casefold().rstrip(".")
    return name in _FIELDS or name.endswith((" side", " delegation"))


def split_at_labels(contents: list[Span], labels: list[Label], text: str) -> list[Span]:
    """The paragraphs, parted where a label begins a line inside one."""
    cuts = iter([label.start for label in labels])
    cut = next(cuts, None)
    parted: list[Span] = []
    for start, end in contents:
        while cut is not None and cut < end:
            if cut > start:
                parted.append(trim(text, start, cut))
            start, cut = cut, next(cuts, None)
        parted.append((start, end))
    return [(start, end) for start, end in parted if start < end]


def is_stage_direction(text: str, start: int, end: int) -> bool:
    """Whether a whole paragraph is in one pair of brackets, as what happened beside the speeches is.

    >>> is_stage_direction("(The meal (late) begins).", 0, 25), is_stage_direction("(a) or (b)", 0, 10)
    (True, False)
    """
    end = trim(text, start, end, ".!;")[1]
    if end - start < 3 or text[start] != "(" or text[end - 1] != ")":
        return False
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at == end - 1
    return False


def find_stage_directions(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """The stage direction before the words of a speech, and the one after them.

    >>> find_stage_directions("(Rises) We have four. (Laughter).", 0, 33)
    ((0, 7), (22, 33))
    """
    before = after = None
    if _OPENING.match(text, start, end):
        close = text.find(")", start, end) + 1
        if close and "(" not in text[start + 1 : close] and trim(text, close, end, ".")[0] < end:
            before = (start, close)
            start = trim(text, close, end)[0]
    stop = trim(text, start, end, ".!")[1]
    if stop > start and text[stop - 1] == ")":
        opened = text.rfind("(", start, stop)
        said = trim(text, start, max(opened, start))[1]
        whole = opened > start and ")" not in text[opened : stop - 1] and _OPENING.match(text, opened, end)
        if whole and said > start and text[said - 1] in _SENTENCE_END:
            after = (opened, end)
    return before, after


def split_turns(text: str, labels: list[Label], blocks: list[Block]) -> list[Turn]:
    """The turns, each up to the last body block before the next label.

    >>> label = Label(0, 4, (0, 3), (3, 3))
    >>> split_turns("Mao: Well?", [label], [Block("body", 0, 10)])[0].start
    5
    """
    said = [block for block in blocks if block.kind == "body"]
    turns: list[Turn] = []
    at = 0
    limits = [*(label.start for label in labels[1:]), len(text)] if labels else []
    for label, limit in zip(labels, limits, strict=True):
        start = end = label.end
        while at < len(said) and said[at].end <= limit:
            # The first block of a turn may begin with its label.
            begin = max(said[at].start, label.end)
            if start == end and begin < said[at].end:
                start = trim(text, begin, said[at].end)[0]
            end = max(end, said[at].end)
            at += 1
        turns.append(_read_turn(text, label, start, end))
    return turns


def _read_turn(text: str, label: Label, start: int, end: int) -> Turn:
    def read(match: re.Match[str] | None) -> Read | None:
        return None if match is None else read_span(text, *match.span(1))

    return Turn(
        read_span(text, label.start, label.end - 1),
        read_span(text, *label.name),
        start,
        end,
        read(_SHORT.search(text, *label.gloss)),
        read(_TO.search(text, *label.gloss)),
        _SIC.search(text, *label.gloss) is not None,
    )
