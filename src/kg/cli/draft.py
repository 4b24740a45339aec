"""``kg draft``: what new documents report, as drafts for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import collection_option, plain_errors, talk

if TYPE_CHECKING:
    from kg.model import Authority

__all__ = ["draft"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("yaml", "jsonl")),
    default="yaml",
    show_default=True,
    help="How the drafts come out.",
)
@collection_option
@plain_errors
def draft(files: tuple[Path, ...], form: str, collection: Path | None) -> int:
    """Draft who said what to whom in documents.

    Prints a statement for each report that the document makes, with its place in the text, speaker, hearers, how it
    was found and how sure that is. Works outside any collection; inside one, or with -C, names become its slugs.

    A document of the collection, named by its id or its file, is drafted into its annotation file: drafts that nobody
    touched are renewed, and what a person wrote or decided stays as it is.

    Example: kg draft --format jsonl memorandum.txt
    """
    from kg.draft import draft_files
    from kg.draft.write import render_jsonl, render_yaml

    if form == "yaml":
        from kg.cli.review import draft_held

        files = draft_held(files, collection)
        if not files:
            return 0
    count = 0
    for document, drafts in draft_files(files, _find_authority(collection)):
        render = render_jsonl if form == "jsonl" else render_yaml
        click.echo(render(document.id, drafts), nl=False)
        count += len(drafts)
    talk(f"{count} draft{'' if count == 1 else 's'}")
    return 0


def _find_authority(folder: Path | None) -> Authority | None:
    """The authority of the collection that is named or stood in; none outside a collection."""
    from kg.authority import read_authority
    from kg.collection import find_collection, list_files
    from kg.errors import InputError
    from kg.yamlfile import Problems

    try:
        found = find_collection(folder)
    except InputError:
        if folder is not None:
            raise
        return None
    problems = Problems()
    authority = read_authority(list_files(found, "authority", problems), problems)
    problems.raise_any()
    return authority
