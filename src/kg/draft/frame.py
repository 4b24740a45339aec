"""The frame of a document: who writes, who is present, and whom "I" and the unnamed hearer stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.document import Document
from kg.draft.names import Names, Person
from kg.model import Authority
from kg.read.people import split_name

__all__ = ["Frame", "read_frame"]

_LIST = re.compile(
    r"\s*(?:PARTICIPANTS|Participants|PRESENT|Present|Attendees|ATTENDEES|In attendance|Those present)\b:?\s*"
)
_LABEL_LINE = re.compile(r"[^\W\d_][\w ./&-]{0,30}")
_POST = re.compile(
    r"\b(?:Telegram|Airgram|Despatch|Dispatch|Message|Letter|Memorandum|Note|Cable|Report|Paper|Minute)s?\b[^.\n]{0,60}?\b(?:[Ff]rom|[Bb]y) (?:the )?(?P<sender>[^\n]+?)"
    r"(?: to (?:the )?(?P<receiver>[^\n,]+))?(?=[\n,]|\Z)"
)
_OLD = re.compile(
    r"(?:\d+\. )?The (?P<office>[A-Z][^()\n]{3,60}) \((?P<name>[A-Z][\w. -]{2,30})\) to (?:the )?(?P<receiver>[^\n]+)"
)
_BY = re.compile(
    r"\b(?:[Cc]onversation|Memorandum|Minutes|Record|Notes?)\b[^\n]{0,40}?,? [Bb]y (?:the )?(?P<office>[^()\n]{3,120}?)(?: \((?P<name>[A-Z][\w. -]{2,30})\))?(?=\n|\Z)"
)
_NAMED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[-’' ][^\W\d_a-z][^\W\d_]*\.?){0,3}\Z")
_TALKS = re.compile(r"\b([A-Z][a-z]+)[–—-]([A-Z][a-z]+) (?:talks?|meeting|conversation)")
_I = re.compile(r"\bI\b")


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
    body = document.paragraphs
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
    if not frame.participants:
        _read_list(document, frame)
    _read_author(document, frame, head)
    text = document.text
    frame.first_person = any(_I.search(text, b.start, b.end) for b in body) and not document.turns
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
        for line in re.split(r"[\n;]", text[match.end() : block.end])[:80]:
            line = line.strip(" \t–—-•*")
            if 2 < len(line) < 160:
                _read_line(line, frame)


def _read_line(line: str, frame: Frame) -> None:
    name, office = split_name(line, 0, len(line))
    words = line.split(",")[0].split()
    first = line.split(",")[0].strip()
    if "," not in line and (len(words) == 1 or line.isupper()) or first.endswith(":"):
        return  # "State", "Defense": the heading of a side
    if first.lower().startswith("the ") or (name is None and len(words) <= 4):
        person = frame.names.add(first, offices=[line], participant=True, kind="people")
    elif name is not None and line[name[0] : name[1]] in first:
        offices = [line[office[0] : office[1]]] if office else []
        person = frame.names.add(first, offices=[*offices, *(w for w in [first] if True)], participant=True)
        person.offices = person.offices - {w for w in person.keys}
    else:
        person = frame.names.add(first, offices=[line], participant=True)
    if person not in frame.participants:
        frame.participants.append(person)


def _read_author(document: Document, frame: Frame, head: str) -> None:
    names = frame.names
    signer = document.author or document.signature
    if signer is not None:
        offices = [signer.office.value] if signer.office else []
        frame.author = names.add(signer.name.value, offices=offices)
    if match := _OLD.search(head):
        frame.author = names.add(match["name"], offices=[match["office"]])
        frame.receiver = names.find(match["receiver"], "people")
        return
    match = _BY.search(head)
    if match and frame.author is None and match["name"]:
        frame.author = names.add(match["name"], offices=[match["office"]])
        return
    post = _POST.search(head)
    signed = _find_signed(document)
    if post is not None:
        if post["receiver"]:
            frame.receiver = names.find(post["receiver"].strip(), "body")
        if signed is not None and frame.author is None:
            frame.author = names.add(signed)
        elif frame.author is None:
            sender = re.sub(r"\s*\([^)]*\)", "", post["sender"]).strip()
            inside = re.search(r"\(([A-Z][\w. -]{2,30})\)", post["sender"])
            frame.author = names.add(inside[1], offices=[sender]) if inside else names.find(sender, "body")
        if re.search(r"Embassy|Department of State|Legation|Consulate|Mission", post["sender"]):
            frame.us = names.find("United States", "nation")
    elif signed is not None and frame.author is None and frame.counterpart is None:
        frame.author = names.add(signed)


def _find_signed(document: Document) -> str | None:
    """The name that stands alone as the last paragraph."""
    body = document.paragraphs
    if len(body) < 2 or body[-1].end - body[-1].start > 40:
        return None
    last = document.text[body[-1].start : body[-1].end].strip()
    return last.title() if last.isupper() and _NAMED.match(last.title()) else last if _NAMED.match(last) else None
