"""The description of the interface is valid, complete and true: made-up requests find no answer that it doesn't foresee."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from benchmarks.api_fuzz import TOKEN, fuzz, known_records, make_ledger
from tollbook.web.api.openapi import contract
from tollbook.web.app import make_app
from tollbook.web.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
CASES = 300


def described(client: TestClient) -> dict[str, dict[str, dict[str, object]]]:
    told: dict[str, dict[str, dict[str, object]]] = client.get("/api/v1/openapi.json").json()
    return told


def test_every_operation_says_what_it_does_and_how_it_fails(client: TestClient) -> None:
    for path, operations in described(client)["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (method, path)
            assert operation["tags"], (method, path)
            assert "application/problem+json" in str(operation["responses"]), (method, path)


def test_every_parameter_is_explained(client: TestClient) -> None:
    for path, operations in described(client)["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):  # type: ignore[attr-defined]
                assert parameter.get("description"), (path, parameter["name"])


def test_every_reference_leads_to_a_shape(client: TestClient) -> None:
    told = described(client)
    schemas = told["components"]["schemas"]
    for name in re.findall(r"'#/components/schemas/([^']+)'", str(told)):
        assert name in schemas
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)  # type: ignore[arg-type]


def test_claims_have_the_shape_of_the_contract() -> None:
    assert {"contract-claim", "contract-judgement", "contract-reading"} <= set(contract())
    assert "#/$defs/" not in str(contract())


def test_every_operation_is_documented(client: TestClient) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in described(client)["paths"]:
        assert f"`{path}`" in page or f"{path}`" in page, path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of its own, as reviews are among the requests."""
    return make_ledger(tmp_path_factory.mktemp("fuzz"))


def test_made_up_requests_are_answered_as_described(place: Path) -> None:
    """Small here; `python -m benchmarks.api_fuzz` sends 5,000."""
    tally = fuzz(make_app(str(place), Settings(review_token=TOKEN)), CASES, known_records(place))
    assert tally.failures == {}
    assert tally.cases >= CASES
    assert {200, 404, 422} <= set(tally.statuses)
