"""Definitions that are mixed, missing or changed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.definitions import killed_or_casualties, mixed_definitions
from tollbook.core.types import Claim, Period
from tollbook.vocab.theatres import Theatre, load_theatre

RULE = "definition."
DAY = Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24))
UKRAINE = load_theatre("russia-ukraine-2022")


def rules(*claims: Claim, theatre: Theatre | None = None) -> list[str]:
    return [finding.rule.removeprefix(RULE) for finding in mixed_definitions(reading(*claims), theatre)]


def mixed(*claims: Claim) -> list[str]:
    return [finding.verdict for finding in killed_or_casualties([reading(*claims)])]


def casualties(number: int = 1_240, **fields: object) -> Claim:
    return claim(number, "killed", "wounded", at=0, **fields)


def dead(number: int = 1_240, **fields: object) -> Claim:
    return claim(number, "killed", at=100, **fields)


def test_one_source_that_calls_a_number_killed_and_casualties_differs() -> None:
    assert mixed(casualties(), dead()) == ["differs"]


def test_two_sources_of_one_text_are_noted() -> None:
    assert mixed(casualties(), dead(source="GBR-MOD")) == ["note"]
    assert mixed(casualties(source=None), dead(source=None)) == ["note"]


@pytest.mark.parametrize(
    "pair",
    [
        (casualties(), dead(1_241)),
        (casualties(), dead(force="UKR")),
        (casualties(), dead(period=DAY)),
        (casualties(20), dead(20)),
        (casualties(1_000), dead(1_000)),
        (casualties(), dead(part_of="claim0")),
        (casualties(), dead(assertion="denied")),
        (casualties(), dead(population="civilian")),
    ],
    ids=["number", "force", "period", "small", "round", "all died", "denied", "civilians"],
)
def test_numbers_that_may_be_equal_by_chance_are_not_compared(pair: tuple[Claim, Claim]) -> None:
    assert mixed(*pair) == []


def test_texts_are_held_to_each_other_only_where_one_source_speaks_of_one_time() -> None:
    def across(casualty: Claim, death: Claim) -> list[str]:
        return [finding.verdict for finding in killed_or_casualties([reading(casualty), reading(death, text="y")])]

    assert across(casualties(), dead()) == ["differs"]
    assert across(casualties(), dead(source="GBR-MOD")) == []


def test_capability_beside_strength_of_one_force_is_noted() -> None:
    capability = claim(quantity(0.4), "losses", at=0, unit="share", base="capability")
    strength = claim(quantity(1 / 3), "killed", at=100, unit="share", base="strength")
    assert rules(capability, strength) == ["capability", "losses"]
    assert "capability" not in rules(capability, claim(quantity(0.3), "killed", at=100, unit="share", base="strength", force="UKR"))


def test_losses_without_a_definition_are_noted_once_per_source() -> None:
    found = list(
        mixed_definitions(reading(claim(3_000, "losses", at=0), claim(40, "losses", at=100), claim(9, "losses", at=200, source=None)), None)
    )
    assert [finding.claims for finding in found] == [("claim0", "claim100"), ("claim200",)]


def test_no_losses_and_the_losses_of_nobody_need_no_definition() -> None:
    assert rules(claim(0, "losses", at=0), claim(12, "losses", at=100, force=None)) == []


@pytest.mark.parametrize(
    ("start", "source", "noted"),
    [(date(2022, 2, 24), "UKR-GS", True), (date(2024, 1, 1), "UKR-GS", False), (date(2022, 2, 24), "GBR-MOD", False)],
)
def test_a_count_over_a_change_of_its_sources_definition_is_noted(start: date, source: str, noted: bool) -> None:
    total = claim(826_820, "killed", "wounded", source=source, period=Period(kind="cumulative", start=start, end=date(2025, 1, 24)))
    assert rules(total, theatre=UKRAINE) == (["changed"] if noted else [])
    assert rules(total) == []


def test_one_number_of_civilians_and_of_fighters_is_noted() -> None:
    civilians = claim(45, "killed", at=0, population="civilian", force="PSE", period=DAY, place="PSE-rafah")
    fighters = claim(45, "killed", at=100, population="combatant", force="PSE", source="ISR-ARMY", period=DAY, place="PSE-rafah")
    assert rules(civilians, fighters) == ["population"]
    assert rules(civilians, claim(46, "killed", at=100, population="combatant", force="PSE", period=DAY)) == []
    assert rules(civilians, claim(45, "killed", at=100, population="combatant", force="ISR", period=DAY)) == []
