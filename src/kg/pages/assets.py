"""The files that pages load: style sheet, script, icon."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.pictures.palette import palette_css

__all__ = ["ASSETS", "get_asset"]

FOLDER = Path(__file__).parent / "static"
# address under the root -> media type
ASSETS = {
    "static/site.css": "text/css; charset=utf-8",
    "static/site.js": "text/javascript; charset=utf-8",
    "static/icon.svg": "image/svg+xml",
}


@lru_cache(maxsize=len(ASSETS))
def get_asset(address: str) -> bytes:
    """The bytes of a file of ``ASSETS``; the style sheet begins with the palette that pictures share.

    >>> b"--kg-account-line" in get_asset("static/site.css")
    True
    """
    if address not in ASSETS:
        raise LookupError(address)
    data = (FOLDER / address.removeprefix("static/")).read_bytes()
    return palette_css().encode() + data if address.endswith(".css") else data
