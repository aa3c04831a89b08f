"""The options of the commands on a ledger, each declared once, and which ledger is meant."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.core.display import plain
from tollbook.core.errors import LedgerMissing, UsageError

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

LEDGER_VARIABLE = "TOLLBOOK_LEDGER"
DEFAULT_LEDGER = "ledger.db"


class AnswerFormat(StrEnum):
    """The values of `--format` for what a command tells."""

    TABLE = "table"
    JSON = "json"


class DecisionChoice(StrEnum):
    """What a person can say of how a claim was read."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"


LedgerPlace = Annotated[
    str | None,
    typer.Option(
        "--ledger", "-l", metavar="FILE|URL", envvar=LEDGER_VARIABLE,
        help=f"The ledger: a file, or postgresql://user@host/database. Default: {DEFAULT_LEDGER} in this folder.",
    ),
]  # fmt: skip
LedgerArgument = Annotated[str | None, typer.Argument(metavar="[LEDGER]", help="The ledger, as --ledger names it.")]
AuditLedger = Annotated[
    str | None,
    typer.Option("--ledger", "-l", metavar="FILE|URL", help="Compare with the texts and figures of this ledger too."),
]
AsKnownOn = Annotated[
    str | None,
    typer.Option("--as-known-on", metavar="DATE", help="Answer with what the ledger knew at the end of that day (UTC), or at a moment."),
]
Actor = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does this. Default: your user name.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason. It is kept for good.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="A remark that is kept with what is added.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Change nothing; tell what would be done.")]
Answer = Annotated[AnswerFormat, typer.Option("--format", "-f", help="Words, or JSON.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim, or a beginning of it that no other has.")]


def one_ledger(place: str | None, ledger: str | None) -> str | None:
    """Return the ledger that an argument or --ledger names; the argument goes before the environment. Raises UsageError for two of them."""
    if place is not None and ledger is not None and place != ledger and os.environ.get(LEDGER_VARIABLE) != ledger:
        raise UsageError("two ledgers", where=f"{plain(place)} and --ledger {plain(ledger)}", expected="one of them")
    return ledger if place is None else place


def ledger_place(place: str | None) -> str:
    """Return where the ledger is. Raises LedgerMissing where none is named and this folder has none."""
    if place is not None:
        return place
    if not Path(DEFAULT_LEDGER).exists():
        raise LedgerMissing(
            f"no {DEFAULT_LEDGER} in this folder, and no other ledger is named",
            do=f"make one with `tollbook init`, or give --ledger (or {LEDGER_VARIABLE})",
        )
    return DEFAULT_LEDGER


def open_place(place: str | None, *, by: str | None = None) -> Ledger:
    """Open the ledger that is meant. Raises LedgerMissing, ForeignDatabase or SchemaMismatch."""
    # The database's libraries take long to import: only a command on a ledger pays for them.
    found = ledger_place(place)
    from tollbook.flow.ledger import open_ledger

    return open_ledger(found, actor=by)
