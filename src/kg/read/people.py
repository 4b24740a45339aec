"""The people whom a document's frame names: author, signatory, counterpart, those present."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document import Block, Participant, Read
from kg.read.contents import SIGNATURE
from kg.read.frame import find_list_label, read_roster
from kg.read.spans import Span, read_span, split_lines, trim

__all__ = ["find_author", "find_counterpart", "find_signature", "read_participants", "split_name"]

_HONORIFIC = re.compile(r"(?:Cdes?\.|Comrades?|Mr\.|Mrs\.|Dr\.|the)\s+", re.IGNORECASE)
_OFFICES = frozenset({
    "ambassador", "cabinet", "chairman", "charge", "chargé", "committee", "counsellor", "counselor", "delegation",
    "department", "deputy", "director", "embassy", "first", "general", "head", "marshal", "minister", "party",
    "premier", "president", "second", "secretary",
})  # fmt: skip
_LIST_LABEL = re.compile(r"(?:Participants|Present|Attendees|In attendance)\b[^:\n]{0,40}:")
_SIDE = re.compile(r"([^\W\d_a-z][\w ]{1,40}?) side:")
_DIARY = re.compile(r"(?:\b[Ff]rom the\s+|\A)(?:diary|journal) of\s+(?:the )?", re.IGNORECASE)
_WITH = re.compile(r"(?:(?<![^\n])|\b(?:conversation|meeting|reception|talk)s?\s+)with\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(r",?\s+(?:held|on \d|for the period|from \d|dated)\b|,?\s+on (?=[A-Z][a-z]+ \d)|[\[(\"]|, '")
_GLOSS = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,80})\)\s*")


def split_name(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """The name in a phrase, and the office: the phrase says either ``name, office`` or ``office name``.

    >>> text = "DPRK Ambassador to the USSR Ri Sang-jo"
    >>> name, office = split_name(text, 0, len(text))
    >>> text[slice(*name)], text[slice(*office)]
    ('Ri Sang-jo', 'DPRK Ambassador to the USSR')
    """
    start, end = trim(text, start, end)
    honorific = _HONORIFIC.match(text, start, end)
    start = honorific.end() if honorific else start
    if end - start > 1 and text[end - 1] == "." and text[end - 2].islower():
        end -= 1
    commas = [at for at in range(start, end) if text[at] == ","]
    if commas:
        first, last = (start, commas[0]), trim(text, commas[-1] + 1, end)
        if _is_name(text, *first):
            return first, trim(text, commas[0] + 1, end) if commas[0] + 1 < end else None
        if _is_name(text, *last):
            return last, trim(text, start, commas[-1])
        end = commas[0]
    return _split_trailing_name(text, start, end)


def _split_trailing_name(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    words = [match.span() for match in re.compile(r"\S+").finditer(text, start, end)]
    capitals = text[start:end].isupper()
    begin = end
    for at, stop in reversed(words[-5:]):
        if not _is_name_word(text[at:stop], capitals=capitals):
            break
        begin = at
    if begin == end:
        return None, None
    office = trim(text, start, begin)
    return (begin, end), office if office[0] < office[1] else None


def _is_name(text: str, start: int, end: int) -> bool:
    words = text[start:end].split()
    capitals = text[start:end].isupper()
    return 0 < len(words) <= 4 and all(_is_name_word(word, capitals=capitals) for word in words)


def _is_name_word(word: str, *, capitals: bool) -> bool:
    """Whether a word can be in a name: a capital first, no office, and no acronym unless all is in capitals."""
    if not word[0].isupper() or word.casefold().rstrip(".,") in _OFFICES:
        return False
    return capitals or "." in word or not (word.isupper() and len(word) > 1)


def find_author(text: str, blocks: list[Block]) -> Participant | None:
    """Who keeps the diary that the heading names, or else who recorded the conversation."""
    headers = [block for block in blocks if block.kind == "header"]
    # The heading of the document itself is nearer the source than the title of the page.
    for block in reversed(headers):
        match = _DIARY.search(text, block.start, block.end)
        if match is not None and (found := _read_diarist(text, match.end(), block.end)):
            return found
    signed = find_signature(text, blocks)
    if signed is None:
        return None
    before = text[max(0, signed.name.start - 40) : signed.name.start]
    return Participant(signed.name, "recorder") if re.search(r"[Rr]ecorded by", before) else None


def _read_diarist(text: str, start: int, end: int) -> Participant | None:
    lines = [line for line in split_lines(text, start, end) if line[0] < line[1]]
    if len(lines) > 1 and lines[0][0] == start and _is_name(text, *lines[-1]):
        office = read_span(text, start, lines[-2][1])
        return Participant(read_span(text, *lines[-1]), "diarist", office=office)
    cut = _AFTER_NAME.search(text, start, end)
    end = cut.start() if cut else end
    # "From the Journal of N. N., Record of a Conversation": the rest of a title is no office.
    comma = text.find(",", start, end)
    end = comma if comma >= 0 else end
    name, office_span = split_name(text, start, end)
    if name is None:
        return None
    return Participant(read_span(text, *name, extra="*"), "diarist", office=_read(text, office_span))


def find_signature(text: str, blocks: list[Block]) -> Participant | None:
    """Who signed, and the office printed above the name."""
    office: Read | None = None
    for block in blocks:
        if block.kind != "signature":
            continue
        match = SIGNATURE.search(text[block.start : block.end])
        if match is None or match.lastgroup is None:
            office = read_span(text, block.start, block.end)
            continue
        start, end = match.span(match.lastgroup)
        start, end = trim(text, block.start + start, block.start + end)
        # A full stop after the last word ends the sentence; after an initial it is part of the name.
        if end - start > 2 and text[end - 1] == "." and text[end - 2].islower():
            end -= 1
        return Participant(read_span(text, start, end), "signatory", office=office)
    return None


def find_counterpart(text: str, spans: list[Span]) -> Participant | None:
    """With whom the conversation was held: the first of ``spans``, headings and title, that names someone."""
    for start, end in spans:
        match = _WITH.search(text, start, end)
        if match is None:
            continue
        cut = _AFTER_NAME.search(text, match.end(), end)
        name, office = split_name(text, match.end(), cut.start() if cut else end)
        if name is not None:
            return Participant(read_span(text, *name), "counterpart", office=_read(text, office))
    return None


def read_participants(text: str, blocks: list[Block]) -> Iterator[Participant]:
    """Yield those whom a record lists as present, side by side.

    >>> text = "Participants: Soviet side: [Pavel] Yudin, Sachkov [Saqiukefu]"
    >>> [(p.name.value, p.side.value) for p in read_participants(text, [Block("participants", 0, len(text))])]
    [('Pavel Yudin', 'Soviet'), ('Sachkov', 'Soviet')]
    """
    side: Read | None = None
    roster = False
    for block in blocks:
        if block.kind != "participants":
            continue
        at = block.start
        sides = list(_SIDE.finditer(text, at, block.end))
        roster = find_list_label(text, at, block.end) is not None or (roster and not sides)
        if roster:  # one to a line
            yield from read_roster(text, at, block.end)
            continue
        if label := _LIST_LABEL.match(text, at, block.end):
            at = label.end()
        stops = [*(match.start() for match in sides), block.end]
        yield from _read_names(text, at, stops[0], side)
        for match, stop in zip(sides, stops[1:], strict=True):
            start, end = trim(text, match.start(), match.end(), ":")
            side = read_span(text, start, end, text[slice(*match.span(1))])
            yield from _read_names(text, match.end(), stop, side)


def _read_names(text: str, start: int, end: int, side: Read | None) -> Iterator[Participant]:
    depth, opened = 0, start
    for at in range(start, end + 1):
        mark = text[at] if at < end else "\n"
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(mark, 0)
        if at == end or (mark in ",;\n" and depth <= 0):
            span = trim(text, opened, at)
            if span[0] < span[1]:
                yield _read_name(text, span[0], span[1], side)
            opened = at + 1


def _read_name(text: str, start: int, end: int, side: Read | None) -> Participant:
    """One name: brackets before it or within are the editor's part of it, brackets after it another form."""
    office = alternative = None
    stop = end
    last = list(_IN_BRACKETS.finditer(text, start, stop))
    if last and last[-1].end() == stop and last[-1].start() > start:
        office = read_span(text, *last[-1].span(1))
        stop = last[-1].start()
    glosses = list(_GLOSS.finditer(text, start, stop))
    if glosses and glosses[-1].end() == stop and glosses[-1].start() > start:
        alternative = read_span(text, *glosses[-1].span(1))
        stop = glosses[-1].start()
    value = " ".join(text[start:stop].replace("[", " ").replace("]", " ").split())
    return Participant(read_span(text, start, end, value), "present", side, office, alternative)


def _read(text: str, span: Span | None) -> Read | None:
    return None if span is None else read_span(text, *span)
