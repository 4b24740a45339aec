"""A view -> the JSON-LD of schema.org that its page embeds: what a search engine or a citation tool may know of it.

Nothing here claims that what a document reports is so: a statement is a quotation from its document, a proposition a
claim, a judgement a review of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

__all__ = ["KINDS", "script_json", "thing_jsonld"]

CONTEXT = "https://schema.org/"
KINDS = {
    "person": "Person", "group": "Organization", "party": "Organization", "body": "Organization",
    "delegation": "Organization", "place": "Place", "meeting": "Event", "event": "Event",
    "document": "CreativeWork", "statement": "Quotation", "proposition": "Claim", "judgement": "Review",
    "role": "DefinedTerm", "name": "DefinedTerm", "concept": "DefinedTerm", "vocabulary": "DefinedTermSet",
    "dataset": "Dataset",
}  # fmt: skip
# What could close the element, and what would turn the text around it (CVE-2021-42574).
ESCAPES = {code: f"\\u{code:04x}" for code in (*map(ord, "<>&"), *range(0x2028, 0x202F), *range(0x2066, 0x206A))}


def thing_jsonld(kind: str, iri: str, name: str, dataset: str | None, **more: object) -> dict[str, object]:
    """The description of a thing; values that are empty are left out.

    >>> thing_jsonld("person", "https://x/p", "Ada", None, alternateName=())["@type"]
    'Person'
    """
    found: dict[str, object] = {"@context": {"@vocab": CONTEXT}, "@id": iri, "@type": KINDS.get(kind, "Thing")}
    found["name"] = name
    found.update({key: value for key, value in more.items() if value})
    if dataset and iri != dataset:
        found["subjectOf"] = {"@id": dataset, "@type": "Dataset"}
    return found


def script_json(data: Mapping[str, object]) -> str:
    """JSON that no script element can be closed by.

    >>> script_json({"name": "</script>"})
    '{"name": "\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True).translate(ESCAPES)
