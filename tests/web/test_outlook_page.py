"""The page of an outlook says what the losses imply, with intervals, phrases and scenarios, and what is not given; else why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import SAMPLES
from tollbook.charts.wording import NOT_OFFERED
from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger
from tollbook.flow.read import read_document
from tollbook.web.app import make_app


@pytest.fixture(scope="module")
def contingent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a ledger that holds the sample of a contingent's losses."""
    place = tmp_path_factory.mktemp("contingent") / "ledger.db"
    text = (SAMPLES / "contingent-statements.txt").read_text(encoding="utf-8")
    with create_ledger(place) as ledger:
        ledger.add(read_document(Document.of(text, published=date(2025, 1, 18))))
    with TestClient(make_app(str(place)), raise_server_exceptions=False) as made:
        yield made


def test_an_outlook_says_the_share_lost_its_phrases_and_its_scenarios(contingent: TestClient) -> None:
    answer = contingent.get("/o/PRK")
    assert answer.status_code == 200
    for words in ("of the deployed force lost by 15 Jan 2025", "more than a third", "28-day mean (baseline)", "no forecast", NOT_OFFERED):
        assert words in answer.text
    assert "style=" not in answer.text


def test_every_phrase_and_strength_leads_to_its_claim(contingent: TestClient) -> None:
    text = contingent.get("/o/PRK").text
    leads = {part.split('"')[0] for part in text.split('href="/c/')[1:]}
    assert len(leads) >= 3
    for claim in leads:
        assert contingent.get(f"/c/{claim}").status_code == 200


def test_its_files_hold_the_same(contingent: TestClient) -> None:
    told = contingent.get("/o/PRK.json").json()
    assert told["force"] == "PRK"
    assert len(told["fraction"]) == len(told["levels"])
    assert contingent.get("/o/PRK.svg").text.startswith("<svg")
    assert contingent.get("/o/PRK.png").content.startswith(b"\x89PNG")
    assert contingent.get("/o/PRK.vl.json").json()["vconcat"]
    assert contingent.get("/o/PRK.csv").status_code == 422


def test_the_band_of_a_series_says_what_it_assumes(contingent: TestClient) -> None:
    text = contingent.get("/s/PRK~casualties", params={"band": "1"}).text
    for words in ("What the estimate says, and what it assumes", "another anchor, another total", "estimate, 50%", "5 statements used"):
        assert words in text
    rows = contingent.get("/s/PRK~casualties.csv", params={"band": "1"}).text.splitlines()
    assert all(not row.endswith(",,,") for row in rows[1:])
    assert contingent.get("/s/PRK~killed.json", params={"band": "1"}).json()["estimate"]["quantity"] == "killed"


def test_before_anything_was_known_the_page_says_so(contingent: TestClient) -> None:
    assert contingent.get("/o/PRK", params={"asof": "1999-01-01"}).status_code == 404


def test_a_force_without_an_outlook_is_told_why(client: TestClient) -> None:
    answer = client.get("/o/UKR")
    assert answer.status_code == 200
    assert "no outlook can be given" in answer.text
    assert client.get("/o/UKR.json", headers={"accept": "application/json"}).json()["status"] == 422
