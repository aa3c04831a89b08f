"""Claims and readings made by hand for tests of an audit: state only what a test is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import (
    Attribution,
    Claim,
    Document,
    Force,
    HedgeKind,
    Measure,
    Number,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    Unit,
)

TEXT = "x" * 4_000


def quantity(stated: Number | None, hedge: HedgeKind = "exact", low: Number | None = None, high: Number | None = None) -> Quantity:
    """Make a quantity; without bounds it is the number alone."""
    least = stated if low is None else low
    most = stated if high is None and low is None else high
    return Quantity(stated=stated, low=least or 0, high=most, hedge=hedge, text=str(stated))


def claim(
    number: Quantity | int, *categories: str, at: int = 0, source: str | None = "UKR-GS", force: str | None = "RUS", **fields: Any
) -> Claim:
    """Make a claim that stands at an offset, in a sentence of its own of a hundred characters unless one is given."""
    unit = fields.pop("unit", "person")
    measure = Measure(
        categories=frozenset(categories),
        unit=unit,
        population=fields.pop("population", None),
        base=fields.pop("base", None),
        outcome=fields.pop("outcome", None),
    )
    author = Attribution(source=None, text="author", voice="author")
    chain = (author,) if source is None else (Attribution(source=source, text=source, voice="reported"), author)
    place = fields.pop("place", None)
    base: dict[str, Any] = {
        "id": f"claim{at}",
        "span": Span(document=fields.pop("document", ""), start=at, end=at + 5),
        "sentence": (at // 100 * 100, at // 100 * 100 + 100),
        "period": Period(kind="cumulative", end=date(2025, 1, 24)),
        "force": None if force is None else Force(id=force, text=force),
        "place": None if place is None else Place(text=place, id=place),
    }
    read = quantity(number) if isinstance(number, int) else number
    return Claim(**{**base, "quantity": read, "measure": measure, "attribution": chain, **fields})


def reading(*claims: Claim, published: date | None = date(2025, 1, 24), text: str = TEXT) -> Reading:
    """Make a reading of claims."""
    return Reading(document=Document.of(text, published=published), claims=claims)


def day_by_day(first: date, values: Sequence[Number], *categories: str, source: str = "UKR-GS", unit: Unit = "person") -> Series:
    """Make a cumulative series of Russian losses with one figure a day."""
    points = tuple(
        SeriesPoint(day=first + timedelta(days=at), value=value, ref=f"{source}-{at}")
        for at, value in enumerate(values)
        if value is not None
    )
    return Series(source=source, force="RUS", categories=frozenset(categories), unit=unit, kind="cumulative", points=points)


def series_of_example(example: dict[str, Any]) -> tuple[Series, ...]:
    """Make the series that an example of the table of rules is compared with."""
    return tuple(
        day_by_day(row["from"], row["values"], *row["categories"], source=row["source"], unit=row["unit"])
        for row in example.get("series", ())
    )
