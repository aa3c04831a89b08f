"""`tollbook theatre`: list, show and check theatres, the files that give a conflict its own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, output_width, say
from tollbook.cli.exit_codes import FINDINGS
from tollbook.cli.options import theatre_names
from tollbook.core.display import counted, day_words, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.vocab.theatres import Theatre

theatre_app = typer.Typer(
    name="theatre",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, show and check theatres: files that give a conflict its own words.",
    short_help="Theatres: a conflict's own words.",
)

_LABEL = 14


@theatre_app.command("list")
def list_names() -> None:
    """List the theatres that come with Tollbook."""
    from tollbook.vocab.theatres import list_theatres, load_theatre

    for name in list_theatres():
        theatre = load_theatre(name)
        say(f"{name:<24}  {plain(theatre.title)}")


@theatre_app.command("show")
def show(
    *, name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A theatre's name, or a file.", autocompletion=theatre_names)]
) -> None:
    """Show what a theatre knows: who fights, who claims, since when, and where definitions changed."""
    from tollbook.vocab.theatres import load_theatre

    say("\n".join(_lines(load_theatre(name), width=output_width())))


@theatre_app.command("check")
def check(*, file: Annotated[Path, typer.Argument(metavar="FILE", help="A theatre file of your own.")]) -> None:
    """Check a theatre file, and say line by line what is wrong with it.

    Exit code 0 when nothing is, 1 when something is, 2 when there is no such file.
    """
    from tollbook.vocab.theatre_check import check_theatre_file

    if not file.is_file():
        raise UsageError(
            "no such file", where=plain(str(file)), expected="a theatre file of your own (.toml)", do="`tollbook theatre list` names ours"
        )
    problems = check_theatre_file(file)
    if not problems:
        say(f"{plain(str(file))}: no problems")
        return
    for problem in problems:
        say(f"{plain(str(file))}:{problem.line}: {plain(problem.message)}")
    complain(f"{plain(str(file))}: {counted(len(problems), 'problem')}")
    raise typer.Exit(FINDINGS)


def _lines(theatre: Theatre, *, width: int) -> Iterator[str]:
    end = "" if theatre.end is None else f" to {day_words(theatre.end)}"
    yield f"{plain(theatre.name)}: {plain(theatre.title)}, from {day_words(theatre.start)}{end}"
    sections = {
        "belligerents": [f"{party.names[0]} ({party.id})" for party in theatre.belligerents],
        "contingents": [f"{party.names[0]} ({party.id}), for {party.fights_for}" for party in theatre.contingents],
        "sources": [f"{source.names[0]} ({source.id}), {source.role.replace('_', ' ')}" for source in theatre.sources],
        "places": [place.name for place in theatre.places],
        "releases": [release.id for release in theatre.releases],
        "definitions": [f"{change.source} from {day_words(change.date)}: {change.meaning}" for change in theatre.definition_changes],
    }
    for label, entries in sections.items():
        for nth, entry in enumerate(entries):
            first = (label if nth == 0 else "").ljust(_LABEL)
            yield from wrap(plain(entry), width, initial_indent=first, subsequent_indent=" " * (_LABEL + 2))
