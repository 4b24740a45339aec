"""What programs look for: VoID and DCAT, dumps, robots.txt, sitemaps, OpenAPI, answers of questions, suggestions."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse
from tests.serving import BASE, BROWSER, JSONLD, NTRIPLES, RDFXML, TURTLE, Served, build_small

from kg.build import GRAPH_FILES
from kg.questions import load_questions
from kg.serve.catalogue import DCAT, DUMPS
from kg.serve.wellknown import SITEMAP, write_sitemaps
from kg.store import named_quads, open_graph
from kg.terms import DCTERMS, RDF, VOID, kg

DATASET = NamedNode(f"{BASE}dataset")
FORMATS = {"turtle": RdfFormat.TURTLE, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
           "ntriples": RdfFormat.N_TRIPLES}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("wellknown") / "collection")


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(folder, tmp_path_factory.mktemp("scratch"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def void(served: Served) -> set[Triple]:
    return {quad.triple for quad in parse(served.send("void.nt").content, format=RdfFormat.N_TRIPLES)}


def number(void: set[Triple], subject: NamedNode, name: str) -> int:
    (found,) = (t.object.value for t in void if t.subject == subject and t.predicate == VOID(name))
    return int(found)


# ---------------------------------------------------------------- VoID, DCAT, dumps


@pytest.mark.parametrize("accept", [TURTLE, JSONLD, RDFXML, NTRIPLES, None])
def test_void_is_where_programs_look_for_it(served: Served, accept: str | None) -> None:
    response = served.send(".well-known/void", accept)
    assert (response.status_code, response.headers["vary"]) == (200, "Accept")
    form = {TURTLE: "ttl", JSONLD: "jsonld", RDFXML: "rdf", NTRIPLES: "nt", None: "ttl"}[accept]
    assert response.headers["content-location"] == f"../void.{form}"
    assert response.content == served.send(f"void.{form}").content


def test_a_browser_gets_the_page_of_the_description(served: Served) -> None:
    response = served.send(".well-known/void", BROWSER)
    assert (response.status_code, response.headers["location"]) == (303, "../void")
    page = served.send("void", BROWSER).text
    assert 'id="class-Person"' in page and 'id="hearsay-nq"' in page
    assert served.send(".well-known/void", "image/png").status_code == 406


def test_the_numbers_are_those_of_the_graph(void: set[Triple], folder: Path) -> None:
    union = list(open_graph(folder / GRAPH_FILES["nquads"]).quads_for_pattern(None, None, None, DefaultGraph()))
    assert number(void, DATASET, "triples") == len(union)
    assert number(void, DATASET, "properties") == len({quad.predicate for quad in union})
    people = NamedNode(f"{BASE}void#class-Person")
    assert Triple(DATASET, VOID("classPartition"), people) in void
    assert number(void, people, "entities") == 4
    speaker = NamedNode(f"{BASE}void#property-speaker")
    assert Triple(speaker, VOID("property"), kg("speaker")) in void
    assert number(void, speaker, "triples") == sum(quad.predicate == kg("speaker") for quad in union)
    parts = {t.object for t in void if t.subject == people and t.predicate == VOID("propertyPartition")}
    assert NamedNode(f"{BASE}void#class-Person-said") in parts


def test_the_description_says_where_and_under_which_terms(void: set[Triple], served: Served) -> None:
    said = {(t.predicate, t.object.value) for t in void if t.subject == DATASET}
    assert {(VOID("uriSpace"), BASE), (VOID("sparqlEndpoint"), f"{BASE}sparql"),
            (VOID("vocabulary"), "https://w3id.org/hearsay/ontology"), (DCTERMS("title"), "A new collection"),
            (RDF("type"), VOID("Dataset").value), (RDF("type"), DCAT("Dataset").value)} <= said  # fmt: skip
    examples = {value for predicate, value in said if predicate == VOID("exampleResource")}
    assert len(examples) >= 3
    assert all(served.send(iri.removeprefix(BASE)).status_code == 303 for iri in examples)


def test_each_dump_is_the_whole_graph_and_as_long_as_is_said(void: set[Triple], served: Served, folder: Path) -> None:
    quads = set(named_quads(open_graph(folder / GRAPH_FILES["nquads"])))
    for name, dump in DUMPS.items():
        response = served.send(f"dump/{name}")
        node = NamedNode(f"{BASE}void#{dump.anchor}")
        assert response.headers["content-type"].startswith("application/gzip" if dump.packed else dump.media_type)
        (size,) = (t.object.value for t in void if t.subject == node and t.predicate == DCAT("byteSize"))
        assert int(size) == len(response.content) == int(response.headers["content-length"])
        data = gzip.decompress(response.content) if dump.packed else response.content
        read = set(parse(data, format=FORMATS[dump.form]))
        keeps = dump.form in ("nquads", "trig")
        assert read == quads if keeps else {quad.triple for quad in read} == {quad.triple for quad in quads}
        assert Triple(DATASET, VOID("dataDump"), NamedNode(f"{BASE}dump/{name}")) in void


def test_every_question_is_data_too(served: Served) -> None:
    for name, question in load_questions().items():
        text = served.send(f"question/{name}.nt").text
        assert "SPARQLSelectExecutable" in text and question.summary in text


def test_the_service_description_has_the_questions_and_the_data_set(served: Served) -> None:
    text = served.send("sparql", NTRIPLES).text
    assert f"<{BASE}question/chain>" in text and DCAT("DataService").value in text and f"<{BASE}dataset>" in text


# ---------------------------------------------------------------- robots.txt, sitemaps


def test_robots_may_read_pages_and_not_ask_queries(served: Served) -> None:
    robots = RobotFileParser()
    robots.parse(served.send("robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{BASE}sitemap.xml"]
    assert robots.can_fetch("*", f"{BASE}doc/person/mary") and robots.can_fetch("*", "https://example.org/doc/x")


def test_the_sitemap_has_every_page_and_each_is_there(served: Served) -> None:
    root = ElementTree.fromstring(served.send("sitemap.xml").content)
    urls = [element.text or "" for element in root.iter(f"{{{SITEMAP}}}loc")]
    assert len(urls) == len(set(urls)) > 50
    assert f"{BASE}doc/person/mary" in urls
    for url in [one for one in urls if "/name/" not in one]:
        response = served.send(url.removeprefix(BASE), BROWSER)
        assert response.status_code == (303 if "/vocabulary/" in url else 200), url


def test_a_long_sitemap_is_several() -> None:
    files = write_sitemaps(BASE, [f"p{n}" for n in range(5)], most=2)
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert files["sitemap.xml"].count("<sitemap>") == 3 and files["sitemap-3.xml"].count("<url>") == 1


# ---------------------------------------------------------------- the API


def test_openapi_has_every_question_with_its_parameters(served: Served) -> None:
    found = served.send("openapi.json").json()
    assert found["openapi"].startswith("3.1") and found["servers"] == [{"url": BASE.rstrip("/")}]
    for name, question in load_questions().items():
        operation = found["paths"][f"/question/{name}.json"]["get"]
        assert [one["name"] for one in operation["parameters"]] == [one.name for one in question.parameters]
    identifiers = [operation["operationId"] for path in found["paths"].values() for operation in path.values()]
    assert len(identifiers) == len(set(identifiers))


def test_a_question_answers_as_json_csv_and_tsv(served: Served) -> None:
    path = "question/who-said-what"
    rows = served.send(f"{path}.json", params={"speaker": "Mary"})
    assert rows.headers["content-type"] == "application/sparql-results+json"
    bindings = rows.json()["results"]["bindings"]
    assert bindings
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        response = served.send(f"{path}.{form}", params={"speaker": "Mary"})
        table = list(csv.reader(io.StringIO(response.text), delimiter=delimiter))
        assert len(table) == len(bindings) + 1
        assert f'filename="who-said-what.{form}"' in response.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "values", "error"),
    [
        ("question/who-said-what.json", {"speaker": "Marry"}, "no agent is named 'Marry': did you mean 'Mary'?"),
        ("question/who-said-what.json", {"speeker": "Mary"}, "no parameter of who-said-what is named 'speeker'"),
        ("question/who-said-what.json", {"from": "soon"}, "soon"),
        ("question/hearsay-at-depth.csv", {"depth": "deep"}, "--depth 'deep' is not a whole number"),
        ("search/suggest", {"q": "m", "limit": "0"}, "limit is a whole number from 1 to 50"),
        ("search/suggest", {"q": "m", "limit": "NaN"}, "limit is a whole number from 1 to 50"),
    ],
)
def test_a_wrong_value_is_said(served: Served, path: str, values: dict[str, str], error: str) -> None:
    response = served.send(path, "application/json", params=values)
    assert response.status_code == 400
    assert response.json()["ok"] is False and error in response.json()["error"]


def test_bytes_that_are_no_text_are_refused(served: Served) -> None:
    for path in (
        "question/chain.json?x=%FF",
        "search?q=%FF%FE",
        "doc/person/mary?format=%FF",
        "search/suggest?q=%C3%28",
    ):
        assert served.send(path, "application/json").status_code == 400, path


def test_suggestions_know_every_spelling(served: Served) -> None:
    (found,) = served.send("search/suggest", params={"q": "mar"}).json()["suggestions"]
    assert (found["name"], found["kind"], found["iri"]) == ("Mary", "person", f"{BASE}id/person/mary")
    assert served.send("search/suggest", params={"q": ""}).json() == {"suggestions": []}
    assert {one["name"] for one in served.send("search/names.json").json()} >= {"Ada", "Paris"}
