"""The model of one force's losses as arrays: its prior over time, its rows, the log density. May not search for a mode.

States of step t, interleaved: level (random walk), memory (AR(1) about it), and, where killed and wounded are told apart, the logit of the
killed share (random walk). The rate a day is exp(level + memory). A row's predictor is

    eta = log sum_t cover_t rate_t share_t + offset + link(design . scalars)

with `link` the identity for a bias and log sigmoid for a coverage. Left out: a bias of its own for each category of a source (one bias
serves killed and casualties), uncertainty of the reporting delay, correlation of a release's noise beyond the memory of the rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tollbook.core.assumptions import Assumptions
from tollbook.estimation import likelihoods
from tollbook.estimation.grid import Floats, Grid
from tollbook.estimation.layout import FIXED, Layout
from tollbook.estimation.likelihoods import LOG_2PI
from tollbook.estimation.rows import Row

Places = NDArray[np.int64]
YEAR = 365.25
LEAST_MEMORY = 0.5
"""Part of the memory's sd that is kept when a step's mean of the level is smoother than its middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The design's entries other than zero, a handful a row: row, column and value of each, and all pairs of one row's entries.

    `pair_row`, `pair_place` (flat, in p x p) and `pair_value` (the product).
    """

    row: Places
    column: Places
    value: Floats
    pair_row: Places
    pair_place: Places
    pair_value: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Arrays of a model with T steps, s states a step, R rows (local ones first, in order of their step), p scalars.

    A local row covers one step (`step`, log days `log_days`); a wide one several (`cover`, wide rows x T). `family`: 0 stream, 1 bounded,
    2 count. `noise_of`: the place of a row's noise among the hypers.
    """

    grid: Grid
    layout: Layout
    rows: tuple[Row, ...]
    states: int
    local: int
    step: Places
    log_days: Floats
    cover: Floats
    category: Places
    family: Places
    offset: Floats
    design: Floats
    entries: Entries
    counted: NDArray[np.bool_]
    value: Floats
    low: Floats
    high: Floats
    days: Floats
    early: Floats
    early_gaps: Floats
    noise_of: Places
    start_mean: float
    start_sd: float
    killed_mean: float
    killed_sd: float
    memory_rho: float
    memory_shrink: float

    @property
    def steps(self) -> int:
        """Return T."""
        return self.grid.steps

    @property
    def size(self) -> int:
        """Return the number of all states: s T."""
        return self.states * self.steps

    @property
    def scalars(self) -> int:
        """Return p."""
        return self.layout.mean.size


def make_model(rows: list[Row], layout: Layout, grid: Grid, *, assumptions: Assumptions, shares: bool) -> Model:
    """Return the arrays of a model."""
    covered = [np.flatnonzero(row.cover) for row in rows]
    order = sorted(range(len(rows)), key=lambda i: (covered[i].size > 1, covered[i][0] if covered[i].size else 0))
    rows = [rows[i] for i in order]
    covered = [covered[i] for i in order]
    local = sum(steps.size == 1 for steps in covered)
    step = np.array([steps[0] for steps in covered[:local]], dtype=np.int64)
    log_days = np.array([np.log(row.cover[steps[0]]) for row, steps in zip(rows[:local], covered, strict=False)])
    process, noise = assumptions.process, assumptions.noise
    rho, shrink = _memory(process.memory_rho.mean, grid.step_days)
    families = {"stream": 0, "point": 1, "floor": 1, "count": 2}
    design = layout.design(rows)
    return Model(
        grid=grid,
        layout=layout,
        rows=tuple(rows),
        states=3 if shares else 2,
        local=local,
        step=step,
        log_days=log_days,
        cover=np.array([row.cover for row in rows[local:]]).reshape(len(rows) - local, grid.steps),
        category=np.array([row.category for row in rows], dtype=np.int64),
        family=np.array([families[row.kind] for row in rows], dtype=np.int64),
        offset=np.array([row.offset for row in rows]),
        design=design,
        entries=_entries(design),
        counted=np.array([row.kind == "count" for row in rows]),
        value=np.array([row.value for row in rows]),
        low=np.array([row.low for row in rows]),
        high=np.array([row.high for row in rows]),
        days=np.array([row.days for row in rows]),
        early=np.exp(-np.array([row.day for row in rows]) / noise.point_decay_days.mean),
        early_gaps=np.exp(-grid.edges[1:-1] / process.level_decay_days.mean),
        noise_of=np.array([_noise_of(row, layout) for row in rows], dtype=np.int64),
        start_mean=process.start_rate.mean,
        start_sd=max(process.start_rate.sd, FIXED),
        killed_mean=process.killed_start.mean,
        killed_sd=max(process.killed_start.sd, FIXED),
        memory_rho=rho,
        memory_shrink=shrink,
    )


def _entries(design: Floats) -> Entries:
    row, column = (places.astype(np.int64) for places in np.nonzero(design))
    value = design[row, column]
    counts = np.bincount(row, minlength=design.shape[0])
    begins = np.cumsum(counts) - counts
    # Every entry beside every entry of its own row.
    repeats = counts[row]
    first = np.repeat(np.arange(row.size), repeats)
    second = np.arange(first.size) - np.repeat(np.cumsum(repeats) - repeats, repeats) + np.repeat(begins[row], repeats)
    return Entries(
        row=row,
        column=column,
        value=value,
        pair_row=row[first],
        pair_place=column[first] * design.shape[1] + column[second],
        pair_value=value[first] * value[second],
    )


def _noise_of(row: Row, layout: Layout) -> int:
    name = {"stream": f"stream_sd {row.source}", "count": f"dispersion {row.source}"}.get(row.kind, "point_sd")
    return layout.hyper(name)


def _memory(rho: float, days: int) -> tuple[float, float]:
    """Return correlation and shrinkage of the sd of a daily AR(1) when it is averaged over steps of `days`.

    >>> _memory(0.7, 1)
    (0.7, 1.0)
    """
    lags = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    variance = float((rho**lags).mean())
    covariance = float((rho ** (days + np.subtract.outer(np.arange(days), np.arange(days)))).mean())
    return covariance / variance, float(np.sqrt(variance))


def sds(model: Model, hyper: Floats) -> Floats:
    """Return the noise of each row: an sd on the log scale, the log size of a negative binomial for counts. hyper (..., h) -> (..., R)."""
    own = hyper[..., model.noise_of]
    streams = np.sqrt(np.exp(2 * own) / model.days + np.exp(-np.where(model.family == 0, model.value, 0.0)))
    names = [one.name for one in model.layout.hypers]
    start = hyper[..., names.index("point_start")][..., None] if "point_start" in names else 0.0
    points = np.exp(own + start * model.early)
    return np.where(model.family == 0, streams, np.where(model.family == 1, points, own))


def log_shares(model: Model, states: Floats) -> tuple[Floats, Floats]:
    """Return the logs of the killed and the wounded share: states (..., T, s) -> two of (..., T). Zeros where they are not told apart."""
    if model.states < 3:
        nothing = np.zeros(states.shape[:-1])
        return nothing, nothing
    logit = states[..., 2]
    return -np.logaddexp(0.0, -logit), -np.logaddexp(0.0, logit)


def predictors(model: Model, states: Floats, scalars: Floats) -> Floats:
    """Return eta of each row: states (..., T, s), scalars (..., p) -> (..., R)."""
    rate = states[..., 0] + states[..., 1]
    killed, wounded = log_shares(model, states)
    logs = np.stack([rate, rate + killed, rate + wounded], axis=-2)
    local = logs[..., model.category[: model.local], model.step] + model.log_days
    wide = np.empty((*local.shape[:-1], model.cover.shape[0]))
    for category in range(3):
        mine = model.category[model.local :] == category
        if mine.any():
            wide[..., mine] = np.log(np.exp(logs[..., category, :]) @ model.cover[mine].T)
    bias = scalars @ model.design.T
    linked = np.where(model.counted, -np.logaddexp(0.0, -bias), bias)
    return np.concatenate([local, wide], axis=-1) + model.offset + linked


def row_likelihoods(model: Model, eta: Floats, noise: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the log likelihood of each row and its first two derivatives by eta: (..., R) each."""
    value, first, second = np.empty(eta.shape), np.empty(eta.shape), np.empty(eta.shape)
    noise = np.broadcast_to(noise, eta.shape)
    for family in range(3):
        mine = model.family == family
        if not mine.any():
            continue
        at, scale = eta[..., mine], noise[..., mine]
        if family == 0:
            found = likelihoods.normal(at, model.value[mine], scale)
        elif family == 1:
            found = likelihoods.interval(at, model.low[mine], model.high[mine], scale)
        else:
            found = likelihoods.negative_binomial(at, model.value[mine], scale)
        value[..., mine], first[..., mine], second[..., mine] = found
    return value, first, second


def log_prior_states(model: Model, states: Floats, hyper: Floats) -> Floats:
    """Return the log prior density of the states: states (..., T, s), hyper (..., h) -> (...)."""
    level_sd, memory_sd, drift = _process_sds(model, hyper)
    level, memory = states[..., 0], states[..., 1]
    gaps = model.grid.gaps
    total: Floats = _log_normal(level[..., 0] - model.start_mean, np.asarray(model.start_sd))
    total = total + _log_normal(np.diff(level), level_sd).sum(-1)
    rho = model.memory_rho
    total = total + _log_normal(memory[..., 0], memory_sd)
    total = total + _log_normal(memory[..., 1:] - rho * memory[..., :-1], memory_sd[..., None] * np.sqrt(1 - rho**2)).sum(-1)
    if model.states == 3:
        logit = states[..., 2]
        total = total + _log_normal(logit[..., 0] - model.killed_mean, np.asarray(model.killed_sd))
        total = total + _log_normal(np.diff(logit), drift[..., None] * np.sqrt(gaps / YEAR)).sum(-1)
    return total


def log_prior_scalars(model: Model, scalars: Floats) -> Floats:
    """Return the log prior density of biases, coverages and drifts: (..., p) -> (...)."""
    away = scalars - model.layout.mean
    constant = 0.5 * model.layout.log_det - 0.5 * model.scalars * LOG_2PI
    density: Floats = -0.5 * ((away @ model.layout.precision) * away).sum(-1) + constant
    return density


def log_prior_hyper(model: Model, hyper: Floats) -> Floats:
    """Return the log prior density of the hypers that are learnt: (..., h) -> (...)."""
    free = model.layout.free
    means = np.array([model.layout.hypers[i].mean for i in free])
    widths = np.array([model.layout.hypers[i].sd for i in free])
    density: Floats = _log_normal(hyper[..., free] - means, widths).sum(-1)
    return density


def log_density(model: Model, states: Floats, scalars: Floats, *, hyper: Floats) -> Floats:
    """Return the log posterior density, up to the evidence, of draws: states (..., T, s), scalars (..., p), hyper (..., h) -> (...)."""
    eta = predictors(model, states, scalars)
    rows = row_likelihoods(model, eta, sds(model, hyper))[0].sum(-1)
    density: Floats = rows + log_prior_states(model, states, hyper) + log_prior_scalars(model, scalars) + log_prior_hyper(model, hyper)
    return density


def prior_band(model: Model, hyper: Floats) -> tuple[Floats, Floats]:
    """Return the prior precision of the states in lower banded form (s + 1, s T), and the precision-weighted prior mean (s T)."""
    s, steps = model.states, model.steps
    level_sd, memory_sd, drift = _process_sds(model, hyper)
    band, pull = np.zeros((s + 1, s * steps)), np.zeros(s * steps)
    gaps = model.grid.gaps
    _walk(band[:, 0::s], 1 / level_sd**2, first=1 / model.start_sd**2, bandwidth=s)
    pull[0] = model.start_mean / model.start_sd**2
    rho = model.memory_rho
    inner = 1 / (memory_sd**2 * (1 - rho**2))
    diagonal = np.full(steps, inner * (1 + rho**2))
    diagonal[[0, -1]] = inner if steps > 1 else 1 / memory_sd**2
    band[0, 1::s] += diagonal
    band[s, 1::s][:-1] -= inner * rho
    if s == 3:
        _walk(band[:, 2::s], YEAR / (drift**2 * gaps), first=1 / model.killed_sd**2, bandwidth=s)
        pull[2] = model.killed_mean / model.killed_sd**2
    return band, pull


def _walk(band: Floats, precision: Floats, *, first: float, bandwidth: int) -> None:
    """Add the precision of a random walk with these increments' precisions to one state's columns of a band."""
    band[0, 0] += first
    band[0, :-1] += precision
    band[0, 1:] += precision
    band[bandwidth, :-1] -= precision


def _process_sds(model: Model, hyper: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the sds of the level's walk over each gap (..., T - 1), of the memory and of the share's walk a year (...)."""
    gaps = model.grid.gaps
    walk = np.exp(2 * (hyper[..., 0, None] + hyper[..., 2, None] * model.early_gaps)) * gaps
    memory = np.exp(2 * hyper[..., 1]) * model.memory_shrink**2
    if model.grid.step_days > 1:
        # Means over a step of a walk differ by 2/3 of what its middles differ by (Working, Econometrica 28, 1960). What a settled war's
        # walk is smoother by, the memory gives up; what the first months' excess is smoother by, the walk itself.
        settled = np.exp(2 * hyper[..., 0])
        memory = np.maximum(memory - settled * model.grid.step_days / 12, LEAST_MEMORY**2 * memory)
        walk = walk - (walk - settled[..., None] * gaps) / 3
    drift = np.exp(hyper[..., 3]) if model.states == 3 else np.ones(hyper.shape[:-1])
    return np.sqrt(walk), np.sqrt(memory), drift


def _log_normal(away: Floats, sd: Floats) -> Floats:
    density: Floats = -0.5 * (away / sd) ** 2 - np.log(sd) - 0.5 * LOG_2PI
    return density
