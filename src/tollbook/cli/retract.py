"""`tollbook retract`: let a claim, or all claims of a document, stand no longer. What is retracted stays in the ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from tollbook.cli.console import say
from tollbook.cli.ledger_options import Actor, DryRun, LedgerPlace, Why, open_place
from tollbook.core.display import counted


def retract(
    *,
    target: Annotated[str, typer.Argument(metavar="CLAIM|DOCUMENT", help="Id of a claim (16 digits or fewer) or of a document (32).")],
    why: Why,
    undo: Annotated[bool, typer.Option("--undo", help="Let what was retracted stand again.")] = False,
    by: Actor = None,
    dry_run: DryRun = False,
    ledger: LedgerPlace = None,
) -> None:
    """Let a claim, or all claims of a document, stand no longer.

    A retraction is about what the ledger should hold, as when a publisher withdraws a report; `tollbook review CLAIM reject` says that
    a text was misread. What is retracted counts in no answer about now, and in every answer about the days before.

    \b
    Examples:
      tollbook retract 4be1c0ff --why "withdrawn by the paper"
      tollbook retract 5b51aacc8dc1279c74104c9e54a55104 --why "a forgery"
      tollbook retract 4be1c0ff --undo --why "the paper stands by it"

    \b
    Exit codes:
      0  done
      2  wrong usage, no ledger, no such claim, or nothing to retract
    """
    with open_place(ledger, by=by) as opened:
        act = opened.restore if undo else opened.retract
        number = act(target, by=by or opened.actor, why=why, dry_run=dry_run)
    done = "would stand again" if undo else "would be retracted"
    if not dry_run:
        done = "restored" if undo else "retracted"
    say(f"{counted(number, 'claim')} {done}")
