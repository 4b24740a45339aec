"""A store -> the records that pictures are drawn from, by SPARQL and nothing else.

``target`` turns a thing's IRI into the address of its page (a server's, or relative to a page of a static site);
by default links lead to the IRIs themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from pyoxigraph import NamedNode, Store

from kg.dates import day_in_words
from kg.errors import BadValue
from kg.pictures.records import (
    Chain,
    Claim,
    Dated,
    Link,
    NetworkEdge,
    NetworkGraph,
    NetworkNode,
    SourceBox,
    StatementBox,
    Timeline,
    Verdict,
)  # fmt: skip
from kg.store import ask_store

__all__ = ["find_chain", "gather_network", "gather_timeline"]

Target = Callable[[str], str | None]
Row = dict[str, str]
MOST_ASKED = 500  # things in one query: the guard of the store allows 200,000 characters
TIMELINE_KINDS = ("held", "mentioned", "meeting", "event")


def _itself(iri: str) -> str:
    return iri


def _ask(store: Store, query: str) -> list[Row]:
    found = ask_store(store, query, name="query of a picture")
    return [dict(zip(found.columns, values, strict=True)) for values in found.values()]


def _term(iri: str) -> str:
    """``<iri>``; a node and not text, so that no value can become syntax."""
    try:
        return str(NamedNode(iri))
    except ValueError:
        raise BadValue("IRI", iri, "an absolute IRI") from None


def _labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """The preferred label of each thing, else its label, else the end of its IRI; one query for many."""
    wanted = sorted(set(iris) - {""})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), MOST_ASKED):
        rows = _ask(
            store,
            f"""SELECT ?thing (MIN(?preferred) AS ?best) (MIN(?plain) AS ?other) {{
              VALUES ?thing {{ {" ".join(_term(iri) for iri in wanted[start : start + MOST_ASKED])} }}
              OPTIONAL {{ ?thing skos:prefLabel ?preferred }} OPTIONAL {{ ?thing rdfs:label ?plain }}
            }} GROUP BY ?thing""",
        )
        found |= {row["thing"]: row["best"] or row["other"] for row in rows}
    return {iri: found.get(iri) or _end(iri) for iri in wanted}


def _end(iri: str) -> str:
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]


def _words_of(concept: str) -> str:
    return _end(concept).replace("-", " ")


# The chain


def find_chain(store: Store, statement: str, *, target: Target = _itself) -> Chain | None:
    """The chain of a statement, or none where the graph holds no such statement with a document above it."""
    found = _links(store, statement)
    if not found:
        return None
    document = found[0]["reporter"]
    labels = _labels(store, _people(found) | {document})
    query = f"SELECT ?passage ?quote {{ {_term(statement)} kg:passage ?passage . ?passage kg:quote ?quote }}"
    words = _ask(store, query)
    first = min(words, key=lambda row: row["passage"], default={"passage": "", "quote": ""})
    return Chain(
        _source(store, document, labels, target),
        tuple(_statement(row, labels, target) for row in found),
        Link(first["quote"], target(first["passage"]) if first["passage"] else None),
        _claims(store, statement, target),
    )


def _links(store: Store, statement: str) -> list[Row]:
    """The statement and those that report it, outermost first, each with its values; several in one, after a blank."""
    optional = "speaker inferredSpeaker viaDocument date stance".split()
    several = "speakerMember addressee".split()
    rows = _ask(
        store,
        f"""SELECT ?it ?reporter ?act ?mode ?modality ?polarity ?status
            {" ".join(f"(MIN(?_{name}) AS ?{name})" for name in optional)}
            {" ".join(f"(GROUP_CONCAT(DISTINCT STR(?_{name})) AS ?{name})" for name in several)}
        {{ {_term(statement)} (^kg:reportedStatement)* ?it .
          ?reporter kg:reportedStatement ?it .
          ?it kg:act ?act ; kg:mode ?mode ; kg:modality ?modality ; kg:polarity ?polarity ; kg:status ?status .
          {" ".join(f"OPTIONAL {{ ?it kg:{name} ?_{name} }}" for name in (*optional, *several))}
        }} GROUP BY ?it ?reporter ?act ?mode ?modality ?polarity ?status""",
    )
    by_iri = {row["it"]: row for row in rows}
    chain: list[Row] = []
    while statement in by_iri and len(chain) < len(by_iri):
        chain.insert(0, by_iri[statement])
        statement = chain[0]["reporter"]
    return chain


def _people(rows: Iterable[Row]) -> set[str]:
    names = "speaker inferredSpeaker viaDocument speakerMember addressee".split()
    return {iri for row in rows for name in names for iri in row[name].split()}


def _source(store: Store, document: str, labels: dict[str, str], target: Target) -> SourceBox:
    rows = _ask(
        store,
        f"""SELECT (MIN(?kind_) AS ?kind) (MIN(?date_) AS ?date) {{
          OPTIONAL {{ {_term(document)} kg:documentKind ?kind_ }} OPTIONAL {{ {_term(document)} kg:date ?date_ }}
        }}""",
    )
    kind, day = rows[0]["kind"], rows[0]["date"]
    title = Link(labels[document], target(document))
    return SourceBox(title, _words_of(kind) if kind else "document", _date_in_words(day))


def _statement(row: Row, labels: dict[str, str], target: Target) -> StatementBox:
    speaker = row["speaker"] or row["inferredSpeaker"]
    return StatementBox(
        target(row["it"]),
        _words_of(row["act"]),
        speaker=labels[speaker] if speaker else None,
        inferred=not row["speaker"] and bool(speaker),
        members=_names(row["speakerMember"], labels),
        addressees=_names(row["addressee"], labels),
        mode=_end(row["mode"]),
        modality=_end(row["modality"]),
        negated=_end(row["polarity"]) == "negated",
        stance=_end(row["stance"]) or None,
        via=labels[row["viaDocument"]] if row["viaDocument"] else None,
        date=_date_in_words(row["date"]),
        draft=_end(row["status"]) == "draft",
    )


def _names(iris: str, labels: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(labels[iri] for iri in iris.split()))


def _claims(store: Store, statement: str, target: Target) -> tuple[Claim, ...]:
    """What a statement states, with what contradicts each and the judgements on it, in order of their labels."""
    rows = _ask(
        store,
        f"""SELECT DISTINCT ?claim ?against ?judgement ?verdict ?reason {{
          {_term(statement)} kg:states ?claim .
          OPTIONAL {{ {{ ?claim kg:contradicts ?against }} UNION {{ ?against kg:contradicts ?claim }} }}
          OPTIONAL {{ ?judgement kg:judges ?claim ; kg:verdict ?verdict ; kg:reason ?reason }}
        }}""",
    )
    labels = _labels(store, {row[name] for row in rows for name in ("claim", "against")})
    against: dict[str, set[str]] = defaultdict(set)
    verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for row in rows:
        against[row["claim"]] |= {row["against"]} - {""}
        if iri := row["judgement"]:
            verdicts[row["claim"]][iri] = Verdict(target(iri), _words_of(row["verdict"]), row["reason"])
    claims = sorted({row["claim"] for row in rows}, key=lambda iri: (labels[iri], iri))
    return tuple(
        Claim(
            Link(labels[claim], target(claim)),
            tuple(Link(labels[other], target(other)) for other in sorted(against[claim])),
            tuple(verdict for _, verdict in sorted(verdicts[claim].items())),
        )
        for claim in claims
    )


# The timeline


def gather_timeline(store: Store, *, kinds: Iterable[str] = TIMELINE_KINDS, target: Target = _itself) -> Timeline:
    """Dated documents (``held``, ``mentioned``), ``meeting`` and ``event``; how many of those kinds have no date."""
    rows = _ask(
        store,
        """SELECT ?thing ?kind (MIN(?label_) AS ?label) (MIN(?date_) AS ?date)
               (MIN(?earliest_) AS ?earliest) (MAX(?latest_) AS ?latest) {
          { ?thing a kg:Document . OPTIONAL { ?thing kg:availability ?known }
            BIND (IF(BOUND(?known) && ?known = availability:held, "held", "mentioned") AS ?kind) }
          UNION { ?thing a kg:Meeting . BIND ("meeting" AS ?kind) }
          UNION { ?thing a kg:Event . FILTER NOT EXISTS { ?thing a kg:Meeting } BIND ("event" AS ?kind) }
          OPTIONAL { ?thing skos:prefLabel|rdfs:label ?label_ }
          OPTIONAL { ?thing kg:date ?date_ ; kg:earliest ?earliest_ ; kg:latest ?latest_ }
        } GROUP BY ?thing ?kind ORDER BY ?thing ?kind""",
    )
    wanted = [row for row in rows if row["kind"] in set(kinds)]
    dated = tuple(_dated(row, target) for row in wanted if row["earliest"])
    return Timeline(dated, len(wanted) - len(dated))


def _dated(row: Row, target: Target) -> Dated:
    return Dated(
        row["kind"],
        Link(row["label"] or _end(row["thing"]), target(row["thing"])),
        date.fromisoformat(row["earliest"]),
        date.fromisoformat(row["latest"]),
        _date_in_words(row["date"]) or row["earliest"],
        unsure=any(mark in row["date"] for mark in "?~%"),
    )


# The network


def gather_network(
    store: Store,
    *,
    period: tuple[date, date] | None = None,
    first_hand_only: bool = False,
    about: str | None = None,
    target: Target = _itself,
    pair_target: Callable[[str, str], str | None] | None = None,
) -> NetworkGraph:
    """Who, by the documents, really spoke to whom: planned, hypothetical and negated statements do not count.

    A statement is of ``period`` if its date can be; its date is its own, else that of the meeting in which it was
    made, else, where the document itself reports it, that of the document's meeting or of the document.  Those
    without a date are left out of a period and counted.  ``pair_target`` gives the page of a pair, from two IRIs.
    """
    rows = _said(store, about)
    if first_hand_only:
        rows = [row for row in rows if row["depth"] == "1"]
    undated = {row["it"] for row in rows if period and not row["earliest"]}
    rows = [row for row in rows if not period or _within(row, period)]
    counts: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for row in rows:
        counts[row["speaker"], row["addressee"]][row["depth"] == "1"] += 1
    edges = tuple(
        NetworkEdge(one, other, count[True], count[False], pair_target(one, other) if pair_target else None)
        for (one, other), count in sorted(counts.items())
    )
    scope = _scope(store, period, first_hand_only, about)
    return NetworkGraph(_nodes(store, rows, target), edges, scope, len(undated))


def _said(store: Store, about: str | None) -> list[Row]:
    """A row for each statement and addressee, with depth and the days on which it can have been made."""
    return _ask(
        store,
        f"""SELECT ?it ?speaker ?addressee ?depth (MIN(?from) AS ?earliest) (MAX(?to) AS ?latest) {{
          ?it kg:actualAddressee ?addressee ; kg:depth ?depth ; kg:speaker ?speaker .
          FILTER (?speaker != ?addressee)
          {f"?it kg:about {_term(about)} ." if about else ""}
          OPTIONAL {{ ?it kg:earliest ?own ; kg:latest ?own_end }}
          OPTIONAL {{ ?it kg:saidDuring [ kg:earliest ?meeting ; kg:latest ?meeting_end ] }}
          OPTIONAL {{ ?document kg:reportedStatement ?it .
            {{ ?document kg:recordOf [ kg:earliest ?record ; kg:latest ?record_end ] }}
            UNION {{ FILTER NOT EXISTS {{ ?document kg:recordOf [ kg:earliest [] ] }}
              ?document a kg:Document ; kg:earliest ?record ; kg:latest ?record_end }} }}
          BIND (COALESCE(?own, ?meeting, ?record) AS ?from)
          BIND (COALESCE(?own_end, ?meeting_end, ?record_end) AS ?to)
        }} GROUP BY ?it ?speaker ?addressee ?depth""",
    )


def _within(row: Row, period: tuple[date, date]) -> bool:
    if not row["earliest"]:
        return False
    return date.fromisoformat(row["earliest"]) <= period[1] and period[0] <= date.fromisoformat(row["latest"])


def _nodes(store: Store, rows: list[Row], target: Target) -> tuple[NetworkNode, ...]:
    said = Counter(one for one, _ in {(row["speaker"], row["it"]) for row in rows})
    told = Counter(one for one, _ in {(row["addressee"], row["it"]) for row in rows})
    names = sorted({*said, *told})
    labels = _labels(store, names)
    groups = {row["thing"] for row in _ask(store, "SELECT DISTINCT ?thing { ?thing a kg:Group }")}
    return tuple(
        NetworkNode(iri, Link(labels[iri], target(iri)), iri in groups, said[iri], told[iri]) for iri in names
    )  # fmt: skip


def _scope(store: Store, period: tuple[date, date] | None, first_hand_only: bool, about: str | None) -> tuple[str, ...]:
    """What was asked for, in words."""
    found = [f"{day_in_words(period[0].isoformat())} to {day_in_words(period[1].isoformat())}"] if period else []
    found += ["what a document itself reports"] if first_hand_only else []
    found += [f"about {_labels(store, [about])[about]}"] if about else []
    return tuple(found)


def _date_in_words(edtf: str) -> str | None:
    """An EDTF date as a picture has it: an interval in words, an uncertain one with its mark spelled out.

    >>> _date_in_words("1956-09-10"), _date_in_words("1956-09?"), _date_in_words("1956-08-30/1956-08-31")
    ('10 September 1956', 'September 1956 (uncertain)', '30 August 1956 to 31 August 1956')
    """
    if not edtf:
        return None
    marks = {"?": " (uncertain)", "~": " (about)", "%": " (uncertain, about)"}
    ends = [(day_in_words(end.rstrip("?~%")) + marks.get(end[-1:], "")) for end in edtf.split("/")]
    return " to ".join(ends)
