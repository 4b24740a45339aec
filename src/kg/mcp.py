"""A collection for language models: a Model Context Protocol server with read-only tools.

Every answer that has a statement's words has, beside them, the statement's IRI, its passage and its whole attribution
in words (``attribution``), also where a SPARQL query left them out; and a note says that these are claims.  So an
assistant cannot turn a claim into a fact unnoticed.  Needs the extra ``mcp``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError, KgError, OutputError
from kg.inquiry.accounts import AccountRow, compare_accounts
from kg.inquiry.commitments import Commitment, find_commitments
from kg.inquiry.contradictions import Contradiction, find_contradictions
from kg.inquiry.knowledge import Knower, find_knowers
from kg.inquiry.origins import OriginRow, find_origins
from kg.inquiry.rows import make_rows
from kg.inquiry.tell import Link, cite_statement, tell_statement
from kg.inquiry.testimony import Testimony
from kg.questions import ask_question, get_question, load_questions
from kg.serve.jobs import Job
from kg.serve.pool import QueryPool
from kg.store import Rows, open_graph
from kg.terms import PREFIXES, kg

try:
    from mcp.server.mcpserver import Context, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
except ImportError:
    raise OutputError("MCP", "the SDK is not installed: pip install 'hearsay-kg[mcp]'") from None

__all__ = ["INSTRUCTIONS", "NOTE", "answer_rows", "make_server"]

MOST_ROWS = 50
NOTE = (
    "These rows are what documents report that people said: claims, not facts. Repeat a claim only with its "
    "attribution (in words), and cite its passage. Only judgements say what the editors hold."
)
INSTRUCTIONS = (
    "Hearsay: who said what to whom, according to whom, in archival documents. Find names first, then ask a saved "
    f"question, tell a statement's chain, or count a claim's origins. {NOTE}"
)
P = ParamSpec("P")
R = TypeVar("R")


def answer_rows(testimony: Testimony, rows: Rows, *, most: int = MOST_ROWS) -> dict[str, Any]:
    """Rows as a tool answers them: the first ``most``, the number of all, and the attribution of what they quote.

    >>> from kg.inquiry.testimony import open_testimony
    >>> testimony = open_testimony("data")
    >>> quote = testimony.telling(testimony.find("114146-p09-1", "statement")).cited.words
    >>> answer = answer_rows(testimony, Rows(["words"], [(Literal(quote),)]))
    >>> [iri.rpartition("/")[2] for iri in answer["attribution"]]
    ['114146-p09-1']
    """
    shown = rows.rows[:most]
    values = Rows(rows.columns, shown).values()
    statements = sorted({iri for row in shown for term in row for iri in _statements_of(testimony, term)})
    return {
        "note": NOTE,
        "total": len(rows.rows),
        "rows": [dict(zip(rows.columns, row, strict=True)) for row in values],
        "attribution": {iri: asdict(testimony.telling(iri).cited) for iri in statements},
    }


def _statements_of(testimony: Testimony, term: object) -> Iterable[str]:
    """The statements that a value names, or whose words it is, by itself or as a passage."""
    if isinstance(term, NamedNode):
        if "/id/statement/" in term.value:
            return (term.value,) if testimony.facts(term.value) else ()
        return _reporting(testimony, term.value) if "#char=" in term.value else ()
    if not isinstance(term, Literal):
        return ()
    quoted = testimony.store.quads_for_pattern(None, kg("quote"), Literal(term.value), None)
    passages = {quad.subject.value for quad in quoted if isinstance(quad.subject, NamedNode)}
    return [iri for passage in passages for iri in _reporting(testimony, passage)]


def _reporting(testimony: Testimony, passage: str) -> tuple[str, ...]:
    return tuple(iri for iri in testimony.subjects(passage, kg("passage")) if "/id/statement/" in iri)


def make_server(graph: Path, *, name: str = "hearsay") -> MCPServer[QueryPool]:
    """The server on a built graph; it opens the graph now and starts the query workers when it runs."""
    testimony = Testimony(open_graph(graph))

    @asynccontextmanager
    async def run_pool(_: MCPServer[QueryPool]) -> AsyncIterator[QueryPool]:
        async with QueryPool(graph, prefixes=PREFIXES) as pool:
            yield pool

    server = MCPServer(name, instructions=INSTRUCTIONS, lifespan=run_pool, log_level="WARNING")
    tool = server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))

    def told(function: Callable[P, R]) -> Callable[P, R]:
        """What the user did wrong, as one line to the model."""

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except KgError as error:
                raise ToolError(str(error)) from None

        return run

    def answer(kind: type[Any], records: Iterable[Any], **more: object) -> dict[str, Any]:
        return {**answer_rows(testimony, make_rows(kind, records)), **more}

    @tool
    @told
    def find(name: str, sort: str = "thing") -> dict[str, Any]:
        """Find a person, group, place, event, document or proposition by any spelling; the nearest names if none."""
        iri = testimony.find(name, sort)
        about = [
            {"property": key.rpartition("#")[2].rpartition("/")[2], "value": value.value}
            for key, values in sorted(testimony.facts(iri).items())
            for value in values[:5]
        ]
        return {"note": NOTE, "iri": iri, "label": testimony.label(iri), "description": about[:MOST_ROWS]}

    @tool
    @told
    def questions() -> list[dict[str, Any]]:
        """List the saved questions with their parameters."""
        return [
            {
                "name": one.name,
                "summary": one.summary,
                "parameters": {p.name: f"{p.sort or p.type}: {p.help}" for p in one.parameters},
            }
            for one in load_questions().values()
        ]

    @tool
    @told
    def ask(question: str, values: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask a saved question, such as who-said-what with {"speaker": "Nam Il"}."""
        return answer_rows(testimony, ask_question(get_question(question), values or {}, testimony.store))

    @tool
    @told
    def tell(statement: str) -> dict[str, Any]:
        """Tell by what chain a statement reaches the page, with a citation of its passage."""
        return answer(Link, tell_statement(testimony, statement), citation=cite_statement(testimony, statement))

    @tool
    @told
    def passages(words: str) -> dict[str, Any]:
        """Find the passages that hold these words, with the statements that they report."""
        found = [
            (Literal(value.value), NamedNode(passage))
            for passage, value in sorted(testimony.pairs(kg("quote")))
            if words.casefold() in value.value.casefold() and _reporting(testimony, passage)
        ]
        return answer_rows(testimony, Rows(["words", "passage_iri"], found))

    @tool
    @told
    def origins(proposition: str) -> dict[str, Any]:
        """Fold those who state a claim to its independent origins, at most and at least."""
        found = find_origins(testimony, proposition)
        counts = {"sources": found.sources, "at_most": found.at_most, "at_least": found.at_least}
        return answer(OriginRow, found.rows, **counts)

    @tool
    @told
    def knew(content: str, by: str | None = None) -> dict[str, Any]:
        """Find who could have known a proposition or statement by a day (1956-07-24), and how."""
        from kg.dates import parse_date

        return answer(Knower, find_knowers(testimony, content, by=parse_date(by).latest if by else None))

    @tool
    @told
    def compare(thing: str) -> dict[str, Any]:
        """Set the accounts of a meeting, event, person or group side by side."""
        return answer(AccountRow, compare_accounts(testimony, thing))

    @tool
    @told
    def contradictions(about: str | None = None) -> dict[str, Any]:
        """Find claims that cannot, or may not, hold together."""
        return answer(Contradiction, find_contradictions(testimony, about=about))

    @tool
    @told
    def breaches(who: str | None = None) -> dict[str, Any]:
        """Find who promised or agreed to what, and who says it was kept or broken."""
        return answer(Commitment, find_commitments(testimony, who=who))

    @tool
    async def sparql(query: str, context: Context[QueryPool]) -> dict[str, Any]:
        """Run a SPARQL query (SELECT or ASK) within the endpoint's limits; the usual prefixes are known."""
        try:
            found = await context.request_context.lifespan_context.ask(
                Job(query, row_type="application/sparql-results+json")
            )
        except KgError as error:
            raise ToolError(str(error)) from None
        return answer_rows(testimony, _read_results(found.body))

    return server


def _read_results(body: bytes) -> Rows:
    """The rows of SPARQL 1.1 Query Results JSON."""
    found = json.loads(body)
    if "boolean" in found:
        return Rows(["answer"], [(Literal(bool(found["boolean"])),)])
    if "results" not in found:
        raise InputError("query", None, "gives no rows", "write SELECT or ASK")
    columns = found["head"]["vars"]
    terms = {"uri": NamedNode, "literal": Literal, "bnode": Literal}
    rows = [
        tuple(terms[row[name]["type"]](row[name]["value"]) if name in row else None for name in columns)
        for row in found["results"]["bindings"]
    ]
    return Rows(columns, rows)
