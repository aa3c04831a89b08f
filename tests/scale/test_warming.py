"""What documents need is loaded before the first of them: in a new process, as one that reads begins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tollbook.scale.shards import plan_shards

LOAD = """
import sys
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.warming import load_for, load_vocabularies
load_vocabularies()
(shard,) = plan_shards([sys.argv[1]])
load_for(shard, Settings())
print(*sorted({"trafilatura", "pypdf", "docx", "markdown_it", "duckdb", "re2", "resiliparse"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        ("a.txt", {"re2"}),
        ("a.html", {"trafilatura"}),
        ("a.pdf", {"pypdf"}),
        ("a.docx", {"docx"}),
        ("a.md", {"markdown_it"}),
        ("a.warc.gz", {"re2", "resiliparse"}),
        ("a.parquet", {"duckdb"}),
    ],
)
def test_the_libraries_of_what_a_shard_holds_are_loaded(name: str, loaded: set[str], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    assert plan_shards([str(path)])
    done = subprocess.run([sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, check=True)
    assert loaded <= set(done.stdout.split())
