"""``kg ask QUESTION``: one subcommand for each saved question, with an option for each of its parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.common import (
    collection_option,
    format_option,
    open_collection_graph,
    plain_errors,
    reviewed_option,
    show_rows,
    tell_drafts,
)  # fmt: skip

__all__ = ["ask"]


class _Questions(click.Group):
    """Finds a saved question when it is asked for; none is read before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from kg.questions import load_questions

        return list(load_questions())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from kg.errors import KgError
        from kg.questions import get_question

        try:
            return _make_command(get_question(cmd_name))
        except KgError as error:
            raise click.UsageError(str(error), ctx) from None


def _make_command(question: Any) -> click.Command:
    @plain_errors
    def run(form: str, collection: Path | None, reviewed_only: bool, **values: str | None) -> int:
        from kg.questions import ask_question

        given = {name: value for name, value in values.items() if value is not None}
        store = open_collection_graph(collection, reviewed=reviewed_only)
        show_rows(ask_question(question, given, store), form)
        if not reviewed_only:
            tell_drafts(store)
        return 0

    command = click.Command(
        question.name,
        callback=run,
        help=f"{question.summary}.\n\n{question.description}",
        short_help=question.summary,
        epilog=f"Example: kg ask {question.name} --format csv",
    )
    for parameter in question.parameters:
        default = "any" if parameter.optional else _readable(parameter.default)
        option = click.Option(
            [f"--{parameter.name.replace('_', '-')}", parameter.name],
            metavar=(parameter.sort or parameter.type).upper(),
            help=f"{parameter.help} [default: {default}]",
        )
        command.params.append(option)
    return collection_option(format_option(reviewed_option(command)))


def _readable(default: str) -> str:
    """A default as a person would write it."""
    inner = default.split("^^")[0].strip('<>"')
    return inner.rsplit("/", 1)[-1] if default.startswith("<") else inner


ask = _Questions(
    "ask",
    help="Ask a saved question of the built graph.\n\n"
    "Options take names by any spelling; an unknown one gets the nearest. kg questions lists all.\n\n"
    'Example: kg ask who-said-what --speaker "Nam Il"',
)
