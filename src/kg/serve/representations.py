"""Triples -> the bytes of one RDF format, the same for the same triples; and a tag that tells contents apart.

JSON-LD is compacted with the ontology's context, of which the terms in use stand in the file: no reader has to fetch
it.  It is written here and not by ``kg.export``, whose general compaction takes fifty times as long: an entity's page
may be asked for at any time, and the static site writes thousands.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.describe import Description
from kg.pages.links import RDF_FORMS
from kg.resources import resource_folder
from kg.terms import PREFIXES, RDF, XSD

__all__ = ["FORMS", "make_tag", "sort_triples", "write_description", "write_triples"]

# ending of a file -> its media type, our favourite first
FORMS: Mapping[str, str] = RDF_FORMS
UNFIT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # https://www.w3.org/TR/xml/#charsets
INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")


def write_triples(triples: Iterable[Triple], form: str, *, prefixes: Mapping[str, str] | None = None) -> bytes:
    """The triples in the format with that ending, a key of ``FORMS``.

    >>> one = Triple(NamedNode("http://x/a"), NamedNode("http://x/b"), Literal("c"))
    >>> write_triples([one, one], "nt")
    b'<http://x/a> <http://x/b> "c" .\\n'
    """
    ordered = sort_triples(triples)
    if form == "jsonld":
        return _write_json(ordered)
    if form == "nt":
        return bytes(serialize(ordered, format=RdfFormat.N_TRIPLES) or b"")
    used = _used_prefixes(ordered, {**PREFIXES, **(prefixes or {})})
    if form == "ttl":
        return _sort_prefixes(bytes(serialize(ordered, format=RdfFormat.TURTLE, prefixes=used) or b""))
    fit = [_fit_for_xml(triple) for triple in ordered]
    written = bytes(serialize(fit, format=RdfFormat.RDF_XML, prefixes=used) or b"")
    return written.replace(b"\r", b"&#13;")  # a bare one would be read as a line feed


def write_description(description: Description, form: str, *, prefixes: Mapping[str, str] | None = None) -> bytes:
    """The description of a thing in the format with that ending."""
    return write_triples(description.triples(), form, prefixes=prefixes)


def make_tag(body: bytes) -> str:
    """A strong entity tag: from the content, so that it is the same after a restart and on every machine.

    >>> make_tag(b"")
    '"47DEQpj8HBSa-_TImW-5"'
    """
    from base64 import urlsafe_b64encode

    return f'"{urlsafe_b64encode(hashlib.sha256(body).digest())[:20].decode()}"'


def sort_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Each triple once, by subject, its type first."""
    first = RDF("type")
    return sorted(
        dict.fromkeys(triples),
        key=lambda t: (str(t.subject), t.predicate != first, str(t.predicate), str(t.object)),
    )


def _used_prefixes(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    iris = {term.value for t in triples for term in (t.subject, t.predicate, t.object) if isinstance(term, NamedNode)}
    iris |= {t.object.datatype.value for t in triples if isinstance(t.object, Literal)}
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris}
    return {prefix: space for prefix, space in sorted(prefixes.items()) if space in spaces}


def _sort_prefixes(turtle: bytes) -> bytes:
    lines = turtle.split(b"\n")
    count = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"\n".join([*sorted(lines[:count]), *([b""] if count else []), *lines[count:]])


def _fit_for_xml(triple: Triple) -> Triple:
    """The triple with U+FFFD for each character that XML 1.0 cannot hold."""
    value = triple.object
    if not isinstance(value, Literal) or not UNFIT_FOR_XML.search(value.value):
        return triple
    clean = UNFIT_FOR_XML.sub("\ufffd", value.value)
    made = Literal(clean, language=value.language) if value.language else Literal(clean, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, made)


# ---------------------------------------------------------------- JSON-LD 1.1


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the context: how values stand under it.

    ``kind`` is ``@id``, ``@vocab``, ``@language``, a datatype's IRI, or empty; ``vocab`` the IRI that the names under
    it are short for, ``scoped`` the terms that its own context redefines.
    """

    name: str
    kind: str
    vocab: str
    scoped: frozenset[str]
    definition: object


@dataclass(frozen=True, slots=True)
class _Context:
    """The ontology's context, turned round: the terms by their IRIs."""

    prefixes: dict[str, str]
    terms: dict[str, _Term]
    names: frozenset[str]


@lru_cache(maxsize=1)
def _load_context() -> _Context:
    text = (resource_folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    prefixes = {
        key: value for key, value in context.items() if isinstance(value, str) and value.startswith("http")
    }  # fmt: skip

    def expand(name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return prefixes[prefix] + rest if colon and prefix in prefixes else name

    terms: dict[str, _Term] = {}
    for name, definition in context.items():
        facts = definition if isinstance(definition, dict) else {"@id": definition}
        if name in prefixes or not isinstance(definition, dict | str) or str(facts["@id"]).startswith("@"):
            continue
        inner = facts.get("@context", {})
        kind = "@language" if facts.get("@container") == "@language" else expand(facts.get("@type", ""))
        scoped = frozenset(key for key in inner if not key.startswith("@"))
        terms[expand(facts["@id"])] = _Term(name, kind, inner.get("@vocab", ""), scoped, definition)
    return _Context(prefixes, terms, frozenset(context))


class _JsonWriter:
    """Writes nodes and remembers which terms and prefixes they use."""

    def __init__(self) -> None:
        self.known = _load_context()
        self.used: dict[str, object] = {}

    def write(self, triples: Sequence[Triple]) -> bytes:
        nodes: dict[str, dict[str, Any]] = {}
        for triple in triples:
            node = nodes.setdefault(self._name(triple.subject), {})
            self._add(node, triple)
        graph = [{"id": name, **self._in_order(node)} for name, node in nodes.items()]
        context = {"@version": 1.1, "id": "@id", "type": "@type"} | dict(sorted(self.used.items()))
        document = {"@context": context, "@graph": graph}
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"

    def _in_order(self, node: dict[str, Any]) -> dict[str, Any]:
        return {key: _unwrap(node[key]) for key in sorted(node, key=lambda key: (key != "type", key))}

    def _add(self, node: dict[str, Any], triple: Triple) -> None:
        value = triple.object
        if triple.predicate == RDF("type") and isinstance(value, NamedNode | BlankNode):
            node.setdefault("type", []).append(self._class(value))
            return
        term = self.known.terms.get(triple.predicate.value)
        if term is None:
            node.setdefault(self._short(triple.predicate.value), []).append(self._plain(value))
            return
        self.used[term.name] = term.definition
        self._need_prefixes(term.definition)
        if term.kind == "@language" and isinstance(value, Literal) and value.datatype in TEXTS:
            node.setdefault(term.name, defaultdict(list))[value.language or "@none"].append(value.value)
        else:
            self._add_value(node, term, value)

    def _add_value(self, node: dict[str, Any], term: _Term, value: object) -> None:
        """A value under a term of the context; one that the term cannot hold goes under the property's own IRI."""
        if term.kind == "@language":
            iri = next(iri for iri, one in self.known.terms.items() if one is term)
            node.setdefault(iri, []).append(self._plain(value))
        elif term.kind in ("@id", "@vocab") and isinstance(value, NamedNode):
            node.setdefault(term.name, []).append(self._under(term, value.value))
        elif isinstance(value, Literal) and not value.language and term.kind == value.datatype.value:
            node.setdefault(term.name, []).append(_native(value))
        elif isinstance(value, Literal) and not term.kind and value.datatype == XSD("string"):
            node.setdefault(term.name, []).append(value.value)
        else:
            node.setdefault(term.name, []).append(self._plain(value))

    def _under(self, term: _Term, iri: str) -> str:
        """An IRI as its term takes it: by its name in the term's vocabulary where no other term has that name."""
        if term.kind != "@vocab":
            return iri
        name = iri.removeprefix(term.vocab) if term.vocab and iri.startswith(term.vocab) else ""
        if name and re.fullmatch("[a-z-]+", name) and (name in term.scoped or name not in self.known.names):
            return name
        return iri

    def _class(self, value: NamedNode | BlankNode) -> str:
        if isinstance(value, BlankNode):
            return str(value)
        term = self.known.terms.get(value.value)
        if term is None or isinstance(term.definition, dict):
            return self._short(value.value)
        self.used[term.name] = term.definition
        self._need_prefixes(term.definition)
        return term.name

    def _plain(self, value: object) -> object:
        if isinstance(value, NamedNode | BlankNode):
            return {"id": self._name(value)}
        assert isinstance(value, Literal), "no triple terms are published"
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype == XSD("string"):
            return value.value
        return {"@value": value.value, "@type": self._short(value.datatype.value)}

    def _name(self, node: object) -> str:
        return node.value if isinstance(node, NamedNode) else str(node)

    def _short(self, iri: str) -> str:
        """An IRI as a compact one where one of our prefixes fits, and as it is otherwise."""
        for prefix, space in (*self.known.prefixes.items(), *MORE_PREFIXES.items()):
            rest = iri.removeprefix(space)
            if iri.startswith(space) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", rest):
                self.used[prefix] = space
                return f"{prefix}:{rest}"
        return iri

    def _need_prefixes(self, definition: object) -> None:
        facts = definition if isinstance(definition, dict) else {"@id": definition}
        for name in (facts.get("@id"), facts.get("@type")):
            prefix = str(name).partition(":")[0]
            if prefix in self.known.prefixes:
                self.used[prefix] = self.known.prefixes[prefix]


def _unwrap(value: Any) -> Any:
    """One value without its list, also in a map by language."""
    if isinstance(value, dict) and "@value" not in value and "id" not in value:
        return {key: _unwrap(value[key]) for key in sorted(value)}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


TEXTS = (XSD("string"), RDF("langString"))
MORE_PREFIXES = {prefix: PREFIXES[prefix] for prefix in ("prov", "rdf", "schema", "void")}


def _native(value: Literal) -> object:
    """A number or a truth as JSON has it, where its written form is the canonical one; else the written form."""
    if value.datatype == XSD("integer") and INTEGER.fullmatch(value.value):
        return int(value.value)
    if value.datatype == XSD("boolean") and value.value in ("true", "false"):
        return value.value == "true"
    return value.value


def _write_json(triples: Sequence[Triple]) -> bytes:
    return _JsonWriter().write(triples)
