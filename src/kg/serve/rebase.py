"""A built graph -> the same graph under another base: what is served points where its clients can go."""

from __future__ import annotations

from pathlib import Path

from kg.textfile import read_bytes, write_bytes

__all__ = ["rebase_file"]


def rebase_file(source: Path, target: Path, old: str, new: str) -> None:
    """Write the N-Quads of ``source`` to ``target`` with each IRI under ``old`` under ``new`` instead."""
    write_bytes(target, read_bytes(source).replace(f"<{old}".encode(), f"<{new}".encode()))
