"""So many a minute for each key, and the memory of keys has an end."""

from __future__ import annotations

from tollbook.web.rates import Rate, client_of


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minute_holds_so_many_and_one_comes_back_every_share_of_it() -> None:
    clock = Seconds()
    rate = Rate(6, clock=clock)
    assert [rate.take("a") for _ in range(6)] == [0.0] * 6
    assert rate.take("a") == 10.0
    assert rate.wait("a") == 10.0
    clock.now += 10
    assert rate.wait("a") == 0.0
    assert rate.take("a") == 0.0
    assert rate.take("a") > 0


def test_keys_do_not_take_from_each_other() -> None:
    rate = Rate(1, clock=Seconds())
    assert rate.take("a") == 0.0
    assert rate.take("b") == 0.0
    assert rate.take("a") == 60.0


def test_a_refused_one_does_not_lengthen_the_wait() -> None:
    clock = Seconds()
    rate = Rate(1, clock=clock)
    rate.take("a")
    assert [rate.take("a") for _ in range(5)] == [60.0] * 5


def test_a_clock_that_goes_back_fills_nothing_and_owes_nothing() -> None:
    clock = Seconds()
    rate = Rate(1, clock=clock)
    rate.take("a")
    clock.now -= 1_000_000
    assert rate.take("a") == 60.0
    clock.now += 60
    assert rate.take("a") == 0.0


def test_the_keys_seen_longest_ago_are_forgotten() -> None:
    rate = Rate(1, clock=Seconds(), most_keys=2)
    for key in ("a", "b", "c"):
        rate.take(key)
    assert len(rate._buckets) == 2
    assert rate.take("a") == 0.0


def test_a_client_is_its_address() -> None:
    assert client_of({"type": "http", "client": ("10.0.0.7", 4711)}) == "10.0.0.7"
    assert client_of({"type": "http", "client": None}) == ""
