"""The Gaussian about a mode: a banded precision of the states, columns of low rank for wide windows, and the scalars by Schur complement.

The precision of (states, scalars) is [[A + G D G', B], [B', F]] with A banded, G (n, m), D diagonal and positive, B (n, p), F (p, p). Cost and
memory are linear in n. May not know what any of it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, solve_triangular
from scipy.linalg.lapack import dpbtrf, dpbtrs, dpotrf

from tollbook.estimation.grid import Floats

LOG_2PI = float(np.log(2 * np.pi))


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
    """A factored precision: what solves, draws and gives the log determinant."""

    lower: Floats
    columns: Floats
    solved: Floats
    root_weights: Floats
    small: Floats
    cross: Floats
    crossed: Floats
    rest: Floats
    log_det: float

    def solve(self, states: Floats, scalars: Floats) -> tuple[Floats, Floats]:
        """Return the precision's inverse times a vector (n), (p)."""
        moved = self._solve_states(states[:, None])[:, 0]
        own = cho_solve((self.rest, True), scalars - self.cross.T @ moved, check_finite=False)
        return moved - self.crossed @ own, own

    def draw(self, count: int, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """Return `count` draws about zero in antithetic pairs, (count, n) and (count, p), with their log density (count)."""
        half = (count + 1) // 2
        n, p = self.lower.shape[1], self.rest.shape[0]
        unit, low, own = (random.standard_normal((size, half)) for size in (n, self.root_weights.size, p))
        noise = self.columns @ (self.root_weights[:, None] * low)
        for offset in range(self.lower.shape[0]):
            noise[offset:] += self.lower[offset, : n - offset, None] * unit[: n - offset]
        states = self._solve_states(noise)
        scalars = solve_triangular(self.rest, own, lower=True, trans="T", check_finite=False)
        square = (noise * states).sum(0) + (own**2).sum(0)
        states = states - self.crossed @ scalars
        density = -0.5 * square + 0.5 * self.log_det - 0.5 * (n + p) * LOG_2PI
        both = [np.concatenate([part, -part], axis=1).T[:count] for part in (states, scalars)]
        return both[0], both[1], np.concatenate([density, density])[:count]

    def _solve_states(self, right: Floats) -> Floats:
        solved, _ = dpbtrs(self.lower, right, lower=1)
        if self.root_weights.size == 0:
            found: Floats = solved
            return found
        inner = cho_solve((self.small, True), self.solved.T @ right, check_finite=False)
        found = solved - self.solved @ inner
        return found


def factor(precision: Precision) -> Gaussian | None:
    """Return the factors of a precision, None where it is not positive definite."""
    lower, fault = dpbtrf(precision.band, lower=1)
    if fault != 0:
        return None
    m = precision.weights.size
    solved, _ = dpbtrs(lower, np.concatenate([precision.columns, precision.cross], axis=1), lower=1)
    inner = precision.columns.T @ solved
    # K = 1/D + G' A^-1 G is positive wherever D is, so that only A and the Schur complement can fail.
    small, fault = dpotrf(np.diag(1 / precision.weights) + inner[:, :m], lower=1) if m else (np.zeros((0, 0)), 0)
    if fault != 0:
        return None
    crossed = solved[:, m:]
    if m:
        crossed = crossed - solved[:, :m] @ cho_solve((small, True), inner[:, m:], check_finite=False)
    schur = precision.rest - precision.cross.T @ crossed
    rest, fault = dpotrf((schur + schur.T) / 2, lower=1)
    if fault != 0:
        return None
    log_det = 2 * (np.log(lower[0]).sum() + np.log(np.diag(small)).sum() + np.log(np.diag(rest)).sum()) + np.log(precision.weights).sum()
    return Gaussian(
        lower=lower,
        columns=precision.columns,
        solved=solved[:, :m],
        root_weights=np.sqrt(precision.weights),
        small=small,
        cross=precision.cross,
        crossed=crossed,
        rest=rest,
        log_det=float(log_det),
    )
