"""The graph -> the records that all views share: references, statements, chains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.dates import date_in_words
from kg.iris import ONTOLOGY, VOCABULARY
from kg.pages.graph import REMEMBERED, Graph, Value
from kg.pages.links import Links
from kg.pages.records import Ref, Told
from kg.terms import PREFIXES, kg, voc

__all__ = ["Reader", "date_words", "short_name", "shorten"]

ELSEWHERE = {
    "http://www.cidoc-crm.org/cidoc-crm/": "crm:", "http://www.cidoc-crm.org/extensions/crminf/": "crminf:",
    "http://lawd.info/ontology/": "lawd:", "http://purl.org/spar/cito/": "cito:",
    "http://www.w3.org/2006/time#": "time:",
    "http://www.w3.org/ns/oa#": "oa:", "http://www.w3.org/ns/org#": "org:",
    "http://www.wikidata.org/entity/": "Wikidata ",
    "https://www.ica.org/standards/RiC/ontology#": "rico:",
}  # fmt: skip
# the longest stem first, so that a vocabulary inside another has its own prefix
SHORT = sorted(
    ({iri: f"{prefix}:" for prefix, iri in PREFIXES.items()} | ELSEWHERE).items(), key=lambda pair: -len(pair[0])
)
NEGATED = voc("polarity", "negated").value
DRAFT = voc("status", "draft").value


class Reader:
    """Reads one graph into records; what it has read it keeps."""

    def __init__(self, graph: Graph, links: Links) -> None:
        self.graph, self.links = graph, links
        self.ref = lru_cache(maxsize=REMEMBERED)(self._read_ref)
        self.told = lru_cache(maxsize=REMEMBERED)(self._read_told)

    def refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        """References to several things, in order of their names."""
        return tuple(sorted((self.ref(iri) for iri in iris), key=lambda ref: (ref.label.casefold(), ref.iri)))

    def linked(self, iri: str, *names: str) -> tuple[Ref, ...]:
        """References to what the properties of those names lead to."""
        return self.refs({one for name in names for one in self.graph.iris(iri, kg(name))})

    def linking(self, iri: str, *names: str) -> tuple[Ref, ...]:
        """References to what leads here by the properties of those names."""
        return self.refs({one for name in names for one in self.graph.subjects(iri, kg(name))})

    def value(self, value: Value) -> Ref:
        """A value as something to show: a thing by its name, a date in words, else the text."""
        if isinstance(value, NamedNode):
            return self.ref(value.value)
        if value.datatype.value.endswith(("#date", "/EDTF")):
            return Ref(date_in_words(value.value), kind="text")
        return Ref(value.value, kind="text")

    def kind(self, iri: str) -> str:
        """The kind of a thing: the word in its IRI, or empty for what is not the collection's."""
        rest = iri.removeprefix(self.graph.base)
        if rest == iri:
            return "concept" if iri.startswith(VOCABULARY) else "term" if iri.startswith(ONTOLOGY) else ""
        if rest.startswith("id/"):
            return rest.split("/")[1]
        return "passage" if "#" in rest else "document" if rest.startswith("doc/document") else rest.partition("/")[0]

    def document_of(self, passage: str) -> str | None:
        """The document in whose text a passage stands."""
        return self.graph.iri(passage, kg("inDocument"))

    def passage(self, iri: str) -> Ref:
        """A passage by its document's name."""
        document = self.document_of(iri)
        label = self.graph.label(document) if document else self.graph.label(iri)
        return Ref(label, self.links.find_address(iri), "passage", iri)

    def stated(self, statements: Iterable[str]) -> tuple[Told, ...]:
        """Statements as rows, in the order of documents and texts."""
        rows = (self.told(iri) for iri in set(statements))
        return tuple(sorted(rows, key=lambda row: (row.document.label, row.start, row.depth, row.slug)))

    def chain(self, statement: str) -> tuple[Told, ...]:
        """The statement after all that report it, outermost first."""
        found = [self.told(statement)]
        seen = {statement}
        while (above := found[0].reporter) is not None and above not in seen:
            seen.add(above)
            found.insert(0, self.told(above))
        return tuple(found)

    def attesters(self, iri: str) -> tuple[Ref, ...]:
        """Who says so: the speaker in whose words it stands and who reports those, else the document."""
        found: list[Ref] = []
        for one in self.graph.iris(iri, kg("attestedIn")):
            if self.kind(one) != "statement":
                found.append(self.ref(one))
                continue
            told = self.told(one)
            found += self._speakers(one)
            found += [replace(ref, label=f"as {ref.label} reports") for ref in told.according_to if not told.first_hand]
        return tuple(dict.fromkeys(found))

    def _speakers(self, statement: str) -> Sequence[Ref]:
        told = self.told(statement)
        return told.speaker or told.members or (Ref("a speaker not named", told.ref.address, "statement", statement),)

    def _read_ref(self, iri: str) -> Ref:
        kind = self.kind(iri)
        label = self.graph.labels.get(iri) or (self.graph.label(iri) if kind else short_name(iri))
        return Ref(label, self.links.find_address(iri), kind, iri)

    def _read_told(self, iri: str) -> Told:
        graph = self.graph
        passage = graph.iri(iri, kg("passage")) or ""
        document = self.document_of(passage) or ""
        speaker = self.linked(iri, "speaker")
        inferred = not speaker and bool(graph.iris(iri, kg("inferredSpeaker")))
        reporter = next((one for one in graph.iris(iri, kg("reportedIn")) if self.kind(one) == "statement"), None)
        slug = iri.rpartition("/")[2]
        section = self.graph.label(one) if (one := graph.iri(passage, kg("inSection"))) else ""
        stance = graph.iri(iri, kg("stance"))
        depth = graph.number(iri, kg("depth"))
        return Told(
            iri=iri,
            slug=slug,
            ref=Ref(graph.label(iri), self.links.find_address(iri), "statement", iri),
            speaker=self.linked(iri, "inferredSpeaker") if inferred else speaker,
            members=self.linked(iri, "speakerMember"),
            inferred=inferred,
            addressees=self.linked(iri, "addressee"),
            act=self._concept(iri, "act"),
            mode=self._concept(iri, "mode"),
            modality=self._concept(iri, "modality").label or "actual",
            negated=NEGATED in graph.iris(iri, kg("polarity")),
            stance=self.ref(stance) if stance else None,
            depth=depth,
            words=" ".join((graph.text(passage, kg("quote")) or "").split()),
            in_words=graph.text(iri, kg("inWords")) or graph.label(iri),
            document=self.ref(document) if document else Ref("a document"),
            section=section,
            start=graph.number(passage, kg("start")),
            end=graph.number(passage, kg("end")),
            passage=self.passage(passage) if passage else Ref("no passage"),
            according_to=tuple(self._according_to(reporter, document, section)),
            reporter=reporter,
            draft=DRAFT in graph.iris(iri, kg("status")),
            disputable=graph.text(iri, kg("disputable")) == "true",
            date=graph.text(iri, kg("date")),
        )

    def _according_to(self, reporter: str | None, document: str, section: str) -> Sequence[Ref]:
        """Who reports it: the speaker of the statement around it, else the part of the document that has it."""
        if reporter is not None:
            return self._speakers(reporter)
        if not document:
            return ()
        label = f"the document’s {section}" if section and section != "body" else "the document"
        return (Ref(label, self.links.find_address(document), "document", document),)

    def _concept(self, iri: str, name: str) -> Ref:
        found = self.graph.iri(iri, kg(name))
        return self.ref(found) if found else Ref("")


def short_name(iri: str) -> str:
    """An IRI of elsewhere as a person would say it: by its prefix, else without its scheme.

    >>> short_name("http://www.wikidata.org/entity/Q15180"), short_name("https://creativecommons.org/licenses/by/4.0/")
    ('Wikidata Q15180', 'creativecommons.org/licenses/by/4.0')
    """
    for stem, prefix in SHORT:
        if iri.startswith(stem) and iri != stem:
            return f"{prefix}{iri.removeprefix(stem)}"
    return re.sub(r"^https?://(?:www\.)?", "", iri).rstrip("/#")


def date_words(graph: Graph, iri: str) -> str | None:
    """The date of a thing in words, if the graph gives one."""
    found = graph.values(iri, kg("date"))
    return " or ".join(date_in_words(one.value) for one in found if isinstance(one, Literal)) or None


def shorten(text: str, most: int) -> str:
    """``text`` on one line, cut between words.

    >>> shorten("one two  three", 9)
    'one two …'
    """
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= most else squeezed[: most - 1].rsplit(" ", 1)[0] + " …"
