"""Statements of killed in the columns of UCDP's event data set. A row is a claim, not an event; coordinates stay empty."""

from __future__ import annotations

from tollbook.core.flat import date_precision
from tollbook.core.records import Entry
from tollbook.core.types import Claim
from tollbook.exports.claims import iso
from tollbook.exports.columns import Row, columns_of
from tollbook.exports.lexicon import NOWHERE, claimant_of, where
from tollbook.exports.statements import is_point, lineage

PROFILE = "ucdp-ged"
_KILLED = frozenset({"killed"})
_CLEAR, _UNCLEAR = 1, 2
_FIGHTERS = "combatant"
_OTHERS = frozenset({"civilian", "child", "woman", "journalist", "medic", "aid_worker"})


def ucdp_row(entry: Entry) -> Row | None:
    """Return the row of a statement, None for what is no number of killed over a period with its days: a total, the wounded, a share."""
    claim = entry.claim
    start, end = claim.period.start, claim.period.end
    if claim.measure.categories != _KILLED or claim.measure.unit != "person" or claim.period.kind != "flow":
        return None
    if not is_point(claim) or end is None:
        return None
    sighting, quantity = entry.sighting, claim.quantity
    lies = NOWHERE if claim.place is None else where(claim.place)
    row: Row = {
        "id": entry.seq,
        "relid": claim.id,
        "year": end.year,
        "side_a": None if claim.force is None else claim.force.text,
        "number_of_sources": 1,
        "source_article": sighting.url,
        "source_office": sighting.publisher,
        "source_date": iso(sighting.published),
        "source_headline": sighting.title,
        "source_original": claimant_of(claim),
        "where_prec": lies.precision,
        "adm_1": lies.division,
        "country": lies.country,
        "event_clarity": _CLEAR if (start or end) == end else _UNCLEAR,
        "date_prec": date_precision(claim.period) or 1,
        "date_start": iso(start or end),
        "date_end": iso(end),
        _deaths(claim): quantity.stated,
        "best": quantity.stated,
        "high": quantity.high,
        "low": quantity.low,
        **lineage(entry, "claim_id", "doc_id", "quote"),
    }
    return {column.name: row.get(column.name) for column in columns_of(PROFILE)}


def _deaths(claim: Claim) -> str:
    """Return the column of whoever died: the force's fighters, civilians, or people of whom the text does not say."""
    population = claim.measure.population
    if population in _OTHERS:
        return "deaths_civilians"
    return "deaths_a" if population == _FIGHTERS and claim.force is not None else "deaths_unknown"
