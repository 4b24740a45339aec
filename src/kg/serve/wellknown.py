"""What programs look for: VoID at its well-known place, dumps, robots.txt, the sitemap, OpenAPI, suggestions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.answers import Endpoint, answer, link, read_query, see_other
from kg.serve.catalogue import DUMPS
from kg.serve.entities import represent
from kg.serve.negotiation import choose_type
from kg.serve.openapi import describe_api
from kg.serve.overview import list_pages
from kg.serve.publication import Publication
from kg.serve.representations import FORMS
from kg.serve.sparql import Refusal

__all__ = ["known_routes", "write_robots", "write_sitemaps"]

MOST_URLS = 50_000  # in one sitemap, says https://www.sitemaps.org/protocol.html
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
SUGGESTED, MOST_SUGGESTED = 10, 50


def known_routes() -> list[Route]:
    """The routes of this module."""
    return [
        Route("/.well-known/void", Endpoint(send_void)),
        Route("/dump/{name}", Endpoint(send_dump)),
        Route("/robots.txt", Endpoint(send_robots)),
        Route("/sitemap.xml", Endpoint(send_sitemap)),
        Route("/sitemap-{number}.xml", Endpoint(send_sitemap)),
        Route("/openapi.json", Endpoint(send_api)),
        Route("/search/suggest", Endpoint(send_suggestions)),
        Route("/search/{name}.json", Endpoint(send_index)),
    ]


async def send_void(request: Request) -> Response:
    """The description of the data set, where https://www.w3.org/TR/void/#well-known has it; its page for a browser."""
    served: Publication = request.app.state.served
    types = [*FORMS.values(), "text/html"]
    chosen = choose_type(request.headers.getlist("accept") or None, types)
    vary = {"vary": "Accept"}
    if chosen is None:
        raise Refusal(406, f"this comes as {', '.join(types)}", vary, offered=types)
    if chosen == "text/html":
        return see_other("../void", vary)
    resource = served.published.find("void")
    assert resource is not None, "a collection has a data set"
    ending = next(ending for ending, kind in FORMS.items() if kind == chosen)
    return await represent(request, served, resource, chosen, {**vary, "content-location": f"../void.{ending}"})


async def send_dump(request: Request) -> Response:
    """A file with the whole graph."""
    served: Publication = request.app.state.served
    dump = DUMPS.get(str(request.path_params["name"]))
    if dump is None:
        raise Refusal(404, f"there is {', '.join(DUMPS)}")
    body = await served.run(served.published.dump, dump.name)
    headers = {"link": link(f"{served.base}dataset", "collection")}
    if served.settings.license:
        headers["link"] += ", " + link(served.settings.license, "license")
    return answer(request, body, "application/gzip" if dump.packed else dump.media_type, headers)


async def send_robots(request: Request) -> Response:
    """robots.txt."""
    served: Publication = request.app.state.served
    return answer(request, write_robots(served.base).encode(), "text/plain", minutes=60)


def write_robots(base: str) -> str:
    """Everything may be read; what costs a query each time is better taken from the dumps."""
    costly = "".join(f"Disallow: /{path}\n" for path in ("sparql?", "search?", "question/*?", "network?"))
    return f"User-agent: *\n{costly}Sitemap: {base}sitemap.xml\n"


async def send_sitemap(request: Request) -> Response:
    """The sitemap, or one of several that it names."""
    served: Publication = request.app.state.served
    files = await served.run(lambda: write_sitemaps(served.base, list_pages(served.site, served.published)))
    number = request.path_params.get("number")
    body = files.get(f"sitemap-{number}.xml" if number else "sitemap.xml")
    if body is None:
        raise Refusal(404, "there is no such sitemap")
    return answer(request, body.encode(), "application/xml", minutes=60)


def write_sitemaps(base: str, paths: Sequence[str], *, most: int = MOST_URLS) -> dict[str, str]:
    """The sitemap of the pages at ``paths``, by its files' names: several, and one that lists them, where it is long.

    >>> list(write_sitemaps("https://x/", ["a", "b"], most=1))
    ['sitemap-1.xml', 'sitemap-2.xml', 'sitemap.xml']
    """
    urls = [base + quote(path) for path in paths]
    if len(urls) <= most:
        return {"sitemap.xml": _write_urls("urlset", "url", urls)}
    parts = [urls[start : start + most] for start in range(0, len(urls), most)]
    files = {f"sitemap-{number}.xml": _write_urls("urlset", "url", part) for number, part in enumerate(parts, 1)}
    return {**files, "sitemap.xml": _write_urls("sitemapindex", "sitemap", [base + name for name in files])}


def _write_urls(outer: str, inner: str, urls: Sequence[str]) -> str:
    lines = "".join(f"<{inner}><loc>{escape(url)}</loc></{inner}>\n" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{SITEMAP}">\n{lines}</{outer}>\n'


async def send_api(request: Request) -> Response:
    """The description of what programs may ask."""
    served: Publication = request.app.state.served
    found = describe_api(served.settings, list(served.published.questions.values()))
    return answer(request, _json(found), "application/json", minutes=60)


async def send_suggestions(request: Request) -> Response:
    """Names that begin with what was written, in any spelling: the nearest first."""
    served: Publication = request.app.state.served
    asked = read_query(request)
    wanted, limit = asked.get("q", ""), asked.get("limit", str(SUGGESTED))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 0 < int(limit) <= MOST_SUGGESTED):
        raise Refusal(400, f"limit is a whole number from 1 to {MOST_SUGGESTED}")
    found = await served.run(lambda: served.site.index.find_things(wanted[:200])[: int(limit)])
    rows = [
        {"name": one.ref.label, "spelling": one.spelling, "kind": one.kind, "iri": one.ref.iri, "page": one.ref.address}
        for one in found
    ]
    return answer(request, _json({"suggestions": rows}), "application/json", minutes=1)


async def send_index(request: Request) -> Response:
    """What the pages' script searches."""
    served: Publication = request.app.state.served
    files = await served.run(lambda: served.search_files)
    body = files.get(f"search/{request.path_params['name']}.json")
    if body is None:
        raise Refusal(404, "there is no such index")
    return answer(request, body, "application/json")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
