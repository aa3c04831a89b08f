"""The words of a brief: what belligerents say are claims, and roles have words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.exports.test_brief_notes import entry
from tollbook.core.estimates import SourceSummary
from tollbook.core.records import Replacing
from tollbook.core.types import Measure
from tollbook.exports.brief_facts import Replaced, Said
from tollbook.exports.brief_words import REASONS, SPEAKS, claimed_words, replaced_words, role_words, speaks_words, verb
from tollbook.vocab.sources import ROLES


def test_every_role_of_a_source_has_words() -> None:
    assert set(SPEAKS) == ROLES


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Replacing.__args__)


@pytest.mark.parametrize(("role", "said"), [("opponent", "claims"), ("own_side", "claims"), ("press", "says")])
def test_what_a_belligerent_says_is_called_a_claim(role: str, said: str) -> None:
    assert verb(role) == said
    assert ("claims" in speaks_words(role, None)) == (said == "claims")


def test_a_role_that_nobody_knows_is_a_source_not_identified() -> None:
    assert role_words("oracle") == "source not identified"


def test_a_relay_says_nothing_of_its_own() -> None:
    summary = SourceSummary(source="A", role="press", statements=1, relays="B")
    assert speaks_words("press", summary, "The Institute") == "repeats The Institute: no evidence of its own"


def test_a_claim_is_told_with_its_number_measure_and_period() -> None:
    assert claimed_words(entry()) == "4,000 killed, total to 11 Mar 2031"


def test_materiel_is_told_with_its_noun_and_what_became_of_it() -> None:
    one = entry()
    tanks = Measure(categories=frozenset({"tank"}), unit="item", outcome="destroyed")
    assert claimed_words(replace(one, claim=replace(one.claim, measure=tanks))).startswith("4,000 tanks destroyed, total")


def test_what_is_denied_is_told_as_denied() -> None:
    one = entry()
    assert claimed_words(replace(one, claim=replace(one.claim, assertion="denied"))).startswith("denied: 4,000")


def test_a_correction_is_told_as_one() -> None:
    said = Said(entry=entry(), source="INST", claimant="the Institute", role="press", day=None)
    day = said.entry.sighting.published
    assert day is not None
    assert replaced_words(Replaced(former=said, by=None, reason="corrected", day=day)) == "corrected"
