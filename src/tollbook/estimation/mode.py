"""The mode of states and scalars for given hypers: Newton's method with a line search, Fisher scoring where the curvature fails.

May not choose the hypers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tollbook.estimation import curvature
from tollbook.estimation.curvature import Pin, Point, Slopes
from tollbook.estimation.gaussian import Gaussian, factor
from tollbook.estimation.grid import Floats
from tollbook.estimation.likelihoods import LOG_2PI
from tollbook.estimation.model import Model, log_prior_hyper, log_prior_states, prior_band, sds

ENOUGH = 1e-6
"""Newton's decrement (twice the log density still to be gained) that counts as arrived."""
SHORTEST = 1e-4
HURRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A mode and the Gaussian about it. `evidence`: Laplace's log p(y, hyper), up to what Newton's next step would gain."""

    states: Floats
    scalars: Floats
    gaussian: Gaussian
    evidence: float
    iterations: int


def find_mode(
    model: Model, hyper: Floats, start: tuple[Floats, Floats], *, limit: int, enough: float = ENOUGH, pin: Pin | None = None
) -> Mode | None:
    """Return the mode for these hypers from a start (states, scalars), None where `limit` steps don't reach it.

    With `limit` up to `HURRIED` the last step is taken whole and the evidence is corrected for it: right to second order near the mode.
    """
    noise = sds(model, hyper)
    band, pull = prior_band(model, hyper)
    point = curvature.evaluate(model, *start, noise=noise, band=band, pull=pull, pin=pin)
    constant = _constant(model, hyper)
    for iteration in range(1, limit + 1):
        if not np.isfinite(point.density):
            return None
        slopes = curvature.slopes_at(model, point)
        by_states, by_scalars = curvature.gradient(model, point, slopes, band=band, pull=pull, pin=pin)
        gaussian = _factored(model, point, slopes, band=band, noise=noise, pin=pin)
        if gaussian is None:
            return None
        step = gaussian.solve(by_states, by_scalars)
        decrement = float(by_states @ step[0] + by_scalars @ step[1])
        if not np.isfinite(decrement):
            return None
        # A curvature that is exact nowhere near the top (a handful of points) is left to the weights, which are exact for every draw.
        if decrement < enough or iteration == limit <= HURRIED:
            gained = point.density + 0.5 * decrement
            return Mode(
                states=point.states + step[0].reshape(point.states.shape),
                scalars=point.scalars + step[1],
                gaussian=gaussian,
                evidence=gained + constant - 0.5 * gaussian.log_det + 0.5 * (model.size + model.scalars) * LOG_2PI,
                iterations=iteration,
            )
        moved = _line_search(model, point, step, decrement, noise=noise, band=band, pull=pull, pin=pin)
        if moved is None:
            return None
        point = moved
    return None


def _factored(model: Model, point: Point, slopes: Slopes, *, band: Floats, noise: Floats, pin: Pin | None) -> Gaussian | None:
    """Return the Gaussian of the exact curvature, of Fisher's where that is not positive definite."""
    gaussian = factor(curvature.precision(model, point, slopes, band=band, noise=noise, exact=True, pin=pin))
    if gaussian is not None:
        return gaussian
    return factor(curvature.precision(model, point, slopes, band=band, noise=noise, exact=False, pin=pin))


def _line_search(
    model: Model, point: Point, step: tuple[Floats, Floats], decrement: float, *, noise: Floats, band: Floats, pull: Floats, pin: Pin | None
) -> Point | None:
    """Return the first point along a step that gains enough (Armijo's rule), None where none does."""
    # A log rate that moves by more than 2 in one step has left the region that the step was computed for.
    length = min(1.0, 2.0 / max(float(np.abs(step[0]).max()), 1e-12))
    while length > SHORTEST:
        states = point.states + length * step[0].reshape(point.states.shape)
        moved = curvature.evaluate(model, states, point.scalars + length * step[1], noise=noise, band=band, pull=pull, pin=pin)
        if moved.density >= point.density + 1e-4 * length * decrement - 1e-9:
            return moved
        length /= 2
    return None


def _constant(model: Model, hyper: Floats) -> float:
    """Return what the search leaves out of the log density: the priors' normalization and the hypers' prior."""
    origin = np.zeros((model.steps, model.states))
    return float(log_prior_states(model, origin, hyper) + log_prior_hyper(model, hyper))
