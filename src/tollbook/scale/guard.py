"""Watch over the process that reads: a document that hangs, eats memory or kills its process is told apart, and the rest goes on.

A document is refused when it failed twice: the first time may have been another's fault, such as a machine that was short of memory.
"""

from __future__ import annotations

import json
import mmap
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from tollbook.core.errors import CorpusError
from tollbook.scale.guarded import LENGTH, NUMBER, OUT_OF_MEMORY
from tollbook.scale.reading import Frame, frame_from
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.scale.tables import add_rejection

STRIKES = 2
START_SECONDS = 120.0
"""A process that has read nothing yet loads its vocabulary first. It has as long for each record that it passes over."""
WAITING = 10
IDLE_STARTS = 5
"""Processes in a row that may end before their first record: then it is not the documents."""
_LOOK_SECONDS = 0.1
_UNBEGUN = -1


class _Failure(Exception):
    """A reading process is gone, or was ended: why, and as which kind of row."""

    def __init__(self, reason: str, kind: str) -> None:
        super().__init__(reason)
        self.reason, self.kind = reason, kind


class Guard:
    """Reads shards in a process of its own, which is started anew when a document breaks it. Use it in a `with` block."""

    def __init__(self) -> None:
        self._child: _Child | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(self, shard: Shard, settings: Settings) -> Iterator[Frame]:
        """Yield the rows of a shard's documents, in order, each document at most once. Raises CorpusError where no process can be had."""
        record, whole = _Record(), False
        try:
            while not whole:
                child = self._child = self._child or _Child()
                try:
                    for frame in child.read(shard, settings, first=record.first, refused=record.refused):
                        record.advance(frame.upto)
                        yield frame
                    whole = True
                except _Failure as failure:
                    number = child.number
                    self.close()
                    if number in record.refused:
                        yield _given_up(shard, number, failure)
                        return
                    record.strike(number, failure)
        finally:
            # Whoever stops in the middle leaves frames behind, which are no part of the next shard.
            if not whole:
                self.close()


class _Record:
    """What is known of a shard on the way: which records are done, which have failed, and which are refused, with the reason."""

    def __init__(self) -> None:
        self.first = 0
        self.refused: dict[int, tuple[str, str]] = {}
        self._strikes: dict[int, int] = {}
        self._idle = 0

    def advance(self, upto: int) -> None:
        """Take records up to this number as done."""
        self.first, self._idle = upto, 0

    def strike(self, number: int, failure: _Failure) -> None:
        """Note what a process failed at. Raises CorpusError where processes end before they read anything."""
        self._idle = self._idle + 1 if number <= _UNBEGUN else 0
        if self._idle >= IDLE_STARTS:
            raise CorpusError(f"no reading process stays alive: {failure.reason}", do="give --memory more, or look at the machine")
        if number > _UNBEGUN:
            self._strikes[number] = self._strikes.get(number, 0) + 1
            if self._strikes[number] >= STRIKES:
                self.refused[number] = (failure.reason, failure.kind)


def _given_up(shard: Shard, number: int, failure: _Failure) -> Frame:
    """Return the end of a shard whose next record can't be passed over."""
    frame = Frame(upto=number, last=True)
    reason = f"record {number:,} can't be passed over, and what follows it is not read: {failure.reason}"
    add_rejection(frame.rows, place=shard.place, reason=reason, kind=failure.kind)
    return frame


class _Child:
    """One reading process."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as shared:
            shared.truncate(NUMBER.size)
            self._memory = mmap.mmap(shared.fileno(), NUMBER.size)
            command = [sys.executable, "-m", "tollbook.scale.guarded", str(shared.fileno())]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, pass_fds=(shared.fileno(),)
            )

    @property
    def number(self) -> int:
        """The number of the record that the process is at; below zero before the first, and otherwise at each that it passes over."""
        return int(NUMBER.unpack_from(self._memory, 0)[0])

    def read(self, shard: Shard, settings: Settings, *, first: int, refused: dict[int, tuple[str, str]]) -> Iterator[Frame]:
        """Yield frames up to the last one. Raises _Failure when the process ends or takes too long."""
        order = {"shard": shard.as_dict(), "settings": settings.as_dict(), "first": first}
        # ASCII, since the name of a file may be no text: orjson takes none of those.
        line = json.dumps({**order, "refused": {str(number): list(why) for number, why in refused.items()}}).encode("ascii") + b"\n"
        NUMBER.pack_into(self._memory, 0, _UNBEGUN)
        self._write(line)
        watch = _Watch(settings.seconds, self._process.pid)
        while True:
            length = LENGTH.unpack(self._receive(LENGTH.size, watch))[0]
            frame = frame_from(orjson.loads(self._receive(length, watch)))
            yield frame
            if frame.last:
                return

    def _write(self, line: bytes) -> None:
        left = memoryview(line)
        try:
            while left:
                left = left[_stream(self._process.stdin).write(left) :]
        except BrokenPipeError as error:
            raise self._gone() from error

    def _receive(self, size: int, watch: _Watch) -> bytes:
        received = bytearray()
        stream = _stream(self._process.stdout).fileno()
        while len(received) < size:
            if not select.select([stream], [], [], _LOOK_SECONDS)[0]:
                if watch.is_over(self.number):
                    self._process.kill()
                    raise _Failure(f"reading took over {watch.seconds:g} seconds", "time")
                continue
            piece = os.read(stream, min(1 << 20, size - len(received)))
            if not piece:
                raise self._gone()
            received += piece
        return bytes(received)

    def _gone(self) -> _Failure:
        code = self._process.wait()
        if code == OUT_OF_MEMORY:
            return _Failure("reading took more memory than a document may", "memory")
        if code < 0:
            return _Failure(f"the reading process was ended by {_signal_name(-code)}", "crash")
        return _Failure(f"the reading process ended with exit code {code}", "crash")

    def end(self) -> None:
        """End the process, and let go of what it held."""
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _stream(stream).close()
        self._memory.close()


class _Watch:
    """Says when a process has been at one record for too long: by its own processor time, since a busy machine is no document's fault.

    A process that waits for something uses none: it has `WAITING` times as long on the clock.
    """

    def __init__(self, seconds: float, pid: int) -> None:
        self.seconds = seconds
        self._pid, self._number = pid, _UNBEGUN
        self._since, self._spent = time.monotonic(), spent_seconds(pid)

    def is_over(self, number: int) -> bool:
        """Say whether the record of this number has had its time."""
        now, spent = time.monotonic(), spent_seconds(self._pid)
        if number != self._number:
            self._number, self._since, self._spent = number, now, spent
        on_clock = now - self._since
        if number <= _UNBEGUN:
            return on_clock > START_SECONDS
        if spent is None or self._spent is None:
            return on_clock > self.seconds
        return spent - self._spent > self.seconds or on_clock > WAITING * self.seconds


def spent_seconds(pid: int) -> float | None:
    """Return the processor time of a process so far, None where the system doesn't tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        # User and system time in ticks: the 14th and 15th field of the line (proc(5)), the 12th and 13th after the name.
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise CorpusError("a reading process without streams", expected="pipes to it")
    return stream


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
