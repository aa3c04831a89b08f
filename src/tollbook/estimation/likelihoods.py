"""The log likelihoods of rows and their first two derivatives by the linear predictor, elementwise. May not know what a row stands for.

All are written for heavy-tailed or positive-count data on the log scale; Student's t has 4 degrees of freedom, whose distribution function
is elementary: F(t) = (1 + u)^2 (2 - u) / 4 with u = t / sqrt(4 + t^2) (Shaw, J. Comput. Finance 9(4), 2006).
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from tollbook.estimation.grid import Floats

Derivatives = tuple[Floats, Floats, Floats]

_TINY = 1e-300
LOG_2PI = float(np.log(2 * np.pi))


def normal(eta: Floats, value: Floats, sd: Floats) -> Derivatives:
    """Return log N(value; eta, sd) and its derivatives by eta."""
    residual = (value - eta) / sd
    return -0.5 * residual**2 - np.log(sd) - 0.5 * LOG_2PI, residual / sd, np.broadcast_to(-1 / sd**2, residual.shape)


def interval(eta: Floats, low: Floats, high: Floats, sd: Floats) -> Derivatives:
    """Return log P(low < y < high), y Student-t about eta with 4 degrees of freedom, and its derivatives by eta. Bounds may be infinite."""
    below, above = (low - eta) / sd, (high - eta) / sd
    # In the upper tail 1 - F cancels: mirrored, both ends lie where F is accurate.
    mirror = below > 0
    near, far = np.where(mirror, -above, below), np.where(mirror, -below, above)
    mass = np.maximum(_t4_cdf(far) - _t4_cdf(near), _TINY)
    p_near, p_far = _t4_pdf(below), _t4_pdf(above)
    first = (p_near - p_far) / mass / sd
    second = (_t4_slope(above) - _t4_slope(below)) / mass / sd**2 - first**2
    return np.log(mass), first, second


def negative_binomial(eta: Floats, count: Floats, log_size: Floats) -> Derivatives:
    """Return log NB(count; mean exp(eta), variance mean + mean^2 / size) and its derivatives by eta."""
    size, mean = np.exp(log_size), np.exp(eta)
    total = size + mean
    value = gammaln(count + size) - gammaln(size) - gammaln(count + 1) + size * (log_size - np.log(total)) + count * (eta - np.log(total))
    return value, (count - mean) * size / total, -mean * size * (size + count) / total**2


def _t4_cdf(t: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        root = np.sqrt(4 + t**2)
        # 1 + t / root, without cancellation for t far below 0.
        rest = np.where(t < 0, 4 / (root * (root - t)), 1 + t / root)
    finite: Floats = rest**2 * (3 - rest) / 4
    return np.where(np.isposinf(t), 1.0, np.where(np.isneginf(t), 0.0, finite))


def _t4_pdf(t: Floats) -> Floats:
    density: Floats = 0.375 * (1 + t**2 / 4) ** -2.5
    return density


def _t4_slope(t: Floats) -> Floats:
    """Return the derivative of the density."""
    with np.errstate(invalid="ignore"):
        slope = -_t4_pdf(t) * 1.25 * t / (1 + t**2 / 4)
    return np.where(np.isinf(t), 0.0, slope)
