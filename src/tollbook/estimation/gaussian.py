"""The Gaussian about a mode: a banded precision of the states, columns of low rank for wide windows, and the scalars by Schur complement.

The precision of (states, scalars) is [[A + G D G', B], [B', F]] with A banded, G (n, m), D diagonal and positive, B (n, p), F (p, p).
Cost and memory are linear in n. May not know what any of it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpbtrf, dpotrf, dpotrs, dtbtrs, dtrtrs

from tollbook.estimation.grid import Floats
from tollbook.estimation.likelihoods import LOG_2PI


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """The parts of a precision: `band` lower banded (bandwidth + 1, n), `columns` G (n, m), `weights` D (m), `cross` B (n, p), `rest` F."""

    band: Floats
    columns: Floats
    weights: Floats
    cross: Floats
    rest: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaussian:
    """A factored precision: what solves, draws and gives the log determinant.

    With A = L L' the columns are held as L^-1 G (n, m) and L^-1 B (n, p); K = 1/D + G' A^-1 G = `small` `small`'; S, the scalars' own
    precision, = `rest` `rest`'; `shared` is small^-1 G' A^-1 B.
    """

    lower: Floats
    columns: Floats
    cross: Floats
    root_weights: Floats
    small: Floats
    shared: Floats
    rest: Floats
    log_det: float

    def solve(self, states: Floats, scalars: Floats) -> tuple[Floats, Floats]:
        """Return the precision's inverse times a vector (n), (p)."""
        half, _ = dtbtrs(self.lower, states, uplo="L")
        through, _ = dtrtrs(self.small, self.columns.T @ half, lower=1) if self.small.size else (np.zeros(0), 0)
        own, _ = dpotrs(self.rest, scalars - self.cross.T @ half + self.shared.T @ through, lower=1)
        return self._finished(half - self.cross @ own), own

    def draw(self, count: int, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """Return `count` draws about zero in antithetic pairs, (count, n) and (count, p), with their log density (count)."""
        half = (count + 1) // 2
        n, p = self.lower.shape[1], self.rest.shape[0]
        unit, low, own = (random.standard_normal((size, half)) for size in (n, self.root_weights.size, p))
        noise = unit + self.columns @ (self.root_weights[:, None] * low)
        square = (noise**2).sum(0) + (own**2).sum(0)
        if self.small.size:
            through, _ = dtrtrs(self.small, self.columns.T @ noise, lower=1)
            square -= (through**2).sum(0)
        scalars, _ = dtrtrs(self.rest, own, lower=1, trans=1)
        states = self._finished(noise - self.cross @ scalars)
        density = -0.5 * square + 0.5 * self.log_det - 0.5 * (n + p) * LOG_2PI
        both = [np.concatenate([part, -part], axis=1).T[:count] for part in (states, scalars)]
        return both[0], both[1], np.concatenate([density, density])[:count]

    def _finished(self, half: Floats) -> Floats:
        """Return L'^-1 (1 - L^-1 G K^-1 G' L'^-1) times a vector or columns."""
        if self.small.size:
            inner, _ = dpotrs(self.small, self.columns.T @ half, lower=1)
            half = half - self.columns @ inner
        found: Floats
        found, _ = dtbtrs(self.lower, half, uplo="L", trans="T")
        return found


def factor(precision: Precision) -> Gaussian | None:
    """Return the factors of a precision, None where it is not positive definite."""
    lower, fault = dpbtrf(precision.band, lower=1)
    if fault != 0:
        return None
    m = precision.weights.size
    halves, _ = dtbtrs(lower, np.concatenate([precision.columns.T, precision.cross.T]).T, uplo="L")
    gram = halves.T @ halves
    shared = gram[:m, m:]
    # K = 1/D + G' A^-1 G is positive wherever D is, so that only A and the scalars' own precision can fail.
    small, fault = dpotrf(np.diag(1 / precision.weights) + gram[:m, :m], lower=1) if m else (np.zeros((0, 0)), 0)
    if fault != 0:
        return None
    if m:
        shared, _ = dtrtrs(small, shared, lower=1)
    rest, fault = dpotrf(precision.rest - gram[m:, m:] + shared.T @ shared, lower=1)
    if fault != 0:
        return None
    log_det = 2 * (np.log(lower[0]).sum() + np.log(np.diag(small)).sum() + np.log(np.diag(rest)).sum()) + np.log(precision.weights).sum()
    return Gaussian(
        lower=lower,
        columns=halves[:, :m],
        cross=halves[:, m:],
        root_weights=np.sqrt(precision.weights),
        small=small,
        shared=shared,
        rest=rest,
        log_det=float(log_det),
    )
