"""Pictures for pages, by ``kg.pictures``; a page says everything in words and tables besides.

Their words are escaped where they are drawn, so what comes out is markup.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup
from pyoxigraph import Store

from kg.pictures.chain import draw_chain
from kg.pictures.gather import find_chain, gather_network, gather_timeline
from kg.pictures.network import draw_network
from kg.pictures.timeline import draw_timeline

__all__ = ["Target", "draw_chain_of", "draw_network_of", "draw_timeline_of"]

Target = Callable[[str], str | None]
EVER = date.min, date.max


def draw_chain_of(store: Store, statement: str, target: Target) -> Markup | None:
    """A statement's chain as a picture, or none where the graph has no document above it."""
    chain = find_chain(store, statement, target=target)
    return Markup(draw_chain(chain)) if chain is not None else None


def draw_timeline_of(store: Store, target: Target, kinds: tuple[str, ...], *, width: int, name: str) -> Markup:
    """Dated things as a picture; as narrow as a telephone it runs down the page."""
    return Markup(draw_timeline(gather_timeline(store, kinds=kinds, target=target), width=width, name=name))


def draw_network_of(
    store: Store,
    target: Target,
    *,
    since: date | None,
    until: date | None,
    first_hand_only: bool,
    about: str | None,
    pair_target: Callable[[str, str], str | None] | None,
) -> Markup:
    """Who spoke to whom as a picture, of the same statements as the table below it."""
    period = (since or EVER[0], until or EVER[1]) if since or until else None
    graph = gather_network(
        store, period=period, first_hand_only=first_hand_only, about=about, target=target, pair_target=pair_target
    )
    return Markup(draw_network(graph))
