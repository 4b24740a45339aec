"""What is held against gold: drafts, or the statements of a built graph, in the scorer's form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Store

from kg.draft.record import DraftStatement
from kg.evaluate.agents import AgentIndex
from kg.evaluate.record import Gold, Scored
from kg.store import ask_store

__all__ = ["scored_drafts", "scored_graph"]

GRAPH_QUERY = """
PREFIX kg:   <https://w3id.org/hearsay/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?document ?statement ?start ?end ?speaker ?inferred ?to ?parent ?mode ?act ?modality ?polarity ?cue ?confidence
WHERE {
  ?statement a kg:Statement ; kg:passage ?passage ; kg:mode ?mode ; kg:act ?act .
  ?passage kg:inDocument ?document ; kg:start ?start ; kg:end ?end .
  OPTIONAL { ?statement kg:speaker ?speaker }
  OPTIONAL { ?statement kg:inferredSpeaker ?inferred }
  OPTIONAL { ?statement kg:addressee ?to }
  OPTIONAL { ?parent a kg:Statement ; kg:reportedStatement ?statement }
  OPTIONAL { ?statement kg:modality ?modality }
  OPTIONAL { ?statement kg:polarity ?polarity }
  OPTIONAL { ?statement kg:cue ?cue }
  OPTIONAL { ?statement kg:confidence ?confidence }
}
ORDER BY ?document ?start ?end ?statement ?to
"""


def scored_drafts(drafts: Iterable[DraftStatement], gold: Gold) -> list[Scored]:
    """Drafts with the slugs that gold has for their agents."""
    agents = AgentIndex(gold.forms)
    return [
        Scored(
            id=one.id,
            start=one.start,
            end=one.end,
            speaker=agents.find(one.speaker, one.speaker_text),
            mode=one.mode,
            act=one.act,
            addressees=_addressees(agents, one),
            parent=one.parent,
            modality=one.modality,
            polarity=one.polarity,
            cue=one.cue,
            cue_start=one.cue_start,
            confidence=one.confidence,
            rule=one.rule,
        )
        for one in drafts
    ]


def _addressees(agents: AgentIndex, draft: DraftStatement) -> tuple[str, ...]:
    words = draft.addressee_text if len(draft.addressees) == 1 else None
    return tuple(found for slug in draft.addressees if (found := agents.find(slug, words)) is not None)


def scored_graph(store: Store) -> dict[str, list[Scored]]:
    """The statements of a built graph by document; an inferred speaker counts as the speaker."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in ask_store(store, GRAPH_QUERY).values():
        rows[row[1]].append(row)
    found: dict[str, list[Scored]] = defaultdict(list)
    for statement, its_rows in rows.items():
        document, _, start, end, speaker, inferred, _, parent, mode, act, modality, polarity, cue, sure = its_rows[0]
        found[_last(document)].append(
            Scored(
                id=_last(statement),
                start=int(start),
                end=int(end),
                speaker=_last(speaker or inferred) or None,
                mode=_last(mode),
                act=_last(act),
                addressees=tuple(dict.fromkeys(_last(row[6]) for row in its_rows if row[6])),
                parent=_last(parent) or None,
                modality=_last(modality) or None,
                polarity=_last(polarity) or None,
                cue=cue or None,
                confidence=float(sure) if sure else None,
            )
        )
    return dict(found)


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
