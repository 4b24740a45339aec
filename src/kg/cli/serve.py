"""``kg serve``: publish a built graph from this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.cli.common import collection_option, plain_errors, talk
from kg.serve.limits import Limits, describe_limits

__all__ = ["serve"]


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each limit of a query."""
    for name, value, unit, help in reversed(describe_limits(Limits())):
        kind = click.FLOAT if name == "seconds" else click.INT
        words = f"{help[0].upper()}{help[1:]}."
        facts: dict[str, Any] = {
            "type": kind,
            "default": value,
            "show_default": True,
            "metavar": unit.upper(),
            "help": words,
        }
        command = click.option(f"--{name}", **facts)(command)
    return command


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 is every one.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 is any free.")
@click.option("--base", metavar="URL", help="The address that clients know the server by; else http://HOST:PORT/.")
@limit_options
@collection_option
@plain_errors
def serve(host: str, port: int, base: str | None, collection: Path | None, **limits: float) -> int:
    """Serve pages, RDF and a SPARQL endpoint.

    Reads the built graph and writes nothing; a new build is served as soon as it is there. In all that a client sees,
    --base stands in place of the collection's own base IRI; give the collection's own behind a redirect from there.
    Stop it with Ctrl-C.

    Example: kg serve --port 8080
    """
    from kg.collection import find_collection
    from kg.serve.run import run_server

    run_server(
        find_collection(collection),
        host=host,
        port=port,
        base=base,
        limits=Limits(**limits),  # type: ignore[arg-type]  # click made each an int or a float
        ready=lambda title, address: talk(f"serving {title} at {address}; Ctrl-C ends it"),
    )
    return 0
