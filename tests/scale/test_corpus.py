"""A run from inputs to output and back to readings."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from tests.scale.corpora import rows, texts, war_text, write_lines
from tollbook.core.errors import CorpusError
from tollbook.flow.read import read_document
from tollbook.scale.corpus import Progress, check_corpus, is_corpus, read_corpus, readings_in
from tollbook.scale.shards import ShardSizes

SIZES = ShardSizes(line_bytes=1_500)


def test_a_run_goes_on_where_it_was_stopped_and_its_readings_come_back(tmp_path: Path) -> None:
    source, out = write_lines(tmp_path / "a.jsonl", 20), tmp_path / "out"
    told: list[Progress] = []
    done = read_corpus([str(source)], str(out), sizes=SIZES, progress=told.append)
    assert (done.read, done.documents, done.rejected) == (20, 14, 0)
    assert told[-1] == Progress(shards=told[-1].total, total=told[-1].total, before=0, read=20, claims=done.claims)
    before = {table: rows(out, table) for table in ("documents", "claims", "tolls")}
    summaries = sorted((out / "shards").glob("*.json"))
    for path in summaries[1:3]:
        path.unlink()
    assert check_corpus(str(out)) == (len(summaries) - 2, len(summaries))
    again = read_corpus([str(source)], str(out), sizes=SIZES, resume=True, progress=told.append)
    assert again == done
    assert told[-1].before == len(summaries) - 2
    assert {table: rows(out, table) for table in before} == before
    places, readings = zip(*readings_in(str(out)), strict=True)
    assert len(set(places)) == 14
    assert all(read_document(reading.document) == reading for reading in readings)
    assert war_text(0) in [reading.document.text for reading in readings]


def test_an_output_is_known_by_its_manifest(tmp_path: Path) -> None:
    assert not is_corpus(str(tmp_path))
    (tmp_path / "shards").mkdir()
    (tmp_path / "manifest.json").write_text('{"format": 99, "shards": []}', encoding="utf-8")
    assert is_corpus(str(tmp_path))
    with pytest.raises(CorpusError, match="no output of read-corpus that this Tollbook knows"):
        check_corpus(str(tmp_path))


@pytest.mark.parametrize("reading", ["", "{", "[]", '{"document": {}}', '{"document": {"id": 1, "published": "2031-02-30"}}'])
def test_a_row_that_holds_no_reading_is_told(tmp_path: Path, reading: str) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "a.json").write_text('{"name": "a"}', encoding="utf-8")
    with duckdb.connect() as connection:
        rows = "SELECT 'a' AS place, 'War.' AS text, ? AS reading"
        connection.execute(f"COPY ({rows}) TO '{tmp_path / 'documents' / 'a.parquet'}' (FORMAT parquet)", [reading])
    with pytest.raises(CorpusError, match="a row that holds no reading"):
        list(readings_in(str(tmp_path)))


def test_a_name_that_is_no_text_costs_no_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"Gr\xf6\xdfe.txt")).write_text(texts(1)[0], encoding="utf-8")
    (folder / os.fsdecode(b"empty-\xff.txt")).write_text("", encoding="utf-8")
    done = read_corpus([str(folder)], str(tmp_path / "out"))
    assert (done.documents, done.rejected) == (1, 1)
    (row,) = rows(tmp_path / "out", "documents")
    assert row["place"] == "Gr\\udcf6\\udcdfe.txt"
