"""JSON carries any text; a file is sent while it is written, and its writer ends when its reader goes away."""

from __future__ import annotations

import json
from threading import BoundedSemaphore, Event
from typing import BinaryIO

import pytest

from tollbook.core.errors import LedgerBusy, TollbookError
from tollbook.web import answers
from tollbook.web.answers import Json, _Pipe, sent_while_written


def test_a_lone_surrogate_is_an_escape() -> None:
    assert json.loads(Json({"a": "x\ud800"}).body) == {"a": "x\ud800"}


def read(pipe: _Pipe) -> bytes:
    return b"".join(pipe.read())


def test_what_is_written_is_read_in_order() -> None:
    parts = [bytes([number]) * 50_000 for number in range(5)]
    pipe = _Pipe()
    pipe.fill(lambda target: [target.write(part) for part in parts])
    assert read(pipe) == b"".join(parts)


def test_a_fault_of_the_writer_reaches_the_reader() -> None:
    pipe = _Pipe()

    def fail(target: BinaryIO) -> None:
        target.write(b"half")
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        pipe.fill(fail)
    with pytest.raises(TollbookError, match="could not be written to its end"):
        read(pipe)


def test_a_writer_ends_when_nobody_reads_on() -> None:
    ended = Event()

    def endless(target: BinaryIO) -> None:
        try:
            while True:
                target.write(b"x" * 64_000)
        finally:
            ended.set()

    answer = sent_while_written(endless, media_type="text/plain", name="a.txt", places=BoundedSemaphore(1))
    pipe = _Pipe()
    assert answer.headers["content-disposition"] == 'attachment; filename="a.txt"'
    import threading

    writer = threading.Thread(target=pipe.fill, args=(endless,), daemon=True)
    writer.start()
    chunks = pipe.read()
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    assert ended.wait(30)


def test_a_file_too_many_is_refused_and_its_place_is_free_when_another_ends() -> None:
    places, released = BoundedSemaphore(1), Event()
    sent_while_written(lambda _: released.wait(20), media_type="text/plain", name="a.txt", places=places)
    with pytest.raises(LedgerBusy, match="other files are being sent"):
        sent_while_written(lambda _: None, media_type="text/plain", name="b.txt", places=places)
    released.set()
    assert places.acquire(timeout=20)


def test_a_reader_who_takes_nothing_loses_the_file_and_is_told_when_it_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_PATIENCE", 0.01)
    pipe = _Pipe()

    def endless(target: BinaryIO) -> None:
        while True:
            target.write(b"x" * 64_000)

    pipe.fill(endless)
    with pytest.raises(TollbookError, match="not read on"):
        read(pipe)


def test_a_place_to_go_back_to_is_refused() -> None:
    with pytest.raises(OSError, match="no places to go back to"):
        _Pipe().seek(0)
