"""The Model Context Protocol server, asked by the SDK's own client: in process, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters

from kg.mcp import NOTE, make_server

ROOT = Path(__file__).parents[1]
GRAPH = ROOT / "data" / "graph" / "hearsay.nq"
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}
COMMAND = ["-c", "from kg.cli import main; main()", "mcp", "-C", str(ROOT / "data")]


def call(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    async def run() -> list[Any]:
        async with Client(server) as client:
            return [await client.call_tool(name, values) for name, values in calls]

    return asyncio.run(run())


def read(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    return json.loads(result.content[0].text)


CALLS = [
    ("ask", {"question": "who-said-what", "values": {"speaker": "Nam Il"}}),
    ("tell", {"statement": "114146-p10-2"}),
    ("passages", {"words": "cult of personality"}),
    ("origins", {"proposition": "four-who-fled-fled-to-china"}),
    ("knew", {"content": "1956-07-24-nam-il-p02-1", "by": "1956-07"}),
    ("compare", {"thing": "1956-08-kwp-plenum"}),
    ("breaches", {"who": "Kim Il Sung"}),
    ("contradictions", {}),
    ("sparql", {"query": "SELECT ?words { ?p kg:quote ?words . ?s kg:passage ?p ; kg:act act:promise }"}),
]


def test_every_answer_carries_its_attribution() -> None:
    for (name, _), result in zip(CALLS, call(make_server(GRAPH), *CALLS), strict=True):
        answer = read(result)
        assert answer["note"] == NOTE
        assert answer["rows"], name
        for cited in answer["attribution"].values():
            assert cited["in_words"].startswith("According to "), name
            assert cited["passage_iri"], name
        quoted = {cited["words"] for cited in answer["attribution"].values()}
        for row in answer["rows"]:
            if row.get("words") and not row.get("in_words", "").startswith("According to "):
                assert " ".join(row["words"].split()) in quoted, name


def test_wrong_calls_are_told_in_one_line() -> None:
    results = call(
        make_server(GRAPH),
        ("tell", {"statement": "nobody"}),
        ("sparql", {"query": "SELECT * { SERVICE <http://example.org/> {} }"}),
        ("sparql", {"query": "CLEAR ALL"}),
    )
    for result in results:
        assert result.is_error
        assert "Traceback" not in result.content[0].text
    assert "SERVICE" in results[1].content[0].text


def test_every_tool_is_read_only_and_described() -> None:
    async def run() -> list[Any]:
        async with Client(make_server(GRAPH)) as client:
            return list((await client.list_tools()).tools)

    tools = asyncio.run(run())
    assert {"find", "questions", "ask", "tell", "passages", "sparql"} <= {one.name for one in tools}
    assert all(one.annotations.read_only_hint and one.description for one in tools)


def test_over_stdio() -> None:
    server = StdioServerParameters(command=sys.executable, args=COMMAND, env=ENVIRONMENT, cwd=str(ROOT))
    for result in call(server, CALLS[1], CALLS[-1]):
        assert read(result)["attribution"]


def test_over_http() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, *COMMAND, "--http", "--port", str(port)], env=ENVIRONMENT, cwd=ROOT, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(200):
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            for result in call(f"http://127.0.0.1:{port}/mcp", CALLS[1], CALLS[-1]):
                assert read(result)["attribution"]
        finally:
            process.terminate()
