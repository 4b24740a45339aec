"""The worked example's tables are what the commands answer, and what a reader of the sources finds.

    python -m tests.inquiry.test_worked_example

writes them anew.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "worked-example.md"
TABLE = re.compile(
    r"<!-- kg (?P<command>[^\[:]+?)(?: \[(?P<only>[^\]]+)\])?: (?P<columns>[^>]+?) -->\n(?P<table>.*?)<!-- end -->",
    re.S,
)


def answer(command: str) -> list[dict[str, str]]:
    done = CliRunner().invoke(main, [*shlex.split(command), "-f", "csv", "-C", str(ROOT / "data")])
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def make_table(match: re.Match[str]) -> str:
    rows = answer(match["command"])
    columns = match["columns"].split(", ")
    only = match["only"] or ""
    if only.startswith("first "):
        rows = rows[: int(only.removeprefix("first "))]
    elif only:
        name, value = only.split("=")
        rows = [row for row in rows if row[name] == value]
    cells = list(dict.fromkeys(tuple(_cell(row[column]) for column in columns) for row in rows))
    heads = [column.removesuffix("_iri").replace("_", " ") for column in columns]
    lines = [heads, ["---"] * len(heads), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    short = text.rpartition("/")[2] if "/id/statement/" in text else text
    return short.replace("|", "\\|")


@pytest.mark.parametrize(
    "match", list(TABLE.finditer(PAGE.read_text(encoding="utf-8"))), ids=lambda match: match["command"]
)
def test_table_is_what_the_command_answers(match: re.Match[str]) -> None:
    assert match["table"] == make_table(match)


# Found by reading the sources, not by running the code.
def test_the_answers_are_those_that_a_reader_finds() -> None:
    fled = answer("origins four-who-fled-fled-to-china")
    assert {row["source"] for row in fled} == {
        "Mao Zedong", "Anastas Mikoyan", "Kim Il Sung", "Central Committee of the CCP",
    }  # fmt: skip
    knew = answer("knew pak-chang-oks-group-criticised-kim-il-sung-planned --by 1956-07-31")
    assert [(row["who"], row["latest"]) for row in knew] == [
        ("Pak Chang-ok", "1956-07-20"), ("Nam Il", "1956-07-20"), ("A. M. Petrov", "1956-07-24"),
    ]  # fmt: skip
    word = answer("breaches kim-il-sung")
    assert {row["speaker"] for row in word if row["number"] == "1" and row["side"] == "broken"} == {
        "Ri Sang-jo", "Anastas Mikoyan",
    }  # fmt: skip
    assert {row["speaker"] for row in word if row["number"] == "2" and row["side"] == "kept"} == {"Anastas Mikoyan"}


def write() -> None:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        TABLE.sub(lambda m: m.group().replace(f"-->\n{m['table']}<!-- end", f"-->\n{make_table(m)}<!-- end"), text),
        encoding="utf-8",
    )


if __name__ == "__main__":
    write()
