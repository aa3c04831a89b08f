"""Measure runs over many documents: python -m benchmarks.corpus [--articles 200000] [--write-docs]

Two workers against one, what the guard costs, whether memory stays flat, and what the rates come to for a year of Common Crawl News.
The articles are general news from own templates, one in twenty about a war, repeated under numbers of their own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.corpus_texts import difference, rows_in, write_articles
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers
from benchmarks.spark_cluster import descendants
from tollbook.scale.corpus import read_corpus
from tollbook.scale.guard import Guard
from tollbook.scale.reading import read_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.tables import TABLES
from tollbook.scale.work import work_on

PAGE = ROOT / "docs" / "corpus.md"
ARTICLES = 20_000
QUIET_ARTICLES = 200_000
PARTS = 24
GUARD_ROUNDS = 3
MEGABYTE = 1_000_000


class Memory:
    """Watches the memory of this process and of all below it while a run goes on: a context manager."""

    def __init__(self) -> None:
        self.samples: list[int] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.samples.append(sum(_resident(process) for process in descendants(psutil.Process())))

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def growth(self) -> float:
        """Return the peak of the second half over that of the first: 1 where memory is flat. The start is left out."""
        settled = self.samples[len(self.samples) // 5 :]
        middle = len(settled) // 2
        return max(settled[middle:], default=1) / max(max(settled[:middle], default=1), 1)

    def peak(self) -> int:
        """Return the most bytes that were held at once."""
        return max(self.samples, default=0)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def timed(run: Callable[[], object]) -> float:
    """Return the seconds on the clock that a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def measure_pool(source: Path, folder: Path, articles: int) -> tuple[list[Figure], float]:
    """Return the figures of one and of two workers, and the seconds of one core for an article."""
    one = timed(lambda: read_corpus([str(source)], str(folder / "one"), workers=1))
    with Memory() as memory:
        two = timed(lambda: read_corpus([str(source)], str(folder / "two"), workers=2))
    missing, extra = difference(folder / "two", {table: rows_in(folder / "one", table) for table in TABLES})
    return [
        Figure(what="articles a second, one worker", shown=f"{articles / one:,.0f}"),
        Figure(what="articles a second, two workers", shown=f"{articles / two:,.0f}"),
        at_least("two workers over one", one / two, 1.8, digits=2, unit=" times"),
        at_most("rows that differ between the two", missing + extra, 0),
        Figure(what="memory of two workers and their readers, at its peak", shown=f"{memory.peak() / MEGABYTE:,.0f} MB"),
        at_most("peak of the second half over the first", memory.growth(), 1.15, digits=2, unit=" times"),
    ], one / articles


def measure_guard(source: Path) -> Figure:
    """Return what the guard costs: processor time of this process and of its reader, over reading in this process."""
    shards = plan_shards([str(source)])[:4]
    settings = Settings()
    guarded, plain = [], []
    with Guard() as guard:
        for frame in guard.read(shards[0], settings):
            del frame
        for _ in range(GUARD_ROUNDS):
            guarded.append(_spent(lambda: [list(guard.read(shard, settings)) for shard in shards]))
            plain.append(_spent(lambda: [list(read_records(shard, settings)) for shard in shards]))
    return at_most("processor time with the guard over without", min(guarded) / min(plain), 1.1, digits=2, unit=" times")


def _spent(run: Callable[[], object]) -> float:
    """Return the processor time of this process and of all below it that a call takes."""
    before = _processor_time()
    run()
    return _processor_time() - before


def _processor_time() -> float:
    return sum(sum(process.cpu_times()[:2]) for process in (psutil.Process(), *descendants(psutil.Process())))


def measure(articles: int) -> Section:
    """Measure all of it."""
    with tempfile.TemporaryDirectory(prefix="tollbook-corpus-") as name:
        folder = Path(name)
        source = write_articles(folder / "articles", articles, parts=PARTS)
        guard = measure_guard(source)
        figures, seconds = measure_pool(source, folder, articles)
        shards = plan_shards([str(source)])
        began = time.perf_counter()
        _, first = work_on(shards[0], Settings(), guarded=False)
        packing = time.perf_counter() - began
    notes = [
        f"{articles:,} articles in {len(shards)} shards on {os.cpu_count()} cores; the first, of {first.read:,}, takes {packing:.1f} s",
        f"one core reads a million articles in {seconds * MEGABYTE / 3600:.1f} hours",
    ]
    return Section(title="A pool of processes", figures=[*figures, guard], notes=notes)


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"{QUIET_ARTICLES:,} on a quiet machine")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/corpus.md")
    given = parser.parse_args()
    print(f"{machine()}\n")
    section = measure(given.articles)
    print(as_text(section))
    if given.write_docs:
        write_between_markers(PAGE, "corpus", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
