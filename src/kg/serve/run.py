"""Runs the application: the graph opened, the pool started, the server until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from pyoxigraph import Store
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.build import GRAPH_FILES
from kg.collection import SETTINGS_FILE
from kg.errors import KgError
from kg.serve.app import follow_build, make_app
from kg.serve.limits import Limits
from kg.serve.pool import QueryPool
from kg.serve.rebase import Rebase
from kg.settings import Settings, read_settings
from kg.store import open_graph

__all__ = ["CannotListen", "run_server"]

IDLE = 15  # seconds that a connection may be silent, before its first request and between two
MOST_CONNECTIONS = 500
BACKLOG = 256


class CannotListen(KgError):
    """The address is taken, or may not be used."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host, self.port, self.reason = host, port, reason

    def __str__(self) -> str:
        return f"cannot listen on {self.host}:{self.port}: {self.reason}: choose another with --host or --port"


class _Impatient(H11Protocol):
    """HTTP/1.1 whose clients must send a whole head of a request in time; uvicorn waits for ever before the first."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._unset_keepalive_if_required()
        self._deadline = self.loop.call_later(IDLE, self._leave)

    def _leave(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def run_server(
    folder: Path, *, host: str, port: int, base: str | None, limits: Limits, ready: Callable[[str, str], None]
) -> None:
    """Serve the collection in ``folder`` until the process is interrupted.

    ``base`` is the address that clients know the server by, else the one it listens on; port 0 is any that is free.
    ``ready`` is told the collection's title and the base.  Raises ``InputError`` where there is no built graph.
    """
    # uvicorn gives the signal on when it has closed its connections; unhandled it would end us before the workers do.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _listen(host, port) as listening, tempfile.TemporaryDirectory(prefix="hearsay-") as scratch:
        named = host if host not in ("", "0.0.0.0", "::", "::1") else "localhost"
        address = base or f"http://{named}:{listening.getsockname()[1]}/"
        asyncio.run(_serve(folder, Path(scratch), address, listening, limits, ready))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
        # What is accepted inherits it. asyncio sets it only where the socket names its protocol, which this one does
        # not; without it the body waits behind its head for the client's delayed acknowledgement, some 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        raise CannotListen(host, port, (error.strerror or str(error)).partition(" (")[0]) from None


async def _serve(
    folder: Path, scratch: Path, base: str, listening: socket.socket, limits: Limits, ready: Callable[[str, str], None]
) -> None:
    source = folder / GRAPH_FILES["nquads"]
    settings, rebase = _read(folder, base)
    store = open_graph(source)
    async with QueryPool(rebase.write_graph(source, scratch), limits) as pool:
        app = make_app(store, pool, settings, base=base)

        def load() -> tuple[Store, Settings, Rebase]:
            settings, rebase = _read(folder, base)
            store = rebase.store(open_graph(source))
            rebase.write_graph(source, scratch)  # the pool sees that its file has changed
            return store, rebase.settings(settings), rebase

        tasks = [asyncio.create_task(follow_build(app, source, load)), asyncio.create_task(app.state.served.warm())]
        ready(settings.title, base)
        server = uvicorn.Server(uvicorn.Config(
            app, http=_Impatient, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
            timeout_keep_alive=IDLE, limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=3,
        ))  # fmt: skip
        logging.getLogger("uvicorn").setLevel(logging.ERROR)  # a malformed request is the client's affair
        try:
            await server.serve([listening])
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _read(folder: Path, base: str) -> tuple[Settings, Rebase]:
    settings = read_settings(folder / SETTINGS_FILE, name=SETTINGS_FILE)
    return settings, Rebase(settings.iris.base, base)
