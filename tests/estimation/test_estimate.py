"""From observations to an estimate: sensible, reproducible, honest about what is missing."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from benchmarks.calibration import calibrate
from benchmarks.simulation import simulated_assumptions
from tests.estimation.made import START, named, observed, pictured, quick, released, said, window
from tollbook.core.assumptions import Relay, SourceAssumption, factor
from tollbook.core.errors import NoAnchor, TooLittle
from tollbook.core.estimates import Estimate
from tollbook.estimation.estimate import estimate

CONTINGENT = (
    said("NIS", 2700, 20, low=2700, high=2700, category="casualties"),
    said("UKR", 3800, 25, role="opponent"),
    said("officials", 4000, 28, role="official"),
    said("officials", 1000, 28, role="official", category="killed"),
)


@pytest.fixture(scope="module")
def contingent() -> Estimate:
    return estimate(observed(*CONTINGENT, days=30), quick())


def test_a_handful_of_statements_gives_a_wide_sensible_answer(contingent: Estimate) -> None:
    low, high = contingent.at().interval(0.9)
    assert 2300 < low < 3400
    assert 3600 < high < 5600
    assert contingent.at().total("killed").median < 0.5 * contingent.at().total().median


def test_killed_and_wounded_are_drawn_together(contingent: Estimate) -> None:
    drawn = {path.name: np.asarray(path.draws) for path in contingent.totals}
    assert drawn["killed"] + drawn["wounded"] == pytest.approx(drawn["casualties"])


def test_totals_grow_over_time(contingent: Estimate) -> None:
    medians = [row[5] for row in contingent.totals[0].quantiles]
    assert medians == sorted(medians)
    assert contingent.at(START).total().median < contingent.at().total().median


def test_the_same_inputs_give_the_same_digits(contingent: Estimate) -> None:
    again = estimate(observed(*CONTINGENT, days=30), quick())
    assert again == contingent
    assert again.to_dict() == contingent.to_dict()


def test_another_seed_gives_nearly_the_same(contingent: Estimate) -> None:
    other = estimate(observed(*CONTINGENT, days=30), quick(seed=7))
    assert other.at().total().median == pytest.approx(contingent.at().total().median, rel=0.03)


def test_a_statement_is_explained(contingent: Estimate) -> None:
    (found,) = contingent.explain("NIS-20")
    assert found.source == "NIS"
    assert found.expected == pytest.approx(2700, rel=0.3)


def test_sensitivity_shows_what_the_anchors_prior_does(contingent: Estimate) -> None:
    rows = [row for row in contingent.sensitivity() if row.quantity == "casualties"]
    plain = next(row for row in rows if row.assumption == "none")
    moved = {row.change: row for row in rows if row.assumption == "bias of third_party_intelligence"}
    assert moved["prior mean +0.15"].median < plain.median < moved["prior mean -0.15"].median


def test_without_a_statement_nothing_is_estimated() -> None:
    with pytest.raises(TooLittle, match="no statement"):
        estimate(observed(), quick())


def test_floors_alone_are_too_little() -> None:
    with pytest.raises(TooLittle, match="only floors"):
        estimate(observed(pictured(100, 60)), quick())


def test_a_window_outside_the_period_is_refused() -> None:
    with pytest.raises(TooLittle, match="outside"):
        estimate(observed(said("NIS", 100, 90), days=60), quick())


def test_without_an_anchor_the_error_names_who_is_there() -> None:
    with pytest.raises(NoAnchor, match=r"GS \(opponent\)"):
        estimate(observed(*released([100.0] * 40)), quick())


def test_a_source_can_be_named_as_anchor_and_then_its_prior_sets_the_level() -> None:
    made = estimate(observed(*released([100.0] * 60)), replace(quick(), scale_anchor=("GS",)))
    assert made.anchors == ("GS",)
    assert made.at().total().median == pytest.approx(6000 / 1.4, rel=0.1)
    low, high = made.at().interval(0.9)
    assert math.log(high / low) == pytest.approx(2 * 1.645 * 0.36, rel=0.25)


def test_materiel_is_the_same_model_without_shares() -> None:
    seen = observed(*released([6.0, 5.0, 0.0, 7.0, 4.0, -3.0] * 10), pictured(120, 60), days=60, measure="tank", shares=False)
    made = estimate(seen, quick())
    assert made.quantities == ("casualties",)
    assert made.killed_share is None
    assert made.at().interval(0.9)[0] > 100


def test_zero_losses_are_data() -> None:
    made = estimate(observed(said("NIS", 0, 30, low=0, high=0, step=0.0, hedge="exact"), days=30), quick())
    assert made.at().total().median < 1


def test_contradictory_sources_give_a_wide_answer_between_them() -> None:
    made = estimate(observed(said("A", 1000, 30), said("B", 4000, 30), days=30), quick())
    assert 1500 < made.at().total().median < 3000
    low, high = made.at().interval(0.9)
    assert low < 1000
    assert high > 4000


def test_names_learn_their_coverage() -> None:
    weeks = [named(55, 7 * i, 7 * i + 7) for i in range(8)]
    made = estimate(observed(*weeks, said("US", 800, 56, category="killed"), days=56), quick())
    coverage = next(one.coverage for one in made.sources() if one.source == "list")
    assert coverage is not None
    assert 0.4 < coverage.median < 0.75


def relayed(copy: bool) -> Estimate:
    """A daily release, a service that copies its monthly sums, and an anchor of its own."""
    seen = [*released([200.0 + 5 * (i % 7) for i in range(120)]), said("US", 18_000, 100)]
    if copy:
        seen += released([6300.0, 6350.0, 6400.0, 6450.0], days=30, source="MoD", role="third_party_intelligence")
    return estimate(observed(*seen, days=120), replace(quick(), relays=(Relay(source="MoD", parent="GS"),)))


def test_a_relay_neither_moves_nor_narrows() -> None:
    """No quantile moves by more than .05 sd, no interval narrows by more than 2%."""
    alone, beside = relayed(copy=False), relayed(copy=True)
    for one, other in zip(alone.totals, beside.totals, strict=True):
        spread = float(np.asarray(one.draws)[:, -1].std())
        assert np.abs(np.subtract(one.quantiles[-1], other.quantiles[-1])).max() <= 0.05 * spread
    summary = next(one for one in beside.sources() if one.source == "MoD")
    assert summary.relays == "GS"
    assert beside.anchors == ("US",)


def test_a_relay_stands_in_for_a_parent_that_is_silent() -> None:
    seen = [*released([6300.0] * 4, days=30, source="MoD", role="third_party_intelligence"), said("US", 18_000, 100)]
    assumptions = replace(
        quick(),
        relays=(Relay(source="MoD", parent="GS"),),
        sources=(SourceAssumption(source="GS", role="opponent", bias=factor(1.4, 0.35, "as the opponent")),),
    )
    made = estimate(observed(*seen, days=120), assumptions)
    assert [one.source for one in made.sources()] == ["GS", "US"]


def test_a_long_war_is_stepped_in_weeks() -> None:
    made = estimate(observed(*released([100.0] * 400), said("US", 30_000, 400), days=400), quick(nodes=48, draws=512))
    assert made.diagnostics().step_days == 7
    assert made.dates[-1] == START + timedelta(days=399)
    assert made.at(START + timedelta(days=200)).total().median == pytest.approx(made.at().total().median / 2, rel=0.1)


def test_intervals_hold_the_truth_of_simulated_wars() -> None:
    """A small calibration: with 12 wars, 90% intervals hold at least 8 truths (probability of fewer: under .001)."""
    found, failures, _ = calibrate(
        12, days=150, first=900, assumptions=simulated_assumptions().with_engine(step_days=7, nodes=96, draws=1024)
    )
    assert len(failures) <= 1
    for name in ("total casualties, end", "total killed, end", "rate casualties, end"):
        inside = sum(0.05 < rank < 0.95 for rank in found[name])
        assert inside >= 8, name


def test_the_window_helper_counts_days() -> None:
    assert window(3, 10).days == 7
