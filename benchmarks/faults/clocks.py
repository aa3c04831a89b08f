"""A watch that goes on while its clock jumps: it neither asks too often nor waits for years. Time is made, the requests are real."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.faults.children import JUMPS
from benchmarks.faults.ledgers import problems_of
from benchmarks.faults.outcomes import Outcome
from benchmarks.watch import TURN_SECONDS, Soaked, missing_in, watchlist
from benchmarks.watch_site import Site, served
from tollbook.flow.ledger import create_ledger
from tollbook.ledger.ledger import Ledger
from tollbook.scale.feeds.state import State
from tollbook.scale.feeds.watching import Told, Watch
from tollbook.sources.web import Fetched, Wanted, fetch

TURNS_A_JUMP, QUIET_TURNS = 8, 20
_START = 1_795_000_000.0


@dataclass(slots=True)
class _Clock:
    """A clock that is wrong by so many seconds; `right` is the time that really passes."""

    right: float = _START
    wrong: float = 0.0

    def now(self) -> float:
        """Return the time as the machine has it."""
        self.right += 0.01
        return self.right + self.wrong

    def sleep(self, seconds: float) -> None:
        """Let time pass at once, a minute at most, as the machine's clock for a watch does."""
        self.right += min(seconds, 60.0)


class _Run:
    """One watch after another over a site that behaves; each ends with a jump, or goes on over it."""

    def __init__(self, site: Site, ledger: Ledger, folder: Path, done: Soaked) -> None:
        self.clock = _Clock()
        self._site, self._ledger, self._state, self._done = site, ledger, folder / "feeds.state", done

    def turns(self, number: int, *, new: int, jump_in: float | None = None) -> None:
        """Watch for so many turns of ten minutes, with a jump after the first half where one is given."""
        allowed = frozenset({f"127.0.0.1:{self._site.port}"})

        def get(url: str, wanted: Wanted) -> Fetched:
            return fetch(url, allow_hosts=allowed, wanted=wanted)

        with State(self._state, ledger="clocks") as state:
            watch = Watch(
                watchlist(self._site), state=state, ledger=self._ledger, fetch=get, clock=self.clock, tell=self._tell, allow_hosts=allowed
            )
            for turn in range(number):
                self._site.turn(new=new, changes=0)
                end = self.clock.right + TURN_SECONDS
                watch.run(once=False, stop=partial(self._has_come, end))
                if jump_in is not None and turn == number // 2:
                    self.clock.wrong = jump_in
            self._done.polls += watch.tally.asked

    def _has_come(self, end: float) -> bool:
        return self.clock.right >= end

    def _tell(self, told: Told) -> None:
        self._done.failures += told.error is not None
        if told.kind == "added" and told.taken is not None:
            self._done.added[told.taken.document.id] += 1


def watch_beside_jumps(folder: Path, *, jumps: int, seed: int = 1) -> Outcome:
    """Let the clock jump so many times between and within watches, then let it be; everything published has to be there once.

    A jump asks each of the six places once more at most: anything beyond is told as a try that ended wrongly.
    """
    outcome = Outcome(part="watch that goes on", fault="clock jumps", ending="places asked as often as `every` says")
    chance, done = random.Random(seed), Soaked()
    with served(seed=seed, chaos=0.0) as site, create_ledger(folder / "ledger.db", origin="clocks") as ledger:
        run, places = _Run(site, ledger, folder, done), len(watchlist(site).feeds) + 1  # an index has one sitemap below it
        for nth in range(jumps):
            before, jump = done.polls, chance.choice(JUMPS[1:])
            if nth % 2:
                run.clock.wrong = jump
            run.turns(TURNS_A_JUMP, new=1, jump_in=None if nth % 2 else jump)
            asked, most = done.polls - before, places * (TURNS_A_JUMP + 2)
            outcome.count(right=0 < asked <= most, ended=f"{asked} polls where {most} are enough, after a jump by {jump:,} s")
        run.clock.wrong = 0.0
        run.turns(QUIET_TURNS, new=0)
        outcome.seen.lost = len(missing_in(site, ledger, done))
        outcome.seen.wrong = done.doubled + ledger.stats().documents - len(done.added)
        outcome.seen.problems = problems_of(ledger)
    return outcome
