"""``kg names DOC``: authority entries for the names of a document that the authority does not know."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import collection_option, plain_errors, talk

__all__ = ["names"]


@click.command()
@click.argument("doc")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; stdout without it.")
@collection_option
@plain_errors
def names(doc: str, output: Path | None, collection: Path | None) -> int:
    """Propose authority entries for names that are not known yet.

    DOC is a file or the id of a document. Each entry comes with the words where the name stands and the nearest known
    entries, by spellings that any Romanisation may give; whether they are the same is the editor's to judge.

    Example: kg names 115932 --output data/authority/new.yaml
    """
    from kg.collection import find_collection, read_collection
    from kg.errors import InputError
    from kg.propose import propose_names, write_proposals
    from kg.read import read_document
    from kg.textfile import write_bytes

    known = read_collection(find_collection(collection))
    document = known.documents.get(doc) or read_document(doc)
    if output is not None and output.exists():
        raise InputError(output, None, "is there already", "name a new file, so that no entry is lost")
    proposals = propose_names(document, known.authority)
    text = write_proposals(document, proposals)
    if output is None:
        click.echo(text, nl=False)
    elif text:
        write_bytes(output, text.encode())
    talk(f"{len(proposals)} name{'' if len(proposals) == 1 else 's'} that the authority does not know")
    return 0
