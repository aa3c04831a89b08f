"""Comparing readers: what both read gains a rule, what one reads is shown, and the model takes nothing away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tollbook.core.types import Abstention, Attribution, Claim, Force, Measure, Period, Reading, Span
from tollbook.flow.read import read
from tollbook.reading.agreement import AGREES, ALONE, Compared, compare_readers

TEXT = "Shelling killed 12 Russian soldiers near the front line, and Norland lost 40 tanks on Monday; 47 trains ran."
READING = read(TEXT)
SOLDIERS, TANKS = READING.claims
EVERYTHING = (Span(document=READING.document.id, start=0, end=len(TEXT)),)


def proposed(claim: Claim, **change: Any) -> Claim:
    """Return the claim as a model would propose it: without what only the grammar reads."""
    return replace(claim, rules=("model.proposes",), place=None, **change)


def compare(*claims: Claim, asked: tuple[Span, ...] = EVERYTHING, reading: Reading = READING) -> Compared:
    return compare_readers(reading, claims, asked=asked)


def test_a_claim_that_both_read_gains_a_rule_and_is_no_difference() -> None:
    compared = compare(proposed(SOLDIERS), proposed(TANKS))
    assert set(compared.standing.values()) == {"both"}
    assert compared.differences == ()
    assert [claim.rules[-1] for claim in compared.reading.claims] == [AGREES, AGREES]
    assert [replace(claim, rules=claim.rules[:-1]) for claim in compared.reading.claims] == list(READING.claims)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": Measure(categories=frozenset({"wounded"}), unit="person")}, ("categories", "killed", "wounded")),
        ({"assertion": "denied"}, ("assertion", "stated", "denied")),
        ({"period": Period(kind="cumulative")}, ("period", "flow", "cumulative")),
        ({"force": Force(id="UKR", text="Ukrainian")}, ("force", "RUS", "UKR")),
    ],
)
def test_a_contradiction_is_shown_and_the_claim_stays_as_the_grammar_read_it(change: dict[str, Any], field: tuple[str, str, str]) -> None:
    compared = compare(proposed(SOLDIERS, **change), proposed(TANKS))
    (difference,) = compared.differences
    assert (difference.standing, difference.claim, difference.fields) == ("differ", SOLDIERS.id, (field,))
    assert compared.reading.claims[0] == SOLDIERS


def test_another_claimant_is_a_contradiction_where_both_are_known() -> None:
    reading = replace(READING, claims=(replace(SOLDIERS, attribution=(Attribution(source="UKR-GS", text="x", voice="reported"),)),))
    other = proposed(SOLDIERS, attribution=(Attribution(source="RUS-MOD", text="y", voice="reported"),))
    assert compare(other, reading=reading).differences[0].fields == (("claimant", "UKR-GS", "RUS-MOD"),)


@pytest.mark.parametrize("force", [None, Force(id=None, text="the invaders")])
def test_what_the_model_leaves_open_contradicts_nothing(force: Force | None) -> None:
    assert compare(proposed(SOLDIERS, force=force), proposed(TANKS)).differences == ()


def test_a_claim_of_the_model_alone_joins_the_reading_flagged_in_the_order_of_the_text() -> None:
    at = TEXT.index("47")
    trains = proposed(TANKS, id="trains", span=replace(TANKS.span, start=at, end=at + 2))
    compared = compare(trains, proposed(SOLDIERS), proposed(TANKS))
    assert [claim.id for claim in compared.reading.claims] == [SOLDIERS.id, TANKS.id, "trains"]
    assert compared.reading.claims[-1].flags == (ALONE,)
    assert [(one.standing, one.claim) for one in compared.differences] == [("model alone", "trains")]


def test_the_grammars_reason_for_leaving_a_number_out_is_told() -> None:
    span = replace(TANKS.span, start=TEXT.index("47"), end=TEXT.index("47") + 2)
    reading = replace(READING, abstentions=(Abstention(span=span, reason="counts no loss"),))
    compared = compare(proposed(TANKS, id="trains", span=span), reading=reading)
    assert next(one.note for one in compared.differences if one.standing == "model alone") == "counts no loss"


def test_the_models_silence_is_shown_where_it_was_asked_and_changes_nothing() -> None:
    compared = compare(asked=(replace(EVERYTHING[0], end=40),))
    assert compared.standing == {SOLDIERS.id: "grammar alone", TANKS.id: "not asked"}
    assert [one.claim for one in compared.differences] == [SOLDIERS.id]
    assert compared.reading == READING
