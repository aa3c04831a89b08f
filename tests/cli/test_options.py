"""Options: completion, and the message for a name that nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.cli.options import (
    category_names,
    day_given,
    names_given,
    profile_names,
    reviewer_given,
    rule_names,
    theatre_names,
    unknown,
    verdict_names,
)
from tollbook.core.errors import UsageError


def test_a_theatre_is_completed() -> None:
    assert theatre_names("gaz") == ["gaza-2023"]
    assert {"auto", "none"} <= set(theatre_names(""))


def test_the_last_category_of_a_list_is_completed() -> None:
    assert "killed,tank" in category_names("killed,ta")
    assert "killed" in category_names("kil")


def test_an_unknown_name_is_told_the_nearest_and_where_to_look() -> None:
    error = unknown("category", "tnak", known=["tank", "ship"], see="tollbook vocab categories")
    assert str(error) == "unknown category 'tnak'; did you mean 'tank'? `tollbook vocab categories` lists them"


def test_an_unknown_name_like_no_other_is_told_where_to_look() -> None:
    error = unknown("category", "zzz", known=["tank"], see="tollbook vocab categories")
    assert str(error) == "unknown category 'zzz'; `tollbook vocab categories` lists them"


def test_verdicts_rules_and_data_sets_are_completed() -> None:
    assert verdict_names("note,over") == ["note,overstated"]
    assert "parts.of_whole" in rule_names("parts")
    assert profile_names("ua") == ["ua-mod"]


def test_names_are_listed_with_commas_or_repeated_in_any_case() -> None:
    known = ["note", "agrees", "differs"]
    assert names_given("--verdict", ["Note, agrees", "note"], kind="verdict", known=known, see="x") == {"note", "agrees"}
    assert names_given("--verdict", None, kind="verdict", known=known, see="x") is None


def test_a_day_is_checked_and_named_with_its_option() -> None:
    assert day_given("--published", " 2031-03-04 ") == date(2031, 3, 4)
    assert day_given("--published", None) is None
    with pytest.raises(UsageError, match="--reviewed '4 March' is no date"):
        day_given("--reviewed", "4 March")


@pytest.mark.parametrize("url", ["desk", "ftp://desk.example/reviews", "https://"])
def test_reviews_stand_at_an_address_of_the_web(url: str) -> None:
    with pytest.raises(UsageError, match="is no address; expected http"):
        reviewer_given("Ann", url, None)
    assert reviewer_given("Ann", "https://desk.example/reviews", "2031-03-04").day == date(2031, 3, 4)


@pytest.mark.parametrize(("given", "said"), [("", "an empty verdict in --verdict"), ("nota", "did you mean 'note'?")])
def test_a_name_that_is_empty_or_unknown_is_refused(given: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        names_given("--verdict", [given], kind="verdict", known=["note"], see="x")
    assert said in str(told.value)
