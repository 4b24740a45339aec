"""The ontology, shapes and queries, wherever the package runs: in a checkout or from an installed wheel."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

__all__ = ["find_resources", "resource_folder"]


@lru_cache(maxsize=8)
def resource_folder(name: str) -> Path:
    """The folder ``ontology``, ``shapes`` or ``queries``.

    >>> (resource_folder("ontology") / "hearsay.ttl").is_file()
    True
    """
    package = Path(__file__).resolve().parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parents[1] / name


def find_resources(name: str, pattern: str) -> list[Path]:
    """The files of one resource folder, sorted by name."""
    return sorted(resource_folder(name).glob(pattern))
