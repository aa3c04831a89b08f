"""An answer that is kept for a while: worked out once, told with its time, never waited for twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from tollbook.web.remembered import SHARE, STALE, Remembered


def test_an_answer_is_worked_out_again_only_after_its_time() -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    answers = iter(range(10))
    kept = Remembered(lambda: next(answers), lambda: now[0], kept=timedelta(seconds=60))
    first = now[0]
    assert kept.get() == (first, 0)
    now[0] += timedelta(seconds=59)
    assert kept.get() == (first, 0)
    now[0] += timedelta(hours=1)
    assert kept.get() == (now[0], 1)


def test_an_answer_does_not_stand_until_a_clock_that_was_put_back_has_caught_up() -> None:
    now = [datetime(2036, 1, 1, tzinfo=UTC)]
    answers = iter(range(10))
    kept = Remembered(lambda: next(answers), lambda: now[0], kept=timedelta(seconds=60))
    assert kept.get() == (now[0], 0)
    now[0] -= timedelta(days=3_650)
    assert kept.get() == (now[0], 1)


def test_a_little_old_answer_is_given_out_while_the_next_one_is_worked_out() -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    done, calls = Event(), []

    def work_out() -> int:
        calls.append(1)
        if len(calls) == 2:
            done.set()
        return len(calls)

    kept = Remembered(work_out, lambda: now[0])
    assert kept.get()[1] == 1
    now[0] += timedelta(seconds=90)
    assert kept.get()[1] == 1
    assert done.wait(10)
    for _ in range(1_000):
        if kept.get()[1] == 2:
            break
    assert kept.get() == (now[0], 2)


def test_who_asks_while_an_answer_is_worked_out_anew_gets_the_former_one() -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    begun, go_on = Event(), Event()
    calls = []

    def work_out() -> int:
        calls.append(1)
        if len(calls) > 1:
            begun.set()
            go_on.wait(10)
        return len(calls)

    kept = Remembered(work_out, lambda: now[0])
    assert kept.get()[1] == 1
    now[0] += timedelta(hours=1)
    slow = Thread(target=kept.get)
    slow.start()
    assert begun.wait(10)
    assert kept.get()[1] == 1
    go_on.set()
    slow.join(10)
    assert kept.get()[1] == 2


def test_what_keeps_the_processor_busy_is_kept_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    now, spent = [datetime(2026, 1, 1, tzinfo=UTC)], [0.0]
    answers = iter(range(10))

    def work_out() -> int:
        spent[0] += 3.0
        return next(answers)

    monkeypatch.setattr("tollbook.web.remembered.thread_time", lambda: spent[0])
    kept = Remembered(work_out, lambda: now[0])
    assert kept.get()[1] == 0
    now[0] += timedelta(seconds=3 * SHARE - 1)
    assert kept.get()[1] == 0
    assert next(answers) == 1
    now[0] += STALE * timedelta(seconds=3 * SHARE)
    assert kept.get()[1] == 2
