"""Schemas of exports: every row that is written fits them."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.core.sample_readings import sample_reading
from tests.exports.made import entry
from tollbook.exports.claims import claim_row, reading_rows
from tollbook.exports.columns import has_columns, profiles
from tollbook.exports.economist import economist_row
from tollbook.exports.radford import radford_row
from tollbook.exports.schemas import Resource, json_schema, package, table_schema
from tollbook.exports.statements import series_row

TABLES = [name for name in profiles() if has_columns(name)]


@pytest.mark.parametrize("profile", TABLES)
def test_a_schema_is_one_and_describes_every_column(profile: str) -> None:
    schema = json_schema(profile)
    Draft202012Validator.check_schema(schema)
    assert all(field["description"] for field in schema["items"]["properties"].values())


def test_rows_fit_their_schema() -> None:
    rows = {
        "claims": [claim_row(entry()), *reading_rows(sample_reading())],
        "series": [series_row(entry())],
        "economist": [economist_row(entry())],
        "radford": [radford_row(entry())],
    }
    for profile, made in rows.items():
        Draft202012Validator(json_schema(profile)).validate(json.loads(json.dumps(made)))


def test_a_row_of_another_kind_does_not_fit() -> None:
    validator = Draft202012Validator(json_schema("claims"))
    assert not validator.is_valid([{**claim_row(entry()), "value_low": "many"}])
    assert not validator.is_valid([{**claim_row(entry()), "date_end": "yesterday"}])
    assert validator.is_valid([{**claim_row(entry()), "a_later_column": 1}])


def test_a_key_is_named_where_rows_are_unique() -> None:
    assert table_schema("claims", unique=True)["primaryKey"] == ["claim_id"]
    assert "primaryKey" not in table_schema("claims", unique=False)


def test_a_package_says_what_it_is_of() -> None:
    resource = Resource(profile="claims", path="claims.csv", size=10, sha256="ab" * 32, rows=3)
    made = package([resource], created="2031-01-01T00:00:00Z", ledger={"tollbook_ledger": "desk"}, unique=True)
    assert made["tollbook"]["tollbook_ledger"] == "desk"
    assert (made["resources"][0]["bytes"], made["resources"][0]["hash"], made["resources"][0]["rows"]) == (10, f"sha256:{'ab' * 32}", 3)
