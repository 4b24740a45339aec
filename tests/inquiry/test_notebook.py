"""The notebook in docs/ runs, and prints what it shows.

    python -m tests.inquiry.test_notebook

writes its outputs anew.
"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def run_cells(notebook: dict[str, Any]) -> list[str]:
    """What each code cell prints, run in order in one namespace."""
    names: dict[str, Any] = {}
    printed = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            stream = io.StringIO()
            with contextlib.redirect_stdout(stream):
                exec("".join(cell["source"]), names)
            printed.append(stream.getvalue())
    return printed


def test_the_notebook_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    shown = [
        "".join(line for output in cell["outputs"] for line in output["text"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    assert run_cells(notebook) == shown
    assert sum(map(bool, shown)) > 4


def write() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    printed = iter(run_cells(notebook))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            text = next(printed)
            stream = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
            cell["outputs"] = [stream] if text else []
    NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
