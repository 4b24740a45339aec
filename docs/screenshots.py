"""Make the pictures of pages that the documentation shows: ``make screenshots`` writes ``docs/images/*.png``.

Serves the flagship on this machine, opens it in Debian's Chromium, and saves each page at the size at which it is
shown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET, serve

IMAGES = Path(__file__).parent / "images"
MOST = 200_000  # bytes


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page, and what is done there before."""

    name: str
    path: str
    width: int = 1000
    height: int = 700
    scheme: str = "light"
    do: Callable[[Page], object] = lambda page: None


def choose(page: Page) -> None:
    """Choose a statement deep in hearsay, and show it with its panel."""
    mark = page.locator(".text p .st.d4 .num").first
    mark.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 320)")
    mark.click()
    page.mouse.move(0, 0)


def light(page: Page) -> None:
    """Whom Kim Il Sung spoke with, in the middle of the frame."""
    node = page.locator("#net .kg-node", has_text=re.compile(r"^\s*Kim Il Sung:")).first
    page.evaluate("scrollTo(0, document.querySelector('.net-bar').offsetTop - 20)")
    node.locator("a").evaluate("""(link) => {
      const frame = document.getElementById('net');
      frame.scrollTop += link.getBoundingClientRect().top - frame.getBoundingClientRect().top - 190;
      link.focus({ preventScroll: true });
    }""")


def run(page: Page) -> None:
    page.locator("html.editing").wait_for(state="attached")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator("#result table").first.wait_for()
    page.evaluate("scrollTo(0, 320)")


SHOTS = (
    Shot("home", "", do=lambda page: page.mouse.move(0, 0)),
    Shot("document", "doc/document/114146", height=600, do=choose),
    Shot("statement", "doc/statement/114146-p11-1-1-1", do=lambda page: page.evaluate("scrollTo(0, 90)")),
    Shot("network", "network", width=900, height=460, do=light, scheme="dark"),
    Shot("sparql", "sparql", do=run),
    Shot("person-phone", "doc/person/kim-il-sung", width=390, height=800),
)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with serve() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for shot in SHOTS:
            page = browser.new_page(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme="dark" if shot.scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(site + shot.path, wait_until="load")
            shot.do(page)
            page.wait_for_timeout(300)  # until what was asked for is drawn
            data = page.screenshot()
            assert len(data) <= MOST, f"{shot.name}: {len(data):,} bytes are more than {MOST:,}"
            (IMAGES / f"{shot.name}.png").write_bytes(data)
            print(f"{shot.name}.png {len(data):,}", file=sys.stderr)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
