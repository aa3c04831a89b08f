"""Groups of echoes as a file: Parquet, CSV or JSON by its name. One row for each article of a group."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tollbook.core.contract import as_json
from tollbook.core.display import plain
from tollbook.core.errors import UsageError
from tollbook.core.spreadsheets import Cell, harmless

if TYPE_CHECKING:
    from tollbook.scale.echoes.finding import Echoed, EchoGroup

ECHO_COLUMNS: Mapping[str, str] = {
    "group": "Number of the group, from 1; the largest first",
    "doc_id": "Id of the document",
    "relation": "What it is to the earliest: first, copy, cut, fuller, rewrite or quotes",
    "shared": "Share of the shorter text's runs of three words that both have",
    "earliest": "Whether it is the earliest of its group",
    "fullest": "Whether it has the most words of those that tell nothing else",
    "words": "How many words it has",
    "doc_published": "Its publication date",
    "doc_publisher": "Its publisher",
    "doc_title": "Its title",
    "doc_url": "Its address",
}
"""The columns of an output, with what they hold."""
SUFFIXES = (".parquet", ".csv", ".json")


def check_suffix(path: Path) -> None:
    """Refuse a file whose name doesn't say in which form it is written. Raises UsageError."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"-o {plain(str(path))}", expected=f"a name that ends with {', '.join(SUFFIXES)}")


def write_groups(path: Path, groups: Sequence[EchoGroup]) -> None:
    """Write groups of echoes beside the file's name, then put them in its place. Raises UsageError where that can't be written."""
    forms: Mapping[str, Callable[[Sequence[EchoGroup]], bytes]] = {".parquet": _parquet, ".csv": _csv, ".json": _json}
    content = forms[path.suffix.lower()](groups)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", where=plain(str(path)), do="choose another file") from error


def _rows(groups: Sequence[EchoGroup]) -> Iterator[list[Any]]:
    for number, group in enumerate(groups, start=1):
        for member in group.members:
            yield _row(number, group, member)


def _row(number: int, group: EchoGroup, member: Echoed) -> list[Any]:
    article = member.article
    return [
        number, article.document, member.relation, round(member.shared, 4), member is group.first, member is group.fullest, member.words,
        None if article.published is None else article.published.isoformat(), article.publisher, article.title, article.url,
    ]  # fmt: skip


def _csv(groups: Sequence[EchoGroup]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(ECHO_COLUMNS)
    for row in _rows(groups):
        writer.writerow([_cell(value) for value in row])
    return written.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> Cell:
    return str(value).lower() if isinstance(value, bool) else harmless(value)


def _json(groups: Sequence[EchoGroup]) -> bytes:
    return (as_json([group_as_dict(number, group) for number, group in enumerate(groups, start=1)], indent=2) + "\n").encode("utf-8")


def group_as_dict(number: int, group: EchoGroup) -> dict[str, Any]:
    """Return a group as JSON values: its earliest, its fullest, and every article of it."""
    names = [name for name in ECHO_COLUMNS if name != "group"]
    members = [dict(zip(names, _row(number, group, member)[1:], strict=True)) for member in group.members]
    return {
        "group": number,
        "earliest": group.first.article.document,
        "fullest": group.fullest.article.document,
        "copies": group.copies,
        "articles": members,
    }


def _parquet(groups: Sequence[EchoGroup]) -> bytes:
    from arro3.core import Array, DataType, Field, RecordBatch, Schema, Table
    from arro3.io import write_parquet

    types = {"group": DataType.int64(), "words": DataType.int64(), "shared": DataType.float64()}
    types |= {name: DataType.bool() for name in ("earliest", "fullest")}
    schema = Schema([Field(name, types.get(name, DataType.utf8())) for name in ECHO_COLUMNS])
    rows = list(_rows(groups))
    columns = [
        Array([_whole(row[nth]) for row in rows], types.get(name, DataType.utf8())) for nth, name in enumerate(ECHO_COLUMNS)
    ]  # fmt: skip
    table = Table.from_batches([RecordBatch.from_arrays(columns, schema=schema)] if rows else [], schema=schema)
    written = io.BytesIO()
    write_parquet(table, written, compression="zstd(3)", created_by="tollbook")
    return written.getvalue()


def _whole(value: Any) -> Any:
    """Return a value without half characters, which no table carries."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
