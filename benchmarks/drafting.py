"""How fast drafting is: ``python -m benchmarks.drafting [--json]``. A table, or the same as JSON; nothing is asserted.

One core, documents of about 6,000 characters, then one text of 5 MB; read beforehand, so that only drafting is timed.
"""

from __future__ import annotations

import json
import sys
import time

from kg.draft import draft_document
from kg.read import read_text

PARAGRAPH = (
    "The Minister said that the harbour would be closed in May and asked whether the Consul had written to his "
    "Government. The Consul replied that he had sent two letters, but that no answer had come. He had been told by "
    "Mr. Lind that the ships were to leave in June. The nets were old, and nobody would buy them. "
    "According to the Consul, the fishermen "
    "feared for the season. The Minister agreed with this and expressed the hope that rope would be had in time.\n\n"
)
HEAD = (
    "Memorandum of Conversation\n\nOslo, May 3, 1931\n\nPARTICIPANTS\n"
    "Mr. Holt, Minister of Fisheries\nMr. Berg, Danish Consul\n\n"
)


def measure(size: int, count: int) -> dict[str, float]:
    """Draft ``count`` documents of about ``size`` characters."""
    text = HEAD + PARAGRAPH * max(1, (size - len(HEAD)) // len(PARAGRAPH))
    document = read_text(text, "bench")
    begun = time.process_time()
    for _ in range(count):
        statements = len(draft_document(document))
    seconds = time.process_time() - begun
    return {
        "characters": len(text), "documents": count, "statements of each": statements, "seconds": round(seconds, 3),
        "documents of 6,000 characters a second": round(len(text) * count / 6000 / seconds, 1),
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the figures."""
    rows = [measure(6_000, 200), measure(60_000, 20), measure(5_000_000, 1)]
    if "--json" in arguments:
        print(json.dumps(rows, indent=1))
        return
    print("| " + " | ".join(rows[0]) + " |")
    print("| " + " | ".join("---" for _ in rows[0]) + " |")
    for row in rows:
        print("| " + " | ".join(f"{value:,}" for value in row.values()) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
