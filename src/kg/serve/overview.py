"""Pages, whole: what the server and the static site add to those of ``kg.pages``.

Each page of a resource names its RDF alternates and, as JSON-LD of schema.org, the document that it is, beside the
thing that it shows; the saved questions on it name things by the IRIs that are served.  The page ``void`` shows what
the description of the data set says: its dumps, classes and properties with their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kg.pages import Page, Site
from kg.pages.jsonld import script_json
from kg.pages.records import Crumb, Head, Ref
from kg.serve.catalogue import DUMPS, name_part
from kg.serve.published import Published, Resource
from kg.serve.rebase import Rebase
from kg.serve.representations import FORMS

__all__ = ["list_pages", "render_page"]


@dataclass(frozen=True, slots=True)
class Count:
    """A class or a property with how much there is of it, and within a class its properties."""

    anchor: str
    term: Ref
    count: int
    parts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A dump as a row."""

    anchor: str
    name: str
    address: str
    words: str
    size: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of the description shows."""

    dumps: tuple[File, ...]
    classes: tuple[Count, ...]
    properties: tuple[Count, ...]


def render_page(
    site: Site, published: Published, rebase: Rebase, path: str, query: Mapping[str, str] | None = None, page: int = 1
) -> Page | None:
    """The page at a path, or none where there is none; ``page`` counts the parts of a long description."""
    if path == "void":
        found: Page | None = render_overview(site, published)
    else:
        found = site.render(path, query)
    if found is None:
        return None
    html = rebase.text(found.html) if path.startswith(("question/", "sparql")) else found.html
    resource = published.find(path)
    if resource:
        html = _complete(site, published, resource, html, page)
    return Page(path, found.title, html, found.iri, found.status)


def list_pages(site: Site, published: Published) -> list[str]:
    """The paths of all pages, each once."""
    return [*site.paths(), "void"]


def _complete(site: Site, published: Published, resource: Resource, html: str, page: int) -> str:
    """The page with its alternates, where it names none, and with what is said of it as a document."""
    head, more = html.partition("</head>")[0], []
    if 'rel="alternate"' not in head:
        root, line = site.links.root(resource.path), Markup('<link rel="alternate" type="{}" href="{}">\n')
        more = [line.format(kind, root + site.links.data(resource.path, form)) for form, kind in FORMS.items()]
    said = script_json(_jsonld(published, resource, page))
    more.append(Markup('<script type="application/ld+json">{}</script>\n').format(Markup(said)))
    return html.replace("</head>", "".join(more) + "</head>", 1)


def _jsonld(published: Published, resource: Resource, page: int) -> dict[str, object]:
    address = published.base + resource.path
    found: dict[str, object] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@id": address if page == 1 else f"{address}?page={page}",
        "@type": "WebPage",
        "inLanguage": "en",
        "isPartOf": {"@id": published.dataset},
    }
    if resource.iri != address:
        found["mainEntity"] = {"@id": resource.iri, "name": resource.title}
    if resource.sort == "ontology":
        found["hasPart"] = [{"@id": iri} for iri in published.terms]
    if published.settings.license:
        found["license"] = {"@id": published.settings.license}
    return found


# ---------------------------------------------------------------- the description of the data set


def render_overview(site: Site, published: Published) -> Page:
    """The page of dumps, classes and properties."""
    view = _view(site, published)
    title, iri = "What is in the data set", f"{published.base}void"
    words = f"Every class and property of {site.info.name} with its numbers, and the whole graph as files."
    crumbs = (Crumb("Home", ""), Crumb("Data set", "dataset"), Crumb(title, "void"))
    parts = [*view.classes, *(part for row in view.classes for part in row.parts), *view.properties]
    anchors = ["catalogue", *(dump.anchor for dump in view.dumps), *(part.anchor for part in parts)]
    jsonld: dict[str, object] = {
        "@context": {"@vocab": "https://schema.org/"}, "@id": iri, "@type": "WebPage", "name": title,
        "about": {"@id": published.dataset, "@type": "Dataset"},
        "hasPart": [{"@id": f"{iri}#{anchor}"} for anchor in anchors],
    }  # fmt: skip
    head = Head(title, "dataset", "", "data set", words, crumbs, iri, True, jsonld)
    html = site.templates.write("void.html", "void", head=head, site=site.info, live=site.live, view=view)
    return Page("void", title, html, iri)


def _view(site: Site, published: Published) -> Overview:
    counted = published.statistics
    dumps = tuple(
        File(dump.anchor, dump.name, f"dump/{dump.name}", dump.words, published.sizes[dump.name])
        for dump in DUMPS.values()
    )
    classes = tuple(
        Count(
            name_part("class", kind), _term(site, kind), number,
            tuple(Count(name_part("class", kind, one), _term(site, one), many)
                  for one, many in counted.by_class[kind].items()),
        )
        for kind, number in counted.classes.items()
    )  # fmt: skip
    properties = tuple(
        Count(name_part("property", one), _term(site, one), many) for one, many in counted.properties.items()
    )
    return Overview(dumps, classes, properties)


def _term(site: Site, iri: str) -> Ref:
    ref = site.reader.ref(iri)
    return Ref(ref.label, ref.address, "term", iri)
