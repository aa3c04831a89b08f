"""Assumptions as values: told apart by their id, reproducible from their canonical form, each with its grounds."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from tollbook.core.assumptions import Assumptions, Prior, Relay, SourceAssumption, assumptions_from_dict, factor, share
from tollbook.core.errors import AssumptionError


def test_the_canonical_form_is_json_and_leads_back() -> None:
    made = replace(
        Assumptions(),
        sources=(SourceAssumption(source="UKR-GS", bias=factor(1.2, 0.3, "test")),),
        relays=(Relay(source="GBR-MOD", parent="UKR-GS", categories=frozenset({"casualties"})),),
    )
    again = assumptions_from_dict(json.loads(json.dumps(made.to_dict())))
    assert again.id == made.id
    assert again.to_dict() == made.to_dict()


def test_a_changed_prior_changes_the_id() -> None:
    assert Assumptions().with_engine(seed=1).id != Assumptions().id


def test_every_default_prior_says_where_it_comes_from() -> None:
    plain = Assumptions()
    priors = [getattr(part, field.name) for part in (plain.process, plain.noise) for field in fields(part)]
    priors += [prior for role in plain.roles for prior in (role.bias, role.coverage) if prior is not None]
    assert [prior for prior in priors if not prior.grounds] == []


def test_a_malformed_form_is_refused_with_what_is_missing() -> None:
    broken = Assumptions().to_dict()
    del broken["process"]
    with pytest.raises(AssumptionError, match="process"):
        assumptions_from_dict(broken)


def test_an_override_stands_in_place_of_the_role() -> None:
    own = Prior(mean=0.1, sd=0.05)
    made = replace(Assumptions(), sources=(SourceAssumption(source="CIA", bias=own),))
    assert made.bias_of("CIA", "third_party_intelligence") == own
    assert made.shared_of("CIA", "third_party_intelligence") == 0
    assert made.bias_of("DIA", "third_party_intelligence").sd == 0.2


def test_a_role_without_a_prior_is_an_error_that_names_those_with_one() -> None:
    with pytest.raises(AssumptionError, match="own_side"):
        Assumptions().bias_of("X", "astrologer")


def test_relays_are_followed_to_their_origin() -> None:
    made = replace(Assumptions(), relays=(Relay(source="C", parent="B"), Relay(source="B", parent="A", categories=frozenset({"killed"}))))
    assert made.parent_of("C", "killed") == "A"
    assert made.parent_of("C", "casualties") == "B"
    assert made.parent_of("A", "killed") is None


def test_relays_in_a_circle_are_an_error() -> None:
    made = replace(Assumptions(), relays=(Relay(source="A", parent="B"), Relay(source="B", parent="A")))
    with pytest.raises(AssumptionError, match="circle"):
        made.parent_of("A", "killed")


@pytest.mark.parametrize(
    ("prior", "middle"), [(factor(2.0, 1.0, ""), 2.0), (share(0.25, 1.0, ""), 0.25), (Prior(mean=3, sd=0, scale="value"), 3)]
)
def test_the_middle_of_a_prior_is_on_the_natural_scale(prior: Prior, middle: float) -> None:
    assert prior.middle == pytest.approx(middle)
