"""What the views share: things that can be pointed at, statements as rows, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["LAYERS", "Crumb", "Download", "Fact", "Head", "Page", "Part", "Ref", "Told", "layer_of"]

# kind of a thing -> its layer, whose colour it bears everywhere
LAYERS = {
    "document": "source", "passage": "source", "name": "source",
    "statement": "account",
    "proposition": "proposition",
    "judgement": "judgement",
}  # fmt: skip


def layer_of(kind: str) -> str:
    """The layer of a kind of thing; the known things that all layers speak of are the authority's."""
    return LAYERS.get(kind, "authority")


@dataclass(frozen=True, slots=True)
class Ref:
    """Something to point at: what it is called, and where it leads, if anywhere."""

    label: str
    address: str | None = None
    kind: str = ""
    iri: str = ""

    @property
    def layer(self) -> str:
        """The layer of the thing."""
        return layer_of(self.kind)

    @property
    def slug(self) -> str:
        """The end of its IRI, by which forms know it."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a row of a list: who said what to whom, according to whom, and where it stands."""

    iri: str
    slug: str
    ref: Ref
    speaker: tuple[Ref, ...]
    members: tuple[Ref, ...]
    inferred: bool
    addressees: tuple[Ref, ...]
    act: Ref
    mode: Ref
    modality: str
    negated: bool
    stance: Ref | None
    depth: int
    words: str
    in_words: str
    document: Ref
    section: str
    start: int
    end: int
    passage: Ref
    according_to: tuple[Ref, ...]
    reporter: str | None
    draft: bool
    disputable: bool
    date: str | None

    @property
    def first_hand(self) -> bool:
        """Whether the document itself reports it, and not somebody in it."""
        return self.depth == 1

    @property
    def anchor(self) -> str:
        """The end of its slug, by which its document's page knows it."""
        return f"s-{self.slug}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a description: what it is called, its values, and who says so."""

    name: str
    values: tuple[Ref, ...]
    term: Ref | None = None
    source: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A list of statements under a heading."""

    id: str
    title: str
    note: str
    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every page's own content, and in its ``<head>``."""

    title: str
    kind: str = ""
    layer: str = ""
    eyebrow: str = ""
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    iri: str = ""
    data: bool = False  # whether the thing can be had as RDF beside the page
    jsonld: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page."""

    path: str
    title: str
    html: str
    iri: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the reader to keep."""

    name: str
    media_type: str
    text: str
