"""What the commands share: options, errors in one line, output that keeps data and talk apart."""

from __future__ import annotations

import errno
import functools
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.store import Rows

__all__ = [
    "Commands", "collection_option", "format_option", "open_collection_graph", "plain_errors", "reviewed_option",
    "show_rows", "talk", "tell_drafts",
]  # fmt: skip

P = ParamSpec("P")
FORMATS = ("table", "csv", "json", "md")  # kg.tables has them; named here so that --help stays quick

UNWRITABLE = (errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC)  # what writing to stdout can fail with


class Commands(click.Group):
    """Commands whose wrong call is told in one line, and ends with exit code 2."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]  # click's may return
        """Run the command that the arguments name, and exit."""
        try:
            code = super().main(args, prog_name, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # click 8.2 and later
                error.show()
            else:
                talk(f"kg: {' '.join(error.format_message().split())}")
            code = 2
        except click.Abort:
            talk("kg: stopped")
            code = 130
        sys.exit(code or 0)


def plain_errors(command: Callable[P, int | None]) -> Callable[P, None]:
    """Turn an error that a user can cause into its one line on stderr and its exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except KgError as error:
            for line in str(error).split("\n"):
                talk(f"kg: {line}")
            code = error.exit_code
        except BrokenPipeError:  # the reader of stdout went away, as `| head` does
            _drop_stdout()
            code = 0
        except OSError as error:
            if error.errno not in UNWRITABLE or error.filename is not None:
                raise
            _drop_stdout()
            talk(f"kg: cannot write to stdout: {error.strerror}")
            code = 2
        except KeyboardInterrupt:
            talk("kg: stopped")
            code = 130
        sys.exit(code or 0)

    return run


def _drop_stdout() -> None:
    """Let what stdout still holds go nowhere, so that Python does not stumble over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def talk(line: str) -> None:
    """Say something to the person at the terminal."""
    click.echo(line, err=True)


collection_option = click.option(
    "-C",
    "--collection",
    type=click.Path(path_type=Path),
    help="The collection's folder; else the nearest from here upwards, or its data/.",
)
reviewed_option = click.option(
    "--reviewed-only", is_flag=True, help="Leave out drafts, and what reaches the page through one."
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


def open_collection_graph(collection: Path | None, *, reviewed: bool = False) -> Store:
    """The store of the collection's built graph; with ``reviewed`` of the one without drafts."""
    from kg.build import open_built
    from kg.collection import find_collection

    return open_built(find_collection(collection), reviewed=reviewed)


def tell_drafts(store: Store) -> None:
    """Tell that the graph holds drafts, where it does."""
    from kg.store import find_drafts

    count = len(find_drafts(store))
    if count:
        talk(f"{count} statement{' is a draft' if count == 1 else 's are drafts'}; --reviewed-only leaves drafts out")


def show_rows(rows: Rows, form: str) -> None:
    """Write rows to stdout; a table is as wide as the terminal."""
    from kg.tables import render_rows

    width = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 140
    click.echo(render_rows(rows, form, width=max(width, 60)), nl=False)
