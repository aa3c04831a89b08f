"""Every fault under a part that works by commands: the work is begun, the fault comes, the work is given again and has to be exact."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

from benchmarks.faults.children import Ended, jumping, run, set_clock
from benchmarks.faults.disks import Disk
from benchmarks.faults.outcomes import WORDS, FaultName, Outcome, Part

LEAVING = 400_000
"""A full disk has room for up to so many bytes: some work fits nearly."""
LATER = 7 * 3_600.0
"""After a fault, the work is given again so many seconds later by the clock: a watch leaves alone for a while what failed."""
_MISSES = 8


class Trial:
    """A part under faults. The number of a piece of work is never used twice."""

    def __init__(self, part: Part, disk: Disk, *, clock: Path, seed: int) -> None:
        self.part, self._disk, self._clock = part, disk, clock
        self._chance, self._numbers, self._later = random.Random(seed), count(1), 0.0
        set_clock(clock, 0.0)

    def suffer(self, fault: FaultName, tries: int) -> Outcome:
        """Let the part suffer a fault so many times."""
        each: Mapping[FaultName, Callable[[int], Outcome]] = {
            "kill -9": self._kills,
            "full disk": self._full,
            "read-only": self._read_only,
            "locked": self._locked,
            "clock jumps": self._jumps,
        }
        return each[fault](tries)

    def _run(self, nth: int, *, prefix: Sequence[str] = (), kill_after: float | None = None, patient: bool = True) -> Ended:
        return run(self.part.command(nth), prefix=prefix, kill_after=kill_after, clock=self._clock, patient=patient)

    def _finish(self, nth: int, outcome: Outcome) -> None:
        """Look at what a fault left; give the work again, and look whether it is exact."""
        outcome.seen += self.part.look(nth, finished=False)
        if not self.part.is_done(nth):
            self._later += LATER
            set_clock(self._clock, self._later)
            ended = self._run(nth)
            if ended.code != 0:
                outcome.otherwise.append(f"given again: exit code {ended.code}: {ended.said[-400:]}")
                outcome.seen.lost += 1
                return
        outcome.seen += self.part.look(nth, finished=True)

    def _kills(self, tries: int) -> Outcome:
        """Kill at random moments of the time that the work takes; a command that was done before doesn't count."""
        outcome = Outcome(part=self.part.name, fault="kill -9", ending="killed, then given again and exact")
        nth = next(self._numbers)
        seconds = self._run(nth).seconds
        outcome.seen += self.part.look(nth, finished=True)
        for _ in range(tries * _MISSES):
            nth = next(self._numbers)
            ended = self._run(nth, kill_after=self._chance.uniform(0.3, 1.0) * seconds)
            if ended.code is None:
                outcome.count(right=True, ended=ended)
            else:
                seconds = min(seconds, ended.seconds)
            self._finish(nth, outcome)
            if outcome.tries == tries:
                break
        return outcome

    def _full(self, tries: int) -> Outcome:
        outcome = Outcome(part=self.part.name, fault="full disk", ending="a clear error, then exact")
        for _ in range(tries * _MISSES):
            nth = next(self._numbers)
            self.part.command(nth)  # what it needs is there before the fault
            with self.part.full(self._disk, leaving=self._chance.randrange(LEAVING)):
                ended = self._run(nth, prefix=self._disk.prefix)
            if ended.code != 0:
                outcome.count(right=ended.is_clear_error(WORDS["full disk"]), ended=ended)
            self._finish(nth, outcome)
            if outcome.tries == tries:
                break
        return outcome

    def _read_only(self, tries: int) -> Outcome:
        outcome = Outcome(part=self.part.name, fault="read-only", ending="a clear error, then exact")
        for _ in range(tries):
            nth = next(self._numbers)
            self.part.command(nth)  # what it needs is there before the fault
            with self.part.unwritable(nth) as prefix:
                ended = self._run(nth, prefix=prefix)
            outcome.count(right=ended.is_clear_error(WORDS["read-only"]), ended=ended)
            self._finish(nth, outcome)
        return outcome

    def _locked(self, tries: int) -> Outcome:
        ending = "a clear error, then exact" if self.part.locks else "done beside who holds the lock"
        outcome = Outcome(part=self.part.name, fault="locked", ending=ending)
        for _ in range(tries):
            nth = next(self._numbers)
            self.part.command(nth)  # what it needs is there before the fault
            with self.part.held(nth):
                ended = self._run(nth, patient=False)
            outcome.count(right=ended.is_clear_error(WORDS["locked"]) if self.part.locks else ended.code == 0, ended=ended)
            self._finish(nth, outcome)
        return outcome

    def _jumps(self, tries: int) -> Outcome:
        """Let the clock jump between and within runs."""
        outcome = Outcome(part=self.part.name, fault="clock jumps", ending="done")
        for _ in range(tries):
            nth = next(self._numbers)
            with jumping(self._clock, self._chance):
                ended = self._run(nth)
            outcome.count(right=ended.code == 0, ended=ended)
            set_clock(self._clock, self._later)
            self._finish(nth, outcome)
        return outcome
