"""Each bad input: one clear line on stderr for each error, the exit code, and what was built before untouched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.build import build_collection
from kg.cli import main
from kg.initial import make_collection

LETTER, NOTES, PEOPLE, PLACES = (
    "sources/letter-1.txt", "annotations/letter-1.yaml", "authority/people.yaml", "authority/places.yaml",
)  # fmt: skip
SETTINGS, JUDGEMENTS, GRAPH = "collection.toml", "judgements.yaml", "graph/hearsay.nq"
JUDGED = """\
- id: henry-in-paris
  propositions:
    - {subject: henry, predicate: visited, object: paris}
  verdict: open
  reason: "Two letters differ."
  rests_on: [letter-1-p01]
  date: 2026-01-02
  judge: "Its editors"
"""
DATE = "is not a calendar date, as 1956-09-18, 1956-09, 1956? or 1956-07/1956-09"
KG = (sys.executable, "-c", "from kg.cli import main; main()")

Spoil = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Case:
    """What spoils a good collection, the call that meets it, and what it must say."""

    name: str
    spoil: Spoil
    says: str  # without the leading "kg: "; a line for each error
    call: str = "build -C ."
    stdin: bytes = b""


def put(name: str, content: str | bytes) -> Spoil:
    """Write a file of the collection anew."""
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data)


def edit(name: str, old: str, new: str) -> Spoil:
    """Replace the first occurrence of some words in a file, which must have them."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return spoil


def add(name: str, text: str) -> Spoil:
    """Write at the end of a file."""
    return lambda folder: (folder / name).write_text((folder / name).read_text() + text)


def drop(name: str) -> Spoil:
    """Take a file away."""
    return lambda folder: (folder / name).unlink()


def make_folder(name: str) -> Spoil:
    """Put a folder where a file should be."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()

    return spoil


def make_pipe(name: str) -> Spoil:
    """Put a pipe where a file should be; whoever opens it waits for ever."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return spoil


def nothing(folder: Path) -> None:
    """Leave the collection good."""


def statement(keys: str) -> Spoil:
    """Add a third statement."""
    return add(NOTES, f"  - {{id: p03, {keys}}}\n")


PROPER = 'quote: "Henry", act: inform, speaker: mary'

CASES = [
    # quotes
    Case("wrong quote", edit(NOTES, "I do not believe it", "I believe it"),
         f"{NOTES}:15: quote is not in the text: 'I believe it.': copy the words from the text of letter-1"),
    Case("ambiguous quote", statement('quote: "a", act: inform, speaker: mary'),
         f"{NOTES}:25: quote stands 7 times: 'a': add occurrence: 1 to 7, or quote more"),
    Case("occurrence that is not there", statement('quote: "Mary", occurrence: 2, act: inform, speaker: mary'),
         f"{NOTES}:25: occurrence 2 of a quote that stands 1 times: 'Mary': count the occurrences anew"),
    Case("occurrence that is no number", statement(f"occurrence: first, {PROPER}"),
         f"{NOTES}:25: occurrence 'first' is not a whole number of 1 or more"),
    Case("child outside its parent",
         edit(NOTES, "act: inform\n", 'act: inform\n    reports: [{id: x, quote: "believe", act: think}]\n'),
         f"{NOTES}:11: quote lies outside the passage of letter-1-p01: 'believe': "
         "quote within the parent's words, or add outside_parent: with the reason"),
    Case("wrong quote of an office",
         edit(PEOPLE, "  label: Ada\n", "  label: Ada\n  roles: [{role: king, document: letter-1, quote: Queen}]\n"),
         f"{PEOPLE}:4: quote is not in the text: 'Queen': copy the words from the text of letter-1\n"
         f"{PEOPLE}:4: unknown slug 'king': there is ada, charles, henry, mary, paris"),
    Case("spelling that the document does not use", edit(PEOPLE, 'form: "Henry"', 'form: "Harry"'),
         f"{PEOPLE}:15: 'Harry' does not stand in letter-1: correct the spelling or the document"),
    # names
    Case("unknown slug", edit(NOTES, "speaker: mary\n", "speaker: marie\n"),
         f"{NOTES}:6: unknown slug 'marie' in 'speaker': did you mean 'mary' or 'paris'?"),
    Case("slug of a wrong kind", edit(NOTES, "speaker: mary\n", "speaker: paris\n"),
         f"{NOTES}:6: 'paris' in 'speaker' is a place: "
         "its kind must be person or group or party or body or delegation"),
    Case("slug that is none", edit(PEOPLE, "slug: mary", "slug: Mary"),
         f"{PEOPLE}:16: slug 'Mary' is not lower-case letters and digits joined by single hyphens"),
    Case("unknown key", edit(NOTES, "speaker: mary", "speeker: mary"),
         f"{NOTES}:6: unknown key 'speeker': did you mean 'speaker' or 'speaker_as'?"),
    Case("unknown kind", edit(PLACES, "kind: place", "kind: planet"),
         f"{PLACES}:2: kind 'planet' is not known: did you mean 'place'?"),
    Case("unknown act", edit(NOTES, "act: think", "act: thinks"),
         f"{NOTES}:20: act 'thinks' is not known: did you mean 'think' or 'thank'?"),
    Case("unknown document of a name", edit(PLACES, "in: [letter-1]", "in: [letter-2]"),
         f"{PLACES}:5: document 'letter-2' is not in the collection: did you mean 'letter-1'?"),
    Case("annotations of no document", put("annotations/letter-2.yaml", "document: letter-2\n"),
         "annotations/letter-2.yaml: there is no document 'letter-2': did you mean 'letter-1'?"),
    Case("annotations of another document", edit(NOTES, "document: letter-1", "document: letter-2"),
         f"{NOTES}:1: the file is named after 'letter-1' but annotates 'letter-2'"),
    Case("file with another ending", put("authority/more.yml", "- {}"),
         "authority/more.yml: is not read: name it more.yaml"),
    # cycles and repetitions
    Case("record that contains itself", put(PEOPLE, "- &a\n  slug: x\n  names: [*a]\n"),
         f"{PEOPLE}:1: an alias makes a record contain itself: write the record out"),
    Case("statement that reports itself", put(NOTES, "document: letter-1\nstatements:\n  - &s\n    reports: [*s]\n"),
         f"{NOTES}:3: an alias makes a record contain itself: write the record out"),
    Case("cycle of parts", edit(PLACES, "label: Paris\n", "label: Paris\n  part_of: paris\n"),
         f"{PLACES}:1: a cycle of parts: paris → paris: take one part_of out"),
    Case("statement id twice", edit(NOTES, "id: p02", "id: p01"),
         f"{NOTES}:14: id 'p01' stands twice: first at line 3: give each its own"),
    Case("slug twice", edit(PEOPLE, "slug: mary", "slug: ada"),
         f"{PEOPLE}:16: slug 'ada' stands twice: first at {PEOPLE}:1"),
    Case("judgement twice", add(JUDGEMENTS, JUDGED),
         f"{JUDGEMENTS}:9: judgement 'henry-in-paris' stands twice: give each its own id"),
    Case("judgement with the name of another", edit(JUDGEMENTS, "id: henry-in-paris", "id: identity-ada"),
         f"{JUDGEMENTS}:1: 'identity-ada' is the judgement on the spellings of 'ada': give this one another id"),
    Case("key twice", edit(PEOPLE, "  label: Ada\n", "  label: Ada\n  label: Eve\n"),
         f"{PEOPLE}:4: key 'label' stands twice: keep one"),
    Case("document twice", add(SETTINGS, '[[documents]]\nid = "letter-1"\n'),
         f"{SETTINGS}: document 'letter-1' stands twice: keep one [[documents]] table"),
    # content
    Case("bad date", statement(f"date: 1956-13-02, {PROPER}"), f"{NOTES}:25: date '1956-13-02' {DATE}"),
    Case("day that no month has", statement(f"date: 1956-02-30, {PROPER}"), f"{NOTES}:25: date '1956-02-30' {DATE}"),
    Case("interval that ends before it begins", statement(f"date: 1957/1956, {PROPER}"),
         f"{NOTES}:25: date '1957/1956' is not an interval that ends after it begins"),
    Case("proposition without object", edit(NOTES, ", object: paris}", "}"),
         f"{NOTES}:13: a proposition needs an object: write a slug, {{value: 4, unit: persons}} or unspecified"),
    Case("unknown predicate", edit(NOTES, "predicate: visited", "predicate: visitted"),
         f"{NOTES}:13: predicate 'visitted' is not in the ontology: did you mean 'visited' or 'advised'?"),
    Case("confidence above one", statement(f"confidence: 1.5, {PROPER}"),
         f"{NOTES}:25: confidence '1.5' is not a number from 0 to 1"),
    Case("two speakers", statement(f"inferred_speaker: ada, {PROPER}"),
         f"{NOTES}:25: a statement has both a speaker and an inferred one: keep one"),
    Case("spellings without a judgement", edit(PEOPLE, '"Ada", in: [letter-1]}', '"Ada", in: [letter-1]}\n'
         '    - {form: "Mary", in: [letter-1]}'),
         f"{PEOPLE}:1: 'ada' has 2 spellings and no recorded identity judgement: "
         "add identity: with the reason for holding its spellings to name one thing"),
    Case("judgement on an unknown statement", edit(JUDGEMENTS, "letter-1-p01", "letter-1-p09"),
         f"{JUDGEMENTS}:1: rests on unknown statement 'letter-1-p09': did you mean 'letter-1-p02' or 'letter-1-p01'?"),
    Case("judgements that are no list", put(JUDGEMENTS, "id: one\n"),
         f"{JUDGEMENTS}:1: the file holds one mapping: write a list of judgements, each '- id: …'"),
    # broken files
    Case("missing source", drop(LETTER), f"{LETTER}: there is no such file: check the path"),
    Case("broken YAML", edit(PEOPLE, "- slug: mary", "- slug: [mary"),
         f"{PEOPLE}:17: not YAML: while parsing a flow sequence did not find expected ',' or ']': correct the line"),
    Case("YAML tag", put(PEOPLE, '- slug: !!python/object/apply:os.system ["true"]\n'),
         f"{PEOPLE}:1: tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed: write plain YAML"),
    Case("YAML bomb", put(PEOPLE, "- a: &a [x, x]\n- b: &b [*a, *a]\n- c: [*b, *b]\n"),
         f"{PEOPLE}:1: an alias repeats another record: write the record out\n"
         f"{PEOPLE}:1: an alias repeats another record: write the record out\n"
         f"{PEOPLE}:2: an alias repeats another record: write the record out\n"
         f"{PEOPLE}:2: an alias repeats another record: write the record out"),
    Case("YAML merge key", put(PEOPLE, "- <<: {slug: x}\n"),
         f"{PEOPLE}:1: a key must be a plain word: write 'key: value'"),
    Case("deep YAML", put(PEOPLE, "- a: " + "[" * 150 + "]" * 150),
         f"{PEOPLE}:1: nested more than 100 deep: nest less"),
    Case("control character in YAML", put(PEOPLE, '- slug: "\x01"\n'),
         f"{PEOPLE}: not YAML: unacceptable character #x0001: control characters are not allowed in "
         '"<unicode string>", position 9: correct the file'),
    Case("source that is not UTF-8", put(LETTER, b"Letter\n\xff"),
         f"{LETTER}:2: byte 0xff at offset 7 is not UTF-8: save the file as UTF-8"),
    Case("source in UTF-16", put(LETTER, "Letter".encode("utf-16")),
         f"{LETTER}:1: begins with the byte order mark of UTF-16: save the file as UTF-8"),
    Case("YAML that is not UTF-8", put(PEOPLE, b"- slug: \xe9\n"),
         f"{PEOPLE}:1: byte 0xe9 at offset 8 is not UTF-8: save the file as UTF-8"),
    Case("TOML that is not UTF-8", put(SETTINGS, b'title = "\xe9"\n'),
         f"{SETTINGS}:1: byte 0xe9 at offset 9 is not UTF-8: save the file as UTF-8"),
    Case("NUL in a source", put(LETTER, "a\0b"),
         f"{LETTER}:1: a NUL character at offset 1 is not text: save the file as plain text"),
    Case("empty source", put(LETTER, ""), f"{LETTER}: holds no text: give a file with the words of one document"),
    Case("empty authority", put(PEOPLE, ""),
         f"{PEOPLE}:1: the file is empty: write a mapping or a list of mappings"),
    Case("empty annotations", put(NOTES, ""),
         f"{NOTES}:1: the file is empty: write a mapping or a list of mappings"),
    Case("empty judgements", put(JUDGEMENTS, "# none yet\n"),
         f"{JUDGEMENTS}:1: the file is empty: write a mapping or a list of mappings"),
    Case("empty settings", put(SETTINGS, ""),
         f"{SETTINGS}: 'title' is missing: add title = …, what the collection is called"),
    Case("empty graph", put(GRAPH, ""), f"{GRAPH}: the graph is empty: run kg build again", "export -C ."),
    Case("empty query", nothing, "stdin: there is no query: write SELECT, ASK, CONSTRUCT or DESCRIBE", "sparql -"),
    *(Case(f"folder in place of {name}", make_folder(name), f"{name}: is not a file: name a regular file")
      for name in (LETTER, NOTES, PEOPLE, JUDGEMENTS)),
    *(Case(f"pipe in place of {name}", make_pipe(name), f"{name}: is not a file: name a regular file")
      for name in (LETTER, NOTES, PEOPLE, JUDGEMENTS)),
    Case("folder in place of the settings", make_folder(SETTINGS),
         ".: holds no collection.toml: name a collection's folder, or make one with kg init"),
    Case("folder in place of a query", nothing, "sources: is not a file: name a regular file", "sparql sources"),
    Case("device in place of a query", nothing, "/dev/zero: is not a file: name a regular file", "sparql /dev/zero"),
    Case("source whose name makes no IRI", put("sources/Letter 2.txt", "Letter"),
         "sources/Letter 2.txt: slug 'Letter 2' is not lower-case letters and digits joined by single hyphens: "
         "rename the file"),
    Case("source with the name of a graph", put("sources/facts.txt", "Letter"),
         "sources/facts.txt: 'facts' is the name of another graph: rename the file"),
    # settings
    Case("broken TOML", add(SETTINGS, "x = = 1\n"), f"{SETTINGS}:9: not TOML: Invalid value: correct the file"),
    Case("unclosed TOML", add(SETTINGS, "x = [1,\n\n"), f"{SETTINGS}:10: not TOML: Invalid value: correct the file"),
    Case("deep TOML", add(SETTINGS, "x = " + "[" * 5000), f"{SETTINGS}: not TOML: nested too deep: nest less"),
    Case("unknown setting", put(SETTINGS, 'tilte = "A"\n'),
         f"{SETTINGS}: unknown setting 'tilte': did you mean 'title'?"),
    Case("bad base IRI", edit(SETTINGS, "https://example.org/collection/", "example.org"),
         f"{SETTINGS}: base IRI 'example.org' is not an http(s) IRI that ends in '/', with no query or fragment"),
    Case("base IRI with markup", edit(SETTINGS, "org/collection/", "org/<b>/"),
         f"{SETTINGS}: base IRI 'https://example.org/<b>/' is not an http(s) IRI that ends in '/', "
         "with no query or fragment"),
    Case("licence that is no IRI", edit(SETTINGS, "creator =", 'license = "my own"\ncreator ='),
         f"{SETTINGS}: license 'my own' is not a whole IRI, as https://example.org/"),
    Case("prefix that is no IRI", add(SETTINGS, '[prefixes]\nex = "a b"\n'),
         f"{SETTINGS}: prefix ex 'a b' is not a whole IRI, as https://example.org/"),
    Case("prefix that is no name", add(SETTINGS, '[prefixes]\n"e x" = "http://example.org/"\n'),
         f"{SETTINGS}: prefix 'e x' is not a letter, then letters, digits and hyphens"),
    Case("day of issue that is none", edit(SETTINGS, "2026-01-01", "2026"),
         f"{SETTINGS}: issued '2026' is not a day, as 1956-09-18"),
    Case("title that is no text", edit(SETTINGS, '"A new collection"', "[1]"),
         f"{SETTINGS}: 'title' is not a text: write title = \"…\""),
    Case("document outside the folder", add(SETTINGS, '[[documents]]\nid = "../../etc/passwd"\n'),
         f"{SETTINGS}: slug '../../etc/passwd' is not lower-case letters and digits joined by single hyphens"),
    Case("document without id", add(SETTINGS, "[[documents]]\n"),
         f"{SETTINGS}: a [[documents]] table has no id: add id = \"…\""),
    Case("unknown meeting", add(SETTINGS, 'meeting = "ada"\n'),
         f"{SETTINGS}: unknown meeting 'ada': there is none"),
    # output
    Case("folder in place of the graph", make_folder(GRAPH), f"cannot write {GRAPH}: it is not a file"),
    Case("output into a file", nothing, "cannot write collection.toml/store: Not a directory",
         "build -C . -o collection.toml"),
    Case("output where none can be", nothing, "cannot write /proc/none/store: No such file or directory",
         "build -C . -o /proc/none"),
    Case("export to a folder", nothing, "cannot write sources: it is not a file", "export -o sources"),
    Case("export over a device", nothing, "cannot write /dev/null: it is not a file", "export -o /dev/null"),
    Case("report to a folder", nothing, "cannot write sources: it is not a file", "validate --report sources"),
    Case("new collection in a full folder", nothing,
         "cannot write .: the folder is not empty; name a new or empty one", "init ."),
    Case("new collection in a file", nothing, "cannot write collection.toml: it is a file; name a new or empty folder",
         "init collection.toml"),
    # calls
    Case("no collection", nothing,
         "sources: holds no collection.toml: name a collection's folder, or make one with kg init", "build -C sources"),
    Case("no built graph", drop(GRAPH), f"{GRAPH}: there is no built graph: run kg build first", "export -C ."),
    Case("graph that is not N-Quads", put(GRAPH, "x"),
         f"{GRAPH}: is not N-Quads: Parser error at line 1 column 1: The subject of a triple must be an IRI or a blank "
         "node (line 1): run kg build again", "export -C ."),
    Case("unknown question", nothing, "no question is named 'hearsay-at-dept': did you mean 'hearsay-at-depth'?",
         "ask hearsay-at-dept"),
    Case("unknown parameter", nothing, "No such option '--speeker'. Did you mean '--speaker'?",
         "ask who-said-what --speeker Ada"),
    Case("unknown value", nothing, "no agent is named 'Marie': did you mean 'Mary'?",
         "ask who-said-what --speaker Marie"),
    Case("value that is no date", nothing, f"date 'yesterday' {DATE}", "ask who-said-what --from yesterday"),
    Case("value that is no number", nothing, "--depth 'two' is not a whole number", "ask hearsay-at-depth --depth two"),
    Case("unknown thing", nothing, "no thing is named 'Marie': did you mean 'Mary' or 'Paris'?", "show Marie"),
    Case("unknown command", nothing, "No such command 'bild'. Did you mean 'build'?", "bild"),
    Case("unknown format", nothing, "Invalid value for '-f' / '--format': 'n3' is not one of 'turtle', 'ntriples', "
         "'nquads', 'trig', 'rdfxml', 'jsonld'.", "export -f n3"),
    Case("missing argument", nothing, "Missing argument 'NAME'.", "show"),
    # SPARQL
    Case("SPARQL with a syntax error", nothing, "stdin:2: not SPARQL 1.1: column 2: expected something else",
         "sparql -", b"SELECT ?s\n}"),
    Case("SPARQL that is not UTF-8", nothing, "stdin:1: byte 0xff at offset 7 is not UTF-8: save the file as UTF-8",
         "sparql -", b"SELECT \xff"),
    Case("SPARQL with a NUL", nothing, "stdin:1: character U+0000 is not text: take it out", "sparql -", b"ASK {}\0"),
    Case("SPARQL that asks a server", nothing, "stdin:2: SERVICE would ask another server: ask that server apart",
         "sparql -", b"ASK {\nSERVICE <http://127.0.0.1:9/> {} }"),
    Case("SPARQL update", nothing,
         "stdin:1: CLEAR is an update, and this graph is read only: write SELECT, ASK or CONSTRUCT",
         "sparql -", b"CLEAR ALL"),
]  # fmt: skip


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small collection that builds, built."""
    folder = tmp_path_factory.mktemp("good") / "letters"
    make_collection(folder)
    (folder / JUDGEMENTS).write_text(JUDGED)
    build_collection(folder)
    return folder


@pytest.fixture
def letters(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is where we are."""
    folder = tmp_path / "letters"
    shutil.copytree(good, folder)
    monkeypatch.chdir(folder)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every regular file of a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_told_in_one_line_and_changes_nothing(case: Case, letters: Path) -> None:
    case.spoil(letters)
    before = files_of(letters)
    result = CliRunner().invoke(main, case.call.split(), input=case.stdin)
    assert result.stderr.splitlines() == [f"kg: {line}" for line in case.says.split("\n")]
    assert isinstance(result.exception, SystemExit)
    assert (result.exit_code, result.stdout) == (2, "")
    assert files_of(letters) == before


def test_names_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 90


def test_a_good_collection_gives_no_error(letters: Path) -> None:
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0
    assert re.fullmatch(r"1 document, 2 statements, \d+ quads: nothing has changed\n", result.stderr)


def test_signatures_and_line_ends_of_other_systems_are_no_error(letters: Path) -> None:
    for name in (LETTER, NOTES, PEOPLE, PLACES, SETTINGS, JUDGEMENTS):
        data = (letters / name).read_bytes()
        (letters / name).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert CliRunner().invoke(main, ["build"]).exit_code == 0


def test_errors_of_several_files_come_in_order(letters: Path) -> None:
    edit(PLACES, "kind: place", "kind: planet")(letters)
    edit(PEOPLE, "kind: person", "kind: persona")(letters)
    result = CliRunner().invoke(main, ["build"])
    assert result.stderr == (
        f"kg: {PEOPLE}:2: kind 'persona' is not known: did you mean 'person'?\n"
        f"kg: {PLACES}:2: kind 'planet' is not known: did you mean 'place'?\n"
    )


def test_data_that_breaks_a_rule_ends_with_1(letters: Path) -> None:
    lines = (letters / GRAPH).read_text().splitlines(keepends=True)
    (letters / GRAPH).write_text("".join(line for line in lines if "ontology#quote>" not in line))
    before = files_of(letters)
    result = CliRunner().invoke(main, ["validate"])
    assert result.exit_code == 1
    assert result.stderr.endswith("broken rules\n")
    assert "letter-1" in result.stdout
    assert files_of(letters) == before


DEEP = {
    "flow lists": "[" * 5000,
    "closed flow lists": "[" * 5000 + "]" * 5000,
    "flow mappings": "{a: " * 5000,
    "block mappings": "".join(" " * depth + "a:\n" for depth in range(3000)),
    "block lists": "- " * 5000 + "a",
}


@pytest.mark.parametrize("yaml", DEEP.values(), ids=DEEP)
def test_deep_yaml_ends_no_process(yaml: str, letters: Path) -> None:
    (letters / PEOPLE).write_text(yaml)
    done = subprocess.run([*KG, "build"], cwd=letters, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kg: {PEOPLE}:")
    assert "exceeded maximum nesting depth" in line


def test_a_full_disk_is_told(letters: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*KG, "export"], cwd=letters, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "kg: cannot write to stdout: No space left on device\n")


def test_a_reader_that_goes_away_is_no_error(letters: Path) -> None:
    with subprocess.Popen([*KG, "export"], cwd=letters, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 0)
