"""Somebody else's SPARQL 1.1 store: filled by the Graph Store HTTP Protocol.

Credentials come from the environment, ``KG_USER`` and ``KG_PASSWORD``, never from the command line.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import KgError

__all__ = ["EndpointFailed", "LoadedGraph", "digest_triples", "load_graphs"]

TIMEOUT = 60.0
BATCH = 10_000
NTRIPLES, TURTLE = "application/n-triples", "text/turtle"
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + "decimal", XSD + "integer"}


class EndpointFailed(KgError):
    """A server did not do what it was asked; what it holds already stays, and running again goes on from there.

    >>> str(EndpointFailed("http://localhost:7878/store", "status 500"))
    'http://localhost:7878/store: status 500'
    """

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """A graph at the server, how many triples it has, and whether this run had to write it."""

    graph: str
    triples: int
    written: bool


def load_graphs(
    quads: Iterable[Quad], url: str, *, batch: int = BATCH, timeout: float = TIMEOUT,
    progress: Callable[[LoadedGraph], None] = lambda _: None,
) -> list[LoadedGraph]:  # fmt: skip
    """Make the server at ``url`` hold the named graphs of ``quads``; other graphs there stay as they are.

    A graph that it has already, by count and digest, is left alone: a load that broke off goes on where it was.  Each
    written graph is fetched again and compared.  Raises ``EndpointFailed`` at the first that cannot be made so.
    """
    client = _GraphClient(url, timeout)
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name.value].append(quad.triple)
    done = []
    for name, triples in sorted(graphs.items()):
        wanted = digest_triples(triples)
        written = client.state(name) != wanted
        if written:
            client.write(name, triples, batch)
            there = client.state(name)
            if there != wanted:
                what = f"{there[0]} of {wanted[0]} triples" if there[0] != wanted[0] else "other triples"
                raise EndpointFailed(url, f"said that it took graph {name}, but holds {what}; run again")
        done.append(LoadedGraph(name, wanted[0], written))
        progress(done[-1])
    return done


def digest_triples(triples: Iterable[Triple]) -> tuple[int, str]:
    """How many different triples there are, and a digest that their order does not change.

    Numbers and times count by what they mean: Virtuoso writes 01.50 as 1.5 and gives an integer of more than nine
    digits back as a decimal.
    """
    lines = sorted({f"{t.subject} {t.predicate} {_canonical(t.object)}" for t in triples})
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _canonical(term: NamedNode | BlankNode | Literal | Triple) -> str:
    if not isinstance(term, Literal):
        return str(term)
    kind, value = term.datatype.value, term.value
    if kind in NUMBERS:
        value = value.lstrip("+")
        sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
        whole, _, rest = digits.partition(".")
        rest = rest.rstrip("0")
        kind = XSD + "decimal"
        value = f"{sign}{whole.lstrip('0') or '0'}" + (f".{rest}" if rest else "")
    elif kind == XSD + "boolean":
        value = {"1": "true", "0": "false"}.get(value, value)
    elif kind == XSD + "duration":
        value = _seconds(value)
    elif kind == XSD + "time":
        value = value.removesuffix("Z")
    return str(Literal(value, language=term.language)) if term.language else f"{value!r}^^{kind}"


def _seconds(duration: str) -> str:
    """A duration of days and less as seconds; any other as it is.

    >>> _seconds("PT1H30M"), _seconds("5400.0"), _seconds("P1M")
    ('5400.0', '5400.0', 'P1M')
    """
    parts = DURATION.fullmatch(duration)
    if parts is None:
        return duration
    days, hours, minutes, seconds = (float(part or 0) for part in parts.groups())
    return str(((days * 24 + hours) * 60 + minutes) * 60 + seconds)


class _GraphClient:
    """The Graph Store HTTP Protocol at one address (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

    def __init__(self, url: str, timeout: float) -> None:
        self.url, self.timeout = url, timeout
        self.opener = _make_opener(url)

    def state(self, graph: str) -> tuple[int, str]:
        """Count and digest of what the server holds in a graph."""
        body = self._send("GET", graph, None, {"Accept": f"{NTRIPLES}, text/plain;q=0.9"})
        try:
            return digest_triples(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            what = " ".join(str(error).split())[:200]
            raise EndpointFailed(self.url, f"does not give graph {graph} as N-Triples: {what}") from None

    def write(self, graph: str, triples: Sequence[Triple], batch: int) -> None:
        """Put the triples in the place of the graph, some at a time."""
        for start in range(0, len(triples), batch):
            body = bytes(serialize(triples[start : start + batch], format=RdfFormat.N_TRIPLES) or b"")
            # N-Triples is Turtle, and every server takes that.
            self._send("POST" if start else "PUT", graph, body, {"Content-Type": TURTLE})

    def _send(self, method: str, graph: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        address = f"{self.url}{'&' if '?' in self.url else '?'}graph={quote(graph, safe='')}"
        request = Request(address, data=body, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                return bytes(response.read())
        except HTTPError as error:
            with error:
                if method == "GET" and error.code == 404:
                    return b""
                said = " ".join(error.read(300).decode("utf-8", "replace").split())
            cure = "; set KG_USER and KG_PASSWORD" if error.code in (401, 403) else "; run again to go on"
            raise EndpointFailed(self.url, f"{method} of graph {graph}: status {error.code}: {said}{cure}") from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise EndpointFailed(self.url, f"{method} of graph {graph}: {_reason(error)}; run again to go on") from None


class _Digest(HTTPDigestAuthHandler):
    """Digest authentication that answers the last challenge beforehand.

    Virtuoso refuses a request without it before it has read the body, and closes: a long body then breaks off.
    """

    def __init__(self, passwords: HTTPPasswordMgrWithDefaultRealm) -> None:
        super().__init__(passwords)
        self._challenge: dict[str, str] = {}

    def http_request(self, request: Request) -> Request:
        """The request with an answer to the challenge that came last."""
        answer = self.get_authorization(request, self._challenge) if self._challenge else None
        if answer:
            request.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return request

    https_request = http_request

    def retry_http_digest_auth(self, req: Request, auth: str) -> Any:
        """Answer a challenge, and remember it."""
        _, _, challenge = auth.partition(" ")
        self._challenge = parse_keqv_list([one for one in parse_http_list(challenge) if one])
        return super().retry_http_digest_auth(req, auth)


def _make_opener(url: str) -> OpenerDirector:
    user, password = _credentials()
    if not user:
        return build_opener()
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, user, password)
    return build_opener(_Digest(passwords), HTTPBasicAuthHandler(passwords))


def _credentials() -> tuple[str, str]:
    return os.environ.get("KG_USER", ""), os.environ.get("KG_PASSWORD", "")


def _reason(error: BaseException) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    text = getattr(cause, "strerror", None) or str(cause) or type(error).__name__
    return " ".join(str(text).split())[:300]
