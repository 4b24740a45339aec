"""A proposition or statement -> who could have known it by a day: how, from whom, since when, and how surely.

The documents' contacts (who told whom, who was there, who was sent the paper) make a temporal network: a path through
it must respect time, for nobody passes on what he has not yet heard.  ``earliest`` is the first day on which the
content can have reached someone, ``latest`` the day by which it had, if the texts are right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kg.inquiry.testimony import Cited, Telling, Testimony
from kg.inquiry.transmission import Contact, claims_of, find_contacts

__all__ = ["Knower", "find_knowers"]

# what tells of a way least surely comes last
WAYS = (
    "said it", "was told", "is its addressee", "was present", "wrote or signed the document",
    "is on the document's distribution list", "attended the meeting at which it was said",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knower:
    """One way in which someone could have known it.

    ``certainty``: ``by the text``, ``by inference``, or ``denied`` where a text has the agent profess not to know.
    ``when`` tells whether it was surely or only perhaps by the day asked for.
    """

    who: str
    how: str
    when: str
    earliest: date | None
    latest: date | None
    certainty: str
    path: str
    weakest: str
    who_iri: str
    cited: Cited


def find_knowers(testimony: Testimony, name: str, *, by: date | None = None, every: bool = False) -> tuple[Knower, ...]:
    """Who could have known a proposition or statement by a day, the surest and earliest way of each first.

    With ``every`` all ways of each.  Silence is not ignorance: who is not here may have known all the same.

    >>> from kg.inquiry.testimony import open_testimony
    >>> rows = find_knowers(open_testimony("data"), "1956-07-24-nam-il-p02-1", by=date(1956, 7, 22))
    >>> [(row.who, row.how) for row in rows]
    [('Pak Chang-ok', 'said it'), ('Nam Il', 'was told')]
    """
    _, tellings = claims_of(testimony, name)
    denials = _denials(testimony, tellings, by)
    tellings = [one for one in tellings if one.act != "disclaim"]
    contacts = find_contacts(testimony, tellings)
    arrivals = _arrivals(contacts)
    found: dict[str, list[tuple[tuple[object, ...], Knower]]] = defaultdict(list)
    for contact in contacts:
        earliest = _earliest(contact, arrivals)
        latest = contact.when.latest
        if not _possible(contact, arrivals) or (by and not _could(earliest, by)):
            continue
        knower = Knower(
            who=testimony.label(contact.agent),
            how=contact.how,
            when="" if by is None else "by then" if latest is not None and latest <= by else "perhaps by then",
            earliest=earliest,
            latest=latest,
            certainty="by inference" if contact.inferred else "by the text",
            path=_path(testimony, contact, contacts, arrivals),
            weakest=find_weakest(testimony, contact),
            who_iri=contact.agent,
            cited=contact.telling.cited,
        )
        way = WAYS.index(contact.how) if contact.how in WAYS else len(WAYS)
        rank = (contact.inferred, latest or date.max, earliest or date.min, way, contact.telling.order)
        found[contact.agent].append((rank, knower))
    rows = [row for many in found.values() for row in sorted(many, key=lambda pair: pair[0])[: None if every else 1]]
    rows.sort(key=lambda pair: (pair[0][1], pair[0][0], pair[0][3], pair[1].who))
    return tuple(knower for _, knower in rows) + denials


def _could(earliest: date | None, by: date) -> bool:
    """Whether it can have been by that day; what nothing dates can have been at any time."""
    return earliest is None or earliest <= by


def _arrivals(contacts: list[Contact]) -> dict[str, date]:
    """The first day on which each agent can have had it: those who say it of themselves at any time, others by contact.

    A contact can only pass on what its source can have had by its last day; repeated until nothing changes.
    """
    arrivals: dict[str, date] = {}
    told = {contact.agent for contact in contacts if contact.source}
    for contact in contacts:
        if not contact.source and contact.agent not in told:
            arrivals[contact.agent] = date.min
    innermost = {c.telling.iri for c in contacts} - {c.telling.parent for c in contacts if c.telling.parent}
    for contact in contacts:
        if not contact.source and contact.telling.iri in innermost:
            arrivals.setdefault(contact.agent, date.min)
    changed = True
    while changed:
        changed = False
        for contact in contacts:
            start = min((arrivals[one] for one in contact.source if one in arrivals), default=None)
            if contact.source and start is None:
                continue
            if not contact.source and contact.agent not in arrivals:
                continue
            if contact.when.latest is not None and start is not None and start > contact.when.latest:
                continue
            day = max(start or date.min, contact.when.earliest or date.min)
            if contact.source and day < arrivals.get(contact.agent, date.max):
                arrivals[contact.agent] = day
                changed = True
    return arrivals


def _possible(contact: Contact, arrivals: dict[str, date]) -> bool:
    """Whether its source can have had it in time; a contact without a named source can always be."""
    starts = [arrivals[one] for one in contact.source if one in arrivals]
    if not contact.source or not starts:
        return True
    return contact.when.latest is None or min(starts) <= contact.when.latest


def _earliest(contact: Contact, arrivals: dict[str, date]) -> date | None:
    starts = [arrivals[one] for one in contact.source if one in arrivals]
    if not contact.source:
        starts = [arrivals.get(contact.agent, date.min)]
    day = max(min(starts, default=date.min), contact.when.earliest or date.min)
    return None if day == date.min else day


def _path(testimony: Testimony, contact: Contact, contacts: list[Contact], arrivals: dict[str, date]) -> str:
    """From the first who has it to this one, each step with its latest day; the shortest that respects time."""
    steps, seen, here = [_step(testimony, contact)], {contact.agent}, contact
    while here.source:
        before = [
            one
            for one in contacts
            if one.agent in here.source
            and one.source
            and one.agent not in seen
            and _possible(one, arrivals)
            and not here.when.before(one.when)
            and not (set(one.source) <= seen)
        ]
        if not before:
            return " → ".join([testimony.names(here.source), *steps])
        inner = [one for one in before if one.telling.parent == here.telling.iri]
        here = min(inner or before, key=lambda one: (one.inferred, one.when.latest or date.max, one.telling.order))
        seen.add(here.agent)
        steps.insert(0, _step(testimony, here))
    return " → ".join(steps)


def _step(testimony: Testimony, contact: Contact) -> str:
    day = contact.when.latest
    return f"{testimony.label(contact.agent)}{f' ({day.isoformat()})' if day else ''}"


def find_weakest(testimony: Testimony, contact: Contact) -> str:
    """What in the evidence for a contact is least sure, from the page inwards."""
    chain = testimony.chain(contact.telling.iri)
    weak = [f"the speaker of link {n} is not named" for n, one in enumerate(chain, 1) if not one.speakers]
    weak += [f"link {n} is a draft" for n, one in enumerate(chain, 1) if one.draft]
    weak += [f"the reading of link {n} is disputable" for n, one in enumerate(chain, 1) if one.disputable]
    weak += [f"link {n} is by the archive's summary" for n, one in enumerate(chain, 1) if one.section == "summary"]
    weak += [f"link {n} is by way of a document not in hand" for n, one in enumerate(chain, 1) if one.via]
    if contact.inferred:
        weak.insert(0, contact.how)
    if len(chain) > 1:
        weak.append(f"hearsay: only {testimony.who(chain[-2])} tells of it")
    if contact.when.earliest is None:
        weak.append(f"its day is only known to be {contact.when.basis}")
    return "; ".join(weak[:2]) or "the document's own record"


def _denials(testimony: Testimony, tellings: list[Telling], by: date | None) -> tuple[Knower, ...]:
    """Those whom a text has profess not to know it."""
    found = []
    for telling in (one for one in tellings if one.act == "disclaim" and one.made):
        when = testimony.when(telling.iri)
        chain = testimony.chain(telling.iri)
        through = "; ".join(f"link {n}: {testimony.who(one)}" for n, one in enumerate(chain, 1))
        for agent in telling.speakers or telling.inferred:
            if by is None or when.earliest is None or when.earliest <= by:
                found.append(
                    Knower(
                        who=testimony.label(agent),
                        how="professed not to know",
                        when="",
                        earliest=when.earliest,
                        latest=when.latest,
                        certainty="denied",
                        path="",
                        weakest=through,
                        who_iri=agent,
                        cited=telling.cited,
                    )
                )
    return tuple(found)
