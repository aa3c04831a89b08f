"""Reading a shard: frames are in order and bounded, and what fails is kept apart from the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scale.corpora import members, texts, war_text, write_lines
from tollbook.core.errors import EmptyInput
from tollbook.scale import reading
from tollbook.scale.reading import Apart, frame_from, read_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard, plan_shards


def shard_of(path: Path) -> Shard:
    return plan_shards([str(path)])[0]


def documents_of(shard: Shard, settings: Settings) -> list[list[object]]:
    return [row for frame in read_records(shard, settings) for row in frame.rows["documents"]]


def test_frames_are_handed_over_in_order_and_count_what_was_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FRAME_DOCUMENTS", 5)
    frames = list(read_records(shard_of(write_lines(tmp_path / "a.jsonl", 12)), Settings()))
    assert [frame.upto for frame in frames] == [5, 10, 12]
    assert [frame.last for frame in frames] == [False, False, True]
    assert [row[9] for frame in frames for row in frame.rows["documents"]] == [text for text in texts(12) if "Norland" in text]
    assert frame_from(json.loads(json.dumps(frames[0].as_dict()))) == frames[0]


def test_a_shard_goes_on_where_another_process_ended(tmp_path: Path) -> None:
    shard, begun = shard_of(write_lines(tmp_path / "a.jsonl", 9)), []
    (frame,) = read_records(shard, Settings(), first=3, refused={4: ("took too long", "time")}, begin=begun.append)
    assert begun == [-2, -3, -4, 3, 4, 5, 6, 7, 8, 9]
    assert [row[1:] for row in frame.rows["rejected"]] == [["took too long", "time"]]
    assert [row[9] for row in frame.rows["documents"]] == [texts(9)[nth] for nth in (3, 6, 7)]


def test_all_documents_are_kept_where_that_is_wanted(tmp_path: Path) -> None:
    (frame,) = read_records(shard_of(write_lines(tmp_path / "a.jsonl", 9)), Settings(keep="all"))
    assert [row[9] for row in frame.rows["documents"]] == texts(9)
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(b"".join(members(9)))
    assert len(documents_of(shard_of(archive), Settings(keep="all"))) == 9
    kept = documents_of(shard_of(archive), Settings())
    assert len(kept) == 6
    assert {row[2] for row in kept} == {"2031-03-04"}


@pytest.mark.parametrize("field", ["text", "title", "publisher", "url"])
def test_a_text_that_no_table_can_carry_is_rejected(field: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"text": war_text(1), "title": "A", "publisher": "The Post", "url": "https://news.example/"}
    path.write_text(json.dumps({**row, field: f"{row[field]} \ud800"}) + "\n", encoding="utf-8")
    (frame,) = read_records(shard_of(path), Settings())
    assert [row[2] for row in frame.rows["rejected"]] == ["surrogate"]
    assert frame.rows["documents"] == []


def test_a_fault_is_kept_apart_and_a_known_error_keeps_its_name() -> None:
    class Panic(BaseException):
        """As a library in Rust ends: no Exception at all."""

    for error, kind in ((ValueError("x"), "fault"), (Panic("y"), "fault"), (EmptyInput("nothing"), "EmptyInput")):
        apart = Apart()
        with apart:
            raise error
        assert apart.kind == kind
        assert str(error) in (apart.reason or "")


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, SystemExit])
def test_an_order_to_stop_and_the_end_of_memory_are_let_through(error: type[BaseException]) -> None:
    with pytest.raises(error), Apart():
        raise error


def test_a_file_that_breaks_its_own_reader_ends_with_a_row(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", 3)
    shard = shard_of(path)
    path.unlink()
    (frame,) = read_records(shard, Settings())
    assert frame.last
    assert "No such file" in frame.rows["rejected"][0][1]
