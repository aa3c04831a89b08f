"""Russian losses from real statements, beside other estimates; and earlier estimates against what a source said later.

    python -m benchmarks.real --data FOLDER [--write-docs]

The General Staff's count comes with Tollbook. FOLDER holds tables of The Economist's repository (CC BY 4.0): economist_claims.csv,
uk_mod_monthly.csv, meduza_2026_weekly.csv, meta-estimate-casualties.csv, meta-estimate-deaths.csv and, where it is at hand,
meduza_2025_weekly.csv, the weekly estimates as Meduza published them in August 2025. A dozen fits: under a minute of CPU.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.backtest import FORCE, THEATRE, tally_series
from benchmarks.report import ROOT, Section, as_markdown, at_least, write_between_markers
from benchmarks.report import Figure as Measured
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import FitFailed
from tollbook.core.estimates import Estimate, Marginal
from tollbook.core.rows import Row
from tollbook.core.types import Quantity
from tollbook.estimation.estimate import model_of
from tollbook.estimation.grid import Floats
from tollbook.estimation.model import Model, log_shares
from tollbook.estimation.posterior import Draws, draw_posterior
from tollbook.flow.estimate import figures_of_series, fit
from tollbook.flow.figures import Figure, figures_of, told_of_rows
from tollbook.flow.selection import Selection, Wanted, select_figures
from tollbook.sources.datasets import read_rows

CLAIMS, MONTHS, WEEKS = "economist_claims.csv", "uk_mod_monthly.csv", "meduza_2026_weekly.csv"
WEEKS_BEFORE = "meduza_2025_weekly.csv"
SOURCE, LIST = "meduza", "mediazona"
PUBLISHED = date(2025, 8, 17)
"""The last day of the last week of the weekly estimates of 2025."""
NAMES, NAMED_ON = "Bmz2024", date(2024, 12, 31)
"""The column of the names that were known at the end of 2024."""
GOAL = 0.85
MASS = 0.95


def people(folder: Path, *names: str) -> list[Figure]:
    """Return what is said of Russian casualties in tables of a folder, and in the General Staff's count."""
    rows = [row for name in names for row in read_rows(folder / name, profile="economist") if isinstance(row, Row)]
    told = [one for one in told_of_rows(rows) if one.claim.force is not None and one.claim.force.id == FORCE]
    figures, _ = figures_of(told, "casualties", local=False)
    return [*figures_of_series(tally_series()), *figures]


def selected(figures: Sequence[Figure], *, until: date | None = None, assumptions: Assumptions | None = None) -> Selection:
    """Return the selection of what was known on a day."""
    known = [figure for figure in figures if until is None or figure.day <= until]
    return select_figures(known, [], Wanted(force=FORCE, theatre=THEATRE, end=until, assumptions=assumptions))


# ---- beside other estimates


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another's estimate of a total on a day, with its 95% interval."""

    who: str
    quantity: str
    day: date
    middle: float
    low: float
    high: float


def economist(folder: Path, until: date) -> Iterator[Other]:
    """Give The Economist's estimates of the last day that they share with an estimate until a day."""
    for quantity, name in (("casualties", "meta-estimate-casualties.csv"), ("killed", "meta-estimate-deaths.csv")):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["country"] == "russia" and row["estimate"] != "NA"]
        row = max((row for row in rows if date.fromisoformat(row["date"]) <= until), key=lambda row: row["date"])
        low, middle, high = (float(row[column]) for column in ("pi_low", "estimate", "pi_high"))
        yield Other(who="The Economist", quantity=quantity, day=date.fromisoformat(row["date"]), middle=middle, low=low, high=high)


def weekly(folder: Path, column: str = "EDAssembled") -> dict[date, float]:
    """Return Meduza's weekly estimates, by the Monday of the week."""
    with (folder / WEEKS).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {date.fromisocalendar(int(row["Year"]), int(row["Week"]), 1): float(row[column]) for row in rows if row[column]}


def meduza(folder: Path) -> Other:
    """Return Meduza's total; its interval as if the weeks' errors went together."""
    middle, low, high = (weekly(folder, f"EDAssembled{end}") for end in ("", "Low", "High"))
    last = max(middle) + timedelta(days=6)
    return Other(who="Meduza", quantity="killed", day=last, middle=sum(middle.values()), low=sum(low.values()), high=sum(high.values()))


def shown(value: Marginal) -> str:
    """Return a median with its interval of 95%, in thousands."""
    low, high = value.interval(MASS)
    return f"{value.median / 1000:,.0f} ({low / 1000:,.0f}-{high / 1000:,.0f})"


def beside(made: Estimate, others: Sequence[Other]) -> Iterator[str]:
    """Give the table of totals as of the others' days."""
    yield "| until | total of | Tollbook | whose | theirs | Tollbook's median over theirs |"
    yield "|---|---|---|---|---|---|"
    for other in others:
        ours = made.at(other.day).total(other.quantity)
        theirs = f"{other.middle / 1000:,.0f} ({other.low / 1000:,.0f}-{other.high / 1000:,.0f})"
        yield f"| {other.day} | {other.quantity} | {shown(ours)} | {other.who} | {theirs} | {ours.median / other.middle:.2f} |"


def rests_on(figures: Sequence[Figure], base: Selection) -> Iterator[str]:
    """Give the totals under changed choices: who is heard, who relays whom, how the killed share moves."""
    plain = base.assumptions
    still = replace(plain, process=replace(plain.process, killed_drift=replace(plain.process.killed_drift, mean=np.log(0.05))))
    heard = replace(plain, relays=tuple(relay for relay in plain.relays if relay.source != "GBR-MOD-DI"))
    without = {
        "no Meduza, no Mediazona": {SOURCE, LIST},
        "no General Staff, and so no copies of its count": {"UKR-GS"},
        "the General Staff, Meduza and Mediazona alone": {one.source for one in figures} - {"UKR-GS", SOURCE, LIST},
    }
    yield "| changed | casualties | killed | killed share |"
    yield "|---|---|---|---|"
    yield _row("nothing", base)
    for words, left in without.items():
        kept = [figure for figure in figures if figure.source not in left]
        if "UKR-GS" in left:
            kept = [figure for figure in kept if (figure.source, figure.category) != ("GBR-MOD-DI", "casualties")]
        yield _row(words, selected(kept, until=base.observations.end - timedelta(days=1)))
    yield _row("the UK's monthly casualties taken for evidence of their own", replace(base, assumptions=heard))
    yield _row("a killed share that hardly moves (sd .05 a year)", replace(base, assumptions=still))


def _row(words: str, selection: Selection) -> str:
    try:
        last = fit(selection).at()
    except FitFailed:
        return f"| {words} | refused | refused | |"
    casualties, killed = last.total(), last.total("killed")
    return f"| {words} | {shown(casualties)} | {shown(killed)} | {killed.median / casualties.median:.2f} |"


# ---- what a source said later


def earlier_weeks(path: Path) -> list[Figure]:
    """Return Meduza's weekly estimates and Mediazona's names of August 2025 as figures."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Date"]]
    found = []
    for row in rows:
        monday = _day(row["Date"])
        value, low, high = (row[column] for column in ("Estimate based on probate data", "ED_low", "ED_high"))
        if value:
            found.append(_weekly(SOURCE, monday, PUBLISHED, float(value), float(low), float(high)))
        named = float(row["Number of confirmed deaths (by date of death)"])
        found.append(_weekly(LIST, monday, PUBLISHED, named, named, None))
    return found


def earlier_names(folder: Path) -> list[Figure]:
    """Return Mediazona's names by week as they were known at the end of 2024."""
    names = weekly(folder, NAMES)
    return [_weekly(LIST, monday, NAMED_ON, named, named, None) for monday, named in names.items() if monday < NAMED_ON and named > 0]


def _weekly(source: str, monday: date, published: date, value: float, low: float, high: float | None) -> Figure:
    hedge = "at_least" if high is None else "exact"
    return Figure(
        statement=f"{source} {published} {monday}",
        source=source,
        category="killed",
        kind="flow",
        start=monday,
        day=monday + timedelta(days=6),
        quantity=Quantity(stated=value, low=low, high=high, hedge=hedge, text=f"{value:g}"),
        published=published,
    )


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def published_intervals(path: Path) -> dict[date, tuple[float, float]]:
    """Return the 95% intervals of the weeks that Meduza estimated from probate in August 2025."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["ED_low"]]
    return {_day(row["Date"]): (float(row["ED_low"]), float(row["ED_high"])) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Draws by week: killed, and what the source would say of the week with its factor as learnt, or made anew; (S, T) each."""

    mondays: tuple[date, ...]
    killed: Floats
    said: Floats
    anew: Floats


def weeks_of(selection: Selection) -> Weeks:
    """Return what an estimate says of every whole week, and of what Meduza will say of it."""
    assumptions = selection.assumptions
    model, _ = model_of(selection.observations, assumptions)
    draws = draw_posterior(model, assumptions.engine)
    random = np.random.default_rng(assumptions.engine.seed)
    log_rate = draws.states[:, :, 0] + draws.states[:, :, 1] + log_shares(model, draws.states)[0]
    killed = np.exp(log_rate) * model.grid.widths
    noise = _noise(model, draws, assumptions, random=random)
    scattered = killed * np.exp(noise * random.standard_normal(killed.shape))
    whole = np.flatnonzero(model.grid.widths == 7)
    return Weeks(
        mondays=tuple(model.grid.dates[step] - timedelta(days=6) for step in whole),
        killed=killed[:, whole],
        said=(scattered * np.exp(_learnt(model, draws)))[:, whole],
        anew=(scattered * np.exp(_anew(model, draws.states.shape[0], assumptions, random=random)))[:, whole],
    )


def _noise(model: Model, draws: Draws, assumptions: Assumptions, *, random: np.random.Generator) -> Floats:
    """Return the sd of the log of a week's figure: as learnt from the source's own weeks, or drawn from the prior of a regular release."""
    names = [hyper.name for hyper in model.layout.hypers]
    prior = assumptions.noise.stream_sd
    log_sd = prior.mean + prior.sd * random.standard_normal(draws.states.shape[0])
    if f"stream_sd {SOURCE}" in names:
        log_sd = draws.hypers[:, names.index(f"stream_sd {SOURCE}")]
    weekly_sd: Floats = (np.exp(log_sd) / np.sqrt(7))[:, None]
    return weekly_sd


def _learnt(model: Model, draws: Draws) -> Floats:
    """Return the log factor of the source in the middle of every step, as its own earlier figures tell it."""
    block = next(block for block in model.layout.blocks if block.source == SOURCE)
    middles = (model.grid.edges[1:] + model.grid.edges[:-1]) / 2
    factor = np.repeat(draws.scalars[:, block.first, None], middles.size, axis=1)
    if block.knots:
        weights = np.array([model.layout.between_knots(day) for day in middles])
        factor = factor + draws.scalars[:, block.first + 1 : block.first + 1 + block.knots] @ weights.T
    return factor


def _anew(model: Model, count: int, assumptions: Assumptions, *, random: np.random.Generator) -> Floats:
    """Return log factors drawn from the source's prior: those of an estimate that is made anew, by another method."""
    prior = assumptions.bias_of(SOURCE, "named_count")
    knots = model.layout.knot_days
    sd, days = assumptions.noise.drift_sd.mean, assumptions.noise.drift_days.mean
    root = np.linalg.cholesky(sd**2 * np.exp(-np.abs(knots[:, None] - knots[None, :]) / days) + 1e-12 * np.eye(knots.size))
    drift = random.standard_normal((count, knots.size)) @ root.T
    middles = (model.grid.edges[1:] + model.grid.edges[:-1]) / 2
    weights = np.array([model.layout.between_knots(day) for day in middles])
    mean = prior.mean + prior.sd * random.standard_normal(count)
    factors: Floats = mean[:, None] + drift @ weights.T
    return factors


def share_inside(weeks: Weeks, drawn: Floats, later: dict[date, float], *, of: set[date]) -> tuple[float, float, int]:
    """Return the share of later estimates inside the interval, the interval's median width as a ratio of its ends, and the weeks."""
    low, high = np.quantile(drawn, [(1 - MASS) / 2, (1 + MASS) / 2], axis=0)
    places = [(i, later[monday]) for i, monday in enumerate(weeks.mondays) if monday in of and monday in later]
    inside = [low[i] <= value <= high[i] for i, value in places]
    return float(np.mean(inside)), float(np.median([high[i] / low[i] for i, _ in places])), len(places)


def later_truth(folder: Path) -> tuple[list[str], list[Measured]]:
    """Return the table of later weekly estimates inside earlier intervals, and the figure that has a goal."""
    lines = [
        "| known until | weeks | later estimates of | for Meduza's next estimate | factor as learnt | for the truth | Meduza's own |",
        "|---|---|---|---|---|---|---|",
    ]
    goals: list[Measured] = []
    for known, figures, own in vintages(folder):
        weeks = weeks_of(selected(figures, until=known))
        of = set(own) or {monday for monday in weeks.mondays if monday + timedelta(days=6) <= known}
        for words, column in (("killed in action", "ED"), ("killed, with the missing", "EDAssembled")):
            later = weekly(folder, column)
            found = [share_inside(weeks, drawn, later, of=of) for drawn in (weeks.anew, weeks.said, weeks.killed)]
            theirs = [low <= later[monday] <= high for monday, (low, high) in own.items() if monday in weeks.mondays and monday in later]
            cells = [*(f"{inside:.2f} (x{width:.1f})" for inside, width, _ in found), f"{np.mean(theirs):.2f}" if theirs else ""]
            lines.append(f"| {known} | {found[0][2]} | {words} | {' | '.join(cells)} |")
            if own and column == "EDAssembled":
                goals.append(at_least("Meduza's later weekly totals inside the earlier 95% interval", found[0][0], GOAL, digits=2))
    return lines, goals


def vintages(folder: Path) -> Iterator[tuple[date, list[Figure], dict[date, tuple[float, float]]]]:
    """Give days, what was known on each, and the intervals that Meduza had published by then."""
    base = people(folder, CLAIMS, MONTHS)
    before = folder / WEEKS_BEFORE
    if before.exists():
        kept = [figure for figure in base if figure.source not in (SOURCE, LIST)]
        yield PUBLISHED, [*kept, *earlier_weeks(before)], published_intervals(before)
    yield NAMED_ON, [*base, *earlier_names(folder)], {}


def main() -> int:
    """Print the tables. The exit code is 1 where the goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.real", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write-docs", action="store_true", help="write the tables into docs/estimation.md")
    options = parser.parse_args()
    figures = people(options.data, CLAIMS, MONTHS, WEEKS)
    base = selected(figures)
    made = fit(base)
    last = made.at()
    lines, goals = later_truth(options.data)
    parts = [
        f"As of {last.date}: {shown(last.total())} thousand casualties, {shown(last.total('killed'))} thousand of them killed: "
        "medians with intervals of 95%. All totals are in thousands.",
        "\n".join(beside(made, [*economist(options.data, last.date), meduza(options.data)])),
        "What the totals of that day rest on:",
        "\n".join(rests_on(figures, base)),
        "Shares of the weeks in which Meduza's estimates of 2026 lie inside the 95% interval made with what was known before, and in "
        "brackets how many times the interval's lower end its upper end is:",
        "\n".join(lines),
    ]
    content = "\n\n".join([*parts, as_markdown([Section(title="Goal", figures=goals)], level=3)] if goals else parts)
    print(content)
    if not goals:
        print(f"{WEEKS_BEFORE} isn't in {options.data}: the goal can't be measured without it", file=sys.stderr)
    if options.write_docs:
        write_between_markers(ROOT / "docs" / "estimation.md", "real", content)
    return 0 if all(goal.reached is not False for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
