"""Draws from the posterior: nodes over the hypers, a Gaussian of states and scalars at each, weights that correct both. May not summarize.

Every draw is weighted by its true density over the density that it was drawn from (over states, scalars and hypers at once), and the
weights are smoothed (PSIS: Vehtari et al., JMLR 25(72), 2024). Where that is too noisy (Pareto k-hat above the limit, or few effective
draws: it sums over hundreds of states) the mean correction over about ten scalars is applied instead; where that fails too the nodes move,
and at last the fit is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaincinv, ndtri
from threadpoolctl import threadpool_limits

from tollbook.core.assumptions import EngineSettings
from tollbook.core.errors import FitFailed
from tollbook.estimation.curvature import Pin, pin_density
from tollbook.estimation.grid import Floats
from tollbook.estimation.mode import Mode
from tollbook.estimation.model import Model, log_density
from tollbook.estimation.outer import OuterMode, find_outer, log_slope, mode_at, moved_to, split
from tollbook.estimation.surface import corrected_scalars, fitted
from tollbook.estimation.transport import bend
from tollbook.estimation.weights import resampled, smoothed

Done = Callable[[int, int], None]
"""Told how many steps of a long computation are done, of how many."""
TAIL = 10.0
"""Degrees of freedom of the nodes' Student t: heavier than the posterior of a log scale."""
WIDER = 1.1
WIDER_SHARE = 1.25
"""The nodes' spread over the posterior's, of hypers and of the log share, whose tail is the heavier: too wide is safe."""

TRIES = (1, 2, 2, 2, 2, 2, 2, 2, 4)
"""Nodes, times those of the settings, of each try; after the first, nodes lie where the ones before found the posterior."""
LEARNT = 3.0
"""Effective nodes that a new spread is learnt from, times the outer scalars: fewer give no covariance."""
HOTTEST = 1e3
KEPT = 0.15
"""Part of the covariance before that a new one keeps."""
NODE_STEPS = 1
STEPS_AT_ALL_NODES = 25_600
FEWEST, MOST = 128, 768
"""Nodes where the settings leave them open: steps of all nodes together, within these bounds. Few nodes are noise in the medians (the
benchmark `agreement`), and those of a short war cost little."""

STEPS_IN_ALL_DRAWS, MOST_DRAWN = 420_000, 4
"""Steps of all draws together that the draws are chosen from, and how many times the draws those are at most: as for the nodes."""
ENOUGH_DRAWS = 200.0
"""Effective draws from which the full correction's own noise (a tenth of an sd in a median) is below what the smooth one leaves."""
LEAST_DRAWS = 100.0
"""Effective draws below which there is no answer: statements that contradict each other leave nearly all weight to a few draws."""
LEAST_ROUGH = 1.2
"""Scatter below which it isn't noise that the full weights fail on: smoothing would hide the fault, and be off. Set between the contingent
of the samples, where it did, and wars of hundreds of steps, where it doesn't; re-run the benchmark `agreement` after a change."""
ROUGHEST = 4.0
"""Scatter of the log ratios about the smooth correction beyond which the Gaussian of the states is not trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Equally weighted draws: states (S, T, s), scalars (S, p), hypers (S, h); and how they were come by."""

    states: Floats
    scalars: Floats
    hypers: Floats
    khat: float
    ess: float
    evaluations: int
    engine: str


def draw_posterior(model: Model, settings: EngineSettings, *, progress: Done | None = None) -> Draws:
    """Return draws from the posterior. Raises FitFailed where they can't be relied on even from nodes that lie where the posterior is.

    `progress` is told the nodes that are done, of all. The linear algebra runs on one thread: its matrices are small, and threads that wait
    for each other take several times the processor time; and digits don't depend on how many cores there are.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _draw_posterior(model, settings, progress)


def _draw_posterior(model: Model, settings: EngineSettings, progress: Done | None) -> Draws:
    center = find_outer(model, starting_point(model), limit=settings.iterations)
    *tries, last = (replace(settings, nodes=node_count(model, settings) * more) for more in TRIES)
    for asked in tries:
        proposed = _propose(model, asked, center, progress=progress)
        try:
            return _weighed(model, asked, center, proposed)
        except FitFailed:
            center = _learnt(model, asked, center, proposed)
    return _weighed(model, last, center, _propose(model, last, center, progress=progress))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    """Nodes, and draws at each: states (N, T, s), scalars (N, p), hypers (N, h) and the logs of true over proposed density (nodes, per)."""

    nodes: Nodes
    states: Floats
    scalars: Floats
    hypers: Floats
    ratios: Floats


def _propose(model: Model, settings: EngineSettings, center: OuterMode, *, progress: Done | None) -> _Proposed:
    random = np.random.default_rng(settings.seed)
    nodes = make_nodes(model, center, count=settings.nodes, random=random)
    pool = max(settings.draws, min(STEPS_IN_ALL_DRAWS // model.steps, MOST_DRAWN * settings.draws))
    per = max(2, -(-pool // settings.nodes))
    states = np.empty((settings.nodes, per, model.steps, model.states))
    scalars = np.empty((settings.nodes, per, model.scalars))
    ratios = np.full((settings.nodes, per), -np.inf)
    for i in range(settings.nodes):
        if progress is not None:
            progress(i, settings.nodes)
        mode = _at_node(model, nodes.outer[i], center)
        if mode is None:
            states[i], scalars[i] = center.mode.states, center.mode.scalars
            continue
        away, aside, density = mode.gaussian.draw(per, random)
        straight = (mode.states + away.reshape(per, model.steps, model.states), mode.scalars + aside)
        states[i], scalars[i], slope = bend(model, *straight, center=(mode.states, mode.scalars))
        ratios[i] = pin_density(nodes.pins[i], states[i]) - density + slope - nodes.log_density[i]
    drawn = (states.reshape(-1, model.steps, model.states), scalars.reshape(-1, model.scalars), np.repeat(nodes.hypers, per, axis=0))
    with np.errstate(over="ignore", invalid="ignore"):
        ratios = ratios + log_density(model, *drawn[:2], hyper=drawn[2]).reshape(ratios.shape)
    ratios = np.nan_to_num(ratios, nan=-np.inf)
    return _Proposed(nodes=nodes, states=drawn[0], scalars=drawn[1], hypers=drawn[2], ratios=ratios)


def _weighed(model: Model, settings: EngineSettings, center: OuterMode, proposed: _Proposed) -> Draws:
    drawn = (proposed.states, proposed.scalars, proposed.hypers)
    weights, khat, engine = _chosen(model, settings, ratios=proposed.ratios.ravel(), drawn=drawn)
    chosen = resampled(weights, settings.draws, np.random.default_rng([settings.seed, settings.nodes]))
    return Draws(
        states=drawn[0][chosen],
        scalars=drawn[1][chosen],
        hypers=drawn[2][chosen],
        khat=khat,
        ess=float(1 / (weights**2).sum()),
        evaluations=center.evaluations + settings.nodes * NODE_STEPS,
        engine=engine,
    )


def _learnt(model: Model, settings: EngineSettings, center: OuterMode, proposed: _Proposed) -> OuterMode:
    """Return a center and a covariance from the nodes' own weights, flattened until enough nodes count.

    Adaptive importance sampling: Bugallo et al., IEEE Signal Process. Mag. 34(4), 2017.
    """
    logs = np.median(proposed.ratios, axis=1)
    logs = np.where(np.isfinite(logs), logs - logs.max(), -np.inf)
    weights, heat = np.exp(logs), 1.0
    while weights.sum() ** 2 / (weights**2).sum() < LEARNT * center.outer.size and heat < HOTTEST:
        heat *= 1.3
        weights = np.exp(logs / heat)
    weights = weights / weights.sum()
    outer = weights @ proposed.nodes.outer
    away = proposed.nodes.outer - outer
    covariance = (1 - KEPT) * (weights[:, None] * away).T @ away + KEPT * center.covariance
    return moved_to(model, center, outer, covariance, limit=settings.iterations)


def node_count(model: Model, settings: EngineSettings) -> int:
    """Return how many nodes there are at first."""
    return settings.nodes or int(np.clip(STEPS_AT_ALL_NODES // model.steps, FEWEST, MOST))


def starting_point(model: Model) -> tuple[Floats, Floats]:
    """Return a constant rate in the middle of what the rows say, the prior's share, and the priors' means of the scalars."""
    scalars = model.layout.mean.copy()
    bias = model.design @ scalars
    linked = np.where(model.counted, -np.logaddexp(0.0, -bias), bias)
    days = np.concatenate([np.exp(model.log_days), model.cover.sum(1)])
    killed = 1 / (1 + np.exp(-model.killed_mean))
    share = np.log(np.array([1.0, killed, 1 - killed]))[model.category] if model.states == 3 else 0.0
    said = np.where(model.family == 2, np.log(np.maximum(model.value, 0.5)), model.value)
    rates = said - linked - model.offset - share - np.log(np.maximum(days, 0.5))
    states = np.zeros((model.steps, model.states))
    states[:, 0] = np.median(rates)
    if model.states == 3:
        states[:, 2] = model.killed_mean
    return states, scalars


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Nodes over the outer scalars (N, k), the hypers (N, h) and pins they stand for, and the log density of each, up to a constant."""

    outer: Floats
    hypers: Floats
    pins: tuple[Pin | None, ...]
    log_density: Floats


def make_nodes(model: Model, center: OuterMode, *, count: int, random: np.random.Generator) -> Nodes:
    """Return nodes spread evenly by a low-discrepancy sequence under a Student t about the center."""
    size = center.outer.size
    unit = np.zeros((count, 0))
    if size:
        scale = np.sqrt(random.permutation(_chi_square_over(TAIL, count)))
        unit = ndtri(_spread(count, size, random)) / scale[:, None]
    spread = np.full(size, WIDER)
    if model.states == 3:
        spread[-1] = WIDER_SHARE
    outer = center.outer + unit @ (spread[:, None] * np.linalg.cholesky(center.covariance)).T
    # The draws' density is by the logit of the share, the nodes' by its log.
    slopes = np.array([log_slope(model, one) for one in outer])
    density = -0.5 * (TAIL + size) * np.log1p((unit**2).sum(1) / TAIL) - slopes
    apart = [split(model, one) for one in outer]
    return Nodes(outer=outer, hypers=np.array([one[0] for one in apart]), pins=tuple(one[1] for one in apart), log_density=density)


def _spread(count: int, dimensions: int, random: np.random.Generator) -> Floats:
    """Return points that fill the unit cube evenly: the additive recurrence of the generalized golden ratio (Roberts, 2018), shifted."""
    golden = 2.0
    for _ in range(60):
        golden = (1 + golden) ** (1 / (dimensions + 1))
    steps = (1 / golden) ** np.arange(1, dimensions + 1) % 1
    points: Floats = (random.random(dimensions) + np.arange(1, count + 1)[:, None] * steps) % 1
    return np.clip(points, 1e-4, 1 - 1e-4)


def _chi_square_over(freedom: float, count: int) -> Floats:
    """Return evenly spread quantiles of a chi-square over its degrees of freedom."""
    quantiles: Floats = 2 * gammaincinv(freedom / 2, (np.arange(count) + 0.5) / count) / freedom
    return quantiles


def _at_node(model: Model, outer: Floats, center: OuterMode) -> Mode | None:
    away = outer - center.outer
    states = center.mode.states + (away @ center.states_by).reshape(center.mode.states.shape)
    return mode_at(model, outer, (states, center.mode.scalars + away @ center.scalars_by), limit=NODE_STEPS)


def _chosen(model: Model, settings: EngineSettings, *, ratios: Floats, drawn: tuple[Floats, Floats, Floats]) -> tuple[Floats, float, str]:
    """Return weights, their k-hat, and what they correct: all draws in full, or smoothly the scalars. Raises FitFailed."""
    weights, khat = smoothed(ratios)
    if khat <= settings.khat_limit and 1 / (weights**2).sum() >= ENOUGH_DRAWS:
        return weights, khat, "nested Laplace, every draw corrected"
    states, scalars, hypers = drawn
    few = corrected_scalars(model, states, scalars, hypers=hypers, limit=settings.corrected_scalars)
    smooth, rest = fitted(ratios, few)
    weights, khat = smoothed(np.where(np.isfinite(ratios), smooth, -np.inf))
    effective = 1 / (weights**2).sum() if np.isfinite(khat) else 0.0
    if not (khat <= settings.khat_limit and LEAST_ROUGH <= rest <= ROUGHEST and effective >= LEAST_DRAWS):
        met = f"Pareto k-hat {khat:.2f}, scatter {rest:.1f}, {effective:.0f} effective draws"
        raise FitFailed(
            f"the weights of the posterior draws are unreliable: {met}",
            expected=f"k-hat at most {settings.khat_limit}, scatter {LEAST_ROUGH} to {ROUGHEST}, {LEAST_DRAWS:.0f} effective draws",
            do="try more nodes, the engine nuts, or narrower priors of the scales",
        )
    return weights, khat, "nested Laplace, scalars corrected"
