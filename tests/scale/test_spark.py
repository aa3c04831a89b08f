"""Spark: the same rows as the pool, on paths and on addresses, and a run that goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.scale.corpora import members, rows, write_lines
from tollbook.core.errors import CorpusError, UsageError
from tollbook.scale import spark
from tollbook.scale.corpus import read_corpus
from tollbook.scale.hadoop import FileSystem
from tollbook.scale.settings import Settings
from tollbook.scale.shards import ShardSizes
from tollbook.scale.spark import master_settings, read_corpus_with_spark
from tollbook.scale.tables import TABLES

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which this machine lacks")
SIZES = ShardSizes(line_bytes=4_000)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Give one Spark session to all tests: a start of Java takes seconds."""
    with spark.spark_session("local[2]") as held:
        yield held


@pytest.fixture
def one_session(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run use the one session."""

    @contextmanager
    def held(*_: object, **__: object) -> Iterator[Any]:
        yield session

    monkeypatch.setattr(spark, "spark_session", held)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    write_lines(folder / "a.jsonl", 30)
    (folder / "b.warc.gz").write_bytes(b"".join(members(12)))
    with (folder / "a.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{no json\n")
    return folder


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(folder, table) for table in TABLES}


@pytest.mark.usefixtures("one_session")
def test_spark_gives_the_same_rows_as_the_pool_and_goes_on_where_it_stopped(inputs: Path, tmp_path: Path) -> None:
    pooled = read_corpus([str(inputs)], str(tmp_path / "pool"), sizes=SIZES)
    told = []
    done = read_corpus_with_spark([str(inputs)], str(tmp_path / "spark"), settings=Settings(), sizes=SIZES, progress=told.append)
    assert done == pooled
    assert tables(tmp_path / "spark") == tables(tmp_path / "pool")
    assert (told[-1].shards, told[-1].read) == (told[-1].total, done.read)
    next((tmp_path / "spark" / "shards").glob("*.json")).unlink()
    again = read_corpus_with_spark([str(inputs)], str(tmp_path / "spark"), settings=Settings(), sizes=SIZES, resume=True)
    assert again == done
    assert tables(tmp_path / "spark") == tables(tmp_path / "pool")


@pytest.mark.usefixtures("one_session")
def test_addresses_are_read_and_written_through_sparks_own_file_systems(inputs: Path, tmp_path: Path) -> None:
    pooled = read_corpus([str(inputs)], str(tmp_path / "pool"))
    out = tmp_path / "spark"
    done = read_corpus_with_spark([f"file://{inputs}"], f"file://{out}", settings=Settings())
    assert done == pooled
    assert tables(out) == tables(tmp_path / "pool")
    (out / "claims" / ".half.tmp").write_bytes(b"half")
    next((out / "shards").glob("*.json")).unlink()
    assert read_corpus_with_spark([f"file://{inputs}"], f"file://{out}", settings=Settings(), resume=True) == done
    assert tables(out) == tables(tmp_path / "pool")
    assert not (out / "claims" / ".half.tmp").exists()
    with pytest.raises(CorpusError, match="holds a run already"):
        read_corpus_with_spark([f"file://{inputs}"], f"file://{out}", settings=Settings())


@pytest.mark.usefixtures("one_session")
def test_what_spark_cannot_reach_or_write_is_told_without_its_traces(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere: can't be reached"):
        read_corpus_with_spark([f"file://{tmp_path}/nowhere"], f"file://{tmp_path}/out", settings=Settings())
    with pytest.raises(CorpusError, match="can't be reached"):
        read_corpus_with_spark(["unknown://x/y"], "unknown://x/z", settings=Settings())
    out = tmp_path / "out"
    read_corpus([str(inputs)], str(out))
    for path in (out / "shards").glob("*.json"):
        path.unlink()
    (out / "shards").rmdir()
    (out / "shards").write_text("in the way", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"shards could not be written: .*can't write") as caught:
        read_corpus_with_spark([str(inputs)], str(out), settings=Settings(), resume=True)
    assert "\n" not in caught.value.sentence()


@pytest.mark.usefixtures("one_session")
def test_an_output_below_the_inputs_is_none_of_them(inputs: Path) -> None:
    out = inputs / "out"
    done = read_corpus_with_spark([f"file://{inputs}"], f"file://{out}", settings=Settings())
    next((out / "shards").glob("*.json")).unlink()
    assert read_corpus_with_spark([f"file://{inputs}"], f"file://{out}", settings=Settings(), resume=True) == done


def test_a_file_system_out_of_reach_is_told_without_traces(session: Any) -> None:
    session.sparkContext._jsc.hadoopConfiguration().set("ipc.client.connect.max.retries", "0")
    files = FileSystem(session, "hdfs://127.0.0.1:1/news")
    for ask in (lambda: files.names(""), lambda: files.read("manifest.json"), lambda: files.delete("manifest.json")):
        with pytest.raises(CorpusError, match=r"can't be reached: .*onnection refused") as caught:
            ask()
        assert "\n" not in caught.value.sentence()


def test_a_file_that_does_not_get_its_name_is_told(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FileSystem(session, f"file://{tmp_path}")

    class Stubborn:
        """As a file system that says by its answer alone that it has not renamed a file."""

        def __init__(self, real: Any) -> None:
            self.real = real

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

        def rename(self, *_: object) -> bool:
            return False

    monkeypatch.setattr(files, "_files", Stubborn(files._files))
    with pytest.raises(CorpusError, match=r"can't write manifest\.json"):
        files.write("manifest.json", b"{}")


def test_addresses_and_paths_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="addresses and paths together"):
        read_corpus_with_spark([str(tmp_path)], "s3://news/claims", settings=Settings())


def test_retries_are_on_wherever_spark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    assert master_settings(None, workers=3)["spark.master"] == "local[3,8]"
    assert master_settings("local[*]", workers=None)["spark.master"] == "local[*,8]"
    assert master_settings("local", workers=None)["spark.master"] == "local[1,8]"
    assert master_settings("spark://host:7077", workers=4) == {"spark.master": "spark://host:7077", "spark.cores.max": "4"}
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    assert master_settings(None, workers=3) == {}


def test_without_java_spark_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", os.devnull)
    from pyspark import SparkContext

    if SparkContext._gateway is None:
        with pytest.raises(CorpusError, match="Java 17"), spark.spark_session("local[1]"):
            pass
