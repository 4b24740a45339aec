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
import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from kg.errors import InputError, KgError
from kg.guard import QueryRefused
from kg.serve.jobs import Answer, Job, MemoryLimitHit, NotAcceptable, PoolBusy, QueryCrashed, TimeLimitHit
from kg.serve.limits import Limits
from kg.serve.results import GRAPH_TYPES, ROW_TYPES
from kg.serve.worker import answer_job, find_stamp, open_built_graph, pack
from kg.terms import PREFIXES

__all__ = [
    "GRAPH_TYPES", "ROW_TYPES", "Answer", "Job", "MemoryLimitHit", "NotAcceptable", "PoolBusy",
    "QueryCrashed", "QueryPool", "TimeLimitHit", "answer_job", "open_built_graph",
]  # fmt: skip

log = logging.getLogger(__name__)
LOOK = 0.5  # seconds between two looks at the built graph's file


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
        program = [sys.executable, "-P", "-c", "from kg.serve.worker import run_worker; run_worker()"]
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
        self._writer.write(pack(asdict(job)))
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
