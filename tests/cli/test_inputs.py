"""From arguments to places: folders, hidden files, and what can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tollbook.cli.inputs import Failure, expand
from tollbook.core.errors import EmptyInput, UsageError


def made(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text", encoding="utf-8")


def test_files_urls_and_standard_input_are_taken_as_given() -> None:
    places = ["a.txt", "https://example.org/b", "-", "missing"]
    assert expand(places, recursive=False) == (places, [])


def test_standard_input_is_given_once() -> None:
    with pytest.raises(UsageError):
        expand(["-", "-"], recursive=False)


def test_a_folder_gives_its_files_of_known_kinds_in_order(tmp_path: Path) -> None:
    made(tmp_path, "b.txt", "a.HTML", "c.xyz", "inner/d.pdf", ".hidden.txt", ".git/e.txt")
    places, failures = expand([str(tmp_path)], recursive=True)
    assert [str(Path(place).relative_to(tmp_path)) for place in places] == ["a.HTML", "b.txt", "inner/d.pdf"]
    assert failures == []


def test_a_folder_without_recursive_is_a_failure_that_names_the_option(tmp_path: Path) -> None:
    places, failures = expand(["a.txt", str(tmp_path)], recursive=False)
    assert places == ["a.txt"]
    assert "--recursive" in failures[0].sentence()


def test_a_folder_without_a_known_file_is_a_failure(tmp_path: Path) -> None:
    made(tmp_path, "c.xyz")
    assert len(expand([str(tmp_path)], recursive=True)[1]) == 1


def test_a_failure_names_its_place_once() -> None:
    assert Failure(place="a.txt", error=EmptyInput("nothing to read")).sentence() == "a.txt: nothing to read"
    assert Failure(place="a.txt", error=EmptyInput("nothing to read", where="a.txt")).sentence() == "a.txt: nothing to read"
