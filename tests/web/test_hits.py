"""An entry as a line of a list: its figure, and its sentence with the figure marked."""

from __future__ import annotations

from pathlib import Path

from tollbook.flow.ledger import open_ledger
from tollbook.web.hits import NEAR, make_hit, snippet_of


def test_a_line_holds_the_figure_whose_by_whom_and_where(shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        entry = ledger.query("source:GBR-MOD-DI measure:casualties").entries[-1]
    hit = make_hit(entry, {"RUS": "Russia", "GBR-MOD-DI": "British Military Intelligence"})
    assert (hit.value, hit.what, hit.family) == ("≈ 5,000", "killed or wounded", "loss")
    assert hit.whose is not None
    assert hit.whose.text == "Russia"
    assert hit.source.href == "/src/GBR-MOD-DI"
    assert hit.place == f"/d/{entry.sighting.document}/{entry.claim.id}"
    assert hit.published == "Example Post, 18 Oct 2025"
    assert (hit.gone, hit.review) == ("", "")


def test_a_corrected_entry_says_so(shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        old = ledger.query("status:corrected").entries[0]
        new = ledger.query("review:correct").entries[0]
    assert make_hit(old, {}).gone == "corrected"
    assert make_hit(new, {}).review == "correct"


def test_of_an_endless_sentence_what_stands_near_the_figure_is_shown(tmp_path: Path) -> None:
    from tests.web.test_document_page import long_ledger

    place = tmp_path / "ledger.db"
    long_ledger(place, "Russian forces lost 12 tanks on 19 October 2025" + ", and so on" * 200 + ".")
    with open_ledger(place) as ledger:
        snippet = snippet_of(ledger.query("").entries[0])
    assert '<mark class="materiel">12</mark>' in snippet
    assert len(snippet) < 2 * NEAR + 120
    assert snippet.endswith("…")
