"""Soak a watch against a site that misbehaves: python -m benchmarks.watch [--polls 2000] [--chaos 0.25] [--seed 1]

The clock and the pauses are the benchmark's own, so that weeks of polling take minutes; the requests and the server are real. At the end
the site behaves, and every document that stands has to be in the ledger, each text added exactly once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.report import Figure, Section, as_text, at_least, machine
from benchmarks.watch_site import Site, served
from tollbook.flow.ledger import create_ledger
from tollbook.ledger.ledger import Ledger
from tollbook.scale.feeds.settings import Watchlist, watchlist_of
from tollbook.scale.feeds.state import State
from tollbook.scale.feeds.watching import Told, Watch
from tollbook.sources.limits import Limits
from tollbook.sources.web import Fetched, Wanted, fetch

TURN_SECONDS = 600.0
FETCH_SECONDS = 0.1
_START = 1_795_000_000.0
_QUIET_TURNS = 45
"""Turns without chaos at the end: longer than the longest pause after failures."""
_RESTARTED_AFTER = 40
"""Turns after which the watch is stopped and started anew, as a machine's restart does."""


@dataclass(slots=True)
class _Clock:
    """Time that passes when somebody sleeps."""

    at: float = _START

    def now(self) -> float:
        """Return the time."""
        self.at += 0.01
        return self.at

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.at += seconds


@dataclass(slots=True)
class Soaked:
    """What came of a soak. `added` counts how often each text was told as added; `missing` names what stands and is not in the ledger."""

    polls: int = 0
    requests: int = 0
    spoiled: int = 0
    unchanged: int = 0
    pages: int = 0
    documents: int = 0
    failures: int = 0
    changes: int = 0
    seconds: float = 0.0
    added: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    problems: int = 0

    @property
    def doubled(self) -> int:
        """How many texts were added more than once."""
        return sum(1 for count in self.added.values() if count > 1)


def watchlist(site: Site) -> Watchlist:
    """Return the list of a site's feeds."""
    kinds = {"rss.xml": "feed", "broken.xml": "feed", "atom.xml": "feed", "plain.xml": "sitemap", "packed.xml.gz": "sitemap"}
    feeds = "".join(
        f'[[feed]]\nname = "{name}"\nurl = "{site.address("/" + name)}"\nkind = "{kind}"\nevery = "10m"\nsince = "1000d"\n'
        for name, kind in {**kinds, "index.xml": "sitemap"}.items()
    )
    return watchlist_of(feeds, allow_hosts=frozenset({f"127.0.0.1:{site.port}"}))


def soak(folder: Path, *, polls: int, chaos: float, seed: int) -> Soaked:
    """Watch a misbehaving site for so many polls of its feeds, then let it behave, and compare the ledger with what it published."""
    done, started = Soaked(), time.monotonic()
    with served(seed=seed, chaos=chaos) as site, create_ledger(folder / "ledger.db", origin="soak") as ledger:
        clock = _Clock()
        while done.polls < polls:
            _some_turns(site, ledger, folder, clock, done, turns=_RESTARTED_AFTER, polls=polls)
        site.chaos = 0.0
        _some_turns(site, ledger, folder, clock, done, turns=_QUIET_TURNS, polls=None)
        done.requests, done.spoiled, done.unchanged, done.pages = site.asked, site.spoiled, site.sent_unchanged, len(site.pages)
        done.documents = ledger.stats().documents
        done.missing = missing_in(site, ledger, done)
        done.problems = sum(1 for _ in ledger.verify())
    done.seconds = time.monotonic() - started
    return done


def _some_turns(site: Site, ledger: Ledger, folder: Path, clock: _Clock, done: Soaked, *, turns: int, polls: int | None) -> None:
    """Run one watch for some turns of ten minutes; with `polls` the site publishes and changes, and the watch ends after so many."""
    limits, allowed = Limits(fetch_seconds=FETCH_SECONDS), frozenset({f"127.0.0.1:{site.port}"})

    def get(url: str, wanted: Wanted) -> Fetched:
        return fetch(url, limits=limits, allow_hosts=allowed, wanted=wanted)

    def tell(told: Told) -> None:
        done.failures += told.error is not None
        done.changes += told.before is not None
        if told.kind == "added" and told.taken is not None:
            done.added[told.taken.document.id] += 1

    listed = watchlist(site)
    with State(folder / "soak.state", ledger="soak") as state:
        watch = Watch(listed, state=state, ledger=ledger, fetch=get, clock=clock, tell=tell, allow_hosts=allowed)
        before = done.polls
        for _ in range(turns):
            if polls is not None:
                site.turn(new=2, changes=1)
            end = clock.at + TURN_SECONDS
            watch.run(once=False, stop=lambda end=end: clock.at >= end)  # type: ignore[misc]
            done.polls = before + watch.tally.asked
            if polls is not None and done.polls >= polls:
                return


def missing_in(site: Site, ledger: Ledger, done: Soaked) -> list[str]:
    """Return the paths whose newest text is not among the documents that were added."""
    standing = set()
    for identity in done.added:
        reading = ledger.reading_of(identity)
        if reading is not None:
            standing.add(
                next((line for line in reading.document.text.splitlines() if line.startswith("Report ") and ", edition" in line), "")
            )
    return [path for path, page in site.pages.items() if page.versions[-1] not in standing]


def section(done: Soaked, *, polls: int) -> Section:
    """Return the figures of a soak."""
    figures = [
        at_least("polls of feeds", done.polls, polls),
        Figure(what="requests, of which the site spoiled", shown=f"{done.requests:,}, {done.spoiled:,}"),
        Figure(what="answers \"not modified\"", shown=f"{done.unchanged:,}"),
        Figure(what="faults told, and tried again", shown=f"{done.failures:,}"),
        Figure(what="articles published; texts added, with changed ones", shown=f"{done.pages:,}; {len(done.added):,}"),
        Figure(what="standing texts that are missing", shown=f"{len(done.missing):,}", goal="0", reached=not done.missing),
        Figure(what="texts added more than once", shown=f"{done.doubled:,}", goal="0", reached=not done.doubled),
        Figure(
            what="documents in the ledger beside those told", shown=f"{done.documents - len(done.added):,}", goal="0",
            reached=done.documents == len(done.added),
        ),
        Figure(what="problems that verify finds", shown=f"{done.problems:,}", goal="0", reached=not done.problems),
        Figure(what="seconds", shown=f"{done.seconds:.0f}"),
    ]  # fmt: skip
    return Section(
        title="A watch beside a misbehaving site", figures=figures, notes=["Clock and pauses simulated; server and requests real."]
    )


def main() -> int:
    """Soak, print; the exit code is 1 where a document is missing or doubled."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch", description=__doc__.partition("\n")[0])
    parser.add_argument("--polls", type=int, default=2_000)
    parser.add_argument("--chaos", type=float, default=0.25, help="share of the requests that the site spoils")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        done = soak(Path(folder), polls=options.polls, chaos=options.chaos, seed=options.seed)
    made = section(done, polls=options.polls)
    print(f"\n{as_text(made)}")
    return 0 if all(figure.reached is not False for figure in made.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
