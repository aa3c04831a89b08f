"""The feed is Atom that a feed reader takes: what was added and what stands no longer, with ids that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from fastapi.testclient import TestClient

from tests.ledger.samples import report
from tollbook.flow.ledger import create_ledger
from tollbook.web.app import make_app


def test_a_feed_reader_takes_it_whole(client: TestClient) -> None:
    answer = client.get("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == "urn:x-tollbook:desk.example%2Flosses:feed"
    assert {"A second paper", "Losses on the Kupiansk axis"} <= {entry.title for entry in feed.entries}
    assert any(entry.title.startswith("Stands no longer (corrected)") for entry in feed.entries)


def test_every_entry_has_an_id_of_its_own_a_time_and_a_page(client: TestClient) -> None:
    feed = feedparser.parse(client.get("/feed.atom").content)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    times = [entry.updated for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z", time) for time in times)
    for entry in feed.entries:
        assert client.get(entry.link.removeprefix("http://testserver")).status_code == 200


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a ledger with a title that XML can't hold as it is."""
    place = tmp_path / "ledger.db"
    with create_ledger(place) as ledger:
        ledger.add(report(title="A <b>&amp; \x0b\x01\ufffe title"))
    with TestClient(make_app(str(place))) as made:
        yield made


def test_a_title_is_text_whatever_stands_in_it(odd: TestClient) -> None:
    feed = feedparser.parse(odd.get("/feed.atom").content)
    assert not feed.bozo
    assert "&lt;b&gt;" in odd.get("/feed.atom").text
