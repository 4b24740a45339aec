"""A built graph and a pool -> the web application: pages, RDF, the SPARQL endpoint, and what tells of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.build import sort_quads
from kg.export import FORMATS, write_graph
from kg.iris import Iris
from kg.pages import ASSETS, Links, Site, get_asset
from kg.serve.entities import Publisher
from kg.serve.graphstore import graph_store_routes
from kg.serve.jobs import Job
from kg.serve.negotiation import choose_type
from kg.serve.pool import QueryPool
from kg.serve.replies import PublicHeaders, refuse, reply
from kg.serve.representations import HTML, RDF_TYPES, write_triples
from kg.serve.sparql import sparql_routes
from kg.serve.wellknown import DUMPS, describe_dataset, describe_endpoint, write_openapi, write_robots, write_sitemap
from kg.settings import Settings
from kg.store import Rows, named_quads

__all__ = ["make_app"]

Handler = Callable[[Request], Awaitable[Response]]
PATIENCE = 60  # seconds; the pool's own limit is shorter and says what was hit


def make_app(store: Store, pool: QueryPool, *, base: str, collection_base: str | None = None) -> Starlette:
    """The application that publishes ``store`` at ``base``; the caller starts and closes the pool.

    It opens nothing but what it is given, and writes nothing.  ``store`` and the pool's graph hold IRIs under ``base``;
    the saved questions name things under ``collection_base``, and are rewritten where that is another.
    """

    def rewrite(text: str) -> str:
        return text.replace(collection_base, base) if collection_base else text

    loop = asyncio.get_running_loop()

    def ask(query: str) -> Rows:
        """Ask the pool from a page's thread."""
        answer = asyncio.run_coroutine_threadsafe(pool.ask(Job(rewrite(query))), loop).result(PATIENCE)
        found = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        columns = [variable.value for variable in found.variables]
        return Rows(columns, [tuple(solution[column] for column in columns) for solution in found])

    site = Site(store, Links(base), ask=ask)
    publisher = Publisher(site, store, base, rewrite)
    routes = [
        *sparql_routes(pool, f"{base}sparql", page=_sparql_page(site, rewrite), extra=describe_endpoint(base)),
        *graph_store_routes(pool, f"{base}sparql"),
        *_well_known(site, store, base),
        *(Route(f"/{address}", _asset(address, kind)) for address, kind in ASSETS.items()),
        *(Route(f"/{path}", _fixed(data.encode(), "application/json")) for path, data in site.search_files()),
        Route("/{path:path}", publisher.answer, methods=["GET"]),
    ]
    errors = {405: _not_allowed, 500: _failed}
    return Starlette(routes=routes, middleware=[Middleware(PublicHeaders)], exception_handlers=errors)


async def _not_allowed(request: Request, error: Exception) -> Response:
    return refuse(405, "this address is only read", {"allow": "GET, HEAD, OPTIONS"})


async def _failed(request: Request, error: Exception) -> Response:
    """An unforeseen error: its traceback goes to the log, never to the client."""
    return refuse(500, "something went wrong here")


def _sparql_page(site: Site, rewrite: Callable[[str], str]) -> Handler:
    async def page(request: Request) -> Response:
        values = request.query_params
        html = site.render_sparql(values.get("query", ""), example=values.get("example", "")).html
        return reply(request, rewrite(html).encode(), HTML, negotiated=True)

    return page


def _asset(address: str, kind: str) -> Handler:
    return _fixed(get_asset(address), kind)


def _fixed(body: bytes, kind: str) -> Handler:
    async def answer(request: Request) -> Response:
        return reply(request, body, kind.partition(";")[0])

    return answer


def _well_known(site: Site, store: Store, base: str) -> list[Route]:
    """The routes of what tells of the whole; each is written when it is first asked for, and kept."""
    kept: dict[str, bytes] = {}

    def keep(name: str, write: Callable[[], bytes]) -> bytes:
        if name not in kept:
            kept[name] = write()
        return kept[name]

    async def void(request: Request) -> Response:
        offered = (*RDF_TYPES, HTML)
        chosen = choose_type(request.headers.getlist("accept") or None, offered)
        if chosen is None:
            return refuse(406, f"offered here are {', '.join(offered)}")
        if chosen == HTML:  # the data set's page is for people
            return RedirectResponse("../dataset", 303, headers={"vary": "Accept"})
        body = keep(chosen, lambda: write_triples(describe_dataset(store, base), chosen, base))
        return reply(request, body, chosen, negotiated=True)

    def written(name: str, kind: str, write: Callable[[], str]) -> Route:
        async def answer(request: Request) -> Response:
            return reply(request, keep(name, lambda: write().encode()), kind)

        return Route(f"/{name}", answer)

    def dump(path: str, form: str) -> Route:
        async def answer(request: Request) -> Response:
            def write() -> bytes:
                return write_graph(sort_quads(named_quads(store)), form, Settings(title="", iris=Iris(base)))

            return reply(request, await asyncio.to_thread(keep, path, write), FORMATS[form].media_type)

        return Route(f"/{path}", answer)

    return [
        Route("/.well-known/void", void),
        written("robots.txt", "text/plain", lambda: write_robots(base)),
        written("sitemap.xml", "application/xml", lambda: write_sitemap(site, base)),
        written("openapi.json", "application/json", lambda: write_openapi(base)),
        *(dump(path, form) for path, form in DUMPS.items()),
    ]
