"""A new collection's first files: small, complete, and valid as they are."""

from __future__ import annotations

from pathlib import Path

from kg.errors import OutputError
from kg.textfile import write_bytes

__all__ = ["make_collection"]

FILES = {
    "collection.toml": '''\
title = "A new collection"
description = "What it holds, in a sentence or two."
base = "https://example.org/collection/"
creator = "Its editors"
issued = "2026-01-01"

[[documents]]
id = "letter-1"
''',
    "sources/letter-1.txt": '''\
Letter from Ada to Charles

London, 2 May 1843

Mary told me that Henry has left for Paris. I do not believe it.
''',
    "authority/people.yaml": '''\
- slug: ada
  kind: person
  label: Ada
  names:
    - {form: "Ada", in: [letter-1]}
- slug: charles
  kind: person
  label: Charles
  names:
    - {form: "Charles", in: [letter-1]}
- slug: henry
  kind: person
  label: Henry
  names:
    - {form: "Henry", in: [letter-1]}
- slug: mary
  kind: person
  label: Mary
  names:
    - {form: "Mary", in: [letter-1]}
''',
    "authority/places.yaml": '''\
- slug: paris
  kind: place
  label: Paris
  names:
    - {form: "Paris", in: [letter-1]}
''',
    "annotations/letter-1.yaml": '''\
document: letter-1
statements:
  - id: p01
    quote: "Mary told me that Henry has left for Paris."
    cue: "told me that"
    speaker: mary
    speaker_as: "Mary"
    to: [ada]
    to_as: "me"
    act: inform
    about: [henry, paris]
    states:
      - {subject: henry, predicate: visited, object: paris}
  - id: p02
    quote: "I do not believe it."
    cue: "do not believe"
    speaker: ada
    speaker_as: "I"
    to: [charles]
    act: think
    mode: direct
    about: [henry]
    states:
      - {subject: henry, predicate: visited, object: paris, polarity: negated}
''',
}  # fmt: skip


def make_collection(folder: Path) -> list[Path]:
    """Write a new collection into ``folder``, which must be new or empty; the files written come out."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(folder, "it is a file; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(folder, "the folder is not empty; name a new or empty one")
    written = []
    for name, text in FILES.items():
        write_bytes(folder / name, text.encode())
        written.append(folder / name)
    return written
