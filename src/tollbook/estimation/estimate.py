"""Observations and assumptions in, an estimate out: what the sources together support. May not read a ledger, a clock or a file.

The same inputs give the same digits: every random number comes from the seed of the assumptions.
"""

from __future__ import annotations

import numpy as np

from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import NoAnchor
from tollbook.core.estimates import LEVELS, Diagnostics, Estimate, Marginal, Path, SourceSummary
from tollbook.estimation.grid import Floats, make_grid
from tollbook.estimation.influence import influences
from tollbook.estimation.layout import Layout, make_layout
from tollbook.estimation.model import Model, log_shares, make_model
from tollbook.estimation.observations import Observations
from tollbook.estimation.posterior import Done, Draws, draw_posterior, node_count
from tollbook.estimation.referee import Chain, sample_chain
from tollbook.estimation.rows import Relayed, Row, make_rows
from tollbook.estimation.sensitivity import sensitivities

MODEL_VERSION = "1"


def estimate(observations: Observations, assumptions: Assumptions, *, progress: Done | None = None) -> Estimate:
    """Return what these observations support under these assumptions. `progress` is told the steps done, of how many.

    Raises TooLittle where nothing bounds the losses, NoAnchor where no observed source pins the level, AssumptionError for a source without
    a prior, FitFailed where the posterior can't be relied on, UsageError for the engine nuts without its libraries.
    """
    observations.check()
    _check_anchor(observations, assumptions)
    model, relayed = model_of(observations, assumptions)
    chain = sample_chain(model, assumptions.engine, progress=progress) if assumptions.engine.name == "nuts" else None
    draws = draw_posterior(model, assumptions.engine, progress=progress) if chain is None else chain.draws
    totals, rates = _quantities(model, draws)
    return Estimate(
        force=observations.force,
        measure=observations.measure,
        start=observations.start,
        dates=model.grid.dates,
        totals=tuple(_path(name, drawn) for name, drawn in totals.items()),
        rates=tuple(_path(name, drawn) for name, drawn in rates.items()),
        killed_share=_path("killed share", np.exp(log_shares(model, draws.states)[0])) if model.states == 3 else None,
        source_summaries=_sources(model, draws, relayed, assumptions=assumptions),
        influences=influences(model, draws, np.log(totals["casualties"][:, -1])),
        sensitivities=sensitivities(model, draws, {name: drawn[:, -1] for name, drawn in totals.items()}),
        diagnosis=_diagnostics(model, draws, chain, assumptions=assumptions),
        assumptions=assumptions,
        statements=observations.statements,
        model_version=MODEL_VERSION,
        seed=assumptions.engine.seed,
    )


def model_of(observations: Observations, assumptions: Assumptions) -> tuple[Model, list[Relayed]]:
    """Return the arrays of the model of these observations, and the relays that were left out of it."""
    grid = make_grid(observations.start, observations.days, assumptions.engine)
    rows, relayed = make_rows(observations, assumptions, grid)
    layout = make_layout(rows, assumptions, days=observations.days, shares=observations.shares)
    return make_model(rows, layout, grid, assumptions=assumptions, shares=observations.shares), relayed


def _check_anchor(observations: Observations, assumptions: Assumptions) -> None:
    if any(assumptions.anchors(source, role) for source, role in observations.sources):
        return
    seen = ", ".join(f"{source} ({role})" for source, role in observations.sources)
    raise NoAnchor(
        f"no source pins the absolute level: there are only {seen}",
        where=f"{observations.force} {observations.measure}",
        expected=f"a source or role of the scale anchor: {', '.join(assumptions.scale_anchor) or 'none is named'}",
        do="add such a source, or name one of these in `scale_anchor`: its bias prior alone then sets the level",
    )


def _quantities(model: Model, draws: Draws) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return totals and daily rates by quantity: (S, T) each."""
    rate = np.exp(draws.states[:, :, 0] + draws.states[:, :, 1])
    rates = {"casualties": rate}
    if model.states == 3:
        killed = rate * np.exp(log_shares(model, draws.states)[0])
        rates |= {"killed": killed, "wounded": rate - killed}
    return {name: np.cumsum(drawn * model.grid.widths, axis=1) for name, drawn in rates.items()}, rates


def _path(name: str, drawn: Floats) -> Path:
    rows = np.quantile(drawn, LEVELS, axis=0).T
    return Path(name=name, quantiles=tuple(tuple(row) for row in rows.tolist()), draws=drawn)


def _marginal(name: str, drawn: Floats) -> Marginal:
    return Marginal(name=name, quantiles=tuple(np.quantile(drawn, LEVELS).tolist()), draws=tuple(drawn.tolist()))


def _sources(model: Model, draws: Draws, relayed: list[Relayed], *, assumptions: Assumptions) -> tuple[SourceSummary, ...]:
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in model.rows:
        rows.setdefault((row.source, row.role), []).append(row)
    summaries = [
        SourceSummary(
            source=source,
            role=assumptions.role_of(source, role),
            statements=len({ref for row in mine for ref in row.statements}) or len(mine),
            factor=_scalar(model.layout, draws, source, "bias", model.grid.edges[-1]),
            coverage=_scalar(model.layout, draws, source, "coverage", model.grid.edges[-1]),
            anchor=assumptions.anchors(source, role),
        )
        for (source, role), mine in sorted(rows.items())
    ]
    summaries += [
        SourceSummary(source=relay.source, role=relay.role, statements=len(relay.statements), relays=relay.parent) for relay in relayed
    ]
    return tuple(sorted(summaries, key=lambda summary: summary.source))


def _scalar(layout: Layout, draws: Draws, source: str, kind: str, day: float) -> Marginal | None:
    """Return a source's factor or coverage on a day, drift included; None where it has none."""
    block = next((block for block in layout.blocks if block.source == source and block.kind == kind), None)
    if block is None:
        return None
    value = draws.scalars[:, block.first]
    if block.knots:
        value = value + draws.scalars[:, block.first + 1 : block.first + 1 + block.knots] @ layout.between_knots(day)
    return _marginal(f"{kind} {source}", np.exp(value) if kind == "bias" else 1 / (1 + np.exp(-value)))


def _diagnostics(model: Model, draws: Draws, chain: Chain | None, *, assumptions: Assumptions) -> Diagnostics:
    scalars = [_marginal(model.layout.hypers[i].name, np.exp(draws.hypers[:, i])) for i in model.layout.free]
    return Diagnostics(
        converged=True,
        khat=draws.khat,
        ess=draws.ess,
        nodes=node_count(model, assumptions.engine) if chain is None else 0,
        iterations=draws.evaluations,
        engine=draws.engine,
        steps=model.steps,
        step_days=model.grid.step_days,
        scalars=tuple(scalars),
        divergences=None if chain is None else chain.divergences,
        rhat=None if chain is None else chain.rhat,
        sizes=() if chain is None else chain.sizes,
    )
