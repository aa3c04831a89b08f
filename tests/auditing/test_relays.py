"""A series that is another's passed on is found; two counts of one war, each with its own noise, never are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.auditing.made import claim, day_by_day, reading
from tollbook.auditing.relays import LEAST_STRETCHES, compare_series, relays_of_series
from tollbook.core.series import Series, SeriesPoint

FIRST = date(2024, 1, 1)


def poisson(mean: float, rng: random.Random) -> int:
    return max(0, round(rng.gauss(mean, mean**0.5)))


def war(seed: int, mean: float = 1_000) -> list[float]:
    """Return an intensity of 400 days that wanders between half and double of its mean."""
    rng, level, found = random.Random(seed), 1.0, []
    for _ in range(400):
        level = min(2.0, max(0.5, level * rng.uniform(0.9, 1.1)))
        found.append(mean * level)
    return found


def count(intensity: list[float], seed: int, coverage: float = 1.0) -> Series:
    rng, total, totals = random.Random(seed), 0, []
    for mean in intensity:
        total += poisson(coverage * mean, rng)
        totals.append(total)
    return day_by_day(FIRST, totals, "killed", "wounded", source=f"source {seed}")


def months_of(series: Series, change: Callable[[float], float] = lambda value: value, *, days: int = 30, lag: int = 0) -> Series:
    points = [replace(point, day=point.day + timedelta(days=lag), value=change(point.value)) for point in series.points[::days]]
    return replace(series, source="relay", points=tuple(points))


STAFF = count(war(1), 1)


@pytest.mark.parametrize(
    ("change", "lag", "scale"),
    [
        (lambda value: value, 0, 1.0),
        (lambda value: value, 3, 1.0),
        (lambda value: round(value, -1), 0, 1.0),
        (lambda value: 0.5 * value, 0, 0.5),
    ],
)
def test_a_series_passed_on_by_months_is_a_relay_with_its_scale_and_lag(change: Callable[[float], float], lag: int, scale: float) -> None:
    found = compare_series(STAFF, months_of(STAFF, change, lag=lag))
    assert found.verdict == "relay"
    assert found.scale == pytest.approx(scale, rel=0.01)
    assert found.lag == -lag
    assert found.chance < 1e-6


def test_a_transcription_of_every_day_is_a_relay_and_the_order_does_not_matter() -> None:
    copy = replace(STAFF, source="copy")
    assert compare_series(STAFF, copy).verdict == compare_series(copy, STAFF).verdict == "relay"
    assert compare_series(months_of(STAFF), STAFF).verdict == "relay"


def test_flows_by_month_are_compared_with_totals_by_day() -> None:
    totals = {point.day: point.value for point in STAFF.points}
    days = [FIRST + timedelta(days=30 * month) for month in range(13)]
    flows = [
        SeriesPoint(day=end, start=start + timedelta(days=1), value=totals[end] - totals[start]) for start, end in itertools.pairwise(days)
    ]
    assert compare_series(STAFF, replace(STAFF, source="flows", kind="flow", points=tuple(flows))).verdict == "relay"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), width=st.sampled_from([1, 7, 30]), coverage=st.floats(0.2, 1.5))
def test_two_counts_of_one_war_are_never_a_relay(seed: int, width: int, coverage: float) -> None:
    intensity = war(seed)
    one, other = count(intensity, seed + 1), months_of(count(intensity, seed + 2, coverage), days=width)
    found = compare_series(one, other)
    assert found.verdict == "independent"
    assert found.correlation is not None


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_small_counts_are_joined_and_never_a_relay(seed: int) -> None:
    intensity = war(seed, mean=3)
    assert compare_series(count(intensity, seed + 1), count(intensity, seed + 2)).verdict == "independent"


def test_fewer_stretches_than_a_verdict_needs_give_none() -> None:
    short = months_of(STAFF)
    enough = replace(short, points=short.points[: LEAST_STRETCHES + 1])
    assert compare_series(STAFF, enough).verdict == "relay"
    assert compare_series(STAFF, replace(short, points=short.points[:LEAST_STRETCHES])).verdict == "too_short"


def test_series_without_a_stretch_in_common_are_too_short() -> None:
    later = day_by_day(date(2030, 1, 1), list(range(0, 100_000, 1_000)), "killed", "wounded", source="later")
    assert compare_series(STAFF, later).verdict == "too_short"
    assert compare_series(STAFF, replace(STAFF, points=())).verdict == "too_short"
    assert compare_series(replace(STAFF, points=STAFF.points[:1]), STAFF).verdict == "too_short"


def found_with(one: Series, other: Series, source: str = "source 1") -> list[str]:
    cited = reading(claim(1_000, "killed", "wounded", source=source))
    return [finding.verdict for finding in relays_of_series([cited], [one, other])]


def test_a_relay_is_noted_where_a_text_cites_one_of_the_sources() -> None:
    relay = months_of(STAFF)
    assert found_with(STAFF, relay) == ["note"]
    assert found_with(STAFF, relay, source="relay") == ["note"]
    assert found_with(STAFF, relay, source="another") == []


def test_nothing_is_said_of_independent_or_unlike_series() -> None:
    assert found_with(STAFF, count(war(1), 2)) == []
    assert found_with(STAFF, replace(months_of(STAFF), force="UKR")) == []
    assert found_with(STAFF, replace(months_of(STAFF), outcome="captured")) == []
    assert found_with(STAFF, months_of(STAFF, days=100)) == ["unverifiable"]
    assert found_with(STAFF, replace(STAFF, categories=frozenset({"tank"}), source="x")) == []
