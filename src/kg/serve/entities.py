"""Every IRI that the graph mints, over HTTP.

``id/{kind}/{slug}`` -> 303 -> ``doc/{kind}/{slug}``, which negotiates HTML and the RDF formats by the client's own
q-values; each stands besides at an address that never negotiates, ``doc/{kind}/{slug}.ttl`` and so on.  The same for
named graphs, the data set, the ontology, vocabularies, documents' texts and saved questions (``kg.serve.published``).
What is negotiated, and nothing else, says ``Vary: Accept``.  ``?format=ttl`` chooses without a header.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.iris import SLUG
from kg.pages.assets import ASSETS, get_asset
from kg.pages.jsonld import KINDS
from kg.serve.answers import Endpoint, answer, link, read_query, see_other
from kg.serve.negotiation import choose_type
from kg.serve.publication import Publication
from kg.serve.published import Resource, page_links
from kg.serve.representations import FORMS
from kg.serve.sparql import Refusal

__all__ = ["entity_routes"]

HTML, TEXT = "text/html", "text/plain"
ENDINGS = {"html": HTML, "txt": TEXT, **FORMS}
ASKING = ("network", "search")  # pages whose parameters say what they show; questions besides
SCHEMA = "https://schema.org/"


def entity_routes() -> list[Route]:
    """The routes of things, of what describes them, of pages and of their files; they take every path, so go last."""
    return [
        Route("/id/{path:path}", Endpoint(redirect_thing)),
        Route("/static/{path:path}", Endpoint(send_asset)),
        Route("/{path:path}", Endpoint(show)),
    ]


async def redirect_thing(request: Request) -> Response:
    """303 from a thing's IRI to what describes it: the same for every client, so that it can be kept."""
    served: Publication = request.app.state.served
    kind, _, slug = str(request.path_params["path"]).partition("/")
    resource = served.published.find_thing(kind, slug) if SLUG.fullmatch(slug) else None
    if resource is None:
        raise Refusal(404, "the collection has no such thing")
    return see_other(f"../../{resource.path}", {"link": link(served.base + resource.path, "describedby")})


async def send_asset(request: Request) -> Response:
    """A file that pages load."""
    name = f"static/{request.path_params['path']}"
    if name not in ASSETS:
        raise Refusal(404, "there is no such file")
    return answer(request, get_asset(name), ASSETS[name], minutes=60)


async def show(request: Request) -> Response:
    """A resource, negotiated or in the format of its ending; else a page."""
    served: Publication = request.app.state.served
    path = str(request.path_params["path"])
    if path.endswith("/") and path != "question/" and await _exists(served, path.rstrip("/")):
        return _moved(request, path.rstrip("/"))
    resource = served.published.find(path)
    if resource:
        return await show_negotiated(request, served, resource)
    stem, _, ending = path.rpartition(".")
    resource = served.published.find(stem) if ending in ENDINGS else None
    if resource and (ending in FORMS or (ending == "html" and _has_page(resource))):
        return await represent(request, served, resource, ENDINGS[ending])
    return await show_page(request, served, path)


async def _exists(served: Publication, path: str) -> bool:
    return served.published.find(path) is not None or path in served.lists


def _moved(request: Request, path: str) -> Response:
    query = request.scope["query_string"].decode("ascii", "ignore")
    name = path.rpartition("/")[2]
    return Response(status_code=308, headers={"location": f"../{name}{'?' if query else ''}{query}"})


# ---------------------------------------------------------------- resources


def offered(resource: Resource) -> list[str]:
    """The media types of a resource, our favourite first."""
    if resource.sort == "text":
        return [TEXT, *FORMS.values(), HTML]
    return [HTML, *FORMS.values()]


def _has_page(resource: Resource) -> bool:
    """Whether a page of its own shows it; texts and versions of the ontology are shown by another's."""
    return resource.sort != "text" and not resource.path.startswith("ontology/")


async def show_negotiated(request: Request, served: Publication, resource: Resource) -> Response:
    """What the client likes best of a resource, by its Accept header or ``?format=``."""
    types, wanted = offered(resource), read_query(request).get("format")
    if wanted is not None and ENDINGS.get(wanted) not in types:
        raise Refusal(400, f"format is one of {', '.join(end for end, kind in ENDINGS.items() if kind in types)}")
    chosen = choose_type(request.headers.getlist("accept") or None, types) if wanted is None else ENDINGS[wanted]
    vary = {"vary": "Accept"}
    name = resource.path.rpartition("/")[2]
    if chosen is None:
        alternates = ", ".join(link(served.base + address(resource, kind), "alternate", kind) for kind in types)
        raise Refusal(406, f"this comes as {', '.join(types)}", {**vary, "link": alternates}, offered=types)
    if chosen == HTML and resource.sort == "text":
        return see_other(name.removesuffix(".txt"), vary)
    if chosen == HTML and resource.path.startswith("ontology/"):  # the page is of the newest version, the only one
        return see_other("../ontology", vary)
    if not resource.document and resource.sort != "thing":  # a concept stands at its own address: no document either
        return see_other(address(resource, chosen).rpartition("/")[2], vary)
    if chosen != TEXT:
        vary["content-location"] = address(resource, chosen).rpartition("/")[2]
    return await represent(request, served, resource, chosen, vary)


def address(resource: Resource, media_type: str) -> str:
    """The path under the root at which a resource always has that type."""
    ending = next(ending for ending, kind in ENDINGS.items() if kind == media_type)
    if ending == "html" and not _has_page(resource):
        return resource.path.removesuffix(".txt") if resource.sort == "text" else "ontology"
    return resource.path if ending == "txt" else f"{resource.path}.{ending}"


async def represent(
    request: Request, served: Publication, resource: Resource, media_type: str, headers: dict[str, str] | None = None
) -> Response:
    """A resource in one of its types."""
    page = read_page(request, resource)
    links = {"link": ", ".join(_links(served, resource, media_type, page))}
    if media_type == HTML:
        query = read_query(request) if resource.sort == "question" else {}
        query.pop("format", None)
        found = await served.run(served.render, resource.path, query, page)
        if found is None:
            raise Refusal(404, "there is no page of it")
        return answer(request, found.html.encode(), HTML, {**links, **(headers or {})})
    if media_type == TEXT:
        slug = resource.path.rpartition("/")[2].removesuffix(".txt")
        return answer(request, (served.published.text(slug) or "").encode(), TEXT, {**links, **(headers or {})})
    form = next(ending for ending, kind in FORMS.items() if kind == media_type)
    body = await served.run(served.write, resource, form, page)
    return answer(request, body, media_type, {**links, **(headers or {})})


def read_page(request: Request, resource: Resource) -> int:
    """The page of the description that is asked for; refuses one that is no number, or that there is not."""
    wanted = read_query(request).get("page", "1") if resource.sort in ("thing", "concept", "vocabulary") else "1"
    if not (wanted.isascii() and wanted.isdigit() and 0 < len(wanted) < 10):
        raise Refusal(400, f"page is a whole number from 1 to {resource.pages}")
    if not 0 < int(wanted) <= resource.pages:
        raise Refusal(404, f"page is a whole number from 1 to {resource.pages}")
    return int(wanted)


def _links(served: Publication, resource: Resource, media_type: str, page: int) -> list[str]:
    """What FAIR Signposting and clients that read headers want (https://signposting.org/FAIR/)."""
    base = served.base
    found = [
        link(base + address(resource, kind), "alternate", kind) for kind in offered(resource) if kind != media_type
    ]
    if media_type == HTML:
        found += [link(resource.iri, "cite-as"), link(f"{SCHEMA}AboutPage", "type")]
        found += [link(f"{SCHEMA}{KINDS[resource.kind]}", "type")] if resource.kind in KINDS else []
        found += [link(base + address(resource, kind), "describedby", kind) for kind in FORMS.values()]
    elif media_type in FORMS.values():
        found += [link(resource.iri, "describes"), *(link(one, "type") for one in resource.classes)]
    slug = resource.path.rpartition("/")[2]
    if resource.kind == "document" and served.published.text(slug) is not None:
        found.append(link(f"{base}{resource.path}.txt", "item", TEXT))
    collection = resource.path.removesuffix(".txt") if resource.sort == "text" else "dataset"
    if collection != resource.path:
        found.append(link(base + collection, "collection"))
    if served.settings.license:
        found.append(link(served.settings.license, "license"))
    if media_type in FORMS.values():
        path = base + address(resource, media_type)
        found += [link(f"{path}?page={number}", name) for name, number in page_links(page, resource.pages)]
    return found


# ---------------------------------------------------------------- pages and files of questions


async def show_page(request: Request, served: Publication, path: str) -> Response:
    """A page that is of no single resource, or the file of a question's answer."""
    first, _, rest = path.partition("/")
    name, _, ending = rest.rpartition(".")
    if first == "question" and name in served.published.questions:
        return await send_rows(request, served, name, ending)
    query = read_query(request) if path in ASKING else {}
    page = await served.run(served.render, path, query)
    if page is None:
        raise Refusal(404, "there is nothing at this address")
    return answer(request, page.html.encode(), HTML)


async def send_rows(request: Request, served: Publication, name: str, form: str) -> Response:
    """The answer of a question as a file, within the limits of a query; an answer cut short says so."""
    found, incomplete = await served.download(name, form, read_query(request))
    headers = {"content-disposition": f'inline; filename="{found.name}"'}
    if incomplete:
        headers["hearsay-incomplete"] = ", ".join(incomplete)
    return answer(request, found.text.encode(), found.media_type, headers, minutes=1)
