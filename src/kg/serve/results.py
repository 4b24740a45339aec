"""What the engine found -> the bytes of an answer, within the limits of rows and bytes.

The engine's own writers stop at no limit and cannot say that something is missing: rows are written here, one by one;
triples by the engine, again and fewer where they turn out too long.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.serve.jobs import Answer, NotAcceptable
from kg.serve.limits import Limits
from kg.store import Term

__all__ = ["GRAPH_TYPES", "ROW_TYPES", "write_graph", "write_rows", "write_truth"]


# ---------------------------------------------------------------- writers of rows


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """How a format writes an answer to SELECT or ASK.

    ``head`` takes the columns and the links that explain why an answer is incomplete.
    """

    head: Callable[[Sequence[str], Sequence[str]], str]
    row: Callable[[Sequence[str], Sequence[Term | None]], str]
    between: str
    tail: str
    truth: Callable[[bool], str]


def _json_head(columns: Sequence[str], links: Sequence[str]) -> str:
    """SPARQL 1.1 Query Results JSON, section 3.1: ``vars``, and ``link`` where there is one."""
    head = {"vars": list(columns)} | ({"link": list(links)} if links else {})
    return f'{{"head":{json.dumps(head, ensure_ascii=False)},"results":{{"bindings":[\n'


def _json_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    bound = {column: _json_term(term) for column, term in zip(columns, row, strict=True) if term is not None}
    return json.dumps(bound, ensure_ascii=False)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):  # SPARQL 1.2 Query Results JSON
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language} | ({"its:dir": str(term.direction)} if term.direction else {})
    return found if term.datatype == XSD_STRING else found | {"datatype": term.datatype.value}


XSD_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
UNWRITTEN = (XSD_STRING, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"))  # datatypes
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _xml_text(text: str) -> str:
    """Text for XML 1.0, which cannot hold control characters; a bare CR would be read back as LF.

    >>> _xml_text("a<b\\r\\x01")
    'a&lt;b&#13;\\ufffd'
    """
    return escape(NOT_XML.sub("\ufffd", text), {"\r": "&#13;", '"': "&quot;"})


def _unfit_for_xml(term: Term | None) -> bool:
    return isinstance(term, Literal) and NOT_XML.search(term.value) is not None


def _xml_head(columns: Sequence[str], links: Sequence[str]) -> str:
    """SPARQL Query Results XML, section 2.2: variables, then links."""
    named = "".join(f'<variable name="{_xml_text(column)}"/>' for column in columns)
    linked = "".join(f'<link href="{_xml_text(link)}"/>' for link in links)
    return f"{XML_START}<head>{named}{linked}</head><results>\n"


XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    cells = zip(columns, row, strict=True)
    bound = (f'<binding name="{_xml_text(name)}">{_xml_term(term)}</binding>' for name, term in cells if term)
    return f"<result>{''.join(bound)}</result>"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    kind = f' datatype="{_xml_text(term.datatype.value)}"' if term.datatype != XSD_STRING else ""
    if term.language:
        kind = f' xml:lang="{_xml_text(term.language)}"'
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _csv_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    """SPARQL 1.1 Query Results CSV, section 3: plain values, quoted as RFC 4180 has it, lines end in CR LF."""
    return ",".join(_csv_cell(term) for term in row) + "\r\n"


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = _tsv_term(term) if isinstance(term, Triple | BlankNode) else term.value
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _tsv_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    """SPARQL 1.1 Query Results TSV, section 4: terms as Turtle writes them, tabs and line ends escaped."""
    return "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    if isinstance(term, Triple):
        return f"<<( {' '.join(_tsv_term(part) for part in (term.subject, term.predicate, term.object))} )>>"
    return str(term)  # as N-Triples has it: tabs and line ends escaped


_JSON = _RowWriter(
    _json_head, _json_row, ",\n", "\n]}}\n", lambda truth: f'{{"head":{{}},"boolean":{json.dumps(truth)}}}\n'
)
_XML = _RowWriter(
    _xml_head,
    _xml_row,
    "\n",
    "\n</results></sparql>\n",
    lambda truth: f"{XML_START}<head/><boolean>{json.dumps(truth)}</boolean></sparql>\n",
)
_CSV = _RowWriter(
    lambda columns, _: ",".join(columns) + "\r\n", _csv_row, "", "", lambda truth: json.dumps(truth) + "\r\n"
)
_TSV = _RowWriter(
    lambda columns, _: "\t".join(f"?{column}" for column in columns) + "\n",
    _tsv_row,
    "",
    "",
    lambda truth: json.dumps(truth) + "\n",
)
# The server's favourite first.  No standard says how CSV and TSV hold the answer to ASK; the bare word is what others
# send.
ROW_TYPES = {
    "application/sparql-results+json": _JSON,
    "application/sparql-results+xml": _XML,
    "text/csv": _CSV,
    "text/tab-separated-values": _TSV,
    "application/json": _JSON,
    "application/xml": _XML,
    "text/xml": _XML,
}
GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
_HASH_COMMENTS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG)


def write_truth(truth: bool, media_type: str) -> Answer:
    """The answer to ASK in a format.

    >>> write_truth(True, "text/csv").body
    b'true\\r\\n'
    """
    return Answer(media_type, ROW_TYPES[media_type].truth(truth).encode(), 1)


def write_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Term | None]], media_type: str, limits: Limits, help: str
) -> Answer:
    """The rows in a format, as many as the limits allow; ``help`` is the link that explains them."""
    writer = ROW_TYPES[media_type]
    parts: list[bytes] = []
    incomplete: list[str] = []
    size, between, replaced = 0, writer.between.encode(), False
    for row in rows:
        if len(parts) == limits.rows:
            incomplete.append(f"rows={limits.rows}")
            break
        part = writer.row(columns, row).encode()
        size += len(part) + len(between)
        if size > limits.bytes:
            incomplete.append(f"bytes={limits.bytes}")
            break
        parts.append(part)
        replaced = replaced or (writer is _XML and any(_unfit_for_xml(term) for term in row))
    if replaced:
        incomplete.append("characters")
    head = writer.head(columns, [help] if incomplete else []).encode()
    return Answer(media_type, head + between.join(parts) + writer.tail.encode(), len(parts), tuple(incomplete))


# ---------------------------------------------------------------- writers of graphs

PREDICATE_IN_XML = re.compile(r"[^\W\d][\w.\-]*\Z")
XML_UNFIT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def write_graph(triples: Iterable[Triple], media_type: str, limits: Limits, prefixes: Mapping[str, str]) -> Answer:
    """The triples in a format, sorted, as many as the limits allow.  Raises ``NotAcceptable`` where it cannot hold one.

    What is missing is said in a comment where the format has them.
    """
    form = GRAPH_TYPES[media_type]
    some = sorted(itertools.islice(triples, limits.rows + 1), key=str)
    incomplete = []
    if len(some) > limits.rows:
        incomplete.append(f"rows={limits.rows}")
        some.pop()
    if form == RdfFormat.RDF_XML:
        for triple in some:
            if not PREDICATE_IN_XML.search(triple.predicate.value):
                why = f"RDF/XML has no name for the predicate {triple.predicate.value}: accept another type"
                raise NotAcceptable("CONSTRUCT", [one for one in GRAPH_TYPES if GRAPH_TYPES[one] != form], why)
    known = _used_prefixes(some, prefixes)
    body = bytes(serialize(some, format=form, prefixes=known) or b"")
    while len(body) > limits.bytes:
        if not incomplete or not incomplete[-1].startswith("bytes"):
            incomplete.append(f"bytes={limits.bytes}")
        some = some[: int(len(some) * limits.bytes / len(body) * 0.95)]
        body = bytes(serialize(some, format=form, prefixes=known) or b"")
    if form == RdfFormat.RDF_XML:
        # The engine writes literals raw: XML 1.0 cannot hold control characters, and would read CR back as LF.
        body, replaced = XML_UNFIT.subn(b"\xef\xbf\xbd", body.replace(b"\r", b"&#13;"))
        if replaced:
            incomplete.append("characters")
    if incomplete and form in _HASH_COMMENTS:
        body += f"# Incomplete: {', '.join(incomplete)}\n".encode()
    if incomplete and form == RdfFormat.RDF_XML:
        body += f"\n<!-- Incomplete: {', '.join(incomplete)} -->\n".encode()
    return Answer(media_type, body, len(some), tuple(incomplete))


def _used_prefixes(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that shorten some IRI of the triples."""
    spaces = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            name = term.datatype if isinstance(term, Literal) else term
            if isinstance(name, NamedNode) and name not in UNWRITTEN:
                iri = name.value
                spaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return {prefix: space for prefix, space in sorted(prefixes.items()) if space in spaces}
