"""The saved questions: their headers, their golden rows in two engines, and what becomes of values."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, Store
from tests.regenerate_golden import GOLDEN, GRAPH, answer_case, golden_cases, golden_path

from kg.errors import BadValue, InputError, UnknownName, ValueNeeded
from kg.names import GROUPED, AmbiguousName, NameIndex, index_names
from kg.questions import (
    Parameter,
    Question,
    ask_question,
    get_question,
    load_questions,
    make_term,
    read_question,
)
from kg.resources import find_resources
from kg.store import Row, ask_store, open_graph
from kg.tables import render_rows

CASES = tuple(golden_cases())
QUESTIONS = tuple(load_questions())
PARAMETERS = [(name, parameter) for name, question in load_questions().items() for parameter in question.parameters]
STRING = "http://www.w3.org/2001/XMLSchema#string"
HEADER_LINE = re.compile(r"^#.*$", re.MULTILINE)
QUOTED = re.compile(r'"[^"\n]*"|<[^<>\s]*>')
ALIAS = re.compile(r"\bAS \?(\w+)\)")
HOSTILE = (
    "nam-il> } ; DROP ALL #",
    '" } UNION { ?s ?p ?o } #',
    "UNDEF",
    "?speaker_iri",
    "<urn:x> <urn:y>",
    "}\n#+ x",
    "",
)


def body_of(question: Question) -> str:
    """The query without its comments and header."""
    return HEADER_LINE.sub("", question.query)


@pytest.fixture(scope="session")
def store() -> Store:
    return open_graph(GRAPH)


@pytest.fixture(scope="session")
def names(store: Store) -> NameIndex:
    return index_names(store)


@pytest.fixture(scope="session")
def turtle_store() -> Store:
    """The exported Turtle as an engine of somebody else would load it."""
    found = Store()
    found.bulk_load(path=str(GRAPH.with_suffix(".ttl")), format=RdfFormat.TURTLE)
    return found


@pytest.fixture(scope="session")
def ask_rdflib() -> Callable[[str], list[tuple[object, ...]]]:
    """Asks a query of the exported Turtle in rdflib."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(GRAPH.with_suffix(".ttl"), format="turtle")
    return lambda query: [tuple(_from_rdflib(term) for term in row) for row in graph.query(query)]


def _from_rdflib(term: object) -> object:
    if term is None:
        return None
    language = getattr(term, "language", None) or ""
    literal = type(term).__name__ == "Literal"
    datatype = str(getattr(term, "datatype", None) or STRING) if literal and not language else ""
    return (literal, str(term), language, datatype)


def _from_pyoxigraph(row: Row) -> tuple[object, ...]:
    cells: list[object] = []
    for term in row:
        if isinstance(term, Literal):
            cells.append((True, term.value, term.language or "", "" if term.language else term.datatype.value))
        else:
            cells.append(None if term is None else (False, getattr(term, "value", str(term)), "", ""))
    return tuple(cells)


def fill(case: str, names: NameIndex) -> str:
    """The whole query of a case, as any engine can run it."""
    name, values = golden_cases()[case]
    question = get_question(name)
    parameters = {parameter.name: parameter for parameter in question.parameters}
    return question.fill({key: make_term(parameters[key], value, names) for key, value in values.items()})


# The rows


def test_there_are_questions_and_every_golden_file_is_of_a_case() -> None:
    assert len(QUESTIONS) >= 22
    assert {path.stem for path in find_resources("queries", "*")} == set(QUESTIONS)  # nothing but questions
    assert {golden_path(case) for case in CASES} == set(GOLDEN.glob("*"))


@pytest.mark.parametrize("case", CASES)
def test_question_answers_with_its_golden_rows(case: str, store: Store) -> None:
    rows = answer_case(case, store)
    assert rows.rows, "a question that finds nothing shows nothing"
    assert render_rows(rows, "csv") == golden_path(case).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_exported_turtle_answers_the_same_in_pyoxigraph_and_in_rdflib(
    case: str,
    store: Store,
    turtle_store: Store,
    names: NameIndex,
    ask_rdflib: Callable[[str], list[tuple[object, ...]]],
) -> None:
    query = fill(case, names)
    expected = [_from_pyoxigraph(row) for row in answer_case(case, store).rows]
    found = turtle_store.query(query)
    columns = [variable.value for variable in found.variables]
    assert [_from_pyoxigraph(tuple(one[column] for column in columns)) for one in found] == expected
    assert ask_rdflib(query) == expected


@pytest.mark.parametrize("case", CASES)
def test_order_tells_every_two_rows_apart(case: str, store: Store) -> None:
    rows = answer_case(case, store)
    ordered_by = re.findall(r"\?(\w+)", body_of(get_question(golden_cases()[case][0])).rpartition("ORDER BY")[2])
    keys = [rows.columns.index(name) for name in ordered_by if name in rows.columns]
    seen = [tuple(row[key] for key in keys) for row in rows.rows]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("name", QUESTIONS)
def test_columns_are_readable_first_and_then_iris(name: str, store: Store) -> None:
    columns = ask_question(get_question(name), {}, store).columns
    are_iris = [column.endswith("_iri") for column in columns]
    assert are_iris == sorted(are_iris) and any(are_iris) and not all(are_iris)


@pytest.mark.parametrize("name", QUESTIONS)
def test_iri_columns_hold_iris_and_the_others_literals(name: str, store: Store) -> None:
    rows = ask_question(get_question(name), {}, store)
    for row in rows.rows:
        for column, term in zip(rows.columns, row, strict=True):
            assert term is None or isinstance(term, Literal) != column.endswith("_iri"), column


def test_who_fled_counts_one_speaker_in_two_statements_as_one_origin(store: Store) -> None:
    rows = ask_question(get_question("who-fled"), {"who": "four-who-fled"}, store)
    at = {column: index for index, column in enumerate(rows.columns)}
    values = [row for row in rows.values() if row[at["statement_iri"]]]
    speakers = {row[at["speaker_iri"]] or row[at["document_iri"]] for row in values}
    assert {int(row[at["origins"]]) for row in values} == {len(speakers)}
    assert len(values) > len(speakers)


def test_dates_keep_statements_of_other_times_out(store: Store) -> None:
    rows = ask_question(get_question("who-said-what"), {"from": "1957-11", "until": "1957-11"}, store)
    at = {column: index for index, column in enumerate(rows.columns)}
    found = {(row[at["said_from"]], row[at["said_until"]]) for row in rows.values()}
    assert found and all(first <= "1957-11-30" and last >= "1957-11-01" for first, last in found)


def test_broad_act_finds_the_narrower_ones(store: Store) -> None:
    rows = ask_question(get_question("who-said-what"), {"act": "request"}, store)
    acts = {row[rows.columns.index("act")] for row in rows.values()}
    assert {"request", "instruct"} <= acts <= {"request", "demand", "instruct", "invite"}


# The headers


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_says_what_it_asks(name: str) -> None:
    question = get_question(name)
    assert question.name == name and re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert re.fullmatch(r"[A-Z][^.?]*", question.summary)
    assert re.fullmatch(r"[A-Z].*\.", question.description)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_parameter_is_described_and_its_default_is_a_known_term(
    name: str, parameter: Parameter, store: Store, names: NameIndex
) -> None:
    assert parameter.help and not parameter.help.endswith(".")
    if parameter.optional:
        assert f"!BOUND(?_{parameter.name}_{parameter.type})" in get_question(name).query  # any means any
        return
    found = ask_store(store, f"SELECT ?value {{ VALUES ?value {{ {parameter.default} }} }}").rows
    assert len(found) == 1 and found[0][0] is not None
    if parameter.type == "iri":
        iri = getattr(found[0][0], "value", "")
        assert names.get_iri(iri, parameter.sort) == iri
        assert names.get_iri(parameter.default.strip("<>").rpartition("/")[2], parameter.sort) == iri


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_sort_of_a_parameter_is_one_that_names_are_known_of(name: str, parameter: Parameter, names: NameIndex) -> None:
    kinds = {kind for kind, _ in names.by_slug}
    assert (parameter.sort in kinds | set(GROUPED)) == (parameter.type == "iri")


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_variable_occurs_once(name: str) -> None:
    body = QUOTED.sub("", body_of(get_question(name)))
    found = re.findall(r"\?(\w+)", body)
    computed = set(ALIAS.findall(body.partition("WHERE")[0]))  # a column of its own
    assert {one for one in found if found.count(one) == 1} - computed == set()


@pytest.mark.parametrize("name", QUESTIONS)
def test_query_declares_just_the_prefixes_it_uses_sorted(name: str) -> None:
    query = get_question(name).query
    declared = re.findall(r"^PREFIX (\w+): +<", query, re.MULTILINE)
    body = QUOTED.sub("", body_of(get_question(name))).partition("SELECT")[2]
    assert declared == sorted(set(re.findall(r"(?<![\w?])(\w+):\w", body)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_order_is_given_and_chains_are_walked_by_path(name: str) -> None:
    body = body_of(get_question(name))
    assert body.count("ORDER BY") == 1 and "LIMIT" not in body and "SERVICE" not in body
    assert "reportedIn/kg:reportedIn" not in body and "reportedStatement/kg:reportedStatement" not in body


BAD_HEADERS = {
    "a parameter that is not described": (
        "#+ summary: x\nSELECT * {\n  VALUES ?_who_iri { UNDEF }\n}\n",
        "q.rq:1: the header describes [], the query takes ['who']: describe each VALUES parameter once",
    ),
    "a description of no parameter": (
        "#+ parameters:\n#+   who: {sort: agent, help: x}\nSELECT * {}\n",
        "q.rq:1: the header describes ['who'], the query takes []: describe each VALUES parameter once",
    ),
    "a parameter that stands twice": (
        "#+ parameters:\n#+   n: {help: x}\nSELECT * {\n  VALUES ?_n_integer { 1 }\n  VALUES ?_n_integer { 2 }\n}\n",
        "q.rq:1: the header describes ['n'], the query takes ['n', 'n']: describe each VALUES parameter once",
    ),
    "no help": (
        "#+ parameters:\n#+   n: {}\nSELECT * {\n  VALUES ?_n_integer { 1 }\n}\n",
        "q.rq:1: parameter 'n' is not described: write {sort: agent, help: \"…\"}",
    ),
    "an iri of no sort": (
        "#+ parameters:\n#+   who: {help: x}\nSELECT * {\n  VALUES ?_who_iri { UNDEF }\n}\n",
        "q.rq:1: parameter 'who' is not described: write {sort: agent, help: \"…\"}",
    ),
}


@pytest.mark.parametrize("case", BAD_HEADERS)
def test_header_that_does_not_fit_its_query_is_refused(case: str, tmp_path: Path) -> None:
    query, message = BAD_HEADERS[case]
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_question(tmp_path / "q.rq")
    assert str(error.value).removeprefix(f"{tmp_path}/") == message


def test_header_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("#+ summary: [\nSELECT * {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="the '#\\+' header is not YAML"):
        read_question(tmp_path / "q.rq")


# The values


@pytest.mark.parametrize(
    ("sort", "spellings", "slug"),
    [
        ("agent", ["nam-il", "Nam Il", "NAM IL", "Nam-il", "Nam II", " nam  il "], "person/nam-il"),
        ("agent", ["Pak Chang-ok", "Pak Chang Ok", "pak chang ok"], "person/pak-chang-ok"),
        ("agent", ["Pak Jeong-ae", "Pak Jong Ae", "Pak Jung-ae"], "person/pak-jong-ae"),
        ("agent", ["Matyas Rakosi", "Mátyás Rákosi"], "person/matyas-rakosi"),
        ("place", ["China", "china"], "place/china"),
        ("thing", ["China", "china"], "place/china"),
        ("document", ["114146"], "document/114146"),
        ("statement", ["114146-p10-2"], "statement/114146-p10-2"),
    ],
)
def test_name_is_found_by_any_spelling(sort: str, spellings: list[str], slug: str, names: NameIndex) -> None:
    found = {names.get_iri(spelling, sort) for spelling in spellings}
    assert {iri.partition("/id/")[2] for iri in found} == {slug}
    assert names.get_iri(next(iter(found)), sort) in found  # the IRI is a name too


@pytest.mark.parametrize(
    ("sort", "name", "iri"),
    [
        ("act", "deny", "vocabulary/act/deny"),
        ("modality", "Planned", "vocabulary/modality/planned"),
        ("predicate", "fled to", "ontology#fledTo"),
        ("predicate", "fledTo", "ontology#fledTo"),
        ("predicate", "kg:fledTo", "ontology#fledTo"),
    ],
)
def test_words_of_the_vocabularies_are_names_too(sort: str, name: str, iri: str, names: NameIndex) -> None:
    assert names.get_iri(name, sort) == f"https://w3id.org/hearsay/{iri}"


def test_property_that_no_proposition_may_use_is_no_predicate(names: NameIndex) -> None:
    with pytest.raises(UnknownName):
        names.get_iri("speaker", "predicate")


@pytest.mark.parametrize(
    ("question", "values", "message"),
    [
        ("who-said-what", {"speaker": "Nam Ill"}, "no agent is named 'Nam Ill': did you mean 'Nam Il'"),
        ("who-said-what", {"act": "denny"}, "no act is named 'denny': did you mean 'deny'?"),
        ("who-said-what", {"speker": "x"}, "no parameter of who-said-what is named 'speker': did you mean 'speaker'?"),
        ("who-said-what", {"speaker": "China"}, "no agent is named 'China'"),
        ("chain", {"statement": "114146-p10-22"}, "no statement is named '114146-p10-22': did you mean '114146-p10-"),
    ],
)
def test_unknown_value_gets_the_nearest(question: str, values: dict[str, str], message: str, store: Store) -> None:
    with pytest.raises(UnknownName) as error:
        ask_question(get_question(question), values, store)
    assert str(error.value).startswith(message)


def test_unknown_question_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no question is named 'chains': did you mean 'chain'"):
        get_question("chains")


def test_name_of_several_things_asks_which() -> None:
    index = NameIndex(
        by_name={("person", "pak"): frozenset({"x:a", "x:b"})},
        by_slug={("person", "pak-a"): "x:a", ("person", "pak-b"): "x:b"},
        by_label={},
        written={},
    )
    with pytest.raises(AmbiguousName) as error:
        index.get_iri("Pak", "agent")
    assert str(error.value) == "'Pak' names several: say which of pak-a, pak-b"


def test_what_a_thing_is_called_wins_over_how_another_is_spelt() -> None:
    index = NameIndex(
        by_name={("person", "pak"): frozenset({"x:a", "x:b"})},
        by_slug={("person", "pak-a"): "x:a", ("person", "pak-b"): "x:b"},
        by_label={("person", "pak"): frozenset({"x:b"})},
        written={},
    )
    assert index.get_iri("Pak", "agent") == "x:b"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_hostile_value_is_refused(name: str, parameter: Parameter, value: str, store: Store) -> None:
    with pytest.raises((UnknownName, BadValue)):
        ask_question(get_question(name), {parameter.name: value}, store)


@pytest.mark.parametrize("value", [*HOSTILE, 'a\\" } #', '\N{SNOWMAN}\r\n\t\'"""', "\\u0022 }"])
def test_text_stays_a_term_whatever_it_holds(value: str, tmp_path: Path) -> None:
    path = tmp_path / "echo.rq"
    path.write_text(
        '#+ parameters:\n#+   it: {help: x}\nSELECT ?_it_text WHERE {\n  VALUES ?_it_text { "x" }\n}\n',
        encoding="utf-8",
    )
    assert ask_question(read_question(path), {"it": value}, Store()).rows == ((Literal(value),),)


@pytest.mark.parametrize(
    ("question", "parameter", "value", "message"),
    [
        ("hearsay-at-depth", "depth", "three", "--depth 'three' is not a whole number"),
        ("hearsay-at-depth", "depth", "3.5", "--depth '3.5' is not a whole number"),
        ("hearsay-at-depth", "depth", "\N{ARABIC-INDIC DIGIT THREE}", "is not a whole number"),
        ("hearsay-at-depth", "depth", "99999999999999999999", "is not a whole number"),
        ("timeline", "from", "1956-13-02", "date '1956-13-02' is not a calendar date"),
        ("timeline", "until", "yesterday", "date 'yesterday' is not a calendar date"),
    ],
)
def test_value_of_the_wrong_form_is_refused(
    question: str, parameter: str, value: str, message: str, store: Store
) -> None:
    with pytest.raises(BadValue) as error:
        ask_question(get_question(question), {parameter: value}, store)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("parameter", "value", "day"),
    [
        ("from", "1956", "1956-01-01"),
        ("from", "1956-09", "1956-09-01"),
        ("until", "1956-09", "1956-09-30"),
        ("by", "1956", "1956-12-31"),
        ("by", "1956-09-18", "1956-09-18"),
    ],
)
def test_month_or_year_means_its_first_day_or_its_last(parameter: str, value: str, day: str) -> None:
    term = make_term(Parameter(parameter, "date", "UNDEF", "", "x"), value)
    assert isinstance(term, Literal) and (term.value, term.datatype.value.rpartition("#")[2]) == (day, "date")


def test_default_of_another_collection_is_no_silent_nothing() -> None:
    other = Store()
    for name, parameters in ((name, question.parameters) for name, question in load_questions().items()):
        ours = [one.name for one in parameters if one.default.startswith("<")]
        if ours:
            with pytest.raises(ValueNeeded, match=f"^{name} needs --{ours[0]}"):
                ask_question(get_question(name), {}, other)
        else:
            assert ask_question(get_question(name), {}, other).rows == ()
