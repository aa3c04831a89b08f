"""The first page: what was added, found, corrected and logged last, each with where it leads."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient


def test_new_texts_statements_findings_corrections_and_the_log_are_there(client: TestClient) -> None:
    page = client.get("/").text
    for words in ("Worth a look", "New statements", "New texts", "Corrected, revised, withdrawn", "The log"):
        assert words in page
    assert "A second paper" in page
    assert "1,129,180 to the nearest 100 = 1,129,200" in page
    assert "corrected by ann: the release says 13" in page
    assert "<strong>import</strong>, 9 documents by desk" in page


def test_every_figure_leads_to_a_page_that_answers(client: TestClient) -> None:
    page = client.get("/").text
    inside = page[page.index("<main") : page.index("</main>")]
    links = set(re.findall(r'href="(/[cd]/[^"#]+)', inside))
    assert len(links) > 10
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_counts_are_those_of_the_ledger(client: TestClient) -> None:
    page = client.get("/").text
    assert "<b>159</b> claims stand" in page
    assert "<b>12</b> documents" in page
