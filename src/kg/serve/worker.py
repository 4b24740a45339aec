"""The worker process: it opens the built graph, limits itself, and answers jobs until its server goes away.

It imports nothing of the pool or of HTTP.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import IO, Any, NoReturn

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QueryTriples, RdfFormat, Store, serialize

from kg.errors import InputError
from kg.guard import QueryRefused, check_query
from kg.serve.jobs import Answer, Job, NotAcceptable
from kg.serve.limits import Limits
from kg.serve.results import GRAPH_TYPES, ROW_TYPES, write_graph, write_rows, write_truth
from kg.store import LONGEST_ERROR, explain_syntax_error, open_graph

__all__ = ["answer_job", "confine", "find_stamp", "open_built_graph", "pack", "run_worker"]

STACK = 64 << 20  # bytes; what ``kg.guard`` lets through fits in 8 MB


# ---------------------------------------------------------------- the built graph


def find_stamp(path: Path) -> str:
    """What tells one state of a built graph from another, by its file's identity, size and time; empty without one."""
    try:
        found = os.stat(path / "CURRENT" if path.is_dir() else path)
    except OSError:
        return ""
    return f"{found.st_dev:x}-{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"


def open_built_graph(path: Path) -> Store:
    """The built graph, for reading: an N-Quads file into memory, or a folder with a store of Oxigraph where it lies.

    The default graph holds the union of the named graphs (``kg.store.open_graph``); a folder must bring it along.
    Raises ``InputError``.
    """
    if not path.is_dir():
        return open_graph(path)
    try:
        store = Store.read_only(str(path))
    except (OSError, ValueError) as error:
        raise InputError(path, None, f"is not a store of Oxigraph: {error}", "run kg build again") from None
    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
        raise InputError(path, None, "holds no union of its graphs as its default graph", "run kg build again")
    return store


# ---------------------------------------------------------------- answers


def answer_job(store: Store, job: Job, limits: Limits, prefixes: Mapping[str, str]) -> Answer:
    """The answer to a query, within the limits of rows and bytes; nothing here limits time or memory.

    Raises ``InputError``, with the line, for a query that is not SPARQL 1.1, is refused, or cannot be evaluated, and
    ``NotAcceptable``.
    """
    check_query(job.query, characters=limits.characters, nested=limits.nesting)
    dataset: dict[str, Any] = {}
    if job.default_graphs is not None or job.named_graphs is not None:
        # An empty list is an empty dataset for the engine; none would be its own default.
        dataset["default_graph"] = [NamedNode(iri) for iri in job.default_graphs or ()]
        dataset["named_graphs"] = [NamedNode(iri) for iri in job.named_graphs or ()]
    try:
        found = store.query(job.query, base_iri=job.base, prefixes=dict(prefixes), **dataset)
        if isinstance(found, QueryBoolean):
            media_type = _take(job.row_type, "ASK", ROW_TYPES)
            return write_truth(bool(found), media_type)
        if isinstance(found, QueryTriples):
            return write_graph(found, _take(job.graph_type, "CONSTRUCT", GRAPH_TYPES), limits, prefixes)
        columns = [variable.value for variable in found.variables]
        media_type = _take(job.row_type, "SELECT", ROW_TYPES)
        return write_rows(columns, (tuple(row) for row in found), media_type, limits, f"{job.base}#limits")
    except SyntaxError as error:
        raise explain_syntax_error(error) from None
    except (ValueError, OSError, RuntimeError) as error:
        what = shorten(str(error), LONGEST_ERROR, placeholder=" …")
        raise InputError("query", None, f"cannot be answered: {what}") from None


def _take(media_type: str | None, form: str, offered: Mapping[str, object]) -> str:
    if media_type is None:
        raise NotAcceptable(form, tuple(offered))
    return media_type


# ---------------------------------------------------------------- the process


def run_worker() -> NoReturn:
    """Answer jobs from the socket that the command line names, until its other end closes.

    Queries run in a thread with a large stack; the first thread only waits for the other end to go away, so that no
    worker outlives its server even where a query never ends.
    """
    channel = socket.socket(fileno=int(sys.argv[1]))
    path, limits = Path(sys.argv[2]), Limits(**json.loads(sys.argv[3]))
    prefixes = json.loads(sys.argv[4])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the pool
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.stack_size(STACK)
    threading.Thread(target=_work, args=(channel, path, limits, prefixes), daemon=True).start()
    hangup = select.poll()
    hangup.register(channel, 0)  # no events asked for: only that the other end is closed
    hangup.poll()
    os._exit(0)


def _work(channel: socket.socket, path: Path, limits: Limits, prefixes: Mapping[str, str]) -> NoReturn:
    try:
        store = open_built_graph(path)
        serialize([], format=RdfFormat.TURTLE)
        gc.freeze()
        before = confine(limits, in_memory=not path.is_dir())
        _send(channel, {"ready": True})
        while True:
            header, _ = _receive(channel)
            # A net under the server's clock: the system ends this process if nobody else does.
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + 5)
            reply, body = _reply(store, Job(**header), limits, prefixes)
            signal.setitimer(signal.ITIMER_REAL, 0)
            # Memory that the heap keeps would be missed by the next query.
            reply["last"] = reply.get("last", False) or _data_size() - before > limits.memory * 500_000
            _send(channel, reply, body)
    except InputError as error:
        _send(channel, {"failed": [error.path, error.line, error.what, error.cure]})
    except (EOFError, OSError):
        pass  # the server went away
    finally:
        os._exit(0)


def _reply(store: Store, job: Job, limits: Limits, prefixes: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    try:
        answer = answer_job(store, job, limits, prefixes)
    except QueryRefused as error:
        return {"error": "refused", "facts": [error.path, error.line, error.what, error.cure]}, b""
    except InputError as error:
        return {"error": "input", "facts": [error.path, error.line, error.what, error.cure]}, b""
    except NotAcceptable as error:
        return {"error": "type", "facts": [error.form, error.offered, error.why]}, b""
    except MemoryError:
        return {"error": "memory", "last": True}, b""
    except BaseException as error:  # a panic of the engine is no Exception
        return {"error": "crash", "facts": [f"{type(error).__name__}: {error}"], "last": True}, b""
    return {"answer": [answer.media_type, answer.count, answer.incomplete]}, answer.body


def confine(limits: Limits, *, in_memory: bool) -> int:
    """Limit what this process may take from now on; returns its data size before that, in bytes."""
    before = _data_size()
    most = before + limits.memory * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA if before else resource.RLIMIT_AS, (most, most))
    if in_memory:  # a store on disk opens its files when it needs them
        resource.setrlimit(resource.RLIMIT_NOFILE, (1, 1))  # 0 is taken; poll(2) wants no less
    return before


def _data_size() -> int:
    """The size of this process's private writable memory in bytes, as RLIMIT_DATA counts it; 0 outside Linux."""
    return _read_statm() * resource.getpagesize()


def _read_statm() -> int:
    global _statm
    if _statm is None:
        try:
            _statm = open("/proc/self/statm", "rb", buffering=0)  # noqa: SIM115  stays open: later no file opens
        except OSError:
            return 0
    _statm.seek(0)
    return int(_statm.read(200).split()[5])


_statm: IO[bytes] | None = None


# ---------------------------------------------------------------- messages: length of the header, header as JSON, body


def _send(channel: socket.socket, header: Mapping[str, Any], body: bytes = b"") -> None:
    channel.sendall(pack(header, body))
    if body:
        channel.sendall(body)


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    data = json.dumps([header, len(body)]).encode()
    return struct.pack("!I", len(data)) + data


def _receive(channel: socket.socket) -> tuple[dict[str, Any], bytes]:
    def exactly(size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = channel.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    header, length = json.loads(exactly(struct.unpack("!I", exactly(4))[0]))
    return header, exactly(length)
