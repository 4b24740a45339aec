"""Text files in, text files out: UTF-8 only, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kg.errors import InputError, OutputError

__all__ = ["read_bytes", "read_text", "write_bytes"]


def read_bytes(path: Path, *, name: str | None = None) -> bytes:
    """The bytes of a regular file; one clear error when there are none to read."""
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
    shown, data = name or str(path), read_bytes(path, name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InputError(shown, line, what, "save the file as UTF-8") from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole: a reader sees the old bytes or the new, and a failure leaves the old."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from None
