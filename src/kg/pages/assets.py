"""The files that pages load: style sheet, scripts, icon, and the SPARQL editor where ``make frontend`` brought it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.pictures.palette import palette_css

__all__ = ["ASSETS", "HAS_EDITOR", "POLICY", "get_asset"]

FOLDER = Path(__file__).parent / "static"
TEXT = "text/plain; charset=utf-8"
CSS, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
# The Content-Security-Policy that every page holds to; a statically served copy may send it too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VENDOR = {
    "static/vendor/yasgui.min.css": CSS,
    "static/vendor/yasgui.min.js": SCRIPT,
    "static/vendor/LICENSES.txt": TEXT,
}
HAS_EDITOR = all((FOLDER / address.removeprefix("static/")).is_file() for address in VENDOR)
# address under the root -> media type
ASSETS = {
    "static/site.css": CSS,
    "static/site.js": SCRIPT,
    "static/network.js": SCRIPT,
    "static/icon.svg": "image/svg+xml",
    **({"static/sparql.css": CSS, "static/sparql.js": SCRIPT} | VENDOR if HAS_EDITOR else {}),
}


@lru_cache(maxsize=len(ASSETS))
def get_asset(address: str) -> bytes:
    """The bytes of a file of ``ASSETS``; the site's style sheet begins with the palette that pictures share.

    >>> b"--kg-account-line" in get_asset("static/site.css")
    True
    """
    if address not in ASSETS:
        raise LookupError(address)
    data = (FOLDER / address.removeprefix("static/")).read_bytes()
    return palette_css().encode() + data if address == "static/site.css" else data
