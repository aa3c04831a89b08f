"""A contingent of 11,000 and what four services and one president said of its losses: the answer is wide, and judges the phrases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tollbook as tb
from tollbook.flow.ledger import create_ledger
from tollbook.flow.project import Outlook, make_outlook
from tollbook.flow.selection import Wanted

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "contingent-statements.txt"


@pytest.fixture(scope="module")
def outlook(tmp_path_factory: pytest.TempPathFactory) -> Outlook:
    """The outlook from a ledger with the sample alone."""
    with create_ledger(tmp_path_factory.mktemp("ledgers") / "ledger.db") as ledger:
        ledger.add(tb.read(SAMPLE.read_text(encoding="utf-8"), published=date(2025, 1, 18)))
        return make_outlook(ledger, Wanted(force="PRK"))


def test_five_statements_are_observed(outlook: Outlook) -> None:
    observed = outlook.selection.observations
    assert [(one.source, one.stated) for one in observed.points] == [
        ("GBR-MOD-DI", 4_000),
        ("GBR-MOD-DI", 1_000),
        ("KOR-NIS", 300),
        ("KOR-NIS", 2_700),
        ("UKR-PRES", 3_800),
    ]
    assert observed.start == date(2024, 12, 6)


def test_the_share_lost_is_about_a_third_and_wide(outlook: Outlook) -> None:
    fraction = outlook.projection.fraction
    assert fraction is not None
    assert 0.27 < fraction.median < 0.40
    low, high = fraction.interval()
    assert 0.18 < low < 0.29
    assert 0.38 < high < 0.50


def test_more_than_a_third_may_be_and_almost_40_percent_is_generous(outlook: Outlook) -> None:
    third, almost = outlook.projection.phrases
    assert third.phrase.text == "more than a third"
    assert 0.3 < third.probability < 0.7
    assert almost.at_least < third.at_least
    assert almost.probability < 0.33


def test_most_of_the_contingent_is_still_effective(outlook: Outlook) -> None:
    effective = outlook.projection.effective
    assert effective is not None
    assert 7_000 < effective.median < 8_500
