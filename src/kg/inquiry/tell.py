"""A statement -> its chain in words, link by link, with a citation of the very passage."""

from __future__ import annotations

from dataclasses import dataclass

from kg.cite import cite_bibtex, cite_chicago, cite_csl, source_of
from kg.inquiry.testimony import Cited, Testimony

__all__ = ["CITATIONS", "Link", "cite_statement", "tell_statement"]

CITATIONS = {"chicago": cite_chicago, "bibtex": cite_bibtex, "csl": cite_csl}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain, from the page (1) inwards."""

    link: int
    speaker: str
    addressee: str
    act: str
    made: str
    status: str
    said: str
    citation: str
    cited: Cited


def tell_statement(testimony: Testimony, name: str) -> tuple[Link, ...]:
    """The links of the chain by which a statement reaches the page; the last one's sentence tells the whole.

    >>> from kg.inquiry.testimony import open_testimony
    >>> print(tell_statement(open_testimony("data"), "114146-p09-1")[-1].cited.in_words[:104])
    According to the memorandum recorded by Ivan Shcherbakov (10 September 1956), Ri Sang-jo said to Ivan Sh
    """
    found = []
    for number, telling in enumerate(testimony.chain(testimony.find(name, "statement")), 1):
        when = testimony.when(telling.iri)
        days = " to ".join(day.isoformat() for day in dict.fromkeys((when.earliest, when.latest)) if day)
        found.append(
            Link(
                link=number,
                speaker=testimony.who(telling),
                addressee=testimony.names(telling.addressees),
                act=telling.act,
                made=telling.modality + (", negated" if telling.negated else ""),
                status="draft" if telling.draft else "reviewed",
                said=f"{days} ({when.basis})" if days else "",
                citation=cite_chicago(source_of(testimony, telling.document, telling.cited.passage_iri)),
                cited=telling.cited,
            )
        )
    return tuple(found)


def cite_statement(testimony: Testimony, name: str, style: str = "chicago") -> str:
    """A citation of the passage that reports a statement, in one of ``CITATIONS``.

    >>> from kg.inquiry.testimony import open_testimony
    >>> "characters 2366" in cite_statement(open_testimony("data"), "114146-p09")
    True
    """
    telling = testimony.telling(testimony.find(name, "statement"))
    return CITATIONS[style](source_of(testimony, telling.document, telling.cited.passage_iri))
