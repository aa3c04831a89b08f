"""An estimate as a value: quantiles from what is stored, dates between the grid's, and refusals."""

from __future__ import annotations

from datetime import date

import pytest

from tests.outlook.made import made_estimate
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.estimates import LEVELS, Diagnostics, Estimate, Influence, Marginal, Path, SourceSummary, marginal

DRAWS = tuple(float(i) for i in range(101))


def made(*, draws: bool = True) -> Estimate:
    """A total of 0 to 100 on the tenth day and twice that on the twentieth."""
    rows = tuple((draw, 2 * draw) for draw in DRAWS)
    quantiles = tuple(marginal("casualties", [row[i] for row in rows]).quantiles for i in range(2))
    path = Path(name="casualties", quantiles=quantiles, draws=rows if draws else None)
    influence = Influence(
        statements=("s1",), source="A", category="casualties", start=date(2025, 1, 1), end=date(2025, 1, 11), kind="point",
        shift=0.1, khat=0.0, residual=0.2, expected=50.0,
    )  # fmt: skip
    return Estimate(
        force="AAA",
        measure="casualties",
        start=date(2025, 1, 1),
        dates=(date(2025, 1, 10), date(2025, 1, 20)),
        totals=(path,),
        rates=(path,),
        killed_share=None,
        source_summaries=(
            SourceSummary(source="A", role="third_party_intelligence", statements=1, anchor=True),
            SourceSummary(source="B", role="third_party_intelligence", statements=1, anchor=True, relays="A"),
        ),
        influences=(influence,),
        sensitivities=(),
        diagnosis=Diagnostics(converged=True, khat=0.1, ess=100.0, nodes=1, iterations=1, engine="test", steps=2, step_days=10),
        assumptions=Assumptions(),
        statements=("s1",),
        model_version="1",
        seed=1,
    )


def test_a_stored_quantile_is_given_as_stored() -> None:
    assert made(draws=False).at().interval(0.9) == (10.0, 190.0)


def test_other_quantiles_come_from_the_draws() -> None:
    assert made().at().total().quantile(0.6) == pytest.approx(120)


def test_without_draws_a_quantile_between_levels_is_interpolated_and_one_beyond_is_refused() -> None:
    total = made(draws=False).at().total()
    assert total.quantile(0.6) == pytest.approx(120)
    with pytest.raises(UsageError, match="not stored"):
        total.quantile(0.001)


@pytest.mark.parametrize("draws", [True, False])
def test_between_dates_a_total_is_interpolated(draws: bool) -> None:
    estimate = made(draws=draws)
    assert estimate.at(date(2025, 1, 15)).total().median == pytest.approx(75)
    assert estimate.at(date(2025, 1, 5)).total().median == pytest.approx(25)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 1, 21)])
def test_a_day_outside_is_refused(day: date) -> None:
    with pytest.raises(UsageError, match="outside the estimate"):
        made().at(day)


def test_a_probability_needs_the_draws() -> None:
    assert made().at().total().probability(above=100) == pytest.approx(0.5, abs=0.01)
    with pytest.raises(UsageError, match="without its draws"):
        made(draws=False).at().total().probability(above=100)


def test_an_unknown_quantity_names_the_known() -> None:
    with pytest.raises(UsageError, match="casualties"):
        made().rate(quantity="missing")


def test_a_relay_is_no_anchor() -> None:
    assert made().anchors == ("A",)


def test_a_statement_that_is_not_part_of_it_is_unknown() -> None:
    assert made().explain("s1")[0].source == "A"
    with pytest.raises(UnknownRecord, match="s9"):
        made().explain("s9")


def test_an_estimate_gives_its_own_outlook() -> None:
    found = made_estimate(draws=200).outlook(deployed=11_000, horizons=(30,), against=made_estimate(draws=200, force="SOR"))
    assert found.fraction is not None
    assert found.fraction.median == pytest.approx(0.35, rel=0.1)
    assert [(one.low, one.high) for one in found.strengths] == [(11_000, 11_000)]
    assert [one.name for one in found.ratios] == ["wounded for each killed", "SOR losses for each of NOR"]


def test_an_outlook_without_a_size_gives_no_share() -> None:
    assert made_estimate(draws=200).outlook().fraction is None


def test_the_contract_holds_levels_and_assumptions_and_no_draws() -> None:
    contract = made().to_dict()
    assert contract["levels"] == list(LEVELS)
    assert len(contract["totals"]["casualties"][0]) == len(LEVELS)
    assert contract["assumptions"]["id"] == Assumptions().id
    assert "draws" not in str(contract["totals"])


def test_a_marginal_knows_its_middle() -> None:
    assert Marginal(name="x", quantiles=tuple(LEVELS)).median == 0.5
