"""A SPARQL query -> the bytes of its answer, evaluated in worker processes that can be killed.

The engine has no time limit of its own, and a hostile query can end the process that evaluates it.  So each query runs
in a process of its own pool, which opens the built graph once and for reading only:

    ``QueryPool.ask``  ── Job ──>  worker: guard, engine, writer  ── Answer or error ──>  ``QueryPool.ask``

Time is kept here, by killing; memory by the system (RLIMIT_DATA: what it refuses ends the worker); rows and bytes by
the worker while it writes.  A worker whose graph is in memory can open no file and no connection any more, whatever the
query says.  One worker more than run at once stands by, so that a kill costs the next query nothing.  When the built
graph is replaced, a whole new set of workers opens it before the old one goes: no query is refused or sees half of it.
Linux and its kin only: elsewhere the limit of memory may have no effect.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import json
import logging
import os
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from textwrap import shorten
from types import TracebackType
from typing import IO, Any, NoReturn, Self
from xml.sax.saxutils import escape

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)  # fmt: skip

from kg.errors import InputError, KgError
from kg.guard import QueryRefused, check_query
from kg.serve.limits import Limits
from kg.store import LONGEST_ERROR, SYNTAX, Term, open_graph
from kg.terms import PREFIXES

__all__ = [
    "GRAPH_TYPES", "ROW_TYPES", "Answer", "Job", "MemoryLimitHit", "NotAcceptable", "PoolBusy",
    "QueryCrashed", "QueryPool", "TimeLimitHit", "open_built_graph",
]  # fmt: skip

log = logging.getLogger(__name__)
LOOK = 0.5  # seconds between two looks at the built graph's file
STACK = 64 << 20  # bytes; what ``kg.guard`` lets through fits in 8 MB


# ---------------------------------------------------------------- what goes in and comes out


@dataclass(frozen=True, slots=True)
class Job:
    """A query with what the request says about it.

    ``row_type`` and ``graph_type`` are the media types that the client takes for SELECT or ASK, and for CONSTRUCT or
    DESCRIBE, none where it takes none: which of them is needed shows when the query is read.
    ``default_graphs`` and ``named_graphs`` (IRIs) are the dataset of the request, which goes before FROM (SPARQL 1.1
    Protocol, section 2.1.4); both none where it names none.  ``base`` resolves relative IRIs.
    """

    query: str
    row_type: str | None = "application/sparql-results+json"
    graph_type: str | None = "text/turtle"
    base: str = "http://localhost/sparql"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its media type, its bytes, and how many rows or triples it holds (1 for ASK).

    ``incomplete`` says why it is not the whole answer, empty where it is: ``rows=N`` or ``bytes=N`` for a limit that
    was hit, ``characters`` where XML cannot hold some and U+FFFD stands for them.
    """

    media_type: str
    body: bytes
    count: int
    incomplete: tuple[str, ...] = ()


class NotAcceptable(KgError):
    """The client takes no media type that this answer could have."""

    def __init__(self, form: str, offered: Sequence[str], why: str = "") -> None:
        self.form, self.offered, self.why = form, tuple(offered), why
        super().__init__(form, self.offered, why)

    def __str__(self) -> str:
        return self.why or f"the answer to {self.form} comes as {', '.join(self.offered)}: accept one of them"


class TimeLimitHit(KgError):
    """A query ran too long and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the query ran for {self.seconds:g} s, the limit, and was ended: ask for less"


class MemoryLimitHit(KgError):
    """A query took too much memory and was ended."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(megabytes)
        self.megabytes = megabytes

    def __str__(self) -> str:
        return f"the query took {self.megabytes} MB of memory, the limit, and was ended: ask for less"


class QueryCrashed(KgError):
    """The engine ended while it evaluated a query; others are not touched."""

    def __str__(self) -> str:
        return "the engine cannot evaluate this query: make it simpler"


class PoolBusy(KgError):
    """No worker came free in time, or too many queries wait already."""

    def __init__(self, waiting: int) -> None:
        super().__init__(waiting)
        self.waiting = waiting

    def __str__(self) -> str:
        return "too many queries are running: try again later"


# ---------------------------------------------------------------- writers of rows


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """How a format writes an answer to SELECT or ASK.

    ``head`` takes the columns and the links that explain why an answer is incomplete.
    """

    head: Callable[[Sequence[str], Sequence[str]], str]
    row: Callable[[Sequence[str], Sequence[Term | None]], str]
    between: str
    tail: str
    truth: Callable[[bool], str]


def _json_head(columns: Sequence[str], links: Sequence[str]) -> str:
    """SPARQL 1.1 Query Results JSON, section 3.1: ``vars``, and ``link`` where there is one."""
    head = {"vars": list(columns)} | ({"link": list(links)} if links else {})
    return f'{{"head":{json.dumps(head, ensure_ascii=False)},"results":{{"bindings":[\n'


def _json_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    bound = {column: _json_term(term) for column, term in zip(columns, row, strict=True) if term is not None}
    return json.dumps(bound, ensure_ascii=False)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):  # SPARQL 1.2 Query Results JSON
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language} | ({"its:dir": str(term.direction)} if term.direction else {})
    return found if term.datatype == XSD_STRING else found | {"datatype": term.datatype.value}


XSD_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
UNWRITTEN = (XSD_STRING, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"))  # datatypes
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _xml_text(text: str) -> str:
    """Text for XML 1.0, which cannot hold control characters; a bare CR would be read back as LF.

    >>> _xml_text("a<b\\r\\x01")
    'a&lt;b&#13;\\ufffd'
    """
    return escape(NOT_XML.sub("\ufffd", text), {"\r": "&#13;", '"': "&quot;"})


def _unfit_for_xml(term: Term | None) -> bool:
    return isinstance(term, Literal) and NOT_XML.search(term.value) is not None


def _xml_head(columns: Sequence[str], links: Sequence[str]) -> str:
    """SPARQL Query Results XML, section 2.2: variables, then links."""
    named = "".join(f'<variable name="{_xml_text(column)}"/>' for column in columns)
    linked = "".join(f'<link href="{_xml_text(link)}"/>' for link in links)
    return f"{XML_START}<head>{named}{linked}</head><results>\n"


XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    cells = zip(columns, row, strict=True)
    bound = (f'<binding name="{_xml_text(name)}">{_xml_term(term)}</binding>' for name, term in cells if term)
    return f"<result>{''.join(bound)}</result>"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    kind = f' datatype="{_xml_text(term.datatype.value)}"' if term.datatype != XSD_STRING else ""
    if term.language:
        kind = f' xml:lang="{_xml_text(term.language)}"'
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _csv_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    """SPARQL 1.1 Query Results CSV, section 3: plain values, quoted as RFC 4180 has it, lines end in CR LF."""
    return ",".join(_csv_cell(term) for term in row) + "\r\n"


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = _tsv_term(term) if isinstance(term, Triple | BlankNode) else term.value
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _tsv_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    """SPARQL 1.1 Query Results TSV, section 4: terms as Turtle writes them, tabs and line ends escaped."""
    return "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    if isinstance(term, Triple):
        return f"<<( {' '.join(_tsv_term(part) for part in (term.subject, term.predicate, term.object))} )>>"
    return str(term)  # as N-Triples has it: tabs and line ends escaped


_JSON = _RowWriter(
    _json_head, _json_row, ",\n", "\n]}}\n", lambda truth: f'{{"head":{{}},"boolean":{json.dumps(truth)}}}\n'
)
_XML = _RowWriter(
    _xml_head,
    _xml_row,
    "\n",
    "\n</results></sparql>\n",
    lambda truth: f"{XML_START}<head/><boolean>{json.dumps(truth)}</boolean></sparql>\n",
)
_CSV = _RowWriter(
    lambda columns, _: ",".join(columns) + "\r\n", _csv_row, "", "", lambda truth: json.dumps(truth) + "\r\n"
)
_TSV = _RowWriter(
    lambda columns, _: "\t".join(f"?{column}" for column in columns) + "\n",
    _tsv_row,
    "",
    "",
    lambda truth: json.dumps(truth) + "\n",
)
# The server's favourite first.  No standard says how CSV and TSV hold the answer to ASK; the bare word is what others
# send.
ROW_TYPES = {
    "application/sparql-results+json": _JSON,
    "application/sparql-results+xml": _XML,
    "text/csv": _CSV,
    "text/tab-separated-values": _TSV,
    "application/json": _JSON,
    "application/xml": _XML,
    "text/xml": _XML,
}
GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
_HASH_COMMENTS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG)


def _write_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Term | None]], media_type: str, limits: Limits, help: str
) -> Answer:
    """The rows in a format, as many as the limits allow; ``help`` is the link that explains them."""
    writer = ROW_TYPES[media_type]
    parts: list[bytes] = []
    incomplete: list[str] = []
    size, between, replaced = 0, writer.between.encode(), False
    for row in rows:
        if len(parts) == limits.rows:
            incomplete.append(f"rows={limits.rows}")
            break
        part = writer.row(columns, row).encode()
        size += len(part) + len(between)
        if size > limits.bytes:
            incomplete.append(f"bytes={limits.bytes}")
            break
        parts.append(part)
        replaced = replaced or (writer is _XML and any(_unfit_for_xml(term) for term in row))
    if replaced:
        incomplete.append("characters")
    head = writer.head(columns, [help] if incomplete else []).encode()
    return Answer(media_type, head + between.join(parts) + writer.tail.encode(), len(parts), tuple(incomplete))


# ---------------------------------------------------------------- writers of graphs

PREDICATE_IN_XML = re.compile(r"[^\W\d][\w.\-]*\Z")
XML_UNFIT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def _write_graph(triples: Iterable[Triple], media_type: str, limits: Limits, prefixes: Mapping[str, str]) -> Answer:
    """The triples in a format, sorted, as many as the limits allow.  Raises ``NotAcceptable`` where it cannot hold one.

    What is missing is said in a comment where the format has them.
    """
    form = GRAPH_TYPES[media_type]
    some = sorted(itertools.islice(triples, limits.rows + 1), key=str)
    incomplete = []
    if len(some) > limits.rows:
        incomplete.append(f"rows={limits.rows}")
        some.pop()
    if form == RdfFormat.RDF_XML:
        for triple in some:
            if not PREDICATE_IN_XML.search(triple.predicate.value):
                why = f"RDF/XML has no name for the predicate {triple.predicate.value}: accept another type"
                raise NotAcceptable("CONSTRUCT", [one for one in GRAPH_TYPES if GRAPH_TYPES[one] != form], why)
    known = _used_prefixes(some, prefixes)
    body = bytes(serialize(some, format=form, prefixes=known) or b"")
    while len(body) > limits.bytes:
        if not incomplete or not incomplete[-1].startswith("bytes"):
            incomplete.append(f"bytes={limits.bytes}")
        some = some[: int(len(some) * limits.bytes / len(body) * 0.95)]
        body = bytes(serialize(some, format=form, prefixes=known) or b"")
    if form == RdfFormat.RDF_XML:
        # The engine writes literals raw: XML 1.0 cannot hold control characters, and would read CR back as LF.
        body, replaced = XML_UNFIT.subn(b"\xef\xbf\xbd", body.replace(b"\r", b"&#13;"))
        if replaced:
            incomplete.append("characters")
    if incomplete and form in _HASH_COMMENTS:
        body += f"# Incomplete: {', '.join(incomplete)}\n".encode()
    if incomplete and form == RdfFormat.RDF_XML:
        body += f"\n<!-- Incomplete: {', '.join(incomplete)} -->\n".encode()
    return Answer(media_type, body, len(some), tuple(incomplete))


def _used_prefixes(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that shorten some IRI of the triples."""
    spaces = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            name = term.datatype if isinstance(term, Literal) else term
            if isinstance(name, NamedNode) and name not in UNWRITTEN:
                iri = name.value
                spaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return {prefix: space for prefix, space in sorted(prefixes.items()) if space in spaces}


# ---------------------------------------------------------------- the worker process


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
            return Answer(media_type, ROW_TYPES[media_type].truth(bool(found)).encode(), 1)
        if isinstance(found, QueryTriples):
            return _write_graph(found, _take(job.graph_type, "CONSTRUCT", GRAPH_TYPES), limits, prefixes)
        columns = [variable.value for variable in found.variables]
        media_type = _take(job.row_type, "SELECT", ROW_TYPES)
        return _write_rows(columns, (tuple(row) for row in found), media_type, limits, f"{job.base}#limits")
    except SyntaxError as error:
        where = SYNTAX.match(str(error))
        line, what = (int(where[1]), f"column {where[2]}: {where[3]}") if where else (None, str(error))
        what = what.replace(", [_]", "").replace("[_]", "something else")  # [_]: any character
        what = shorten(what, LONGEST_ERROR, placeholder=" …")
        raise InputError("query", line, f"not SPARQL 1.1: {what}") from None
    except (ValueError, OSError, RuntimeError) as error:
        what = shorten(str(error), LONGEST_ERROR, placeholder=" …")
        raise InputError("query", None, f"cannot be answered: {what}") from None


def _take(media_type: str | None, form: str, offered: Mapping[str, object]) -> str:
    if media_type is None:
        raise NotAcceptable(form, tuple(offered))
    return media_type


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
        before = _confine(limits, in_memory=not path.is_dir())
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


def _confine(limits: Limits, *, in_memory: bool) -> int:
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
    channel.sendall(_pack(header, body))
    if body:
        channel.sendall(body)


def _pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
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


# ---------------------------------------------------------------- the pool


class _Worker:
    """A worker process and the server's end of its socket."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        errors: IO[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.process, self._errors, self._reader, self._writer = process, errors, reader, writer
        self.last_words, self.ended_by_us = "", False

    @classmethod
    async def start(cls, path: Path, limits: Limits, prefixes: Mapping[str, str]) -> Self:
        """A worker that has opened the graph; raises ``InputError`` where it cannot."""
        ours, theirs = socket.socketpair()
        program = [sys.executable, "-P", "-c", "from kg.serve.pool import run_worker; run_worker()"]
        modules = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
        with theirs:
            reader, writer = await asyncio.open_connection(sock=ours)
            errors = tempfile.TemporaryFile()  # noqa: SIM115  closed when the worker has ended
            try:
                process = subprocess.Popen(
                    [*program, str(theirs.fileno()), str(path), json.dumps(asdict(limits)), json.dumps(dict(prefixes))],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    env=os.environ | {"PYTHONPATH": modules, "RUST_BACKTRACE": "0"},
                )
            except BaseException:
                writer.close()
                errors.close()
                raise
        worker = cls(process, errors, reader, writer)
        try:
            header, _ = await worker._receive()
        except (EOFError, OSError):
            await worker.end()
            raise InputError(path, None, f"cannot be opened by a worker: {worker.last_words}") from None
        except BaseException:
            worker.process.kill()
            await worker.end()
            raise
        if "failed" in header:
            await worker.end()
            raise InputError(*header["failed"])
        return worker

    async def ask(self, job: Job) -> tuple[dict[str, Any], bytes]:
        """What the worker says to a job; raises ``EOFError`` or ``OSError`` where it ends instead."""
        self._writer.write(_pack(asdict(job)))
        await self._writer.drain()
        return await self._receive()

    async def _receive(self) -> tuple[dict[str, Any], bytes]:
        (length,) = struct.unpack("!I", await self._reader.readexactly(4))
        header, size = json.loads(await self._reader.readexactly(length))
        return header, await self._reader.readexactly(size)

    async def end(self) -> int:
        """Close the socket, at which the worker ends, and wait until it has; its exit code."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        code = await asyncio.to_thread(self.process.wait)
        if not self._errors.closed:
            with self._errors as errors:
                errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2_000))
                self.last_words = errors.read().decode("utf-8", "replace").strip()
        return code


@dataclass(eq=False, slots=True)
class _Generation:
    """The workers that opened the same build; ``stamp`` tells builds apart."""

    stamp: str
    workers: set[_Worker] = field(default_factory=set)
    idle: deque[_Worker] = field(default_factory=deque)


class QueryPool:
    """Worker processes that answer queries over a built graph, between ``start`` and ``close``.

    Belongs to one asyncio event loop.

    >>> async def two(path):
    ...     async with QueryPool(path, Limits(workers=1)) as pool:
    ...         return (await pool.ask(Job("SELECT (1 + 1 AS ?two) {}", row_type="text/csv"))).body
    """

    def __init__(self, path: Path, limits: Limits | None = None, *, prefixes: Mapping[str, str] | None = None) -> None:
        self.path, self.limits = path, limits or Limits()
        self.prefixes = dict(PREFIXES if prefixes is None else prefixes)
        self._now = _Generation("")
        self._slots = asyncio.Semaphore(self.limits.workers)
        self._waiting = 0
        self._arrival = asyncio.Event()
        self._lacking = asyncio.Event()
        self._refused_stamp = ""
        self._tender: asyncio.Task[None] | None = None
        self._endings: set[asyncio.Task[int]] = set()

    @property
    def build(self) -> str:
        """What tells the build that now answers from others: it changes when the built graph is replaced."""
        return self._now.stamp

    async def start(self) -> None:
        """Start the workers; raises ``InputError`` where the graph cannot be opened."""
        try:
            self._now = await self._start_generation(find_stamp(self.path))
        except BaseException:
            await self.close()
            raise
        self._tender = asyncio.create_task(self._tend())

    async def close(self) -> None:
        """End every worker, whatever it does, and wait until the processes are gone."""
        if self._tender:
            self._tender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._tender
            self._tender = None
        for worker in list(self._now.workers):
            self._end(worker, self._now)
        while self._endings:
            await asyncio.gather(*self._endings)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ask(self, job: Job) -> Answer:
        """The answer to a job.

        Raises ``InputError`` (not SPARQL 1.1, refused, not to be evaluated), ``NotAcceptable``, ``TimeLimitHit``,
        ``MemoryLimitHit``, ``QueryCrashed`` and ``PoolBusy``.  Cancelled, it ends the query.
        """
        async with self._turn() as (worker, generation):
            keep = False
            try:
                async with asyncio.timeout(self.limits.seconds):
                    reply, body = await worker.ask(job)
                keep = not reply.get("last")
            except TimeoutError:
                log.info("a query was ended after %g s", self.limits.seconds)
                raise TimeLimitHit(self.limits.seconds) from None
            except (EOFError, OSError):
                raise await self._explain_end(worker) from None
            finally:
                if keep and generation is self._now:
                    generation.idle.append(worker)
                    self._arrival.set()
                else:
                    self._end(worker, generation)
        return self._read_reply(reply, body)

    def _read_reply(self, reply: dict[str, Any], body: bytes) -> Answer:
        if "answer" in reply:
            media_type, count, incomplete = reply["answer"]
            return Answer(media_type, body, count, tuple(incomplete))
        kind, facts = reply["error"], reply.get("facts", [])
        if kind == "crash":
            log.warning("the engine failed: %s", facts[0])
            raise QueryCrashed
        if kind == "memory":
            raise MemoryLimitHit(self.limits.memory)
        raise {"refused": QueryRefused, "input": InputError, "type": NotAcceptable}[kind](*facts)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[tuple[_Worker, _Generation]]:
        """A worker, when it is this query's turn; raises ``PoolBusy``."""
        if self._slots.locked() and self._waiting >= self.limits.queue:
            raise PoolBusy(self._waiting)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds) as clock:
                await self._slots.acquire()
        except TimeoutError:
            raise PoolBusy(self._waiting) from None
        finally:
            self._waiting -= 1
        try:
            async with asyncio.timeout_at(clock.when()):
                worker = await self._next_worker()
            yield worker, self._now
        except TimeoutError:
            raise PoolBusy(self._waiting) from None
        finally:
            self._slots.release()

    async def _next_worker(self) -> _Worker:
        while True:
            while not self._now.idle:
                self._arrival.clear()
                await self._arrival.wait()
            worker = self._now.idle.popleft()
            if worker.process.poll() is None:
                return worker
            log.warning("a worker ended with %d while it had nothing to do", worker.process.returncode)
            self._end(worker, self._now)

    def _end(self, worker: _Worker, generation: _Generation) -> None:
        """Kill a worker; another takes its place."""
        generation.workers.discard(worker)
        with contextlib.suppress(ValueError):
            generation.idle.remove(worker)
        worker.ended_by_us = True
        worker.process.kill()
        task = asyncio.create_task(worker.end())
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
        self._lacking.set()

    async def _explain_end(self, worker: _Worker) -> KgError:
        """Why a worker ended by itself."""
        code, words = await worker.end(), worker.last_words
        if worker.ended_by_us:
            return PoolBusy(self._waiting)
        # The engine ends itself where the system gives it no memory; the system's own hand is SIGKILL.
        if "memory allocation of" in words or code == -signal.SIGKILL:
            log.info("a query was ended at %d MB", self.limits.memory)
            return MemoryLimitHit(self.limits.memory)
        log.warning("a worker ended with %d: %s", code, words[-200:])
        return QueryCrashed()

    async def _tend(self) -> None:
        """Replace workers that ended, and all of them when the built graph was replaced."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._lacking.wait()
            self._lacking.clear()
            stamp = find_stamp(self.path)
            try:
                if stamp not in ("", self._now.stamp, self._refused_stamp):
                    await self._swap(stamp)
                elif stamp == self._now.stamp:
                    await self._fill(self._now)
            except (InputError, OSError) as error:
                log.error("the build %s is not served: %s", stamp, error)
                self._refused_stamp = stamp
            self._arrival.set()

    async def _swap(self, stamp: str) -> None:
        """Let workers of the new build answer, once all of them are ready."""
        old, new = self._now, await self._start_generation(stamp)
        self._now = new
        for worker in list(old.idle):  # one that is at work ends when it is done
            self._end(worker, old)
        log.info("the build %s is served", stamp)

    async def _start_generation(self, stamp: str) -> _Generation:
        generation = _Generation(stamp)
        try:
            await self._fill(generation)
        except BaseException:
            for worker in list(generation.workers):
                self._end(worker, generation)
            raise
        return generation

    async def _fill(self, generation: _Generation) -> None:
        """Start the workers that are missing, all at once; a build replaced meanwhile shows at the next look."""
        missing = self.limits.workers + 1 - len(generation.workers)
        if missing <= 0:
            return
        starts = [asyncio.create_task(_Worker.start(self.path, self.limits, self.prefixes)) for _ in range(missing)]
        try:
            await asyncio.wait(starts)
        except asyncio.CancelledError:
            for start in starts:
                start.cancel()
            await asyncio.wait(starts)  # each ends the process that it may have begun
            raise
        finally:
            ready = [start.result() for start in starts if not start.cancelled() and not start.exception()]
            generation.workers.update(ready)
            generation.idle.extend(ready)
        for start in starts:
            start.result()  # raises what went wrong


def find_stamp(path: Path) -> str:
    """What tells one state of a built graph from another, by its file's identity, size and time; empty without one."""
    try:
        found = os.stat(path / "CURRENT" if path.is_dir() else path)
    except OSError:
        return ""
    return f"{found.st_dev:x}-{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"
