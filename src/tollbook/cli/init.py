"""`tollbook init`: make a ledger, or bring an older one up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from tollbook.cli.console import say
from tollbook.cli.ledger_options import DEFAULT_LEDGER, Actor, LedgerPlace, one_ledger
from tollbook.core.display import plain
from tollbook.core.errors import UsageError


def init(
    *,
    place: Annotated[
        str | None, typer.Argument(metavar="[LEDGER]", help="A new file, or postgresql://user@host/database with an empty database.")
    ] = None,
    ledger: LedgerPlace = None,
    origin: Annotated[
        str | None, typer.Option(metavar="NAME", help="The ledger's name in its checkpoints, such as desk.example/losses. Default: random.")
    ] = None,
    upgrade: Annotated[bool, typer.Option("--upgrade", help="Bring an older ledger up to date; what it holds stays.")] = False,
    by: Actor = None,
) -> None:
    """Make a ledger: a store that keeps every claim for good, and what was known when.

    A ledger is one SQLite file, or a PostgreSQL database. Nothing in it is ever changed or deleted: corrections and retractions are
    added.

    \b
    Examples:
      tollbook init
      tollbook init losses.db --origin desk.example/losses
      tollbook init postgresql://desk@localhost/losses
      tollbook init --upgrade losses.db

    \b
    Exit codes:
      0  done
      2  wrong usage, or there is something at that place already
    """
    from tollbook.flow.ledger import create_ledger, upgrade_ledger

    wanted = one_ledger(place, ledger) or DEFAULT_LEDGER
    if upgrade:
        if origin is not None:
            raise UsageError("--origin beside --upgrade", expected="one of them: a ledger keeps its name")
        before, after = upgrade_ledger(wanted)
        say(f"schema {before}: up to date" if before == after else f"schema {before} -> {after}")
        return
    with create_ledger(wanted, origin=origin, actor=by) as made:
        say(f"{plain(made.address)}: a new ledger, {plain(made.checkpoint().origin)}")
