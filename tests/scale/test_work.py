"""The shard function: equal shards give equal files, guarded or not, and what is there is not read again."""

from __future__ import annotations

from pathlib import Path

from tests.scale.corpora import write_lines
from tollbook.scale.output import Output
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.tables import TABLES
from tollbook.scale.work import work_into, work_on


def test_equal_shards_give_equal_files_with_and_without_a_guard(tmp_path: Path) -> None:
    (shard,) = plan_shards([str(write_lines(tmp_path / "a.jsonl", 10))])
    told = []
    plain = work_on(shard, Settings(), guarded=False)
    guarded = work_on(shard, Settings(), tell=lambda documents, claims: told.append((documents, claims)))
    assert plain == guarded
    files, summary = plain
    assert list(files) == [*(f"{table}/{shard.name}.parquet" for table in TABLES), f"shards/{shard.name}.json"]
    assert (summary.read, summary.documents, summary.claims) == (10, 7, 14)
    assert sum(documents for documents, _ in told) == 10
    assert sum(claims for _, claims in told) == 14


def test_a_shard_that_is_there_is_not_read_again(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", 4)
    (shard,) = plan_shards([str(path)])
    files, summary = work_on(shard, Settings(), guarded=False)
    Output(tmp_path / "out").put(files)
    path.unlink()
    assert work_into(shard, Settings(), str(tmp_path / "out")) == summary
