"""A projection says what an estimate implies for a force, and no more than can be defended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.outlook.made import START, made_estimate
from tollbook.core.errors import UsageError
from tollbook.core.projections import PhraseStatement, StrengthStatement
from tollbook.outlook.project import NO_STRENGTH, REPLACED, project

CONTINGENT = StrengthStatement(source="INST", low=11_000, high=11_000)
THIRD = PhraseStatement(text="more than a third", low=1 / 3, high=None)
ALMOST = PhraseStatement(text="almost 40 percent", low=0.38, high=0.4, base="capability")


def test_a_contingent_with_a_third_lost() -> None:
    """With casualties 3,840 [2,940, 4,990] of about 11,000, `more than a third` holds more likely than not and `almost 40%` does not."""
    found = project(made_estimate(draws=4_000), [CONTINGENT], [THIRD, ALMOST])
    assert found.fraction is not None
    assert found.fraction.median == pytest.approx(0.35, abs=0.01)
    low, high = found.fraction.interval()
    assert (low, high) == pytest.approx((0.265, 0.464), abs=0.015)
    third, almost = found.phrases
    assert third.probability == third.at_least == pytest.approx(0.61, abs=0.04)
    assert almost.at_least == pytest.approx(0.32, abs=0.04)
    assert almost.probability < almost.at_least
    assert "capability" in almost.note
    assert third.note == ""


def test_the_strength_left_counts_the_wounded_who_are_back() -> None:
    found = project(made_estimate(draws=4_000), [CONTINGENT])
    assert found.effective is not None
    assert found.effective.median == pytest.approx(7_480, rel=0.03)
    assert 11_000 - 3_840 < found.effective.median < 11_000


def test_scenarios_are_named_and_ordered_by_what_they_assume() -> None:
    found = project(made_estimate(), [CONTINGENT])
    assert [fan.name for fan in found.fans] == ["constant rate", "drift", "drift with pauses"]
    constant, drift, pauses = found.fans
    assert drift.losses[1].interval()[1] > constant.losses[1].interval()[1] * 0.99
    assert pauses.losses[1].median < drift.losses[1].median
    for fan in found.fans:
        assert all(later.median >= earlier.median for earlier, later in zip(fan.losses, fan.losses[1:], strict=False))
        assert all(share.interval(0.99)[1] <= 1 for share in fan.fraction)


def test_without_a_strength_no_share_is_given() -> None:
    found = project(made_estimate(), [], [THIRD])
    assert (found.deployed, found.fraction, found.effective, found.phrases) == (None, None, None, ())
    assert found.notes == (NO_STRENGTH,)
    assert all(fan.effective == () for fan in found.fans)


def test_losses_beyond_the_strength_give_no_share() -> None:
    """A force that lost twice its stated strength was replaced: a share of it would mean nothing."""
    found = project(made_estimate(total=22_000), [CONTINGENT], [THIRD])
    assert found.fraction is None
    assert found.notes == (REPLACED,)


def test_statements_of_strength_that_differ_make_the_answer_wider() -> None:
    one = project(made_estimate(), [CONTINGENT]).deployed
    two = project(made_estimate(), [CONTINGENT, StrengthStatement(source="POST", low=14_000, high=16_000)]).deployed
    assert one is not None
    assert two is not None
    assert two.interval()[1] - two.interval()[0] > 2 * (one.interval()[1] - one.interval()[0])


def test_ratios_hold_for_a_window() -> None:
    other = made_estimate(total=7_680, force="SOR", seed=2)
    window = (START + timedelta(days=10), START + timedelta(days=30))
    wounded, exchange = project(made_estimate(killed=0.2), window=window, other=other).ratios
    assert wounded.value.median == pytest.approx(4.0, rel=0.1)
    assert exchange.value.median == pytest.approx(2.0, rel=0.1)
    assert exchange.name == "SOR losses for each of NOR"
    assert (exchange.start, exchange.end) == window


def test_the_trend_compares_the_last_days_with_as_many_before() -> None:
    trend = project(made_estimate(days=100, wobble=0.0)).trend
    assert trend.days == 28
    assert trend.ratio is not None
    assert trend.ratio.median == pytest.approx(1.0)
    assert project(made_estimate(days=40)).trend.ratio is None


def test_materiel_has_no_killed_and_no_strength_left() -> None:
    found = project(made_estimate(measure="tank"), [CONTINGENT])
    assert found.fraction is not None
    assert (found.effective, found.ratios) == (None, ())


def test_the_same_seed_gives_the_same_digits() -> None:
    estimate = made_estimate()
    assert project(estimate, [CONTINGENT], [THIRD]).to_dict() == project(estimate, [CONTINGENT], [THIRD]).to_dict()


def test_the_json_form_holds_quantiles_and_never_draws() -> None:
    found = project(made_estimate(), [CONTINGENT], [THIRD]).to_dict()
    assert len(found["lost"]) == len(found["levels"]) == 11
    assert found["phrases"][0]["probability"] == project(made_estimate(), [CONTINGENT], [THIRD]).phrases[0].probability


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"strengths": [StrengthStatement(source="X", low=0, high=5)]}, "expected 1 or more"),
        ({"strengths": [StrengthStatement(source="X", low=9, high=5)]}, "lower bound first"),
        ({"horizons": [0]}, "whole days from 1 on"),
        ({"window": (START, START + timedelta(days=900))}, "lies outside the estimate"),
        ({"window": (START + timedelta(days=5), START)}, "lies outside the estimate"),
        ({"other": made_estimate(days=10, force="SOR")}, "SOR is not estimated from"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        project(made_estimate(), **arguments)  # type: ignore[arg-type]


def test_an_estimate_without_its_draws_is_refused() -> None:
    estimate = made_estimate()
    stored = replace(estimate, totals=tuple(replace(one, draws=None) for one in estimate.totals))
    with pytest.raises(UsageError, match="stored without its draws"):
        project(stored)
