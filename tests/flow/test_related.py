"""What of a ledger a reading is compared with, and that it is not compared with itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import tollbook as tb
from tollbook.core.series import Series, SeriesPoint
from tollbook.flow.ledger import import_file
from tollbook.flow.naming import source_key
from tollbook.flow.related import DAYS_AROUND, LEAST_POINTS, NEAR_SERIES, _nearest_sources, joined, related_readings, related_series

DAY = date(2025, 1, 24)
TANKS = "Russian forces had lost {} tanks by {}, the General Staff of Ukraine said."
LINE = Series(
    source="UKR-GS", force="RUS", categories=frozenset({"tank"}), unit="item", kind="cumulative", points=(SeriesPoint(day=DAY, value=9859),)
)


def tanks(number: str, day: date = DAY) -> tb.Reading:
    return tb.read(TANKS.format(number, f"{day:%d %B %Y}"), published=day)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[tb.Ledger]:
    with tb.create(tmp_path / "ledger.db") as made:
        yield made


def test_texts_on_the_same_force_near_in_time_are_related(ledger: tb.Ledger) -> None:
    near, far = tanks("9,859"), tanks("8,100", DAY - timedelta(days=DAYS_AROUND + 1))
    other = tb.read("Ukrainian forces lost 9 tanks, the Russian Ministry of Defence said.", published=DAY)
    ledger.add([near, far, other])
    assert [reading.document.id for reading in related_readings(ledger, [tanks("9,900")])] == [near.document.id]


def test_a_text_is_not_related_to_itself(ledger: tb.Ledger) -> None:
    reading = tanks("9,859")
    ledger.add(reading)
    assert related_readings(ledger, [reading]) == ()
    assert related_series(ledger, [reading]) == ()


def test_a_row_of_a_data_set_is_a_point_and_no_text(ledger: tb.Ledger, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("date,personnel,tank\n2025-01-24,827100,9859\n", encoding="utf-8")
    import_file(ledger, tmp_path / "rows.csv", profile="ua-mod")
    reading = tanks("9,900")
    assert related_readings(ledger, [reading]) == ()
    assert {point.value for series in related_series(ledger, [reading]) for point in series.points} == {827100, 9859}


def test_a_text_without_a_force_is_related_to_nothing(ledger: tb.Ledger) -> None:
    ledger.add(tanks("9,859"))
    assert related_readings(ledger, [tb.read("Nothing happened.")]) == ()
    assert related_series(ledger, [tb.read("Nothing happened.")]) == ()


def test_what_came_later_is_not_related_on_a_day_before(ledger: tb.Ledger) -> None:
    ledger.add(tanks("9,859"))
    assert related_readings(ledger, [tanks("9,900")], as_known_on="2020-01-01") == ()
    assert related_series(ledger, [tanks("9,900")], as_known_on="2020-01-01") == ()


def test_a_series_in_both_collections_is_one_with_the_days_of_both() -> None:
    later = replace(LINE, points=(SeriesPoint(day=DAY, value=1), SeriesPoint(day=DAY + timedelta(days=1), value=9870)))
    [one] = joined([LINE], [later])
    assert [point.value for point in one.points] == [9859, 9870]


def test_what_was_lost_and_an_outcome_that_is_not_named_are_one_series() -> None:
    assert len(joined([LINE], [replace(LINE, outcome="lost")])) == 1
    assert len(joined([LINE], [replace(LINE, outcome="destroyed")])) == 2
    assert len(joined([LINE], [replace(LINE, source="oryx")])) == 2


def test_an_audit_keeps_findings_about_the_texts_that_were_given_alone(ledger: tb.Ledger) -> None:
    stored = tb.read("Of 4,000 Russian casualties, 1,200 were killed and 3,900 wounded, the army said.", published=DAY)
    ledger.add(stored)
    reading = tanks("9,900")
    found = tb.audit(reading, series=(), ledger=ledger)
    own = {claim.id for claim in reading.claims}
    assert all(own.intersection(finding.claims) for finding in found.findings)
    assert found.failures == ()


def test_an_audit_compares_with_what_a_ledger_holds(ledger: tb.Ledger) -> None:
    reading = tanks("9,958")
    assert tb.audit(reading, series=()).failures == ()
    ledger.add(tanks(f"{9700 + 10 * number:,}", DAY - timedelta(days=15 - number)) for number in range(15))
    ledger.add(tanks("9,859"))
    found = tb.audit(reading, series=(), ledger=ledger)
    assert found.failures
    assert found.readings[0] == reading
    assert tb.audit(reading, series=(), ledger=ledger, as_known_on="2020-01-01").failures == ()


def test_one_claim_is_compared_with_its_own_measure_alone(ledger: tb.Ledger) -> None:
    near = tanks("9,859")
    killed = tb.read("Russian forces had lost 700 killed by 24 January 2025, the General Staff of Ukraine said.", published=DAY)
    ledger.add([near, killed])
    reading = tanks("9,900")
    about = reading.claims[0]
    assert [found.document.id for found in related_readings(ledger, [reading], about=about)] == [near.document.id]
    assert len(related_readings(ledger, [reading])) == 2
    assert related_readings(ledger, [reading], about=replace(about, force=None)) == ()


def test_one_claim_of_killed_is_compared_with_casualties_too(ledger: tb.Ledger) -> None:
    casualties = tb.read(
        "Russian forces had lost 2,700 killed and wounded by 24 January 2025, the General Staff of Ukraine said.", published=DAY
    )
    ledger.add(casualties)
    killed = tb.read("Russian forces had lost 700 killed by 24 January 2025, the General Staff of Ukraine said.", published=DAY)
    assert len(related_readings(ledger, [killed], about=killed.claims[0])) == 1


def test_one_claim_is_compared_with_its_own_source_and_the_longest_of_others(ledger: tb.Ledger, tmp_path: Path) -> None:
    rows = [f"2025-01-{day:02d},{820_000 + 1_000 * day},{9_800 + day}" for day in range(1, 25)]
    (tmp_path / "rows.csv").write_text("\n".join(["date,personnel,tank", *rows]) + "\n", encoding="utf-8")
    import_file(ledger, tmp_path / "rows.csv", profile="ua-mod")
    reading = tanks("9,900")
    found = related_series(ledger, [reading], about=reading.claims[0])
    assert [(series.source, series.categories) for series in found] == [("UKR-GS", frozenset({"tank"}))]
    assert len(related_series(ledger, [reading])) == 2


def test_one_claim_is_compared_with_the_most_quoted_sources_of_many(ledger: tb.Ledger) -> None:
    said = "Russian forces had lost {} tanks by 24 January 2025, {} said."
    papers = [f"the {name} Institute" for name in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine")]
    days = [DAY - timedelta(days=back) for back in range(LEAST_POINTS)]
    told = [tb.read(said.format(9_000 + number, paper), published=DAY) for number, paper in enumerate(papers)]
    ledger.add([*told, *(tanks(f"{9_859 - 10 * back:,}", day) for back, day in enumerate(days))])
    own = tb.read(said.format("9,010", papers[-1]), published=DAY)
    found = related_series(ledger, [own], about=own.claims[0])
    assert [series.source for series in found] == ["UKR-GS"]
    asked = ledger.mentions_by_source("force:RUS measure:tank")
    assert len(asked) > NEAR_SERIES
    assert _nearest_sources(asked, own.claims[0])[:2] == (source_key(own.claims[0].attribution[0]), "UKR-GS")
