"""The application as a whole: it answers, with headers that keep everything else out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.databases import KINDS, Databases
from tests.web.shelves import fill
from tollbook.ledger.language import FIELDS
from tollbook.ledger.ledger import Ledger
from tollbook.web.app import make_app
from tollbook.web.headers import SECURITY

ODD = (
    "9999",
    "0000",
    "..",
    "2025..",
    "2025-13",
    "1e9",
    "1..0",
    "9" * 30,
    "",
    '"',
    "*",
    "\0",
    "٢٠٢٥",
    ",,",
    "NEAR(a b)",
    "%",
    "killed+",
    "a:b",
)
values = st.one_of(st.sampled_from(ODD), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12))


def test_the_first_page_answers_with_every_security_header(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in SECURITY} == dict(SECURITY)


def test_an_unknown_address_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_answer_on_either_database(kind: str, tmp_path: Path) -> None:
    databases = Databases(folder=tmp_path)
    try:
        with databases.place(kind) as place:
            with Ledger.open(place, actor="desk") as ledger:
                fill(ledger)
                entry = ledger.query("review:correct", limit=1).entries[0]
            document = entry.sighting.document
            paths = ("/", "/d", f"/d/{document}", "/c", "/c?q=kupiansk", f"/c/{entry.claim.id}", "/src", "/src/UKR-GS", "/review")
            with TestClient(make_app(place)) as client:
                answers = {path: client.get(path) for path in paths}
    finally:
        databases.stop()
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 200)
    assert "<b>159</b> claims stand" in answers["/"].text
    assert "<b>139</b> statements" in answers["/src/UKR-GS"].text
    assert "13 tanks" in answers[f"/c/{entry.claim.id}"].text


@given(st.lists(st.tuples(st.sampled_from([*FIELDS, "x", ""]), st.sampled_from([":", "", ':"']), values), max_size=3))
def test_no_query_is_a_fault_of_the_server(client: TestClient, terms: list[tuple[str, str, str]]) -> None:
    query = " ".join("".join(term) for term in terms)
    for path in ("/c", "/review"):
        assert client.get(path, params={"q": query[:900]}).status_code in (200, 422)
