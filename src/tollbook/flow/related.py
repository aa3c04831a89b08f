"""Choose what a ledger holds that some readings can be compared with: texts on the same forces near in time, and sources' figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from tollbook.core.records import Moment
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading
from tollbook.flow.naming import source_key
from tollbook.ledger.language import Query

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

DAYS_AROUND = 45
"""How far the days of two texts may be apart: a total is repeated for weeks."""
MOST_TEXTS = 100
LEAST_POINTS = 8
"""Figures from which on what texts tell of a source is a series to compare with."""
MOST_SCANNED = 5_000
"""Claims that are looked through for texts: a ledger of all the world's news has more than an audit can compare."""


NEAR_CLAIMS, NEAR_DAYS, NEAR_SERIES = 16, 200, 6
"""What one claim alone is compared with: the texts of so many other claims, series over so many days around its own, and so many series
of other sources, the longest."""
_PEOPLE = frozenset({"killed", "wounded"})


def related_readings(
    ledger: Ledger, readings: Sequence[Reading], *, as_known_on: Moment = None, about: Claim | None = None
) -> tuple[Reading, ...]:
    """Return the stored readings of texts on the same forces near in time, the newest first, at most MOST_TEXTS.

    Rows of data sets are no texts, and a text that is given is not compared with itself. `about` looks for texts on that claim's force
    and measure alone, those of the newest NEAR_CLAIMS.
    """
    terms, period = _terms(readings, about), _period_around(readings)
    if not terms or period is None:
        return ()
    given = {reading.document.id for reading in readings}
    if about is not None:
        near = Query(terms={**terms, "origin": ("text",)}, period=period)
        texts = ledger.readings(near, as_known_on=as_known_on, limit=NEAR_CLAIMS)
        return tuple(reading for reading in texts if reading.document.id not in given)
    entries = islice(ledger.entries(Query(terms=terms, period=period), as_known_on=as_known_on), MOST_SCANNED)
    # `row` is 0 for the text of a file.
    documents = dict.fromkeys(entry.sighting.document for entry in entries if not entry.sighting.row)
    wanted = islice((document for document in documents if document not in given), MOST_TEXTS)
    found = (ledger.reading_of(document, as_known_on=as_known_on) for document in wanted)
    return tuple(reading for reading in found if reading is not None)


def related_series(
    ledger: Ledger, readings: Sequence[Reading], *, as_known_on: Moment = None, about: Claim | None = None
) -> tuple[Series, ...]:
    """Return what sources said over time of the same forces, without the points that are these readings' own claims.

    `about` looks for that claim's force and measure alone, within NEAR_DAYS of its day, told by its own source or those that tell most.
    """
    terms = _terms(readings, about)
    if not terms:
        return ()
    period = None
    if about is not None:
        period = _period_around(readings, NEAR_DAYS)
        terms["source"] = _nearest_sources(ledger.mentions_by_source(Query(terms=terms, period=period), as_known_on=as_known_on), about)
    own = {claim.id for reading in readings for claim in reading.claims}
    datasets = ledger.series(Query(terms={**terms, "origin": ("dataset",)}, period=period), as_known_on=as_known_on)
    told = ledger.series(Query(terms={**terms, "origin": ("text",)}, period=period), as_known_on=as_known_on)
    # A few papers' figures are no history of their source: the texts are compared with each other instead.
    others = (replace(series, points=tuple(point for point in series.points if point.ref not in own)) for series in told)
    found = joined(datasets, (series for series in others if len(series.points) >= LEAST_POINTS))
    return found if about is None else _nearest(found, about)


def _nearest_sources(mentions: Mapping[str, int], about: Claim) -> tuple[str, ...]:
    """Return a claim's own source and those others that are quoted most, of which there can be hundreds."""
    own = _own_source(about)
    others = islice((source for source in mentions if source not in own), NEAR_SERIES)
    return (*own, *others)


def _own_source(claim: Claim) -> tuple[str, ...]:
    return () if claim.claimant is None else (source_key(claim.claimant),)


def _nearest(found: Sequence[Series], about: Claim) -> tuple[Series, ...]:
    """Return the series of a claim's own source, and the longest of others: comparing every two takes the time of their pairs."""
    source = _own_source(about)
    own = [series for series in found if series.source in source]
    others = sorted((series for series in found if series.source not in source), key=lambda series: -len(series.points))
    return (*own, *others[:NEAR_SERIES])


def _terms(readings: Sequence[Reading], about: Claim | None) -> dict[str, tuple[str, ...]]:
    """Return the terms that find what readings, or one claim alone, can be compared with; none where no force is named."""
    if about is None:
        forces = _forces(readings)
        return {"force": forces} if forces else {}
    force, categories = force_term(about), about.measure.categories
    measures = ("killed", "killed+wounded", "wounded") if categories <= _PEOPLE else ("+".join(sorted(categories)),)
    return {} if force is None else {"force": (force,), "measure": measures}


def joined(first: Iterable[Series], second: Iterable[Series]) -> tuple[Series, ...]:
    """Return both collections with each series once: where both have one, the second adds the days that the first lacks."""
    known = {_key(series): series for series in first}
    for series in second:
        former = known.get(_key(series))
        known[_key(series)] = series if former is None else _with_days(former, series)
    return tuple(known.values())


def _with_days(former: Series, series: Series) -> Series:
    days = {(point.start, point.day) for point in former.points}
    added = [point for point in series.points if (point.start, point.day) not in days]
    return replace(former, points=tuple(sorted((*former.points, *added), key=lambda point: (point.day, point.start or date.min))))


def _key(series: Series) -> tuple[object, ...]:
    # "lost" says of materiel what every loss says, so that a series without an outcome is the same one.
    outcome = None if series.outcome == "lost" else series.outcome
    return series.source, series.force, series.categories, series.unit, series.kind, series.population, outcome


def force_term(claim: Claim) -> str | None:
    """Return whose loss a claim speaks of, as the field `force` of a query takes it."""
    return None if claim.force is None else claim.force.id or claim.force.text.casefold()


def _forces(readings: Iterable[Reading]) -> tuple[str, ...]:
    named = (force_term(claim) for reading in readings for claim in reading.claims)
    return tuple(sorted({force for force in named if force is not None}))


def _days(readings: Iterable[Reading]) -> Iterator[date]:
    for reading in readings:
        for claim in reading.claims:
            day = claim.period.end or reading.document.published
            if day is not None:
                yield day


def _period_around(readings: Iterable[Reading], far: int = DAYS_AROUND) -> tuple[str, str] | None:
    days = list(_days(readings))
    if not days:
        return None
    around = timedelta(days=far)
    first = max(min(days), date.min + around) - around
    last = min(max(days), date.max - around) + around
    return first.isoformat(), last.isoformat()
