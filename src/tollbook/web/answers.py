"""Answers for programs: JSON that carries any text of a ledger, and files that are written while they are sent. It asks no ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import BoundedSemaphore, Thread
from typing import Any, BinaryIO, cast

import orjson
from fastapi.responses import JSONResponse, StreamingResponse

from tollbook.core.contract import as_json
from tollbook.core.errors import LedgerBusy, TollbookError

_CHUNK = 64_000
_WAITING = 8
"""Chunks that wait for a slow reader: what is held of a file that is as long as the ledger."""
_PATIENCE = 60.0
"""Seconds for which a reader may take nothing: then its file ends, and its place is free."""


class Json(JSONResponse):
    """JSON in which a lone surrogate, which no encoding can carry, is an escape."""

    def render(self, content: Any) -> bytes:
        """Return the answer's bytes."""
        try:
            return orjson.dumps(content)
        except TypeError:  # a lone surrogate, or a number of over 64 bits
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
            self._hand_on(bytes(self._buffer))
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
                with suppress(Broken):
                    self._hand_on(None if done else TollbookError("the file could not be written to its end"))

    def _hand_on(self, chunk: bytes | TollbookError | None) -> None:
        """Give a chunk to the reader. Raises Broken for one who takes nothing for too long."""
        try:
            self._chunks.put(chunk, timeout=_PATIENCE)
        except Full as error:
            self._gone = True
            # Whoever comes back after all learns that the file isn't whole.
            with suppress(Empty):
                self._chunks.get_nowait()
            self._chunks.put(TollbookError("the file was not read on for too long"))
            raise Broken("nobody reads on") from error

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


def sent_while_written(write: Callable[[BinaryIO], object], *, media_type: str, name: str, places: BoundedSemaphore) -> StreamingResponse:
    """Return an answer that is sent while `write` writes it to a file of bytes, in a thread of its own; a slow reader slows the writer.

    Raises LedgerBusy where none of the `places` for such files is free.
    """
    if not places.acquire(blocking=False):
        raise LedgerBusy("other files are being sent", do="try again when one of them has ended")
    pipe = _Pipe()

    def fill() -> None:
        try:
            pipe.fill(write)
        finally:
            places.release()

    Thread(target=fill, name=f"writing {name}", daemon=True).start()
    return StreamingResponse(pipe.read(), media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
