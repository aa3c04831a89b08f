"""Measure Spark beside the pool: python -m benchmarks.spark [--articles 4000 16000] [--write-docs]

The same articles through the pool, through Spark on this machine, and through a real standalone cluster: a master, two workers and the
driver, each on a host of its own (a network namespace) where the machine allows it, else processes on loopback. Rows are compared one by
one; the overhead is the time on the clock above the pool's, for an article. On a quiet machine: --articles 100000 1000000.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus_texts import difference, rows_in, write_articles
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_most, machine, write_between_markers
from benchmarks.spark_cluster import Cluster
from tollbook.scale.tables import TABLES

PAGE = ROOT / "docs" / "corpus.md"
SIZES = (4_000, 16_000)
WORKERS = 2
ARTICLES_A_PART = 4_000
"""Articles of one file, which is one shard and one task, as far as eight files are enough."""
LEAST_PARTS = 8


def run(source: Path, output: Path, *options: str, cluster: Cluster | None = None) -> float:
    """Read a corpus by the command, in a process of its own; return the seconds on the clock. Raises RuntimeError."""
    command = [
        sys.executable,
        "-m",
        "tollbook.cli.main",
        "read-corpus",
        str(source),
        "-o",
        str(output),
        "--workers",
        str(WORKERS),
        *options,
    ]
    if cluster is not None:
        command = cluster.driven([*command, "--master", cluster.url])
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(options) or 'the pool'} failed: {done.stderr[-500:]}")
    return time.perf_counter() - began


def measure_one(folder: Path, articles: int, cluster: Cluster) -> tuple[list[Figure], list[float]]:
    """Return the figures for so many articles, and the overhead of Spark here and of the cluster in milliseconds an article."""
    source = write_articles(folder / f"articles-{articles}", articles, parts=max(LEAST_PARTS, articles // ARTICLES_A_PART))
    pool = folder / f"pool-{articles}"
    floor = run(source, pool)
    expected = {table: rows_in(pool, table) for table in TABLES}
    figures = [Figure(what=f"{articles:,} articles: the pool", shown=f"{floor:,.1f} s, {articles / floor:,.0f} a second")]
    overheads = []
    for name, of_run in {"Spark here": None, "a cluster": cluster}.items():
        output = folder / f"{name.replace(' ', '-')}-{articles}"
        seconds = run(source, output, "--engine", "spark", cluster=of_run)
        overheads.append((seconds - floor) / articles * 1000)
        missing, extra = difference(output, expected)
        shown = f"{seconds:,.1f} s, {overheads[-1]:.2f} ms an article above the pool"
        figures.append(Figure(what=f"{articles:,} articles: {name}", shown=shown))
        figures.append(at_most(f"{articles:,} articles: rows of {name} that differ", missing + extra, 0))
    return figures, overheads


def measure(sizes: list[int]) -> Section:
    """Measure all sizes."""
    figures: list[Figure] = []
    overheads = []
    with tempfile.TemporaryDirectory(prefix="tollbook-spark-bench-") as folder, Cluster(WORKERS) as cluster:
        for articles in sizes:
            found, of_size = measure_one(Path(folder), articles, cluster)
            figures += found
            overheads.append(of_size)
        hosts = cluster.hosts.note
    for name, first, last in zip(("Spark here", "a cluster"), overheads[0], overheads[-1], strict=True):
        falls = Figure(
            what=f"overhead of {name} falls with size", shown=f"{first:.2f} to {last:.2f} ms", goal="falls", reached=last < first
        )
        figures += [falls] if len(sizes) > 1 else []
    notes = [f"{WORKERS} workers each; the start of Java and the end of the session are part of Spark's time", f"the cluster: {hosts}"]
    return Section(title="Spark beside the pool", figures=figures, notes=notes)


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/corpus.md")
    given = parser.parse_args()
    print(f"{machine()}\n")
    section = measure(sorted(given.articles))
    print(as_text(section))
    if given.write_docs:
        write_between_markers(PAGE, "spark", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
