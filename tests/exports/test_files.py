"""Files are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tollbook.core.errors import UsageError
from tollbook.exports.files import TextTarget, complete, size_and_hash


def test_a_file_takes_its_name_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with complete(path) as stream:
        stream.write(b"abc")
        assert not path.exists()
    assert path.read_bytes() == b"abc"
    assert [other.name for other in tmp_path.iterdir()] == ["a.csv"]


def test_of_a_work_that_was_broken_off_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")

    def broken() -> None:
        with complete(path, overwrite=True) as stream:
            stream.write(b"half")
            raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        broken()
    assert path.read_bytes() == b"before"
    assert [other.name for other in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("name", "message"), [("there.csv", "--force"), ("none/a.csv", "can't be written"), (".", "can't be written")])
def test_what_can_not_or_should_not_be_written_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "there.csv").write_bytes(b"before")
    with pytest.raises(UsageError, match=message), complete(tmp_path / name):
        pass
    assert (tmp_path / "there.csv").read_bytes() == b"before"


def test_a_lone_surrogate_becomes_an_escape(tmp_path: Path) -> None:
    with complete(tmp_path / "a.txt") as stream:
        assert TextTarget(stream).write("a\ud800é") == 3
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "a\\ud800é"
    assert size_and_hash(tmp_path / "a.txt")[0] == 9
