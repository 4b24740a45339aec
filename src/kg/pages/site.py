"""All pages of a collection: a path in, a finished page out.

The live server and the writer of the static site use this alike.  It opens nothing and knows no clock: the same store
gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from typing import Protocol

from pyoxigraph import Store

from kg.iris import VOCABULARY
from kg.names import NameIndex, index_names
from kg.pages.about import SiteInfo, about_head, read_info
from kg.pages.assets import HAS_EDITOR
from kg.pages.completion import completion_terms
from kg.pages.downloads import DOWNLOADS, make_download
from kg.pages.drawings import NARROW, WIDE, Pictures
from kg.pages.graph import Graph
from kg.pages.links import Links
from kg.pages.reader import Reader
from kg.pages.records import Crumb, Download, Head, Page, Ref
from kg.pages.templating import Templates
from kg.pages.views.agent import view_agent
from kg.pages.views.ask import Ask, fill_question, tabulate, view_question
from kg.pages.views.common import plural_name
from kg.pages.views.dataset import view_dataset, view_graph
from kg.pages.views.document import view_document
from kg.pages.views.home import view_home, view_list
from kg.pages.views.lists import view_network, view_timeline
from kg.pages.views.meeting import view_meeting
from kg.pages.views.ontology import concepts_of, schemes_of, view_concept, view_ontology, view_vocabulary
from kg.pages.views.proposition import view_proposition
from kg.pages.views.search import SearchIndex, view_search
from kg.pages.views.statement import view_statement
from kg.pages.views.thing import view_thing
from kg.questions import get_question, load_questions
from kg.store import Rows, ask_store
from kg.terms import PREFIXES, kg

__all__ = ["Site"]

AGENTS = frozenset(("person", "group", "party", "body", "delegation", "unidentified"))


KEPT = 256  # pages without parameters that stay in memory: some ten megabytes


class View(Protocol):
    """What a view of a thing has for certain."""

    @property
    def head(self) -> Head:
        """The head of its page."""


VIEWS: Mapping[str, tuple[str, Callable[[Reader, str], View]]] = {
    **dict.fromkeys(AGENTS, ("agent.html", view_agent)),
    **dict.fromkeys(("meeting", "event"), ("meeting.html", view_meeting)),
    "document": ("document.html", view_document),
    "statement": ("statement.html", view_statement),
    "proposition": ("proposition.html", view_proposition),
}
FIRST_QUERY = """\
PREFIX kg: <https://w3id.org/hearsay/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?statement ?speaker ?addressee ?in_words
WHERE {
  ?statement kg:speaker/rdfs:label ?speaker ; kg:addressee/rdfs:label ?addressee ;
             kg:inWords ?in_words ; kg:depth ?depth .
  FILTER (?depth > 2)
}
ORDER BY DESC(?depth) ?statement ?addressee
LIMIT 20
"""


class Site:
    """The pages of one built graph.

    ``ask`` answers a query (the server's has limits; it raises ``KgError`` with what to say).  ``live`` says whether
    there is a server behind the pages, so that forms and queries can be sent.

    >>> site = Site(Store())
    >>> site.render("about").title, site.render("doc/person/nobody")
    ('About', None)
    """

    def __init__(self, store: Store, links: Links | None = None, *, ask: Ask | None = None, live: bool = True) -> None:
        self.graph = Graph(store)
        self.links = links or Links(self.graph.base)
        self.reader = Reader(self.graph, self.links)
        self.live = live
        self.ask: Ask = ask or partial(ask_store, store)
        self.info: SiteInfo = read_info(self.graph)
        self._kept = lru_cache(maxsize=KEPT)(partial(self._render, values={}))
        self.templates = Templates(self.links)
        self.pictures = Pictures(store, self.links, live=live)

    @cached_property
    def names(self) -> NameIndex:
        """Every name of every thing, for the fields of forms."""
        return index_names(self.graph.store)

    @cached_property
    def index(self) -> SearchIndex:
        """What the search looks through."""
        return SearchIndex(self.reader)

    def paths(self) -> Iterator[str]:
        """Yield the path of every page, each once; a question counts with its defaults, the search with no query."""
        yield from ("", "about", "dataset", "network", "ontology", "question/", "search", "sparql", "timeline")
        yield from (f"question/{name}" for name in sorted(load_questions()))
        yield "vocabulary"
        for scheme in schemes_of(self.reader):
            yield from (scheme.iri.replace(VOCABULARY, "vocabulary/"),)
            yield from (one.replace(VOCABULARY, "vocabulary/") for one in concepts_of(self.reader, scheme.iri))
        for graph in self._graphs():
            yield f"graph/{graph}"
        for kind in self.graph.kinds:
            yield f"doc/{kind}"
            yield from (f"doc/{kind}/{iri.rpartition('/')[2]}" for iri in self.graph.members(kind))

    def render(self, path: str, query: Mapping[str, str] | None = None) -> Page | None:
        """The page at ``path`` with the parameters of its address, or none where there is no such page."""
        asks = path.startswith("question/")  # what keeps a question from an answer may pass
        return self._render(path, dict(query or {})) if query or asks else self._kept(path)

    def _render(self, path: str, values: Mapping[str, str]) -> Page | None:
        first, _, rest = path.partition("/")
        plain = {
            "": self._home, "about": self._about, "dataset": self._dataset, "ontology": self._ontology,
            "vocabulary": self._vocabularies, "timeline": self._timeline_page,
        }  # fmt: skip
        if path in plain:
            return plain[path]()
        if path == "network":
            return self._network(values)
        if path == "search":
            return self._search(values.get("q", ""))
        if path == "sparql":
            return self.render_sparql(values.get("query", ""), example=values.get("example", ""))
        if first == "question":
            return self._question(rest, values) if rest else self._questions(path)
        if first == "vocabulary":
            return self._vocabulary(path, *rest.split("/"))
        if first == "graph":
            return self._graph(path, rest)
        return self._thing(path, *rest.split("/")) if first == "doc" else None

    def warm(self) -> None:
        """Render ahead what a reader opens first and waits for longest: documents in hand, network, timeline."""
        held = (iri for iri in self.graph.members("document") if self.graph.text(iri, kg("text")) is not None)
        for path in ("", "timeline", "network", *(f"doc/document/{iri.rpartition('/')[2]}" for iri in held)):
            self.render(path)

    def download(self, path: str, query: Mapping[str, str] | None = None) -> Download | None:
        """The answer of ``question/{name}.{csv,tsv,json}`` as a file; none where there is no such question or form.

        Raises what asking raises: ``UnknownName``, ``AmbiguousName``, ``BadValue``, or what ``ask`` has to say.
        """
        first, _, rest = path.partition("/")
        name, _, form = rest.rpartition(".")
        if first != "question" or form not in DOWNLOADS or name not in load_questions():
            return None
        filled = fill_question(get_question(name), query or {}, self.names)
        return make_download(self.ask(filled), name, form)

    def render_sparql(self, query: str = "", *, example: str = "", rows: Rows | None = None, error: str = "") -> Page:
        """The page to ask SPARQL on, with a query and what came of it."""
        questions = load_questions()
        shown = query or (questions[example].query if example in questions else FIRST_QUERY)
        head = Head("SPARQL", "sparql", "", "query", "Ask the graph in SPARQL", _crumbs("SPARQL", "sparql"))
        return self._page(
            "sparql", "sparql.html", head, query=shown, error=error, prefixes=dict(sorted(PREFIXES.items())),
            editor=HAS_EDITOR, base=self.graph.base, example=example if not query else "",
            answer=tabulate(self.reader, rows) if rows is not None else None,
            examples=[one for _, one in sorted(questions.items())],
        )  # fmt: skip

    def render_error(self, path: str, status: int, title: str, message: str) -> Page:
        """The page that says what is wrong at ``path``; it repeats nothing of what was asked."""
        page = self._page(path, "error.html", Head(title, eyebrow=str(status)), message=message)
        return Page(page.path, page.title, page.html, status=status)

    def search_files(self) -> Iterator[tuple[str, str]]:
        """Yield what the pages' scripts load, each with its address: to suggest, to search without a server, to
        complete a query with."""
        files = {
            "names": self.index.as_names(),
            "statements": self.index.as_statements(),
            "terms": completion_terms(self.graph),
        }
        for name, entries in files.items():
            yield f"search/{name}.json", json.dumps(entries, ensure_ascii=False, separators=(",", ":"))

    # Pages

    def _page(self, path: str, template: str, head: Head, **values: object) -> Page:
        html = self.templates.write(template, path, head=head, site=self.info, live=self.live, **values)
        return Page(path, head.title, html, head.iri)

    def _home(self) -> Page:
        view = view_home(self.reader)
        kinds = ("held", "mentioned")
        return self._page("", "home.html", view.head, view=view, wide=self.pictures.timeline("", kinds, WIDE),
                          narrow=self.pictures.timeline("", kinds, NARROW))  # fmt: skip

    def _about(self) -> Page:
        return self._page("about", "about.html", about_head(self.info), view=self.info, kinds=self._kinds())

    def _kinds(self) -> list[Ref]:
        return [Ref(plural_name(kind).capitalize(), f"doc/{kind}") for kind in self.graph.kinds]

    def _questions(self, path: str) -> Page:
        head = Head(
            "Questions", "question", "account", "questions", "The saved questions", _crumbs("Questions", "question/")
        )
        return self._page(path, "questions.html", head, view=[one for _, one in sorted(load_questions().items())])

    def _question(self, name: str, values: Mapping[str, str]) -> Page | None:
        if name not in load_questions():
            return None
        view = view_question(self.reader, get_question(name), values, self.names, self.ask)
        return self._page(f"question/{name}", "question.html", view.head, view=view)

    def _search(self, query: str) -> Page:
        view = view_search(self.index, query)
        return self._page("search", "search.html", view.head, view=view)

    def _timeline_page(self) -> Page:
        view, kinds = view_timeline(self.reader), ("held", "mentioned", "meeting", "event")
        return self._page("timeline", "timeline.html", view.head, view=view,
                          wide=self.pictures.timeline("timeline", kinds, WIDE),
                          narrow=self.pictures.timeline("timeline", kinds, NARROW))  # fmt: skip

    def _network(self, values: Mapping[str, str]) -> Page:
        view = view_network(self.reader, values, self.names)
        about = view.about.iri if view.about else None
        picture, places = (
            self.pictures.network(view.since, view.until, view.first_hand, about) if view.edges else (None, None)
        )
        return self._page("network", "network.html", view.head, view=view, picture=picture, places=places)

    def _ontology(self) -> Page:
        view = view_ontology(self.reader)
        return self._page("ontology", "ontology.html", view.head, view=view)

    def _vocabularies(self) -> Page:
        crumbs = (Crumb("Home", ""), Crumb("Ontology", "ontology"), Crumb("Vocabularies", "vocabulary"))
        head = Head("Vocabularies", "vocabulary", "", "vocabularies", "The vocabularies of the ontology", crumbs)
        return self._page("vocabulary", "vocabularies.html", head, view=schemes_of(self.reader))

    def _vocabulary(self, path: str, scheme: str, *rest: str) -> Page | None:
        if not rest:
            view = view_vocabulary(self.reader, scheme)
            return self._page(path, "vocabulary.html", view.head, view=view) if view else None
        concept = view_concept(self.reader, scheme, rest[0]) if len(rest) == 1 else None
        return self._page(path, "concept.html", concept.head, view=concept) if concept else None

    def _dataset(self) -> Page:
        view = view_dataset(self.reader, self._graphs())
        return self._page("dataset", "dataset.html", view.head, view=view)

    def _graphs(self) -> list[str]:
        prefix = f"{self.graph.base}graph/"
        return sorted(
            iri.removeprefix(prefix) for iri in self.graph.labels if self.graph.base and iri.startswith(prefix)
        )

    def _graph(self, path: str, name: str) -> Page | None:
        if name not in self._graphs():
            return None
        view = view_graph(self.reader, name)
        return self._page(path, "dataset.html", view.head, view=view)

    def _thing(self, path: str, kind: str, *slugs: str) -> Page | None:
        if not slugs:
            listed = view_list(self.reader, kind)
            return self._page(path, "list.html", listed.head, view=listed, kinds=self._kinds()) if listed else None
        iri = f"{self.graph.base}id/{kind}/{slugs[0]}"
        if len(slugs) > 1 or iri not in self.graph.labels or not self.graph.base:
            return None
        template, make = VIEWS.get(kind, ("thing.html", view_thing))
        view = make(self.reader, iri)
        if kind == "statement":
            picture = self.pictures.chain(path, iri)
            return self._page(path, template, view.head, view=view, picture=picture)
        return self._page(path, template, view.head, view=view)


def _crumbs(label: str, address: str) -> tuple[Crumb, ...]:
    return (Crumb("Home", ""), Crumb(label, address))
