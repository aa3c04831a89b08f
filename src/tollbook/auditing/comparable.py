"""Which claims may be compared at all: same people, same source, same time, same place. Where the text leaves it open, they may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tollbook.core.types import Claim, Number, Period, Place, Quantity, Reading, Unit
from tollbook.vocab.naming import categories_words

NEAR_DAYS = 14
"""Two totals this many days apart still speak of one stretch of fighting, where a text sets them beside each other."""
_LOST = frozenset({None, "lost"})
_HEDGES = {"about": "about ", "nearly": "nearly ", "over": "more than ", "at_least": "at least ", "under": "under ", "up_to": "up to "}


def outcome_of(claim: Claim) -> str | None:
    """Return what became of what was lost, where the text says more than that: "destroyed", "captured"."""
    return None if claim.measure.outcome in _LOST else claim.measure.outcome


def stands(claim: Claim, reading: Reading) -> bool:
    """Say whether a text still stands by a claim: stated, in plain digits, and not replaced by a later figure of the same measure.

    "4,000 casualties, 1,000 of them killed" replaces nothing: the killed are another measure.
    """
    later = reading.claim(claim.superseded_by) if claim.superseded_by is not None else None
    replaced = later is not None and later.measure.categories >= claim.measure.categories
    return claim.assertion == "stated" and not claim.flags and not replaced


def standing(reading: Reading) -> tuple[Claim, ...]:
    """Return the claims that a text stands by, in its order."""
    return tuple(claim for claim in reading.claims if stands(claim, reading))


def source_of(claim: Claim) -> str | None:
    """Return who makes a claim first, by id or else by the words; None where it is the author alone."""
    first = claim.claimant
    if first is None or first.voice == "author":
        return None
    return first.source or first.text.casefold()


def force_of(claim: Claim) -> str | None:
    """Return whose loss it is, by id or else by the words; None where the text doesn't say."""
    return None if claim.force is None else claim.force.id or claim.force.text.casefold()


def same_force(one: Claim, other: Claim) -> bool:
    """Say whether both claims name a force, and the same one."""
    return force_of(one) is not None and force_of(one) == force_of(other)


def places_fit(one: Place | None, other: Place | None) -> bool:
    """Say whether two places may be one: either isn't said, they are equal, or the one lies in the other ("RUS-kursk-oblast" in "RUS")."""
    if one is None or other is None:
        return True
    if one.id is None or other.id is None:
        return one.text.casefold() == other.text.casefold()
    return one.id == other.id or one.id.startswith(f"{other.id}-") or other.id.startswith(f"{one.id}-")


def place_of(claim: Claim) -> str | None:
    """Return where it is, by id or else by the words; None where the text doesn't say."""
    return None if claim.place is None else claim.place.id or claim.place.text.casefold()


def same_place(one: Claim, other: Claim) -> bool:
    """Say whether two claims are of one place, or neither says where."""
    return place_of(one) == place_of(other)


def same_period(one: Period, other: Period) -> bool:
    """Say whether two periods are one, and known: same kind, same first and last day, and a last day at all."""
    known = one.end is not None and (one.kind != "flow" or one.start is not None)
    return known and (one.kind, one.start, one.end, one.end_latest) == (other.kind, other.start, other.end, other.end_latest)


def periods_fit(one: Period, other: Period) -> bool:
    """Say whether two periods may be one: same kind, and no known day that contradicts it; totals may lie `NEAR_DAYS` apart."""
    if one.kind != other.kind:
        return False
    slack = timedelta(days=NEAR_DAYS if one.kind != "flow" else 0)
    return _near(one.start, other.start, slack) and _near(one.end_latest or one.end, other.end_latest or other.end, slack)


def _near(one: date | None, other: date | None, slack: timedelta) -> bool:
    return one is None or other is None or abs(one - other) <= slack


def apart(one: Claim, other: Claim) -> int:
    """Return how far two claims of one text stand from each other, in characters."""
    return max(one.span.start, other.span.start) - min(one.span.end, other.span.end)


def amount(number: Number, unit: Unit) -> str:
    """Return a number as a newspaper prints it: thousands with commas, shares in percent.

    >>> amount(4000, "person"), amount(4000 / 11000, "share")
    ('4,000', '36.4%')
    """
    if unit == "share":
        return f"{100 * number:.1f}".rstrip("0").rstrip(".") + "%"
    return f"{number:,.1f}" if isinstance(number, float) and not number.is_integer() else f"{int(number):,}"


def span_of(low: Number, high: Number | None, unit: Unit) -> str:
    """Return what an interval holds, in words.

    >>> span_of(3500, 4500, "person"), span_of(12, None, "person")
    ('3,500 to 4,500', '12 or more')
    """
    if high is None:
        return f"{amount(low, unit)} or more"
    return amount(low, unit) if low == high else f"{amount(low, unit)} to {amount(high, unit)}"


def voice_of(claim: Claim, reading: Reading) -> str:
    """Return who answers for a claim, across texts: the source, or the author of this one text."""
    return source_of(claim) or f"author of {reading.document.id}"


def put(quantity: Quantity, unit: Unit) -> str:
    """Return a quantity as a newspaper prints it, with its hedge.

    >>> put(Quantity(stated=4000, low=3500, high=4500, hedge="about", text="around 4,000"), "person")
    'about 4,000'
    """
    if quantity.stated is None:
        return quantity.text
    return _HEDGES.get(quantity.hedge, "") + amount(quantity.stated, unit)


def what(claim: Claim) -> str:
    """Return what a claim counts, in words: "killed or wounded", "wounded (civilian)", "tanks"."""
    words = categories_words(claim.measure.categories, claim.quantity.stated)
    population = claim.measure.population
    # That soldiers are combatants goes without saying in a war.
    return words if population in (None, "combatant") else f"{words} ({str(population).replace('_', ' ')})"


def listed(words: Sequence[str]) -> str:
    """Join words with commas and a last "and"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
