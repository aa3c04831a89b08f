"""A projection's JSON form holds quantiles and its own assumptions."""

from __future__ import annotations

import json

from tests.outlook.made import made_estimate
from tollbook.core.projections import StrengthStatement
from tollbook.outlook.project import project


def test_the_json_form_is_json() -> None:
    made = project(made_estimate(draws=100), [StrengthStatement(source="INST", low=10, high=100_000)])
    found = json.loads(json.dumps(made.to_dict()))
    assert found["assumptions"]["returning"] == [4.0, 4.0]
    assert found["fans"][0]["assumes"]
    assert found["trend"]["ratio"] is None
