"""The colours of the layers, once, for light and for dark; the site's style sheet is made from them.

Words pass WCAG 2.2 AA on their ground (4.5 : 1), lines and signs 3 : 1 (success criteria 1.4.3 and 1.4.11); a test
computes both.  Colour never says anything alone: every box names its layer, every line has its own dashes.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DARK", "LAYERS", "LIGHT", "Layer", "Palette", "contrast", "palette_css"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer's colours: behind words, of words on that, and of lines and signs."""

    fill: str
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one scheme."""

    source: Layer
    account: Layer
    proposition: Layer
    judgement: Layer
    authority: Layer
    ground: str  # the page
    ink: str  # words on the page
    muted: str  # less important words on the page
    rule: str  # thin lines that order and mean nothing
    band: str  # every other stretch of a scale
    hearsay: str  # lines of what is only reported by somebody, beside account.line for what the document reports

    def layer(self, name: str) -> Layer:
        """The colours of a layer by its name."""
        found = getattr(self, name)
        assert isinstance(found, Layer)
        return found


LAYERS = ("source", "account", "proposition", "judgement", "authority")
LIGHT = Palette(
    source=Layer(fill="#f7efdd", text="#4b3a14", line="#8f6b1e"),
    account=Layer(fill="#e4eefa", text="#123c6b", line="#2a68ad"),
    proposition=Layer(fill="#f8e8f3", text="#6a1a55", line="#a8388b"),
    judgement=Layer(fill="#e0f2ea", text="#0d4a37", line="#1b7a5b"),
    authority=Layer(fill="#ececee", text="#33363d", line="#6a6e78"),
    ground="#ffffff",
    ink="#1c1e22",
    muted="#5b5f68",
    rule="#d5d6da",
    band="#f6f6f8",
    hearsay="#b0541c",
)
DARK = Palette(
    source=Layer(fill="#3a301a", text="#f3e3bb", line="#cfa650"),
    account=Layer(fill="#1a2f4a", text="#cfe3fb", line="#6ea8ea"),
    proposition=Layer(fill="#43203a", text="#f8d3ec", line="#df80c5"),
    judgement=Layer(fill="#14392c", text="#c3f0de", line="#4fbd93"),
    authority=Layer(fill="#2f3138", text="#e0e1e6", line="#9a9eaa"),
    ground="#15171b",
    ink="#eceef2",
    muted="#a9adb8",
    rule="#3a3d45",
    band="#1c1f24",
    hearsay="#e9965c",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def palette_css() -> str:
    """The style sheet of the pictures: variables for both schemes, then a rule for each class that has a look.

    ``data-theme`` on the page's root chooses a scheme; without it the reader's system does.
    """
    dark = "\n".join(f"  {line}" for line in _variables(DARK))
    return "\n".join(
        [
            ":root {", *(f"  {line}" for line in _variables(LIGHT)), "}",
            '@media (prefers-color-scheme: dark) {\n:root:not([data-theme="light"]) {', dark, "}\n}",
            ':root[data-theme="dark"] {', dark, "}",
            "@media print {\n:root:root, :root[data-theme] {", *(f"  {line}" for line in _variables(LIGHT)), "}\n}",
            *(f"{selector} {{ {rule} }}" for selector, rule in _rules()), "",
        ]
    )  # fmt: skip


def _variables(palette: Palette) -> list[str]:
    layers = [
        f"--kg-{name}-{part}: {getattr(palette.layer(name), part)};"
        for name in LAYERS
        for part in ("fill", "text", "line")
    ]
    return layers + [
        f"--kg-{name}: {getattr(palette, name)};" for name in ("ground", "ink", "muted", "rule", "band", "hearsay")
    ]


def _rules() -> list[tuple[str, str]]:
    layers = [
        (f".kg-{name} {part}", f"{what}: var(--kg-{name}-{colour})")
        for name in LAYERS
        for part, what, colour in (
            (".kg-box", "fill", "fill"),
            (":is(.kg-head, .kg-name, .kg-small, .kg-words)", "fill", "text"),
            (".kg-rim", "stroke", "line"),
            (".kg-mark", "fill", "line"),
        )
    ]
    return [
        (".kg-picture", "color: var(--kg-ink); max-width: 100%; height: auto"),
        (".kg-ground", "fill: var(--kg-ground)"),
        (".kg-plain", "fill: var(--kg-ink)"),
        (".kg-muted", "fill: var(--kg-muted)"),
        *layers,
        (".kg-hollow", "fill: var(--kg-ground)"),
        (".kg-joint", "stroke: var(--kg-muted)"),
        (".kg-band", "fill: var(--kg-band)"),
        (":is(.kg-rule, .kg-gap)", "stroke: var(--kg-rule)"),
        (".kg-first-hand .kg-rim", "stroke: var(--kg-account-line)"),
        (".kg-first-hand .kg-mark", "fill: var(--kg-account-line)"),
        (".kg-hearsay .kg-rim", "stroke: var(--kg-hearsay)"),
        (".kg-hearsay .kg-mark", "fill: var(--kg-hearsay)"),
        (".kg-halo", "stroke: var(--kg-ground)"),
        (".kg-picture a:is(:hover, :focus-visible) :is(.kg-name, .kg-words, .kg-plain)", "text-decoration: underline"),
        (".kg-picture a:focus-visible", "outline: 2px solid var(--kg-ink); outline-offset: 2px"),
        (".kg-edge:is(:hover, :focus-visible) .kg-rim", "stroke: var(--kg-ink); stroke-opacity: 1"),
    ]
