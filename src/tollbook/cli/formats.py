"""Write readings in the formats of `tollbook read`: table, json, jsonl, csv. Each reading is written as soon as it is there."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TextIO

from tollbook.cli.console import cell_style, has_color, heading, output_width
from tollbook.cli.explanation import explanation_lines
from tollbook.cli.names import names_for
from tollbook.cli.rows import COLUMNS, claim_cells
from tollbook.core.contract import as_json
from tollbook.core.display import WIDTH, day_words, plain, plain_table
from tollbook.core.errors import UsageError
from tollbook.core.types import Reading

Contract = Callable[[Reading], dict[str, Any]]
"""Gives a reading as the object that JSON shows: the contract, which may hold more fields than its own."""


class Format(StrEnum):
    """The formats of `--format`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Writer(Protocol):
    """Writes readings one after another."""

    def add(self, place: str, reading: Reading) -> None:
        """Write one reading."""

    def close(self) -> None:
        """Write what comes after the last reading."""


class TableWriter:
    """A table per reading; with `many`, each under the name of its place; with `explain`, each with its reasons."""

    def __init__(self, output: Output, *, many: bool, explain: bool, theatre: str) -> None:
        self._output, self._many, self._explain, self._theatre = output, many, explain, theatre
        self._written = False

    def add(self, place: str, reading: Reading) -> None:
        """Write a reading's table."""
        color = self._output.to_screen and has_color()
        width = output_width() if self._output.to_screen else WIDTH
        names = names_for(reading, theatre=self._theatre) if reading.claims else {}
        lines = [plain_table(reading, names=names, width=width, style=cell_style(color=color))]
        if self._many:
            lines[:0] = [*([""] if self._written else []), heading(_title(place, reading), color=color)]
        if self._explain:
            lines += ["", *explanation_lines(reading, names=names, width=width)]
        self._output.write("\n".join(lines) + "\n")
        self._written = True

    def close(self) -> None:
        """Add nothing."""


def _title(place: str, reading: Reading) -> str:
    published = reading.document.published
    return plain(place) if published is None else f"{plain(place)} ({day_words(published)})"


class JsonWriter:
    """The contract: one object for one input, an array for many."""

    def __init__(self, output: Output, *, many: bool, contract: Contract = Reading.to_dict) -> None:
        self._output, self._many, self._contract = output, many, contract
        self._written = False

    def add(self, place: str, reading: Reading) -> None:
        """Write a reading as an object of the contract; of many, each on a line of its own."""
        if not self._many:
            self._output.write(as_json(self._contract(reading), indent=2) + "\n")
            return
        self._output.write((",\n" if self._written else "[\n") + as_json(self._contract(reading)))
        self._written = True

    def close(self) -> None:
        """Close the array."""
        if self._many:
            self._output.write("\n]\n" if self._written else "[]\n")


class JsonLinesWriter:
    """One claim a line: the claim of the contract, with its document under `document`."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def add(self, place: str, reading: Reading) -> None:
        """Write a reading's claims, a line each."""
        contract = reading.to_dict()
        lines = [as_json({"document": contract["document"], **claim}) + "\n" for claim in contract["claims"]]
        self._output.write("".join(lines))

    def close(self) -> None:
        """Add nothing."""


class CsvWriter:
    """One claim a row, under the names of the columns."""

    def __init__(self, output: Output) -> None:
        self._rows = csv.writer(output, lineterminator="\n")
        self._headed = False

    def add(self, place: str, reading: Reading) -> None:
        """Write a reading's claims, a row each."""
        self._head()
        self._rows.writerows(claim_cells(claim, reading.document) for claim in reading.claims)

    def close(self) -> None:
        """Write the names of the columns where no reading did."""
        self._head()

    def _head(self) -> None:
        if not self._headed:
            self._rows.writerow(COLUMNS)
            self._headed = True


class Output:
    """Where readings go: standard output, or a file that is made when the first text is written."""

    def __init__(self, path: Path | None) -> None:
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise UsageError("can't be written", where=plain(str(path)), expected="a file in a folder that exists", do="choose another -o")
        self._path = path
        self._stream: TextIO | None = None

    @property
    def to_screen(self) -> bool:
        """Whether it is standard output."""
        return self._path is None

    def write(self, text: str) -> int:
        """Write text; return its length."""
        if self._path is None:
            return sys.stdout.write(text)
        if self._stream is None:
            self._stream = self._opened(self._path)
        return self._stream.write(text)

    def _opened(self, path: Path) -> TextIO:
        try:
            return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise UsageError(f"can't be written: {error.strerror}", where=plain(str(path)), do="choose another -o") from error

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()


def make_writer(form: Format, output: Output, *, many: bool, explain: bool, theatre: str, contract: Contract = Reading.to_dict) -> Writer:
    """Return the writer of a format."""
    if form is Format.JSON:
        return JsonWriter(output, many=many, contract=contract)
    if form is Format.JSONL:
        return JsonLinesWriter(output)
    if form is Format.CSV:
        return CsvWriter(output)
    return TableWriter(output, many=many, explain=explain, theatre=theatre)
