"""How good drafts are, beside a baseline of regular expressions, over time.

    python benchmarks/quality.py [--sample FOLDER] [--note WORDS] [--dry-run]

Drafts every reviewed document of the flagship, and every annotated document in FOLDER (JSON Lines with texts beside
them, which are not part of the project; see docs/quality.md), scores both drafts against what people confirmed, and
appends the figures, with date and version, to ``quality.json``.  Only figures are kept, never words of a text.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import __version__
from kg.document import Document
from kg.draft import draft_document
from kg.draft.record import DraftStatement
from kg.evaluate import Outcome, Source, as_dict, find_gold, make_report, score, scored_drafts
from kg.model import GROUP_KINDS, Authority

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "quality.json"
PARTS = ("flagship", "sample")
LASTING = ("total", "documents", "baseline")
# The baseline: a label with a colon at the start of a line, or a capitalised name and a verb of saying.
LABEL = re.compile(r"^((?:[A-Z][\w.'’-]* ?){1,4})(?:\([^()\n]*\))?:\s", re.MULTILINE)
SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?][”\"’)]*(?=\s|$)|$)", re.MULTILINE)
NAME = r"(?:(?:[Tt]he )?[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){0,3}|[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e)"
VERBS = """
    said says stated states told informed reported replied answered asked inquired requested urged suggested proposed
    recommended advised warned agreed admitted denied declared explained noted added stressed emphasized thanked
    promised assured thought believed felt considered criticized claimed argued insisted expressed wrote continued
    concluded indicated remarked observed
""".split()
SAYING = re.compile(rf"\b({NAME})(?: had| has| then| also| again)* ({'|'.join(VERBS)})\b")
PRONOUNS = frozenset(("he", "she", "they", "i", "we"))
Drafter = Callable[[Document, Authority], Sequence[DraftStatement]]


def draft_by_patterns(document: Document, authority: Authority) -> list[DraftStatement]:
    """The baseline's statements: turns of labels where there are several, else sentences with a name and a verb.

    A sentence without either continues the one before it in its paragraph; a pronoun is the last name.
    """
    labels = list(LABEL.finditer(document.text))
    repeated = {match[1] for match in labels if sum(other[1] == match[1] for other in labels) > 1}
    if len(labels) >= 8 and len(repeated) >= 2:
        return list(_turns(document, labels))
    return list(_sentences(document))


def _turns(document: Document, labels: Sequence[re.Match[str]]) -> Iterator[DraftStatement]:
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(document.text)
        end = label.start() + len(document.text[label.start() : end].rstrip())
        yield _statement(document, number, label.start(), end, ":", label.end(1), label[1], "direct")


def _sentences(document: Document) -> Iterator[DraftStatement]:
    text, number = document.text, 0
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        open_one: tuple[int, int, re.Match[str], str] | None = None
        last = ""
        for sentence in SENTENCE.finditer(text, paragraph.start(), paragraph.end()):
            said = SAYING.search(text, sentence.start(), sentence.end())
            if said:
                if open_one:
                    yield _of_match(document, number, open_one)
                    number += 1
                last = last if said[1].lower() in PRONOUNS and last else said[1]
                open_one = (said.start(), sentence.end(), said, last)
            elif open_one:
                open_one = (open_one[0], sentence.end(), *open_one[2:])
        if open_one:
            yield _of_match(document, number, open_one)
            number += 1


def _of_match(document: Document, number: int, found: tuple[int, int, re.Match[str], str]) -> DraftStatement:
    start, end, said, name = found
    return _statement(document, number, start, end, said[2], said.start(2), name, "indirect")


def _statement(
    document: Document, number: int, start: int, end: int, cue: str, cue_start: int, name: str, mode: str
) -> DraftStatement:
    words = name.strip()
    slug = "-".join(re.findall(r"[a-z0-9]+", words.lower().removeprefix("the "))) or "someone"
    return DraftStatement(
        id=f"b{number}", doc=document.id, start=start, end=end, quote=document.text[start:end], cue=cue,
        cue_start=cue_start, speaker=slug, speaker_text=words, addressees=(), addressee_text=None, parent=None,
        mode=mode, act="assert", modality="actual", polarity="affirmed", confidence=0.5, rule="pattern",
        speaker_how="pattern", addressee_how="none", extent_how="sentence",
    )  # fmt: skip


def outcomes_of(sources: Sequence[Source], draft: Drafter) -> list[Outcome]:
    """What comes of drafting the documents of ``sources``."""
    return [score(one.gold, scored_drafts(draft(one.document, one.authority), one.gold)) for one in sources]


def known_forms(source: Source) -> Source:
    """The same document without its authority, for the baseline knows none; gold then tells each agent's forms."""
    agents = ("person", *GROUP_KINDS)
    entities = [(slug, one) for slug, one in source.authority.entities.items() if one.kind in agents]
    forms = {slug: (one.label, *(name.form for name in one.names)) for slug, one in entities}
    return Source(replace(source.gold, forms=source.gold.forms | forms), source.document, Authority())


def measure(sources: Sequence[Source]) -> dict[str, Any]:
    """The figures of some documents, drafts and baseline, without a word of theirs."""
    report = as_dict(make_report(outcomes_of(sources, draft_document)), misses=False)
    del report["types"]  # their names are words of the sample
    baseline = make_report(outcomes_of([known_forms(one) for one in sources], draft_by_patterns))
    figures = {name: _figure(one.f1) for name, one in baseline.documents.items()}
    return report | {"baseline": figures | {"all": _figure(baseline.total.f1)}}


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def read_results() -> list[dict[str, Any]]:
    """All that was measured, oldest first."""
    return list(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else []


def append(entries: Sequence[dict[str, Any]], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries with a new one; of older ones the figures of documents stay, and the rest where none is newer."""
    older = []
    for one in entries:
        parts = {part: {key: one[part][key] for key in LASTING} for part in PARTS if part in one and part in entry}
        older.append({**one, **parts})
    return [*older, entry]


def main() -> None:
    """Measure, print the F1 of each document, and append the figures."""
    parser = argparse.ArgumentParser(description="How good drafts are.")
    parser.add_argument("--sample", type=Path, help="a folder of annotated documents that are not of the flagship")
    parser.add_argument("--note", default="", help="what has changed")
    parser.add_argument("--dry-run", action="store_true", help="print only")
    given = parser.parse_args()
    entry: dict[str, Any] = {"date": datetime.date.today().isoformat(), "version": __version__, "note": given.note}
    entry["flagship"] = measure(find_gold([str(ROOT / "data")]))
    if given.sample:
        entry["sample"] = measure(find_gold([str(given.sample)]))
    print("| document | F1 | baseline |\n|---|---:|---:|")
    for part in PARTS:
        figures = entry.get(part, {"documents": {}, "baseline": {}})
        for name, one in figures["documents"].items():
            print(f"| {name} | {one['f1']:.2f} | {figures['baseline'][name]:.2f} |")
    if not given.dry_run:
        RESULTS.write_text(json.dumps(append(read_results(), entry), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
