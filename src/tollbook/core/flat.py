"""The flat form of a claim: how a measure, a hedge, a period and a text go into cells of claims.csv, and how they come back out.

What `exports` writes and `sources` reads back share these names. May not know a file, a column's order or a word of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from tollbook.core.types import HedgeKind, Measure, Period, PeriodKind, Unit

BOUNDS: Final[Mapping[HedgeKind, str]] = {
    "exact": "exact",
    "about": "approx",
    "nearly": "approx",
    "over": "atleast",
    "at_least": "atleast",
    "under": "atmost",
    "up_to": "atmost",
    "between": "between",
    "vague": "vague",
}
"""The column `bound` by the hedge: which side of the number is open."""
HEDGES: Final[Mapping[str, HedgeKind]] = {
    "exact": "exact",
    "approx": "about",
    "atleast": "at_least",
    "atmost": "up_to",
    "between": "between",
    "vague": "vague",
}
"""The hedge of a bound whose words say no more."""
UNITS: Final[Mapping[Unit, str]] = {"person": "person", "item": "item", "km2": "km2", "share": "fraction"}
_GROUPS: Final[Mapping[Unit, str]] = {"person": "people", "item": "equipment", "km2": "territory", "share": "share"}
_GROUND = frozenset({"settlement", "territory"})

ROW_TITLE = "dataset: tollbook claims"
"""The first line of the small document that a row of claims.csv becomes when it is imported."""
LOST = "lost"
_CASUALTIES = frozenset({"killed", "wounded"})
_SHARE = "_share"
_BASE, _OUTCOME, _POPULATION = "of_", "outcome_", "population_"
_DAYS_BY_PRECISION: Final = {1: 0, 2: 2, 3: 7, 4: 8, 5: 32}
"""The fewest days of each precision: UCDP's codes 1 (a day) to 5 (more than a month)."""
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BREAKS = re.compile(r"[\\\n\r]")


def metric_of(measure: Measure) -> str:
    """Return a measure as one word: its categories, then what narrows it, after colons. Equipment that is lost says no more.

    >>> metric_of(Measure(categories=frozenset({"killed", "wounded"}), unit="person", population="civilian"))
    'casualties:civilian'
    >>> metric_of(Measure(categories=frozenset({"killed", "wounded"}), unit="share", base="strength"))
    'casualty_share:of_strength'
    >>> metric_of(Measure(categories=frozenset({"tank"}), unit="item", outcome="lost"))
    'tank'
    """
    share = measure.unit == "share"
    if measure.categories == _CASUALTIES:
        name = f"casualty{_SHARE}" if share else "casualties"
    else:
        name = "+".join(sorted(measure.categories)) + (_SHARE if share else "")
    item = measure.unit == "item"
    outcome = None if item and measure.outcome == LOST else measure.outcome
    narrowed = (
        (_POPULATION if item else "", measure.population),
        ("" if item else _OUTCOME, outcome),
        (_BASE, measure.base),
    )
    return ":".join([name, *(f"{mark}{value.replace(':', ';')}" for mark, value in narrowed if value is not None)])


def group_of(measure: Measure) -> str:
    """Return what a measure is one of: people, equipment, territory or share."""
    return "territory" if measure.categories <= _GROUND and measure.unit != "share" else _GROUPS[measure.unit]


def measure_of(metric: str, unit: str) -> Measure | None:
    """Return the measure that `metric_of` wrote, None for what it can't have written. The source's own term is not in it."""
    units = {name: known for known, name in UNITS.items()}
    name, *parts = metric.split(":")
    if unit not in units or not name:
        return None
    kind = units[unit]
    if kind == "share":
        if not name.endswith(_SHARE):
            return None
        name = name.removesuffix(_SHARE)
    whole = "casualty" if kind == "share" else "casualties"
    categories = _CASUALTIES if name == whole else frozenset(name.split("+"))
    if "" in categories:
        return None
    narrowed = _narrowed(parts, plain="outcome" if kind == "item" else "population")
    return None if narrowed is None else Measure(categories=categories, unit=kind, **narrowed)


def _narrowed(parts: list[str], *, plain: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for part in parts:
        marks = {_BASE: "base", _OUTCOME: "outcome", _POPULATION: "population"}
        mark = next((mark for mark in marks if part.startswith(mark)), "")
        name, value = marks.get(mark, plain), part.removeprefix(mark)
        if not value or name in found:
            return None
        found[name] = value
    return found


def period_type(period: Period) -> str:
    """Return the kind of a period: cumulative, stock, daily for the losses of a day, else flow."""
    if period.kind != "flow":
        return period.kind
    last = last_day(period)
    if last is None or period.start is None:
        return "flow"
    return "daily" if (last - period.start).days <= 1 else "flow"


def last_day(period: Period) -> date | None:
    """Return the latest day on which a period may end."""
    return period.end_latest or period.end


def date_precision(period: Period) -> int | None:
    """Return how closely the days are known, in UCDP's codes: 1 a day, 2 within 6 days, 3 a week, 4 a month, 5 more; None without days.

    Of a flow it is how long it lasts; of a total or a stock, how far its last day may be off.
    """
    last = last_day(period)
    if last is None:
        return None
    first = period.start if period.kind == "flow" else period.end or last
    if first is None:
        return None
    days = max((last - first).days, 0)
    return max(code for code, fewest in _DAYS_BY_PRECISION.items() if days >= fewest)


def period_of(kind: str, start: date | None, last: date | None, precision: int | None) -> Period | None:
    """Return the period that these cells tell of, None for a kind that there is not. The words for it are not in them."""
    if kind not in {"daily", "flow", "cumulative", "stock"}:
        return None
    if kind in {"daily", "flow"}:
        return Period(kind="flow", start=start, end=last)
    off = _DAYS_BY_PRECISION.get(precision or 1, 0)
    total: PeriodKind = "cumulative" if kind == "cumulative" else "stock"
    if last is None or off == 0:
        return Period(kind=total, start=start, end=last)
    return Period(kind=total, start=start, end=last - timedelta(days=off), end_latest=last)


def row_text(cells: Mapping[str, str]) -> str:
    """Return the text of the document that a row becomes: a line for each cell that is not empty."""
    return "\n".join([ROW_TITLE, *(f"{name}: {escaped(value)}" for name, value in cells.items() if value)])


def row_cells(text: str) -> dict[str, str]:
    """Return the cells that `row_text` wrote; a cell that was empty is not in them."""
    lines = text.split("\n")
    if lines[0] != ROW_TITLE:
        return {}
    pairs = (line.partition(": ") for line in lines[1:])
    return {name: _unescaped(value) for name, _, value in pairs}


def escaped(value: str) -> str:
    """Return a cell on one line."""
    return _BREAKS.sub(lambda found: _ESCAPES[found.group()], value)


def _unescaped(value: str) -> str:
    letters = {"n": "\n", "r": "\r"}
    return _ESCAPED.sub(lambda found: letters.get(found[1], found[1]), value)
