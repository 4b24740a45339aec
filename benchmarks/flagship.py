"""Seconds and memory of the commands on the flagship, as whole processes, beside rdflib doing the same question.

    python benchmarks/flagship.py [RUNS]

Prints a Markdown table (minimum, median, maximum of the runs; peak resident memory) and writes ``flagship.json``.
Ratios hold better than seconds on a noisy machine: the last column divides by the median of ``kg ask``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
KG = Path(sys.executable).parent / "kg"
QUESTION = "who-said-what"
WITH_RDFLIB = """
import sys
from rdflib import Graph
graph = Graph().parse(sys.argv[1], format="turtle")
print(len(list(graph.query(open(sys.argv[2], encoding="utf-8").read()))))
"""


def commands(output: str) -> dict[str, list[str]]:
    """What is timed, by name."""
    graph, query = str(ROOT / "data/graph/hearsay.ttl"), str(ROOT / f"queries/{QUESTION}.rq")
    return {
        "kg --help": [str(KG), "--help"],
        f"kg ask {QUESTION}": [str(KG), "ask", QUESTION, "--format", "csv"],
        f"kg ask {QUESTION} --speaker": [str(KG), "ask", QUESTION, "--speaker", "Nam Il", "--format", "csv"],
        f"rdflib: {QUESTION}.rq on the Turtle": [sys.executable, "-c", WITH_RDFLIB, graph, query],
        "kg show": [str(KG), "show", "Pak Chang-ok"],
        "kg build": [str(KG), "build", "--output", output],
        "kg validate": [str(KG), "validate"],
    }


def time_once(command: list[str]) -> tuple[float, float]:
    """Seconds of the whole process, and its peak memory in megabytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Time everything and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    results = {}
    with tempfile.TemporaryDirectory() as output:
        for name, command in commands(output).items():
            timed = [time_once(command) for _ in range(runs)]
            seconds = [one for one, _ in timed]
            results[name] = {
                "min": min(seconds),
                "median": statistics.median(seconds),
                "max": max(seconds),
                "megabytes": max(memory for _, memory in timed),
            }
    base = results[f"kg ask {QUESTION}"]["median"]
    print("| command | min s | median s | max s | MB | times kg ask |\n|---|---:|---:|---:|---:|---:|")
    for name, row in results.items():
        print(
            f"| {name} | {row['min']:.2f} | {row['median']:.2f} | {row['max']:.2f} | {row['megabytes']:.0f} "
            f"| {row['median'] / base:.1f} |"
        )
    (Path(__file__).parent / "flagship.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
