"""A regular count gives increments, a list its coverage, anything else points; revisions, slips and repetitions are no evidence."""

from __future__ import annotations

import pytest

from tests.flow.told import START, day, figure
from tollbook.flow.figures import Figure
from tollbook.flow.streams import Found, Stretch, observe

STRETCH = Stretch(start=START, end=day(200))


def observed(figures: list[Figure], role: str = "opponent", **options: object) -> Found:
    found = Found()
    observe(figures, role, STRETCH, found, **options)  # type: ignore[arg-type]
    return found


def regular(values: list[float], *, first: int = 30) -> list[Figure]:
    return [figure(value, first + nth) for nth, value in enumerate(values)]


RISING = [float(1_000 + 100 * nth) for nth in range(12)]


def test_a_regular_total_gives_its_first_level_and_its_increments() -> None:
    found = observed(regular(RISING))
    assert [point.stated for point in found.points] == [1_000]
    assert {one.value for one in found.increments} == {100.0}
    assert len(found.increments) == 11
    assert found.increments[0].window.start == day(31)
    assert found.increments[0].statements == ("s30-1000.0", "s31-1100.0")


def test_a_count_from_the_first_days_on_has_no_level_apart() -> None:
    found = observed(regular(RISING, first=1))
    assert found.points == []
    assert found.increments[0].value == 1_000


def test_few_totals_are_points() -> None:
    found = observed(regular(RISING[:5]))
    assert (len(found.points), found.increments) == (5, [])
    assert found.points[0].window.start == START
    assert found.points[0].step == 1_000


def test_a_typing_error_is_left_out() -> None:
    values = [*RISING[:5], 15_000.0, *RISING[6:]]
    found = observed(regular(values))
    assert [one.reason for one in found.left_out] == ["a typing error: it lies outside of the totals beside it"]
    assert {one.value for one in found.increments} == {100.0, 200.0}


def test_a_fall_is_a_revision_and_no_loss() -> None:
    values = [*RISING[:6], *(value - 450 for value in RISING[6:])]
    found = observed(regular(values))
    assert all(one.value >= 0 for one in found.increments)
    assert [one.reason for one in found.left_out] == ["a revision: the total fell from 1,500"]


def test_an_increment_over_a_change_of_meaning_is_left_out() -> None:
    found = observed(regular(RISING), changes=[day(35)])
    assert len(found.increments) == 10
    assert "means something else" in found.left_out[0].reason


def test_a_rounded_total_beside_the_daily_one_adds_nothing() -> None:
    rounded = figure(2_000, 36, hedge="over", bounds=(2_000, None), statement="round")
    found = observed([*regular(RISING), rounded])
    assert len(found.increments) == 11
    assert [one.statement for one in found.left_out] == ["round"]


def test_losses_of_a_day_beside_the_running_total_add_nothing() -> None:
    found = observed([*regular(RISING), figure(100, 35, since=35, kind="flow", statement="day")])
    assert [(one.statement, one.reason) for one in found.left_out] == [("day", "its source's own running total holds it")]


def test_figures_by_period_are_increments_and_the_total_adds_nothing() -> None:
    months = [figure(300, 30 * nth + 29, since=30 * nth, kind="flow") for nth in range(6)]
    weeks = [figure(70 + nth, 7 * nth + 6, since=7 * nth, kind="flow") for nth in range(10)]
    assert len(observed(months).points) == 6
    found = observed([*weeks, figure(800, 69)])
    assert len(found.increments) == 10
    assert found.left_out[0].reason == "its source's own figures by period hold it"


def test_of_two_figures_for_the_same_days_one_counts() -> None:
    weeks = [figure(70 + nth, 7 * nth + 6, since=7 * nth, kind="flow") for nth in range(10)]
    found = observed([*weeks, figure(20, 10, since=8, kind="flow", statement="inside")])
    assert [one.statement for one in found.left_out] == ["inside"]


def test_of_two_totals_for_a_day_the_more_exact_counts() -> None:
    found = observed([figure(4_000, 40, statement="round"), figure(4_012, 40, statement="fine")])
    assert [point.statements for point in found.points] == [("fine",)]


def test_of_a_list_the_latest_state_counts_with_its_date() -> None:
    found = observed([figure(400, 40), figure(900, 80, published=day(90))], "named_count")
    (count,) = found.counts
    assert (count.count, count.known_on, count.window.end) == (900, day(90), day(81))
    assert [one.reason for one in found.left_out] == ["an earlier state of the same list"]


def test_a_list_by_period_is_counted_by_period() -> None:
    weeks = [figure(70 + nth, 7 * nth + 6, since=7 * nth, kind="flow", hedge="at_least") for nth in range(10)]
    found = observed(weeks, "named_count")
    assert [count.count for count in found.counts] == [70 + nth for nth in range(10)]
    assert {count.known_on for count in found.counts} == {day(69)}


def test_outcomes_of_a_list_add_up_to_what_was_lost() -> None:
    parts = [
        figure(number, 40, outcome=outcome, statement=outcome)
        for outcome, number in (("destroyed", 60), ("captured", 20), ("damaged", 5), ("abandoned", 2))
    ]
    (count,) = observed(parts, "visual_confirmation").counts
    assert (count.count, len(count.statements)) == (87, 4)


def test_one_outcome_of_a_claim_is_no_total() -> None:
    found = observed([figure(60, 40, outcome="destroyed")])
    assert (found.points, found.left_out[0].reason) == ([], "one outcome of several, not all that was lost")


@pytest.mark.parametrize(("since", "start"), [(None, 0), (0, 0), (6, 0), (20, 20)])
def test_a_total_counts_from_the_first_day_of_the_war_or_from_its_own(since: int | None, start: int) -> None:
    assert STRETCH.window(figure(10, 40, since=since)).start == day(start)
