"""Sources as JSON: counts, paged, by their ids or their words."""

from __future__ import annotations

from fastapi.testclient import TestClient

SOURCES = "/api/v1/sources"


def test_sources_are_paged_the_most_statements_first(client: TestClient) -> None:
    everything = client.get(SOURCES).json()
    counts = [source["statements"] for source in everything["sources"]]
    assert counts == sorted(counts, reverse=True)
    page = client.get(SOURCES, params={"limit": 1, "skip": 1}).json()
    assert page["sources"] == everything["sources"][1:2]
    assert client.get(SOURCES, params={"skip": 10_000}).json()["next"] is None


def test_a_source_has_its_record(client: TestClient) -> None:
    told = client.get(f"{SOURCES}/UKR-GS").json()
    assert told["name"] == "General Staff of the Armed Forces of Ukraine"
    assert 0 <= told["echo_rate"] < 1
    assert {"force": "RUS", "measure": "tank"}.items() <= next(one for one in told["subjects"] if one["measure"] == "tank").items()


def test_nobody_is_a_problem(client: TestClient) -> None:
    assert client.get(f"{SOURCES}/NOBODY").status_code == 404
