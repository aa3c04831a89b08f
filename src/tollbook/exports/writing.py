"""Write rows as CSV, JSON, JSON lines or Parquet, one after another: what is held is a batch of rows. It knows no ledger.

Texts are made harmless for spreadsheets in CSV alone: the other formats are read by programs, which run no formula.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from tollbook.core.contract import as_json
from tollbook.core.spreadsheets import Cell, harmless
from tollbook.exports.columns import Column, Row

BATCH = 10_000
"""Rows of a batch in Arrow, and of a row group in Parquet."""
_CRLF = "\r\n"


class Target(Protocol):
    """Where text goes."""

    def write(self, text: str, /) -> int:
        """Write text; return its length."""


class _Lines:
    """Lines on their way to a target, which end with a line feed alone."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def write(self, line: str) -> int:
        return self._target.write(f"{line.removesuffix(_CRLF)}\n")


def write_csv(columns: Sequence[Column], rows: Iterable[Row], target: Target, *, tags: bool = False) -> int:
    """Write a header and a line for each row; with `tags` a row of hashtags below the header. Return the number of rows."""
    # Before Python 3.13 a carriage return is only quoted where it ends lines.
    writer = csv.writer(_Lines(target), lineterminator=_CRLF)
    writer.writerow([column.name for column in columns])
    if tags:
        writer.writerow([column.tag or "" for column in columns])
    number = 0
    for row in rows:
        writer.writerow([harmless(cell) for cell in row.values()])
        number += 1
    return number


def write_json(rows: Iterable[Row], target: Target) -> int:
    """Write an array of objects, each on a line of its own. Return their number."""
    return write_items(rows, target, opening="[\n", closing="\n]\n", empty="[]\n")


def write_json_lines(rows: Iterable[Row], target: Target) -> int:
    """Write an object a line. Return their number."""
    number = 0
    for row in rows:
        target.write(as_json(row) + "\n")
        number += 1
    return number


def write_graph(context: Any, nodes: Iterable[Any], target: Target) -> int:
    """Write JSON-LD: a context and a graph of nodes. Return the number of nodes."""
    head = f'{{\n"@context": {as_json(context)},\n"@graph": ['
    return write_items(nodes, target, opening=f"{head}\n", closing="\n]\n}\n", empty=f"{head}]\n}}\n")


def write_items(items: Iterable[Any], target: Target, *, opening: str, closing: str, empty: str) -> int:
    """Write JSON values between an opening and a closing, commas between them; `empty` where there is none. Return their number."""
    number = 0
    for number, item in enumerate(items, 1):
        target.write((opening if number == 1 else ",\n") + as_json(item))
    target.write(closing if number else empty)
    return number


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Return rows in lists of at most BATCH."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def finite(value: Cell) -> float | None:
    """Return a number that every format can hold, None for no number."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
