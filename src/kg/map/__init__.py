"""Records -> quads: one named graph for each document, one for the authority, one for judged facts."""

from kg.map.account import map_document
from kg.map.authority import map_authority
from kg.map.content import map_judgements

__all__ = ["map_authority", "map_document", "map_judgements"]
