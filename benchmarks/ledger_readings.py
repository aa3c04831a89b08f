"""Make readings for the benchmarks of the ledger: reports of many papers on a few wars, whose claims are known because they are put there.

Nothing is read: the benchmark is of the ledger alone. The same number always gives the same reading; reports come in the order of their
days, as news does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from tollbook.core.types import Attribution, Claim, Context, Document, Force, Measure, Period, Quantity, Reading, Span, mention_id

CLAIMS_A_REPORT = 6
REPORTS_A_DAY = 111
_START = date(2022, 2, 24)
_VOCABULARY = 6_000
_SOURCES = ("UKR-GS", "UKR-MOD", "RUS-MOD", "GBR-MOD-DI", "KOR-NIS", "oryx", "mediazona", *(f"SOURCE-{number}" for number in range(60)))
_FORCES = ("RUS", "UKR", "PRK", "ISR", "PSE", "SDN", "MMR", "SYR", "YEM", "ETH", "MLI", "COD")
_MEASURES = (
    ("killed",),
    ("killed", "wounded"),
    ("wounded",),
    ("tank",),
    ("afv",),
    ("artillery",),
    ("uav",),
    ("fuel_truck", "vehicle"),
)
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


def _words(rng: random.Random) -> list[str]:
    return ["".join(rng.choices(_LETTERS, weights=range(26, 0, -1), k=rng.randint(2, 10))) for _ in range(_VOCABULARY)]


WORDS = _words(random.Random(20260101))
# Common words are many times as frequent as rare ones, as in any language (Zipf's law).
_CUMULATED = list(accumulate(1 / rank for rank in range(1, _VOCABULARY + 1)))


def make_readings(reports: int, *, first: int = 0) -> Iterator[Reading]:
    """Return the readings of some reports, in the order of their numbers."""
    return (make_reading(number) for number in range(first, first + reports))


def make_reading(number: int) -> Reading:
    """Return the reading of one report: about 2,500 characters with six claims, each in a sentence of its own."""
    rng = random.Random(number)
    published = _START + timedelta(days=number // REPORTS_A_DAY)
    text, places = _write(rng)
    document = Document.of(
        text, title=f"Report {number}", published=published, publisher=f"paper-{number % 400}", url=f"https://example.org/{number}"
    )
    source = rng.choice(_SOURCES)
    claims = tuple(_claim(document, place, source, published, rng) for place in places)
    return Reading(document=document, claims=claims, reader_version="0.1.0", context=Context(conflict=True, reason="killed, shelling"))


def _write(rng: random.Random) -> tuple[str, list[tuple[int, int, int, int, int]]]:
    """Return a text and, for each claim, where its sentence and its number begin and end, and the number."""
    parts: list[str] = []
    places = []
    at = 0
    for _ in range(CLAIMS_A_REPORT):
        stated = rng.randrange(1, 50_000)
        before, quote, after = _prose(rng, 9) + " ", f"about {stated:,}", " " + _prose(rng, 9) + ". "
        start = at + len(before)
        places.append((at, start, start + len(quote), start + len(quote) + len(after) - 1, stated))
        parts += [before, quote, after]
        at += len(before) + len(quote) + len(after)
    return "".join(parts) + _prose(rng, 250) + ".", places


def _prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, cum_weights=_CUMULATED, k=words))


def _claim(document: Document, place: tuple[int, int, int, int, int], source: str, published: date, rng: random.Random) -> Claim:
    opening, start, end, closing, stated = place
    categories = rng.choice(_MEASURES)
    people = categories[0] in {"killed", "wounded"}
    return Claim(
        id=mention_id(document.id, start, end),
        span=Span(document=document.id, start=start, end=end),
        sentence=(opening, closing),
        quantity=Quantity(stated=stated, low=round(stated * 0.95), high=round(stated * 1.05), hedge="about", text=document.text[start:end]),
        measure=Measure(categories=frozenset(categories), unit="person" if people else "item", outcome=None if people else "lost"),
        period=Period(kind=rng.choice(("flow", "cumulative")), end=published, text="today"),
        attribution=(
            Attribution(source=source, text=source.lower(), voice="reported", cue="said", span=(opening, opening + 4)),
            Attribution(source=None, text="author", voice="author"),
        ),
        force=Force(id=rng.choice(_FORCES), text="their forces"),
        rules=("frame.lost", "hedge.about", "period.today"),
    )
