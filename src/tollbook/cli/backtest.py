"""`tollbook backtest`: how estimates as of past days compare with what a regular source counted later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import output_width, say
from tollbook.cli.estimate_options import AssumptionsFile, ForceId, FromDay, MeasureName, TheatreFile, ToDay
from tollbook.cli.grid import grid_lines
from tollbook.cli.ledger_options import Answer, AnswerFormat, LedgerPlace, open_place
from tollbook.cli.options import day_given
from tollbook.cli.progress import CountingProgress
from tollbook.core.contract import as_json
from tollbook.core.display import counted, day_words, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.flow.backtest import Backtest

EVERY = 90


def backtest(  # noqa: PLR0913 - each argument is an option of the command
    *,
    force: ForceId,
    measure: MeasureName = "casualties",
    ledger: LedgerPlace = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="Whose later count. Default: the most regular one.")] = None,
    by_day: Annotated[bool, typer.Option("--by-day", help="Take what had been said by each day, whenever it was recorded.")] = False,
    every: Annotated[int, typer.Option(metavar="DAYS", help="Days between two estimates.")] = EVERY,
    from_day: FromDay = None,
    to_day: ToDay = None,
    assumptions: AssumptionsFile = None,
    theatre: TheatreFile = None,
    output_format: Answer = AnswerFormat.TABLE,
) -> None:
    """Score estimates as of past days against a source's later count.

    As of each day, with what the ledger knew then, the count of the next 30, 90 and 180 days is foretold: by the estimate, by the mean of
    the last 28 days with the errors that this rule made before, and by the last value alone. The log-CRPS is 0 for a perfect forecast; 0.10
    is about 10% off. A 90% interval should hold what came nine times of ten.

    \b
    Examples:
      tollbook backtest --force RUS --by-day
      tollbook backtest --force RUS --measure tank --every 180 --format json

    \b
    Exit codes:
      0  scored
      2  wrong usage, no ledger, or no source counts regularly
    """
    if every < 1:
        raise UsageError(f"--every {every}", expected="1 or more")
    start, end = day_given("--from", from_day), day_given("--to", to_day)
    with open_place(ledger) as opened, CountingProgress("estimating") as progress:
        from tollbook.flow.backtest import backtest_ledger
        from tollbook.flow.selection import Wanted

        wanted = Wanted(force=force, measure=measure, start=start, end=end, theatre=theatre, assumptions=assumptions)
        found = backtest_ledger(opened, wanted, by_day=by_day, every=every, source=source, progress=progress.at)
    if output_format is AnswerFormat.JSON:
        say(as_json(_contract(found), indent=2))
    else:
        say("\n".join(_lines(found, width=output_width())))


def _contract(found: Backtest) -> dict[str, object]:
    return {
        "source": found.source,
        "scores": [{**asdict(score), "origin": score.origin.isoformat()} for score in found.scores],
        "failed": [{"origin": origin.isoformat(), "reason": reason} for origin, reason in found.failed],
    }


def _lines(found: Backtest, *, width: int) -> Iterator[str]:
    from tollbook.flow.backtest import METHODS
    from tollbook.flow.project import HORIZONS
    from tollbook.vocab.naming import source_name

    origins = sorted({score.origin for score in found.scores})
    if origins:
        days = f"{day_words(origins[0])} to {day_words(origins[-1])}"
        yield f"{plain(source_name(found.source))}: {counted(len(origins), 'estimate')} as of {days}"
        rows: list[tuple[str, ...]] = [("days", "forecasts", "method", "log-CRPS", "90% holds", "mean error")]
        for horizon in HORIZONS:
            rows += [_row(found, method, horizon) for method in METHODS if found.count(horizon)]
        yield from grid_lines(rows, width=width)
    for origin, reason in found.failed:
        yield f"no estimate as of {day_words(origin)}: {plain(reason)}"


def _row(found: Backtest, method: str, horizon: int) -> tuple[str, ...]:
    held = "" if method == "last value" else f"{found.mean(method, horizon, 'inside'):.0%}"
    crps, error = found.mean(method, horizon), found.mean(method, horizon, "error")
    return str(horizon), str(found.count(horizon)), method, f"{crps:.3f}", held, f"{error:+.3f}"
