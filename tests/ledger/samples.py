"""Small readings and rows made by hand for tests of ledgers. Every name and figure in them is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tests.core.sample_readings import AUTHOR, claim, quantity
from tests.ledger.databases import store_of
from tollbook.core.records import Echo
from tollbook.core.rows import Origin, Row
from tollbook.core.types import Attribution, Claim, Document, Force, Period, Place, Reading
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import make_token, revoke_token

DAY = date(2031, 3, 11)
INSTITUTE = Attribution(source="INST", text="the Institute", voice="quoted", cue="said")
MINISTRY = Attribution(source="NOR-MOD", text="the ministry", voice="reported", cue="put")


def number_of(words: str) -> int:
    """Return the number that words such as "4,000" state."""
    return int(words.replace(",", ""))


def figure(words: str, document: Document, *, measure: str = "killed", day: date | None = DAY, **fields: Any) -> Claim:
    """Return a claim on a number of a document: by default the Institute's total of Norland's killed."""
    value = fields.pop("value") if "value" in fields else number_of(words)
    made = {
        "force": Force(id="NOR", text="Norland forces"),
        "attribution": (INSTITUTE, *AUTHOR),
        "period": Period(kind="cumulative", end=day),
        "sentence": (0, len(document.text)),
        "rules": ("frame.lost",),
        **fields,
    }
    return claim(words, quantity(value, value, value, "exact"), measure, document=document, **made)


def report(
    words: str = "4,000", *, title: str = "Norland counts", publisher: str | None = "The Invented Post", version: str = "1", **fields: Any
) -> Reading:
    """Return a reading of a report with one figure, that of the Institute for Norland's killed up to a day."""
    text = fields.pop("text", f"{title}: the Institute said that {words} soldiers of Norland had been killed near Wexley since the spring.")
    document = Document.of(text, title=title, publisher=publisher, published=fields.pop("published", DAY), url=fields.pop("url", None))
    return Reading(document=document, claims=(figure(words, document, **fields),), reader_version=version)


def roundup(*, version: str = "1", wounded: str | None = "9,500", tanks: int = 87, place: str | None = "Wexley") -> Reading:
    """Return a reading of a text with up to three figures; another version of the reader may read them otherwise, or not at all."""
    text = "Norland's losses, says the ministry: 2,300 killed, 9,500 wounded, and 87 tanks. Nothing else is known of the autumn."
    document = Document.of(text, title="Round-up", published=DAY, publisher="The Other Post")
    spoken: dict[str, Any] = {"attribution": (MINISTRY, *AUTHOR), "sentence": (0, text.index(". N") + 1)}
    where = None if place is None else Place(text=place)
    claims = [figure("2,300", document, place=where, **spoken)]
    if wounded is not None:
        claims.append(figure(wounded, document, measure="wounded", **spoken))
    counted = figure("87", document, measure="tank", unit="item", outcome="lost", value=tanks, **spoken)
    return Reading(document=document, claims=(*claims, counted), reader_version=version)


def row(figures: Mapping[str, int], *, day: str = "2031-03-11", file: str = "losses.csv", nth: int = 1, version: str = "rows:1") -> Row:
    """Return a row of the invented data set "norland": a day and one number for each measure."""
    text = "\n".join(["norland", f"day: {day}", *(f"{name}: {number}" for name, number in figures.items())])
    document = Document.of(text, title="norland", published=date.fromisoformat(day), publisher="norland")
    claims = []
    for name, number in figures.items():
        line = f"{name}: {number}"
        made = figure(line, document, measure=name, day=date.fromisoformat(day), value=number, attribution=(MINISTRY, *AUTHOR))
        claims.append(replace(made, sentence=(made.span.start, made.span.end)))
    reading = Reading(document=document, claims=tuple(claims), reader_version=version)
    cells = tuple(f"{day}|{name}" for name in figures)
    return Row(reading=reading, origin=Origin(file=file, sha256="0f" * 32, row=nth), cells=cells)


def fill(ledger: Ledger) -> None:
    """Put something of every kind into a ledger: texts, another reader, every judgement, an import and its revision, echoes."""
    fill_without_echoes(ledger)
    first, echo = report(), report(title="Wexley falls", publisher="The Lantern")
    ledger.record_echoes([Echo(document=echo.document.id, original=first.document.id, relation="copy", shared=0.75)], note="one group")
    ledger.part_echoes([echo.document.id])


def fill_without_echoes(ledger: Ledger) -> None:
    """Put into a ledger what its first schema had room for."""
    first, echo, spring = report(), report(title="Wexley falls", publisher="The Lantern"), roundup()
    ledger.add([first, echo, spring], note="three reports")
    ledger.add(report(url="https://post.example/again"))
    ledger.add(roundup(version="2", wounded=None, tanks=88))
    killed, tanks = spring.claims[0].id, spring.claims[2].id
    ledger.review(killed, "correct", by="Ada", why="the text says so", change={"force": "SOR", "quantity.low": 2000})
    ledger.review(tanks, "reject", by="Ada", why="no loss")
    ledger.review(echo.claims[0].id, "accept", by="Ben", why="another count", statement="own")
    ledger.retract(first.document.id, by="Ben", why="withdrawn by the publisher")
    ledger.restore(first.document.id, by="Ada", why="published again")
    ledger.add_rows([row({"killed": 2300, "wounded": 9500}), row({"killed": 2310}, day="2031-03-12", nth=2)], note="norland")
    ledger.add_rows([row({"killed": 2305, "wounded": 9500}, file="losses-2.csv")])


def fill_tokens(ledger: Ledger) -> None:
    """Make a token and end it. Its secret is random: no two ledgers with tokens are the same."""
    token, _ = make_token(store_of(ledger), "Ada's laptop", scope="review", days=90, actor="desk", now=ledger._clock())
    revoke_token(store_of(ledger), token.id, why="lost", actor="desk", now=ledger._clock())
