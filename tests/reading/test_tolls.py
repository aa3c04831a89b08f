"""What a text reports for each incident, the leading incident first; the fuller or later figure wins over the earlier."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import read_any
from tollbook.core.types import Quantity, Reading, Toll


def stated(quantity: Quantity | None) -> float | None:
    return quantity.stated if quantity is not None else None


def numbers(toll: Toll) -> tuple[float | None, float | None]:
    return stated(toll.killed), stated(toll.wounded)


def leading(text: str) -> Toll:
    return read_any(text).tolls[0]


def quoted(reading: Reading, ids: tuple[str, ...]) -> list[str]:
    return [reading.quote(claim) for claim in reading.claims if claim.id in ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed 12 people and wounded 30.", (12, 30)),
        ("Shelling wounded 30 people.", (None, 30)),
        ("Shelling killed 12 people.", (12, None)),
        ("12 people were killed on Monday. Another 30 were wounded.", (12, 30)),
        ("Bomb kills 12 in market\nA car bomb killed 12 people and wounded 30 in the market, police said.", (12, 30)),
        ("Shelling killed 12 people. Doctors treated the others: 30 wounded.", (12, 30)),
    ],
)
def test_the_counts_of_one_event_are_one_toll(text: str, expected: tuple[float | None, float | None]) -> None:
    tolls = read_any(text).tolls
    assert [numbers(toll) for toll in tolls] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The army destroyed 12 tanks.",
        "The ministry sent 900 troops.",
        "The army liberated 12 villages.",
        "The army denied that 12 soldiers had died.",
        "The raid could kill 300 people.",
        "If the town falls, 40 soldiers will be killed.",
        "Fighting displaced 40,000 people.",
        "Two deserters returned.",
        "It rained for 12 days.",
    ],
)
def test_materiel_strength_denials_and_forecasts_make_no_toll(text: str) -> None:
    """Only people of whom the text says that they were killed, wounded, captured or are missing."""
    assert read_any(text).tolls == ()


def test_the_missing_and_the_captured_have_their_own_figures() -> None:
    toll = leading("Shelling killed 12 people and wounded 30. Three people are missing.")
    assert (stated(toll.killed), stated(toll.wounded), stated(toll.missing), stated(toll.captured)) == (12, 30, 3, None)
    toll = leading("Rebels captured 40 soldiers and killed 12.")
    assert (stated(toll.killed), stated(toll.captured)) == (12, 40)


def test_the_leading_incident_comes_first() -> None:
    tolls = read_any("Shelling killed 12 people. On Sunday, a separate raid killed 40 soldiers.").tolls
    assert [stated(toll.killed) for toll in tolls] == [12, 40]
    assert tolls[1].date == date(2024, 5, 5)


def test_a_toll_has_the_date_and_the_place_of_its_incident() -> None:
    toll = leading("Shelling killed 12 people in Kharkiv on Monday.")
    assert toll.date == date(2024, 5, 6)
    assert toll.place is not None
    assert toll.place.text == "Kharkiv"


@pytest.mark.parametrize(
    ("headline", "body", "killed"),
    [
        ("Dozens killed in market", "A car bomb killed 43 people in the market on Monday, police said.", 43),
        ("More than 40 killed in market", "A car bomb killed 43 people in the market on Monday, police said.", 43),
        ("Several die in raid", "The raid killed five people on Monday.", 5),
    ],
)
def test_a_vague_headline_is_refined_by_the_body(headline: str, body: str, killed: int) -> None:
    """The toll is the exact figure, and the headline's opens no toll of its own."""
    reading = read_any(f"{headline}\n{body}")
    (toll,) = reading.tolls
    assert stated(toll.killed) == killed
    assert toll.killed is not None
    assert toll.killed.hedge == "exact"
    assert reading.claims[1].id in toll.claims


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("More than 40 killed in market", "The war killed 90 people last week."),
        ("More than 40 killed in market", "The bomb killed nine policemen."),
    ],
)
def test_a_headline_is_not_refined_by_another_count(headline: str, body: str) -> None:
    """More than half as many again, or fewer, is no closer figure for "more than 40"."""
    assert stated(leading(f"{headline}\n{body}").killed) == 40


def test_a_part_in_the_headline_leads_to_the_whole_in_the_body() -> None:
    """ "Seven children killed": ten people were, seven children among them."""
    toll = leading("Seven children killed in shelling\nShelling killed 10 people, including seven children, on Monday.")
    assert stated(toll.killed) == 10
    assert [(population, quantity.stated) for population, quantity in toll.killed_by_population] == [("child", 7)]


def test_killed_and_wounded_together_are_told_apart_where_the_text_does() -> None:
    """ "19 killed and injured", then four and 15."""
    toll = leading("19 killed and injured in shelling\nShelling killed four people and injured 15 on Monday.")
    assert numbers(toll) == (4, 15)


@pytest.mark.parametrize(
    "update", ["The death toll later rose to 17.", "By night the death toll had reached 17.", "The death toll now stands at 17."]
)
def test_a_later_toll_updates_the_first_figure(update: str) -> None:
    """And the first is called superseded."""
    reading = read_any(f"A car bomb killed 12 people on Monday. {update}")
    toll = reading.tolls[0]
    assert stated(toll.killed) == 17
    assert quoted(reading, toll.superseded) == ["12"]
    assert [claim.quantity.stated for claim in reading.claims if claim.id == reading.claims[0].superseded_by] == [toll.killed.stated]


@pytest.mark.parametrize("other", ["The death toll of the war reached 900.", "The death toll of the flu season is three."])
def test_a_far_larger_or_smaller_toll_is_no_update(other: str) -> None:
    assert stated(leading(f"A car bomb killed 12 people on Monday. {other}").killed) == 12


def test_a_list_under_one_verb_is_added_up() -> None:
    """Soldiers, civilians and nurses side by side: their sum, with each population kept."""
    reading = read_any("The raid killed 12 soldiers, nine civilians and two nurses.")
    (toll,) = reading.tolls
    assert toll.killed is not None
    assert (toll.killed.stated, toll.killed.low, toll.killed.high) == (23, 23, 23)
    assert toll.killed.text == "12 + nine + two"
    assert [(population, quantity.stated) for population, quantity in toll.killed_by_population] == [
        ("combatant", 12),
        ("civilian", 9),
        ("aid_worker", 2),
    ]
    assert len(toll.claims) == 3


@pytest.mark.parametrize(
    "text",
    [
        "The raid killed 12 people, including nine civilians.",
        "Shelling killed 12 people and wounded nine civilians.",
        "Shelling killed 12 people, nine of whom were children.",
    ],
)
def test_parts_and_other_verbs_are_not_added(text: str) -> None:
    assert stated(leading(text).killed) == 12


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed 12 people on Monday. The war has killed 40,000 people since 2022.",
        "The war has killed 40,000 people since 2022. On Monday, shelling killed 12.",
    ],
)
def test_a_wars_total_is_background_to_the_incident(text: str) -> None:
    """Whichever stands first."""
    assert stated(leading(text).killed) == 12


def test_a_wars_total_alone_is_the_toll() -> None:
    assert stated(leading("The war has killed 40,000 people since 2022.").killed) == 40000


PIECES = st.sampled_from(
    [
        "Shelling killed 12 people.",
        "Dozens killed in market\n",
        "The raid killed 12 soldiers, nine civilians and two nurses.",
        "More than 40 were killed.",
        "It wounded 30, including three children.",
        "The death toll rose to 17.",
        "The war has killed 40,000 people since 2022.",
        "Three people are missing.",
        "19 killed and injured.",
        "The army captured 40 rebels and 12 tanks.",
        "It rained.",
    ]
)


@given(st.lists(PIECES, max_size=8).map(" ".join).filter(bool))
def test_every_toll_rests_on_claims_of_the_reading(text: str) -> None:
    """Each has a figure, names the claims behind it, and calls superseded only claims that it names."""
    reading = read_any(text)
    for toll in reading.tolls:
        named = [claim for claim in reading.claims if claim.id in toll.claims]
        unsplit = any(len(claim.measure.categories) > 1 for claim in named)
        assert unsplit or any(quantity is not None for quantity in (toll.killed, toll.wounded, toll.missing, toll.captured))
        assert toll.claims
        assert all(reading.claim(each) is not None for each in toll.claims)
        assert set(toll.superseded) <= set(toll.claims)
        assert toll.killed is None or toll.killed.high is None or toll.killed.low <= toll.killed.high


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The army reported 40 casualties in the shelling.", None),
        ("The army lost 28,000 killed, wounded and captured in the offensive.", None),
        ("12 soldiers were killed or wounded in the shelling of the town, among them 3 dead.", 3),
    ],
)
def test_the_killed_of_a_toll_are_never_the_killed_and_wounded_together(text: str, killed: int | None) -> None:
    (toll,) = read_any(text).tolls
    assert (toll.killed.stated if toll.killed else None) == killed
    assert toll.killed_by_population == ()


def test_a_range_is_replaced_by_no_figure_far_outside_of_it() -> None:
    reading = read_any("Between 5,000 and 6,000 soldiers have died, an official said. The ministry said that 487 soldiers were killed.")
    assert [claim.superseded_by for claim in reading.claims] == [None, None]
