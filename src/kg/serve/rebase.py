"""A collection's base IRI -> the address that it is served at: every IRI under the one becomes one under the other.

A server at ``http://127.0.0.1:8000/`` of a collection whose IRIs begin with ``https://w3id.org/…`` would hand out links
that lead elsewhere.  Rewritten are the graph, before anything reads it, and the saved questions, which name things by
IRI.  The ontology's and the vocabularies' own IRIs stay: they are the same for every collection.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse, serialize

from kg.iris import ONTOLOGY, VOCABULARY, Iris
from kg.questions import Question
from kg.settings import Settings
from kg.store import named_quads, store_of
from kg.textfile import read_bytes

__all__ = ["Rebase"]

STAYING = (ONTOLOGY.removesuffix("#"), VOCABULARY)


@dataclass(frozen=True)
class Rebase:
    """Rewrites IRIs under the base ``old`` to ones under ``new``; raises ``BadValue`` where ``new`` is no base.

    >>> Rebase("https://example.org/", "http://localhost:8000/").iri("https://example.org/id/person/ada")
    'http://localhost:8000/id/person/ada'
    """

    old: str
    new: str

    def __post_init__(self) -> None:
        for base in (self.old, self.new):
            Iris(base)  # it checks itself

    @property
    def idle(self) -> bool:
        """Whether there is nothing to rewrite."""
        return self.old == self.new

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        inside = [one.removeprefix(self.old) for one in STAYING if one.startswith(self.old)]
        stays = "".join(f"(?!{re.escape(rest)})" for rest in inside)
        return re.compile(re.escape(self.old) + stays)

    def iri(self, iri: str) -> str:
        """An IRI, rewritten where it begins with the old base."""
        found = self._pattern.match(iri)
        return iri if found is None or self.idle else self.new + iri[found.end() :]

    def text(self, text: str) -> str:
        """A query or a page with the old base rewritten wherever it stands."""
        return text if self.idle else self._pattern.sub(lambda _: self.new, text)

    def nquads(self, data: bytes) -> bytes:
        """N-Quads with its IRIs rewritten; what stands in literals stays.

        >>> Rebase("https://x.org/", "http://y.org/").nquads(b'<https://x.org/a> <http://z.org/> "<https://x.org/a>" .')
        b'<http://y.org/a> <http://z.org/> "<https://x.org/a>" .'
        """
        if self.idle:
            return data
        pattern = re.compile(rb'"(?:[^"\\]|\\.)*"|<' + self._pattern.pattern.encode())
        new = b"<" + self.new.encode()
        return pattern.sub(lambda found: found.group() if found.group()[:1] == b'"' else new, data)

    def store(self, store: Store) -> Store:
        """A store with the same graph, rewritten."""
        if self.idle:
            return store
        written = serialize(named_quads(store), format=RdfFormat.N_QUADS) or b""
        return store_of(list(parse(self.nquads(bytes(written)), format=RdfFormat.N_QUADS)))

    def settings(self, settings: Settings) -> Settings:
        """The settings with the new base."""
        prefixes = {prefix: self.iri(iri) for prefix, iri in settings.prefixes.items()}
        return replace(settings, iris=Iris(self.new), prefixes=prefixes)

    def questions(self, questions: Mapping[str, Question]) -> dict[str, Question]:
        """The saved questions, their queries and defaults rewritten."""
        return {name: self._question(question) for name, question in questions.items()}

    def _question(self, question: Question) -> Question:
        parameters = tuple(replace(one, default=self.text(one.default)) for one in question.parameters)
        return replace(question, query=self.text(question.query), parameters=parameters)

    def write_graph(self, source: Path, folder: Path) -> Path:
        """The built graph, rewritten into a file in ``folder``, whole or not at all; ``source`` itself where idle.

        Workers that answer queries open a file, and notice when it is replaced.
        """
        if self.idle:
            return source
        data = self.nquads(read_bytes(source))
        target = folder / source.name
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, target)
        return target
