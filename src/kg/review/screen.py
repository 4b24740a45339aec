"""A review's state -> what the terminal shows."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from kg.locate import find_quote
from kg.map.things import section_of
from kg.review.items import Item
from kg.review.session import COMMANDS, FIELDS, Session
from kg.words import DocumentWords, sentence_of

__all__ = ["render_session"]

AROUND = 260  # characters of the text on each side of a passage
LONGEST = 900  # characters of a passage that are shown; of a longer one the two ends
HELP = {"a": "accept", "1-9": "speaker"} | {key: word for key, word in COMMANDS.items() if key != "a"}
ASKED = {
    "speaker": "who said it: a number, a name or slug, or - for nobody named",
    "to": "to whom: numbers, names or slugs with commas, or - for nobody",
    "words": "its words: copy them from the text; … skips words",
    "cue": "the words that mark it as said",
    "act": "the act: the word or its beginning",
    "mode": "direct or indirect",
    "modality": "actual, planned or hypothetical",
    "polarity": "affirmed or negated",
    "split": "the first words of the second part",
    "join": "which one to join to this: a number",
}


def render_session(session: Session, *, width: int, color: bool) -> str:
    """The screen of a review's state, ``width`` columns wide."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=color, color_system="standard" if color else None, highlight=False,
        no_color=not color, legacy_windows=False,
    )  # fmt: skip
    for line in _lines(session, width):
        console.print(line, soft_wrap=False)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _lines(session: Session, width: int) -> Iterator[Text]:
    view = session.view
    name = session.current
    if name is None:
        yield Text(f"{view.frame.document.id}: {_count_left(session)}", style="bold")
    else:
        item = view.anchors[name].item
        yield _head(session, item)
        yield Text("─" * width, style="dim")
        yield _context(session, name)
        yield Text("─" * width, style="dim")
        yield _chain(session, name)
        yield Text("")
        yield from _fields(session, item)
        yield Text("")
        yield from _choices(session, name)
    if session.message:
        yield Text(session.message, style="bold yellow")
    yield from _keys(session, width)


def _count_left(session: Session) -> str:
    count, skipped = len(session.left), len(session.view.drafts) - len(session.left)
    left = f"{count} draft{'' if count == 1 else 's'} left" if count else "no draft left"
    return f"{left}, {skipped} skipped" if skipped else left


def _head(session: Session, item: Item) -> Text:
    found = [session.view.frame.document.id, item.id, f"confidence {item.text('confidence')}"]
    found += [f"rule {item.text('rule')}"] if item.text("rule") else []
    how = item.part("decided").get("how")
    found += [str(how)] if how else []
    return Text(" · ".join([*found, _count_left(session)]), style="bold")


def _context(session: Session, name: str) -> Text:
    """The passage in its context, its cue underlined; colour is not the only mark: brackets stand around it."""
    text, anchor = session.view.frame.document.text, session.view.anchors[name]
    if anchor.span is None:
        return Text(f"not in the text: {anchor.item.text('quote')}", style="red")
    start, end = anchor.span
    low, high = max(start - AROUND, 0), min(end + AROUND, len(text))
    before = text[low:start].partition(" ")[2] if low else text[low:start]
    after = text[end:high].rpartition(" ")[0] if high < len(text) else text[end:high]
    found = Text(("… " if low else "") + _squeeze(before), style="dim")
    found.append("⟦", style="bold")
    cue = next(iter(find_quote(anchor.item.text("cue"), text, start, end)), (start, start))
    for words, style in ((text[start : cue[0]], ""), (text[slice(*cue)], "underline "), (text[cue[1] : end], "")):
        found.append(_squeeze(_cut(words)), style=f"{style}bold reverse" if words else "")
    found.append("⟧", style="bold")
    found.append(_squeeze(after) + (" …" if high < len(text) else ""), style="dim")
    return found


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} […] {words[-LONGEST // 2 :]}"


def _squeeze(words: str) -> str:
    """Words with each run of blanks as one; what they begin and end with stays apart from their neighbours."""
    return " ".join(words.replace("\n\n", " ¶ ").split()) if not words.strip() else (
        (" " if words[0].isspace() else "")
        + " ".join(words.strip().replace("\n\n", " ¶ ").split())
        + (" " if words[-1].isspace() else "")
    )  # fmt: skip


def _chain(session: Session, name: str) -> Text:
    view = session.view
    chain = view.chain(name)
    if not chain:
        return Text("its place in the text is not clear: correct its words (c, w)", style="red")
    document = view.frame.document
    kind = (document.kind.value if document.kind else "document").replace("-", " ")
    summary = section_of(document, chain[0].passage) == "summary"
    named = DocumentWords(kind, document.date.value if document.date else None, summary)
    passage = chain[-1].passage
    return Text(
        sentence_of(named, chain, document.text[passage.start : passage.end], label_of=lambda slug: _label(view, slug)),
        style="cyan",
    )


def _label(view: object, slug: str) -> str:
    from kg.review.session import View

    assert isinstance(view, View)
    entity = view.frame.authority.entities.get(slug)
    return entity.label if entity else f"{slug.replace('-', ' ').title()} (unidentified)"


def _fields(session: Session, item: Item) -> Iterator[Text]:
    view = session.view
    found = item.part("found")
    for key, letter, printed in (("speaker", "s", "speaker_as"), ("to", "t", "to_as")):
        slugs = item.texts("to") if key == "to" else tuple(filter(None, (item.text("speaker"),)))
        names = ", ".join(f"{_label(view, slug)} [{slug}]" for slug in slugs) or "–"
        line = Text(f"{letter} {key:9}", style="bold").append(names, style="not bold")
        if item.text(printed):
            line.append(f"  as “{item.text(printed)}”", style="not bold")
        how = found.get("addressee" if key == "to" else "speaker")
        if isinstance(how, str) and how != "none":
            line.append(f"  (found: {how})", style="not bold dim")
        yield line
    cue, extent = item.text("cue"), found.get("extent")
    line = Text("c cue      ", style="bold").append(f"“{cue}”" if cue else "–", style="not bold")
    if isinstance(extent, str):
        line.append(f"  (extent: {extent})", style="not bold dim")
    yield line
    manner = {"act": "", "mode": "indirect", "modality": "actual", "polarity": "affirmed"}
    letters = {word: letter for letter, word in FIELDS.items()}
    line = Text("")
    for key, usual in manner.items():
        line.append(f"{letters[key]} {key} ", style="bold").append(f"{item.text(key) or usual}   ")
    yield line


def _choices(session: Session, name: str) -> Iterator[Text]:
    if session.prompt == "join":
        for number, other in enumerate(session.view.neighbours(name), 1):
            words = session.view.anchors[other].item.text("quote")
            yield Text(f"{number} {words}")
        return
    for number, one in enumerate(session.view.candidates(name), 1):
        yield (
            Text(f"{number} ", style="bold")
            .append(one.label, style="not bold")
            .append(f"  {one.why}", style="not bold dim")
        )


def _keys(session: Session, width: int) -> Iterator[Text]:
    """The keys, on as many lines as they need; no key is parted from its word."""
    if session.prompt and session.prompt != "field":
        yield Text(f"{ASKED[session.prompt]} (empty leaves it):", style="bold")
        return
    pairs = FIELDS if session.prompt else HELP if session.current else {"u": "undo", "q": "quit"}
    line = Text("")
    for key, word in pairs.items():
        pair = Text(f"{key} ", style="bold reverse").append(f" {word}", style="not bold not reverse")
        if line and len(line) + 2 + len(pair) > width:
            yield line
            line = Text("")
        line = line.append("  ").append_text(pair) if line else Text("").append_text(pair)
    yield line
