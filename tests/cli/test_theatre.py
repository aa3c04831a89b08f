"""`tollbook theatre`: list, show, check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runs import run
from tollbook.core.display import width_of
from tollbook.vocab.theatres import list_theatres, load_theatre

OWN = """name = "norland-2031"
title = "War in Norland"
start = 2031-02-01

[[belligerents]]
id = "norland"
names = ["Norland"]
"""


def test_every_theatre_is_listed_with_its_title() -> None:
    shown = run("theatre", "list").stdout
    for name in list_theatres():
        assert name in shown
        assert load_theatre(name).title in shown


@pytest.mark.parametrize("name", list_theatres())
def test_a_theatre_is_shown_within_80_columns(name: str) -> None:
    lines = run("theatre", "show", name).stdout.splitlines()
    assert lines[0].startswith(f"{name}: ")
    assert all(width_of(line) <= 80 for line in lines)


def test_a_theatre_of_ones_own_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    assert "Norland (norland)" in run("theatre", "show", path).stdout


def test_an_unknown_theatre_is_exit_2() -> None:
    result = run("theatre", "show", "atlantis")
    assert result.exit_code == 2
    assert "atlantis" in result.stderr


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    result = run("theatre", "check", path)
    assert (result.exit_code, result.stdout) == (0, f"{path}: no problems\n")


def test_a_faulty_file_is_told_line_by_line_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('names = ["Norland"]', 'nmaes = ["Norland"]'), encoding="utf-8")
    result = run("theatre", "check", path)
    assert result.exit_code == 1
    assert f"{path}:7: " in result.stdout
    assert "problem" in result.stderr


def test_a_missing_file_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = run("theatre", "check", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "none.toml: no such file" in " ".join(result.output.split())


def test_a_part_of_a_name_gets_the_whole_one_suggested() -> None:
    result = run("theatre", "show", "gaza")
    assert result.exit_code == 2
    assert "did you mean 'gaza-2023'?" in " ".join(result.output.split())
