"""What the commands share: options, errors in one line, output that keeps data and talk apart."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.store import Rows

__all__ = ["collection_option", "format_option", "open_collection_graph", "plain_errors", "show_rows", "talk"]

P = ParamSpec("P")
FORMATS = ("table", "csv", "json", "md")  # kg.tables has them; named here so that --help stays quick


def plain_errors(command: Callable[P, int | None]) -> Callable[P, None]:
    """Turn an error that a user can cause into its one line on stderr and its exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except KgError as error:
            talk(f"kg: {error}")
            code = error.exit_code
        except BrokenPipeError:  # the reader of stdout went away, as `| head` does
            sys.stderr.close()
            code = 0
        except KeyboardInterrupt:
            talk("kg: stopped")
            code = 130
        sys.exit(code or 0)

    return run


def talk(line: str) -> None:
    """Say something to the person at the terminal."""
    click.echo(line, err=True)


collection_option = click.option(
    "-C",
    "--collection",
    type=click.Path(path_type=Path),
    help="The collection's folder; else the nearest from here upwards, or its data/.",
)
format_option = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the rows come out.",
)


def open_collection_graph(collection: Path | None) -> Store:
    """The store of the collection's built graph."""
    from kg.build import GRAPH_FILES
    from kg.collection import find_collection
    from kg.store import open_graph

    return open_graph(find_collection(collection) / GRAPH_FILES["nquads"])


def show_rows(rows: Rows, form: str) -> None:
    """Write rows to stdout; a table is as wide as the terminal."""
    from kg.tables import render_rows

    width = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 140
    click.echo(render_rows(rows, form, width=max(width, 60)), nl=False)
