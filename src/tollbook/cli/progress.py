"""Show on standard error how far a long work is. It draws nothing where nobody looks, and never touches standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from tollbook.cli.console import is_terminal
from tollbook.core.display import cut, plain
from tollbook.core.progress import Stage

if TYPE_CHECKING:
    from rich.progress import Progress

_PLACE_WIDTH = 40


class ReadingProgress:
    """A bar over the inputs of one command: a context manager."""

    def __init__(self, *, total: int) -> None:
        self._bar = _make_bar() if total > 1 and is_terminal(sys.stderr) else None
        self._total = total

    def __enter__(self) -> ReadingProgress:
        if self._bar is not None:
            self._bar.add_task("reading", total=self._total, place="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, place: str) -> None:
        """Show what is being read."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], place=cut(plain(place), _PLACE_WIDTH))

    def within(self, place: str, stage: Stage) -> None:
        """Show how far the reading of one input is; it takes long enough to be told, so a single input has a bar too."""
        if self._bar is None and is_terminal(sys.stderr):
            self._bar = _make_bar()
            self._bar.add_task("reading", total=self._total, place="")
            self._bar.start()
        self.at(f"{stage.name} {stage.done + 1}/{stage.total}, {place}")

    def advance(self) -> None:
        """Count one input as done."""
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        """Take the bar off the terminal while something is written to it."""
        if self._bar is None or not is_terminal(sys.stdout):
            yield
            return
        self._bar.stop()
        yield
        sys.stdout.flush()
        self._bar.start()


class CountingProgress:
    """A bar over a work that counts its own steps: a context manager. `label` says what is being done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Progress | None = None

    def __enter__(self) -> CountingProgress:
        if is_terminal(sys.stderr):
            self._bar = _make_bar(self._label)
            self._bar.add_task(self._label, total=None, place="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, done: int, total: int | None = None) -> None:
        """Show how many steps are done, of how many where that is known."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)


class StageProgress:
    """A bar over the stages of a long work, one after the other: a context manager, which leaves nothing behind."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __enter__(self) -> StageProgress:
        if is_terminal(sys.stderr):
            self._bar = _make_bar("{task.description}", counted=False)
            self._bar.add_task("", total=None, place="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, stage: Stage) -> None:
        """Show what is being done, and how much of it where that is counted."""
        if self._bar is not None:
            share = "" if stage.percent is None else f"{stage.done}/{stage.total} {stage.percent:.0f}%"
            self._bar.update(self._bar.task_ids[0], description=plain(stage.name), completed=stage.done, total=stage.total, place=share)


def _make_bar(label: str = "reading", *, counted: bool = True) -> Progress:
    """Return a bar that vanishes when it is done; `counted`: with the number of its steps.

    rich takes long to import: only a terminal with a long work pays for it.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn(label, markup=False),
        BarColumn(bar_width=20),
        *([MofNCompleteColumn()] if counted else []),
        TextColumn("{task.fields[place]}", markup=False),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
