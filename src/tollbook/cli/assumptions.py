"""`tollbook assumptions`: print what estimates rest on besides the statements, as TOML that can be changed and given back."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from tollbook.cli.estimate_options import AssumptionsFile, TheatreFile
from tollbook.cli.formats import Output
from tollbook.cli.options import OutputFile


def assumptions(
    *,
    force: Annotated[
        str | None, typer.Option("--force", metavar="FORCE", help="As they hold for this force: with its theatre's relays.")
    ] = None,
    theatre: TheatreFile = None,
    file: AssumptionsFile = None,
    output: OutputFile = None,
) -> None:
    """Print the assumptions of estimates, each with its grounds, as TOML.

    First Tollbook's own, then the theatre's (who relays whom), then those of --assumptions, each over the ones before. Change what you
    doubt, leave out the rest, and give the file to `tollbook estimate --assumptions`.

    \b
    Examples:
      tollbook assumptions
      tollbook assumptions --force RUS -o mine.toml
      tollbook assumptions --force RUS --assumptions mine.toml

    \b
    Exit codes:
      0  printed
      2  wrong usage, or a file of assumptions with a fault: the message names
         the line
    """
    from tollbook.flow.selection import Wanted, theatre_of
    from tollbook.vocab.assumptions import load_assumptions
    from tollbook.vocab.assumptions_text import assumptions_as_toml

    found = theatre_of(Wanted(force=force or "", theatre=theatre))
    effective = load_assumptions(file, theatre=found, force=force)
    with closing(Output(output)) as target:
        target.write(f"# id {effective.id}\n{assumptions_as_toml(effective)}")
