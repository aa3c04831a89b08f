"""Reading a text without storing it: pasted or uploaded, up to a size, with what is wrong told beside the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import SAMPLES
from tollbook.flow.ledger import open_ledger
from tollbook.web.app import make_app
from tollbook.web.reading_page import EXAMPLE
from tollbook.web.settings import Settings

TEXT = "Russian forces lost 12 tanks on 19 October 2025, the General Staff of Ukraine said."


def test_a_pasted_text_is_shown_with_its_claims_and_checks_and_nothing_is_stored(client: TestClient, shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        before = ledger.stats().entries
    answer = client.post("/read", data={"text": TEXT, "published": "2025-10-20"})
    assert answer.status_code == 200
    assert 'id="c01"' in answer.text
    assert "not stored anywhere" in answer.text
    assert "12 tanks: the total of 19 Oct 2025 rose by 1" in answer.text
    assert "All about this claim" not in answer.text
    with open_ledger(shelf) as ledger:
        assert ledger.stats().entries == before


def test_an_uploaded_file_of_any_known_kind_is_read(client: TestClient) -> None:
    page = f"<html><head><title>Losses</title></head><body><article><p>{TEXT}</p></article></body></html>"
    answer = client.post("/read", files={"file": ("page.html", page.encode(), "text/html")})
    assert answer.status_code == 200
    assert 'id="c01"' in answer.text
    report = (SAMPLES / "kupiansk-report.txt").read_bytes()
    assert 'id="c27"' in client.post("/read", files={"file": ("report.txt", report)}, data={"published": "2025-10-18"}).text


def test_lines_of_a_browser_are_the_lines_of_the_text(client: TestClient) -> None:
    answer = client.post("/read", data={"text": f"First line\r\n\r\n{TEXT}"})
    assert "\r" not in answer.text
    assert "chars 32–34" in answer.text


def test_the_example_holds_claims(client: TestClient) -> None:
    assert EXAMPLE in client.get("/read").text.replace("&#39;", "'")
    assert 'id="c03"' in client.post("/read", data={"text": EXAMPLE, "published": "2025-10-20"}).text


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"text": " \n "}, 422, "nothing to read"),
        ({}, 422, "nothing to read"),
        ({"text": TEXT, "published": "2025-02-30"}, 422, "is no day"),
    ],
)
def test_what_can_not_be_read_is_told_beside_the_form(client: TestClient, given: dict[str, str], status: int, words: str) -> None:
    answer = client.post("/read", data=given)
    assert answer.status_code == status
    assert words in answer.text
    assert "<form" in answer.text
    assert given.get("text", "") in answer.text


def test_a_file_that_holds_no_text_is_told(client: TestClient) -> None:
    answer = client.post("/read", files={"file": ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))})
    assert answer.status_code == 422
    assert "It can't be read" in answer.text


def test_a_program_is_told_a_problem(client: TestClient) -> None:
    answer = client.post("/read", data={"text": TEXT, "published": "soon"}, headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "published"


def test_a_text_over_the_limit_is_refused_whether_or_not_it_tells_its_length(shelf: Path) -> None:
    with TestClient(make_app(str(shelf), Settings(upload_bytes=10_000))) as client:
        assert client.post("/read", data={"text": "a " * 40_000}).status_code == 413
        assert client.post("/read", files={"file": ("a.txt", b"a " * 40_000)}).status_code == 413

        def endless() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
            for _ in range(100):
                yield b"a " * 1_000

        answer = client.post("/read", content=endless(), headers={"content-type": "multipart/form-data; boundary=x"})
        assert answer.status_code == 413
        assert "at most 10,000" in answer.text


def test_a_malformed_form_is_no_fault_of_the_server(client: TestClient) -> None:
    answer = client.post("/read", content=b"--x\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=y"})
    assert answer.status_code in (400, 422)
    assert client.post("/read", content=b"{}", headers={"content-type": "application/json"}).status_code == 422


@pytest.mark.parametrize("part", ["9" * 5_000, "²", "٣" * 4_301, "-1", ""])
def test_a_part_that_no_text_has_is_the_first(client: TestClient, part: str) -> None:
    answer = client.post("/read", data={"text": "The army lost 12 tanks in the war.", "part": part})
    assert answer.status_code == 200
    assert "12 tanks" in answer.text


def test_a_long_text_comes_in_parts(client: TestClient) -> None:
    text = "\n\n".join(f"On {day} October 2025 Russian forces lost {100 + day} tanks, officials said." for day in range(1, 29)) * 4
    first = client.post("/read", data={"text": text})
    assert "Part 1 of" in first.text
    second = client.post("/read", data={"text": text, "part": "2"})
    assert "Part 2 of" in second.text
    assert 'id="c01"' not in second.text
