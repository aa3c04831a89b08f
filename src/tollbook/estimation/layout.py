"""The scalars of a model: biases, coverages, their drifts (all Gaussian), and the scales that are learnt. May not evaluate a likelihood.

A source with at least `DRIFTING` rows has a drift beside its bias: an Ornstein-Uhlenbeck process at knots `KNOT_DAYS` apart, linear between
them. With fewer rows the drift can't be told from the rows' own noise, and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tollbook.core.assumptions import Assumptions, Prior
from tollbook.estimation.grid import Floats
from tollbook.estimation.rows import Row

DRIFTING = 6
KNOT_DAYS = 122.0
FIXED = 1e-6
"""Sd that stands for a prior without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyper:
    """A scale that is learnt (sd > 0) or fixed: log-normal, so `mean` and `sd` are of its log."""

    name: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The scalars of one source's bias or coverage: column `first` is its mean, the next `knots` columns its drift."""

    source: str
    role: str
    kind: str
    prior: Prior
    first: int
    knots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Names and priors of all scalars. `mean` (p) and `precision` (p, p), of log determinant `log_det`, are the columns' prior."""

    hypers: tuple[Hyper, ...]
    blocks: tuple[Block, ...]
    mean: Floats
    precision: Floats
    log_det: float
    knot_days: Floats

    @property
    def free(self) -> list[int]:
        """Return the places of the hypers that are learnt."""
        return [i for i, hyper in enumerate(self.hypers) if hyper.sd > 0]

    @property
    def start(self) -> Floats:
        """Return the prior means of all hypers."""
        return np.array([hyper.mean for hyper in self.hypers])

    def hyper(self, name: str) -> int:
        """Return the place of a hyper by its name."""
        return next(i for i, hyper in enumerate(self.hypers) if hyper.name == name)

    def design(self, rows: list[Row]) -> Floats:
        """Return how each row's predictor depends on the columns: rows x p."""
        places = {(block.source, block.kind): block for block in self.blocks}
        design = np.zeros((len(rows), self.mean.size))
        for i, row in enumerate(rows):
            block = places.get((row.source, "coverage" if row.kind == "count" else "bias"))
            if block is None or row.kind == "floor":
                continue
            design[i, block.first] = 1.0
            if block.knots:
                design[i, block.first + 1 : block.first + 1 + block.knots] = self.between_knots(row.day)
        return design

    def between_knots(self, day: float) -> Floats:
        """Return the weights of the knots on a day: linear between the two beside it."""
        knots = self.knot_days
        high = int(np.clip(np.searchsorted(knots, day), 1, knots.size - 1))
        weight = float(np.clip((day - knots[high - 1]) / (knots[high] - knots[high - 1]), 0.0, 1.0))
        weights = np.zeros(knots.size)
        weights[high - 1], weights[high] = 1 - weight, weight
        return weights


def make_layout(rows: list[Row], assumptions: Assumptions, *, days: int, shares: bool) -> Layout:
    """Return the scalars that these rows need. A source that is only a floor needs none."""
    knots = np.linspace(0.0, max(days, 1), max(int(np.ceil(days / KNOT_DAYS)), 1) + 1)
    drift = _drift_precision(knots, assumptions)
    kinds = Counter((row.source, row.role, "coverage" if row.kind == "count" else "bias") for row in rows if row.kind != "floor")
    blocks: list[Block] = []
    mean: list[float] = []
    for (source, stated_role, kind), count in sorted(kinds.items()):
        role = assumptions.role_of(source, stated_role)
        prior = assumptions.coverage_of(source, role) if kind == "coverage" else assumptions.bias_of(source, role)
        prior = prior if prior is not None else Prior(mean=0.0, sd=0.0, scale="logit")
        drifting = drift is not None and count >= DRIFTING
        blocks.append(Block(source=source, role=role, kind=kind, prior=prior, first=len(mean), knots=knots.size if drifting else 0))
        mean += [prior.mean] + [0.0] * blocks[-1].knots
    precision = np.zeros((len(mean), len(mean)))
    firsts = [block.first for block in blocks]
    precision[np.ix_(firsts, firsts)] = np.linalg.inv(_covariance(blocks, assumptions))
    for block in blocks:
        if block.knots and drift is not None:
            own = slice(block.first + 1, block.first + 1 + block.knots)
            precision[own, own] = drift
    return Layout(
        hypers=tuple(_hypers(rows, assumptions, shares=shares)),
        blocks=tuple(blocks),
        mean=np.array(mean),
        precision=precision,
        log_det=float(np.linalg.slogdet(precision)[1]),
        knot_days=knots,
    )


def _hypers(rows: list[Row], assumptions: Assumptions, *, shares: bool) -> Iterable[Hyper]:
    process, noise = assumptions.process, assumptions.noise
    yield Hyper(name="level_sd", mean=process.level_sd.mean, sd=process.level_sd.sd)
    yield Hyper(name="memory_sd", mean=process.memory_sd.mean, sd=process.memory_sd.sd)
    yield Hyper(name="level_start", mean=process.level_start.mean, sd=process.level_start.sd)
    if shares:
        yield Hyper(name="killed_drift", mean=process.killed_drift.mean, sd=process.killed_drift.sd)
    if any(row.kind in ("point", "floor") for row in rows):
        yield Hyper(name="point_sd", mean=noise.point_sd.mean, sd=noise.point_sd.sd)
        yield Hyper(name="point_start", mean=noise.point_start.mean, sd=noise.point_start.sd)
    for source in sorted({row.source for row in rows if row.kind == "stream"}):
        yield Hyper(name=f"stream_sd {source}", mean=noise.stream_sd.mean, sd=noise.stream_sd.sd)
    for source in sorted({row.source for row in rows if row.kind == "count"}):
        yield Hyper(name=f"dispersion {source}", mean=noise.dispersion.mean, sd=noise.dispersion.sd)


def _drift_precision(knots: Floats, assumptions: Assumptions) -> Floats | None:
    """Return the inverse covariance of a stationary Ornstein-Uhlenbeck process at the knots, None where there is no drift."""
    sd, days = assumptions.noise.drift_sd.mean, assumptions.noise.drift_days.mean
    if sd <= 0 or knots.size < 3:
        return None
    apart: Floats = np.abs(knots[:, None] - knots[None, :])
    covariance: Floats = sd**2 * np.exp(-apart / days)
    return np.asarray(np.linalg.inv(covariance), dtype=np.float64)


def _covariance(blocks: list[Block], assumptions: Assumptions) -> Floats:
    """Return the prior covariance of the sources' mean biases and coverages: those of one role share a part of their variance."""
    sds: Floats = np.array([max(block.prior.sd, FIXED) for block in blocks])
    covariance: Floats = np.zeros((sds.size, sds.size))
    np.fill_diagonal(covariance, sds**2)
    for i, one in enumerate(blocks):
        for j, other in enumerate(blocks[:i]):
            if one.kind == other.kind == "bias" and one.role == other.role:
                shared = min(assumptions.shared_of(one.source, one.role), assumptions.shared_of(other.source, other.role))
                covariance[i, j] = covariance[j, i] = shared * sds[i] * sds[j]
    return covariance
