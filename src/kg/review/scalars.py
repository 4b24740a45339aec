"""Values -> YAML on one line, as the annotation files write them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

__all__ = ["Fields", "Value", "write_pair", "write_value"]

Value = str | tuple["Value", ...] | Mapping[str, "Value"] | None
Fields = Mapping[str, Value]

WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
TYPED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})  # what YAML 1.1 takes for a type
NUMBERS = frozenset({"occurrence", "confidence"})
WORDS = frozenset(
    {"id", "speaker", "inferred_speaker", "to", "act", "mode", "modality", "polarity", "status", "how", "into"}
)
# JSON leaves these as they are; in YAML they end a line or may not stand at all
SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_pair(key: str, value: Value) -> str:
    """A key and its value.

    >>> write_pair("speaker", "nam-il"), write_pair("cue", "told"), write_pair("confidence", "0.5")
    ('speaker: nam-il', 'cue: "told"', 'confidence: 0.5')
    """
    return f"{key}: {write_value(value, key=key)}"


def write_value(value: Value, *, key: str = "") -> str:
    """A value; a text is in quotation marks unless its key takes a name or a number.

    >>> write_value(("nam-il", "no"), key="to"), write_value({"how": "joined", "by": "Ada"})
    ('[nam-il, "no"]', '{how: joined, by: "Ada"}')
    """
    if value is None:  # what had been left out
        return "[]" if key == "to" else '""'
    if isinstance(value, tuple):
        return f"[{', '.join(write_value(one, key=key) for one in value)}]"
    if isinstance(value, Mapping):
        pairs = (f"{name}: {write_value(one, key='' if key == 'found' else name)}" for name, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    plain = (key in WORDS and WORD.fullmatch(value) and value not in TYPED) or (
        key in NUMBERS and NUMBER.fullmatch(value)
    )
    return value if plain else _quote(value)


def _quote(text: str) -> str:
    """``text`` in double quotation marks: a JSON string is a YAML one, but for a few characters."""
    return SPECIAL.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
