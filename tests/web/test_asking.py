"""The moment as of which pages answer: any day or instant, none for now, and the field named where it is neither."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("moment", ["2999-01-01", "2999-01-01T12:00:00Z", "2999-01-01T12:00:00+01:00", ""])
def test_a_day_an_instant_or_nothing_is_a_moment(client: TestClient, moment: str) -> None:
    assert client.get("/c", params={"asof": moment}).status_code == 200


@pytest.mark.parametrize("moment", ["soon", "2025-02-30", "1" * 41, "9999-12-31T23:59:59-01:00"])
def test_what_is_no_moment_is_told_with_its_field(client: TestClient, moment: str) -> None:
    answer = client.get("/c", params={"asof": moment}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["field"] == "asof"
