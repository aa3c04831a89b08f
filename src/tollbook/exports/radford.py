"""Statements as the loss reports of Radford et al. (PNAS 2023): sources by state, categories in the archive's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tollbook.core.records import Entry
from tollbook.core.types import Claim
from tollbook.exports.columns import Row, column_table
from tollbook.exports.lexicon import claimant_of, role_of
from tollbook.exports.statements import is_point, lineage

PROFILE = "radford"
DAY_ZERO = date(2022, 2, 23)
_CUMULATIVE, _DAY = "Cumulative", "Day"
_WHOLE = frozenset({None, "lost"})
_DESTROYED, _PICTURES = "destroyed", "visual_confirmation"


def radford_row(entry: Entry) -> Row | None:
    """Return the row of a statement, None for what the archive has no place for: other forces, categories and periods.

    Killed and wounded of whom a text does not say who they are count as military in a total, and are left out in a day's losses.
    """
    claim, table = entry.claim, column_table(PROFILE)
    force = None if claim.force is None else claim.force.id
    category, frame, day = _category(claim, table), _time_frame(claim), claim.period.end
    if category is None or frame is None or day is None or day <= DAY_ZERO or not is_point(claim) or force not in table["countries"]:
        return None
    country, source = table["countries"][force], _source(claim, force, table)
    return {
        "days": (day - DAY_ZERO).days,
        "loss_count": claim.quantity.stated,
        "loss_type": f"{category}-{country}",
        "result": table["result"],
        "claim_source": source,
        "time_frame": frame,
        "loss_country": country,
        "minimum": int(claim.quantity.hedge in {"over", "at_least"}),
        "maximum": int(claim.quantity.hedge in {"under", "up_to"}),
        "category": category,
        "source_target": f"{source}-{country}",
        **lineage(entry, "claim_id", "doc_id", "quote"),
    }


def _time_frame(claim: Claim) -> str | None:
    period = claim.period
    if period.kind == "cumulative":
        return _CUMULATIVE
    if period.kind != "flow" or period.end is None:
        return None
    return _DAY if period.start is None or (period.end - period.start).days <= 1 else None


def _category(claim: Claim, table: Mapping[str, Any]) -> str | None:
    measure = claim.measure
    name = "+".join(sorted(measure.categories))
    if measure.unit == "item":
        found = table["items"].get(name) if _is_whole(claim) else None
    else:
        found = None if measure.unit != "person" else table["people"].get(_people(claim), {}).get(name)
    return None if found is None else str(found)


def _is_whole(claim: Claim) -> bool:
    """Tell whether a count of equipment is of all that was lost. What pictures show destroyed is a part of what they show lost."""
    outcome = claim.measure.outcome
    force = None if claim.force is None else claim.force.id
    return outcome in _WHOLE or (outcome == _DESTROYED and role_of(claimant_of(claim), force) != _PICTURES)


def _people(claim: Claim) -> str:
    population = claim.measure.population
    if population == "civilian":
        return "civilian"
    total = population is None and claim.period.kind == "cumulative"
    return "military" if population == "combatant" or total else ""


def _source(claim: Claim, force: str | None, table: Mapping[str, Any]) -> str:
    """Return the archive's name for a claimant: by its id, by the state that it belongs to, by its role, else "Other"."""
    source = claimant_of(claim)
    state = table["states"].get(source.partition("-")[0])
    role = table["roles"].get(role_of(source, force))
    return str(table["sources"].get(source) or state or role or table["other"])
