"""What readers do, in a real browser: look somebody up, check the words on the page, ask, move the network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from kg.pages.assets import HAS_EDITOR

Opener = Callable[..., Page]
needs_editor = pytest.mark.skipif(not HAS_EDITOR, reason="make frontend has not been run")
# the text that a script marks with the CSS Custom Highlight API
MARKED = "[...(CSS.highlights.get('passage') ?? [])].map((range) => range.toString()).join('')"


def open_editor(open_page: Opener, path: str, *, expected: str = "") -> Page:
    """The SPARQL page, as soon as the editor has taken the place of the plain form."""
    page = open_page(path, expected=expected)
    expect(page.locator("html.editing")).to_be_attached()
    return page


def words(text: str) -> str:
    """Letters and digits only: a page sets quotation marks, breaks and numbers of its own."""
    return "".join(re.findall(r"[^\W_]", text))


def test_from_search_to_the_highlighted_words(open_page: Opener) -> None:
    page = open_page("")
    box = page.get_by_role("combobox", name=re.compile("Search names")).first
    box.fill("kim du")
    expect(page.get_by_role("option").first).to_contain_text("Kim Tu-bong")  # by another spelling
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim Tu-bong")
    page.locator(".told .words bdi").first.click()
    expect(page.locator(".spoken")).to_be_visible()
    spoken = page.locator(".context mark").inner_text()
    page.get_by_role("link", name="In the whole text").click()
    page.wait_for_url(re.compile("#char="))
    page.wait_for_function(f"{MARKED}.length > 0")
    assert words(page.evaluate(MARKED)) == words(spoken)
    place = page.locator("[id='" + page.evaluate("location.hash.slice(1)") + "']")
    assert 0 <= place.evaluate("(one) => one.getBoundingClientRect().top") <= 900


def test_search_works_without_scripts(open_page: Opener) -> None:
    page = open_page("", scripts=False)
    page.get_by_role("searchbox").first.fill("Kim Du-bong")
    page.get_by_role("button", name="Search").first.click()
    page.locator("#results").get_by_role("link", name="Kim Tu-bong").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim Tu-bong")


def test_a_chosen_statement_is_told_beside_the_text(open_page: Opener) -> None:
    page = open_page("doc/document/114146")
    mark = page.locator(".text p .num:visible").nth(6)
    mark.click()
    panel = page.locator("#panel .chosen")
    expect(panel).to_be_visible()
    expect(panel.locator(".who")).to_contain_text(mark.inner_text())
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_question_is_filled_in_run_and_downloaded(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("question/who-said-what")
    page.get_by_label("speaker", exact=True).fill("Nam Il")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url(re.compile("speaker=Nam"))
    rows = page.locator("#answer tbody tr")
    count = rows.count()
    assert count > 5
    expect(rows.first).to_contain_text("Nam Il")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    waiting.value.save_as(tmp_path / "rows.csv")
    assert waiting.value.suggested_filename == "who-said-what.csv"
    lines = (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == count + 1


@needs_editor
def test_the_editor_runs_an_example(open_page: Opener) -> None:
    page = open_editor(open_page, "sparql")
    page.locator("#examples a", has_text="By what chain of reports").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("kg:reportedIn*")
    expect(page.locator("html.editing")).to_be_attached()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#state")).to_contain_text(re.compile(r"^[1-9]\d* rows? in "))
    table = page.locator("#result table tbody")
    assert table.locator("tr").count() > 1
    link = table.locator("a[href*='/id/statement/']").first
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_url(re.compile("/doc/statement/"))  # the collection's IRI leads to its page here
    expect(page.locator(".spoken")).to_be_visible()


@needs_editor
def test_the_editor_completes_from_the_terms_of_the_graph(open_page: Opener) -> None:
    page = open_editor(open_page, "sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("SELECT * { ?s kg:addr")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("kg:addressee")
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-code")).to_contain_text("PREFIX kg: <https://w3id.org/hearsay/ontology#>")
    page.keyboard.type(" ?o }}")  # what is wrong is said, under the same policy
    page.locator(".parseErrorIcon").hover()
    expect(page.locator(".yasqe_tooltip")).to_contain_text("invalid")


@needs_editor
def test_the_editor_says_what_is_refused(open_page: Opener) -> None:
    page = open_editor(
        open_page,
        "sparql?format=html&query=" + quote("SELECT ?x { SERVICE <http://elsewhere.invalid/> { ?x ?y ?z } }"),
        expected="400",
    )
    with page.expect_response(re.compile("/sparql$")) as waiting:
        page.get_by_role("button", name="Run", exact=True).click()
    assert waiting.value.status == 400
    expect(page.locator("#result")).to_contain_text("SERVICE")


def test_the_plain_form_answers_on_the_page(open_page: Opener) -> None:
    page = open_page("sparql", scripts=False)
    page.get_by_role("textbox", name="Query").fill(
        "SELECT ?speaker { ?s <https://w3id.org/hearsay/ontology#speaker> ?speaker } LIMIT 7"
    )
    page.get_by_role("button", name="Run").click()
    assert page.locator("#answer tbody tr").count() == 7
    page.locator("#answer tbody a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page = open_page("sparql?format=html&query=SELECT", scripts=False)
    expect(page.get_by_role("alert")).to_contain_text("SPARQL")


def test_the_network_can_be_moved(open_page: Opener) -> None:
    page = open_page("network")
    frame = page.locator("#net")
    node = frame.locator(".kg-node", has_text="Nam Il").first
    node.locator("circle").hover()
    expect(page.locator(".net-bar .note")).to_contain_text("Nam Il spoke to A. M. Petrov")
    dimmed = frame.locator(".kg-node:not(.near)").first
    assert float(dimmed.evaluate("(one) => getComputedStyle(one).opacity")) < 0.2
    lines = "[...document.querySelectorAll('#net .kg-rim[d]')].map((line) => line.getAttribute('d')).join()"
    before, where = page.evaluate(lines), node.locator("circle").bounding_box()
    assert where is not None
    page.mouse.down()
    page.mouse.move(where["x"] + 90, where["y"] + 60, steps=4)
    page.mouse.up()
    after = node.locator("circle").bounding_box()
    assert after is not None and after["x"] - where["x"] > 50
    assert page.evaluate(lines) != before
    assert page.url.endswith("/network")  # what was dragged is not followed
    page.get_by_role("button", name="As it was").click()
    again = node.locator("circle").bounding_box()
    assert again is not None and abs(again["x"] - where["x"]) < 1


def test_the_network_zooms_and_is_walked_by_keyboard(open_page: Opener) -> None:
    page = open_page("network")
    wide = page.locator("#net svg").evaluate("(one) => one.clientWidth")
    page.get_by_role("button", name="Closer").click()
    assert page.locator("#net svg").evaluate("(one) => one.clientWidth") > wide * 1.2
    page.locator("#net .kg-node a").first.focus()
    first = page.evaluate("document.activeElement.textContent")
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.closest('.kg-node') !== null")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/doc/"))


def test_the_network_is_narrowed_by_a_form_that_takes_no_script(open_page: Opener) -> None:
    page = open_page("network", scripts=False)
    rows = page.locator("#table tbody tr")
    everybody = rows.count()
    page.get_by_label("About").fill("Kim Il Sung")
    page.get_by_label("From").fill("1956-09")
    page.get_by_label("Until").fill("1956-09")
    page.get_by_label("first hand only").check()
    page.get_by_role("button", name="Show").click()
    assert 0 < rows.count() < everybody
    assert page.locator("#net .kg-hearsay").count() == page.locator("#net > svg > .kg-hearsay").count()
    page.get_by_role("link", name="All", exact=True).click()
    assert rows.count() == everybody
