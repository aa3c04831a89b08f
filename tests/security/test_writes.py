"""Every route that writes, with no token, a wrong, an expired, a revoked and a lesser one: nobody is let in, nothing is appended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from tests.security.writing import FORMS, WRITES, Desk, bad_headers, desk_in, try_forms, try_writes
from tollbook.web.app import ROUTERS

WRITES_NOTHING = {"/read", "/api/v1/audit", "/review/end"}
"""Routes that are posted to and store nothing."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("writes")) as made:
        yield made


def test_every_route_that_takes_something_is_in_the_table(desk: Desk) -> None:
    pages = {route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and route.methods - {"GET", "HEAD"}}
    described = desk.client.get("/api/v1/openapi.json").json()["paths"]
    programs = {path for path, operations in described.items() if set(operations) - {"get", "head"}}
    assert pages | programs == set(WRITES) | FORMS | WRITES_NOTHING


def test_nobody_is_let_in_without_a_token_that_is_enough(desk: Desk) -> None:
    made = try_writes(desk)
    assert made.let_in == []
    assert not made.appended
    assert all(len(bad_headers(desk, scope)) >= 15 for scope, _ in WRITES.values())
    assert len(made.statuses) >= 16 * len(WRITES)


def test_forms_want_a_session_their_own_mark_and_this_server(desk: Desk) -> None:
    made = try_forms(desk)
    assert set(made.statuses.values()) == {403}
    assert not made.appended


@pytest.mark.parametrize("path", WRITES)
def test_a_token_of_the_scope_is_let_in(desk: Desk, path: str) -> None:
    """Else the table above would hold for a server that lets nobody in at all."""
    scope, body = WRITES[path]
    before = desk.log()
    assert desk.send(path, body, {"authorization": f"Bearer {desk.secrets[scope]}"}) == 200
    assert desk.log() != before
