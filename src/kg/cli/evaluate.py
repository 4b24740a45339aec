"""``kg evaluate GOLD…``: how good drafts, or a graph, are."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import collection_option, open_collection_graph, plain_errors, talk

if TYPE_CHECKING:
    from kg.evaluate import Outcome, Source

__all__ = ["evaluate"]

FORMATS = ("table", "md", "json")  # kg.evaluate.report has them


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option(
    "--against",
    type=click.Choice(("draft", "graph")),
    default="draft",
    show_default=True,
    help="What is held against gold: a fresh draft, or the built graph's statements.",
)
@click.option("--errors", is_flag=True, help="List what was missed, too much or has the wrong speaker.")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How it comes out."
)
@collection_option
@plain_errors
def evaluate(gold: tuple[str, ...], against: str, errors: bool, form: str, collection: Path | None) -> int:
    """Score drafts against statements that a person has confirmed.

    GOLD is a file of JSON Lines with its text beside it, a folder of these, a collection's folder (its reviewed
    annotations), or the id of a document. A statement is right when half of the words are the same and the speaker is.

    Example: kg evaluate data --errors
    """
    from kg.evaluate import find_gold, make_report, render_report

    sources = find_gold(gold, collection)
    outcomes = _against_graph(sources, collection) if against == "graph" else _against_drafts(sources)
    width = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 140
    click.echo(render_report(make_report(outcomes), form, misses=errors, width=max(width, 60)), nl=False)
    return 0


def _against_drafts(sources: list[Source]) -> list[Outcome]:
    from kg.draft import draft_document
    from kg.evaluate import score, scored_drafts

    return [score(one.gold, scored_drafts(draft_document(one.document, one.authority), one.gold)) for one in sources]


def _against_graph(sources: list[Source], collection: Path | None) -> list[Outcome]:
    from kg.evaluate import score, scored_graph

    found = scored_graph(open_collection_graph(collection))
    for one in sources:
        if one.gold.document not in found:
            talk(f"the graph has no statement of {one.gold.document}")
    return [score(one.gold, found.get(one.gold.document, [])) for one in sources]
