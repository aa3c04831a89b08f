"""A projection as plain lines of 80 columns: share lost, which phrases hold, strength left, rates, ratios and scenarios by name."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from tollbook.charts.outlook_chart import ways_of
from tollbook.charts.wording import NOT_OFFERED, number, span, stated, verdict
from tollbook.cli.grid import grid_lines
from tollbook.core.display import WIDTH, day_words, plain
from tollbook.core.estimates import Marginal
from tollbook.core.projections import Projection
from tollbook.vocab.naming import source_name

MASS = 0.9


def outlook_lines(projection: Projection, *, width: int = WIDTH) -> Iterator[str]:
    """Give the lines of a projection's report."""
    title = f"{projection.force}: outlook from {day_words(projection.day)}; medians with intervals of 90%"
    yield from wrap(plain(title), width)
    yield ""
    yield from grid_lines(_present(projection), width=width)
    for note in projection.notes:
        yield from wrap(f"Not given: {note}.", width)
    yield from _strengths(projection, width)
    yield from _phrases(projection, width)
    yield from _ratios(projection, width)
    yield from ("", "New losses within so many days, under named scenarios; none is a forecast")
    yield from (f"  {line}" for line in grid_lines(_scenarios(projection), width=width - 2))
    yield from _assumed(projection, width)
    yield ""
    yield from wrap(f"{_anchored(projection)} {NOT_OFFERED}", width)
    seed = projection.assumptions.seed
    yield from wrap(f"model {projection.model_version}, assumptions {projection.estimate_assumptions}, seed {seed}", width)


def _present(projection: Projection) -> list[tuple[str, ...]]:
    trend = projection.trend
    rows: list[tuple[str, ...]] = [("", "median", "90%"), ("lost so far", *_cells(projection.lost))]
    for label, value in (("deployed", projection.deployed), ("still effective", projection.effective)):
        if value is not None:
            rows.append((label, *_cells(value)))
    if projection.fraction is not None:
        low, high = projection.fraction.interval(MASS)
        rows.append(("share of the deployed lost", f"{projection.fraction.median:.1%}", f"{low:.1%}-{high:.1%}"))
    rows.append((f"a day, last {trend.days} days", *_cells(trend.recent)))
    if trend.before is not None and trend.ratio is not None:
        rows.append((f"a day, {trend.days} days before", *_cells(trend.before)))
        low, high = trend.ratio.interval(MASS)
        rows.append(("ratio of the two", f"{trend.ratio.median:.2f}", f"{low:.2f}-{high:.2f}"))
    return rows


def _cells(value: Marginal) -> tuple[str, str]:
    return number(value.median), span(value, MASS)


def _strengths(projection: Projection, width: int) -> Iterator[str]:
    said = [f"{stated(one.low, one.high)} ({source_name(one.source)})" for one in projection.strengths]
    if said:
        spread = f"each with a log sd of {projection.assumptions.deployed_sd:g}"
        yield from wrap(f"Strength as stated: {plain(', '.join(said))}; {spread}.", width)


def _phrases(projection: Projection, width: int) -> Iterator[str]:
    if not projection.phrases:
        return
    yield from ("", "Published shares: how probable each is")
    rows: list[tuple[str, ...]] = [("phrase", "by", "true", "so much or more", "")]
    for one in projection.phrases:
        words = plain(one.phrase.text)
        rows.append(
            (words, plain(source_name(one.phrase.source)), f"{one.probability:.0%}", f"{one.at_least:.0%}", verdict(one.probability))
        )
    yield from (f"  {line}".rstrip() for line in grid_lines(rows, width=width - 2))
    for one in projection.phrases:
        if one.note:
            yield from wrap(f'"{plain(one.phrase.text)}" is {one.note}.', width, initial_indent="  ", subsequent_indent="  ")


def _ratios(projection: Projection, width: int) -> Iterator[str]:
    if projection.ratios:
        yield ""
    for one in projection.ratios:
        low, high = one.value.interval(MASS)
        days = f"{day_words(one.start)} to {day_words(one.end)}"
        yield from wrap(f"{plain(one.name).capitalize()}: {one.value.median:.1f} ({low:.1f}-{high:.1f}), {days}.", width)


def _scenarios(projection: Projection) -> list[tuple[str, ...]]:
    horizons = projection.baseline.horizons
    rows: list[tuple[str, ...]] = [("scenario", *(f"{horizon}" for horizon in horizons))]
    rows += [(way.name, *(f"{number(value.median)} ({span(value, MASS)})" for value in way.losses)) for way in ways_of(projection)]
    return rows


def _assumed(projection: Projection, width: int) -> Iterator[str]:
    for fan in projection.fans:
        yield from wrap(f"{fan.name}: {fan.assumes}.", width, initial_indent="  ", subsequent_indent="    ")
    if projection.baseline.widened:
        yield from wrap(f"baseline: {projection.baseline.widened}.", width, initial_indent="  ", subsequent_indent="    ")
    if projection.effective is not None:
        first, second = projection.assumptions.returning
        share, days = first / (first + second), projection.assumptions.return_days.middle
        yield from wrap(
            f"return to duty: {share:.0%} of the wounded (Beta({first:g}, {second:g})), half of them within {days:.0f} days.",
            width, initial_indent="  ", subsequent_indent="    ",
        )  # fmt: skip


def _anchored(projection: Projection) -> str:
    names = ", ".join(source_name(source) for source in projection.anchors) or "a prior alone"
    return f"Losses are estimated under stated assumptions; their level is pinned by {plain(names)}."
