"""The progress bar: shown on standard error to a person with many inputs, and to nobody else."""

from __future__ import annotations

import io
import sys

import pytest

from tollbook.cli.progress import CountingProgress, ReadingProgress, StageProgress
from tollbook.core.progress import Stage


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def walk(progress: ReadingProgress) -> None:
    with progress:
        for place in ("a.txt", "b\x1b[2J[bold].txt"):
            progress.at(place)
            with progress.out_of_the_way():
                sys.stdout.write(f"{place}\n")
            progress.advance()


def test_many_inputs_at_a_terminal_show_a_bar_that_leaves_the_output_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    walk(ReadingProgress(total=2))
    assert "reading" in err.getvalue()
    assert out.getvalue() == "a.txt\nb\x1b[2J[bold].txt\n"


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 9), (Terminal(), 1)])
def test_a_pipe_or_a_single_input_shows_none(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    walk(ReadingProgress(total=total))
    assert stream.getvalue() == ""


def test_a_bar_is_gone_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = ReadingProgress(total=2)
    with pytest.raises(KeyboardInterrupt), progress, progress.out_of_the_way():
        raise KeyboardInterrupt


def test_stages_are_shown_with_their_share_and_nowhere_but_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with StageProgress() as progress:
            progress.at(Stage(name="reading"))
            progress.at(Stage(name="fitting 9 days", done=48, total=192))
        assert ("fitting 9 days" in stream.getvalue()) is shown
        assert ("48/192 25%" in stream.getvalue()) is shown
        assert "?" not in stream.getvalue().replace("\x1b[?", "")


def test_a_count_is_shown_at_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with CountingProgress("verifying") as progress:
            progress.at(1)
            progress.at(2, 10)
        assert ("verifying" in stream.getvalue()) is shown


def test_a_single_input_that_tells_how_far_it_is_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    err = Terminal()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    with ReadingProgress(total=1) as progress:
        progress.within("a\x1b[2J.txt", Stage(name="asking the model", done=1, total=7))
    assert "asking the model 2/7" in err.getvalue()
    assert "\x1b[2J.txt" not in err.getvalue()
