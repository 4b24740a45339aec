"""Saved questions: ``queries/<name>.rq`` + values -> rows.

A question's text is a whole query: each parameter stands in a ``VALUES ?_name_type { default }`` line, so that the
file runs unchanged in any SPARQL 1.1 engine and answers with its defaults.  A value from outside becomes an RDF
term first and takes the default's place; it can never turn into syntax.  ``UNDEF`` as a default means "any".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode, Store

from kg.dates import parse_date
from kg.errors import BadValue, InputError, UnknownName, ValueNeeded
from kg.names import NameIndex, index_names
from kg.resources import find_resources
from kg.store import Rows, Term, ask_store
from kg.terms import XSD
from kg.textfile import read_text

__all__ = ["Parameter", "Question", "ask_question", "get_question", "load_questions"]

VALUES = re.compile(
    r"^(?P<before>\s*VALUES\s+\?_(?P<name>[a-z_]+)_(?P<type>iri|integer|date|text)\s*\{)(?P<default>[^{}]*)\}", re.M
)
HEADER = re.compile(r"^#\+ ?(.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what may stand there, its default as SPARQL writes it, and a line of help.

    ``sort`` is what an ``iri`` must name: agent, document, meeting, place, act …
    """

    name: str
    type: str
    default: str
    sort: str
    help: str

    @property
    def optional(self) -> bool:
        """Whether the default is "any"."""
        return self.default == "UNDEF"


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question: its name, what it asks, its parameters, and its query."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    query: str

    def fill(self, terms: Mapping[str, Term]) -> str:
        """The query with each given term in place of a default."""

        def put(match: re.Match[str]) -> str:
            term = terms.get(match["name"])
            return match.group() if term is None else f"{match['before']} {term} }}"

        return VALUES.sub(put, self.query)


def read_question(path: Path) -> Question:
    """The question in a ``.rq`` file; raises ``InputError`` where its header and its parameters do not agree."""
    query = read_text(path)
    try:
        header = yaml.safe_load("\n".join(HEADER.findall(query))) or {}
    except yaml.YAMLError as error:
        raise InputError(path, 1, f"the '#+' header is not YAML: {error}", "correct it") from None
    described = header.get("parameters") or {}
    found = list(VALUES.finditer(query))
    if sorted(described) != sorted(match["name"] for match in found):
        what = f"the header describes {sorted(described)}, the query takes {sorted(match['name'] for match in found)}"
        raise InputError(path, 1, what, "describe each VALUES parameter once")
    return Question(
        name=path.stem,
        summary=str(header.get("summary", "")),
        description=str(header.get("description", "")).strip(),
        parameters=tuple(_parameter(path, match, described[match["name"]]) for match in found),
        query=query,
    )


def _parameter(path: Path, match: re.Match[str], described: object) -> Parameter:
    facts = described if isinstance(described, dict) else {}
    if not facts.get("help") or (match["type"] == "iri" and not facts.get("sort")):
        raise InputError(path, 1, f"parameter {match['name']!r} is not described", 'write {sort: agent, help: "…"}')
    return Parameter(match["name"], match["type"], match["default"].strip(), facts.get("sort", ""), facts["help"])


@lru_cache(maxsize=1)
def load_questions() -> dict[str, Question]:
    """All saved questions of this release, by name.

    >>> "chain" in load_questions()
    True
    """
    return {path.stem: read_question(path) for path in find_resources("queries", "*.rq")}


def get_question(name: str) -> Question:
    """The saved question of that name; raises ``UnknownName`` with the nearest."""
    questions = load_questions()
    if name not in questions:
        raise UnknownName("question", name, questions)
    return questions[name]


def ask_question(
    question: Question, values: Mapping[str, str], store: Store, *, names: NameIndex | None = None
) -> Rows:
    """The rows of a question, with ``values`` as a person writes them; ``names`` spares whoever asks often the index.

    Raises ``UnknownName`` for a parameter or a thing that is not known, ``BadValue`` for a value of the wrong form,
    ``ValueNeeded`` where a default is not of this collection.
    """
    parameters = {parameter.name: parameter for parameter in question.parameters}
    for name in values:
        if name not in parameters:
            raise UnknownName(f"parameter of {question.name}", name, parameters)
    sorts = {parameters[name].sort for name in values if parameters[name].type == "iri"}
    names = index_names(store, *sorts) if sorts and names is None else names
    terms = {name: make_term(parameters[name], value, names) for name, value in values.items()}
    for parameter in question.parameters:
        if parameter.name not in values:
            _check_default(question, parameter, store)
    return ask_store(store, question.fill(terms), name=question.name)


def _check_default(question: Question, parameter: Parameter, store: Store) -> None:
    """Raise where a default names a thing that the graph does not hold: the question would silently find nothing."""
    if parameter.type != "iri" or not parameter.default.startswith("<"):  # any, or a term of the ontology
        return
    iri = parameter.default.strip("<>")
    if next(store.quads_for_pattern(NamedNode(iri), None, None, None), None) is None:
        raise ValueNeeded(question.name, parameter.name.replace("_", "-"), iri.rsplit("/", 1)[-1])


def make_term(parameter: Parameter, value: str, names: NameIndex | None = None) -> Term:
    """The RDF term that a value means; a name needs ``names``.

    >>> make_term(Parameter("depth", "integer", "2", "", "how deep"), "3")
    <Literal value=3 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    if parameter.type == "iri":
        assert names is not None, "a name is looked up in the graph"
        return NamedNode(names.get_iri(value, parameter.sort))
    if parameter.type == "integer":
        return _make_integer(parameter.name, value)
    return _make_date(parameter.name, value) if parameter.type == "date" else Literal(value)


def _make_integer(name: str, value: str) -> Term:
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise BadValue(f"--{name}", value, "a whole number")
    return Literal(int(value))


def _make_date(name: str, value: str) -> Term:
    """A day; of a month or a year the first day, or the last for a parameter that ends a range."""
    span = parse_date(value)
    day = span.latest if name in ("until", "by") else span.earliest
    return Literal(day.isoformat(), datatype=XSD("date"))
