"""A saved question as a form, its answer as a table that links everything, and as files to keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.names import GROUPED, NameIndex
from kg.pages.reader import Reader, shorten
from kg.pages.records import Crumb, Head, Ref
from kg.questions import Parameter, Question, make_term
from kg.store import Rows, Term
from kg.terms import PREFIXES

__all__ = ["Answer", "Ask", "Field", "QuestionView", "TableRow", "fill_question", "tabulate", "view_question"]

Ask = Callable[[str], Rows]
MOST_ROWS = 500
LONGEST_CELL = 240
# where a column without a twin of its own leads: the first of these columns that the row has
STAND_INS = {
    "words": ("passage_iri", "statement_iri"), "claim": ("claim_iri", "proposition_iri"),
    "denial": ("denial_iri",), "in_words": ("statement_iri",), "act": ("statement_iri",), "depth": ("statement_iri",),
    "claim_words": ("claim_passage_iri",), "denial_words": ("denial_passage_iri",),
}  # fmt: skip
HIDDEN = frozenset(("start",))


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of the form."""

    name: str
    label: str
    help: str
    type: str
    value: str
    optional: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the answer: in each cell what it says and where that leads."""

    cells: tuple[Ref, ...]
    draft: bool = False  # whether a statement of the row is one


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, the first of them where there are too many, and which columns hold long words."""

    columns: tuple[str, ...]
    long: tuple[bool, ...]
    rows: tuple[TableRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """All that a question's page shows."""

    head: Head
    name: str
    fields: tuple[Field, ...]
    answer: Answer | None
    error: str
    query: str
    downloads: tuple[tuple[str, str], ...]
    asked: str


def fill_question(question: Question, values: Mapping[str, str], names: NameIndex) -> str:
    """The query with the values that a person gave; empty ones, and those of no parameter, are left out.

    Raises ``UnknownName``, ``AmbiguousName`` or ``BadValue``.
    """
    given = {one.name: values.get(one.name, "").strip() for one in question.parameters}
    terms: dict[str, Term] = {
        one.name: make_term(one, given[one.name], names) for one in question.parameters if given[one.name]
    }
    return question.fill(terms)


def view_question(
    reader: Reader, question: Question, values: Mapping[str, str], names: NameIndex, ask: Ask
) -> QuestionView:
    """The view of a question that is asked with ``values``; a value that is not known is an error on the page."""
    answer, error, query = None, "", question.query
    try:
        query = fill_question(question, values, names)
        answer = tabulate(reader, ask(query))
    except KgError as problem:
        error = str(problem)
    given = {one.name: values.get(one.name, "").strip() for one in question.parameters}
    asked = urlencode({name: value for name, value in given.items() if value})
    crumbs = (
        Crumb("Home", ""), Crumb("Questions", "question/"), Crumb(question.summary, f"question/{question.name}")
    )  # fmt: skip
    files = tuple((form.upper(), f"question/{question.name}.{form}{'?' if asked else ''}{asked}")
                  for form in ("csv", "tsv", "json"))  # fmt: skip
    head = Head(question.summary, "question", "account", "question", question.description, crumbs)
    fields = tuple(_field(reader, one, given[one.name], names) for one in question.parameters)
    return QuestionView(head, question.name, fields, answer, error, query, files, asked)


def _field(reader: Reader, parameter: Parameter, value: str, names: NameIndex) -> Field:
    options: tuple[str, ...] = ()
    default = "" if parameter.optional else parameter.default
    if parameter.type == "iri":
        kinds = GROUPED.get(parameter.sort, frozenset({parameter.sort}))
        iris = sorted({iri for (kind, _), iri in names.by_slug.items() if kind in kinds})
        options = tuple(sorted({_option(reader, iri, kinds) for iri in iris}))
        default = _default(reader, default, kinds)
    return Field(
        parameter.name, parameter.name.replace("_", " "), parameter.help, parameter.type,
        value or default.strip('"'), parameter.optional, options,
    )  # fmt: skip


def _option(reader: Reader, iri: str, kinds: frozenset[str]) -> str:
    """What a person would write for a thing: its name, or its slug where the name is long."""
    label = reader.graph.label(iri)
    return label if len(label) <= 90 and not kinds & {"statement", "judgement"} else iri.rpartition("/")[2]


def _default(reader: Reader, default: str, kinds: frozenset[str]) -> str:
    """The default of a parameter, an IRI as a person would write it."""
    prefix, colon, name = default.partition(":")
    iri = PREFIXES[prefix] + name if colon and prefix in PREFIXES else default.strip("<>")
    if iri in reader.graph.labels:
        return _option(reader, iri, kinds)
    return iri.rpartition("/")[2].rpartition("#")[2]


def tabulate(reader: Reader, rows: Rows) -> Answer:
    """Rows as a table: each column that names a thing linked by the column that has its IRI."""
    index = {name: at for at, name in enumerate(rows.columns)}
    taken: set[str] = set()
    shown: list[tuple[str, int, tuple[int, ...]]] = []
    for name, at in index.items():
        twins = [one for one in (f"{name}_iri", *STAND_INS.get(name, ())) if one in index]
        if name.endswith("_iri") or (name in HIDDEN and "passage_iri" in index):
            continue
        taken.update(twins)
        shown.append((name, at, tuple(index[one] for one in twins)))
    shown += [(name, at, (at,)) for name, at in index.items() if name.endswith("_iri") and name not in taken]
    table = tuple(
        TableRow(tuple(_cell(reader, row, at, twins) for _, at, twins in shown), _is_draft(reader, row))
        for row in rows.rows[:MOST_ROWS]
    )
    long = tuple(any(len(row.cells[at].label) > 80 for row in table) for at in range(len(shown)))
    columns = tuple(re.sub(r"_iri$", "", name).replace("_", " ") for name, _, _ in shown)
    return Answer(columns, long, table, len(rows.rows))


def _is_draft(reader: Reader, row: tuple[Term | None, ...]) -> bool:
    statements = (term.value for term in row if isinstance(term, NamedNode) and reader.kind(term.value) == "statement")
    return any(reader.told(one).draft for one in statements)


def _cell(reader: Reader, row: tuple[Term | None, ...], at: int, twins: tuple[int, ...]) -> Ref:
    value = row[at]
    target = next((row[twin] for twin in twins if isinstance(row[twin], NamedNode)), None)
    if isinstance(value, NamedNode) and not isinstance(target, NamedNode):
        target = value
    if isinstance(target, NamedNode):
        ref = reader.passage(target.value) if reader.kind(target.value) == "passage" else reader.ref(target.value)
        label = " ".join(value.value.split()) if isinstance(value, Literal) else ref.label
        return Ref(shorten(label, LONGEST_CELL), ref.address, ref.kind, ref.iri)
    return reader.value(value) if isinstance(value, Literal) else Ref("")
