"""The reader scores at or above every pinned floor on the gold corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from .__main__ import ordered, score_halves
from .floors import MARGIN, below_floors, load_floors, write_floors
from .marks import load_corpus
from .scoring import Count


def test_no_field_scores_below_its_pinned_floor() -> None:
    """Each field's F1, on all records and on each half, is at or above gold/floors.toml."""
    scored = {half: ordered(score) for half, score in score_halves(load_corpus()).items()}
    assert not below_floors(scored, load_floors())


def test_a_field_below_its_floor_is_named_with_both_figures() -> None:
    """The failure says which field of which half fell, what it scored and what was pinned."""
    scored = {"dev": {"force": Count(right=1, expected=2, given=2)}}
    assert below_floors(scored, {"dev": {"force": 0.6}}) == ["dev.force: F1 0.500 is below its floor 0.600"]
    assert below_floors(scored, {"dev": {"force": 0.5}}) == []


def test_a_pinned_field_that_is_no_longer_scored_fails() -> None:
    """Dropping all marks of a field cannot pass the gate silently."""
    assert below_floors({"dev": {}}, {"dev": {"force": 0.9}}) == ["dev.force: pinned at 0.900, but no mark is scored for it"]


def test_a_field_with_false_alarms_alone_scores_zero() -> None:
    """Nothing expected and something given is no perfect score."""
    assert Count(right=0, expected=0, given=1).f1 == 0.0


def test_pinning_writes_the_measured_value_less_the_margin(tmp_path: Path) -> None:
    """What is pinned passes at once, and a fall larger than the margin fails."""
    path = tmp_path / "floors.toml"
    write_floors({"dev": {"force": Count(right=9, expected=10, given=10)}}, path)
    floors = load_floors(path)
    assert floors["dev"]["force"] == pytest.approx(0.9 - MARGIN, abs=1e-3)
    assert not below_floors({"dev": {"force": Count(right=9, expected=10, given=10)}}, floors)
    assert below_floors({"dev": {"force": Count(right=8, expected=10, given=10)}}, floors)
