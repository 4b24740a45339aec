"""A collection's pages, RDF, dumps and pictures as files that any host can serve.

``x`` stands as ``x/index.html`` with ``x/index.ttl``, ``.jsonld``, ``.rdf`` and ``.nt`` beside it, which the page names
as its alternates.  The same graph gives the same bytes; a file is written only where its bytes differ from those that
stand there, so that a changed statement touches what shows it and nothing else.  All of it is made in a folder aside
before the first file takes its place: a run that fails leaves the last good site.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import Store

from kg.errors import OutputError
from kg.pages import ASSETS, Links, Site, get_asset
from kg.pages.links import RDF_FORMS
from kg.questions import load_questions
from kg.serve.catalogue import DUMPS
from kg.serve.hosts import host_files
from kg.serve.overview import list_pages, render_page
from kg.serve.published import Published, Resource
from kg.serve.rebase import Rebase
from kg.serve.representations import write_triples
from kg.serve.wellknown import write_sitemaps
from kg.settings import Settings
from kg.store import Rows, ask_store

__all__ = ["MANIFEST", "SiteResult", "make_files", "write_site"]

MANIFEST = ".hearsay-site.json"  # which files are ours, so that one that is no longer made can be removed
DOWNLOADS = ("csv", "json", "tsv")
POINTER = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={target}">
<meta name="robots" content="noindex">
<link rel="cite-as" href="{iri}">
<link rel="describedby" href="{target}">
{alternates}</head>
<body><main><h1><bdi>{title}</bdi></h1><p><a href="{target}">Its page</a></p></main></body>
</html>
"""
Progress = Callable[[int, int], None]
File = tuple[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a run did: how many files the site has, how many of them were written, and how many old ones removed."""

    files: int
    written: int
    removed: int


class Maker:
    """Makes the files of one site."""

    def __init__(self, store: Store, settings: Settings, *, base: str | None = None) -> None:
        self.rebase = Rebase(settings.iris.base, base or settings.iris.base)
        self.settings = self.rebase.settings(settings)
        self.store = self.rebase.store(store)
        self.base = self.settings.iris.base
        self.prefix = urlsplit(self.base).path if base else "/"
        questions = self.rebase.questions(load_questions())
        self.published = Published(self.store, self.settings, questions=questions, live=False)
        self.site = Site(self.store, Links(self.base, folders=True), ask=self._ask, live=False)

    def _ask(self, query: str) -> Rows:
        return ask_store(self.store, self.rebase.text(query))

    def files(self) -> Iterator[File]:
        """Yield the name of every file, each once, with what makes its bytes."""
        for path in list_pages(self.site, self.published):
            yield f"{path.rstrip('/')}/index.html".lstrip("/"), partial(self._page, path)
        for path in self.published.paths():
            yield from self._resource(path)
        for name in self.published.questions:
            yield from ((f"question/{name}.{form}", partial(self._rows, name, form)) for form in DOWNLOADS)
        for dump in DUMPS:
            yield f"dump/{dump}", partial(self.published.dump, dump)
        yield from ((address, partial(get_asset, address)) for address in ASSETS)
        yield from ((address, text.encode) for address, text in self.site.search_files())
        yield from self._known()

    def _resource(self, path: str) -> Iterator[File]:
        resource = self.published.find(path)
        assert resource is not None, "only what there is has a path"
        if resource.sort == "text":  # its passages stand with its document
            text = self.published.text(path.rpartition("/")[2].removesuffix(".txt")) or ""
            yield path, text.encode
            return
        for form in RDF_FORMS:
            yield f"{path}/index.{form}", partial(self._data, resource, form)
        if resource.sort == "thing":
            yield f"id/{path.removeprefix('doc/')}/index.html", partial(self._pointer, resource)
        if path.startswith("ontology/"):
            yield f"{path}/index.html", partial(self._pointer, resource, "ontology")

    def _known(self) -> Iterator[File]:
        """What machines and hosts look for."""
        described = self.published.find("void")
        assert described is not None, "a collection has a data set"
        yield ".well-known/void", partial(self._data, described, "ttl")
        for name, text in write_sitemaps(self.base, list_pages(self.site, self.published)).items():
            yield name, text.encode
        yield "robots.txt", f"User-agent: *\nDisallow:\nSitemap: {self.base}sitemap.xml\n".encode
        yield "404.html", self._missing
        yield from ((name, text.encode) for name, text in host_files(self.prefix).items())

    def _page(self, path: str) -> bytes:
        page = render_page(self.site, self.published, self.rebase, path)
        assert page is not None, f"there is a page at {path}"
        return page.html.encode()

    def _data(self, resource: Resource, form: str) -> bytes:
        triples = self.published.describe(resource, page=None)
        text = self.published.find(f"{resource.path}.txt") if resource.kind == "document" else None
        if text:
            triples += self.published.describe(text)
        return write_triples(triples, form, prefixes=self.settings.prefixes)

    def _rows(self, name: str, form: str) -> bytes:
        found = self.site.download(f"question/{name}.{form}")
        assert found is not None, "every question has its files"
        return found.text.encode()

    def _pointer(self, resource: Resource, to: str = "") -> bytes:
        """A page at an IRI that leads on to what describes it, for hosts without rules."""
        path = f"id/{resource.path.removeprefix('doc/')}" if resource.sort == "thing" else resource.path
        up = self.site.links.root(path)
        target, title = f"{up}{to or resource.path}/", escape(resource.title)
        alternates = "".join(
            f'<link rel="alternate" type="{kind}" href="{up}{resource.path}/index.{form}">\n'
            for form, kind in RDF_FORMS.items()
        )
        filled = POINTER.format(title=title, target=target, iri=escape(resource.iri), alternates=alternates)
        return filled.encode()

    def _missing(self) -> bytes:
        """The page for what is not there; it is served at every depth, so its links begin at the root."""
        page = self.site.render_error("", 404, "Not Found", "There is nothing at this address.")
        rooted = re.sub(r'\b(href|src|action|data-root)="\./', rf'\1="{self.prefix}', page.html)
        return rooted.encode()


def make_files(store: Store, settings: Settings, *, base: str | None = None) -> Iterator[File]:
    """Yield the name of every file of the site, each once, with what makes its bytes.

    ``base`` is the address at which the site will stand, where that is not the collection's base.
    """
    return Maker(store, settings, base=base).files()


def write_site(
    store: Store, settings: Settings, folder: Path, *, base: str | None = None, progress: Progress | None = None
) -> SiteResult:
    """Write the site into ``folder``, which is new, empty, or has an earlier one; raises ``OutputError`` otherwise."""
    old = _read_manifest(folder)
    files = list(make_files(store, settings, base=base))
    tags: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".hearsay-") as aside:
            changed = []
            for number, (name, make) in enumerate(files, 1):
                data = make()
                tags[name] = hashlib.sha256(data).hexdigest()[:16]
                if not _stands(folder / name, data):
                    _write(Path(aside) / name, data)
                    changed.append(name)
                if progress:
                    progress(number, len(files))
            for name in changed:
                _put(Path(aside) / name, folder / name)
            removed = [name for name in old if name not in tags]
            for name in removed:
                _remove(folder, name)
            _write_manifest(folder, Path(aside), tags)
    except OSError as error:
        raise OutputError(error.filename or folder, error.strerror or str(error)) from None
    return SiteResult(len(files), len(changed), len(removed))


def _read_manifest(folder: Path) -> dict[str, str]:
    """The files of the site that stands in a folder; raises where something else does."""
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return {}
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = {str(name): str(tag) for name, tag in found["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise OutputError(folder, "it holds something other than a site; name a new or empty folder") from None
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in names):
        raise OutputError(folder, f"{MANIFEST} names files outside of it; name a new or empty folder")
    return names


def _write_manifest(folder: Path, aside: Path, tags: dict[str, str]) -> None:
    data = json.dumps({"files": dict(sorted(tags.items()))}, indent=0).encode() + b"\n"
    if not _stands(folder / MANIFEST, data):
        _write(aside / MANIFEST, data)
        _put(aside / MANIFEST, folder / MANIFEST)


def _stands(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _remove(folder: Path, name: str) -> None:
    """Remove a file of an earlier site, and the folders that are empty then."""
    (folder / name).unlink(missing_ok=True)
    for parent in (folder / name).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
