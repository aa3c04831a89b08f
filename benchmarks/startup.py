"""Measure what a start costs: `import tollbook`, a cold `tollbook read` of one article, and memory.

Times are wall clock, as a user waits; the median of several runs counts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from benchmarks.report import ROOT, Figure, Section, at_most
from benchmarks.texts import take_dense, take_general

IMPORTS, COLD_READS = 10, 5
IMPORT_GOAL, COLD_GOAL, MEMORY_GOAL = 150, 0.6, 150
MANY = 1_000
SECONDS = 120

# A child begins with its parent's peak memory, so a parent that has loaded nothing starts it. `wait4` gives the child's own peak.
_LAUNCHER = """
import json, os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
said = child.stderr.read().decode("utf-8", "replace")
_, status, used = os.wait4(child.pid, 0)
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"seconds": time.perf_counter() - started, "peak": peak, "code": os.waitstatus_to_exitcode(status), "said": said}))
"""
_READ_MANY = f"from benchmarks.startup import read_many; read_many({MANY})"


def run_apart(*command: str) -> tuple[float, float]:
    """Run a command; return its seconds and its peak memory in megabytes. Raises RuntimeError where it fails."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    answer = json.loads(done.stdout)
    if answer["code"]:
        raise RuntimeError(f"{' '.join(command)} ended with {answer['code']}: {answer['said'].strip()[-400:]}")
    return answer["seconds"], answer["peak"] / 1e6


def read_many(count: int) -> None:
    """Read `count` articles, one in ten of them dense, and keep nothing."""
    from tollbook import read

    for article in take_general(count * 9 // 10):
        read(article)
    for text in take_dense(count // 10):
        read(text.text)


def _median_seconds(count: int, code: str) -> float:
    return statistics.median(_timed(code) for _ in range(count))


def _timed(code: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=SECONDS, check=True)
    return time.perf_counter() - before


def _command() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "tollbook")


def measure() -> Section:
    """Measure imports, cold reads and memory."""
    if not hasattr(os, "wait4"):
        return Section(title="Start and memory", figures=[], notes=["Not measured: this system does not tell a child's memory."])
    # One run of each first, which writes the byte code and fills the disk's cache.
    _timed("import tollbook; tollbook.read")
    bare = _median_seconds(IMPORTS, "pass")
    imported = _median_seconds(IMPORTS, "import tollbook")
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text(take_dense(1)[0].text, encoding="utf-8")
        run_apart(_command(), "read", str(article))
        cold = [run_apart(_command(), "read", str(article)) for _ in range(COLD_READS)]
    many_seconds, many_memory = run_apart(sys.executable, "-c", _READ_MANY)
    figures = [
        at_most("`import tollbook`", (imported - bare) * 1000, IMPORT_GOAL, unit=" ms"),
        Figure(what="a new process that imports it; one that does nothing", shown=f"{imported * 1000:.0f} ms; {bare * 1000:.0f} ms"),
        at_most("`tollbook read FILE`, cold", statistics.median(seconds for seconds, _ in cold), COLD_GOAL, digits=2, unit=" s"),
        at_most("peak memory of that command", max(peak for _, peak in cold), MEMORY_GOAL, unit=" MB"),
        at_most(f"peak memory of reading {MANY:,} articles", many_memory, MEMORY_GOAL, unit=" MB"),
        Figure(what=f"reading {MANY:,} articles in a new process", shown=f"{many_seconds:.2f} s"),
    ]
    notes = [
        f"Wall clock, median of {IMPORTS} imports and {COLD_READS} cold reads, each in a new process with the files in the disk's cache. "
        "`import tollbook` is less the start of the interpreter; the cold read holds it.",
        "Memory is the peak resident set of the process, the highest of the runs.",
        f"The article is one of 4 kB about a war; of the {MANY:,}, one in ten is such an article and the others are general news.",
    ]
    return Section(title="Start and memory", figures=figures, notes=notes)
