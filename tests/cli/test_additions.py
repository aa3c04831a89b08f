"""What an addition did, in words."""

from __future__ import annotations

from tollbook.cli.additions import added_as_dict, addition_lines, change_words
from tollbook.core.records import Added, Change

CHANGE = Change(claim="4be1c0ffee01abcd", field="force", before="RUS", after=None)


def lines(added: Added, **options: object) -> list[str]:
    return list(addition_lines(added, **{"known": "document", "dry_run": False, **options}))


def test_new_claims_and_echoes_are_told_apart() -> None:
    [line] = lines(Added(documents=2, claims=5, statements=3, sightings=2))
    assert line == "2 documents added: 5 claims, 3 new statements, 2 echoes of what is known"


def test_nothing_new_is_one_line() -> None:
    assert lines(Added(known=3)) == ["3 documents known already"]


def test_a_newer_reading_is_told_with_what_it_changed() -> None:
    told = lines(Added(known=1, claims=4, statements=0, replaced=4, changes=(CHANGE,)))
    assert told[0].startswith("1 document known already; newer readings of them added: 4 claims")
    assert told[1:] == ["4 claims replaced; what they said is kept", "  4be1c0ff force: RUS -> nothing"]


def test_a_known_text_in_a_new_place_is_told() -> None:
    assert "1 new place where a known text was seen" in lines(Added(known=1, sightings=1))


def test_a_dry_run_says_would() -> None:
    assert lines(Added(documents=1), dry_run=True, known="row")[0].startswith("1 row would be added")


def test_of_many_changes_the_first_are_shown() -> None:
    told = lines(Added(known=1, changes=(CHANGE,) * 25))
    assert len(told) == 22
    assert told[-1] == "  and 5 changes more"


def test_a_mention_that_is_new_or_gone_is_told_by_its_words() -> None:
    assert (
        change_words(Change(claim="4be1c0ffee01abcd", field="claim", before=None, after="12 \x1b[31mtanks"))
        == "4be1c0ff is new: 12 [31mtanks"
    )
    assert change_words(Change(claim="4be1c0ffee01abcd", field="claim", before="12", after=None)) == "4be1c0ff is gone: 12"


def test_numbers_have_separators_of_thousands() -> None:
    assert change_words(Change(claim="4be1c0ffee01abcd", field="value", before=11199.0, after=1119.0)) == "4be1c0ff value: 11,199 -> 1,119"


def test_json_holds_every_count_and_change() -> None:
    assert added_as_dict(Added(claims=2, changes=(CHANGE,)))["changes"] == [
        {"claim": "4be1c0ffee01abcd", "field": "force", "before": "RUS", "after": None}
    ]
