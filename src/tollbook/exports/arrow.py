"""Rows as Arrow, which polars, pandas, pyarrow and duckdb take through the PyCapsule interface, and as Parquet. Needs the extra `arrow`.

The libraries are imported when a table is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any, BinaryIO

from tollbook.core.errors import TollbookError, UsageError
from tollbook.core.spreadsheets import Cell
from tollbook.exports.columns import Column, Row
from tollbook.exports.writing import BATCH, batches, finite

EXTRA = "pip install 'tollbook[arrow]'"
_COMPRESSION = "zstd(3)"
_DAY_ZERO = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def table(columns: Sequence[Column], rows: Iterable[Row]) -> Any:
    """Return a table of Arrow that holds all rows. Raises UsageError where the libraries are missing."""
    core = _library("core")
    schema = _schema(core, columns)
    return core.Table.from_batches([_batch(core, schema, columns, some) for some in batches(rows)], schema=schema)


def stream(columns: Sequence[Column], rows: Iterable[Row]) -> Any:
    """Return a reader of Arrow that makes its batches one by one, and can be read once. Raises UsageError without the libraries."""
    core = _library("core")
    schema = _schema(core, columns)
    return core.RecordBatchReader.from_batches(schema, (_batch(core, schema, columns, some) for some in batches(rows)))


def write_parquet(columns: Sequence[Column], rows: Iterable[Row], target: BinaryIO, *, notes: Mapping[str, str]) -> int:
    """Write rows as Parquet, a row group for each batch; `notes` go into the file's metadata. Return the number of rows.

    What goes wrong among the rows or at the target is raised as it was: the library would make a panic or another error of it.
    """
    library = _library("io")
    guarded = _Guarded(rows, target)
    library.write_parquet(
        stream(columns, guarded.rows()), guarded, compression=_COMPRESSION, max_row_group_size=BATCH, key_value_metadata=dict(notes)
    )
    if guarded.fault is not None:
        raise guarded.fault
    return guarded.number


class _Guarded:
    """Rows and a target between which a library stands that passes no error on: the first one is kept, and the work ends early."""

    def __init__(self, rows: Iterable[Row], target: BinaryIO) -> None:
        self._rows, self._target = rows, target
        self.number = 0
        self.fault: TollbookError | OSError | KeyboardInterrupt | None = None

    def rows(self) -> Iterator[Row]:
        """Return the rows until something goes wrong."""
        try:
            for row in self._rows:
                if self.fault is not None:
                    return
                self.number += 1
                yield row
        except (TollbookError, OSError, KeyboardInterrupt) as error:
            self.fault = error

    def write(self, content: bytes) -> int:
        """Write bytes, unless something has gone wrong."""
        if self.fault is None:
            try:
                return self._target.write(content)
            except OSError as error:
                self.fault = error
        return len(content)

    def flush(self) -> None:
        """Leave what is buffered to whoever opened the target."""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Be a file, as the library asks: Parquet is written from its beginning to its end."""
        return self._target.seek(offset, whence)


def _library(name: str) -> Any:
    try:
        return import_module(f"arro3.{name}")
    except ImportError as error:
        raise UsageError(f"tables of Arrow and Parquet need {error.name}, which isn't installed", do=EXTRA) from error


def _schema(core: Any, columns: Sequence[Column]) -> Any:
    kinds = {
        "string": core.DataType.utf8(),
        "number": core.DataType.float64(),
        "integer": core.DataType.int64(),
        "date": core.DataType.date32(),
        "datetime": core.DataType.timestamp("us", tz="UTC"),
    }
    return core.Schema([core.Field(column.name, kinds[column.kind], nullable=True) for column in columns])


def _batch(core: Any, schema: Any, columns: Sequence[Column], rows: Sequence[Row]) -> Any:
    arrays = [_array(core, schema.field(column.name).type, column, [row[column.name] for row in rows]) for column in columns]
    return core.RecordBatch.from_arrays(arrays, schema=schema)


def _array(core: Any, kind: Any, column: Column, values: list[Cell]) -> Any:
    types = core.DataType
    if column.kind == "number":
        return core.Array([finite(value) for value in values], type=types.float64())
    if column.kind == "integer":
        return core.Array(values, type=types.int64())
    if column.kind == "date":
        return core.Array([_days(value) for value in values], type=types.int32()).cast(kind)
    if column.kind == "datetime":
        return core.Array([_microseconds(value) for value in values], type=types.int64()).cast(kind)
    return core.Array([None if value is None else _storable(str(value)) for value in values], type=types.utf8())


def _days(value: Cell) -> int | None:
    return None if value is None else date.fromisoformat(str(value)).toordinal() - _DAY_ZERO


def _microseconds(value: Cell) -> int | None:
    return None if value is None else (datetime.fromisoformat(str(value)) - _EPOCH) // _MICROSECOND


def _storable(text: str) -> str:
    """Return a text that UTF-8 can carry: a lone surrogate becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
