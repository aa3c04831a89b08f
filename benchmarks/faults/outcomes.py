"""What a fault did to a part, and what has to hold for every part. Starts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from benchmarks.faults.children import Ended
from benchmarks.faults.disks import Disk
from benchmarks.report import Figure

FaultName = Literal["kill -9", "full disk", "read-only", "locked", "clock jumps"]
FAULTS: tuple[FaultName, ...] = ("kill -9", "full disk", "read-only", "locked", "clock jumps")
WORDS: dict[FaultName, str] = {
    "full disk": r"disk is full|over a quota or a limit|can't write: file too large|File too large|server doesn't answer",
    "read-only": r"read-only|can't be written|can't write",
    "locked": r"another process|another watch",
}
"""What a clear error of a fault says, as a pattern."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """What a look at the part's files and ledgers found."""

    lost: int = 0
    wrong: int = 0
    problems: int = 0

    def __iadd__(self, other: Seen) -> Seen:
        self.lost, self.wrong, self.problems = self.lost + other.lost, self.wrong + other.wrong, self.problems + other.problems
        return self


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a fault: how often it was tried, how many tries ended as they should, what was seen, and what was said otherwise.

    `ending` says what a try should end with.
    """

    part: str
    fault: FaultName
    ending: str
    tries: int = 0
    right: int = 0
    seen: Seen = field(default_factory=Seen)
    otherwise: list[str] = field(default_factory=list)

    def count(self, *, right: bool, ended: Ended | str) -> None:
        """Count a try; how it ended is kept where that is wrong."""
        self.tries += 1
        self.right += right
        if not right:
            self.otherwise.append(ended if isinstance(ended, str) else f"exit code {ended.code}: {ended.said[-400:]}")

    @property
    def reached(self) -> bool:
        """Whether every try ended as it should, and nothing was lost, doubled, half-written or broken."""
        return 0 < self.tries == self.right and self.seen == Seen()

    def figure(self) -> Figure:
        """Return the row of the table."""
        seen = self.seen
        shown = (
            f"{self.right} of {self.tries}: {self.ending}; {seen.lost} lost, {seen.wrong} doubled or half-written, "
            f"{seen.problems} problems found by verify"
        )
        return Figure(what=f"{self.part}: {self.fault}", shown=shown, goal="all, 0, 0, 0", reached=self.reached)


class Part(Protocol):
    """A part of Tollbook that writes by commands. Its nth piece of work is a command that can be given again.

    `locks` is False where nothing that another process holds is waited for: then the command is done beside it.
    """

    name: str
    room: Path
    locks: bool
    faults: tuple[FaultName, ...]

    def command(self, nth: int) -> Sequence[str]:
        """Prepare the nth piece of work, and return its command."""

    def is_done(self, nth: int) -> bool:
        """Tell whether the nth piece of work is there as a whole, so that its command needn't be given again."""

    def look(self, nth: int, *, finished: bool) -> Seen:
        """Compare what is there with the work that was finished before, and with the nth piece: whole, or not at all until `finished`."""

    def held(self, nth: int) -> AbstractContextManager[object]:
        """Let another process hold what the part locks."""

    def full(self, disk: Disk, *, leaving: int) -> AbstractContextManager[object]:
        """Let the disk be full."""

    def unwritable(self, nth: int) -> AbstractContextManager[Sequence[str]]:
        """Let nothing be written to where the nth piece of work goes; give what a command has to be started with."""
