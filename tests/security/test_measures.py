"""The measures of security count what they try, and tell what gets through."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks import patterns, security
from benchmarks.patterns import Measured, attacks, measure, seconds_of
from benchmarks.report import ROOT


def test_every_measure_is_named_in_the_threat_table_by_its_command() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m benchmarks\.security ([a-z]+)`", page))
    assert named | {"patterns"} == set(security.MEASURES)


def test_a_measure_counts_what_was_tried() -> None:
    figures = list(security.MEASURES["numbers"]())
    assert [figure.shown for figure in figures] == ["0", "0"]
    assert all(figure.reached for figure in figures)
    assert all(int(number) > 0 for figure in figures for number in re.findall(r": (\d+)", figure.what))


def test_what_gets_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.security import traps

    monkeypatch.setattr(traps, "BOUNDARIES", {"12": None, "13": 13})
    first, _ = security.MEASURES["numbers"]()
    assert (first.shown, first.reached) == ("1", False)


def slow(pattern: str, method: str, longest: int) -> dict[str, Any]:
    """Return a pattern as `pattern_watch` tells it."""
    told = {"engine": "re", "place": "a.py:1", "of_bytes": False, "flags": re.UNICODE, "options": {}}
    return told | {"pattern": pattern, "methods": [method], "longest": longest}


def test_an_attack_is_found_on_a_pattern_that_backtracks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LIMIT_SECONDS", 0.6)
    measured, section = measure([slow("(?:a+)+b", "match", 60), slow("a", "search", 90_000)])
    assert measured[0].attack.startswith("a")
    assert measured[0].seconds > patterns.BOUND_SECONDS_GOAL
    assert any(figure.reached is False for figure in section.figures)


def test_a_linear_pattern_is_measured_up_to_the_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SIZES", (1_000, 10_000, 100_000))
    (measured, *_), _ = measure([slow(r"\d+", "finditer", 90_000), slow("b", "match", 9)])
    assert measured.whole
    assert [length for length, _ in measured.times] == list(patterns.SIZES)
    assert measured.seconds < patterns.LIMIT_SECONDS


def test_attacks_repeat_what_a_pattern_repeats() -> None:
    pumps = {pump for pump, end in attacks(slow(r"x(?:[0-9]{2,}|[^\W\d]+,\s*)*(?=z)", "match", 9)) if end}
    assert {"x00", "00", "0", "a", " "} <= pumps


def test_growth_is_told_only_where_the_clock_can() -> None:
    quick = Measured(place="a", engine="re", whole=True, attack="a", times=((10, 1e-6), (100, 1e-4)))
    slow = Measured(place="a", engine="re", whole=True, attack="a", times=((10, 0.1), (100, 10.0)))
    assert quick.growth == 1.0
    assert slow.growth == pytest.approx(10.0)


def test_a_pattern_that_is_asked_in_no_way_costs_nothing() -> None:
    assert seconds_of(re.compile("a"), [], "a") == 0.0
