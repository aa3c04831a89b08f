"""A short form stands for the institution that a text named in full, where it can mean no other."""

from __future__ import annotations

import pytest

from tests.reading.marked import read_any


def sources(text: str) -> list[str | None]:
    """Return the first claimant of each claim."""
    return [claim.attribution[0].source for claim in read_any(text).claims]


FULL = "The Russian Defense Ministry said that 12 Ukrainian soldiers were killed. "


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The ministry said that 9 Ukrainian tanks were destroyed.", "RUS-MOD"),
        ("Ukraine lost 9 tanks, the defence ministry said.", "RUS-MOD"),
        ("The MoD said that 9 Ukrainian tanks were destroyed.", "RUS-MOD"),
        ("The health ministry said that 9 civilians were killed.", "ministry"),
        ("The ministry of defense in Kyiv said that 9 Russian tanks were destroyed.", "ministry"),
        ("The Pentagon said that 9 Russian tanks were destroyed.", "USA-DOD"),
        ("A ministry said that 9 civilians were killed.", "ministry"),
        ("The army said that 9 civilians were killed.", "military"),
    ],
)
def test_a_short_form_is_the_institution_that_was_named_in_full(text: str, second: str) -> None:
    assert sources(FULL + text) == ["RUS-MOD", second]


def test_where_two_may_be_meant_the_short_form_stays_one() -> None:
    text = "Ukraine's Ministry of Defense said that 30 Russian soldiers were killed. The ministry said that 9 tanks were destroyed."
    assert sources(FULL + text) == ["RUS-MOD", "UKR-MOD", "ministry"]


def test_an_army_and_a_military_may_be_meant_by_one_word() -> None:
    text = "The Russian military said that 9 tanks were destroyed. The Ukrainian army said that 8 were. The army said that 7 men died."
    assert sources(text)[-1] == "military"


def test_what_is_named_in_full_later_is_not_meant_before() -> None:
    assert sources(f"The ministry said that 9 tanks were destroyed. {FULL}") == ["ministry", "RUS-MOD"]


@pytest.mark.parametrize(
    ("said", "source"),
    [("said in a statement", "RUS-MOD"), ("said", None)],
)
def test_a_statement_is_that_of_the_last_who_spoke_in_one(said: str, source: str | None) -> None:
    text = f"The Russian Defense Ministry {said} that 12 Ukrainian soldiers were killed. The statement said that 9 tanks were destroyed."
    assert sources(text) == ["RUS-MOD", source]


def test_the_enemy_of_a_short_form_is_known() -> None:
    reading = read_any(FULL + "The enemy lost 9 tanks and 4 howitzers, the ministry said.", "russia-ukraine-2022")
    assert [claim.force and claim.force.id for claim in reading.claims] == ["UKR"] * 3
