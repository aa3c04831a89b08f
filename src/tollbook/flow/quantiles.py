"""Quantiles of estimates for the points of series: of the total on a statement's day. An estimate is made once for each force and measure.

Where none can be given, the reason is kept and the cells stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tollbook.core.errors import EstimationError, UsageError
from tollbook.core.estimates import LEVELS, Estimate
from tollbook.core.records import Entry, Moment
from tollbook.core.types import Claim
from tollbook.flow.estimate import estimate
from tollbook.flow.figures import PEOPLE, WHOLE
from tollbook.flow.selection import CASUALTIES

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger


class Quantiles:
    """Estimates of what a ledger's statements speak of, each made when it is first needed. `reasons` says why some could not be."""

    def __init__(self, ledger: Ledger, *, as_known_on: Moment = None) -> None:
        self._ledger, self._moment = ledger, as_known_on
        self._made: dict[tuple[str, str], Estimate | None] = {}
        self.reasons: list[str] = []

    def of(self, entry: Entry) -> Mapping[str, float]:
        """Return the quantiles of the true total on a statement's last day, by their columns; none where there is no estimate."""
        claim = entry.claim
        wanted, day = _measure(claim), claim.period.end
        if wanted is None or day is None or claim.force is None or claim.force.id is None:
            return {}
        measure, quantity = wanted
        made = self._estimate(claim.force.id, measure)
        if made is None or quantity not in made.quantities or not made.start <= day <= made.dates[-1]:
            return {}
        total = made.at(day).total(quantity)
        return {f"q{level:g}": round(total.quantile(level), 1) for level in LEVELS}

    def _estimate(self, force: str, measure: str) -> Estimate | None:
        key = force, measure
        if key not in self._made:
            try:
                self._made[key] = estimate(self._ledger, force=force, measure=measure, as_known_on=self._moment)
            except (EstimationError, UsageError) as error:
                self._made[key] = None
                self.reasons.append(f"no estimate of {force} {measure}: {error.sentence()}")
        return self._made[key]


def _measure(claim: Claim) -> tuple[str, str] | None:
    """Return the measure to estimate and the quantity of it that a claim tells of, None for what is no total that can be estimated."""
    measure = claim.measure
    if claim.period.kind != "cumulative" or measure.outcome not in WHOLE or measure.population not in (None, "combatant"):
        return None
    if measure.unit == "person":
        quantity = PEOPLE.get(measure.categories)
        return None if quantity is None else (CASUALTIES, quantity)
    if measure.unit != "item" or len(measure.categories) != 1:
        return None
    return next(iter(measure.categories)), CASUALTIES
