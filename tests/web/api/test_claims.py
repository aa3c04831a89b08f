"""Claims as JSON and as files: keyed pages, the contract's shape, and the same rows in every form."""

from __future__ import annotations

import csv
import io
import json

import arro3.io
import pytest
from fastapi.testclient import TestClient

CLAIMS = "/api/v1/claims"


def test_pages_go_through_everything_once(client: TestClient) -> None:
    met, after = [], None
    while True:
        page = client.get(CLAIMS, params={"limit": 40, **({} if after is None else {"after": after})}).json()
        met += [claim["id"] for claim in page["claims"]]
        after = page["next"]
        if after is None:
            break
    assert len(met) == len(set(met)) == client.get(f"{CLAIMS}/count").json()["count"]


def test_a_claim_has_its_words_its_document_and_what_the_ledger_knows(client: TestClient) -> None:
    claim = client.get(CLAIMS, params={"q": "category:tank origin:text", "limit": 1}).json()["claims"][0]
    assert claim == client.get(f"{CLAIMS}/{claim['id']}").json()
    assert claim["quote"] in claim["sentence_text"]
    assert set(claim["ledger"]) >= {"seq", "recorded_at", "statement", "review"}


def test_the_files_hold_what_the_pages_hold(client: TestClient) -> None:
    query = {"q": "force:RUS"}
    count = client.get(f"{CLAIMS}/count", params=query).json()["count"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{CLAIMS}.csv", params=query).text)))
    lines = client.get(f"{CLAIMS}.jsonl", params=query).text.splitlines()
    table = arro3.io.read_parquet(io.BytesIO(client.get(f"{CLAIMS}.parquet", params=query).content)).read_all()
    assert len(rows) == len(lines) == table.num_rows == count
    assert len(rows[0]) == len(table.column_names) == 42
    assert [row["claim_id"] for row in rows] == [json.loads(line)["id"] for line in lines]


def test_a_file_of_nothing_has_a_header_alone(client: TestClient) -> None:
    assert len(client.get(f"{CLAIMS}.csv", params={"q": "force:XXX"}).text.splitlines()) == 1


@pytest.mark.parametrize("form", ["", ".csv", ".jsonl", ".parquet", "/count"])
@pytest.mark.parametrize("query", ["mesure:killed", "period:soon", "value:many", "!!"])
def test_a_malformed_query_names_the_field_before_anything_is_sent(client: TestClient, form: str, query: str) -> None:
    answer = client.get(CLAIMS + form, params={"q": query})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "q"


def test_a_dossier_holds_the_statement_with_its_echoes_and_the_reviews(client: TestClient) -> None:
    claim = client.get(CLAIMS, params={"q": "review:correct", "limit": 1}).json()["claims"][0]
    dossier = client.get(f"{CLAIMS}/{claim['id']}/dossier").json()
    assert len(dossier["history"]) == 2
    assert dossier["reviews"][0]["by"] == "ann"
    assert dossier["statement"]["mentions"]


def test_statements_are_told_once_and_know_their_echoes(client: TestClient) -> None:
    found = client.get("/api/v1/statements", params={"q": "origin:text", "limit": 100}).json()["statements"]
    assert all(entry["id"] == entry["ledger"]["statement"] for entry in found)
    told = [client.get(f"/api/v1/statements/{entry['id']}").json() for entry in found]
    assert any(len(statement["mentions"]) > 1 for statement in told)
    assert all(statement["mentions"][0]["id"] == statement["id"] for statement in told)


@pytest.mark.parametrize("path", ["claims/ffffffffffff", "claims/ffffffffffff/dossier", "statements/ffffffffffff"])
def test_an_unknown_id_is_a_problem_and_no_page(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "ffffffffffff" in answer.json()["detail"]


def test_what_was_known_before_anything_was_is_nothing(client: TestClient) -> None:
    assert client.get(CLAIMS, params={"asof": "1999-01-01"}).status_code == 404
    assert client.get(CLAIMS, params={"asof": "soon"}).json()["field"] == "asof"
