"""Statements made by hand for tests of estimates: each in a document of its own. Every name and figure is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.core.sample_readings import AUTHOR, claim, quantity
from tollbook.core.types import Attribution, Document, Force, Period, Reading
from tollbook.flow.figures import Figure, Told

START = date(2031, 1, 1)
WHOLE = ("killed", "wounded")


def day(number: int) -> date:
    """Return a day of the war, 0 the first."""
    return START + timedelta(days=number)


def said(
    value: float | None,
    on: int,
    *,
    source: str | None = "INST",
    categories: tuple[str, ...] = WHOLE,
    kind: str = "cumulative",
    since: int | None = None,
    bounds: tuple[float, float | None] | None = None,
    hedge: str = "exact",
    force: str = "NOR",
    published: int | None = None,
    **fields: Any,
) -> Told:
    """Return a statement: by default a source's total of casualties up to a day."""
    low, high = (value or 0, value) if bounds is None else bounds
    text = f"{source} {kind} {categories} {value} {low} {on} {since} {force}"
    document = Document.of(text, published=None if published is None else day(published))
    link = (Attribution(source=source, text=source or "", voice="reported"), *AUTHOR)
    period = Period(kind=kind, start=None if since is None else day(since), end=day(on))
    fields = {"attribution": link, "period": period, **fields}
    made = claim(text, quantity(value, low, high, hedge), *categories, document=document, force=Force(id=force, text=force), **fields)
    return Told(statement=made.id, claim=made, published=document.published)


def reading(one: Told) -> Reading:
    """Return the reading of a statement's document."""
    document = Document.of(one.claim.span.quote(str(one.claim.quantity.text)) or one.claim.quantity.text, published=one.published)
    return Reading(document=document, claims=(one.claim,), reader_version="1")


def figure(value: float | None, on: int, *, since: int | None = None, **fields: Any) -> Figure:
    """Return a figure: by default the Institute's total of casualties up to a day, exactly."""
    bounds = fields.pop("bounds", (value or 0, value))
    made: dict[str, Any] = {
        "statement": f"s{on}-{value}",
        "source": "INST",
        "category": "casualties",
        "kind": "cumulative",
        "start": None if since is None else day(since),
        "day": day(on),
        "quantity": quantity(value, *bounds, fields.pop("hedge", "exact")),
        "published": day(on),
        **fields,
    }
    return Figure(**made)
