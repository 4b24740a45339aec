"""A document, or a passage of it -> a citation: Chicago's notes style, BibTeX and CSL-JSON.

A passage is cited by its place in the text (characters, counted from 0, end exclusive) and its address, because the
archive's leaves are not in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.dates import MONTHS
from kg.nodes import Nodes
from kg.terms import FOAF, kg
from kg.words import join_names

__all__ = ["Source", "cite_bibtex", "cite_chicago", "cite_csl", "source_of"]

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
CHARS = re.compile(r"#char=(\d+),(\d+)$")
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
    passage: str = ""

    @property
    def place(self) -> str:
        """The passage's place in the document's text, in words."""
        match = CHARS.search(self.passage)
        return f"characters {match[1]}–{match[2]} of the text" if match else ""


def source_of(nodes: Nodes, document: str, passage: str = "") -> Source:
    """What a citation of a document, or of one passage of it, needs to know."""

    def names(name: str) -> tuple[str, ...]:
        return tuple(sorted((nodes.label(iri) for iri in nodes.iris(document, kg(name))), key=str.casefold))

    kind, dataset = nodes.iri(document, kg("documentKind")), nodes.dataset
    return Source(
        key=document.rpartition("/")[2],
        title=nodes.label(document),
        iri=document,
        date=nodes.text(document, kg("date")),
        kind=nodes.label(kind) if kind else "",
        authors=names("author"),
        translators=names("translator"),
        obtained_by=names("obtainedBy"),
        archive=nodes.text(document, kg("archive")) or "",
        reference=nodes.text(document, kg("archiveReference")) or "",
        url=nodes.iri(document, FOAF("page")) or "",
        language=nodes.text(document, kg("originalLanguage")) or "",
        collection=nodes.label(dataset) if dataset else "",
        passage=passage,
    )


def cite_chicago(source: Source) -> str:
    """A note as the Chicago Manual of Style has it for an unpublished document of an archive.

    >>> cite_chicago(Source("1", "Letter", "https://x/1", "1956-09-10", reference="RGANI, Fond 5", url="https://y/1"))
    '“Letter,” September 10, 1956, RGANI, Fond 5, https://y/1.'
    """
    parts = [f"“{source.title.rstrip('.')},”", _american(source.date)]
    parts += [source.reference or source.archive]
    parts += [f"obtained by {join_names(source.obtained_by)}" if source.obtained_by else ""]
    parts += [f"translated by {join_names(source.translators)}" if source.translators else ""]
    parts += [source.url or source.iri, source.place, source.passage]
    return f"{parts[0]} {', '.join(filter(None, parts[1:]))}."


def cite_bibtex(source: Source) -> str:
    """An entry for BibTeX and biblatex."""
    year = source.date[:4] if source.date and DAY.match(source.date) else ""
    notes = [source.reference or source.archive]
    notes += [f"Obtained by {join_names(source.obtained_by)}" if source.obtained_by else ""]
    notes += [f"Translated by {join_names(source.translators)}" if source.translators else ""]
    notes += [f"Cited: {source.place}, {source.passage}" if source.passage else ""]
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
        "note": f"Cited: {source.place}, {source.passage}" if source.passage else "",
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


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(char, char) for char in text)
