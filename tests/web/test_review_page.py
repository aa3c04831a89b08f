"""Reviews from the page: only with a session, with who and why; what is wrong is told, and the next claim follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.web.app import make_app
from tollbook.web.settings import Settings
from tollbook.web.working import QUICK

TOKEN = "a token that nobody guesses"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return make_shelf(tmp_path)


@pytest.fixture
def desk(place: Path) -> Iterator[TestClient]:
    """Return a browser of somebody who knows the token."""
    with TestClient(make_app(str(place), Settings(review_token=TOKEN))) as client:
        client.post("/review/session", data={"token": TOKEN})
        yield client


def waiting(client: TestClient, address: str = "/review") -> tuple[str, str]:
    """Return the claim that the queue shows, and the mark of its form."""
    page = client.get(address).text
    claim = re.search(r'action="/review/([0-9a-f]{16})"', page)
    mark = re.search(r'name="mark" value="([0-9a-f]{64})"', page)
    assert claim is not None
    assert mark is not None
    return claim.group(1), mark.group(1)


def test_without_a_token_the_queue_can_be_read_and_says_how_to_enable_reviews(client: TestClient) -> None:
    page = client.get("/review").text
    assert "--review-token-file" in page
    assert "TOLLBOOK_REVIEW_TOKEN" in page
    assert 'name="decision"' not in page
    assert client.post("/review/session", data={"token": "x"}).status_code == 403


def test_a_review_is_kept_with_who_and_why_and_leads_to_the_next_claim(desk: TestClient, place: Path) -> None:
    claim, mark = waiting(desk)
    given = {"mark": mark, "decision": "accept", "by": "ann", "why": "checked in the original", "q": "review:none origin:text"}
    answer = desk.post(f"/review/{claim}", data=given)
    assert answer.status_code == 200
    assert f"{claim[:8]}</a>: accept" in answer.text
    assert 'name="by" required maxlength="200" value="ann"' in answer.text
    assert waiting(desk)[0] != claim
    with open_ledger(place) as ledger:
        review = ledger.get(claim).review
    assert review is not None
    assert (review.decision, review.by, review.why) == ("accept", "ann", "checked in the original")


def test_a_correction_takes_fields_a_line_each(desk: TestClient, place: Path) -> None:
    claim, mark = waiting(desk, "/review?q=category:tank+origin:text+review:none")
    change = "stated=4\r\nhedge=exact\r\n\r\n"
    desk.post(f"/review/{claim}", data={"mark": mark, "decision": "correct", "by": "ann", "why": "misprint", "change": change})
    with open_ledger(place) as ledger:
        entry = ledger.get(claim)
    assert (entry.claim.quantity.stated, entry.claim.quantity.low, entry.claim.quantity.high) == (4, 4, 4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"decision": "accept", "by": "ann", "why": " "}, "no reason is given"),
        ({"decision": "accept", "by": "", "why": "x"}, "nobody is named"),
        ({"decision": "correct", "by": "ann", "why": "x"}, "a correction without a change"),
        ({"decision": "correct", "by": "ann", "why": "x", "change": "stated=many"}, "is no number"),
        ({"decision": "burn", "by": "ann", "why": "x"}, "unknown decision"),
    ],
)
def test_what_is_wrong_is_told_and_the_form_keeps_what_was_filled_in(
    desk: TestClient, place: Path, given: dict[str, str], words: str
) -> None:
    claim, mark = waiting(desk)
    answer = desk.post(f"/review/{claim}", data={"mark": mark, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert given.get("change", "") in answer.text
    with open_ledger(place) as ledger:
        assert ledger.stats().reviews == 2


def test_after_a_mistake_the_queue_goes_on_where_it_was(desk: TestClient) -> None:
    queue = "force:RUS origin:text review:none"
    first, _ = waiting(desk, f"/review?q={queue}")
    following = re.search(r'rel="next" href="[^"]*after=([^&"]+)', desk.get("/review", params={"q": queue}).text)
    assert following is not None
    place = {"q": queue, "after": unquote(following.group(1))}
    claim, mark = waiting(desk, f"/review?{urlencode(place)}")
    assert claim != first
    again = desk.post(f"/review/{claim}", data={"mark": mark, "decision": "accept", "by": "ann", "why": " ", **place})
    assert again.status_code == 422
    kept = dict(re.findall(r'type="hidden" name="(q|after)" value="([^"]*)"', again.text))
    assert {name: unescape(value) for name, value in kept.items()} == place
    done = desk.post(f"/review/{claim}", data={"mark": mark, "decision": "accept", "by": "ann", "why": "seen", **kept})
    assert {name: done.url.params[name] for name in place} == place


def test_reviews_that_wait_for_the_ledgers_lock_hold_up_no_reader(desk: TestClient, place: Path) -> None:
    claim, mark = waiting(desk)
    given = {"mark": mark, "decision": "unsure", "by": "ann", "why": "seen"}
    with ThreadPoolExecutor(QUICK + 1) as pool:
        with open_ledger(place) as ledger, ledger._appending("add", "slow"):
            reviews = [pool.submit(desk.post, f"/review/{claim}", data=given) for _ in range(QUICK)]
            wait(reviews, timeout=1)
            assert pool.submit(desk.get, "/c").result(10).status_code == 200
            assert not any(review.done() for review in reviews)
        assert {review.result(60).status_code for review in reviews} == {200}


def test_a_form_of_another_claim_or_of_no_session_reviews_nothing(desk: TestClient, place: Path) -> None:
    claim, mark = waiting(desk)
    given = {"decision": "reject", "by": "eve", "why": "forged"}
    following = re.search(r'rel="next" href="([^"]+)"', desk.get("/review").text)
    assert following is not None
    other, _ = waiting(desk, following.group(1).replace("&amp;", "&"))
    assert desk.post(f"/review/{other}", data={"mark": mark, **given}).status_code == 403
    assert desk.post(f"/review/{claim}", data={"mark": "0" * 64, **given}).status_code == 403
    assert desk.post(f"/review/{claim}", data=given).status_code == 403
    assert desk.post(f"/review/{claim}", data={"mark": mark, **given}, headers={"origin": "https://evil.example"}).status_code == 403
    assert desk.post(f"/review/{claim}", data={"mark": mark, **given}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    desk.post("/review/end")
    assert desk.post(f"/review/{claim}", data={"mark": mark, **given}).status_code == 403
    with open_ledger(place) as ledger:
        assert ledger.stats().reviews == 2


def test_a_wrong_token_opens_nothing_and_can_not_be_tried_for_long(place: Path) -> None:
    with TestClient(make_app(str(place), Settings(review_token=TOKEN))) as client:
        statuses = [client.post("/review/session", data={"token": f"guess {nth}"}).status_code for nth in range(12)]
        assert statuses == [403] * 10 + [429] * 2
        assert 'name="decision"' not in client.get("/review").text


def test_one_claim_can_be_reviewed_by_its_address(desk: TestClient, place: Path) -> None:
    claim, _ = waiting(desk)
    assert f'action="/review/{claim}"' in desk.get(f"/review/{claim[:8]}").text
    assert desk.get("/review/ffffffffffffffff").status_code == 404


def test_a_queue_of_another_query_and_a_mistake_in_it(desk: TestClient) -> None:
    assert waiting(desk, "/review?q=force:UKR")
    answer = desk.get("/review?q=forse:UKR")
    assert answer.status_code == 422
    assert "<mark>forse:UKR</mark>" in answer.text


def test_a_hostile_reviewer_is_shown_in_words(desk: TestClient) -> None:
    claim, mark = waiting(desk)
    hostile = '"><script>alert(1)</script>'
    desk.post(f"/review/{claim}", data={"mark": mark, "decision": "unsure", "by": hostile, "why": hostile})
    for path in (f"/c/{claim}", "/", f"/review/{claim}"):
        assert "<script>alert" not in desk.get(path).text


def test_a_ledger_that_is_written_to_keeps_being_shown(desk: TestClient, place: Path) -> None:
    with open_ledger(place) as ledger, ledger._appending("add", "slow"):
        assert desk.get("/").status_code == 200
        assert desk.get("/c?q=force:RUS").status_code == 200
