"""The SPARQL 1.1 Protocol over a pool: query operations only (https://www.w3.org/TR/sparql11-protocol/, section 2.1).

A query comes by GET, by POST of a form, or by POST as it is.  Every answer to what cannot be answered is
``{"ok": false, "status": …, "error": "…"}`` with one of these codes:

    400  no query, more than one, not SPARQL 1.1, refused (``kg.guard``), not UTF-8, a wrong parameter, too much memory
    405  another method            406  no media type that the client takes
    408  a body that does not come 413, 414  too long a body, query or address
    415  another Content-Type      503  over the limit of time, or too many at once; with Retry-After

An answer that a limit cut short says so in ``Hearsay-Incomplete: rows=100000`` and, where the format has room, inside.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, quote

from pyoxigraph import Literal, NamedNode, Triple, serialize
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from kg.errors import BadValue, InputError, KgError
from kg.serve.limits import describe_limits
from kg.serve.negotiation import choose_type
from kg.serve.pool import (
    GRAPH_TYPES,
    ROW_TYPES,
    Answer,
    Job,
    MemoryLimitHit,
    NotAcceptable,
    PoolBusy,
    QueryCrashed,
    QueryPool,
    TimeLimitHit,
)
from kg.terms import DCTERMS, RDF, RDFS, Namespace

__all__ = [
    "FORMAT_NAMES", "Refusal", "SparqlEndpoint", "check_iris", "choose_types", "describe_service", "make_endpoint_app",
    "read_parameters", "sparql_routes",
]  # fmt: skip

Page = Callable[[Request], Awaitable[Response]]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
METHODS = "GET, HEAD, OPTIONS, POST"
MOST_PARAMETERS = 1_000
CHUNK = 1 << 16  # bytes sent at once
DRAIN = 2.0  # seconds for which a refused body is still taken
INCOMPLETE = "Hearsay-Incomplete"
# ``format=`` for clients that cannot set Accept, such as a plain form: the media types for rows and for graphs.
FORMAT_NAMES: dict[str, tuple[str | None, str | None]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", None),
    "tsv": ("text/tab-separated-values", None),
    "turtle": (None, "text/turtle"),
    "ntriples": (None, "application/n-triples"),
    "jsonld": (None, "application/ld+json"),
    "rdfxml": (None, "application/rdf+xml"),
    "nquads": (None, "application/n-quads"),
    "trig": (None, "application/trig"),
}
DESCRIPTION_TYPES = {
    name: GRAPH_TYPES[name] for name in ("text/turtle", "application/n-triples", "application/ld+json",
                                         "application/rdf+xml")
}  # fmt: skip
# What the standards want beside the type: RFC 4180 and RFC 7111 for CSV, the TSV and Turtle registrations.
CONTENT_TYPES = {
    "text/csv": "text/csv; charset=utf-8; header=present",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    "text/turtle": "text/turtle; charset=utf-8",
    "text/xml": "text/xml; charset=utf-8",
}
# CORS for any origin, and no credentials with it; all answers differ by Accept alone.
COMMON = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": f"Content-Length, {INCOMPLETE}, Link, Retry-After",
    "vary": "Accept",
    "x-content-type-options": "nosniff",
}
PREFLIGHT = {
    "allow": METHODS,
    "accept-post": f"{FORM}, {QUERY}",
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, X-Requested-With",
    "access-control-max-age": "86400",
}
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
DESCRIBED_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML", "N-Quads", "TriG",
)  # fmt: skip
SIMPLE_ENTAILMENT = NamedNode("http://www.w3.org/ns/entailment/Simple")
ALL_GRAPHS = Job("SELECT ?g { GRAPH ?g {} } ORDER BY ?g")


class Refusal(Exception):
    """A request that gets no answer: the status, what is wrong and what would be right, and headers besides."""

    def __init__(self, status: int, why: str, headers: Mapping[str, str] | None = None, /, **facts: object) -> None:
        super().__init__(status, why)
        self.status, self.why, self.headers, self.facts = status, why, dict(headers or {}), facts

    def response(self) -> Response:
        body = {"ok": False, "status": self.status, "error": self.why, **self.facts}
        data = json.dumps(body, ensure_ascii=False).encode() + b"\n"
        return Response(data, self.status, self.headers, media_type="application/json")


class SparqlEndpoint:
    """The endpoint as an ASGI application for one path.

    ``url`` is the address that the world knows it by, whatever Host says: ``sd:endpoint`` and the base of relative
    IRIs.  ``page``, if any, answers a browser that asks without a query; its body is whole, no stream.  ``extra`` goes
    into the service description besides.
    """

    def __init__(self, pool: QueryPool, url: str, *, page: Page | None = None, extra: Iterable[Triple] = ()) -> None:
        self.pool, self.url, self.page, self.extra = pool, url, page, tuple(extra)
        self._described: tuple[str, list[Triple]] = ("", [])
        self._outgoing = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except Refusal as refusal:
            response = refusal.response()
        except ClientDisconnect:
            return
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        await self._send(response, request.method == "HEAD", send)

    async def _send(self, response: Response, head: bool, send: Send) -> None:
        """Send a response; a reader that takes none of it for as long as a query may run is left."""
        size = len(response.body)
        if self._outgoing + size > self.pool.limits.bytes * (self.pool.limits.workers + 4):
            response = _busy(
                self.pool.limits.seconds, "too many long answers are being read: try again later"
            ).response()
            response.headers.update(COMMON)
            size = len(response.body)
        start: Message = {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": response.raw_headers,
        }
        body = memoryview(b"" if head else response.body)
        self._outgoing += size
        try:
            await send(start)
            for at in range(0, max(1, len(body)), CHUNK):
                async with asyncio.timeout(self.pool.limits.seconds):
                    more = at + CHUNK < len(body)
                    part = bytes(body[at : at + CHUNK])
                    await send({"type": "http.response.body", "body": part, "more_body": more})
        except (TimeoutError, OSError):
            return  # the server closes a connection whose answer is not whole
        finally:
            self._outgoing -= size

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refusal(405, f"this endpoint takes {METHODS}", {"allow": METHODS})
        url_parameters = read_parameters(request.scope["query_string"], "the address")
        if request.method == "POST":
            parameters = await self._read_post(request, url_parameters)
        else:
            parameters = url_parameters
            if not {"query", "update"} & {name for name, _ in parameters}:
                return await self._describe(request)
        return await self._answer(request, self._make_job(request, parameters))

    # ------------------------------------------------------------ requests

    async def _read_post(self, request: Request, in_url: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The parameters of a POST: from a form and its address, or the body as the query (sections 2.1.2, 2.1.3)."""
        media_type, _, rest = request.headers.get("content-type", "").partition(";")
        media_type = media_type.strip().lower()
        if media_type not in (FORM, QUERY):
            why = f"Content-Type {media_type[:60]!r} is not {FORM} or {QUERY}" if media_type else "no Content-Type"
            raise Refusal(415, f"{why}: this endpoint takes queries only", {"accept": f"{FORM}, {QUERY}"})
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise Refusal(415, "a body with Content-Encoding is not taken: send it as it is")
        for parameter in rest.split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
                raise Refusal(400, f"charset {value.strip()[:40]!r} is not UTF-8 (SPARQL 1.1 Protocol, section 2.1.3)")
        body = await self._read_body(request)
        if media_type == FORM:
            return in_url + read_parameters(body, "the form")
        if any(name == "query" for name, _ in in_url):
            raise Refusal(400, "a query in the address and one in the body: send one")
        return [*in_url, ("query", _decode(body, "the query"))]

    async def _read_body(self, request: Request) -> bytes:
        # A form writes a byte as three, a character as up to four bytes; parameters besides get some room.
        most = self.pool.limits.characters * (12 if "form" in request.headers["content-type"].lower() else 4) + 100_000
        too_long = Refusal(413, f"the body is longer than {most:,} bytes: ask for less", {"connection": "close"})
        with contextlib.suppress(ValueError):
            if int(request.headers.get("content-length", "0")) > most:
                await _drain(request)
                raise too_long
        body = bytearray()
        try:
            async with asyncio.timeout(self.pool.limits.seconds):
                async for part in request.stream():
                    body += part
                    if len(body) > most:
                        await _drain(request)
                        raise too_long
        except TimeoutError:
            why = f"the body was not there after {self.pool.limits.seconds:g} s"
            raise Refusal(408, why, {"connection": "close"}) from None
        return bytes(body)

    def _make_job(self, request: Request, parameters: list[tuple[str, str]]) -> Job:
        def values(name: str) -> list[str]:
            return [value for key, value in parameters if key == name]

        if values("update"):
            raise Refusal(400, "this graph is read only: send query, not update")
        if len(values("query")) != 1:
            raise Refusal(400, f"one parameter 'query' is needed, and {len(values('query')) or 'none'} came")
        (query,) = values("query")
        if len(query) > self.pool.limits.characters:
            status = 413 if request.method == "POST" else 414
            raise Refusal(status, f"the query is longer than {self.pool.limits.characters:,} characters: ask for less")
        row_type, graph_type = choose_types(request, values("format"))
        dataset = {name: check_iris(f"{name}-graph-uri", values(f"{name}-graph-uri")) for name in ("default", "named")}
        named = any(dataset.values())
        return Job(
            query,
            row_type=row_type,
            graph_type=graph_type,
            base=self.url,
            default_graphs=dataset["default"] if named else None,
            named_graphs=dataset["named"] if named else None,
        )

    # ------------------------------------------------------------ answers

    async def _answer(self, request: Request, job: Job) -> Response:
        seconds = self.pool.limits.seconds
        try:
            answer = await self._ask_while_connected(request, job)
        except InputError as error:
            facts: dict[str, object] = {} if error.line is None else {"line": error.line}
            raise Refusal(400, str(error), None, **facts) from None
        except NotAcceptable as error:
            raise Refusal(406, str(error), offered=error.offered) from None
        except (MemoryLimitHit, QueryCrashed) as error:  # it would end the same way again: no 503
            raise Refusal(400, str(error)) from None
        except (TimeLimitHit, PoolBusy) as error:
            raise _busy(seconds, str(error)) from None
        headers = {INCOMPLETE: ", ".join(answer.incomplete)} if answer.incomplete else {}
        if answer.incomplete:
            headers["link"] = f'<{self.url}#limits>; rel="help"'
        return _make_response(answer.body, answer.media_type, headers)

    async def _ask_while_connected(self, request: Request, job: Job) -> Answer:
        """The pool's answer; when the client goes away first, the query is ended."""

        async def wait_until_gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        asking, gone = asyncio.create_task(self.pool.ask(job)), asyncio.create_task(wait_until_gone())
        try:
            await asyncio.wait({asking, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise ClientDisconnect
            return await asking
        finally:
            for task in (asking, gone):
                task.cancel()
            await asyncio.gather(asking, gone, return_exceptions=True)

    async def _describe(self, request: Request) -> Response:
        """The service description (SPARQL 1.1 Service Description, section 2), or the page for a browser."""
        offered = [*DESCRIPTION_TYPES, *(["text/html"] if self.page else [])]
        chosen = choose_type(request.headers.getlist("accept") or None, offered)
        if chosen is None:
            raise Refusal(406, f"the service description comes as {', '.join(offered)}", offered=offered)
        if chosen == "text/html" and self.page:
            return await self.page(request)
        if self._described[0] != self.pool.build:
            build = self.pool.build
            try:
                found = json.loads((await self.pool.ask(ALL_GRAPHS)).body)
            except KgError as error:
                raise _busy(self.pool.limits.seconds, str(error)) from None
            graphs = [row["g"]["value"] for row in found["results"]["bindings"] if row["g"]["type"] == "uri"]
            self._described = (build, describe_service(self.url, graphs, self.pool))
        prefixes = {"dcterms": DCTERMS.base, "formats": FORMATS.base, "rdfs": RDFS.base, "sd": SD.base}
        triples = [*self._described[1], *self.extra]
        body = bytes(serialize(triples, format=DESCRIPTION_TYPES[chosen], prefixes=prefixes) or b"")
        return _make_response(body, chosen)


def describe_service(url: str, graphs: Sequence[str], pool: QueryPool) -> list[Triple]:
    """The service description of an endpoint: what it speaks, its dataset with each named graph, and its limits."""
    service, dataset, default, limits = (
        NamedNode(f"{url}#{name}") for name in ("service", "dataset", "default-graph", "limits")
    )
    said = [f"{name}: {value:g} {unit}: {help}." for name, value, unit, help in describe_limits(pool.limits)]
    pairs: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (service, RDF("type"), SD("Service")),
        (service, SD("endpoint"), NamedNode(url)),
        (service, SD("supportedLanguage"), SD("SPARQL11Query")),
        (service, SD("feature"), SD("UnionDefaultGraph")),
        (service, SD("defaultEntailmentRegime"), SIMPLE_ENTAILMENT),
        *((service, SD("resultFormat"), FORMATS(name)) for name in DESCRIBED_FORMATS),
        (service, SD("defaultDataset"), dataset),
        (service, RDFS("seeAlso"), limits),
        (limits, RDFS("label"), Literal("limits of a query", language="en")),
        (limits, DCTERMS("description"), Literal("\n".join(said), language="en")),
        (dataset, RDF("type"), SD("Dataset")),
        (dataset, SD("defaultGraph"), default),
        (default, RDF("type"), SD("Graph")),
        (default, RDFS("label"), Literal("the union of all named graphs", language="en")),
    ]
    for name in graphs:
        node = NamedNode(f"{url}#graph-{quote(name, safe='')}")
        pairs += [
            (dataset, SD("namedGraph"), node),
            (node, RDF("type"), SD("NamedGraph")),
            (node, SD("name"), NamedNode(name)),
        ]
    return [Triple(*pair) for pair in pairs]


def read_parameters(data: bytes, where: str) -> list[tuple[str, str]]:
    """The parameters of an address or a form, decoded once, as UTF-8; ``;`` parts nothing."""
    try:
        return parse_qsl(_decode(data, where), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refusal(400, f"{where} holds bytes that are not UTF-8") from None
    except ValueError:
        raise Refusal(400, f"{where} holds more than {MOST_PARAMETERS:,} parameters") from None


async def _drain(request: Request) -> None:
    """Take what is still being sent, for a while, and drop it.

    A connection that is closed on a client that sends is reset, and the client loses the answer (RFC 9112, section
    9.6).  One that waits for leave to send (Expect: 100-continue) gets its answer without it.
    """
    if "expect" not in request.headers:
        with contextlib.suppress(TimeoutError, ClientDisconnect):
            async with asyncio.timeout(DRAIN):
                async for _ in request.stream():
                    pass


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, f"{where} holds bytes that are not UTF-8") from None


def choose_types(request: Request, formats: list[str]) -> tuple[str | None, str | None]:
    """The media types for rows and for graphs that the client takes: by a ``format=`` of ours, else by Accept.

    SPARQLWrapper sends ``format=`` with names of its own, and Accept beside it.
    """
    for name in formats:
        if name in FORMAT_NAMES:
            return FORMAT_NAMES[name]
    accept = request.headers.getlist("accept") or None
    return choose_type(accept, tuple(ROW_TYPES)), choose_type(accept, tuple(GRAPH_TYPES))


def check_iris(parameter: str, iris: list[str]) -> tuple[str, ...]:
    """The IRIs that a parameter gave; refuses one that is not absolute."""
    try:
        return tuple(NamedNode(iri).value for iri in iris)
    except ValueError:
        raise Refusal(400, f"a {parameter} is not an absolute IRI") from None


def _busy(seconds: float, why: str) -> Refusal:
    return Refusal(503, why, {"retry-after": str(math.ceil(seconds))})


def _make_response(body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    # Not ``media_type=``: Starlette would add a charset to every text/*.
    content_type = CONTENT_TYPES.get(media_type, media_type)
    return Response(body, headers={**(headers or {}), "content-type": content_type})


def sparql_routes(
    pool: QueryPool, url: str, *, path: str = "/sparql", page: Page | None = None, extra: Iterable[Triple] = ()
) -> list[Route]:
    """The endpoint at ``path`` of an application; the arguments are those of ``SparqlEndpoint``."""
    return [Route(path, SparqlEndpoint(pool, url, page=page, extra=extra))]


def make_endpoint_app(pool: QueryPool, *, base: str) -> Starlette:
    """An application with nothing but the endpoint, at ``{base}sparql``, and a plain form there for a browser.

    ``base`` ends in '/'.  The caller starts and closes the pool.
    """
    if not base.endswith("/"):
        raise BadValue("base", base, "an address that ends in '/'")

    async def page(request: Request) -> Response:
        options = "".join(f"<option>{name}</option>" for name in FORMAT_NAMES)
        policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'"
        return HTMLResponse(FORM_PAGE.replace("OPTIONS", options), headers={"content-security-policy": policy})

    return Starlette(routes=sparql_routes(pool, f"{base}sparql", page=page))


FORM_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>SPARQL endpoint</title></head>
<body><main><h1>SPARQL endpoint</h1>
<form method="get"><p><label>Query<br>
<textarea name="query" rows="12" cols="80" required>SELECT * { ?s ?p ?o } LIMIT 10</textarea></label></p>
<p><label>Format <select name="format">OPTIONS</select></label> <button>Run</button></p>
</form></main></body></html>
"""
