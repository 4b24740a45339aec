"""The site as files: complete, links that lead somewhere, the same bytes twice, no more written than has changed."""

from __future__ import annotations

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.serving import BASE, build_small

from kg.build import GRAPH_FILES, build_collection
from kg.collection import SETTINGS_FILE
from kg.errors import OutputError
from kg.pages import Site
from kg.pages.links import RDF_FORMS
from kg.serve.catalogue import DUMPS
from kg.serve.published import Published
from kg.settings import read_settings
from kg.site import MANIFEST, SiteResult, write_site
from kg.store import open_graph
from kg.terms import kg

ELSEWHERE = "https://site.example/letters/"


def write(collection: Path, folder: Path, base: str | None = None) -> SiteResult:
    settings = read_settings(collection / SETTINGS_FILE)
    return write_site(open_graph(collection / GRAPH_FILES["nquads"]), settings, folder, base=base)


def read(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("site") / "collection")


@pytest.fixture(scope="module")
def written(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "site"
    write(collection, folder)
    return folder


@pytest.fixture(scope="module")
def moved(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moved") / "site"
    write(collection, folder, ELSEWHERE)
    return folder


class Links(HTMLParser):
    """Where a page leads, and the anchors that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.targets += [found[name] or "" for name in ("href", "src") if name in found]
        self.anchors.add(found.get("id") or "")


# ---------------------------------------------------------------- completeness


def test_every_page_and_every_thing_is_there(written: Path, collection: Path) -> None:
    store, settings = open_graph(collection / GRAPH_FILES["nquads"]), read_settings(collection / SETTINGS_FILE)
    files = set(read(written))
    for path in Site(store, live=False).paths():
        assert f"{path.rstrip('/')}/index.html".lstrip("/") in files, path
    for path in Published(store, settings, live=False).paths():
        wanted = {path} if path.endswith(".txt") else {f"{path}/index.{form}" for form in ("html", *RDF_FORMS)}
        assert wanted <= files, path
    assert {f"dump/{name}" for name in DUMPS} <= files
    assert {"404.html", "robots.txt", "sitemap.xml", ".well-known/void", "search/names.json", "search/statements.json",
            "static/site.css", "static/site.js", "_redirects", "_headers", ".htaccess", "nginx.conf",
            "question/chain.csv", "id/person/mary/index.html", MANIFEST} <= files  # fmt: skip


def test_every_link_leads_to_a_file_and_its_anchor(moved: Path) -> None:
    pages = {name: Links(data.decode()) for name, data in read(moved).items() if name.endswith(".html")}
    for name, page in pages.items():
        for target in page.targets:
            url, anchor = urldefrag(urljoin(ELSEWHERE + name, target))
            if not url.startswith("https://site.example/"):
                continue
            assert url.startswith(ELSEWHERE), (name, target)
            path = unquote(urlsplit(url).path).removeprefix("/letters/")
            found = f"{path}index.html" if path == "" or path.endswith("/") else path
            assert (moved / found).is_file() or (moved / path / "index.html").is_file(), (name, target)
            if anchor and f"{path}/index.html".replace("//", "/") in pages:
                assert unquote(anchor) in pages[f"{path}/index.html".replace("//", "/")].anchors, (name, target)


def test_a_thing_s_data_is_all_of_it(written: Path) -> None:
    data = (written / "doc/document/letter-1/index.nt").read_bytes()
    triples = [quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)]
    document = NamedNode(f"{BASE}id/document/letter-1")
    assert sum(t.predicate == kg("quote") for t in triples) >= 2, "its passages stand with it"
    assert any(t.subject == document and t.predicate == kg("plainText") for t in triples)
    for form, reader in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("rdf", RdfFormat.RDF_XML)):
        other = (written / f"doc/document/letter-1/index.{form}").read_bytes()
        assert {quad.triple for quad in parse(other, format=reader)} == set(triples)


def test_a_thing_s_iri_leads_on_without_rules(written: Path) -> None:
    page = (written / "id/person/mary/index.html").read_text()
    target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert target is not None
    assert urljoin(f"{BASE}id/person/mary/", target[1]) == f"{BASE}doc/person/mary/"
    assert f'<link rel="cite-as" href="{BASE}id/person/mary">' in page


def test_no_endpoint_is_promised(written: Path) -> None:
    for name in ("void/index.ttl", "question/chain/index.ttl", ".well-known/void"):
        assert "sparqlEndpoint" not in (written / name).read_text() and "/sparql>" not in (written / name).read_text()
    assert "no endpoint" in (written / "sparql/index.html").read_text()


def test_another_address_is_used_all_through(moved: Path) -> None:
    for name, data in read(moved).items():
        if not name.endswith(".gz"):
            assert BASE.encode() not in data, name
    assert f"<loc>{ELSEWHERE}doc/person/mary</loc>" in (moved / "sitemap.xml").read_text()
    assert "/letters/id/* /letters/doc/:splat 302" in (moved / "_redirects").read_text()
    missing = (moved / "404.html").read_text()
    assert 'href="/letters/static/site.css"' in missing and 'href="./' not in missing


# ---------------------------------------------------------------- the same bytes, and no more than has changed


def test_twice_the_same_bytes_and_the_second_run_writes_nothing(
    written: Path, collection: Path, tmp_path: Path
) -> None:
    write(collection, tmp_path / "again")
    assert read(tmp_path / "again") == read(written)
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*")}
    result = write(collection, written)
    assert (result.written, result.removed) == (0, 0)
    files = {path: path.stat().st_mtime_ns for path in written.rglob("*") if path.is_file()}
    assert files == {path: when for path, when in before.items() if path.is_file()}


def test_a_changed_statement_touches_what_shows_it(collection: Path, tmp_path: Path) -> None:
    copy, site = tmp_path / "collection", tmp_path / "site"
    shutil.copytree(collection, copy)
    write(copy, site)
    before = {name: (site / name).stat().st_mtime_ns for name in read(site)}
    annotations = copy / "annotations" / "letter-1.yaml"
    annotations.write_text(annotations.read_text().replace("act: think", "act: deny"))
    build_collection(copy)
    result = write(copy, site)
    changed = {name for name, when in before.items() if (site / name).stat().st_mtime_ns != when}
    assert result.written == len(changed - {MANIFEST}) < result.files / 2
    assert {"doc/statement/letter-1-p02/index.html", "doc/statement/letter-1-p02/index.ttl",
            "doc/document/letter-1/index.html", "dump/hearsay.nq", "graph/letter-1/index.ttl"} <= changed  # fmt: skip
    untouched = {"doc/person/mary/index.html", "doc/place/paris/index.ttl", "static/site.css", "ontology/index.ttl",
                 "graph/authority/index.ttl", "doc/document/letter-1.txt", "about/index.html"}  # fmt: skip
    assert not untouched & changed


def test_what_is_no_longer_made_is_removed_and_nothing_else(collection: Path, tmp_path: Path) -> None:
    copy, site = tmp_path / "collection", tmp_path / "site"
    shutil.copytree(collection, copy)
    write(copy, site)
    (site / "CNAME").write_text("example.org")
    annotations = copy / "annotations" / "letter-1.yaml"
    annotations.write_text(annotations.read_text().partition("  - id: p02")[0])
    build_collection(copy)
    assert write(copy, site).removed > 0
    assert not (site / "doc/statement/letter-1-p02").exists()
    assert (site / "CNAME").read_text() == "example.org"
    write(copy, tmp_path / "fresh")
    assert read(tmp_path / "fresh") == {name: data for name, data in read(site).items() if name != "CNAME"}


def test_a_run_that_fails_leaves_the_last_site(
    written: Path, collection: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = read(written)
    monkeypatch.setattr(Site, "render", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError, match="No space left"):
        write(collection, written)
    assert read(written) == before


def test_a_folder_with_something_else_is_refused(collection: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match="it holds something other than a site; name a new or empty folder"):
        write(collection, tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps({"files": {"../../etc/passwd": "x"}}))
    with pytest.raises(OutputError, match="names files outside of it"):
        write(collection, tmp_path)
    assert sorted(os.listdir(tmp_path)) == [MANIFEST, "thesis.tex"]


def test_progress_is_told(collection: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    settings = read_settings(collection / SETTINGS_FILE)
    store = open_graph(collection / GRAPH_FILES["nquads"])
    result = write_site(store, settings, tmp_path / "site", progress=lambda *numbers: told.append(numbers))
    assert told == [(number, result.files) for number in range(1, result.files + 1)]
