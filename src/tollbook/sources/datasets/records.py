"""Open a data set's file and give its records one by one: CSV line by line, JSON whole. It knows no data set and reads no number.

The file is read once before its first record, for its SHA-256 and its encoding, so that a damaged file yields nothing at all.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tollbook.core.errors import DatasetError, EmptyInput, InputTooLarge, UnreadableInput
from tollbook.sources.encodings import BYTE_ORDER_MARKS
from tollbook.sources.extracted import shown
from tollbook.sources.limits import DEFAULT_LIMITS, Limits

CHUNK = 1 << 20
LINE_LENGTH = 4_000_000
"""Characters of a line at most: a file without line ends is no table, and would be read whole."""
RECORD_LINES = 50
"""Lines that one record may span: a quote that nobody closes would swallow the file."""
DELIMITERS = ",;\t|"
COLUMNS = 2_000
"""Columns of a table at most: the widest that is known has fewer than 100."""
SHORTENED = 200
"""Characters of a row that is shown in a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as text: `row` from 1, `line` of the file (None in JSON). With a `problem` its cells are not to be trusted."""

    row: int
    line: int | None
    cells: Mapping[str, str]
    raw: str
    problem: str | None = None

    @property
    def where(self) -> str:
        """Say where the record stands, for messages."""
        return f"row {self.row}" if self.line is None else f"row {self.row}, line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An opened file: its name, its SHA-256 (64 hex digits), the columns that it has, its records to be read once."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    records: Iterator[Record]


def open_table(path: str | Path, *, delimiter: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Open a CSV or JSON file. A CSV may have any size; JSON is held in memory and must be within `limits.file_bytes`.

    Raises EmptyInput, UnreadableInput, InputTooLarge, and DatasetError for a table without columns.
    """
    path = Path(path)
    try:
        sha256, encoding, first = _examine(path)
        if first in "[{":
            return _open_json(path, encoding, sha256, limits)
        return _open_csv(path, encoding, sha256, delimiter)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or str(error)).lower()
        raise UnreadableInput(
            reason, where=shown(str(path)), expected="a CSV or JSON file that can be read", do="check its name and permissions"
        ) from error


def _examine(path: Path) -> tuple[str, str, str]:
    """Return the file's SHA-256, its encoding, and its first character that is no blank."""
    where = shown(str(path))
    if path.is_dir():
        raise UnreadableInput("a directory", where=where, expected="a CSV or JSON file", do="name the files inside it")
    digest, first, line, offset = hashlib.sha256(), "", 0, 0
    with path.open("rb") as stream:
        chunk = stream.read(CHUNK)
        mark, name = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if chunk.startswith(mark)), (b"", "utf-8"))
        decoder = codecs.getincrementaldecoder(name)()
        while chunk:
            digest.update(chunk)
            text = _decode(decoder, chunk if offset else chunk.removeprefix(mark), final=False, where=where, offset=offset)
            first = first or text.lstrip()[:1]
            end = max(text.rfind("\n"), text.rfind("\r"))
            line = line + len(text) if end < 0 else len(text) - end
            if line > LINE_LENGTH and first not in "[{":
                raise UnreadableInput(f"a line of more than {LINE_LENGTH:,} characters", where=where, expected="a CSV table")
            offset += len(chunk)
            chunk = stream.read(CHUNK)
    _decode(decoder, b"", final=True, where=where, offset=offset)
    if not first:
        raise EmptyInput("nothing to read", where=where, expected="a table", do="check the file")
    return digest.hexdigest(), _opened_as(mark, name), first


def _opened_as(mark: bytes, name: str) -> str:
    """Return the name of the encoding that takes the byte order mark away."""
    if not mark:
        return name
    return "utf-8-sig" if name == "utf-8" else name.removesuffix("-le").removesuffix("-be")


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool, where: str, offset: int) -> str:
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"text that is not {error.encoding} near byte {offset + error.start:,}",
            where=where,
            expected="a table in UTF-8",
            do="save the file as UTF-8 and import that",
        ) from error
    if "\0" in text:
        raise UnreadableInput("binary content", where=where, expected="a CSV or JSON table", do="unpack the file, or save the sheet as CSV")
    return text


# ---- CSV


class _Lines:
    """The lines of a file that remember what one record took, so that a record that went wrong gives its later lines back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= RECORD_LINES:
            raise StopIteration
        line = self._waiting.popleft() if self._waiting else self._stream.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.number += 1
        return line

    def push(self, line: str) -> None:
        """Put a line before all that follow."""
        self._waiting.appendleft(line)
        self.number -= 1

    def give_back(self) -> None:
        """Put all lines but the first back, to be read again."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def _open_csv(path: Path, encoding: str, sha256: str, delimiter: str | None) -> Table:
    where = shown(str(path))
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        header, delimiter = _header(lines, delimiter, where=where)
    return Table(name=path.name, sha256=sha256, columns=header, records=_csv_records(path, encoding, header, delimiter))


def _header(lines: _Lines, delimiter: str | None, *, where: str) -> tuple[tuple[str, ...], str]:
    while True:
        lines.taken.clear()
        line = next(lines, "")
        if line.strip():
            break
        if not line:
            raise EmptyInput("nothing to read", where=where, expected="a table", do="check the file")
    lines.taken.clear()
    lines.push(line)
    best = delimiter or max(DELIMITERS, key=line.count)
    try:
        cells = next(csv.reader(lines, delimiter=best, strict=True))
    except csv.Error as error:
        raise DatasetError(f"a header that is no CSV: {error}", where=where, expected="names of columns in the first line") from error
    header = tuple(" ".join(cell.split()) for cell in cells)
    _check_width(header, where=where)
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise DatasetError(f"the column {doubled[0]!r} twice", where=where, expected="each column once", do="rename or remove one")
    return header, best


def _check_width(columns: tuple[str, ...], *, where: str) -> None:
    if len(columns) > COLUMNS:
        raise DatasetError(f"a table of {len(columns):,} columns", where=where, expected=f"at most {COLUMNS:,}")


def _csv_records(path: Path, encoding: str, header: tuple[str, ...], delimiter: str) -> Iterator[Record]:
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        _header(lines, delimiter, where=shown(str(path)))
        lines.taken.clear()
        row = 0
        while True:
            lines.taken.clear()
            number = lines.number + 1
            try:
                cells = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
                problem = None
            except csv.Error as error:
                cells, problem = [], _csv_problem(error)
            if cells is None:
                return
            if not problem and not any(cell.strip() for cell in cells):
                continue
            if not problem and len(cells) != len(header):
                problem = f"{len(cells)} cells in a table of {len(header)} columns"
            if problem:
                lines.give_back()
            row += 1
            raw = lines.taken[0].rstrip("\r\n") if problem else "".join(lines.taken).rstrip("\r\n")
            named = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False) if name}
            yield Record(row=row, line=number, cells=named, raw=raw, problem=problem)


def _csv_problem(error: csv.Error) -> str:
    return "a quote that is not closed" if "end of data" in str(error) or "limit" in str(error) else f"no CSV: {error}"


# ---- JSON


class _Lexeme(str):
    """A number as JSON spells it."""

    __slots__ = ()


class _Doubled(dict[str, Any]):
    """An object with a key that stands in it twice."""


def _open_json(path: Path, encoding: str, sha256: str, limits: Limits) -> Table:
    where = shown(str(path))
    if path.stat().st_size > limits.file_bytes:
        raise InputTooLarge(
            f"JSON of over {limits.file_bytes:,} bytes", where=where, expected=f"at most {limits.file_bytes:,}", do="import it as CSV"
        )
    rows = _rows_of(_parse(path.read_text(encoding=encoding), where=where), where=where)
    columns = tuple(dict.fromkeys(" ".join(key.split()) for row in rows if isinstance(row, dict) for key in row))
    _check_width(columns, where=where)
    return Table(name=path.name, sha256=sha256, columns=columns, records=_json_records(rows))


def _parse(text: str, *, where: str) -> Any:
    try:
        return json.loads(text, parse_int=_Lexeme, parse_float=_Lexeme, parse_constant=_Lexeme, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"damaged JSON: {error.msg} (line {error.lineno})", where=where, expected="a list of objects", do="check the file"
        ) from error
    except RecursionError as error:
        raise UnreadableInput("JSON that is nested too deep", where=where, expected="a list of objects") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Doubled(found)


def _rows_of(found: Any, *, where: str) -> list[Any]:
    """Return the list of rows: the whole, or the one list that an object holds ({"losses": [...]})."""
    lists = [value for value in found.values() if isinstance(value, list)] if isinstance(found, dict) else []
    rows = found if isinstance(found, list) else lists[0] if len(lists) == 1 else None
    if rows is None:
        raise DatasetError("JSON that is no list of rows", where=where, expected="a list of objects with one key for each column")
    if not rows:
        raise EmptyInput("a list without rows", where=where, expected="rows", do="check the file")
    return rows


def _json_records(rows: list[Any]) -> Iterator[Record]:
    for number, found in enumerate(rows, 1):
        raw = json.dumps(found, ensure_ascii=False)
        if not isinstance(found, dict):
            yield Record(row=number, line=None, cells={}, raw=raw, problem="no object with columns")
            continue
        cells = {" ".join(key.split()): "" if value is None else " ".join(str(value).split()) for key, value in found.items()}
        nested = sorted(key for key, value in found.items() if isinstance(value, list | dict | bool))
        problem = "a column twice" if isinstance(found, _Doubled) else None
        kept = {key: cell for key, cell in cells.items() if key not in nested}
        yield Record(row=number, line=None, cells=kept | dict.fromkeys(nested, _NESTED), raw=raw, problem=problem)


_NESTED = "[...]"
"""What stands for a list, an object or a truth value: no column of figures may hold one."""
