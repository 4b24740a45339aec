"""How far two independent readers of the five documents agreed, before their differences were settled.

    python benchmarks/agreement.py [--differences]

``agreement/first.jsonl`` and ``agreement/second.jsonl`` hold what each reader found: one statement a line, offsets
in code points into ``data/sources/<doc>.txt``.  Two statements are paired, one to one and greedily, when their
passages overlap by half or more of what they cover together; a pair with the same speaker is preferred.  Prints a
Markdown table and writes ``agreement/result.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "agreement"
LEAST_OVERLAP = 0.5
Statement = dict[str, Any]
Pair = tuple[Statement, Statement]


def read_statements(name: str) -> dict[str, list[Statement]]:
    """The statements of one reader, by document."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        statement = json.loads(line)
        found[statement["doc"]].append(statement)
    return found


def overlap(one: Statement, other: Statement) -> float:
    """The characters in both passages, of those in either."""
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    either = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return max(0, both) / either if either else 0.0


def is_turn(statement: Statement) -> bool:
    """Whether the statement is a dialogue turn, whose limits and speaker its label gives both readers alike."""
    return re.fullmatch(r".*-t\d+", statement["id"]) is not None


def voice(statement: Statement) -> str | None:
    """The speaker, or the one inferred."""
    return statement["speaker"] or statement["inferred_speaker"]


def pair_statements(first: list[Statement], second: list[Statement]) -> list[Pair]:
    """The statements that both readers found, best matches first."""
    scored = [
        (overlap(one, other) + (1 if voice(one) == voice(other) else 0), one["id"], other["id"], one, other)
        for one in first
        for other in second
        if one["doc"] == other["doc"] and overlap(one, other) >= LEAST_OVERLAP
    ]
    taken: set[tuple[str, str]] = set()
    pairs = []
    for _, left, right, one, other in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if ("1", left) not in taken and ("2", right) not in taken:
            taken |= {("1", left), ("2", right)}
            pairs.append((one, other))
    return pairs


def share(pairs: list[Pair], key: str) -> float:
    """The share of pairs in which both readers put the same under ``key``."""
    if key == "parent":
        mate = {one["id"]: other["id"] for one, other in pairs}
        same = [mate.get(one["parent"], one["parent"]) == other["parent"] for one, other in pairs]
    elif key == "addressee":
        same = [set(one[key]) == set(other[key]) for one, other in pairs]
    elif key == "speaker":
        same = [voice(one) == voice(other) for one, other in pairs]
    else:
        same = [one[key] == other[key] for one, other in pairs]
    return sum(same) / len(same) if same else 1.0


def compare(first: list[Statement], second: list[Statement]) -> dict[str, float]:
    """The figures of one document, or of all."""
    pairs = pair_statements(first, second)
    f1 = 2 * len(pairs) / (len(first) + len(second))
    keys = ("speaker", "addressee", "parent", "act", "mode", "modality", "polarity")
    return {"first": len(first), "second": len(second), "both": len(pairs), "f1": f1} | {
        key: share(pairs, key) for key in keys
    }


def print_differences(first: list[Statement], second: list[Statement], text: str) -> None:
    """Every statement that one reader has alone, and every pair that differs, with its words."""
    pairs = pair_statements(first, second)
    found = {one["id"] for one, _ in pairs} | {f"2:{other['id']}" for _, other in pairs}
    for name, statements, prefix in (("first", first, ""), ("second", second, "2:")):
        for statement in statements:
            if prefix + statement["id"] not in found:
                words = " ".join(text[statement["start"] : statement["end"]].split())
                made = f"{voice(statement)} -> {statement['addressee']} {statement['act']} {statement['modality']}"
                print(f"only {name}: {statement['id']} under {statement['parent']} {made}: {words[:300]}")
    for one, other in pairs:
        differing = [
            f"{key}: {one[key]} / {other[key]}"
            for key in ("speaker", "inferred_speaker", "addressee", "act", "mode", "modality", "polarity")
            if one[key] != other[key]
        ]
        if differing:
            words = " ".join(text[one["start"] : one["end"]].split())
            print(f"differ: {one['id']} / {other['id']}: {'; '.join(differing)}: {words[:160]}")


def main() -> None:
    """Print the table, or the differences."""
    first, second = read_statements("first.jsonl"), read_statements("second.jsonl")
    if "--differences" in sys.argv:
        sources = Path(__file__).parents[1] / "data" / "sources"
        for document in sorted(first):
            print(f"# {document}")
            print_differences(first[document], second[document], (sources / f"{document}.txt").read_text("utf-8"))
        return
    results = {document: compare(first[document], second[document]) for document in sorted(first)}
    every, other = list(chain(*first.values())), list(chain(*second.values()))
    results["all"] = compare(every, other)
    results["all but turns"] = compare([s for s in every if not is_turn(s)], [s for s in other if not is_turn(s)])
    columns = list(results["all"])
    print(f"| document | {' | '.join(columns)} |\n|---{'|---:' * len(columns)}|")
    for document, row in results.items():
        print(
            f"| {document} | " + " | ".join(f"{v:.2f}" if isinstance(v, float) else str(v) for v in row.values()) + " |"
        )
    (FOLDER / "result.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
