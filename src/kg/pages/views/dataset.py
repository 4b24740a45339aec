"""The data set's page and those of its named graphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.pages.jsonld import thing_jsonld
from kg.pages.reader import Reader
from kg.pages.records import Crumb, Head, Ref
from kg.pages.views.common import Everything, everything_of
from kg.pages.views.home import dataset_jsonld
from kg.terms import DCTERMS

__all__ = ["DatasetView", "view_dataset", "view_graph"]


@dataclass(frozen=True, slots=True)
class DatasetView:
    """All that such a page shows: of a named graph its size, of the data set its named graphs."""

    head: Head
    description: str
    graphs: tuple[tuple[Ref, str, int], ...]
    size: int
    everything: Everything


def view_dataset(reader: Reader, names: Iterable[str]) -> DatasetView:
    """The view of the data set."""
    graph = reader.graph
    iri = graph.dataset or ""
    described = tuple(_named_graph(reader, name) for name in names)
    title = graph.text(iri, DCTERMS("title")) or "Data set"
    head = Head(
        title, "dataset", "", "data set", graph.text(iri, DCTERMS("description")) or "",
        (Crumb("Home", ""), Crumb("Data set", "dataset")), iri, bool(iri), dataset_jsonld(reader, iri, title),
    )  # fmt: skip
    everything = everything_of(reader, iri) if iri else Everything((), 0, 0)
    return DatasetView(head, head.description, described, sum(size for _, _, size in described), everything)


def view_graph(reader: Reader, name: str) -> DatasetView:
    """The view of a named graph."""
    ref, meaning, size = _named_graph(reader, name)
    crumbs = (Crumb("Home", ""), Crumb("Data set", "dataset"), Crumb(name, f"graph/{name}"))
    about = thing_jsonld("Dataset", ref.iri, name, reader.graph.dataset, description=meaning)
    head = Head(name, "graph", "", "named graph", meaning, crumbs, ref.iri, True, about)
    return DatasetView(head, meaning, (), size, everything_of(reader, ref.iri))


def _named_graph(reader: Reader, name: str) -> tuple[Ref, str, int]:
    iri = f"{reader.graph.base}graph/{name}"
    size = sum(1 for _ in reader.graph.store.quads_for_pattern(None, None, None, NamedNode(iri)))
    ref = Ref(name, f"graph/{name}", "graph", iri)
    return ref, reader.graph.text(iri, DCTERMS("description")) or "", size
