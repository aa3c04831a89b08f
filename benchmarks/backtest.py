"""Score estimates of Russian casualties as of past days against the General Staff's later count, beside simple rules.

    python -m benchmarks.backtest [--every DAYS] [--data FOLDER] [--write-docs]

The count comes with Tollbook. With --data, a folder that holds economist_claims.csv and meduza_2026_weekly.csv (tables of The
Economist's repository, CC BY 4.0), other sources are known too. One fit for each origin: about two minutes with origins 90 days apart.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.report import ROOT, write_between_markers
from tollbook.core.rows import Row
from tollbook.core.series import Series
from tollbook.flow.backtest import HORIZONS, METHODS, Backtest, Tally, backtest, tally_of
from tollbook.flow.estimate import figures_of_series
from tollbook.flow.figures import Figure, figures_of, told_of_rows
from tollbook.flow.selection import Selection, Wanted, select_figures
from tollbook.sources.datasets import builtin_series, read_rows

THEATRE, FORCE = "russia-ukraine-2022", "RUS"
FILES = ("economist_claims.csv", "meduza_2026_weekly.csv")


def tally_series() -> Series:
    """Return the General Staff's count of Russian personnel."""
    people = frozenset({"killed", "wounded"})
    return next(series for series in builtin_series(THEATRE) if series.categories == people)


def other_figures(folder: Path | None) -> Iterator[Figure]:
    """Give what other sources said, from a folder of tables."""
    if folder is None:
        return
    rows = [row for name in FILES for row in read_rows(folder / name, profile="economist") if isinstance(row, Row)]
    told = [one for one in told_of_rows(rows) if one.claim.force is not None and one.claim.force.id == FORCE]
    figures, _ = figures_of(told, "casualties", local=False)
    yield from figures


def run(*, every: int, folder: Path | None) -> tuple[Tally, Backtest]:
    """Score all origins."""
    series = tally_series()
    figures = [*figures_of_series(series), *other_figures(folder)]
    # Without others nothing pins the level, but a level is not what is scored: the source's own count is.
    wanted = Wanted(force=FORCE, theatre=THEATRE)
    whole = select_figures(figures, [], wanted)
    tally = tally_of(whole.observations.increments, series.source)

    def known(origin: date, end: date) -> Selection:
        chosen = [figure for figure in figures if figure.day <= origin]
        selection = select_figures(chosen, [], Wanted(force=FORCE, theatre=THEATRE, end=end))
        return selection.anchored(series.source)

    return tally, backtest(known, tally, every=every, progress=lambda done, of: print(f"origin {done + 1} of {of}", flush=True))


def table(found: Backtest) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| days | forecasts | method | log-CRPS | 90% interval holds | mean log error |"
    yield "|---|---|---|---|---|---|"
    for horizon in HORIZONS:
        for method in METHODS:
            crps, inside, error = (found.mean(method, horizon, what) for what in ("crps", "inside", "error"))
            held = "" if method == "last value" else f"{inside:.2f}"
            yield f"| {horizon} | {found.count(horizon)} | {method} | {crps:.3f} | {held} | {error:+.3f} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--every", type=int, default=90)
    options.add_argument("--data", type=Path)
    options.add_argument("--write-docs", action="store_true", help="put the table into docs/estimation.md")
    given = options.parse_args()
    begun = time.process_time()
    tally, found = run(every=given.every, folder=given.data)
    head = f"{tally.source}, {tally.start} to {tally.end}, origins {given.every} days apart; {len(found.failed)} fits failed."
    lines = [head, "", *table(found)]
    print("\n".join(lines))
    if given.write_docs:
        write_between_markers(ROOT / "docs" / "estimation.md", "backtest", "\n".join(lines))
    for origin, reason in found.failed:
        print(f"no estimate as of {origin}: {reason}")
    print(f"{time.process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
