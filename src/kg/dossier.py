"""A thing's dossier as text: what the collection holds on it, in parts, each row with its attribution and passage.

The rows are those of saved questions, so that a dossier says nothing that a question would not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.describe import find_label
from kg.names import AGENT_KINDS, EVENT_KINDS, index_names
from kg.questions import ask_question, get_question
from kg.store import Rows, Term, find_drafts
from kg.tables import plain_cell

__all__ = ["write_dossier"]


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: its heading, the question that fills it, and the question's parameter that takes the thing."""

    heading: str
    question: str
    parameter: str
    columns: tuple[str, ...]


WORDS = ("words", "according_to", "passage_iri")
SPELLINGS = _Part("Spellings", "spellings", "thing", ("spelling", "occurrences", "document", "passage_iri"))
ABOUT = _Part("Was said about", "who-said-what", "about", ("speaker", "addressee", "act", *WORDS))
PARTS: dict[str, tuple[_Part, ...]] = {
    "agent": (
        SPELLINGS,
        _Part("Offices", "offices", "who", ("relation", "office", "office_from", *WORDS)),
        _Part(
            "Meetings", "meetings-and-participants", "participant", ("meeting", "how", "according_to", "passage_iri")
        ),
        _Part("Said", "who-said-what", "speaker", ("addressee", "act", *WORDS)),
        _Part("Was told", "who-said-what", "addressee", ("speaker", "act", *WORDS)),
        ABOUT,
    ),
    "event": (
        SPELLINGS,
        _Part(
            "Participants",
            "meetings-and-participants",
            "meeting",
            ("participant", "how", "according_to", "passage_iri"),
        ),
        ABOUT,
    ),
    "document": (
        SPELLINGS,
        _Part("Reports", "who-said-what", "document", ("speaker", "addressee", "act", *WORDS)),
        ABOUT,
    ),
    "thing": (SPELLINGS, ABOUT),
}


def write_dossier(store: Store, name: str, *, limit: int = 8) -> str:
    """The dossier of the person, group, place, event or document called ``name``, ``limit`` rows of each part.

    Raises ``UnknownName`` with the nearest known names, or ``AmbiguousName``.
    """
    names = index_names(store, "thing")
    iri = names.get_iri(name, "thing")
    kind, _, slug = iri.partition("/id/")[2].partition("/")
    title = find_label(store, NamedNode(iri)) or slug
    lines = [title, "=" * len(title), f"{kind} · {iri}"]
    drafts = find_drafts(store)
    for part in PARTS[_sort_of(kind)]:
        rows = ask_question(get_question(part.question), {part.parameter: iri}, store, names=names)
        if rows.rows:
            lines += ["", *_write_part(part, rows, slug, limit, drafts)]
    return "\n".join(lines) + "\n"


def _sort_of(kind: str) -> str:
    if kind in AGENT_KINDS:
        return "agent"
    if kind in EVENT_KINDS:
        return "event"
    return kind if kind in PARTS else "thing"


def _write_part(part: _Part, rows: Rows, slug: str, limit: int, drafts: frozenset[Term]) -> list[str]:
    total = len(rows.rows)
    lines = [f"{part.heading} ({total})", "-" * (len(part.heading) + len(str(total)) + 3)]
    indices = [rows.columns.index(column) for column in part.columns]
    for row in rows.rows[:limit]:
        mark = "draft · " if drafts.intersection(row) else ""
        lines.append(f"  {mark}{_write_row(part.columns, [plain_cell(row[index]) for index in indices])}")
    if total > limit:
        parameter = part.parameter.replace("_", "-")
        lines.append(f"  … and {total - limit} more: kg ask {part.question} --{parameter} {slug}")
    return lines


def _write_row(columns: Sequence[str], cells: Sequence[str]) -> str:
    """One row as a line: quotes in quotation marks, the source and the passage after it in brackets."""
    shown = dict(zip(columns, cells, strict=True))
    passage, source = shown.pop("passage_iri", ""), shown.pop("according_to", "")
    words = shown.pop("words", "")
    head = " · ".join(cell for cell in shown.values() if cell)
    quote = f": “{words if len(words) <= 160 else words[:157].rsplit(' ', 1)[0] + ' …'}”" if words else ""
    return f"{head}{quote} [{', '.join(filter(None, (f'according to {source}' if source else '', passage)))}]"
