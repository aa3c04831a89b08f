"""Run a command of Tollbook in a process of its own, and say how it ended. Decides nothing about what is in a ledger."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import ROOT

LOCK_SECONDS = 0.5
LONGEST_SECONDS = 600
JUMP_EVERY = 0.03
HOUR, DAY, YEAR = 3_600, 86_400, 365 * 86_400
JUMPS = (0, HOUR, -HOUR, 7 * HOUR, -20 * HOUR, YEAR, -YEAR, 10 * YEAR, -10 * YEAR)
"""By how many seconds a clock that jumps is wrong: hours and years, ahead and behind."""
_HOOK = ROOT / "benchmarks" / "faults" / "child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its exit code (None where it was killed), what it wrote, the seconds that it took."""

    code: int | None
    said: str
    seconds: float

    def is_clear_error(self, words: str) -> bool:
        """Tell whether it ended with an exit code of Tollbook's and a message that holds the words (a pattern), and without a traceback."""
        return self.code in (2, 3) and is_clear(self.said, words)


def is_clear(said: str, words: str) -> bool:
    """Tell whether a message says what happened (a pattern), without a traceback and without giving up on the reason."""
    unclear = any(sign in said for sign in ("Traceback", "a fault of Tollbook", "the database failed"))
    return not unclear and re.search(words, said) is not None


def environment(clock: Path | None = None, *, patient: bool = True) -> Mapping[str, str]:
    """Return the environment of a child: `clock` is the file that says how wrong its clock is; without `patient` no lock is waited for."""
    made = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_HOOK), os.environ.get("PYTHONPATH", "")])}
    if clock is not None:
        made["FAULTS_CLOCK"] = str(clock)
    if not patient:
        made["FAULTS_LOCK_SECONDS"] = str(LOCK_SECONDS)
    return made


def tollbook(*arguments: object) -> list[str]:
    """Return a command of Tollbook."""
    return [sys.executable, "-m", "tollbook.cli.main", *map(str, arguments)]


def run(
    command: Sequence[str], *, prefix: Sequence[str] = (), kill_after: float | None = None, clock: Path | None = None, patient: bool = True
) -> Ended:
    """Run a command to its end, or kill it with all that it started after so many seconds. Raises RuntimeError for one that never ends."""
    began = time.monotonic()
    with subprocess.Popen(
        [*prefix, *command], cwd=ROOT, env=environment(clock, patient=patient), start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as child:  # fmt: skip
        try:
            said, _ = child.communicate(timeout=LONGEST_SECONDS if kill_after is None else kill_after)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            said, _ = child.communicate()
            if kill_after is None:
                raise RuntimeError(f"{' '.join(command)} did not end within {LONGEST_SECONDS} seconds: {said[-500:]}") from None
        return Ended(code=None if child.returncode < 0 else child.returncode, said=said, seconds=time.monotonic() - began)


def set_clock(clock: Path, offset: float) -> None:
    """Let the clock of who reads this file be wrong by so many seconds from now on."""
    beside = clock.with_suffix(".new")
    beside.write_text(str(offset), encoding="ascii")
    beside.replace(clock)


@contextmanager
def jumping(clock: Path, chance: random.Random) -> Iterator[None]:
    """Let the clock jump again and again."""
    ended = threading.Event()

    def jump() -> None:
        while not ended.wait(JUMP_EVERY):
            set_clock(clock, chance.choice(JUMPS))

    set_clock(clock, chance.choice(JUMPS))
    thread = threading.Thread(target=jump, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
