"""Run every rule over readings and bring what they find into the order of the texts. It knows the rules' names, not their logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tollbook.auditing.circular import one_source_of_many
from tollbook.auditing.composites import composites_of_components
from tollbook.auditing.daily import daily_on_series
from tollbook.auditing.dates import impossible_dates
from tollbook.auditing.definitions import killed_or_casualties, mixed_definitions
from tollbook.auditing.drift import drifts_between_texts
from tollbook.auditing.falls import falls_of_totals
from tollbook.auditing.fingerprints import date_lists
from tollbook.auditing.increments import increments_on_totals
from tollbook.auditing.parts import parts_of_wholes
from tollbook.auditing.precision import hedged_but_precise
from tollbook.auditing.relays import relays_of_series
from tollbook.auditing.rounding import roundings_of_figures
from tollbook.auditing.shares import shares_of_parts
from tollbook.auditing.taken_for import casualties_taken_for_killed
from tollbook.auditing.totals import totals_on_series
from tollbook.auditing.typing_errors import slips_on_histories
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Reading
from tollbook.vocab.theatres import Theatre, list_theatres, load_theatre

ReadingRule = Callable[[Reading, Theatre | None], Iterable[Finding]]
ReadingsRule = Callable[[Sequence[Reading]], Iterable[Finding]]
SeriesRule = Callable[[Sequence[Reading], Sequence[Series]], Iterable[Finding]]

RULES_OF_A_READING: tuple[ReadingRule, ...] = (
    shares_of_parts,
    parts_of_wholes,
    hedged_but_precise,
    mixed_definitions,
    impossible_dates,
)
"""What one text says against itself."""
RULES_OF_READINGS: tuple[ReadingsRule, ...] = (
    composites_of_components,
    increments_on_totals,
    roundings_of_figures,
    killed_or_casualties,
    drifts_between_texts,
    one_source_of_many,
)
"""What several texts say against each other; one text is a set of one."""
RULES_OF_SERIES: tuple[SeriesRule, ...] = (
    totals_on_series,
    casualties_taken_for_killed,
    daily_on_series,
    slips_on_histories,
    falls_of_totals,
    date_lists,
    relays_of_series,
)
"""What texts say against a source's own figures over time, and one series against another."""


def audit_readings(readings: Iterable[Reading], *, series: Sequence[Series] = ()) -> tuple[Finding, ...]:
    """Return what all rules find, each comparison once, in the order of the texts; a text that is given twice counts once.

    `series` are sources' own figures to compare with. Of theatres, each reading's own is taken where it comes with Tollbook.
    """
    texts = distinct(readings)
    places = _places(texts)
    found = {finding.id: finding for finding in _findings(texts, series)}
    return tuple(sorted(found.values(), key=lambda finding: _place_of(finding, places)))


def distinct(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings with each text once, the first that was given: a text can't be checked against itself."""
    kept: dict[str, Reading] = {}
    for reading in readings:
        kept.setdefault(reading.document.id, reading)
    return tuple(kept.values())


def _findings(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    for reading in readings:
        theatre = _own_theatre(reading)
        for of_one in RULES_OF_A_READING:
            yield from of_one(reading, theatre)
    for of_many in RULES_OF_READINGS:
        yield from of_many(readings)
    for of_series in RULES_OF_SERIES:
        yield from of_series(readings, series)


def _own_theatre(reading: Reading) -> Theatre | None:
    return load_theatre(reading.theatre) if reading.theatre in list_theatres() else None


def _places(readings: Sequence[Reading]) -> dict[str, tuple[int, int]]:
    """Return where each claim stands: the number of its reading, and its offset."""
    return {claim.id: (number, claim.span.start) for number, reading in enumerate(readings) for claim in reading.claims}


def _place_of(finding: Finding, places: dict[str, tuple[int, int]]) -> tuple[tuple[int, int], str, str]:
    """Return the sort key: the judged claim's place; a finding about series alone stands last."""
    last = (len(places), 0)
    return (places.get(finding.claims[0], last) if finding.claims else last, finding.rule, finding.id)
