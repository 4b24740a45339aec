"""What tells machines about the whole: VoID and DCAT, dumps, robots.txt, sitemap, OpenAPI of the questions.

VoID: https://www.w3.org/TR/void/ ; DCAT 3: https://www.w3.org/TR/vocab-dcat-3/ ; sitemaps: https://www.sitemaps.org/.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg import __version__
from kg.export import FORMATS
from kg.iris import ONTOLOGY
from kg.pages.site import Site
from kg.questions import Parameter, load_questions
from kg.store import named_quads
from kg.terms import DCTERMS, RDF, VOID, Namespace

__all__ = ["DUMPS", "describe_dataset", "describe_endpoint", "write_openapi", "write_robots", "write_sitemap"]

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DUMPS = {f"dump/hearsay{FORMATS[name].ending}": name for name in ("turtle", "nquads", "ntriples", "jsonld")}
DOWNLOAD_TYPES = {"json": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values"}
EXAMPLES = 5


def describe_dataset(store: Store, base: str) -> list[Triple]:
    """The data set as VoID and DCAT: size, vocabularies, classes and properties, dumps, endpoint, licence."""
    dataset = NamedNode(f"{base}dataset")
    own = {quad.triple for quad in store.quads_for_pattern(dataset, None, None, None)}
    triples = {quad.triple for quad in named_quads(store)}
    found = own | {
        Triple(dataset, RDF("type"), VOID("Dataset")),
        Triple(dataset, RDF("type"), DCAT("Dataset")),
        Triple(dataset, VOID("triples"), Literal(len(triples))),
        Triple(dataset, VOID("uriSpace"), Literal(base)),
        Triple(dataset, VOID("sparqlEndpoint"), NamedNode(f"{base}sparql")),
        Triple(dataset, VOID("vocabulary"), NamedNode(ONTOLOGY)),
    }
    found |= {Triple(dataset, VOID("dataDump"), NamedNode(base + path)) for path in DUMPS}
    found |= set(_distributions(dataset, base)) | set(describe_endpoint(base)) | set(_partitions(dataset, triples))
    return sorted(found, key=str)


def _distributions(dataset: NamedNode, base: str) -> Iterator[Triple]:
    for path, name in DUMPS.items():
        distribution = NamedNode(f"{base}{path}")
        yield Triple(dataset, DCAT("distribution"), distribution)
        yield Triple(distribution, RDF("type"), DCAT("Distribution"))
        yield Triple(distribution, DCAT("downloadURL"), distribution)
        yield Triple(distribution, DCAT("mediaType"), Literal(FORMATS[name].media_type))


def describe_endpoint(base: str) -> list[Triple]:
    """The endpoint as a DCAT data service, for its own description too."""
    service = NamedNode(f"{base}sparql")
    return [
        Triple(service, RDF("type"), DCAT("DataService")),
        Triple(service, DCAT("endpointURL"), service),
        Triple(service, DCAT("servesDataset"), NamedNode(f"{base}dataset")),
    ]


def _partitions(dataset: NamedNode, triples: set[Triple]) -> Iterator[Triple]:
    classes = Counter(t.object for t in triples if t.predicate == RDF("type") and isinstance(t.object, NamedNode))
    properties = Counter(triple.predicate for triple in triples)
    for sort, counts, part, count in (
        ("class", classes, "classPartition", "entities"),
        ("property", properties, "propertyPartition", "triples"),
    ):
        for number, (term, amount) in enumerate(sorted(counts.items(), key=lambda item: str(item[0]))):
            node = BlankNode(f"{sort}{number}")  # a partition is named by what it holds, and has no page of its own
            yield Triple(dataset, VOID(part), node)
            yield Triple(node, VOID(sort), term)
            yield Triple(node, VOID(count), Literal(amount))
    examples = sorted(
        {t.subject.value for t in triples if isinstance(t.subject, NamedNode) and "/id/person/" in t.subject.value}
    )
    for iri in examples[:EXAMPLES]:
        yield Triple(dataset, VOID("exampleResource"), NamedNode(iri))
    yield Triple(dataset, DCTERMS("identifier"), Literal(dataset.value))


def write_robots(base: str) -> str:
    """``robots.txt``: all may be read, queries need not be followed."""
    return f"User-agent: *\nDisallow: /sparql\nDisallow: /search\nSitemap: {base}sitemap.xml\n"


def write_sitemap(site: Site, base: str) -> str:
    """The sitemap: every page once."""
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in site.paths())
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{namespace}">\n{urls}</urlset>\n'


def write_openapi(base: str) -> str:
    """OpenAPI 3.1 of what programs may ask: each saved question as JSON, CSV or TSV."""
    paths = {
        f"/question/{name}.{ending}": {
            "get": {
                "operationId": f"{name}-{ending}",
                "summary": question.summary,
                "description": question.description,
                "parameters": [_parameter(parameter) for parameter in question.parameters],
                "responses": {
                    "200": {"description": "The rows", "content": {media_type: {}}},
                    "304": {"description": "The client has them"},
                    "400": {"description": "A value names nothing, or has the wrong form"},
                    "503": {"description": "Over a limit; try again after Retry-After seconds"},
                },
            }
        }
        for name, question in sorted(load_questions().items())
        for ending, media_type in (
            ("json", "application/json"),
            ("csv", "text/csv"),
            ("tsv", "text/tab-separated-values"),
        )
    }
    described = {
        "openapi": "3.1.0",
        "info": {"title": "Hearsay: saved questions", "version": __version__},
        "servers": [{"url": base.removesuffix("/")}],
        "paths": paths,
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.help,
        "schema": {"type": "integer" if parameter.type == "integer" else "string"},
    }
