"""A SPARQL query is refused before the engine sees it, for what it asks and not for how it looks."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import InputError
from kg.guard import MOST_CHARACTERS, MOST_CLAUSES, MOST_NESTED, MOST_OPERATORS, QueryRefused, check_query
from kg.store import ask_store, store_of

SERVICE = "SERVICE would ask another server: ask that server apart"
DOUBT = "may be an IRI or a comparison: put blanks around '<', or write the IRI whole"


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.iri = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.socket.close()


@pytest.fixture(scope="module")
def store() -> Store:
    graph = NamedNode("http://example.org/graph")
    return store_of([Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/b"), Literal(1), graph)])


REFUSED = {
    "SERVICE": ("ASK { SERVICE <{iri}> {} }", SERVICE),
    "SERVICE SILENT": ("ASK { SERVICE SILENT <{iri}> {} }", SERVICE),
    "lower case": ("ASK { sErViCe <{iri}> {} }", SERVICE),
    "in a subquery": ("SELECT * { { SELECT * { SERVICE <{iri}> {} } } }", SERVICE),
    "by a variable": ("ASK { BIND(<{iri}> AS ?e) SERVICE ?e {} }", SERVICE),
    "after a comment that ends in CR": ("ASK { #\rSERVICE <{iri}> {} }", SERVICE),
    "without a blank": ("PREFIX ex: <{iri}> ASK { SERVICEex:a {} }", SERVICE),
    "without a name": ("PREFIX : <{iri}> ASK { SERVICE:a {} }", SERVICE),
    "SILENT without a blank": ("PREFIX ex: <{iri}> ASK { SERVICESILENTex:a {} }", SERVICE),
    "after true": ("ASK { ?s ?p trueSERVICE <{iri}> {} }", SERVICE),
    "after a number": ("ASK { ?s ?p 1SERVICE <{iri}> {} }", SERVICE),
    "after a variable": ("ASK { ?s ?p ?o.SERVICE <{iri}> {} }", SERVICE),
    "in what may be an IRI": ("ASK { FILTER(?a<?b)SERVICE?x#>\n{} }", f"<?b)SERVICE?x#> {DOUBT}"),
    "between what may be strings": ("ASK { FILTER(?a<'>')SERVICE<{iri}>{?s ?p 'o'} }", f"<'> {DOUBT}"),
    "behind brackets that may be a comment": ("ASK { FILTER(?a<ex:b#>)))\n) }", f"<ex:b#> {DOUBT}"),
    **{
        word: (
            f"{word} <http://example.org/>",
            f"{word} is an update, and this graph is read only: write SELECT, ASK or CONSTRUCT",
        )
        for word in "LOAD INSERT DELETE CLEAR DROP CREATE ADD MOVE COPY".split()
    },
    "nested groups": ("ASK " + "{" * 3000 + "}" * 3000, f"brackets nest more than {MOST_NESTED} deep: nest less"),
    "nested brackets": ("ASK { " + "[?p (" * 65, f"brackets nest more than {MOST_NESTED} deep: nest less"),
    "many clauses": ("ASK {" + "BIND(1 AS ?a)" * 501, f"more than {MOST_CLAUSES} clauses: ask for less at once"),
    "many signs": ("SELECT (" + "!" * 2001, f"more than {MOST_OPERATORS:,} operators: ask for less at once"),
    "NUL": ("ASK {} \0", "character U+0000 is not text: take it out"),
    "half a character": ("ASK {} # \ud800", "character U+D800 is not text: take it out"),
}


@pytest.mark.parametrize(("query", "says"), REFUSED.values(), ids=REFUSED)
def test_query_is_refused_and_nobody_is_called(query: str, says: str, store: Store, listener: Listener) -> None:
    before = listener.calls
    asked = query.replace("{iri}", listener.iri)
    with pytest.raises(QueryRefused) as refusal:
        ask_store(store, asked)
    line = 2 if "\r" in query else 1
    assert str(refusal.value) == f"query:{line}: {says}"
    time.sleep(0.01)
    assert listener.calls == before


def test_the_engine_would_have_called(store: Store, listener: Listener) -> None:
    """Else the tests above show nothing."""
    before = listener.calls
    for name in ("SERVICE", "without a blank", "after a comment that ends in CR"):
        with pytest.raises(OSError, match=r"Connection|Empty|reset"):
            list(store.query(REFUSED[name][0].replace("{iri}", listener.iri).replace("ASK", "SELECT *")))
    assert listener.calls > before


def test_long_query_is_refused() -> None:
    with pytest.raises(QueryRefused, match="longer than 200,000 characters"):
        check_query("ASK {} #" + "x" * MOST_CHARACTERS)


def test_limits_can_be_set() -> None:
    check_query("ASK {{}}", characters=8, nested=2)
    with pytest.raises(QueryRefused, match="longer than 7 characters"):
        check_query("ASK {{}}", characters=7)
    with pytest.raises(QueryRefused, match="brackets nest more than 1 deep"):
        check_query("ASK {{}}", nested=1)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('SERVICE <http://example.org/> {' AS ?x) {}",
        'SELECT ("""a " SERVICE "" INSERT""" AS ?x) {} # SERVICE, LOAD',
        "PREFIX service: <http://example.org/> SELECT * { ?service service:load ?insert ; a service:SERVICE }",
        "PREFIX service: <http://example.org/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
        "SELECT * { ?s <http://example.org/service#LOAD> ?o }",
        "SELECT * { ?s <http://example.org/Schindler's_List_(film)> ?o }",
        "PREFIX u: <urn:x#> BASE <urn:y#> SELECT * { ?s u:a ?o }",
        "PREFIX ex: <http://example.org/> SELECT * { ?s ex:it\\'s\\#1 ?o } #'",
        "SELECT (LANG('a'@service) AS ?x) { FILTER(1 <2 && 3> 2) }",
        "SELECT * { VALUES ?x { " + "<http://example.org/a> " * 3000 + "} }",
        "SELECT * { " + "{" * 100 + "}" * 100 + " }",
    ],
)
def test_good_query_passes(query: str, store: Store) -> None:
    ask_store(store, query)


def test_from_chooses_among_the_graphs_and_fetches_nothing(store: Store, listener: Listener) -> None:
    before = listener.calls
    for graph, rows in (("http://example.org/graph", 1), (listener.iri, 0), ("file:///etc/hostname", 0)):
        assert len(ask_store(store, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}").rows) == rows
        named = f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        assert len(ask_store(store, named).rows) == rows
    assert len(ask_store(store, "SELECT * { ?s ?p ?o }").rows) == 1
    assert listener.calls == before


PIECES = st.sampled_from(
    ["SERVICE", "service", "SILENT", "?x", "'", '"', '"""', "#", "\n", "\r", " ", "<", ">", "<a:b>", "{iri}", "(", ")",
     "{", "}", "[", "]", "ex:a", "ex:", ":", "true", "1", ".", "\\", "\\u0027", "a", "FILTER(?x", "BIND(1 AS ?y)",
     "@en", "SERVICE {iri}{}", "SERVICEex:a{}", "SERVICE ex:a{}", "?s ?p ?o", "=", "&&", "GRAPH", "OPTIONAL{", "_:b",
     "^^"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=14))
def test_what_passes_calls_nobody(pieces: list[str], store: Store, listener: Listener) -> None:
    before = listener.calls
    body = "".join(pieces).replace("{iri}", f"<{listener.iri}>")
    try:
        ask_store(store, f"PREFIX ex: <{listener.iri}> PREFIX : <{listener.iri}> SELECT * {{ ?a ?b ?c . {body} }}")
    except InputError as error:
        assert "cannot be answered" not in str(error)
    assert listener.calls == before


@pytest.mark.parametrize("bomb", ["{", "(", "[ ?p ", "((((((((", "'(", "<(", "!", "<a:b", '"""', "a:"])
def test_check_of_a_long_query_takes_no_time(bomb: str) -> None:
    query = (bomb * MOST_CHARACTERS)[:MOST_CHARACTERS]
    started = time.perf_counter()
    with contextlib.suppress(QueryRefused):
        check_query(query)
    assert time.perf_counter() - started < 3


LARGEST = {
    "nested": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 120 + "}" * 121,
    "clauses": "SELECT * { " + "MINUS { ?a ?b ?c }" * (MOST_CLAUSES - 1) + "}",
    "binds": "SELECT * { " + "".join(f"BIND(1 AS ?a{n})" for n in range(MOST_CLAUSES - 1)) + "}",
    "operators": "SELECT (" + "+".join(["1"] * MOST_OPERATORS) + " AS ?x) {}",
    "signs": "SELECT (" + "!" * MOST_OPERATORS + "true AS ?x) {}",
}


@pytest.mark.parametrize("query", LARGEST.values(), ids=LARGEST)
def test_the_engine_bears_what_the_limits_allow(query: str) -> None:
    program = "import sys, pyoxigraph, kg.store; kg.store.ask_store(pyoxigraph.Store(), sys.stdin.read())"
    subprocess.run([sys.executable, "-c", program], input=query, text=True, check=True, timeout=30)
