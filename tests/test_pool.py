"""Queries run in processes that can be killed: limits hold, a crash touches one query, a swap loses none."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
    serialize,
)  # fmt: skip

from kg.errors import BadValue, InputError
from kg.guard import QueryRefused
from kg.serve.limits import Limits, describe_limits
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
    answer_job,
    open_built_graph,
)
from kg.serve.results import write_rows
from kg.store import store_of
from kg.terms import PREFIXES

EX = "http://example.org/"
TEN = " ".join(f"VALUES ?v{number} {{ 0 1 2 3 4 5 6 7 8 9 }}" for number in range(10))
FOREVER = f"SELECT (COUNT(*) AS ?n) {{ {TEN} }}"
HUNGRY = f"SELECT * {{ {TEN} }} ORDER BY ?v1 LIMIT 3"
DOUBLING = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(34))
DEEP = "SELECT (" + "STR(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}"


def build(path: Path, *, version: int = 1) -> Path:
    """A built graph whose one statement says its version; replaced whole, as ``kg build`` does."""
    quads = [Quad(NamedNode(f"{EX}s"), NamedNode(f"{EX}version"), Literal(version), NamedNode(f"{EX}graph"))]
    fresh = path.with_name("fresh")
    fresh.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    os.replace(fresh, path)
    return path


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return build(tmp_path / "hearsay.nq")


def children() -> set[int]:
    """The processes that this one started and that are not gone."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for one in found for pid in one.read_text().split()}


def with_pool(path: Path, limits: Limits, scenario: Callable[[QueryPool], Awaitable[None]]) -> None:
    """Run a scenario; whatever it does, no process is left."""
    before = children()

    async def run() -> None:
        async with QueryPool(path, limits) as pool:
            await scenario(pool)

    asyncio.run(run())
    assert children() <= before


async def version(pool: QueryPool) -> int:
    answer = await pool.ask(Job("SELECT ?v { ?s <http://example.org/version> ?v }", row_type="text/csv"))
    return int(answer.body.split()[1])


async def seconds_of(asked: Awaitable[object]) -> float:
    started = time.perf_counter()
    await asked
    return time.perf_counter() - started


def test_a_query_past_its_time_is_killed_and_the_next_finds_a_worker_ready(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        before = children()
        endless = asyncio.create_task(pool.ask(Job(FOREVER)))
        await asyncio.sleep(0.1)
        assert await seconds_of(pool.ask(Job("ASK {}"))) < 1  # meanwhile
        started = time.perf_counter()
        with pytest.raises(TimeLimitHit, match=r"ran for 0\.5 s, the limit, and was ended: ask for less"):
            await endless
        assert time.perf_counter() - started < 1
        assert await seconds_of(pool.ask(Job("ASK {}"))) < 0.5
        for _ in range(100):
            await asyncio.sleep(0.05)
            if len(children()) == len(before):
                break
        assert len(children() - before) == 1  # one is gone, another has come
        assert len(children()) == len(before)

    with_pool(graph, Limits(seconds=0.5), scenario)


@pytest.mark.parametrize("query", [HUNGRY, f"SELECT (STRLEN(?s34) AS ?n) {{ BIND('aaaaaaaa' AS ?s0) {DOUBLING} }}"])
def test_a_query_that_eats_memory_ends_alone(query: str, graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        with pytest.raises(MemoryLimitHit, match="took 100 MB of memory, the limit, and was ended: ask for less"):
            await pool.ask(Job(query))
        assert await version(pool) == 1

    with_pool(graph, Limits(memory=100, seconds=20, workers=1), scenario)


def test_a_query_that_ends_the_engine_ends_alone(graph: Path) -> None:
    """``kg.guard`` refuses such queries; where one gets past it, only its own worker dies."""

    async def scenario(pool: QueryPool) -> None:
        harmless = [asyncio.create_task(pool.ask(Job("ASK {}"))) for _ in range(5)]
        with pytest.raises(QueryCrashed, match="the engine cannot evaluate this query: make it simpler"):
            await pool.ask(Job(DEEP))
        assert {answer.body for answer in await asyncio.gather(*harmless)} == {b'{"head":{},"boolean":true}\n'}
        assert await version(pool) == 1

    with_pool(graph, Limits(characters=1_000_000, nesting=100_000), scenario)


def test_workers_that_end_while_they_wait_touch_no_query(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        for pid in children():
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.05)
        assert await version(pool) == 1

    with_pool(graph, Limits(), scenario)


def test_a_replaced_build_is_served_without_a_lost_request(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        seen: list[list[int]] = [[] for _ in range(4)]
        done = asyncio.Event()

        async def client(answers: list[int]) -> None:
            while not done.is_set():
                answers.append(await version(pool))

        clients = [asyncio.create_task(client(answers)) for answers in seen]
        for number in (2, 3):
            await asyncio.sleep(0.3)
            first = pool.build
            build(graph, version=number)
            while pool.build == first:
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        done.set()
        await asyncio.gather(*clients)  # raises if any request was lost
        for answers in seen:
            assert answers[0] == 1
            assert answers[-1] == 3
            assert all(earlier <= later for earlier, later in pairwise(answers))

    with_pool(graph, Limits(), scenario)


def test_a_build_that_cannot_be_read_leaves_the_old_one_served(graph: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(pool: QueryPool) -> None:
        broken = graph.with_name("broken")
        broken.write_text("<half a line")
        os.replace(broken, graph)
        while not caplog.records:
            await asyncio.sleep(0.05)
        assert "is not served" in caplog.text
        assert await version(pool) == 1
        build(graph, version=2)
        while await version(pool) == 1:
            await asyncio.sleep(0.05)
        graph.unlink()
        await asyncio.sleep(0.8)
        assert await version(pool) == 2

    with_pool(graph, Limits(workers=1), scenario)


def test_a_pool_without_a_graph_says_so(tmp_path: Path) -> None:
    async def run() -> None:
        async with QueryPool(tmp_path / "none.nq"):
            pass

    before = children()
    with pytest.raises(InputError) as refusal:
        asyncio.run(run())
    assert str(refusal.value) == f"{tmp_path}/none.nq: there is no built graph: run kg build first"
    assert children() <= before


def test_a_store_on_disk_is_opened_for_reading(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = Store(str(folder))
    triple = (NamedNode(f"{EX}s"), NamedNode(f"{EX}version"), Literal(7))
    store.add(Quad(*triple, NamedNode(f"{EX}graph")))
    store.flush()
    with pytest.raises(InputError, match="holds no union of its graphs as its default graph"):
        open_built_graph(folder)
    store.add(Quad(*triple))
    store.flush()
    del store

    async def scenario(pool: QueryPool) -> None:
        assert await version(pool) == 7

    with_pool(folder, Limits(workers=1), scenario)
    with pytest.raises(InputError, match="is not a store of Oxigraph"):
        open_built_graph(tmp_path)


def test_the_queue_is_bounded_in_number_and_time(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        asked = [asyncio.create_task(pool.ask(Job(FOREVER))) for _ in range(4)]
        await asyncio.sleep(0.1)
        with pytest.raises(PoolBusy, match="too many queries are running: try again later"):
            assert await seconds_of(pool.ask(Job("ASK {}"))) < 0.1
        started = time.perf_counter()
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(result) for result in results} == {TimeLimitHit, PoolBusy}
        assert time.perf_counter() - started < 4
        assert (await pool.ask(Job("ASK {}"))).count == 1

    with_pool(graph, Limits(seconds=1, workers=1, queue=3), scenario)


def test_a_query_whose_client_goes_away_is_ended(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        before = children()
        asked = asyncio.create_task(pool.ask(Job(FOREVER)))
        await asyncio.sleep(0.2)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        while len(before - children()) != 1:
            await asyncio.sleep(0.02)
        assert await version(pool) == 1

    with_pool(graph, Limits(workers=1), scenario)


def test_closing_ends_a_worker_that_is_at_work(graph: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        asked = asyncio.create_task(pool.ask(Job(FOREVER)))
        await asyncio.sleep(0.2)
        started = time.perf_counter()
        await pool.close()
        assert time.perf_counter() - started < 2
        with pytest.raises(PoolBusy):
            await asked

    with_pool(graph, Limits(), scenario)


def test_workers_end_with_a_server_that_is_killed(graph: Path) -> None:
    program = f"""
import asyncio, sys
from pathlib import Path
from kg.serve.pool import Job, QueryPool
async def main():
    async with QueryPool(Path(sys.argv[1])) as pool:
        print(*[worker.process.pid for worker in pool._now.workers], flush=True)
        await pool.ask(Job({FOREVER!r}))
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", program, str(graph)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        workers = [int(pid) for pid in server.stdout.readline().split()]
        assert len(workers) == 3
        time.sleep(0.2)
        server.kill()
    deadline = time.perf_counter() + 5
    while any(alive(pid) for pid in workers) and time.perf_counter() < deadline:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in workers)


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_thousand_queries_leave_memory_and_open_files_where_they_were(graph: Path) -> None:
    queries = ["ASK {}", "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT * {", "ASK { SERVICE ?x {} }"]

    async def scenario(pool: QueryPool) -> None:
        def state() -> tuple[int, int]:
            grown = [int(Path(f"/proc/{pid}/statm").read_text().split()[5]) for pid in children()]
            return len(os.listdir("/proc/self/fd")), max(grown) * 4096

        async def some(count: int) -> None:
            for number in range(count):
                try:
                    await pool.ask(Job(queries[number % len(queries)]))
                except InputError:
                    assert number % len(queries) >= 3

        await some(200)
        files, memory = state()
        await some(1000)
        assert state()[0] == files
        assert state()[1] - memory < 2_000_000

    with_pool(graph, Limits(workers=1), scenario)


# ---------------------------------------------------------------- nobody is called


@pytest.fixture
def listener() -> Iterator[Callable[[], int]]:
    """How many called a port of this machine; the port is its attribute."""
    server, calls = socket.create_server(("127.0.0.1", 0)), []

    def listen() -> None:
        while True:
            try:
                caller, address = server.accept()
            except OSError:
                return
            calls.append(address)
            caller.close()

    thread = threading.Thread(target=listen)
    thread.start()

    def count() -> int:
        return len(calls)

    count.iri = f"http://127.0.0.1:{server.getsockname()[1]}/x"  # type: ignore[attr-defined]
    yield count
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_no_query_opens_a_connection(graph: Path, listener: Callable[[], int]) -> None:
    iri: str = listener.iri  # type: ignore[attr-defined]

    async def scenario(pool: QueryPool) -> None:
        for query in (
            f"ASK {{ SERVICE <{iri}> {{}} }}",
            f"ASK {{ BIND(<{iri}> AS ?e) SERVICE SILENT ?e {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {{ SELECT * {{ #\rsErViCe <{iri}> {{ ?s ?p ?o }} }} }} }}",
            f"LOAD <{iri}>",
            "LOAD <file:///etc/hostname>",
        ):
            with pytest.raises(QueryRefused):
                await pool.ask(Job(query))
        for query in (
            f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        ):
            assert (await pool.ask(Job(query))).count == 0
        assert (await pool.ask(Job("SELECT * { ?s ?p ?o }", default_graphs=(iri,)))).count == 0
        assert (await pool.ask(Job("SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=(iri,)))).count == 0
        assert (await pool.ask(Job(f"DESCRIBE <{iri}>"))).count == 0

    with_pool(graph, Limits(workers=1), scenario)
    assert listener() == 0


@pytest.mark.parametrize("confined", [False, True])
def test_a_worker_could_open_no_connection_even_past_the_guard(confined: bool, listener: Callable[[], int]) -> None:
    """The first case shows that the second would be noticed."""
    iri: str = listener.iri  # type: ignore[attr-defined]
    program = f"""
import sys, pyoxigraph
from kg.serve.limits import Limits
from kg.serve.worker import confine
store = pyoxigraph.Store()
if {confined}:
    confine(Limits(), in_memory=True)
try:
    print(list(store.query("SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}")))
except OSError as error:
    sys.exit(str(error))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert (listener() == 0) == confined, ended.stderr


# ---------------------------------------------------------------- what is written


def answer(query: str, limits: Limits | None = None, quads: list[Quad] | None = None, **job: str) -> Answer:
    return answer_job(store_of(quads or []), Job(query, **job), limits or Limits(), PREFIXES)


NUMBERS = "SELECT ?n { VALUES ?n { 1 2 3 4 5 } }"


def count_rows(media_type: str, body: bytes) -> int:
    if "json" in media_type:
        return len(json.loads(body)["results"]["bindings"])
    if "xml" in media_type:
        return len(list(ElementTree.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}result")))
    return len(body.splitlines()) - 1


@pytest.mark.parametrize("media_type", ROW_TYPES)
@pytest.mark.parametrize(
    ("limits", "rows", "said"),
    [
        (Limits(), 5, ()),
        (Limits(rows=5), 5, ()),
        (Limits(rows=3), 3, ("rows=3",)),
        (Limits(bytes=250), None, ("bytes=250",)),
    ],
)
def test_rows_past_a_limit_are_left_out_whole_and_that_is_said(
    media_type: str, limits: Limits, rows: int | None, said: tuple[str, ...]
) -> None:
    many = "SELECT ?n { VALUES ?n { " + " ".join(str(n) for n in range(1000)) + " } }"
    found = answer(NUMBERS if rows else many, limits, row_type=media_type)
    assert found.media_type == media_type
    assert found.incomplete == said
    assert count_rows(media_type, found.body) == found.count
    assert found.count == rows if rows else 0 < found.count < 1000
    linked = b"http://localhost/sparql#limits" in found.body
    assert linked == (bool(said) and ("json" in media_type or "xml" in media_type))


def parse_graph(media_type: str, body: bytes) -> set[Triple]:
    return {quad.triple for quad in parse(body, GRAPH_TYPES[media_type])}


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize(("limits", "said"), [(Limits(rows=40), ("rows=40",)), (Limits(bytes=3000), ("bytes=3000",))])
def test_triples_past_a_limit_are_left_out_whole_and_that_is_said(
    media_type: str, limits: Limits, said: tuple[str, ...]
) -> None:
    triples = [Triple(NamedNode(f"{EX}s{n}"), NamedNode(f"{EX}p"), Literal(n)) for n in range(100)]
    quads = [Quad(t.subject, t.predicate, t.object, NamedNode(f"{EX}g")) for t in triples]
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    whole = answer(query, quads=quads, graph_type=media_type)
    assert (parse_graph(media_type, whole.body), whole.incomplete) == (set(triples), ())
    found = answer(query, limits, quads, graph_type=media_type)
    assert found.incomplete == said
    assert 0 < found.count == len(parse_graph(media_type, found.body)) < 100
    assert (f"Incomplete: {said[0]}".encode() in found.body) == ("json" not in media_type)


def test_turtle_names_only_the_prefixes_it_uses() -> None:
    query = "CONSTRUCT { <http://example.org/s> a kg:Person ; rdfs:label 'x' } {}"
    lines = answer(query).body.decode().splitlines()
    assert [line.split()[1] for line in lines if line.startswith("@prefix")] == ["rdf:", "rdfs:", "kg:"]


def test_rdf_xml_refuses_a_predicate_that_it_cannot_name() -> None:
    with pytest.raises(NotAcceptable, match=r"RDF/XML has no name for the predicate http://example\.org/1"):
        answer("CONSTRUCT { <http://example.org/s> <http://example.org/1> 1 } {}", graph_type="application/rdf+xml")


@pytest.mark.parametrize("media_type", ["application/sparql-results+xml", "application/rdf+xml"])
def test_what_xml_cannot_hold_is_replaced_and_that_is_said(media_type: str) -> None:
    query = 'SELECT ("a\\u0001\\uFFFE\\r\\n" AS ?x) {}'
    if "rdf" in media_type:
        query = 'CONSTRUCT { <http://example.org/s> <http://example.org/p> "a\\u0001\\uFFFE\\r\\n" } {}'
    found = answer(query, row_type=media_type, graph_type=media_type)
    assert found.incomplete == ("characters",)
    assert "a\ufffd\ufffd\r\n" in [element.text for element in ElementTree.fromstring(found.body).iter()]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32)) | st.text(
    st.sampled_from("\t\n\r\"'\\,<&>é😀 "), max_size=8
)
TERMS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, language="de-ch")),
    TEXT.map(lambda text: Literal(text, datatype=NamedNode(f"{EX}type"))),
    st.integers().map(Literal),
    st.sampled_from([NamedNode(f"{EX}é?a=1&b=2"), BlankNode("b1"), None]),
)
ENGINE_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}


SRX = "{http://www.w3.org/2005/sparql-results#}"
MAKERS: dict[str, Callable[[str], object]] = {f"{SRX}uri": NamedNode, f"{SRX}bnode": BlankNode}


def xml_term(element: ElementTree.Element) -> object:
    text, language = element.text or "", element.get("{http://www.w3.org/XML/1998/namespace}lang")
    datatype = element.get("datatype")
    if element.tag in MAKERS:
        return MAKERS[element.tag](text)
    return Literal(text, language=language, datatype=NamedNode(datatype) if datatype else None)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_written_rows_are_read_back_as_they_were(rows: list[tuple[Literal | None, ...]]) -> None:
    for media_type, form in ENGINE_FORMATS.items():
        body = write_rows(["x", "y"], rows, media_type, Limits(), "").body
        found = [tuple(row) for row in parse_query_results(body, format=form)]  # type: ignore[union-attr]
        assert found == rows, media_type
    body = write_rows(["x", "y"], rows, "application/sparql-results+xml", Limits(), "").body
    results = ElementTree.fromstring(body).iter(f"{SRX}result")  # the engine's reader drops blanks at either end
    assert [{cell.get("name"): xml_term(cell[0]) for cell in result} for result in results] == [
        {name: term for name, term in zip("xy", row, strict=True) if term is not None} for row in rows
    ]
    body = write_rows(["x", "y"], rows, "text/csv", Limits(), "").body
    table = list(csv.reader(io.StringIO(body.decode(), newline="")))
    plain = [["" if t is None else str(t) if isinstance(t, BlankNode) else t.value for t in row] for row in rows]
    assert table == [["x", "y"], *plain]


def test_triple_terms_are_written() -> None:
    query = "SELECT (<<( <http://example.org/a> <http://example.org/b> 'c'@en )>> AS ?t) {}"
    for media_type, form in {**ENGINE_FORMATS, "application/sparql-results+xml": QueryResultsFormat.XML}.items():
        found = parse_query_results(answer(query, row_type=media_type).body, format=form)
        ((triple,),) = [tuple(row) for row in found]  # type: ignore[union-attr]
        assert triple == Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), Literal("c", language="en"))


# ---------------------------------------------------------------- limits


def test_each_limit_is_described_once() -> None:
    described = describe_limits(Limits())
    assert [name for name, *_ in described] == "seconds memory rows bytes characters nesting workers queue".split()
    assert all(unit and help for _, _, unit, help in described)


def test_a_limit_below_zero_is_refused() -> None:
    with pytest.raises(BadValue, match="limit seconds '-1' is not a number above zero"):
        Limits(seconds=-1)
