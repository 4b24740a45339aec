"""A tree of SVG elements -> text.  Whatever comes in, what goes out is well formed and inert.

Escaped by construction: only ``render`` makes markup, from a closed list of elements and attributes, so that no
script, handler, style or foreign reference can be written at all.  Looks are presentation attributes, which any rule
of a style sheet overrides, and the classes that ``CLASSES`` explains; a page under ``style-src 'self'`` can show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.pictures.measure import FONTS, clean_text

__all__ = [
    "CLASSES",
    "Element",
    "element",
    "group",
    "is_safe_target",
    "link",
    "number",
    "picture",
    "render",
    "text_lines",
]

TAGS = frozenset("a circle desc g line path polygon rect svg text title tspan".split())
ATTRIBUTES = frozenset(
    """
    aria-describedby aria-hidden aria-label aria-labelledby class color cx cy d dominant-baseline fill fill-opacity
    font-family font-size font-style font-weight height href id lang letter-spacing paint-order pointer-events points r
    role rx stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor viewBox
    width x x1 x2 xmlns y y1 y2
    """.split()
)
INLINE = frozenset(("text", "tspan", "title", "desc"))
CLASSES = {
    "kg-picture": "the whole picture; its color is that of plain text",
    "kg-ground": "the paper behind everything",
    "kg-source": "a group of the source layer",
    "kg-account": "a group of the account layer",
    "kg-proposition": "a group of the proposition layer",
    "kg-judgement": "a group of the judgement layer",
    "kg-authority": "a group of known persons, groups and events",
    "kg-box": "a box, or the filled part of a layer",
    "kg-rim": "a stroke in the colour of the layer",
    "kg-mark": "a solid sign in the colour of the layer",
    "kg-hollow": "a sign that is only outlined",
    "kg-head": "small words that name the layer",
    "kg-name": "the main words of a box",
    "kg-small": "further words of a box",
    "kg-words": "words quoted from the page",
    "kg-plain": "words on the paper itself",
    "kg-muted": "less important words on the paper itself",
    "kg-joint": "a line that joins boxes",
    "kg-draft": "a box that no editor has reviewed",
    "kg-band": "every other stretch of time",
    "kg-gap": "a stretch of time left out",
    "kg-rule": "a thin line that orders",
    "kg-bar": "a span of days that a date can mean",
    "kg-unsure": "a date that the source or the editors mark as uncertain or approximate",
    "kg-edge": "a line from speaker to addressee, with its arrow",
    "kg-first-hand": "what a document itself reports",
    "kg-hearsay": "what somebody in a document reports",
    "kg-hit": "an unseen broad line that the pointer can find",
    "kg-node": "a person or group of the network, with its name",
    "kg-halo": "words with an edge in the colour of the paper",
}
ABSOLUTE = re.compile(r"https?://[A-Za-z0-9\[]")
RELATIVE = re.compile(r"(?!//)(?:[/?#.]|[^:/?#]+(?:[/?#]|$)).*", re.DOTALL)
UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"{}|^`\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, its attributes in order, and what it holds."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]


def element(tag: str, *children: Element | str | None, **attributes: str | float | None) -> Element:
    """An element; ``stroke_width`` is written for ``stroke-width`` and ``class_`` for ``class``.

    Nothing is written for a child or an attribute that is none.  Raises ``ValueError`` for a name that is not in the
    closed lists: that is a fault of the program, never of the data.

    >>> render(element("text", "<b> & ]]>", x=1.25, class_="kg-name"))
    '<text x="1.3" class="kg-name">&lt;b&gt; &amp; ]]&gt;</text>'
    """
    if tag not in TAGS:
        raise ValueError(f"element {tag!r} is not one that pictures are made of")
    pairs = [(_attribute(name), _value(value)) for name, value in attributes.items() if value is not None]
    for name, value in pairs:
        if name == "href" and not is_safe_target(value):
            raise ValueError(f"link target {value!r} is not http, https or relative: ask is_safe_target first")
    return Element(tag, tuple(pairs), tuple(child for child in children if child is not None))


def _attribute(name: str) -> str:
    written = name.rstrip("_").replace("_", "-")
    if written not in ATTRIBUTES:
        raise ValueError(f"attribute {written!r} is not one that pictures use")
    return written


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """A coordinate to a tenth, half up, so that every machine writes the same.

    >>> number(2.0), number(-0.04), number(1.25)
    ('2', '0', '1.3')
    """
    tenths = int(value * 10 + 0.5) if value >= 0 else -int(-value * 10 + 0.5)
    whole, tenth = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (f"{whole}.{tenth}" if tenth else str(whole))


def is_safe_target(target: str) -> bool:
    """Whether a link may lead there: http, https, or relative to the page, and no other host by stealth.

    >>> [is_safe_target(t) for t in ("https://x.org/a", "../person/kim", "/doc/a", "#top")]
    [True, True, True, True]
    >>> [is_safe_target(t) for t in ("JaVaScRiPt:alert(1)", "data:text/html,x", "//evil", "/\\\\evil", " x", "")]
    [False, False, False, False, False, False]
    """
    if UNSAFE.search(target):
        return False
    return bool(ABSOLUTE.match(target) or RELATIVE.fullmatch(target))


def link(target: str | None, *children: Element | str | None, **attributes: str | float | None) -> Element:
    """A link round its children, or a plain group where it has no target or one that is not allowed."""
    if target is None or not is_safe_target(target):
        return element("g", *children, **{name: value for name, value in attributes.items() if name != "aria_label"})
    return element("a", *children, href=target, **attributes)


def group(*children: Element | str | None, class_: str | None = None) -> Element:
    """A group of elements under a class."""
    return element("g", *children, class_=class_)


def text_lines(
    lines: Sequence[str],
    x: float,
    y: float,
    leading: float,
    *,
    anchor: str | None = None,
    **attributes: str | float | None,
) -> Element | None:
    """Lines below each other, the first with its baseline at ``y``; none where there are no lines.

    Each line is a ``<tspan>`` with its own place and so, by SVG 2, a paragraph of its own for right-to-left words.
    """
    if not lines:
        return None
    if len(lines) == 1:
        return element("text", lines[0], x=x, y=y, text_anchor=anchor, **attributes)
    # A blank at each line's end, so that a screen reader or a search does not run two words together.
    spans = [
        element("tspan", line if last else f"{line} ", x=x, y=y + leading * nth)
        for nth, line in enumerate(lines)
        for last in [nth == len(lines) - 1]
    ]
    return element("text", *spans, text_anchor=anchor, **attributes)


def picture(
    name: str, size: tuple[float, float], title: str, summary: str, *children: Element | None, ground: str, ink: str
) -> Element:
    """A whole picture with its title, its description in words, and paper behind it.

    ``name`` begins the identifiers inside, so that a page can hold several pictures.  Its role is a group, not an
    image: what an image holds is hidden from a screen reader, and these pictures hold links.
    """
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", summary, id=f"{name}-desc"),
        element("rect", width=width, height=height, fill=ground, class_="kg-ground"),
        *children,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}", width=width, height=height,
        class_="kg-picture", role="group", aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc",
        color=ink, font_family=FONTS, font_size=13,
    )  # fmt: skip


def render(root: Element) -> str:
    """The text of an element, one line for each element that is not within words."""
    parts: list[str] = []
    _render(root, parts, inline=True)
    return "".join(parts)


def _render(node: Element, parts: list[str], *, inline: bool) -> None:
    attributes = "".join(f' {name}="{_escape(value)}"' for name, value in node.attributes)
    parts.append("" if inline else "\n")
    if not node.children:
        parts.append(f"<{node.tag}{attributes}/>")
        return
    parts.append(f"<{node.tag}{attributes}>")
    for child in node.children:
        if isinstance(child, str):
            parts.append(_escape(child))
        else:
            _render(child, parts, inline=node.tag in INLINE)
    parts.append(f"</{node.tag}>")


def _escape(text: str) -> str:
    """``text`` for an element or a quoted attribute, in XML and HTML alike; ``>`` too, so that no ``]]>`` is left."""
    clean = clean_text(text) + (" " if text.endswith(" ") else "")
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        clean = clean.replace(char, entity)
    return clean
