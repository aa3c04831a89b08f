"""Whose loss it is: the side that lost, never the side that inflicted it; two equal candidates are none."""

from __future__ import annotations

import pytest

from tests.reading.marked import check, read_any, unmark
from tollbook.core.types import Claim


def only(text: str, theatre: str = "none") -> Claim:
    (claim,) = read_any(text, theatre).claims
    return claim


def force_in(text: str) -> str | None:
    force = only(text).force
    return force.id or force.text if force is not None else None


@pytest.mark.parametrize(
    "text",
    [
        "Russia lost {40|losses force=RUS} soldiers.",
        "Russia suffered {40|killed+wounded force=RUS} casualties.",
        "Moscow lost {40|losses force=RUS} men.",
        "Ukraine's army lost {40|losses force=UKR} men.",
        "Ukraine says Russia lost {40|losses force=RUS} soldiers.",
        "North Korea sent {11,000|strength force=PRK} troops to Russia.",
        "Ukraine said that it lost {40|losses force=UKR} soldiers.",
        "Russia, Ukraine said, lost {40|losses force=RUS} soldiers.",
        "Russia lost {40|losses force=RUS} soldiers and Ukraine lost {50|losses force=UKR} soldiers.",
        "Israel said Hamas lost {40|losses force=hamas} fighters.",
    ],
)
def test_the_subject_of_losing_lost(text: str) -> None:
    """Who speaks of it did not."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian army killed {40|killed force=SYR} Syrian soldiers.",
        "{40|killed force=SYR} Syrian soldiers were killed by the Russian army.",
        "Israel killed {12|killed force=hamas} Hamas fighters.",
        "Hamas killed {12|killed force=ISR} Israelis.",
        "{12|killed force=ISR} Israelis were killed by Hamas.",
        "Ukraine shot down {41|uav force=RUS} Russian drones.",
        "Russian troops took {40|captured force=UKR} Ukrainian soldiers prisoner.",
        "The rebels wounded {30|wounded force=SYR} Syrian troops.",
        "Russia captured {12|settlement force=UKR} Ukrainian villages.",
    ],
)
def test_the_counted_phrase_names_the_loser(text: str) -> None:
    """Who inflicted the loss stands elsewhere in the clause, active or passive."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "{12|tank force=RUS} tanks of the Russian army were destroyed.",
        "{12|killed force=RUS} soldiers of the Russian army were killed.",
        "Russian casualties reached {500|killed+wounded force=RUS}.",
        "The deaths of {40|killed force=RUS} Russian soldiers were confirmed.",
        "The loss of {12|tank force=RUS} Russian tanks was confirmed.",
    ],
)
def test_a_force_after_of_or_before_the_noun_lost(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian army killed 40 rebels in Syria.",
        "Russia destroyed 12 tanks.",
        "Ukraine liberated 12 villages.",
        "The Israeli army said 12 militants were killed.",
        "12 soldiers were killed by Russia.",
        "12 soldiers died fighting Russia.",
        "Russia inflicted 40 casualties.",
        "12 children were killed by a Russian drone.",
    ],
)
def test_who_inflicts_or_speaks_is_never_the_loser(text: str) -> None:
    force = only(text).force
    assert force is None or force.id not in ("RUS", "ISR", "UKR")


@pytest.mark.parametrize(
    "text",
    [
        "In Russia, 12 soldiers were killed.",
        "12 soldiers were killed in Russia.",
        "12 civilians were killed in Ukraine.",
        "Shelling in Syria killed 12 people.",
        "12 people died near Moscow.",
        "Two helicopters were lost in Ukraine.",
    ],
)
def test_a_country_after_a_preposition_is_a_place(text: str) -> None:
    """What happens in a country need not happen to its side."""
    assert only(text).force is None


def test_the_place_of_a_loss_is_not_its_side() -> None:
    check("Russia lost {40|losses force=RUS} soldiers in Ukraine.")


@pytest.mark.parametrize(
    ("before", "force"),
    [("Russia attacked at dawn.", "RUS"), ("Hamas fired on the town.", "hamas")],
)
def test_a_pronoun_stands_for_the_only_subject_before_it(before: str, force: str) -> None:
    text, marks = unmark(f"{before} It lost {{40|losses force={force}}} soldiers.")
    (claim,) = read_any(text).claims
    assert claim.force is not None
    assert claim.force.id == force
    assert "force.pronoun" in claim.rules
    assert claim.span.start == marks[0].start


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Ukraine. It lost 40 soldiers.",
        "Ukraine and Russia fought; their troops lost 40 men.",
        "It lost 40 soldiers.",
        "Losing 40 men, they withdrew.",
        "Russia fought Ukraine. The rain began. It lost 40 soldiers.",
    ],
)
def test_a_pronoun_with_two_candidates_or_none_stands_for_nobody(text: str) -> None:
    """Nothing is guessed, and nothing is taken from two sentences before."""
    assert only(text).force is None


@pytest.mark.parametrize("people", ["rebels", "insurgents", "militants", "guerrillas", "separatists"])
def test_fighters_of_no_state_are_not_the_states(people: str) -> None:
    """ "Syrian rebels" fight Syria's army; they are a side of their own, without an id."""
    force = only(f"40 Syrian {people} were killed.").force
    assert force is not None
    assert force.id is None
    assert people in force.text


@pytest.mark.parametrize("people", ["soldiers", "civilians", "officers", "children"])
def test_a_peoples_members_are_its_own(people: str) -> None:
    assert force_in(f"40 Syrian {people} were killed.") == "SYR"


def test_a_theatre_names_forces_that_the_world_does_not() -> None:
    """A contingent's adjective leads to the force that the theatre says."""
    claim = only("North Korea lost 40 soldiers in Kursk.", "russia-ukraine-2022")
    assert claim.force is not None
    assert claim.force.id == "PRK"
