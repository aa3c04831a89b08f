"""Whole files: errors before the first row, a broken row costs no other, and a longer version gives the same documents."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tollbook.core.errors import DatasetError, EmptyInput, InputError, UnreadableInput, UsageError
from tollbook.core.rows import RejectedRow, Row
from tollbook.sources.datasets.importing import read_rows

HEADER = "date,personnel,personnel*,tank"
LINES = [f"2024-03-{day:02},{440000 + 900 * day},about,{6900 + 9 * day}" for day in range(1, 29)]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def claims(path: Path) -> set[tuple[str, str]]:
    rows = [row for row in read_rows(path, profile="ua-mod") if isinstance(row, Row)]
    return {(cell, claim.id) for row in rows for cell, claim in zip(row.cells, row.reading.claims, strict=True)}


def test_a_longer_version_gives_the_same_claims_for_the_same_rows(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old.csv", LINES[:20]), write(tmp_path / "new.csv", LINES)
    assert claims(old) < claims(new)
    assert claims(new) == claims(new)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    mixed = random.Random(4).sample(LINES, len(LINES))
    assert claims(write(tmp_path / "a.csv", LINES)) == claims(write(tmp_path / "b.csv", mixed))


def test_json_and_csv_of_the_same_rows_give_the_same_claims(tmp_path: Path) -> None:
    columns = HEADER.split(",")
    rows = [dict(zip(columns, line.split(","), strict=True)) for line in LINES]
    numbers = [{key: int(cell) if cell.isdigit() else cell for key, cell in row.items()} for row in rows]
    (tmp_path / "a.json").write_text(json.dumps(numbers), encoding="utf-8")
    assert claims(tmp_path / "a.json") == claims(write(tmp_path / "a.csv", LINES))


def test_a_broken_row_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [LINES[0], "2023-02-30,1,about,2", "2024-03-02,x,about,2", "2024-03-03,1,about", '2024-03-04,"1,about,2', *LINES[4:6]]
    found = list(read_rows(write(tmp_path / "a.csv", lines), profile="ua-mod"))
    assert [type(row) for row in found] == [Row, RejectedRow, RejectedRow, RejectedRow, RejectedRow, Row, Row]
    assert [row.reason for row in found if isinstance(row, RejectedRow)] == [
        "line 3: date: no such day: '2023-02-30'",
        "line 4: personnel: no number: 'x'",
        "line 5: 3 cells in a table of 4 columns",
        "line 6: a quote that is not closed",
    ]
    assert [row.origin.row for row in found] == list(range(1, 8))
    assert {(row.origin.file, len(row.origin.sha256)) for row in found} == {("a.csv", 64)}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 400), st.integers(0, 12), st.binary(max_size=12), st.booleans())
def test_damage_anywhere_is_a_rejected_row_or_an_error_of_the_tree(tmp_path: Path, at: int, length: int, put: bytes, as_json: bool) -> None:
    """And whatever is read still quotes its cells."""
    columns = HEADER.split(",")
    rows = [dict(zip(columns, line.split(","), strict=True)) for line in LINES[:6]]
    whole = json.dumps(rows).encode() if as_json else "\n".join([HEADER, *LINES[:6], ""]).encode()
    path = tmp_path / "a.csv"
    path.write_bytes(whole[:at] + put + whole[at + length :])
    try:
        found = list(read_rows(path, profile="ua-mod"))
    except InputError:
        return
    for row in found:
        if isinstance(row, Row):
            assert [row.reading.quote(claim) for claim in row.reading.claims] == [claim.quantity.text for claim in row.reading.claims]
        else:
            assert row.reason


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        ("", EmptyInput, "nothing to read"),
        (f"{HEADER}\n", EmptyInput, "without rows"),
        ("a,b\n1,2\n", DatasetError, "columns that are not of ua-mod: a, b"),
        ("country,equipment_type,destroyed\nRussia,Tanks,4\n", DatasetError, "--profile oryx"),
        ("event_id_cnty,event_date,fatalities\nX1,2024-01-01,4\n", DatasetError, "--profile acled"),
        ("[{}]", DatasetError, "columns that are not of ua-mod: none"),
    ],
)
def test_a_wrong_file_is_refused_before_any_row(tmp_path: Path, content: str, error: type[Exception], words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=words):
        read_rows(path, profile="ua-mod")


def test_options_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", LINES)
    with pytest.raises(UsageError, match="no profile named 'uamod'"):
        read_rows(path, profile="uamod")
    with pytest.raises(UsageError, match="without a mapping"):
        read_rows(path, profile="csv")
    with pytest.raises(UsageError, match="a mapping with the profile"):
        read_rows(path, profile="ua-mod", mapping=path)
    with pytest.raises(UsageError, match="a day for rows that state their own"):
        read_rows(path, profile="ua-mod", as_of=date(2025, 7, 19))
    with pytest.raises(UnreadableInput, match="no such file"):
        read_rows(tmp_path / "none.csv", profile="ua-mod")
