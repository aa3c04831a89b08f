"""The manual pages of the wheel: they are those of the commands, and a page that is stale, lacking or left over is found."""

from __future__ import annotations

from pathlib import Path

from tools.man_pages import FOLDER, pages, stale, write


def test_the_pages_in_the_project_are_those_of_the_commands() -> None:
    assert stale(FOLDER) == []


def test_a_changed_a_lacking_and_a_left_over_page_are_stale_until_the_pages_are_written(tmp_path: Path) -> None:
    assert write(tmp_path) == sorted(pages())
    (tmp_path / "tollbook-read.1").write_text("changed", encoding="utf-8")
    (tmp_path / "tollbook-audit.1").unlink()
    (tmp_path / "tollbook-gone.1").write_text("left over", encoding="utf-8")
    wrong = ["tollbook-audit.1", "tollbook-gone.1", "tollbook-read.1"]
    assert stale(tmp_path) == wrong
    assert write(tmp_path) == wrong
    assert stale(tmp_path) == []
