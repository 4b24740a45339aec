"""``kg``: the commands that make, check and write a graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg import __version__
from kg.cli.add import add
from kg.cli.ask import ask
from kg.cli.common import (
    Commands,
    collection_option,
    format_option,
    open_collection_graph,
    plain_errors,
    reviewed_option,
    show_rows,
    talk,
    tell_drafts,
)  # fmt: skip
from kg.cli.draft import draft
from kg.cli.evaluate import evaluate
from kg.cli.inquire import COMMANDS
from kg.cli.load import load
from kg.cli.names import names
from kg.cli.review import review
from kg.cli.serve import serve
from kg.cli.site import site

__all__ = ["main"]

RDF_FORMATS = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld")  # kg.export has them
EPILOG = "Exit codes: 0 done, 1 the data breaks a rule, 2 a wrong call or a failed run."


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG
)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Hearsay: who said what to whom, according to whom, traced to the words on the page."""


main.add_command(add)
main.add_command(ask)
main.add_command(load)
main.add_command(draft)
main.add_command(evaluate)
main.add_command(names)
main.add_command(review)
main.add_command(serve)
main.add_command(site)
for command in COMMANDS:
    main.add_command(command)


@main.command()
@collection_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write graph/ here instead of into the collection."
)
@plain_errors
def build(collection: Path | None, output: Path | None) -> int:
    """Build a collection's graph.

    Reads sources, authority, annotations and judgements, and writes graph/hearsay.ttl and graph/hearsay.nq: the same
    bytes every time; and store/, which kg ask opens at once. Where nothing has changed, nothing is done. An error in a
    file is named with its line, and the previous graph stays as it was.

    Example: kg build -C data
    """
    from kg.build import build_collection
    from kg.collection import find_collection

    result = build_collection(find_collection(collection), output=output)
    counts = ((result.documents, "document"), (result.statements, "statement"), (result.quads, "quad"))
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    talk(said if result.changed else f"{said}: nothing has changed")
    if result.drafts:
        talk(f"drafts among the statements: {result.drafts}; kg review --status tells where")
    if result.unidentified:
        talk(f"named in drafts and not in the authority: {', '.join(result.unidentified)}")
    for path in result.files:
        click.echo(path)
    return 0


@main.command()
@collection_option
@click.option(
    "--report", type=click.Path(path_type=Path), help="Write the SHACL report graph here as Turtle; - is stdout."
)
@plain_errors
def validate(collection: Path | None, report: Path | None) -> int:
    """Check the built graph against the shapes.

    Prints each broken rule: which node, what would be right, which shape. Exit 1 if there is any.

    Example: kg validate --report report.ttl
    """
    from kg.store import named_quads
    from kg.textfile import write_bytes
    from kg.validate import validate_quads

    found = validate_quads(named_quads(open_collection_graph(collection)))
    if report is not None and str(report) == "-":
        click.echo(found.turtle, nl=False)
    else:
        for violation in found.violations:
            click.echo(violation)
        if report is not None:
            write_bytes(report, found.turtle)
    count = len(found.violations)
    talk("the graph conforms to every shape" if found.conforms else f"{count} broken rule{'s' if count > 1 else ''}")
    return 0 if found.conforms else 1


@main.command()
@click.option("-f", "--format", "form", type=click.Choice(RDF_FORMATS), default="turtle", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; stdout without it.")
@collection_option
@plain_errors
def export(form: str, output: Path | None, collection: Path | None) -> int:
    """Write the built graph in an RDF format.

    N-Quads and TriG keep the named graphs; the others hold their union.

    Example: kg export --format jsonld --output hearsay.jsonld
    """
    from kg.build import sort_quads
    from kg.collection import SETTINGS_FILE, find_collection
    from kg.export import write_graph
    from kg.settings import read_settings
    from kg.store import named_quads
    from kg.textfile import write_bytes

    settings = read_settings(find_collection(collection) / SETTINGS_FILE, name=SETTINGS_FILE)
    data = write_graph(sort_quads(named_quads(open_collection_graph(collection))), form, settings)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_bytes(output, data)
    return 0


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a program.")
@plain_errors
def questions(as_json: bool) -> int:
    """List the saved questions.

    Example: kg questions
    """
    import json

    from kg.questions import load_questions

    known = load_questions().values()
    if as_json:
        listed = [
            {
                "name": question.name,
                "summary": question.summary,
                "description": question.description,
                "parameters": [
                    {"name": p.name, "type": p.type, "sort": p.sort, "default": p.default, "help": p.help}
                    for p in question.parameters
                ],
            }
            for question in known
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    width = max(len(question.name) for question in known)
    for question in known:
        click.echo(f"{question.name:{width}}  {question.summary}")
    talk("kg ask NAME --help tells a question's options")
    return 0


@main.command()
@click.argument("query", type=click.Path(path_type=Path))
@format_option
@reviewed_option
@collection_option
@plain_errors
def sparql(query: Path, form: str, reviewed_only: bool, collection: Path | None) -> int:
    """Run a SPARQL query from a file, or from stdin (-), over the union of the named graphs.

    Example: echo 'SELECT * { ?s a kg:Judgement }' | kg sparql -
    """
    from kg.store import ask_store
    from kg.textfile import decode_text, read_text

    name = "stdin" if str(query) == "-" else str(query)
    text = decode_text(sys.stdin.buffer.read(), name) if name == "stdin" else read_text(query)
    show_rows(ask_store(open_collection_graph(collection, reviewed=reviewed_only), text, name=name), form)
    return 0


@main.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(min=1), default=8, show_default=True, help="Rows of each part.")
@reviewed_option
@collection_option
@plain_errors
def show(name: str, limit: int, reviewed_only: bool, collection: Path | None) -> int:
    """Print the dossier of a person, group, place, event or document, by any spelling.

    Example: kg show "Pak Chang-ok"
    """
    from kg.dossier import write_dossier

    store = open_collection_graph(collection, reviewed=reviewed_only)
    click.echo(write_dossier(store, name, limit=limit), nl=False)
    if not reviewed_only:
        tell_drafts(store)
    return 0


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@plain_errors
def init(folder: Path) -> int:
    """Make a new collection with one small example document.

    The folder must be new or empty; what is made builds and validates as it is.

    Example: kg init letters && kg build -C letters
    """
    from kg.initial import make_collection

    for path in make_collection(folder):
        click.echo(path)
    return 0
