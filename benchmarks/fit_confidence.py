"""Fit drafting's confidence on reviewed statements: ``python -m benchmarks.fit_confidence [GOLD.jsonl …] [--write]``.

The flagship collection is always counted; each ``NAME.gold.jsonl`` given with its ``NAME.txt`` is counted with it. A
draft is right when its words are half those of a statement of the same speaker, one to one. Precision of a rule is
smoothed towards 0.6, that of a rule in one place towards the rule's. With ``--write`` the table in
``src/kg/draft/fitted.py`` is replaced; run the fit again after each change to a rule.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.collection import read_collection
from kg.draft import DraftStatement, draft_document
from kg.draft.confidence import features
from kg.read import read_text

ROOT = Path(__file__).resolve().parents[1]
PRIOR, WEIGHT = 0.6, 4.0
LARGE = 200  # a document with more statements than this would outweigh all others
HEAD = '"""Written by benchmarks/fit_confidence.py: precision of rules, and factors of how the speaker was found."""\n'


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated statement: its stretch, and the names that its speaker may go by."""

    start: int
    end: int
    speakers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One draft: its keys, how its speaker was found, whether it is right, what it counts."""

    fine: str
    coarse: str
    how: str
    right: bool
    weight: float


def main(arguments: list[str]) -> None:
    """Print the table of rules; write it when asked to."""
    rows = list(_flagship())
    for name in arguments:
        if not name.startswith("-"):
            rows += _read_gold(Path(name))
    base, speaker = fit(rows)
    for fine, total in _count(rows, lambda row: row.fine).most_common():
        print(f"{fine:28} n {total:6.1f}  p {base[fine]:.2f}")
    if "--write" in arguments:
        table = [
            HEAD,
            "from __future__ import annotations\n",
            '__all__ = ["BASE", "SPEAKER"]\n',
            _dump("BASE", base) + _dump("SPEAKER", speaker),
        ]
        (ROOT / "src/kg/draft/fitted.py").write_text("\n".join(table), encoding="utf-8")


def fit(rows: list[Row]) -> tuple[dict[str, float], dict[str, float]]:
    """Precision by rule and place, and the factor of each way in which a speaker was found."""
    coarse = {
        key: (_count(rows, lambda row: row.coarse, right=True)[key] + PRIOR * WEIGHT) / (total + WEIGHT)
        for key, total in _count(rows, lambda row: row.coarse).items()
    }
    right = _count(rows, lambda row: row.fine, right=True)
    fine = {
        key: (right[key] + coarse[key.split("/")[0]] * WEIGHT) / (total + WEIGHT)
        for key, total in _count(rows, lambda row: row.fine).items()
    }
    hits = _count(rows, lambda row: row.how, right=True)
    expected: Counter[str] = Counter()
    for row in rows:
        expected[row.how] += row.weight * fine[row.fine]
    return {**coarse, **fine}, {how: (hits[how] + WEIGHT) / (total + WEIGHT) for how, total in expected.items()}


def _count(rows: list[Row], key: Callable[[Row], str], *, right: bool = False) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in rows:
        counted[key(row)] += row.weight * (row.right or not right)
    return counted


def _dump(name: str, values: dict[str, float]) -> str:
    lines = "".join(f"    {json.dumps(key)}: {value:.3f},\n" for key, value in sorted(values.items()))
    return f"{name}: dict[str, float] = {{\n{lines}}}\n"


def _flagship() -> Iterator[Row]:
    collection = read_collection(ROOT / "data")
    for name, document in collection.documents.items():
        gold = [
            Gold(
                one.passage.start,
                one.passage.end,
                frozenset(filter(None, (one.speaker, one.inferred_speaker, *one.speaker_members))) or frozenset({""}),
            )
            for one in collection.statements.get(name, ())
        ]
        yield from _rows(document.text, gold, draft_document(document, collection.authority, least=0.0))


def _read_gold(path: Path) -> Iterator[Row]:
    text_file = path.with_name(path.name.replace(".gold.jsonl", ".txt"))
    text = text_file.read_bytes().decode("utf-8")
    meta_file = path.with_name(path.name.replace(".gold.jsonl", ".meta.json"))
    entities = json.loads(meta_file.read_text(encoding="utf-8")).get("entities", {}) if meta_file.exists() else {}
    gold = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            record = json.loads(line)
            slugs = [record["speaker"], *record.get("speakers", ())]
            names = {name for slug in slugs if slug for name in (slug, *_forms(entities.get(slug, {})))}
            gold.append(Gold(record["start"], record["end"], frozenset(names) or frozenset({""})))
    yield from _rows(text, gold, draft_document(read_text(text, text_file.stem), least=0.0))


def _forms(entity: dict[str, object]) -> list[str]:
    forms = entity.get("forms", [])
    assert isinstance(forms, list)
    return [_plain(str(form)) for form in (*forms, entity.get("name", ""))]


def _plain(name: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", name.lower()) if word not in ("the", "a", "an"))


def _rows(text: str, gold: list[Gold], drafts: tuple[DraftStatement, ...]) -> Iterator[Row]:
    right = _match(text, gold, drafts)
    by_id = {draft.id: draft for draft in drafts}
    for number, draft in enumerate(drafts):
        top = draft
        while top.parent is not None:
            top = by_id[top.parent]
        in_turn = top is not draft and top.rule == "turn"
        fine, coarse = features(
            draft.rule, nested=draft.parent is not None, in_turn=in_turn, actual=draft.modality == "actual"
        )
        yield Row(fine, coarse, draft.speaker_how, number in right, min(1.0, LARGE / max(len(gold), 1)))


def _match(text: str, gold: list[Gold], drafts: tuple[DraftStatement, ...]) -> set[int]:
    """The drafts that are right, each for one statement, the best overlap first."""
    words = [match.start() for match in re.finditer(r"\w+", text)]
    pairs = []
    for at, one in enumerate(gold):
        for number, draft in enumerate(drafts):
            start, end = max(one.start, draft.start), min(one.end, draft.end)
            if start < end and _speaks(one, draft):
                shared = sum(start <= word < end for word in words)
                either = sum(min(one.start, draft.start) <= word < max(one.end, draft.end) for word in words)
                if 2 * shared >= either:
                    pairs.append((shared / either, at, number))
    taken: set[int] = set()
    right: set[int] = set()
    for _, at, number in sorted(pairs, reverse=True):
        if at not in taken and number not in right:
            taken.add(at)
            right.add(number)
    return right


def _speaks(one: Gold, draft: DraftStatement) -> bool:
    return bool(one.speakers & {draft.speaker or "", _plain(draft.speaker_text or "")})


if __name__ == "__main__":
    main(sys.argv[1:])
