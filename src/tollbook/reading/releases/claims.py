"""Turn the rows of an official release into claims: each row's running total, and the increment printed beside it."""

from __future__ import annotations

from collections.abc import Iterable

from tollbook.core.types import Attribution, Claim, Force, HedgeKind, Measure, Period, Quantity, mention_id
from tollbook.reading.chains import AUTHOR
from tollbook.reading.releases.rows import ReleaseRow
from tollbook.reading.text import Text
from tollbook.vocab.hedge_bounds import hedged_bounds

ROUNDED_TO = 10
"""A row that is "about" its figure is rounded to the nearest ten, as the releases do."""


def release_claims(text: Text, row: ReleaseRow) -> Iterable[Claim]:
    """Make the claims of a release's row: its running total, and the increment printed beside it."""
    measure = Measure(categories=row.categories, unit="person" if row.unit == "person" else "item", term=row.term, outcome=row.outcome)
    link = Attribution(source=row.claimant, text=row.release, voice="reported", cue="release", span=text.shadow.span(*row.header_span))
    total = Period(kind="cumulative", start=row.start, end=row.end)
    day = Period(kind="flow", start=row.end, end=row.end)
    cells: tuple[tuple[int | None, tuple[int, int] | None, Period, HedgeKind], ...] = (
        (row.total, row.total_span, total, row.hedge),
        (row.increment, row.increment_span, day, "exact"),
    )
    for value, span, period, hedge in cells:
        # A negative increment is the ministry's own correction of its total, no loss of a day.
        if value is None or span is None or value < 0:
            continue
        place = text.span(*span)
        low, high = hedged_bounds(value, hedge, rounded_to=ROUNDED_TO)
        yield Claim(
            id=mention_id(text.document.id, place.start, place.end),
            span=place,
            sentence=text.shadow.span(*row.row_span),
            quantity=Quantity(stated=value, low=low, high=high, hedge=hedge, text=place.quote(text.document.text)),
            measure=measure,
            force=Force(id=row.force, text=text.words.forces.names.get(row.force, row.force)),
            period=period,
            attribution=(link, AUTHOR),
            rules=(f"release.{row.release}", "release.total" if period is total else "release.increment"),
            flags=text.shadow.flags_in(*span),
        )
