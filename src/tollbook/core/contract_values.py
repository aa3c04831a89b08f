"""The published JSON contract back into values: what a ledger or a file holds becomes a reading again.

The inverse of `core/contract.py`. May not interpret anything: every value is carried over as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tollbook.core.types import (
    Abstention,
    Attribution,
    Claim,
    Context,
    Document,
    Force,
    Judgement,
    Likelihood,
    Measure,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    Toll,
)

Json = Mapping[str, Any]


def reading_from_dict(contract: Json, document: Document) -> Reading:
    """Return the reading that `contract` was made of; `document` holds the text, which the contract leaves out."""
    context = contract["context"]
    return Reading(
        document=document,
        claims=tuple(claim_from_dict(claim, document.id) for claim in contract["claims"]),
        judgements=tuple(_judgement(judgement, document.id) for judgement in contract["judgements"]),
        tolls=tuple(_toll(toll) for toll in contract["tolls"]),
        reader_version=contract["reader"]["version"],
        theatre=contract["theatre"],
        context=Context(conflict=context["conflict"], reason=context["reason"], evidence=tuple(context["evidence"])),
        abstentions=tuple(
            Abstention(span=_span(abstention["span"], document.id), reason=abstention["reason"]) for abstention in contract["abstentions"]
        ),
    )


def claim_from_dict(claim: Json, document: str) -> Claim:
    """Return the claim that the contract's object was made of; `document` is the id of its document."""
    measure = claim["measure"]
    return Claim(
        id=claim["id"],
        span=_span(claim["span"], document),
        sentence=(claim["sentence"][0], claim["sentence"][1]),
        quantity=_quantity(claim["quantity"]),
        measure=Measure(
            categories=frozenset(measure["categories"]),
            unit=measure["unit"],
            term=measure["term"],
            population=measure["population"],
            outcome=measure["outcome"],
            base=measure["base"],
        ),
        period=_period(claim["period"]),
        attribution=tuple(_attribution(link) for link in claim["attribution"]),
        force=_force(claim["force"]),
        place=_place(claim["place"]),
        likelihood=_likelihood(claim["likelihood"]),
        assertion=claim["assertion"],
        part_of=claim["part_of"],
        premises=tuple(claim["premises"]),
        superseded_by=claim["superseded_by"],
        rules=tuple(claim["rules"]),
        flags=tuple(claim["flags"]),
    )


def _span(span: list[int], document: str) -> Span:
    return Span(document=document, start=span[0], end=span[1])


def _day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def _quantity(quantity: Json) -> Quantity:
    return Quantity(stated=quantity["stated"], low=quantity["low"], high=quantity["high"], hedge=quantity["hedge"], text=quantity["text"])


def _counted(quantity: Json | None) -> Quantity | None:
    return None if quantity is None else _quantity(quantity)


def _period(period: Json) -> Period:
    return Period(
        kind=period["kind"],
        start=_day(period["start"]),
        end=_day(period["end"]),
        end_latest=_day(period["end_latest"]),
        text=period["text"],
    )


def _force(force: Json | None) -> Force | None:
    return None if force is None else Force(id=force["id"], text=force["text"])


def _place(place: Json | None) -> Place | None:
    return None if place is None else Place(text=place["text"], id=place["id"])


def _attribution(link: Json) -> Attribution:
    span = link["span"]
    return Attribution(
        source=link["source"],
        text=link["text"],
        voice=link["voice"],
        cue=link["cue"],
        span=None if span is None else (span[0], span[1]),
    )


def _likelihood(likelihood: Json | None) -> Likelihood | None:
    if likelihood is None:
        return None
    return Likelihood(term=likelihood["term"], low=likelihood["low"], high=likelihood["high"], scale=likelihood["scale"])


def _judgement(judgement: Json, document: str) -> Judgement:
    likelihood = judgement["likelihood"]
    return Judgement(
        id=judgement["id"],
        span=_span(judgement["span"], document),
        likelihood=Likelihood(term=likelihood["term"], low=likelihood["low"], high=likelihood["high"], scale=likelihood["scale"]),
        attribution=tuple(_attribution(link) for link in judgement["attribution"]),
        force=_force(judgement["force"]),
    )


def _toll(toll: Json) -> Toll:
    by_population = tuple((population, _quantity(quantity)) for population, quantity in toll["killed_by_population"].items())
    return Toll(
        killed=_counted(toll["killed"]),
        wounded=_counted(toll["wounded"]),
        missing=_counted(toll["missing"]),
        captured=_counted(toll["captured"]),
        killed_by_population=by_population,
        date=_day(toll["date"]),
        place=_place(toll["place"]),
        claims=tuple(toll["claims"]),
        superseded=tuple(toll["superseded"]),
    )
