"""Shards: what they hold, and that their names depend on it alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pytest

from tests.scale.corpora import write_lines
from tollbook.core.errors import CorpusError
from tollbook.scale.shards import ShardSizes, plan_shards, shard_from


def test_equal_inputs_have_equal_shards_in_any_order(tmp_path: Path) -> None:
    one, two = write_lines(tmp_path / "one.jsonl", 3), write_lines(tmp_path / "two.jsonl", 5)
    assert plan_shards([str(one), str(two)]) == plan_shards([str(two), str(one), str(one)]) == plan_shards([str(tmp_path)])


def test_a_file_that_grew_is_another_shard(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "one.jsonl", 3)
    before = plan_shards([str(path)])
    write_lines(path, 4)
    assert plan_shards([str(path)])[0].name != before[0].name


def test_large_files_are_cut_and_small_files_are_put_together(tmp_path: Path) -> None:
    write_lines(tmp_path / "rows.jsonl", 40)
    duckdb.connect().execute(f"COPY (SELECT 'text' AS text FROM range(25)) TO '{tmp_path / 'rows.parquet'}' (FORMAT parquet)")
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text("12 soldiers were killed.", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "articles.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"in/{number}.txt", "A text.")
        archive.writestr("picture.png", b"no text")
    shards = plan_shards([str(tmp_path)], sizes=ShardSizes(files=3, line_bytes=4_000, rows=10))
    kinds = [shard.kind for shard in shards]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"lines": 3, "parquet": 3, "texts": 3, "zip": 2}
    assert sorted(member for shard in shards if shard.kind == "zip" for member in shard.members) == [f"in/{n}.txt" for n in range(5)]
    assert len({shard.name for shard in shards}) == len(shards)


def test_a_shard_comes_back_from_its_values(tmp_path: Path) -> None:
    shard = plan_shards([str(write_lines(tmp_path / "one.jsonl", 3))])[0]
    assert shard_from(shard.as_dict()) == shard


def test_hidden_files_and_unknown_kinds_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    write_lines(tmp_path / ".cache" / "one.jsonl", 1)
    (tmp_path / "picture.png").write_bytes(b"no text")
    with pytest.raises(CorpusError, match="no document in the inputs"):
        plan_shards([str(tmp_path)])


def test_an_output_inside_its_own_inputs_is_no_input(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", 1)
    (tmp_path / "out").mkdir()
    write_lines(tmp_path / "out" / "b.jsonl", 1)
    assert len(plan_shards([str(tmp_path)])) == 2
    (shard,) = plan_shards([str(tmp_path)], output=str(tmp_path / "out"))
    assert shard.place == str(tmp_path / "a.jsonl")


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nothing\.jsonl: no such file"):
        plan_shards([str(tmp_path / "nothing.jsonl")])


def test_damaged_containers_have_a_shard_that_will_say_so(tmp_path: Path) -> None:
    for name in ("bad.parquet", "bad.zip"):
        (tmp_path / name).write_bytes(b"PAR1 or PK, but nothing else")
    assert sorted(shard.kind for shard in plan_shards([str(tmp_path)])) == ["parquet", "zip"]
