"""Answers for programs: JSON that carries any text of a ledger, and files that are written while they are sent. It asks no ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Queue
from threading import Thread
from typing import Any, BinaryIO, cast

from fastapi.responses import JSONResponse, StreamingResponse

from tollbook.core.contract import as_json
from tollbook.core.errors import TollbookError

_CHUNK = 64_000
_WAITING = 8
"""Chunks that wait for a slow reader: what is held of a file that is as long as the ledger."""


class Json(JSONResponse):
    """JSON in which a lone surrogate, which no encoding can carry, is an escape."""

    def render(self, content: Any) -> bytes:
        """Return the answer's bytes."""
        return as_json(content).encode("utf-8")


class Broken(OSError):
    """Whoever was to read a file went away."""


class _Pipe:
    """A file whose one end is written by a thread, and whose other end is read as an answer is sent."""

    def __init__(self) -> None:
        self._chunks: Queue[bytes | TollbookError | None] = Queue(maxsize=_WAITING)
        self._buffer = bytearray()
        self._gone = False

    def write(self, content: bytes) -> int:
        """Take bytes; they go on in chunks."""
        self._buffer += content
        if len(self._buffer) >= _CHUNK:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Send on what was written so far."""
        if self._gone:
            raise Broken("nobody reads on")
        if self._buffer:
            self._chunks.put(bytes(self._buffer))
            self._buffer.clear()

    def seek(self, *_: int) -> int:
        """Refuse: what was sent is gone. The writer of Parquet wants to see this method, and never calls it."""
        raise OSError("a file that is being sent has no places to go back to")

    def fill(self, write: Callable[[BinaryIO], object]) -> None:
        """Write the whole file; a fault is handed on to the reader."""
        done = False
        try:
            write(cast("BinaryIO", self))
            self.flush()
            done = True
        except Broken:
            return
        finally:
            if not self._gone:
                self._chunks.put(None if done else TollbookError("the file could not be written to its end"))

    def read(self) -> Iterator[bytes]:
        """Give the chunks as they come."""
        try:
            while (chunk := self._chunks.get()) is not None:
                if isinstance(chunk, TollbookError):
                    raise chunk
                yield chunk
        finally:
            self._gone = True
            while not self._chunks.empty():
                self._chunks.get_nowait()


def sent_while_written(write: Callable[[BinaryIO], object], *, media_type: str, name: str) -> StreamingResponse:
    """Return an answer that is sent while `write` writes it to a file of bytes, in a thread of its own; a slow reader slows the writer."""
    pipe = _Pipe()
    Thread(target=pipe.fill, args=(write,), name=f"writing {name}", daemon=True).start()
    return StreamingResponse(pipe.read(), media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
