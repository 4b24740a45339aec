"""Pictures of the graph as SVG: the same text for the server, the static site and a download.

``gather`` asks a store for frozen records (``find_chain``, ``gather_timeline``, ``gather_network``); the drawing
functions are pure, records in and SVG out (``draw_chain``, ``draw_timeline``, ``draw_network``); ``list_edges`` gives
the table below the network and ``network_json`` what a browser needs to move it.  Looks come from ``palette``: each
picture stands on its own in light colours, and under ``palette_css()`` follows the page, dark or light.
``svg.CLASSES`` says what each class name means.

The same records give the same bytes on every machine: no set is iterated unsorted, and arithmetic is only what
IEEE 754 rounds alike everywhere.
"""

from kg.pictures.chain import draw_chain
from kg.pictures.gather import find_chain, gather_network, gather_timeline
from kg.pictures.network import draw_network, list_edges, network_json
from kg.pictures.palette import DARK, LIGHT, palette_css
from kg.pictures.records import (
    Chain,
    Claim,
    Dated,
    EdgeRow,
    Link,
    NetworkEdge,
    NetworkGraph,
    NetworkNode,
    SourceBox,
    StatementBox,
    Timeline,
    Verdict,
)
from kg.pictures.timeline import draw_timeline

__all__ = [
    "DARK", "LIGHT", "Chain", "Claim", "Dated", "EdgeRow", "Link", "NetworkEdge", "NetworkGraph", "NetworkNode",
    "SourceBox", "StatementBox", "Timeline", "Verdict", "draw_chain", "draw_network", "draw_timeline", "find_chain",
    "gather_network", "gather_timeline", "list_edges", "network_json", "palette_css",
]  # fmt: skip
