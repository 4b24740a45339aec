"""Pictures for pages, by ``kg.pictures``; a page says everything in words and tables besides.

Their words are escaped where they are drawn, so what comes out is markup.  A picture is drawn once and kept: the
network takes a good part of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from markupsafe import Markup
from pyoxigraph import Store

from kg.pages.links import Links
from kg.pages.reader import shorten
from kg.pictures.chain import draw_chain
from kg.pictures.gather import find_chain, gather_network, gather_timeline
from kg.pictures.network import draw_network, network_json
from kg.pictures.timeline import draw_timeline

__all__ = ["NARROW", "WIDE", "Pictures"]

Target = Callable[[str], str | None]
WIDE, NARROW = 1080, 350
MOST_WORDS = 500  # more than its box has room for, and enough for its description


class Pictures:
    """The pictures of one site; with a server behind it, a line of the network leads to what the two said."""

    def __init__(self, store: Store, links: Links, *, live: bool) -> None:
        self.store, self.links, self.live = store, links, live
        self.timeline = lru_cache(maxsize=8)(self._draw_timeline)
        self.network = lru_cache(maxsize=64)(self._draw_network)

    def chain(self, path: str, statement: str) -> Markup | None:
        """A statement's chain, or none where the graph has no document above it."""
        chain = find_chain(self.store, statement, target=self._target(path))
        if chain is None:
            return None
        words = replace(chain.words, label=shorten(chain.words.label, MOST_WORDS))
        return Markup(draw_chain(replace(chain, words=words)))

    def _draw_timeline(self, path: str, kinds: tuple[str, ...], width: int) -> Markup:
        """Dated things; as narrow as a telephone the picture runs down the page."""
        found = gather_timeline(self.store, kinds=kinds, target=self._target(path))
        return Markup(draw_timeline(found, width=width, name=f"timeline-{width}"))

    def _draw_network(
        self, since: date | None, until: date | None, first_hand: bool, about: str | None
    ) -> tuple[Markup, Markup]:
        """Who spoke to whom, by the same statements as the table below it; and the same for a script to move."""
        period = (since or date.min, until or date.max) if since or until else None
        pair = self._pair if self.live else None
        graph = gather_network(
            self.store, period=period, first_hand_only=first_hand, about=about, target=self._target("network"),
            pair_target=pair,
        )  # fmt: skip
        return Markup(draw_network(graph)), Markup(network_json(graph))

    def _target(self, path: str) -> Target:
        def target(iri: str) -> str | None:
            address = self.links.find_address(iri)
            return self.links.href(address, path) if address is not None else None

        return target

    def _pair(self, speaker: str, listener: str) -> str:
        names = [iri.rpartition("/")[2] for iri in (speaker, listener)]
        return self.links.href(f"question/who-said-what?speaker={names[0]}&addressee={names[1]}", "network")
