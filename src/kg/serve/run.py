"""Runs the application: the graph opened, the pool started, the server until it is told to stop."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import uvicorn

from kg.errors import InputError, KgError
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.pool import QueryPool
from kg.serve.rebase import rebase_file
from kg.store import open_graph

__all__ = ["CannotListen", "run_server"]

IDLE = 15  # seconds that a connection may be silent between requests
MOST_CONNECTIONS = 500
BACKLOG = 256


class CannotListen(KgError):
    """The address is taken, or may not be used."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host, self.port, self.reason = host, port, reason

    def __str__(self) -> str:
        return f"cannot listen on {self.host}:{self.port}: {self.reason}: choose another with --host or --port"


def run_server(graph: Path, collection_base: str, base: str, *, host: str, port: int, limits: Limits) -> None:
    """Serve the built ``graph`` at ``base`` until the process is interrupted."""
    if not graph.exists():
        raise InputError(graph, None, "there is no built graph", "run kg build first")
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        served = graph
        if base != collection_base:
            served = Path(folder) / graph.name
            rebase_file(graph, served, collection_base, base)
        asyncio.run(_serve(served, base, collection_base, host, port, limits))


async def _serve(graph: Path, base: str, collection_base: str, host: str, port: int, limits: Limits) -> None:
    store = open_graph(graph)
    async with QueryPool(graph, limits) as pool:
        app = make_app(store, pool, base=base, collection_base=collection_base)
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", backlog=BACKLOG,
            timeout_keep_alive=IDLE, limit_concurrency=MOST_CONNECTIONS, server_header=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        try:
            await server.serve()
        except SystemExit:  # uvicorn's way to say that it could not bind
            raise CannotListen(host, port, "the address is taken or not allowed") from None
