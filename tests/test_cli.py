"""The command line: its help word for word, data on stdout, talk on stderr, and no heavy import before its time.

Write the help anew after a change with ``python -m tests.test_cli``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg import __version__
from kg.build import build_collection
from kg.cli import main
from kg.initial import make_collection
from kg.questions import load_questions

HELP = Path(__file__).parent / "golden" / "help"
HEAVY = ("edtf", "owlrl", "pyld", "pyoxigraph", "pyshacl", "rdflib", "rich", "yaml")


def walk(command: click.Command, path: tuple[str, ...] = ("kg",)) -> Iterator[tuple[str, ...]]:
    """Every command with its subcommands; the saved questions have tests of their own."""
    yield path
    if isinstance(command, click.Group) and path != ("kg", "ask"):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from walk(found, (*path, name))


COMMANDS = ["-".join(path) for path in walk(main)]


def show_help(name: str) -> str:
    """The help of a command, at a fixed width."""
    result = CliRunner().invoke(main, [*name.split("-")[1:], "--help"], prog_name="kg", terminal_width=100)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "letters"
    make_collection(folder)
    build_collection(folder)
    return folder


@pytest.fixture
def letters(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(built)
    return built


def run(call: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, call.split(), input=stdin)
    assert result.exit_code == 0, result.stderr
    return result


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_word_for_word(name: str) -> None:
    assert show_help(name) == (HELP / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_help_has_its_command() -> None:
    assert {path.stem for path in HELP.iterdir()} == set(COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "kg"])
def test_help_has_an_example(name: str) -> None:
    assert "Example: " in show_help(name)


@pytest.mark.parametrize("call", ["import kg", "import kg.cli", "from kg.cli import main; main(['--help'], 'kg')"])
def test_nothing_heavy_is_imported_before_it_is_used(call: str) -> None:
    program = f"import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n{call}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stderr.split()} & set(HEAVY) == set()


def test_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"kg, version {__version__}\n"


def test_init_build_validate_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("init new").stdout.split()
    assert sorted(made) == sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "new").rglob("*.*"))
    assert run("build -C new").stdout == "new/graph/hearsay.ttl\nnew/graph/hearsay.nq\n"
    assert run("validate -C new").stderr == "the graph conforms to every shape\n"
    assert run("export -C new -f nquads").stdout_bytes == (tmp_path / "new/graph/hearsay.nq").read_bytes()


def test_report_is_turtle_on_stdout_or_in_a_file(letters: Path, tmp_path: Path) -> None:
    shown = run("validate --report -").stdout
    assert "sh:conforms true" in shown
    assert run(f"validate --report {tmp_path / 'report.ttl'}").stdout == ""
    assert "sh:conforms true" in (tmp_path / "report.ttl").read_text()


def test_collection_is_found_from_below_and_from_above(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built / "sources")
    assert run("sparql -f csv -", "SELECT (1 AS ?one) {}").stdout == "one\n1\n"
    (built.parent / "above").mkdir(exist_ok=True)
    (built.parent / "above" / "data").symlink_to(built)
    monkeypatch.chdir(built.parent / "above")
    assert run("sparql -f csv -", "SELECT (1 AS ?one) {}").stdout == "one\n1\n"


def test_questions_are_listed(letters: Path) -> None:
    listed = run("questions")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(load_questions())
    assert listed.stderr == "kg ask NAME --help tells a question's options\n"
    asked = json.loads(run("questions --json").stdout)
    assert [one["name"] for one in asked] == list(load_questions())
    assert all(one["summary"] and one["description"] for one in asked)


@pytest.mark.parametrize("name", load_questions())
def test_every_question_has_an_option_for_each_parameter(name: str) -> None:
    shown = CliRunner().invoke(main, ["ask", name, "--help"]).stdout
    for parameter in load_questions()[name].parameters:
        assert f"--{parameter.name.replace('_', '-')} " in shown


@pytest.mark.parametrize("speaker", ["mary", "Mary", "MARY", "https://example.org/collection/id/person/mary"])
def test_ask_finds_the_person_by_any_spelling(letters: Path, speaker: str) -> None:
    asked = CliRunner().invoke(main, ["ask", "who-said-what", "--speaker", speaker, "--format", "json"])
    rows = json.loads(asked.stdout)["results"]["bindings"]
    assert [(row["speaker"]["value"], row["addressee"]["value"]) for row in rows] == [("Mary", "Ada")]


def test_sparql_knows_the_usual_prefixes_and_takes_the_querys_own(letters: Path, tmp_path: Path) -> None:
    query = "SELECT ?s { ?s a kg:Statement ; kg:act act:think }"
    statement = "https://example.org/collection/id/statement/letter-1-p02"
    assert run("sparql -f csv -", query).stdout == f"s\n{statement}\n"
    (tmp_path / "own.rq").write_text(f"PREFIX kg: <http://example.org/other#>\n{query}")
    assert run(f"sparql -f csv {tmp_path / 'own.rq'}").stdout == "s\n"
    assert run("sparql -f csv -", "ASK { ?s a kg:Statement }").stdout == "answer\ntrue\n"
    assert run("sparql -f csv -", "CONSTRUCT WHERE { ?s kg:act act:think }").stdout.startswith(
        f"subject,predicate,object\n{statement},"
    )


def test_show_prints_a_dossier(letters: Path) -> None:
    shown = run("show Henry")
    assert "Henry" in shown.stdout
    assert shown.stderr == ""


def test_a_call_without_arguments_shows_the_help() -> None:
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert result.stdout == ""


if __name__ == "__main__":
    HELP.mkdir(parents=True, exist_ok=True)
    for path in HELP.iterdir():
        path.unlink()
    for name in COMMANDS:
        (HELP / f"{name}.txt").write_text(show_help(name), encoding="utf-8")
