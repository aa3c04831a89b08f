"""A small ledger as the pages show it: own texts with echoes, nested spans, an emoji, reviews, a correction and rows of a data set."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger, import_file
from tollbook.flow.read import read_document
from tollbook.ledger.ledger import Ledger

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FIRST = (
    "🛰️ Ukraine's General Staff said Russian forces lost 12 tanks and about 1,100 troops killed or wounded near Kupiansk on "
    "19 October 2025.\n\n"
    "British Defence Intelligence said it was highly likely that around 5,000 Russian casualties had been sustained on the Kupiansk "
    "axis as of mid-October 2025. Approximately 1,400 of these casualties have been killed, with the rest wounded.\n"
)
SECOND = (
    "Around 5,000 Russian casualties had been sustained on the Kupiansk axis as of mid-October 2025, British Defence Intelligence said.\n"
)


def make_shelf(folder: Path) -> Path:
    """Make the ledger in a folder, and return its place."""
    place = folder / "ledger.db"
    with create_ledger(place, origin="desk.example/losses", actor="desk") as ledger:
        fill(ledger)
    return place


def fill(ledger: Ledger) -> None:
    """Put everything into a new ledger."""
    report = (SAMPLES / "kupiansk-report.txt").read_text(encoding="utf-8")
    for text, title, day in (
        (report, "Losses on the Kupiansk axis", date(2025, 10, 18)),
        (FIRST, "What both sides say of Kupiansk", date(2025, 10, 20)),
        (SECOND, "A second paper", date(2025, 10, 21)),
    ):
        document = Document.of(text, title=title, published=day, publisher="Example Post", url="https://news.example/story")
        ledger.add(read_document(document))
    import_file(ledger, SAMPLES / "ua-mod-october-2025.csv", profile="ua-mod")
    tanks, wounded = (
        ledger.query(query, limit=1).entries[0].claim.id for query in ("category:tank origin:text", "category:wounded origin:text")
    )
    change = {"quantity.stated": 13, "quantity.low": 13, "quantity.high": 13}
    ledger.review(tanks, "correct", by="ann", why="the release says 13", change=change)
    ledger.review(wounded, "accept", by="ben", why="checked in the original")
