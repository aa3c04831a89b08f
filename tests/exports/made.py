"""Entries and ledgers made by hand, for tests of exports. Every name and figure in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.core.sample_readings import AUTHOR, quantity, sample_reading
from tests.core.sample_readings import claim as made_claim
from tollbook.core.records import Entry, Sighting
from tollbook.core.types import Attribution, Document, Force, Period, text_sha256
from tollbook.ledger.ledger import Ledger

TEXT = "The General Staff said on Friday that 4,000 soldiers of Russia had been killed near Wexley since the war began."
DOCUMENT = Document.of(
    TEXT, title="A spring of losses", published=date(2025, 1, 25), publisher="The Invented Post", url="https://example.org/a b"
)
STAFF = Attribution(source="UKR-GS", text="The General Staff", voice="reported", cue="said")
DAY = date(2025, 1, 24)


def entry(words: str = "4,000", *categories: str, document: Document = DOCUMENT, **fields: Any) -> Entry:
    """Return an entry on words of a document: by default the General Staff's total of Russia's killed. Fields of the claim by name."""
    ledger = {name: fields.pop(name) for name in ("seq", "statement", "reader_version", "superseded_at", "superseded_by") if name in fields}
    value = fields.pop("value", 4000)
    number = fields.pop("quantity", quantity(value, value, value, "exact", words))
    given = {
        "force": Force(id="RUS", text="soldiers of Russia"),
        "period": Period(kind="cumulative", start=date(2022, 2, 24), end=DAY),
        "attribution": (STAFF, *AUTHOR),
        "sentence": (0, len(document.text)),
        **fields,
    }
    claim = made_claim(words, number, *(categories or ("killed",)), document=document, **given)
    sighting = Sighting(
        document=document.id, title=document.title, published=document.published, publisher=document.publisher, url=document.url
    )
    made: dict[str, Any] = {"seq": 1, "statement": claim.id, "reader_version": "0.1.0", **ledger}
    return Entry(
        claim=claim,
        sighting=sighting,
        quote=words,
        sentence=document.text,
        recorded_at="2026-11-22T09:00:00.000000Z",
        link="first",
        text_sha256=text_sha256(document.text),
        **made,
    )


def other(made: Entry, **fields: Any) -> Entry:
    """Return an entry with other fields of its claim."""
    return replace(made, claim=replace(made.claim, **fields))


def filled_ledger(folder: Path) -> Ledger:
    """Make a ledger with a text of several claims in it, an echo of one of them, and a text that a spreadsheet would run."""
    ledger = Ledger.create(str(folder / "made.db"), origin="made.example/losses", actor="Ada")
    hostile = "=cmd: 12 men of Norland were killed, said the Institute, and nobody said more about this day by the river."
    document = Document.of(hostile, title="=HYPERLINK(1)\n+2", published=date(2031, 4, 1), url="https://example.org/x")
    claimed = made_claim(
        "=cmd: 12", quantity(12, 12, 12, "exact", "=cmd: 12"), "killed", document=document, force=Force(id="NOR", text="-Norland")
    )
    made = replace(sample_reading(), document=document, claims=(claimed,), judgements=(), tolls=(), abstentions=())
    ledger.add([sample_reading(), made])
    return ledger
