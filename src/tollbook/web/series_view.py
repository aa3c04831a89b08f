"""What the page of a series shows, as values: the figures, the chart, the table, whose figures they are, and what to read with care.

May not draw HTML, and computes nothing: series come from the ledger, estimates from `flow`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import quote

from tollbook.charts.marks import FAMILY_WORDS
from tollbook.charts.picture import Picture
from tollbook.charts.series_chart import Shown, family_of_source, marks_of, series_chart, within
from tollbook.charts.theme import PAGE, Theme
from tollbook.charts.wording import force_name, measure_title
from tollbook.core.display import counted, day_words
from tollbook.core.errors import EstimationError, UnknownRecord, UsageError
from tollbook.core.series import Series
from tollbook.core.types import PeriodKind
from tollbook.flow.figures import WHOLE
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.vocab.naming import source_name
from tollbook.web.cards import source_address
from tollbook.web.desk import Desk
from tollbook.web.estimates import Asked, Fitted
from tollbook.web.opened import Opened
from tollbook.web.slugs import CASUALTIES, Slug

KINDS: tuple[PeriodKind, ...] = ("cumulative", "flow", "stock")
KIND_WORDS = {"cumulative": "totals since the beginning", "flow": "counts over stretches of time", "stock": "counts at a day"}
MOST_ROWS = 300
MOST_FIGURES = 5_000
"""Figures that a page reads at most without being told the days: a longer series begins a year before its last figure."""
HEDGE_WORDS = {"number": "", "least": "at least ", "most": "at most "}
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a series: as known at `head`, of which kind of figures, over which days, with an estimate's band or parts too."""

    slug: Slug
    head: Checkpoint
    kind: PeriodKind | None = None
    first: date | None = None
    last: date | None = None
    band: bool = False
    parts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of a series: how many figures, from when to when, its last one, and what it is."""

    source: str
    name: str
    address: str
    series: str
    figures: int
    first: date
    last: date
    value: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure of the table."""

    day: str
    value: str
    source: str
    what: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """All that the page shows. `refusal` says why no estimate can be given, where one was asked for."""

    wish: Wish
    kind: PeriodKind
    kinds: tuple[PeriodKind, ...]
    shown: Shown
    parts_left: int
    shortened: date | None
    fitted: Fitted | None
    refusal: str | None

    @property
    def name(self) -> str:
        """What the series is of, in words."""
        slug = self.wish.slug
        of = f"{force_name(slug.force)}, {measure_title(slug.categories)}"
        return of if slug.source is None else f"{of}, by {source_name(slug.source)}"

    def picture(self, theme: Theme = PAGE) -> Picture:
        """Draw the chart: every point leads to the page of its claim."""
        return series_chart(self.shown, theme=theme, leads=claim_address)

    def rows(self) -> list[FigureRow]:
        """Return the table's rows, the newest first."""
        marks = [(mark, point.ref) for one in self.shown.series for mark, point in zip(marks_of(one), one.points, strict=True)]
        marks.sort(key=lambda pair: (pair[0].day, pair[0].source), reverse=True)
        return [
            FigureRow(
                day=day_words(mark.day) if mark.start is None else f"{day_words(mark.start)} to {day_words(mark.day)}",
                value=HEDGE_WORDS[mark.bound] + f"{mark.value:,.10g}",
                source=mark.source,
                what=FAMILY_WORDS[mark.family] + (f", {mark.note}" if mark.note else ""),
                address=claim_address(ref),
            )
            for mark, ref in marks[:MOST_ROWS]
        ]

    @property
    def figures(self) -> int:
        """How many figures there are."""
        return sum(len(one.points) for one in self.shown.series)

    def sources(self) -> list[SourceLine]:
        """Return whose figures they are, the most figures first."""
        return [_source_line(one, self.wish.slug) for one in sorted(self.shown.series, key=lambda one: -len(one.points))]

    def cautions(self) -> Iterator[str]:
        """Give what to read with care, from these very figures."""
        yield "Each figure is a claim of its source, and no source counts everything."
        families = {family_of_source(one): source_name(one.source) for one in self.shown.series}
        if "relay" in families:
            yield f"{families['relay']} repeats another source's figures: the two are one count."
        elif len(self.shown.series) > 1:
            yield "Sources are not independent: one may rest on another without saying so."
        falls = sum(_falls(one) for one in self.shown.series)
        if falls:
            yield f"{counted(falls, 'total')} below the one before: a revision, or another definition. Nothing is smoothed."
        if self.parts_left:
            yield f"{counted(self.parts_left, 'figure')} of a part alone (civilians, destroyed, captured) left out."
        if self.fitted is not None:
            yield "The band rests on all sources together and moves when a statement is added or revised."


def view_series(here: Opened, desk: Desk, wish: Wish) -> SeriesView:
    """Return what the page of a series shows. Raises UnknownRecord where the ledger has no such figure, UsageError for days that cross."""
    if wish.first is not None and wish.last is not None and wish.last < wish.first:
        raise UsageError(f"the period ends on {wish.last}, before it begins on {wish.first}", where="to", expected="a later day")
    start = wish.first or _start_of_long(here, wish)
    found = _read(here, wish, start)
    kinds = tuple(kind for kind in KINDS if any(one.kind == kind for one in found))
    kind = wish.kind if wish.kind is not None and (wish.kind in kinds or not kinds) else (kinds[0] if kinds else KINDS[0])
    chosen = [one for one in found if one.kind == kind]
    whole = [one for one in chosen if one.population is None and one.outcome in WHOLE]
    kept = tuple(chosen if wish.parts or not whole else whole)
    if not kept:
        raise UnknownRecord(_nothing(wish), do="see /s for all series")
    fitted, refusal = _estimate(desk, wish, kind)
    return SeriesView(
        wish=wish,
        kind=kind,
        kinds=kinds,
        shown=Shown(
            series=kept,
            first=wish.first,
            last=wish.last,
            estimate=None if fitted is None else fitted.estimate,
            quantity=None if fitted is None else quantity_of(wish.slug),
        ),
        parts_left=sum(len(one.points) for one in chosen) - sum(len(one.points) for one in kept),
        shortened=start if wish.first is None else None,
        fitted=fitted,
        refusal=refusal,
    )


def claim_address(claim: str) -> str:
    """Return the address of a claim's page."""
    return f"/c/{quote(claim, safe='')}"


def measure_of(slug: Slug) -> str:
    """Return what an estimate for a series is of: casualties for people, else the one category of materiel. Raises UsageError."""
    if slug.categories <= CASUALTIES:
        return "casualties"
    if len(slug.categories) > 1:
        raise UsageError(f"{measure_title(slug.categories)} can't be estimated together", expected="one category of materiel")
    return next(iter(slug.categories))


def quantity_of(slug: Slug) -> str:
    """Return which quantity of that estimate the series tells of."""
    return next(iter(slug.categories)) if slug.categories < CASUALTIES else "casualties"


def _read(here: Opened, wish: Wish, start: date | None) -> tuple[Series, ...]:
    period = (None if start is None else start.isoformat(), None if wish.last is None else wish.last.isoformat())
    query = replace(wish.slug.query, period=None if period == (None, None) else period)
    return within(here.ledger.series(query, as_known_on=wish.head.size), start, wish.last)


def _start_of_long(here: Opened, wish: Wish) -> date | None:
    """Return where a series begins that is too long to be shown whole, None for the others."""
    query, size = wish.slug.query, wish.head.size
    if here.ledger.count(query, as_known_on=size) <= MOST_FIGURES:
        return None
    newest = here.ledger.query(query, as_known_on=size, limit=1).entries[0]
    last = wish.last or newest.claim.period.end or newest.sighting.published
    return None if last is None else last - _YEAR


def _estimate(desk: Desk, wish: Wish, kind: PeriodKind) -> tuple[Fitted | None, str | None]:
    if not wish.band:
        return None, None
    if kind != "cumulative":
        return None, "an estimate's band is of totals: choose the totals to see it"
    try:
        asked = Asked(force=wish.slug.force, measure=measure_of(wish.slug), size=wish.head.size)
        return desk.estimates.fitted(asked), None
    except (EstimationError, UsageError) as error:
        return None, error.sentence()


def _nothing(wish: Wish) -> str:
    window = "" if wish.first is None and wish.last is None else " between these days"
    whose = "" if wish.slug.source is None else f" by {wish.slug.source}"
    return f"no figure of {wish.slug.force} {wish.slug.measure}{whose}{window}"


def _source_line(series: Series, slug: Slug) -> SourceLine:
    last = series.points[-1]
    parts = [series.population, None if series.outcome in WHOLE else series.outcome]
    notes = ", ".join(note.replace("_", " ") for note in parts if note is not None)
    return SourceLine(
        source=series.source,
        name=source_name(series.source),
        address=source_address(series.source),
        series=replace(slug, source=series.source).path,
        figures=len(series.points),
        first=series.points[0].day,
        last=last.day,
        value=f"{last.value:,.10g}",
        what=FAMILY_WORDS[family_of_source(series)] + (f", {notes}" if notes else ""),
    )


def _falls(series: Series) -> int:
    """Count the totals that lie below the one before."""
    return 0 if series.kind != "cumulative" else sum(later.value < earlier.value for earlier, later in pairwise(series.points))
