"""Everything that is served -> one application: pages, RDF, SPARQL, questions, dumps.

``make_app`` opens nothing: the caller has the store, and starts and closes the pool.  ``follow_build`` puts a new
publication in place of the old one when the built graph is replaced; a request sees one or the other, never half.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, Store
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import KgError
from kg.pages.assets import POLICY
from kg.serve.answers import Endpoint, answer, guard_all, read_query, refusal_of
from kg.serve.catalogue import describe_question, describe_service_as_data
from kg.serve.entities import entity_routes
from kg.serve.graphstore import graph_store_routes
from kg.serve.negotiation import choose_type
from kg.serve.pool import QueryPool
from kg.serve.publication import Publication, Turns
from kg.serve.rebase import Rebase
from kg.serve.sparql import Refusal, SparqlEndpoint
from kg.serve.wellknown import known_routes
from kg.serve.worker import find_stamp
from kg.settings import Settings

__all__ = ["follow_build", "make_app"]

log = logging.getLogger(__name__)
LOOK = 1.0  # seconds between two looks at the built graph's file


def make_app(store: Store, pool: QueryPool, settings: Settings, *, base: str | None = None) -> Starlette:
    """The application for a build, at ``base``, else at the collection's own base; it changes neither.

    ``store`` holds the build as it was written; ``pool`` answers from the same build at ``base``
    (``kg.serve.rebase.Rebase.write_graph``).  Raises ``BadValue`` where ``base`` is none.
    """
    rebase = Rebase(settings.iris.base, base or settings.iris.base)
    first = Publication(rebase.store(store), pool, rebase.settings(settings), rebase=rebase)
    questions = [t for one in first.published.questions.values() for t in describe_question(one, first.base)]
    url = f"{first.base}sparql"
    service = describe_service_as_data(NamedNode(url), NamedNode(first.published.dataset))
    routes: list[Route] = [
        Route("/sparql", _WithTable(SparqlEndpoint(pool, url, page=show_form, extra=[*questions, *service]))),
        *graph_store_routes(pool, url),
        *known_routes(),
        *entity_routes(),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(_Guarded, base=first.base)])
    app.add_exception_handler(Exception, _apologise)
    app.state.served = first
    return app


class _Guarded:
    """``guard_all`` as Starlette takes it."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = guard_all(app, base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


class _WithTable:
    """The endpoint, and the page with the answer as a table where a form without scripts wants one."""

    def __init__(self, endpoint: SparqlEndpoint) -> None:
        self.endpoint, self.table = endpoint, Endpoint(show_table)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["method"] in ("GET", "HEAD") and b"format=html" in scope["query_string"]
        await (self.table if asked else self.endpoint)(scope, receive, send)


async def show_form(request: Request) -> Response:
    """The page to ask SPARQL on, for a browser that comes without a query."""
    served: Publication = request.app.state.served
    example = read_query(request).get("example", "")
    try:
        page = await served.run(served.render, "sparql", {"example": example} if example else {})
    except KgError as error:
        raise refusal_of(error) from None
    assert page is not None, "there is always a page to ask on"
    return answer(request, page.html.encode(), "text/html", {"vary": "Accept"})


async def show_table(request: Request) -> Response:
    """The page with a query and its answer, or what is wrong with it."""
    served: Publication = request.app.state.served
    asked = read_query(request)
    if asked.get("format") != "html":
        raise Refusal(400, "format stands once in the address")
    page = await served.run(served.render_sparql, asked.get("query", ""))
    return answer(request, page.html.encode(), "text/html", minutes=1)


async def _apologise(request: Request, error: Exception) -> Response:
    """The answer to what should not have happened; the log has the traceback, the client gets none of it."""
    words, headers = "something went wrong here", {
        "access-control-allow-origin": "*", "cache-control": "no-store", "x-content-type-options": "nosniff",
        "content-security-policy": POLICY, "vary": "Accept",
    }  # fmt: skip
    if choose_type(request.headers.getlist("accept") or None, ("application/json", "text/html")) == "text/html":
        html = f'<!doctype html><html lang="en"><title>Error</title><p>{words.capitalize()}.</p>'
        return Response(html, 500, headers, media_type="text/html")
    body = json.dumps({"ok": False, "status": 500, "error": words})
    return Response(f"{body}\n", 500, headers, media_type="application/json")


async def follow_build(app: Starlette, source: Path, load: Callable[[], tuple[Store, Settings, Rebase]]) -> None:
    """Serve each new build as soon as it is whole, for ever; ``load`` opens the one at ``source``, rebased."""
    stamp = find_stamp(source)
    while True:
        await asyncio.sleep(LOOK)
        now = find_stamp(source)
        if now in ("", stamp):
            continue
        stamp = now
        old: Publication = app.state.served
        try:
            store, settings, rebase = await asyncio.to_thread(load)
            app.state.served = Publication(
                store, old.pool, settings, rebase=rebase, turns=Turns(), loop=asyncio.get_running_loop()
            )
        except (KgError, OSError) as error:
            log.error("the new build is not served: %s", error)
