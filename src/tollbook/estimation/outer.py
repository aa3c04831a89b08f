"""The mode of the outer scalars and the curvature there, by differences of Laplace's evidence. May not draw.

Outer scalars: the hypers that are learnt and, where shares are told apart, the log of the mean killed share, on which the states bend too
much for one Gaussian. Quasi-Newton (BFGS) with central differences; each evidence near the center costs one factorization, being right to
second order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tollbook.core.errors import FitFailed
from tollbook.estimation.curvature import Pin
from tollbook.estimation.grid import Floats
from tollbook.estimation.mode import Mode, find_mode
from tollbook.estimation.model import Model

APART = 0.15
"""Step of the differences, in logs: a third of the hypers' prior sd, and the posterior sd of a log share."""
NEAR = 0.03
"""Gain in log evidence, expected or reached, at which the search stops: a quarter of a posterior sd, which nodes and weights make good."""
FAR_STEPS = 2
"""Newton steps for a change of the share, whose second step still gains a tenth in log evidence; one is enough for the hypers."""
LEAST_CURVATURE = 1.0
HIGHEST_SHARE = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class OuterMode:
    """The mode of the outer scalars (k), their covariance (k, k), and how the mode of states and scalars moves with them.

    `states_by` (k, n) and `scalars_by` (k, p) are derivatives.
    """

    outer: Floats
    covariance: Floats
    mode: Mode
    states_by: Floats
    scalars_by: Floats
    evaluations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    gradient: Floats
    curvature: Floats
    states_by: Floats
    scalars_by: Floats


def split(model: Model, outer: Floats) -> tuple[Floats, Pin | None]:
    """Return all hypers, learnt and fixed, and what is pinned, of some outer scalars."""
    hyper, free = model.layout.start, model.layout.free
    hyper[free] = outer[: len(free)]
    if model.states < 3:
        return hyper, None
    share = min(float(np.exp(outer[-1])), HIGHEST_SHARE)
    return hyper, Pin(level=float(np.log(share) - np.log1p(-share)))


def mode_at(model: Model, outer: Floats, start: tuple[Floats, Floats], *, limit: int) -> Mode | None:
    """Return the mode of states and scalars for some outer scalars, its evidence being a density by them; None where it is not reached."""
    hyper, pin = split(model, outer)
    return find_mode(model, hyper, start, limit=limit, pin=pin)


def log_slope(model: Model, outer: Floats) -> float:
    """Return the log of the slope of what is pinned (a logit) by its outer scalar (a log): the evidence is a density by the logit."""
    return float(-np.log1p(-min(np.exp(outer[-1]), HIGHEST_SHARE))) if model.states == 3 else 0.0


def find_outer(model: Model, start: tuple[Floats, Floats], *, limit: int, rounds: int = 25) -> OuterMode:
    """Return the mode of the outer scalars. Raises FitFailed where no mode of the states is found from the start."""
    outer = model.layout.start[model.layout.free]
    mode = _found(find_mode(model, model.layout.start, start, limit=limit), limit)
    evaluations = mode.iterations
    if model.states == 3:
        outer = np.append(outer, -np.logaddexp(0.0, -mode.states[:, 2].mean()))
        mode = _found(mode_at(model, outer, (mode.states, mode.scalars), limit=limit), limit)
    inverse: Floats | None = None
    before: tuple[Floats, Floats] | None = None
    around = _central(model, outer, mode)
    for _ in range(rounds if outer.size else 0):
        evaluations += 2 * outer.size
        step, inverse = _step(around, outer, before, inverse)
        if float(around.gradient @ step) < NEAR:
            break
        before = (outer, around.gradient)
        there, higher = _climbed(model, outer, mode, step=step, around=around, limit=limit)
        if higher is mode:
            break
        gained = _density(model, there, higher) - _density(model, outer, mode)
        outer, mode = there, higher
        evaluations += mode.iterations
        around = _forward(model, outer, mode, curvature=around.curvature)
        if gained < NEAR:
            break
    if before is not None:
        around = _central(model, outer, mode)
    covariance = _covariance(model, outer, mode, around=around)
    if outer.size:
        moved = outer + np.clip(covariance @ around.gradient, -0.5, 0.5)
        better = mode_at(model, moved, (mode.states, mode.scalars), limit=limit)
        outer, mode = (outer, mode) if better is None else (moved, better)
    return OuterMode(
        outer=outer,
        covariance=covariance,
        mode=mode,
        states_by=around.states_by,
        scalars_by=around.scalars_by,
        evaluations=evaluations + outer.size * (outer.size - 1) // 2,
    )


def moved_to(model: Model, center: OuterMode, outer: Floats, covariance: Floats, *, limit: int) -> OuterMode:
    """Return a center elsewhere, with another covariance. Raises FitFailed where no mode of the states is found there."""
    away = outer - center.outer
    states = center.mode.states + (away @ center.states_by).reshape(center.mode.states.shape)
    mode = _found(mode_at(model, outer, (states, center.mode.scalars + away @ center.scalars_by), limit=limit), limit)
    around = _central(model, outer, mode)
    return OuterMode(
        outer=outer,
        covariance=covariance,
        mode=mode,
        states_by=around.states_by,
        scalars_by=around.scalars_by,
        evaluations=center.evaluations + mode.iterations + 2 * outer.size,
    )


def _found(mode: Mode | None, limit: int) -> Mode:
    if mode is None:
        raise FitFailed(
            f"no mode of the posterior was found in {limit} steps",
            expected="statements that some rate of losses makes likely under their sources' priors",
            do="look for a figure with a wrong unit or window, or widen the bias prior of the source that disagrees",
        )
    return mode


def _density(model: Model, outer: Floats, mode: Mode) -> float:
    return mode.evidence + log_slope(model, outer)


def _near(model: Model, outer: Floats, mode: Mode, *, limit: int = 1) -> Mode:
    return _found(mode_at(model, outer, (mode.states, mode.scalars), limit=limit), limit)


def _central(model: Model, outer: Floats, mode: Mode) -> _Around:
    """Return central differences."""
    size, here = outer.size, _density(model, outer, mode)
    gradient, curvature = np.zeros(size), np.zeros(size)
    states_by, scalars_by = np.zeros((size, model.size)), np.zeros((size, model.scalars))
    for i in range(size):
        change = np.zeros(size)
        change[i] = APART
        limit = FAR_STEPS if i == len(model.layout.free) else 1
        up, down = (_near(model, outer + sign * change, mode, limit=limit) for sign in (1, -1))
        high, low = _density(model, outer + change, up), _density(model, outer - change, down)
        gradient[i] = (high - low) / (2 * APART)
        curvature[i] = -(high - 2 * here + low) / APART**2
        states_by[i] = (up.states - down.states).ravel() / (2 * APART)
        scalars_by[i] = (up.scalars - down.scalars) / (2 * APART)
    return _Around(gradient=gradient, curvature=curvature, states_by=states_by, scalars_by=scalars_by)


def _forward(model: Model, outer: Floats, mode: Mode, *, curvature: Floats) -> _Around:
    """Return forward differences corrected by a curvature that is known from nearby, at half the cost of central ones."""
    size, here = outer.size, _density(model, outer, mode)
    gradient = np.zeros(size)
    states_by, scalars_by = np.zeros((size, model.size)), np.zeros((size, model.scalars))
    for i in range(size):
        change = np.zeros(size)
        change[i] = APART
        up = _near(model, outer + change, mode, limit=FAR_STEPS if i == len(model.layout.free) else 1)
        gradient[i] = (_density(model, outer + change, up) - here) / APART + 0.5 * curvature[i] * APART
        states_by[i] = (up.states - mode.states).ravel() / APART
        scalars_by[i] = (up.scalars - mode.scalars) / APART
    return _Around(gradient=gradient, curvature=curvature, states_by=states_by, scalars_by=scalars_by)


def _step(around: _Around, here: Floats, before: tuple[Floats, Floats] | None, inverse: Floats | None) -> tuple[Floats, Floats]:
    """Return BFGS's step, at most 1 in any scalar, and its inverse curvature."""
    if inverse is None or before is None:
        inverse = np.diag(1 / np.maximum(around.curvature, LEAST_CURVATURE))
    else:
        moved, turned = here - before[0], before[1] - around.gradient
        product = float(moved @ turned)
        if product > 1e-8:
            left = np.eye(here.size) - np.outer(moved, turned) / product
            inverse = left @ inverse @ left.T + np.outer(moved, moved) / product
    step = inverse @ around.gradient
    return step / max(1.0, float(np.abs(step).max(initial=0.0))), inverse


def _climbed(model: Model, outer: Floats, mode: Mode, *, step: Floats, around: _Around, limit: int) -> tuple[Floats, Mode]:
    """Return outer scalars and mode after a step, halved until the evidence grows; the same ones where it never does."""
    length = 1.0
    while length > 0.05:
        there = outer + length * step
        states = mode.states + (length * step @ around.states_by).reshape(mode.states.shape)
        found = mode_at(model, there, (states, mode.scalars + length * step @ around.scalars_by), limit=limit)
        if found is not None and _density(model, there, found) > _density(model, outer, mode):
            return there, found
        length /= 2
    return outer, mode


def _covariance(model: Model, outer: Floats, mode: Mode, *, around: _Around) -> Floats:
    """Return the inverse of the curvature of the log evidence by the outer scalars, its eigenvalues kept above a floor."""
    apart = 0.5 / np.sqrt(np.maximum(around.curvature, LEAST_CURVATURE * 2))
    curvature = np.diag(around.curvature)
    here = _density(model, outer, mode)
    for i in range(outer.size):
        for j in range(i):
            change = np.zeros(outer.size)
            change[[i, j]] = apart[[i, j]]
            limit = FAR_STEPS if i == len(model.layout.free) else 1
            there = _density(model, outer + change, _near(model, outer + change, mode, limit=limit))
            own = 0.5 * around.curvature @ change**2
            both = there - here - around.gradient @ change + own
            curvature[i, j] = curvature[j, i] = -both / (apart[i] * apart[j])
    values, vectors = np.linalg.eigh(curvature)
    covariance: Floats = (vectors / np.maximum(values, LEAST_CURVATURE)) @ vectors.T
    return covariance
