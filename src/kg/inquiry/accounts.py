"""Accounts against each other: of one meeting or matter by several records, of one matter by one speaker to several
listeners, and of one story by the links of one chain.

An *account* is what one document says of the matter; what it says by way of another document, and what its archive's
summary says, are accounts of their own.  What an account does not have it does not deny: silence is not denial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.inquiry.origins import name_source
from kg.inquiry.testimony import Cited, Claim, Telling, Testimony
from kg.inquiry.transmission import supports
from kg.terms import kg

__all__ = ["AccountRow", "Change", "Version", "compare_accounts", "compare_listeners", "follow_story"]

TIMES = ("date", "dateAsWritten", "startTime", "endTime", "duration")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One thing that one account has: its time, someone's attendance, or a claim, and whether the others have it."""

    aspect: str
    item: str
    relation: str
    account: str
    order: int
    speaker: str
    item_iri: str
    cited: Cited | None


def compare_accounts(testimony: Testimony, name: str) -> tuple[AccountRow, ...]:
    """The accounts of a meeting, event, person or group side by side: times, attendance, claims in each one's order.

    ``relation`` is ``shared``, ``only here`` or ``contradicted``; of an attendance also how it is told.

    >>> from kg.inquiry.testimony import open_testimony
    >>> rows = compare_accounts(open_testimony("data"), "four-who-fled")
    >>> {row.relation for row in rows if row.aspect == "claim"} == {"shared", "only here"}
    True
    """
    things = testimony.same(testimony.find(name, "thing"))
    tellings = list(_of_matter(testimony, things))
    rows = [*_times(testimony, things), *_attendance(testimony, things, tellings)]
    return tuple(rows + list(_claims(testimony, things, tellings)))


def account_of(telling: Telling) -> str:
    """The account to which a statement belongs: its document, the document by way of which it speaks, or a summary."""
    if telling.via:
        return telling.via
    return f"{telling.document}#summary" if telling.section == "summary" else telling.document


def _of_matter(testimony: Testimony, things: tuple[str, ...]) -> Iterator[Telling]:
    """The statements made at a meeting, or about the matter, or that claim something of it, in text order."""
    found: set[str] = set()
    for thing in things:
        found |= {*testimony.subjects(thing, kg("saidDuring")), *testimony.subjects(thing, kg("about"))}
        for document in testimony.subjects(thing, kg("recordOf")):
            found |= set(testimony.iris(document, kg("reportedStatement")))
        for name in ("subject", "object", "place"):
            for claim in testimony.subjects(thing, kg(name)):
                found |= set(testimony.subjects(claim, kg("states")))
    yield from testimony.tellings(found)


def _times(testimony: Testimony, things: tuple[str, ...]) -> Iterator[AccountRow]:
    """When it was, as each of the descriptions that are held to be of one event has it."""
    found = [(name, value, thing) for thing in things for name in TIMES for value in testimony.texts(thing, kg(name))]
    for name, value, thing in found:
        others = {other for one, other, where in found if one == name and where != thing}
        relation = "only here" if not others else "shared" if others == {value} else "differs"
        label = " ".join(testimony.label(kg(name).value).split())
        yield AccountRow("time", f"{label}: {value}", relation, testimony.label(thing), 0, "", thing, None)


def _attendance(testimony: Testimony, things: tuple[str, ...], tellings: list[Telling]) -> Iterator[AccountRow]:
    """Who was there: listed, claimed or denied to have taken part, or said to have spoken or been spoken to there."""
    found: dict[tuple[str, str, str], Cited | None] = {}
    for thing in things:
        for attendance in testimony.subjects(thing, kg("attendedEvent")):
            passage = testimony.iri(attendance, kg("attestedBy")) or ""
            document = testimony.iri(passage, kg("inDocument")) or ""
            for agent in testimony.iris(attendance, kg("attendee")):
                listed = _attested(testimony, attendance, passage, document)
                found.setdefault((agent, document, "listed or named as present"), listed)
    for telling in tellings:
        for claim in map(testimony.claim, telling.states):
            if claim.predicate == "participatedIn" and claim.object in things and claim.modality == "actual":
                how = "said not to have taken part" if claim.negated else "said to have taken part"
                found.setdefault((claim.subject, account_of(telling), how), telling.cited)
        if telling.made and telling.meeting in things:
            for agent in (*telling.speakers, *telling.addressees):
                found.setdefault((agent, account_of(telling), "said to have spoken or listened"), telling.cited)
    accounts: dict[str, set[str]] = defaultdict(set)
    for agent, account, _ in found:
        accounts[agent].add(account)
    for (agent, account, how), cited in sorted(found.items(), key=lambda one: (testimony.label(one[0][0]), one[0])):
        denied = {one for who, _, one in found if who == agent and one == "said not to have taken part"}
        mixed = denied and len({one for who, _, one in found if who == agent}) > len(denied)
        relation = "contradicted" if mixed else "shared" if len(accounts[agent]) > 1 else "only here"
        yield AccountRow(
            "attendance", f"{testimony.label(agent)}: {how}", relation, name_source(testimony, account), 0, "", agent,
            cited,
        )  # fmt: skip


def _attested(testimony: Testimony, attendance: str, passage: str, document: str) -> Cited:
    """The statement whose words name someone as present, else the document's own list."""
    for one in testimony.iris(attendance, kg("attestedIn")):
        if "/id/statement/" in one:
            return testimony.telling(one).cited
    words = " ".join((testimony.text(passage, kg("quote")) or "").split())
    label = testimony.label(document)
    return Cited(
        f"According to “{label}”, {testimony.label(attendance)}: “{words}”", words, label, "", document, passage
    )


def _claims(testimony: Testimony, things: tuple[str, ...], tellings: list[Telling]) -> Iterator[AccountRow]:
    """What each account claims, in its own order, with whether another has it or contradicts it."""
    told: dict[str, dict[str, Telling]] = defaultdict(dict)
    for telling in tellings:
        if supports(telling):
            for iri in telling.states:
                told[account_of(telling)].setdefault(iri, telling)
    same = {iri: {c.iri for c in testimony.claims_like(iri)} for claims in told.values() for iri in claims}
    against = {iri: {c.iri for one in same[iri] for c in testimony.against(one)} for iri in same}
    for account in sorted(told):
        others = {iri for other, claims in told.items() if other != account for iri in claims}
        for order, (iri, telling) in enumerate(told[account].items(), 1):
            relation = "shared" if same[iri] & others else "only here"
            relation = "contradicted" if against[iri] & others else relation
            yield AccountRow(
                "claim", testimony.label(iri), relation, name_source(testimony, account), order,
                testimony.who(telling), iri, telling.cited,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """What a speaker told one listener: a claim, and whether he told it the others too."""

    listener: str
    item: str
    relation: str
    said: str
    item_iri: str
    cited: Cited


def compare_listeners(testimony: Testimony, speaker: str, *, about: str | None = None) -> tuple[Version, ...]:
    """What a speaker told different listeners, of one subject if one is given.

    ``relation``: ``told to all``, ``told to some``, ``only to this one``, or ``contradicted`` by what another was told.

    >>> from kg.inquiry.testimony import open_testimony
    >>> rows = compare_listeners(open_testimony("data"), "Kim Il Sung", about="kim-il-sung")
    >>> len({row.listener for row in rows}) > 1
    True
    """
    who = testimony.same(testimony.find(speaker, "agent"))
    of = set(testimony.same(testimony.find(about, "thing"))) if about else None
    said = {iri for one in who for name in ("speaker", "speakerMember") for iri in testimony.subjects(one, kg(name))}
    heard: dict[str, dict[str, Telling]] = defaultdict(dict)
    for telling in testimony.tellings(said):
        for claim in map(testimony.claim, telling.states if supports(telling) else ()):
            if of is None or of & {*telling.about, claim.subject, claim.object}:
                for listener in telling.addressees:
                    heard[listener].setdefault(claim.iri, telling)
    return tuple(_versions(testimony, heard))


def _versions(testimony: Testimony, heard: Mapping[str, Mapping[str, Telling]]) -> Iterator[Version]:
    for listener in sorted(heard, key=testimony.label):
        for iri, telling in heard[listener].items():
            same = {claim.iri for claim in testimony.claims_like(iri)}
            against = {claim.iri for one in same for claim in testimony.against(one)}
            others = [set(claims) for other, claims in heard.items() if other != listener]
            also = [bool(same & claims) for claims in others]
            relation = "told to all" if also and all(also) else "told to some" if any(also) else "only to this one"
            if any(against & claims for claims in others):
                relation = "contradicted"
            when = testimony.when(telling.iri)
            days = " to ".join(day.isoformat() for day in dict.fromkeys((when.earliest, when.latest)) if day)
            yield Version(testimony.label(listener), testimony.label(iri), relation, days, iri, telling.cited)


@dataclass(frozen=True, slots=True)
class Change:
    """What one link of a chain does to one claim, against the link inside it."""

    link: int
    speaker: str
    change: str
    claim: str
    instead_of: str
    proposition_iri: str
    cited: Cited


def follow_story(testimony: Testimony, name: str) -> tuple[Change, ...]:
    """How what is claimed changes from the innermost statement of a chain out to the page.

    A link that states something of its own may *keep*, *add*, *drop*, *reverse* or *alter* what the link inside it
    states; one that states nothing of its own *passes it on*.

    >>> from kg.inquiry.testimony import open_testimony
    >>> {row.change for row in follow_story(open_testimony("data"), "114146-p09-1")} >= {"states", "adds"}
    True
    """
    chain = testimony.chain(testimony.find(name, "statement"))
    rows: list[Change] = []
    known: dict[str, Claim] = {}
    for number in range(len(chain), 0, -1):
        telling = chain[number - 1]
        own = {iri: testimony.claim(iri) for iri in telling.states}
        if number == len(chain):
            rows += [_change(testimony, number, telling, "states", claim) for claim in own.values()]
        elif own:
            rows += _compare_links(testimony, number, telling, own, known)
        else:
            rows += [_change(testimony, number, telling, "passes on", claim) for claim in known.values()]
        known = own or known
    return tuple(rows)


def _compare_links(
    testimony: Testimony, number: int, telling: Telling, own: Mapping[str, Claim], inner: Mapping[str, Claim]
) -> Iterator[Change]:
    matched: set[str] = set()
    for iri, claim in own.items():
        if iri in inner:
            matched.add(iri)
            yield _change(testimony, number, telling, "keeps", claim)
            continue
        before = next((one for one in inner.values() if one.iri not in matched and _akin(one, claim)), None)
        if before is None:
            yield _change(testimony, number, telling, "adds", claim)
            continue
        matched.add(before.iri)
        same = (before.object, before.modality) == (claim.object, claim.modality)
        yield _change(
            testimony, number, telling, "reverses" if same and before.negated != claim.negated else "alters", claim,
            before,
        )  # fmt: skip
    for iri, claim in inner.items():
        if iri not in matched:
            yield _change(testimony, number, telling, "drops", claim)


def _akin(one: Claim, other: Claim) -> bool:
    return (one.subject, one.predicate) == (other.subject, other.predicate)


def _change(
    testimony: Testimony, number: int, telling: Telling, change: str, claim: Claim, before: Claim | None = None
) -> Change:
    return Change(
        number, testimony.who(telling), change, claim.label, before.label if before else "", claim.iri, telling.cited
    )
