"""A run from its inputs to its output, by either engine, and readings back from an output for a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from tollbook.core.errors import CorpusError
from tollbook.core.types import Reading
from tollbook.scale.output import FORMAT, MANIFEST, SHARDS, Output, Store, Summary, begin, manifest_of, read_rows
from tollbook.scale.pool import Watch, run_pool
from tollbook.scale.settings import Settings
from tollbook.scale.shards import DEFAULT_SIZES, ShardSizes, plan_shards
from tollbook.scale.tables import reading_of

Engine = Literal["pool", "spark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: shards done of all, and what was read; `before` shards were done by an earlier run."""

    shards: int
    total: int
    before: int
    read: int
    claims: int


def read_corpus(
    places: Sequence[str],
    folder: str,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    resume: bool = False,
    sizes: ShardSizes = DEFAULT_SIZES,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read inputs on this machine into an output folder; return what it holds in the end. Raises CorpusError.

    With `resume`, an earlier run with the same inputs and settings goes on: what is done is not read again.
    """
    chosen = settings or Settings()
    shards = plan_shards(places, sizes=sizes, output=folder)
    output = Output(folder)
    done = begin(output, manifest_of(shards, chosen), resume=resume)
    tally = Tally(total=len(shards), before=len(done), progress=progress)
    left = [shard for shard in shards if shard.name not in done]
    for summary in run_pool(left, chosen, folder, workers=workers, watch=tally.watch):
        tally.count(summary)
    return summary_of(output)


def summary_of(output: Store) -> Summary:
    """Return what all finished shards of an output hold together."""
    return sum(output.done().values(), start=Summary(name=""))


class Tally:
    """Counts what is done and tells it."""

    def __init__(self, *, total: int, before: int, progress: Callable[[Progress], None] | None) -> None:
        self._total, self._before, self._progress = total, before, progress
        self._done = Summary(name="")
        self._shards = before
        self.watch: Watch = self._tell

    def count(self, summary: Summary) -> None:
        """Count a shard as done."""
        self._done += summary
        self._shards += 1
        self._tell(0, 0)

    def _tell(self, documents: int, claims: int) -> None:
        if self._progress is not None:
            read, found = self._done.read + documents, self._done.claims + claims
            self._progress(Progress(shards=self._shards, total=self._total, before=self._before, read=read, claims=found))


def is_corpus(place: str) -> bool:
    """Tell whether a place is the output of a run."""
    folder = Path(place)
    return (folder / MANIFEST).is_file() and (folder / SHARDS).is_dir()


def check_corpus(place: str) -> tuple[int, int]:
    """Return how many shards of an output are done, and of how many. Raises CorpusError for an output of another form."""
    output = Output(place)
    manifest = output.manifest()
    if manifest is None or manifest.get("format") != FORMAT:
        raise CorpusError("no output of read-corpus that this Tollbook knows", where=place, do="read the inputs anew with this version")
    return len(output.done()), len(manifest["shards"])


def readings_in(place: str) -> Iterator[tuple[str, Reading]]:
    """Yield every reading of an output with the place of its document in the inputs, one after another. Raises CorpusError."""
    for row in read_rows(Output(place), "documents"):
        yield _reading_in(row, place)


def _reading_in(row: Mapping[str, Any], where: str) -> tuple[str, Reading]:
    try:
        return row["place"], reading_of(row["text"], orjson.loads(row["reading"]))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # Whatever a damaged or foreign file has in place of a reading.
        raise CorpusError(
            f"a row that holds no reading ({type(error).__name__})", where=where, do="read the inputs anew, with -o in another folder"
        ) from error
