"""Every address and parameter of our own OpenAPI with values made up by Schemathesis: nothing ends the server.

What may come is an answer, a refusal, or the documented 503; never another 5xx, and nothing of the inside.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.serving import Running, build_small, run_server

schemathesis = pytest.importorskip("schemathesis")
EXAMPLES = 2  # of values that fit and of values that do not, for each operation


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = build_small(tmp_path_factory.mktemp("fuzz") / "collection")
    with run_server(folder, "--seconds=2", "--rows=1000") as found:
        yield found


@pytest.fixture(scope="module")
def operations(server: Running) -> dict[str, Any]:
    """The operations of the API, by method and path."""
    schema = schemathesis.openapi.from_url(f"{server.base}openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


def check(case: Any, server: Running, session: requests.Session) -> None:
    response = case.call(base_url=server.base.rstrip("/"), session=session, allow_redirects=False)
    assert response.status_code < 500 or response.status_code == 503, case.as_curl_command()
    if response.status_code == 503:
        assert response.headers.get("retry-after"), case.as_curl_command()
    said = response.content.decode("utf-8", "replace") + str(response.headers)
    for inside in ("Traceback", "site-packages", "pyoxigraph", "/src/kg", "collection.toml"):
        assert inside not in said, case.as_curl_command()


def test_no_operation_fails_whatever_is_sent(operations: dict[str, Any], server: Running) -> None:
    assert len(operations) > 80
    with requests.Session() as session:
        for operation in operations.values():
            asks = operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody")
            modes = schemathesis.GenerationMode if asks else [schemathesis.GenerationMode.POSITIVE]
            for mode in modes:
                strategy = operation.as_strategy(generation_mode=mode)
                test = functools.partial(check, server=server, session=session)
                _try(strategy, test)
    assert requests.get(f"{server.base}sparql", params={"query": "ASK {}"}, timeout=3).status_code == 200
    assert server.process.poll() is None


def _try(strategy: Any, check: Any) -> None:
    """``check`` on values of ``strategy``, the same in each run."""

    @seed(1956)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=strategy)
    def run(case: Any) -> None:
        check(case)

    run()
