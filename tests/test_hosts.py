"""The rules that a static site brings for nginx, run by nginx where there is one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest
from tests.serving import BROWSER, JSONLD, NTRIPLES, RDFXML, TURTLE, build_small

from kg.build import GRAPH_FILES
from kg.collection import SETTINGS_FILE
from kg.settings import read_settings
from kg.site import write_site
from kg.store import open_graph

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
THING = "doc/person/mary"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site under a path, served by nginx with the rules that came with it."""
    if not NGINX:
        pytest.skip("there is no nginx")
    folder = build_small(tmp_path_factory.mktemp("hosts") / "collection")
    place = folder.parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/letters/"
    settings = read_settings(folder / SETTINGS_FILE)
    write_site(open_graph(folder / GRAPH_FILES["nquads"]), settings, place / "www" / "letters", base=address)
    rules = (place / "www" / "letters" / "nginx.conf").read_text()
    lines = rules.partition("# map")[2].partition("# }")[0].splitlines()
    choice = "\n".join(["map " + lines[0], *(line.removeprefix("#") for line in lines[1:]), "}"])
    paths = "".join(f"{name}_temp_path {place}/{name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(f"""\
daemon off; master_process off; pid {place}/pid; error_log stderr;
events {{}}
http {{ access_log off; client_body_temp_path {place}/body; {paths}
{choice}
server {{ listen 127.0.0.1:{port}; root {place}/www; include {place}/www/letters/nginx.conf; }} }}
""")
    with subprocess.Popen([NGINX, "-c", str(place / "nginx.conf")], stderr=subprocess.PIPE) as process:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield address
        process.terminate()


@pytest.mark.parametrize("accept", [BROWSER, TURTLE, JSONLD, RDFXML, NTRIPLES])
@pytest.mark.parametrize("path", ["id/person/mary", THING, f"{THING}/"])
def test_a_client_gets_the_form_that_it_asks_for(site: str, path: str, accept: str) -> None:
    response = httpx.get(site + path, headers={"accept": accept}, follow_redirects=True)
    kind = accept.partition(",")[0]
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, kind)
    assert str(response.url) == f"{site}{THING}/", "links of a page begin at its folder"
    assert response.headers["vary"] == "Accept" and response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "kind"),
    [(f"{THING}/index.ttl", TURTLE), (f"{THING}.ttl", TURTLE), (".well-known/void", TURTLE),
     ("doc/document/letter-1.txt", "text/plain"), ("dump/hearsay.nq", "application/n-quads"),
     ("question/chain.csv", "text/csv"), ("static/site.css", "text/css"), ("", "text/html")],
)  # fmt: skip
def test_each_file_has_its_type(site: str, path: str, kind: str) -> None:
    response = httpx.get(site + path)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, kind)


def test_what_is_not_there_has_our_page(site: str) -> None:
    response = httpx.get(f"{site}doc/person/nobody")
    assert response.status_code == 404 and 'href="/letters/static/site.css"' in response.text
