"""Every kind of page on a desk and on a telephone, light and dark: nothing overflows, axe finds no serious fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("playwright")
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from kg.pages.assets import HAS_EDITOR

Opener = Callable[..., Page]
PATHS = (
    "", "search?q=Peng+Dehuai", "network", "sparql", "question/who-fled", "doc/person/kim-il-sung",
    "doc/document/114146", "doc/document/117838", "doc/statement/114146-p11-1-1-1",
)  # fmt: skip
SMALLER = (
    "about", "timeline", "ontology", "vocabulary/act", "dataset", "question/", "doc/person", "doc/body/cpsu-cc",
    "doc/meeting/1956-08-kwp-plenum",
)  # fmt: skip
DESK, TELEPHONE = (1280, "light"), (390, "dark")
LOOKS = [(path, *size) for path in PATHS for size in (DESK, TELEPHONE)] + [(path, *TELEPHONE) for path in SMALLER]
# What repeats itself is looked at by its first few: axe takes seconds for a thousand alike.
AXE = """async (short) => {
  if (short) document.querySelectorAll(`.block:nth-of-type(n+25), .tolds li:nth-child(n+9), tbody tr:nth-child(n+25),
    article.term:nth-child(n+25)`).forEach((one) => one.remove());
  const found = await axe.run(document, { resultTypes: ['violations'], runOnly:
    { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } });
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '));
}"""


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE, True)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(("path", "width", "scheme"), LOOKS)
def test_page_fits_and_is_accessible(open_page: Opener, path: str, width: int, scheme: str) -> None:
    page = open_page(path, width=width, height=844, scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if path == "sparql" and HAS_EDITOR:
        expect(page.locator(".CodeMirror")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []


@pytest.mark.skipif(not HAS_EDITOR, reason="make frontend has not been run")
@pytest.mark.parametrize(("width", "scheme"), [DESK, TELEPHONE])
def test_an_answer_in_the_editor_is_accessible(open_page: Opener, width: int, scheme: str) -> None:
    page = open_page("sparql", width=width, scheme=scheme)
    expect(page.locator("html.editing")).to_be_attached()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#result table").first).to_be_visible()
    assert faults(page) == []


def test_a_document_opens_its_sheet_on_a_telephone(open_page: Opener) -> None:
    page = open_page("doc/document/114146", width=390, height=844)
    page.locator(".text p .num:visible").nth(3).click()
    sheet = page.locator("#panel.sheet")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None and box["y"] + box["height"] <= 845
    assert faults(page) == []


def test_a_printed_page_is_dark_on_white_even_where_the_screen_is_dark(open_page: Opener) -> None:
    page = open_page("doc/person/nam-il", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ground, ink = page.evaluate("[getComputedStyle(document.documentElement), getComputedStyle(document.body)]"
                                ".map((style, at) => at ? style.color : style.backgroundColor)")  # fmt: skip
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(28, 30, 34)")
