"""Statements as The Economist's table of attributed estimates: totals of deaths and casualties of two countries. The rest is left out."""

from __future__ import annotations

from tollbook.core.records import Entry
from tollbook.core.spreadsheets import Cell
from tollbook.core.types import Claim, Quantity
from tollbook.exports.columns import Row, column_table
from tollbook.exports.lexicon import claimant_of, role_of
from tollbook.exports.statements import is_point, lineage
from tollbook.vocab.naming import source_name

PROFILE = "economist"
_FLOORS, _CEILINGS = ("over", "at_least"), ("under", "up_to")
_CIVILIAN = "civilian"


def economist_row(entry: Entry) -> Row | None:
    """Return the row of a statement, None for what the table has no place for: flows, other measures, forces and populations."""
    claim, table = entry.claim, column_table(PROFILE)
    force = None if claim.force is None else claim.force.id
    kind, day = table["types"].get("+".join(sorted(claim.measure.categories))), claim.period.end
    suits = claim.period.kind == "cumulative" and claim.measure.unit == "person" and is_point(claim)
    if not suits or kind is None or force not in table["countries"] or day is None or claim.measure.population == _CIVILIAN:
        return None
    low, middle, high = _estimates(claim.quantity)
    warring = role_of(claimant_of(claim), force) in {"own_side", "opponent"}
    return {
        "date": day.strftime("%d/%m/%Y"),
        "estimate_low": low,
        "estimate_high": high,
        "estimate": middle,
        "type": kind,
        "source": _source(claim),
        "source_url": entry.sighting.url,
        "country": table["countries"][force],
        "ignore for chart, data from warring parties": "yes" if warring else None,
        **lineage(entry, "claim_id", "doc_id", "quote"),
    }


def _estimates(quantity: Quantity) -> tuple[Cell, Cell, Cell]:
    """Return the low, middle and high estimate. A rounded number is one number; only words that give a bound or a range give more."""
    if quantity.hedge in _FLOORS:
        return quantity.stated, None, None
    if quantity.hedge in _CEILINGS:
        return None, None, quantity.stated
    if quantity.hedge == "between":
        return quantity.low, None, quantity.high
    return None, quantity.stated, None


def _source(claim: Claim) -> str:
    """Return the claimant's name, and in brackets who relays it, as the table does: "US officials (via NYT)"."""
    names = [source_name(link.source or link.text) for link in claim.attribution if link.voice != "author"]
    if not names:
        return claimant_of(claim)
    return names[0] if len(names) == 1 else f"{names[0]} (via {names[1]})"
