"""``kg site``: a built graph as files that any host can serve."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from kg.cli.common import collection_option, plain_errors, talk

__all__ = ["site"]

WIDTH = 30


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--base", metavar="URL", help="The address at which the site will stand; else the collection's base IRI.")
@collection_option
@plain_errors
def site(folder: Path, base: str | None, collection: Path | None) -> int:
    """Write pages, RDF, dumps and pictures as files for any host.

    DIR must be new, empty, or hold an earlier site; of that, only files that have changed are written. The host needs
    no program; rules for Apache, nginx, Netlify, Cloudflare and GitLab are among the files.

    Example: kg site public --base https://example.org/letters/
    """
    from kg.build import GRAPH_FILES
    from kg.collection import SETTINGS_FILE, find_collection
    from kg.iris import Iris
    from kg.settings import read_settings
    from kg.site import write_site
    from kg.store import open_graph

    place = find_collection(collection)
    settings = read_settings(place / SETTINGS_FILE, name=SETTINGS_FILE)
    address = Iris(base).base if base else None
    found = write_site(open_graph(place / GRAPH_FILES["nquads"]), settings, folder, base=address, progress=_bar())
    removed = f", {found.removed:,} removed" if found.removed else ""
    talk(f"{found.files:,} files, {found.written:,} written{removed}")
    return 0


def _bar() -> Callable[[int, int], None] | None:
    """A bar on stderr for a person who watches it."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if done % 100 and done < total:
            return
        filled = WIDTH * done // total
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{'█' * filled}{'░' * (WIDTH - filled)} {done:,} of {total:,} files{end}")
        sys.stderr.flush()

    return show
