"""A document's metadata -> a citation: Chicago's notes style, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.dates import MONTHS

__all__ = ["Source", "cite_bibtex", "cite_chicago", "cite_csl"]

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation needs to know of a document; all as the collection has it."""

    key: str
    title: str
    iri: str
    date: str | None = None
    kind: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    obtained_by: tuple[str, ...] = ()
    archive: str = ""
    reference: str = ""
    url: str = ""
    language: str = ""
    collection: str = ""


def cite_chicago(source: Source) -> str:
    """A note as the Chicago Manual of Style has it for an unpublished document of an archive.

    >>> cite_chicago(Source("1", "Letter", "https://x/1", "1956-09-10", reference="RGANI, Fond 5", url="https://y/1"))
    '“Letter,” September 10, 1956, RGANI, Fond 5, https://y/1.'
    """
    parts = [f"“{source.title.rstrip('.')},”", _american(source.date)]
    parts += [source.reference or source.archive]
    parts += [f"obtained by {_join(source.obtained_by)}" if source.obtained_by else ""]
    parts += [f"translated by {_join(source.translators)}" if source.translators else ""]
    parts += [source.url or source.iri]
    return f"{parts[0]} {', '.join(filter(None, parts[1:]))}."


def cite_bibtex(source: Source) -> str:
    """An entry for BibTeX and biblatex."""
    year = source.date[:4] if source.date and DAY.match(source.date) else ""
    notes = [source.reference or source.archive]
    notes += [f"Obtained by {_join(source.obtained_by)}" if source.obtained_by else ""]
    notes += [f"Translated by {_join(source.translators)}" if source.translators else ""]
    fields = {
        "title": source.title,
        "author": " and ".join(f"{{{name}}}" for name in map(_tex, source.authors)),
        "date": source.date or "",
        "year": year,
        "howpublished": source.kind,
        "note": ". ".join(filter(None, notes)),
        "url": source.url or source.iri,
    }
    raw = {"author", "url"}
    lines = [f"  {name} = {{{value if name in raw else _tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{hearsay-{source.key},", *lines, "}"])


def cite_csl(source: Source) -> str:
    """The item in the format of the Citation Style Language, as Zotero and pandoc read it."""
    item: dict[str, object] = {
        "id": source.key,
        "type": "document",
        "genre": source.kind,
        "title": source.title,
        "author": [{"literal": name} for name in source.authors],
        "translator": [{"literal": name} for name in source.translators],
        "issued": _csl_date(source.date),
        "archive": source.archive,
        "archive_location": source.reference,
        "language": source.language,
        "URL": source.url or source.iri,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1)


def _csl_date(date: str | None) -> Mapping[str, object]:
    match = DAY.match(date or "")
    if match is None:
        return {"raw": date} if date else {}
    return {"date-parts": [[int(part) for part in match.groups() if part]]}


def _american(date: str | None) -> str:
    match = DAY.fullmatch(date or "")
    if match is None:
        return date or "undated"
    year, month, day = match.groups()
    named = " ".join(filter(None, [MONTHS[int(month) - 1] if month else "", str(int(day)) if day else ""]))
    return f"{named}, {year}" if day else f"{named} {year}".strip()


def _join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(char, char) for char in text)
