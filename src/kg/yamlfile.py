"""YAML files -> records that know their line.

Scalars stay the text that was written: each reader says which type it wants, so ``no``, ``1956-09`` and
``114146`` mean what they look like.  Tags, merge keys, anchors and repeated keys are refused: a collection's
file is data, and a record that contains itself (a cycle) or grows without bound can then not be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml

from kg.errors import BadValue, InputError, InputErrors, hint_at
from kg.textfile import read_text

__all__ = ["Problems", "Record", "load_yaml", "parse_yaml"]

T = TypeVar("T")
MAX_DEPTH = 100


class Problems:
    """Collects the errors of many files, so that an editor sees them all at once."""

    def __init__(self) -> None:
        self.errors: list[InputError] = []

    def add(self, path: Path | str, line: int | None, what: str, cure: str = "") -> None:
        """Note one error."""
        self.errors.append(InputError(path, line, what, cure))

    def raise_any(self) -> None:
        """Raise all that was noted, if any."""
        if self.errors:
            raise InputErrors(self.errors)


@dataclass(frozen=True, slots=True)
class Record:
    """A YAML mapping with the file and the lines it stands on."""

    path: str
    line: int
    items: dict[str, object]
    lines: dict[str, int]
    problems: Problems = field(repr=False, compare=False)

    def say(self, what: str, cure: str = "", *, key: str | None = None) -> None:
        """Note an error of this record, at the line of ``key`` if given."""
        line = self.lines.get(key, self.line) if key else self.line
        self.problems.add(self.path, line, what, cure)

    def allow(self, keys: Iterable[str]) -> None:
        """Note each key that is not one of ``keys``."""
        known = tuple(keys)
        for key in self.items:
            if key not in known:
                self.say(f"unknown key {key!r}", hint_at(key, known), key=key)

    def find_text(self, key: str) -> str | None:
        """The text under ``key``, or none; another type is noted as an error."""
        value = self.items.get(key)
        if value is None or isinstance(value, str):
            return value or None
        self.say(f"{key!r} must be one value", "write it on one line, not as a list or mapping", key=key)
        return None

    def get_text(self, key: str) -> str:
        """The text under ``key``; its absence is noted, and an empty text comes out."""
        value = self.find_text(key)
        if value is None:
            self.say(f"{key!r} is missing", "add it")
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under ``key``; none when absent."""
        value = self.items.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.say(f"{key!r} must be a list of names", f"write {key}: [one, other]", key=key)
        return ()

    def records(self, key: str) -> tuple[Record, ...]:
        """The list of mappings under ``key``; none when absent."""
        value = self.items.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, Record) for item in value):
            return tuple(value)
        self.say(f"{key!r} must be a list of mappings", "write each as '- key: value'", key=key)
        return ()

    def find_choice(self, key: str, choices: Iterable[str]) -> str | None:
        """The text under ``key`` when it is one of ``choices``."""
        value, known = self.find_text(key), tuple(choices)
        if value is not None and value not in known:
            self.say(f"{key} {value!r} is not known", hint_at(value, known), key=key)
            return None
        return value

    def find_integer(self, key: str, *, least: int = 1) -> int | None:
        """The whole number under ``key``, ``least`` or more."""
        value = self.find_text(key)
        if value is None:
            return None
        if value.isascii() and value.isdigit() and int(value) >= least:
            return int(value)
        self.say(f"{key} {value!r} is not a whole number of {least} or more", key=key)
        return None

    def find_checked(self, key: str, check: Callable[[str], T]) -> T | None:
        """What ``check`` makes of the text under ``key``; its ``BadValue`` becomes an error of this line."""
        value = self.find_text(key)
        if value is None:
            return None
        try:
            return check(value)
        except BadValue as error:
            self.say(str(error), key=key)
            return None


def load_yaml(path: Path, problems: Problems, *, name: str | None = None) -> Record | list[Record] | None:
    """The mapping, or the list of mappings, that a YAML file holds; none where an error was noted.

    Errors name the file as ``name`` (a path relative to the collection reads better than an absolute one).  A file
    with YAML that is refused gives nothing at all: what is left of it would only give rise to further errors.
    """
    shown = name or str(path)
    return parse_yaml(read_text(path, name=shown), problems, name=shown)


def parse_yaml(text: str, problems: Problems, *, name: str) -> Record | list[Record] | None:
    """What ``load_yaml`` gives, of a text in hand."""
    shown, before = name, len(problems.errors)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(filter(None, (error.context, error.problem)))
        problems.add(shown, mark.line + 1 if mark else None, f"not YAML: {problem}", "correct the line")
        return None
    except yaml.YAMLError as error:
        problems.add(shown, None, f"not YAML: {' '.join(str(error).split())}", "correct the file")
        return None
    if node is None:
        problems.add(shown, 1, "the file is empty", "write a mapping or a list of mappings")
        return None
    built = _check_top(_Builder(shown, problems).build(node), shown, problems)
    return built if len(problems.errors) == before else None


def _check_top(value: object, shown: str, problems: Problems) -> Record | list[Record] | None:
    if isinstance(value, Record):
        return value
    if isinstance(value, list) and all(isinstance(item, Record) for item in value):
        return value
    if value is not None:
        problems.add(shown, 1, "the file holds neither a mapping nor a list of mappings", "write '- key: value'")
    return None


class _Builder:
    """Turns one file's YAML nodes into records; each node is met once, so an alias shows."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.met: set[int] = set()
        self.open: list[int] = []

    def build(self, node: yaml.Node) -> object:
        """The text, list or record of one node; none where it may not be there."""
        line = node.start_mark.line + 1
        if id(node) in self.open:
            self.problems.add(self.path, line, "an alias makes a record contain itself", "write the record out")
            return None
        if id(node) in self.met:
            self.problems.add(self.path, line, "an alias repeats another record", "write the record out")
            return None
        if len(self.open) > MAX_DEPTH:
            self.problems.add(self.path, line, f"nested more than {MAX_DEPTH} deep", "nest less")
            return None
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            self.problems.add(self.path, line, f"tag {node.tag!r} is not allowed", "write plain YAML")
            return None
        self.met.add(id(node))
        self.open.append(id(node))
        try:
            if isinstance(node, yaml.ScalarNode):
                empty = node.tag.endswith(":null") and node.style is None
                return None if empty else str(node.value)
            if isinstance(node, yaml.SequenceNode):
                built = [self.build(item) for item in node.value]
                return [item for item in built if item is not None]
            return self._mapping(node, line)
        finally:
            self.open.pop()

    def _mapping(self, node: yaml.Node, line: int) -> Record:
        items: dict[str, object] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in self._pairs(node):
            key, key_line = str(key_node.value), key_node.start_mark.line + 1
            if key in items:
                self.problems.add(self.path, key_line, f"key {key!r} stands twice", "keep one")
            items[key] = self.build(value_node)
            lines[key] = key_line
        return Record(self.path, line, items, lines, self.problems)

    def _pairs(self, node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        for key_node, value_node in node.value:
            if isinstance(key_node, yaml.ScalarNode) and key_node.tag != "tag:yaml.org,2002:merge":
                yield key_node, value_node
            else:
                line = key_node.start_mark.line + 1
                self.problems.add(self.path, line, "a key must be a plain word", "write 'key: value'")
