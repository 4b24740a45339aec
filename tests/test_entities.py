"""Dereferencing: what a client gets for an IRI, in each form, with the small things of HTTP right."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.build import build_collection
from kg.initial import make_collection
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.pool import QueryPool
from kg.serve.rebase import rebase_file
from kg.store import open_graph

BASE, COLLECTION = "http://127.0.0.1:8000/", "https://example.org/collection/"
MARY = f"{BASE}id/person/mary"
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nt": ("application/n-triples", "nt"),
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    make_collection(folder / "letters")
    build_collection(folder / "letters")
    served = folder / "hearsay.nq"
    rebase_file(folder / "letters/graph/hearsay.nq", served, COLLECTION, BASE)
    return served


@asynccontextmanager
async def client_of(graph: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with QueryPool(graph, Limits(workers=1)) as pool:
        app = make_app(open_graph(graph), pool, base=BASE, collection_base=COLLECTION)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            yield client


def run(graph: Path, asking: Callable[[httpx.AsyncClient], Any]) -> Any:
    async def ask() -> Any:
        async with client_of(graph) as client:
            return await asking(client)

    return anyio.run(ask)


def get(graph: Path, *requests: tuple[str, dict[str, str]], method: str = "GET") -> list[httpx.Response]:
    async def ask(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [await client.request(method, path, headers=headers) for path, headers in requests]

    return run(graph, ask)


def test_thing_sends_to_its_document_whatever_is_accepted(graph: Path) -> None:
    for answer in get(
        graph, *[("id/person/mary", {"accept": kind}) for kind in ("text/html", "text/turtle", "image/png")]
    ):
        assert (answer.status_code, answer.headers["location"]) == (303, "../../doc/person/mary")
        assert "vary" not in answer.headers


NEGOTIATED = [
    ("text/html", 200, "text/html"),
    ("text/turtle", 200, "text/turtle"),
    ("text/html;q=0.5, text/turtle;q=0.9", 200, "text/turtle"),
    ("text/turtle;q=0.5, text/html;q=0.9", 200, "text/html"),
    ("application/rdf+xml;q=0.3, application/n-triples", 200, "application/n-triples"),
    ("*/*", 200, "text/html"),
    ("application/*", 200, "application/ld+json"),
    ("text/html;q=0, text/turtle;q=0, */*;q=0.1", 200, "application/ld+json"),
    ("image/png", 406, "application/json"),
]


def test_document_negotiates_by_real_weights(graph: Path) -> None:
    answers = get(graph, *[("doc/person/mary", {"accept": accept}) for accept, _, _ in NEGOTIATED])
    found = [(a.status_code, a.headers["content-type"].partition(";")[0]) for a in answers]
    assert found == [(status, kind) for _, status, kind in NEGOTIATED]
    assert all(answer.headers["vary"] == "Accept" for answer in answers)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_every_form_is_the_same_graph_about_the_thing(graph: Path) -> None:
    answers = get(graph, *[(f"doc/person/mary.{ending}", {}) for ending in FORMS])
    graphs = []
    for answer, (kind, name) in zip(answers, FORMS.values(), strict=True):
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert "vary" not in answer.headers
        graphs.append(Graph().parse(data=answer.text, format=name))
    assert (URIRef(MARY), None, None) in graphs[0]
    assert all(isomorphic(one, graphs[0]) for one in graphs)


def test_validators_survive_a_restart_and_differ_by_form(graph: Path) -> None:
    paths = [("doc/person/mary.ttl", {}), ("doc/person/mary.nt", {})]
    first, second = ([answer.headers["etag"] for answer in get(graph, *paths)] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2
    (unchanged,) = get(graph, ("doc/person/mary.ttl", {"if-none-match": first[0]}))
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_head_is_get_without_the_body(graph: Path) -> None:
    (got,), (head,) = (get(graph, ("doc/person/mary.ttl", {}), method=method) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "link"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_writing_is_not_allowed(graph: Path, method: str) -> None:
    (answer,) = get(graph, ("doc/person/mary", {}), method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_every_answer_may_be_read_across_origins(graph: Path) -> None:
    asked = {"origin": "https://elsewhere.example"}
    for answer in get(graph, ("id/person/mary", asked), ("doc/person/mary", asked), ("doc/person/nobody", asked)):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_page_names_its_forms_and_its_thing(graph: Path) -> None:
    (answer,) = get(graph, ("doc/person/mary", {"accept": "text/html"}))
    for relation in ("alternate", "describedby", "describes", "cite-as", "type", "license", "collection"):
        if relation != "license":  # the example states none
            assert f'rel="{relation}"' in answer.headers["link"]
    assert MARY in answer.text
    assert COLLECTION not in answer.text


ODD = [
    "doc/person/nobody", "id/person/nobody", "doc/person/%00", "doc/person/..%2f..%2fetc%2fpasswd", "doc/x/y/z",
    "doc/person/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "doc/person/%E2%80%AEevil", "nothing", "question/nothing.csv",
]  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_unknown_addresses_are_not_found_and_inert(graph: Path, accept: str) -> None:
    for answer in get(graph, *[(path, {"accept": accept}) for path in ODD]):
        assert answer.status_code == 404, answer.url
        assert "<script>alert" not in answer.text
        assert str(graph.parent) not in answer.text


def test_passages_dereference_through_their_text(graph: Path) -> None:
    plain, turtle = get(
        graph, ("doc/document/letter-1.txt", {}), ("doc/document/letter-1.txt", {"accept": "text/turtle"})
    )
    assert plain.headers["content-type"].startswith("text/plain")
    subjects = {str(subject) for subject in Graph().parse(data=turtle.text, format="turtle").subjects()}
    start, end = plain.text.index("Mary told"), plain.text.index("Paris.") + len("Paris.")
    assert f"{BASE}doc/document/letter-1.txt#char={start},{end}" in subjects


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (".well-known/void", "text/turtle"), ("robots.txt", "text/plain"), ("sitemap.xml", "application/xml"),
        ("openapi.json", "application/json"), ("dump/hearsay.ttl", "text/turtle"), ("ontology.ttl", "text/turtle"),
        ("vocabulary/act/ask.nt", "application/n-triples"), ("dataset.ttl", "text/turtle"),
        ("question/who-said-what.csv", "text/csv"), ("static/site.css", "text/css"),
        ("search/names.json", "application/json"),
    ],
)  # fmt: skip
def test_what_tells_of_the_whole_is_there(graph: Path, path: str, kind: str) -> None:
    (answer,) = get(graph, (path, {}))
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    assert COLLECTION not in answer.text
