"""The mode of the hypers and the curvature there, by differences of Laplace's evidence. May not draw.

Quasi-Newton (BFGS) with central differences; each evidence near the center costs one factorization, being right to second order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tollbook.core.errors import FitFailed
from tollbook.estimation.grid import Floats
from tollbook.estimation.mode import Mode, find_mode
from tollbook.estimation.model import Model

APART = 0.15
"""Step of the differences, in logs: a third of the priors' sd."""
NEAR = 0.02
"""Expected gain in log evidence at which the search stops: a fifth of a posterior sd, which the weights correct."""
LEAST_CURVATURE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperMode:
    """The mode of the hypers (all of them, `hyper`), the covariance of the free ones (k, k), and how the mode moves with them.

    `states_by` (k, n) and `scalars_by` (k, p) are the derivatives of the mode of states and scalars by each free hyper.
    """

    hyper: Floats
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


def find_hypers(model: Model, start: tuple[Floats, Floats], *, limit: int, rounds: int = 25) -> HyperMode:
    """Return the mode of the hypers. Raises FitFailed where no mode of the states is found from the start."""
    free, hyper = model.layout.free, model.layout.start
    mode = _found(find_mode(model, hyper, start, limit=limit), limit)
    inverse: Floats | None = None
    before: tuple[Floats, Floats] | None = None
    evaluations = mode.iterations
    around = _differences(model, hyper, mode)
    for _ in range(rounds if free else 0):
        evaluations += 2 * len(free)
        step, inverse = _step(around, hyper[free], before, inverse)
        if float(around.gradient @ step) < NEAR:
            break
        before = (hyper[free], around.gradient)
        there, higher = _climbed(model, hyper, mode, step=step, around=around, limit=limit)
        if higher is mode:
            break
        hyper, mode = there, higher
        evaluations += mode.iterations
        around = _differences(model, hyper, mode)
    covariance = _covariance(model, hyper, mode, around=around)
    if free:
        hyper = hyper.copy()
        hyper[free] += np.clip(covariance @ around.gradient, -0.5, 0.5)
        mode = _found(find_mode(model, hyper, (mode.states, mode.scalars), limit=limit), limit)
    return HyperMode(
        hyper=hyper,
        covariance=covariance,
        mode=mode,
        states_by=around.states_by,
        scalars_by=around.scalars_by,
        evaluations=evaluations + len(free) * (len(free) - 1) // 2,
    )


def _found(mode: Mode | None, limit: int) -> Mode:
    if mode is None:
        raise FitFailed(
            f"no mode of the posterior was found in {limit} steps",
            expected="statements that some rate of losses makes likely under their sources' priors",
            do="look for a figure with a wrong unit or window, or widen the bias prior of the source that disagrees",
        )
    return mode


def _moved(hyper: Floats, places: list[int], change: Floats) -> Floats:
    moved = hyper.copy()
    moved[places] += change
    return moved


def _evidence(model: Model, hyper: Floats, mode: Mode) -> Mode:
    near = find_mode(model, hyper, (mode.states, mode.scalars), limit=1)
    return _found(near, 1)


def _differences(model: Model, hyper: Floats, mode: Mode) -> _Around:
    free = model.layout.free
    gradient, curvature = np.zeros(len(free)), np.zeros(len(free))
    states_by, scalars_by = np.zeros((len(free), model.size)), np.zeros((len(free), model.scalars))
    for i, place in enumerate(free):
        up = _evidence(model, _moved(hyper, [place], np.array([APART])), mode)
        down = _evidence(model, _moved(hyper, [place], np.array([-APART])), mode)
        gradient[i] = (up.evidence - down.evidence) / (2 * APART)
        curvature[i] = -(up.evidence - 2 * mode.evidence + down.evidence) / APART**2
        states_by[i] = (up.states - down.states).ravel() / (2 * APART)
        scalars_by[i] = (up.scalars - down.scalars) / (2 * APART)
    return _Around(gradient=gradient, curvature=curvature, states_by=states_by, scalars_by=scalars_by)


def _step(around: _Around, here: Floats, before: tuple[Floats, Floats] | None, inverse: Floats | None) -> tuple[Floats, Floats]:
    """Return BFGS's step, at most 1 in any hyper, and its inverse curvature."""
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


def _climbed(model: Model, hyper: Floats, mode: Mode, *, step: Floats, around: _Around, limit: int) -> tuple[Floats, Mode]:
    """Return the hypers and mode after a step, halved until the evidence grows."""
    free, length = model.layout.free, 1.0
    while length > 0.05:
        there = _moved(hyper, free, length * step)
        states = mode.states + (length * step @ around.states_by).reshape(mode.states.shape)
        found = find_mode(model, there, (states, mode.scalars + length * step @ around.scalars_by), limit=limit)
        if found is not None and found.evidence > mode.evidence:
            return there, found
        length /= 2
    return hyper, mode


def _covariance(model: Model, hyper: Floats, mode: Mode, *, around: _Around) -> Floats:
    """Return the inverse of the curvature of the log evidence by the free hypers, its eigenvalues kept above a floor."""
    free = model.layout.free
    apart = 0.5 / np.sqrt(np.maximum(around.curvature, LEAST_CURVATURE * 2))
    curvature = np.diag(around.curvature)
    for i in range(len(free)):
        for j in range(i):
            change = apart[[i, j]]
            there = _evidence(model, _moved(hyper, [free[i], free[j]], change), mode).evidence
            own = 0.5 * around.curvature[[i, j]] @ change**2
            both = there - mode.evidence - around.gradient[[i, j]] @ change + own
            curvature[i, j] = curvature[j, i] = -both / (apart[i] * apart[j])
    values, vectors = np.linalg.eigh(curvature)
    covariance: Floats = (vectors / np.maximum(values, LEAST_CURVATURE)) @ vectors.T
    return covariance
