"""What the documentation says holds: generated pages are fresh, links lead somewhere, commands do what is shown.

The information string of a fenced block says how it is run.  In a ``console`` block, lines that begin with ``$`` are
commands, and the lines under one must come out in this order, ``…`` standing for what is left out; ``exit=2`` is the
last command's exit code, ``needs=rapper`` a programme without which the block is skipped.  ``file=NAME`` writes the
block to a file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from docs import generate

from kg.build import build_collection
from kg.questions import ask_question, get_question
from kg.store import ask_store

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs/tutorial.md"
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
WRITTEN = [path for path in PAGES if "reference" not in path.parts]
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
CITED = re.compile(r"\b(?:114146|115932|117838|1956-07-24-nam-il|1956-listing)-[pt]\d+(?:-\d+)*\b")
FRAGMENT = re.compile(r"\b([a-z0-9-]+)\.txt#char=(\d+),(\d+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its options, its text."""

    language: str
    options: dict[str, str]
    text: str

    def steps(self) -> Iterator[tuple[str, list[str]]]:
        """Each command of a console block with the lines shown under it."""
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


@cache
def blocks_of(page: Path) -> list[Block]:
    found = []
    for match in FENCE.finditer(page.read_text(encoding="utf-8")):
        language, *options = match["info"].split() or [""]
        found.append(Block(language, dict(option.split("=", 1) for option in options), match["text"]))
    return found


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def squeeze(line: str) -> str:
    return " ".join(line.split())


def missing_lines(shown: list[str], output: str) -> list[str]:
    """The shown lines that do not come out, each sought after the one before.

    >>> missing_lines(["one", "…", "thr … ee", "two"], "one\\ntwo\\nthr  and ee\\n")
    ['two']
    """
    lines, at, missing = [squeeze(line) for line in output.splitlines()], 0, []
    for wanted in map(squeeze, shown):
        parts = [re.escape(part) for part in re.split(r"\s*…\s*", wanted)]
        pattern = re.compile(r".*".join(parts))
        if not "".join(parts):
            continue
        place = next((n for n in range(at, len(lines)) if pattern.fullmatch(lines[n])), None)
        if place is None:
            missing.append(wanted)
        else:
            at = place + 1
    return missing


def run(command: str, folder: Path) -> tuple[int, str]:
    """A shell command's exit code, and what it wrote."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def run_console(block: Block, folder: Path) -> Path:
    """Run a console block's commands; the folder in which the next block begins comes out."""
    steps = list(block.steps())
    for number, (command, shown) in enumerate(steps, start=1):
        if command.startswith("cd "):
            folder = folder / command.removeprefix("cd ")
            continue
        code, output = run(command, folder)
        expected = int(block.options.get("exit", "0")) if number == len(steps) else 0
        assert code == expected, f"$ {command}\n{output}"
        assert missing_lines(shown, output) == [], f"$ {command}\n{output}"
    return folder


def run_page(page: Path, folder: Path) -> None:
    for block in blocks_of(page):
        if "file" in block.options:
            (folder / block.options["file"]).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            needed = block.options.get("needs")
            if needed is None or shutil.which(needed):
                folder = run_console(block, folder)
        elif block.language == "python":
            script = folder / "example.py"
            script.write_text(block.text, encoding="utf-8")
            code, output = run(f"python {script.name}", folder)
            assert (code, bool(output)) == (0, True), output


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has after ``make demo``: the collection, built, and the questions."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("graph"))
    shutil.copytree(ROOT / "queries", folder / "queries")
    build_collection(folder / "data")
    return folder


@cache
def generated() -> dict[Path, str]:
    return generate.generate()


def test_every_generated_page_is_fresh() -> None:
    stale = [str(path) for path, text in generated().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == [], "run make docs"


def test_every_page_of_the_reference_is_generated() -> None:
    assert set(generated()) - {generate.README, generate.QUALITY, generate.ANNOTATION_SCHEMA} == {
        path.relative_to(ROOT) for path in (ROOT / generate.REFERENCE).glob("*.md")
    }


def test_a_key_without_a_meaning_is_an_error() -> None:
    with pytest.raises(generate.NoMeaning, match=r"files: no meaning for \['to'\], no key for \['too'\]"):
        generate.explain(("id", "to"), {"id": "its name", "too": "a slip"}, "files")


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and anchor not in anchors_of(aim)):
            broken.append(target)
    assert broken == []


def test_every_page_is_on_the_map() -> None:
    index = ROOT / "docs/index.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(index.read_text(encoding="utf-8"))}
    assert set(PAGES) - linked == {index}


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_cited_statements_and_passages_are_in_the_graph(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    store = generate.flagship_store()
    iris = {
        row[0] for row in ask_store(store, "SELECT ?s { { ?s a kg:Statement } UNION { ?s a kg:Passage } }").values()
    }
    known = {iri.rsplit("/", 1)[-1] for iri in iris}
    cited = set(CITED.findall(text)) | {match.group() for match in FRAGMENT.finditer(text) if "letter" not in match[1]}
    assert cited - known == set()


@pytest.mark.parametrize("name", generate.EXAMPLES)
def test_the_example_of_a_question_has_rows(name: str) -> None:
    assert ask_question(get_question(name), generate.EXAMPLES[name], generate.flagship_store()).rows


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_query_has_rows(page: Path) -> None:
    queries = [block.text for block in blocks_of(page) if block.language == "sparql" and "file" not in block.options]
    assert [query for query in queries if not ask_store(generate.flagship_store(), query).rows] == []


def test_the_tutorial_runs(tmp_path: Path) -> None:
    run_page(TUTORIAL, tmp_path)


@pytest.mark.parametrize("page", [page for page in WRITTEN if page != TUTORIAL], ids=name_of)
def test_what_a_page_shows_comes_out(page: Path, checkout: Path) -> None:
    run_page(page, checkout)


def test_both_python_examples_of_the_readme_print_the_same(checkout: Path) -> None:
    printed = set()
    for block in (block for block in blocks_of(README) if block.language == "python"):
        (checkout / "readme.py").write_text(block.text, encoding="utf-8")
        printed.add(run("python readme.py", checkout))
    assert len(printed) == 1
