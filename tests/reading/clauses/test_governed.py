"""Counted phrases that only look like what their frame counts: dependents, differences, exchanges, ratios."""

from __future__ import annotations

import pytest

from tests.reading.marked import check


@pytest.mark.parametrize(
    "text",
    [
        "{One|killed} of the two pilots was killed.",
        "{One|killed} of its 12 guards died.",
        "{Two|killed} of the three soldiers were killed.",
        "The brother of the three soldiers was killed.",
        "A mother of three died.",
        "The names of the {12|killed} soldiers who were killed are on the wall.",
        "A group of {12|killed} soldiers were killed.",
    ],
)
def test_what_hangs_on_a_noun_is_not_the_subject(text: str) -> None:
    """The verb is that of the noun before "of the"."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The garrison had shrunk to 1,100 men by the time it surrendered.",
        "The convoy of 40 soldiers waited until they were attacked.",
        "{40|captured} soldiers of the garrison surrendered.",
    ],
)
def test_a_verb_with_a_pronoun_has_its_own_subject(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "Casualties rose by 40 percent in April.",
        "Casualties rose 40 percent in April.",
        "The death toll increased by 30 in the shelled town.",
        "There were 22 fewer deaths than in March.",
        "The rebels killed 22 more soldiers than in March.",
        "The rebels killed {22|killed} more soldiers in March.",
        "Casualties rose to {40 percent|killed+wounded unit=share}.",
        "The death toll rose to {30|killed} in the shelled town.",
    ],
)
def test_a_difference_is_no_count(text: str) -> None:
    """By how much something grew says nothing of how much it is."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The two armies exchanged 90 prisoners of war.",
        "90 captives were freed on Friday.",
        "A swap of 300 prisoners of war took place.",
        "The army took {300|captured} prisoners of war.",
        "The army exchanged fire and took {300|captured} soldiers prisoner.",
    ],
)
def test_prisoners_who_are_given_back_are_no_loss(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "For every soldier killed, the rebels lose five.",
        "The army loses three men for every rebel.",
        "The ratio is seven soldiers killed for each rebel.",
        "The army lost {300|losses} men, or three for every rebel.",
        "For every gun there are five shells; {12|killed} soldiers were killed.",
    ],
)
def test_a_ratio_is_no_count(text: str) -> None:
    """ "Three for every one" tells how many neither of the two is."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The hospital received {47|killed} bodies.",
        "The morgue has received {9|killed} corpses since the raid.",
        "Ukraine received {47|bodies_returned} bodies.",
    ],
)
def test_a_hospital_receives_the_dead_and_an_army_gets_them_back(text: str) -> None:
    check(text)


def test_a_share_of_a_word_that_no_table_knows_governs_nothing() -> None:
    """Found by fuzzing: such a share stands before a loss noun, and has no counted noun of its own."""
    check("Norland forces had has lost almost 40 percent of its combat capabid around 4,000 casualties.")
