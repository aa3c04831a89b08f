"""Measure the pages of a ledger: python -m benchmarks.pages [--claims 1000000] [--readers 20] [--write-docs]

`tollbook serve` runs as a process of its own, pinned to one core, on a ledger of made-up claims. Readers in another process open pages as
people do: each opens one, waits until it is whole, reads for a while, and opens another one drawn by chance. A second table has the same
readers opening pages without a pause, which is a load and no reading: what it shows is how many pages a second one core makes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx2

from benchmarks.ledger_readings import CLAIMS_A_REPORT, WORDS, make_reading, make_readings
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_most, machine, write_between_markers
from tollbook.core.types import Reading
from tollbook.ledger.ledger import Ledger

PAGE = ROOT / "docs" / "speed.md"
MILLION, READERS, SECONDS = 1_000_000, 20, 60.0
PAUSE = (1.0, 5.0)
"""Seconds that a reader looks at a page, drawn evenly: short for a page of figures, so that the load is rather too high."""
MEDIAN_GOAL, HIGH_GOAL = 150, 500
_BATCH_REPORTS = 1_000
_START_SECONDS = 180
_WARM = 3
_KEPT_ALIVE = 0.5
"""Seconds: a server closes connections that idle, and a browser opens others; a client that uses one at that very moment would fail."""
Draw = Callable[[random.Random], str]


def _mix(reports: int) -> dict[str, tuple[int, Draw]]:
    """Return the pages that readers open, each with its weight."""

    def report(rng: random.Random) -> Reading:
        return make_reading(rng.randrange(reports))

    def force(rng: random.Random) -> str:
        return rng.choice(("RUS", "UKR", "PRK", "SDN", "MMR", "COD"))

    def source(rng: random.Random) -> str:
        return report(rng).claims[0].attribution[0].source or "oryx"

    return {
        "what changed": (8, lambda _: "/"),
        "list of documents": (4, lambda _: "/d"),
        "a document": (26, lambda rng: f"/d/{report(rng).document.id}"),
        "a claim": (22, lambda rng: f"/c/{rng.choice(report(rng).claims).id}"),
        "search by fields": (8, lambda rng: f"/c?q=force:{force(rng)}+measure:{rng.choice(('tank', 'killed', 'uav'))}"),
        "search by a word": (6, lambda rng: f"/c?q={rng.choice(WORDS[300:600])}"),
        "list of series": (3, lambda _: "/s"),
        "a series of one source": (6, lambda rng: f"/s/{force(rng)}~{rng.choice(('tank', 'afv', 'killed'))}~{quote(source(rng))}"),
        "a source": (5, lambda rng: f"/src/{quote(source(rng))}"),
        "the review queue": (3, lambda _: "/review"),
        "JSON: a page of claims": (4, lambda rng: f"/api/v1/claims?q=force:{force(rng)}&limit=50"),
        "JSON: a claim": (5, lambda rng: f"/api/v1/claims/{rng.choice(report(rng).claims).id}"),
    }  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Load:
    """What readers met: milliseconds by kind of page, other statuses than 200, how long it went on, and the server's processor time."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor: float | None = None

    @property
    def every(self) -> list[float]:
        """All times, sorted."""
        return sorted(one for times in self.times.values() for one in times)


async def read_pages(server: Server, mix: dict[str, tuple[int, Draw]], *, readers: int, seconds: float, pause: tuple[float, float]) -> Load:
    """Let readers open pages for a while."""
    load = Load()
    begin, spent = time.perf_counter(), server.processor()
    async with httpx2.AsyncClient(
        base_url=server.address, timeout=120, limits=httpx2.Limits(max_connections=readers, keepalive_expiry=_KEPT_ALIVE)
    ) as client:

        async def reader(number: int) -> None:
            rng = random.Random(f"{number} {pause}")
            await asyncio.sleep(rng.uniform(0, pause[1]))
            while time.perf_counter() - begin < seconds:
                kind = rng.choices(list(mix), weights=[weight for weight, _ in mix.values()])[0]
                await _open(client, kind, mix[kind][1](rng), load)
                await asyncio.sleep(rng.uniform(*pause))

        await asyncio.gather(*(reader(number) for number in range(readers)))
    load.seconds = time.perf_counter() - begin
    now = server.processor()
    load.processor = None if now is None or spent is None else now - spent
    return load


async def _open(client: httpx2.AsyncClient, kind: str, path: str, load: Load) -> None:
    start = time.perf_counter()
    try:
        answer = await client.get(path)
    except (httpx2.ReadError, httpx2.RemoteProtocolError):
        # The server closed an idle connection as the request was on its way: a browser asks again (RFC 9110, 9.2.2).
        answer = await client.get(path)
    load.times[kind].append(1_000 * (time.perf_counter() - start))
    load.sizes[kind] = max(load.sizes.get(kind, 0), len(answer.content))
    if answer.status_code != 200:
        load.failed.append(f"{answer.status_code} {path}")


def sections_of(reading: Load, loaded: Load, *, claims: int, readers: int) -> list[Section]:
    """Return the tables: what readers waited for, and what the same readers get without a pause."""
    title = f"Pages of a ledger of {claims:,} claims, {readers} readers, one core"
    pauses = (
        f"Readers look at a page for {PAUSE[0]:g} to {PAUSE[1]:g} seconds; {len(reading.every):,} pages in {reading.seconds:.0f} seconds."
    )
    return [
        Section(
            title=title,
            figures=[*_goals(reading), *_kinds(reading)],
            notes=[pauses, "Times on the clock, from the request to the whole page."],
        ),
        Section(title=f"The same without a pause: {readers} requests at any time", figures=[*_plain(loaded), *_kinds(loaded)]),
    ]


def _goals(load: Load) -> Iterator[Figure]:
    yield at_most("median page", _quantile(load.every, 0.5), MEDIAN_GOAL, unit=" ms")
    yield at_most("95th percentile", _quantile(load.every, 0.95), HIGH_GOAL, unit=" ms")
    yield Figure(what="slowest", shown=f"{load.every[-1]:,.0f} ms")
    yield at_most("answers other than 200", len(load.failed), 0)
    yield from _processor(load)


def _plain(load: Load) -> Iterator[Figure]:
    yield Figure(what="pages a second", shown=f"{len(load.every) / load.seconds:,.1f}")
    yield Figure(what="median page", shown=f"{_quantile(load.every, 0.5):,.0f} ms")
    yield Figure(what="95th percentile", shown=f"{_quantile(load.every, 0.95):,.0f} ms")
    yield at_most("answers other than 200", len(load.failed), 0)
    yield from _processor(load)


def _processor(load: Load) -> Iterator[Figure]:
    """Give what doesn't depend on other work of the machine."""
    if load.processor is not None:
        each, share = 1_000 * load.processor / len(load.every), load.processor / load.seconds
        yield Figure(what="processor time of the server a page", shown=f"{each:,.1f} ms, {share:.0%} of one core")


def _kinds(load: Load) -> Iterator[Figure]:
    for kind, times in load.times.items():
        middle, high = statistics.median(times), _quantile(sorted(times), 0.95)
        size = load.sizes[kind] / 1_000
        yield Figure(
            what=f"{kind}: median, 95th percentile", shown=f"{middle:,.0f}, {high:,.0f} ms ({len(times):,} pages, at most {size:,.0f} kB)"
        )


def _quantile(ordered: Sequence[float], level: float) -> float:
    return ordered[min(len(ordered) - 1, round(level * (len(ordered) - 1)))]


def make_ledger(place: Path | str, claims: int) -> None:
    """Make a ledger of made-up claims."""
    with Ledger.create(str(place)) as ledger:
        reports = claims // CLAIMS_A_REPORT
        for first in range(0, reports, _BATCH_REPORTS):
            ledger.add(list(make_readings(min(_BATCH_REPORTS, reports - first), first=first)))
            print(f"\r{(first + _BATCH_REPORTS) * CLAIMS_A_REPORT:,} claims", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server: its address and its process."""

    address: str
    process: int

    def processor(self) -> float | None:
        """Return the seconds of processor that the server took so far, None where the system doesn't tell."""
        told = Path(f"/proc/{self.process}/stat")
        if not told.exists():
            return None
        # proc(5): the 14th and 15th field, counted from the name in brackets, which may hold blanks.
        fields = told.read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(place: Path | str) -> Iterator[Server]:
    """Serve a ledger by the command, pinned to one core."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sysconfig.get_path("scripts")) / "tollbook"), "serve", str(place), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        _wait_for(f"http://127.0.0.1:{port}", process)
        yield Server(address=f"http://127.0.0.1:{port}", process=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx2.get(f"{address}/healthz", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def measure(place: Path, claims: int, *, readers: int, seconds: float) -> list[Section]:
    """Serve a ledger and measure its readers."""
    mix = _mix(claims // CLAIMS_A_REPORT)
    with served(place) as server:
        # Words, templates and counts of the whole ledger are made at the first request for them.
        asyncio.run(
            read_pages(server, {kind: (1, draw) for kind, (_, draw) in mix.items()}, readers=_WARM, seconds=seconds / 6, pause=(0, 0))
        )
        reading = asyncio.run(read_pages(server, mix, readers=readers, seconds=seconds, pause=PAUSE))
        loaded = asyncio.run(read_pages(server, mix, readers=readers, seconds=seconds / 2, pause=(0, 0)))
    for failed in (*reading.failed, *loaded.failed)[:5]:
        print(failed, file=sys.stderr)
    return sections_of(reading, loaded, claims=claims, readers=readers)


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=MILLION, help="claims in the ledger (1,000,000)")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long they read")
    parser.add_argument("--ledger", type=Path, help="a ledger that an earlier run kept here; made where there is none")
    parser.add_argument("--write-docs", action="store_true", help="write the tables into docs/speed.md")
    options = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="tollbook-pages-") as folder:
        place = options.ledger or Path(folder) / "ledger.db"
        if not place.exists():
            make_ledger(place, options.claims)
        sections = measure(place, options.claims, readers=options.readers, seconds=options.seconds)
    for section in sections:
        print(f"\n{as_text(section)}", flush=True)
    if options.write_docs:
        write_between_markers(PAGE, "pages", as_markdown(sections, level=3))
    return 0 if all(figure.reached is not False for section in sections for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
