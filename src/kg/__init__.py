"""Hearsay: who said what to whom, according to whom.

A collection's folder goes in, a graph comes out:

>>> from pathlib import Path
>>> from kg import build_quads, read_collection
>>> len(build_quads(read_collection(Path("data")))) > 10_000
True

And what the graph holds is asked in a few calls, each answer with its attribution:

>>> import kg
>>> testimony = kg.open_testimony("data")
>>> [row.who for row in kg.find_knowers(testimony, "1956-07-24-nam-il-p02-1")]
['Pak Chang-ok', 'Nam Il', 'A. M. Petrov']

The stages, in the order in which data passes through: ``read`` (files to documents), ``authority`` and
``annotations`` (YAML to records), ``map`` (records to quads), ``infer``, ``build``, ``export``, ``validate``,
``store``, ``questions``, ``inquiry``.  Names load when they are first used, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.build import build_quads as build_quads
    from kg.collection import read_collection as read_collection
    from kg.export import write_graph as write_graph
    from kg.inquiry.accounts import compare_accounts as compare_accounts
    from kg.inquiry.accounts import compare_listeners as compare_listeners
    from kg.inquiry.accounts import follow_story as follow_story
    from kg.inquiry.commitments import find_commitments as find_commitments
    from kg.inquiry.contradictions import find_contradictions as find_contradictions
    from kg.inquiry.knowledge import find_knowers as find_knowers
    from kg.inquiry.missing import find_missing as find_missing
    from kg.inquiry.network import find_ties as find_ties
    from kg.inquiry.network import make_network as make_network
    from kg.inquiry.network import measure_network as measure_network
    from kg.inquiry.origins import find_origins as find_origins
    from kg.inquiry.rows import make_rows as make_rows
    from kg.inquiry.tell import cite_statement as cite_statement
    from kg.inquiry.tell import tell_statement as tell_statement
    from kg.inquiry.testimony import open_testimony as open_testimony
    from kg.questions import ask_question as ask_question
    from kg.questions import get_question as get_question
    from kg.questions import load_questions as load_questions
    from kg.read import read_document as read_document
    from kg.store import open_graph as open_graph
    from kg.store import store_of as store_of
    from kg.validate import validate_quads as validate_quads
    from kg.versions import diff_versions as diff_versions

__all__ = [
    "ask_question", "build_quads", "cite_statement", "compare_accounts", "compare_listeners", "diff_versions",
    "find_commitments", "find_contradictions", "find_knowers", "find_missing", "find_origins", "find_ties",
    "follow_story", "get_question", "load_questions", "make_network", "make_rows", "measure_network",
    "open_graph", "open_testimony", "read_collection", "read_document", "store_of", "tell_statement",
    "validate_quads", "write_graph",
]  # fmt: skip
__version__ = "0.1.0"

_HOMES = {
    "ask_question": "kg.questions",
    "build_quads": "kg.build",
    "cite_statement": "kg.inquiry.tell",
    "compare_accounts": "kg.inquiry.accounts",
    "compare_listeners": "kg.inquiry.accounts",
    "diff_versions": "kg.versions",
    "find_commitments": "kg.inquiry.commitments",
    "find_contradictions": "kg.inquiry.contradictions",
    "find_knowers": "kg.inquiry.knowledge",
    "find_missing": "kg.inquiry.missing",
    "find_origins": "kg.inquiry.origins",
    "find_ties": "kg.inquiry.network",
    "follow_story": "kg.inquiry.accounts",
    "get_question": "kg.questions",
    "load_questions": "kg.questions",
    "make_network": "kg.inquiry.network",
    "make_rows": "kg.inquiry.rows",
    "measure_network": "kg.inquiry.network",
    "open_graph": "kg.store",
    "open_testimony": "kg.inquiry.testimony",
    "read_collection": "kg.collection",
    "read_document": "kg.read",
    "store_of": "kg.store",
    "tell_statement": "kg.inquiry.tell",
    "validate_quads": "kg.validate",
    "write_graph": "kg.export",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
