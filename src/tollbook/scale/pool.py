"""Run the shard function in a pool of processes on this machine. A worker that is killed costs its shard's work so far, and no row.

The standard library's executor, and never `multiprocessing.Pool`: at a killed worker, that one waits forever.
"""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

from tollbook.core.errors import CorpusError
from tollbook.scale.guarded import die_with_parent
from tollbook.scale.output import Summary
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.scale.work import work_into

BREAKS = 10
"""Times in a row that a pool may lose a worker without finishing a shard."""
_LOOK_SECONDS = 0.5

Watch = Callable[[int, int], None]
"""Is told how many documents and claims of unfinished shards there are."""


def run_pool(shards: Sequence[Shard], settings: Settings, folder: str, *, workers: int, watch: Watch | None = None) -> Iterator[Summary]:
    """Work on shards in so many processes; yield each one's summary when it is in the output. Raises CorpusError."""
    left = {shard.name: shard for shard in shards}
    breaks = 0
    with tempfile.TemporaryDirectory(prefix="tollbook-corpus-") as marks:
        while left:
            before = len(left)
            try:
                for summary in _run_once(list(left.values()), settings, folder, workers=workers, marks=Path(marks), watch=watch):
                    del left[summary.name]
                    yield summary
            except BrokenProcessPool as error:
                breaks = breaks + 1 if len(left) == before else 1
                if breaks >= BREAKS:
                    raise CorpusError(
                        f"lost its workers {BREAKS} times in a row", do="look at the memory of the machine; --resume goes on with the rest"
                    ) from error


def _run_once(
    shards: Sequence[Shard], settings: Settings, folder: str, *, workers: int, marks: Path, watch: Watch | None
) -> Iterator[Summary]:
    """Work on shards until all are done, or until a worker is lost, which ends all the others."""
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_settle)
    whole = False
    try:
        waiting: set[Future[Summary]] = {executor.submit(_work, shard, settings, folder, str(marks / shard.name)) for shard in shards}
        while waiting:
            done, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
            if watch is not None:
                watch(*_marked(marks))
        whole = True
    finally:
        if not whole:
            # A full disk or Ctrl-C: what the workers are at is not waited for.
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)


def _settle() -> None:
    """Let a worker go without a word at Ctrl-C, and with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent()


def _work(shard: Shard, settings: Settings, folder: str, mark: str) -> Summary:
    """Work on a shard, and leave a mark of how far it is: through a queue, a killed worker could block all the others."""
    path, so_far, told = Path(mark), [0, 0], time.monotonic()

    def tell(documents: int, claims: int) -> None:
        nonlocal told
        so_far[0] += documents
        so_far[1] += claims
        if time.monotonic() - told >= _LOOK_SECONDS:
            told = time.monotonic()
            with suppress(OSError):  # a mark that finds no room costs no shard
                path.write_text(f"{so_far[0]} {so_far[1]}", encoding="ascii")

    try:
        return work_into(shard, settings, folder, tell=tell)
    finally:
        path.unlink(missing_ok=True)


def _marked(marks: Path) -> tuple[int, int]:
    """Return how many documents and claims the unfinished shards hold so far."""
    documents = claims = 0
    for path in marks.iterdir():
        try:
            counts = [int(word) for word in path.read_text(encoding="ascii").split()]
        except (OSError, ValueError):
            continue  # finished, or being written
        if len(counts) == 2:
            documents, claims = documents + counts[0], claims + counts[1]
    return documents, claims
