"""The frame of a document printed without a site around it: heading, dateline, correspondents, lists of those present.

Telegrams, memoranda and minutes as editions print them: a numbered heading, a line with place and date, SUBJECT
and PARTICIPANTS with one line each, the text, a name at the foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.document import Participant, ParticipantPart, Read
from kg.read.dates import find_date
from kg.read.spans import Span, ends_sentence, read_span, split_lines, trim

__all__ = [
    "find_list_label", "is_bare_signature", "is_dateline", "is_roster", "is_salutation", "read_clock_times",
    "read_correspondents", "read_field", "read_person", "read_roster", "read_signature", "split_heading",
]  # fmt: skip

_NUMBER = re.compile(r"(?:No\.\s{0,2}(?P<no>\d{1,5}[A-Za-z]?)\.?(?=\s)|(?P<n>\d{1,4}[A-Za-z]?)\.(?=\s+[^\W\d_a-z]))\s+")
_FIELD = re.compile(r"(?P<label>SUBJECTS?|Subjects?|TO|FROM|RE|Re|TOPIC|Topic)(?::[ \t]*|[ \t]*:?[ \t]*\n\s*)(?=\S)")
_LIST_LABEL = re.compile(
    r"(?:PARTICIPANTS?|Participants?|PRESENT|Present|ALSO PRESENT|Also present|ATTENDEES|Attendees|IN ATTENDANCE|"
    r"In attendance)[ \t]*:?[ \t]*(?=\r?\n|\Z)"
)
_PLACE = re.compile(r"(?:[^\W\d_][\w.'’ ()\[\]/-]{0,60},\s+){0,3}(?:undated)?\Z")
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?"
_AFTER_DATE = re.compile(
    rf"[\s,;.—–-]*(?:(?:{_CLOCK}[\s–—-]*(?:to|until)?\s*)+(?:[ap]\.?\s?m\.?|noon|midnight|GMT)?)?[\s,.\]()]*\Z"
)
_TIMES = re.compile(
    rf"(?P<first>{_CLOCK})(?:\s*(?P<half1>[ap])\.?\s?m\.?)?(?:\s*(?:[–—-]|to|until)\s*(?P<last>{_CLOCK}))?"
    r"(?:\s*(?P<half2>[ap])\.?\s?m\.?)?"
)
_FROM_TO = re.compile(
    r"\bfrom\s+(?:the\s+)?(?P<sender>\S[^\n]{0,160}?)\s+to\s+(?:the\s+)?(?P<recipient>\S[^\n]{0,160}?)\Z", re.IGNORECASE
)
_OFFICE_TO = re.compile(
    r"\AThe\s+(?P<sender>[^\n]{3,120}?\([^()\n]{2,60}\)|[A-Z]\w+ of [^\n]{3,60}?)"
    r"\s+to\s+(?:the\s+)?(?P<recipient>\S[^\n]{0,160}?)\Z"
)
_IN_BRACKETS = re.compile(r"\s*\((?P<name>[^\W\d_a-z][^()\n]{1,60})\)\s*\Z")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Cde|M|Mme)\.?\s+(?=[^\W\d_a-z])|(?:Messrs\.|Comrade)\s+")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Cde|St|Gen|[A-Z])\.")
_BULLET = re.compile(r"[-–—•*·]\s+|\d{1,2}[.)]\s+")
_SALUTATION = re.compile(
    r"(?:(?:My )?[Dd]ear|Esteemed|Respected|Honou?rable|Excellency|Your Excellency|Sirs?|Gentlemen|Comrades?)\b"
    r"[^\n.!?]{0,60}[:,]"
)
_SHORT = 120  # no line of a list of those present is longer
_SIGNED = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{0,30}|de|van|von|der|bin)(?: (?:[^\W\d_a-z][\w.'’-]{0,30}|de|van|von|der|bin)){0,4}\.?"
)
_AGENCIES = frozenset(
    "state defense treasury jcs cia nsc osd isa usia aid omb fbi nasa un commerce agriculture justice energy "
    "interior labor acda eob".split()
)
_COUNTRIES = frozenset(
    "us usa ussr uk france britain germany frg gdr china prc roc japan india pakistan egypt uar israel korea rok dprk "
    "vietnam gvn drv cambodia laos thailand burma indonesia philippines australia canada mexico cuba brazil chile "
    "argentina turkey iran iraq syria jordan lebanon saudi yugoslavia poland hungary czechoslovakia romania bulgaria "
    "albania italy spain portugal greece cyprus netherlands belgium denmark norway sweden finland austria switzerland "
    "ireland".split()
)
_ADJECTIVES = frozenset(
    "american soviet chinese korean british french german japanese indian pakistani egyptian israeli vietnamese north "
    "south polish hungarian czech romanian bulgarian albanian yugoslav italian spanish greek turkish iranian iraqi "
    "syrian jordanian foreign united states kingdom republic people's democratic federal union".split()
)
_SIDE_WORD = re.compile(
    r"\b(?:sides?|delegation|staff|participants|party|representatives|department|office|embassy)\Z", re.IGNORECASE
)
_ROLES = frozenset("chairman chairmen chair presiding secretary recorder notetaker interpreter interpreters".split())


def split_heading(text: str, start: int, end: int) -> tuple[Read | None, Span]:
    """The number that an edition prints before a heading, and the heading without it.

    >>> text = "78. Telegram From the Embassy"
    >>> number, heading = split_heading(text, 0, len(text))
    >>> number.value, text[slice(*heading)]
    ('78', 'Telegram From the Embassy')
    """
    match = _NUMBER.match(text, start, end)
    if match is None or trim(text, match.end(), end)[0] == end:
        return None, (start, end)
    return read_span(text, *match.span("no" if match["no"] else "n")), trim(text, match.end(), end)


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a line says where and when, and nothing else.

    >>> [is_dateline(line, 0, len(line)) for line in ("Warsaw, May 2, 1965, 7 p.m.", "On May 2, 1965, he left.")]
    [True, False]
    """
    if end - start > _SHORT or "\n" in text[start:end]:
        return False
    date = find_date(text, start, end)
    if date is None:
        return False
    before = text[start : date.start].lstrip("[(")
    return _PLACE.match(before) is not None and _AFTER_DATE.match(text, date.end, end) is not None


def is_salutation(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is the address at the head of a letter.

    >>> is_salutation("Dear Mr. Doe:", 0, 13), is_salutation("Comrades, we won.", 0, 17)
    (True, False)
    """
    title = _ABBREVIATED.sub("x", text[start:end]) if end - start <= _SHORT else ""
    return _SALUTATION.fullmatch(title) is not None


def read_clock_times(text: str, start: int, end: int) -> tuple[Read | None, Read | None]:
    """When a conversation began and ended, as a dateline says after its date.

    >>> [read.value for read in read_clock_times(", 10:47–11:10 a.m.", 0, 18)]
    ['10:47', '11:10']
    """
    match = _TIMES.search(text, start, end)
    if match is None or not (match["half1"] or match["half2"] or ":" in match["first"]):
        return None, None
    last = match["last"]
    first_half = match["half1"] or (match["half2"] if not last or _hour(match["first"]) <= _hour(last) else None)
    begins = _read_clock(text, match.span("first"), first_half)
    return begins, _read_clock(text, match.span("last"), match["half2"] or match["half1"]) if last else None


def _hour(clock: str) -> int:
    return int(re.split(r"[:.]", clock)[0]) % 12


def _read_clock(text: str, span: Span, half: str | None) -> Read:
    hour, _, minute = text[slice(*span)].replace(".", ":").partition(":")
    number = int(hour) if half is None else int(hour) % 12 + (12 if half.lower() == "p" else 0)
    return read_span(text, *span, f"{number:02}:{minute or '00'}")


def read_field(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The name of a field of a memorandum's head, and where its value stands.

    >>> read_field("SUBJECT\\nTrade", 0, 13)
    ('subject', (8, 13))
    """
    match = _FIELD.match(text, start, end)
    if match is None:
        return None
    return match["label"].lower().rstrip("s"), trim(text, match.end(), end)


def find_list_label(text: str, start: int, end: int) -> int | None:
    """Where a list of those present begins, after its label on a line of its own."""
    match = _LIST_LABEL.match(text, start, end)
    return None if match is None else match.end()


def is_roster(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is nothing but short lines, as more of a list of those present is."""
    lines = [line for line in split_lines(text, start, end) if line[0] < line[1]]
    short = all(b - a <= _SHORT and not (ends_sentence(text, a, b) and text[b - 1] in ".!?") for a, b in lines)
    first = text[slice(*lines[0])]
    return short and (len(lines) > 1 or _is_side(first))


def read_roster(text: str, start: int, end: int, headings: Iterable[Span] = ()) -> Iterator[Participant]:
    """Yield those whom a list names one to a line: a name, then an office after a comma; a line may head a side.

    >>> text = "State\\nMr. Joseph Doe, Director\\nFrench Side:\\nM. Roe"
    >>> [(p.name.value, p.office and p.office.value, p.side.value) for p in read_roster(text, 0, len(text))]
    [('Joseph Doe', 'Director', 'State'), ('Roe', None, 'French')]
    """
    marked = set(headings)
    side: Read | None = None
    role: Read | None = None
    for line in split_lines(text, start, end):
        bullet = _BULLET.match(text, *line)
        line = (bullet.end(), line[1]) if bullet else line
        if line[0] == line[1] or find_list_label(text, *line) is not None:
            continue
        words = text[slice(*line)].rstrip(":")
        if words.casefold() in _ROLES and (
            line in marked or text[line[1] - 1] == ":" or words.casefold().startswith("chair")
        ):
            role = read_span(text, line[0], line[0] + len(words))
        elif line in marked or _is_side(text[slice(*line)]):
            side, role = _read_side(text, line[0], line[0] + len(words)), None
        else:
            yield read_person(text, *line, "present", side=side, office=role)
            role = None


def _is_side(line: str) -> bool:
    """Whether a line of a list heads those of one side.

    >>> [_is_side(line) for line in ("U.S. Side", "NSC Staff", "State", "Joseph Doe", "United States", "Doe, State")]
    [True, True, True, False, True, False]
    """
    words = line.rstrip(": ").replace(".", "").split()
    if not words or len(words) > 6 or "," in line or "(" in line:
        return False
    if line.rstrip().endswith(":") or _SIDE_WORD.search(line):
        return True
    known = _AGENCIES | _COUNTRIES | _ADJECTIVES | {"the", "of", "and", "for"}
    return all(word.casefold() in known for word in words)


def _read_side(text: str, start: int, end: int) -> Read:
    words = text[start:end]
    return read_span(text, start, end, re.sub(r"\s+sides?\Z", "", words, flags=re.IGNORECASE))


def read_person(
    text: str, start: int, end: int, part: ParticipantPart, *, side: Read | None = None, office: Read | None = None
) -> Participant:
    """One person of a list: ``name, office``, ``office (name)`` or a name alone.

    >>> read_person("The Ambassador (Doe)", 0, 20, "sender").name.value
    'Doe'
    """
    start, end = trim(text, start, end)
    bracket = _IN_BRACKETS.search(text, start, end)
    if bracket is not None and bracket.start() > start and part != "present":
        before = trim(text, start, bracket.start(), ",")
        return Participant(read_span(text, *bracket.span("name")), part, side, read_span(text, *before))
    comma = next(
        (
            at
            for at in range(start, end)
            if text[at] == "," and text.count("(", start, at) == text.count(")", start, at)
        ),
        -1,
    )
    name_end = comma if comma > start else end
    if comma > start and (rest := trim(text, comma + 1, end))[0] < rest[1]:
        office = read_span(text, *rest)
    honorific = _HONORIFIC.match(text, start, name_end)
    name = trim(text, honorific.end() if honorific else start, name_end)
    name = name if name[0] < name[1] else (start, end)
    return Participant(read_span(text, *name), part, side, office)


def read_correspondents(text: str, start: int, end: int) -> tuple[Participant | None, Participant | None]:
    """From whom and to whom a heading says that a document went.

    >>> text = "Letter From President Doe to the Ambassador in Utopia (Roe)"
    >>> [one.name.value for one in read_correspondents(text, 0, len(text))]
    ['President Doe', 'Roe']
    """
    line = next((line for line in split_lines(text, start, end) if line[0] < line[1]), (start, end))
    end = line[1] if "\n" not in text[start:end].strip() else end
    match = _FROM_TO.search(text, start, end) or _OFFICE_TO.search(text[start:end])
    if match is None:
        return None, None
    shift = start if match.re is _OFFICE_TO else 0
    first, last = (tuple(at + shift for at in match.span(group)) for group in ("sender", "recipient"))
    return read_person(text, first[0], first[1], "sender"), read_person(text, last[0], last[1], "recipient")


def is_bare_signature(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is a name and nothing else, perhaps with an office on the line under it."""
    lines = [line for line in split_lines(text, start, end) if line[0] < line[1]]
    if not 0 < len(lines) <= 3 or end - start > _SHORT:
        return False
    return _SIGNED.fullmatch(text, *lines[0]) is not None and not any(
        text[b - 1] in ".!?:;" and text[b - 2].islower() for _, b in lines
    )


def read_signature(text: str, start: int, end: int) -> Participant:
    """The signatory of a paragraph that is a bare signature."""
    lines = [line for line in split_lines(text, start, end) if line[0] < line[1]]
    office = read_span(text, lines[1][0], lines[-1][1]) if len(lines) > 1 else None
    return Participant(read_span(text, *lines[0]), "signatory", office=office)
