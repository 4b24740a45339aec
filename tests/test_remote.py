"""Loading a build into real servers: the graph arrives whole, and what goes wrong is told and can be gone on with."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.build import build_collection, open_built
from kg.cli import main
from kg.initial import make_collection
from kg.remote import EndpointFailed, digest_triples, load_graphs
from kg.store import named_quads
from kg.terms import XSD

DATA = Path(__file__).parents[1] / "data"
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
GRAPH = NamedNode("https://example.org/graph/one")
QUADS = [
    Quad(NamedNode(f"https://example.org/{n}"), NamedNode("https://example.org/p"), Literal(n), GRAPH)
    for n in range(25)
]
VIRTUOSO = """
[Database]
DatabaseFile={0}/v.db
ErrorLogFile={0}/v.log
LockFile={0}/v.lck
TransactionFile={0}/v.trx
xa_persistent_file={0}/v.pxa
[TempDatabase]
DatabaseFile={0}/t.db
TransactionFile={0}/t.trx
[Parameters]
ServerPort=127.0.0.1:{1}
DirsAllowed=.
NumberOfBuffers=10000
MaxDirtyBuffers=6000
[HTTPServer]
ServerPort=127.0.0.1:{2}
ServerThreads=4
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def run(command: list[str], address: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address, process)
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", str(tmp_path_factory.mktemp("ox")), "--bind", f"127.0.0.1:{port}"]
    for _ in run(command, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/store"


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("virtuoso-opensource-7 is not installed; .ci/run does it")
    folder, sql, port = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "v.ini").write_text(VIRTUOSO.format(folder, sql, port))
    for _ in run([program, "+foreground", "+configfile", str(folder / "v.ini")], f"http://127.0.0.1:{port}/sparql"):
        yield f"http://127.0.0.1:{port}/sparql-graph-crud-auth"


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_USER", "dba")
    monkeypatch.setenv("KG_PASSWORD", "dba")


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("built")
    build_collection(DATA, output=folder)
    return named_quads(open_built(folder))


def check_load(quads: list[Quad], url: str) -> None:
    done = load_graphs(quads, url)
    assert len(done) == len({quad.graph_name for quad in quads}) > 5
    assert sum(one.triples for one in done) == len(quads)
    assert all(one.written for one in done)
    changed = [quad for quad in quads if quad != quads[0]]
    assert [one.graph for one in load_graphs(changed, url) if one.written] == [quads[0].graph_name.value]


def test_the_flagship_arrives_whole_in_oxigraph_and_only_a_changed_graph_is_written_again(
    flagship: list[Quad], oxigraph: str
) -> None:
    check_load(flagship, oxigraph)


@pytest.mark.usefixtures("keeper")
def test_the_flagship_arrives_whole_in_virtuoso_and_only_a_changed_graph_is_written_again(
    flagship: list[Quad], virtuoso: str
) -> None:
    check_load(flagship, virtuoso)


def test_virtuoso_without_credentials_is_told_with_its_cure(virtuoso: str) -> None:
    with pytest.raises(EndpointFailed, match=r"status 40[13]: .*; set KG_USER and KG_PASSWORD$"):
        load_graphs(QUADS, virtuoso)


def test_the_command_tells_each_graph(tmp_path: Path, oxigraph: str) -> None:
    make_collection(tmp_path / "letters")
    build_collection(tmp_path / "letters")
    said = []
    for _ in range(2):
        result = CliRunner().invoke(main, ["load", oxigraph, "-C", str(tmp_path / "letters")])
        assert result.exit_code == 0, result.stderr
        said.append({line.split("\t")[0]: line.split("\t")[2] for line in result.stdout.splitlines()})
    assert said[0]["https://example.org/collection/graph/letter-1"] == "written"
    assert set(said[1].values()) == {"there"}


class Server(BaseHTTPRequestHandler):
    """A graph store that keeps bodies in memory, and fails as its server's ``fault`` says."""

    def do_GET(self) -> None:
        self._answer(200, self.server.held)  # type: ignore[attr-defined]

    def do_PUT(self) -> None:
        self._take(b"")

    def do_POST(self) -> None:
        self._take(self.server.held)  # type: ignore[attr-defined]

    def _take(self, before: bytes) -> None:
        body, server = self.rfile.read(int(self.headers["Content-Length"])), self.server
        server.requests += 1  # type: ignore[attr-defined]
        fault = server.fault if server.requests > 1 else ""  # type: ignore[attr-defined]
        if fault == "silence":
            time.sleep(1.5)
        if fault != "lie":
            server.held = before + body  # type: ignore[attr-defined]
        self._answer(500 if fault == "error" else 204, b"out of order" if fault == "error" else b"")

    def _answer(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the client went away, which is what silence is about

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("silence", "no answer in time; run again to go on"),
        ("error", "status 500: out of order; run again to go on"),
        ("lie", "but holds 10 of 25 triples; run again"),
    ],
)
def test_a_server_that_fails_midway_is_told_and_the_next_run_finishes(fault: str, says: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.held, server.requests, server.fault = b"", 0, fault  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/graphs"
    try:
        with pytest.raises(EndpointFailed) as caught:
            load_graphs(QUADS, url, batch=10, timeout=0.5)
        assert str(caught.value).endswith(says)
        server.fault = ""  # type: ignore[attr-defined]
        assert [one.written for one in load_graphs(QUADS, url, batch=10)] == [True]
        assert [one.written for one in load_graphs(QUADS, url, batch=10)] == [False]
    finally:
        server.shutdown()
        server.server_close()


def test_nobody_at_the_address_is_told() -> None:
    with pytest.raises(EndpointFailed, match="Connection refused; run again to go on"):
        load_graphs(QUADS, f"http://127.0.0.1:{free_port()}/")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Literal("4600000000", datatype=XSD("integer")), Literal("4600000000", datatype=XSD("decimal")), True),
        (Literal("01.50", datatype=XSD("decimal")), Literal("1.5", datatype=XSD("decimal")), True),
        (Literal("1", datatype=XSD("boolean")), Literal("true", datatype=XSD("boolean")), True),
        (Literal("1.5", datatype=XSD("decimal")), Literal("1.51", datatype=XSD("decimal")), False),
        (Literal("a", language="en"), Literal("a"), False),
        (Literal("10"), Literal("10", datatype=XSD("integer")), False),
    ],
)
def test_a_digest_compares_values(one: Literal, other: Literal, same: bool) -> None:
    node = NamedNode("https://example.org/s")
    assert (digest_triples([Triple(node, node, one)]) == digest_triples([Triple(node, node, other)])) is same
