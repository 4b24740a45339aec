"""What every answer over HTTP shares: entity tags and 304, caching, CORS, refusals, and who may ask how.

``Endpoint``   a handler for GET and HEAD as an ASGI application: OPTIONS, 405, refusals in the client's form
``answer``     bytes with their tag, 304 where the client has them (RFC 9110, section 13)
``guard_all``  headers that no answer goes without; paths under the base's own path; addresses that are too long
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError, UnknownName
from kg.pages.assets import POLICY
from kg.serve.negotiation import choose_type
from kg.serve.pool import MemoryLimitHit, PoolBusy, QueryCrashed, TimeLimitHit
from kg.serve.representations import make_tag
from kg.serve.sparql import Refusal, read_parameters

__all__ = ["METHODS", "Endpoint", "answer", "guard_all", "link", "read_query", "refusal_of", "see_other"]

log = logging.getLogger(__name__)
METHODS = "GET, HEAD, OPTIONS"
LONGEST = 8_000  # characters of an address; browsers and proxies take no more
EXPOSED = "Content-Length, Content-Location, ETag, Hearsay-Incomplete, Link, Location, Retry-After"
DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
MINUTES = 5
CONTENT_TYPES = {"text/html": "text/html; charset=utf-8", "text/plain": "text/plain; charset=utf-8",
                 "text/turtle": "text/turtle; charset=utf-8"}  # fmt: skip

Handler = Callable[[Request], Awaitable[Response]]


class Endpoint:
    """A handler of GET and HEAD as an ASGI application; what it refuses becomes an answer in the client's form."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except ClientDisconnect:
            return
        if request.method == "HEAD":
            response.body = b""  # its length stays in the headers
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={
                "allow": METHODS, "access-control-allow-methods": METHODS, "access-control-max-age": "86400",
                "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
            })  # fmt: skip
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refusal(405, f"this address takes {METHODS}", {"allow": METHODS})
            return await self.handler(request)
        except Refusal as refusal:
            return _refuse(request, refusal)
        except KgError as error:
            return _refuse(request, refusal_of(error))


def refusal_of(error: KgError) -> Refusal:
    """What an error that a client can cause is over HTTP."""
    if isinstance(error, PoolBusy | TimeLimitHit):
        return Refusal(503, str(error), {"retry-after": "10"})
    if isinstance(error, UnknownName) and error.sort in ("question", "format"):
        return Refusal(404, str(error))
    if isinstance(error, MemoryLimitHit | QueryCrashed):
        return Refusal(400, str(error))
    return Refusal(400, str(error))


def _refuse(request: Request, refusal: Refusal) -> Response:
    """A refusal as JSON, or as a page for a browser; neither repeats what was asked."""
    status, headers = refusal.status, {"cache-control": "no-store", "vary": "Accept", **refusal.headers}
    accept = request.headers.getlist("accept") or None
    if choose_type(accept, ("application/json", "text/html")) == "text/html":
        served = request.app.state.served
        depth = request.scope.get("raw_path", b"").partition(b"?")[0].count(b"/") - 1
        page = served.site.render_error("x/" * min(max(depth, 0), 50), status, HTTPStatus(status).phrase, refusal.why)
        headers["content-security-policy"] = POLICY
        return Response(page.html, status, headers, media_type="text/html")
    body = {"ok": False, "status": status, "error": refusal.why, **refusal.facts}
    return Response(json.dumps(body, ensure_ascii=False).encode() + b"\n", status, headers, "application/json")


def answer(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None, *, minutes: int = MINUTES
) -> Response:
    """Bytes with their tag; 304 without them where the client says that it has them."""
    policy = POLICY if media_type == "text/html" else DATA_POLICY
    found = {"etag": make_tag(body), "cache-control": f"public, max-age={minutes * 60}",
             "content-security-policy": policy, **(headers or {})}  # fmt: skip
    if _has(request, found["etag"]):
        return Response(status_code=304, headers=found)
    found["content-type"] = CONTENT_TYPES.get(media_type, media_type)
    if media_type == "text/html":
        found["content-language"] = "en"
    return Response(body, headers=found)


def _has(request: Request, tag: str) -> bool:
    """Whether If-None-Match names the tag; compared weakly, as section 13.1.2 wants it."""
    known = ",".join(request.headers.getlist("if-none-match"))[:LONGEST]
    return known.strip() == "*" or tag in TAG.findall(known)


def see_other(location: str, headers: Mapping[str, str] | None = None) -> Response:
    """A redirect to what describes a thing; relative, so that it is right at every address the server is known by."""
    found = {"location": location, "cache-control": f"public, max-age={MINUTES * 60}", **(headers or {})}
    return Response(status_code=303, headers=found)


def link(target: str, rel: str, media_type: str = "") -> str:
    """One value of a Link header; ``target`` as ASCII.

    >>> link("https://x/a.ttl", "alternate", "text/turtle")
    '<https://x/a.ttl>; rel="alternate"; type="text/turtle"'
    """
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{quote(target, safe=SAFE)}>; rel="{rel}"{kind}'


SAFE = "!#$%&'()*+,-./:;=?@_~[]"


def read_query(request: Request) -> dict[str, str]:
    """The parameters of the address, decoded once; the last where a name stands twice.  Refuses what is not UTF-8."""
    return dict(read_parameters(request.scope["query_string"], "the address"))


# ---------------------------------------------------------------- around all of it


def guard_all(app: ASGIApp, base: str) -> ASGIApp:
    """The application with the headers that no answer goes without.

    A path that begins with the base's own path is taken as well as one without it: a proxy may strip it or not.
    """
    prefix = urlsplit(base).path.rstrip("/")

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        scope = _strip(scope, prefix)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(raw=message["headers"]))
            await send(message)

        if len(scope["query_string"]) + len(scope["path"]) > LONGEST * 4:
            refusal = Refusal(414, f"an address has at most {LONGEST * 4:,} bytes here")
            await refusal.response()(scope, receive, send_guarded)
            return
        await app(scope, receive, send_guarded)

    return guarded


def _strip(scope: Scope, prefix: str) -> Scope:
    path: str = scope["path"]
    if not prefix or not path.startswith(f"{prefix}/"):
        return scope
    raw: Any = scope.get("raw_path")
    shorter = {"path": path.removeprefix(prefix)}
    return {**scope, **shorter, "raw_path": raw.removeprefix(prefix.encode()) if raw else raw}


def _complete(headers: MutableHeaders) -> None:
    headers.setdefault("access-control-allow-origin", "*")
    headers.setdefault("access-control-expose-headers", EXPOSED)
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "strict-origin-when-cross-origin")
    headers.setdefault("content-security-policy", DATA_POLICY)
    headers.setdefault("cache-control", "no-store")
