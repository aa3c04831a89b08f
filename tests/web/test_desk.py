"""A picture is drawn once and kept as long as there is room; series are counted once in a while."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.flow.naming import names_of_all
from tollbook.web.app import make_app
from tollbook.web.desk import Desk, Pictures
from tollbook.web.estimates import Asked
from tollbook.web.opened import open_for_pages
from tollbook.web.settings import Settings


def test_a_picture_is_drawn_once() -> None:
    drawn: list[int] = []
    pictures = Pictures()
    for _ in range(3):
        assert pictures.get("a", lambda: drawn.append(1) or b"svg") == b"svg"  # type: ignore[func-returns-value]
    assert drawn == [1]


def test_the_picture_that_nobody_asked_for_longest_gives_way() -> None:
    pictures = Pictures(most=10)
    for key in ("a", "b", "a", "c"):
        pictures.get(key, lambda: b"12345")
    assert pictures.get("a", lambda: b"new") == b"12345"
    assert pictures.get("b", lambda: b"new") == b"new"


def test_series_are_counted_for_all_forces_and_for_one(shelf: Path) -> None:
    desk = Desk(open_for_pages(str(shelf), Settings(), names=names_of_all()))
    _, everything = desk.series_counts()
    known_at, russia = desk.series_counts("RUS")
    assert {one.force for one in russia.held} == {"RUS"} < {one.force for one in everything.held}
    assert desk.series_counts("RUS")[0] == known_at


def test_a_server_that_ends_begins_no_further_estimate(shelf: Path) -> None:
    app = make_app(str(shelf))
    with TestClient(app) as client:
        client.get("/s/RUS~tank")
        estimates = app.state.desk.estimates
    with pytest.raises(RuntimeError, match="after shutdown"):
        estimates.fitted(Asked(force="RUS", measure="tank", size=1))
