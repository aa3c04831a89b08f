"""The chart of an estimate: the total with its intervals over the figures as claimed, and below it the daily rate."""

from __future__ import annotations

from datetime import date, timedelta

from tollbook.charts.marks import Leads, Mark, bound_of, family_of, thinned
from tollbook.charts.panel import Bands, Line, Panel
from tollbook.charts.picture import Picture
from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import HEIGHT, LIGHT, RATE_HEIGHT, WIDTH, Theme
from tollbook.charts.wording import force_name, number, what
from tollbook.core.display import day_words, plain
from tollbook.core.estimates import Estimate
from tollbook.estimation.observations import Floor, NamedCount, Observation, Observations, PointStatement
from tollbook.vocab.naming import source_name

MARKS_A_SOURCE = 40
"""Points of one regular release at most: its line shows the rest."""
LINES = 3


def estimate_chart(
    estimate: Estimate, observations: Observations | None = None, *, theme: Theme = LIGHT, leads: Leads | None = None
) -> Picture:
    """Return the chart of an estimate, and of the figures that it observes. Raises UsageError where the libraries are missing."""
    sheet = Sheet(theme)
    marks, lines = ((), ()) if observations is None else (_marks(estimate, observations, leads), _lines(estimate, observations))
    upper = _panel(estimate, "total", marks=marks, lines=lines)
    lower = _panel(estimate, "rate", marks=(), lines=())
    title, subtitle = _title(estimate), _subtitle(estimate, upper)
    chart = sheet.alt.vconcat(upper.drawn(sheet), lower.drawn(sheet), spacing=22)
    return sheet.finished(chart, title, subtitle)


def estimate_bands(estimate: Estimate, kind: str = "total", *, quantity: str | None = None) -> Bands:
    """Return the intervals of a quantity, the first one by default: its "total" since the first day, or its daily "rate"."""
    paths = estimate.totals if kind == "total" else estimate.rates
    path = next(path for path in paths if path.name == (quantity or estimate.quantities[0]))
    return Bands(dates=estimate.dates, path=path)


def anchors_words(estimate: Estimate, most: int = 3) -> str:
    """Return in words which sources pin the level of an estimate."""
    names = [plain(source_name(source)) for source in estimate.anchors]
    if not names:
        return "a prior alone"
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _panel(estimate: Estimate, kind: str, *, marks: tuple[Mark, ...], lines: tuple[Line, ...]) -> Panel:
    total = kind == "total"
    return Panel(
        first=estimate.start,
        last=estimate.dates[-1],
        width=WIDTH,
        height=HEIGHT if total else RATE_HEIGHT,
        bands=estimate_bands(estimate, kind),
        marks=marks,
        lines=lines,
        band_words="Estimate" if total else "",
        title=None if total else "a day",
        from_zero=True,
    )


def _title(estimate: Estimate) -> str:
    last = estimate.at().total(estimate.quantities[0])
    low, high = last.interval(0.95)
    counted = plain(what(estimate)).removesuffix(" lost")
    verb = "" if estimate.measure == "casualties" else " lost"
    found = f"about {number(last.median)} {counted}{verb} by {day_words(estimate.dates[-1])}, 95% between {number(low)} and {number(high)}"
    return f"{force_name(estimate.force)}: {found}"


def _subtitle(estimate: Estimate, panel: Panel) -> list[str]:
    counted = "Killed and wounded" if estimate.measure == "casualties" else "Losses"
    start = "" if panel.axis.low == 0 else f" The axis starts at {panel.axis.low:,.0f}."
    return [
        f"{counted} since {day_words(estimate.start)}, in total (above) and a day (below). Marks: figures as claimed.{start}",
        f"An estimate, not a count: its level is pinned by {anchors_words(estimate)}. Another anchor, another total.",
    ]


def _marks(estimate: Estimate, observations: Observations, leads: Leads | None) -> tuple[Mark, ...]:
    """Give the figures for the total since the first day, in the category of the chart; a regular count is summed up to each issue."""
    chosen = estimate.quantities[0]
    singles: tuple[PointStatement | Floor | NamedCount, ...] = (*observations.points, *observations.floors, *observations.counts)
    told = [seen for seen in singles if seen.category == chosen and seen.window.start == observations.start]
    marks = thinned([_mark(estimate, seen, _value(seen), leads) for seen in sorted(told, key=lambda one: one.window.end)])
    for sums in _running(observations, chosen).values():
        marks += thinned([_mark(estimate, seen, value, leads) for seen, value in sums], MARKS_A_SOURCE)
    return tuple(marks)


def _lines(estimate: Estimate, observations: Observations) -> tuple[Line, ...]:
    longest = sorted(_running(observations, estimate.quantities[0]).items(), key=lambda pair: -len(pair[1]))[:LINES]
    return tuple(
        Line(points=tuple((_last_day(seen), value) for seen, value in sums), words=f"{plain(source_name(source))}, as claimed")
        for source, sums in longest
        if len(sums) > 1
    )


def _running(observations: Observations, chosen: str) -> dict[str, list[tuple[Observation, float]]]:
    """Return each regular release's running total after each issue."""
    first: dict[str, float] = {
        point.source: _value(point)
        for point in observations.points
        if point.category == chosen and point.window.start == observations.start and point.hedge == "exact"
    }
    sums: dict[str, list[tuple[Observation, float]]] = {}
    for increment in sorted(observations.increments, key=lambda one: (one.source, one.window.end)):
        if increment.category == chosen:
            known = sums.setdefault(increment.source, [])
            before = known[-1][1] if known else first.get(increment.source, 0.0)
            known.append((increment, before + max(increment.value, 0.0)))
    return sums


def _mark(estimate: Estimate, seen: Observation, value: float, leads: Leads | None) -> Mark:
    relays = estimate.assumptions.parent_of(seen.source, seen.category) is not None
    low, high = (seen.low, seen.high) if isinstance(seen, PointStatement) and seen.hedge == "between" else (None, None)
    return Mark(
        day=_last_day(seen),
        value=value,
        source=source_name(seen.source),
        family=family_of(seen.role, relays=relays),
        bound="least" if isinstance(seen, Floor | NamedCount) else bound_of(getattr(seen, "hedge", None)),
        low=low,
        high=high,
        path=None if leads is None else next((leads(statement) for statement in reversed(seen.statements)), None),
    )


def _last_day(seen: Observation) -> date:
    return seen.window.end - timedelta(days=1)


def _value(seen: PointStatement | Floor | NamedCount) -> float:
    if isinstance(seen, NamedCount):
        return float(seen.count)
    if isinstance(seen, Floor):
        return seen.value
    if seen.stated is not None:
        return float(seen.stated)
    return float(seen.low if seen.high is None else (seen.low + seen.high) / 2)
