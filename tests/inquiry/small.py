"""Small collections for the inquiries' cases: a few lines of YAML -> a store, with the real sentences and inferences.

A claim is written ``subject predicate object``, after it ``not``, ``planned`` or ``@1956-07`` where they apply.
Documents and statements are written as in the cases beside this file; whoever is named is a person unless listed under
``groups``.  ``facts`` are the editors' plain facts, ``rejected`` the claims that they reject.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.infer import infer_triples
from kg.inquiry.testimony import Testimony
from kg.iris import Iris
from kg.model import Passage, Place, Proposition, Statement
from kg.store import store_of
from kg.terms import RDF, VOID, Describer, integer, kg, text, voc
from kg.words import DocumentWords, sentence_of

BASE = "https://example.org/"
IRIS = Iris(BASE)


def make_claim(written: str) -> Proposition:
    """The proposition that a line of a case means."""
    words = written.split()
    flags = {word for word in words if word in ("not", "planned")}
    date = next((word[1:] for word in words if word.startswith("@")), None)
    subject, predicate, thing = [word for word in words if word not in flags and not word.startswith("@")]
    number = thing.isdigit()
    return Proposition(
        subject, predicate, None if number else thing, value=thing if number else None,
        polarity="negated" if "not" in flags else "affirmed", modality="planned" if "planned" in flags else "actual",
        date=date,
    )  # fmt: skip


class Small:
    """Builds one case's quads."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.out = Describer(IRIS.graph("case"))
        self.kinds = dict.fromkeys(case.get("groups", ()), "group") | dict.fromkeys(case.get("meetings", ()), "meeting")
        self.kinds |= dict.fromkeys(case["documents"], "document")
        self.statements: dict[str, Statement] = {}

    def node(self, slug: str, kind: str | None = None) -> NamedNode:
        """The node of a thing; described as it is first named."""
        kind = kind or self.kinds.get(slug, "person")
        node = NamedNode(IRIS.thing(kind, slug))
        self.out.begin(node, kind.capitalize(), slug)
        return node

    def build(self) -> Testimony:
        """The case as a testimony."""
        self.out.add(NamedNode(f"{BASE}dataset"), RDF("type"), VOID("Dataset"))
        for slug, facts in self.case["documents"].items():
            self.add_document(slug, facts or {})
        for slug, facts in self.case.get("meetings", {}).items():
            self.out.add_date(self.node(slug), str(facts["date"]) if "date" in facts else None)
            for agent in facts.get("present", ()):
                self.add_presence(slug, agent)
        for told in self.case["statements"]:
            self.add_statement(told)
        for line in self.case.get("facts", ()):
            subject, predicate, thing = line.split()
            self.out.add(self.node(subject), kg(predicate), self.node(thing))
        for line in self.case.get("rejected", ()):
            judgement = self.node("verdict-" + make_claim(line).slug, "judgement")
            self.out.add(judgement, kg("verdict"), voc("verdict", "rejected"))
            self.out.add(judgement, kg("judges"), self.add_claim(line))
        self.add_contradictions()
        quads = set(self.out.quads)
        graph = NamedNode(IRIS.graph("inferences"))
        quads |= {Quad(t.subject, t.predicate, t.object, graph) for t in infer_triples(quads)}
        return Testimony(store_of(sorted(quads, key=str)))

    def add_document(self, slug: str, facts: dict[str, Any]) -> None:
        node = self.node(slug)
        self.out.add_date(node, str(facts["date"]) if "date" in facts else None)
        held = facts.get("held", True)
        self.out.add(node, kg("availability"), voc("availability", "held" if held else "mentioned-only"))
        self.out.add(node, kg("text"), text("the text") if held else None)
        if "record" in facts:
            self.out.add(node, kg("recordOf"), self.node(facts["record"]))
        for name in ("author", "distributedTo"):
            for agent in facts.get(name, ()):
                self.out.add(node, kg(name), self.node(agent))

    def add_presence(self, meeting: str, agent: str) -> None:
        node = self.node(f"{meeting}-{agent}", "attendance")
        self.out.add(node, kg("attendee"), self.node(agent))
        self.out.add(node, kg("attendedEvent"), self.node(meeting))

    def add_claim(self, line: str) -> NamedNode:
        claim = make_claim(line)
        node = self.node(claim.slug, "proposition")
        self.out.add(node, kg("subject"), self.node(claim.subject))
        self.out.add(node, kg("predicate"), kg(claim.predicate))
        self.out.add(node, kg("object"), self.node(claim.object) if claim.object else None)
        self.out.add(node, kg("objectValue"), Literal(int(claim.value)) if claim.value else None)
        self.out.add(node, kg("polarity"), voc("polarity", claim.polarity))
        self.out.add(node, kg("modality"), voc("modality", claim.modality))
        self.out.add_date(node, claim.date)
        return node

    def add_statement(self, told: dict[str, Any]) -> None:
        parent = self.statements.get(told["in"])
        document = parent.passage.document if parent else told["in"]
        number = len(self.statements) * 100
        by = told.get("by", [])
        speakers = by if isinstance(by, list) else [by]
        statement = Statement(
            told["id"], Passage(document, number, number + 50), parent.depth + 1 if parent else 1,
            parent.id if parent else None, Place("case", 1), told.get("act", "inform"),
            modality=told.get("modality", "actual"), polarity=told.get("polarity", "affirmed"),
            speaker=speakers[0] if len(speakers) == 1 else None, inferred_speaker=told.get("inferred"),
            speaker_members=tuple(speakers) if len(speakers) > 1 else (), addressees=tuple(told.get("to", ())),
            presence=tuple(told.get("present", ())), during=told.get("during"), via=told.get("via"),
            date=str(told["date"]) if "date" in told else None, status=told.get("status", "reviewed"),
        )  # fmt: skip
        self.statements[statement.id] = statement
        self.describe(statement, told)

    def describe(self, statement: Statement, told: dict[str, Any]) -> None:
        out, node = self.out, self.node(statement.id, "statement")
        document = statement.passage.document
        out.add(self.node(statement.parent, "statement") if statement.parent else self.node(document),
                kg("reportedStatement"), node)  # fmt: skip
        words = told.get("words", f"the words of {statement.id}")
        passage = NamedNode(IRIS.passage(document, statement.passage.start, statement.passage.end))
        out.begin(passage, "Passage", str(passage.value))
        out.add(passage, kg("quote"), text(words))
        out.add(passage, kg("start"), integer(statement.passage.start))
        out.add(passage, kg("inDocument"), self.node(document))
        out.add(passage, kg("inSection"), voc("section", told.get("section", "body")))
        out.add(node, kg("passage"), passage)
        out.add(node, kg("depth"), integer(statement.depth))
        made = (statement.modality, statement.polarity) == ("actual", "affirmed")
        chain = [statement]
        while chain[0].parent:
            chain.insert(0, self.statements[chain[0].parent])
        out.add(node, kg("inWords"), text(sentence_of(DocumentWords(document, None), chain, words, label_of=str)))
        for scheme in ("act", "modality", "polarity", "status"):
            out.add(node, kg(scheme), voc(scheme, getattr(statement, scheme)))
        for name, slugs in (
            ("speaker", [statement.speaker]), ("inferredSpeaker", [statement.inferred_speaker]),
            ("speakerMember", statement.speaker_members), ("addressee", statement.addressees),
            ("actualAddressee", statement.addressees if made else ()),
            ("inPresenceOf", statement.presence), ("saidDuring", [statement.during]), ("viaDocument", [statement.via]),
            ("about", told.get("about", ())),
        ):  # fmt: skip
            out.add_all(node, kg(name), (self.node(slug) for slug in slugs if slug))
        out.add_date(node, statement.date)
        out.add_all(node, kg("states"), (self.add_claim(line) for line in told.get("states", ())))

    def add_contradictions(self) -> None:
        """As the build does: the same parts, opposite polarity."""
        lines = {line for told in self.case["statements"] for line in told.get("states", ())}
        claims = {line: make_claim(line) for line in lines}
        for one in claims.values():
            for other in claims.values():
                parts = [(c.subject, c.predicate, c.object, c.value, c.modality, c.date) for c in (one, other)]
                if parts[0] == parts[1] and one.polarity != other.polarity and one.modality == "actual":
                    left, right = (self.node(c.slug, "proposition") for c in (one, other))
                    self.out.add(left, kg("contradicts"), right)
