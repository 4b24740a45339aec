"""Every error that a user can cause, as a tree.

    KgError
    ├── InputError            a file says something it may not: path, line, what, cure
    │   └── DecodeError       (in ``kg.read``) a source file is not readable text
    ├── InputErrors           several of them, one line each
    ├── UnknownName           no question, parameter, thing or format has that name
    ├── BadValue              a value has the wrong form
    ├── ValueNeeded           a question has no value for a parameter
    └── OutputError           a result cannot be written

Each keeps its facts as arguments and renders one line, so that callers can read the facts and an error can
pass between processes.  ``exit_code`` is what the command line ends with.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = ["BadValue", "InputError", "InputErrors", "KgError", "OutputError", "UnknownName", "ValueNeeded", "hint_at"]


class KgError(Exception):
    """The root of all errors that a user can cause."""

    exit_code = 2


class InputError(KgError):
    """A file says something that it may not.

    >>> str(InputError("people.yaml", 4, "slug 'Kim' has a capital letter", "write 'kim'"))
    "people.yaml:4: slug 'Kim' has a capital letter: write 'kim'"
    """

    def __init__(self, path: Path | str, line: int | None, what: str, cure: str = "") -> None:
        super().__init__(str(path), line, what, cure)
        self.path, self.line, self.what, self.cure = str(path), line, what, cure

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.what}" + (f": {self.cure}" if self.cure else "")


class InputErrors(KgError):
    """Several input errors, in the order of file and line."""

    def __init__(self, errors: Iterable[InputError]) -> None:
        found = tuple(sorted(errors, key=lambda error: (error.path, error.line or 0, error.what)))
        super().__init__(found)
        self.errors = found

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class UnknownName(KgError, LookupError):
    """Nothing of that sort has that name; the nearest known ones are offered.

    >>> str(UnknownName("question", "chains", ("chain", "dossier")))
    "no question is named 'chains': did you mean 'chain'?"
    """

    def __init__(self, sort: str, name: str, known: Iterable[str]) -> None:
        self.sort, self.name, self.known = sort, name, tuple(known)
        super().__init__(sort, name, self.known)

    def __str__(self) -> str:
        return f"no {self.sort} is named {self.name!r}: {hint_at(self.name, self.known)}"


class ValueNeeded(KgError, LookupError):
    """A question has no value for a parameter: its default is of another collection."""

    def __init__(self, question: str, parameter: str, default: str) -> None:
        super().__init__(question, parameter, default)
        self.question, self.parameter, self.default = question, parameter, default

    def __str__(self) -> str:
        return f"{self.question} needs --{self.parameter}: its default, {self.default}, is not in this collection"


class BadValue(KgError, ValueError):
    """A value has not the form that its place needs."""

    def __init__(self, place: str, value: str, right: str) -> None:
        super().__init__(place, value, right)
        self.place, self.value, self.right = place, value, right

    def __str__(self) -> str:
        return f"{self.place} {self.value!r} is not {self.right}"


class OutputError(KgError):
    """A result cannot be written; what stood there before is as it was."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(str(path), reason)
        self.path, self.reason = str(path), reason

    def __str__(self) -> str:
        return f"cannot write {self.path}: {self.reason}"


def _fold(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def hint_at(name: str, known: Iterable[str]) -> str:
    """The cure for a name that is not known: the nearest known names, those that hold its words, or all when few.

    >>> hint_at("nam-i", ["nam-il", "Nam Il", "kim-il-sung"])
    "did you mean 'Nam Il'?"
    >>> hint_at("Kim", ["kim-il-sung", "kim-tu-bong", "nam-il"])
    "did you mean 'kim-il-sung' or 'kim-tu-bong'?"
    """
    candidates = sorted(set(known), reverse=True)
    folded = {_fold(candidate): candidate for candidate in candidates}  # one of two that differ in signs only
    close = get_close_matches(_fold(name), folded, n=3, cutoff=0.6)
    close += [key for key in sorted(folded) if key not in close and f" {_fold(name)} " in f" {key} "][: 5 - len(close)]
    candidates.reverse()
    if close:
        return "did you mean " + " or ".join(repr(folded[key]) for key in close) + "?"
    if not candidates:
        return "there is none"
    listed = ", ".join(candidates[:30])
    return f"there is {listed}" + (", …" if len(candidates) > 30 else "")
