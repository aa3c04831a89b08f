"""The tables of columns: whole, with the columns of the samples, and never one less."""

from __future__ import annotations

import pytest

from tollbook.core.errors import UsageError
from tollbook.exports.columns import columns_of, format_of, has_columns, profile_named, profiles, schema_version
from tollbook.exports.writing import finite
from tollbook.vocab.tables import load_table

TABLES = [name for name in profiles() if has_columns(name)]
CLAIMS = (
    "claim_id doc_id doc_url doc_title doc_published claimant claimant_class attribution_chain side force country_iso3 metric "
    "metric_group unit value_low value_mid value_high value_text bound hedge likelihood_term likelihood_low likelihood_high "
    "period_type date_start date_end date_prec place adm_1 country where_prec quote span_start span_end text_sha256 echo_of "
    "verdict extractor extractor_version confidence recorded_at superseded_by"
).split()
"""The columns of version 1: no later version may rename, move or drop one."""


def test_claims_begin_with_the_42_columns_of_version_1() -> None:
    assert [column.name for column in columns_of("claims")][:42] == CLAIMS
    assert columns_of("hxl") == columns_of("claims")


@pytest.mark.parametrize("profile", TABLES)
def test_every_column_is_named_once_and_says_what_it_holds(profile: str) -> None:
    columns = columns_of(profile)
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.meaning and not column.meaning.endswith(".") for column in columns)


@pytest.mark.parametrize("profile", TABLES)
def test_an_example_is_of_its_columns_kind(profile: str) -> None:
    for column in columns_of(profile):
        if column.kind in ("number", "integer") and column.example:
            assert finite(float(column.example)) is not None


@pytest.mark.parametrize("profile", TABLES)
def test_every_table_leads_from_a_number_to_its_words(profile: str) -> None:
    names = {column.name for column in columns_of(profile)}
    assert {"claim_id", "quote"} <= names or {"claim_ids", "quotes"} <= names


def test_every_column_of_claims_has_a_tag_and_an_origin() -> None:
    assert all(column.tag is not None and column.tag.startswith("#") for column in columns_of("claims"))
    assert {row["from"] for row in load_table("exports/claims")["column"]} == {"claim", "source", "lexicon", "ledger"}


@pytest.mark.parametrize(("profile", "form"), [("oryx", "daily"), ("ua-mod", "totals"), ("ucdp-ged", "events"), ("economist", "claims")])
def test_a_data_sets_columns_are_those_that_its_import_needs(profile: str, form: str) -> None:
    needs = next(row for row in load_table(f"datasets/{profile}")["form"] if row["id"] == form)["needs"]
    assert set(needs) <= {column.name for column in columns_of(profile)}


def test_an_unknown_profile_lists_them_all() -> None:
    with pytest.raises(UsageError, match="did you mean 'oryx'") as caught:
        profile_named("orix")
    assert all(name in caught.value.sentence() for name in profiles())


def test_a_format_is_one_that_the_profile_can_have() -> None:
    assert (format_of(profile_named("claims"), None), format_of(profile_named("claims"), "Parquet")) == ("csv", "parquet")
    with pytest.raises(UsageError, match="one of: jsonld"):
        format_of(profile_named("prov"), "csv")


def test_the_version_of_the_tables_is_a_number() -> None:
    assert schema_version() >= 1
