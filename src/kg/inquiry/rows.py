"""Records of an inquiry -> rows for a table: each field a column, a record inside a record its columns in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.inquiry.testimony import Cited
from kg.store import Rows, Term
from kg.terms import XSD

__all__ = ["make_rows"]


def make_rows(kind: type[Any], records: Iterable[Any]) -> Rows:
    """The records, all of ``kind``, as rows; a column whose name ends in ``_iri`` holds IRIs.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Count:
    ...     who: str
    ...     statements: int
    >>> make_rows(Count, [Count("Nam Il", 2)]).values()
    [('Nam Il', '2')]
    """
    return Rows(list(_columns(kind)), [tuple(_cells(record)) for record in records])


def _columns(kind: type[Any]) -> Iterator[str]:
    for field in fields(kind):
        if field.name == "cited":
            yield from _columns(Cited)
        else:
            yield field.name


def _cells(record: Any) -> Iterator[Term | None]:
    for field in fields(record):
        value = getattr(record, field.name)
        if is_dataclass(value):
            yield from _cells(value)
        elif field.name == "cited":
            yield from (None for _ in fields(Cited))
        else:
            yield _term(field.name, value)


def _term(name: str, value: object) -> Term | None:
    if value is None or value == "":
        return None
    if name.endswith("_iri"):
        return NamedNode(str(value))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD("date"))
    if isinstance(value, bool):
        return Literal("yes" if value else "no")
    return Literal(value if isinstance(value, int | float) else str(value))
