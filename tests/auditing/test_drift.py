"""A telling number that turns up for other things, or from another source, in another text has drifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.auditing.made import claim, reading
from tollbook.auditing.drift import drifts_between_texts, is_telling
from tollbook.core.findings import Finding
from tollbook.core.types import Attribution, Claim, Period


def found(*claims: Claim, texts: tuple[str, ...] = ("first " * 100, "second " * 100, "third " * 100)) -> list[Finding]:
    return list(drifts_between_texts([reading(one, text=text) for one, text in zip(claims, texts, strict=False)]))


def told(number: int, *categories: str, at: int, **fields: Any) -> Claim:
    return claim(number, *categories, at=at, document=f"text {at}", **fields)


def test_wounded_that_become_missing_in_another_text_differ() -> None:
    (finding,) = found(told(14_230, "wounded", at=0), told(14_230, "missing", at=100))
    assert finding.verdict == "differs"
    assert finding.claims == ("claim100", "claim0")
    assert "wounded in one text and missing in another, both from UKR-GS" in finding.explanation


def test_one_number_from_two_sources_is_noted() -> None:
    (finding,) = found(told(14_230, "killed", at=0), told(14_230, "killed", at=100, source="GBR-MOD-DI"))
    assert finding.verdict == "note"
    assert "given to UKR-GS in one text and to GBR-MOD-DI in another" in finding.explanation


def test_one_number_for_two_things_from_two_sources_is_noted() -> None:
    (finding,) = found(told(14_230, "wounded", at=0), told(14_230, "missing", at=100, source="GBR-MOD-DI"))
    assert finding.verdict == "note"


def test_a_ministry_that_publishes_its_staffs_figures_is_no_other_source() -> None:
    assert found(told(14_230, "killed", at=0), told(14_230, "killed", at=100, source="UKR-MOD")) == []


def test_a_relay_that_names_its_source_is_no_drift() -> None:
    chain = tuple(Attribution(source=source, text=source, voice="reported") for source in ("GBR-MOD-DI", "UKR-GS"))
    assert found(told(14_230, "killed", at=0), replace(told(14_230, "killed", at=100), attribution=chain)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (told(14_230, "killed", at=0), told(14_231, "killed", at=100, source="GBR-MOD-DI")),
        (told(14_000, "killed", at=0), told(14_000, "killed", at=100, source="GBR-MOD-DI")),
        (told(230, "killed", at=0), told(230, "killed", at=100, source="GBR-MOD-DI")),
        (told(14_230, "killed", at=0), told(14_230, "killed", at=100, source="GBR-MOD-DI", force="UKR")),
        (told(14_230, "killed", at=0), told(14_230, "killed", at=100)),
        (
            told(14_230, "killed", at=0),
            told(14_230, "missing", at=100, period=Period(kind="cumulative", end=date(2024, 5, 1))),
        ),
    ],
)
def test_other_numbers_round_and_small_ones_other_forces_times_and_the_same_statement_do_not_drift(first: Claim, second: Claim) -> None:
    assert found(first, second) == []


def test_the_killed_for_all_casualties_are_left_to_their_own_rule() -> None:
    assert found(told(14_230, "killed", at=0), told(14_230, "killed", "wounded", at=100)) == []


def test_within_one_text_nothing_drifts() -> None:
    claims = (claim(14_230, "wounded", at=0), claim(14_230, "missing", at=100))
    assert list(drifts_between_texts([reading(*claims)])) == []


@pytest.mark.parametrize(
    ("number", "expected"), [(14_230, True), (1_230, True), (1_200, False), (999, False), (100_000, False), (826_000, True)]
)
def test_a_telling_number_is_large_and_not_round(number: int, expected: bool) -> None:
    assert is_telling(number) is expected
