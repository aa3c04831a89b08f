"""Series, estimates and outlooks as JSON: every figure with its claim, every refusal with its reason."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_the_list_names_series_that_can_be_read(client: TestClient) -> None:
    listed = client.get("/api/v1/series").json()["series"]
    assert {"RUS~casualties", "RUS~tank"} <= {one["series"] for one in listed}
    for one in client.get("/api/v1/series", params={"force": "RUS"}).json()["series"]:
        assert client.get(f"/api/v1/series/{one['series']}").json()["measure"] == one["measure"]


def test_every_figure_has_the_claim_that_it_is_read_from(client: TestClient) -> None:
    told = client.get("/api/v1/series/RUS~tank").json()
    for point in told["sources"][0]["points"]:
        claim = client.get(f"/api/v1/claims/{point['claim']}").json()
        assert claim["quantity"]["stated"] == point["value"]
    assert told["permalink"].startswith("http://testserver/s/RUS~tank@")


def test_the_same_state_of_the_log_gives_the_same_series(client: TestClient) -> None:
    told = client.get("/api/v1/series/RUS~tank").json()
    slug = told["permalink"].rpartition("/")[2]
    assert client.get(f"/api/v1/series/{slug}").json() == told


def test_an_estimate_that_can_not_be_given_says_why(client: TestClient) -> None:
    for path in ("estimate", "outlook"):
        answer = client.get(f"/api/v1/{path}", params={"force": "RUS", "measure": "tank"})
        assert answer.status_code == 422
        assert "no source pins the absolute level" in answer.json()["detail"]
    assert client.get("/api/v1/estimate").json()["field"] == "force"


def test_a_series_that_is_not_there_is_a_problem(client: TestClient) -> None:
    assert client.get("/api/v1/series/RUS").status_code == 404
    assert client.get("/api/v1/series/RUS~tank", params={"to": "never"}).json()["field"] == "to"
