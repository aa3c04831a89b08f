"""Tables of Arrow and Parquet: what other libraries take, with the same values as the rows."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.core.sample_readings import sample_reading
from tests.exports.made import entry
from tollbook.core.errors import DamagedLedger, UsageError
from tollbook.core.spreadsheets import Cell
from tollbook.exports.arrow import stream, table, write_parquet
from tollbook.exports.claims import claim_row, reading_rows
from tollbook.exports.columns import columns_of

COLUMNS = columns_of("claims")


def test_polars_takes_a_table_with_the_types_of_its_columns() -> None:
    frame = pl.DataFrame(table(COLUMNS, [claim_row(entry())]))
    assert frame.columns == [column.name for column in COLUMNS]
    assert frame.schema["value_mid"] == pl.Float64
    assert frame["date_end"][0] == date(2025, 1, 24)
    assert frame["recorded_at"][0] == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert (frame["date_prec"][0], frame["confidence"][0], frame["quote"][0]) == (1, None, "4,000")


def test_duckdb_takes_a_table() -> None:
    made = table(COLUMNS, reading_rows(sample_reading()))
    assert made.num_rows == len(sample_reading().claims)
    persons = sum(claim.measure.unit == "person" for claim in sample_reading().claims)
    assert duckdb.sql("select count(*) from made where unit = 'person'").fetchall() == [(persons,)]


def test_an_empty_table_keeps_its_columns() -> None:
    assert pl.DataFrame(table(COLUMNS, [])).shape == (0, 42)


def test_a_stream_makes_its_rows_when_they_are_asked_for() -> None:
    made: list[int] = []

    def rows() -> object:
        for number in range(30_000):
            made.append(number)
            yield {"claim_id": str(number)}

    reader = stream(COLUMNS[:1], rows())  # type: ignore[arg-type]
    assert made == []
    assert reader.read_next_batch().num_rows == 10_000
    assert len(made) < 30_000


def test_parquet_is_written_in_row_groups_with_notes(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with path.open("wb") as target:
        rows = ({"claim_id": str(number), "doc_id": None, "doc_url": "\ud800"} for number in range(25_000))
        assert write_parquet(COLUMNS[:3], rows, target, notes={"tollbook_schema_version": "1"}) == 25_000
    groups = duckdb.sql(f"select count(distinct row_group_id) from parquet_metadata('{path}')").fetchall()
    notes = duckdb.sql(f"select decode(value) from parquet_kv_metadata('{path}') where decode(key) = 'tollbook_schema_version'").fetchall()
    assert (groups, notes) == ([(3,)], [("1",)])
    frame = pl.read_parquet(path)
    assert (frame["claim_id"][-1], frame["doc_id"][0], frame["doc_url"][0]) == ("24999", None, "?")


def test_without_the_libraries_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arro3.core", None)
    with pytest.raises(UsageError, match=r"tollbook\[arrow\]"):
        table(COLUMNS, [])


@pytest.mark.parametrize("fault", [DamagedLedger("a text is gone"), KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_goes_wrong_among_the_rows_is_raised_as_it_was(fault: BaseException) -> None:
    def rows() -> Iterator[dict[str, Cell]]:
        yield from ({"claim_id": str(number)} for number in range(15_000))
        raise fault

    with pytest.raises(type(fault)) as caught:
        write_parquet(COLUMNS[:1], rows(), io.BytesIO(), notes={})
    assert caught.value is fault


def test_a_full_disk_is_raised_as_it_was_and_ends_the_work() -> None:
    made: list[int] = []

    class Full(io.BytesIO):
        def write(self, content: object) -> int:
            raise OSError(28, "No space left on device")

    def rows() -> Iterator[dict[str, Cell]]:
        for number in range(100_000):
            made.append(number)
            yield {"claim_id": str(number)}

    with pytest.raises(OSError, match="No space left"):
        write_parquet(COLUMNS[:1], rows(), Full(), notes={})
    assert len(made) < 100_000
