"""Writers: what each format makes of readings, one after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.sample_readings import bare_reading, sample_reading
from tollbook.cli.formats import Format, Output, make_writer
from tollbook.core.errors import UsageError
from tollbook.core.types import Reading


def written(tmp_path: Path, form: Format, *readings: Reading, many: bool = False) -> str:
    path = tmp_path / "out"
    output = Output(path)
    writer = make_writer(form, output, many=many, explain=False, theatre="none")
    for nth, reading in enumerate(readings, 1):
        writer.add(f"{nth}.txt", reading)
    writer.close()
    output.close()
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.setattr("tollbook.cli.formats.names_for", lambda reading, theatre: {})
    return sample_reading()


def test_one_reading_in_json_is_one_object(tmp_path: Path, reading: Reading) -> None:
    assert json.loads(written(tmp_path, Format.JSON, reading)) == reading.to_dict()


def test_many_readings_in_json_are_an_array_with_a_line_each(tmp_path: Path, reading: Reading) -> None:
    text = written(tmp_path, Format.JSON, reading, bare_reading("Nothing."), many=True)
    assert json.loads(text) == [reading.to_dict(), bare_reading("Nothing.").to_dict()]
    assert len(text.splitlines()) == 4


def test_of_many_readings_none_is_an_empty_array(tmp_path: Path) -> None:
    assert json.loads(written(tmp_path, Format.JSON, many=True)) == []


def test_json_lines_of_a_reading_without_claims_are_none(tmp_path: Path) -> None:
    assert written(tmp_path, Format.JSONL, bare_reading("Nothing.")) == ""


def test_csv_of_many_readings_has_one_heading(tmp_path: Path, reading: Reading) -> None:
    text = written(tmp_path, Format.CSV, reading, reading, many=True)
    assert text.count("claim_id,") == 1
    assert text.startswith("claim_id,")


def test_tables_of_many_readings_are_parted_by_a_blank_line(tmp_path: Path, reading: Reading) -> None:
    lines = written(tmp_path, Format.TABLE, reading, reading, many=True).splitlines()
    assert lines[0] == "1.txt (20 Mar 2031)"
    assert lines[lines.index("2.txt (20 Mar 2031)") - 1] == ""


def test_a_name_of_a_place_carries_no_terminal_command(tmp_path: Path, reading: Reading) -> None:
    output = Output(tmp_path / "out")
    make_writer(Format.TABLE, output, many=True, explain=False, theatre="none").add("a\x1b[2J.txt", reading)
    output.close()
    assert "\x1b" not in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_lone_surrogate_is_written_as_an_escape(tmp_path: Path) -> None:
    output = Output(tmp_path / "out")
    output.write("\ud800")
    output.close()
    assert (tmp_path / "out").read_text(encoding="utf-8") == "\\ud800"


def test_a_file_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "out"):
        with pytest.raises(UsageError):
            Output(path)
