"""`tollbook man`: every command has a page, with all that its help says, and no text of it is taken for a request of roff."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from tests.cli.runs import run
from tollbook.cli.main import app
from tollbook.cli.man import manual_pages, roff

COMMAND: Any = get_command(app)
PAGES = dict(manual_pages(COMMAND, "tollbook"))
REQUESTS = {".TH", ".SH", ".PP", ".TP", ".B", ".BR", ".nf", ".fi"}


def test_every_command_has_a_page() -> None:
    assert {f"tollbook-{name}" for name in COMMAND.commands} <= set(PAGES)
    assert {"tollbook", "tollbook-theatre-check"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_name_synopsis_options_and_only_known_requests(name: str) -> None:
    lines = PAGES[name].splitlines()
    assert lines[0].startswith(f'.TH "{name.upper()}" "1" ')
    assert [heading for heading in (".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS") if heading not in lines] == []
    assert {line.split(" ")[0] for line in lines if line.startswith((".", "'"))} <= REQUESTS


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_both_options_for_help_as_every_command_takes_them(name: str) -> None:
    assert ".B \\-h, \\-\\-help" in PAGES[name].splitlines()


def test_a_page_says_what_the_help_says() -> None:
    words = re.sub(r"\\(.)", r"\1", PAGES["tollbook-verify"])
    assert "tollbook verify --export today.checkpoint --sign desk.key" in words
    assert ".SH EXIT STATUS" in words
    assert "2  wrong usage, no ledger, or a file that can't be read".replace("'", "(aq") in words
    assert "--against FILE" in words


def test_characters_of_roff_are_escaped() -> None:
    assert roff(".a-b 'c' ~d ^e `f \\g") == "\\&.a\\-b \\(aqc\\(aq \\(tid \\(hae \\(gaf \\eg"


@pytest.mark.parametrize("name", PAGES)
def test_groff_sets_a_page_without_a_warning(name: str, tmp_path: Path) -> None:
    groff = shutil.which("groff")
    if groff is None:
        # Without it the rules above hold the pages: known requests, escaped text.
        assert "\\\\" not in PAGES[name]
        return
    done = subprocess.run([groff, "-ww", "-man", "-Tutf8", "-z"], input=PAGES[name], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""


def test_a_page_is_printed_and_all_are_written(tmp_path: Path) -> None:
    assert run("man", "theatre", "check").stdout == PAGES["tollbook-theatre-check"]
    result = run("man", "--output", tmp_path / "man1")
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "man1").iterdir()} == {f"{name}.1" for name in PAGES}


def test_an_unknown_command_and_a_folder_that_is_none_are_wrong_usage(tmp_path: Path) -> None:
    unknown = run("man", "reed")
    assert unknown.exit_code == 2
    assert "did you mean 'read'?" in unknown.stderr
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("man", "--output", tmp_path / "file").exit_code == 2
    assert run("man", "read", "--output", tmp_path / "man1").exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_a_shell_is_shown_and_completes_a_command(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TOLLBOOK_COMPLETE", f"source_{shell}")
    script = run().stdout
    assert "_TOLLBOOK_COMPLETE" in script
    monkeypatch.setenv("_TOLLBOOK_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", "tollbook ver")
    monkeypatch.setenv("COMP_CWORD", "1")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "tollbook ver")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    assert "verify" in run().stdout
