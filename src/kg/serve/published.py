"""What a collection publishes: for each address under its root the thing, and the triples that describe it.

The live server and the writer of the static site use this alike.  A description says what is said of the thing and
what points to it (in pages, with the total), the passages that its facts rest on, the labels of everything it names,
and of the document that holds the description: its topic, data set and licence.

    doc/{kind}/{slug}          a thing, whose IRI is {base}id/{kind}/{slug}
    doc/document/{slug}.txt    a document's text, whose fragments are the passages
    graph/{name}   dataset   void   question/{name}   ontology   ontology/{version}   vocabulary/{scheme}[/{concept}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)  # fmt: skip

from kg.describe import PAGE_SIZE, Description, describe_thing, find_label
from kg.iris import ONTOLOGY, SLUG, VOCABULARY
from kg.questions import Question, load_questions
from kg.resources import find_resources
from kg.serve.catalogue import (
    DUMPS,
    Statistics,
    count_graph,
    describe_dataset,
    describe_partitions,
    describe_question,
    make_dump,
)  # fmt: skip
from kg.settings import Settings
from kg.terms import DCTERMS, FOAF, OWL, RDF, RDFS, VOID, Namespace, english, kg

__all__ = ["Published", "Resource"]

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
ONTOLOGY_IRI = ONTOLOGY.removesuffix("#")
GENERATED = f"{ONTOLOGY}genid-"  # what is a blank node in the file of the ontology


@dataclass(frozen=True, slots=True)
class Resource:
    """Something with an address: its path under the root, the IRI of what is described there, and its sort.

    ``document`` says whether the IRI is that of the address itself, or of a thing that is no document.  ``total`` is
    how many facts point to the thing, ``pages`` how many pages they make.
    """

    path: str
    iri: str
    sort: str
    title: str
    classes: tuple[str, ...] = ()
    document: bool = False
    total: int = 0

    @property
    def pages(self) -> int:
        """How many pages the description has."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def kind(self) -> str:
        """The kind of thing, as its IRI has it; else its sort."""
        return self.path.split("/")[1] if self.sort == "thing" else self.sort


class Published:
    """The resources of one build at one base; ``live`` says whether a SPARQL endpoint stands beside them.

    >>> from kg.iris import Iris
    >>> Published(Store(), Settings("None", Iris("https://example.org/"))).find("doc/person/nobody") is None
    True
    """

    def __init__(
        self, store: Store, settings: Settings, *, questions: Mapping[str, Question] | None = None, live: bool = True
    ) -> None:
        self.store, self.settings, self.live = store, settings, live
        self.base = settings.iris.base
        self.dataset = f"{self.base}dataset"
        self.questions = load_questions() if questions is None else questions
        self._dumps: dict[str, bytes] = {}

    # ------------------------------------------------------------ what there is

    def find(self, path: str) -> Resource | None:
        """The resource at a path under the root, or none."""
        first, _, rest = path.partition("/")
        if path in ("dataset", "void"):
            kind = "Dataset" if path == "dataset" else "DatasetDescription"
            return self._whole(path, self.base + path, path, VOID(kind))
        if first == "doc":
            return self._find_text(path, rest) if rest.endswith(".txt") else self._find_thing(path, rest)
        if first == "graph" and SLUG.fullmatch(rest):
            iri = self.base + path
            return self._whole(path, iri, "graph", VOID("Dataset")) if self._names(iri) else None
        if first == "question" and rest in self.questions:
            return Resource(path, self.base + path, "question", self.questions[rest].summary, (), document=True)
        if first == "ontology":
            return self._find_ontology(path, rest)
        return self._find_concept(path, rest) if first == "vocabulary" else None

    def find_thing(self, kind: str, slug: str) -> Resource | None:
        """The thing of that kind and slug, or none."""
        return self.find(f"doc/{kind}/{slug}") if SLUG.fullmatch(kind) and SLUG.fullmatch(slug) else None

    def paths(self) -> Iterator[str]:
        """Yield the path of every resource, each once, in order."""
        yield from ("dataset", "void")
        for iri in sorted(self._own):
            rest = iri.removeprefix(self.base)
            if rest.startswith("id/"):
                yield f"doc/{rest.removeprefix('id/')}"
            elif rest.startswith("graph/"):
                yield rest
        yield from (f"doc/document/{slug}.txt" for slug in sorted(self._texts))
        yield from (f"question/{name}" for name in sorted(self.questions))
        yield "ontology"
        yield from (f"ontology/{version}" for version in self._versions)
        found = {quad.subject.value for quad in _ontology() if isinstance(quad.subject, NamedNode)}
        known = sorted(iri.replace(VOCABULARY, "vocabulary/") for iri in found if iri.startswith(VOCABULARY))
        yield from (path for path in known if self.find(path))

    def text(self, slug: str) -> str | None:
        """The text of a document, or none where the collection does not hold it."""
        return self._texts.get(slug)

    def _find_thing(self, path: str, rest: str) -> Resource | None:
        kind, _, slug = rest.partition("/")
        iri = f"{self.base}id/{rest}"
        if not (SLUG.fullmatch(kind) and SLUG.fullmatch(slug) and iri in self._own):
            return None
        return self._thing(path, iri, "thing")

    def _find_text(self, path: str, rest: str) -> Resource | None:
        slug = rest.removeprefix("document/").removesuffix(".txt")
        if not rest.startswith("document/") or slug not in self._texts:
            return None
        document = NamedNode(f"{self.base}id/document/{slug}")
        title = f"The text of {find_label(self.store, document) or slug}"
        return Resource(path, self.base + path, "text", title, (FOAF("Document").value,), document=True)

    def _find_ontology(self, path: str, version: str) -> Resource | None:
        if path != "ontology" and version not in self._versions:
            return None
        iri = f"{ONTOLOGY_IRI}/{version}" if version else ONTOLOGY_IRI
        return self._whole(path, iri, "ontology", OWL("Ontology"))

    def _find_concept(self, path: str, rest: str) -> Resource | None:
        parts = rest.split("/")
        if len(parts) > 2 or not all(SLUG.fullmatch(part) for part in parts) or not self._names(VOCABULARY + rest):
            return None
        return self._thing(path, VOCABULARY + rest, "concept" if len(parts) == 2 else "vocabulary")

    def _thing(self, path: str, iri: str, sort: str) -> Resource:
        node = NamedNode(iri)
        pointing = {quad.triple for quad in self.store.quads_for_pattern(None, None, node, None)}
        kinds = self.store.quads_for_pattern(node, RDF("type"), None, None)
        classes = tuple(sorted({quad.object.value for quad in kinds if isinstance(quad.object, NamedNode)}))
        return Resource(path, iri, sort, find_label(self.store, node) or iri, classes, total=len(pointing))

    def _whole(self, path: str, iri: str, sort: str, kind: NamedNode) -> Resource:
        title = find_label(self.store, NamedNode(iri)) or f"Description of {self.settings.title}"
        return Resource(path, iri, sort, title, (kind.value,), document=True)

    def _names(self, iri: str) -> bool:
        return next(self.store.quads_for_pattern(NamedNode(iri), None, None, None), None) is not None

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The IRIs of the ontology's versions and terms, which are fragments of it."""
        found = {quad.subject.value for quad in _ontology() if isinstance(quad.subject, NamedNode)}
        versions = (f"{ONTOLOGY_IRI}/{version}" for version in self._versions)
        ours = (iri for iri in found if iri.startswith(ONTOLOGY) and not iri.startswith(GENERATED))
        return (*versions, *sorted(ours))

    @cached_property
    def _own(self) -> frozenset[str]:
        """The IRIs under the base that the graph speaks of."""
        terms = {term.value for quad in self.store for term in (quad.subject, quad.object)
                 if isinstance(term, NamedNode) and term.value.startswith(self.base)}  # fmt: skip
        return frozenset(terms)

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The text of each held document, by its slug."""
        prefix = f"{self.base}id/document/"
        found = ((quad.subject, quad.object) for quad in self.store.quads_for_pattern(None, kg("text"), None, None))
        return {
            document.value.removeprefix(prefix): text.value
            for document, text in found
            if isinstance(document, NamedNode) and isinstance(text, Literal) and document.value.startswith(prefix)
        }

    @cached_property
    def _versions(self) -> tuple[str, ...]:
        found = self.store.quads_for_pattern(NamedNode(ONTOLOGY_IRI), OWL("versionIRI"), None, None)
        iris = {quad.object.value for quad in found if isinstance(quad.object, NamedNode)}
        return tuple(sorted(iri.removeprefix(f"{ONTOLOGY_IRI}/") for iri in iris if iri.startswith(f"{ONTOLOGY_IRI}/")))

    # ------------------------------------------------------------ what is said of it

    def describe(self, resource: Resource, *, page: int | None = 1) -> list[Triple]:
        """The triples of a resource: those of one page, or of all pages where ``page`` is none."""
        return {
            "dataset": self._describe_dataset,
            "graph": self._describe_graph,
            "ontology": self._describe_ontology,
            "question": self._describe_question,
            "text": self._describe_text,
            "void": self._describe_void,
        }.get(resource.sort, lambda one: self._describe_thing(one, page))(resource)

    def _describe_thing(self, resource: Resource, page: int | None) -> list[Triple]:
        numbers = range(1, resource.pages + 1) if page is None else (page,)
        parts = [describe_thing(self.store, resource.iri, page=number) for number in numbers]
        triples = [triple for part in parts if part for triple in self._with_passages(part)]
        return [*triples, *self._describe_page(resource, page)]

    def _with_passages(self, description: Description) -> Iterator[Triple]:
        yield from description.triples()
        prefix = f"{self.base}doc/document/"
        for quad in description.outgoing:
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefix) and "#" in quad.object.value:
                yield from _triples(self.store.quads_for_pattern(quad.object, None, None, None))

    def _describe_page(self, resource: Resource, page: int | None) -> Iterator[Triple]:
        """What is said of the document that holds a page of a description."""
        address = self.base + resource.path
        node = NamedNode(address if page in (None, 1) else f"{address}?page={page}")
        yield Triple(node, RDF("type"), FOAF("Document"))
        yield Triple(node, RDFS("label"), english(f"Description of {resource.title}"))
        yield Triple(node, FOAF("primaryTopic"), NamedNode(resource.iri))
        yield Triple(node, VOID("inDataset"), NamedNode(self.dataset))
        yield Triple(node, HYDRA("totalItems"), Literal(resource.total))
        if self.settings.license:
            yield Triple(node, DCTERMS("license"), NamedNode(self.settings.license))
        for name, number in () if page is None else page_links(page, resource.pages):
            target = address if number == 1 else f"{address}?page={number}"
            yield Triple(node, HYDRA("previous" if name == "prev" else name), NamedNode(target))

    def _describe_dataset(self, resource: Resource) -> list[Triple]:
        own = describe_thing(self.store, self.dataset)
        said = describe_dataset(self.settings, self.statistics, self.sizes, live=self.live)
        return [*(own.triples() if own else ()), *said]

    def _describe_void(self, resource: Resource) -> list[Triple]:
        return [*self._describe_dataset(resource), *describe_partitions(self.base, self.statistics)]

    @cached_property
    def statistics(self) -> Statistics:
        """How much there is of what."""
        return count_graph(self.store, self.base)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many bytes each dump has."""
        return {name: len(self.dump(name)) for name in DUMPS}

    def dump(self, name: str) -> bytes:
        """The dump of that name, a key of ``DUMPS``; made once."""
        if name not in self._dumps:
            self._dumps[name] = make_dump(self.store, self.settings, name)
        return self._dumps[name]

    def _describe_graph(self, resource: Resource) -> list[Triple]:
        node = NamedNode(resource.iri)
        inside = [quad.triple for quad in self.store.quads_for_pattern(None, None, None, node)]
        said = _triples(self.store.quads_for_pattern(node, None, None, None))
        size = Triple(node, VOID("triples"), Literal(len(inside)))
        return [*inside, *said, Triple(node, RDF("type"), VOID("Dataset")), size,
                Triple(NamedNode(self.dataset), VOID("subset"), node)]  # fmt: skip

    def _describe_question(self, resource: Resource) -> list[Triple]:
        question = self.questions[resource.path.partition("/")[2]]
        return list(describe_question(question, self.base, live=self.live))

    def _describe_text(self, resource: Resource) -> list[Triple]:
        """The passages of a document."""
        text = NamedNode(resource.iri)
        slug = resource.path.removeprefix("doc/document/").removesuffix(".txt")
        document = NamedNode(f"{self.base}id/document/{slug}")
        inside = self.store.quads_for_pattern(None, kg("inDocument"), document, None)
        passages = {
            quad.subject for quad in inside
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{resource.iri}#")
        }  # fmt: skip
        found = [triple for one in passages for triple in _triples(self.store.quads_for_pattern(one, None, None, None))]
        return [
            *found,
            Triple(text, RDF("type"), FOAF("Document")),
            Triple(text, RDFS("label"), english(resource.title)),
            Triple(text, DCTERMS("format"), Literal("text/plain")),
            Triple(document, kg("plainText"), text),
            Triple(document, RDFS("label"), english(find_label(self.store, document) or slug)),
        ]

    def _describe_ontology(self, resource: Resource) -> list[Triple]:
        versions = (NamedNode(f"{ONTOLOGY_IRI}/{version}") for version in self._versions)
        said = [Triple(one, DCTERMS("isVersionOf"), NamedNode(ONTOLOGY_IRI)) for one in versions]
        return [*_triples(_ontology()), *said]


def page_links(page: int, pages: int) -> list[tuple[str, int]]:
    """The names of the links from one page of several to others, each with its number.

    >>> page_links(2, 3), page_links(1, 1)
    ([('first', 1), ('prev', 1), ('next', 3), ('last', 3)], [])
    """
    if pages < 2:
        return []
    around = [("prev", page - 1)] * (page > 1) + [("next", page + 1)] * (page < pages)
    return [("first", 1), *around, ("last", pages)]


def _ontology() -> list[Quad]:
    """The ontology and its vocabularies whole; blank nodes are IRIs here (RDF 1.1, section 3.5), always the same.

    A reasoner finds the same in it, and each node has an address that a client can follow.
    """
    if not _kept:
        dataset = Dataset()
        for path in find_resources("ontology", "*.ttl"):
            for quad in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(quad)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        _kept.extend(Quad(_named(quad.subject), quad.predicate, _named(quad.object)) for quad in dataset)
    return _kept


def _named(term: Any) -> Any:
    return NamedNode(GENERATED + term.value) if isinstance(term, BlankNode) else term


_kept: list[Quad] = []


def _triples(quads: Iterable[Quad]) -> list[Triple]:
    return [quad.triple for quad in quads]
