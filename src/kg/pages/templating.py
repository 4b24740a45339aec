"""A view -> HTML, by Jinja2 templates that escape all that is put into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.dates import day_in_words
from kg.pages.jsonld import script_json
from kg.pages.links import OUTSIDE, RDF_FORMS, Links
from kg.pages.reader import shorten
from kg.pages.records import Ref

__all__ = ["Templates"]

BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)*")
# What HTML cannot hold (its control characters and noncharacters), and what would reorder the text around it: a name
# stands in <bdi>, but a title, an option or an attribute has no element to be isolated by (CVE-2021-42574).
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")


class Templates:
    """The templates, compiled once, for one way of linking."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.environment = Environment(
            loader=PackageLoader("kg.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.environment.globals.update(rdf_forms=RDF_FORMS, script_json=_script)
        self.environment.filters.update(
            shorten=shorten,
            as_read=_as_read,
            day=day_in_words,
            number=lambda value: f"{value:,}",
            first_up=lambda text: text[:1].upper() + text[1:],
        )
        self._writers: dict[str, tuple[Callable[[str], str], Callable[[Ref], Markup]]] = {}

    def write(self, template: str, path: str, **view: object) -> str:
        """The page at ``path``."""
        href, link = self._writer(path)
        found = self.environment.get_template(template)
        html = found.render(path=path, href=href, a=link, data_of=self._data_of(path, href), **view)
        return UNFIT.sub("\ufffd", html)

    def _data_of(self, path: str, href: Callable[[str], str]) -> Callable[[str], str]:
        return lambda form: self.links.root(path) + self.links.data(path, form)

    def _writer(self, path: str) -> tuple[Callable[[str], str], Callable[[Ref], Markup]]:
        """The makers of links on pages as deep as the one at ``path``; they are the same for all of those."""
        root = self.links.root(path)
        if root not in self._writers:

            def href(address: str) -> str:
                return self.links.href(address, path)

            self._writers[root] = href, lru_cache(maxsize=1 << 14)(lambda ref: _write_link(ref, href))
        return self._writers[root]


def _write_link(ref: Ref, href: Callable[[str], str]) -> Markup:
    name = Markup("<bdi>{}</bdi>").format(ref.label)
    if ref.address is None:
        return name
    look = Markup(' class="to-{}"').format(ref.layer) if ref.kind in NAMED else Markup("")
    outside = Markup(' rel="external noopener"') if OUTSIDE.match(ref.address) else Markup("")
    return Markup('<a{} href="{}"{}>{}</a>').format(look, href(ref.address), outside, name)


# the kinds whose links bear the colour of their layer
NAMED = frozenset("document passage statement proposition judgement".split())


def _as_read(text: str) -> str:
    """Words of a document without what its file marks them up with: Markdown's stars and the blank lines of a layout.

    >>> _as_read("**July**\\n\\n  20")
    'July\\n20'
    """
    return BLANK_LINES.sub("\n", text.replace("**", ""))


def _script(data: object) -> Markup:
    """JSON for a script element of data; it escapes for itself what could close it."""
    assert isinstance(data, dict)
    return Markup(script_json(data))  # every < > & is an escape of JSON's own
