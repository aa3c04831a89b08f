"""The pool: every shard once, through workers that are killed, and a clear end where no worker stays alive."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
import pytest

from tests.scale.corpora import end_at_once, rows, texts, write_lines
from tollbook.core.errors import CorpusError
from tollbook.scale import pool
from tollbook.scale.output import Output
from tollbook.scale.pool import run_pool
from tollbook.scale.settings import Settings
from tollbook.scale.shards import ShardSizes, plan_shards


def workers_of_this_process() -> list[psutil.Process]:
    """Return the pool's workers: the standard library starts them as `spawn_main`."""
    return [child for child in psutil.Process().children() if any("spawn_main" in word for word in child.cmdline())]


def test_a_killed_worker_costs_no_row_and_doubles_none(tmp_path: Path) -> None:
    shards = plan_shards([str(write_lines(tmp_path / "a.jsonl", 60))], sizes=ShardSizes(line_bytes=2_000))
    assert len(shards) > 4
    seen = []
    for summary in run_pool(shards, Settings(), str(tmp_path / "out"), workers=1):
        seen.append(summary.name)
        if len(seen) == 1:
            workers_of_this_process()[0].send_signal(signal.SIGKILL)
    assert sorted(seen) == [shard.name for shard in shards]
    assert sorted(row["text"] for row in rows(tmp_path / "out", "documents")) == sorted(text for text in texts(60) if "Norland" in text)
    assert set(Output(tmp_path / "out").done()) == set(seen)


def test_a_pool_that_only_loses_workers_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = plan_shards([str(write_lines(tmp_path / "a.jsonl", 2))])
    monkeypatch.setattr(pool, "BREAKS", 2)
    monkeypatch.setattr(pool, "_work", end_at_once)
    with pytest.raises(CorpusError, match="lost its workers 2 times in a row"):
        list(run_pool(shards, Settings(), str(tmp_path / "out"), workers=1))


def test_a_mark_of_progress_that_finds_no_room_costs_no_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shard,) = plan_shards([str(write_lines(tmp_path / "a.jsonl", 2))])
    monkeypatch.setattr(pool, "_LOOK_SECONDS", 0.0)
    summary = pool._work(shard, Settings(), str(tmp_path / "out"), str(tmp_path / "no" / "such" / "mark"))
    assert summary.read == 2


def test_a_folder_that_cannot_be_written_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    shards = plan_shards([str(write_lines(tmp_path / "a.jsonl", 2))])
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(CorpusError, match="can't write"):
        list(run_pool(shards, Settings(), str(tmp_path / "out"), workers=1))
