"""``kg serve``: publish a built graph on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import collection_option, plain_errors, talk

__all__ = ["serve"]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--base", help="The address by which clients reach the server; else http://HOST:PORT/.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=10, show_default=True, help="Time limit of a query.")
@click.option("--memory", type=click.IntRange(min=64), default=512, show_default=True, help="Its memory limit, in MB.")
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Most rows of an answer.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries at one time.")
@collection_option
@plain_errors
def serve(
    host: str,
    port: int,
    base: str | None,
    seconds: float,
    memory: int,
    rows: int,
    workers: int,
    collection: Path | None,
) -> int:
    """Serve pages, RDF and a SPARQL endpoint.

    Reads the built graph and writes nothing. Where --base differs from the collection's base IRI, all that a client
    sees has --base in its place. Stop it with Ctrl-C.

    Example: kg serve --port 8080
    """
    from kg.build import GRAPH_FILES
    from kg.collection import SETTINGS_FILE, find_collection
    from kg.iris import Iris
    from kg.serve.limits import Limits
    from kg.serve.run import run_server
    from kg.settings import read_settings

    folder = find_collection(collection)
    settings = read_settings(folder / SETTINGS_FILE, name=SETTINGS_FILE)
    address = Iris(base or f"http://{host}:{port}/").base
    limits = Limits(seconds=seconds, memory=memory, rows=rows, workers=workers)
    talk(f"serving {settings.title} at {address}")
    run_server(folder / GRAPH_FILES["nquads"], settings.iris.base, address, host=host, port=port, limits=limits)
    return 0
