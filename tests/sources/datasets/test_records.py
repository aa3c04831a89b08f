"""Files to records: CSV of any size and make, JSON lists, and what is neither is refused before the first record."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import json
from pathlib import Path

import pytest

from tollbook.core.errors import DatasetError, EmptyInput, InputTooLarge, UnreadableInput
from tollbook.sources.datasets import records
from tollbook.sources.datasets.records import Record, open_table
from tollbook.sources.limits import Limits


def read(path: Path, content: str | bytes) -> list[Record]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_table(path).records)


def cells(found: list[Record]) -> list[dict[str, str]]:
    return [dict(record.cells) for record in found if record.problem is None]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_with_any_mark_and_line_end(tmp_path: Path, mark: bytes, end: str) -> None:
    content = mark + end.join(["day,tank", "2025-01-24,9", "", "2025-01-25,11", ""]).encode()
    found = read(tmp_path / "a.csv", content)
    assert cells(found) == [{"day": "2025-01-24", "tank": "9"}, {"day": "2025-01-25", "tank": "11"}]
    assert [(record.row, record.line) for record in found] == [(1, 2), (2, 4)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_marked_encoding_is_followed(tmp_path: Path, encoding: str) -> None:
    assert cells(read(tmp_path / "a.csv", "день,танк\n1,9\n".encode(encoding))) == [{"день": "1", "танк": "9"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    assert cells(read(tmp_path / "a.csv", f"day{delimiter}tank\n1{delimiter}9\n")) == [{"day": "1", "tank": "9"}]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'day,what\n1,"tanks, ""old""\nand new"\n2,x\n')
    assert cells(found) == [{"day": "1", "what": 'tanks, "old" and new'}, {"day": "2", "what": "x"}]
    assert [record.line for record in found] == [2, 4]


@pytest.mark.parametrize("broken", ["2,7,8", "2", '2,"7', '2,"7"x', '"2,7'])
def test_a_broken_row_costs_no_other_row(tmp_path: Path, broken: str) -> None:
    """Not even a quote that nobody closes."""
    found = read(tmp_path / "a.csv", f"day,tank\n1,9\n{broken}\n3,11\n4,12\n")
    assert cells(found) == [{"day": "1", "tank": "9"}, {"day": "3", "tank": "11"}, {"day": "4", "tank": "12"}]
    assert [(record.row, record.line, record.raw) for record in found if record.problem] == [(2, 3, broken)]
    assert [record.row for record in found] == [1, 2, 3, 4]


def test_a_csv_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its records come while most of the file is still unread."""
    lines = itertools.count()
    original = records._Lines.__next__

    def counted(self: records._Lines) -> str:
        next(lines)
        return original(self)

    monkeypatch.setattr(records._Lines, "__next__", counted)
    path = tmp_path / "a.csv"
    path.write_text("day,tank\n" + "1,9\n" * 10_000)
    found = open_table(path).records
    assert next(found).cells == {"day": "1", "tank": "9"}
    assert next(lines) < 10


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"day,tank\n1,9\n")
    assert open_table(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_json_numbers_keep_their_spelling(tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", '[{"day": "1", "a": 12.50, "b": NaN, "c": null, "d": 123456789012345678901234567890}]')
    assert cells(found) == [{"day": "1", "a": "12.50", "b": "NaN", "c": "", "d": "123456789012345678901234567890"}]


def test_json_may_hold_its_rows_under_one_key(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.json", '{"losses": [{"id": 4}], "count": 1}')) == [{"id": "4"}]


@pytest.mark.parametrize("row", ["[1, 2]", "7", '{"a": 1, "a": 2}'])
def test_a_broken_json_row_costs_no_other_row(tmp_path: Path, row: str) -> None:
    found = read(tmp_path / "a.json", f'[{{"a": 1}}, {row}, {{"a": 3}}]')
    assert cells(found) == [{"a": "1"}, {"a": "3"}]
    assert found[1].problem is not None


def test_lists_in_a_cell_are_no_text(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.json", '[{"a": 1, "photos": ["x"], "seen": true}]')) == [{"a": "1", "photos": "[...]", "seen": "[...]"}]


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", EmptyInput, "nothing to read"),
        (b"\n \n", EmptyInput, "nothing to read"),
        (b"\xef\xbb\xbf", EmptyInput, "nothing to read"),
        (b"[]", EmptyInput, "without rows"),
        (b"day,tank\n1,\xff\xfe9\n", UnreadableInput, "not utf-8"),
        (b"PK\x03\x04\x00\x00\x00", UnreadableInput, "binary"),
        (b'[{"a": 1}', UnreadableInput, "damaged JSON"),
        (b"[" * 200_000, UnreadableInput, "JSON"),
        (b'{"a": 1}', DatasetError, "no list of rows"),
        (b"day,tank,day\n1,2,3\n", DatasetError, "'day' twice"),
        (b'"day,tank\n', DatasetError, "header"),
        (b",".join(b"c%d" % number for number in range(2_001)), DatasetError, "2,001 columns"),
    ],
)
def test_what_is_no_table_is_refused_at_once(tmp_path: Path, content: bytes, error: type[Exception], words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=words):
        open_table(path)


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableInput, match="a directory"):
        open_table(tmp_path)


def test_damage_at_the_end_is_met_before_the_first_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"day,tank\n" + b"1,9\n" * 400_000 + b"2,\xc3\x28\n")
    with pytest.raises(UnreadableInput, match="near byte"):
        open_table(path)


def test_a_file_without_line_ends_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a" * 5_000_000)
    with pytest.raises(UnreadableInput, match="a line of more than"):
        open_table(path)


def test_json_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"a": 1}] * 100))
    with pytest.raises(InputTooLarge):
        open_table(path, limits=Limits(file_bytes=100))
