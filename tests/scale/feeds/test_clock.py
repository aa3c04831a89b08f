"""The machine's clock, which ends a sleep when it is told to."""

from __future__ import annotations

import time

from tollbook.scale.feeds.clock import SystemClock


def test_a_sleep_ends_when_the_watch_is_told_to_end() -> None:
    clock = SystemClock()
    assert not clock.has_ended()
    assert abs(clock.now() - time.time()) < 5
    clock.end()
    before = time.monotonic()
    clock.sleep(60.0)
    assert clock.has_ended()
    assert time.monotonic() - before < 5
