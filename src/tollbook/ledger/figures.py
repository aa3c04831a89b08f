"""What a ledger says in numbers: series of what each source said, and counts of the ledger itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from tollbook.core.records import Statistics
from tollbook.core.series import Series, SeriesPoint
from tollbook.ledger import schema
from tollbook.ledger.language import Query
from tollbook.ledger.moments import replaced_by
from tollbook.ledger.querying import conditions


def read_series(connection: Connection, query: Query, *, size: int) -> tuple[Series, ...]:
    """Return the series of the claims that a query finds: one point a statement, the earliest mention's, however many echoes it has.

    Shares, denials, words without a number, parts of other claims' unit and claims without a day are no point of a series.
    """
    claim = schema.claim.c
    rows = connection.execute(
        select(
            claim.source, claim.force, claim.measure, claim.unit, claim.kind, claim.population, claim.outcome, claim.day,
            claim.first_day, claim.stated, claim.mention, claim.statement,
        )
        .where(*conditions(connection, query, size))
        .where(claim.stated.is_not(None), claim.day != "", claim.unit != "share", claim.assertion == "stated", claim.source != "author")
        # A rounded echo never stands for a statement of which a finer figure is told, whichever was read last.
        .order_by(claim.link == "rounded figure", claim.seq)
    )  # fmt: skip
    told: set[int] = set()
    grouped: dict[tuple[Any, ...], list[SeriesPoint]] = {}
    for *key, day, first, stated, mention, statement in rows:
        if statement not in told:
            told.add(statement)
            start = date.fromisoformat(first) if first and key[4] == "flow" else None
            value = int(stated) if float(stated).is_integer() else stated
            grouped.setdefault(tuple(key), []).append(SeriesPoint(day=date.fromisoformat(day), value=value, start=start, ref=mention))
    return tuple(_series(key, points) for key, points in grouped.items())


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


def read_statistics(connection: Connection, *, size: int, stored_bytes: int) -> Statistics:
    """Return the counts of a ledger whose log was of this size; `stored_bytes` is what it takes on the disk now."""
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
        bytes=stored_bytes,
    )


def stored_bytes(connection: Connection) -> int:
    """Return the bytes that a ledger's tables take on the disk."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("pragma page_size").scalar_one())
    return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one())
