"""Bad inputs that a server must survive: bytes sent to a real ``kg serve``, and hostile text in what it publishes.

After each, whatever it was, the server is alive: ASK answers within three seconds and a thing has its page.  Nothing
that comes back tells of the inside, nobody is called, the graph stays as it was.
"""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from tests.serving import BROWSER, Reply, Running, build_small, read_reply, request_bytes, run_server

from kg.build import build_collection
from kg.iris import VOCABULARY

FORM, QUERY, UPDATE = (f"application/{kind}" for kind in ("x-www-form-urlencoded", "sparql-query", "sparql-update"))
JSON, CSV, XML = "application/sparql-results+json", "text/csv", "application/sparql-results+xml"
IDLE = 15  # seconds that a silent connection may stay
HOSTILE = "<script>alert(1)</script> </script><svg onload=alert(2)> ]]> <!-- &#x3c; {{7*7}}"
TURNED = "Mary \u202egpj\u2066"  # a name that turns what stands after it around
TEN = " ".join(f"VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(10))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {TEN} }}"
DOUBLING = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(34))


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.iri = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that quotes hostile text and knows a hostile name."""
    found = build_small(tmp_path_factory.mktemp("bad") / "collection")
    letter, people = found / "sources/letter-1.txt", found / "authority/people.yaml"
    notes = found / "annotations/letter-1.yaml"
    said, called = f"Mary said: {HOSTILE} and =1+1 too.", f"=cmd() is what {TURNED} is called."
    letter.write_text(f"{letter.read_text()}\n{said}\n\n{called}\n")
    turned = json.dumps(TURNED)
    people.write_text(people.read_text() + f"- slug: turned\n  kind: person\n"
                      f"  label: {turned}\n  names:\n    - {{form: {turned}, in: [letter-1]}}\n")  # fmt: skip
    notes.write_text(f"""{notes.read_text()}  - id: p03
    quote: {json.dumps(said)}
    speaker: mary
    act: assert
  - id: p04
    quote: {json.dumps(called)}
    speaker: turned
    act: assert
""")
    build_collection(found)
    return found


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    """The server, with limits that are soon hit."""
    limits = {"seconds": 2, "memory": 200, "rows": 1000, "workers": 2, "queue": 60}
    with run_server(folder, *(f"--{name}={value}" for name, value in limits.items())) as found:
        yield found


@pytest.fixture(scope="module")
def idle(server: Running) -> Iterator[tuple[float, list[socket.socket]]]:
    """Two hundred connections that say nothing, and since when."""
    connections = [server.connect() for _ in range(200)]
    yield time.monotonic(), connections
    for one in connections:
        one.close()


@pytest.fixture(autouse=True)
def alive(server: Running, listener: Listener) -> Iterator[None]:
    """The server as it must be after each of the tests."""
    yield
    started = time.monotonic()
    assert ask(server, "ASK {}").text.count("true") == 1
    assert time.monotonic() - started < 3
    assert server.get("/doc/person/mary", accept=BROWSER).status == 200
    assert listener.calls == 0
    assert server.process.poll() is None


def ask(server: Running, query: str, accept: str = JSON, **more: str) -> Reply:
    return server.get(f"/sparql?{urlencode({'query': query, **more})}", accept=accept)


def check_inside(reply: Reply, folder: Path) -> None:
    """Nothing of the inside, and no header of the client's making."""
    said = reply.body.decode("utf-8", "replace") + str(reply.headers)
    for inside in ("Traceback", "site-packages", "pyoxigraph", "starlette", "uvicorn", "/src/kg", str(folder), "root:"):
        assert inside not in said
    assert "x-injected" not in reply.headers
    assert "access-control-allow-credentials" not in reply.headers


# ---------------------------------------------------------------- what is sent


@dataclass(frozen=True)
class Case:
    """Bytes with the statuses that are right, and words of the answer; {iri} is where nobody may call."""

    data: bytes = field(repr=False)
    statuses: tuple[int, ...]
    words: str = ""
    within: float = 20

    def __post_init__(self) -> None:
        assert self.statuses


def get(target: str, *statuses: int, words: str = "", within: float = 20, **headers: str) -> Case:
    return Case(request_bytes("GET", target, headers), statuses, words, within)


def sparql(query: str, *statuses: int, words: str = "", within: float = 20, **more: str) -> Case:
    return get(f"/sparql?{urlencode({'query': query, **more})}", *statuses, words=words, within=within, accept=CSV)


def post(content_type: str, body: str | bytes, *statuses: int, words: str = "", path: str = "/sparql") -> Case:
    data = body.encode() if isinstance(body, str) else body
    headers = {"Accept": CSV, **({"Content-Type": content_type} if content_type else {})}
    return Case(request_bytes("POST", path, headers, data), statuses, words)


def direct(query: str | bytes, *statuses: int, words: str = "") -> Case:
    return post(QUERY, query, *statuses, words=words)


NO_ROW = "x\r\n"  # the head of a table, and no row
REFUSED = '"status": 400'
SERVICE = "SERVICE would ask another server"
READ_ONLY = "this graph is read only"
XS = "x" * 4000

SPARQL = {
    "1 nested groups": direct("ASK " + "{" * 3000 + "}" * 3000, 400, words="nest more than 128 deep"),
    "2 nested brackets": direct(f"SELECT ({'(' * 20_000}1{')' * 20_000} AS ?x) {{}}", 400, words="128 deep"),
    "2 signs": direct(f"SELECT ({'!' * 60_000}true AS ?x) {{}}", 400, words="operators"),
    "2 nested path": direct(f"ASK {{ ?s {'(' * 20_000}<a:b>{')' * 20_000} ?o }}", 400, words="128 deep"),
    "4 doubling": sparql(f"SELECT (STRLEN(?s34) AS ?n) {{ BIND('aaaaaaaa' AS ?s0) {DOUBLING} }}", 400, words="200 MB"),
    "5 expression": sparql(f'SELECT (REGEX("{"a" * 40}!", "^(a+)+$") AS ?x) {{}}', 200, words="false", within=1),
    "6 FROM": sparql("SELECT ?x FROM <{iri}> { ?x ?p ?o }", 200, words=NO_ROW),
    "6 FROM NAMED": sparql("SELECT ?x FROM NAMED <{iri}> { GRAPH ?g { ?x ?p ?o } }", 200, words=NO_ROW),
    "6 default": sparql("SELECT ?x { ?x ?p ?o }", 200, words=NO_ROW, **{"default-graph-uri": "{iri}"}),
    "6 named": sparql("SELECT ?x { GRAPH ?g { ?x ?p ?o } }", 200, words=NO_ROW, **{"named-graph-uri": "{iri}"}),
    "7 SERVICE": sparql("SELECT * { SERVICE <{iri}> { ?s ?p ?o } }", 400, words=SERVICE),
    "7 SILENT": sparql("SELECT * { SERVICE SILENT <{iri}> { ?s ?p ?o } }", 400, words=SERVICE),
    "7 variable": sparql("SELECT * { BIND(<{iri}> AS ?e) SERVICE ?e { ?s ?p ?o } }", 400, words=SERVICE),
    "8 case": sparql("ASK { sErViCe <{iri}> {} }", 400, words=SERVICE),
    "8 comment": direct(b"ASK { #\rSERVICE <http://x.invalid/> {} }", 400, words=SERVICE),
    "8 subquery": sparql("SELECT * { { SELECT * { SERVICE <{iri}> {} } } }", 400, words=SERVICE),
    "8 string": sparql("SELECT ('SERVICE <{iri}> {' AS ?x) {} # SERVICE", 200, words="SERVICE <"),
    "8 name": sparql("PREFIX ex: <http://x.invalid/> SELECT (ex:service AS ?x) {}", 200, words="invalid/service"),
    "9 LOAD a file": sparql("LOAD <file:///etc/passwd>", 400, words=READ_ONLY),
    "9 LOAD": sparql("LOAD <{iri}>", 400, words=READ_ONLY),
    "9 update in the address": get(f"/sparql?update={quote('CLEAR ALL')}", 400, words=READ_ONLY),
    "9 update in a form": post(FORM, urlencode({"update": "INSERT DATA { <a:a> <a:b> 1 }"}), 400, words=READ_ONLY),
    "9 update as it is": post(UPDATE, "CLEAR ALL", 415, words="queries only"),
    "9 update as a query": direct("INSERT DATA { <a:a> <a:b> 1 }", 400, words=READ_ONLY),
    "10 FROM a file": sparql("SELECT ?x FROM <file:///etc/hostname> { ?x ?p ?o }", 200, words=NO_ROW),
    "10 SERVICE of a file": sparql("ASK { SERVICE <file:///etc/hostname> {} }", 400, words=SERVICE),
    "10 FROM an archive": sparql("SELECT ?x FROM <jar:file:/tmp/x!/y> { ?x ?p ?o }", 200, words=NO_ROW),
    "11 bytes": direct(b'SELECT ("\xff\xfe" AS ?x) {}', 400, words="not UTF-8"),
    "11 bytes in the address": get("/sparql?query=%FF", 400, words="not UTF-8"),
    "11 bytes in a form": post(FORM, b"query=%C3%28", 400, words="not UTF-8"),
    "12 surrogate": sparql(r'SELECT ("\uD800" AS ?x) {}', 400, words=REFUSED),
    "12 past the last": sparql(r"SELECT ('\U0011FFFF' AS ?x) {}", 400, words=REFUSED),
    "12 NUL": sparql("ASK {} \0", 400, words="U+0000"),
    "13 decoded once": post(FORM, "query=SELECT+(%22%2541%22+AS+%3Fx)+%7B%7D", 200, words="x\r\n%41\r\n"),
    "14 twice": get("/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D", 400, words="2 came"),
    "14 with an update": get("/sparql?query=ASK+%7B%7D&update=CLEAR+ALL", 400, words=READ_ONLY),
    "14 no query": post(FORM, "x=y", 400, words="none came"),
    "14 empty": direct("", 400, words="there is no query"),
    "15 text": post("text/plain", "ASK {}", 415, words="text/plain"),
    "15 none": post("", "ASK {}", 415, words="no Content-Type"),
    "15 JSON": post("application/json", '{"query": "ASK {}"}', 415, words="application/json"),
    "15 charset": post(f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16"), 400, words="charset"),
    "16 long": get("/sparql?query=ASK+%7B%7D", 200, within=1, accept=XS),
    "16 no list": get("/sparql?query=ASK+%7B%7D", 200, accept=";;;q="),
    "16 a quality past one": get("/sparql?query=ASK+%7B%7D", 200, accept="text/csv;q=9"),
    "16 a quality that is none": get("/sparql?query=ASK+%7B%7D", 200, accept="text/csv;q=abc"),
    "16 two thousand": get("/sparql?query=ASK+%7B%7D", 406, within=1, accept=",".join(f"a/b{n}" for n in range(2000))),
    "17 64 MiB": post(QUERY, b"x" * (64 << 20), 413, words="the body is longer"),
    "17 length": Case(
        request_bytes("POST", "/sparql", {"Content-Type": QUERY, "Content-Length": "99999999999"}), (413,), "longer"
    ),
    "17 body that does not come": Case(
        request_bytes("POST", "/sparql", {"Content-Type": QUERY, "Content-Length": "6"}) + b"ASK", (408,), "not there"
    ),
    "19 cookies": get("/sparql?query=ASK+%7B%7D", 200, origin="https://evil.example", cookie="a=b"),
    "20 rows": sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 200),
}

ODD_PATHS = {
    "21 dots": "/id/..%2f..%2f..%2fetc%2fpasswd",
    "21 dots as they are": "/static/../../../../etc/passwd",
    "21 semicolon": "/static/..;/x",
    "21 dots in percent": "/doc/%2e%2e/",
    "21 two slashes": "//etc/passwd",
    "21 backslashes": "/static/..%5c..%5c..%5cetc%5cpasswd",
    "21 dump": "/dump/..%2f..%2fcollection.toml",
    "22 line end": "/id/a%0d%0aX-Injected:%201",
    "22 line end in a kind": "/id/%0d%0aX-Injected:%201/mary",
    "23 NUL": "/id/%00",
    "23 bytes": "/id/%FF%FE",
    "23 long": f"/id/person/{'x' * 6000}",
    "23 turned": "/id/%E2%80%AEgpj",
    "24 script": "/id/%3Cscript%3Ealert(1)%3C/script%3E",
    "24 image": "/doc/person/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "24 template": "/id/person/%7B%7B7*7%7D%7D",
}
MARKUP = quote('"><img src=x onerror=alert(1)>\r\nX-Injected: 1')
ENTITIES = {
    **{name: get(path, 400, 404, accept=BROWSER) for name, path in ODD_PATHS.items()},
    "25 search": get(f"/search?q={MARKUP}", 200, accept=BROWSER),
    "25 format": get(f"/doc/person/mary?format={MARKUP}", 400, accept=BROWSER),
    "25 language": get(f"/doc/place/paris?lang={MARKUP}", 200, accept=BROWSER),
    "25 profile": get(f"/doc/place/paris?_profile={MARKUP}", 200, accept=BROWSER),
    "25 page below one": get("/doc/person/mary?page=-1", 400, accept=BROWSER),
    "25 page with an exponent": get("/doc/person/mary?page=1e9", 400, accept=BROWSER),
    "25 page": get(f"/doc/person/mary?page={MARKUP}", 400, accept=BROWSER),
    "25 limit": get("/search/suggest?q=m&limit=NaN", 400, accept="application/json"),
    "25 value of a question": get(f"/question/who-said-what?speaker={MARKUP}", 200, accept=BROWSER),
    "25 name of a parameter": get(f"/question/who-said-what.json?{MARKUP}=1", 400, accept="application/json"),
    "25 part of the network": get(f"/network?about={MARKUP}&since={MARKUP}", 200, accept=BROWSER),
    "27 any tag": get("/doc/person/mary.ttl", 304, if_none_match="*"),
    "27 a hundred tags": get("/doc/person/mary.ttl", 200, if_none_match=",".join(f'"{n}"' for n in range(100))),
    "27 open quotes": get("/doc/person/mary.ttl", 200, if_none_match='"' * 99),
    "27 ranges": get("/doc/person/mary.ttl", 200, 416, range="bytes=" + ",".join(["0-0"] * 1000)),
    "27 since": get("/doc/person/mary.ttl", 200, if_modified_since="garbage"),
    "28 another server": get("http://other.example/", 400, 404),
    "28 another server's port": Case(b"CONNECT other.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", (400, 404, 405)),
    "28 everything": Case(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (204, 400, 404)),
    "28 TRACE": Case(request_bytes("TRACE", "/doc/person/mary", {"Cookie": "my cookie"}), (405,)),
    "28 HTTP/0.9": Case(b"GET /\r\n\r\n", (400,)),
    "28 HTTP/3.1": Case(b"GET / HTTP/3.1\r\nHost: x\r\nConnection: close\r\n\r\n", (200, 400, 505)),
    "28 two lengths": Case(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", (400,)
    ),
    "28 length and chunks": Case(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 3\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
        (200, 400),
    ),
    "28 no host": Case(b"GET / HTTP/1.1\r\n\r\n", (400,)),
    "28 no HTTP": Case(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500, (400,)),
    "28 long head": Case(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", (0, 400, 431)),
    "28 long address": get(f"/search?q={'y' * 60_000}", 400, 414),
}


@pytest.mark.parametrize("case", [*SPARQL.values(), *ENTITIES.values()], ids=[*SPARQL, *ENTITIES])
def test_bad_input_is_refused_or_harmless(case: Case, server: Running, listener: Listener, folder: Path) -> None:
    data = case.data.replace(quote("{iri}", safe="").encode(), quote(listener.iri, safe="").encode())
    started = time.monotonic()
    reply = server.send_bytes(data)
    assert reply.status in case.statuses, reply.text[:500]
    assert case.words in reply.text
    assert time.monotonic() - started < case.within
    check_inside(reply, folder)
    if reply.headers.get("content-type", "").startswith("text/html"):
        assert not any(echo in reply.text for echo in ("<script>alert", "<img src=x", "{{7*7}}", "alert(1)</"))
    assert "my cookie" not in reply.text and "No such file" not in reply.text


def test_rows_past_the_limit_are_left_out_and_that_is_said(server: Running) -> None:
    reply = ask(server, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", CSV)
    assert reply.headers["hearsay-incomplete"] == "rows=1000"
    assert reply.text.count("\n") >= 1001


def test_3_a_query_without_end_is_ended_and_others_are_answered_meanwhile(server: Running) -> None:
    with ThreadPoolExecutor() as threads:
        endless = threads.submit(ask, server, ENDLESS)
        time.sleep(0.2)
        started = time.monotonic()
        assert ask(server, "ASK {}").status == 200
        assert time.monotonic() - started < 3
        reply = endless.result()
    assert (reply.status, reply.headers["retry-after"]) == (503, "2")
    assert json.loads(reply.text)["error"] == "the query ran for 2 s, the limit, and was ended: ask for less"


def test_17_a_body_that_comes_a_byte_a_second_is_left(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(request_bytes("POST", "/sparql", {"Content-Type": QUERY, "Content-Length": "60"}))
        started = time.monotonic()
        connection.settimeout(0.7)
        while time.monotonic() - started < 10:
            connection.sendall(b"A")
            try:
                if connection.recv(1, socket.MSG_PEEK):
                    break
            except TimeoutError:
                assert server.get("/about").status == 200, "others are served meanwhile"
        assert read_reply(connection).status == 408


def test_18_silent_connections_keep_nobody_out(server: Running, idle: tuple[float, list[socket.socket]]) -> None:
    def answer(number: int) -> str:
        return ask(server, f"SELECT ({number} AS ?x) {{}}", CSV).text

    with ThreadPoolExecutor(40) as threads:
        assert list(threads.map(answer, range(40))) == [f"x\r\n{number}\r\n" for number in range(40)]


def test_18_connections_without_a_whole_head_are_closed(
    server: Running, idle: tuple[float, list[socket.socket]]
) -> None:
    since, connections = idle
    with server.connect() as slow:
        slow.settimeout(1)
        began, is_open = time.monotonic(), True
        while is_open and time.monotonic() - began < IDLE + 5:
            try:
                slow.sendall(b"G")
                is_open = slow.recv(100) != b""
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                is_open = False
    assert not is_open
    assert [connection.recv(10) for connection in connections] == [b""] * len(connections)
    assert time.monotonic() - since < IDLE * 3


@pytest.mark.parametrize("path", ["/id/person/mary", "/doc/person/mary.ttl", "/void.ttl", "/sparql", "/sitemap.xml"])
def test_26_a_host_that_a_client_makes_up_is_not_repeated(path: str, server: Running) -> None:
    made_up = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript",
               "Forwarded": "host=evil.example;proto=javascript", "X-Forwarded-For": "evil.example"}  # fmt: skip
    reply = server.send_bytes(request_bytes("GET", path, {**made_up, "Accept": "text/turtle"}))
    assert reply.status in (200, 303)
    assert "evil.example" not in reply.text + str(reply.headers) and "javascript" not in str(reply.headers)


# ---------------------------------------------------------------- what is published


def test_29_text_stays_text_on_pages_in_pictures_and_in_data(server: Running) -> None:
    for path in ("doc/document/letter-1", "doc/statement/letter-1-p03", "doc/person/mary", "search?q=script", "network",
                 "timeline", "question/who-said-what?speaker=mary", "search/statements.json"):  # fmt: skip
        page = server.get(f"/{path}", accept=BROWSER)
        assert page.status == 200
        markup = re.sub(r'<script type="application/(?:ld\+)?json"[^>]*>[^<]*</script>', "", page.text)
        if page.headers["content-type"].startswith("text/html"):
            assert "<svg onload" not in page.text and "<script>" not in markup and "<!-- " not in page.text
        assert page.headers["x-content-type-options"] == "nosniff"
    for form, words in (("ttl", HOSTILE), ("nt", HOSTILE), ("jsonld", HOSTILE)):
        assert words in server.get(f"/doc/statement/letter-1-p03.{form}").text
    read = ElementTree.fromstring(server.get("/doc/statement/letter-1-p03.rdf").body)
    assert any(HOSTILE in text for text in read.itertext())
    assert HOSTILE in server.get("/doc/document/letter-1.txt").text


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x", "file:///x"])
def test_30_what_is_no_address_is_not_linked(iri: str, server: Running) -> None:
    reply = ask(server, f"SELECT (<{iri}> AS ?x) {{}}", BROWSER, format="html")
    assert iri in reply.text
    assert not re.search(r'href="\s*' + re.escape(iri.partition(":")[0]), reply.text, re.IGNORECASE)


@pytest.mark.parametrize("text", ["a:b>", "a:b c", "a:b\\n", 'a:b\\"', "a:b{", "a:b\\u0001"])
def test_31_text_that_is_no_iri_is_no_term(text: str, server: Running) -> None:
    query = f'CONSTRUCT {{ <a:s> <a:p> ?x }} {{ BIND(IRI("{text}") AS ?x) }}'
    for accept in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        reply = ask(server, query, accept)
        assert reply.status == 200 and "a:b" not in reply.text


def test_32_an_answer_is_inert_on_the_page(server: Running) -> None:
    image = "<img src=x onerror=alert(1)>"
    reply = ask(server, f"SELECT ('{image}' AS ?x) ('x'@en AS ?y) {{}}", BROWSER, format="html")
    assert reply.status == 200 and "<img" not in reply.text and "&lt;img src=x" in reply.text
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    reply = ask(server, f"SELECT (1 AS ?{image}) {{}}", BROWSER, format="html")
    assert "<img" not in reply.text and "not SPARQL 1.1" in reply.text


def test_33_a_name_turns_nothing_else_around(server: Running) -> None:
    for path in ("doc/person/turned", "doc/person", "doc/statement/letter-1-p04", "doc/document/letter-1", "network"):
        text = server.get(f"/{path}", accept=BROWSER).text
        assert path == "network" or "gpj" in text
        assert not set(text) & set("\u202e\u2066"), path
    assert re.search(r"<h1[^>]*>(?:(?!</h1>).)*<bdi", server.get("/doc/person/turned", accept=BROWSER).text, re.S)


def test_34_a_cell_is_exact_for_programs_and_no_formula_for_spreadsheets(server: Running) -> None:
    exact = ask(server, "SELECT ('=cmd()' AS ?a) ('+1' AS ?b) ('-1' AS ?c) ('@x' AS ?d) {}", CSV)
    assert exact.text == "a,b,c,d\r\n=cmd(),+1,-1,@x\r\n"
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        reply = server.get(f"/question/who-said-what.{form}?speaker=turned")
        rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff")), delimiter=delimiter))
        assert any("cmd()" in cell for row in rows for cell in row)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row), form


def test_35_xml_has_a_sign_for_what_it_cannot_hold(server: Running) -> None:
    query = r'SELECT ("a\u0001b\uFFFEc" AS ?x) {}'
    reply = ask(server, query, XML)
    (literal,) = ElementTree.fromstring(reply.body).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert literal.text == "a\ufffdb\ufffdc"
    assert reply.headers["hearsay-incomplete"] == "characters"
    assert json.loads(ask(server, query).text)["results"]["bindings"][0]["x"]["value"] == "a\x01b\ufffec"


# ---------------------------------------------------------------- after all of it


def test_the_graph_is_as_it_was(server: Running, folder: Path) -> None:
    counted = ask(server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", CSV).text.split()[1]
    assert int(counted) == len((folder / "graph/hearsay.nq").read_bytes().splitlines())
    assert ask(server, f"ASK {{ <{VOCABULARY}act> ?p ?o }}").text.count("true") == 1
