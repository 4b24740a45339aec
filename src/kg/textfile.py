"""Text files in, text files out: UTF-8 only, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError, OutputError

__all__ = ["decode_text", "read_bytes", "read_text", "write_bytes", "write_files"]


def read_bytes(path: Path, *, name: str | None = None) -> bytes:
    """The bytes of a regular file; one clear error when there are none to read.

    A pipe or a device is refused: it may never end.
    """
    shown = name or str(path)
    try:
        if path.exists() and not path.is_file():
            raise InputError(shown, None, "is not a file", "name a regular file")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(shown, None, "there is no such file", "check the path") from None
    except OSError as error:
        raise InputError(shown, None, f"cannot be read ({error.strerror})", "check the path and its rights") from None


def read_text(path: Path, *, name: str | None = None) -> str:
    """The text of a UTF-8 file, line ends kept."""
    return decode_text(read_bytes(path, name=name), name or str(path))


def decode_text(data: bytes, name: str) -> str:
    """The text that UTF-8 bytes hold, without a signature (BOM) at its start; an error calls them ``name``.

    >>> decode_text(b"caf\\xe9", "menu.txt")
    Traceback (most recent call last):
    kg.errors.InputError: menu.txt:1: byte 0xe9 at offset 3 is not UTF-8: save the file as UTF-8
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InputError(name, line, what, "save the file as UTF-8") from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole: a reader sees the old bytes or the new, and a failure leaves the old."""
    write_files([(path, data)])


def write_files(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files that belong together: all are complete before the first takes its place."""
    staged: list[tuple[str, Path]] = []
    try:
        for path, data in files:
            target = Path(os.path.realpath(path))  # a link stays a link
            if target.exists() and not target.is_file():
                raise OutputError(path, "it is not a file")  # replacing a folder fails, replacing a device succeeds
            try:
                staged.append((_write_beside(target, data), target))
            except OSError as error:
                raise OutputError(path, error.strerror or str(error)) from None
        for temporary, target in staged:
            try:
                os.replace(temporary, target)
            except OSError as error:
                raise OutputError(target, error.strerror or str(error)) from None
    finally:
        for temporary, _ in staged:
            Path(temporary).unlink(missing_ok=True)


def _write_beside(target: Path, data: bytes) -> str:
    """The name of a new file in the folder of ``target`` that holds ``data``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary
