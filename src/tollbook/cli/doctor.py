"""`tollbook doctor`: say what this machine lacks for Tollbook, and how to get it. It mends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import output_width, say
from tollbook.cli.exit_codes import FINDINGS
from tollbook.cli.ledger_options import DEFAULT_LEDGER, Answer, AnswerFormat, LedgerPlace
from tollbook.core.contract import as_json
from tollbook.core.display import counted, plain

if TYPE_CHECKING:
    from tollbook.flow.doctor import Check

_STATE, _NAME = 7, 16


def doctor(
    *,
    ledger: LedgerPlace = None,
    need: Annotated[
        list[str] | None,
        typer.Option("--need", metavar="EXTRA,...", help="Extras that have to be there: web,estimate."),
    ] = None,
    output_format: Answer = AnswerFormat.TABLE,
) -> None:
    """Say what this machine lacks for Tollbook, and how to get it.

    Looks at Python, libraries and extras, SQLite, fonts, Java, Chromium, the ledger and its schema, the disk and the clock. A note is
    something that only some need; a fault keeps Tollbook from working as it should. Nothing is changed.

    \b
    Examples:
      tollbook doctor
      tollbook doctor --need web,estimate --ledger losses.db
      tollbook doctor --format json

    \b
    Exit codes:
      0  no fault
      1  a fault
      2  wrong usage
    """
    from tollbook.flow.doctor import examine

    place = ledger if ledger is not None else DEFAULT_LEDGER if Path(DEFAULT_LEDGER).exists() else None
    needed = [name.strip() for some in need or () for name in some.split(",")]
    checks = examine(ledger=place, needed=needed)
    say(as_json([asdict(check) for check in checks], indent=2) if output_format is AnswerFormat.JSON else "\n".join(_lines(checks)))
    if any(check.state == "fault" for check in checks):
        raise typer.Exit(FINDINGS)


def _lines(checks: Sequence[Check]) -> list[str]:
    indent = " " * (_STATE + _NAME)
    lines = []
    for check in checks:
        start = f"{check.state:<{_STATE}}{check.name:<{_NAME}}"
        lines += wrap(plain(check.found), output_width(), initial_indent=start, subsequent_indent=indent)
        if check.do:
            lines += wrap(plain(check.do), output_width(), initial_indent=f"{indent}-> ", subsequent_indent=f"{indent}   ")
    faults = sum(check.state == "fault" for check in checks)
    notes = sum(check.state == "note" for check in checks)
    return [*lines, f"{counted(faults, 'fault')}, {counted(notes, 'note')}."]
