"""An application over a small collection, called in process: what the tests of the server share."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from kg.build import GRAPH_FILES, build_collection
from kg.collection import SETTINGS_FILE
from kg.initial import make_collection
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.pool import QueryPool
from kg.serve.rebase import Rebase
from kg.settings import read_settings
from kg.store import open_graph

BASE = "https://example.org/collection/"  # the base of a new collection
HTML, TEXT = "text/html", "text/plain"
TURTLE, JSONLD, RDFXML, NTRIPLES = "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def build_small(folder: Path) -> Path:
    """A new collection, built."""
    make_collection(folder)
    build_collection(folder)
    return folder


class Served:
    """The application of a collection, in an event loop of its own."""

    def __init__(self, folder: Path, scratch: Path, *, base: str = BASE) -> None:
        self.base = base
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        settings = read_settings(folder / SETTINGS_FILE)
        source = folder / GRAPH_FILES["nquads"]
        graph = Rebase(settings.iris.base, base).write_graph(source, scratch)
        self.pool = self.run(self._open(graph))
        self.app: Starlette = make_app(open_graph(source), self.pool, settings, base=base)

    async def _open(self, graph: Path) -> QueryPool:
        pool = QueryPool(graph, Limits(workers=1))
        await pool.start()
        return pool

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def send(self, path: str, accept: str | None = None, method: str = "GET", **request: Any) -> httpx.Response:
        """The response to a request for a path under the root; no redirect is followed."""
        headers = {**({"accept": accept} if accept is not None else {}), **request.pop("headers", {})}

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://anywhere.invalid/") as client:
                client.headers.pop("accept")
                return await client.request(method, f"/{path}", headers=headers, **request)

        found: httpx.Response = self.run(call())
        return found

    def close(self) -> None:
        self.run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
