"""Bring the SPARQL editor from npm into the package: ``make frontend``.

Installs what ``package-lock.json`` names, by hash and without running anybody's scripts, and copies the two files that
pages load, with the licences of all that is bundled in them, to ``src/kg/pages/static/vendor/``.  Git ignores that
folder; a wheel built afterwards carries it.  Pages without it show a plain form.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "kg" / "pages" / "static" / "vendor"
BUNDLE = "node_modules/@zazuko/yasgui"
# What a strict Content-Security-Policy refuses, and how it takes the same: each stands in the bundle exactly once.
PATCHES = (
    (
        "a=e.querySelectorAll(`style`);if(!Array.from(a).filter((function(e){return e.gripid===r})).length){var o="
        "document.createElement(`style`);o.type=`text/css`,o.gripid=r,o.styleSheet?o.styleSheet.cssText=n:"
        "o.appendChild(document.createTextNode(n)),e.appendChild(o)}",
        "a=e.gripids??=new Set;if(!a.has(r)){a.add(r);var o=new CSSStyleSheet;o.replaceSync(n),"
        "document.adoptedStyleSheets.push(o)}",
    ),
    ("<strong style='text-decoration:underline'>", "<strong>"),
)
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("frontend: there is no npm on the path; without it the SPARQL page stays a plain form")
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name in ("yasgui.min.js", "yasgui.min.css"):
        text = (HERE / BUNDLE / "build" / name).read_text(encoding="utf-8")
        for old, new in PATCHES if name.endswith(".js") else ():
            assert text.count(old) == 1, f"another version of the bundle: look for {old[:40]!r} in it"
            text = text.replace(old, new)
        kept = [line for line in text.splitlines() if "sourceMappingURL=" not in line]  # the maps are not shipped
        (VENDOR / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    (VENDOR / "LICENSES.txt").write_text("\n".join(_licences()), encoding="utf-8")
    print(f"frontend: {', '.join(sorted(one.name for one in VENDOR.iterdir()))} in {VENDOR}", file=sys.stderr)


def _licences() -> list[str]:
    """The licence of every package that may be in the bundle; where it ships no text, what it declares."""
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = ["What yasgui.min.js and yasgui.min.css are made of, each with its licence.\n"]
    for path, facts in sorted(packages.items()):
        if not path:
            continue
        found.append(
            f"\n{'-' * 80}\n{path.removeprefix('node_modules/')} {facts['version']}: "
            f"{facts.get('license', 'as below')}\n"
        )
        texts = sorted(one for one in (HERE / path).iterdir() if one.stem.lower() in ("license", "license-mpl"))
        found += [one.read_text(encoding="utf-8") for one in texts]
        if not texts and facts.get("license") == "MIT":
            found.append(f"Copyright (c) {_authors(path)}\n\n{MIT}")
    return found


def _authors(path: str) -> str:
    facts = json.loads((HERE / path / "package.json").read_text(encoding="utf-8"))
    people = [facts.get("author"), *facts.get("contributors", [])]
    return ", ".join(one["name"] if isinstance(one, dict) else one for one in people if one) or "its authors"


if __name__ == "__main__":
    main()
