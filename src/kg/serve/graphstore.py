"""The Graph Store HTTP Protocol over a pool, for reading: one graph whole (https://www.w3.org/TR/sparql11-http-rdf-update/).

``?graph=<IRI>`` is a named graph (section 4.2), 404 where it holds nothing; ``?default`` the union of all of them.
Limits, formats and refusals are those of ``kg.serve.sparql``.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.jobs import Answer, Job
from kg.serve.pool import QueryPool
from kg.serve.sparql import Refusal, SparqlEndpoint, check_iris, choose_types, read_parameters

__all__ = ["GraphStore", "graph_store_routes"]

METHODS = "GET, HEAD, OPTIONS"


class GraphStore(SparqlEndpoint):
    """The graph store as an ASGI application for one path; ``url`` is that of the SPARQL endpoint beside it."""

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": METHODS, "access-control-allow-methods": METHODS})
        if request.method not in ("GET", "HEAD"):
            raise Refusal(405, f"this graph store is read only and takes {METHODS}", {"allow": METHODS})
        parameters = read_parameters(request.scope["query_string"], "the address")
        asked = [(name, value) for name, value in parameters if name in ("default", "graph")]
        if len(asked) != 1:
            raise Refusal(400, "one parameter is needed, 'graph' with the IRI of a graph or 'default'")
        ((name, value),) = asked
        # The IRI goes beside the query, not into it: it can never turn into syntax.
        graphs = check_iris("graph", [value]) if name == "graph" else None
        _, graph_type = choose_types(request, [value for key, value in parameters if key == "format"])
        job = Job("CONSTRUCT WHERE { ?s ?p ?o }", graph_type=graph_type, base=self.url, default_graphs=graphs)
        return await self._answer(request, job)

    async def _ask_while_connected(self, request: Request, job: Job) -> Answer:
        answer = await super()._ask_while_connected(request, job)
        if job.default_graphs and not answer.count and not answer.incomplete:  # a limit may leave out all of it
            raise Refusal(404, f"there is no graph {job.default_graphs[0]}")
        return answer


def graph_store_routes(pool: QueryPool, url: str, *, path: str = "/rdf-graph-store") -> list[Route]:
    """The graph store at ``path`` of an application; the arguments are those of ``GraphStore``."""
    return [Route(path, GraphStore(pool, url))]
