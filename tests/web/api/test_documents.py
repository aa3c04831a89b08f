"""Documents as JSON: the text, the reading of the contract, and the audit."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
from fastapi.testclient import TestClient

DOCUMENTS = "/api/v1/documents"


def test_documents_are_listed_newest_first_and_paged(client: TestClient) -> None:
    everything = client.get(DOCUMENTS).json()
    assert [document["title"] for document in everything["documents"]][:2] == ["A second paper", "What both sides say of Kupiansk"]
    first = client.get(DOCUMENTS, params={"limit": 1}).json()
    second = client.get(DOCUMENTS, params={"limit": 1, "before": first["next"]}).json()
    assert [first["documents"][0], second["documents"][0]] == everything["documents"][:2]


def test_a_document_has_its_text_and_a_reading_that_fits_the_contract(client: TestClient) -> None:
    schema = json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8"))
    for line in client.get(DOCUMENTS).json()["documents"]:
        told = client.get(f"{DOCUMENTS}/{line['id']}").json()
        jsonschema.validate(told["reading"], schema)
        for claim in told["reading"]["claims"]:
            assert told["text"][slice(*claim["span"])] == claim["quote"], "offsets count code points, the emoji among them"
        assert client.get(f"{DOCUMENTS}/{line['id']}/text").text == told["text"]


def test_a_documents_audit_compares_it_with_the_ledger(client: TestClient) -> None:
    identity = client.get(DOCUMENTS).json()["documents"][1]["id"]
    told = client.get(f"{DOCUMENTS}/{identity}/audit").json()
    assert told["reading"]["document"]["id"] == identity
    assert {"findings", "claims", "points", "documents"} <= set(told)


def test_an_unknown_document_is_a_problem(client: TestClient) -> None:
    assert client.get(f"{DOCUMENTS}/{'0' * 32}").status_code == 404
    assert client.get(f"{DOCUMENTS}/abc").json()["field"] == "document"
