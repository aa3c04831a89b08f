"""From a ledger's statements, or a data set's rows, to what an estimate observes: which are used, which are left out and why.

May not compute an estimate. The rules stand in docs/estimation.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tollbook.auditing.relays import compare_series
from tollbook.core.assumptions import Assumptions, EngineName, Relay
from tollbook.core.errors import TooLittle, UsageError
from tollbook.core.records import Moment
from tollbook.core.rows import Row
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import PeriodKind
from tollbook.estimation.observations import Observations
from tollbook.flow.figures import Figure, LeftOut, Told, figures_of, told_of_entries, told_of_rows
from tollbook.flow.streams import LISTS, Found, Stretch, observe
from tollbook.ledger.language import Query
from tollbook.vocab.assumptions import load_assumptions
from tollbook.vocab.naming import item_categories
from tollbook.vocab.sources import source_role
from tollbook.vocab.theatres import Theatre, load_theatre, theatre_of_force
from tollbook.vocab.toml_lines import did_you_mean

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

CASUALTIES = "casualties"
MOST_AFTER = 400
"""Days that an estimate may go on after the last figure: beyond, the rate is little but the prior's random walk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be estimated: whose losses of what, over which days, under which assumptions. None: by default.

    `theatre` is a theatre's name or file; by default the one that knows the force. `engine` replaces the assumptions' own. `statements`
    keeps those alone. Figures for days after `known_until` are passed over, as if nobody had said them yet.
    """

    force: str
    measure: str = CASUALTIES
    start: date | None = None
    end: date | None = None
    theatre: str | None = None
    assumptions: Assumptions | str | Path | None = None
    engine: EngineName | None = None
    statements: frozenset[str] | None = None
    known_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an estimate observes and assumes, and what it leaves out."""

    observations: Observations
    assumptions: Assumptions
    left_out: tuple[LeftOut, ...]
    theatre: str | None = None

    def anchored(self, source: str) -> Selection:
        """Return the same with one more source that pins the level: its bias prior alone then sets it, if there is no other."""
        anchors = (*self.assumptions.scale_anchor, source)
        return replace(self, assumptions=replace(self.assumptions, scale_anchor=anchors))


def select_from_ledger(ledger: Ledger, wanted: Wanted, *, as_known_on: Moment = None) -> Selection:
    """Return what a ledger has for an estimate, as it was known on a day. Raises TooLittle where there is nothing."""
    terms = loss_terms(wanted.force, wanted.measure)
    if wanted.statements is not None:
        terms["status"] = ("all",)
    entries = ledger.entries(Query(terms=terms), as_known_on=as_known_on)
    if wanted.statements is not None:
        entries = (entry for entry in entries if entry.statement in wanted.statements)
    return select(told_of_entries(entries), wanted)


def loss_terms(force: str, measure: str) -> dict[str, tuple[str, ...]]:
    """Return the terms of a query that find what is claimed of a force's losses of a measure."""
    people = measure == CASUALTIES
    return {"force": (force,), "category": ("killed", "wounded") if people else (measure,), "unit": ("person" if people else "item",)}


def select_from_rows(rows: Iterable[Row], wanted: Wanted) -> Selection:
    """Return what rows of data sets have for an estimate: no ledger is needed. Raises TooLittle where there is nothing."""
    told = told_of_rows(rows)
    return select((one for one in told if one.claim.force is not None and one.claim.force.id == wanted.force), wanted)


def select(told: Iterable[Told], wanted: Wanted) -> Selection:
    """Return what statements have for an estimate. Raises TooLittle, UsageError, TheatreError or AssumptionError."""
    figures, left_out = figures_of(told, wanted.measure, local=_is_contingent(theatre_of(wanted), wanted.force))
    if wanted.known_until is not None:
        figures = [figure for figure in figures if figure.day <= wanted.known_until]
    return select_figures(figures, left_out, wanted)


def select_figures(figures: Sequence[Figure], left_out: Sequence[LeftOut], wanted: Wanted) -> Selection:
    """Return what figures have for an estimate; `left_out` are those that are none of it. Raises as `select` does."""
    theatre = theatre_of(wanted)
    assumptions = wanted.assumptions
    if not isinstance(assumptions, Assumptions):
        assumptions = load_assumptions(assumptions, theatre=theatre, force=wanted.force)
    if wanted.engine is not None:
        assumptions = assumptions.with_engine(name=wanted.engine)
    stretch, inside, outside = _stretch(figures, wanted, theatre, left_out)
    found = Found(left_out=[*left_out, *outside])
    groups = _grouped(inside)
    assumptions = _without_silent_parents(assumptions, groups, wanted, theatre)
    for (source, category), group in sorted(groups.items()):
        role = assumptions.role_of(source, source_role(source, wanted.force, theatre))
        observe(group, role, stretch, found, changes=_changes(theatre, source, wanted.measure, category))
    detected = tuple(_relays(groups, assumptions)) if wanted.statements is None else ()
    observations = Observations(
        force=wanted.force,
        measure=wanted.measure,
        start=stretch.start,
        end=stretch.end,
        increments=tuple(found.increments),
        points=tuple(found.points),
        floors=tuple(found.floors),
        counts=tuple(found.counts),
        shares=wanted.measure == CASUALTIES,
    )
    return Selection(
        observations=observations,
        assumptions=replace(assumptions, relays=(*assumptions.relays, *detected)),
        left_out=tuple(found.left_out),
        theatre=None if theatre is None else theatre.name,
    )


def _grouped(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.source, figure.category].append(figure)
    return groups


def _without_silent_parents(
    assumptions: Assumptions, groups: Iterable[tuple[str, str]], wanted: Wanted, theatre: Theatre | None
) -> Assumptions:
    """Return the assumptions without relays of a list whose parent says nothing: a list can't stand in for who doesn't count one by one."""
    speak = set(groups)

    def holds(relay: Relay) -> bool:
        role = assumptions.role_of(relay.source, source_role(relay.source, wanted.force, theatre))
        mine = {category for source, category in speak if source == relay.source}
        categories = mine & relay.categories if relay.categories else mine
        return role not in LISTS or all((relay.parent, category) in speak for category in categories)

    return replace(assumptions, relays=tuple(relay for relay in assumptions.relays if holds(relay)))


def theatre_of(wanted: Wanted) -> Theatre | None:
    """Return the theatre that is named, or the one that knows the force; of several the one that began last. Raises TheatreError."""
    if wanted.theatre is not None:
        return load_theatre(wanted.theatre)
    return theatre_of_force(wanted.force)


def _is_contingent(theatre: Theatre | None, force: str) -> bool:
    party = None if theatre is None else theatre.party(force)
    return party is not None and party.fights_for is not None


def _stretch(
    figures: Sequence[Figure], wanted: Wanted, theatre: Theatre | None, left_out: Sequence[LeftOut]
) -> tuple[Stretch, list[Figure], list[LeftOut]]:
    """Return the days of the estimate, the figures inside of them, and those outside."""
    where = f"{wanted.force} {wanted.measure}"
    if not figures:
        do = "add statements of this force and measure, or see `tollbook query`"
        raise TooLittle(f"{_nothing(left_out)}{_another_measure(wanted.measure)}", where=where, do=do)
    start = wanted.start or _first_day(wanted.force, theatre)
    if start is None:
        raise UsageError(f"the first day of the war isn't known for {wanted.force}", do="give it with --from, or name a theatre")
    end = wanted.end or max(figure.day for figure in figures)
    if wanted.end is None and end < start:
        raise TooLittle(f"the last figure is of {end}, before the period starts on {start}", where=where, do="give an earlier --from")
    if end < start:
        raise UsageError(f"the period ends on {end}, before it starts on {start}", where=where)
    inside, outside = [], []
    for figure in figures:
        if start <= figure.day <= end and (figure.start is None or figure.start <= end):
            inside.append(figure)
        else:
            outside.append(figure.without(f"it ends {'before' if figure.day < start else 'after'} the period"))
    days = sorted(figure.day for figure in figures)
    if not inside:
        raise TooLittle(f"no figure between {start} and {end}", where=where, expected=f"a period with some of {days[0]} to {days[-1]}")
    last = max(figure.day for figure in inside)
    if (end - last).days > MOST_AFTER:
        raise TooLittle(
            f"the last figure is of {last}, {(end - last).days} days before {end}", where=where, expected=f"at most {MOST_AFTER} days"
        )
    return Stretch(start=start, end=end + timedelta(days=1)), inside, outside


def _another_measure(measure: str) -> str:
    """Return which measure may be meant in place of one that there is not, "" for one that there is."""
    if measure in ("killed", "wounded"):
        return f"; {measure} come with the measure {CASUALTIES!r}"
    known = (CASUALTIES, *item_categories())
    return "" if measure in known else did_you_mean(measure, known)


def _nothing(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return "no statement to estimate from"
    reasons: dict[str, int] = defaultdict(int)
    for one in left_out:
        reasons[one.reason] += 1
    most = sorted(reasons.items(), key=lambda pair: -pair[1])[:3]
    return f"none of {len(left_out)} statements can be used: {'; '.join(f'{reason} ({number})' for reason, number in most)}"


def _first_day(force: str, theatre: Theatre | None) -> date | None:
    if theatre is None:
        return None
    party = theatre.party(force)
    return theatre.start if party is None or party.since is None else party.since


def _changes(theatre: Theatre | None, source: str, measure: str, category: str) -> list[date]:
    if theatre is None:
        return []
    counted = {measure} if measure != CASUALTIES else {"killed", "wounded"} if category == CASUALTIES else {category}
    return [change.date for change in theatre.definition_changes if change.source == source and set(change.categories) == counted]


def _relays(groups: dict[tuple[str, str], list[Figure]], assumptions: Assumptions) -> Iterator[Relay]:
    """Find sources whose figures rise with another's far more closely than two counts can: the coarser one is the relay."""
    series = {key: _series(key, group) for key, group in groups.items()}
    for (one, category), (other, same) in combinations(sorted(series), 2):
        parents = assumptions.parent_of(one, category), assumptions.parent_of(other, same)
        if category != same or one in parents or other in parents or (parents[0] is not None and parents[0] == parents[1]):
            continue
        first, second = series[one, category], series[other, same]
        compared = compare_series(first, second)
        if compared.verdict == "relay":
            parent, relay = (one, other) if len(first.points) >= len(second.points) else (other, one)
            yield Relay(
                source=relay,
                parent=parent,
                categories=frozenset({category}),
                grounds=f"detected: {compared.close} of {compared.stretches} stretches agree closely (chance {compared.chance:.1g})",
            )


def _series(key: tuple[str, str], group: Sequence[Figure]) -> Series:
    """Return a source's totals as a series, or its figures by period where it has more of those."""
    totals = [figure for figure in group if figure.kind == "cumulative"]
    flows = [figure for figure in group if figure.kind == "flow"]
    chosen = totals if len(totals) >= len(flows) else flows
    days = {
        (figure.start if figure.kind == "flow" else None, figure.day): SeriesPoint(
            day=figure.day,
            value=figure.quantity.stated,
            start=figure.start if figure.kind == "flow" else None,
            ref=figure.statement,
        )
        for figure in chosen
        if figure.quantity.stated is not None
    }
    points = tuple(sorted(days.values(), key=lambda point: (point.day, point.start or date.min)))
    kind: PeriodKind = "cumulative" if chosen is totals else "flow"
    return Series(source=key[0], force=None, categories=frozenset({key[1]}), unit="person", kind=kind, points=points)
