"""Every IRI that the graph mints, over HTTP: redirects, negotiation, validators, links, refusals, other bases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, Triple, parse
from tests.serving import BASE, BROWSER, HTML, JSONLD, NTRIPLES, RDFXML, TEXT, TURTLE, Served, build_small

from kg.build import GRAPH_FILES, build_collection
from kg.errors import BadValue
from kg.serve.rebase import Rebase
from kg.serve.representations import FORMS, make_tag, write_triples
from kg.store import open_graph
from kg.terms import FOAF, RDF, SKOS, kg

LOCAL, HEARSAY = "http://127.0.0.1:8000/", "https://w3id.org/hearsay/"
THING = "doc/person/mary"
RESOURCES = (
    THING, "doc/document/letter-1", "doc/document/letter-1.txt", "doc/statement/letter-1-p01", "doc/place/paris",
    "graph/letter-1", "graph/authority", "dataset", "void", "ontology", "ontology/1.0.0", "question/who-said-what",
)  # fmt: skip
CONCEPTS = ("vocabulary/act", "vocabulary/act/inform")
READERS = {
    TURTLE: RdfFormat.TURTLE,
    JSONLD: RdfFormat.JSON_LD,
    RDFXML: RdfFormat.RDF_XML,
    NTRIPLES: RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("entities") / "collection")


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(folder, tmp_path_factory.mktemp("scratch"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(folder, tmp_path_factory.mktemp("local"), base=LOCAL)
    yield found
    found.close()


def kind(response: httpx.Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0]


def links(response: httpx.Response) -> set[tuple[str, str]]:
    """The relations of a Link header with their targets."""
    parts = (part.partition(">; ") for part in response.headers.get("link", "").split(", <"))
    return {(rest.split('"')[1], target.lstrip("<")) for target, _, rest in parts}


# ---------------------------------------------------------------- redirects and negotiation


@pytest.mark.parametrize("accept", [None, TURTLE, BROWSER, "image/png", "*/*"])
def test_a_thing_leads_to_what_describes_it_whatever_the_client_takes(served: Served, accept: str | None) -> None:
    response = served.send("id/person/mary", accept)
    assert response.status_code == 303
    assert urljoin(f"{BASE}id/person/mary", response.headers["location"]) == BASE + THING
    assert "vary" not in response.headers


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, HTML),
        ("*/*", HTML),
        (BROWSER, HTML),
        (TURTLE, TURTLE),
        (JSONLD, JSONLD),
        (RDFXML, RDFXML),
        (NTRIPLES, NTRIPLES),
        ("Text/Turtle", TURTLE),
        ("text/turtle;q=0.5, text/html;q=0.4", TURTLE),
        ("text/turtle;q=0.4, text/html;q=0.5", HTML),
        ("application/rdf+xml;q=0.3, application/n-triples", NTRIPLES),
        ("text/html;q=0, text/turtle;q=0, */*;q=0.1", JSONLD),
        ("text/html;q=0, text/*;q=0.9, */*;q=0.1", TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
        ("nonsense", HTML),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle;q=0", None),
    ],
)
def test_the_client_gets_what_it_likes_best(served: Served, accept: str | None, chosen: str | None) -> None:
    response = served.send(THING, accept)
    assert response.headers["vary"] == "Accept"
    if chosen is None:
        assert response.status_code == 406
        assert response.json()["offered"] == [HTML, *FORMS.values()]
        assert ("alternate", f"{BASE}{THING}.ttl") in links(response)
    else:
        assert (response.status_code, kind(response)) == (200, chosen)
        assert response.headers["content-location"].startswith("mary.")


@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_is_one_graph_in_every_format(served: Served, path: str) -> None:
    graphs = []
    for media_type, reader in READERS.items():
        response = served.send(path, media_type)
        assert (response.status_code, kind(response)) == (200, media_type)
        graphs.append(Dataset(parse(response.content, format=reader, rename_blank_nodes=True)))
        graphs[-1].canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert len(graphs[0]) > 2
    assert all(set(graphs[0]) == set(other) for other in graphs[1:])


@pytest.mark.parametrize(
    "path", [path for path in RESOURCES if path not in ("doc/document/letter-1.txt", "ontology/1.0.0")]
)
def test_every_resource_has_its_page(served: Served, path: str) -> None:
    response = served.send(path, BROWSER)
    assert (response.status_code, kind(response)) == (200, HTML)
    head = response.text.partition("</head>")[0]
    assert all(f'rel="alternate" type="{media_type}"' in head for media_type in FORMS.values())
    blocks = [json.loads(part.partition("</script>")[0]) for part in head.split('type="application/ld+json">')[1:]]
    assert BASE + path in {block["@id"] for block in blocks}


@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize("form", FORMS)
def test_each_format_stands_at_an_address_that_never_negotiates(served: Served, path: str, form: str) -> None:
    response = served.send(f"{path}.{form}", "image/png")
    assert (response.status_code, kind(response)) == (200, FORMS[form])
    assert "vary" not in response.headers
    assert response.content == served.send(path, FORMS[form]).content


def test_no_resource_has_a_node_without_an_address(served: Served) -> None:
    for path in RESOURCES:
        assert "_:" not in served.send(path, NTRIPLES).text, path


def test_a_concept_is_no_document_and_leads_to_one(served: Served) -> None:
    for path in CONCEPTS:
        for accept, ending in ((TURTLE, "ttl"), (BROWSER, "html")):
            response = served.send(path, accept)
            assert (response.status_code, response.headers["vary"]) == (303, "Accept")
            target = urljoin(BASE + path, response.headers["location"])
            assert target == f"{BASE}{path}.{ending}"
            assert served.send(target.removeprefix(BASE)).status_code == 200


def test_a_text_is_text_and_its_passages_are_data(served: Served) -> None:
    path = "doc/document/letter-1.txt"
    text = served.send(path, "*/*")
    assert kind(text) == TEXT and "Mary told me" in text.text
    triples = {quad.triple for quad in parse(served.send(path, NTRIPLES).content, format=RdfFormat.N_TRIPLES)}
    quotes = {t.subject.value: t.object.value for t in triples if t.predicate == kg("quote")}
    assert len(quotes) >= 2
    for iri, words in quotes.items():
        start, end = iri.rpartition("#char=")[2].split(",")
        assert text.text[int(start) : int(end)] == words
    page = served.send(path, BROWSER)
    assert (page.status_code, page.headers["location"]) == (303, "letter-1")
    assert kind(served.send(f"{path}?format=txt", BROWSER)) == TEXT


def test_format_in_the_address_chooses_too(served: Served) -> None:
    assert kind(served.send(f"{THING}?format=jsonld", BROWSER)) == JSONLD
    refused = served.send(f"{THING}?format=pdf", TURTLE)
    assert refused.status_code == 400
    assert refused.json()["error"] == "format is one of html, ttl, jsonld, rdf, nt"


# ---------------------------------------------------------------- what a description holds


def test_a_description_has_both_directions_labels_passages_and_its_document(served: Served) -> None:
    statement, passage = f"{BASE}id/statement/letter-1-p01", kg("passage")
    triples = {q.triple for q in parse(served.send(f"{THING}.nt").content, format=RdfFormat.N_TRIPLES)}
    mary = NamedNode(f"{BASE}id/person/mary")
    assert any(t.subject == mary and t.predicate == SKOS("prefLabel") for t in triples)
    assert Triple(NamedNode(statement), kg("speaker"), mary) in triples
    assert any(t.subject == kg("speaker") for t in triples), "properties have their labels"
    document = NamedNode(BASE + THING)
    assert Triple(document, FOAF("primaryTopic"), mary) in triples
    told = {q.triple for q in parse(served.send("doc/statement/letter-1-p01.nt").content, format=RdfFormat.N_TRIPLES)}
    (words,) = (t.object for t in told if t.predicate == passage and t.subject.value == statement)
    assert any(t.subject == words and t.predicate == kg("quote") for t in told)


def test_what_points_to_a_thing_comes_in_pages_with_its_total(served: Served) -> None:
    first = served.send("vocabulary/status/draft.nt")
    assert "totalItems" in first.text
    response = served.send(f"{THING}.ttl?page=2")
    assert (response.status_code, response.json()["error"]) == (404, "page is a whole number from 1 to 1")
    for page in ("0", "-1", "x", "1e9", "9" * 40, "١"):
        assert served.send(f"{THING}.ttl", params={"page": page}).status_code in (400, 404)


def test_a_named_graph_is_what_it_holds(served: Served, folder: Path) -> None:
    graph = NamedNode(f"{BASE}graph/letter-1")
    held = {q.triple for q in open_graph(folder / GRAPH_FILES["nquads"]).quads_for_pattern(None, None, None, graph)}
    sent = {q.triple for q in parse(served.send("graph/letter-1.nt").content, format=RdfFormat.N_TRIPLES)}
    assert held <= sent
    assert all(t.subject.value in (graph.value, f"{BASE}dataset") for t in sent - held)


def test_json_ld_needs_no_other_file(served: Served) -> None:
    document = served.send(f"{THING}.jsonld").json()
    assert isinstance(document["@context"], dict)
    mary = next(node for node in document["@graph"] if node["id"] == f"{BASE}id/person/mary")
    assert mary["prefLabel"] == {"en": "Mary"}
    assert "Person" in mary["type"]


def test_bytes_say_what_the_triples_say_whatever_stands_in_them() -> None:
    node = NamedNode("http://x.example/a")
    hard = ["a\rb", 'quo"te', "<&>", "\u202e", "a\tb\nc", "\\u0041", " lead", "é"]
    triples = [Triple(node, SKOS("altLabel"), Literal(text, language="en")) for text in hard]
    triples += [Triple(node, kg("quote"), Literal(text)) for text in hard]
    triples += [Triple(node, kg("depth"), Literal("03", datatype=NamedNode(Literal(1).datatype.value)))]
    triples += [Triple(node, RDF("type"), node), Triple(node, NamedNode("http://x.example/p"), Literal("x"))]
    formats = {
        "ttl": RdfFormat.TURTLE,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
        "nt": RdfFormat.N_TRIPLES,
    }
    for form, reader in formats.items():
        assert {quad.triple for quad in parse(write_triples(triples, form), format=reader)} == set(triples), form
        assert write_triples(triples, form) == write_triples(reversed(triples), form)


def test_rdf_xml_has_a_sign_for_what_xml_cannot_hold() -> None:
    triple = Triple(NamedNode("http://x.example/a"), kg("quote"), Literal("a\x01b"))
    (read,) = parse(write_triples([triple], "rdf"), format=RdfFormat.RDF_XML)
    assert read.object == Literal("a\ufffdb")


# ---------------------------------------------------------------- headers


def test_signposts(served: Served) -> None:
    page = links(served.send(f"{THING}.html"))
    thing = f"{BASE}id/person/mary"
    assert {("cite-as", thing), ("describedby", f"{BASE}{THING}.ttl"), ("alternate", f"{BASE}{THING}.jsonld"),
            ("type", "https://schema.org/AboutPage"), ("type", "https://schema.org/Person")} <= page  # fmt: skip
    data = links(served.send(f"{THING}.ttl"))
    assert {("describes", thing), ("alternate", f"{BASE}{THING}.html"), ("type", kg("Person").value),
            ("collection", f"{BASE}dataset")} <= data  # fmt: skip
    text = f"{BASE}doc/document/letter-1.txt"
    assert ("item", text) in links(served.send("doc/document/letter-1"))
    assert ("collection", f"{BASE}doc/document/letter-1") in links(served.send("doc/document/letter-1.txt"))
    assert ("describedby", BASE + THING) in links(served.send("id/person/mary"))


@pytest.mark.parametrize("path", [THING, f"{THING}.ttl", "id/person/mary", "id/person/nobody", "", "static/site.css"])
def test_head_is_get_without_a_body(served: Served, path: str) -> None:
    get, head = served.send(path, TURTLE), served.send(path, TURTLE, "HEAD")
    assert not head.content
    assert head.status_code == get.status_code and dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize(
    "path", [f"{THING}.ttl", f"{THING}.html", "", "static/site.js", "dump/hearsay.nq", "openapi.json"]
)
def test_a_client_that_has_it_gets_304(served: Served, path: str) -> None:
    tag = served.send(path).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*", f'W/"x",{tag},"y"'):
        response = served.send(path, headers={"if-none-match": known})
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", tag), known
    for known in ('"other"', '"unterminated', "", "x" * 3000, ",".join(f'"{n}"' for n in range(300))):
        assert served.send(path, headers={"if-none-match": known}).status_code == 200, known


def test_tags_tell_formats_apart_and_are_the_same_after_a_restart(served: Served, folder: Path, tmp_path: Path) -> None:
    again = Served(folder, tmp_path)
    try:
        tags = [served.send(f"{THING}.{form}").headers["etag"] for form in ("html", *FORMS)]
        assert len(set(tags)) == len(tags)
        assert tags == [again.send(f"{THING}.{form}").headers["etag"] for form in ("html", *FORMS)]
        for path in ("", "void.ttl", "dump/hearsay.nt.gz", "sitemap.xml", "graph/authority.jsonld", "timeline"):
            assert again.send(path).content == served.send(path).content, path
    finally:
        again.close()
    assert make_tag(b"a") != make_tag(b"b")


@pytest.mark.parametrize(
    "path", [THING, "id/person/mary", "id/person/nobody", "nothing", "void", "dump/hearsay.ttl", "search"]
)
def test_every_origin_may_read_every_answer_without_credentials(served: Served, path: str) -> None:
    response = served.send(path, TURTLE, headers={"origin": "https://evil.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "ETag" in response.headers["access-control-expose-headers"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "cache-control" in response.headers
    preflight = served.send(path, None, "OPTIONS", headers={"origin": "https://x.example",
                                                            "access-control-request-method": "GET"})  # fmt: skip
    assert preflight.status_code == 204 and preflight.headers["allow"] == "GET, HEAD, OPTIONS"
    assert preflight.headers["access-control-allow-origin"] == "*"


def test_vary_stands_where_the_answer_varies_and_nowhere_else(served: Served) -> None:
    for path in (THING, "dataset", "graph/authority", "ontology", "question/chain", "doc/document/letter-1.txt"):
        assert served.send(path, TURTLE).headers["vary"] == served.send(path, BROWSER).headers["vary"] == "Accept"
    for path in ("", "network", "id/person/mary", f"{THING}.ttl", "dump/hearsay.nq", "robots.txt", "static/site.css"):
        assert "vary" not in served.send(path, TURTLE).headers, path


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("path", ["id/person/nobody", "doc/person/nobody", "doc/person/nobody.ttl", "nothing", "dump/x",
                                  "graph/none", "ontology/9.9.9", "question/none.csv", "vocabulary/act/none",
                                  "doc/document/none.txt", "static/none.css", "question/chain.pdf"])  # fmt: skip
@pytest.mark.parametrize("accept", [BROWSER, TURTLE, JSONLD, "application/json", None])
def test_what_is_not_there_is_404_in_every_form(served: Served, path: str, accept: str | None) -> None:
    response = served.send(path, accept)
    assert (response.status_code, response.headers["vary"]) == (404, "Accept")
    if accept == BROWSER:
        assert kind(response) == HTML and "<h1>" in response.text
    else:
        body = response.json()
        assert (body["ok"], body["status"]) == (False, 404) and body["error"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", [THING, "id/person/mary", "nothing", "void", "robots.txt"])
def test_nothing_can_be_written(served: Served, method: str, path: str) -> None:
    response = served.send(path, TURTLE, method)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json() == {"ok": False, "status": 405, "error": "this address takes GET, HEAD, OPTIONS"}


ODD = ("%00", "%FF%FE", "..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cx", "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
       "a%0d%0aX-Injected:%201", "x" * 6000, "%E2%80%AEevil", "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
       "%7B%7B7*7%7D%7D", "'%20OR%201=1", "%3E%20%7D%20INSERT", "mary/", "mary.ttl.ttl", "mary%2ettl%00",
       "Mary")  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("accept", [BROWSER, TURTLE])
def test_odd_addresses_are_refused_and_not_repeated(served: Served, odd: str, accept: str) -> None:
    response = served.send(f"id/person/{odd}", accept)
    assert 400 <= response.status_code < 500
    assert "x-injected" not in response.headers
    assert not any(
        word in response.text for word in ("alert(1)", "onerror", "7*7", "INSERT", "root:", "Traceback", "/src/")
    )


def test_a_host_that_a_client_makes_up_is_never_repeated(served: Served) -> None:
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "javascript"}
    for path in ("id/person/mary", THING, f"{THING}.ttl", "void.ttl", "sitemap.xml", "openapi.json", "nothing"):
        response = served.send(path, BROWSER, headers=evil)
        assert "evil.example" not in response.text + str(response.headers), path


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="#?"), max_size=40), st.text(max_size=30))
def test_no_address_is_too_much(served: Served, path: str, value: str) -> None:
    for start in ("", "id/", "doc/person/", "question/", "search?q=", "graph/"):
        response = served.send(start + quote(path, safe="/"), BROWSER)
        assert response.status_code < 500
    assert served.send("search", BROWSER, params={"q": value}).status_code == 200


# ---------------------------------------------------------------- another base


def test_nothing_a_client_sees_of_another_base_points_to_the_first(local: Served) -> None:
    paths = [*RESOURCES, "", "about", "sitemap.xml", "robots.txt", "openapi.json", "search/names.json",
             "dump/hearsay.nq", ".well-known/void", "question/chain", "question/who-said-what.json",
             "sparql?example=chain"]  # fmt: skip
    for path in paths:
        for accept in (BROWSER, NTRIPLES):
            response = local.send(path, accept)
            assert response.status_code in (200, 303), path
            assert BASE not in response.text and BASE not in str(response.headers), path
            assert "w3id.org/hearsay/august-1956" not in response.text or path.startswith(("question/", "sparql"))


def test_the_endpoint_answers_of_the_same_base(local: Served) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/hearsay/ontology#Person> } ORDER BY ?s"
    rows = local.send("sparql", "application/sparql-results+json", params={"query": query}).json()["results"][
        "bindings"
    ]
    assert [row["s"]["value"] for row in rows] == [
        f"{LOCAL}id/person/{who}" for who in ("ada", "charles", "henry", "mary")
    ]
    for row in rows:
        assert local.send(row["s"]["value"].removeprefix(LOCAL)).status_code == 303


def test_a_path_of_the_base_may_be_stripped_by_a_proxy_or_not(served: Served) -> None:
    assert served.send(f"collection/{THING}.ttl").content == served.send(f"{THING}.ttl").content
    assert served.send("collection/id/person/mary").headers["location"] == "../../doc/person/mary"


@pytest.mark.parametrize(
    ("old", "new", "line", "rewritten"),
    [
        ("https://a.org/", "http://b.org/x/", "<https://a.org/id/1> <https://c.org/> <https://a.org/> .",
         "<http://b.org/x/id/1> <https://c.org/> <http://b.org/x/> ."),
        ("https://a.org/", "http://b.org/", r'<https://a.org/1> <https://c.org/> "\"<https://a.org/1>" .',
         r'<http://b.org/1> <https://c.org/> "\"<https://a.org/1>" .'),
        ("https://a.org/", "http://b.org/", '<https://a.org.evil/1> <https://c.org/> "x"^^<https://a.org/t> .',
         '<https://a.org.evil/1> <https://c.org/> "x"^^<http://b.org/t> .'),
        (HEARSAY, "http://b.org/", f"<{HEARSAY}id/1> <{HEARSAY}ontology#said> <{HEARSAY}vocabulary/act/ask> .",
         f"<http://b.org/id/1> <{HEARSAY}ontology#said> <{HEARSAY}vocabulary/act/ask> ."),
    ],
)  # fmt: skip
def test_a_graph_is_rewritten_by_its_iris(old: str, new: str, line: str, rewritten: str) -> None:
    assert Rebase(old, new).nquads(line.encode()).decode() == rewritten


def test_a_base_must_be_one() -> None:
    with pytest.raises(BadValue, match="ends in '/'"):
        Rebase("https://a.org/", "http://b.org/x")


# ---------------------------------------------------------------- pages and the endpoint beside them


def test_pages_without_a_thing_are_served(served: Served) -> None:
    for path in (
        "",
        "about",
        "network",
        "timeline",
        "search?q=mary",
        "sparql",
        "question/",
        "doc/person",
        "vocabulary",
    ):
        response = served.send(path, BROWSER)
        assert (response.status_code, kind(response)) == (200, HTML), path
    assert served.send("doc/person/", BROWSER).headers["location"] == "../person"


def test_the_form_without_scripts_gets_a_table_or_what_is_wrong(served: Served) -> None:
    asked = {"query": "SELECT (41 + 1 AS ?n) {}", "format": "html"}
    response = served.send("sparql", BROWSER, params=asked)
    assert (response.status_code, kind(response)) == (200, HTML) and "42" in response.text
    response = served.send("sparql", BROWSER, params={"query": "SELECT <b>", "format": "html"})
    assert "not SPARQL 1.1" in response.text and "<b>" not in response.text.partition("<main")[2]


def test_a_new_build_is_another_publication(tmp_path: Path) -> None:
    folder = build_small(tmp_path / "collection")
    found = Served(folder, tmp_path)
    try:
        before = found.send(f"{THING}.ttl")
        people = folder / "authority" / "people.yaml"
        people.write_text(people.read_text().replace("label: Mary", "label: Mary Somerville"))
        build_collection(folder)
        old = found.app.state.served
        found.app.state.served = type(old)(open_graph(folder / GRAPH_FILES["nquads"]), old.pool, old.settings)
        after = found.send(f"{THING}.ttl")
        assert "Mary Somerville" in after.text and before.headers["etag"] != after.headers["etag"]
    finally:
        found.close()
