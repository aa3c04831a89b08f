"""An outlook as JSON values: quantiles at stated levels, never draws. Additive changes only. May not compute anything."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tollbook.core.estimates import LEVELS, Marginal
from tollbook.core.projections import Fan, Projection


def projection_as_dict(projection: Projection) -> dict[str, Any]:
    """Return an outlook as JSON values, with the quantiles of each quantity at `levels`."""
    return {
        "force": projection.force,
        "measure": projection.measure,
        "day": projection.day.isoformat(),
        "levels": list(LEVELS),
        "lost": _quantiles(projection.lost),
        "deployed": _quantiles(projection.deployed),
        "fraction": _quantiles(projection.fraction),
        "effective": _quantiles(projection.effective),
        "phrases": [
            {
                "text": one.phrase.text,
                "low": one.phrase.low,
                "high": one.phrase.high,
                "source": one.phrase.source,
                "statement": one.phrase.statement,
                "probability": one.probability,
                "at_least": one.at_least,
                "note": one.note,
            }
            for one in projection.phrases
        ],
        "trend": {
            "days": projection.trend.days,
            "recent": _quantiles(projection.trend.recent),
            "before": _quantiles(projection.trend.before),
            "ratio": _quantiles(projection.trend.ratio),
        },
        "ratios": [
            {"name": one.name, "start": one.start.isoformat(), "end": one.end.isoformat(), "value": _quantiles(one.value)}
            for one in projection.ratios
        ],
        "fans": [_fan(fan) for fan in projection.fans],
        "baseline": {
            "horizons": list(projection.baseline.horizons),
            "losses": [_quantiles(one) for one in projection.baseline.losses],
            "errors": list(projection.baseline.errors),
            "widened": projection.baseline.widened,
        },
        "strengths": [{"source": one.source, "low": one.low, "high": one.high, "statement": one.statement} for one in projection.strengths],
        "assumptions": asdict(projection.assumptions),
        "estimate_assumptions": projection.estimate_assumptions,
        "model_version": projection.model_version,
        "anchors": list(projection.anchors),
        "notes": list(projection.notes),
    }


def _fan(fan: Fan) -> dict[str, Any]:
    return {
        "name": fan.name,
        "assumes": fan.assumes,
        "horizons": list(fan.horizons),
        "losses": [_quantiles(one) for one in fan.losses],
        "effective": [_quantiles(one) for one in fan.effective],
        "fraction": [_quantiles(one) for one in fan.fraction],
    }


def _quantiles(value: Marginal | None) -> list[float] | None:
    return None if value is None else list(value.quantiles)
