"""How well a spelling finds its entry: each spelling in turn is taken out of the authority and looked up.

    python benchmarks/names.py

Takes the flagship's persons who have several spellings that differ in more than case, diacritics and signs.  Prints a
Markdown table and writes ``names.json``; beside our distance stands the ratio of ``difflib``, which knows no
Romanisation.  *Near* is where the distance says that two spellings may well be of one name, *part* where one may also
be a part of the other, such as a family name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from kg.collection import read_collection
from kg.model import Authority
from kg.names import normalise
from kg.romanise import NEAR, PART, distance

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "names.json"
LIKE, LIKE_PART = 0.2, 0.5  # of difflib: one letter in five, one in two
Apart = Callable[[str, str], float]


def spellings(authority: Authority) -> dict[str, dict[str, str]]:
    """The spellings of each person that are names, by their normal form; "the Ambassador" is none."""
    found: dict[str, dict[str, str]] = {}
    for slug, entity in authority.entities.items():
        if entity.kind == "person":
            forms = [entity.label, *(name.form for name in entity.names)]
            kept = {normalise(form): form for form in forms if all(word[:1].isupper() for word in _words(form))}
            if kept:
                found[slug] = kept
    return found


def _words(form: str) -> list[str]:
    return ["".join(c for c in word if c.isalpha()) for part in form.split() for word in part.split("-")[:1]]


def rank(form: str, slug: str, known: dict[str, dict[str, str]], apart: Apart) -> list[tuple[float, str]]:
    """The entries by their nearest spelling, without ``form`` itself."""
    rows = []
    for other, forms in known.items():
        left = [one for key, one in forms.items() if other != slug or key != normalise(form)]
        if left:
            rows.append((min(apart(form, one) for one in left), other))
    return sorted(rows)


def questions(known: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Each spelling whose entry has another one, and that no other entry has."""
    for slug, forms in known.items():
        for key, form in forms.items():
            if len(forms) > 1 and not any(key in others for other, others in known.items() if other != slug):
                yield slug, form


def measure(known: dict[str, dict[str, str]], apart: Apart, limits: dict[str, float]) -> dict[str, float]:
    """First and among the first three; precision and recall of a nearest entry within each limit."""
    asked = [(rank(form, slug, known, apart), slug) for slug, form in questions(known)]
    places = [[other for _, other in rows].index(slug) for rows, slug in asked]
    found: dict[str, float] = {
        "spellings": len(asked),
        "first": round(sum(place == 0 for place in places) / len(asked), 4),
        "in three": round(sum(place < 3 for place in places) / len(asked), 4),
    }
    for name, limit in limits.items():
        called = [place == 0 for (rows, _), place in zip(asked, places, strict=True) if rows[0][0] <= limit]
        found[f"{name} precision"] = round(sum(called) / len(called), 4) if called else 0.0
        found[f"{name} recall"] = round(sum(called) / len(asked), 4)
    return found


def unlike(one: str, other: str) -> float:
    """The distance of difflib, the same either way round."""
    first, second = sorted((normalise(one), normalise(other)))
    return 1 - SequenceMatcher(None, first, second).ratio()


def main() -> None:
    """Measure both distances and print the table."""
    known = spellings(read_collection(ROOT / "data").authority)
    results = {
        "kg.romanise": measure(known, distance, {"near": NEAR, "part": PART}),
        "difflib": measure(known, unlike, {"near": LIKE, "part": LIKE_PART}),
    }
    columns = list(results["kg.romanise"])
    print(f"| distance | {' | '.join(columns)} |\n|---{'|---:' * len(columns)}|")
    for name, row in results.items():
        print(f"| {name} | {' | '.join(str(value) for value in row.values())} |")
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
