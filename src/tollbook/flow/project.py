"""From a ledger to a projection: a force's losses, what is said of its strength, and which phrases were published about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import UsageError
from tollbook.core.estimates import Estimate
from tollbook.core.progress import Progress, Stage
from tollbook.core.projections import OutlookAssumptions, PhraseStatement, Projection, StrengthStatement
from tollbook.core.records import Entry, Moment
from tollbook.flow.estimate import EXTRA, fit
from tollbook.flow.figures import Told, told_of_entries
from tollbook.flow.naming import source_key
from tollbook.flow.selection import Selection, Wanted, select_from_ledger
from tollbook.ledger.language import Query

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

HORIZONS = (30, 90, 180)
"""Days from an estimate's last one, for which new losses are given by default."""
BASES = frozenset({"strength", "capability", "losses", None})
LOSSES = frozenset({"losses", "killed", "wounded", "strength", "capability"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A projection with the estimate and the selection that it rests on."""

    projection: Projection
    estimate: Estimate
    selection: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookWanted:
    """What an outlook is to give beside the estimate: a strength in place of the ledger's, horizons, a window, an opponent."""

    deployed: tuple[float, float] | None = None
    horizons: tuple[int, ...] = HORIZONS
    window: tuple[date, date] | None = None
    against: str | None = None
    assumptions: OutlookAssumptions | None = None


def make_outlook(
    ledger: Ledger, wanted: Wanted, outlook: OutlookWanted | None = None, *, as_known_on: Moment = None, progress: Progress | None = None
) -> Outlook:
    """Return what a ledger's statements imply for a force. Raises EstimationError, and UsageError for a window outside the estimate."""
    asked = OutlookWanted() if outlook is None else outlook
    if progress is not None:
        progress(Stage(name="reading the ledger"))
    selection = select_from_ledger(ledger, wanted, as_known_on=as_known_on)
    estimate = fit(selection, progress=progress)
    other = None
    if asked.against is not None:
        opponent = _opponent(wanted, asked.against, estimate)
        other = fit(select_from_ledger(ledger, opponent, as_known_on=as_known_on), progress=progress)
    projection = project_estimate(
        estimate,
        ledger,
        deployed=asked.deployed,
        horizons=asked.horizons,
        window=asked.window,
        against=other,
        assumptions=asked.assumptions,
        as_known_on=as_known_on,
    )
    return Outlook(projection=projection, estimate=estimate, selection=selection)


def _opponent(wanted: Wanted, force: str, estimate: Estimate) -> Wanted:
    """Return what is wanted of an opponent over the same days: a user's file stands over the theatre's assumptions for each force.

    Assumptions given as a value hold those of the first force's theatre already, and are its alone.
    """
    kept = None if isinstance(wanted.assumptions, Assumptions) else wanted.assumptions
    return replace(wanted, force=force, start=estimate.start, end=estimate.dates[-1], assumptions=kept)


def project_estimate(
    estimate: Estimate,
    ledger: Ledger | None = None,
    *,
    deployed: tuple[float, float] | None = None,
    horizons: Sequence[int] = HORIZONS,
    window: tuple[date, date] | None = None,
    against: Estimate | None = None,
    assumptions: OutlookAssumptions | None = None,
    as_known_on: Moment = None,
) -> Projection:
    """Return what an estimate implies for its force; its size and the phrases about it come from a ledger, where there is one.

    Raises UsageError: see `tollbook.outlook.project.project`, and where the engine's libraries are missing.
    """
    try:
        from tollbook.outlook.project import project
    except ImportError as error:
        raise UsageError(f"outlooks need {error.name}, which isn't installed", do=EXTRA) from error
    strengths: tuple[StrengthStatement, ...] = ()
    if deployed is not None:
        strengths = (StrengthStatement(source="given", low=deployed[0], high=deployed[1]),)
    elif ledger is not None:
        strengths = strengths_of(ledger, estimate.force, as_known_on=as_known_on)
    return project(
        estimate,
        strengths,
        () if ledger is None else phrases_of(ledger, estimate.force, as_known_on=as_known_on),
        assumptions=assumptions,
        horizons=horizons,
        window=window,
        other=against,
    )


def strengths_of(ledger: Ledger, force: str, *, as_known_on: Moment = None) -> tuple[StrengthStatement, ...]:
    """Return what is said of a force's strength: statements of people with a number, the latest of each source."""
    told = _told(ledger, {"force": (force,), "category": ("strength",), "unit": ("person",)}, as_known_on)
    latest: dict[str, StrengthStatement] = {}
    for one in told:
        quantity, period = one.claim.quantity, one.claim.period
        if quantity.high is None or quantity.low < 1 or one.claim.part_of is not None:
            continue
        source = _source(one)
        day = period.end or one.published
        known = latest.get(source)
        if known is None or (known.day or date.min) <= (day or date.min):
            low, high = float(quantity.low), float(quantity.high)
            latest[source] = StrengthStatement(source=source, low=low, high=high, day=day, statement=one.statement)
    return tuple(latest[source] for source in sorted(latest))


def phrases_of(ledger: Ledger, force: str, *, as_known_on: Moment = None) -> tuple[PhraseStatement, ...]:
    """Return the published shares of a force's strength, each as its words allow."""
    return tuple(_phrases(ledger, force, as_known_on))


def _phrases(ledger: Ledger, force: str, moment: Moment) -> Iterator[PhraseStatement]:
    entries = ledger.entries(Query(terms={"force": (force,), "unit": ("share",)}), as_known_on=moment)
    for one in told_of_entries(entries):
        claim = one.claim
        if claim.assertion != "stated" or claim.measure.base not in BASES or not claim.measure.categories <= LOSSES:
            continue
        high = claim.quantity.high
        yield PhraseStatement(
            text=claim.quantity.text,
            low=float(claim.quantity.low),
            high=None if high is None or high >= 1 else float(high),
            source=_source(one),
            statement=one.statement,
            base="capability" if "capability" in claim.measure.categories else claim.measure.base,
        )


def _told(ledger: Ledger, terms: dict[str, tuple[str, ...]], moment: Moment) -> Iterable[Told]:
    entries: Iterable[Entry] = ledger.entries(Query(terms=terms), as_known_on=moment)
    return (one for one in told_of_entries(entries) if one.claim.assertion == "stated" and one.claim.superseded_by is None)


def _source(one: Told) -> str:
    first = one.claim.attribution[0] if one.claim.attribution else None
    if first is None or first.voice == "author":
        return one.publisher or "author"
    return source_key(first)
