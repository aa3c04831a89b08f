"""Observations as rows of a likelihood: which days each covers, how it scatters, whose bias it carries. May not evaluate one.

A relay's rows are left out where its parent speaks for itself, so that they neither move nor narrow a result; where the parent is silent
the relay stands in for it, under the parent's bias. Negative increments are revisions and no data; zeros and small figures are merged with
what follows until a window holds at least `MERGED` losses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import numpy as np

from tollbook.core.assumptions import Assumptions
from tollbook.estimation.grid import Floats, Grid
from tollbook.estimation.observations import CATEGORIES, Floor, Increment, NamedCount, Observation, Observations, PointStatement

MERGED = 30.0
"""Losses in a stream's window at least: below it the log of a count is too skewed for a normal (relative error of 1/sqrt(30), 18%)."""
EXACT = 1e-3
"""Log half-width that stands for an exact figure: far below any noise, so that the interval's probability is a density."""

Kind = Literal["stream", "point", "floor", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: `cover` days of each step, a value or bounds on the log scale (a count for `kind` count), noise, and whose it is.

    Streams and points carry the source's bias, counts its coverage, floors neither. `day` is when it speaks, in days since the start.
    """

    kind: Kind
    source: str
    role: str
    category: int
    cover: Floats
    day: float
    value: float
    low: float
    high: float
    offset: float
    days: float
    observation: Observation
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """A source whose rows repeat another's and were left out."""

    source: str
    role: str
    parent: str
    statements: tuple[str, ...]


def make_rows(observations: Observations, assumptions: Assumptions, grid: Grid) -> tuple[list[Row], list[Relayed]]:
    """Return the rows of a likelihood, and what was left out as a relay."""
    kept, relayed = _without_relays(observations, assumptions)
    rows = list(_streams([o for o in kept if isinstance(o, Increment)], grid))
    rows += [_point(o, assumptions, grid) for o in kept if isinstance(o, PointStatement)]
    rows += [_floor(o, grid) for o in kept if isinstance(o, Floor)]
    rows += [_count(o, assumptions, grid) for o in kept if isinstance(o, NamedCount)]
    return rows, relayed


def _without_relays(observations: Observations, assumptions: Assumptions) -> tuple[list[Observation], list[Relayed]]:
    spoken = {(o.source, o.category) for o in observations.everything}
    roles = dict(observations.sources)
    kept: list[Observation] = []
    left: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for seen in observations.everything:
        parent = assumptions.parent_of(seen.source, seen.category)
        if parent is None:
            kept.append(seen)
        elif (parent, seen.category) in spoken:
            left[(seen.source, seen.role, parent)].update(seen.statements)
        else:
            kept.append(replace(seen, source=parent, role=roles.get(parent, seen.role)))
    relays = [Relayed(source=s, role=r, parent=p, statements=tuple(sorted(refs))) for (s, r, p), refs in sorted(left.items())]
    return kept, relays


def _streams(increments: list[Increment], grid: Grid) -> Iterator[Row]:
    streams: dict[tuple[str, str, str], list[Increment]] = defaultdict(list)
    for increment in increments:
        if increment.value >= 0:
            streams[(increment.source, increment.role, increment.category)].append(increment)
    for key in sorted(streams):
        for group in _merged(sorted(streams[key], key=lambda one: (one.window.start, one.window.end)), grid):
            yield _stream_row(group, grid)


def _merged(stream: list[Increment], grid: Grid) -> list[list[Increment]]:
    """Group a stream's increments by step of the grid, and further until each group holds `MERGED` losses."""
    groups: list[list[Increment]] = []
    group: list[Increment] = []
    for index, increment in enumerate(stream):
        group.append(increment)
        after = stream[index + 1] if index + 1 < len(stream) else None
        begun = float(grid.day(group[0].window.start))
        edge = grid.edges[np.searchsorted(grid.edges, begun, side="right")]
        complete = after is None or grid.day(after.window.start) >= edge
        if complete and sum(one.value for one in group) >= MERGED and increment.value > 0:
            groups.append(group)
            group = []
    if group and groups:
        groups[-1].extend(group)
    elif group:
        groups.append(group)
    return groups


def _stream_row(group: list[Increment], grid: Grid) -> Row:
    first = group[0]
    cover = np.zeros(grid.steps)
    for increment in group:
        cover += grid.cover(increment.window)
    total = sum(increment.value for increment in group)
    value = math.log(total) if total > 0 else math.log(0.5)
    middle = (grid.day(first.window.start) + grid.day(group[-1].window.end)) / 2
    refs = tuple(ref for increment in group for ref in increment.statements)
    return Row(
        kind="stream",
        source=first.source,
        role=first.role,
        category=CATEGORIES.index(first.category),
        cover=cover,
        day=middle,
        value=value,
        low=-math.inf,
        high=math.inf,
        offset=0.0,
        days=float(cover.sum()),
        observation=replace(first, window=replace(first.window, end=group[-1].window.end), value=total, statements=refs),
        statements=refs,
    )


def _point(point: PointStatement, assumptions: Assumptions, grid: Grid) -> Row:
    low, high = _bounds(point, assumptions.noise.over_tail.mean)
    # A list's own total is a floor of the truth; its coverage is learnt from its counts.
    kind: Kind = "floor" if assumptions.coverage_of(point.source, point.role) is not None else "point"
    if kind == "floor":
        high = math.inf
    return _bounded(point, grid, kind=kind, low=low, high=high)


def _floor(floor: Floor, grid: Grid) -> Row:
    low = math.log(floor.value) if floor.value > 0 else -math.inf
    return _bounded(floor, grid, kind="floor", low=low, high=math.inf)


def _bounded(seen: PointStatement | Floor, grid: Grid, *, kind: Kind, low: float, high: float) -> Row:
    stated = seen.stated if isinstance(seen, PointStatement) else seen.value
    bounds = [bound for bound in (low, high) if math.isfinite(bound)]
    value = math.log(stated) if stated is not None and stated > 0 else sum(bounds) / max(len(bounds), 1)
    return Row(
        kind=kind,
        source=seen.source,
        role=seen.role,
        category=CATEGORIES.index(seen.category),
        cover=grid.cover(seen.window),
        day=float(grid.day(seen.window.end)),
        value=value,
        low=low,
        high=high,
        offset=0.0,
        days=float(seen.window.days),
        observation=seen,
        statements=seen.statements,
    )


def _bounds(point: PointStatement, over_tail: float) -> tuple[float, float]:
    """Return what a hedge allows, as logs: its own bounds, widened to the rounding step where the words alone would be a point."""
    low, high, half = point.low, point.high, point.step / 2
    if point.stated is not None and point.hedge in ("exact", "about"):
        low, high = min(low, point.stated - half), max(point.stated if high is None else high, point.stated + half)
    upper = math.inf if high is None or point.hedge == "at_least" else _log(max(high, 0.5))
    if point.hedge == "over" and point.stated is not None:
        beyond = point.stated + max(point.step, 0.0)
        upper = _log(max(beyond, point.stated if high is None else high)) + over_tail
    lower = -math.inf if low <= 0 or point.hedge in ("up_to", "under") else _log(low)
    return (lower - EXACT, upper + EXACT) if math.isfinite(lower) else (lower, upper)


def _count(named: NamedCount, assumptions: Assumptions, grid: Grid) -> Row:
    late = assumptions.noise
    middle = named.window.start + timedelta(days=named.window.days / 2)
    passed = max((named.known_on - middle).days, 0.5)
    z = (math.log(passed) - math.log(late.delay_median_days.mean)) / late.delay_log_sd.mean
    known = 0.5 * math.erfc(-z / math.sqrt(2))
    return Row(
        kind="count",
        source=named.source,
        role=named.role,
        category=CATEGORIES.index(named.category),
        cover=grid.cover(named.window),
        day=(grid.day(named.window.start) + grid.day(named.window.end)) / 2,
        value=float(named.count),
        low=-math.inf,
        high=math.inf,
        offset=math.log(max(known, 1e-6)),
        days=float(named.window.days),
        observation=named,
        statements=named.statements,
    )


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf
