"""Estimate one force's losses from a ledger, from data sets or from one source's series; and make a stored estimate again.

The engine's libraries (extra `estimate`) are imported here and nowhere above, when an estimate is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tollbook.core.assumptions import Assumptions, EngineName, assumptions_from_dict
from tollbook.core.errors import EstimationError, TooLittle, UsageError
from tollbook.core.estimates import Estimate
from tollbook.core.progress import Progress, Stage
from tollbook.core.records import Moment
from tollbook.core.rows import Row
from tollbook.core.series import Series
from tollbook.core.types import Quantity
from tollbook.flow.figures import PEOPLE, Figure
from tollbook.flow.selection import CASUALTIES, Selection, Wanted, select_figures, select_from_ledger, select_from_rows

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

EXTRA = "pip install 'tollbook[estimate]'"


def estimate(
    ledger: Ledger,
    *,
    force: str,
    measure: str = CASUALTIES,
    as_known_on: Moment = None,
    start: date | None = None,
    end: date | None = None,
    assumptions: Assumptions | str | Path | None = None,
    theatre: str | None = None,
    engine: EngineName | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Return what a ledger's statements together support on one force's losses, as the ledger knew them on a day.

    `measure` is "casualties" (killed and wounded come with it) or a category of materiel ("tank"). `start` is the first day of its losses,
    by default its theatre's; `assumptions` a value or a TOML file; `engine` replaces theirs. `progress` is told each stage and its steps.
    Raises EstimationError where none can be given: TooLittle, NoAnchor,
    FitFailed, AssumptionError.
    """
    wanted = Wanted(force=force, measure=measure, start=start, end=end, theatre=theatre, assumptions=assumptions, engine=engine)
    _tell(progress, "reading the ledger")
    return fit(select_from_ledger(ledger, wanted, as_known_on=as_known_on), progress=progress)


def estimate_rows(rows: Iterable[Row], wanted: Wanted, *, progress: Progress | None = None) -> Estimate:
    """Return what rows of data sets support, without a ledger. Raises EstimationError."""
    _tell(progress, "reading the rows")
    return fit(select_from_rows(rows, wanted), progress=progress)


def estimate_series(
    series: Series,
    *,
    start: date | None = None,
    assumptions: Assumptions | str | Path | None = None,
    theatre: str | None = None,
) -> Estimate:
    """Return what one source's own figures support, with the prior of its bias as the only thing that sets the level.

    The source itself is taken as the anchor: its bias is as uncertain after as before. Raises EstimationError.
    """
    wanted = Wanted(force=series.force or "-", measure=_measure(series), start=start, theatre=theatre, assumptions=assumptions)
    return fit(select_figures(figures_of_series(series), [], wanted).anchored(series.source))


def fit(selection: Selection, *, progress: Progress | None = None) -> Estimate:
    """Return the estimate of what was selected, with the seconds that it took.

    Raises EstimationError, and UsageError where the engine's libraries are missing.
    """
    selection.observations.check()
    try:
        from tollbook.estimation.estimate import estimate as engine
    except ImportError as error:
        raise UsageError(f"estimates need {error.name}, which isn't installed", do=EXTRA) from error
    seen = selection.observations
    name = f"fitting {seen.days:,} days, {len(seen.everything):,} observations"

    def told(done: int, total: int) -> None:
        _tell(progress, name, done=done, total=total)

    _tell(progress, name)
    begun = perf_counter()
    made = engine(seen, selection.assumptions, progress=told)
    return replace(made, diagnosis=replace(made.diagnosis, seconds=perf_counter() - begun))


def reproduce(ledger: Ledger, stored: Mapping[str, Any]) -> Estimate:
    """Make a stored estimate again, from what `Estimate.to_dict` wrote: the same statements, assumptions and days give the same digits.

    Raises EstimationError: a statement that the ledger lacks, or a model of another version.
    """
    statements = frozenset(stored["statements"])
    wanted = Wanted(
        force=stored["force"],
        measure=stored["measure"],
        start=date.fromisoformat(stored["start"]),
        end=date.fromisoformat(stored["dates"][-1]),
        assumptions=assumptions_from_dict({key: value for key, value in stored["assumptions"].items() if key != "id"}),
        statements=statements,
    )
    made = fit(select_from_ledger(ledger, wanted))
    missing = statements - set(made.statements)
    if missing:
        raise TooLittle(f"{len(missing)} statements of the stored estimate are not in this ledger", where=min(missing))
    if made.model_version != stored["model_version"]:
        raise EstimationError(
            f"stored by model {stored['model_version']}, made again by model {made.model_version}", do="install the version that stored it"
        )
    return made


def _measure(series: Series) -> str:
    if series.unit == "person":
        return CASUALTIES
    if series.unit != "item" or len(series.categories) != 1:
        raise UsageError(f"{series.name} can't be estimated", expected="killed, wounded or both, or one category of materiel")
    return next(iter(series.categories))


def figures_of_series(series: Series) -> list[Figure]:
    """Return the points of a series as figures; zeros are left out. Raises UsageError for what can't be estimated."""
    category = PEOPLE.get(series.categories) if series.unit == "person" else "casualties"
    if category is None:
        raise UsageError(f"{series.name} can't be estimated", expected="killed, wounded or both, or one category of materiel")
    return [
        Figure(
            statement=point.ref or f"{series.source}|{point.day}",
            source=series.source,
            category=category,
            kind=series.kind,
            start=point.start,
            day=point.day,
            quantity=Quantity(stated=point.value, low=point.value, high=point.value, hedge="exact", text=f"{point.value}"),
            published=point.day,
        )
        for point in series.points
        if point.value > 0
    ]


def _tell(progress: Progress | None, stage: str, *, done: int = 0, total: int | None = None) -> None:
    if progress is not None:
        progress(Stage(name=stage, done=done, total=total))
