"""Rows -> files that a reader keeps: CSV and TSV that a spreadsheet opens without running them, and JSON.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to a spreadsheet, whatever quotes stand round it.  An
apostrophe before it makes it text.  Whoever wants the exact values of SPARQL's own CSV asks the endpoint.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from kg.pages.records import Download
from kg.store import Rows
from kg.tables import render_rows

__all__ = ["DOWNLOADS", "make_download", "safe_cell"]

DOWNLOADS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/sparql-results+json",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def make_download(rows: Rows, name: str, form: str) -> Download:
    """The rows as a file of that form, a key of ``DOWNLOADS``."""
    if form == "json":
        return Download(f"{name}.json", DOWNLOADS[form], render_rows(rows, "json"))
    lines = [rows.columns, *rows.values()]
    text = _write(lines, "," if form == "csv" else "\t")
    return Download(f"{name}.{form}", DOWNLOADS[form], text)


def _write(lines: Iterable[Iterable[str]], delimiter: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    return stream.getvalue()


def safe_cell(text: str) -> str:
    """``text`` on one line, as no spreadsheet takes it for a formula.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-5"), safe_cell("all well")
    ("'=HYPERLINK(1)", '-5', 'all well')
    """
    line = " ".join(text.split())
    number = line.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{line}" if line.startswith(FORMULA) and not number else line
