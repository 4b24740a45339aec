"""A statement's chain, drawn as stairs: from the page down through each who reports to what was claimed.

One step to the right is one report deeper.  The picture is as wide as a telephone and only grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.pictures.measure import wrap_text
from kg.pictures.palette import LIGHT
from kg.pictures.records import Chain, Claim, Link, SourceBox, StatementBox, Verdict
from kg.pictures.svg import Element, element, group, link, number, picture, render, text_lines

__all__ = ["draw_chain"]

STEP = 16.0  # how far one report deeper is moved in
MOST_MOVED = 112.0  # a deeper chain has narrower steps, so that its words keep room
PAD, GAP = 10, 18
INTO = 16.5  # where a line enters a box
VERBS = {"actual": ("", "did not"), "planned": ("was to", "was not to"), "hypothetical": ("might", "might not")}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one look within a box."""

    text: str
    class_: str
    size: float
    leading: float
    bold: bool = False
    italic: bool = False
    lines: int = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A box still without a place: its layer, its words, where it leads, how far it is moved in."""

    layer: str
    words: tuple[Words, ...]
    target: str | None
    step: int
    draft: bool = False


def draw_chain(chain: Chain, *, name: str = "chain", width: int = 360, most_claims: int = 8) -> str:
    """The SVG of a chain; ``name`` begins its identifiers, at most ``most_claims`` propositions are drawn.

    >>> drawn = draw_chain(Chain(SourceBox(Link("Letter")), (StatementBox(None, "say", "Ada"),), Link("I came.")))
    >>> drawn.startswith("<svg "), "I came." in drawn
    (True, True)
    """
    parts: list[Element] = []
    stems: list[tuple[float, float]] = []  # of each box drawn: from where the line to the next below it starts
    bottom = 1.0
    boxes = _boxes(chain, most_claims)
    step = min(STEP, MOST_MOVED / max(box.step for box in boxes))
    for nth, box in enumerate(boxes):
        left, top = 1.0 + step * box.step, bottom + (GAP if nth else 0)
        drawn, bottom = _draw_box(box, left, top, width - 1)
        above = _above(boxes, nth)
        if above is not None:
            parts.append(_joint(stems[above], left, top))
            stems[above] = stems[above][0], top + INTO
        stems.append((left + step / 2, bottom))
        parts.append(drawn)
    title, summary = _in_words(chain)
    return render(picture(name, (width, bottom + 1), title, summary, *parts, ground=LIGHT.ground, ink=LIGHT.ink))


def _above(boxes: list[Box], nth: int) -> int | None:
    """The box that this one hangs from: the last before it that is moved in less."""
    return next((before for before in range(nth - 1, -1, -1) if boxes[before].step < boxes[nth].step), None)


def _boxes(chain: Chain, most: int) -> list[Box]:
    depth = len(chain.statements)
    boxes = [_source_box(chain.source)]
    boxes += [_statement_box(one, nth) for nth, one in enumerate(chain.statements, start=1)]
    boxes.append(_words_box(chain.words, depth + 1))
    for claim in chain.claims[:most]:
        boxes.append(_claim_box(claim, depth + 1))
        boxes += [_verdict_box(verdict, depth + 2) for verdict in claim.verdicts]
    left_out = len(chain.claims) - most
    if left_out > 0:
        more = f"and {left_out} more proposition{'s' if left_out > 1 else ''}"
        boxes.append(Box("proposition", (_small(more),), chain.statements[-1].target, depth + 1))
    return boxes


def _head(text: str) -> Words:
    return Words(text, "kg-head", 11, 14, bold=True, lines=2)


def _name(text: str, *, lines: int = 5) -> Words:
    return Words(text, "kg-name", 14, 18, bold=True, lines=lines)


def _small(text: str, *, lines: int = 6) -> Words:
    return Words(text, "kg-small", 12, 16, lines=lines)


def _source_box(source: SourceBox) -> Box:
    head = " · ".join(filter(None, ("Source", source.kind, source.date)))
    return Box("source", (_head(head), _name(source.title.label)), source.title.target, 0)


def _statement_box(one: StatementBox, depth: int) -> Box:
    who = one.speaker or "someone whom the text does not name"
    who += " (by inference)" if one.inferred else ""
    who += f" ({', '.join(one.members)})" if one.members else ""
    to = f" → {', '.join(one.addressees)}" if one.addressees else ""
    ordinal = ORDINALS[depth - 1] if depth <= len(ORDINALS) else f"{depth}th"
    head = "Account · reported by the document" if depth == 1 else f"Account · hearsay, {ordinal} hand"
    words = [_head(f"{head} · draft" if one.draft else head), _name(who + to), _small(_manner(one))]
    if one.via:
        words.append(_small(f"from {one.via}", lines=3))
    return Box("account", tuple(words), one.target, depth, draft=one.draft)


def _manner(one: StatementBox) -> str:
    """Act, and then only what is not usual: direct speech, plans, what was not said, how it is taken, when."""
    usual, denied = VERBS.get(one.modality, (f"({one.modality})", f"({one.modality}) not"))
    verb = denied if one.negated else usual
    words = [f"{verb} {one.act}" if verb else one.act]
    words += ["in direct speech"] if one.mode == "direct" else []
    words += [f"the reporter {one.stance} it"] if one.stance else []
    return " · ".join([*words, *filter(None, [one.date])])


def _words_box(words: Link, step: int) -> Box:
    quote = Words(f"“{words.label}”", "kg-words", 13, 18, italic=True, lines=9)
    return Box("source", (_head("Words on the page"), quote), words.target, step)


def _claim_box(claim: Claim, step: int) -> Box:
    words = [_head("Proposition"), _name(claim.title.label)]
    against = claim.contradicted_by
    if against:
        more = f" and {len(against) - 1} more" if len(against) > 1 else ""
        words.append(_small(f"contradicted by: {against[0].label}{more}", lines=3))
    return Box("proposition", tuple(words), claim.title.target, step)


def _verdict_box(verdict: Verdict, step: int) -> Box:
    words = (_head(f"Judgement · {verdict.verdict}"), _small(verdict.reason, lines=4))
    return Box("judgement", words, verdict.target, step)


def _draw_box(box: Box, left: float, top: float, right: float) -> tuple[Element, float]:
    """The box in its place, and where it ends below."""
    colours = LIGHT.layer(box.layer)
    inner = right - left - 2 * PAD - 4
    lines: list[Element | None] = []
    y = top + PAD - 2
    for words in box.words:
        wrapped = wrap_text(words.text, inner, words.size, lines=words.lines, bold=words.bold)
        lines.append(
            text_lines(
                wrapped, left + PAD + 4, y + words.size, words.leading, class_=words.class_, fill=colours.text,
                font_size=words.size, font_weight="bold" if words.bold else None,
                font_style="italic" if words.italic else None,
            )
        )  # fmt: skip
        y += words.leading * len(wrapped) + 2
    bottom = y + PAD - 4
    frame = element(
        "rect", x=left, y=top, width=right - left, height=bottom - top, rx=4, fill=colours.fill, stroke=colours.line,
        stroke_dasharray="5 3" if box.draft else None, class_="kg-box kg-rim",
    )  # fmt: skip
    edge = element("rect", x=left, y=top, width=5, height=bottom - top, rx=2, fill=colours.line, class_="kg-mark")
    full = ". ".join(words.text for words in box.words)
    drawn = link(box.target, element("title", full), frame, edge, *lines)
    return group(drawn, class_=f"kg-{box.layer}" + (" kg-draft" if box.draft else "")), bottom


def _joint(stem: tuple[float, float], left: float, top: float) -> Element:
    """A line from under the upper box's edge, down and then right into this one, with an arrow."""
    (x, y), into = stem, top + INTO
    tip, back = number(left - 1), number(left - 5)
    path = f"M{number(x)} {number(y)}V{number(into)}H{tip}"
    head = f"M{back} {number(into - 3)}L{tip} {number(into)}L{back} {number(into + 3)}"
    return element("path", d=path + head, fill="none", stroke=LIGHT.muted, class_="kg-joint", aria_hidden="true")


def _in_words(chain: Chain) -> tuple[str, str]:
    links = [f"{chain.source.kind} {chain.source.title.label}"]
    for one in chain.statements:
        to = f" to {', '.join(one.addressees)}" if one.addressees else ""
        links.append(f"{one.speaker or 'someone not named'}{to} ({_manner(one)})")
    claims = f" It states: {'; '.join(claim.title.label for claim in chain.claims)}." if chain.claims else ""
    return "The chain of this statement", f"From the page inwards: {' › '.join(links)}: “{chain.words.label}”.{claims}"
