"""An Accept header and the media types on offer -> the one to send, or none.

RFC 9110, section 12.5.1: the most specific range that matches a type gives its quality, 0 excludes it, and the highest
quality wins; among equals the offer's own order decides.  Parameters but ``q`` are not compared: ``charset=utf-8`` is
what all our text is, and a client that names a profile is better served without it than refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["choose_type", "parse_accept"]

LONGEST = 8_000  # characters of a header that are read; no client in earnest sends more
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
RANGE = re.compile(rf"\s*({TOKEN})/({TOKEN})\s*")
PARAMETER = re.compile(rf";\s*(?:({TOKEN})\s*(?:=\s*({TOKEN}|\"(?:[^\"\\]|\\.)*+\")\s*)?)?")
QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
REST = re.compile(r"(?:[^,\"]|\"(?:[^\"\\]|\\.)*+\"?)*+,?")  # what is left of a range that cannot be read


def parse_accept(header: str) -> dict[str, float]:
    """The quality of each media range, in lower case; the first where one stands twice; unreadable ones are left out.

    >>> parse_accept("Text/HTML, application/json;q=0.5, */*; q=0.1; x, a/b;q=9, nonsense")
    {'text/html': 1.0, 'application/json': 0.5, '*/*': 0.1}
    """
    found: dict[str, float] = {}
    at, header = 0, header[:LONGEST]
    while at < len(header):
        media = RANGE.match(header, at)
        at, quality = (media.end(), "1") if media else (at, "")
        seen = False
        while media and (parameter := PARAMETER.match(header, at)):
            at = parameter.end()
            if (parameter[1] or "").lower() == "q" and not seen:
                seen, quality = True, parameter[2] or ""
        rest = REST.match(header, at)
        end = rest.end() if rest else len(header)
        if media and header[at:end].strip() in ("", ",") and QUALITY.fullmatch(quality):
            found.setdefault(f"{media[1]}/{media[2]}".lower(), float(quality))
        at = max(end, at + 1)
    return found


def choose_type(accept: str | Iterable[str] | None, offered: Sequence[str]) -> str | None:
    """The offered media type that a client likes best, or none where it accepts none of them.

    ``accept`` is the header's value, or its values where it came more than once.  No header, or one that holds nothing
    readable, accepts everything.  ``offered`` is in lower case, the server's favourite first.

    >>> choose_type("text/*;q=0.5, application/json;q=0.4", ["application/json", "text/turtle"])
    'text/turtle'
    >>> choose_type("image/png", ["application/json"]) is None
    True
    """
    values = accept if isinstance(accept, str) or accept is None else ",".join(accept)
    ranges = parse_accept(values or "") or {"*/*": 1.0}

    def quality(media_type: str) -> float:
        kind = media_type.partition("/")[0]
        return next((ranges[r] for r in (media_type, f"{kind}/*", "*/*") if r in ranges), 0.0)

    best = max(offered, key=quality, default=None)  # the first of the best
    return best if best is not None and quality(best) > 0 else None
