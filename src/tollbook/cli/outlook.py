"""`tollbook outlook`: what the losses of a force imply for its strength, its rate of loss, and what may come."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, output_width
from tollbook.cli.estimate_options import (
    AssumptionsFile,
    ChartFile,
    EngineOption,
    ForceId,
    FromDay,
    MeasureName,
    TheatreFile,
    ToDay,
    chart_given,
    engine_given,
    range_given,
    window_given,
)
from tollbook.cli.formats import Output
from tollbook.cli.ledger_options import Answer, AnswerFormat, AsKnownOn, LedgerPlace, open_place
from tollbook.cli.options import OutputFile, day_given
from tollbook.cli.progress import StageProgress
from tollbook.core.contract import as_json
from tollbook.core.display import WIDTH

if TYPE_CHECKING:
    from tollbook.core.projections import Projection


def outlook(  # noqa: PLR0913 - each argument is an option of the command
    *,
    force: ForceId,
    measure: MeasureName = "casualties",
    ledger: LedgerPlace = None,
    as_known_on: AsKnownOn = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    deployed: Annotated[
        str | None, typer.Option(metavar="NUMBER|LOW-HIGH", help="The force's size, in place of what the ledger's statements say.")
    ] = None,
    window: Annotated[str | None, typer.Option(metavar="DATE..DATE", help="Days of the ratios. Default: all of the estimate.")] = None,
    against: Annotated[str | None, typer.Option(metavar="FORCE", help="Estimate this force too, for the exchange ratio.")] = None,
    assumptions: AssumptionsFile = None,
    theatre: TheatreFile = None,
    engine: EngineOption = None,
    output_format: Answer = AnswerFormat.TABLE,
    chart: ChartFile = None,
    output: OutputFile = None,
) -> None:
    """Say what a force's losses imply: how much of it is lost, which published phrases about that are probable, and what is left.

    The share lost and the strength left rest on what the ledger says of the force's strength. Scenarios are named by what they assume, and
    stand beside the mean of the last 28 days with the errors that this rule made before. No capability in percent, no breaking point, no
    date of exhaustion: nothing defends them.

    \b
    Examples:
      tollbook outlook --force PRK
      tollbook outlook --force PRK --deployed 10000-12000 --format json
      tollbook outlook --force RUS --against UKR --window 2025-01-01..2025-06-30

    \b
    Exit codes:
      0  an outlook was made
      2  wrong usage, no ledger, or no estimate can be given: the message says
         what is missing
    """
    picture = chart_given(chart)
    start, end = day_given("--from", from_day), day_given("--to", to_day)
    size, days = range_given("--deployed", deployed), window_given("--window", window)
    with open_place(ledger) as opened, StageProgress() as progress:
        from tollbook.flow.project import OutlookWanted, make_outlook
        from tollbook.flow.selection import Wanted

        named = engine_given(engine)
        wanted = Wanted(force=force, measure=measure, start=start, end=end, theatre=theatre, assumptions=assumptions, engine=named)
        asked = OutlookWanted(deployed=size, window=days, against=against)
        projection = make_outlook(opened, wanted, asked, as_known_on=as_known_on, progress=progress.at).projection
    with closing(Output(output)) as target:
        target.write(_shown(projection, output_format, width=output_width() if output is None else WIDTH) + "\n")
    if picture is not None:
        from tollbook.charts.outlook_chart import outlook_chart

        outlook_chart(projection).save(picture)
        complain(f"{picture}: drawn")


def _shown(projection: Projection, output_format: AnswerFormat, *, width: int) -> str:
    if output_format is AnswerFormat.JSON:
        return as_json(projection.to_dict(), indent=2)
    from tollbook.cli.outlook_report import outlook_lines

    return "\n".join(outlook_lines(projection, width=width))
