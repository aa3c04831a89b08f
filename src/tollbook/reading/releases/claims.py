"""Turn the rows of an official release into claims: each row's running total, and the increment printed beside it."""

from __future__ import annotations

from collections.abc import Iterable

from tollbook.core.types import Attribution, Claim, Force, HedgeKind, Measure, Number, Period, Quantity, mention_id
from tollbook.reading.chains import AUTHOR
from tollbook.reading.numbers.hedges import cue_of, widened
from tollbook.reading.numbers.words import NumberMention
from tollbook.reading.releases.rows import ReleaseRow
from tollbook.reading.text import Text


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
        low, high = _bounds(value, hedge)
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


def _bounds(value: int, hedge: HedgeKind) -> tuple[Number, Number | None]:
    """Return what a row's hedge leaves of its figure: "about" is to the nearest ten, as releases round; others are read as anywhere."""
    if hedge == "about":
        spread = 5 if value % 10 == 0 else 0
        return max(0, value - spread), value + spread
    return widened(NumberMention(0, 1, "count", value, value, value), value, value, cue_of(hedge))
