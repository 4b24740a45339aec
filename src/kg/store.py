"""The built graph -> an embedded Oxigraph store that answers SPARQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import (
    BlankNode,
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

from kg.errors import BadValue, InputError
from kg.textfile import read_bytes

__all__ = ["Row", "Rows", "Term", "ask_store", "open_graph", "store_of"]

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]


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
        raise InputError(shown, None, f"is not N-Quads: {error}", "run kg build again") from None
    return store


def store_of(quads: Sequence[Quad]) -> Store:
    """A store in memory that holds ``quads``."""
    store = Store()
    store.bulk_extend(quads)
    return store


def ask_store(store: Store, query: str, *, name: str = "query") -> Rows:
    """The rows of a SPARQL query over the union of all named graphs.

    ASK gives one row with one column, CONSTRUCT and DESCRIBE three columns.  Raises ``BadValue`` for a query that
    is not SPARQL 1.1 or that would reach out (SERVICE is refused: a build answers from itself).

    >>> from pyoxigraph import Store
    >>> ask_store(Store(), "SELECT (1 + 1 AS ?two) {}").values()
    [('2',)]
    """
    try:
        found = store.query(query, use_default_graph_as_union=True)
        if isinstance(found, QueryBoolean):
            return Rows(["answer"], [(Literal(bool(found)),)])
        if isinstance(found, QueryTriples):
            return Rows(["subject", "predicate", "object"], [(t.subject, t.predicate, t.object) for t in found])
        assert isinstance(found, QuerySolutions)
        columns = [variable.value for variable in found.variables]
        return Rows(columns, [tuple(solution[column] for column in columns) for solution in found])
    except SyntaxError as error:
        raise BadValue(name, " ".join(str(error).split()), "SPARQL 1.1") from None
    except (ValueError, OSError) as error:
        raise BadValue(name, " ".join(str(error).split()), "a query that this store can answer") from None
