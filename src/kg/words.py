"""A statement and those that report it -> a sentence that a historian would write.

The attribution is never lost: the sentence begins with the document, walks every link, and ends with the words
on the page.  The first link is in the past tense, the links inside it in the past perfect, for what is reported came
before its report; where the text names no speaker the sentence is passive and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.dates import date_in_words
from kg.model import Statement

__all__ = ["DocumentWords", "join_names", "quote_in_words", "sentence_of"]

LONGEST_QUOTE = 320

# act -> what was done without and with a hearer, and the same where no speaker is named.  A verb comes first, in its
# plain form; BE is the place of the passive's verb.
PHRASES: dict[str, tuple[str, str, str, str]] = {
    "assert": ("say", "say to {to}", "it BE said", "it BE said to {to}"),
    "inform": ("give the information", "tell {to}", "the information BE given", "{to} BE told"),
    "report": ("report", "report to {to}", "it BE reported", "it BE reported to {to}"),
    "write": ("write", "write to {to}", "it BE written", "it BE written to {to}"),
    "reply": ("reply", "reply to {to}", "the reply BE given", "the reply BE given to {to}"),
    "ask": ("ask", "ask {to}", "it BE asked", "{to} BE asked"),
    "request": ("request", "request of {to}", "it BE requested", "it BE requested of {to}"),
    "demand": ("demand", "demand of {to}", "it BE demanded", "it BE demanded of {to}"),
    "instruct": ("give the instruction", "instruct {to}", "the instruction BE given", "{to} BE instructed"),
    "invite": ("give the invitation", "invite {to}", "the invitation BE given", "{to} BE invited"),
    "suggest": ("suggest", "suggest to {to}", "it BE suggested", "it BE suggested to {to}"),
    "advise": ("give the advice", "advise {to}", "the advice BE given", "{to} BE advised"),
    "warn": ("give the warning", "warn {to}", "the warning BE given", "{to} BE warned"),
    "promise": ("promise", "promise {to}", "it BE promised", "{to} BE promised"),
    "agree": ("agree", "express agreement to {to}", "agreement BE expressed", "agreement BE expressed to {to}"),
    "disagree": (
        "disagree", "express disagreement to {to}", "disagreement BE expressed", "disagreement BE expressed to {to}",
    ),
    "thank": ("give thanks", "thank {to}", "gratitude BE expressed", "{to} BE thanked"),
    "praise": ("give praise", "give praise before {to}", "praise BE given", "praise BE given before {to}"),
    "criticise": ("criticise", "voice criticism to {to}", "criticism BE voiced", "criticism BE voiced to {to}"),
    "admit": ("admit", "admit to {to}", "it BE admitted", "it BE admitted to {to}"),
    "deny": ("deny", "deny to {to}", "it BE denied", "it BE denied to {to}"),
    "disclaim": (
        "profess not to know, or not to have done so", "profess to {to} not to know, or not to have done so",
        "ignorance, or not having done so, BE professed", "ignorance, or not having done so, BE professed to {to}",
    ),
    "think": ("hold the view", "put the view to {to}", "the view BE held", "the view BE put to {to}"),
    "decide": ("decide", "announce the decision to {to}", "it BE decided", "the decision BE announced to {to}"),
}  # fmt: skip
IRREGULAR = {  # plain form -> past, participle; all others take -ed
    "say": ("said", "said"), "give": ("gave", "given"), "tell": ("told", "told"), "write": ("wrote", "written"),
    "put": ("put", "put"), "hold": ("held", "held"), "admit": ("admitted", "admitted"), "reply": ("replied", "replied"),
    "deny": ("denied", "denied"),
}  # fmt: skip

# How a report inside these acts is joined on; the others take "that".
JOINTS = {"ask": " whether"} | dict.fromkeys(
    ("request", "demand", "instruct", "invite", "thank", "praise", "criticise", "disclaim", "decide"), ", saying that"
)
STANCES = {
    "endorses": "takes this to be right", "doubts": "doubts this", "rejects": "takes this to be wrong",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """How a sentence names a document: its kind, its date, whether its cataloguer's summary speaks, its makers.

    >>> str(DocumentWords("memorandum", "1956-09-10", made="recorded by I. Petrov"))
    'the memorandum recorded by I. Petrov (10 September 1956)'
    """

    kind: str
    date: str | None
    in_summary: bool = False
    made: str = ""

    def __str__(self) -> str:
        day = date_in_words(self.date) if self.date else ""
        dated = f" ({day})" if day and self.made else f" of {day}" if day else ""
        document = f"the {self.kind}{f' {self.made}' if self.made else ''}{dated}"
        return f"the archive's summary of {document}" if self.in_summary else document


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
    'According to the memorandum of 10 September 1956, Ri told Petrov that Nam had told Ri that “all was well”.'
    """
    links = [f"According to {document},"]
    joint = ""
    for number, statement in enumerate(chain):
        via = f" by way of “{label_of(statement.via)}”," if statement.via else ""
        if via and number:
            via = f",{via}"
        links.append(f"{via}{joint} {_clause(statement, label_of, inner=number > 0)}")
        joint = JOINTS.get(statement.act, " that")
    quoted = quote_in_words(chain[-1], words)
    links.append(quoted if quoted.endswith((".”", "?”", "!”")) else f"{quoted}.")
    if chain[-1].stance:
        links.append(f" The report {STANCES[chain[-1].stance]}.")
    return "".join(links)


def _clause(statement: Statement, label_of: Callable[[str], str], *, inner: bool) -> str:
    alone, heard, passive, passive_heard = PHRASES[statement.act]
    to = join_names([label_of(slug) for slug in statement.addressees])
    speaker = _speaker(statement, label_of)
    if speaker is None:
        before, after = (passive_heard if to else passive).split("BE")
        plural = before.startswith("{to}") and len(statement.addressees) > 1
        said = f"{before}{_be(statement, inner=inner, plural=plural)}{after}".format(to=to)
        return said + _unnamed(statement, label_of)
    verb, _, rest = (heard if to else alone).partition(" ")
    plural = len(statement.speaker_members) > 1
    return f"{speaker} {_conjugate(statement, verb, inner=inner, plural=plural)} {rest.format(to=to)}".rstrip()


def _be(statement: Statement, *, inner: bool, plural: bool) -> str:
    """The verb "to be" of a passive, in the statement's tense and mood."""
    no = " not" if statement.polarity == "negated" else ""
    if statement.modality == "hypothetical":
        return f"might{no} be"
    if statement.modality == "planned":
        return f"{'were' if plural else 'was'}{no} to be"
    return f"had{no} been" if inner else f"{'were' if plural else 'was'}{no}"


def _conjugate(statement: Statement, verb: str, *, inner: bool, plural: bool) -> str:
    no = " not" if statement.polarity == "negated" else ""
    past, participle = IRREGULAR.get(verb) or (f"{verb.removesuffix('e')}ed",) * 2
    if statement.modality == "hypothetical":
        return f"might{no} {verb}"
    if statement.modality == "planned":
        return f"{'were' if plural else 'was'}{no} to {verb}"
    if inner:
        return f"had{no} {participle}"
    return f"did not {verb}" if no else past


def _speaker(statement: Statement, label_of: Callable[[str], str]) -> str | None:
    """Who speaks, or none where the text does not say."""
    if statement.speaker_members:
        members = join_names([label_of(slug) for slug in statement.speaker_members])
        if statement.speaker is None or statement.speaker in statement.speaker_members:
            return members
        return f"{label_of(statement.speaker)} ({members})"
    return label_of(statement.speaker) if statement.speaker is not None else None


def _unnamed(statement: Statement, label_of: Callable[[str], str]) -> str:
    meant = f"; by inference {label_of(statement.inferred_speaker)}" if statement.inferred_speaker else ""
    return f" (the text does not say by whom{meant})"


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
