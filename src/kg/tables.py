"""Rows -> what a person or a program reads: a table, CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from textwrap import wrap

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import UnknownName
from kg.store import Rows, Term, plain

__all__ = ["TABLE_FORMATS", "plain_cell", "render_rows"]

LOOK_UP = ("statement_iri", "passage_iri", "proposition_iri", "judgement_iri")


def render_rows(rows: Rows, form: str, *, width: int | None = None) -> str:
    """The rows in the format of that name; raises ``UnknownName`` where there is none.

    >>> print(render_rows(Rows(["who"], [(Literal("Nam Il"),)]), "csv"), end="")
    who
    Nam Il
    """
    if form not in TABLE_FORMATS:
        raise UnknownName("format", form, TABLE_FORMATS)
    return TABLE_FORMATS[form](rows, width)


def plain_cell(term: Term | None) -> str:
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


def _readable(rows: Rows) -> Rows:
    """The columns for a reader: of the ``_iri`` columns only those that tell where to look a row up.

    A programme that wants the other IRIs takes CSV or JSON.
    """
    kept = [i for i, name in enumerate(rows.columns) if not name.endswith("_iri") or name in LOOK_UP]
    columns = [rows.columns[i].removesuffix("_iri") for i in kept]
    return Rows(columns, [tuple(row[i] for i in kept) for row in rows.rows])


def _table(rows: Rows, width: int | None) -> str:
    """A table, or a block of lines for each row where the columns would be too narrow to read."""
    shown = _readable(rows)
    cells = [[plain_cell(term) for term in row] for row in shown.rows]
    total = width or 120
    count = f"({len(cells)} row{'' if len(cells) == 1 else 's'})\n"
    if sum(_wanted(column) for column in zip(shown.columns, *cells, strict=True)) > total:
        return _blocks(shown.columns, cells, total) + count
    return _grid(shown.columns, cells, total) + count


def _wanted(column: Sequence[str]) -> int:
    """The width that a column needs to be readable: its longest word or cell, within reason."""
    longest = max(len(cell) for cell in column)
    return min(longest, 24) + 2


def _blocks(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    margin = max(len(column) for column in columns) + 2
    lines = []
    for row in cells:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                folded = wrap(cell, max(width - margin, 30), break_long_words=False, break_on_hyphens=False)
                head = column.replace("_", " ")
                lines += [f"{head if n == 0 else '':{margin}}{line}" for n, line in enumerate(folded)]
        lines.append("")
    return "\n".join(lines)


def _grid(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", vertical="top")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(table)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


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

    shown = _readable(rows)
    lines = ["| " + " | ".join(column.replace("_", " ") for column in shown.columns) + " |"]
    lines.append("|" + "---|" * len(shown.columns))
    lines += ["| " + " | ".join(cell(plain_cell(term)) for term in row) + " |" for row in shown.rows]
    return "\n".join(lines) + "\n"


TABLE_FORMATS: dict[str, Callable[[Rows, int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
}
