"""The pages: every path renders, every link leads somewhere, and nothing in a text can become markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from kg.build import build_quads
from kg.collection import read_collection
from kg.errors import BadValue
from kg.initial import make_collection
from kg.pages import ASSETS, Links, Page, Site, get_asset
from kg.pages.downloads import safe_cell
from kg.pages.links import RDF_FORMS
from kg.pages.marks import Mark, cut_text
from kg.questions import load_questions
from kg.store import store_of

FLAGSHIP = Path(__file__).parents[1] / "data"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HOSTILE = (
    "<script>alert(1)</script> </script><svg onload=alert(2)> ]]> <!-- &#x3c; &amp; "
    "{{ 7*7 }} \u202eevil\u202c \u2066x\u2069"
)
ROOT = "http://site.example/some/where/"


class Parsed(HTMLParser):
    """A page taken apart; ``faults`` says what is not well formed."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: Counter[str] = Counter()
        self.headings: list[int] = []
        self.faults: list[str] = []
        self.words: list[str] = []
        self.data: list[str] = []
        self.feed(page.html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) < len(attrs):
            self.faults.append(f"an attribute stands twice in <{tag}>")
        self.tags.append((tag, found))
        if "id" in found:
            self.ids[found["id"]] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        else:
            self.open.pop()

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_data(self, data: str) -> None:
        (self.data if self.open[-1:] == ["script"] else self.words).append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> list[str]:
        return [a["href"] for tag, a in self.tags if tag in ("a", "link") and "href" in a]


def make_hostile(folder: Path) -> None:
    make_collection(folder)
    source = folder / "sources" / "letter-1.txt"
    source.write_text(source.read_text() + f"\nAnd then she wrote {HOSTILE} to me.\n")
    people = folder / "authority" / "people.yaml"
    people.write_text(people.read_text().replace("label: Mary", f"label: {json.dumps('Mary ' + HOSTILE)}"))
    settings = folder / "collection.toml"
    settings.write_text(settings.read_text().replace("A new collection", f"A <b>new</b> collection {HOSTILE[:26]}"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("pages") / "collection"
    make_hostile(folder)
    return Site(store_of(build_quads(read_collection(folder))))


@cache
def flagship() -> Site:
    return Site(store_of(build_quads(read_collection(FLAGSHIP))))


def some_paths(site: Site) -> list[str]:
    """Of each kind of page a few; of documents and lists all; of questions, which cost what their queries cost, one."""
    paths = [path for path in site.paths() if not path.startswith("question/")]
    seen: Counter[str] = Counter()
    chosen = ["question/", "question/judgements"]
    for path in paths:
        kind = path.rpartition("/")[0]
        seen[kind] += 1
        if seen[kind] <= 3 or kind in ("", "doc", "doc/document") or seen[kind] % 211 == 0:
            chosen.append(path)
    return [*chosen, "doc/person/kim-il-sung", "doc/meeting/1956-08-kwp-plenum"]


@pytest.fixture(scope="module", params=["tiny", "flagship"])
def rendered(request: pytest.FixtureRequest, tiny: Site) -> tuple[Site, dict[str, Page]]:
    site = tiny if request.param == "tiny" else flagship()
    paths = list(site.paths()) if request.param == "tiny" else some_paths(site)
    pages = {path: site.render(path) for path in paths}
    assert len(pages) > 40
    assert [path for path, page in pages.items() if page is None] == []
    return site, {path: page for path, page in pages.items() if page is not None}


@pytest.fixture(scope="module")
def parsed(rendered: tuple[Site, dict[str, Page]]) -> dict[str, Parsed]:
    return {path: Parsed(page) for path, page in rendered[1].items()}


def test_each_path_is_listed_once(tiny: Site) -> None:
    assert [path for path, count in Counter(tiny.paths()).items() if count > 1] == []


def test_every_page_is_well_formed(parsed: dict[str, Parsed]) -> None:
    assert {path: page.faults for path, page in parsed.items() if page.faults} == {}


def test_no_page_has_an_identifier_twice(parsed: dict[str, Parsed]) -> None:
    twice = {path: [name for name, count in page.ids.items() if count > 1] for path, page in parsed.items()}
    assert {path: names for path, names in twice.items() if names} == {}


def test_headings_begin_with_one_h1_and_skip_no_level(parsed: dict[str, Parsed]) -> None:
    for path, page in parsed.items():
        assert page.headings.count(1) == 1, path
        assert page.headings[0] == 1, path
        assert all(below - above <= 1 for above, below in zip(page.headings, page.headings[1:], strict=False)), path


def test_every_page_has_its_landmarks_and_language(parsed: dict[str, Parsed]) -> None:
    for path, page in parsed.items():
        assert page.all("html")[0]["lang"] == "en", path
        assert len(page.all("main")) == 1 and page.all("footer") and page.all("nav"), path
        assert ("a", {"class": "skip", "href": "#content"}) in page.tags, path
        labels = {label.get("for") for label in page.all("label")}
        fields = [field for tag in ("input", "select", "textarea") for field in page.all(tag)]
        assert [field for field in fields if field.get("type") != "checkbox" and field["id"] not in labels] == [], path


def test_every_internal_link_leads_to_a_page_a_place_or_a_file(
    rendered: tuple[Site, dict[str, Page]], parsed: dict[str, Parsed]
) -> None:
    site, paths = rendered[0], set(rendered[0].paths())
    questions = set(load_questions())
    broken = []
    for path, page in parsed.items():
        for href in page.links():
            whole = urlsplit(urljoin(ROOT + path, href))
            if whole.netloc != "site.example":
                continue
            target = unquote(whole.path).removeprefix("/some/where/")
            stem, _, ending = target.rpartition(".")
            a_file = (
                target in ASSETS
                or (stem in paths and ending in RDF_FORMS)
                or (stem.startswith("doc/document/") and ending == "txt" and stem in paths)
                or (stem.removeprefix("question/") in questions and ending in ("csv", "tsv", "json"))
            )
            known = whole.path.startswith("/some/where/") and (target in paths or a_file)
            placed = not whole.fragment or target not in parsed or unquote(whole.fragment) in parsed[target].ids
            if not (known and placed):
                broken.append((path, href))
    assert broken == []
    assert site.graph.base.startswith("https://")


def test_no_page_asks_anything_of_elsewhere_or_carries_style_or_script_inline(parsed: dict[str, Parsed]) -> None:
    for path, page in parsed.items():
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (path, tag)
            assert tag not in ("style", "iframe", "object", "embed", "base", "img"), (path, tag)
            loaded = attributes.get("src") or (attributes.get("href") if tag in ("image", "use") else None)
            if tag == "link" and {"stylesheet", "icon"} & set(attributes["rel"].split()):
                loaded = attributes["href"]
            assert loaded is None or not urlsplit(loaded).netloc, (path, tag, loaded)
            if tag == "script":
                data = attributes.get("type") in ("application/ld+json", "application/json")
                assert data or "src" in attributes, path
            assert not attributes.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:")), path


def test_embedded_json_ld_names_the_thing(rendered: tuple[Site, dict[str, Page]], parsed: dict[str, Parsed]) -> None:
    for path, page in rendered[1].items():
        blocks = [json.loads(block) for block in parsed[path].data]
        if path.startswith("doc/") and path.count("/") == 2:
            assert [block["@id"] for block in blocks] == [page.iri], path
            assert page.iri in "".join(parsed[path].words), path
        for block in [one for one in blocks if "nodes" not in one]:  # not what the network's script moves
            assert block["@context"] == {"@vocab": "https://schema.org/"}


def test_every_thing_has_its_four_forms_beside_it(parsed: dict[str, Parsed]) -> None:
    for path, page in parsed.items():
        if path.startswith("doc/") and path.count("/") == 2:
            types = [link["type"] for link in page.all("link") if link["rel"] == "alternate"]
            assert sorted(types) == sorted(RDF_FORMS.values()), path


def test_hostile_text_is_only_text(tiny: Site) -> None:
    page = tiny.render("doc/document/letter-1")
    assert page is not None
    shown = "".join(Parsed(page).words)
    assert "<script>alert(1)</script> </script><svg onload=alert(2)> ]]> <!-- &#x3c; &amp; {{ 7*7 }}" in shown
    for path in tiny.paths():
        page = tiny.render(path)
        assert page is not None
        assert "<script>alert" not in page.html and "<svg onload" not in page.html, path
        assert not set(page.html) & set("\u202e\u202c\u2066\u2069\0"), path


def test_values_of_an_address_are_only_text(tiny: Site) -> None:
    for path, name in (("search", "q"), ("network", "about"), ("network", "since"), ("sparql", "query")):
        page = tiny.render(path, {name: f'"><img src=x onerror=alert(1)>{HOSTILE}'})
        assert page is not None
        assert Parsed(page).faults == [], path
        assert "<img" not in page.html and "<script>alert" not in page.html
    for query in ({"subject": HOSTILE}, {"predicate": "no such"}, {"other": HOSTILE}):
        page = tiny.render("question/claims", query)
        assert page is not None
        assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    "path",
    ["nothing", "doc", "doc/", "doc/person/nobody", "doc/person/ada/more", "doc/../about", "question/none",
     "graph/none", "vocabulary/none", "vocabulary/act/none", "vocabulary/act/ask/more", "DOC/person",
     "doc/person/<script>", "about/"],
)  # fmt: skip
def test_an_unknown_path_has_no_page(tiny: Site, path: str) -> None:
    assert tiny.render(path) is None


def test_an_error_repeats_nothing(tiny: Site) -> None:
    page = tiny.render_error("doc/person/nobody", 404, "Not found", "There is nothing at this address.")
    assert page.status == 404
    assert Parsed(page).faults == []
    assert 'href="../../static/site.css"' in page.html


def test_pages_are_the_same_to_the_byte_whichever_was_first(tiny: Site) -> None:
    paths = list(tiny.paths())
    again = Site(tiny.graph.store)
    backwards = {path: again.render(path) for path in reversed(paths)}
    assert [path for path in paths if backwards[path] != tiny.render(path)] == []


def test_folders_link_as_a_static_host_serves(tiny: Site) -> None:
    site = Site(tiny.graph.store, Links(tiny.graph.base, folders=True), live=False)
    paths = set(site.paths())
    for path in sorted(paths):
        page = site.render(path)
        assert page is not None
        for href in Parsed(page).links():
            whole = urlsplit(urljoin(f"{ROOT}{path}/" if path and not path.endswith("/") else ROOT + path, href))
            target = whole.path.removeprefix("/some/where/")
            if whole.netloc == "site.example" and "." not in target.rpartition("/")[2]:
                assert target in paths or target.removesuffix("/") in paths, (path, href)
                assert target == "" or target.endswith("/"), (path, href)


def test_a_question_is_its_address(tiny: Site) -> None:
    page = tiny.render("question/who-said-what", {"speaker": "ada"})
    assert page is not None
    assert "question/who-said-what.csv?speaker=ada" in page.html or "who-said-what.csv?speaker=ada" in page.html
    assert "I do not believe it." in page.html
    assert "Mary told me" not in page.html


def test_a_value_that_is_not_known_is_said_on_the_page(tiny: Site) -> None:
    page = tiny.render("question/who-said-what", {"speaker": "adda"})
    assert page is not None
    assert "did you mean" in page.html
    assert page.status == 200


def test_downloads_are_safe_in_a_spreadsheet(tiny: Site) -> None:
    assert safe_cell("@SUM(1)") == "'@SUM(1)"
    found = tiny.download("question/who-said-what.csv", {"speaker": "ada"})
    assert found is not None
    assert found.text.count("\r\n") == 2
    assert tiny.download("question/who-said-what.exe") is None
    assert tiny.download("question/none.csv") is None
    json_file = tiny.download("question/who-said-what.json")
    assert json_file is not None
    assert json.loads(json_file.text)["results"]["bindings"]


def test_what_the_asker_has_to_say_stands_on_the_page(tiny: Site) -> None:
    def refuse(query: str) -> None:
        raise BadValue("query", "this one", "done within 10 s")

    site = Site(tiny.graph.store, ask=refuse)  # type: ignore[arg-type]
    page = site.render("question/claims")
    assert page is not None
    assert "done within 10 s" in page.html


@pytest.mark.parametrize(
    "iri",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)", "data:text/html,x",
     "vbscript:x", "//evil.example", "urn:isbn:1", "file:///etc/passwd", "http://", "https://a b", 'https://a"b',
     "https://x.example/id/person/../../../etc"],
)  # fmt: skip
def test_only_what_a_browser_may_follow_is_linked(iri: str) -> None:
    address = Links("https://x.example/").find_address(iri)
    assert address is None or address.startswith("https://x.example/")


def test_search_finds_any_spelling_and_words() -> None:
    index = flagship().index
    assert index.find_things("Nam II")[0].ref.label == "Nam Il"
    assert index.find_things("kim il-sung")[0].ref.label == "Kim Il Sung"
    assert index.find_things("") == [] and index.find_statements("  ") == []
    assert index.find_statements('"was well prepared"')
    assert not index.find_statements('"prepared well was"')
    assert index.find_statements("prepared well")


def test_every_statement_of_a_document_is_marked_in_its_text_and_listed() -> None:
    site = flagship()
    page = site.render("doc/document/114146")
    assert page is not None
    found = Parsed(page)
    marked = {a["data-s"] for a in found.all("span") if "data-s" in a}
    listed = {a["id"] for a in found.all("li") if a.get("id", "").startswith("s-")}
    assert marked == listed
    assert len(listed) == len([one for one in site.graph.members("statement") if "/114146-" in one])
    assert re.search(r'class="st d2".*class="st d3"', page.html, re.DOTALL)


def test_overlapping_marks_are_split_where_the_earlier_ends() -> None:
    marks = [Mark(0, 6, 1, "a"), Mark(4, 9, 1, "b"), Mark(5, 8, 2, "c")]
    out, opened, firsts = "", [], []
    for piece in cut_text("0123456789", 0, 10, marks, [(5, "here"), (5, "too")]):
        if piece.kind == "open" and piece.mark:
            opened.append(piece.mark.key)
            firsts += [piece.mark.key] if piece.first else []
        elif piece.kind == "close" and piece.mark:
            assert opened.pop() == piece.mark.key
        elif piece.kind == "text":
            out += piece.text
            inside = {mark.key for mark in marks if mark.start <= piece.start < mark.end}
            assert set(opened) == inside
    assert out == "0123456789"
    assert opened == []
    assert firsts == ["a", "b", "c"]


def test_the_style_sheet_and_script_load_nothing() -> None:
    for address in ASSETS:
        if "/vendor/" in address:  # a browser test counts what that asks for
            continue
        text = get_asset(address).decode()
        assert "@import" not in text and "url(" not in text
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
        assert "innerHTML" not in text and "eval(" not in text
