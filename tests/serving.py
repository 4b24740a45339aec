"""A small collection, its application called in process, and ``kg serve`` by itself: what tests of the server share."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from kg.build import GRAPH_FILES, build_collection
from kg.collection import SETTINGS_FILE
from kg.initial import make_collection
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.pool import QueryPool
from kg.serve.rebase import Rebase
from kg.settings import read_settings
from kg.store import open_graph

BASE = "https://example.org/collection/"  # the base of a new collection
HTML, TEXT = "text/html", "text/plain"
TURTLE, JSONLD, RDFXML, NTRIPLES = "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def build_small(folder: Path) -> Path:
    """A new collection, built."""
    make_collection(folder)
    build_collection(folder)
    return folder


class Served:
    """The application of a collection, in an event loop of its own."""

    def __init__(self, folder: Path, scratch: Path, *, base: str = BASE) -> None:
        self.base = base
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        settings = read_settings(folder / SETTINGS_FILE)
        source = folder / GRAPH_FILES["nquads"]
        graph = Rebase(settings.iris.base, base).write_graph(source, scratch)
        self.pool = self.run(self._open(graph))
        self.app: Starlette = make_app(open_graph(source), self.pool, settings, base=base)

    async def _open(self, graph: Path) -> QueryPool:
        pool = QueryPool(graph, Limits(workers=1))
        await pool.start()
        return pool

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def send(self, path: str, accept: str | None = None, method: str = "GET", **request: Any) -> httpx.Response:
        """The response to a request for a path under the root; no redirect is followed."""
        headers = {**({"accept": accept} if accept is not None else {}), **request.pop("headers", {})}

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://anywhere.invalid/") as client:
                client.headers.pop("accept")
                return await client.request(method, f"/{path}", headers=headers, **request)

        found: httpx.Response = self.run(call())
        return found

    def close(self) -> None:
        self.run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


# ---------------------------------------------------------------- kg serve, and bytes sent to it as they are


@dataclass(frozen=True)
class Reply:
    """What came back: status 0 where the connection ended without an answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    base: str

    @property
    def port(self) -> int:
        return int(self.base.rstrip("/").rpartition(":")[2])

    def connect(self, seconds: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def send_bytes(self, data: bytes) -> Reply:
        """The first response to bytes that may be no request at all."""
        with self.connect() as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # an answer may come before all is sent
                connection.sendall(data)
            return read_reply(connection, head=data.startswith(b"HEAD"))

    def get(self, target: str, **headers: str) -> Reply:
        return self.send_bytes(request_bytes("GET", target, headers))


@contextlib.contextmanager
def run_server(folder: Path, *options: str) -> Iterator[Running]:
    """``kg serve`` of the collection in ``folder``, at any free port, until the end; it must end well."""
    command = [str(Path(sys.executable).with_name("kg")), "serve", "-C", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            found = re.search(r" at (\S+/); Ctrl-C", line)
            assert found, line + process.stderr.read()
            yield Running(process, found[1])
        finally:
            process.terminate()
            said = process.stderr.read() if process.stderr else ""
    assert (process.returncode, said) == (0, "")


def request_bytes(
    method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None, *, version: str = "1.1"
) -> bytes:
    """A request, with nothing made right in it: Host and Content-Length stand in it unless ``headers`` has them."""
    wanted = {"Host": "anywhere.invalid", "Connection": "close"}
    if body is not None:
        wanted["Content-Length"] = str(len(body))
    wanted |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    lines = [f"{method} {target} HTTP/{version}", *(f"{name}: {value}" for name, value in wanted.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def read_reply(connection: socket.socket, *, head: bool = False) -> Reply:
    response = http.client.HTTPResponse(connection, method="HEAD" if head else "GET")
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError):
        return Reply(0, {}, b"")
    return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
