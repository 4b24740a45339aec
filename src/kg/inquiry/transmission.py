"""A proposition or statement -> who, by the documents, conveyed it to whom, and when.

A statement conveys a content if it states it, or reports, at any depth, a statement that conveys it.  A statement that
the text does not say was made conveys nothing to anyone, and neither does what lies around it convey more than that it
was spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.inquiry.testimony import Claim, Telling, Testimony, When
from kg.terms import kg

__all__ = ["ASKING", "Contact", "claims_of", "find_contacts", "find_conveying", "members_of", "supports"]

ASKING = ("ask", "disclaim")


@dataclass(frozen=True, slots=True)
class Contact:
    """A way in which the content reached someone: from whom (none: from the speaker's own knowledge), when, how.

    ``inferred`` says that the text does not tell it in so many words.
    """

    source: tuple[str, ...]
    agent: str
    how: str
    telling: Telling
    when: When
    inferred: bool = False


def supports(telling: Telling) -> bool:
    """Whether a statement puts forward what it states: it was made, and does more than ask or profess ignorance."""
    return telling.made and telling.act not in ASKING


def find_conveying(testimony: Testimony, tellings: Iterable[Telling]) -> list[tuple[Telling, Telling]]:
    """Each made statement that conveys one of ``tellings``, paired with it: itself and all that report it."""
    pairs: dict[tuple[str, str], tuple[Telling, Telling]] = {}
    for telling in tellings:
        for link in reversed(testimony.chain(telling.iri)):
            if not link.made:
                continue  # a planned report of it tells nobody, but the report of that plan does
            pairs[link.iri, telling.iri] = (link, telling)
    return sorted(pairs.values(), key=lambda pair: (pair[0].order, pair[1].order))


def members_of(testimony: Testimony, body: str) -> dict[str, str]:
    """The agents that belong to a group, by the editors or by what texts say; each with how that is known."""
    found: dict[str, str] = {}
    for claim in (testimony.claim(one) for one in testimony.subjects(body, kg("object"))):
        if claim.predicate in ("memberOf", "leaderOf") and not claim.negated and claim.modality == "actual":
            found.setdefault(claim.subject, "is said to belong to it")
    for holding in testimony.subjects(body, kg("inBody")):
        for agent in testimony.iris(holding, kg("holder")):
            found[agent] = "held office in it"
    for agent in (*testimony.subjects(body, kg("memberOf")), *testimony.subjects(body, kg("leaderOf"))):
        found[agent] = "belongs to it, as the editors hold"
    found.pop(body, None)
    return dict(sorted(found.items()))


def find_contacts(testimony: Testimony, tellings: Iterable[Telling]) -> list[Contact]:
    """Everyone whom the content reached by one of the statements that convey it, in order of time and text."""
    found: dict[tuple[str, str, str], Contact] = {}
    for link, _ in find_conveying(testimony, tellings):
        for contact in _contacts_of(testimony, link):
            found.setdefault((contact.agent, contact.how, link.iri), contact)
    return list(found.values())


def _contacts_of(testimony: Testimony, link: Telling) -> Iterable[Contact]:
    when = testimony.when(link.iri)
    source = link.speakers or link.inferred
    for agent in link.speakers:
        yield Contact((), agent, "said it", link, when)
    for agent in () if link.speakers else link.inferred:
        yield Contact((), agent, "said it", link, when, inferred=True)
    for agent in link.addressees:
        yield Contact(source, agent, "was told", link, when)
        if "Group" in testimony.classes(agent):
            for member, how in members_of(testimony, agent).items():
                yield Contact(source, member, f"{how}: {testimony.label(agent)}, which was told", link, when, True)
    for agent in link.present:
        yield Contact(source, agent, "was present", link, when)
    if link.depth == 1 and not link.via:
        yield from _around_document(testimony, link, source)
    yield from _at_meeting(testimony, link, source, when)


def _at_meeting(testimony: Testimony, link: Telling, source: tuple[str, ...], when: When) -> Iterable[Contact]:
    meeting = link.meeting
    if meeting is None and link.parent is None and link.section in ("body", "stage-direction", ""):
        meeting = testimony.iri(link.document, kg("recordOf"))
    for same in testimony.same(meeting) if meeting else ():
        for attendance in testimony.subjects(same, kg("attendedEvent")):
            for agent in testimony.iris(attendance, kg("attendee")):
                if agent not in (*link.speakers, *link.addressees):
                    yield Contact(source, agent, "attended the meeting at which it was said", link, when)


def _around_document(testimony: Testimony, link: Telling, source: tuple[str, ...]) -> Iterable[Contact]:
    """Those who wrote the document, or whom its distribution list or address names, from its date on."""
    if link.section == "summary":
        return  # the archive's, made long after
    days = testimony.days(link.document)
    when = When(*days, "the document's date")
    makers = tuple(
        dict.fromkeys(
            agent for name in ("recordedBy", "author", "signatory") for agent in testimony.iris(link.document, kg(name))
        )
    )
    for agent in makers:
        if agent not in link.speakers:
            yield Contact(source, agent, "wrote or signed the document", link, when)
    for name, how in (("distributedTo", "is on the document's distribution list"), ("addressedTo", "is its addressee")):
        for agent in testimony.iris(link.document, kg(name)):
            yield Contact(makers or source, agent, how, link, when)


def claims_of(testimony: Testimony, name: str) -> tuple[tuple[Claim, ...], list[Telling]]:
    """What a proposition's or a statement's name means: its claims, and the statements that put them forward."""
    iri = testimony.find(name, "proposition", "statement")
    if "/id/statement/" in iri:
        return (), [testimony.telling(iri)]
    claims = testimony.claims_like(iri)
    return claims, testimony.stated(claims)
