"""What a ledger says in numbers: series of what each source said, and counts of the ledger itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, distinct, func, select

from tollbook.core.records import Statistics
from tollbook.core.series import Series, SeriesCount, SeriesPoint
from tollbook.ledger import schema
from tollbook.ledger.faults import from_stored
from tollbook.ledger.language import Query
from tollbook.ledger.moments import replaced_by
from tollbook.ledger.querying import conditions


def read_series(connection: Connection, query: Query, *, size: int) -> tuple[Series, ...]:
    """Return the series of the claims that a query finds: one point a statement, the earliest mention's, however many echoes it has.

    Shares, denials, words without a number, claims without a day and those of an author alone are no point of a series.
    """
    claim = schema.claim.c
    rows = connection.execute(
        select(
            claim.source, claim.force, claim.measure, claim.unit, claim.kind, claim.population, claim.outcome, claim.day,
            claim.first_day, claim.stated, claim.mention, claim.statement, claim.hedge, claim.low, claim.high,
        )
        .where(*conditions(connection, query, size), _is_point())
        # A rounded echo never stands for a statement of which a finer figure is told, whichever was read last.
        .order_by(claim.link == "rounded figure", claim.seq)
    ).all()  # fmt: skip
    told: set[int] = set()
    grouped: dict[tuple[Any, ...], list[SeriesPoint]] = {}
    for row in rows:
        if row.statement not in told:
            told.add(row.statement)
            grouped.setdefault(tuple(row[:7]), []).append(from_stored(_point, row))
    return tuple(from_stored(_series, key, points) for key, points in grouped.items())


def _point(row: Any) -> SeriesPoint:
    return SeriesPoint(
        day=date.fromisoformat(row.day),
        value=int(row.stated) if float(row.stated).is_integer() else row.stated,
        start=date.fromisoformat(row.first_day) if row.first_day and row.kind == "flow" else None,
        ref=row.mention,
        hedge=row.hedge,
        low=row.low,
        high=row.high,
    )


def count_mentions(connection: Connection, query: Query, *, size: int) -> dict[str, int]:
    """Return how many claims a query finds of each source, the one with the most first."""
    source, number = schema.claim.c.source, func.count()
    found = select(source, number).where(*conditions(connection, query, size)).group_by(source).order_by(number.desc(), source)
    return {row[0]: row[1] for row in connection.execute(found)}


def count_series(connection: Connection, *, force: str | None, size: int) -> tuple[SeriesCount, ...]:
    """Return which series a ledger has, those with the most mentions first.

    Of all forces: one row a force and measure; of one force: one a measure, source and kind. What is no point of a series doesn't count.
    """
    claim = schema.claim.c
    key = (claim.force, claim.measure) if force is None else (claim.force, claim.measure, claim.source, claim.kind)
    number = func.count()
    found = (
        select(number, func.count(distinct(claim.source)), func.min(claim.day), func.max(claim.day), *key)
        .where(claim.position < size, ~replaced_by(size), claim.force.is_not(None), _is_point())
        .group_by(*key)
        .order_by(number.desc(), *key)
    )
    if force is not None:
        found = found.where(claim.force == force)
    return tuple(from_stored(_count, row) for row in connection.execute(found))


def _is_point() -> ColumnElement[bool]:
    """Return the condition that a claim can be a point of a series."""
    claim = schema.claim.c
    return and_(claim.stated.is_not(None), claim.day != "", claim.unit != "share", claim.assertion == "stated", claim.source != "author")


def _count(row: Sequence[Any]) -> SeriesCount:
    mentions, sources, first, last, force, measure, *rest = row
    source, kind = rest if rest else (None, None)
    return SeriesCount(
        force=force,
        categories=frozenset(measure.split("+")),
        mentions=mentions,
        sources=sources,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        source=source,
        kind=kind,
    )


def _series(key: tuple[Any, ...], points: list[SeriesPoint]) -> Series:
    source, force, measure, unit, kind, population, outcome = key
    return Series(
        source=source,
        force=force,
        categories=frozenset(measure.split("+")),
        unit=unit,
        kind=kind,
        points=tuple(sorted(points, key=lambda point: (point.day, point.start or date.min))),
        population=population,
        outcome=outcome,
    )


def read_statistics(connection: Connection, *, size: int) -> Statistics:
    """Return the counts of a ledger whose log was of this size. Its bytes are those that it takes on the disk now."""
    claim, document, review = schema.claim.c, schema.document.c, schema.review.c
    first, last, batches = connection.execute(
        select(func.min(schema.batch.c.recorded_at), func.max(schema.batch.c.recorded_at), func.count()).where(
            schema.batch.c.position < size
        )
    ).one()
    within = claim.position < size
    claims, sources = connection.execute(select(func.count(), func.count(distinct(claim.source))).where(within)).one()
    standing, statements = connection.execute(
        select(func.count(), func.count(distinct(claim.statement))).where(within, ~replaced_by(size))
    ).one()
    return Statistics(
        entries=size,
        batches=batches,
        documents=connection.execute(select(func.count()).select_from(schema.document).where(document.position < size)).scalar_one(),
        claims=claims,
        standing=standing,
        statements=statements,
        reviews=connection.execute(select(func.count()).select_from(schema.review).where(review.position < size)).scalar_one(),
        sources=sources,
        first_recorded=first,
        last_recorded=last,
        bytes=_stored_bytes(connection),
    )


def _stored_bytes(connection: Connection) -> int:
    """Return the bytes that a ledger's tables take on the disk."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("pragma page_size").scalar_one())
    return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one())
