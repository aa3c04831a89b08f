"""`tollbook import`: rows into a ledger; broken rows, unread files, revised cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import run
from tollbook.sources.datasets import PROFILES

GOOD = "date,personnel,tank\n2025-10-18,1129180,11271\n2025-10-19,1130180,11273\n"
BROKEN = GOOD + "2025-02-30,1,2\n2025-10-20,many,11280\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    place = tmp_path / "ledger.db"
    run("init", place)
    return place


def written(folder: Path, text: str, name: str = "figures.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_rows_become_claims_that_lead_back_to_file_and_row(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", written(tmp_path, GOOD), "--ledger", ledger)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 rows added: 4 claims" in result.stdout
    [claim] = json.loads(run("query", "category:tank", "value:11273", "--ledger", ledger, "--format", "json").stdout)
    assert (claim["document"]["file"], claim["document"]["row"], claim["quote"]) == ("figures.csv", 2, "11273")


def test_importing_twice_changes_nothing(ledger: Path, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    run("import", "ua-mod", file, "--ledger", ledger)
    result = run("import", "ua-mod", file, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (0, "2 rows read\n2 rows known already\n")


def test_another_figure_in_a_cell_revises_the_former_one(ledger: Path, tmp_path: Path) -> None:
    run("import", "ua-mod", written(tmp_path, GOOD), "--ledger", ledger)
    result = run("import", "ua-mod", written(tmp_path, GOOD.replace("11273", "11237")), "--ledger", ledger)
    assert "value: 11,273 -> 11,237" in result.stdout
    assert run("query", "category:tank", "status:revised", "--count", "--ledger", ledger).stdout == "1\n"


def test_broken_rows_are_told_by_number_and_reason_and_the_rest_imported(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", written(tmp_path, BROKEN), "--ledger", ledger)
    assert result.exit_code == 3
    assert "2 rows rejected:" in result.stderr
    assert "figures.csv, row 3: " in result.stderr
    assert "no such day" in result.stderr
    assert "no number" in result.stderr
    assert "2 rows added" in result.stdout


def test_a_file_with_broken_rows_alone_is_exit_2(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", written(tmp_path, "date,personnel,tank\n2025-02-30,1129180,11271\n"), "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_file_that_cant_be_read_is_told_and_the_others_imported(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", tmp_path / "gone.csv", written(tmp_path, GOOD), "--ledger", ledger)
    assert result.exit_code == 3
    assert "gone.csv" in result.stderr
    assert "2 rows added" in result.stdout


def test_a_file_of_another_data_set_names_its_profile(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "oryx", written(tmp_path, GOOD), "--ledger", ledger)
    assert result.exit_code == 2
    assert "take --profile ua-mod" in result.stderr


def test_an_unknown_profile_is_refused(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "uamod", written(tmp_path, GOOD), "--ledger", ledger)
    assert result.exit_code == 2
    assert "did you mean 'ua-mod'" in result.stderr


def test_a_table_of_ones_own_needs_a_mapping(ledger: Path, tmp_path: Path) -> None:
    assert "--mapping" in run("import", "csv", written(tmp_path, "day,dead\n2025-01-24,5\n"), "--ledger", ledger).stderr


def test_a_mapping_brings_in_a_table_of_ones_own(ledger: Path, tmp_path: Path) -> None:
    mapping = written(
        tmp_path,
        'name = "my-figures"\nkind = "flow"\ndate = "day"\nvalue = "dead"\ncategory = "killed"\nforce = "UKR"\nsource = "UKR-PRES"\n',
        "my.toml",
    )
    table = written(tmp_path, "day,dead\n2025-01-24,5\n")
    assert run("import", "csv", table, "--mapping", mapping, "--ledger", ledger).exit_code == 0
    assert run("query", "force:UKR", "measure:killed", "--count", "--ledger", ledger).stdout == "1\n"


def test_a_dry_run_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", written(tmp_path, GOOD), "--ledger", ledger, "--dry-run")
    assert "2 rows would be added" in result.stdout
    assert run("query", "--count", "--ledger", ledger).stdout == "0\n"


def test_json_names_the_rejected_rows(ledger: Path, tmp_path: Path) -> None:
    told = json.loads(run("import", "ua-mod", written(tmp_path, BROKEN), "--ledger", ledger, "--format", "json").stdout)
    assert (told["rows"], told["rejected"], [row["row"] for row in told["rejected_rows"]]) == (4, 2, [3, 4])
    assert told["added"]["documents"] == 2


def test_of_many_rejected_rows_the_first_are_shown(ledger: Path, tmp_path: Path) -> None:
    result = run("import", "ua-mod", written(tmp_path, GOOD + "2025-02-30,1,2\n" * 120), "--ledger", ledger)
    assert "120 rows rejected:" in result.stderr
    assert "and 20 rows more" in result.stderr


@pytest.mark.parametrize("name", PROFILES)
def test_the_help_names_every_profile(name: str) -> None:
    assert f"\n    {name} " in run("import", "--help").stdout


def test_a_day_that_is_none_is_refused(ledger: Path, tmp_path: Path) -> None:
    assert run("import", "oryx", written(tmp_path, GOOD), "--as-of", "yesterday", "--ledger", ledger).exit_code == 2
