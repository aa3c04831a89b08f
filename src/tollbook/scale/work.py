"""The shard function: one shard of documents in, one file for each table out. The pool and Spark call the same one."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from tollbook.scale.guard import Guard
from tollbook.scale.output import Output, Summary, packed
from tollbook.scale.reading import Frame, read_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.scale.tables import TABLES, as_table

Tell = Callable[[int, int], None]
"""Is told how many documents were read, and how many claims they held, since it was told last."""


def work_on(shard: Shard, settings: Settings, *, guarded: bool = True, tell: Tell | None = None) -> tuple[dict[str, bytes], Summary]:
    """Read a shard and return its files by their place in the output, with their summary. Raises CorpusError.

    `guarded` reads in a process of its own, which this process keeps for its next shard.
    """
    frames = _guard().read(shard, settings) if guarded else read_records(shard, settings)
    return _gathered(shard.name, frames, tell)


def work_into(shard: Shard, settings: Settings, folder: str, *, tell: Tell | None = None) -> Summary:
    """Read a shard into an output folder, unless it is there already."""
    output = Output(folder)
    known = output.find(shard.name)
    if known is not None:
        return known
    output.check()
    files, summary = work_on(shard, settings, tell=tell)
    output.put(files)
    return summary


def _gathered(name: str, frames: Iterator[Frame], tell: Tell | None) -> tuple[dict[str, bytes], Summary]:
    """Put frames together. Rows become Arrow at once, which takes a fraction of their memory as Python's objects."""
    from arro3.core import Table

    batches: dict[str, list[Any]] = {table: [] for table in TABLES}
    read = 0
    for frame in frames:
        read += frame.documents
        for table, rows in frame.rows.items():
            if rows:
                batches[table] += as_table(table, rows).to_batches()
        if tell is not None:
            tell(frame.documents, frame.claims)
    tables = {table: Table.from_batches(held, schema=as_table(table, []).schema) for table, held in batches.items()}
    return packed(tables, name=name, read=read)


@lru_cache(maxsize=1)
def _guard() -> Guard:
    """Return this process' guard, whose reading process goes when this one does."""
    guard = Guard()
    atexit.register(guard.close)
    return guard
