"""Scenarios of what may come, each named by what it assumes. None is a forecast; a scenario says more than the data where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tollbook.core.projections import Fan, OutlookAssumptions
from tollbook.outlook.paths import Floats, Paths, marginal_of
from tollbook.outlook.returning import Returning, returned_by

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A way in which fighting may go on: whether the rate drifts, and whether it pauses."""

    name: str
    assumes: str
    drifts: bool
    pauses: bool


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(name="constant rate", assumes="the recent rate goes on, in proportion to who is left", drifts=False, pauses=False),
    Scenario(name="drift", assumes="the rate wanders from week to week and never pauses", drifts=True, pauses=False),
    Scenario(name="drift with pauses", assumes="the rate wanders, and fighting may stop for weeks and go on", drifts=True, pauses=True),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Present:
    """Where every scenario begins, by draw: losses so far, the daily rate, who was deployed and who of the wounded come back, if known."""

    lost: Floats
    rate: Floats
    wounded_share: Floats | None = None
    deployed: Floats | None = None
    wounded: Paths | None = None
    returning: Returning | None = None


def run_scenario(
    scenario: Scenario, present: Present, horizons: Sequence[int], *, assumptions: OutlookAssumptions, random: np.random.Generator
) -> Fan:
    """Return a scenario's losses at each horizon in days, with the strength left where the force's size is known."""
    weeks = -(-max(horizons) // WEEK)
    losses, effective = _simulate(scenario, present, weeks, assumptions=assumptions, random=random)
    at = [horizon / WEEK for horizon in horizons]
    lost = [_at(losses, week) for week in at]
    left = [] if effective is None else [_at(effective, week) for week in at]
    shares = [] if present.deployed is None else [np.minimum(one / present.deployed, 1.0) for one in lost]
    return Fan(
        name=scenario.name,
        assumes=scenario.assumes,
        horizons=tuple(horizons),
        losses=tuple(marginal_of(f"{horizon} days", one) for horizon, one in zip(horizons, lost, strict=True)),
        effective=tuple(marginal_of(f"{horizon} days", one) for horizon, one in zip(horizons, left, strict=False)),
        fraction=tuple(marginal_of(f"{horizon} days", one) for horizon, one in zip(horizons, shares, strict=False)),
    )


def effective_now(present: Present) -> Floats | None:
    """Return who is left of the deployed, with the wounded who are back; None where the size or the wounded aren't known."""
    return _effective(present, present.lost, cohorts=(), week=0)


def _effective(present: Present, lost: Floats, *, cohorts: Sequence[Floats], week: int) -> Floats | None:
    """Return who is left after some weeks in which `lost` has been reached; `cohorts` are the wounded of each of these weeks."""
    if present.deployed is None or present.wounded is None or present.returning is None:
        return None
    back = returned_by(present.wounded, present.returning, after=WEEK * week)
    for index, cohort in enumerate(cohorts):
        back = back + cohort * present.returning.returned(WEEK * (week - index - 0.5))
    return np.asarray(np.clip(present.deployed - lost + back, 0.0, present.deployed))


def _simulate(
    scenario: Scenario, present: Present, weeks: int, *, assumptions: OutlookAssumptions, random: np.random.Generator
) -> tuple[Floats, Floats | None]:
    """Return losses by draw and week, the first column now; and who is left, where that is known."""
    count = len(present.lost)
    rate, active = present.rate.copy(), np.ones(count, dtype=bool)
    stop, resume = random.beta(*assumptions.pause, size=count), random.beta(*assumptions.resume, size=count)
    wounded_share = 0.0 if present.wounded_share is None else present.wounded_share
    first = left = effective_now(present)
    losses, cohorts = [present.lost], list[Floats]()
    lefts = [] if left is None else [left]
    for week in range(1, weeks + 1):
        if scenario.drifts:
            rate = rate * np.exp(assumptions.weekly_drift * random.standard_normal(count))
        if scenario.pauses:
            chance = random.random(count)
            active = np.where(active, chance > stop, chance < resume)
        new = WEEK * rate * active
        if left is not None and first is not None:
            new = np.minimum(new * np.minimum(left / np.maximum(first, 1.0), 1.0), left)
        losses.append(losses[-1] + new)
        cohorts.append(new * wounded_share)
        left = _effective(present, losses[-1], cohorts=cohorts, week=week)
        if left is not None:
            lefts.append(left)
    return np.stack(losses, axis=1), np.stack(lefts, axis=1) if lefts else None


def _at(values: Floats, week: float) -> Floats:
    low = int(week)
    high = min(low + 1, values.shape[1] - 1)
    return np.asarray(values[:, low] + (week - low) * (values[:, high] - values[:, low]))
