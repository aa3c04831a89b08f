"""What a ledger holds of each source: how many statements and echoes, on whom, and what the source itself revised.

Counts alone: whether a source is right is for an estimate to say, with its assumptions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select

from tollbook.core.records import Moment
from tollbook.ledger import schema
from tollbook.ledger.engines import Store
from tollbook.ledger.moments import replaced_by, size_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a source speaks of: a measure of a force, with how many mentions and statements of it stand."""

    force: str | None
    measure: str
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """The counts of one source. `replaced` counts its claims that stand no longer, by the reason; days are ISO, "" where none is known."""

    source: str
    mentions: int
    statements: int
    first_day: str
    last_day: str
    subjects: tuple[Subject, ...] = ()
    replaced: Mapping[str, int] = field(default_factory=dict)

    @property
    def echo_rate(self) -> float:
        """The part of the mentions that only repeat a statement, between 0 and 1."""
        return 1 - self.statements / self.mentions if self.mentions else 0.0

    @property
    def forces(self) -> tuple[tuple[str | None, int], ...]:
        """Of whose losses it speaks, with the statements on each, the most first."""
        counted: Counter[str | None] = Counter()
        for subject in self.subjects:
            counted[subject.force] += subject.statements
        return tuple(counted.most_common())


def count_sources(store: Store, *, as_known_on: Moment = None) -> dict[str, SourceRecord]:
    """Return the record of every source by its id or its words, the one with the most statements first. It reads every claim once."""
    with store.reading() as connection:
        size = size_at(connection, as_known_on)
        days: dict[str, tuple[str, str]] = {}
        subjects: dict[str, list[Subject]] = defaultdict(list)
        for source, force, measure, mentions, statements, first, last in connection.execute(_grouped(size)):
            subjects[source].append(Subject(force=force, measure=measure, mentions=mentions, statements=statements))
            former = days.get(source, ("", ""))
            days[source] = (min(filter(None, (former[0], first)), default=""), max(former[1], last))
        replaced = _replaced(connection, size)
    records = [_record(source, days.get(source, ("", "")), subjects[source], replaced[source]) for source in {*subjects, *replaced}]
    return {record.source: record for record in sorted(records, key=lambda record: (-record.statements, record.source))}


def _grouped(size: int) -> Select[Any]:
    claim = schema.claim.c
    day = func.nullif(claim.day, "")
    return (
        select(
            claim.source, claim.force, claim.measure, func.count(), func.count(distinct(claim.statement)),
            func.coalesce(func.min(day), ""), func.coalesce(func.max(day), ""),
        )
        .where(claim.position < size, ~replaced_by(size))
        .group_by(claim.source, claim.force, claim.measure)
    )  # fmt: skip


def _replaced(connection: Connection, size: int) -> dict[str, Counter[str]]:
    claim, replacement = schema.claim, schema.replacement
    rows = connection.execute(
        select(claim.c.source, replacement.c.reason, func.count())
        .join(claim, claim.c.seq == replacement.c.old)
        .where(replacement.c.position < size)
        .group_by(claim.c.source, replacement.c.reason)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for source, reason, number in rows:
        found[source][reason] = number
    return found


def _record(source: str, days: tuple[str, str], subjects: list[Subject], replaced: Mapping[str, int]) -> SourceRecord:
    ordered = tuple(sorted(subjects, key=lambda subject: (-subject.statements, subject.force or "", subject.measure)))
    return SourceRecord(
        source=source,
        mentions=sum(subject.mentions for subject in ordered),
        statements=sum(subject.statements for subject in ordered),
        first_day=days[0],
        last_day=days[1],
        subjects=ordered,
        replaced=dict(replaced),
    )
