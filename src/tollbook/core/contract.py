"""A reading as the published JSON contract. Additive changes only: what a user's script reads today, it reads tomorrow.

Spans count code points of the text as given, half-open; dates are ISO 8601; a quantity without an upper bound has `high` null.
`schema/reading.schema.json` states the same in JSON Schema. May not interpret anything: every value is carried over as it is.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Any

from tollbook.core.errors import UsageError
from tollbook.core.types import (
    Abstention,
    Attribution,
    Claim,
    Document,
    Force,
    Judgement,
    Likelihood,
    Number,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    Toll,
)

_SURROGATE = re.compile("[\ud800-\udfff]")


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Return `value` as legible JSON text. Lone surrogates, which no encoding can carry, become JSON escapes and survive a round trip."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def reading_as_dict(reading: Reading) -> dict[str, Any]:
    """Return a reading as the contract's object. Raises UsageError for a number that JSON has no form for."""
    text = reading.document.text
    context = reading.context
    return {
        "document": _document(reading.document),
        "reader": {"version": reading.reader_version},
        "theatre": reading.theatre,
        "context": {"conflict": context.conflict, "reason": context.reason, "evidence": list(context.evidence)},
        "claims": [claim_as_dict(claim, text) for claim in reading.claims],
        "judgements": [_judgement(judgement, text) for judgement in reading.judgements],
        "tolls": [_toll(toll) for toll in reading.tolls],
        "abstentions": [_abstention(abstention, text) for abstention in reading.abstentions],
    }


def claim_as_dict(claim: Claim, text: str) -> dict[str, Any]:
    """Return one claim as the contract's object; `text` is the text of its document."""
    measure = claim.measure
    return {
        "id": claim.id,
        "span": _span(claim.span),
        "quote": claim.span.quote(text),
        "sentence": list(claim.sentence),
        "quantity": _quantity(claim.quantity),
        "measure": {
            "categories": sorted(measure.categories),
            "unit": measure.unit,
            "term": measure.term,
            "population": measure.population,
            "outcome": measure.outcome,
            "base": measure.base,
        },
        "force": _force(claim.force),
        "period": _period(claim.period),
        "place": _place(claim.place),
        "attribution": [_attribution(link) for link in claim.attribution],
        "likelihood": _likelihood(claim.likelihood),
        "assertion": claim.assertion,
        "part_of": claim.part_of,
        "premises": list(claim.premises),
        "superseded_by": claim.superseded_by,
        "rules": list(claim.rules),
        "flags": list(claim.flags),
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "published": _date(document.published),
        "publisher": document.publisher,
        "url": document.url,
        "length": len(document.text),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: Number, text: str) -> Number:
    if not math.isfinite(value):
        raise UsageError(f"a quantity holds {value}", where=repr(text), expected="a finite number", do="use high=None for no upper bound")
    return value


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    text, stated, high = quantity.text, quantity.stated, quantity.high
    return {
        "stated": None if stated is None else _number(stated, text),
        "low": _number(quantity.low, text),
        "high": None if high is None or high == math.inf else _number(high, text),
        "hedge": quantity.hedge,
        "text": text,
    }


def _force(force: Force | None) -> dict[str, Any] | None:
    return None if force is None else {"id": force.id, "text": force.text}


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"text": place.text, "id": place.id}


def _period(period: Period) -> dict[str, Any]:
    return {
        "kind": period.kind,
        "start": _date(period.start),
        "end": _date(period.end),
        "end_latest": _date(period.end_latest),
        "text": period.text,
    }


def _attribution(link: Attribution) -> dict[str, Any]:
    span = None if link.span is None else list(link.span)
    return {"source": link.source, "text": link.text, "voice": link.voice, "cue": link.cue, "span": span}


def _likelihood(likelihood: Likelihood | None) -> dict[str, Any] | None:
    if likelihood is None:
        return None
    low, high = _number(likelihood.low, likelihood.term), _number(likelihood.high, likelihood.term)
    return {"term": likelihood.term, "low": low, "high": high, "scale": likelihood.scale}


def _judgement(judgement: Judgement, text: str) -> dict[str, Any]:
    return {
        "id": judgement.id,
        "span": _span(judgement.span),
        "quote": judgement.span.quote(text),
        "likelihood": _likelihood(judgement.likelihood),
        "attribution": [_attribution(link) for link in judgement.attribution],
        "force": _force(judgement.force),
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "killed": _quantity(toll.killed),
        "wounded": _quantity(toll.wounded),
        "missing": _quantity(toll.missing),
        "captured": _quantity(toll.captured),
        "killed_by_population": {population: _quantity(quantity) for population, quantity in toll.killed_by_population},
        "date": _date(toll.date),
        "place": _place(toll.place),
        "claims": list(toll.claims),
        "superseded": list(toll.superseded),
    }


def _abstention(abstention: Abstention, text: str) -> dict[str, Any]:
    return {"span": _span(abstention.span), "quote": abstention.span.quote(text), "reason": abstention.reason}
