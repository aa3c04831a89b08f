"""A document's page: its text in marks, a card for each, deep links, parts of long texts, and how it was known on a day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from tests.web.shelves import SAMPLES
from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger, open_ledger
from tollbook.flow.read import read_document
from tollbook.web.app import make_app

REPORT = "5b51aacc8dc1279c74104c9e54a55104"
LARGEST = 200_000
"""Bytes of a document's page at most, before pictures (issue 5)."""


def test_every_link_of_a_document_leads_to_a_page_that_answers(client: TestClient) -> None:
    links = set(re.findall(r'href="(/[^"#]+)', client.get(f"/d/{REPORT}").text))
    assert len(links) > 40
    failing = {link: client.get(link.replace("&amp;", "&")).status_code for link in links}
    assert {link: status for link, status in failing.items() if status != 200} == {}


def test_every_claim_of_a_document_has_a_mark_and_a_card(client: TestClient, shelf: Path) -> None:
    page = client.get(f"/d/{REPORT}").text
    with open_ledger(shelf) as ledger:
        reading = ledger.reading_of(REPORT)
    assert reading is not None
    for number, claim in enumerate(reading.claims, 1):
        assert f'id="c{number:02d}"' in page
        assert f'id="card-c{number:02d}"' in page
        assert f"chars {claim.span.start}–{claim.span.end}" in page
        assert f'href="/c/{claim.id}"' in page
    assert page.count('class="card') == len(reading.claims) + len(reading.judgements)


def test_cards_lead_to_the_one_before_and_the_one_after_in_a_circle(client: TestClient) -> None:
    page = client.get(f"/d/{REPORT}").text
    first = page[page.index('id="card-c01"') :]
    assert re.search(r'href="(#\w+)" aria-label="Previous claim"', first).group(1) == "#c27"  # type: ignore[union-attr]
    assert re.search(r'href="(#\w+)" aria-label="Next claim"', first).group(1) == "#c02"  # type: ignore[union-attr]


def test_a_claim_by_its_id_leads_to_its_place_in_the_text(client: TestClient, shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        entry = ledger.query("source:GBR-MOD-DI measure:casualties document:" + REPORT, limit=1).entries[0]
    answer = client.get(f"/d/{REPORT}/{entry.claim.id}", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/d/{REPORT}#c04"
    assert client.get(f"/d/{REPORT}/ffffffffffffffff").status_code == 404


def test_a_corrected_claim_is_shown_as_it_stands_with_who_corrected_it(client: TestClient, shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        entry = ledger.query("review:correct", limit=1).entries[0]
    page = client.get(f"/d/{entry.sighting.document}").text
    assert '<p class="val">13</p>' in page
    assert "correct by ann: the release says 13" in page


def test_a_document_is_shown_as_it_was_known_on_a_day(client: TestClient) -> None:
    assert client.get(f"/d/{REPORT}?asof=2020-01-01").status_code == 404
    assert client.get(f"/d/{REPORT}?asof=soon").status_code == 422
    assert "as known on 2999-01-01" in client.get(f"/d/{REPORT}?asof=2999-01-01").text


def test_a_retracted_claim_stays_in_its_text_and_says_that_it_stands_no_longer(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    text = "Russian forces lost 12 tanks near Kupiansk on 19 October 2025."
    with create_ledger(place) as ledger:
        ledger.add(read_document(Document.of(text, published=date(2025, 10, 20))))
        entry = ledger.query("", limit=1).entries[0]
        ledger.retract(entry.claim.id, by="ann", why="withdrawn by the paper")
    with TestClient(make_app(str(place))) as client:
        page = client.get(f"/d/{entry.sighting.document}").text
    assert 'class="materiel gone k1"' in page
    assert "no longer: retracted" in page


def long_ledger(place: Path, text: str) -> str:
    document = Document.of(text, published=date(2025, 10, 20), title="A long list")
    with create_ledger(place) as ledger:
        ledger.add(read_document(document))
    return document.id


def test_pages_of_dense_and_of_long_texts_stay_small(tmp_path: Path) -> None:
    dense = " ".join(f"Russian forces lost {number} tanks on 19 October 2025, officials said." for number in range(100, 400))
    report = (SAMPLES / "kupiansk-report.txt").read_text(encoding="utf-8")
    cyrillic = ("Війська зайняли нові рубежі оборони біля села. " * 60 + "\n\n") * 40
    for name, text in (
        ("dense", dense),
        ("long", "\n\n".join(f"Day {day}\n\n{report}" for day in range(12))),
        ("cyrillic", report + cyrillic),
    ):
        place = tmp_path / f"{name}.db"
        document = long_ledger(place, text)
        with TestClient(make_app(str(place))) as client:
            first = client.get(f"/d/{document}")
            parts = int(re.search(r"Part 1 of (\d+)", first.text).group(1))  # type: ignore[union-attr]
            assert parts > 1, name
            sizes = [len(client.get(f"/d/{document}?part={part}").content) for part in range(1, parts + 1)]
            assert max(sizes) < LARGEST, name
            with open_ledger(place) as ledger:
                reading = ledger.reading_of(document)
            assert reading is not None
            last = reading.claims[-1]
            place_of_last = client.get(f"/d/{document}/{last.id}", follow_redirects=False).headers["location"]
            assert f'id="{place_of_last.partition("#")[2]}"' in client.get(place_of_last).text, name


def test_a_part_that_is_not_there_is_the_first_one(client: TestClient) -> None:
    assert client.get(f"/d/{REPORT}?part=99").status_code == 200
    assert client.get(f"/d/{REPORT}?part=0").status_code == 422


def test_documents_are_listed_page_by_page_without_the_rows_of_data_sets(client: TestClient) -> None:
    page = client.get("/d").text
    assert page.index("A second paper") < page.index("What both sides say") < page.index("Losses on the Kupiansk axis")
    assert "ua-mod" not in page[page.index("<main") :].replace("origin:dataset", "")
    assert client.get("/d?before=0").status_code == 200


def test_an_empty_ledger_says_how_a_text_comes_in(tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    create_ledger(place).close()
    with TestClient(make_app(str(place))) as client:
        assert "tollbook add" in client.get("/d").text
        assert "This ledger is empty" in client.get("/").text
        assert client.get("/src").status_code == 200
        assert "Nothing waits" in client.get("/review").text
