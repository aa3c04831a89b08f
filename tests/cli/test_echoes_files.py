"""Files of groups: cells that a spreadsheet would run are made harmless, half characters are no obstacle, faults are told."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from tollbook.cli.echoes_files import ECHO_COLUMNS, SUFFIXES, check_suffix, write_groups
from tollbook.core.errors import UsageError
from tollbook.scale.echoes.finding import Echoed, EchoGroup
from tollbook.scale.echoes.texts import Article


def group(title: str) -> EchoGroup:
    first = Echoed(
        article=Article(document="a" * 32, text="", published=date(2031, 3, 11), title=title), relation="first", shared=1.0, words=9
    )
    later = Echoed(article=Article(document="b" * 32, text=""), relation="copy", shared=0.91234, words=12)
    return EchoGroup(members=(first, later), fullest=later)


def test_a_title_that_is_a_formula_is_made_harmless(tmp_path: Path) -> None:
    write_groups(tmp_path / "echoes.csv", [group("=HYPERLINK(1)")])
    first, second = csv.DictReader((tmp_path / "echoes.csv").read_text(encoding="utf-8").splitlines())
    assert (first["doc_title"], first["doc_published"], first["fullest"]) == ("'=HYPERLINK(1)", "2031-03-11", "false")
    assert (second["shared"], second["fullest"], second["doc_title"]) == ("0.9123", "true", "")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_title_and_no_group_can_be_written(tmp_path: Path, suffix: str) -> None:
    for groups in ([], [group("half \ud800 a character")]):
        write_groups(tmp_path / f"echoes{suffix}", groups)
        assert (tmp_path / f"echoes{suffix}").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == [f"echoes{suffix}"]


def test_json_names_the_earliest_and_the_fullest(tmp_path: Path) -> None:
    write_groups(tmp_path / "echoes.json", [group("x")])
    (made,) = json.loads((tmp_path / "echoes.json").read_text(encoding="utf-8"))
    assert (made["earliest"], made["fullest"], made["copies"]) == ("a" * 32, "b" * 32, 1)
    assert set(made["articles"][0]) == set(ECHO_COLUMNS) - {"group"}


def test_a_name_without_a_known_ending_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ends with"):
        check_suffix(tmp_path / "echoes.txt")
    with pytest.raises(UsageError, match="can't be written"):
        write_groups(tmp_path / "none" / "echoes.csv", [])


def test_every_column_is_explained_on_the_page_of_echoes() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "echoes.md").read_text(encoding="utf-8")
    assert [name for name in ECHO_COLUMNS if f"| `{name}` |" not in page] == []
