"""A statement and those that report it -> a sentence that a historian would write.

The attribution is never lost: the sentence begins with the document, walks every link, and ends with the words
on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.dates import day_in_words
from kg.model import Statement

__all__ = ["DocumentWords", "join_names", "quote_in_words", "sentence_of"]

LONGEST_QUOTE = 320

# act -> what was done, with and without a hearer, in the past tense and in the plain form
PHRASES: dict[str, tuple[str, str, str, str]] = {
    "assert": ("said", "say", "said to {to}", "say to {to}"),
    "inform": ("gave the information", "give the information", "told {to}", "tell {to}"),
    "report": ("reported", "report", "reported to {to}", "report to {to}"),
    "write": ("wrote", "write", "wrote to {to}", "write to {to}"),
    "reply": ("replied", "reply", "replied to {to}", "reply to {to}"),
    "ask": ("asked", "ask", "asked {to}", "ask {to}"),
    "request": ("requested", "request", "requested of {to}", "request of {to}"),
    "demand": ("demanded", "demand", "demanded of {to}", "demand of {to}"),
    "instruct": ("gave the instruction", "give the instruction", "instructed {to}", "instruct {to}"),
    "invite": ("gave the invitation", "give the invitation", "invited {to}", "invite {to}"),
    "suggest": ("suggested", "suggest", "suggested to {to}", "suggest to {to}"),
    "advise": ("gave the advice", "give the advice", "advised {to}", "advise {to}"),
    "warn": ("gave the warning", "give the warning", "warned {to}", "warn {to}"),
    "promise": ("promised", "promise", "promised {to}", "promise {to}"),
    "agree": ("agreed", "agree", "expressed agreement to {to}", "express agreement to {to}"),
    "disagree": ("disagreed", "disagree", "expressed disagreement to {to}", "express disagreement to {to}"),
    "thank": ("gave thanks", "give thanks", "thanked {to}", "thank {to}"),
    "praise": ("gave praise", "give praise", "gave praise before {to}", "give praise before {to}"),
    "criticise": ("criticised", "criticise", "voiced criticism to {to}", "voice criticism to {to}"),
    "admit": ("admitted", "admit", "admitted to {to}", "admit to {to}"),
    "deny": ("denied", "deny", "denied to {to}", "deny to {to}"),
    "disclaim": ("disclaimed knowledge", "disclaim knowledge", "told {to} of not knowing", "tell {to} of not knowing"),
    "think": ("held the view", "hold the view", "put the view to {to}", "put the view to {to}"),
    "decide": ("decided", "decide", "decided, as {to} heard,", "decide, as {to} would hear,"),
}


# How a report inside these acts is joined on; the others take "that".
JOINTS = {"ask": " whether"} | dict.fromkeys(
    ("request", "demand", "instruct", "invite", "thank", "praise", "criticise", "disclaim", "decide"), ", saying that"
)


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """How a sentence names a document: its kind, its date, and whether its cataloguer's summary speaks."""

    kind: str
    date: str | None
    in_summary: bool = False

    def __str__(self) -> str:
        of = f" of {day_in_words(self.date)}" if self.date else ""
        document = f"{self.kind}{of}"
        return f"The archive's summary of the {document}" if self.in_summary else f"The {document}"


def sentence_of(
    document: DocumentWords,
    chain: Sequence[Statement],
    words: str,
    *,
    label_of: Callable[[str], str],
) -> str:
    """The chain from the page to its last statement, whose words on the page are ``words``.

    >>> from kg.model import Passage, Place
    >>> def told(speaker, to, depth):
    ...     return Statement("s", Passage("d", 0, 9), depth, None, Place("f", 1), "inform", speaker=speaker,
    ...                      addressees=(to,), cue="told him that")
    >>> chain = [told("Ri", "Petrov", 1), told("Nam", "Ri", 2)]
    >>> sentence_of(DocumentWords("memorandum", "1956-09-10"), chain, "Nam told him that all was well.", label_of=str)
    'The memorandum of 10 September 1956 says that Ri told Petrov that Nam told Ri that “all was well”.'
    """
    links = [f"{document} says"]
    joint = " that"
    for statement in chain:
        via = f", from {label_of(statement.via)}," if statement.via else ""
        links.append(f"{via}{joint} {_clause(statement, label_of)}")
        joint = JOINTS.get(statement.act, " that")
    quoted = quote_in_words(chain[-1], words)
    return "".join(links) + quoted + ("" if quoted.endswith((".”", "?”", "!”")) else ".")


def _clause(statement: Statement, label_of: Callable[[str], str]) -> str:
    past, plain, past_to, plain_to = PHRASES[statement.act]
    to = join_names([label_of(slug) for slug in statement.addressees])
    if to:
        past, plain = past_to.format(to=to), plain_to.format(to=to)
    if statement.modality == "planned":
        verb = f"{'was not to' if statement.polarity == 'negated' else 'was to'} {plain}"
    elif statement.modality == "hypothetical":
        verb = f"{'might not' if statement.polarity == 'negated' else 'might'} {plain}"
    else:
        verb = f"did not {plain}" if statement.polarity == "negated" else past
    return f"{_speaker(statement, label_of)} {verb}"


def _speaker(statement: Statement, label_of: Callable[[str], str]) -> str:
    if statement.speaker_members:
        members = join_names([label_of(slug) for slug in statement.speaker_members])
        if statement.speaker is None or statement.speaker in statement.speaker_members:
            return members
        return f"{label_of(statement.speaker)} ({members})"
    if statement.speaker is not None:
        return label_of(statement.speaker)
    if statement.inferred_speaker is not None:
        return f"someone whom the text does not name (by inference {label_of(statement.inferred_speaker)})"
    return "someone whom the text does not name"


def quote_in_words(statement: Statement, words: str) -> str:
    """The words on the page, after ``that`` where the cue ends in it, else after a colon.

    >>> from kg.model import Passage, Place
    >>> statement = Statement("s", Passage("d", 0, 9), 1, None, Place("f", 1), "ask", cue="asked")
    >>> quote_in_words(statement, "He asked why.")
    ': “He asked why.”'
    """
    squeezed = " ".join(words.split())
    cue = " ".join((statement.cue or "").split())
    if cue and "…" not in cue:
        match = re.search(rf"{re.escape(cue)}(?:\s+that)?\b", squeezed)
        if match and match.group().endswith("that") and match.end() < len(squeezed):
            return f" that “{_shorten(squeezed[match.end() :].strip(' ,;:')).rstrip('.')}”"
    return f": “{_shorten(squeezed)}”"


def _shorten(words: str) -> str:
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def join_names(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> join_names(["Mao", "Liu", "Zhou"])
    'Mao, Liu and Zhou'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
