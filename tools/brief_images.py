"""Draw the pages of the brief that docs/brief.md shows, from the samples, into docs/images.

python -m tools.brief_images
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tollbook.cli.brief_drawing import estimate_chart_of
from tollbook.core.types import Document
from tollbook.exports.brief_pdf import brief_pictures
from tollbook.flow.brief import BriefMade, BriefWanted, gather_brief
from tollbook.flow.read import read_document
from tollbook.ledger.ledger import Ledger
from tools.pages import ROOT

IMAGES = ROOT / "docs" / "images"
SAMPLE = ROOT / "samples" / "contingent-statements.txt"
PUBLISHED = date(2025, 1, 18)
WANTED = BriefWanted(force="PRK", first=date(2025, 1, 1), last=date(2025, 1, 20))


def sample_brief(folder: Path) -> BriefMade:
    """Return the brief of the sample's ledger, whose name and clock are fixed so that the pictures stay the same."""
    place = str(folder / "ledger.db")
    with Ledger.create(place, origin="tollbook.example/samples", clock=lambda: datetime(2025, 1, 21, tzinfo=UTC)) as ledger:
        document = Document.of(SAMPLE.read_text(encoding="utf-8"), title=SAMPLE.name, published=PUBLISHED)
        ledger.add(read_document(document))
        return gather_brief(ledger, WANTED)


def main() -> int:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        made = sample_brief(Path(folder))
    IMAGES.mkdir(exist_ok=True)
    if made.facts.estimate is None:
        print(f"no estimate: {made.facts.refusal}")
        return 1
    chart = estimate_chart_of(made.facts.estimate, made.observations)
    for nth, page in enumerate(brief_pictures(replace(made.facts, chart=chart)), 1):
        (IMAGES / f"brief-{nth}.png").write_bytes(page)
        print(f"docs/images/brief-{nth}.png: {len(page):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
