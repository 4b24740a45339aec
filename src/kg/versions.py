"""Two versions of a graph -> what changed between them, in a reader's terms.

A version is a built graph (``.nq``, ``.ttl`` and other RDF files), a collection's folder, or a git revision of the
collection that is asked from.  A statement keeps its IRI when others come before it, so what is compared is what one
and the same statement says in both.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, Store

from kg.build import GRAPH_FILES
from kg.collection import SETTINGS_FILE
from kg.errors import InputError
from kg.inquiry.testimony import Cited, Testimony
from kg.store import add_union
from kg.terms import RDF, kg
from kg.textfile import read_bytes

__all__ = ["Change", "diff_versions", "open_version", "write_changelog"]

# property of a statement -> what its change is called
STATEMENT_CHANGES = {
    "speaker": "re-attributed", "inferredSpeaker": "re-attributed", "speakerMember": "re-attributed",
    "reportedIn": "re-attributed", "addressee": "addressed otherwise", "act": "read otherwise",
    "modality": "read otherwise", "polarity": "read otherwise", "stance": "read otherwise", "states": "read otherwise",
    "passage": "placed otherwise", "status": "reviewed otherwise",
}  # fmt: skip
KINDS = ("document", "statement", "judgement", "fact")
JUDGEMENT_CHANGES = {"verdict": "verdict changed", "reason": "reason changed", "judges": "judges otherwise"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a statement, judgement or document added, withdrawn, or said otherwise; with the words of both."""

    kind: str
    change: str
    what: str
    before: str
    after: str
    thing_iri: str
    cited: Cited | None


def open_version(name: str, collection: Path) -> Store:
    """The store of a version: an RDF file, a collection's folder, or a git revision of ``collection``."""
    path = Path(name)
    if path.is_dir():
        if not (path / SETTINGS_FILE).is_file():
            raise InputError(
                path, None, f"holds no {SETTINGS_FILE}", "name a collection's folder, a graph or a revision"
            )
        path = path / GRAPH_FILES["nquads"]
    if path.is_file():
        form = RdfFormat.from_extension(path.suffix.removeprefix("."))
        if form is None:
            raise InputError(path, None, "has no ending that tells its RDF format", "name it .nq, .ttl, .trig or .nt")
        return _load(read_bytes(path, name=str(path)), form, str(path))
    return _load(_read_revision(name, collection), RdfFormat.N_QUADS, name)


def _load(data: bytes, form: RdfFormat, name: str) -> Store:
    store = Store()
    try:
        store.bulk_load(data, format=form)
    except (SyntaxError, ValueError) as error:
        raise InputError(name, None, f"is not RDF: {' '.join(str(error).split())[:200]}", "build it again") from None
    return add_union(store)


def _read_revision(revision: str, collection: Path) -> bytes:
    """The built graph of a collection as it was in a git revision."""
    cure = "name a graph file, a collection's folder, or a git revision that has the built graph"
    if revision.startswith("-"):
        raise InputError(revision, None, "is no version", cure)
    command = ["git", "-C", str(collection), "show", f"{revision}:./{GRAPH_FILES['nquads']}"]
    try:
        found = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        raise InputError(revision, None, "is no file, and git is not there to look for a revision", cure) from None
    if found.returncode:
        raise InputError(revision, None, "is neither a file nor a revision with a built graph", cure)
    return found.stdout


def diff_versions(old: Store, new: Store) -> tuple[Change, ...]:
    """What changed from ``old`` to ``new``: documents, statements, judgements, then facts; each in order of IRIs.

    >>> from kg.store import store_of
    >>> diff_versions(store_of([]), store_of([]))
    ()
    """
    before, after = Testimony(old), Testimony(new)
    return (
        *_things(before, after, "Document", {}),
        *_things(before, after, "Statement", STATEMENT_CHANGES),
        *_things(before, after, "Judgement", JUDGEMENT_CHANGES),
        *_facts(before, after),
    )


def _things(before: Testimony, after: Testimony, kind: str, changes: dict[str, str]) -> Iterator[Change]:
    old, new = (set(one.subjects(kg(kind).value, RDF("type"))) for one in (before, after))
    for iri in sorted(old | new):
        if iri in new and iri not in old:
            yield _whole(after, kind, "added", iri)
        elif iri in old and iri not in new:
            yield _whole(before, kind, "withdrawn", iri)
        else:
            yield from _changed(before, after, kind, iri, changes)


def _whole(side: Testimony, kind: str, change: str, iri: str) -> Change:
    cited = side.telling(iri).cited if kind == "Statement" else None
    told = cited.in_words if cited else side.text(iri, kg("reason")) or side.label(iri)
    old, new = (told, "") if change == "withdrawn" else ("", told)
    return Change(kind.lower(), change, side.label(iri), old, new, iri, cited)


def _changed(before: Testimony, after: Testimony, kind: str, iri: str, changes: dict[str, str]) -> Iterator[Change]:
    said: dict[str, list[tuple[str, str]]] = {}
    for name, change in changes.items():
        sides = [_said(one, iri, name) for one in (before, after)]
        if sides[0] != sides[1]:
            said.setdefault(change, []).append((f"{name}: {sides[0] or 'none'}", f"{name}: {sides[1] or 'none'}"))
    for change, pairs in said.items():
        cited = after.telling(iri).cited if kind == "Statement" else None
        old, new = ("; ".join(pair[side] for pair in pairs) for side in (0, 1))
        yield Change(kind.lower(), change, after.label(iri), old, new, iri, cited)


def _said(side: Testimony, iri: str, name: str) -> str:
    if name == "passage":
        return "; ".join(" ".join((side.text(one, kg("quote")) or one).split()) for one in side.iris(iri, kg(name)))
    values = side.values(iri, kg(name))
    return "; ".join(one.value if isinstance(one, Literal) else side.label(one.value) for one in values)


def _facts(before: Testimony, after: Testimony) -> Iterator[Change]:
    """The plain facts that stand because of a judgement: gained or lost."""
    old, new = ({iri for iri, _ in one.pairs(kg("warrantedBy"))} for one in (before, after))
    for iri in sorted(old ^ new):
        side, change = (after, "now held") if iri in new else (before, "no longer held")
        label = side.label(iri)
        yield Change("fact", change, label, "" if iri in new else label, label if iri in new else "", iri, None)


def write_changelog(changes: tuple[Change, ...]) -> str:
    """The changes as a chapter of a changelog in Markdown.

    >>> print(write_changelog(()), end="")
    Nothing changed.
    """
    if not changes:
        return "Nothing changed.\n"
    lines: list[str] = []
    heading = ""
    for one in sorted(changes, key=lambda change: (KINDS.index(change.kind), change.change)):
        title = f"### {one.kind.capitalize()}s {one.change}"
        if title != heading:
            count = sum(1 for other in changes if (other.kind, other.change) == (one.kind, one.change))
            lines += ["", f"{title} ({count})", ""] if lines else [f"{title} ({count})", ""]
            heading = title
        text = f"{one.before} → {one.after}" if one.before and one.after else one.before or one.after
        told = f" {one.cited.in_words}" if one.cited and one.before and one.after else ""
        lines.append(f"- `{one.thing_iri.rpartition('/')[2]}`: {text}{told}")
    return "\n".join(lines) + "\n"
