"""An estimate as plain lines of 80 columns: totals with intervals, what they rest on, what moved them, and how sure the computation is.

Numbers are shown with three digits, as more would claim too much. May not compute a quantity.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap

from tollbook.charts.wording import number, span, what
from tollbook.cli.grid import grid_lines
from tollbook.core.display import WIDTH, counted, day_words, plain
from tollbook.core.estimates import Estimate, Influence, Marginal, Sensitivity, SourceSummary
from tollbook.flow.figures import LeftOut
from tollbook.vocab.naming import source_name

MASSES = (0.5, 0.8, 0.95)
SHOWN = 6
REASONS = 8
"""Rows of a part of the report; --explain shows all."""
EXPLAINED = ("statement", "source", "until", "value", "")
FAR = 3.0
"""Residual, in sd of the noise, beyond which a statement is said to be contradicted: one in 25 of a Student t with 4 degrees of freedom."""
SENTENCE = "A total is an estimate under the assumptions below, not a count: other assumptions give other totals."


def estimate_lines(estimate: Estimate, left_out: Sequence[LeftOut], *, explain: bool = False, width: int = WIDTH) -> Iterator[str]:
    """Give the lines of an estimate's report; `explain` adds every statement that moved it and every one that was left out."""
    days = (estimate.dates[-1] - estimate.start).days + 1
    title = f"{estimate.force}: {what(estimate)}, {day_words(estimate.start)} to {day_words(estimate.dates[-1])}"
    yield from wrap(f"{plain(title)} ({counted(days, 'day')})", width)
    yield ""
    yield from grid_lines(_totals(estimate), width=width)
    yield ""
    yield from grid_lines(_rates(estimate), width=width)
    yield ""
    yield from wrap(SENTENCE, width)
    yield from _anchors(estimate, width)
    yield from _part("Sources: what each makes of the truth (90%)", _sources(estimate), width)
    yield from _part(
        "Statements that moved the total: its shift in sd if one is left out", _influences(estimate, None if explain else SHOWN), width
    )
    yield from _far(estimate, width)
    yield from _part("The total under other assumptions (90%)", _sensitivity(estimate), width)
    yield from _left_out(left_out, width, explain=explain)
    yield ""
    yield from wrap(_diagnostics(estimate), width)
    yield from wrap(
        f"model {estimate.model_version}, assumptions {estimate.assumptions.id}, {counted(len(estimate.statements), 'statement')}, "
        f"seed {estimate.seed}; `tollbook assumptions --force {plain(estimate.force)}` prints the assumptions with their grounds",
        width,
    )


def _totals(estimate: Estimate) -> list[tuple[str, ...]]:
    last = estimate.at()
    return _intervals(estimate, "in total", [last.total(quantity) for quantity in estimate.quantities])


def _rates(estimate: Estimate) -> list[tuple[str, ...]]:
    last = estimate.at()
    return _intervals(estimate, "a day, now", [last.rate(quantity) for quantity in estimate.quantities])


def _intervals(estimate: Estimate, heading: str, values: Sequence[Marginal]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(heading, "median", *(f"{mass:.0%}" for mass in MASSES))]
    for quantity, value in zip(estimate.quantities, values, strict=True):
        rows.append((_label(estimate, quantity), number(value.median), *(span(value, mass) for mass in MASSES)))
    return rows


def _label(estimate: Estimate, quantity: str) -> str:
    return quantity if estimate.measure == "casualties" else what(estimate)


def _anchors(estimate: Estimate, width: int) -> Iterator[str]:
    names = ", ".join(source_name(source) for source in estimate.anchors) or "nothing but a prior"
    yield from wrap(f"The level is pinned by: {plain(names)}. The data alone fix the shape, not the level.", width)
    if estimate.killed_share is not None:
        start = estimate.assumptions.process.killed_start
        yield from wrap(
            f"The killed share starts at {start.middle:.2f} (sd {start.sd:.2g} on the logit) and drifts; "
            f"casualties are killed and wounded, not missing or captured.",
            width,
        )


def _part(title: str, rows: list[tuple[str, ...]], width: int) -> Iterator[str]:
    if len(rows) > 1:
        yield from ("", title)
        yield from (f"  {line}".rstrip() for line in grid_lines(rows, width=width - 2))


def _sources(estimate: Estimate) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("source", "role", "n", "says of 1", "finds", "")]
    for one in estimate.source_summaries:
        factor = "" if one.factor is None else _factor(one.factor)
        coverage = "" if one.coverage is None else _share(one.coverage)
        role = one.role.replace("third_party_intelligence", "third party").replace("_", " ")
        rows.append((plain(one.source), role, f"{one.statements:,}", factor, coverage, _note(one)))
    return rows


def _note(one: SourceSummary) -> str:
    if one.relays is not None:
        return f"repeats {plain(one.relays)}"
    return "anchor" if one.anchor else ""


def _factor(value: Marginal) -> str:
    low, high = value.interval()
    return f"{value.median:.2f} ({low:.2f}-{high:.2f})"


def _share(value: Marginal) -> str:
    low, high = value.interval()
    return f"{value.median:.0%} ({low:.0%}-{high:.0%})"


def _influences(estimate: Estimate, most: int | None) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("statement", "source", "of", "until", "expected", "shift")]
    ordered = sorted(estimate.influences, key=_weight)
    for one in ordered[:most]:
        sign = f"{one.shift:+.2f}" + ("?" if one.khat > estimate.assumptions.engine.khat_limit else "")
        statement = one.statements[0] if one.statements else ""
        rows.append((statement[:12], plain(one.source), _label(estimate, one.category), one.end.isoformat(), number(one.expected), sign))
    return rows


def _far(estimate: Estimate, width: int) -> Iterator[str]:
    """Give the statements that contradict the rest; a regular count has an odd day now and then, which is no contradiction."""
    far = [one for one in estimate.influences if one.kind == "point" and one.residual is not None and abs(one.residual) > FAR]
    if not far:
        return
    named = [
        f"{plain(source_name(one.source))} until {one.end.isoformat()} (expected {number(one.expected)} {_label(estimate, one.category)})"
        for one in far
    ]
    shown = named[:SHOWN] + ([f"{len(named) - SHOWN} more"] if len(named) > SHOWN else [])
    yield ""
    yield from wrap(
        f"Contradicted by the rest, more than {FAR:g} sd of their noise away: {'; '.join(shown)}. One side is wrong or means something "
        "else; the estimate doesn't know which.",
        width,
    )


def _weight(one: Influence) -> tuple[float, str]:
    return -abs(one.shift), one.source


def _sensitivity(estimate: Estimate) -> list[tuple[str, ...]]:
    now = estimate.at().total(estimate.quantities[0]).median
    mine = [one for one in estimate.sensitivities if one.quantity == estimate.quantities[0]]

    def moved(one: Sensitivity) -> float:
        return -abs(math.log(max(one.median, 1e-9) / now))

    rows: list[tuple[str, ...]] = [("assumption", "change", "median", "90%", "")]
    for one in sorted(mine, key=moved)[:SHOWN]:
        note = "" if one.reliable else "rough"
        rows.append((one.assumption.replace("_", " "), one.change, number(one.median), f"{number(one.low)}-{number(one.high)}", note))
    return rows


def _left_out(left_out: Sequence[LeftOut], width: int, *, explain: bool) -> Iterator[str]:
    if not left_out:
        return
    yield from ("", f"Left out: {counted(len(left_out), 'statement')}{'' if explain else ' (--explain lists them)'}")
    groups: dict[str, list[LeftOut]] = defaultdict(list)
    for one in left_out:
        groups[_reason(one)[0]].append(one)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    for reason, group in ordered if explain else ordered[:REASONS]:
        yield from wrap(f"{len(group):>5,}  {plain(reason)}", width, subsequent_indent=" " * 7, drop_whitespace=True)
        if explain:
            rows = [(one.statement[:12], plain(one.source), _day(one.day), _value(one.value), plain(_reason(one)[1])) for one in group]
            yield from (f"       {line}".rstrip() for line in grid_lines([EXPLAINED, *rows], width=width - 7))


def _reason(one: LeftOut) -> tuple[str, str]:
    """Return what a reason has in common with others, and its own part: a fall of the total is a revision, whatever the number."""
    if not one.reason.startswith("a revision"):
        return one.reason, ""
    common, _, own = one.reason.partition(": ")
    return common, own


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _diagnostics(estimate: Estimate) -> str:
    found = estimate.diagnosis
    grid = f"{counted(found.steps, 'step')} of {counted(found.step_days, 'day')}"
    if found.divergences is not None and found.rhat is not None:
        return (
            f"Computed by {plain(found.engine)}: {counted(found.divergences, 'divergent transition')}, split R-hat {found.rhat:.2f}, "
            f"{found.ess:,.0f} effective draws at least, {grid}."
        )
    return (
        f"Computed by {plain(found.engine)}: Pareto k {found.khat:.2f} (under {estimate.assumptions.engine.khat_limit:g} is reliable), "
        f"{found.ess:,.0f} effective draws, {grid}."
    )
