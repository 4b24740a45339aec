"""``kg review``: a person decides on the drafts of a document, one key each."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import collection_option, format_option, plain_errors, show_rows, talk
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.collection import Frame
    from kg.review.merge import MergeReport
    from kg.review.session import Session

__all__ = ["draft_held", "review"]


class Unsaid(KgError):
    """The call leaves something out."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what, self.cure = what, cure

    def __str__(self) -> str:
        return f"no {self.what} is named: {self.cure}"


CLEAR = "\x1b[2J\x1b[3J\x1b[H"
END = "\x04"  # what Ctrl-D sends
SIGNAL_SECONDS = 0.2  # how long a Ctrl-C may wait


@click.command()
@click.argument("document", required=False)
@click.option("--status", is_flag=True, help="Print how far each document's review has come instead.")
@click.option("--reviewer", metavar="NAME", help="Who decides; else KG_REVIEWER, else git's user.name.")
@format_option
@collection_option
@plain_errors
def review(document: str | None, status: bool, reviewer: str | None, form: str, collection: Path | None) -> int:
    """Decide on the drafts of a document, the least sure first.

    Shows each draft in its context, with the chain in words and who may have spoken or heard. Each key's decision is
    in the annotation file at once, with who and when. Without a terminal, keys and answers are read line by line.

    Example: kg review 114146 --reviewer "Ada Lovelace"
    """
    from kg.collection import find_collection, read_frame
    from kg.errors import UnknownName

    frame = read_frame(find_collection(collection))
    if document is not None and document not in frame.documents:
        raise UnknownName("document", document, frame.documents)
    if status:
        _show_status(frame, document, form)
        return 0
    if document is None:
        raise Unsaid("document", "kg review --status lists those with drafts")
    return _review(frame, document, reviewer or _find_reviewer())


def _show_status(frame: Frame, document: str | None, form: str) -> None:
    from kg.review.items import parse_file
    from kg.review.progress import measure_progress, progress_rows
    from kg.review.store import annotation_path, read_source

    names = [document] if document else sorted(frame.documents)
    found = [
        measure_progress(name, parse_file(read_source(frame.folder, name), f"annotations/{name}.yaml"))
        for name in names
        if annotation_path(frame.folder, name).exists()
    ]
    show_rows(progress_rows(found), form)


def _find_reviewer() -> str:
    """Who the environment, else git, says is at work; raises ``Unsaid`` where neither does."""
    import subprocess

    named = os.environ.get("KG_REVIEWER", "").strip()
    if not named:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            asked = subprocess.run(
                ["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False
            )
            named = asked.stdout.strip()
    if not named:
        raise Unsaid("reviewer", "use --reviewer NAME, or set KG_REVIEWER")
    return named


def _review(frame: Frame, document: str, reviewer: str) -> int:
    from kg.ontology import load_ontology
    from kg.review import session as core
    from kg.review.store import read_source

    source = read_source(frame.folder, document)
    place = core.Frame(
        reviewer, f"annotations/{document}.yaml", frame.documents[document], frame.authority, load_ontology().facts,
        frozenset(frame.documents),
    )  # fmt: skip
    session = core.start(place, source)
    for problem in session.view.read[1]:
        talk(f"kg: note: annotations/{document}.yaml: {problem}")
    with _keyboard() as read:
        session = _run(frame.folder, document, session, read)
    count = len(session.view.drafts)
    made = len(session.undo)
    talk(f"{made} decision{'' if made == 1 else 's'}, {count} draft{'' if count == 1 else 's'} open")
    return 0


Reader = Callable[[bool], str | None]


def _run(folder: Path, document: str, session: Session, read: Reader) -> Session:
    """Show, read a key, and write what it decides, until the end."""
    from kg.collection import read_frame
    from kg.review.session import know, press, reopen
    from kg.review.store import read_source, save_source

    known = _authority_state(folder)
    while not session.done:
        _show(session)
        key = read(bool(session.prompt))
        if key is None:
            break
        if _authority_state(folder) != known:
            known = _authority_state(folder)
            session = know(session, read_frame(folder).authority)
        on_disk = read_source(folder, document)
        if on_disk != session.source:
            session = reopen(session, on_disk)
            continue
        session = press(session, key, _now())
        if session.source != on_disk:
            save_source(folder, document, session.source)
    return session


def _authority_state(folder: Path) -> list[tuple[str, int, int]]:
    """What tells whether someone has written to the authority's files."""
    stats = ((path.name, path.stat()) for path in sorted((folder / "authority").glob("*.yaml")))
    return [(name, stat.st_mtime_ns, stat.st_size) for name, stat in stats]


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _show(session: Session) -> None:
    from kg.review.screen import render_session

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 40)).columns if terminal else 100
    shown = render_session(session, width=max(width, 40), color=terminal and "NO_COLOR" not in os.environ)
    click.echo((CLEAR if terminal else "") + shown, nl=not terminal)
    sys.stdout.flush()


@contextlib.contextmanager
def _keyboard() -> Iterator[Reader]:
    """A function that reads a key, or a line; none at the end of the input.

    A terminal gives single keys while the reader waits for one; it is left as it was found, whatever happens.
    """
    if not sys.stdin.isatty() or not _has_termios():
        yield _read_line
        return
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)

    waiting: list[str] = []  # keys that came in one read

    def read(line: bool) -> str | None:
        if line:
            typed, end, rest = "".join(waiting).replace("\r", "\n").partition("\n")
            waiting[:] = rest
            more = "" if end else _read_line(True)
            return None if more is None else typed + more
        if not waiting:
            tty.setcbreak(handle, termios.TCSADRAIN)
            try:
                waiting.extend(_read_keys(handle))
            finally:
                termios.tcsetattr(handle, termios.TCSADRAIN, before)
        key = waiting.pop(0)
        return None if key == END else key

    try:
        yield read
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _read_keys(handle: int) -> list[str]:
    """The keys that were pressed; one that sends several bytes, such as an arrow, is one."""
    while not select.select([handle], [], [], SIGNAL_SECONDS)[0]:
        pass  # a signal that comes just before a call that waits is heeded when it returns: so none waits for long
    keys = os.read(handle, 64).decode("utf-8", "replace")
    return [keys] if keys.startswith("\x1b") else list(keys) or [END]


def _has_termios() -> bool:
    """Whether this system has terminals as POSIX has them."""
    return find_spec("termios") is not None


def _read_line(line: bool) -> str | None:
    text = sys.stdin.readline()
    return text.rstrip("\r\n") if text else None


def draft_held(files: tuple[Path, ...], folder: Path | None) -> tuple[Path, ...]:
    """Draft each document of the collection into its annotation file; the files that are none come out."""
    from kg.collection import find_collection, read_frame
    from kg.errors import InputError

    try:
        found = find_collection(folder)
    except InputError:
        if folder is not None:
            raise
        return files
    sources = (found / "sources").resolve()
    held = [one for one in files if _is_held(one, sources)]
    if held:
        from kg.draft import draft_document
        from kg.review.store import write_drafts

        frame = read_frame(found)
        for name in dict.fromkeys(one.stem if one.suffix else str(one) for one in held):
            document = frame.documents[name]
            path, report = write_drafts(frame, document, draft_document(document, frame.authority))
            _tell_merge(path, report)
            click.echo(path)
    return tuple(one for one in files if one not in held)


def _is_held(file: Path, sources: Path) -> bool:
    """Whether a file is a source of the collection, or its name the id of one."""
    if file.exists():
        return file.resolve().parent == sources and file.suffix == ".txt"
    return file.name == str(file) and (sources / f"{file}.txt").is_file()


def _tell_merge(path: Path, report: MergeReport) -> None:
    """Tell what drafting did to an annotation file."""
    counts = {
        "new": report.new, "changed": report.changed, "moved": report.moved, "gone": report.gone,
        "as before": report.same, "decided or edited by a person, left as they are": report.settled,
    }  # fmt: skip
    told = [f"{len(names)} {word}" for word, names in counts.items() if names]
    talk(f"{path.name}: {', '.join(told) or 'nothing to draft'}")
    for word, names in (
        ("gone from the drafts, kept for what stands under them", report.kept),
        ("found anew in the corrected text", report.placed),
        ("words no longer in the text: correct or reject by hand", report.lost),
    ):
        if names:
            talk(f"  {word}: {', '.join(names)}")
