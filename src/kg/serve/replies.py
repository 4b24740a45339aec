"""Responses that get the small things of HTTP right: validators, negotiation, links, cross-origin reading."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.pages.assets import POLICY
from kg.serve.representations import make_etag

__all__ = ["PublicHeaders", "refuse", "reply"]

CACHE = "public, max-age=300"
EXPOSED = "Link, ETag, Location, Content-Location, Hearsay-Incomplete"


def reply(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    headers: Mapping[str, str] | None = None,
    negotiated: bool = False,
) -> Response:
    """The body with its validator, or 304 where the client has it already (RFC 9110, section 13)."""
    etag = make_etag(body, media_type)
    given = {"etag": etag, "cache-control": CACHE, **(headers or {})}
    if negotiated:
        given["vary"] = "Accept"
    if _has(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=given)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, media_type=f"{media_type}{charset}", headers=given)


def _has(condition: str | None, etag: str) -> bool:
    """Whether ``If-None-Match`` names the tag; weak comparison, as the section asks."""
    if condition is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in condition.split(",")}
    return "*" in tags or etag in tags


def refuse(status: int, error: str, headers: Mapping[str, str] | None = None) -> Response:
    """The one body of every error for a program: ``{"ok": false, "status": …, "error": "…"}``."""
    body = json.dumps({"ok": False, "status": status, "error": error}, ensure_ascii=False)
    return Response(body, status, headers={"vary": "Accept", **(headers or {})}, media_type="application/json")


class PublicHeaders:
    """Middleware: every answer may be read across origins without credentials; pages are confined, none is sniffed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and scope["path"] != "/sparql":
            await _preflight(Headers(scope=scope))(scope, receive, send)
            return

        async def decorate(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("access-control-allow-origin", "*")
                headers.setdefault("access-control-expose-headers", EXPOSED)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("referrer-policy", "no-referrer")
                headers.setdefault("content-security-policy", POLICY)
            await send(message)

        await self.app(scope, receive, decorate)


def _preflight(asked: Headers) -> Response:
    """The answer to OPTIONS, a preflight (Fetch, section 3.2.2) or not."""
    headers = {
        "allow": "GET, HEAD, OPTIONS",
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, OPTIONS",
        "access-control-max-age": "86400",
    }
    if "access-control-request-headers" in asked:
        headers["access-control-allow-headers"] = "Accept, If-None-Match, Content-Type"
    return Response(status_code=204, headers=headers)
