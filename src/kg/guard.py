"""A SPARQL query -> nothing, or a refusal before the engine sees it.

pyoxigraph performs SERVICE, and a query that nests or chains deeply overruns its stack, which ends the process: neither
can be caught afterwards.  So a query is read here first, by SPARQL's own tokens: a keyword in a string, an IRI, a
comment or a local name is no keyword.  FROM and FROM NAMED pass: pyoxigraph fetches nothing, they choose among the
graphs that the store holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import InputError

__all__ = ["QueryRefused", "check_query"]

# Oxigraph 0.5.13 overran an 8 MB stack at 1,000 nested patterns, 2,500 patterns in a row, or 10,000 operators.
MOST_CHARACTERS = 200_000
MOST_NESTED = 128
MOST_CLAUSES = 500
MOST_OPERATORS = 2_000

TOKEN = re.compile(
    r"""
    (?P<blank>  [ \t\r\n]+ | \#[^\r\n]*+ )
  | (?P<iri>    <(?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )*+> )
  | (?P<text>   \"{3}(?: "{0,2}+ (?: [^"\\] | \\. ) )*+ \"{3} | '{3}(?: '{0,2}+ (?: [^'\\] | \\. ) )*+ '{3}
              | "(?: [^"\\\r\n] | \\. )*+" | '(?: [^'\\\r\n] | \\. )*+' )
  | (?P<tag>    [?$]\w++ | @[A-Za-z]++(?:-[A-Za-z0-9]+)*+ )
  | (?P<name>   (?: [^\W\d][\w.\-\u00b7\u0300-\u036f\u203f\u2040]*+ )?
                :(?: [\w.:\-\u00b7\u0300-\u036f\u203f\u2040] | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%] )*+ )
  | (?P<word>   [^\W\d]\w*+ )
  | (?P<number> [0-9]+(?:\.[0-9]+)? (?:[eE][+-]?[0-9]+)? )
  | (?P<sign>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
# Where `<` may begin an IRI or compare, an IRI with its `//`, or where only an IRI can stand, is one for sure.  In any
# other, brackets, quotation marks or a `#` could hide what the engine reads after a comparison.
SURE_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
DOUBTFUL = re.compile(r"['()#]")
UNFIT = re.compile(r"[\x00\ud800-\udfff]")
UPDATES = frozenset("LOAD INSERT DELETE CLEAR DROP CREATE ADD MOVE COPY".split())
CLAUSES = frozenset("BIND EXISTS FILTER GRAPH LATERAL MINUS OPTIONAL SELECT UNION VALUES".split())
OPERATORS = frozenset("+-*/|&=!^<>")


class QueryRefused(InputError):
    """A query asks for what this store does not do, or is too large for it."""


def check_query(
    query: str, *, name: str = "query", characters: int = MOST_CHARACTERS, nested: int = MOST_NESTED
) -> None:
    """Nothing for a query that may be run; raises ``QueryRefused``, with the line, for one that must not.

    ``characters`` and ``nested`` are the limits of length and of brackets in brackets.

    >>> check_query("SELECT * FROM <http://example.org/g> { service:a rdfs:label 'SERVICE' }  # LOAD")
    >>> check_query("ASK {\\n  SERVICE <http://example.org/> {} }")
    Traceback (most recent call last):
    kg.guard.QueryRefused: query:2: SERVICE would ask another server: ask that server apart
    """

    def refuse(at: int, what: str, cure: str) -> QueryRefused:
        line = len(re.findall(r"\r\n|\r|\n", query[:at])) + 1
        return QueryRefused(name, line, what, cure)

    if not query.strip():
        raise QueryRefused(name, None, "there is no query", "write SELECT, ASK, CONSTRUCT or DESCRIBE")
    if len(query) > characters:
        raise QueryRefused(name, None, f"longer than {characters:,} characters", "ask for less at once")
    unfit = UNFIT.search(query)
    if unfit:
        raise refuse(unfit.start(), f"character U+{ord(unfit.group()):04X} is not text", "take it out")
    depth = clauses = operators = 0
    for kind, token, at, (earlier, before, after) in _tokens(query):
        word = token.upper()
        if kind == "word" and word in UPDATES:
            raise refuse(at, f"{word} is an update, and this graph is read only", "write SELECT, ASK or CONSTRUCT")
        if _calls_out(kind, word, before, after):
            raise refuse(at, "SERVICE would ask another server", "ask that server apart")
        if kind == "iri" and DOUBTFUL.search(token) and not _is_sure(token, earlier, before):
            raise refuse(at, f"{token} may be an IRI or a comparison", "put blanks around '<', or write the IRI whole")
        clauses += kind == "word" and word in CLAUSES
        if kind == "sign":
            operators += token in OPERATORS
            depth += (token in "({[") - (token in ")}]")
        if depth > nested:
            raise refuse(at, f"brackets nest more than {nested} deep", "nest less")
        if clauses > MOST_CLAUSES:
            raise refuse(at, f"more than {MOST_CLAUSES} clauses", "ask for less at once")
        if operators > MOST_OPERATORS:
            raise refuse(at, f"more than {MOST_OPERATORS:,} operators", "ask for less at once")


def _tokens(query: str) -> Iterator[tuple[str, str, int, tuple[str, str, str]]]:
    """The kind, text and offset of each token, with the two texts before it and that after; blanks are left out."""
    found = [(m.lastgroup or "", m.group(), m.start()) for m in TOKEN.finditer(query) if m.lastgroup != "blank"]
    texts = ["", "", *(text for _, text, _ in found), ""]
    for number, (kind, text, at) in enumerate(found):
        yield kind, text, at, (texts[number], texts[number + 1], texts[number + 3])


def _is_sure(token: str, earlier: str, before: str) -> bool:
    only_iri = before.upper() in ("BASE", "FROM", "NAMED", "GRAPH") or earlier.upper() == "PREFIX"
    return only_iri or SURE_IRI.match(token) is not None


def _calls_out(kind: str, word: str, before: str, after: str) -> bool:
    """Whether a token holds the keyword SERVICE.

    Oxigraph wants no blank after a keyword: ``SERVICEex:a {`` asks the server ``ex:a``, ``trueSERVICE`` is ``true``
    and the keyword.  A prefixed name before ``{`` can else only stand after GRAPH, or end a triple without its dot.
    """
    if kind == "word":
        return "SERVICE" in word
    hidden = kind == "name" and "SERVICE" in word.partition(":")[0]
    return hidden and after == "{" and before.upper() != "GRAPH"
