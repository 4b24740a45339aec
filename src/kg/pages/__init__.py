"""The built graph -> pages.

``Site(store).render("doc/person/nam-il")`` gives a finished page, ``Site.paths()`` every page there is.  ``graph``
reads the store, ``links`` makes addresses, ``views`` holds a record for each kind of page, ``templates`` its HTML.
Needs the extra ``serve``, for Jinja2.
"""

from kg.pages.assets import ASSETS, get_asset
from kg.pages.links import Links
from kg.pages.records import Download, Page
from kg.pages.site import Site

__all__ = ["ASSETS", "Download", "Links", "Page", "Site", "get_asset"]
