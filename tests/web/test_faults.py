"""Errors as answers: a page for a reader, a problem with the field for a program, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.core import errors
from tollbook.web.app import make_app
from tollbook.web.faults import naming, status_of


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "There is nothing here"),
        ("/c/ffffffffffffffff", 404, "no claim"),
        ("/d/" + "f" * 32, 404, "no document"),
        ("/src/nobody", 404, "no claim of a source"),
        ("/c?q=force:RUS&asof=soon", 422, "is no date"),
        ("/c?after=xyz", 422, "is no page"),
        ("/c/xyz", 422, "claim"),
        ("/d/xyz", 422, "document"),
        ("/d?before=x", 422, "before"),
    ],
)
def test_a_request_that_fails_is_a_page_in_words(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "<main" in answer.text
    assert "Traceback" not in answer.text


def test_a_method_that_a_page_does_not_know_is_a_page_and_says_which_it_knows(client: TestClient) -> None:
    answer = client.delete("/read")
    assert answer.status_code == 405
    assert "answers to other kinds of requests" in answer.text
    assert "allow" in answer.headers


def test_a_program_is_told_a_problem_with_the_field_at_fault(client: TestClient) -> None:
    answer = client.get("/c?asof=soon", headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "asof"
    assert answer.json()["status"] == 422
    assert client.get("/api/v1/no/such/thing").headers["content-type"] == "application/problem+json"


def test_a_fault_that_nobody_foresaw_is_a_page_without_a_traceback(shelf: Path) -> None:
    app = make_app(str(shelf))

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret of the house")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
        told = client.get("/broken", headers={"accept": "application/json"})
    assert answer.status_code == told.status_code == 500
    assert "A fault of Tollbook itself" in answer.text
    assert "secret" not in answer.text + told.text
    assert "ZeroDivision" not in answer.text + told.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_meets_a_ledger_that_is_busy_is_told_when_to_come_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise errors.LedgerBusy("another process holds the database")

    monkeypatch.setattr(client.app.state.opened.ledger, "count", busy)  # type: ignore[attr-defined]
    answer = client.get("/api/v1/claims/count?q=force:RUS")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "retry-after" not in client.get("/nowhere").headers


def test_every_error_of_tollbook_has_a_status() -> None:
    statuses = {
        name: status_of(kind("met"))
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.TollbookError)
    }
    assert statuses["UnknownRecord"] == 404
    assert statuses["InputTooLarge"] == 413
    assert statuses["UsageError"] == 422
    assert statuses["LedgerBusy"] == 503
    assert set(statuses.values()) <= {404, 413, 422, 500, 503}


def test_an_error_of_a_field_names_the_field() -> None:
    with pytest.raises(errors.UsageError) as met, naming("asof"):
        raise errors.UsageError("'soon' is no date", expected="YYYY-MM-DD")
    assert met.value.where == "asof"
    assert met.value.expected == "YYYY-MM-DD"
