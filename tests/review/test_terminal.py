"""``kg review`` and ``kg draft`` as a person runs them: in a terminal, without one, and killed at any moment."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.initial import make_collection
from kg.review.items import Item, parse_file, walk_items

SOURCE = """\
Memorandum of a conversation

Ada said that Mary told Henry that the bridge was closed. Charles replied that Henry had promised new timber.

Mary denied that she had heard of it. Henry asked Ada why nobody had come. Ada thanked Charles for the letter.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection with one document drafted."""
    found = tmp_path / "letters"
    make_collection(found)
    (found / "sources/memo.txt").write_text(SOURCE)
    people = found / "authority/people.yaml"
    people.write_text(people.read_text().replace("in: [letter-1]", "in: [letter-1, memo]"))
    assert run("draft", "memo", "-C", str(found)).exit_code == 0
    return found


def run(*arguments: str, typed: str = "", env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=typed, env={"KG_REVIEWER": "Ada", **(env or {})})


def annotations(folder: Path) -> str:
    return (folder / "annotations/memo.yaml").read_text()


def items(folder: Path) -> list[Item]:
    return list(walk_items(parse_file(annotations(folder), "").items))


def count(folder: Path, status: str) -> int:
    return sum(item.status == status for item in items(folder))


# Whoever is started in the background is started with Ctrl-C ignored, and hands that on; a person's terminal does not.
START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from kg.cli import main
main()
"""


@contextmanager
def terminal(folder: Path, *, width: int = 80) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A review that runs in a terminal of its own, and the other end of that."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {**os.environ, "KG_REVIEWER": "Ada", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-c", START, "review", "memo", "-C", str(folder)],
        stdin=far, stdout=far, stderr=far, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(far)
    try:
        yield process, near
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        os.close(near)


def wait_for(near: int, words: str, seconds: float = 20) -> str:
    """What the terminal shows up to ``words``, without its colours."""
    shown, until = "", time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([near], [], [], 0.1)[0]:
            try:
                shown += os.read(near, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                break
            if words in re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", shown):
                break
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", shown)
    assert words in plain, plain
    return plain


@pytest.mark.parametrize("width", [80, 120])
def test_keys_in_a_terminal_decide_at_once(folder: Path, width: int) -> None:
    drafts = count(folder, "draft")
    with terminal(folder, width=width) as (process, near):
        shown = wait_for(near, "quit")
        assert max(map(len, shown.splitlines())) <= width
        os.write(near, b"a")
        wait_for(near, f"{drafts - 1} drafts left")
        assert count(folder, "reviewed") == 1  # before anything else is pressed
        os.write(near, b"r")
        wait_for(near, f"{drafts - 2} drafts left")
        os.write(near, b"c")
        wait_for(near, "polarity")
        os.write(near, b"s\n")
        wait_for(near, "who said it")
        os.write(near, b"charles\n")
        wait_for(near, "corrected")
        os.write(near, b"q")
        wait_for(near, "3 decisions")
        assert process.wait(10) == 0
    assert (count(folder, "reviewed"), count(folder, "rejected")) == (1, 1)


def test_what_was_decided_before_a_kill_is_there(folder: Path) -> None:
    drafts = count(folder, "draft")
    for decided in range(1, drafts + 1):
        with terminal(folder) as (process, near):
            wait_for(near, f"{drafts - decided + 1} draft")
            os.write(near, b"r")
            wait_for(near, f"{drafts - decided} draft" if decided < drafts else "no draft left")
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        assert count(folder, "rejected") == decided


def test_a_kill_at_any_moment_leaves_a_whole_file(folder: Path) -> None:
    for delay in (0.0, 0.004, 0.01, 0.02, 0.03):
        before = annotations(folder)
        with terminal(folder) as (process, near):
            wait_for(near, "quit")
            os.write(near, b"ruruauau")
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        after = annotations(folder)
        parse_file(after, "memo.yaml")
        changed = sum(a != b for a, b in zip(items_of(before), items_of(after), strict=True))
        assert changed <= 1  # each key is undone by the next: the file is that of before a key, or of after it


def items_of(source: str) -> list[str]:
    return [item.status for item in walk_items(parse_file(source, "").items)]


def test_a_pasted_row_of_keys_is_taken_key_by_key(folder: Path) -> None:
    with terminal(folder) as (process, near):
        wait_for(near, "quit")
        os.write(near, b"rrcp\nneg\nq")
        assert process.wait(10) == 0
    assert count(folder, "rejected") == 2
    assert [item.text("polarity") for item in items(folder)].count("negated") == 1


def test_the_terminal_is_left_as_it_was(folder: Path) -> None:
    with terminal(folder) as (process, near):
        wait_for(near, "quit")
        for _ in range(200):  # the screen is shown just before a key is waited for
            before = termios.tcgetattr(near)[3] & termios.ICANON
            if not before:
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)  # what Ctrl-C sends where this terminal is the session's own
        assert process.wait(10) == 130
        assert before == 0
        assert termios.tcgetattr(near)[3] & termios.ICANON


def test_without_a_terminal_keys_are_read_line_by_line(folder: Path) -> None:
    result = run("review", "memo", "-C", str(folder), typed="a\nr\nu\nq\n")
    assert result.exit_code == 0
    assert result.stderr.endswith(f"1 decision, {count(folder, 'draft')} drafts open\n")
    assert (count(folder, "reviewed"), count(folder, "rejected")) == (1, 0)
    assert "\x1b" not in result.stdout


def test_who_decides_is_an_option_the_environment_or_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("review", "memo", "-C", str(folder), "--reviewer", "Mary", typed="r\nq\n")
    assert 'decided: {how: rejected, by: "Mary", at: "2' in annotations(folder)
    run("review", "memo", "-C", str(folder), typed="r\nq\n", env={"KG_REVIEWER": "Henry"})
    assert 'by: "Henry"' in annotations(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    (folder / "gitconfig").write_text("[user]\n\tname = Charles B.\n")
    run("review", "memo", "-C", str(folder), typed="r\nq\n", env={"KG_REVIEWER": ""})
    assert 'by: "Charles B."' in annotations(folder)
    monkeypatch.setenv("PATH", str(folder))
    refused = run("review", "memo", "-C", str(folder), typed="r\nq\n", env={"KG_REVIEWER": ""})
    assert (refused.exit_code, refused.stderr) == (
        2, "kg: no reviewer is named: use --reviewer NAME, or set KG_REVIEWER\n",
    )  # fmt: skip


def test_status_counts_decisions_and_tells_what_is_likely_right(folder: Path) -> None:
    run("review", "memo", "-C", str(folder), typed="a\nr\nc\np\nneg\na\nq\n")
    result = run("review", "--status", "-C", str(folder), "-f", "json")
    rows = {row["document"]["value"]: row for row in json.loads(result.stdout)["results"]["bindings"]}
    memo = {key: cell["value"] for key, cell in rows["memo"].items()}
    assert (memo["reviewed"], memo["accepted"], memo["rejected"]) == ("2", "1", "1")
    assert memo["corrected"] == "1"
    assert memo["share_accepted"] == "0.33"
    open_drafts = [float(item.text("confidence")) for item in items(folder) if item.status == "draft"]
    assert memo["drafts"] == str(len(open_drafts))
    assert memo["mean_confidence"] == f"{sum(open_drafts) / len(open_drafts):.2f}"
    assert memo["likely_right"] == str(round(sum(open_drafts)))
    assert "mean_confidence" not in rows["letter-1"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("review", "mem"), "kg: no document is named 'mem': did you mean 'memo'?\n"),
        (("review",), "kg: no document is named: kg review --status lists those with drafts\n"),
        (("review", "note"), "kg: annotations/note.yaml: there is no such file: run kg draft note first\n"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(folder: Path, arguments: tuple[str, ...], error: str) -> None:
    (folder / "sources/note.txt").write_text("Note\n\nNothing was said.\n")
    result = run(*arguments, "-C", str(folder))
    assert (result.exit_code, result.stderr) == (2, error)


def test_drafting_tells_what_it_did_and_follows_a_corrected_source(folder: Path) -> None:
    run("review", "memo", "-C", str(folder), typed="a\nr\nq\n")
    before = annotations(folder)
    again = run("draft", str(folder / "sources/memo.txt"), "-C", str(folder))
    assert again.stderr.startswith("memo.yaml: ")
    assert "2 decided or edited by a person, left as they are" in again.stderr
    assert again.stdout == f"{folder}/annotations/memo.yaml\n"
    assert annotations(folder) == before
    (folder / "sources/memo.txt").write_text(
        SOURCE.replace("bridge", "old bridge").replace("heard of it", "herd of it")
    )
    again = run("draft", "memo", "-C", str(folder))
    assert "found anew in the corrected text" in again.stderr
    assert (count(folder, "reviewed"), count(folder, "rejected")) == (1, 1)
    assert run("build", "-C", str(folder)).exit_code == 0


def test_other_files_are_drafted_to_stdout(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(SOURCE)
    result = run("draft", str(other), "-C", str(folder))
    assert result.stdout.startswith("document: ")
    assert not (folder / "annotations/other.yaml").exists()
