"""The SPARQL 1.1 Protocol, query operations, as a client sees them.

The cases named ``query_…`` and ``bad_…`` are the W3C's for a read-only endpoint (w3c/rdf-tests, sparql11/protocol and
sparql11/service-description), with graph names under .invalid.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from starlette.applications import Starlette

from kg.errors import BadValue
from kg.serve.limits import Limits
from kg.serve.negotiation import choose_type, parse_accept
from kg.serve.pool import GRAPH_TYPES, ROW_TYPES, QueryPool
from kg.serve.sparql import FORMAT_NAMES, make_endpoint_app

JSON, XML, CSV, TSV = list(ROW_TYPES)[:4]
TURTLE, NTRIPLES, JSONLD, RDFXML = list(GRAPH_TYPES)[:4]
FORM, QUERY, UPDATE = (
    f"application/{name}" for name in ("x-www-form-urlencoded", "sparql-query", "sparql-update")
)  # fmt: skip
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
GRAPHS = [f"http://data.invalid/data{number}.rdf" for number in range(4)]  # 0 is in no graph
A, B, C = (f"<{graph}> a <{DOCUMENT}>" for graph in GRAPHS[1:])
BASE = "http://endpoint.example/"
CONSTRUCT = 'CONSTRUCT { <http://example.org/s> <http://example.org/p> "vé"@fr } {}'
TEN = " ".join(f"VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(10))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {TEN} }}"


class Served:
    """An endpoint in an event loop of its own: called in process, and by real clients at ``address``."""

    def __init__(self, graph: Path, limits: Limits) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.pool = self.run(self._open(graph, limits))
        self.app: Starlette = make_endpoint_app(self.pool, base=BASE)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        config = uvicorn.Config(self.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._serving = asyncio.run_coroutine_threadsafe(self._server.serve([self._socket]), self._loop)

    async def _open(self, graph: Path, limits: Limits) -> QueryPool:
        pool = QueryPool(graph, limits)
        await pool.start()
        return pool

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def send(self, method: str = "GET", /, **request: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                client.headers.pop("accept")
                return await client.request(method, request.pop("url", "sparql"), **request)

        found: httpx.Response = self.run(call())
        return found

    def ask(self, query: str, accept: str | None = JSON, **request: Any) -> httpx.Response:
        headers = {"accept": accept} if accept is not None else {}
        return self.send(params={"query": query}, headers=headers, **request)

    def close(self) -> None:
        self._server.should_exit = True
        self._serving.result(20)
        self.run(self.pool.close())
        self.run(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._socket.close()


def serve(folder: Path, limits: Limits) -> Served:
    quads = [Quad(NamedNode(g), NamedNode(RDF_TYPE), NamedNode(DOCUMENT), NamedNode(g)) for g in GRAPHS[1:]]
    graph = folder / "hearsay.nq"
    graph.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return Served(graph, limits)


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with contextlib.closing(serve(tmp_path_factory.mktemp("graph"), Limits())) as served:
        yield served


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An endpoint with limits that are soon hit."""
    limits = Limits(seconds=0.5, memory=100, rows=3, bytes=2_000, characters=5_000, workers=1, queue=2)
    with contextlib.closing(serve(tmp_path_factory.mktemp("graph"), limits)) as served:
        yield served


# ---------------------------------------------------------------- W3C: protocol


@dataclass(frozen=True)
class Case:
    """A request and its outcome: an ASK's answer, a status, or the media types that fit."""

    outcome: bool | int | tuple[str, ...]
    query: str = ""
    how: str = "get"
    extra: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    body: bytes | None = None
    method: str = ""
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def send(self, endpoint: Served) -> httpx.Response:
        if self.how == "get":
            pairs = [("query", self.query), *self.extra] if self.query else list(self.extra)
            headers = {"content-type": self.content_type} if self.content_type else {}
            return endpoint.send(self.method or "GET", params=httpx.QueryParams(pairs), headers=headers)
        if self.how == "form":
            body = urlencode([("query", self.query), *self.more] if self.query else self.more).encode()
            content_type = self.content_type if self.content_type is not None else FORM
        else:
            body = self.query.encode()
            content_type = self.content_type if self.content_type is not None else QUERY
        headers = {"content-type": content_type} if content_type else {}
        body = body if self.body is None else self.body
        return endpoint.send("POST", params=httpx.QueryParams(list(self.extra)), content=body, headers=headers)


def default(*numbers: int) -> tuple[tuple[str, str], ...]:
    return tuple(("default-graph-uri", GRAPHS[number]) for number in numbers)


def named(*numbers: int) -> tuple[tuple[str, str], ...]:
    return tuple(("named-graph-uri", GRAPHS[number]) for number in numbers)


TWO_NAMED = f"ASK {{ GRAPH ?g1 {{ {A} }} GRAPH ?g2 {{ {B} }} }}"
WITH_DEFAULT = f"ASK {{ {C} GRAPH ?g1 {{ {A} }} GRAPH ?g2 {{ {B} }} }}"
UTF16 = "; charset=UTF-16"
W3C = {
    "query_post_form": Case(True, "ASK {}", "form", default(0)),
    "query_dataset_default_graphs_get": Case(True, f"ASK {{ {A} . {B} }}", "get", default(1, 2)),
    "query_dataset_default_graphs_post": Case(True, f"ASK {{ {A} . {B} }}", "post", default(1, 2)),
    "query_dataset_named_graphs_post": Case(True, TWO_NAMED, "post", named(1, 2)),
    "query_dataset_named_graphs_get": Case(True, TWO_NAMED, "get", named(1, 2)),
    "query_dataset_full": Case(True, WITH_DEFAULT, "post", default(3) + named(1, 2)),
    "query_multiple_dataset": Case(True, TWO_NAMED.replace("ASK", f"ASK FROM <{GRAPHS[3]}>"), "post", named(1, 2)),
    "query_get": Case(True, "ASK {}", "get", default(0)),
    "query_content_type_select": Case((JSON, XML, CSV, TSV), "SELECT (1 AS ?value) {}", "post", default(0)),
    "query_content_type_ask": Case((JSON, XML), "ASK {}", "post", default(0)),
    "query_content_type_describe": Case(tuple(GRAPH_TYPES), "DESCRIBE <http://example.org/>", "post", default(0)),
    "query_content_type_construct": Case(tuple(GRAPH_TYPES), "CONSTRUCT { <s> <p> 1 } WHERE {}", "post", default(0)),
    "query_post_direct": Case(True, "ASK {}", "post"),
    "bad_query_method": Case(405, "ASK {}", "get", default(0), FORM, method="PUT"),
    "bad_multiple_queries": Case(400, "ASK {}", "get", (("query", "SELECT * {}"),)),
    "bad_query_wrong_media_type": Case(415, "ASK {}", "post", content_type="text/plain"),
    "bad_query_missing_form_type": Case(415, "ASK {}", "form", content_type=""),
    "bad_query_missing_direct_type": Case(415, "ASK {}", "post", content_type=""),
    "bad_query_non_utf8": Case(400, "", "post", (), QUERY + UTF16, "ASK {}".encode("utf-16")),
    "bad_query_syntax": Case(400, "ASK {", "get"),
    "bad_update_get": Case(400, "", "get", (("update", "CLEAR ALL"),)),
    "bad_multiple_updates": Case(400, "", "form", more=(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"))),
    "bad_update_wrong_media_type": Case(415, "CLEAR NAMED", "post", content_type="text/plain"),
    "bad_update_missing_form_type": Case(415, "", "form", (), "", b"update=CLEAR%20NAMED"),
    "bad_update_non_utf8": Case(415, "", "post", (), UPDATE + UTF16, "CLEAR NAMED".encode("utf-16")),
    "bad_update_syntax": Case(400, "", "form", more=(("update", "CLEAR XYZ"),)),
    "bad_update_dataset_conflict": Case(
        415,
        "WITH <http://example/a> DELETE { ?s ?p 'B' } INSERT { ?s ?p 'W' } WHERE { ?s ?p 'B' }",
        "post",
        (("using-named-graph-uri", "http://example/people"),),
        UPDATE,
    ),
}


def check(case: Case, response: httpx.Response) -> None:
    expected = case.outcome
    if isinstance(expected, bool):
        assert (response.status_code, response.json()["boolean"]) == (200, expected)
    elif isinstance(expected, int):
        assert response.status_code == expected
        assert (response.json()["ok"], response.json()["status"]) == (False, expected)
    else:
        assert response.status_code == 200
        assert media_type(response) in expected


def media_type(response: httpx.Response) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize("case", W3C.values(), ids=W3C)
def test_w3c(case: Case, endpoint: Served) -> None:
    check(case, case.send(endpoint))


# ---------------------------------------------------------------- datasets

DATASETS = {
    "all graphs by default": Case(True, f"ASK {{ {A} . {B} . {C} }}"),
    "each graph by name": Case(True, f"ASK {{ GRAPH <{GRAPHS[1]}> {{ {A} }} GRAPH <{GRAPHS[2]}> {{ {B} }} }}"),
    "a graph holds its own only": Case(False, f"ASK {{ GRAPH <{GRAPHS[1]}> {{ {B} }} }}"),
    "a default graph hides the named": Case(False, "ASK { GRAPH ?g { ?s ?p ?o } }", extra=default(1)),
    "a named graph empties the default": Case(False, "ASK { ?s ?p ?o }", extra=named(1)),
    "a graph not listed is hidden": Case(False, f"ASK {{ GRAPH ?g {{ {B} }} }}", extra=named(1)),
    "an unknown graph is empty": Case(False, "ASK { ?s ?p ?o }", extra=default(0)),
    "FROM an unknown graph is empty": Case(False, f"ASK FROM <{GRAPHS[0]}> {{ ?s ?p ?o }}"),
    "FROM chooses": Case(False, f"ASK FROM <{GRAPHS[1]}> {{ {B} }}"),
    "FROM and FROM NAMED": Case(
        True, f"ASK FROM <{GRAPHS[1]}> FROM NAMED <{GRAPHS[2]}> {{ {A} GRAPH <{GRAPHS[2]}> {{ {B} }} }}"
    ),
    "the request goes before FROM": Case(False, f"ASK FROM <{GRAPHS[1]}> {{ {A} }}", extra=default(2)),
    "a form's dataset": Case(True, f"ASK {{ {A} }}", "form", more=default(1)),
    "a form's other dataset": Case(False, f"ASK {{ {A} }}", "form", more=default(2)),
    "no IRI": Case(400, "ASK {}", extra=(("default-graph-uri", "data1"),)),
    "an empty IRI": Case(400, "ASK {}", extra=(("named-graph-uri", ""),)),
}


@pytest.mark.parametrize("case", DATASETS.values(), ids=DATASETS)
def test_dataset(case: Case, endpoint: Served) -> None:
    check(case, case.send(endpoint))


# ---------------------------------------------------------------- what is refused, and how it is said

ONE = "one parameter 'query' is needed, and"
NO_UPDATE = "this graph is read only: send query, not update"
NOT_UTF8 = "holds bytes that are not UTF-8"
ERRORS = {
    "empty query": (Case(400, "", "form", more=(("query", ""),)), "query: there is no query: write SELECT, ASK,"),
    "no query in a form": (Case(400, "", "form", more=(("x", "y"),)), f"{ONE} none came"),
    "two queries": (Case(400, "ASK {}", "form", more=(("query", "ASK {}"),)), f"{ONE} 2 came"),
    "query here and there": (Case(400, "ASK {}", "form", (("query", "ASK {}"),)), f"{ONE} 2 came"),
    "query in address and body": (
        Case(400, "ASK {}", "post", (("query", "ASK {}"),)),
        "a query in the address and one in the body: send one",
    ),
    "query and update": (Case(400, "ASK {}", "form", more=(("update", "CLEAR ALL"),)), NO_UPDATE),
    "update as query": (Case(400, "INSERT DATA {}"), "query:1: INSERT is an update, and this graph is read only"),
    "update in the address": (Case(400, "ASK {}", "post", (("update", "CLEAR ALL"),)), NO_UPDATE),
    "service": (Case(400, "ASK { sErViCe <http://e/> {} }"), "query:1: SERVICE would ask another server"),
    "syntax": (Case(400, "SELECT * {\n ?s ?p ?o .\n FILTR(?o) }"), "query:3: not SPARQL 1.1: column"),
    "deep": (Case(400, "ASK " + "{" * 3000 + "}" * 3000, "post"), "query:1: brackets nest more than 128 deep"),
    "function": (Case(400, "SELECT (<http://e/f>(1) AS ?x) {}"), "query: cannot be answered: The custom function"),
    "bytes in a form": (Case(400, "", "form", body=b"query=%C3%28"), f"the form {NOT_UTF8}"),
    "raw bytes in a form": (Case(400, "", "form", body=b"query=\xff"), f"the form {NOT_UTF8}"),
    "bytes in a query": (Case(400, "", "post", body=b'SELECT ("\xff" AS ?x) {}'), f"the query {NOT_UTF8}"),
    "JSON": (
        Case(415, '{"query": "ASK {}"}', "post", content_type="application/json"),
        f"Content-Type 'application/json' is not {FORM} or {QUERY}",
    ),
    "no type": (Case(415, "ASK {}", "post", content_type=""), "no Content-Type: this endpoint takes queries only"),
    "charset": (
        Case(400, "ASK {}", "post", content_type=f"{QUERY}; charset=latin1"),
        "charset 'latin1' is not UTF-8 (SPARQL 1.1 Protocol, section 2.1.3)",
    ),
    "many parameters": (Case(400, "ASK {}", "form", more=(("a", "b"),) * 1000), "the form holds more than 1,000 par"),
    "long query in a body": (Case(413, f"ASK {{ # {'x' * 200_000}\n }}", "post"), "the query is longer than 200,000"),
    "long body": (Case(413, "", "post", body=b"x" * 1_000_000), "the body is longer than 900,000 bytes: ask for less"),
}


@pytest.mark.parametrize(("case", "says"), ERRORS.values(), ids=ERRORS)
def test_refusal_says_what_is_wrong(case: Case, says: str, endpoint: Served) -> None:
    response = case.send(endpoint)
    check(case, response)
    assert media_type(response) == "application/json"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.json()["error"].startswith(says)
    assert endpoint.ask("ASK {}").json()["boolean"] is True


def test_bytes_in_the_address_are_refused(endpoint: Served) -> None:
    for raw in ("query=ASK%20%7B%7D%FF", "query=%C3%28"):
        assert endpoint.send(url=f"sparql?{raw}").json()["error"] == f"the address {NOT_UTF8}"


def test_a_long_query_in_the_address_is_414(strict: Served) -> None:
    response = strict.ask(f"ASK {{ # {'x' * 5_000}\n }}")
    assert response.status_code == 414
    assert response.json()["error"] == "the query is longer than 5,000 characters: ask for less"


def test_a_compressed_body_is_not_taken(endpoint: Served) -> None:
    headers = {"content-type": QUERY, "content-encoding": "gzip"}
    assert endpoint.send("POST", content=b"ASK {}", headers=headers).status_code == 415


def test_a_syntax_error_has_its_line(endpoint: Served) -> None:
    assert endpoint.ask("ASK {\n}\n}").json()["line"] == 3


@pytest.mark.parametrize("query", ["ASK { <script>alert(1)</script>", "ASK { ?s <http://a b> ?o }", "ASK { \x00 }"])
def test_refusals_name_nothing_of_the_inside(query: str, endpoint: Served) -> None:
    text = endpoint.ask(query).text
    assert not any(inside in text for inside in ("Traceback", "/src/", "site-packages", ".py", "pyoxigraph"))


# ---------------------------------------------------------------- negotiation

LISTS = [
    ("", {}),
    (";;;q=", {}),
    (",,,", {}),
    ("x" * 4000, {}),
    ("text/html", {"text/html": 1.0}),
    ("Text/HTML;level=1;Q=0.4", {"text/html": 0.4}),
    ("a/b;q=9, */*;q=1.000", {"*/*": 1.0}),
    ("a/b;q=abc, c/d;q=-1, e/f;q=0.1234, g/h; q=0.5", {"g/h": 0.5}),
    ("*/*;q=0.5;q=0.1", {"*/*": 0.5}),
    ('a/b;p="x, c/d;q=0.1";q=0.3, e/f;flag', {"a/b": 0.3, "e/f": 1.0}),
    ('a/b;p="open, c/d', {}),
    ("a/b c/d, e/f", {"e/f": 1.0}),
    ("a/b;q=0.2, a/b;q=0.9", {"a/b": 0.2}),
]


@pytest.mark.parametrize(("header", "ranges"), LISTS)
def test_accept_is_read_range_by_range(header: str, ranges: dict[str, float]) -> None:
    assert parse_accept(header) == ranges


CHOICES = [
    (None, "a/json"),
    ("", "a/json"),
    ("nonsense", "a/json"),
    ("*/*", "a/json"),
    ("text/*", "text/csv"),
    ("text/csv", "text/csv"),
    ("a/xml;q=0.5, a/json;q=0.4", "a/xml"),
    ("*/*;q=0.1, text/csv;q=0.5", "text/csv"),
    ("*/*, a/json;q=0", "a/xml"),
    ("a/*;q=0, */*;q=0.1", "text/csv"),
    ("a/*;q=0.9, a/json;q=0.1", "a/xml"),
    ("image/png", None),
    ("*/*;q=0", None),
    (["image/png", "text/csv;q=0.1"], "text/csv"),
    ([], "a/json"),
]


@pytest.mark.parametrize(("accept", "chosen"), CHOICES)
def test_the_best_liked_type_is_chosen(accept: str | list[str] | None, chosen: str | None) -> None:
    assert choose_type(accept, ["a/json", "a/xml", "text/csv"]) == chosen


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('a/*;q=01., "\\x'), max_size=60) | st.text())
def test_any_accept_header_is_read(header: str) -> None:
    assert all(0 <= quality <= 1 for quality in parse_accept(header).values())
    assert choose_type(header, ["a/a", "x/x"]) in ("a/a", "x/x", None)


@pytest.mark.parametrize("part", ['"', "a/b;", "a/b,", 'a/b;q="', "\\", ";", "a/b;q=0.1,", " "])
def test_a_long_accept_header_takes_no_time(part: str) -> None:
    started = time.perf_counter()
    choose_type(part * 100_000, ["a/a"])
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("accepted", ROW_TYPES)
@pytest.mark.parametrize("query", ["SELECT (1 AS ?x) {}", "ASK {}"])
def test_rows_come_as_each_type(accepted: str, query: str, endpoint: Served) -> None:
    response = endpoint.ask(query, accepted)
    assert media_type(response) == accepted
    assert response.headers["vary"] == "Accept"
    assert ("charset=utf-8" in response.headers["content-type"]) == accepted.startswith("text/")


@pytest.mark.parametrize("accepted", GRAPH_TYPES)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://example.org/none>"])
def test_graphs_come_as_each_type(accepted: str, query: str, endpoint: Served) -> None:
    response = endpoint.ask(query, accepted)
    assert media_type(response) == accepted
    expected = {
        Triple(NamedNode("http://example.org/s"), NamedNode("http://example.org/p"), Literal("vé", language="fr"))
    }
    found = {quad.triple for quad in parse(response.content, GRAPH_TYPES[accepted])}
    assert found == (expected if query == CONSTRUCT else set())


@pytest.mark.parametrize(
    ("query", "accept", "status", "chosen"),
    [
        ("ASK {}", None, 200, JSON),
        (CONSTRUCT, None, 200, TURTLE),
        ("ASK {}", f"{JSON};q=0.1, {XML};q=0.9", 200, XML),
        ("ASK {}", f"{JSON};q=0, {XML};q=0, */*;q=0.5", 200, CSV),
        (CONSTRUCT, f"{TURTLE};q=0.2, {RDFXML};q=0.3, {NTRIPLES};q=0.9", 200, NTRIPLES),
        ("ASK {}", "image/png", 406, None),
        ("ASK {}", TURTLE, 406, None),
        (CONSTRUCT, JSON, 406, None),
        (CONSTRUCT, f"{JSON}, */*;q=0.1", 200, TURTLE),
    ],
)
def test_accept_decides(query: str, accept: str | None, status: int, chosen: str | None, endpoint: Served) -> None:
    response = endpoint.ask(query, accept)
    assert response.status_code == status
    if chosen:
        assert media_type(response) == chosen
    else:
        assert response.json()["offered"] == list(GRAPH_TYPES if query == CONSTRUCT else ROW_TYPES)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_format_goes_before_accept(name: str, endpoint: Served) -> None:
    rows, graph = FORMAT_NAMES[name]
    for query, expected in (("SELECT (1 AS ?x) {}", rows), (CONSTRUCT, graph)):
        response = endpoint.send(params={"query": query, "format": name}, headers={"accept": "image/png"})
        assert (media_type(response) if response.status_code == 200 else None) == expected
        assert response.status_code == (200 if expected else 406)


def test_a_format_that_is_not_ours_leaves_it_to_accept(endpoint: Served) -> None:
    params = {"query": CONSTRUCT, "format": "rdf+xml", "output": "json"}
    assert media_type(endpoint.send(params=params, headers={"accept": NTRIPLES})) == NTRIPLES


# ---------------------------------------------------------------- values go through whole

TRICKY = 'tab\there, "quoted" back\\slash line\nbreak <b>&amp;</b> é \U0001f600 %41 a+b;c'


@pytest.mark.parametrize("how", ["get", "form", "post"])
def test_a_value_is_decoded_once(how: str, endpoint: Served) -> None:
    written = TRICKY.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    case = Case(200, f'SELECT ("{written}" AS ?x) {{}}', how)
    assert case.send(endpoint).json()["results"]["bindings"] == [{"x": {"type": "literal", "value": TRICKY}}]


def test_a_semicolon_parts_no_parameters(endpoint: Served) -> None:
    raw = "query=" + quote("SELECT ('a", safe="") + ";" + quote("b' AS ?x) {}", safe="")
    assert endpoint.send(params=raw, headers={"accept": CSV}).text == "x\r\na;b\r\n"


def test_relative_iris_take_the_base_of_the_endpoint_whatever_the_host(endpoint: Served) -> None:
    response = endpoint.send(
        params={"query": "SELECT (<rel> AS ?x) {}"}, headers={"accept": CSV, "host": "evil.example"}
    )
    assert response.text == f"x\r\n{BASE}rel\r\n"


def test_usual_prefixes_are_known_and_can_be_declared(endpoint: Served) -> None:
    assert endpoint.ask("SELECT (kg:Person AS ?x) {}", CSV).text.strip().endswith("ontology#Person")
    assert endpoint.ask("PREFIX kg: <urn:x:> SELECT (kg:Person AS ?x) {}", CSV).text == "x\r\nurn:x:Person\r\n"


def test_csv_and_tsv_as_the_recommendation_shows_them(endpoint: Served) -> None:
    values = '(<http://example.org/x> "a,\\"b\\"") (UNDEF "l\\n2"@en) ("\\t" 5)'
    query = f"SELECT ?x ?literal {{ VALUES (?x ?literal) {{ {values} }} }}"
    body = endpoint.ask(query, CSV).content
    assert body == b'x,literal\r\nhttp://example.org/x,"a,""b"""\r\n,"l\n2"\r\n\t,5\r\n'
    assert list(csv.reader(io.StringIO(body.decode(), newline="")))[1][1] == 'a,"b"'
    lines = endpoint.ask(query, TSV).text.split("\n")
    assert lines[0] == "?x\t?literal"
    assert lines[1] == '<http://example.org/x>\t"a,\\"b\\""'
    assert lines[2] == '\t"l\\n2"@en'
    assert lines[3] == '"\\t"\t"5"^^<http://www.w3.org/2001/XMLSchema#integer>'


# ---------------------------------------------------------------- HTTP


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_another_method_is_405_with_allow(method: str, endpoint: Served) -> None:
    response = endpoint.send(method, params={"query": "ASK {}"})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("params", [{"query": "ASK {}"}, {"query": "ASK {"}, {}])
def test_head_is_get_without_a_body(params: dict[str, str], endpoint: Served) -> None:
    got, head = endpoint.send(params=params), endpoint.send("HEAD", params=params)
    assert (head.status_code, dict(head.headers), head.content) == (got.status_code, dict(got.headers), b"")


def test_any_page_may_ask_and_no_credentials_go_along(endpoint: Served) -> None:
    headers = {"origin": "https://evil.example", "cookie": "a=b"}
    for response in (endpoint.send(params={"query": "ASK {}"}, headers=headers), endpoint.send("PUT", headers=headers)):
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers
        assert response.headers["x-content-type-options"] == "nosniff"


def test_preflight(endpoint: Served) -> None:
    headers = {"origin": "https://a.example", "access-control-request-method": "POST"}
    response = endpoint.send("OPTIONS", headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "Content-Type" in response.headers["access-control-allow-headers"]
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


# ---------------------------------------------------------------- W3C: service description

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("accepted", [TURTLE, NTRIPLES, JSONLD, RDFXML])
def test_service_description(accepted: str, endpoint: Served) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema"""
    response = endpoint.send(headers={"accept": accepted})
    assert (response.status_code, media_type(response)) == (200, accepted)
    said = {(q.subject, q.predicate.value, q.object) for q in parse(response.content, GRAPH_TYPES[accepted])}
    service = NamedNode(f"{BASE}sparql#service")
    assert (service, RDF_TYPE, NamedNode(f"{SD}Service")) in said
    assert (service, f"{SD}endpoint", NamedNode(f"{BASE}sparql")) in said
    assert all(not isinstance(value, Literal) for _, predicate, value in said if predicate.startswith(SD))
    assert {value.value for _, predicate, value in said if predicate == f"{SD}name"} == set(GRAPHS[1:])
    assert sum(predicate == f"{SD}resultFormat" for _, predicate, _ in said) == 10
    (limits,) = [value.value for _, predicate, value in said if predicate.endswith("description")]
    assert "seconds: 10 s: how long a query may run" in limits


def test_a_browser_gets_a_form_and_others_the_description(endpoint: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = endpoint.send(headers={"accept": browser})
    assert media_type(response) == "text/html"
    assert "http" not in response.text
    assert media_type(endpoint.send()) == TURTLE
    assert endpoint.send(headers={"accept": "image/png"}).json()["offered"][-1] == "text/html"


def test_a_base_without_a_slash_is_refused(endpoint: Served) -> None:
    with pytest.raises(BadValue, match="base 'http://e' is not an address that ends in '/'"):
        make_endpoint_app(endpoint.pool, base="http://e")


# ---------------------------------------------------------------- limits

MANY = "SELECT ?n { VALUES ?n { 1 2 3 4 5 } }"


def test_an_answer_cut_short_says_so(strict: Served) -> None:
    response = strict.ask(MANY)
    assert response.headers["hearsay-incomplete"] == "rows=3"
    assert response.headers["link"] == f'<{BASE}sparql#limits>; rel="help"'
    assert response.json()["head"]["link"] == [f"{BASE}sparql#limits"]
    assert len(response.json()["results"]["bindings"]) == 3
    long = f"SELECT ?s ?n {{ VALUES ?n {{ 1 2 3 }} BIND('{'x' * 900}' AS ?s) }}"
    assert strict.ask(long, CSV).headers["hearsay-incomplete"] == "bytes=2000"
    assert strict.ask(long, CSV).text.count("x" * 900) == 2
    graph = strict.ask("CONSTRUCT { ?n a ?o } { VALUES ?n { <a:1> <a:2> <a:3> <a:4> } VALUES ?o { <a:b> } }", TURTLE)
    assert graph.text.splitlines()[-1] == "# Incomplete: rows=3"
    assert "hearsay-incomplete" not in strict.ask("SELECT ?n { VALUES ?n { 1 2 3 } }").headers


def test_a_query_past_its_time_is_503_and_others_are_answered(strict: Served) -> None:
    async def both() -> tuple[httpx.Response, httpx.Response, float]:
        transport = httpx.ASGITransport(app=strict.app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            endless = asyncio.create_task(client.get("sparql", params={"query": ENDLESS}))
            started = time.perf_counter()
            busy = await endless
            quick = await client.get("sparql", params={"query": "ASK {}"})
            return busy, quick, time.perf_counter() - started

    busy, quick, seconds = strict.run(both())
    assert busy.status_code == 503
    assert busy.headers["retry-after"] == "1"
    assert busy.json()["error"] == "the query ran for 0.5 s, the limit, and was ended: ask for less"
    assert quick.json()["boolean"] is True
    assert seconds < 2


def test_too_many_queries_at_once_are_503(strict: Served) -> None:
    async def flood() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=strict.app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await asyncio.gather(*(client.get("sparql", params={"query": ENDLESS}) for _ in range(8)))

    responses = strict.run(flood())
    assert {response.status_code for response in responses} == {503}
    assert {response.json()["error"] for response in responses} >= {"too many queries are running: try again later"}
    assert all(response.headers["retry-after"] for response in responses)
    assert strict.ask("ASK {}").status_code == 200


def test_a_query_that_eats_memory_is_400(endpoint: Served) -> None:
    doubling = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(34))
    response = endpoint.ask(f"SELECT (STRLEN(?s34) AS ?n) {{ BIND('aaaaaaaa' AS ?s0) {doubling} }}")
    assert response.status_code == 400
    assert response.json()["error"] == "the query took 512 MB of memory, the limit, and was ended: ask for less"
    assert endpoint.ask("ASK {}").status_code == 200


def test_forty_queries_at_once_get_their_own_answers(endpoint: Served) -> None:
    async def all_at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient() as client:
            asked = [client.get(endpoint.address, params={"query": f"SELECT ({n} AS ?x) {{}}"}) for n in range(40)]
            return await asyncio.gather(*asked)

    found = [response.json()["results"]["bindings"][0]["x"]["value"] for response in endpoint.run(all_at_once())]
    assert found == [str(number) for number in range(40)]


def send_raw(served: Served, text: str) -> bytes:
    """What comes back for a request that is not whole."""
    host, port = served.address.removeprefix("http://").removesuffix("/sparql").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(text.encode())
        return b"".join(iter(lambda: connection.recv(10_000), b""))


@pytest.mark.parametrize(
    ("length", "status", "says"),
    [
        (6, 408, "the body was not there after 0.5 s"),
        (99_999_999_999, 413, "the body is longer than 120,000 bytes: ask for less"),
    ],
)
def test_a_body_that_does_not_come_ends_the_connection(length: int, status: int, says: str, strict: Served) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: {length}\r\n\r\nASK"
    found, _, body = send_raw(strict, head).partition(b"\r\n\r\n")
    assert found.startswith(f"HTTP/1.1 {status} ".encode())
    assert json.loads(body)["error"] == says


def test_a_client_that_goes_away_ends_its_query(endpoint: Served) -> None:
    workers = set(endpoint.pool._now.workers)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(endpoint.address, params={"query": ENDLESS}, timeout=0.3)
    deadline = time.perf_counter() + 5
    while set(endpoint.pool._now.workers) >= workers and time.perf_counter() < deadline:
        time.sleep(0.02)
    assert len(workers - set(endpoint.pool._now.workers)) == 1


# ---------------------------------------------------------------- real clients


def test_rdflib_asks_it(endpoint: Served) -> None:
    graph = Graph(SPARQLStore(endpoint.address))
    rows = list(graph.query(f"SELECT ?s {{ ?s a <{DOCUMENT}> }} ORDER BY ?s"))
    assert [str(row[0]) for row in rows] == GRAPHS[1:]  # type: ignore[index]
    assert bool(graph.query(f"ASK {{ {A} }}"))
    assert (URIRef(GRAPHS[1]), URIRef(RDF_TYPE), URIRef(DOCUMENT)) in graph
    assert len(graph.query("CONSTRUCT WHERE { ?s ?p ?o }").graph or []) == 3


@pytest.mark.parametrize("how", ["GET", "POST"])
def test_sparqlwrapper_asks_it(how: str, endpoint: Served) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint.address)
    client.setMethod(how)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        client.setReturnFormat(form)
        client.setQuery("SELECT ('é' AS ?x) {}")
        assert client.query().response.status == 200
    client.setQuery(CONSTRUCT)
    for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD):
        client.setReturnFormat(form)
        assert client.query().response.status == 200
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("ASK {}")
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery("ASK {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_curl_asks_it(endpoint: Served) -> None:
    command = ["curl", "-sS", "--data-urlencode", "query=SELECT ('a+b' AS ?x) {}", "-H", f"Accept: {CSV}"]
    ended = subprocess.run([*command, endpoint.address], capture_output=True, text=True, timeout=20, check=True)
    assert ended.stdout == "x\na+b\n"
    ended = subprocess.run([*command, "-G", endpoint.address], capture_output=True, text=True, timeout=20, check=True)
    assert ended.stdout == "x\na+b\n"


def test_json_is_what_it_says(endpoint: Served) -> None:
    assert json.loads(endpoint.ask("SELECT ?x { VALUES ?x {} }").content) == {
        "head": {"vars": ["x"]},
        "results": {"bindings": []},
    }
