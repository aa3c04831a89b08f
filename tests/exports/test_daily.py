"""Tables with a row for each day."""

from __future__ import annotations

from datetime import date

from tests.core.sample_readings import AUTHOR, quantity
from tests.exports.made import STAFF, entry, other
from tollbook.core.records import Entry
from tollbook.core.types import Attribution, Force, Measure, Period
from tollbook.exports.columns import columns_of
from tollbook.exports.daily import daily_rows, has_place


def total(*categories: str, value: int = 12, day: int = 24, seq: int = 1, **fields: object) -> Entry:
    unit = fields.pop("unit", "item")
    outcome = fields.pop("outcome", "lost" if unit == "item" else None)
    measure = Measure(categories=frozenset(categories), unit=unit, outcome=outcome, term=fields.pop("term", None))  # type: ignore[arg-type]
    made = entry(words=str(fields.pop("words", "4,000")), seq=seq)
    return other(
        made,
        measure=measure,
        quantity=quantity(value, value, value, "exact"),
        period=Period(kind="cumulative", end=date(2025, 1, day)),
        **fields,
    )


def test_a_day_of_the_general_staff_is_one_row_with_the_ids_behind_it() -> None:
    people = total("killed", "wounded", unit="person", value=826_820)
    tanks = total("tank", seq=2, words="Russia")
    row, before = daily_rows("ua-mod", [people, tanks, total("tank", value=11, day=23)])
    assert list(row) == [column.name for column in columns_of("ua-mod")]
    assert (row["date"], row["day"], row["personnel"], row["tank"], row["source"]) == ("2025-01-24", 1066, 826_820, 12, "UKR-GS")
    assert row["claim_ids"] == f"personnel={people.claim.id}; tank={tanks.claim.id}"
    assert row["quotes"] == "personnel=4,000; tank=Russia"
    assert (before["date"], before["tank"], before["personnel"]) == ("2025-01-23", 11, None)


def test_a_hedge_of_the_release_stands_beside_its_number() -> None:
    about = other(total("killed", "wounded", unit="person"), quantity=quantity(5, 5, 5, "about"))
    assert next(daily_rows("ua-mod", [about]))["personnel*"] == "about"


def test_the_founding_mention_goes_before_its_echo_and_the_later_figure_before_the_earlier() -> None:
    founder = total("tank", value=1_253, seq=1)
    echo = entry("Russia", statement=founder.claim.id, seq=5)
    echo = other(echo, measure=founder.claim.measure, quantity=quantity(1_250, 1_250, 1_250, "about"), period=founder.claim.period)
    assert [row["tank"] for row in daily_rows("ua-mod", [echo, founder])] == [1_253]
    assert [row["tank"] for row in daily_rows("ua-mod", [total("tank", value=9, seq=7), total("tank", value=8, seq=6)])] == [9]


def test_two_sources_of_one_day_have_a_row_each() -> None:
    oryx = (Attribution(source="oryx", text="Oryx", voice="reported"), *AUTHOR)
    rows = list(daily_rows("owid", [total("tank"), total("tank", value=5, attribution=oryx)]))
    assert [(row["Entity"], row["Code"], row["Day"], row["source"], row["tank"]) for row in rows] == [
        ("Russia", "RUS", "2025-01-24", "UKR-GS", 12),
        ("Russia", "RUS", "2025-01-24", "oryx", 5),
    ]


def test_an_entity_that_is_no_state_has_no_code() -> None:
    row = next(daily_rows("owid", [total("killed", unit="person", force=Force(id="hamas", text="Hamas"))]))
    assert (row["Entity"], row["Code"], row["killed"]) == ("Hamas", None, 12)


def test_outcomes_of_a_type_share_oryx_row() -> None:
    made = [total("tank", value=20), total("tank", value=13, outcome="destroyed"), total("afv", value=2, term="Infantry Mobility Vehicles")]
    first, second = daily_rows("oryx", made)
    assert list(first) == [column.name for column in columns_of("oryx")]
    assert (first["country"], first["equipment_type"], first["type_total"]) == ("Russia", "Infantry Mobility Vehicles", 2)
    assert (second["equipment_type"], second["destroyed"], second["type_total"], second["captured"]) == ("Tanks", 13, 20, None)
    assert second["destroyed_diff"] is None


def test_what_has_no_place_in_a_table_is_left_out() -> None:
    flow = other(total("tank"), period=Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24)))
    civilians = other(total("tank"), measure=Measure(categories=frozenset({"killed"}), unit="person", population="civilian"))
    norland = total("tank", force=Force(id="NOR", text="Norland"))
    captured = total("tank", outcome="captured")
    assert [has_place("ua-mod", made) for made in (flow, civilians, norland, captured)] == [False] * 4
    assert [has_place("oryx", made) for made in (flow, civilians, norland, captured)] == [False, False, False, True]
    assert [has_place("owid", made) for made in (flow, civilians, norland, captured)] == [False, False, True, False]
    assert list(daily_rows("ua-mod", [flow, norland])) == []


def test_rows_of_one_day_are_one_row_whatever_stands_between_them() -> None:
    between = other(total("tank"), period=Period(kind="flow"))
    rows = list(daily_rows("ua-mod", [total("tank"), between, total("afv", seq=2)]))
    assert [(row["date"], row["tank"], row["APC"]) for row in rows] == [("2025-01-24", 12, 12)]
    assert rows[0]["source"] == STAFF.source
