"""Who speaks and who hears: names, offices and pronouns resolved by the turn, the frame and what was said before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.draft.cue import Cue
from kg.draft.frame import Frame
from kg.draft.lexicon import BODIES, NATIONS
from kg.draft.names import Person
from kg.draft.phrases import Phrase, find_phrase, is_agent
from kg.draft.sentences import Tokens

if TYPE_CHECKING:
    from kg.draft.nesting import Node

__all__ = ["Discourse", "Found"]

_TO_HEARER = frozenset("ask request advise suggest warn instruct invite demand".split())
_ANSWERS = frozenset("reply respond answer retort counter".split())
_PLURAL = frozenset("they them their themselves".split())
_RECENT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Those found, and how."""

    persons: tuple[Person, ...]
    how: str


@dataclass
class Discourse:
    """What a reader keeps in mind: who spoke last, who was named last."""

    frame: Frame
    spoke: list[Person] = field(default_factory=list)
    last: Person | None = None
    before_last: Person | None = None
    topic: Person | None = None
    subject: Person | None = None
    order: list[Person] = field(default_factory=list)
    recent: list[Person] = field(default_factory=list)
    groups: list[Person] = field(default_factory=list)

    def find_person(self, tokens: Tokens, phrase: Phrase) -> Person:
        """Who a phrase that is no pronoun names."""
        words = tokens.span(phrase.first, phrase.last - 1 if phrase.relative else phrase.last)
        if phrase.relative:
            words = words.rstrip(", ")
        if len(words) > 200:
            words = tokens.span(phrase.head, phrase.head)
        return self.frame.names.find(words, phrase.kind)

    def find_people(self, tokens: Tokens, phrase: Phrase, context: _Context) -> Found | None:
        """Who a phrase stands for, several where it joins several."""
        if phrase.members:
            persons: list[Person] = []
            for first, last in phrase.members:
                head = last
                if tokens.classes[head] == "n" or tokens.lower[head] in ("me", "him", "us", "them"):
                    part = self._pronoun(tokens.lower[head], context)
                    persons.extend(part.persons if part else ())
                else:
                    kind = phrase.kind if last == phrase.last else ("name" if tokens.classes[last] == "N" else "people")
                    persons.append(self.frame.names.find(tokens.span(first, last), kind))
            return Found(tuple(dict.fromkeys(persons)), "named together")
        if phrase.kind == "pronoun":
            return self._pronoun(tokens.lower[phrase.head], context)
        if phrase.kind == "paper":
            return self._find_writer(tokens, phrase, context)
        if tokens.lower[phrase.head].replace("’", "'").removesuffix("'s") in ("latter", "former"):
            for other in (*self.recent, *([self.last] if self.last else [])):
                if other is not self.frame.author:
                    return Found((other,), "last named")
            return None
        person = self.find_person(tokens, phrase)
        return Found((person,), "named" if phrase.kind == "name" else "described")

    def _find_writer(self, tokens: Tokens, phrase: Phrase, context: _Context) -> Found | None:
        """Whose paper it is: "a cable from Gray which said", "Gray's letter"; else the paper itself, or nobody."""
        for at in range(phrase.first, phrase.last):
            if tokens.lower[at] in ("from", "by"):
                maker = find_phrase(tokens, at + 1, phrase.last + 1)
                if maker is not None and maker.kind in ("name", "people", "body", "nation"):
                    return Found((self.find_person(tokens, maker),), "writer")
            if tokens.classes[at] in "Pp" and tokens.words[at][0].isupper():
                return Found((self.frame.names.find(tokens.span(phrase.first, at), "name"),), "writer")
        if context.cue.rule == "according":
            return Found((), "unnamed")
        return Found((self.find_person(tokens, phrase),), "paper")

    def find_speakers(
        self, tokens: Tokens, cue: Cue, parent: Node | None, sibling: Node | None, root: Node | None
    ) -> Found | None:
        """Who speaks; an empty tuple where the text does not say, none where nobody can."""
        context = _Context(cue, parent, root, hearer=False)
        if cue.rule == "received":
            return self._find_source(tokens, cue)
        if cue.passive and cue.subject is None:
            return Found((), "unnamed")
        if cue.subject_how == "joined":
            if sibling is not None:
                return Found(sibling.speakers, "as before it") if sibling.speakers else None
            return (
                Found((self.last,), "spoke last")
                if self.last is not None and parent is None and cue.kind in "sw"
                else None
            )
        if cue.subject_how == "implied":
            return Found((self.frame.author,), "left out") if self.frame.author is not None else None
        if cue.subject_how == "dropped":
            author = self.frame.author
            if author is not None and (cue.kind == "w" or (cue.lemma in _ANSWERS and self.last is not author)):
                return Found((author,), "left out")  # telegrams: "Asked whether … Replied that …"
            if cue.lemma in _ANSWERS and self.last is author and self.before_last is not None:
                return Found((self.before_last,), "spoke before")
            return Found((self.last,), "spoke last") if self.last is not None else None
        if cue.subject is None:
            return None
        return self.find_people(tokens, cue.subject, context)

    def _find_source(self, tokens: Tokens, cue: Cue) -> Found | None:
        for at in range(cue.verb + 1, min(cue.verb + 14, len(tokens.words))):
            if tokens.lower[at] in ("from", "through", "via"):
                phrase = find_phrase(tokens, at + 1, min(at + 14, len(tokens.words)))
                if phrase is not None and is_agent(phrase) and phrase.kind != "pronoun":
                    return Found((self.find_person(tokens, phrase),), "source")
        return Found((), "unnamed")

    def _pronoun(self, word: str, context: _Context) -> Found | None:
        word = {"their": "they", "our": "we", "your": "you", "my": "i"}.get(
            word, word.replace("’", "'").partition("'")[0]
        )
        frame, parent, root, _cue = self.frame, context.parent, context.root, context.cue
        own = parent.speaker if parent is not None else None
        if word in ("i", "me", "my", "myself"):
            if (
                frame.author is not None
                and frame.us is not None
                and root is None
                and (parent is None or parent.mode == "indirect")
            ):
                return Found((frame.author,), "I is the author")  # indirect speech has no other I
            if own is not None:
                return Found((own,), "I is the speaker")
            return Found((frame.author,), "I is the author") if frame.author is not None else None
        if word in ("we", "us", "our", "ourselves"):
            return self._we(parent, root)
        if word in ("you", "your"):
            if root is None and frame.receiver is not None and (parent is None or parent.mode == "indirect"):
                return Found((frame.receiver,), "you is the receiver")
            if parent is not None and parent.addressees:
                return Found(parent.addressees, "you is the hearer")
            return None
        if word in ("everyone", "everybody", "nobody", "someone", "somebody"):
            return Found((frame.names.find(word, "people"),), "described")
        if word in _PLURAL:
            if self.groups:
                return Found((self.groups[0],), "last group")
            if own is not None and root is None:
                return Found((own,), "they is the speaker's side")
            return Found((self.last,), "spoke last") if self.last is not None and root is None else None
        if word in ("he", "him", "his", "she", "her", "himself", "herself"):
            return self._he(context)
        return None

    def _we(self, parent: Node | None, root: Node | None) -> Found | None:
        frame = self.frame
        own = parent.speaker if parent is not None else frame.author
        if root is None and frame.us is not None:
            return Found((frame.us,), "we is the author's side")
        if root is None and frame.author is not None and parent is None:
            return Found((frame.author,), "we is the author")
        return Found((own,), "we is the speaker") if own is not None else None

    def _he(self, context: _Context) -> Found | None:
        parent, root, _cue, frame = context.parent, context.root, context.cue, self.frame
        taken: set[str] = set()
        if context.other is not None:
            taken.add(context.other.slug)
        if root is not None:
            taken |= {p.slug for p in root.speakers} if parent is root or parent is None else set()
            if (
                (
                    parent is not None
                    and parent is not root
                    and parent.speaker is not None
                    and not context.hearer
                    and parent.speaker.slug not in taken
                )
                and parent.act not in _TO_HEARER
                and parent.speaker.kind in ("name", "people")
            ):
                return Found((parent.speaker,), "he is the speaker")
            for person in (*([self.subject] if self.subject is not None else []), *self.recent):
                if person.slug not in taken:
                    return Found((person,), "last named")
            return None
        if parent is not None and parent.speaker is not None:
            candidates: list[Person] = [parent.speaker, *parent.addressees]
            if parent.act in _TO_HEARER or parent.speaker is frame.author:
                candidates = [*parent.addressees, parent.speaker]
            for person in candidates:
                if (
                    person.slug not in taken
                    and person is not frame.author
                    and person.kind in ("name", "people")
                    and not person.plural
                ):
                    return Found((person,), "he is the speaker")
        if parent is None and not context.hearer and self.topic is not None and self.topic.slug not in taken:
            return Found((self.topic,), "last subject")
        if (
            self.last is not None
            and self.last.slug not in taken
            and self.last is not frame.author
            and not self.last.plural
        ):
            return Found((self.last,), "spoke last")
        for other in (self.before_last, frame.counterpart, *self.recent):
            if other is not None and other.slug not in taken and other is not frame.author and not other.plural:
                return Found((other,), "last named")
        return None

    def find_addressees(
        self, tokens: Tokens, cue: Cue, node: Node, parent: Node | None, root: Node | None
    ) -> tuple[tuple[Person, ...], str]:
        """Who hears: as the sentence says, else the other of the conversation, else nobody."""
        speaker = node.speaker
        if cue.rule == "received":
            if cue.subject is not None:
                found = self.find_people(tokens, cue.subject, _Context(cue, parent, root, hearer=True))
                return (found.persons, "subject") if found else ((), "none")
            return (), "none"
        if cue.hearer is not None:
            found = self.find_people(tokens, cue.hearer, _Context(cue, parent, root, hearer=True, other=speaker))
            if found is not None and found.persons:
                return found.persons, "explicit"
            return (), "none"
        if (parent is not None and parent is not root) or root is not None:
            return self._inner_addressees(speaker, parent, root, cue)
        return self._outer_addressees(speaker, cue)

    def _inner_addressees(
        self, speaker: Person | None, parent: Node | None, root: Node | None, cue: Cue
    ) -> tuple[tuple[Person, ...], str]:
        """Inside a report the hearer is known only where the two of the conversation speak of themselves."""
        if root is not None or parent is None or speaker is None:
            return (), "none"
        if cue.rule in ("aside", "according", "opinion", "stance"):
            return (), "none"
        if (
            speaker.participant
            and parent.speaker is not None
            and speaker is not parent.speaker
            and cue.tense in ("past", "perfect")
        ):
            return (parent.speaker,), "the other"
        if speaker.participant and speaker is parent.speaker and cue.tense == "perfect":
            return parent.addressees, "the other"
        return (), "none"

    def _outer_addressees(self, speaker: Person | None, cue: Cue) -> tuple[tuple[Person, ...], str]:
        frame = self.frame
        author, counterpart = frame.author, frame.counterpart
        if speaker is None:
            if cue.passive and cue.hearer is None and author is not None:
                return (author,), "author"
            return (), "none"
        if speaker is author:
            other = counterpart or next(
                (p for p in (self.last, self.before_last) if p is not None and p is not author), None
            )
            return ((other,), "counterpart") if other is not None else ((), "none")
        others = [p for p in frame.participants if p is not speaker and p is not author]
        if speaker.talks and not frame_has(frame, speaker):
            other = next((p for p in frame.names.persons.values() if p.talks and p is not speaker), None)
            return ((other,), "the other") if other is not None and cue.kind != "k" else ((), "none")
        if author is not None and not frame.participants and any(p.talks for p in frame.names.persons.values()):
            return (author,), "author"
        if author is not None and (frame.first_person or counterpart is not None):
            if speaker.plural and not speaker.participant:
                return (), "none"
            if speaker is counterpart or speaker.participant or not others:
                return ((author,), "author") if author is not None else ((), "none")
        if speaker.participant and others:
            for heard_last in self.order:
                if heard_last in others and (heard_last.side is None or heard_last.side != speaker.side):
                    return (heard_last,), "spoke last"
            opposite = [p for p in others if p.side is not None and p.side != speaker.side]
            if speaker.side is not None and opposite:
                return (opposite[0],), "other side"
            if author is not None and author.kind == "name" and not frame.participants:
                return (author,), "author"
            return (others[0],), "first present"
        if speaker.plural and frame.first_person:
            return (), "none"
        if cue.tense == "present" or cue.rule == "according" or speaker.plural:
            return ((author,), "author") if author is not None and not frame.participants else ((), "none")
        for person in (self.last, self.before_last):
            if person is not None and person is not speaker and person is not author and person.kind == "name":
                return (person,), "spoke last"
        return ((author,), "author") if author is not None and not frame.participants else ((), "none")

    def note_sentence(self, tokens: Tokens, begin: int, end: int, outer: Node | None) -> None:
        """Keep who was named in a sentence, and who spoke last in it."""
        subject: Person | None = None
        at = begin
        classes = tokens.classes
        while at < end:
            if classes[at] in "NT" or (classes[at] == "P"):
                stop = at
                while stop < end and classes[stop] in "NTP":
                    stop += 1
                    if classes[stop - 1] == "P":
                        break
                words = tokens.span(at, stop - 1)
                person = self.frame.names.peek(words)
                verbal = stop < end and (
                    classes[stop] in "aV" or (classes[stop] == "x" and tokens.lower[stop].endswith("ed"))
                )
                if (
                    person is None
                    and verbal
                    and (at - begin <= 3 or classes[at - 1] in "sc,")
                    and classes[at] == "N"
                    and classes[stop - 1] == "N"
                ) and (
                    tokens.lower[stop - 1] not in NATIONS
                    and tokens.lower[stop - 1] not in BODIES
                    and stop - at <= 3
                    and not tokens.words[stop - 1].isupper()
                ):
                    person = self.frame.names.find(words, "name")
                if (
                    person is None
                    and at - begin <= 1
                    and set(classes[at:stop]) == {"T"}
                    and tokens.lower[begin] == "the"
                ):
                    office = self.frame.names.find(words, "people")
                    self.subject = office if not office.plural else self.subject
                if person is None and "T" in classes[at : stop - 1] and classes[stop - 1] == "N" and stop - at <= 6:
                    titled = at + classes[at:stop].rindex("T")
                    if tokens.lower[stop - 1] not in NATIONS and tokens.lower[stop - 1] not in BODIES:
                        person = self.frame.names.find(tokens.span(titled, stop - 1), "name")
                if person is not None:
                    self._note(person)
                    if subject is None and at - begin <= 2 and stop < end and classes[stop] in "aVx":
                        subject = self.subject = person
                at = stop
            else:
                at += 1
        if outer is not None:
            if outer.speakers and not (outer.cue is not None and outer.cue.passive):
                self._note_speaker(outer.speakers[0])
                if self.last is not outer.speakers[0]:
                    self.before_last, self.last = self.last, outer.speakers[0]
                for person in outer.speakers:
                    if person not in self.spoke:
                        self.spoke.append(person)
                    if person.plural:
                        self.groups.insert(0, person)
                        del self.groups[_RECENT:]
            self.topic = None
        else:
            self.topic = subject if subject is not None and subject is not self.frame.author else self.topic

    def note_group(self, person: Person) -> None:
        """Keep a group that was named."""
        if person in self.groups[:1]:
            return
        self.groups.insert(0, person)
        del self.groups[_RECENT:]

    def _note(self, person: Person) -> None:
        if person in self.recent:
            self.recent.remove(person)
        self.recent.insert(0, person)
        del self.recent[_RECENT:]

    def _note_speaker(self, person: Person) -> None:
        if person in self.order:
            self.order.remove(person)
        self.order.insert(0, person)
        del self.order[_RECENT:]

    def next_paragraph(self) -> None:
        """Forget what does not outlast a paragraph."""
        self.topic = None


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a phrase stands."""

    cue: Cue
    parent: Node | None
    root: Node | None
    hearer: bool
    other: Person | None = None


def frame_has(frame: Frame, person: Person) -> bool:
    """Whether somebody takes part in the document's own conversation."""
    return person in frame.participants or person is frame.author or person is frame.counterpart
