"""A browser, and the flagship served on this machine, for the tests beside this file.

They run wherever Debian's Chromium and the extra ``dev`` are; nothing is ever downloaded.  Each page is watched: an
error in the console, a breach of the Content-Security-Policy, a failed request, or a request to anywhere else fails
its test.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
COMMAND = [str(Path(sys.executable).with_name("kg")), "serve", "--port"]  # then the port
PATIENCE = 60  # seconds until the server must answer
# Chromium asks Google for updates, time and lists of its own accord; a page's own requests are what is tested.
QUIET = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-first-run", "--disable-features=OptimizationHints,MediaRouter,Translate",
]  # fmt: skip

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests, and say so, where there is no Chromium."""
    if not CHROMIUM.exists():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=f"no {CHROMIUM} (Debian's package chromium)"))


@contextmanager
def serve() -> Iterator[str]:
    """Serve the flagship by a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [*COMMAND, str(port)], cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    ) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/about", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the served flagship."""
    with serve() as address:
        yield address


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {address}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file of tests; Playwright's loop must be gone before others ask asyncio for one."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Opener]:
    """Opens a page of the site at a width, watched; its faults are the test's."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        scripts: bool = True,
        expected: str = "",
    ) -> Page:
        """``expected`` is in what the console may say, such as the status of a refused request."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if _bad(said.type, said.text, expected) else None)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("requestfailed", lambda asked: faults.append(f"failed: {asked.url}") if _lost(asked) else None)
        page.on("request", lambda asked: None if _inside(asked.url, site) else faults.append(f"to {asked.url}"))
        page.goto(site + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _bad(kind: str, text: str, expected: str) -> bool:
    return kind in ("error", "warning", "assert") and not (expected and expected in text)


def _lost(asked: object) -> bool:
    """A request that failed; one that a download or the next page cut short did not."""
    return "ERR_ABORTED" not in str(getattr(asked, "failure", ""))


def _inside(address: str, site: str) -> bool:
    return address.startswith((site, "blob:", "data:"))
