"""An annotation file as blocks of text: what nobody touches is written back byte for byte.

A file is a head, its statements as a tree of items, and a tail.  An item is the text of its own lines, the text that
opens its reports, the items of these, and the text after them: the pieces of a file, joined, are the file.  A
statement that is written in braces has no lines of its own; when it is changed, it is written anew in lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import yaml

from kg.errors import InputError, InputErrors
from kg.review.scalars import Fields, Value, write_pair, write_value
from kg.yamlfile import Problems, parse_yaml

__all__ = [
    "AnnotationFile", "Item", "edit_item", "find_item", "make_item", "map_items", "new_file", "parse_file", "unfold",
    "walk_items", "with_children",
]  # fmt: skip

EMPTY = re.compile(r"^(statements:)(?=[^\n]*\n?\Z)", re.M)  # the key of a list without members


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a key and its value stand in an item's own lines."""

    key: str
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of a file.

    ``fields`` are its own keys, as text, tuples and mappings; ``dash`` is the column of its dash.  ``spots`` is empty
    where the item can only be changed by writing it anew; ``inner`` items stand in the text of the item above them.
    """

    fields: Fields
    head: str
    opening: str = ""
    children: tuple[Item, ...] = ()
    tail: str = ""
    dash: int = 2
    line: int = 0
    spots: tuple[Spot, ...] = ()
    inner: bool = False

    @property
    def id(self) -> str:
        """The statement's name in its document."""
        return self.text("id")

    @property
    def status(self) -> str:
        """``draft``, ``reviewed`` or ``rejected``."""
        return self.text("status") or "reviewed"

    def text(self, key: str) -> str:
        """The text under ``key``; empty where there is none."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under ``key``."""
        value = self.fields.get(key)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()

    def part(self, key: str) -> Mapping[str, Value]:
        """The mapping under ``key``; an empty one where there is none."""
        value = self.fields.get(key)
        return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """An annotation file in pieces."""

    name: str
    head: str
    items: tuple[Item, ...]
    tail: str = ""
    newline: str = "\n"

    def render(self) -> str:
        """The file's text."""
        head = self.head if self.items else EMPTY.sub(r"\1 []", self.head)
        text = _join((head, *_pieces(self.items), self.tail))
        return text if self.newline == "\n" else text.replace("\n", self.newline)


def _join(pieces: Iterable[str]) -> str:
    """The pieces in a row, each on lines of its own: the last line of a file may lack its end."""
    found: list[str] = []
    for piece in filter(None, pieces):
        if found and not found[-1].endswith("\n"):
            found.append("\n")
        found.append(piece)
    return "".join(found)


def _pieces(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield item.head
        if not any(child.inner for child in item.children):
            yield item.opening
            yield from _pieces(item.children)
        yield item.tail


def new_file(name: str, document: str, schema: str) -> AnnotationFile:
    """The file of a document that has no statements yet."""
    head = f"# yaml-language-server: $schema={schema}\ndocument: {write_value(document)}\nstatements:\n"
    return AnnotationFile(name, head, ())


def parse_file(source: str, name: str) -> AnnotationFile:
    """The pieces of an annotation file; raises ``InputError`` where they cannot be told apart."""
    problems = Problems()
    parse_yaml(source, problems, name=name)
    problems.raise_any()
    newline = "\r\n" if "\r\n" in source and "\n" not in source.replace("\r\n", "") else "\n"
    if newline != "\n":
        source = source.replace(newline, "\n")
    top = yaml.compose(source, Loader=yaml.CSafeLoader)
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        raise InputError(name, 1, "the file is no mapping in lines", "begin with 'document:' and 'statements:'")
    return _Parser(source, name).parse(top, newline)


class _Parser:
    """Cuts one file's text into pieces along its YAML nodes."""

    def __init__(self, source: str, name: str) -> None:
        self.source, self.name = source, name

    def parse(self, top: yaml.MappingNode, newline: str) -> AnnotationFile:
        keys = [key.value for key, _ in top.value]
        if "statements" not in keys:
            return AnnotationFile(self.name, _join((self.source, "statements:\n")), (), newline=newline)
        place = keys.index("statements")
        key, value = top.value[place]
        end = self._line_start(top.value[place + 1][0]) if place + 1 < len(keys) else len(self.source)
        if isinstance(value, yaml.SequenceNode) and value.value:
            if value.flow_style:
                cure = "write each as '- id: …' on lines of its own"
                raise InputError(self.name, key.start_mark.line + 1, "'statements' is written in brackets", cure)
            begin = self._dash_line(value.value[0])
            items = self._items(value, end)
            return AnnotationFile(self.name, self.source[:begin], items, self.source[end:], newline)
        colon = self.source.index(":", key.end_mark.index) + 1
        line_end = self._line_end(max(colon, self._end(value)))
        rest = self.source[max(colon, self._end(value)) : line_end].rstrip()  # a comment
        head = self.source[:colon] + (f"  {rest.lstrip()}" if rest else "") + "\n"
        return AnnotationFile(self.name, head, (), self.source[line_end:], newline)

    def _items(self, node: yaml.SequenceNode, end: int) -> tuple[Item, ...]:
        begins = [self._dash_line(child) for child in node.value]
        return tuple(
            self._item(child, begin, until)
            for child, begin, until in zip(node.value, begins, [*begins[1:], end], strict=True)
        )

    def _item(self, node: yaml.Node, begin: int, end: int) -> Item:
        if not isinstance(node, yaml.MappingNode):
            line = node.start_mark.line + 1
            raise InputErrors([InputError(self.name, line, "a statement is a mapping", "write it as '- id: …'")])
        dash = self.source.index("-", begin) - begin
        keys = [key.value for key, _ in node.value]
        fields = _fields(node)
        line = node.start_mark.line + 1
        reports = node.value[keys.index("reports")] if "reports" in keys else None
        listed: list[yaml.Node] = reports[1].value if reports and isinstance(reports[1], yaml.SequenceNode) else []
        if node.flow_style or (reports and (not listed or reports[1].flow_style or reports[0] is node.value[0][0])):
            inner = tuple(self._inner(child) for child in listed)
            cut = self._line_end(self._end(node))
            return Item(fields, self.source[begin:cut], "", inner, self.source[cut:end], dash, line)
        own = node.value[: keys.index("reports")] if reports else node.value
        spots = tuple(
            Spot(key.value, key.start_mark.index - begin, value.start_mark.index - begin, self._end(value) - begin)
            for key, value in own
        )
        if reports is None:
            cut = self._line_end(begin + spots[-1].value_end)
            return Item(fields, self.source[begin:cut], "", (), self.source[cut:end], dash, line, spots)
        cut, first = self._line_start(reports[0]), self._dash_line(listed[0])
        place = keys.index("reports")
        later = self._line_start(node.value[place + 1][0]) if place + 1 < len(keys) else end
        if later < end:
            spots = ()
        return Item(
            fields, self.source[begin:cut], self.source[cut:first], self._items(reports[1], later),
            self.source[later:end], dash, line, spots,
        )  # fmt: skip

    def _inner(self, node: yaml.Node) -> Item:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        listed = [one for key, value in pairs if key.value == "reports" for one in value.value]
        children = tuple(self._inner(child) for child in listed)
        return Item(_fields(node), "", "", children, line=node.start_mark.line + 1, inner=True)

    def _end(self, node: yaml.Node) -> int:
        """Where the last character of a node stands; a block's own mark lies beyond the comments after it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.source[start:end].rstrip())

    def _line_start(self, node: yaml.Node) -> int:
        return self.source.rfind("\n", 0, node.start_mark.index) + 1

    def _line_end(self, index: int) -> int:
        """The beginning of the line after that of ``index``."""
        found = self.source.find("\n", index)
        return len(self.source) if found < 0 else found + 1

    def _dash_line(self, node: yaml.Node) -> int:
        """The beginning of the line on which the dash before a list's member stands."""
        dash = self.source.rfind("-", 0, node.start_mark.index)
        return self.source.rfind("\n", 0, dash) + 1


def _fields(node: yaml.Node) -> dict[str, Value]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: _value(value) for key, value in pairs if key.value != "reports"}


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(one) for one in node.value)
    return _fields(node)


def walk_items(items: Iterable[Item]) -> Iterator[Item]:
    """Every item, each before those under it."""
    for item in items:
        yield item
        yield from walk_items(item.children)


def find_item(file: AnnotationFile, name: str) -> Item | None:
    """The statement of that name."""
    return next((item for item in walk_items(file.items) if item.id == name), None)


def make_item(fields: Fields, *, dash: int = 2, children: tuple[Item, ...] = ()) -> Item:
    """A statement written in lines, in the order of its fields.

    >>> print(make_item({"id": "p01", "quote": "He came."}).head, end="")
      - id: p01
        quote: "He came."
    """
    lines = [write_pair(key, value) for key, value in fields.items()]
    indent = " " * (dash + 2)
    head = f"{' ' * dash}- " + f"\n{indent}".join(lines) + "\n"
    starts, at = [], dash + 2
    for (key, _), line in zip(fields.items(), lines, strict=True):
        starts.append(Spot(key, at, at + len(key) + 2, at + len(line)))
        at += len(line) + 1 + len(indent)
    return with_children(Item(dict(fields), head, dash=dash, spots=tuple(starts)), children)


def with_children(item: Item, children: tuple[Item, ...]) -> Item:
    """``item`` with ``children`` as its reports, which stand at the column that the item's reports have."""
    if not children:
        kept = "".join(f"{line}\n" for line in item.opening.split("\n") if line.strip().startswith("#"))
        return replace(item, opening="", children=(), tail=kept + item.tail)
    if any(child.inner for child in item.children):
        item = unfold(item)
    column = _indent(item)
    dash = item.children[0].dash if item.children else column + 2
    opening = item.opening or f"{' ' * column}reports:\n"
    return replace(item, opening=opening, children=tuple(_shift(one, dash) for one in children))


def _indent(item: Item) -> int:
    """The column at which an item's keys stand."""
    first = next((line for line in item.head.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    rest = first[item.dash + 1 :]
    return item.dash + 1 + len(rest) - len(rest.lstrip()) if rest.strip() else item.dash + 2


def _shift(item: Item, dash: int) -> Item:
    """``item`` with its dash in that column."""
    if item.inner:
        return unfold(item, dash)
    by = dash - item.dash
    if by == 0:
        return item

    def move(text: str) -> str:
        return "\n".join(_move_line(line, by) for line in text.split("\n"))

    children = tuple(one if one.inner else _shift(one, one.dash + by) for one in item.children)
    # where its keys stand has changed: a further change writes it anew
    return replace(
        item, head=move(item.head), opening=move(item.opening), tail=move(item.tail), children=children, dash=dash,
        spots=(),
    )  # fmt: skip


def _move_line(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip())) :]


def unfold(item: Item, dash: int | None = None) -> Item:
    """An item that cannot be changed where it stands, written anew in lines; comments between it and others stay."""
    column = item.dash if dash is None else dash
    comments = "".join(f"{line}\n" for line in item.tail.split("\n") if line.strip().startswith("#"))
    fresh = make_item(item.fields, dash=column, children=item.children)
    blank = item.tail if not item.tail.strip() else comments
    return replace(fresh, tail=blank, line=item.line)


def edit_item(item: Item, changes: Fields) -> Item:
    """``item`` with those keys changed, added after the others, or taken out where the value is none."""
    fields = {key: value for key, value in {**item.fields, **changes}.items() if changes.get(key, value) is not None}
    if not item.spots:
        return replace(unfold(replace(item, fields=fields)), line=item.line)
    head = item.head
    for number, spot in reversed(list(enumerate(item.spots))):
        if spot.key in changes and changes[spot.key] != item.fields.get(spot.key):
            head = _rewrite(head, item.spots, number, changes[spot.key])
    known = {spot.key for spot in item.spots}
    indent = " " * _indent(item)
    added = [f"{indent}{write_pair(key, value)}\n" for key, value in changes.items() if value is not None
             and key not in known]  # fmt: skip
    head = _join((head, *added))
    return _reparse(replace(item, head=head, fields=fields))


def _rewrite(head: str, spots: tuple[Spot, ...], number: int, value: Value) -> str:
    spot = spots[number]
    if value is not None:
        gap = "" if head[spot.value_start - 1 : spot.value_start].isspace() else " "
        return head[: spot.value_start] + gap + write_value(value, key=spot.key) + head[spot.value_end :]
    if number == 0:
        return head[: spot.start] + head[spots[1].start :] if len(spots) > 1 else head
    start = head.rfind("\n", 0, spot.start) + 1
    end = head.find("\n", spot.value_end)
    return head[:start] + (head[end + 1 :] if end >= 0 else "")


def _reparse(item: Item) -> Item:
    """``item`` with its spots found anew in its head."""
    file = parse_file(f"statements:\n{item.head}", "")
    (fresh,) = file.items
    return replace(item, spots=fresh.spots, fields=fresh.fields)


def map_items(items: tuple[Item, ...], change: Callable[[Item], Item]) -> tuple[Item, ...]:
    """The items with ``change`` applied to each, after those under it; unchanged items are the same objects."""

    def visit(item: Item) -> Item:
        children = tuple(visit(one) for one in item.children)
        same = all(one is other for one, other in zip(children, item.children, strict=True))
        return change(item if same else with_children(item, children))

    return tuple(visit(one) for one in items)
