"""The pages of series: every point leads to its words, without JavaScript; files and permalinks show the same; bad input is told."""

from __future__ import annotations

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

from tollbook.core.estimates import LEVELS

PINNED = re.compile(r'href="(/s/[^"?]*@\d+-[0-9a-f]{8})[^"]*" rel="bookmark"')


def test_the_list_leads_to_every_series(client: TestClient) -> None:
    listed = client.get("/s").text
    assert 'href="/s/RUS~casualties"' in listed
    assert 'href="/s?force=RUS"' in listed
    within = client.get("/s", params={"force": "RUS"}).text
    assert "/s/RUS~tank~UKR-GS?kind=cumulative" in within
    for address in set(re.findall(r'href="(/s/[^"]+)"', listed)):
        assert client.get(address).status_code == 200, address


def test_every_point_of_the_chart_and_every_row_of_the_table_leads_to_a_claim(client: TestClient) -> None:
    text = client.get("/s/RUS~tank").text
    svg, table = text[text.index('<svg xmlns="http://www.w3.org/2000/svg" class="vl"') :].split("</svg>")[0], text[text.index("<tbody>") :]
    links = re.findall(r'<a href="(/c/[0-9a-f]{16})" aria-label="[^"]+[a-z]\."', svg)
    assert len(links) == 9
    assert set(links) <= set(re.findall(r'<a href="(/c/[0-9a-f]{16})">[\d,]+</a>', table))
    for address in links:
        assert client.get(address).status_code == 200


def test_chart_and_table_are_both_in_the_page_and_chosen_without_a_script(client: TestClient) -> None:
    text = client.get("/s/RUS~tank").text
    assert text.count('type="radio" name="view"') == 2
    assert "style=" not in text
    assert text.count("<script") == client.get("/s").text.count("<script")


def test_the_page_says_what_is_claimed_by_whom_and_what_to_read_with_care(client: TestClient) -> None:
    text = client.get("/s/RUS~casualties").text
    for words in ("The axis starts at", "Read with care", "repeats another source", "@misc{tollbook-", "never changes"):
        assert words in text


def test_a_window_shows_its_days_alone(client: TestClient) -> None:
    table = client.get("/s/RUS~tank.json", params={"from": "2025-10-14", "to": "2025-10-16"}).json()
    assert [point["day"] for point in table["sources"][0]["points"]] == ["2025-10-14", "2025-10-15", "2025-10-16"]


def test_an_empty_form_is_no_restriction(client: TestClient) -> None:
    whole = client.get("/s/RUS~tank.json").json()
    assert client.get("/s/RUS~tank.json?from=&to=&asof=&kind=").json() == whole


def test_a_permalink_shows_what_the_page_shows_and_may_be_kept(client: TestClient) -> None:
    page = client.get("/s/RUS~tank")
    found = PINNED.search(page.text)
    assert found is not None
    pinned = client.get(found[1])
    assert pinned.headers["cache-control"].startswith("public")
    assert client.get(found[1] + ".json").json() == client.get("/s/RUS~tank.json").json()
    assert "as known at entry" in pinned.text


def test_a_permalink_of_another_log_is_refused(client: TestClient) -> None:
    found = PINNED.search(client.get("/s/RUS~tank").text)
    assert found is not None
    size = found[1].partition("@")[2].partition("-")[0]
    answer = client.get(f"/s/RUS~tank@{size}-00000000")
    assert answer.status_code == 404
    assert "another root" in answer.text
    assert client.get("/s/RUS~tank@999999-00000000").status_code == 404
    assert client.get(found[1], params={"asof": "2025-01-01"}).status_code == 422


@pytest.mark.parametrize(
    ("suffix", "kind", "start"),
    [
        (".svg", "image/svg+xml", b"<svg"),
        (".png", "image/png", b"\x89PNG"),
        (".vl.json", "application/vnd.vegalite.v6+json", b"{"),
        (".csv", "text/csv; charset=utf-8", b"series,source"),
        (".json", "application/json", b"{"),
    ],
)
def test_a_file_is_what_its_name_says(client: TestClient, suffix: str, kind: str, start: bytes) -> None:
    answer = client.get(f"/s/RUS~tank{suffix}")
    assert answer.headers["content-type"] == kind
    assert answer.content.startswith(start)


def test_a_downloaded_chart_leads_back_to_the_ledger(client: TestClient) -> None:
    assert client.get("/s/RUS~tank.svg").text.count('href="http://testserver/c/') == 9
    dark = client.get("/s/RUS~tank.svg", params={"theme": "dark"}).text
    assert "#1c2025" in dark


def test_the_csv_has_a_row_for_each_figure_with_its_words(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/s/RUS~tank.csv").text)))
    assert len(rows) == 9
    assert all(row["claim_id"] and row["quote"].replace(",", "") == row["value"] for row in rows)
    assert {f"q{level:g}" for level in LEVELS} <= set(rows[0])


def test_a_refused_estimate_says_why_and_the_figures_stay(client: TestClient) -> None:
    text = client.get("/s/RUS~tank", params={"band": "1"}).text
    assert "No estimate: " in text
    assert "no source pins the absolute level" in text
    assert 'class="vl"' in text


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=2025-13-01", "from"), ("to=soon", "to"), ("asof=yesterday", "asof"), ("kind=all", "kind"), ("from=0001-01-01", "from")],
)
def test_a_field_that_makes_no_sense_is_named(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/s/RUS~tank?{query}", headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    "path", ["/s/XXX~tank", "/s/RUS~spaceship", "/s/RUS", "/s/RUS~tank~NOBODY", "/s?force=XXX", "/s/RUS~tank?from=2030-01-01"]
)
def test_a_series_that_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/s for all" in answer.text


def test_days_that_cross_are_told(client: TestClient) -> None:
    answer = client.get("/s/RUS~tank?from=2025-10-20&to=2025-10-10", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, "to")
