"""The Graph Store HTTP Protocol, for reading: one graph whole, and nothing written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from starlette.applications import Starlette

from kg.serve.graphstore import graph_store_routes
from kg.serve.limits import Limits
from kg.serve.pool import GRAPH_TYPES, QueryPool

EX = "http://example.org/"
URL = f"{EX}sparql"
QUADS = [Quad(NamedNode(f"{EX}s"), NamedNode(f"{EX}p"), Literal(n), NamedNode(f"{EX}g{n % 2}")) for n in range(5)]
Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def send(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    """Requests to a graph store of two graphs, ``g0`` with three triples and ``g1`` with two."""
    graph = tmp_path_factory.mktemp("graph") / "hearsay.nq"
    graph.write_bytes(serialize(QUADS, format=RdfFormat.N_QUADS) or b"")
    pool = QueryPool(graph, Limits(workers=1, rows=4))
    transport = httpx.ASGITransport(app=Starlette(routes=graph_store_routes(pool, URL)))

    async def call(method: str, query: str, accept: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=EX) as client:
            return await client.request(method, f"rdf-graph-store{query}", headers={"accept": accept})

    with asyncio.Runner() as runner:
        runner.run(pool.start())
        yield lambda query, accept="*/*", method="GET": runner.run(call(method, query, accept))
        runner.run(pool.close())
        runner.run(runner.get_loop().shutdown_default_executor())


def objects(response: httpx.Response) -> list[int]:
    form = GRAPH_TYPES[response.headers["content-type"].partition(";")[0]]
    return sorted(int(quad.object.value) for quad in parse(response.content, form) if isinstance(quad.object, Literal))


@pytest.mark.parametrize("accept", GRAPH_TYPES)
def test_a_named_graph_comes_whole_in_the_form_that_is_accepted(accept: str, send: Send) -> None:
    response = send(f"?graph={EX}g0", accept)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, accept)
    assert objects(response) == [0, 2, 4]


def test_the_default_graph_is_the_union_and_says_when_a_limit_cut_it_short(send: Send) -> None:
    response = send("?default")
    assert (len(objects(response)), response.headers["hearsay-incomplete"]) == (4, "rows=4")
    assert response.headers["link"] == f'<{URL}#limits>; rel="help"'


def test_a_client_without_accept_may_name_the_format(send: Send) -> None:
    assert send("?default&format=ntriples").headers["content-type"] == "application/n-triples"


def test_head_says_what_get_would_send_and_sends_nothing(send: Send) -> None:
    got, head = send(f"?graph={EX}g1"), send(f"?graph={EX}g1", method="HEAD")
    assert got.content
    assert (head.status_code, head.content, head.headers) == (200, b"", got.headers)
    assert send(f"?graph={EX}g9", method="HEAD").status_code == 404


ONE = "one parameter is needed, 'graph' with the IRI of a graph or 'default'"


@pytest.mark.parametrize(
    ("query", "accept", "status", "error"),
    [
        (f"?graph={EX}g9", "*/*", 404, f"there is no graph {EX}g9"),
        ("", "*/*", 400, ONE),
        (f"?default&graph={EX}g0", "*/*", 400, ONE),
        (f"?graph={EX}g0&graph={EX}g1", "*/*", 400, ONE),
        ("?graph=g0", "*/*", 400, "a graph is not an absolute IRI"),
        ("?graph=", "*/*", 400, "a graph is not an absolute IRI"),
        (f"?graph={EX}g%3E%20%7D", "*/*", 400, "a graph is not an absolute IRI"),
        ("?graph=%FF", "*/*", 400, "the address holds bytes that are not UTF-8"),
        (
            "?default",
            "image/png",
            406,
            f"the answer to CONSTRUCT comes as {', '.join(GRAPH_TYPES)}: accept one of them",
        ),
    ],
)
def test_what_is_no_graph_is_refused(query: str, accept: str, status: int, error: str, send: Send) -> None:
    response = send(query, accept)
    assert response.status_code == status
    assert {name: response.json()[name] for name in ("ok", "status", "error")} == {
        "ok": False, "status": status, "error": error,
    }  # fmt: skip
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_written(method: str, send: Send) -> None:
    response = send("?default", method=method)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["error"] == "this graph store is read only and takes GET, HEAD, OPTIONS"


def test_options_says_what_it_takes(send: Send) -> None:
    response = send("", method="OPTIONS")
    assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
