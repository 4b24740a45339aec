"""``kg add``: documents into a collection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import collection_option, plain_errors, talk

if TYPE_CHECKING:
    from kg.sources import Added

__all__ = ["add"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--id", "name", metavar="SLUG", help="What to call the document; else after its file.")
@click.option(
    "-d",
    "--document",
    "parts",
    multiple=True,
    metavar="ID",
    help="A document of a volume, by its xml:id; repeatable.",
)
@click.option("--all", "everything", is_flag=True, help="Every document of a volume.")
@click.option("--list", "listing", is_flag=True, help="Print the documents of the files, and add none.")
@click.option("--encoding", metavar="NAME", help="The encoding of a text that is not UTF-8, where it is guessed wrong.")
@collection_option
@plain_errors
def add(
    files: tuple[Path, ...],
    name: str | None,
    parts: tuple[str, ...],
    everything: bool,
    listing: bool,
    encoding: str | None,
    collection: Path | None,
) -> int:
    """Put documents into the collection.

    Reads plain text, TEI, saved web pages and PDF. The file is kept byte for byte in sources/, with the text that was
    made from it where it is no UTF-8 text, and collection.toml is told. All files are added, or none.

    Example: kg add letter-2.txt
    """
    from kg.collection import find_collection
    from kg.sources import add_documents

    if listing:
        return _list_documents(files, encoding)
    folder = find_collection(collection)
    for one in add_documents(folder, files, parts=parts, everything=everything, id=name, encoding=encoding):
        _tell(one)
        click.echo(one.document.id)
    return 0


def _list_documents(files: tuple[Path, ...], encoding: str | None) -> int:
    from kg.read.files import iter_documents, open_source

    for path in files:
        for key, document in iter_documents(open_source(path, encoding=encoding)):
            date = document.date.value if document.date else ""
            title = document.title.value if document.title else ""
            click.echo("\t".join((key or document.id, date, title)))
    return 0


def _tell(one: Added) -> None:
    """Say what was found in a document, so that a wrong reading is seen at once."""
    document = one.document
    found = [
        document.kind.value if document.kind else "document",
        f"of {document.date.value}" if document.date else "with no date",
        *_count(len(document.blocks_of("body")), "paragraph"),
        *_count(len(document.turns), "turn"),
        *_count(len(document.participants), "participant"),
        *_count(len(document.footnotes), "note"),
    ]
    talk(f"added {document.id}: {', '.join(found)}")
    if one.encoding:
        talk(f"its text is converted from {one.encoding} to UTF-8; the file as it came is sources/{one.file}")
    elif one.file:
        talk(f"its text is made from sources/{one.file}")


def _count(many: int, word: str) -> list[str]:
    return [f"{many} {word}{'' if many == 1 else 's'}"] if many else []
