"""A chart of series shows each figure as claimed, by who claims it, and says in its title what the figures come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.outlook.made import START, made_estimate
from tollbook.charts.series_chart import POINTS, Shown, family_of_source, marks_of, series_chart, series_title, within
from tollbook.core.series import Series, SeriesPoint


def made_series(source: str = "UKR-GS", *, points: int = 12, step: int = 1_000, kind: str = "cumulative", force: str = "RUS") -> Series:
    """Return a source's totals, one a day."""
    days = tuple(SeriesPoint(day=START + timedelta(days=n), value=step * (n + 1), ref=f"{source}-{n}") for n in range(points))
    return Series(source=source, force=force, categories=frozenset({"killed", "wounded"}), unit="person", kind=kind, points=days)  # type: ignore[arg-type]


def test_every_point_leads_to_its_words() -> None:
    text = series_chart(Shown(series=(made_series(),)), leads=lambda ref: f"/c/{ref}").svg()
    for number in range(12):
        assert f'<a href="/c/UKR-GS-{number}" aria-label="{number + 1} Jan 2031. General Staff' in text


@pytest.mark.parametrize(
    ("source", "family"),
    [("UKR-GS", "belligerent"), ("RUS-MOD", "belligerent"), ("GBR-MOD-DI", "relay"), ("USA-DOD", "independent"), ("two men", "other")],
)
def test_a_source_is_marked_by_its_role_toward_the_force(source: str, family: str) -> None:
    assert family_of_source(made_series(source)) == family


def test_the_title_of_one_series_says_how_far_it_has_come() -> None:
    title = series_title(Shown(series=(made_series(),)))
    assert (
        title
        == "General Staff of the Armed Forces of Ukraine on Russia, casualties: 12,000 claimed by 12 Jan 2031, up 11,000 since 1 Jan 2031"
    )


def test_the_title_of_several_says_how_far_they_differ() -> None:
    title = series_title(Shown(series=(made_series(), made_series("USA-DOD", step=700))))
    assert "latest claims of 2 sources run from 8,400 to 12,000" in title


def test_an_estimate_below_the_figures_is_named_with_its_anchor() -> None:
    picture = series_chart(Shown(series=(made_series(force="NOR"),), estimate=made_estimate(draws=100)))
    assert "an estimate of" in picture.title
    assert any("pinned by INST" in line for line in picture.subtitle)
    assert "estimate, 50%" in picture.svg()


def test_more_points_than_a_page_carries_are_thinned_and_counted() -> None:
    picture = series_chart(Shown(series=(made_series(points=600),)), leads=lambda ref: f"/c/{ref}")
    assert picture.svg().count("<a href") == POINTS
    assert f"{POINTS} of 600 figures are drawn" in picture.subtitle[0]


def test_a_window_keeps_both_of_its_ends() -> None:
    series = made_series()
    cut = within([series], START + timedelta(days=2), START + timedelta(days=4))
    assert [point.value for point in cut[0].points] == [3_000, 4_000, 5_000]
    assert within([series], date(2040, 1, 1), None) == ()


def test_a_population_or_outcome_is_spoken_with_the_mark() -> None:
    mark = marks_of(replace(made_series(points=1), population="civilian"))[0]
    assert mark.spoken.endswith("civilian.")


def test_the_axis_is_named_where_it_starts_above_zero() -> None:
    points = tuple(SeriesPoint(day=START + timedelta(days=n), value=480_000 + 100_000 * n) for n in range(3))
    picture = series_chart(Shown(series=(replace(made_series(), points=points),)))
    assert "The axis starts at 450,000" in picture.subtitle[0]


def test_a_count_over_a_stretch_is_drawn_over_its_days_and_a_bound_as_a_triangle() -> None:
    points = (
        SeriesPoint(day=START + timedelta(days=9), start=START, value=300, ref="a"),
        SeriesPoint(day=START + timedelta(days=20), start=START, value=500, ref="b", hedge="over", low=500),
        SeriesPoint(day=START + timedelta(days=30), value=700, ref="c", hedge="between", low=600, high=800),
    )
    picture = series_chart(Shown(series=(replace(made_series(kind="flow"), points=points),)), leads=lambda ref: f"/c/{ref}")
    text = picture.svg()
    assert "1 Jan 2031 to 21 Jan 2031. General Staff of the Armed Forces of Ukraine: at least 500" in text
    assert "range 600 to 800" in text
    assert "belligerent's claim, at least" in text.replace("&#39;", "'").replace("&#x27;", "'")
