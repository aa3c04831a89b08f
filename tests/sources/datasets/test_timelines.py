"""Series: of a file, and the ones that come with Tollbook."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tollbook.core.rows import Row
from tollbook.sources.datasets import builtin_series, read_rows, series_from_file
from tollbook.sources.datasets.timelines import builtin_file

THEATRE = "russia-ukraine-2022"


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_of_totals_makes_a_series_for_each_measure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "date,personnel,tank\n2024-03-02,451000,6909\n2024-03-01,450000,6900\n2024-03-03,x,1\n")
    series = {"+".join(sorted(found.categories)): found for found in series_from_file(path, "ua-mod")}
    assert set(series) == {"killed+wounded", "tank"}
    tanks = series["tank"]
    assert (tanks.source, tanks.force, tanks.kind, tanks.unit) == ("UKR-GS", "RUS", "cumulative", "item")
    assert [(point.day.day, point.value) for point in tanks.points] == [(1, 6900), (2, 6909)]
    ids = {claim.id for row in read_rows(path, profile="ua-mod") if isinstance(row, Row) for claim in row.reading.claims}
    assert {point.ref for found in series.values() for point in found.points} <= ids


def test_the_later_of_two_rows_for_one_cell_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "date,tank\n2024-03-01,69000\n2024-03-01,6900\n")
    (tanks,) = series_from_file(path, "ua-mod")
    assert [point.value for point in tanks.points] == [6900]


def test_parts_are_not_taken_for_a_whole_nor_added_up(tmp_path: Path) -> None:
    """Two types of one category, and outcomes of one total."""
    path = write(
        tmp_path / "a.csv",
        "country,equipment_type,destroyed,type_total,date_recorded\n"
        "Russia,Tanks,3,4,2023-02-01\n"
        "Russia,Anti-Aircraft Guns,1,1,2023-02-01\n"
        "Russia,Self-Propelled Anti-Aircraft Guns,2,2,2023-02-01\n",
    )
    (tanks,) = series_from_file(path, "oryx")
    assert [(found.categories, [point.value for point in found.points]) for found in (tanks,)] == [(frozenset({"tank"}), [4])]


def test_the_built_in_file_is_well_formed() -> None:
    rows = list(csv.DictReader(builtin_file().splitlines()))
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert days == [date(2022, 2, 25) + timedelta(days=count) for count in range(len(days))]
    assert len(days) == 1626
    for row in rows:
        assert all(cell.isascii() and (cell.isdigit() or not cell) for name, cell in row.items() if name not in ("date", "personnel*"))
        assert row["personnel*"] in ("about", "more")
        assert row["personnel"]
        assert row["tank"]


def test_the_built_in_series_hold_the_days_that_reports_are_dated_by() -> None:
    series = {"+".join(sorted(found.categories)): found for found in builtin_series(THEATRE)}
    day, before = date(2025, 1, 24), date(2025, 1, 23)

    def increment(name: str) -> float:
        points = series[name].at(day), series[name].at(before)
        assert points[0] is not None
        assert points[1] is not None
        return points[0].value - points[1].value

    people = series["killed+wounded"].at(day)
    assert people is not None
    assert people.value == 826820
    found = {name: increment(name) for name in ("killed+wounded", "fuel_truck+vehicle", "uav", "artillery", "mlrs", "afv", "tank")}
    assert found == {"killed+wounded": 1500, "fuel_truck+vehicle": 87, "uav": 51, "artillery": 39, "mlrs": 1, "afv": 11, "tank": 2}


def test_the_built_in_series_are_those_of_its_file_read_by_its_profile(tmp_path: Path) -> None:
    """The short way gives the very series, refs included, that the long way gives."""
    path = write(tmp_path / "a.csv", builtin_file())
    assert set(builtin_series(THEATRE)) == set(series_from_file(path, "ua-mod"))


@pytest.mark.parametrize("theatre", [None, "gaza-2023", ""])
def test_other_theatres_have_no_built_in_series(theatre: str | None) -> None:
    assert builtin_series(theatre) == ()


def test_the_built_in_series_are_read_once() -> None:
    assert builtin_series(THEATRE) is builtin_series(THEATRE)
