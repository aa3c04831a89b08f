"""`tollbook import`: bring an existing data set into a ledger, row by row. A broken row is told and left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.additions import added_as_dict, addition_lines
from tollbook.cli.console import complain, say
from tollbook.cli.exit_codes import BAD_INPUT, PARTLY_DONE
from tollbook.cli.inputs import Failure
from tollbook.cli.ledger_options import Actor, Answer, AnswerFormat, DryRun, LedgerPlace, Note, open_place
from tollbook.cli.options import day_given, profile_names
from tollbook.cli.progress import CountingProgress
from tollbook.core.contract import as_json
from tollbook.core.display import counted, plain
from tollbook.core.errors import InputError
from tollbook.core.records import Added
from tollbook.core.rows import RejectedRow

if TYPE_CHECKING:
    from tollbook.flow.ledger import Imported

_REJECTED_SHOWN = 100


def import_(
    *,
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="The data set.", autocompletion=profile_names)],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of that data set, CSV or JSON.")],
    ledger: LedgerPlace = None,
    mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="With the profile csv: a TOML file that names the columns.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of totals whose file states none (YYYY-MM-DD).")
    ] = None,
    note: Note = "",
    by: Actor = None,
    dry_run: DryRun = False,
    output_format: Answer = AnswerFormat.TABLE,
) -> None:
    """Bring existing data sets into a ledger.

    Each row becomes a small document whose claims quote its cells, with the file's hash and the row's number. A later version of a
    file adds what is new; another figure in a cell replaces the former one, which is kept. A broken row is told and left out.

    \b
    Profiles:
      ua-mod       daily losses as the General Staff of Ukraine gives them
      economist    attributed estimates, UK MoD months, weekly deaths
      oryx         daily counts of materiel confirmed by pictures
      ucdp-ged     events of the Uppsala Conflict Data Program
      acled        exported events of ACLED
      warspotting  single losses of materiel
      tollbook     claims.csv of `tollbook export`, of another ledger
      csv          any other table, with --mapping

    \b
    Examples:
      tollbook import ua-mod personnel.csv equipment.json
      tollbook import csv clashes.csv --mapping clashes.toml
      tollbook import acled export.csv --dry-run

    \b
    Exit codes:
      0  every row is in the ledger
      2  wrong usage, no ledger, or nothing could be read
      3  some rows were rejected or some files could not be read
    """
    day = day_given("--as-of", as_of)
    come = _Outcome()
    from tollbook.flow.ledger import import_file

    with open_place(ledger, by=by) as opened, CountingProgress("importing") as progress:
        for file in files:
            try:
                told = import_file(
                    opened, file, profile=profile, mapping=mapping, as_of=day, note=note, dry_run=dry_run,
                    reject=come.reject, progress=progress.at,
                )  # fmt: skip
            except InputError as error:
                come.failures.append(Failure(place=str(file), error=error))
            else:
                come.count(told)
    _tell(come, form=output_format, dry_run=dry_run)
    if come.rejected or come.failures:
        raise typer.Exit(PARTLY_DONE if come.sound else BAD_INPUT)


@dataclass(slots=True)
class _Outcome:
    """What came of the files, counted as they are imported: only the first rejected rows are kept."""

    failures: list[Failure] = field(default_factory=list)
    shown: list[RejectedRow] = field(default_factory=list)
    added: Added = field(default_factory=Added)
    rows: int = 0
    rejected: int = 0

    @property
    def sound(self) -> int:
        """How many rows were read."""
        return self.rows - self.rejected

    def reject(self, row: RejectedRow) -> None:
        """Count a row that was rejected."""
        self.rejected += 1
        if len(self.shown) < _REJECTED_SHOWN:
            self.shown.append(row)

    def count(self, told: Imported) -> None:
        """Count one file."""
        self.added += told.added
        self.rows += told.rows


def _tell(come: _Outcome, *, form: AnswerFormat, dry_run: bool) -> None:
    if form is AnswerFormat.JSON:
        rejected = [{"file": row.origin.file, "row": row.origin.row, "reason": row.reason, "text": row.text} for row in come.shown]
        failed = [failure.sentence() for failure in come.failures]
        answer = {"rows": come.rows, "rejected": come.rejected, "rejected_rows": rejected, "failures": failed}
        say(as_json({**answer, "added": added_as_dict(come.added)}, indent=2))
    elif come.sound:
        say(f"{counted(come.rows, 'row')} read")
        say("\n".join(addition_lines(come.added, known="row", dry_run=dry_run)))
    if come.rejected:
        lines = [f"{plain(row.origin.file)}, row {row.origin.row}: {row.reason}" for row in come.shown]
        more = [f"and {counted(come.rejected - len(lines), 'row')} more"] if come.rejected > len(lines) else []
        complain("\n".join([f"{counted(come.rejected, 'row')} rejected:", *lines, *more]))
    if come.failures:
        complain("\n".join(failure.sentence() for failure in come.failures))
