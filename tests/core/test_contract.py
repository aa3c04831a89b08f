"""The contract: what `to_dict` and `to_json` give, and the JSON Schema that says so."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from tests.core.sample_readings import DOCUMENT, TEXT, bare_reading, claim, quantity, sample_reading, span
from tollbook.core.contract import as_json
from tollbook.core.errors import UsageError
from tollbook.core.types import Document, Reading

SCHEMA = json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def objects_in(schema: object) -> list[dict]:
    """Return every object schema inside a schema."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects_in(part)]
    if not isinstance(schema, dict):
        return []
    inside = [found for part in schema.values() for found in objects_in(part)]
    return [schema, *inside] if schema.get("type") == "object" else inside


def same_names(schema: dict, value: object) -> None:
    """Assert that a value holds the names that its schema describes, no more and no less."""
    schema = next((part for part in schema.get("anyOf", ()) if part != {"type": "null"}), schema)
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, dict) and "properties" in schema:
        assert set(value) == set(schema["properties"])
        for name, part in value.items():
            same_names(schema["properties"][name], part)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for part in value:
            same_names(schema["items"], part)


def test_the_schema_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_reading_with_everything_in_it_fits_the_schema() -> None:
    VALIDATOR.validate(sample_reading().to_dict())


def test_a_reading_without_anything_in_it_fits_the_schema() -> None:
    VALIDATOR.validate(bare_reading("Nothing.").to_dict())


def test_the_schema_names_every_field_and_no_other() -> None:
    same_names(SCHEMA, sample_reading().to_dict())


def test_the_schema_requires_every_field() -> None:
    for schema in objects_in(SCHEMA):
        assert set(schema.get("required", ())) == set(schema.get("properties", ()))


def test_the_schema_describes_every_field() -> None:
    for schema in objects_in(SCHEMA):
        assert schema["description"]
        for name, part in schema.get("properties", {}).items():
            assert "description" in part or "$ref" in part, name


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("claims", 0, "span"), [3]),
        (("claims", 0, "span"), [1, 2, 3]),
        (("claims", 0, "span"), [-1, 2]),
        (("claims", 0, "attribution"), []),
        (("claims", 0, "assertion"), "certain"),
        (("claims", 0, "measure", "categories"), []),
        (("claims", 0, "quantity", "hedge"), "roughly"),
        (("claims", 0, "quantity", "low"), None),
        (("claims", 0, "period", "end"), "mid-March"),
        (("claims", 0, "likelihood", "high"), 1.2),
        (("document", "published"), "20.03.2031"),
    ],
)
def test_the_schema_refuses_a_value_out_of_bounds(path: tuple, wrong: object) -> None:
    contract = sample_reading().to_dict()
    inner = contract
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = wrong
    with pytest.raises(ValidationError):
        VALIDATOR.validate(contract)


def test_a_quote_is_the_text_of_its_span() -> None:
    contract = sample_reading().to_dict()
    for part in (*contract["claims"], *contract["judgements"], *contract["abstentions"]):
        assert part["quote"] == TEXT[slice(*part["span"])]


def test_a_date_is_iso_text() -> None:
    contract = sample_reading().to_dict()
    assert contract["document"]["published"] == "2031-03-20"
    assert contract["claims"][0]["period"]["end_latest"] == "2031-03-20"


def test_no_upper_bound_is_null_whether_none_or_infinite() -> None:
    for high in (None, math.inf):
        reading = bare_reading(TEXT, claim("87", quantity(87, 87, high, "at_least"), "tank", unit="item"))
        assert reading.to_dict()["claims"][0]["quantity"]["high"] is None


@pytest.mark.parametrize("low", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_cannot_say_is_refused(low: float) -> None:
    reading = bare_reading(TEXT, claim("87", quantity(87, low, None, "exact"), "tank", unit="item"))
    with pytest.raises(UsageError, match="expected a finite number"):
        reading.to_dict()


def test_a_zero_is_kept_apart_from_nothing() -> None:
    reading = bare_reading(TEXT, claim("87", quantity(0, 0, 0, "exact"), "killed"))
    assert reading.to_dict()["claims"][0]["quantity"]["stated"] == 0


def test_categories_are_in_one_order_whatever_the_set_gives() -> None:
    reading = bare_reading(TEXT, claim("87", quantity(87, 87, 87, "exact"), "wounded", "missing", "killed"))
    assert reading.to_dict()["claims"][0]["measure"]["categories"] == ["killed", "missing", "wounded"]


def test_the_contract_holds_the_length_of_the_text_and_not_the_text() -> None:
    contract = sample_reading().to_dict()
    assert contract["document"]["length"] == len(TEXT)
    assert TEXT not in contract["document"].values()


def test_json_text_keeps_other_scripts_legible() -> None:
    assert "втрати" in bare_reading("втрати", context=replace(sample_reading().context, reason="втрати")).to_json()


@given(st.text(st.characters(categories=("Cs", "Lu", "Cc", "Po", "So")), max_size=40))
def test_json_text_of_any_text_can_be_encoded_and_comes_back_the_same(text: str) -> None:
    written = as_json({"text": text})
    assert json.loads(written.encode("utf-8")) == {"text": text}


def test_a_lone_surrogate_in_a_quote_is_escaped() -> None:
    document = Document.of("lost 87\ud800 tanks")
    reading = Reading(document=document, claims=(claim("87\ud800", quantity(87, 87, 87, "exact"), "tank", unit="item", document=document),))
    assert "87\\ud800" in reading.to_json().encode("utf-8").decode("utf-8")


def test_json_text_is_on_one_line_unless_asked_for_indents() -> None:
    assert "\n" not in sample_reading().to_json()
    assert json.loads(sample_reading().to_json(indent=2)) == sample_reading().to_dict()


def test_spans_count_code_points_beyond_the_basic_plane() -> None:
    document = Document.of("\U0001f4a5 lost 87 tanks")
    contract = Reading(
        document=document, claims=(claim("87", quantity(87, 87, 87, "exact"), "tank", unit="item", document=document),)
    ).to_dict()
    assert contract["claims"][0]["span"] == [7, 9]


def test_an_abstention_says_what_it_left_out_and_why() -> None:
    where = span("2031")
    assert sample_reading().to_dict()["abstentions"] == [{"span": [where.start, where.end], "quote": "2031", "reason": "part of a date"}]


def test_the_document_of_a_reading_is_named_by_the_hash_of_its_text() -> None:
    assert sample_reading().to_dict()["document"]["id"] == DOCUMENT.id == Document.of(TEXT).id
