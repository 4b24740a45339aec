"""The built graph -> an embedded Oxigraph store that answers SPARQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)  # fmt: skip

from kg.errors import InputError
from kg.guard import check_query
from kg.terms import PREFIXES, RDF, kg, voc
from kg.textfile import read_bytes

__all__ = [
    "Row", "Rows", "Term", "add_union", "ask_store", "explain_syntax_error", "find_drafts", "named_quads",
    "open_graph", "store_of",
]  # fmt: skip

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
LONGEST_ERROR = 200  # the engine lists every token that it would have taken
SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Rows:
    """The rows of a query: the names of its columns, and a term or nothing in each."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        self.columns, self.rows = tuple(columns), tuple(rows)

    def values(self) -> list[tuple[str, ...]]:
        """Each row as plain text, an empty one where nothing is bound."""
        return [tuple(plain(term) for term in row) for row in self.rows]


def plain(term: Term | None) -> str:
    """The IRI or the lexical form of a term."""
    return "" if term is None else str(term) if isinstance(term, Triple) else term.value


def open_graph(path: Path, *, name: str | None = None) -> Store:
    """A store in memory that holds the N-Quads file ``path``.

    Raises ``InputError`` where there is no such file yet, or it is not N-Quads.
    """
    shown = name or str(path)
    if not path.exists():
        raise InputError(shown, None, "there is no built graph", "run kg build first")
    store = Store()
    try:
        store.bulk_load(read_bytes(path, name=shown), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        what = shorten(str(error), LONGEST_ERROR, placeholder=" …")
        raise InputError(shown, None, f"is not N-Quads: {what}", "run kg build again") from None
    if not len(store):
        raise InputError(shown, None, "the graph is empty", "run kg build again")
    return add_union(store)


def store_of(quads: Sequence[Quad]) -> Store:
    """A store in memory that holds ``quads``, and their union as its default graph."""
    store = Store()
    store.bulk_extend(quads)
    return add_union(store)


def add_union(store: Store) -> Store:
    """``store`` with the union of its named graphs as its default graph.

    Oxigraph can take the union while it answers, but then removes doubles at each step: the saved questions took 2 to
    100 times as long.
    """
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return store


def find_drafts(store: Store) -> frozenset[Term]:
    """The statements of the store that are drafts."""
    found = store.quads_for_pattern(None, kg("status"), voc("status", "draft"), DefaultGraph())
    return frozenset(one.subject for one in found if Quad(one.subject, RDF("type"), kg("Statement")) in store)


def named_quads(store: Store) -> list[Quad]:
    """The quads of the store's named graphs, without their union."""
    return [quad for quad in store if isinstance(quad.graph_name, NamedNode)]


def ask_store(store: Store, query: str, *, name: str = "query") -> Rows:
    """The rows of a SPARQL query; the default graph is the union of all named graphs.

    ASK gives one row with one column, CONSTRUCT and DESCRIBE three columns; the usual prefixes are known.  A query
    with FROM has only the graphs it names.  Raises ``InputError``, with the line, for a query that is not SPARQL 1.1
    or that ``kg.guard`` refuses (SERVICE: a build answers from itself).

    >>> from pyoxigraph import Store
    >>> ask_store(Store(), "SELECT (1 + 1 AS ?two) {}").values()
    [('2',)]
    """
    check_query(query, name=name)
    try:
        found = store.query(query, prefixes=PREFIXES)
        if isinstance(found, QueryBoolean):
            return Rows(["answer"], [(Literal(bool(found)),)])
        if isinstance(found, QueryTriples):
            return Rows(["subject", "predicate", "object"], [(t.subject, t.predicate, t.object) for t in found])
        assert isinstance(found, QuerySolutions)
        columns = [variable.value for variable in found.variables]
        return Rows(columns, [tuple(solution[column] for column in columns) for solution in found])
    except SyntaxError as error:
        raise explain_syntax_error(error, name=name) from None
    except (ValueError, OSError) as error:
        raise InputError(name, None, f"cannot be answered: {' '.join(str(error).split())}") from None


def explain_syntax_error(error: SyntaxError, *, name: str = "query") -> InputError:
    """What the engine says about a query that it cannot read, as the error to raise: with its line, and in short.

    >>> print(explain_syntax_error(SyntaxError("error at 2:7: expected one of [_], '}'")))
    query:2: not SPARQL 1.1: column 7: expected one of something else, '}'
    """
    where = SYNTAX.match(str(error))
    line, what = (int(where[1]), f"column {where[2]}: {where[3]}") if where else (None, str(error))
    what = what.replace(", [_]", "").replace("[_]", "something else")  # [_]: any character
    return InputError(name, line, f"not SPARQL 1.1: {shorten(what, LONGEST_ERROR, placeholder=' …')}")
