"""What every page says of the collection: its title, makers, rights and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.pages.graph import Graph
from kg.pages.links import OUTSIDE
from kg.pages.records import Crumb, Head
from kg.terms import DCTERMS

__all__ = ["SiteInfo", "about_head", "read_info"]

LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """The collection, in words; what its settings leave out is empty."""

    title: str
    name: str
    description: str
    creator: str
    issued: str
    licence: str
    licence_name: str
    rights: str
    citation: str


def read_info(graph: Graph) -> SiteInfo:
    """What the graph says of its own data set."""
    dataset = graph.dataset or ""

    def words(name: str) -> str:
        return " ".join(" ".join(graph.texts(dataset, DCTERMS(name))).split())

    title = words("title") or "Hearsay"
    licence = graph.iri(dataset, DCTERMS("license")) or ""
    licence = licence if OUTSIDE.match(licence) else ""
    cited = ". ".join(filter(None, (words("creator"), title, words("issued")[:4], dataset.removesuffix("dataset"))))
    return SiteInfo(
        title=title,
        name=title.partition(":")[0],
        description=words("description"),
        creator=words("creator"),
        issued=words("issued"),
        licence=licence,
        licence_name=LICENCES.get(licence, licence),
        rights=words("rights"),
        citation=f"{cited}.",
    )


def about_head(info: SiteInfo) -> Head:
    """The head of the page about the collection."""
    crumbs = (Crumb("Home", ""), Crumb("About", "about"))
    return Head("About", eyebrow="about", description=info.description, crumbs=crumbs)
