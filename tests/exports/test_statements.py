"""Founding mentions and the points of series."""

from __future__ import annotations

from datetime import date

from tests.exports.made import entry, other
from tollbook.core.records import Entry
from tollbook.core.types import Period
from tollbook.exports.columns import columns_of
from tollbook.exports.statements import is_point, joined, lineage, series_row, statements


def never(claim: str) -> Entry:
    raise AssertionError(claim)


def test_echoes_are_no_statement_wherever_they_stand() -> None:
    founder = entry()
    echo = entry("soldiers", statement=founder.claim.id, seq=2)
    assert [made.seq for made in statements([echo, founder], get=never)] == [1]
    assert [made.seq for made in statements([founder, echo], get=never)] == [1]


def test_of_echoes_alone_the_earliest_stands_for_the_statement() -> None:
    echoes = [entry("Russia", statement="ab" * 8, seq=5), entry("soldiers", statement="ab" * 8, seq=3), entry("killed", seq=9)]
    found = list(statements(echoes, get=lambda claim: next(made for made in echoes if made.claim.id == claim)))
    assert [made.seq for made in found] == [9, 3]


def test_a_row_of_a_series_leads_to_its_words() -> None:
    row = series_row(entry(), quantiles={"q0.5": 5000.0})
    assert list(row) == [column.name for column in columns_of("series")]
    assert (row["series"], row["date"], row["value"], row["q0.5"], row["q0.95"]) == (
        "UKR-GS RUS killed cumulative",
        "2025-01-24",
        4000,
        5000.0,
        None,
    )
    assert {name: row[name] for name in ("claim_id", "quote", "span_start")} == lineage(entry(), "claim_id", "quote", "span_start")


def test_a_statement_without_a_day_has_that_of_its_document() -> None:
    assert series_row(other(entry(), period=Period(kind="flow")))["date"] == date(2025, 1, 25).isoformat()


def test_only_a_stated_number_of_its_own_is_a_point() -> None:
    made = entry()
    assert is_point(made.claim)
    assert not is_point(other(made, assertion="denied").claim)
    assert not is_point(other(made, part_of="ab" * 8).claim)


def test_what_lies_behind_a_row_is_named_by_column() -> None:
    assert joined([("tank", "3f9a"), ("personnel", "77ab")]) == "tank=3f9a; personnel=77ab"
