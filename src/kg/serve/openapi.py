"""The saved questions and the rest of what programs may ask -> OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg import __version__
from kg.pages.downloads import DOWNLOADS
from kg.questions import Parameter, Question
from kg.serve.representations import FORMS
from kg.settings import Settings

__all__ = ["describe_api"]

Json = dict[str, Any]
ERROR = {"$ref": "#/components/schemas/Error"}
WORDS = {"iri": "a name in any spelling, or a slug", "integer": "a whole number", "date": "a day, month or year",
         "text": "text"}  # fmt: skip


def describe_api(settings: Settings, questions: Sequence[Question]) -> Json:
    """The description of the API at the base of ``settings``."""
    info: Json = {
        "title": settings.title,
        "version": __version__,
        "description": settings.description or f"Questions to {settings.title}",
    }
    if settings.license:
        info["license"] = {"name": "Licence of the data", "url": settings.license}
    paths: Json = {f"/question/{one.name}.{form}": _question(one, form) for one in questions for form in DOWNLOADS}
    paths |= {"/search/suggest": _suggest(), "/id/{kind}/{slug}": _thing(), **_descriptions()}
    paths |= {**_negotiated(), **_files(), **_pages(), **_sparql()}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": settings.iris.base.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Error": _error_schema(), "Rows": _rows_schema()}},
    }


def _question(question: Question, form: str) -> Json:
    media_type = DOWNLOADS[form].partition(";")[0]
    schema: Json = {"$ref": "#/components/schemas/Rows"} if form == "json" else {"type": "string"}
    return _get(
        f"{question.name}.{form}", question.summary, question.description,
        [_parameter(one) for one in question.parameters], media_type, schema,
        errors=("400", "404", "503"),
    )  # fmt: skip


def _parameter(parameter: Parameter) -> Json:
    meaning = f"{parameter.help}: {WORDS[parameter.type]}" + ("; any without it" if parameter.optional else "")
    schema: Json = {"type": "integer"} if parameter.type == "integer" else {"type": "string"}
    return {"name": parameter.name, "in": "query", "required": False, "description": meaning, "schema": schema}


def _suggest() -> Json:
    row = {name: {"type": "string"} for name in ("name", "spelling", "kind", "iri", "page")}
    rows = {"type": "array", "items": {"type": "object", "properties": row, "required": sorted(row)}}
    return _get(
        "suggest", "Names that begin with what was written, in any spelling", "",
        [
            {"name": "q", "in": "query", "description": "what was written", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "description": "how many names at most",
             "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}},
        ],
        "application/json",
        {"type": "object", "properties": {"suggestions": rows}, "required": ["suggestions"]}, errors=("400", "503"),
    )  # fmt: skip


def _thing() -> Json:
    return {"get": {
        "operationId": "thing", "summary": "The IRI of a thing, which leads to its description",
        "parameters": [_path("kind"), _path("slug")],
        "responses": {"303": {"description": "to what describes it"}, "404": _failure("no such thing")},
    }}  # fmt: skip


def _descriptions() -> Json:
    page = {"name": "page", "in": "query", "description": "which part of what points to it",
            "schema": {"type": "integer", "minimum": 1, "default": 1}}  # fmt: skip
    return {
        f"/doc/{{kind}}/{{slug}}.{form}": _get(
            f"thing.{form}", f"What the graph says of a thing, as {media_type}", "",
            [_path("kind"), _path("slug"), page], media_type, {"type": "string"}, errors=("400", "404", "503"),
        )
        for form, media_type in FORMS.items()
    }  # fmt: skip


def _negotiated() -> Json:
    """What stands as a page or as data at the same address, by Accept or by ``format``."""
    types = {kind: {"schema": {"type": "string"}} for kind in ("text/html", "text/plain", *FORMS.values())}
    wanted = _text("format", "what to send, whatever the client accepts")
    addresses = {"doc": ("kind", "slug"), "graph": ("slug",), "question": ("slug",), "vocabulary": ("kind", "slug"),
                 "ontology": (), "dataset": (), "void": (), ".well-known/void": ()}  # fmt: skip
    found: Json = {}
    for first, names in addresses.items():
        operation = _get(first, f"A page or data, as the client likes best: {first}", "",
                         [*map(_path, names), wanted], "text/html", {}, errors=("400", "404", "503"))  # fmt: skip
        answers = operation["get"]["responses"]
        answers["200"]["content"] = types
        answers |= {"303": {"description": "to another address"}, "406": _failure("no type that the client takes")}
        found["/".join(["", first, *(f"{{{name}}}" for name in names)])] = operation
    return found


def _files() -> Json:
    """What has one form only."""
    text: Json = {"type": "string"}
    dump = _path("name") | {"schema": {"type": "string", "pattern": "^[a-z.]+$"}}
    return {
        "/dump/{name}": _get("dump", "The whole graph", "", [dump], "*/*", text, errors=("404", "503")),
        "/doc/document/{slug}.txt": _get(
            "text", "The text of a document", "", [_path("slug")], "*/*", text, errors=("400", "404", "406", "503")
        ),
        "/search/{name}.json": _get(
            "index", "What pages search", "", [_path("name")], "application/json", {}, errors=("404", "503")
        ),
        "/robots.txt": _get("robots", "For crawlers", "", [], "text/plain", text, errors=()),
        "/sitemap.xml": _get("sitemap", "Every page", "", [], "application/xml", text, errors=("503",)),
        "/openapi.json": _get("api", "This description", "", [], "application/json", {}, errors=()),
    }


def _pages() -> Json:
    """Pages that are of no single thing."""
    asked = {
        "": (), "about": (), "timeline": (), "search": ("q",), "network": ("about", "since", "until", "first"),
        "question/": (), "vocabulary": (),
    }  # fmt: skip
    return {
        f"/{path}": _get(
            f"page.{path.strip('/') or 'home'}", f"The page {path or 'home'}", "",
            [_text(name, "what to show") for name in names], "text/html", {"type": "string"}, errors=("400", "503"),
        )
        for path, names in asked.items()
    }  # fmt: skip


def _sparql() -> Json:
    """The endpoint of the SPARQL 1.1 Protocol, and the graph store beside it, for reading."""
    dataset = [_text(f"{name}-graph-uri", "the IRI of a graph") for name in ("default", "named")]
    asked = [_text("query", "a query in SPARQL 1.1"), _text("format", "the format of the answer"), *dataset]
    errors = ("400", "406", "413", "414", "415", "503")
    get = _get("sparql", "Ask a query", "", asked, "*/*", {}, errors=errors)["get"]
    post = _get("sparql.post", "Ask a query that is long", "", dataset, "*/*", {}, errors=errors)["get"]
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    post["requestBody"] = {"required": True, "content": {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": {"type": "string"}},
    }}  # fmt: skip
    graph = [_text("graph", "the IRI of a graph"), _text("default", "given where the union of all graphs is meant")]
    store = _get("graphs", "One graph whole", "", graph, "*/*", {}, errors=("400", "404", "406", "503"))
    return {"/sparql": {"get": get, "post": post}, "/rdf-graph-store": store}


def _text(name: str, meaning: str) -> Json:
    return {"name": name, "in": "query", "required": False, "description": meaning, "schema": {"type": "string"}}


def _path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}}


def _get(
    name: str, summary: str, description: str, parameters: list[Json], media_type: str, schema: Json,
    *, errors: Sequence[str],
) -> Json:  # fmt: skip
    reasons = {
        "400": "a value has the wrong form", "404": "there is no such thing", "406": "no type that the client takes",
        "413": "the body is too long", "414": "the address is too long", "415": "another type of body",
        "503": "too much is being asked",
    }  # fmt: skip
    answers: Json = {"200": {"description": "the answer", "content": {media_type: {"schema": schema}}},
                     "304": {"description": "the client has it already"}}  # fmt: skip
    answers |= {status: _failure(reasons[status]) for status in errors}
    found: Json = {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}
    return {"get": found | ({"description": description} if description else {})}


def _failure(why: str) -> Json:
    return {"description": why, "content": {"application/json": {"schema": ERROR}}}


def _error_schema() -> Json:
    return {
        "type": "object",
        "required": ["ok", "status", "error"],
        "properties": {"ok": {"const": False}, "status": {"type": "integer"}, "error": {"type": "string"}},
    }


def _rows_schema() -> Json:
    """SPARQL 1.1 Query Results JSON, as ``kg.tables`` writes it."""
    names = {"type": "array", "items": {"type": "string"}}
    head = {"type": "object", "properties": {"vars": names}, "required": ["vars"]}
    results = {"type": "object", "properties": {"bindings": {"type": "array", "items": {"type": "object"}}}}
    return {"type": "object", "properties": {"head": head, "results": results}, "required": ["head", "results"]}
