"""Days, ranges and windows of options are read or refused with what is expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tollbook.cli.estimate_options import chart_given, range_given, window_given
from tollbook.core.errors import UsageError


def test_what_is_given_is_read() -> None:
    assert range_given("--deployed", "11,000") == (11_000, 11_000)
    assert range_given("--deployed", "10000-12000") == (10_000, 12_000)
    assert window_given("--window", "2031-01-02..2031-01-05") == (date(2031, 1, 2), date(2031, 1, 5))
    assert window_given("--window", "2031-01-02") == (date(2031, 1, 2), date(2031, 1, 2))


def test_what_is_not_given_is_none() -> None:
    assert (range_given("a", None), window_given("a", None), chart_given(None)) == (None,) * 3


def test_a_chart_needs_a_folder(tmp_path: Path) -> None:
    assert chart_given(tmp_path / "a.SVG") == tmp_path / "a.SVG"
    with pytest.raises(UsageError, match="a folder that exists"):
        chart_given(tmp_path / "none" / "a.svg")
