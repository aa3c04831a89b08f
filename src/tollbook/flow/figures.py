"""Figures on their way into an estimate: one for each statement of a ledger or cell of a data set, and what is left out, with the reason.

A figure is a claim in the terms of an estimate: whose, of which category, over which days. May not judge what a source is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tollbook.core.records import Entry
from tollbook.core.rows import Row
from tollbook.core.types import Claim, PeriodKind, Quantity
from tollbook.estimation.observations import Category
from tollbook.flow.naming import source_key

PEOPLE: Mapping[frozenset[str], Category] = {
    frozenset({"killed", "wounded"}): "casualties",
    frozenset({"killed"}): "killed",
    frozenset({"wounded"}): "wounded",
}
WHOLE = frozenset({None, "lost"})
"""Outcomes of a count that is no part of another: "destroyed" is a part of what was lost."""
OTHERS = frozenset({"civilian", "child", "children", "aid_worker", "journalist", "medic"})
"""Populations that are no part of a force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A statement that an estimate does not use, and why."""

    statement: str
    source: str
    reason: str
    day: date | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One source's figure: `category` of losses, first day (None: since the beginning) and last, and since when it was published."""

    statement: str
    source: str
    category: Category
    kind: PeriodKind
    start: date | None
    day: date
    quantity: Quantity
    published: date | None
    outcome: str | None = None
    words: bool = False
    """Whether the source is known by its words alone."""

    def without(self, reason: str) -> LeftOut:
        """Return the figure as one that is left out."""
        return LeftOut(statement=self.statement, source=self.source, reason=reason, day=self.day, value=self.quantity.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim with what is known around it: the statement that it founds, its document's date and publisher."""

    statement: str
    claim: Claim
    published: date | None
    publisher: str | None = None


def founding(entries: Iterable[Entry]) -> list[Entry]:
    """Return one entry for each statement, its earliest mention that stands. The others are echoes, which add no evidence."""
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.get(entry.statement)
        if known is None or entry.seq < known.seq:
            found[entry.statement] = entry
    return list(found.values())


def told_of_entries(entries: Iterable[Entry]) -> Iterator[Told]:
    """Give the claim of each statement's founding mention, in the order in which they were added."""
    for entry in sorted(founding(entries), key=lambda one: one.seq):
        sighting = entry.sighting
        yield Told(statement=entry.statement, claim=entry.claim, published=sighting.published, publisher=sighting.publisher)


def told_of_rows(rows: Iterable[Row]) -> Iterator[Told]:
    """Give the claims of a data set's rows, each a statement of its own; of two rows for one cell the later counts."""
    cells: dict[str, Told] = {}
    for row in rows:
        document = row.reading.document
        for claim, cell in zip(row.reading.claims, row.cells, strict=True):
            # One file may hold two sources' figures under one cell.
            cells[f"{cell}|{_source(claim, None)}"] = Told(statement=claim.id, claim=claim, published=document.published)
    yield from cells.values()


def figures_of(told: Iterable[Told], measure: str, *, local: bool) -> tuple[list[Figure], list[LeftOut]]:
    """Return the figures of a measure ("casualties" or a category of materiel), and what is no figure of it, with the reason.

    `local`: a place is no reason to leave a figure out, as the whole force fights in one.
    """
    claims = list(told)
    known = {one.claim.id: one.claim for one in claims}
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    for one in claims:
        category = _category(one.claim, measure)
        reason = _refusal(one, category, known, local=local)
        source = _source(one.claim, one.publisher)
        day = one.claim.period.end or one.published
        if reason is None and category is not None and source is not None and day is not None:
            figures.append(_figure(one, category, source, day))
        else:
            stated = one.claim.quantity.stated
            why = reason or "nobody is named as its source"
            left_out.append(LeftOut(statement=one.statement, source=source or "author", reason=why, day=day, value=stated))
    return figures, left_out


def _figure(one: Told, category: Category, source: str, day: date) -> Figure:
    claim = one.claim
    first = claim.attribution[0] if claim.attribution else None
    return Figure(
        statement=one.statement,
        source=source,
        category=category,
        kind=claim.period.kind,
        start=claim.period.start,
        day=day,
        quantity=claim.quantity,
        published=one.published,
        outcome=claim.measure.outcome,
        words=first is None or first.source is None,
    )


def _category(claim: Claim, measure: str) -> Category | None:
    if measure == "casualties":
        return PEOPLE.get(claim.measure.categories) if claim.measure.unit == "person" else None
    return "casualties" if claim.measure.categories == frozenset({measure}) else None


def _source(claim: Claim, publisher: str | None) -> str | None:
    """Return a source's id, its words where it has none, and the publisher where the text's own author speaks."""
    first = claim.attribution[0] if claim.attribution else None
    if first is None or first.voice == "author":
        return publisher
    return source_key(first) or None


def _refusal(one: Told, category: Category | None, known: Mapping[str, Claim], *, local: bool) -> str | None:
    claim = one.claim
    whole = known.get(claim.part_of or "")
    checks: tuple[tuple[bool, str], ...] = (
        (claim.assertion != "stated", f"it is {claim.assertion}"),
        (claim.measure.unit == "share", "a share, no count"),
        (claim.per is not None, "so many a day, week or month: a rate, no count"),
        (category is None, f"it counts {' and '.join(sorted(claim.measure.categories))} together"),
        (claim.measure.population in OTHERS, f"it counts {claim.measure.population}s, no part of the force"),
        (_is_replaced(claim, known.get(claim.superseded_by or "")), "its text puts another figure in its place"),
        (claim.part_of is not None and (whole is None or whole.measure.categories == claim.measure.categories), "a part of another count"),
        (claim.period.kind == "stock", "a strength, no loss"),
        (claim.place is not None and not local, "the losses of one place"),
        (claim.period.end is None and one.published is None, "no day is known"),
        (claim.period.kind == "flow" and claim.period.start is None, "over a stretch whose first day isn't told"),
        (_is_zero(claim.quantity), "no loss at all: zero has no place on a logarithmic scale"),
    )
    return next((reason for met, reason in checks if met), None)


def _is_replaced(claim: Claim, by: Claim | None) -> bool:
    """Tell whether a text takes a figure back. A later day's figure, or another source's, leaves it standing as what was said then."""
    if claim.superseded_by is None:
        return False
    return by is None or (_source(by, None) == _source(claim, None) and by.period == claim.period and by.measure == claim.measure)


def _is_zero(quantity: Quantity) -> bool:
    return quantity.stated == 0 or quantity.high == 0
