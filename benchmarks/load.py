"""Measure a server under load: python -m benchmarks.load [--claims 1000000] [--minutes 10] [--database sqlite|postgresql|both]

`tollbook serve` runs as a process of its own, pinned to one core, on a ledger of made-up claims. Another process sends it requests of
programs and of people, reviews and texts, at moments drawn by chance at a fixed rate; a third one adds reports to the same ledger. What was
acknowledged is written down, and at the end it has to be in the ledger, once, and `verify` has to find nothing. Before that, the rate goes
up in steps, to show what one core takes; after it, far more clients ask at once than are taken.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.ledger_readings import CLAIMS_A_REPORT
from benchmarks.load_client import Client, Tally, offer, press, quantile
from benchmarks.load_ledgers import (
    BUFFERS,
    DATABASES,
    REPORTS_BESIDE,
    Held,
    acknowledged_in,
    add_beside,
    cores_of,
    load_ledger,
    look_through,
    pin,
    secrets_of,
    writing_beside,
)
from benchmarks.load_mix import PAGES, PAGES_A_SECOND, READING, REVIEWS, TEXTS, TOKENS, Askers, known_records
from benchmarks.pages import Server, served
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers

PAGE = ROOT / "docs" / "speed.md"
MILLION, MINUTES, READS = 1_000_000, 10.0, 100.0
HIGH_GOAL = 200
"""Milliseconds of the 99th percentile of the JSON interface."""
STEPS = (25.0, 50.0, 75.0, 100.0, 125.0, 150.0)
STEP_SECONDS, WARM_SECONDS, CALM_SECONDS = 15.0, 10.0, 30.0
PRESS_CLIENTS, PRESS_SECONDS = 600, 30.0
_KEPT_UP = 0.98
"""The least share of the rate that counts as keeping up: moments are drawn by chance, so that fewer may be due than the rate says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long each part of a run takes, and how much is asked."""

    claims: int
    reads: float = READS
    seconds: float = 60 * MINUTES
    steps: Sequence[float] = STEPS
    step_seconds: float = STEP_SECONDS
    warm_seconds: float = WARM_SECONDS
    calm_seconds: float = CALM_SECONDS
    press_clients: int = PRESS_CLIENTS
    press_seconds: float = PRESS_SECONDS


@dataclass(slots=True, kw_only=True)
class Run:
    """What was measured on one database. Memory is the most that the server ever held, in MiB; `processor` is seconds of the load alone,
    `neighbors` the machine's load average (of 15 minutes) at its end: what this benchmark runs makes up about two of it.
    """

    warm: Tally = field(default_factory=Tally)
    steps: dict[float, Tally] = field(default_factory=dict)
    load: Tally = field(default_factory=Tally)
    pressed: Tally = field(default_factory=Tally)
    calm: Tally = field(default_factory=Tally)
    beside: list[float] = field(default_factory=list)
    added_beside: int = 0
    held: Held | None = None
    processor: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)
    recovered: float = 0.0
    neighbors: float = 0.0

    @property
    def tallies(self) -> list[Tally]:
        """All that was counted."""
        return [self.warm, *self.steps.values(), self.load, self.pressed, self.calm]


def run(place: str, plan: Plan, *, folder: Path, cores: Sequence[int]) -> Run:
    """Serve a ledger, load it, press it, and look for what it lost. The client and the process beside run on `cores`."""
    made, acknowledged, this = Run(), folder / "acknowledged", psutil.Process()
    askers = Askers(
        known=known_records(plan.claims),
        review_tokens=secrets_of(place, "review", TOKENS),
        write_tokens=secrets_of(place, "write", TOKENS),
        hasty_token=secrets_of(place, "write", 1)[0],
    )
    before = cores_of(this)
    with served(place) as server:
        pin(this, cores)
        with writing_beside(place, acknowledged, first=plan.claims // CLAIMS_A_REPORT):
            asyncio.run(_measure(server, askers, plan, made))
        pin(this, before)
    high = quantile(made.load.of(READING), 0.99)
    print(f"99th percentile of the JSON interface: {high:,.0f} ms; looking for what was acknowledged", file=sys.stderr, flush=True)
    made.beside, documents = acknowledged_in(acknowledged)
    made.added_beside = len(documents)
    documents += [one for tally in made.tallies for one in tally.documents]
    made.held = look_through(place, documents=documents, reviews=[one for tally in made.tallies for one in tally.reviews])
    return made


async def _measure(server: Server, askers: Askers, plan: Plan, made: Run) -> None:
    gc.freeze()  # what is known is kept: looking through it again and again would hold up requests
    with closing(Client(server.address)) as client:
        # Words, templates and counts of the whole ledger are made at the first request for them.
        await offer(client, askers.streams(made.warm, reads=plan.reads / 10), made.warm, seconds=plan.warm_seconds)
        for rate in plan.steps:
            tally = made.steps[rate] = Tally()
            await offer(client, askers.streams(tally, reads=rate), tally, seconds=plan.step_seconds)
        made.memory["before"], spent = _peak(server), server.processor() or 0.0
        await offer(client, askers.streams(made.load, reads=plan.reads), made.load, seconds=plan.seconds)
        made.memory["load"], made.processor = _peak(server), (server.processor() or 0.0) - spent
        made.neighbors = os.getloadavg()[-1]
        pressing = [*askers.streams(made.pressed, reads=plan.reads), askers.haste(plan.reads / 2)]
        await press(client, pressing, made.pressed, at_once=plan.press_clients, seconds=plan.press_seconds)
        made.memory["overload"], ended = _peak(server), time.perf_counter()
        await offer(client, askers.streams(made.calm, reads=plan.reads), made.calm, seconds=plan.calm_seconds)
        made.recovered = max(0.0, made.calm.last_refused - ended)


def _peak(server: Server) -> float:
    """Return the most memory that a server ever held, in MiB; where the system doesn't tell, what it holds now."""
    told = Path(f"/proc/{server.process}/status")
    if told.exists():
        line = next(line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1_024
    return float(psutil.Process(server.process).memory_info().rss) / 2**20


def sections_of(made: Run, plan: Plan, database: str) -> list[Section]:
    """Return the tables of a run."""
    minutes = f"{plan.seconds / 60:g} minutes" if plan.seconds >= 60 else f"{plan.seconds:g} seconds"
    beside = f"a process beside the server adds {REPORTS_BESIDE} reports of {CLAIMS_A_REPORT} claims a second"
    notes = [
        f"Offered at moments drawn by chance, each second: {plan.reads:g} requests of the JSON interface, {PAGES_A_SECOND:g} pages, a "
        f"review and a text of 4 kB; {beside}.",
        "Times count from the moment at which a request was due, in milliseconds. The server has one core; the client, the process beside "
        f"and the server of PostgreSQL (shared_buffers {BUFFERS}) share another one.",
    ]
    return [
        Section(
            title=f"{plan.reads:g} reads a second for {minutes} on a ledger of {plan.claims:,} claims, {database}",
            figures=list(_load(made, plan)),
            notes=notes,
        ),
        *([Section(title=f"What one core takes, {database}", figures=list(_steps(made)))] if made.steps else []),
        Section(title=f"Overload after {plan.reads:g} reads a second, {database}", figures=list(_overload(made, plan))),
    ]


def _load(made: Run, plan: Plan) -> Iterator[Figure]:
    tally, held = made.load, made.held or Held(lost=0, doubled=0, problems=0)
    reads = tally.of(READING)
    yield at_least("JSON interface, answers a second", len(reads) / plan.seconds, _KEPT_UP * plan.reads, digits=1)
    yield at_most("JSON interface, 99th percentile", quantile(reads, 0.99), HIGH_GOAL, unit=" ms")
    for stream in (READING, PAGES, REVIEWS, TEXTS):
        yield _times(stream, tally.of(stream))
    yield _times(f"batches of {REPORTS_BESIDE} reports, added by the process beside", made.beside)
    yield at_most("answers other than 200, and requests without one", tally.others(200), 0)
    acknowledged = sum(len(one.documents) + len(one.reviews) for one in made.tallies)
    yield Figure(what="texts, reviews and reports acknowledged in the whole run", shown=f"{acknowledged + made.added_beside:,}")
    yield at_most("of them lost", held.lost, 0)
    yield at_most("of them there more than once", held.doubled, 0)
    yield at_most("problems that `verify` finds afterwards", held.problems, 0)
    share = made.processor / max(tally.seconds, 1e-9)
    yield Figure(what="processor time of the server", shown=f"{share:.0%} of one core")
    yield Figure(what="load average of the machine, of which this run makes about 2", shown=f"{made.neighbors:.1f}")
    yield Figure(what="requests that left the client late, 99th percentile", shown=f"{quantile(sorted(tally.late), 0.99):,.0f} ms")


def kinds_of(made: Run, database: str) -> Section:
    """Return the times by kind of request, the commonest first: to be printed, as too long for a page."""
    told = sorted(made.load.times.items(), key=lambda told: (told[0][0], -len(told[1])))
    figures = [_times(f"{stream}: {kind}", sorted(times)) for (stream, kind), times in told if stream in (READING, PAGES)]
    return Section(title=f"By kind of request, {database}", figures=figures)


def _times(what: str, ordered: Sequence[float]) -> Figure:
    levels = ", ".join(f"{quantile(ordered, level):,.0f}" for level in (0.5, 0.95, 0.99, 1.0))
    return Figure(what=f"{what}: median, 95th, 99th percentile, slowest", shown=f"{levels} ms ({len(ordered):,})")


def _steps(made: Run) -> Iterator[Figure]:
    for rate, tally in made.steps.items():
        reads = tally.of(READING)
        reached = f"{len(reads) / tally.seconds:,.0f} a second; {quantile(reads, 0.5):,.0f}, {quantile(reads, 0.99):,.0f} ms"
        refused = tally.others(200)
        yield Figure(what=f"{rate:g} requests offered a second: reached; median, 99th percentile", shown=reached + _failed(refused))


def _failed(number: int) -> str:
    return f"; {number:,} refused" if number else ""


def _overload(made: Run, plan: Plan) -> Iterator[Figure]:
    pressed, calm = made.pressed, made.calm
    yield Figure(what="clients that ask without a pause, refused or not", shown=f"{plan.press_clients:,}, for {plan.press_seconds:g} s")
    yield at_least("answers 503 (too much at once) and 429 (too often with one token)", sum(_refused(pressed)), 1)
    yield Figure(what="of each", shown=", ".join(f"{number:,}" for number in _refused(pressed)))
    yield at_most("of them without Retry-After", pressed.silent, 0)
    yield Figure(what="answers 200", shown=f"{pressed.statuses['200']:,}, {pressed.statuses['200'] / pressed.seconds:,.0f} a second")
    yield at_most("other answers, and requests without one", pressed.others(200, 429, 503), 0)
    for name, tally in (("before", made.load), ("after", calm)):
        yield _times(f"JSON interface {name} the overload", tally.of(READING))
    yield at_most("99th percentile after the overload", quantile(calm.of(READING), 0.99), HIGH_GOAL, unit=" ms")
    yield Figure(what="seconds after its end until the last refusal", shown=f"{made.recovered:,.1f} s")
    yield Figure(what="largest memory of the server before the load, after it, after the overload", shown=_memory(made))


def _refused(tally: Tally) -> list[int]:
    return [tally.statuses[status] for status in ("503", "429")]


def _memory(made: Run) -> str:
    return ", ".join(f"{made.memory[when]:,.0f}" for when in ("before", "load", "overload")) + " MiB"


def _cores() -> list[int]:
    """Return the cores beside the one that the server gets."""
    if not hasattr(os, "sched_getaffinity"):
        return []
    cores = sorted(os.sched_getaffinity(0))
    return cores[:-1] or cores


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=MILLION, help="claims in the ledger (1,000,000)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long the load lasts (10)")
    parser.add_argument("--reads", type=float, default=READS, help="requests of the JSON interface a second (100)")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--ledgers", type=Path, help="a folder that keeps the ledgers; made where there are none, and never written to")
    parser.add_argument("--no-steps", action="store_true", help="leave out the rates that go up in steps")
    parser.add_argument("--add", nargs=3, metavar=("PLACE", "FILE", "FIRST"), help=argparse.SUPPRESS)
    parser.add_argument(
        "--write-docs", action="store_true", help="write the tables into docs/speed.md, which has room for 50 and for 100 reads a second"
    )
    options = parser.parse_args()
    if options.add:
        add_beside(options.add[0], options.add[1], int(options.add[2]))
        return 0
    plan = Plan(claims=options.claims, reads=options.reads, seconds=60 * options.minutes, steps=() if options.no_steps else STEPS)
    print(machine(), flush=True)
    sections = []
    for database in DATABASES if options.database == "both" else [options.database]:
        sections += _measured(database, plan, options.ledgers)
    if options.write_docs:
        write_between_markers(PAGE, f"load at {plan.reads:g} a second", as_markdown(sections, level=3))
    return 0 if all(figure.reached is not False for section in sections for figure in section.figures) else 1


def _measured(database: str, plan: Plan, kept: Path | None) -> list[Section]:
    cores = _cores()
    with load_ledger(database, claims=plan.claims, kept=kept, cores=cores) as place, tempfile.TemporaryDirectory() as folder:
        made = run(place, plan, folder=Path(folder), cores=cores)
    for tally in made.tallies:
        for _, example in tally.examples:
            print(example, file=sys.stderr)
    sections = sections_of(made, plan, database)
    for section in (*sections, kinds_of(made, database)):
        print(f"\n{as_text(section)}", flush=True)
    return sections


if __name__ == "__main__":
    sys.exit(main())
