"""The frame of a document: who writes, who is present, and whom "I" and the unnamed hearer stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.document import Document
from kg.draft.lexicon import BODIES, NATIONS, PEOPLE, TITLES
from kg.draft.names import Names, Person
from kg.model import Authority

__all__ = ["Frame", "read_frame"]

_LIST = re.compile(
    r"\s*(?:PARTICIPANTS|Participants|PRESENT|Present|Attendees|ATTENDEES|In attendance|Those present)\b:?\s*"
)
_LABEL_LINE = re.compile(r"[^\W\d_][\w ./&-]{0,30}")
_POST = re.compile(
    r"\b(?:Telegram|Airgram|Despatch|Dispatch|Message|Letter|Memorandum|Note|Cable|Report|Paper|Minute)s?\b"
    r"[^.\n]{0,60}?\b(?:[Ff]rom|[Bb]y) (?:the )?(?P<sender>[^\n]+?)"
    r"(?: to (?:the )?(?P<receiver>[^\n,]+))?(?=[\n,]|\Z)"
)
_OLD = re.compile(
    r"(?:\d+\. )?The (?P<office>[A-Z][^()\n]{3,60}) \((?P<name>[A-Z][\w. -]{2,30})\) to (?:the )?(?P<receiver>[^\n]+)"
)
_BY = re.compile(
    r"\b(?:[Cc]onversation|Memorandum|Minutes|Record|Notes?)\b[^\n]{0,40}?,? [Bb]y (?:the )?"
    r"(?P<office>[^()\n]{3,120}?)(?: \((?P<name>[A-Z][\w. -]{2,30})\))?(?=\n|\Z)"
)
_NAMED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[-’' ][^\W\d_a-z][^\W\d_]*\.?){0,3}\Z")
_DIARY = re.compile(
    r"\b(?:[Jj]ournal|[Dd]iary|JOURNAL|DIARY) of (?:the [^,\n]{3,60}, )?(?:M\. )?"
    r"(?P<name>(?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ]\. ?){1,3}[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][\w’-]+"
    r"|[A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][\w.’-]+(?: [A-ZÀ-ÖØ-ÞŁŚŻŽČŠĐŐŰĆŃ][\w.’-]*[\w])+)"
)
_LETTER = re.compile(r"\bLetter of (?P<sender>[A-Z][^,\n]{2,50}?) to (?:\w+ \w+, )?(?P<receiver>[A-Z][^,\n]{2,50})")
_TALKS = re.compile(r"\b([A-Z][a-z]+)[–—-]([A-Z][a-z]+) (?:talks?|meeting|conversation)")
_I = re.compile(r"\b(?:I|me|my)\b")


@dataclass(slots=True)
class Frame:
    """What the document's frame says; ``author`` is "I" in prose, ``counterpart`` with whom the author talks."""

    names: Names
    author: Person | None = None
    counterpart: Person | None = None
    receiver: Person | None = None
    participants: list[Person] = field(default_factory=list)
    first_person: bool = False
    us: Person | None = None


def read_frame(document: Document, authority: Authority | None) -> Frame:
    """The frame of a document, and the register of its names, begun with those whom the frame names."""
    names = Names(authority, document.id)
    names.read(document.text)
    frame = Frame(names)
    head = "\n".join(document.text[b.start : b.end] for b in document.blocks if b.kind in ("header", "participants"))
    text = document.text
    frame.first_person = any(_I.search(text, b.start, b.end) for b in document.paragraphs) and not document.turns
    for participant in document.participants:
        offices = [participant.office.value] if participant.office else []
        side = participant.side.value if participant.side else None
        person = names.add(
            participant.name.value,
            offices=offices,
            side=side,
            participant=participant.part in ("present", "counterpart"),
        )
        if participant.alternative is not None and person.kind == "name":
            names.by_phrase.setdefault(tuple(participant.alternative.value.lower().split()), person)
        if participant.part == "counterpart":
            frame.counterpart = person
        if participant.part in ("present", "counterpart"):
            frame.participants.append(person)
    if not any(participant.part == "present" for participant in document.participants):
        _read_list(document, frame)
    if len(frame.participants) > 2:
        frame.counterpart = None
    _read_author(document, frame, head)
    if not frame.participants and (match := _TALKS.search(text)):
        pair = [names.add(match[1]), names.add(match[2])]
        if frame.author in pair:
            frame.participants.extend(p for p in pair if p is not frame.author)
        for person in pair:
            person.participant = frame.author in pair
            person.talks = True
    if frame.counterpart is None and frame.participants:
        others = [p for p in frame.participants if p is not frame.author]
        if len(others) == 1 and (frame.first_person or document.author is not None):
            frame.counterpart = others[0]
    return frame


def _read_list(document: Document, frame: Frame) -> None:
    """Those whom a list of the plain layout names, one to a line or parted by semicolons."""
    text = document.text
    for block in document.blocks:
        if block.kind not in ("header", "participants"):
            continue
        match = _LIST.match(text, block.start, block.end)
        if match is None or match.end() - match.start() < 7:
            continue
        side: str | None = None
        for line in re.split(r"[\n;]", text[match.end() : block.end])[:80]:
            line = line.strip(" \t–—-•*")
            if line.rstrip(":").lower() in NATIONS:
                side = NATIONS[line.rstrip(":").lower()]
            elif 2 < len(line) < 160:
                _read_line(line, frame, side)


def _read_line(line: str, frame: Frame, side: str | None) -> None:
    """One person and their office, in either order; a single word is the heading of a side."""
    parts = [part.strip() for part in line.split(",")]
    first = parts[0]
    words = first.split()
    if first.endswith(":") or (len(parts) == 1 and (len(words) == 1 or line.isupper())) or words[-1] == "Staff":
        return
    offices = parts[1:]
    if first.lower().startswith("the ") and len(parts) == 1:
        person = frame.names.add(first, offices=[line], participant=True, kind="people", side=side or "home")
    else:
        name = first
        if len(parts) > 1 and _is_office(first) and not _is_office(parts[-1]):
            name, offices = parts[-1], parts[:-1]
        side = side or next((NATIONS[w] for w in line.lower().replace(",", " ").split() if w in NATIONS), "home")
        spoken = [w for w in name.split() if w.lower().rstrip(".") in TITLES]
        person = frame.names.add(name, offices=[*offices, " ".join(spoken)], participant=True, side=side)
        person.offices = person.offices - person.keys
    if person not in frame.participants:
        frame.participants.append(person)


def _is_office(words: str) -> bool:
    """Whether a part of a line is an office without a name: its last word is one."""
    last = words.split()[-1].lower().rstrip(".") if words.split() else ""
    return last in PEOPLE or last in TITLES or last in BODIES or "of" in words.split()


def _read_author(document: Document, frame: Frame, head: str) -> None:
    names = frame.names
    signer = document.author or document.signature
    if signer is not None:
        offices = [signer.office.value] if signer.office else []
        frame.author = names.add(signer.name.value, offices=offices)
    if frame.author is None and (match := _DIARY.search(head)):
        frame.author = names.add(match["name"])
    if frame.author is None and (match := _LETTER.search(head)):
        frame.author, frame.receiver = names.add(match["sender"]), names.add(match["receiver"])
    if match := _OLD.search(head):
        frame.author = names.add(match["name"], offices=[match["office"]])
        frame.receiver = _read_post(match["receiver"], frame)
        frame.us = _find_side(match["office"], frame)
        return
    match = _BY.search(head)
    if match and frame.author is None and match["name"]:
        frame.author = names.add(match["name"], offices=[match["office"]])
        frame.us = _find_side(match["office"], frame)
        return
    post = _POST.search(head)
    signed = _find_signed(document)
    if post is not None:
        if post["receiver"]:
            frame.receiver = _read_post(post["receiver"], frame)
        if signed is not None and frame.author is None and frame.first_person:
            frame.author = names.add(signed)
        elif frame.author is None:
            frame.author = _read_post(post["sender"], frame)
        frame.us = _find_side(post["sender"], frame)
    elif signed is not None and frame.author is None and frame.counterpart is None:
        frame.author = names.add(signed)


def _read_post(words: str, frame: Frame) -> Person:
    """Who a heading writes as sender or receiver: "the Chargé in China (Vincent)", "Jack Hale of the Staff"."""
    words = words.strip()
    inside = re.search(r"\(([A-Z][\w.’' -]{2,30})\)", words)
    if inside is not None:
        return frame.names.add(inside[1], offices=[words[: inside.start()]])
    named = re.match(r"((?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+) (?:of|in) the ", words)
    if named is not None and not _is_office(named[1]):
        return frame.names.add(named[1])
    return frame.names.find(words, "body")


def _find_side(sender: str, frame: Frame) -> Person | None:
    """The country that a sender of the Foreign Service speaks for."""
    if re.match(r"(?:British|French|Soviet|Chinese|German|Japanese)\b", sender):
        return frame.names.find(sender.split()[0], "nation")
    if re.search(
        r"Embassy in|Department of State|Legation in|Consul|Mission|Secretary of State|National Security|Chargé"
        r"|Ambassador in|Minister in|White House",
        sender,
    ):
        return frame.names.find("United States", "nation")
    return None


def _find_signed(document: Document) -> str | None:
    """The name that stands alone as the last paragraph."""
    body = document.paragraphs
    if len(body) < 2 or body[-1].end - body[-1].start > 40:
        return None
    last = document.text[body[-1].start : body[-1].end].strip()
    return last.title() if last.isupper() and _NAMED.match(last.title()) else last if _NAMED.match(last) else None
