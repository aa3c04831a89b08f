"""Files that are there whole or not at all: what is written stands under another name until it is complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from tollbook.core.display import plain
from tollbook.core.errors import UsageError

_UNFINISHED = ".part"


def check_free(path: Path, *, overwrite: bool) -> None:
    """Refuse a path that can't be written, or that holds a file already. Raises UsageError."""
    where = plain(str(path))
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError("can't be written", where=where, expected="a file in a folder that exists", do="choose another -o")
    if path.exists() and not overwrite:
        raise UsageError("is there already", where=where, do="choose another -o, or give --force to replace it")


@contextmanager
def complete(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """Give a stream to write a file to. It takes its name when all is written; of a work that was broken off nothing is left.

    Raises UsageError where the file can't be written, or is there already and `overwrite` is not asked for.
    """
    check_free(path, overwrite=overwrite)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
    try:
        stream = unfinished.open("wb")
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", where=plain(str(path)), do="choose another -o") from error
    try:
        with stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class TextTarget:
    """Text on its way into a stream of bytes, as UTF-8. A lone surrogate, which UTF-8 can't carry, becomes an escape."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text; return its length."""
        self._stream.write(text.encode("utf-8", "backslashreplace"))
        return len(text)


def size_and_hash(path: Path) -> tuple[int, str]:
    """Return a file's size in bytes and its SHA-256 (64 hex digits)."""
    with path.open("rb") as stream:
        return path.stat().st_size, file_digest(stream, "sha256").hexdigest()
