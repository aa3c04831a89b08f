"""Options: completion, and the message for a name that nobody knows."""

from __future__ import annotations

from tollbook.cli.options import category_names, theatre_names, unknown


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
