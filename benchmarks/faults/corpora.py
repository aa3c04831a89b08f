"""The part that reads very many documents: `tollbook read-corpus` with two workers, given again with --resume."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from benchmarks.corpus_texts import difference, rows_in, write_articles
from benchmarks.faults.children import run, tollbook
from benchmarks.faults.disks import Disk, read_only
from benchmarks.faults.outcomes import FaultName, Seen
from benchmarks.faults.places import Files
from tollbook.core.errors import CorpusError
from tollbook.scale.corpus import check_corpus
from tollbook.scale.output import MANIFEST
from tollbook.scale.tables import TABLES

ARTICLES, PARTS = 200, 8


class Corpus:
    """A run over articles into an output of its own. No database is in it, so nothing is locked."""

    name, locks = "read-corpus", False
    faults: tuple[FaultName, ...] = ("kill -9", "full disk", "read-only", "clock jumps")

    def __init__(self, *, inputs: Path, room: Path, articles: int = ARTICLES) -> None:
        self.room = room
        self._source = write_articles(inputs / "articles", articles, parts=PARTS)
        ended = run(tollbook("read-corpus", self._source, "-o", inputs / "clean", "--workers", "2"))
        if ended.code != 0:
            raise RuntimeError(f"the run without a fault failed: {ended.said[-400:]}")
        self._expected = {table: rows_in(inputs / "clean", table) for table in TABLES}

    def _output(self, nth: int) -> Path:
        return self.room / f"out-{nth}"

    def command(self, nth: int) -> Sequence[str]:
        """Return the command; where the output has begun, it goes on."""
        resume = ["--resume"] if (self._output(nth) / MANIFEST).exists() else []
        return tollbook("read-corpus", self._source, "-o", self._output(nth), "--workers", "2", *resume)

    def is_done(self, nth: int) -> bool:
        """Tell that it is to be given again: a run that is done changes nothing."""
        return False

    def look(self, nth: int, *, finished: bool) -> Seen:
        """Compare an output with that of a run without a fault; while it isn't finished, no more than what is done can be wrong."""
        output = self._output(nth)
        if not (output / MANIFEST).exists():
            return Seen(lost=int(finished), wrong=0 if finished or not output.exists() else len([*output.rglob("*.parquet")]))
        try:
            done, total = check_corpus(str(output))
        except CorpusError:
            return Seen(wrong=1)
        missing, extra = difference(output, self._expected) if done else (0, 0)
        if not finished:
            return Seen(wrong=extra)
        left = sum(1 for _ in output.rglob(".*.tmp"))
        for path in sorted(output.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        output.rmdir()
        return Seen(lost=missing + total - done, wrong=extra + left)

    def held(self, nth: int) -> AbstractContextManager[object]:
        """Hold nothing."""
        return nullcontext()

    def full(self, disk: Disk, *, leaving: int) -> AbstractContextManager[object]:
        """Let the output's disk be full."""
        return Files().full(disk, leaving=leaving // 8)

    def unwritable(self, nth: int) -> AbstractContextManager[Sequence[str]]:
        """Let nothing be written to where outputs go."""
        return read_only(self.room)
