"""Join readings, known series and the rules of auditing: what do these texts say against themselves, each other and their sources?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tollbook.auditing.audit import audit_readings, distinct
from tollbook.core.errors import UsageError
from tollbook.core.findings import Audit, Finding
from tollbook.core.records import Moment
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading
from tollbook.flow.related import joined, related_readings, related_series
from tollbook.sources.datasets import builtin_series
from tollbook.vocab.theatres import list_theatres

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger


def audit(
    readings: Reading | Iterable[Reading],
    *,
    series: Sequence[Series] | None = None,
    ledger: Ledger | None = None,
    as_known_on: Moment = None,
    about: Claim | None = None,
) -> Audit:
    """Check the arithmetic of one reading, or of several against each other.

    `series` are sources' own figures over time to compare with: None takes those that come with Tollbook for the readings' theatres,
    `()` none. With a `ledger`, its series and its texts on the same forces near in time are compared too, as it knew them on a day;
    only findings that touch a claim of the readings are kept. A text that is given twice counts once. `about` compares with what the
    ledger holds on that claim's force and measure alone, which takes a small part of the time. Raises UsageError for what is no reading.

    >>> from tollbook.flow.read import read
    >>> audit(read("Shelling killed 12 soldiers near the front line on Monday."), series=()).failures
    ()
    """
    kept = distinct(_readings(readings))
    known = builtin_for(kept) if series is None else tuple(series)
    stored: tuple[Reading, ...] = ()
    if ledger is not None:
        known = joined(known, related_series(ledger, kept, as_known_on=as_known_on, about=about))
        stored = related_readings(ledger, kept, as_known_on=as_known_on, about=about)
    findings = audit_readings((*kept, *stored), series=known)
    if ledger is not None:
        findings = _touching(findings, kept)
    refs = {ref for finding in findings for ref in finding.points}
    rested_on = tuple(line for line in known if any(point.ref in refs for point in line.points))
    return Audit(findings=findings, readings=(*kept, *_spoken_of(findings, stored)), series=rested_on)


def _touching(findings: Iterable[Finding], readings: Iterable[Reading]) -> tuple[Finding, ...]:
    own = {claim.id for reading in readings for claim in reading.claims}
    return tuple(finding for finding in findings if not own.isdisjoint(finding.claims))


def _spoken_of(findings: Iterable[Finding], readings: Iterable[Reading]) -> tuple[Reading, ...]:
    named = {name for finding in findings for name in finding.claims}
    return tuple(reading for reading in readings if not named.isdisjoint(claim.id for claim in reading.claims))


def builtin_for(readings: Iterable[Reading]) -> tuple[Series, ...]:
    """Return the series that come with Tollbook for the theatres of some readings. A theatre of the user's own has none."""
    shipped = list_theatres()
    theatres = sorted({reading.theatre for reading in readings if reading.claims and reading.theatre in shipped})
    return tuple(series for theatre in theatres for series in builtin_series(theatre))


def _readings(given: Reading | Iterable[Reading]) -> tuple[Reading, ...]:
    readings = (given,) if isinstance(given, Reading) else tuple(given)
    for reading in readings:
        if not isinstance(reading, Reading):
            raise UsageError(
                f"a reading of type {type(reading).__name__}", expected="what `tollbook.read` returns", do="read the text first"
            )
    return readings
