"""One build, as it is served: its store, its pages, its resources and dumps.  Another build is another publication.

Pages and descriptions are made in threads, a few at once; the next wait for their turn, and past a number of those
that wait a client is told to come again.  Queries go to the pool, which has limits of its own.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock
from typing import ParamSpec, TypeVar

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)  # fmt: skip

from kg.errors import KgError, UnknownName
from kg.pages import Download, Links, Page, Site
from kg.pages.downloads import DOWNLOADS, make_download
from kg.pages.views.ask import fill_question
from kg.questions import load_questions
from kg.serve.jobs import Answer, Job
from kg.serve.overview import render_page
from kg.serve.pool import PoolBusy, QueryPool
from kg.serve.published import Published, Resource
from kg.serve.rebase import Rebase
from kg.serve.representations import write_triples
from kg.settings import Settings
from kg.store import Rows

__all__ = ["Publication", "Turns", "read_rows"]

P = ParamSpec("P")
T = TypeVar("T")
KEPT = 64_000_000  # bytes of descriptions that stay in memory
JSON, NTRIPLES = "application/sparql-results+json", "application/n-triples"


class Turns:
    """Runs work in threads: so many at once, so many more waiting; raises ``PoolBusy`` beyond that.

    Belongs to one event loop.
    """

    def __init__(self, at_once: int = 4, waiting: int = 200) -> None:
        self.most, self.waiting = waiting, 0
        self._turns = asyncio.Semaphore(at_once)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns."""
        if self.waiting >= self.most:
            raise PoolBusy(self.waiting)
        self.waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work, *args, **kwargs)
        finally:
            self.waiting -= 1


class Publication:
    """What is served of one build.  ``store`` and ``settings`` are rebased already, as ``rebase`` says."""

    def __init__(
        self, store: Store, pool: QueryPool, settings: Settings, *, rebase: Rebase | None = None,
        turns: Turns | None = None, loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:  # fmt: skip
        self.store, self.pool, self.settings = store, pool, settings
        self.base = settings.iris.base
        self.rebase = rebase or Rebase(self.base, self.base)
        self.turns, self.loop = turns or Turns(), loop
        self.published = Published(store, settings, questions=self.rebase.questions(load_questions()))
        self.site = Site(store, Links(self.base), ask=self._ask_from_thread)
        self._kept: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()
        self._lock = Lock()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns, done in a thread when it is its turn."""
        self.loop = asyncio.get_running_loop()
        return await self.turns.run(work, *args, **kwargs)

    async def warm(self) -> None:
        """Make ahead what a reader opens first and what takes longest."""
        await self.run(self.site.warm)
        described = self.published.find("void")
        if described:
            await self.run(self.write, described, "ttl")

    def render(self, path: str, query: Mapping[str, str] | None = None, page: int = 1) -> Page | None:
        """The page at a path, whole: see ``kg.serve.overview``."""
        return render_page(self.site, self.published, self.rebase, path, query, page)

    def render_sparql(self, query: str) -> Page:
        """The page with a query and its answer, or with what is wrong with it."""
        try:
            return self.site.render_sparql(query, rows=self._ask_from_thread(query))
        except KgError as error:
            return self.site.render_sparql(query, error=str(error))

    def write(self, resource: Resource, form: str, page: int = 1) -> bytes:
        """The description of a resource in one format; the last ones stay in memory."""
        key = resource.path, form, page
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        body = write_triples(self.published.describe(resource, page=page), form, prefixes=self.settings.prefixes)
        with self._lock:
            self._kept[key] = body
            while sum(map(len, self._kept.values())) > KEPT and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return body

    @cached_property
    def search_files(self) -> dict[str, bytes]:
        """What the pages' script loads, by its address."""
        return {address: text.encode() for address, text in self.site.search_files()}

    @cached_property
    def lists(self) -> frozenset[str]:
        """The paths of pages that are of no single resource."""
        return frozenset(path for path in self.site.paths() if self.published.find(path) is None)

    # ------------------------------------------------------------ questions

    async def download(self, name: str, form: str, values: Mapping[str, str]) -> tuple[Download, tuple[str, ...]]:
        """A question's answer as a file, and why it is not whole, if so; raises what asking raises."""
        question = self.published.questions[name]
        if form not in DOWNLOADS:
            raise UnknownName("format", form, DOWNLOADS)
        parameters = {one.name for one in question.parameters}
        for one in values:
            if one not in parameters:
                raise UnknownName(f"parameter of {name}", one[:100], parameters)
        query = await self.run(lambda: fill_question(question, values, self.site.names))
        found = await self.pool.ask(Job(query, row_type=JSON, base=f"{self.base}sparql"))
        return await self.run(lambda: make_download(read_rows(found), name, form)), found.incomplete

    def _ask_from_thread(self, query: str) -> Rows:
        """The rows of a query, for a page that is being made in a thread."""
        assert self.loop is not None, "pages are made by run()"
        job = Job(self.rebase.text(query), row_type=JSON, graph_type=NTRIPLES, base=f"{self.base}sparql")
        return read_rows(asyncio.run_coroutine_threadsafe(self.pool.ask(job), self.loop).result())


def read_rows(answer: Answer) -> Rows:
    """The rows of an answer in JSON, ASK as one row; of one in N-Triples, three columns."""
    if answer.media_type != JSON:
        triples = [quad.triple for quad in parse(answer.body, format=RdfFormat.N_TRIPLES)]
        return Rows(["subject", "predicate", "object"], [(t.subject, t.predicate, t.object) for t in triples])
    found = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Rows(["answer"], [(Literal(bool(found)),)])
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return Rows(columns, [tuple(solution[column] for column in columns) for solution in found])
