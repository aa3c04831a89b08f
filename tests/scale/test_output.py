"""The output folder: a shard is there as a whole or not, a full disk is told, and another run is never overwritten."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.scale.corpora import rows, write_lines
from tollbook.core.errors import CorpusError
from tollbook.scale import output as outputs
from tollbook.scale.output import Output, begin, manifest_of, read_rows
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.work import work_on

SETTINGS = Settings()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    (shard,) = plan_shards([str(write_lines(tmp_path / "a.jsonl", 4))])
    return work_on(shard, SETTINGS, guarded=False)[0]


def test_a_shard_counts_as_done_when_its_summary_is_there(tmp_path: Path, files: dict[str, bytes]) -> None:
    output = Output(tmp_path / "out")
    places = list(files)
    assert places[-1].startswith("shards/")
    output.put({place: files[place] for place in places[:-1]})
    assert output.done() == {}
    output.put(files)
    (summary,) = output.done().values()
    assert (summary.read, summary.documents, summary.rejected) == (4, 3, 0)
    assert output.find(summary.name) == summary
    assert output.find("other") is None
    assert len(rows(output.folder, "documents")) == 3 == len(list(read_rows(output, "documents")))


def test_writing_a_shard_twice_changes_nothing(tmp_path: Path, files: dict[str, bytes]) -> None:
    output = Output(tmp_path / "out")
    output.put(files)
    once = {path: path.read_bytes() for path in output.folder.rglob("*") if path.is_file()}
    output.put(files)
    assert {path: path.read_bytes() for path in output.folder.rglob("*") if path.is_file()} == once


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(outputs.os, "fsync", full)
    output = Output(tmp_path / "out")
    with pytest.raises(CorpusError, match=r"can't write: the disk is full; make room, then run again with --resume"):
        output.put(files)
    assert [path for path in output.folder.rglob("*") if path.is_file()] == []


def test_a_folder_without_the_right_to_write_is_not_called_full(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(descriptor: int) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(outputs.os, "fsync", refused)
    with pytest.raises(CorpusError, match=r"can't write: read-only file system; make it writable, or choose another -o, then run again"):
        Output(tmp_path / "out").put(files)


def test_what_an_earlier_run_left_half_written_is_removed(tmp_path: Path, files: dict[str, bytes]) -> None:
    wanted = manifest_of([], SETTINGS)
    output = Output(tmp_path / "out")
    begin(output, wanted, resume=False)
    output.put(files)
    left = output.folder / "claims" / ".a.parquet.0123.tmp"
    left.write_bytes(b"half")
    assert len(begin(output, wanted, resume=True)) == 1
    assert not left.exists()


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="holds something else"):
        begin(Output(tmp_path), manifest_of([], SETTINGS), resume=False)


def test_a_run_goes_on_only_when_asked_and_with_the_same_inputs_and_settings(tmp_path: Path) -> None:
    output, wanted = Output(tmp_path / "out"), manifest_of([], SETTINGS)
    begin(output, wanted, resume=True)
    assert begin(output, wanted, resume=True) == set()
    with pytest.raises(CorpusError, match="holds a run already; give --resume"):
        begin(output, wanted, resume=False)
    with pytest.raises(CorpusError, match="a run with other settings"):
        begin(output, manifest_of([], Settings(keep="all")), resume=True)
    shards = plan_shards([str(write_lines(tmp_path / "a.jsonl", 1))])
    with pytest.raises(CorpusError, match="a run with other inputs"):
        begin(output, manifest_of(shards, SETTINGS), resume=True)


def test_damaged_state_is_told_with_the_file(tmp_path: Path, files: dict[str, bytes]) -> None:
    output = Output(tmp_path / "out")
    output.put({**files, "manifest.json": b"{"})
    with pytest.raises(CorpusError, match="a manifest that can't be read"):
        output.manifest()
    for manifest in (b"[]", b"{}", b'{"shards": 3}', b"[" * 100_000):
        output.put({"manifest.json": manifest})
        with pytest.raises(CorpusError, match=r"a manifest that (can't be read|names no shards)"):
            output.manifest()
    (table,) = (output.folder / "documents").glob("*.parquet")
    table.write_bytes(b"PAR1 damaged")
    with pytest.raises(CorpusError, match="a file that can't be read; delete shards/"):
        list(read_rows(output, "documents"))
    (summary,) = (output.folder / "shards").glob("*.json")
    summary.write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="a shard's summary that can't be read"):
        output.done()
    for content in ('{"name": 3}', '{"name": "a", "read": "4"}', '{"name": "a", "read": true}'):
        summary.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match="a shard's summary without its name or counts"):
            output.done()
