"""A document's metadata -> quads: the source layer.

Every value that was read gives a passage that attests it, so that the metadata too can be checked to the word.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.document import Credit, Document, ListingItem, Participant, Read
from kg.map.authority import describe_presence
from kg.map.things import KIND_CLASSES, Things
from kg.model import GROUP_KINDS, Passage
from kg.terms import DCTERMS, FOAF, RDF, SKOS, Describer, edtf, english, kg, make_time, text, voc
from kg.words import join_names

__all__ = ["describe_source", "maker_of"]

# field of the document -> property, for values that stay the words they are
PLAIN = {
    "classification": "classification", "copy_number": "copyNumber", "numbers": "recordNumber",
    "record_number": "recordNumber", "summary": "summary",
}  # fmt: skip
AGENT_KINDS = ("person", *GROUP_KINDS)
LANGUAGES = {"Russian": "ru", "Chinese": "zh", "Korean": "ko", "English": "en", "German": "de", "Hungarian": "hu"}


def describe_source(things: Things, name: str, out: Describer) -> None:
    """Describe the document ``name``: its text, metadata, meeting, notes and listed items."""
    document = things.collection.documents[name]
    node = things.node("document", name)
    kind = document.kind.value if document.kind else None
    out.begin(node, KIND_CLASSES.get(kind or "", "Document"), things.label(name))
    out.add(node, kg("documentKind"), voc("kind", kind) if kind else None)
    out.add(node, kg("availability"), voc("availability", "held"))
    out.add(node, kg("text"), text(document.text))
    out.add_text(node, kg("sourceHash"), things.collection.hashes.get(name))
    plain = NamedNode(things.collection.settings.iris.text(name))
    out.add(node, kg("plainText"), plain)
    out.add(plain, RDF("type"), FOAF("Document"))
    out.add(plain, DCTERMS("format"), text("text/plain"))
    out.add(node, DCTERMS("title"), english(things.label(name)))
    _add_plain(node, document, out)
    _add_reference(node, document, out)
    _add_agents(things, node, document, out)
    _add_meeting(things, node, document, out)
    _add_notes(things, node, document, out)
    for item in document.listing_items:
        _add_listed(things, node, document, item, out)
    for field, read in document.reads():
        if read.end > read.start:
            passage = things.passage(Passage(name, read.start, read.end), out)
            out.add(node, kg("attestedBy"), passage)
            out.add(passage, kg("attests"), text(field.replace("_", " ")))


def _values(value: object) -> Iterable[Read]:
    if isinstance(value, Read):
        yield value
    elif isinstance(value, tuple):
        yield from value


def _add_plain(node: NamedNode, document: Document, out: Describer) -> None:
    for field, name in PLAIN.items():
        out.add_all(node, kg(name), (text(read.value) for read in _values(getattr(document, field))))
    if document.date:
        out.add_date(node, document.date.value, document.date.words)
        out.add(node, kg("correctedDate"), edtf(document.date.corrected) if document.date.corrected else None)
    if document.rights:
        out.add(node, DCTERMS("rights"), english(" ".join(document.rights.value.split())))
    if document.url:
        out.add(node, FOAF("page"), _page(document.url.value))
    if document.original_language:
        name = document.original_language.value
        out.add_text(node, kg("originalLanguage"), LANGUAGES.get(name, name))
    if document.distribution:
        listed = "; ".join(read.value for read in document.distribution)
        out.add_text(node, kg("distributionList"), listed)


def _page(url: str) -> NamedNode | Literal:
    """The page that a printed address names; the address as text where it is no IRI."""
    try:
        return NamedNode(url)
    except ValueError:
        return text(url)


def _add_reference(node: NamedNode, document: Document, out: Describer) -> None:
    reference = document.reference
    if reference is None:
        return
    out.add_text(node, kg("archiveReference"), reference.printed.value)
    out.add_text(node, kg("archive"), reference.archive.value if reference.archive else None)
    for field in ("fond", "opis", "delo", "listy"):
        out.add_all(node, kg(field), (text(read.value) for read in getattr(reference, field)))


def _find_agent(things: Things, document: Document, read: Read) -> str | None:
    """The one authority entry that a name in the document's frame spells, or none."""
    forms = {" ".join(form.split()).removeprefix("Cde. ") for form in (read.value, read.words)}
    found = {
        slug
        for slug, form, name in things.collection.spellings
        if name == document.id and " ".join(form.split()).casefold() in {one.casefold() for one in forms}
    }
    agents = {slug for slug in found if things.collection.kind_of(slug) in AGENT_KINDS}
    return agents.pop() if len(agents) == 1 else None


def _add_agents(things: Things, node: NamedNode, document: Document, out: Describer) -> None:
    def say(name: str, read: Read | None) -> None:
        slug = _find_agent(things, document, read) if read else None
        if slug:
            out.add(node, kg(name), things.thing(slug))
        elif read:
            out.add(node, DCTERMS("contributor"), text(read.value))

    credited: tuple[tuple[str, tuple[Credit, ...]], ...] = (
        ("obtainedBy", document.obtained_by),
        ("translator", document.translated_by),
    )
    for name, many in credited:
        for credit in many:
            say(name, credit.name)
    say("funder", document.funder)
    for read in document.distribution:
        slug = _find_agent(things, document, read)
        out.add(node, kg("distributedTo"), things.thing(slug) if slug else None)
    people: tuple[tuple[str, Participant | None], ...] = (
        ("author", document.author),
        ("signatory", document.signature),
    )
    for name, person in people:
        say(name, person.name if person else None)
    for participant in document.participants:
        if participant.part == "recorder":
            say("recordedBy", participant.name)


def maker_of(things: Things, document: Document) -> str:
    """Who made the document, as a sentence has it: who recorded it, else wrote it, else signed it; or nothing."""
    recorders = [participant for participant in document.participants if participant.part == "recorder"]
    for verb, many in (("recorded", recorders), ("written", [document.author]), ("signed", [document.signature])):
        names = [one.name for one in many if one]
        if names:
            slugs = [_find_agent(things, document, name) for name in names]
            labels = [things.label(slug) if slug else name.value for slug, name in zip(slugs, names, strict=True)]
            return f"{verb} by {join_names(labels)}"
    return ""


def _add_meeting(things: Things, node: NamedNode, document: Document, out: Describer) -> None:
    slug = next((s.meeting for s in things.collection.settings.sources if s.id == document.id), None)
    if slug is None:
        return
    meeting = things.thing(slug)
    out.add(node, kg("recordOf"), meeting)
    told = document.meeting
    if told.date:
        out.add_text(meeting, kg("dateAsWritten"), told.date.words)
        out.add(meeting, kg("correctedDate"), edtf(told.date.corrected) if told.date.corrected else None)
    for name, read in (("startTime", told.begins), ("endTime", told.ends), ("duration", told.duration)):
        out.add(meeting, kg(name), make_time(read.value) if read else None)
    for participant in document.participants:
        agent = _find_agent(things, document, participant.name)
        if agent:
            passage = Passage(document.id, participant.name.start, participant.name.end)
            side = participant.side.value if participant.side else None
            describe_presence(things, meeting, slug, agent, passage, side, out)


def _add_notes(things: Things, node: NamedNode, document: Document, out: Describer) -> None:
    for note in document.footnotes:
        passage = things.passage(Passage(document.id, note.text.start, note.text.end), out)
        out.add(passage, RDF("type"), kg("Footnote"))
        out.add(passage, kg("marker"), text(note.marker.value))
        out.add(node, kg("footnote"), passage)
        for reference in note.references:
            if reference.start == reference.end:
                continue  # a call that has no words in the text is a place between two characters, and no passage
            called = things.passage(Passage(document.id, reference.start, reference.end), out)
            out.add(passage, kg("calledAt"), called)


def _add_listed(things: Things, node: NamedNode, document: Document, item: ListingItem, out: Describer) -> None:
    slug = find_listed(things, item)
    if slug is None:
        return
    listed = things.thing(slug)
    out.add(node, kg("listsDocument"), listed)
    out.add(node, kg("mentionsDocument"), listed)
    out.add(listed, kg("attestedBy"), things.passage(Passage(document.id, item.start, item.end), out))
    if item.title:
        out.add(listed, SKOS("altLabel"), english(item.title.value))
    out.add_text(listed, kg("summary"), item.summary.value if item.summary else None)


def find_listed(things: Things, item: ListingItem) -> str | None:
    """The document, in hand or mentioned only, whose title and date a listing's item gives."""

    def matches(title: str, date: str | None) -> bool:
        return date == item.date.value and _plain(title) == _plain(item.title.value if item.title else "")

    for slug, document in things.collection.documents.items():
        if document.title and document.date and matches(document.title.value, document.date.value):
            return slug
    for slug, entity in things.collection.authority.entities.items():
        if entity.kind == "document" and matches(entity.label, entity.date):
            return slug
    return None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold().rstrip(".")
