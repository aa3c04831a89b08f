"""A panel's axis holds what is shown and starts at zero unless all lies far above; words at the ends of lines don't touch."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tollbook.charts.panel import apart, axis_of, broken, days_of


@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=30))
def test_an_axis_holds_every_value_between_round_ticks(values: list[float]) -> None:
    axis = axis_of(values)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert 2 <= len(axis.ticks) <= 8


def test_an_axis_starts_at_zero_unless_all_values_lie_far_above_it() -> None:
    assert axis_of([10, 100]).low == 0
    assert axis_of([480_000, 700_000]).low > 0
    assert axis_of([480_000, 700_000], from_zero=True).low == 0


@given(st.lists(st.floats(min_value=0, max_value=300), min_size=1, max_size=5))
def test_words_at_the_ends_of_lines_do_not_touch(wanted: list[float]) -> None:
    places = sorted(apart(wanted, [20.0] * len(wanted), 300))
    assert all(after - before >= 19.99 for before, after in pairwise(places))


def test_long_words_are_broken_into_three_lines_at_most() -> None:
    assert broken("General Staff of the Armed Forces of Ukraine", 16) == ["General Staff of", "the Armed Forces", "of Ukraine"]
    assert len(broken("word " * 40)) == 3


def test_one_day_alone_is_shown_between_its_neighbors() -> None:
    assert days_of([date(2031, 1, 2)]) == (date(2031, 1, 1), date(2031, 1, 3))
