"""Kill real processes under runs over many documents, and count what is lost or doubled: nothing may be.

    python -m benchmarks.corpus_faults [--articles 4000] [--only pool|spark|cluster|documents] [--write-docs]

Each row is a run of `tollbook read-corpus` in a process of its own. While it works, processes of it are killed (SIGKILL) as the output
grows; a run that was killed itself is given again with --resume. Where the cluster's hosts have a network between them, the plug of one is
pulled too, for less time and for more than Spark waits for it. Then every row of every table is compared with those of a run that nothing
happened to.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.corpus_texts import difference, rows_in, write_articles
from benchmarks.hosts import Network
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, machine, write_between_markers
from benchmarks.spark_cluster import Cluster, descendants, end
from tollbook.scale.corpus import check_corpus
from tollbook.scale.tables import TABLES

PAGE = ROOT / "docs" / "corpus.md"
ARTICLES = 4_000
PARTS = 12
"""Files that the articles are in, each a shard: kills fall between their ends."""
KILLS = 3
LONGEST_SECONDS = 900
CLOCK = "seconds on the clock, with the starts of Java and what else the machine does"
BRIEFLY_CUT_SECONDS = 15
LONG_CUT_SECONDS = 150
"""More than the two minutes within which Spark gives up on a host that it hears nothing of (twice `spark.worker.timeout`)."""
CUT_HOST = "worker-0"
KINDS = ("pool", "spark", "cluster", "documents")
POISONS = {"raise": "fault", "hang": "time", "eat": "memory", "die": "crash", "exit": "crash"}
"""Bad documents, and the kind of row that each becomes."""

Choose = Callable[[psutil.Process, Cluster | None], list[psutil.Process]]
Expected = Mapping[str, Counter[tuple[object, ...]]]


def _named(*words: str) -> Choose:
    """Choose the run's own processes, and the cluster's, whose command holds a word."""

    def choose(run: psutil.Process, cluster: Cluster | None) -> list[psutil.Process]:
        below = descendants(run) + ([] if cluster is None else [one for worker in cluster.workers for one in descendants(worker)])
        return [process for process in below if any(word in _command(process) for word in words)]

    return choose


def _python_workers(run: psutil.Process, cluster: Cluster | None) -> list[psutil.Process]:
    """Choose Spark's workers of Python: the daemon forks them, so that they look like it."""
    return [process for process in _named("pyspark.daemon")(run, cluster) if "pyspark.daemon" in _command(process.parent())]


def _command(process: psutil.Process | None) -> str:
    try:
        return "" if process is None else " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""


def _whole(run: psutil.Process, cluster: Cluster | None) -> list[psutil.Process]:
    return [run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is killed under which engine, how often; `resumed` where the run itself is, and is given again.

    With `cut_seconds`, nothing is killed: a worker's host is without network for so long.
    """

    what: str
    engine: str
    choose: Choose = _whole
    kills: int = KILLS
    resumed: bool = False
    cut_seconds: int = 0


FAULTS = (
    Fault(what="a worker", engine="pool", choose=_named("spawn_main")),
    Fault(what="a guard's reading process", engine="pool", choose=_named("tollbook.scale.guarded")),
    Fault(what="the driver, then --resume", engine="pool", choose=_whole, kills=1, resumed=True),
    Fault(what="a worker of Python", engine="spark", choose=_python_workers),
    Fault(what="a guard's reading process", engine="spark", choose=_named("tollbook.scale.guarded")),
    Fault(what="the driver, then --resume", engine="spark", choose=_whole, kills=1, resumed=True),
    Fault(what="an executor", engine="cluster", choose=_named("CoarseGrainedExecutorBackend")),
    Fault(
        what="a node: worker and executor", engine="cluster", choose=lambda run, cluster: cluster.workers[:1] if cluster else [], kills=1
    ),
    Fault(what="the master", engine="cluster", choose=lambda run, cluster: [cluster.master] if cluster else [], kills=1),
    Fault(what="the driver, then --resume", engine="cluster", choose=_whole, kills=1, resumed=True),
    Fault(what=f"a host's network, for {BRIEFLY_CUT_SECONDS} s", engine="cluster", kills=1, cut_seconds=BRIEFLY_CUT_SECONDS),
    Fault(what="a host's network, until it is given up", engine="cluster", kills=1, cut_seconds=LONG_CUT_SECONDS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a fault did: kills that hit, rows missing and extra, the exit code of the last run, seconds in all, what the hosts were."""

    kills: int
    missing: int
    extra: int
    code: int
    seconds: float
    hosts: str = ""

    @property
    def exact(self) -> bool:
        """Whether the output is what it should be, although something was killed."""
        return self.kills > 0 and self.missing == self.extra == 0


def start(source: Path, output: Path, *, engine: str, cluster: Cluster | None, resume: bool = False) -> psutil.Process:
    """Start a run in a process of its own."""
    command = [sys.executable, "-m", "tollbook.cli.main", "read-corpus", str(source), "-o", str(output), "--workers", "2"]
    command += ["--resume"] if resume else []
    command += [] if engine == "pool" else ["--engine", "spark"]
    if cluster is not None:
        command = cluster.driven([*command, "--master", cluster.url])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "benchmarks" / "poison"), os.environ.get("PYTHONPATH", "")])}
    with (output.parent / f"{output.name}.log").open("ab") as log:
        return psutil.Popen(command, stdout=log, stderr=log, env=environment)


def shards_done(output: Path) -> int:
    """Return how many shards an output holds."""
    return len(list((output / "shards").glob("[!.]*.json")))


def suffer(fault: Fault, source: Path, output: Path, expected: Expected, *, cluster: Cluster | None) -> Outcome:
    """Run with a fault, and compare."""
    began, killed = time.monotonic(), 0
    run = start(source, output, engine=fault.engine, cluster=cluster)
    while run.poll() is None and time.monotonic() - began < LONGEST_SECONDS:
        time.sleep(0.05)
        if killed < fault.kills and shards_done(output) > killed:
            killed += _strike(fault, run, cluster)
    code = run.wait(timeout=1) if run.poll() is not None else _ended(run)
    if fault.resumed:
        run = start(source, output, engine=fault.engine, cluster=cluster, resume=True)
        code = run.wait(timeout=LONGEST_SECONDS)
    missing, extra = difference(output, expected)
    hosts = "" if cluster is None else cluster.hosts.note
    return Outcome(kills=killed, missing=missing, extra=extra, code=code, seconds=time.monotonic() - began, hosts=hosts)


def _strike(fault: Fault, run: psutil.Process, cluster: Cluster | None) -> int:
    """Let a fault happen once; return how many it hit."""
    if fault.cut_seconds > 0:
        return _cut(run, cluster, seconds=fault.cut_seconds)
    victims = fault.choose(run, cluster)[:1]
    return sum(_kill(victim, whole=victim.pid == run.pid or fault.what.startswith("a node")) for victim in victims)


def _cut(run: psutil.Process, cluster: Cluster | None, *, seconds: int) -> int:
    """Pull the plug of a worker's host, and put it in again after so many seconds, or when the run has ended without that host."""
    if cluster is None or not isinstance(cluster.hosts, Network):
        return 0
    cluster.hosts.cut(CUT_HOST)
    until = time.monotonic() + seconds
    while run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    cluster.hosts.mend(CUT_HOST)
    return 1


def _kill(victim: psutil.Process, *, whole: bool) -> int:
    """Kill a process; with `whole`, what it started too, as when a machine goes."""
    if whole:
        end([victim])
        return 1
    with suppress(psutil.NoSuchProcess):
        victim.kill()
        return 1
    return 0


def _ended(run: psutil.Process) -> int:
    end([run])
    raise RuntimeError(f"a run did not end within {LONGEST_SECONDS} seconds")


def suffer_documents(folder: Path, articles: int, expected: Expected, *, engine: str) -> Outcome:
    """Run over bad documents: every other document has its rows, each bad one its row of `rejected`."""
    began = time.monotonic()
    numbers = {(nth + 1) * articles // 7: poison for nth, poison in enumerate(POISONS)}
    titles = {at: f"poison: {poison}" for at, poison in numbers.items()}
    source = write_articles(folder / f"bad-articles-{engine}", articles, parts=PARTS, titles=titles)
    output = folder / f"bad-{engine}"
    code = start(source, output, engine=engine, cluster=None).wait(timeout=LONGEST_SECONDS)
    told = Counter(str(row[2]) for row in rows_in(output, "rejected").elements())
    wanted = Counter(POISONS.values())
    bad = {f"Article {at}" for at in numbers}
    # By what doesn't depend on where a document stands: its id and its title.
    good = Counter(row[:2] for row in expected["documents"].elements() if row[1] not in bad)
    found = Counter(row[:2] for row in rows_in(output, "documents").elements())
    missing, extra = (good - found).total() + (wanted - told).total(), (found - good).total() + (told - wanted).total()
    return Outcome(kills=len(numbers), missing=missing, extra=extra, code=code, seconds=time.monotonic() - began)


def run_all(folder: Path, articles: int, *, kinds: Sequence[str]) -> Iterator[tuple[str, Outcome]]:
    """Run every fault of these kinds, and yield what came of each."""
    source, clean = write_articles(folder / "articles", articles, parts=PARTS), folder / "clean"
    if start(source, clean, engine="pool", cluster=None).wait(timeout=LONGEST_SECONDS) != 0:
        raise RuntimeError(f"the run without a fault failed: {(folder / 'clean.log').read_text(encoding='utf-8')[-500:]}")
    if check_corpus(str(clean))[1] <= KILLS:
        raise RuntimeError("too few shards to kill anything between them")
    expected = {table: rows_in(clean, table) for table in TABLES}
    for number, fault in enumerate(FAULTS):
        if fault.engine in kinds:
            with ExitStack() as stack:
                cluster = stack.enter_context(Cluster()) if fault.engine == "cluster" else None
                if fault.cut_seconds > 0 and (cluster is None or not isinstance(cluster.hosts, Network)):
                    continue  # no network between the hosts, as the note under the table says
                yield f"{fault.engine}: {fault.what}", suffer(fault, source, folder / f"out-{number}", expected, cluster=cluster)
    for engine in ("pool", "spark"):
        if "documents" in kinds:
            name = f"{engine}: documents that {', '.join(POISONS)}"
            yield name, suffer_documents(folder, articles, expected, engine=engine)


def figure_of(what: str, outcome: Outcome) -> Figure:
    """Return a row of the table."""
    shown = f"{outcome.kills} hit, {outcome.missing} rows missing, {outcome.extra} doubled or wrong, {outcome.seconds:.0f} s"
    return Figure(what=what, shown=shown, goal="exact", reached=outcome.exact)


def main() -> int:
    """Run, print, write. The exit code is 1 where a row is not exact."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--only", choices=KINDS, help="faults of one kind")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/corpus.md")
    given = parser.parse_args()
    print(f"{machine()}\n")
    figures, hosts = [], set()
    with tempfile.TemporaryDirectory(prefix="tollbook-faults-") as folder:
        for what, outcome in run_all(Path(folder), given.articles, kinds=[given.only] if given.only else KINDS):
            figures.append(figure_of(what, outcome))
            hosts |= {f"the cluster: {outcome.hosts}"} if outcome.hosts else set()
            print(f"{what}: {figures[-1].shown}, {'exact' if outcome.exact else 'NOT EXACT'}", flush=True)
    section = Section(title="Faults", figures=figures, notes=[f"{given.articles:,} articles, two workers; {CLOCK}", *sorted(hosts)])
    print(f"\n{as_text(section)}")
    if given.write_docs:
        write_between_markers(PAGE, "faults", as_markdown([section], level=3))
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
