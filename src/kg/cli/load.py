"""``kg load ENDPOINT``: put a build into a SPARQL 1.1 store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import collection_option, open_collection_graph, plain_errors, talk

__all__ = ["load"]


@click.command()
@click.argument("endpoint")
@click.option("--batch", type=click.IntRange(min=1), default=10_000, show_default=True, help="Triples in one request.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60, show_default=True, help="Seconds for an answer.")
@collection_option
@plain_errors
def load(endpoint: str, batch: int, timeout: float, collection: Path | None) -> int:
    """Load the built graph into a triplestore, over the Graph Store Protocol.

    ENDPOINT is the address of its graphs. Each named graph replaces the one of that name there, is fetched again
    and compared by count and digest; one that is there already is left alone, so a load that broke off goes on where it
    was. Credentials: KG_USER and KG_PASSWORD in the environment.

    Example: kg load http://localhost:7878/store
    """
    from kg.remote import load_graphs
    from kg.store import named_quads

    done = load_graphs(
        named_quads(open_collection_graph(collection)), endpoint, batch=batch, timeout=timeout,
        progress=lambda one: click.echo(f"{one.graph}\t{one.triples}\t{'written' if one.written else 'there'}"),
    )  # fmt: skip
    talk(f"{len(done)} graphs, {sum(one.triples for one in done)} triples, {sum(one.written for one in done)} written")
    return 0
