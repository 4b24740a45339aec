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


COMMANDS = (tell, origins, knew, compare, listeners, story, contradictions, breaches, missing)
