"""What reaches the terminal: color only where a person looks, and messages without control characters."""

from __future__ import annotations

import io
import sys

import pytest

from tollbook.cli.console import cell_style, complain, has_color, heading, output_width, prepare_streams, verdict_style
from tollbook.core.display import WIDTH


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_a_pipe_has_no_color_and_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not has_color()
    assert output_width() == WIDTH


def test_a_terminal_has_color(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    assert has_color()


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_color_can_be_refused(monkeypatch: pytest.MonkeyPatch, setting: dict[str, str]) -> None:
    at_a_terminal(monkeypatch, **setting)
    assert not has_color()


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("100", 100), ("300", 120), ("10", 40)])
def test_a_table_takes_the_width_of_the_terminal_within_reason(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    at_a_terminal(monkeypatch, COLUMNS=columns)
    assert output_width() == width


def test_without_color_nothing_is_styled() -> None:
    assert cell_style(color=False)("87", "value") == "87"
    assert heading("a.txt", color=False) == "a.txt"


def test_with_color_a_cell_ends_its_own_style() -> None:
    styled = cell_style(color=True)("87", "value")
    assert styled.startswith("\x1b[")
    assert styled.endswith("87\x1b[0m")
    assert cell_style(color=True)("tank", "what") == "tank"


def test_a_message_is_marked_and_its_further_lines_are_set_in(capsys: pytest.CaptureFixture[str]) -> None:
    complain("2 not read:\na.txt\x1b[2J: gone\nb.txt: gone")
    assert capsys.readouterr().err == "tollbook: 2 not read:\n  a.txt [2J: gone\n  b.txt: gone\n"


def test_a_stream_that_is_closed_is_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    prepare_streams()
    assert sys.stdout.write("nowhere") == 7


def test_a_stream_shows_what_its_encoding_lacks_as_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    prepare_streams()
    sys.stdout.write("втрати")
    sys.stdout.flush()
    assert raw.getvalue().startswith(b"\\u0432")


def test_a_verdict_that_fails_is_marked_otherwise_than_one_that_agrees() -> None:
    style = verdict_style(color=True)
    codes = {style("x", verdict) for verdict in ("differs", "agrees", "note")}
    assert len(codes) == 3
    assert style("x", "overstated") == style("x", "differs")
    assert verdict_style(color=False)("x", "differs") == "x"
