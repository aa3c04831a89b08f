"""Join readings, known series and the rules of auditing: what do these texts say against themselves, each other and their sources?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tollbook.auditing.audit import audit_readings
from tollbook.core.errors import UsageError
from tollbook.core.findings import Audit
from tollbook.core.series import Series
from tollbook.core.types import Reading
from tollbook.sources.datasets import builtin_series
from tollbook.vocab.theatres import list_theatres


def audit(readings: Reading | Iterable[Reading], *, series: Sequence[Series] | None = None) -> Audit:
    """Check the arithmetic of one reading, or of several against each other.

    `series` are sources' own figures over time to compare with: None takes those that come with Tollbook for the readings' theatres,
    `()` none. A text that is given twice counts once. Raises UsageError for what is no reading.

    >>> from tollbook.flow.read import read
    >>> audit(read("Shelling killed 12 soldiers near the front line on Monday."), series=()).failures
    ()
    """
    kept = distinct(_readings(readings))
    known = builtin_for(kept) if series is None else tuple(series)
    findings = audit_readings(kept, series=known)
    refs = {ref for finding in findings for ref in finding.points}
    rested_on = tuple(line for line in known if any(point.ref in refs for point in line.points))
    return Audit(findings=findings, readings=kept, series=rested_on)


def builtin_for(readings: Iterable[Reading]) -> tuple[Series, ...]:
    """Return the series that come with Tollbook for the theatres of some readings. A theatre of the user's own has none."""
    shipped = list_theatres()
    theatres = sorted({reading.theatre for reading in readings if reading.claims and reading.theatre in shipped})
    return tuple(series for theatre in theatres for series in builtin_series(theatre))


def distinct(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings with each text once, the first that was given: a text can't be checked against itself."""
    kept: dict[str, Reading] = {}
    for reading in readings:
        kept.setdefault(reading.document.id, reading)
    return tuple(kept.values())


def _readings(given: Reading | Iterable[Reading]) -> tuple[Reading, ...]:
    readings = (given,) if isinstance(given, Reading) else tuple(given)
    for reading in readings:
        if not isinstance(reading, Reading):
            raise UsageError(
                f"a reading of type {type(reading).__name__}", expected="what `tollbook.read` returns", do="read the text first"
            )
    return readings
