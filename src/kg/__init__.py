"""Hearsay: who said what to whom, according to whom.

A collection's folder goes in, a graph comes out:

>>> from pathlib import Path
>>> from kg import build_quads, read_collection
>>> len(build_quads(read_collection(Path("data")))) > 10_000
True

The stages, in the order in which data passes through: ``read`` (files to documents), ``authority`` and
``annotations`` (YAML to records), ``map`` (records to quads), ``infer``, ``build``, ``export``, ``validate``,
``store``, ``questions``.  Names load when they are first used, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

__all__ = [
    "ask_question", "build_quads", "get_question", "load_questions", "open_graph", "read_collection",
    "read_document", "store_of", "validate_quads", "write_graph",
]  # fmt: skip
__version__ = "0.1.0"

_HOMES = {
    "ask_question": "kg.questions",
    "build_quads": "kg.build",
    "get_question": "kg.questions",
    "load_questions": "kg.questions",
    "open_graph": "kg.store",
    "read_collection": "kg.collection",
    "read_document": "kg.read",
    "store_of": "kg.store",
    "validate_quads": "kg.validate",
    "write_graph": "kg.export",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
