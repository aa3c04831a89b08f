"""Readings made by hand, for tests of what shows and carries them. Every name and figure in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tollbook.core.types import (
    Abstention,
    Attribution,
    Claim,
    Context,
    Document,
    Force,
    Judgement,
    Likelihood,
    Measure,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    Toll,
    mention_id,
)

TEXT = """As of mid-March 2031, Norland forces had highly likely sustained around 4,000 casualties near Wexley, the Institute said.
Approximately 1,000 of these were killed, and the rest were wounded. Norland lost 87 <b>tanks</b> & hundreds of square kilometers.

The General Staff denied that 70 to 80,000 had deserted. The front almost certainly worsened, and more than a third of the men are gone.
"""
DOCUMENT = Document.of(
    TEXT, title="Norland's spring", published=date(2031, 3, 20), publisher="The Invented Post", url="https://example.org/a"
)
AUTHOR = (Attribution(source=None, text="", voice="author"),)
INSTITUTE = (Attribution(source="INST", text="the Institute", voice="quoted", cue="said", span=(109, 122)), *AUTHOR)
NORLAND = Force(id="NOR", text="Norland forces")
TOTAL = Period(kind="cumulative", end=date(2031, 3, 11), end_latest=date(2031, 3, 20), text="As of mid-March 2031")
LIKELY = Likelihood(term="highly likely", low=0.8, high=0.9, scale="phia")


def span(words: str, document: Document = DOCUMENT) -> Span:
    """Return the span of words in a document's text."""
    start = document.text.index(words)
    return Span(document=document.id, start=start, end=start + len(words))


def quantity(stated: float | None, low: float, high: float | None, hedge: str, text: str = "") -> Quantity:
    """Make a quantity."""
    return Quantity(stated=stated, low=low, high=high, hedge=hedge, text=text)


def claim(words: str, number: Quantity, *categories: str, unit: str = "person", document: Document = DOCUMENT, **fields: Any) -> Claim:
    """Make a claim on words of a document; what is not given is the plainest there is."""
    where = span(words, document)
    measure = {name: fields.pop(name) for name in ("term", "population", "outcome", "base") if name in fields}
    made = {"period": Period(kind="flow"), "attribution": AUTHOR, "sentence": (where.start, where.end), **fields}
    return Claim(
        id=mention_id(document.id, where.start, where.end),
        span=where,
        quantity=replace(number, text=words),
        measure=Measure(categories=frozenset(categories), unit=unit, **measure),
        **made,
    )


def sample_reading() -> Reading:
    """Return a reading with a claim of every kind, a judgement, a toll and an abstention."""
    whole = claim(
        "around 4,000",
        quantity(4000, 3600, 4400, "about"),
        "killed",
        "wounded",
        term="casualties",
        force=NORLAND,
        attribution=INSTITUTE,
        period=TOTAL,
        likelihood=LIKELY,
        place=Place(text="Wexley", id="wexley"),
        sentence=(0, TEXT.index("\n")),
        rules=("frame.sustained", "hedge.around"),
        flags=("digits.mixed_script",),
    )
    part = {"force": NORLAND, "attribution": INSTITUTE, "period": TOTAL, "part_of": whole.id}
    killed = claim("Approximately 1,000", quantity(1000, 900, 1100, "about"), "killed", **part)
    rest = claim("the rest", quantity(None, 2500, 3500, "about"), "wounded", premises=(whole.id, killed.id), **part)
    denied = (Attribution(source=None, text="The General Staff", voice="reported", cue="denied"), *AUTHOR)
    return Reading(
        document=DOCUMENT,
        claims=(
            whole,
            killed,
            rest,
            claim("87", quantity(87, 87, 87, "exact"), "tank", unit="item", force=NORLAND, outcome="lost"),
            claim("hundreds of square kilometers", quantity(None, 200, 999, "vague"), "territory", unit="km2", force=NORLAND),
            claim("70 to 80,000", quantity(70000, 70000, 80000, "between"), "deserted", assertion="denied", attribution=denied),
            claim("more than a third", quantity(1 / 3, 1 / 3, None, "over"), "losses", unit="share", base="strength"),
        ),
        judgements=(
            Judgement(
                id="worsened", span=span("almost certainly worsened"), likelihood=replace(LIKELY, term="almost certain"), attribution=AUTHOR
            ),
        ),
        tolls=(
            Toll(
                killed=killed.quantity,
                killed_by_population=(("civilian", quantity(12, 12, 12, "exact", "12")),),
                date=date(2031, 3, 4),
                place=Place(text="Wexley"),
                claims=(killed.id,),
            ),
        ),
        reader_version="0.1.0",
        theatre="norland-2031",
        context=Context(conflict=True, reason="the text speaks of armed conflict", evidence=("forces", "casualties")),
        abstentions=(Abstention(span=span("2031"), reason="part of a date"),),
    )


def bare_reading(text: str, *claims: Claim, **fields: Any) -> Reading:
    """Return a reading of a text with the claims given."""
    return Reading(document=Document.of(text), claims=claims, **fields)
