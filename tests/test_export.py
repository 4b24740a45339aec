"""Each format holds the graph whole: what rdflib, pyoxigraph and rapper read back is what was written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.compare import isomorphic

from kg.build import build_collection, build_quads
from kg.cli import main
from kg.collection import read_collection
from kg.errors import BadValue, UnknownName
from kg.export import FORMATS, write_graph
from kg.initial import make_collection
from kg.settings import Settings, SourceSettings, read_settings
from kg.store import named_quads, open_graph

DATA = Path(__file__).parents[1] / "data"
READERS = {
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
# What a careless writer would lose: signs of XML, JSON, Turtle; line ends; languages; numbers as they are written.
AWKWARD = """
<http://example.org/a> <http://example.org/p> "<b>&amp;</b> ]]> \\"quoted\\" \\\\ \\t\\r\\n end " .
<http://example.org/a> <http://example.org/p> "  blanks  " .
<http://example.org/a> <http://example.org/p> "слово"@ru .
<http://example.org/a> <http://example.org/p> "slovo"@ru-Latn .
<http://example.org/a> <http://example.org/p> "" .
<http://example.org/a> <http://example.org/p> "\\U0001F600\\u00e9e\\u0301" .
<http://example.org/a> <http://example.org/p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/a> <http://example.org/p> "0.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://example.org/a> <http://example.org/p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<http://example.org/a> <http://example.org/p> "1956?"^^<http://id.loc.gov/datatypes/edtf/EDTF> .
<http://example.org/a#char=1,2> <http://example.org/p> <http://example.org/%C3%A9?x=1&y=2> .
<http://example.org/a> <http://example.org/p> <mailto:ada@example.org> .
<http://example.org/a> <https://w3id.org/hearsay/ontology#act> <https://w3id.org/hearsay/vocabulary/act/ask> .
<http://example.org/a> <https://w3id.org/hearsay/ontology#act> <http://example.org/other/act> .
<http://example.org/a> <https://w3id.org/hearsay/ontology#start> "1" .
<http://example.org/a> <https://w3id.org/hearsay/ontology#start> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Other> .
"""


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "letters"
    make_collection(folder)
    build_collection(folder)
    return folder


@pytest.fixture(scope="module")
def quads(letters: Path) -> list[ox.Quad]:
    """The quads of a small collection, with values that are hard to write."""
    graph = ox.NamedNode("https://example.org/collection/graph/awkward")
    awkward = ox.parse(AWKWARD, ox.RdfFormat.N_TRIPLES)
    return [
        *build_quads(read_collection(letters)),
        *(ox.Quad(q.subject, q.predicate, q.object, graph) for q in awkward),
    ]


@pytest.fixture(scope="module")
def settings(letters: Path) -> Settings:
    return read_settings(letters / "collection.toml")


@pytest.fixture(scope="module")
def flagship() -> list[ox.Quad]:
    return build_quads(read_collection(DATA))


@pytest.fixture(scope="module")
def flagship_settings() -> Settings:
    return read_settings(DATA / "collection.toml")


def read_back(data: bytes, form: str) -> set[ox.Quad] | set[ox.Triple]:
    """What pyoxigraph reads: quads of a format that keeps graphs, else triples."""
    found = set(ox.parse(data, READERS[form][0]))
    return found if FORMATS[form].keeps_graphs else {quad.triple for quad in found}


def expected(quads: list[ox.Quad], form: str) -> set[ox.Quad] | set[ox.Triple]:
    return set(quads) if FORMATS[form].keeps_graphs else {quad.triple for quad in quads}


def to_rdflib(quads: list[ox.Quad]) -> rdflib.Graph:
    graph = rdflib.Graph()
    triples = {quad.triple for quad in quads}
    return graph.parse(data=bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""), format="nt")


def test_every_format_is_read_here() -> None:
    assert set(FORMATS) == set(READERS)


@pytest.fixture
def as_written() -> Iterator[None]:
    """rdflib keeps the lexical form of a number; else "0.50" would come back as "0.5"."""
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True


@pytest.mark.parametrize("form", FORMATS)
def test_pyoxigraph_reads_what_was_written(form: str, quads: list[ox.Quad], settings: Settings) -> None:
    assert read_back(write_graph(quads, form, settings), form) == expected(quads, form)


@pytest.mark.parametrize("form", FORMATS)
def test_pyoxigraph_reads_the_flagship(form: str, flagship: list[ox.Quad], flagship_settings: Settings) -> None:
    assert read_back(write_graph(flagship, form, flagship_settings), form) == expected(flagship, form)


@pytest.mark.usefixtures("as_written")
@pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context) is:DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", FORMATS)
def test_rdflib_reads_what_was_written(form: str, quads: list[ox.Quad], settings: Settings) -> None:
    data = write_graph(quads, form, settings)
    if not FORMATS[form].keeps_graphs:
        assert isomorphic(rdflib.Graph().parse(data=data, format=READERS[form][1]), to_rdflib(quads))
        return
    found = rdflib.Dataset()
    found.parse(data=data, format=READERS[form][1])
    names = {quad.graph_name for quad in quads}
    assert {str(g.identifier) for g in found.graphs() if len(g)} == {str(getattr(n, "value", n)) for n in names}
    for name in names:
        assert isinstance(name, ox.NamedNode)
        own = [quad for quad in quads if quad.graph_name == name]
        assert isomorphic(found.graph(rdflib.URIRef(name.value)), to_rdflib(own))


@pytest.mark.usefixtures("as_written")
def test_rdflib_reads_the_turtle_of_the_flagship(flagship: list[ox.Quad], flagship_settings: Settings) -> None:
    """Without blank nodes isomorphic graphs are equal sets, which is quicker to compare."""
    found = rdflib.Graph().parse(data=write_graph(flagship, "turtle", flagship_settings), format="turtle")
    assert set(found) == set(to_rdflib(flagship))


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize(("form", "syntax"), [("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml")])
def test_rapper_counts_the_triples_of_the_flagship(
    form: str, syntax: str, flagship: list[ox.Quad], flagship_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "graph"
    path.write_bytes(write_graph(flagship, form, flagship_settings))
    done = subprocess.run(
        ["rapper", "-i", syntax, "-c", str(path)], capture_output=True, text=True, check=True, timeout=30
    )
    assert "Error" not in done.stderr and "Warning" not in done.stderr
    (count,) = re.findall(r"Parsing returned (\d+) triples", done.stderr)
    assert int(count) == len({quad.triple for quad in flagship})


@pytest.mark.parametrize("form", FORMATS)
def test_same_quads_give_the_same_bytes(form: str, quads: list[ox.Quad], settings: Settings) -> None:
    assert write_graph(quads, form, settings) == write_graph(list(quads), form, settings)


def test_json_is_compacted_with_our_context_in_it(quads: list[ox.Quad], settings: Settings) -> None:
    document: dict[str, Any] = json.loads(write_graph(quads, "jsonld", settings))
    context = json.loads((DATA.parent / "ontology/context.jsonld").read_text())["@context"]
    assert document["@context"] == context
    (statement,) = (node for node in document["@graph"] if node.get("id", "").endswith("statement/letter-1-p02"))
    assert statement["act"] == "think"
    assert statement["speaker"].endswith("/id/person/ada")
    assert not any(key.startswith(("http", "kg:", "@")) for key in statement)


@pytest.mark.parametrize("character", ["\x01", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused_and_the_others_hold_it(character: str, settings: Settings) -> None:
    node = ox.NamedNode("http://example.org/a")
    made = [ox.Quad(node, node, ox.Literal(f"a{character}b"), node)]
    with pytest.raises(BadValue) as refusal:
        write_graph(made, "rdfxml", settings)
    assert str(refusal.value) == f"character {character!r} is not one that RDF/XML can hold; use another format"
    for form in set(FORMATS) - {"rdfxml"}:
        assert read_back(write_graph(made, form, settings), form) == expected(made, form)


def test_no_context_is_fetched() -> None:
    from kg.export import _refuse_loading

    with pytest.raises(ValueError, match=r"a context is never fetched: https://example\.org/"):
        _refuse_loading("https://example.org/", {})


def test_turtle_begins_with_the_prefixes_of_the_collection(quads: list[ox.Quad]) -> None:
    from kg.iris import Iris

    made = Settings(
        "A", Iris("https://example.org/"), prefixes={"ex": "http://example.org/"}, sources=(SourceSettings("a"),)
    )
    turtle = write_graph(quads, "turtle", made).decode()
    assert "@prefix ex: <http://example.org/> ." in turtle
    assert "\nex:a " in turtle


def test_unknown_format_is_named(settings: Settings) -> None:
    with pytest.raises(UnknownName, match=r"no format is named 'turtel': did you mean 'turtle'\?"):
        write_graph([], "turtel", settings)


@pytest.mark.parametrize("form", FORMATS)
def test_command_writes_the_built_graph(form: str, letters: Path, tmp_path: Path) -> None:
    call = ["export", "-C", str(letters), "--format", form]
    shown = CliRunner().invoke(main, call)
    assert (shown.exit_code, shown.stderr) == (0, "")
    path = tmp_path / f"graph{FORMATS[form].ending}"
    assert CliRunner().invoke(main, [*call, "--output", str(path)]).exit_code == 0
    assert path.read_bytes() == shown.stdout_bytes
    assert read_back(shown.stdout_bytes, form) == expected(named_quads(open_graph(letters / "graph/hearsay.nq")), form)
