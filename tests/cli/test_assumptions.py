"""`tollbook assumptions` prints what can be given back: the same assumptions, to the digit."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runs import run
from tollbook.vocab.assumptions import assumptions_from_toml, load_assumptions
from tollbook.vocab.theatres import load_theatre


def test_what_is_printed_is_read_back() -> None:
    printed = run("assumptions", "--force", "RUS").stdout
    assert assumptions_from_toml(printed) == load_assumptions(theatre=load_theatre("russia-ukraine-2022"), force="RUS")


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[process]\nlevel_sd = { median = 0.05 }\n", encoding="utf-8")
    printed = run("assumptions", "--assumptions", mine).stdout
    assert 'level_sd = { median = 0.05, sd = 0.5, scale = "log", grounds = "set in mine.toml" }' in printed


def test_a_fault_is_told_by_its_line(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[process]\nlevel = 1\n", encoding="utf-8")
    result = run("assumptions", "--assumptions", mine)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mine.toml:2: unknown key 'level'; did you mean 'level_sd'?" in result.stderr
