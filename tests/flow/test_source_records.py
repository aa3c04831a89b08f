"""Records of sources: counts that agree with the ledger's own answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.flow.source_records import SourceRecord, count_sources
from tollbook.ledger.opening import open_store


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shelf(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def records(place: Path) -> dict[str, SourceRecord]:
    return count_sources(open_store(str(place)))


def test_mentions_and_statements_are_those_that_the_ledger_counts(place: Path, records: dict[str, SourceRecord]) -> None:
    with open_ledger(place) as ledger:
        counted = {source: ledger.count(f'source:"{source}"') for source in records}
        total = ledger.stats()
    assert {source: record.mentions for source, record in records.items()} == counted
    assert sum(record.statements for record in records.values()) == total.statements


def test_echoes_are_the_mentions_that_only_repeat(records: dict[str, SourceRecord]) -> None:
    record = records["GBR-MOD-DI"]
    assert (record.mentions, record.statements) == (5, 3)
    assert record.echo_rate == pytest.approx(0.4)
    assert SourceRecord(source="x", mentions=0, statements=0, first_day="", last_day="").echo_rate == 0


def test_the_source_with_the_most_statements_comes_first(records: dict[str, SourceRecord]) -> None:
    statements = [record.statements for record in records.values()]
    assert statements == sorted(statements, reverse=True)
    assert next(iter(records)) == "UKR-GS"


def test_what_stands_no_longer_is_counted_by_its_reason(records: dict[str, SourceRecord]) -> None:
    assert records["UKR-GS"].replaced == {"corrected": 1}


def test_days_and_forces_are_those_of_its_claims(records: dict[str, SourceRecord]) -> None:
    record = records["UKR-GS"]
    assert (record.first_day, record.last_day) == ("2025-10-12", "2025-10-20")
    assert record.forces[0][0] == "RUS"
    assert sum(number for _, number in record.forces) == record.statements
