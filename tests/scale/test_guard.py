"""The guard: a document that raises, hangs, eats memory or kills its process is told with its reason, and the rest is exact."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.report import ROOT
from tests.scale.corpora import members, texts
from tollbook.core.errors import CorpusError
from tollbook.scale import guard as guarding
from tollbook.scale.guard import Guard, spent_seconds
from tollbook.scale.reading import Frame, read_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard, plan_shards

SETTINGS = Settings(seconds=0.5, memory=2_500)


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    """Give a guard whose reading processes know the poisons."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT / "benchmarks" / "poison")
    with Guard() as held:
        yield held
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def shard_with(path: Path, poisons: dict[int, str], count: int = 12) -> Shard:
    """Return a shard of so many texts; those with a number in `poisons` are bad."""
    rows = [{"text": text, "title": f"poison: {poisons[nth]}" if nth in poisons else "A report"} for nth, text in enumerate(texts(count))]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return plan_shards([str(path)])[0]


def process_of(guard: Guard) -> subprocess.Popen[bytes]:
    """Return the process that reads for a guard."""
    assert guard._child is not None
    return guard._child._process


def test_a_reader_that_stops_in_the_middle_leaves_nothing_to_the_next_shard(guard: Guard, tmp_path: Path) -> None:
    begun = guard.read(shard_with(tmp_path / "a.jsonl", {}, count=1_200), SETTINGS)
    next(begun)
    begun.close()
    frames = list(guard.read(shard_with(tmp_path / "b.jsonl", {}), SETTINGS))
    assert sum(frame.documents for frame in frames) == 12


def rows_of(frames: list[Frame], table: str) -> list[list[object]]:
    return [row for frame in frames for row in frame.rows[table]]


def test_a_guarded_shard_gives_the_same_rows_as_an_unguarded_one(guard: Guard, tmp_path: Path) -> None:
    shard = shard_with(tmp_path / "a.jsonl", {})
    guarded, plain = list(guard.read(shard, SETTINGS)), list(read_records(shard, SETTINGS))
    for table in ("documents", "claims", "judgements", "tolls", "rejected"):
        assert rows_of(guarded, table) == rows_of(plain, table)
    assert sum(frame.documents for frame in guarded) == 12
    assert len(rows_of(guarded, "documents")) == 8


def test_what_pages_need_is_charged_to_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members(3)))
    (shard,) = plan_shards([str(tmp_path)])
    # Loading the gate on pages alone takes longer than this, and once more in each new process.
    with Guard() as fresh:
        frames = list(fresh.read(shard, SETTINGS))
    assert rows_of(frames, "rejected") == []
    assert len(rows_of(frames, "documents")) == 2


def test_a_bad_document_is_told_and_every_other_is_read(guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "STRIKES", 1)  # a second try costs a second start, and tells this test nothing
    poisons = {1: "raise", 3: "hang", 4: "eat", 7: "die", 9: "exit"}
    frames = list(guard.read(shard_with(tmp_path / "a.jsonl", poisons), SETTINGS))
    told = [(row[2], row[1]) for row in rows_of(frames, "rejected")]
    assert told == [
        ("fault", "a fault of Tollbook or of a library: ValueError: a document that nobody foresaw"),
        ("time", "reading took over 0.5 seconds"),
        ("memory", "reading took more memory than a document may"),
        ("crash", "the reading process was ended by SIGKILL"),
        ("crash", "the reading process ended with exit code 3"),
    ]
    expected = [text for nth, text in enumerate(texts(12)) if nth not in poisons and nth % 3 != 2]
    assert [row[9] for row in rows_of(frames, "documents")] == expected
    assert frames[-1].last


def test_a_process_that_is_killed_by_others_costs_no_document(guard: Guard, tmp_path: Path) -> None:
    frames = []
    shard = shard_with(tmp_path / "a.jsonl", {}, count=1_200)
    for frame in guard.read(shard, SETTINGS):
        frames.append(frame)
        if len(frames) == 1:
            process_of(guard).kill()
    assert len(frames) > 2
    assert rows_of(frames, "rejected") == []
    assert [row[9] for row in rows_of(frames, "documents")] == [text for text in texts(1_200) if "Norland" in text]


def test_a_file_that_cannot_be_passed_over_ends_its_shard_with_the_reason(guard: Guard, tmp_path: Path) -> None:
    fifo = tmp_path / "a.jsonl"
    os.mkfifo(fifo)  # opening it waits for a writer that never comes
    shard = Shard(name="a", kind="lines", place=str(fifo))
    frames = list(guard.read(shard, Settings(seconds=0.1)))
    (rejected,) = rows_of(frames, "rejected")
    assert "can't be passed over" in str(rejected[1])
    assert frames[-1].last


def test_processor_time_is_told_of_a_process_that_lives() -> None:
    spent = spent_seconds(os.getpid())
    assert spent is not None
    assert spent > 0
    assert spent_seconds(2**30) is None


def test_a_guard_whose_processes_never_start_gives_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(guarding.sys, "executable", "/bin/false")
    with Guard() as broken, pytest.raises(CorpusError, match="no reading process stays alive"):
        list(broken.read(shard_with(tmp_path / "a.jsonl", {}), SETTINGS))


def test_an_end_of_the_guard_ends_its_process(tmp_path: Path) -> None:
    with Guard() as own:
        list(own.read(shard_with(tmp_path / "a.jsonl", {}), SETTINGS))
        child = process_of(own)
    assert child.returncode == -signal.SIGKILL


def test_a_process_that_passes_over_records_has_its_time_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(guarding.time, "monotonic", lambda: now)
    watch = guarding._Watch(3.0, os.getpid())
    for number in (-2, -3, -4):
        now += 100.0
        assert not watch.is_over(number)
    now += 119.0
    assert not watch.is_over(-4)
    now += 2.0
    assert watch.is_over(-4)
