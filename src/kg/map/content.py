"""Propositions and judgements -> quads, and the plain facts that a judgement warrants."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal, NamedNode, Quad

from kg.collection import Collection
from kg.dates import day_in_words, spans_overlap
from kg.map.things import Things
from kg.model import Judgement, Proposition
from kg.terms import XSD, Describer, english, kg, text, voc

__all__ = ["describe_proposition", "map_contradictions", "map_judgements"]


def describe_proposition(things: Things, slug: str, proposition: Proposition, out: Describer) -> None:
    """Describe one proposition in ``out``."""
    node = things.node("proposition", slug)
    out.begin(node, "Proposition", label_of_proposition(things, proposition))
    out.add(node, kg("subject"), things.thing(proposition.subject))
    out.add(node, kg("predicate"), kg(proposition.predicate))
    value = object_of(things, proposition)
    out.add(node, kg("objectValue" if isinstance(value, Literal) else "object"), value)
    out.add(node, kg("objectUpTo"), _number(proposition.up_to) if proposition.up_to else None)
    out.add_text(node, kg("unit"), proposition.unit)
    out.add(node, kg("polarity"), voc("polarity", proposition.polarity))
    out.add(node, kg("modality"), voc("modality", proposition.modality))
    out.add_date(node, proposition.date)
    out.add(node, kg("place"), things.thing(proposition.location) if proposition.location else None)


def object_of(things: Things, proposition: Proposition) -> NamedNode | Literal:
    """The object of a proposition: a thing, a number, or ``kg:unspecified``."""
    if proposition.value is not None:
        return _number(proposition.value)
    return things.thing(proposition.object) if proposition.object else kg("unspecified")


def _number(digits: str) -> Literal:
    return Literal(digits, datatype=XSD("decimal" if "." in digits else "integer"))


def label_of_proposition(things: Things, proposition: Proposition) -> str:
    """A proposition as a short sentence: subject, predicate in words, object."""
    verb = "".join(f" {c.lower()}" if c.isupper() else c for c in proposition.predicate)
    words = [things.label(proposition.subject)]
    if proposition.modality != "actual":
        words.append(f"({proposition.modality})")
    words += ["not:"] if proposition.polarity == "negated" else []
    amount = " to ".join(filter(None, (proposition.value, proposition.up_to)))
    number = " ".join(filter(None, (amount, proposition.unit)))
    words += [verb, number or (things.label(proposition.object) if proposition.object else "(unspecified)")]
    words += [f"in {things.label(proposition.location)}"] if proposition.location else []
    words += [f"({day_in_words(proposition.date)})"] if proposition.date else []
    return " ".join(words)


def map_contradictions(collection: Collection) -> list[Quad]:
    """Pairs of propositions that cannot both hold: same parts, opposite polarity, dates that can be one.

    Silence is not denial, and two plans or suppositions do not contradict each other: only what is claimed as actual.
    """
    things = Things(collection)
    out = things.graph("inferences")
    groups: dict[tuple[str | None, ...], list[Proposition]] = defaultdict(list)
    for one in collection.propositions().values():
        if one.modality != "actual":
            continue
        groups[one.subject, one.predicate, one.object, one.value, one.up_to, one.unit].append(one)
    for group in groups.values():
        affirmed = [one for one in group if one.polarity == "affirmed"]
        for denial in (one for one in group if one.polarity == "negated"):
            for claim in affirmed:
                places = {claim.location, denial.location} - {None}
                if len(places) < 2 and spans_overlap(claim.date, denial.date):
                    left, right = (things.node("proposition", p.slug) for p in (claim, denial))
                    out.add(left, kg("contradicts"), right)
                    out.add(right, kg("contradicts"), left)
    return out.quads


def map_judgements(collection: Collection) -> list[Quad]:
    """The quads of the facts graph: the judgements, what they judge, and the facts they warrant."""
    things = Things(collection)
    out = things.graph("facts")
    for judgement in collection.judgements:
        _describe_judgement(things, judgement, out)
    return out.quads


def _describe_judgement(things: Things, judgement: Judgement, out: Describer) -> None:
    node = things.node("judgement", judgement.id)
    out.begin(node, "Judgement", judgement.id.replace("-", " "))
    out.add(node, kg("verdict"), voc("verdict", judgement.verdict))
    out.add(node, kg("reason"), english(judgement.reason))
    out.add(node, kg("judge"), text(judgement.judge))
    out.add_date(node, judgement.date)
    out.add_all(node, kg("restsOn"), (things.node("statement", name) for name in judgement.rests_on))
    for proposition in judgement.propositions:
        judged = things.node("proposition", proposition.slug)
        describe_proposition(things, proposition.slug, proposition, out)
        out.add(node, kg("judges"), judged)
        stands = proposition.polarity == "affirmed" and proposition.modality == "actual"
        if judgement.verdict == "accepted" and stands:
            out.add(judged, kg("warrantedBy"), node)
            if proposition.object or proposition.value:
                subject = things.thing(proposition.subject)
                out.add(subject, kg(proposition.predicate), object_of(things, proposition))
