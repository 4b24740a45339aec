"""Rows -> what a person or a program reads: a table, CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import UnknownName
from kg.store import Rows, Term, plain

__all__ = ["TABLE_FORMATS", "render_rows"]


def render_rows(rows: Rows, form: str, *, width: int | None = None) -> str:
    """The rows in the format of that name; raises ``UnknownName`` where there is none.

    >>> print(render_rows(Rows(["who"], [(Literal("Nam Il"),)]), "csv"), end="")
    who
    Nam Il
    """
    if form not in TABLE_FORMATS:
        raise UnknownName("format", form, TABLE_FORMATS)
    return TABLE_FORMATS[form](rows, width)


def _short(term: Term | None) -> str:
    """A term as a table shows it: of our IRIs the kind and the slug, of others all."""
    if not isinstance(term, NamedNode):
        return " ".join(plain(term).split())
    _, marker, rest = term.value.partition("/id/")
    if marker:
        return rest
    _, marker, rest = term.value.partition("/doc/document/")
    if marker:
        return rest
    for stem in ("https://w3id.org/hearsay/ontology#", "https://w3id.org/hearsay/vocabulary/"):
        if term.value.startswith(stem):
            return term.value.removeprefix(stem)
    return term.value


def _table(rows: Rows, width: int | None) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in rows.columns:
        table.add_column(column.replace("_", " "), overflow="fold", vertical="top")
    for row in rows.rows:
        table.add_row(*(Text(_short(term)) for term in row))
    stream = io.StringIO()
    Console(file=stream, width=width or 120, highlight=False, color_system=None).print(table)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    count = f"({len(rows.rows)} row{'' if len(rows.rows) == 1 else 's'})"
    return "\n".join([*lines, count]) + "\n"


def _csv(rows: Rows, width: int | None) -> str:
    """CSV as SPARQL 1.1 has it (https://www.w3.org/TR/sparql11-results-csv-tsv/), with plain line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.values())
    return stream.getvalue()


def _json(rows: Rows, width: int | None) -> str:
    """SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    bindings = [
        {column: _json_term(term) for column, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    found = {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return {**found, "xml:lang": term.language}
        datatype = term.datatype.value
        return found if datatype.endswith("#string") else {**found, "datatype": datatype}
    return {"type": "bnode" if isinstance(term, BlankNode) else "uri", "value": plain(term)}


def _markdown(rows: Rows, width: int | None) -> str:
    def cell(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")

    lines = ["| " + " | ".join(column.replace("_", " ") for column in rows.columns) + " |"]
    lines.append("|" + "---|" * len(rows.columns))
    lines += ["| " + " | ".join(cell(_short(term)) for term in row) + " |" for row in rows.rows]
    return "\n".join(lines) + "\n"


TABLE_FORMATS: dict[str, Callable[[Rows, int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
}
