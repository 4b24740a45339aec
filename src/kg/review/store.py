"""Annotation files of a collection on disk: read, merged and written whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kg.collection import Frame
from kg.document import Document
from kg.draft.record import DraftStatement
from kg.errors import InputError
from kg.review.items import new_file
from kg.review.merge import MergeReport, merge_source
from kg.review.schema import SCHEMA_FILE, write_schema
from kg.textfile import read_text, write_bytes, write_files

__all__ = ["annotation_path", "read_source", "save_source", "write_drafts"]

DRAFTED = ".drafted"  # beside the annotation files: each text as it was when it was last drafted from


def annotation_path(folder: Path, document: str) -> Path:
    """The annotation file of a document."""
    return folder / "annotations" / f"{document}.yaml"


def read_source(folder: Path, document: str) -> str:
    """The text of a document's annotation file; raises ``InputError`` where there is none yet."""
    path = annotation_path(folder, document)
    shown = f"annotations/{path.name}"
    if not path.exists():
        raise InputError(shown, None, "there is no such file", f"run kg draft {document} first")
    return read_text(path, name=shown)


def save_source(folder: Path, document: str, source: str) -> None:
    """Write an annotation file so that it is on disk when this returns: the old or the new text, never half of one."""
    path = annotation_path(folder, document)
    write_bytes(path, source.encode())
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)  # the file's new name, too
        finally:
            os.close(handle)


def write_drafts(frame: Frame, document: Document, drafts: Sequence[DraftStatement]) -> tuple[Path, MergeReport]:
    """Merge drafts into a document's annotation file; the file, and what became of each statement."""
    path = annotation_path(frame.folder, document.id)
    copy = path.parent / DRAFTED / f"{document.id}.txt"
    shown = f"annotations/{path.name}"
    known = path.exists()
    source = read_text(path, name=shown) if known else new_file(shown, document.id, SCHEMA_FILE).render()
    old_text = copy.read_bytes().decode("utf-8", "replace") if copy.is_file() else None
    merged, report = merge_source(source, shown, drafts, document.text, authority=frame.authority, old_text=old_text)
    files = [(copy, document.text.encode("utf-8", "surrogatepass"))] if old_text != document.text else []
    if not known or merged != source:
        files.append((path, merged.encode()))
    schema = path.parent / SCHEMA_FILE
    if not schema.is_file() or schema.read_bytes() != write_schema():
        files.append((schema, write_schema()))
    write_files(files)
    return path, report
