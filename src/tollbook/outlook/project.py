"""Make a projection of an estimate and of what is said of a force's strength.

Not offered, as nothing defends it: combat capability as a percentage, breakpoints, one date of exhaustion, who wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tollbook.core.errors import UsageError
from tollbook.core.estimates import Estimate
from tollbook.core.projections import OutlookAssumptions, PhraseStatement, Projection, Ratio, StrengthStatement, Trend
from tollbook.outlook.baseline import make_baseline
from tollbook.outlook.paths import Floats, Paths, marginal_of, paths_of
from tollbook.outlook.returning import draw_returning
from tollbook.outlook.scenarios import SCENARIOS, Present, effective_now, run_scenario
from tollbook.outlook.strengths import draw_deployed, fraction_of, judge_phrase

HORIZONS = (30, 90, 180)
REPLACED = "losses exceed the stated strength: the force was replaced meanwhile, and a share of it means nothing"
NO_STRENGTH = "no strength is stated: no share lost and no strength left can be given"


def project(
    estimate: Estimate,
    strengths: Sequence[StrengthStatement] = (),
    phrases: Sequence[PhraseStatement] = (),
    *,
    assumptions: OutlookAssumptions | None = None,
    horizons: Sequence[int] = HORIZONS,
    window: tuple[date, date] | None = None,
    other: Estimate | None = None,
) -> Projection:
    """Return what an estimate implies for its force on its last day.

    `window` is the first and last day of the ratios, by default the whole estimate; `other` is another force's, for the exchange ratio.
    Raises UsageError: draws that were not kept, a window outside the estimate, a strength or horizon below one.
    """
    settings = OutlookAssumptions() if assumptions is None else assumptions
    _check(strengths, horizons)
    random = np.random.default_rng(settings.seed)
    paths = paths_of(estimate)
    present, notes = _present(estimate, paths, strengths, settings, random)
    fraction = None if present.deployed is None else fraction_of(present.lost, present.deployed)
    left = effective_now(present)
    return Projection(
        force=estimate.force,
        measure=estimate.measure,
        day=estimate.dates[-1],
        lost=marginal_of("lost", present.lost),
        deployed=None if present.deployed is None else marginal_of("deployed", present.deployed),
        fraction=None if fraction is None else marginal_of("fraction", fraction),
        effective=None if left is None else marginal_of("effective", left),
        phrases=() if fraction is None else tuple(judge_phrase(phrase, fraction) for phrase in phrases),
        trend=_trend(paths, settings.recent_days),
        ratios=tuple(_ratios(estimate, window, other)),
        fans=tuple(run_scenario(one, present, horizons, assumptions=settings, random=random) for one in SCENARIOS),
        baseline=make_baseline(paths, horizons, random=random),
        strengths=tuple(strengths),
        assumptions=settings,
        estimate_assumptions=estimate.assumptions.id,
        model_version=estimate.model_version,
        anchors=estimate.anchors,
        notes=notes,
    )


def _check(strengths: Sequence[StrengthStatement], horizons: Sequence[int]) -> None:
    for one in strengths:
        if not 1 <= one.low <= one.high:
            raise UsageError(f"a strength from {one.low:g} to {one.high:g}", where=one.source, expected="1 or more, the lower bound first")
    if not horizons or min(horizons) < 1:
        raise UsageError(f"horizons {list(horizons)}", expected="whole days from 1 on")


def _present(
    estimate: Estimate,
    paths: Paths,
    strengths: Sequence[StrengthStatement],
    settings: OutlookAssumptions,
    random: np.random.Generator,
) -> tuple[Present, tuple[str, ...]]:
    lost = paths.until(paths.days)
    rate = paths.recent_rate(settings.recent_days)
    wounded = paths_of(estimate, "wounded") if "wounded" in estimate.quantities else None
    share = None if wounded is None else wounded.until(wounded.days) / np.maximum(lost, 1e-9)
    if not strengths:
        return Present(lost=lost, rate=rate), (NO_STRENGTH,)
    deployed = draw_deployed(strengths, spread=settings.deployed_sd, random=random, count=paths.draws)
    if fraction_of(lost, deployed) is None:
        return Present(lost=lost, rate=rate), (REPLACED,)
    returning = None if wounded is None else draw_returning(settings, random=random, count=paths.draws)
    present = Present(lost=lost, rate=rate, wounded_share=share, deployed=deployed, wounded=wounded, returning=returning)
    return present, ()


def _trend(paths: Paths, days: int) -> Trend:
    window = min(float(days), paths.days)
    recent = paths.recent_rate(window)
    if paths.days < 2 * window:
        return Trend(days=int(window), recent=marginal_of("recent", recent), before=None, ratio=None)
    before = paths.between(paths.days - 2 * window, paths.days - window) / window
    ratio = recent / np.maximum(before, 1e-9)
    return Trend(
        days=int(window), recent=marginal_of("recent", recent), before=marginal_of("before", before), ratio=marginal_of("ratio", ratio)
    )


def _ratios(estimate: Estimate, window: tuple[date, date] | None, other: Estimate | None) -> list[Ratio]:
    first, last = (estimate.start, estimate.dates[-1]) if window is None else window
    if last < first or first < estimate.start or last > estimate.dates[-1]:
        raise UsageError(f"the window {first} to {last} lies outside the estimate", expected=f"{estimate.start} to {estimate.dates[-1]}")
    ratios = []
    if "killed" in estimate.quantities:
        wounded, killed = (_losses(estimate, quantity, first, last) for quantity in ("wounded", "killed"))
        value = marginal_of("wounded for each killed", wounded / np.maximum(killed, 1e-9))
        ratios.append(Ratio(name="wounded for each killed", start=first, end=last, value=value))
    if other is not None:
        ours, theirs = _losses(estimate, "casualties", first, last), _losses(other, "casualties", first, last)
        count = min(len(ours), len(theirs))
        name = f"{other.force} losses for each of {estimate.force}"
        ratios.append(Ratio(name=name, start=first, end=last, value=marginal_of(name, theirs[:count] / np.maximum(ours[:count], 1e-9))))
    return ratios


def _losses(estimate: Estimate, quantity: str, first: date, last: date) -> Floats:
    paths = paths_of(estimate, quantity)
    begin, end = (day.toordinal() - estimate.start.toordinal() for day in (first, last))
    if begin < 0 or end + 1 > paths.days + 1e-9:
        raise UsageError(f"{estimate.force} is not estimated from {first} to {last}", expected=f"{estimate.start} to {estimate.dates[-1]}")
    return paths.between(begin, end + 1)
