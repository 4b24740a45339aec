"""The commands that ask of chains: what was said through whom, whence, who knew, and where accounts differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import collection_option, format_option, open_collection_graph, plain_errors, show_rows, talk

if TYPE_CHECKING:
    from kg.inquiry.testimony import Testimony

__all__ = ["COMMANDS"]

STYLES = ("chicago", "bibtex", "csl")  # kg.inquiry.tell has them
KINDS = ("document", "voice", "record", "link")  # kg.inquiry.missing has them


def _open(collection: Path | None) -> Testimony:
    from kg.inquiry.testimony import Testimony

    return Testimony(open_collection_graph(collection))


def _show(kind: type[Any], records: Iterable[Any], form: str) -> None:
    from kg.inquiry.rows import make_rows

    show_rows(make_rows(kind, records), form)


def _command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command of that name, with the options that all of these have."""

    def wrap(function: Callable[..., int]) -> click.Command:
        return click.command(name)(format_option(collection_option(plain_errors(function))))

    return wrap


def _day(text: str | None) -> date | None:
    from kg.dates import parse_date

    return parse_date(text).latest if text else None


@_command("tell")
@click.argument("statement")
@click.option("--cite", type=click.Choice(STYLES), help="Only the citation of the passage, in this style.")
def tell(statement: str, cite: str | None, form: str, collection: Path | None) -> int:
    """Tell by what chain a statement reaches the page.

    One row for each link, from the page inwards; the last one's sentence tells the whole attribution.

    Example: kg tell 114146-p10-2
    """
    from kg.inquiry.tell import Link, cite_statement, tell_statement

    testimony = _open(collection)
    if cite:
        click.echo(cite_statement(testimony, statement, cite))
    else:
        _show(Link, tell_statement(testimony, statement), form)
    return 0


@_command("origins")
@click.argument("proposition")
def origins(proposition: str, form: str, collection: Path | None) -> int:
    """Fold those who state a claim to its independent origins.

    Also who denies it, asks, or professes not to know. What leans on what is in the rows; the numbers go to stderr.

    Example: kg origins four-who-fled-fled-to-china
    """
    from kg.inquiry.origins import OriginRow, find_origins

    found = find_origins(_open(collection), proposition)
    _show(OriginRow, found.rows, form)
    talk(
        f"{found.proposition}: {found.sources} named source{'' if found.sources == 1 else 's'}, "
        f"at most {found.at_most} and at least {found.at_least} independent"
    )
    return 0


@_command("knew")
@click.argument("content", metavar="PROPOSITION|STATEMENT")
@click.option("--by", metavar="DATE", help="By this day: 1956-07-24, or a month or year to its end.")
@click.option("--all", "every", is_flag=True, help="All ways of each, not only the surest.")
def knew(content: str, by: str | None, every: bool, form: str, collection: Path | None) -> int:
    """Find who could have known a claim by a day, and how.

    Each with the path in order of time, the earliest day, and the weakest link. Who is not listed may have known too.

    Example: kg knew 1956-07-24-nam-il-p02-1 --by 1956-07
    """
    from kg.inquiry.knowledge import Knower, find_knowers

    _show(Knower, find_knowers(_open(collection), content, by=_day(by), every=every), form)
    return 0


@_command("compare")
@click.argument("thing", metavar="MEETING|EVENT|THING")
def compare(thing: str, form: str, collection: Path | None) -> int:
    """Set the accounts of a meeting or event side by side.

    Times, attendance and claims in each account's order: shared, only in one, contradicted. Silence is not denial.

    Example: kg compare 1956-08-kwp-plenum
    """
    from kg.inquiry.accounts import AccountRow, compare_accounts

    _show(AccountRow, compare_accounts(_open(collection), thing), form)
    return 0


@_command("listeners")
@click.argument("speaker")
@click.option("--about", metavar="THING", help="Of this person or thing only.")
def listeners(speaker: str, about: str | None, form: str, collection: Path | None) -> int:
    """Compare what a speaker told different listeners.

    Told to all, told to some, only to this one, or contradicted by what another was told.

    Example: kg listeners "Nam Il" --about "Kim Il Sung"
    """
    from kg.inquiry.accounts import Version, compare_listeners

    _show(Version, compare_listeners(_open(collection), speaker, about=about), form)
    return 0


@_command("story")
@click.argument("statement")
def story(statement: str, form: str, collection: Path | None) -> int:
    """Follow how a story changes along its chain.

    From the innermost statement to the page: what each link keeps, adds, drops, reverses or alters.

    Example: kg story 114146-p09-1
    """
    from kg.inquiry.accounts import Change, follow_story

    _show(Change, follow_story(_open(collection), statement), form)
    return 0


@_command("contradictions")
@click.option("--about", metavar="THING", help="In claims of this person or thing only.")
def contradictions(about: str | None, form: str, collection: Path | None) -> int:
    """Find claims that cannot, or may not, hold together.

    By rule and by recorded judgement, with the statements of both sides. A plan does not contradict a fact.

    Example: kg contradictions --about four-who-fled
    """
    from kg.inquiry.contradictions import Contradiction, find_contradictions

    _show(Contradiction, find_contradictions(_open(collection), about=about), form)
    return 0


@_command("breaches")
@click.argument("who", required=False, metavar="[WHO]")
def breaches(who: str | None, form: str, collection: Path | None) -> int:
    """Find who promised or agreed to what, and who says it was kept or broken.

    Where nobody says, that is neither a breach nor a keeping.

    Example: kg breaches "Kim Il Sung"
    """
    from kg.inquiry.commitments import Commitment, find_commitments

    _show(Commitment, find_commitments(_open(collection), who=who), form)
    return 0


@_command("missing")
@click.option("--kind", type=click.Choice(KINDS), help="Only pieces of this kind.")
def missing(kind: str | None, form: str, collection: Path | None) -> int:
    """List what the collection lacks, by how much depends on it.

    Documents not in hand, people heard only through others, meetings with one record, and single links.

    Example: kg missing --kind document
    """
    from kg.inquiry.missing import Missing, find_missing

    _show(Missing, find_missing(_open(collection), kind=kind), form)
    return 0


@_command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--changelog", is_flag=True, help="As a chapter of a changelog, in Markdown.")
def diff(old: str, new: str, changelog: bool, form: str, collection: Path | None) -> int:
    """Tell what changed between two versions of a collection.

    A version is a graph file, a collection's folder, or a git revision. Statements added, withdrawn, re-attributed,
    judgements changed, facts gained and lost.

    Example: kg diff HEAD~1 data
    """
    from kg.collection import find_collection
    from kg.versions import Change, diff_versions, open_version, write_changelog

    versions = [Path(name).is_file() or Path(name).is_dir() for name in (old, new)]
    folder = Path() if all(versions) else find_collection(collection)
    changes = diff_versions(open_version(old, folder), open_version(new, folder))
    if changelog:
        click.echo(write_changelog(changes), nl=False)
    else:
        _show(Change, changes, form)
    return 0


@_command("network")
@click.option("--about", is_flag=True, help="Who spoke about whom, instead of to whom.")
@click.option("--hand", type=click.Choice(["first", "hearsay"]), help="Only what documents themselves report, or not.")
@click.option("--from", "since", metavar="DATE", help="Only what can have been said on or after this day.")
@click.option("--until", metavar="DATE", help="Only what can have been said on or before this day.")
@click.option("--and-from", metavar="DATE", help="Compare with a second period, from this day on.")
@click.option("--meanings", is_flag=True, help="Tell what each measure means, and how the sources colour it.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write .graphml, .gexf, or a plot: .svg .pdf .png."
)
def network(
    about: bool,
    hand: str | None,
    since: str | None,
    until: str | None,
    and_from: str | None,
    meanings: bool,
    output: Path | None,
    form: str,
    collection: Path | None,
) -> int:
    """Measure who spoke to whom.

    Of the record, not of the past: whoever keeps records speaks most. Undated statements are in no period.

    Example: kg network --hand first --until 1956-09-30
    """
    from kg.dates import parse_date
    from kg.inquiry import network as networks

    if meanings:
        for name, meaning in networks.MEANINGS.items():
            click.echo(f"{name}: {meaning}")
        return 0
    testimony = _open(collection)
    first = {"first": True, "hearsay": False}.get(hand or "")
    start = parse_date(since).earliest if since else date.min
    period = (start, _day(until) or date.max) if since or until else None
    ties = networks.find_ties(testimony, about=about, first_hand=first, period=period)
    if and_from:
        later = (parse_date(and_from).earliest, date.max)
        after = networks.find_ties(testimony, about=about, first_hand=first, period=later)
        _show(networks.Shift, networks.compare_periods(testimony, ties, after), form)
    elif output:
        graph = networks.make_network(testimony, ties)
        write = networks.plot_network if output.suffix in (".svg", ".pdf", ".png") else networks.write_network
        write(graph, output)
        click.echo(output)
    else:
        _show(networks.Position, networks.measure_network(testimony, ties), form)
    return 0


@click.command("mcp")
@click.option("--http", is_flag=True, help="Over HTTP at /mcp, instead of stdin and stdout.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="With --http: the port.")
@collection_option
@plain_errors
def mcp(http: bool, host: str, port: int, collection: Path | None) -> int:
    """Serve the collection to language models.

    A Model Context Protocol server with read-only tools; every answer carries its attribution. Needs the extra mcp.

    Example: kg mcp -C data
    """
    from kg.build import GRAPH_FILES
    from kg.collection import find_collection
    from kg.mcp import make_server

    server = make_server(find_collection(collection) / GRAPH_FILES["nquads"])
    if http:
        talk(f"listening on http://{host}:{port}/mcp")
        server.run("streamable-http", host=host, port=port)
    else:
        server.run("stdio")
    return 0


COMMANDS = (tell, origins, knew, compare, listeners, story, contradictions, breaches, missing, network, diff, mcp)
