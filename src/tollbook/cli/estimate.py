"""`tollbook estimate`: what a ledger's statements together support on one force's losses."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tollbook.cli.console import complain, output_width
from tollbook.cli.estimate_options import (
    AssumptionsFile,
    ChartFile,
    EngineOption,
    EstimateFormat,
    EstimateOutput,
    ForceId,
    FromDay,
    MeasureName,
    TheatreFile,
    ToDay,
    chart_given,
    engine_given,
)
from tollbook.cli.formats import Output
from tollbook.cli.ledger_options import AsKnownOn, LedgerPlace, open_place
from tollbook.cli.options import OutputFile, day_given
from tollbook.cli.progress import StageProgress
from tollbook.core.display import WIDTH
from tollbook.core.progress import Stage

if TYPE_CHECKING:
    from tollbook.core.estimates import Estimate
    from tollbook.flow.selection import Selection


def estimate(  # noqa: PLR0913 - each argument is an option of the command
    *,
    force: ForceId,
    measure: MeasureName = "casualties",
    ledger: LedgerPlace = None,
    as_known_on: AsKnownOn = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    assumptions: AssumptionsFile = None,
    theatre: TheatreFile = None,
    engine: EngineOption = None,
    output_format: EstimateOutput = EstimateFormat.TABLE,
    chart: ChartFile = None,
    explain: bool = typer.Option(False, "--explain", help="Add every statement that moved the total, and every one that was left out."),
    output: OutputFile = None,
) -> None:
    """Estimate a force's losses from a ledger's statements.

    Each statement once, its echoes dropped; each source with its own bias; relays without weight. The table gives totals and daily rates
    with intervals of 50, 80 and 95%, and beside them what they rest on: who pins the level, what each source makes of the truth, which
    statements moved the total, and the total under other assumptions. A total is an estimate under stated assumptions, never a count.

    \b
    Examples:
      tollbook estimate --force RUS
      tollbook estimate --force RUS --measure tank --to 2024-12-31
      tollbook estimate --force PRK --as-known-on 2025-01-20 --explain
      tollbook estimate --force RUS --assumptions mine.toml --chart rus.svg
      tollbook estimate --force RUS --format csv -o rus.csv
      tollbook estimate --force PRK --engine nuts

    \b
    Exit codes:
      0  an estimate was made
      2  wrong usage, no ledger, or no estimate can be given: the message says
         what is missing
    """
    picture = chart_given(chart)
    start, end = day_given("--from", from_day), day_given("--to", to_day)
    with open_place(ledger) as opened, StageProgress() as progress:
        from tollbook.flow.estimate import fit
        from tollbook.flow.selection import Wanted, select_from_ledger

        wanted = Wanted(
            force=force,
            measure=measure,
            start=start,
            end=end,
            theatre=theatre,
            assumptions=assumptions,
            engine=engine_given(engine),
        )
        progress.at(Stage(name="reading the ledger"))
        selection = select_from_ledger(opened, wanted, as_known_on=as_known_on)
        made = fit(selection, progress=progress.at)
    with closing(Output(output)) as target:
        target.write(_text(made, selection, output_format, explain=explain, to_screen=output is None))
    if picture is not None:
        _draw(made, selection, picture)


def _text(made: Estimate, selection: Selection, form: EstimateFormat, *, explain: bool, to_screen: bool) -> str:
    from tollbook.cli.estimate_formats import estimate_csv, estimate_json
    from tollbook.cli.estimate_report import estimate_lines

    if form is EstimateFormat.JSON:
        return estimate_json(made, selection.left_out) + "\n"
    if form is EstimateFormat.CSV:
        return estimate_csv(made)
    width = output_width() if to_screen else WIDTH
    return "\n".join(estimate_lines(made, selection.left_out, explain=explain, width=width)) + "\n"


def _draw(made: Estimate, selection: Selection, picture: Path) -> None:
    from tollbook.charts.estimate_chart import estimate_chart

    estimate_chart(made, selection.observations).save(picture)
    complain(f"{picture}: drawn")
