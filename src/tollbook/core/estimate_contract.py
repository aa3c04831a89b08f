"""An estimate as JSON values: quantiles at stated levels, never draws. Additive changes only. May not compute anything."""

from __future__ import annotations

from typing import Any

from tollbook.core.estimates import LEVELS, Estimate, Influence, Marginal, Path, SourceSummary


def estimate_as_dict(estimate: Estimate) -> dict[str, Any]:
    """Return an estimate as JSON values: one row a date, with the quantiles of each quantity at `levels`."""
    share = estimate.killed_share
    return {
        "force": estimate.force,
        "measure": estimate.measure,
        "start": estimate.start.isoformat(),
        "levels": list(LEVELS),
        "dates": [day.isoformat() for day in estimate.dates],
        "totals": {path.name: _rows(path) for path in estimate.totals},
        "rates": {path.name: _rows(path) for path in estimate.rates},
        "killed_share": None if share is None else _rows(share),
        "anchors": list(estimate.anchors),
        "sources": [_source(summary) for summary in estimate.source_summaries],
        "influences": [_influence(influence) for influence in estimate.influences],
        "sensitivity": [
            {
                "assumption": row.assumption,
                "change": row.change,
                "quantity": row.quantity,
                "median": row.median,
                "low": row.low,
                "high": row.high,
                "reliable": row.reliable,
            }
            for row in estimate.sensitivities
        ],
        "diagnostics": _diagnostics(estimate),
        "assumptions": {"id": estimate.assumptions.id, **estimate.assumptions.to_dict()},
        "statements": list(estimate.statements),
        "model_version": estimate.model_version,
        "seed": estimate.seed,
    }


def _rows(path: Path) -> list[list[float]]:
    return [list(row) for row in path.quantiles]


def _marginal(value: Marginal | None) -> list[float] | None:
    return None if value is None else list(value.quantiles)


def _source(summary: SourceSummary) -> dict[str, Any]:
    return {
        "source": summary.source,
        "role": summary.role,
        "statements": summary.statements,
        "factor": _marginal(summary.factor),
        "coverage": _marginal(summary.coverage),
        "relays": summary.relays,
        "anchor": summary.anchor,
    }


def _influence(influence: Influence) -> dict[str, Any]:
    return {
        "statements": list(influence.statements),
        "source": influence.source,
        "category": influence.category,
        "start": influence.start.isoformat(),
        "end": influence.end.isoformat(),
        "kind": influence.kind,
        "shift": influence.shift,
        "khat": influence.khat,
        "residual": influence.residual,
        "expected": influence.expected,
    }


def _diagnostics(estimate: Estimate) -> dict[str, Any]:
    found = estimate.diagnosis
    return {
        "converged": found.converged,
        "khat": found.khat,
        "ess": found.ess,
        "nodes": found.nodes,
        "iterations": found.iterations,
        "seconds": found.seconds,
        "engine": found.engine,
        "steps": found.steps,
        "step_days": found.step_days,
        "divergences": found.divergences,
        "rhat": found.rhat,
        "sizes": dict(found.sizes),
        "scalars": {scalar.name: list(scalar.quantiles) for scalar in found.scalars},
    }
