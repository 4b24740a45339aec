"""What hosts of static files want beside the pages: redirects from things to their pages, media types, headers.

A host cannot weigh q-values.  So the rules send a thing's IRI to its page, whose ``<link rel="alternate">`` names the
RDF; on Apache and nginx a client that asks for one RDF format and not for HTML gets it at the page's own address too.
"""

from __future__ import annotations

from kg.pages.assets import POLICY
from kg.pages.links import RDF_FORMS
from kg.serve.catalogue import DUMPS

__all__ = ["host_files"]

TYPES = {**RDF_FORMS, **{dump.name.partition(".")[2]: dump.media_type for dump in DUMPS.values() if not dump.packed}}
NEGOTIATED = "(?:doc|graph|vocabulary|question)/[^.]+?|dataset|ontology|void"


def host_files(prefix: str) -> dict[str, str]:
    """The files for the usual hosts by their names; ``prefix`` is the path of the site's root, ``/`` at both ends."""
    return {
        ".htaccess": _apache(prefix),
        ".nojekyll": "",  # GitHub Pages would leave out what begins with a dot or an underscore
        "_headers": _headers(prefix),
        "_redirects": _redirects(prefix),
        "nginx.conf": _nginx(prefix),
    }


def _redirects(prefix: str) -> str:
    """Netlify, Cloudflare Pages and GitLab Pages.  302: GitLab knows no 303, and each client takes both alike here."""
    return (
        "# A thing's IRI leads to its page. Where a host prefers files to rules, id/ has a page that leads on.\n"
        f"{prefix}id/* {prefix}doc/:splat 302\n"
    )


def _headers(prefix: str) -> str:
    """Netlify and Cloudflare Pages."""
    common = (
        "Access-Control-Allow-Origin: *", f"Content-Security-Policy: {POLICY}", "X-Content-Type-Options: nosniff",
    )  # fmt: skip
    lines = [f"{prefix}*", *(f"  {line}" for line in common)]
    for ending, media_type in TYPES.items():
        lines += [f"{prefix}*.{ending}", f"  Content-Type: {media_type}; charset=utf-8"]
    return "\n".join(lines) + "\n"


def _apache(prefix: str) -> str:
    """Apache 2.4 with mod_alias, mod_dir, mod_headers, mod_mime and mod_rewrite."""
    types = "\n".join(f"AddType {media_type} .{ending}" for ending, media_type in TYPES.items())
    choices = "\n".join(
        f"""RewriteCond %{{HTTP_ACCEPT}} !text/html
RewriteCond %{{HTTP_ACCEPT}} {media_type.replace("+", "[+]")}
RewriteCond %{{REQUEST_FILENAME}}/index.{ending} -f
RewriteRule ^({NEGOTIATED})/?$ $1/index.{ending} [L]"""
        for ending, media_type in RDF_FORMS.items()
    )
    forms = "|".join((*RDF_FORMS, "html"))
    return f"""\
DirectoryIndex index.html
ErrorDocument 404 {prefix}404.html
AddDefaultCharset utf-8
{types}
<Files "void">
ForceType text/turtle
</Files>

# A thing's IRI leads to its page.
RedirectMatch 303 ^(.*)/id/([a-z0-9-]+)/([a-z0-9-]+)/?$ $1/doc/$2/$3

RewriteEngine On
RewriteRule ^({NEGOTIATED})/?$ - [E=negotiated:1]
# One RDF format, where the client takes no HTML.
{choices}
# x.ttl, as the server has it, stands here as x/index.ttl.
RewriteCond %{{DOCUMENT_ROOT}}%{{REQUEST_URI}} !-f
RewriteRule ^({NEGOTIATED})\\.({forms})$ $1/index.$2 [L]

Header set Access-Control-Allow-Origin "*"
Header set X-Content-Type-Options "nosniff"
Header set Content-Security-Policy "{POLICY}"
Header merge Vary Accept env=negotiated
Header merge Vary Accept env=REDIRECT_negotiated
"""


def _nginx(prefix: str) -> str:
    """A snippet for ``include`` in a server block whose root has the site at ``prefix``."""
    maps = "\n".join(f"#     ~{media_type.replace('+', '[+]')} {ending};" for ending, media_type in RDF_FORMS.items())
    types = "\n".join(f"        {media_type} {ending};" for ending, media_type in TYPES.items())
    forms = "|".join((*RDF_FORMS, "html"))
    return f"""\
# Include this in a server block. In the http block above it stands, once:
#
# map $http_accept $hearsay_form {{
#     default html;
#     ~text/html html;
{maps}
# }}
location {prefix} {{
    charset utf-8;
    default_type text/turtle;  # of .well-known/void, the one file without an ending
    types {{
        text/html html;
        text/css css;
        text/javascript js;
        application/json json;
        image/svg+xml svg;
        text/plain txt;
        text/csv csv;
        text/tab-separated-values tsv;
        application/xml xml;
        application/gzip gz;
{types}
    }}
    charset_types text/css text/javascript text/plain text/turtle text/csv;
    add_header Access-Control-Allow-Origin * always;
    add_header X-Content-Type-Options nosniff always;
    add_header Content-Security-Policy "{POLICY}" always;
    add_header Vary Accept always;
    # A thing's IRI leads to its page.
    rewrite ^{prefix}id/([a-z0-9-]+)/([a-z0-9-]+)/?$ {prefix}doc/$1/$2 redirect;
    # x.ttl, as the server has it, stands here as x/index.ttl.
    rewrite ^({prefix}(?:{NEGOTIATED}))(?<!/index)\\.({forms})$ $1/index.$2 break;
    # A page's links begin at its folder, so its address ends in a slash.
    index index.$hearsay_form index.html;
    absolute_redirect off;
    try_files $uri $uri/ =404;
    error_page 404 {prefix}404.html;
}}
"""
