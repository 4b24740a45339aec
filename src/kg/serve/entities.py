"""Things and their documents: ``id/…`` answers 303, ``doc/…`` negotiates, ``doc/….ttl`` and its like are permanent.

A resource is a path whose page is HTML and whose RDF is the description of an IRI.  See "Cool URIs for the Semantic
Web" (https://www.w3.org/TR/cooluris/, section 4.3) and FAIR Signposting (https://signposting.org/FAIR/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.describe import describe_thing
from kg.errors import KgError
from kg.iris import ONTOLOGY, VOCABULARY
from kg.ontology import ontology_quads
from kg.pages.site import Site
from kg.serve.negotiation import choose_type
from kg.serve.replies import refuse, reply
from kg.serve.representations import ENDINGS, HTML, OFFERED, write_triples
from kg.terms import kg

__all__ = ["Publisher"]

THING = re.compile(r"id/(?P<kind>[a-z]+)/(?P<slug>[a-z0-9-]+)")
TEXT = re.compile(r"doc/document/(?P<slug>[a-z0-9-]+)\.txt")
ADDRESS = re.compile(r"[a-z]+(?:/[a-z0-9-]+){0,2}")
PLAIN = "text/plain"
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
LONGEST_PATH = 2_000
ONTOLOGY_IRI = ONTOLOGY.removesuffix("#")


@dataclass(frozen=True, slots=True)
class Resource:
    """What a path stands for: the IRI that it describes, and the path of its page."""

    page: str
    iri: str


class Publisher:
    """Answers GET and HEAD for every path of one built graph.

    ``rewrite`` puts the serving base for the collection's where a page shows a saved question's own text.
    """

    def __init__(self, site: Site, store: Store, base: str, rewrite: Callable[[str], str] = str) -> None:
        self.site, self.store, self.base, self.rewrite = site, store, base, rewrite

    async def answer(self, request: Request) -> Response:
        """The answer to a request for any path but the endpoint's."""
        path = request.url.path.removeprefix("/")
        if len(path) > LONGEST_PATH:
            return refuse(414, "the path is too long")
        return await run_in_threadpool(self._answer, request, path)

    def _answer(self, request: Request, path: str) -> Response:
        thing = THING.fullmatch(path)
        if thing:
            if not self._knows(self.base + path):
                return self._missing(request, path)
            return RedirectResponse(f"../../doc/{thing['kind']}/{thing['slug']}", 303)
        text = TEXT.fullmatch(path)
        if text:
            return self._text(request, path, text["slug"])
        stem, _, ending = path.rpartition(".")
        resource = self._find(stem if ending in ENDINGS else path)
        if resource is None:
            return self._page(request, path)
        return self._represent(request, resource, (ENDINGS[ending],) if ending in ENDINGS else OFFERED)

    def _find(self, path: str) -> Resource | None:
        """The resource at a path, or none where it has no RDF of its own."""
        if not ADDRESS.fullmatch(path):
            return None
        first, _, rest = path.partition("/")
        iri = None
        if first == "doc" and path.count("/") == 2:
            iri = f"{self.base}id/{rest}"
        elif path == "ontology":
            iri = ONTOLOGY_IRI
        elif first == "vocabulary":
            iri = VOCABULARY + rest
        elif path == "dataset" or first == "graph":
            iri = self.base + path
        return Resource(path, iri) if iri and self._knows(iri) else None

    def _knows(self, iri: str) -> bool:
        return next(self.store.quads_for_pattern(NamedNode(iri), None, None, None), None) is not None

    def _represent(self, request: Request, resource: Resource, offered: tuple[str, ...]) -> Response:
        negotiated = len(offered) > 1
        chosen = choose_type(request.headers.getlist("accept") or None, offered) if negotiated else offered[0]
        if chosen is None:
            return refuse(406, f"offered here are {', '.join(offered)}")
        headers = {"link": ", ".join(self._links(resource, chosen))}
        if negotiated:
            ending = next(end for end, media_type in ENDINGS.items() if media_type == chosen)
            headers["content-location"] = f"{self.base}{resource.page}.{ending}"
        if chosen == HTML:
            return self._page(request, resource.page, headers, negotiated=negotiated, as_html=True)
        number = request.query_params.get("page", "1")
        described = self._describe(resource, int(number)) if PAGE_NUMBER.fullmatch(number) else None
        if described is None:
            return refuse(404, "there is no such page of the description")
        triples, pages = described
        if int(number) < pages:
            headers["link"] += f', <{self.base}{resource.page}?page={int(number) + 1}>; rel="next"'
        return reply(request, write_triples(triples, chosen, self.base), chosen, headers=headers, negotiated=negotiated)

    def _describe(self, resource: Resource, page: int) -> tuple[list[Triple], int] | None:
        """The triples of a resource, and of how many pages they are one."""
        if resource.iri == ONTOLOGY_IRI:
            return sorted({quad.triple for quad in ontology_quads()}, key=str), 1
        description = describe_thing(self.store, resource.iri, page=page)
        return (description.triples(), description.pages) if description else None

    def _links(self, resource: Resource, chosen: str) -> list[str]:
        """The Link header: the other forms, the thing described, its type, licence and collection."""
        address = self.base + resource.page
        found = []
        for ending, media_type in ENDINGS.items():
            if media_type != chosen:
                found.append(f'<{address}.{ending}>; rel="alternate"; type="{media_type}"')
            if chosen == HTML and media_type != HTML:
                found.append(f'<{address}.{ending}>; rel="describedby"; type="{media_type}"')
        if chosen == HTML:
            found += [f'<{resource.iri}>; rel="cite-as"', '<https://schema.org/AboutPage>; rel="type"']
        found.append(f'<{resource.iri}>; rel="describes"')
        if self.site.info.licence:
            found.append(f'<{self.site.info.licence}>; rel="license"')
        if resource.page != "dataset":
            found.append(f'<{self.base}dataset>; rel="collection"')
        return found

    def _text(self, request: Request, path: str, slug: str) -> Response:
        """A document's text: plain, or as RDF the text and all its passages, whose IRIs are fragments of it."""
        document = NamedNode(f"{self.base}id/document/{slug}")
        values = (quad.object for quad in self.store.quads_for_pattern(document, kg("text"), None, None))
        text = next((value.value for value in values if isinstance(value, Literal)), None)
        if text is None:
            return self._missing(request, path)
        chosen = choose_type(request.headers.getlist("accept") or None, (PLAIN, *OFFERED))
        if chosen is None:
            return refuse(406, f"offered here are {', '.join((PLAIN, *OFFERED))}")
        headers = {"link": f'<{document.value}>; rel="describes"'}
        if chosen == PLAIN:
            return reply(request, text.encode(), PLAIN, headers=headers, negotiated=True)
        if chosen == HTML:
            return self._page(request, f"doc/document/{slug}", headers, negotiated=True, as_html=True)
        body = write_triples(self._passages(document, self.base + path), chosen, self.base)
        return reply(request, body, chosen, headers=headers, negotiated=True)

    def _passages(self, document: NamedNode, text: str) -> list[Triple]:
        """What is said of a document's text and of each passage in it."""
        pointing = self.store.quads_for_pattern(None, kg("inDocument"), document, None)
        nodes = {quad.subject for quad in pointing if isinstance(quad.subject, NamedNode)}
        nodes = {node for node in nodes if node.value.startswith(f"{text}#")} | {NamedNode(text)}
        found = {quad.triple for node in nodes for quad in self.store.quads_for_pattern(node, None, None, None)}
        return sorted(found, key=str)

    def _page(
        self,
        request: Request,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        negotiated: bool = False,
        as_html: bool = False,
    ) -> Response:
        """The HTML page at a path, a download of a question, or 404."""
        values = dict(request.query_params)
        try:
            download = self.site.download(path, values)
            if download is not None:
                name = {"content-disposition": f'attachment; filename="{download.name}"'}
                return reply(request, download.text.encode(), download.media_type.partition(";")[0], headers=name)
            page = self.site.render(path, values)
        except KgError as error:
            return refuse(400, str(error))
        if page is None:
            return self._missing(request, path)
        if not as_html and choose_type(request.headers.getlist("accept") or None, (HTML,)) is None:
            return refuse(406, f"offered here is {HTML}")
        return reply(request, self.rewrite(page.html).encode(), HTML, headers=headers, negotiated=negotiated)

    def _missing(self, request: Request, path: str) -> Response:
        message = "There is nothing at this address."
        if choose_type(request.headers.getlist("accept") or None, ("application/json", HTML)) == HTML:
            page = self.site.render_error(path, 404, "Not found", message)
            return Response(page.html, 404, headers={"vary": "Accept"}, media_type=HTML)
        return refuse(404, message)
