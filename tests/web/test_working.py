"""What takes long has threads of its own, and what is quick shares a few."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from threading import Event, Lock, Thread, get_native_id

from anyio.to_thread import current_default_thread_limiter
from fastapi.testclient import TestClient
from starlette.concurrency import run_in_threadpool

from tollbook.web.app import make_app
from tollbook.web.working import LAST, QUICK, SLOW, SlowWork, yield_to_others


def test_slow_work_takes_its_own_few_threads_and_holds_up_nothing_quick() -> None:
    slow, lock, full, released = SlowWork(), Lock(), Event(), Event()
    working, most = 0, 0

    def wait() -> None:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
            if working == SLOW:
                full.set()
        released.wait(20)
        with lock:
            working -= 1

    async def both() -> list[int]:
        tasks = [asyncio.create_task(slow.do(wait)) for _ in range(3 * SLOW)]
        assert await run_in_threadpool(full.wait, 20)
        answers = [await run_in_threadpool(int, "7") for _ in range(2)]
        released.set()
        await asyncio.gather(*tasks)
        return answers

    assert asyncio.run(both()) == [7, 7]
    assert most == SLOW


def test_a_server_answers_from_a_few_threads(shelf: Path) -> None:
    app = make_app(str(shelf))

    @app.get("/threads")
    async def tell_threads() -> float:
        return current_default_thread_limiter().total_tokens

    with TestClient(app) as client:
        assert client.get("/threads").json() == QUICK


def test_a_thread_that_yields_to_others_lowers_its_own_priority_alone() -> None:
    def told() -> int:
        return os.getpriority(os.PRIO_PROCESS, get_native_id()) if sys.platform == "linux" else LAST

    lowered: list[int] = []

    def work() -> None:
        yield_to_others()
        lowered.append(told())

    before = told()
    thread = Thread(target=work)
    thread.start()
    thread.join(20)
    assert (lowered, told()) == ([LAST], before)
