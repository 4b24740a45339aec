"""The store that a build writes: it equals a build from nothing, is there whole or not at all, and survives faults."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Store

from kg.build import GRAPH_FILES, build_collection, build_quads, open_built
from kg.collection import read_collection
from kg.errors import InputError, KgError, OutputError
from kg.fingerprint import digest_files, input_files
from kg.generations import STORE_FOLDER, Generation, find_generation, lock_store
from kg.initial import make_collection

KG = (sys.executable, "-c", "from kg.cli import main; main()")
NAMES = ("letter-2", "letter-3", "letter-4")
TEXTS = (
    "Letter from Mary to Henry\n\nParis, 3 June 1843\n\nHenry told me that Ada has left London.\n",
    "Letter from Henry to Mary\n\nParis, 9 June 1843\n\nAda told me that Charles is ill. I doubt it.\n",
)
NOTES = (
    'document: {name}\nstatements:\n  - {{id: p1, quote: "Ada", act: inform, speaker: henry, to: [mary]}}\n',
    'document: {name}\nstatements:\n  - {{id: p1, quote: "Ada", act: ask, speaker: ada, to: [charles], about: [{name}]'
    ",\n     states: [{{subject: henry, predicate: visited, object: paris, polarity: negated}}]}}\n",
)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    make_collection(tmp_path / "letters")
    build_collection(tmp_path / "letters")
    return tmp_path / "letters"


def get_generation(folder: Path) -> Generation:
    found = find_generation(folder)
    assert found is not None
    return found


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))


def with_union(quads: list[Quad]) -> set[Quad]:
    return set(quads) | {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def content(store: Store) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None, None))


CHANGES = st.one_of(
    st.tuples(st.just("document"), st.sampled_from(NAMES), st.integers(0, len(TEXTS) - 1)),
    st.tuples(st.just("notes"), st.sampled_from(NAMES), st.integers(0, len(NOTES) - 1)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just(0)),
    st.tuples(st.just("label"), st.sampled_from(("Henry", "Henry the Younger")), st.just(0)),
)


def change(folder: Path, kind: str, name: str, number: int) -> None:
    text, notes = folder / f"sources/{name}.txt", folder / f"annotations/{name}.yaml"
    if kind == "document":
        text.write_text(TEXTS[number])
    elif kind == "notes" and text.exists():
        notes.write_text(NOTES[number].format(name=name))
    elif kind == "remove":
        text.unlink(missing_ok=True)
        notes.unlink(missing_ok=True)
    elif kind == "label":
        people = folder / "authority/people.yaml"
        people.write_text(people.read_text().replace("label: Henry the Younger", "label: Henry"))
        edit(folder, "authority/people.yaml", "label: Henry", f"label: {name}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CHANGES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_builds_one_after_another_give_what_a_build_from_nothing_gives(
    rounds: list[list[tuple[str, str, int]]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "letters"
        make_collection(folder)
        build_collection(folder)
        for changes in rounds:
            for one in changes:
                change(folder, *one)
            build_collection(folder)
            assert content(open_built(folder)) == with_union(build_quads(read_collection(folder)))
        for name in GRAPH_FILES.values():
            fresh = Path(place) / "fresh"
            build_collection(folder, output=fresh)
            assert (fresh / name).read_bytes() == (folder / name).read_bytes()


def test_nothing_changed_is_nothing_done(letters: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in letters.rglob("*")}
    result = build_collection(letters)
    assert not result.changed
    assert (result.documents, result.statements) == (1, 2)
    assert {path: path.stat().st_mtime_ns for path in letters.rglob("*")} == before


def test_a_touched_file_of_the_same_bytes_is_no_change(letters: Path) -> None:
    os.utime(letters / "sources/letter-1.txt")
    assert not build_collection(letters).changed


def test_a_change_that_keeps_size_and_time_soon_after_is_seen(letters: Path) -> None:
    text = letters / "sources/letter-1.txt"
    stat = text.stat()
    text.write_text(text.read_text().replace("London", "Leeds!"))
    os.utime(text, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert text.stat().st_size == stat.st_size
    assert build_collection(letters).changed


@pytest.mark.parametrize("name", GRAPH_FILES.values())
def test_a_graph_file_that_is_gone_or_another_is_written_again(letters: Path, name: str) -> None:
    first = (letters / name).read_bytes()
    (letters / name).unlink()
    assert build_collection(letters).changed
    (letters / name).write_bytes(first[:-1])
    assert build_collection(letters).changed
    assert (letters / name).read_bytes() == first


def test_another_release_builds_anew(letters: Path) -> None:
    manifest = get_generation(letters).folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "code": "another"}))
    assert build_collection(letters).changed


def test_a_file_without_change_is_not_read_again(letters: Path) -> None:
    files = input_files(letters)
    for path in files.values():
        os.utime(path, (1e9, 1e9))
    known = {name: (size, time, f"known {name}") for name, (size, time, _) in digest_files(files).items()}
    assert digest_files(files, known) == known


def test_an_open_store_keeps_its_build_and_the_next_reader_has_the_new_one(letters: Path) -> None:
    old = open_built(letters)
    before = content(old)
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    build_collection(letters)
    assert content(old) == before
    assert content(open_built(letters)) != before


def test_two_generations_are_kept(letters: Path) -> None:
    for number in range(4):
        edit(letters, "collection.toml", "issued", f"# {number}\nissued")
        edit(letters, "authority/people.yaml", "label: Ada", f"label: Ada {number}")
        build_collection(letters)
    assert len(list((letters / STORE_FOLDER / "generations").iterdir())) == 2


def test_a_small_change_shares_its_tables_with_the_last_store(letters: Path) -> None:
    first = get_generation(letters)
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    build_collection(letters)
    second = get_generation(letters)
    tables = {path.stat().st_ino: path.stat().st_size for path in first.store.glob("*.sst")}
    shared = sum(tables.get(path.stat().st_ino, 0) for path in second.store.glob("*.sst"))
    assert shared > sum(tables.values()) / 2


def test_the_store_is_read_where_it_is_current_and_the_file_where_it_is_not(letters: Path) -> None:
    nquads = letters / GRAPH_FILES["nquads"]
    assert content(open_built(letters)) == with_union(build_quads(read_collection(letters)))
    shutil.rmtree(letters / STORE_FOLDER / "generations")
    assert content(open_built(letters)) == with_union(build_quads(read_collection(letters)))
    build_collection(letters)
    lines = nquads.read_text().splitlines(keepends=True)
    nquads.write_text("".join(lines[1:]))
    assert len(open_built(letters)) < len(with_union(build_quads(read_collection(letters))))


def test_the_store_is_no_part_of_a_repository(letters: Path) -> None:
    assert (letters / STORE_FOLDER / ".gitignore").read_text().endswith("*\n")


def test_two_builds_at_once_leave_one(letters: Path) -> None:
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    with lock_store(letters), pytest.raises(OutputError, match="another kg build is writing it; run again"):
        build_collection(letters)
    assert build_collection(letters).changed


def test_a_build_with_errors_leaves_the_store(letters: Path) -> None:
    before = content(open_built(letters))
    edit(letters, "annotations/letter-1.yaml", "Mary told me", "Mary tells me")
    with pytest.raises(KgError):
        build_collection(letters)
    assert content(open_built(letters)) == before


def test_a_store_of_another_layout_is_built_anew(letters: Path) -> None:
    manifest = get_generation(letters).folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "layout": 0}))
    assert find_generation(letters) is None
    assert build_collection(letters).changed
    assert content(open_built(letters)) == with_union(build_quads(read_collection(letters)))


def test_a_store_with_a_lost_file_is_passed_over_and_mended(letters: Path) -> None:
    next(get_generation(letters).store.glob("*.sst")).unlink()
    assert content(open_built(letters)) == with_union(build_quads(read_collection(letters)))
    assert build_collection(letters).changed
    assert get_generation(letters).is_whole()


def test_a_damaged_store_is_told_with_its_cure_and_built_from_nothing(letters: Path) -> None:
    generation = get_generation(letters)
    for path in generation.store.iterdir():
        if path.name.startswith("MANIFEST"):
            path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(InputError, match=r"the store is damaged .*: delete the folder 'store' and run kg build again"):
        generation.open()
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    build_collection(letters)
    assert content(open_built(letters)) == with_union(build_quads(read_collection(letters)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(letters: Path) -> None:
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    (letters / STORE_FOLDER / "generations").chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        build_collection(letters)


STOP = """
import os, signal, sys
from pathlib import Path
import {module} as place
real, calls = place.{name}, 0
def stop(*arguments, **options):
    global calls
    calls += 1
    if calls > {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
place.{name} = stop
from kg.build import build_collection
build_collection(Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("module", "name", "after"),
    [
        ("kg.build", "read_collection", 0),
        ("kg.build", "build_quads", 0),
        ("kg.generations", "_link_store", 0),
        ("kg.generations", "_change_store", 0),
        ("kg.build", "write_files", 0),
        ("kg.build", "Manifest", 0),
        ("kg.generations", "write_bytes", 0),
        ("kg.generations", "write_bytes", 1),
    ],
)
def test_kill_at_any_stage_leaves_a_readable_build_and_the_next_one_finishes(
    letters: Path, module: str, name: str, after: int
) -> None:
    before = content(open_built(letters))
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    after_it = with_union(build_quads(read_collection(letters)))
    script = STOP.format(module=module, name=name, after=after)
    done = subprocess.run([sys.executable, "-c", script, str(letters)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert content(open_built(letters)) in (before, after_it)
    build_collection(letters)
    assert content(open_built(letters)) == after_it
    assert not list((letters / STORE_FOLDER / "generations").glob("*.new"))


def test_a_full_disk_leaves_the_last_build(letters: Path) -> None:
    before = content(open_built(letters))
    edit(letters, "authority/people.yaml", "label: Henry", "label: Henry the Younger")
    limited = f"ulimit -f 8; exec {sys.executable} -c 'from kg.cli import main; main()' build"  # files of 8 KB at most
    done = subprocess.run(["bash", "-c", limited], cwd=letters, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: cannot write ")
    assert len(done.stderr.splitlines()) == 1
    assert content(open_built(letters)) == before
    assert build_collection(letters).changed


def test_the_command_says_that_nothing_has_changed(letters: Path) -> None:
    done = subprocess.run([*KG, "build"], cwd=letters, capture_output=True, text=True, check=True)
    assert done.stderr.endswith(" quads: nothing has changed\n")
    assert [Path(line) for line in done.stdout.splitlines()] == [letters / name for name in GRAPH_FILES.values()]
