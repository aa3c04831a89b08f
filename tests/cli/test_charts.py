"""A chart is a picture of the estimate: bands, statements by role, and who pins the level."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.flow.told import START, day, said
from tests.outlook.made import made_estimate
from tollbook.cli import charts
from tollbook.cli.charts import draw_estimate, draw_projection
from tollbook.core.errors import UsageError
from tollbook.core.projections import StrengthStatement
from tollbook.flow.selection import Wanted, select
from tollbook.outlook.project import project

TOLD = [said(1_200, 20, source="UKR-GS"), said(2_500, 30, hedge="at_least", bounds=(2_500, None)), said(900, 35, categories=("killed",))]
OBSERVATIONS = select(TOLD, Wanted(force="NOR", start=START, end=day(41))).observations


def test_a_chart_names_its_anchors_and_the_roles_of_its_marks(tmp_path: Path) -> None:
    picture = tmp_path / "nor.svg"
    draw_estimate(made_estimate(draws=100), OBSERVATIONS, picture)
    text = picture.read_text(encoding="utf-8")
    for words in ("NOR: casualties", "Level pinned by INST", "at least", "95%"):
        assert words in text


def test_a_png_is_a_png(tmp_path: Path) -> None:
    picture = tmp_path / "nor.png"
    draw_projection(project(made_estimate(draws=100), [StrengthStatement(source="INST", low=11_000, high=11_000)]), picture)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'tollbook\[charts\]'"):
        draw_estimate(made_estimate(draws=100), OBSERVATIONS, tmp_path / "a.svg")
    assert "altair" not in repr(sys.exc_info())
