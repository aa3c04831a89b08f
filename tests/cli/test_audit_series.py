"""`--series`: a file's data set is told by its columns, and what is none is refused with what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tollbook.cli.audit_series import series_given
from tollbook.core.errors import DatasetError, InputError, UsageError

PERSONNEL = '[{"date": "2025-01-23", "day": 1065, "personnel": 825320}, {"date": "2025-01-24", "day": 1066, "personnel": 826820}]'


@pytest.fixture
def personnel(tmp_path: Path) -> str:
    path = tmp_path / "figures.json"
    path.write_text(PERSONNEL, encoding="utf-8")
    return str(path)


def test_no_file_is_no_series() -> None:
    assert series_given(None, profile=None, mapping=None) == ()


def test_the_data_set_of_a_file_is_told_by_its_columns(personnel: str) -> None:
    detected = series_given([personnel], profile=None, mapping=None)
    assert detected == series_given([personnel], profile="ua-mod", mapping=None)
    assert [point.value for point in detected[0].points] == [825320, 826820]


def test_a_file_of_no_data_set_is_refused_and_the_known_ones_named(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"other\.csv: of no data set that is known; expected the columns of one of: .*ua-mod"):
        series_given([str(path)], profile=None, mapping=None)


def test_a_damaged_or_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('[{"date": ', encoding="utf-8")
    for place in (path, tmp_path / "gone.csv"):
        with pytest.raises(InputError):
            series_given([str(place)], profile=None, mapping=None)


def test_a_profile_or_a_mapping_needs_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--profile without --series"):
        series_given(None, profile="ua-mod", mapping=None)
    with pytest.raises(UsageError, match="--mapping without --series"):
        series_given(None, profile=None, mapping=tmp_path / "columns.toml")


def test_an_unknown_profile_is_told_the_nearest(personnel: str) -> None:
    with pytest.raises(UsageError, match="did you mean 'ua-mod'"):
        series_given([personnel], profile="ua-mud", mapping=None)


def test_a_file_without_a_series_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corrections.json"
    path.write_text('[{"date": "2025-01-23", "day": 1065, "tank": null}]', encoding="utf-8")
    assert series_given([str(path)], profile="ua-mod", mapping=None) == ()
    assert "no series in it" in capsys.readouterr().err
