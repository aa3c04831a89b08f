"""Score estimates as of past days against what a regular source counted later, beside simple rules. It judges methods, not sources.

What is foretold is the source's own count over the next days: the estimated losses times what the source makes of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tollbook.core.errors import EstimationError, TooLittle, UsageError
from tollbook.core.estimates import Estimate
from tollbook.estimation.observations import Increment
from tollbook.flow.estimate import EXTRA, fit
from tollbook.flow.project import HORIZONS
from tollbook.flow.selection import Selection, Wanted, select_from_ledger

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

EVERY = 90
"""Days between two origins by default: one fit for each."""
FIRST = 200
"""Days of a count before the first origin: the rules need a past to learn their errors from."""
COVERED = 0.9
METHODS = ("estimate", "28-day mean", "last value")
Known = Callable[[date, date], Selection]
"""What was known on a day, for an estimate up to a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One forecast: the log-CRPS (0 is perfect), the log of foretold over counted, and whether the 90% interval held what was counted."""

    origin: date
    horizon: int
    method: str
    crps: float
    error: float
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """All forecasts of one source's count, and the days for which no estimate could be made, with the reason."""

    source: str
    scores: tuple[Score, ...]
    failed: tuple[tuple[date, str], ...] = ()

    def mean(self, method: str, horizon: int, what: str = "crps") -> float:
        """Return the mean of "crps", "error" or "inside" of a method at a horizon, nan without a score."""
        values = [float(getattr(one, what)) for one in self.scores if one.method == method and one.horizon == horizon]
        return math.fsum(values) / len(values) if values else math.nan

    def count(self, horizon: int) -> int:
        """Return how many forecasts were scored at a horizon."""
        return sum(one.method == METHODS[0] and one.horizon == horizon for one in self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A regular source's count by day since its first: losses of each day, spread evenly over the windows of its issues."""

    source: str
    category: str
    start: date
    daily: tuple[float, ...]

    def between(self, first: date, days: int) -> float:
        """Return what was counted on `days` days from `first` on."""
        at = (first - self.start).days
        return math.fsum(self.daily[max(at, 0) : max(at + days, 0)])

    @property
    def end(self) -> date:
        """Return the first day that is not counted."""
        return self.start + timedelta(days=len(self.daily))


def tally_of(increments: Sequence[Increment], source: str | None = None) -> Tally:
    """Return the count of a source, by default of the one with the most issues. Raises TooLittle where no source counts regularly."""
    counts: dict[tuple[str, str], list[Increment]] = {}
    for one in increments:
        if source is None or one.source == source:
            counts.setdefault((one.source, one.category), []).append(one)
    if not counts:
        raise TooLittle("no source counts regularly, so there is nothing to score against", where=source or "")
    (name, category), issues = max(counts.items(), key=lambda pair: (len(pair[1]), pair[0]))
    start, end = min(one.window.start for one in issues), max(one.window.end for one in issues)
    daily = [0.0] * (end - start).days
    for one in issues:
        for day in range((one.window.start - start).days, (one.window.end - start).days):
            daily[day] += one.value / one.window.days
    return Tally(source=name, category=category, start=start, daily=tuple(daily))


def backtest_ledger(
    ledger: Ledger,
    wanted: Wanted,
    *,
    by_day: bool = False,
    every: int = EVERY,
    source: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Score estimates from what a ledger knew on past days; `by_day` takes what had been said by then, whenever it was recorded.

    Raises TooLittle where no source counts regularly, UsageError where the ledger knew nothing in time.
    """
    whole = select_from_ledger(ledger, wanted)
    tally = tally_of(whole.observations.increments, source)

    def known(origin: date, end: date) -> Selection:
        asked = replace(wanted, end=end, known_until=origin)
        return select_from_ledger(ledger, asked, as_known_on=None if by_day else origin)

    if not by_day:
        first = ledger.stats().first_recorded
        if first is not None and date.fromisoformat(first[:10]) + timedelta(days=min(HORIZONS)) > tally.end:
            raise UsageError(
                f"the ledger knew nothing before {first[:10]}, and {tally.source} counts until {tally.end - timedelta(days=1)}",
                do="give --by-day to take what had been said by each day, whenever it was recorded",
            )
    return backtest(known, tally, every=every, progress=progress)


def backtest(
    known: Known,
    tally: Tally,
    *,
    every: int = EVERY,
    horizons: Sequence[int] = HORIZONS,
    first: int = FIRST,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Score estimates and rules at origins `every` days apart. One fit for each origin, up to the longest horizon that is counted."""
    _check_extra()
    origins = list(_origins(tally, every, first, min(horizons)))
    if not origins:
        raise TooLittle(
            f"{tally.source} counts {len(tally.daily)} days", expected=f"more than {first + min(horizons)}", do="add more of its issues"
        )
    scores: list[Score] = []
    failed: list[tuple[date, str]] = []
    for nth, origin in enumerate(origins):
        if progress is not None:
            progress(nth, len(origins))
        reach = [horizon for horizon in horizons if origin + timedelta(days=horizon + 1) <= tally.end]
        try:
            made = fit(known(origin, origin + timedelta(days=max(reach))))
        except EstimationError as error:
            failed.append((origin, error.sentence()))
            continue
        for horizon in reach:
            scores += _scored(made, tally, origin=origin, horizon=horizon)
    return Backtest(source=tally.source, scores=tuple(scores), failed=tuple(failed))


def _origins(tally: Tally, every: int, first: int, least: int) -> Iterator[date]:
    origin = tally.start + timedelta(days=first)
    while origin + timedelta(days=least + 1) <= tally.end:
        yield origin
        origin += timedelta(days=every)


def _scored(made: Estimate, tally: Tally, *, origin: date, horizon: int) -> Iterator[Score]:
    import numpy as np

    from tollbook.outlook.baseline import WINDOW

    counted = math.log(max(tally.between(origin + timedelta(days=1), horizon), 0.5))
    random = np.random.default_rng([origin.toordinal(), horizon])
    forecasts: dict[str, Any] = {
        "estimate": _foretold(made, tally, origin, horizon),
        "28-day mean": _rule(tally, origin, horizon, WINDOW, random),
        "last value": _rule(tally, origin, horizon, 1, None),
    }
    for method, draws in forecasts.items():
        yield _score(method, draws, counted, origin=origin, horizon=horizon)


def _foretold(made: Estimate, tally: Tally, origin: date, horizon: int) -> Any:
    """Return draws of the log of the source's count over the next days: the losses, times what the source makes of them."""
    import numpy as np

    before = made.at(origin).total(tally.category).draws
    after = made.at(origin + timedelta(days=horizon)).total(tally.category).draws
    summary = next((one for one in made.source_summaries if one.source == tally.source and one.factor is not None), None)
    if summary is None or summary.factor is None:
        raise TooLittle(f"{tally.source} has no factor in the estimate", do="choose another --source")
    losses = np.asarray(after) - np.asarray(before)
    return np.log(np.maximum(losses, 1e-9)) + np.log(np.asarray(summary.factor.draws))


def _rule(tally: Tally, origin: date, horizon: int, window: int, random: Any) -> Any:
    """Return draws of a rule's log forecast: the mean of the last days carried on, with its own past errors where `random` is given.

    The rule that stands beside an outlook, on one source's count.
    """
    import numpy as np

    from tollbook.outlook.baseline import EVERY as APART
    from tollbook.outlook.baseline import LEAST_ERRORS, WIDE

    said = _said(tally, origin, horizon, window)
    if random is None:
        return np.array([said])
    errors = []
    past = origin - timedelta(days=horizon)
    while past - timedelta(days=window) >= tally.start:
        errors.append(math.log(max(tally.between(past + timedelta(days=1), horizon), 0.5)) - _said(tally, past, horizon, window))
        past -= timedelta(days=APART)
    drawn = random.choice(errors, 1000) if len(errors) >= LEAST_ERRORS else WIDE * random.standard_normal(1000)
    return said + drawn


def _said(tally: Tally, origin: date, horizon: int, window: int) -> float:
    return math.log(max(tally.between(origin - timedelta(days=window - 1), window) * horizon / window, 0.5))


def _score(method: str, draws: Any, counted: float, *, origin: date, horizon: int) -> Score:
    import numpy as np
    import scoringrules

    low, middle, high = np.quantile(draws, [(1 - COVERED) / 2, 0.5, (1 + COVERED) / 2])
    crps = float(scoringrules.crps_ensemble(counted, draws)) if len(draws) > 1 else abs(float(draws[0]) - counted)
    inside = bool(low <= counted <= high)
    return Score(origin=origin, horizon=horizon, method=method, crps=crps, error=float(middle) - counted, inside=inside)


def _check_extra() -> None:
    for library in ("numpy", "scoringrules"):
        if find_spec(library) is None:
            raise UsageError(f"a backtest needs {library}, which isn't installed", do=EXTRA)
