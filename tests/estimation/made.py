"""Small observations by hand, for tests of estimates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tollbook.core.assumptions import Assumptions
from tollbook.estimation.observations import Floor, Increment, NamedCount, Observations, PointStatement, Window

START = date(2025, 1, 1)


def window(first: int, last: int) -> Window:
    """Return days [first, last) after the start."""
    return Window(start=START + timedelta(days=first), end=START + timedelta(days=last))


def said(source: str, value: float, day: int, **others: Any) -> PointStatement:
    """Return a total of casualties from the start to the end of a day, rounded to `step`."""
    role = others.pop("role", "third_party_intelligence")
    fields = {"category": "casualties", "stated": value, "low": value, "high": value, "hedge": "about", "step": value / 20} | others
    return PointStatement(source=source, role=role, window=window(0, day), statements=(f"{source}-{day}",), **fields)


def released(
    values: list[float], *, days: int = 1, source: str = "GS", role: str = "opponent", category: Any = "casualties"
) -> tuple[Increment, ...]:
    """Return a stream of increments of `days` each from the start."""
    return tuple(
        Increment(
            source=source, role=role, category=category, window=window(i * days, (i + 1) * days), value=value, statements=(f"{source}-{i}",)
        )
        for i, value in enumerate(values)
    )


def named(count: int, first: int, last: int, *, known: int = 1000) -> NamedCount:
    """Return how many killed of some days are on a list."""
    return NamedCount(
        source="list",
        role="named_count",
        category="killed",
        window=window(first, last),
        count=count,
        known_on=START + timedelta(days=known),
        statements=(f"list-{first}",),
    )


def pictured(value: float, day: int, *, category: Any = "casualties") -> Floor:
    """Return a floor from the start to the end of a day."""
    return Floor(
        source="pictures", role="visual_confirmation", category=category, window=window(0, day), value=value, statements=("floor",)
    )


def observed(*seen: Any, days: int = 60, **others: Any) -> Observations:
    """Return observations over `days` from the start."""
    return Observations(
        force="AAA",
        measure=others.pop("measure", "casualties"),
        start=START,
        end=START + timedelta(days=days),
        increments=tuple(o for o in seen if isinstance(o, Increment)),
        points=tuple(o for o in seen if isinstance(o, PointStatement)),
        floors=tuple(o for o in seen if isinstance(o, Floor)),
        counts=tuple(o for o in seen if isinstance(o, NamedCount)),
        **others,
    )


def quick(**settings: Any) -> Assumptions:
    """Return the default assumptions with a quick engine."""
    return Assumptions().with_engine(**{"nodes": 96, "draws": 1024, **settings})
