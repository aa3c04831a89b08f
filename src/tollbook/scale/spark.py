"""Run the shard function on Apache Spark: on this machine, a standalone cluster, or any cluster through spark-submit. One task a shard."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from tollbook.core.errors import CorpusError, UsageError
from tollbook.scale.corpus import Progress, Tally, summary_of
from tollbook.scale.hadoop import RemoteOutput, is_remote, plan_remote
from tollbook.scale.output import Output, Summary, begin, manifest_of
from tollbook.scale.settings import Settings
from tollbook.scale.shards import DEFAULT_SIZES, Shard, ShardSizes, plan_shards
from tollbook.scale.work import work_into, work_on

TASK_FAILURES = 8
"""Tries of a shard: `local[2]` alone fails at the first worker that is killed."""
WAVE = 4
"""Shards for each core whose results the driver holds at once, where it writes them itself."""
_LOOK_SECONDS = 1.0
_OF_SUBMIT = "PYSPARK_GATEWAY_PORT"
_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?$")

Tell = Callable[[Progress], None]


def read_corpus_with_spark(
    places: Sequence[str],
    folder: str,
    *,
    settings: Settings,
    master: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    sizes: ShardSizes = DEFAULT_SIZES,
    progress: Tell | None = None,
) -> Summary:
    """Read inputs on a cluster into an output; return what it holds in the end. Raises CorpusError and UsageError.

    Inputs and output are paths that every machine of the cluster sees, or addresses that Spark's file systems know, all of one kind.
    """
    remote = {is_remote(place) for place in (*places, folder)}
    if len(remote) > 1:
        raise UsageError("addresses and paths together", expected="all of one kind", do="write file:///path for a path that Spark reads")
    with spark_session(master, workers=workers) as session:
        run = _run_remote if True in remote else _run_here
        return run(session, places, folder, settings=settings, resume=resume, sizes=sizes, progress=progress)


def _run_here(
    session: Any, places: Sequence[str], folder: str, *, settings: Settings, resume: bool, sizes: ShardSizes, progress: Tell | None
) -> Summary:
    """Read paths that every machine sees: each task writes its own files."""
    place = str(Path(folder).resolve())
    output, shards = Output(place), plan_shards(places, sizes=sizes, output=place)
    done = begin(output, manifest_of(shards, settings), resume=resume)
    tally = Tally(total=len(shards), before=len(done), progress=progress)
    left = [shard for shard in shards if shard.name not in done]
    if left:
        tasks = session.sparkContext.parallelize(left, len(left))
        for summary in _watched(tasks.map(lambda shard: _tried(shard, settings, place)), output, done):
            tally.count(summary)
    return summary_of(output)


def _watched(tasks: Any, output: Output, done: set[str]) -> Iterator[Summary]:
    """Run tasks, and yield each shard's summary as soon as it is in the output."""
    seen = set(done)
    with ThreadPoolExecutor(1) as runner:
        job: Future[Any] = runner.submit(_collect, tasks)
        while not job.done():
            wait_for([job], timeout=_LOOK_SECONDS)
            for name, summary in output.done().items():
                if name not in seen:
                    seen.add(name)
                    yield summary
        refused = [reason for reason in job.result() if reason is not None]
    if refused:
        raise CorpusError(f"{len(refused):,} of the shards could not be written: {refused[0]}")


def _tried(shard: Shard, settings: Settings, place: str) -> str | None:
    """Work on a shard; return why its output can't be written, which no other try of Spark's would change."""
    try:
        work_into(shard, settings, place)
    except CorpusError as error:
        return error.sentence()
    return None


def _run_remote(
    session: Any, places: Sequence[str], folder: str, *, settings: Settings, resume: bool, sizes: ShardSizes, progress: Tell | None
) -> Summary:
    """Read addresses: Spark hands each file to a task, and the driver writes what comes back, wave by wave."""
    context = session.sparkContext
    output = RemoteOutput(session, folder)
    shards = plan_remote(session, places, output=output.address())
    done = begin(output, manifest_of(shards, settings), resume=resume)
    tally = Tally(total=len(shards), before=len(done), progress=progress)
    left = [shard for shard in shards if shard.name not in done]
    size = max(1, WAVE * context.defaultParallelism)
    for first in range(0, len(left), size):
        wave = {shard.place: shard for shard in left[first : first + size]}
        files = context.binaryFiles(",".join(map(_escaped, wave)), len(wave))
        for packed, summary in _collect(files.map(partial(_work_on_content, wave, settings))):
            output.put(packed)
            tally.count(summary)
    return summary_of(output)


def _escaped(address: str) -> str:
    """Return an address that Spark takes as it is: in a list of addresses, some signs are patterns."""
    return re.sub(r"([\\,{}\[\]*?])", r"\\\1", address)


def _work_on_content(wave: dict[str, Shard], settings: Settings, file: tuple[str, bytes]) -> tuple[dict[str, bytes], Summary]:
    """Work on a file that Spark has read, under its own name, as places are told by it."""
    address, content = file
    shard = wave[address]
    with tempfile.TemporaryDirectory(prefix="tollbook-shard-") as folder:
        path = Path(folder) / Path(shard.place).name
        path.write_bytes(content)
        return work_on(replace(shard, place=str(path)), settings)


def _collect(tasks: Any) -> Any:
    """Return the results of tasks. Raises CorpusError where Spark gives up, with the reason and without its traces."""
    try:
        return tasks.collect()
    except (import_module("py4j.protocol").Py4JError, OSError) as error:
        found = re.search(r"(?:CorpusError|Error): ([^\n]+)", str(error))
        reason = found.group(1) if found is not None else str(error).partition("\n")[0]
        raise CorpusError(f"Spark gave up: {reason}", do="look at its logs, then run again with --resume") from error


@contextmanager
def spark_session(master: str | None, *, workers: int | None = None) -> Iterator[Any]:
    """Give a Spark session, and end it. Raises CorpusError without Spark, without Java, and for a cluster out of reach."""
    try:
        with warnings.catch_warnings():
            # What PySpark thinks of the version of pandas is no affair of a run that uses none.
            warnings.simplefilter("ignore", FutureWarning)
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
    except ImportError as error:
        raise CorpusError("Spark is not installed", expected="the extra spark", do="pip install 'tollbook[spark]'") from error
    # The workers take what is called python3 there otherwise, whatever it is.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("tollbook read-corpus")
    own = {"spark.task.maxFailures": str(TASK_FAILURES), "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    for key, value in {**own, **master_settings(master, workers=workers)}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except PySparkException as error:
        raise CorpusError(
            f"Spark doesn't start: {str(error).partition(chr(10))[0]}", expected="Java 17 or newer", do="install it, or set JAVA_HOME"
        ) from error
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def master_settings(master: str | None, *, workers: int | None) -> dict[str, str]:
    """Return what Spark is told of where it runs: nothing under spark-submit, which has told it; else this machine, with retries.

    >>> master_settings("local[2]", workers=None)["spark.master"]
    'local[2,8]'
    """
    if master is None and _OF_SUBMIT in os.environ:
        return {}
    local = _LOCAL.fullmatch(master or f"local[{workers or os.cpu_count() or 1}]")
    if local is None:
        told = {"spark.master": str(master)}
        return told if workers is None else {**told, "spark.cores.max": str(workers)}
    return {
        "spark.master": f"local[{local.group(1) or 1},{TASK_FAILURES}]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
    }
