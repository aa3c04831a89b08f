"""Audits made by hand, for tests of what shows and carries them. What their findings say is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.core.sample_readings import claim, quantity, sample_reading
from tollbook.core.findings import Audit, Bounds, Finding
from tollbook.core.types import Document, Reading

OTHER_TEXT = "The Institute said that 5,000 Norland soldiers were killed at Wexley. The sum stands.\n"


def finding(*claims: str, **fields: Any) -> Finding:
    """Make a finding; what is not given is the plainest there is."""
    made = {"rule": "parts", "verdict": "agrees", "arithmetic": "1,000 + 3,000 = 4,000", "explanation": "the parts add up", **fields}
    return Finding(claims=claims, **made)


def other_reading() -> Reading:
    """Return a second reading, with one claim."""
    document = Document.of(OTHER_TEXT, title="Another paper", url="https://example.org/b#top")
    killed = claim("5,000", quantity(5000, 5000, 5000, "exact"), "killed", document=document)
    return Reading(document=document, claims=(replace(killed, sentence=(0, OTHER_TEXT.index(" The sum"))),))


def sample_audit() -> Audit:
    """Return an audit of two readings: a finding of every verdict, one of them across the two."""
    first, second = sample_reading(), other_reading()
    whole, killed, rest, tanks, _, deserted, share = (each.id for each in first.claims)
    return Audit(
        readings=(first, second),
        findings=(
            finding(whole, killed, rest),
            finding(
                share,
                whole,
                rule="share",
                verdict="overstated",
                arithmetic="4,000 / 11,000 = 36.4%",
                explanation='36.4% printed as "more than <b>half</b>"',
                expected=Bounds(low=0.33, high=0.4),
                found=Bounds(low=0.5, high=None),
            ),
            finding(tanks, rule="series", verdict="understated", explanation="87 tanks where the series has 97", points=("series:1",)),
            finding(deserted, rule="series", verdict="unverifiable", explanation="no series holds deserters"),
            finding(tanks, rule="date", verdict="note", explanation="dated by its figures"),
            finding(second.claims[0].id, killed, rule="drift", verdict="differs", explanation="killed became casualties between relays"),
        ),
    )
