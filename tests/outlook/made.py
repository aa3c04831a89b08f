"""Estimates made by hand for tests: lognormal paths with a killed share, no engine."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from tollbook.core.assumptions import Assumptions
from tollbook.core.estimates import Diagnostics, Estimate, Influence, Path, Sensitivity, SourceSummary, marginal

START = date(2031, 1, 1)


def path(name: str, draws: np.ndarray) -> Path:
    """Return a path of draws x dates with its quantiles."""
    quantiles = tuple(marginal(name, column.tolist()).quantiles for column in draws.T)
    return Path(name=name, quantiles=quantiles, draws=tuple(map(tuple, draws.tolist())))


def diagnostics(seconds: float = 0.1) -> Diagnostics:
    """Return those of a fit that went well."""
    return Diagnostics(converged=True, khat=0.3, ess=1500.0, nodes=256, iterations=9, engine="by hand", steps=60, step_days=1)


def made_estimate(
    *,
    total: float = 3_840.0,
    spread: float = 0.16,
    days: int = 42,
    killed: float = 0.25,
    draws: int = 1_000,
    force: str = "NOR",
    measure: str = "casualties",
    wobble: float = 0.05,
    seed: int = 1,
) -> Estimate:
    """Return an estimate whose last total is lognormal about `total`, on a grid of days, with a daily wobble of the rate."""
    random = np.random.default_rng(seed)
    rate = np.exp(np.cumsum(wobble * random.standard_normal((draws, days)), axis=1))
    scale = total * np.exp(spread * random.standard_normal(draws)) / rate.sum(axis=1)
    rate = rate * scale[:, None]
    cumulative = np.cumsum(rate, axis=1)
    share = 1 / (1 + np.exp(-(np.log(killed / (1 - killed)) + 0.3 * random.standard_normal(draws))))[:, None]
    people = measure == "casualties"
    parts = {"casualties": 1.0, "killed": share, "wounded": 1 - share} if people else {"casualties": 1.0}
    return Estimate(
        force=force,
        measure=measure,
        start=START,
        dates=tuple(START + timedelta(days=day) for day in range(days)),
        totals=tuple(path(name, cumulative * part) for name, part in parts.items()),
        rates=tuple(path(name, rate * part) for name, part in parts.items()),
        killed_share=path("killed_share", np.repeat(share, days, axis=1)) if people else None,
        source_summaries=(
            SourceSummary(
                source="INST", role="third_party_intelligence", statements=2, factor=marginal("INST", [0.9, 1.0, 1.1]), anchor=True
            ),
            SourceSummary(source="SOR-MOD", role="opponent", statements=1, factor=marginal("SOR-MOD", [1.2, 1.4, 1.7])),
            SourceSummary(source="THE-POST", role="press", statements=1, relays="INST"),
        ),
        influences=(
            Influence(
                statements=("s1",), source="INST", category="casualties", start=START, end=START + timedelta(days=days),
                kind="point", shift=-0.8, khat=0.3, residual=0.4, expected=3_900.0,
            ),
        ),
        sensitivities=(
            Sensitivity(
                assumption="bias of press", change="sd doubled", quantity="casualties", median=3_700, low=2_600, high=5_400
            ),
        ),
        diagnosis=diagnostics(),
        assumptions=Assumptions(),
        statements=("s1", "s2"),
        model_version="test:1",
        seed=1,
    )  # fmt: skip
