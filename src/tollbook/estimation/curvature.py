"""The gradient and the precision (negative Hessian) of the log density of states and scalars at a point. May not move.

Two forms: `exact`, the true second derivatives save where a wide row's weight would be negative; and Fisher's, which drops the curvature
of the predictors and is positive definite everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tollbook.estimation.gaussian import Precision
from tollbook.estimation.grid import Floats
from tollbook.estimation.likelihoods import LOG_2PI
from tollbook.estimation.model import Model, log_prior_scalars, log_shares, predictors, row_likelihoods

WEIGHT_FLOOR = 1e-9
"""A wide row's least weight: a row far outside its bounds then only adds nothing."""
PINNED = 0.03
"""Sd of a pin: an eighth of the posterior sd of the mean logit share in simulated wars, so that nothing is told apart within it."""
FISHER_FLOOR = 0.02
"""A row's least Fisher weight, in units of 1 / sd^2, so that a row in the far tail of Student's t still shortens the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Holds the mean logit of the killed share at `level`, to within `PINNED`: what the search and the draws of one node keep to."""

    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A state of the search: `states` (T, s), `scalars` (p), their log density (without the hypers' prior), and each row's derivatives."""

    states: Floats
    scalars: Floats
    density: float
    first: Floats
    second: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """First derivatives at a point: of each category's log share (3, T), of each row's link (R) and the link's own slope (R).

    `parts` (m, T): the part of each wide row's sum on each step; `jacobian` (n, m): the wide rows' predictors by the states.
    """

    shares: Floats
    link: Floats
    link_curve: Floats
    parts: Floats
    jacobian: Floats


def slopes_at(model: Model, point: Point) -> Slopes:
    """Return the first derivatives at a point."""
    shares, parts = share_slopes(model, point.states), wide_parts(model, point.states)
    link, curve = link_slopes(model, point.scalars)
    return Slopes(shares=shares, link=link, link_curve=curve, parts=parts, jacobian=wide_jacobian(model, parts, shares))


def band_log_density(model: Model, band: Floats, pull: Floats, states: Floats) -> float:
    """Return the log prior density of the states, up to a constant in them, from its precision."""
    flat = states.ravel()
    product = band[0] * flat
    for offset in range(1, band.shape[0]):
        product[offset:] += band[offset, :-offset] * flat[:-offset]
        product[:-offset] += band[offset, :-offset] * flat[offset:]
    return float(-0.5 * flat @ product + pull @ flat)


def pin_density(pin: Pin | None, states: Floats) -> Floats | float:
    """Return the log density of a pin at states (..., T, s): zero without one."""
    if pin is None:
        return 0.0
    away: Floats = (states[..., 2].mean(-1) - pin.level) / PINNED
    density: Floats = -0.5 * away**2 - np.log(PINNED) - 0.5 * LOG_2PI
    return density


def evaluate(model: Model, states: Floats, scalars: Floats, *, noise: Floats, band: Floats, pull: Floats, pin: Pin | None = None) -> Point:
    """Return the log density at a point, up to a constant of the hypers, and the rows' derivatives."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        eta = predictors(model, states, scalars)
        value, first, second = row_likelihoods(model, eta, noise)
        density = float(value.sum() + log_prior_scalars(model, scalars)) + band_log_density(model, band, pull, states)
        density += float(pin_density(pin, states))
    return Point(states=states, scalars=scalars, density=density if np.isfinite(density) else -np.inf, first=first, second=second)


def gradient(model: Model, point: Point, slopes: Slopes, *, band: Floats, pull: Floats, pin: Pin | None = None) -> tuple[Floats, Floats]:
    """Return the gradient by states (n) and scalars (p)."""
    s, n = model.states, model.size
    flat = point.states.ravel()
    by_states = pull - band[0] * flat
    for offset in range(1, band.shape[0]):
        by_states[offset:] -= band[offset, :-offset] * flat[:-offset]
        by_states[:-offset] -= band[offset, :-offset] * flat[offset:]
    local = point.first[: model.local]
    rate = _by_step(model, local)
    by_states[0:n:s] += rate
    by_states[1:n:s] += rate
    if s == 3:
        by_states[2:n:s] += _by_step(model, local * slopes.shares[model.category[: model.local], model.step])
    by_states += slopes.jacobian @ point.first[model.local :]
    if pin is not None:
        by_states[2:n:s] -= (point.states[:, 2].mean() - pin.level) / PINNED**2 / model.steps
    by_scalars = model.design.T @ (point.first * slopes.link)
    by_scalars -= model.layout.precision @ (point.scalars - model.layout.mean)
    return by_states, by_scalars


def precision(model: Model, point: Point, slopes: Slopes, *, band: Floats, noise: Floats, exact: bool, pin: Pin | None = None) -> Precision:
    """Return the precision at a point, exact or Fisher's."""
    s = model.states
    band = band.copy()
    information = -point.second if exact else np.maximum(-point.second, FISHER_FLOOR * _unit(model, noise))
    local, wide = slice(0, model.local), slice(model.local, None)
    _add_local(model, band, slopes.shares, information=information[local], first=point.first[local] if exact else None)
    weights = information[wide]
    if exact:
        weights = weights + point.first[wide]
        _add_wide_curvature(model, band, point, slopes)
    cross = _cross(model, slopes, information * slopes.link)
    curved = information * slopes.link**2 - (point.first * slopes.link_curve if exact else 0.0)
    pairs, p = model.entries, model.scalars
    rest = model.layout.precision + np.bincount(pairs.pair_place, curved[pairs.pair_row] * pairs.pair_value, p * p).reshape(p, p)
    columns, weights = slopes.jacobian, np.maximum(weights, WEIGHT_FLOOR)
    if pin is not None:
        column = np.zeros((model.size, 1))
        column[2::s] = 1 / model.steps
        columns, weights = np.concatenate([columns, column], axis=1), np.append(weights, 1 / PINNED**2)
    return Precision(band=band, columns=columns, weights=weights, cross=cross, rest=rest)


def _cross(model: Model, slopes: Slopes, pulled: Floats) -> Floats:
    """Return the precision between states and scalars (n, p), the rows weighing as much as they pull."""
    s, p, entries = model.states, model.scalars, model.entries
    cross = slopes.jacobian @ (pulled[model.local :, None] * model.design[model.local :])
    own = entries.row < model.local
    row, weight = entries.row[own], (pulled[entries.row] * entries.value)[own]
    place = model.step[row] * p + entries.column[own]
    by_step = np.bincount(place, weight, model.steps * p).reshape(model.steps, p)
    cross[0::s] += by_step
    cross[1::s] += by_step
    if s == 3:
        slope = slopes.shares[model.category[row], model.step[row]]
        cross[2::s] += np.bincount(place, weight * slope, model.steps * p).reshape(model.steps, p)
    return cross


def share_slopes(model: Model, states: Floats) -> Floats:
    """Return the derivative of each category's log share by its logit: (3, T)."""
    if model.states < 3:
        return np.zeros((3, model.steps))
    killed = expit(states[:, 2])
    return np.stack([np.zeros(model.steps), 1 - killed, -killed])


def link_slopes(model: Model, scalars: Floats) -> tuple[Floats, Floats]:
    """Return the first and second derivative of each row's link at its bias or coverage: (R) each."""
    covered = expit(model.design @ scalars)
    slope = np.where(model.counted, 1 - covered, 1.0)
    return slope, np.where(model.counted, -covered * (1 - covered), 0.0)


def wide_parts(model: Model, states: Floats) -> Floats:
    """Return the part of each wide row's expected sum that falls on each step: (m, T), rows sum to one."""
    killed, wounded = log_shares(model, states)
    rate = states[:, 0] + states[:, 1]
    logs = np.stack([rate, rate + killed, rate + wounded])
    parts = model.cover * np.exp(logs - logs.max())[model.category[model.local :]]
    shares: Floats = parts / np.maximum(parts.sum(1, keepdims=True), 1e-300)
    return shares


def wide_jacobian(model: Model, parts: Floats, shares: Floats) -> Floats:
    """Return the derivative of the wide rows' predictors by the states: (n, m)."""
    jacobian = np.empty((model.size, parts.shape[0]))
    jacobian[0 :: model.states] = parts.T
    jacobian[1 :: model.states] = parts.T
    if model.states == 3:
        jacobian[2 :: model.states] = (parts * shares[model.category[model.local :]]).T
    return jacobian


def _add_local(model: Model, band: Floats, slopes: Floats, *, information: Floats, first: Floats | None) -> None:
    """Add the local rows to a band; with `first`, the curvature of their log shares too."""
    s = model.states
    _add_rate(band, _by_step(model, information), states=s)
    if s < 3:
        return
    slope = slopes[model.category[: model.local], model.step]
    mixed = _by_step(model, information * slope)
    own = _by_step(model, information * slope**2)
    if first is not None:
        # Both log shares have the second derivative -killed (1 - killed).
        shared = model.category[: model.local] > 0
        curve = (slopes[1] * slopes[2])[model.step] * shared
        own = own - _by_step(model, first * curve)
    _add_share(band, mixed, own)


def _add_wide_curvature(model: Model, band: Floats, point: Point, slopes: Slopes) -> None:
    """Add the part of the wide rows' curvature that is within steps: the second derivatives of the sums."""
    first = point.first[model.local :]
    category = model.category[model.local :]
    pulled = -first[:, None] * slopes.parts
    _add_rate(band, pulled.sum(0), states=model.states)
    if model.states == 3:
        slope = slopes.shares[category]
        curve = np.where(category[:, None] > 0, slopes.shares[1] * slopes.shares[2], 0.0)
        _add_share(band, (pulled * slope).sum(0), (pulled * (slope**2 + curve)).sum(0))


def _by_step(model: Model, values: Floats) -> Floats:
    """Return the sum of the local rows' values on each step: (T)."""
    return np.asarray(np.bincount(model.step, values, model.steps), dtype=np.float64)


def _add_rate(band: Floats, by_step: Floats, *, states: int) -> None:
    band[0, 0::states] += by_step
    band[0, 1::states] += by_step
    band[1, 0::states] += by_step


def _add_share(band: Floats, mixed: Floats, own: Floats) -> None:
    band[2, 0::3] += mixed
    band[1, 1::3] += mixed
    band[0, 2::3] += own


def _unit(model: Model, noise: Floats) -> Floats:
    """Return 1 / sd^2 of each row, 0 for counts, whose information is never negative."""
    return np.where(model.family == 2, 0.0, 1 / np.maximum(noise, 1e-6) ** 2)
