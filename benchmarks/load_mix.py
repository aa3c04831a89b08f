"""What the load benchmark asks for: records of made-up ledgers drawn by chance, reviews of them, and texts that nobody sent before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

from benchmarks.ledger_readings import CLAIMS_A_REPORT, WORDS, make_reading
from benchmarks.load_client import Request, Stream, Tally
from benchmarks.texts import take_dense
from tollbook.core.types import Claim

READING, PAGES, REVIEWS, TEXTS, HASTE = "JSON interface", "pages", "reviews", "texts", "haste"
PAGES_A_SECOND, REVIEWS_A_SECOND, TEXTS_A_SECOND = 2.0, 1.0, 1.0
TOKENS = 2
"""Tokens that reviews, and texts, take turns with: each then writes a quarter of what a server takes from one."""
_KNOWN = 2_000
_TEXTS = 100
_MODERATE = slice(300, 600)  # words of middling frequency, as a person would look for
_FORCES = ("RUS", "UKR", "PRK", "SDN", "MMR", "COD")
_MEASURES = ("tank", "killed", "uav")
_API = "/api/v1"
Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Records of a ledger: documents, one claim of each, who is quoted, series by their slugs; and texts that are in no ledger."""

    documents: Sequence[str]
    claims: Sequence[str]
    sources: Sequence[str]
    series: Sequence[str]
    texts: Sequence[str]


def known_records(claims: int) -> Known:
    """Return records of a made-up ledger of so many claims, drawn by chance."""
    rng = random.Random(11)
    reports = claims // CLAIMS_A_REPORT
    readings = [make_reading(number) for number in rng.sample(range(reports), min(_KNOWN, reports))]
    return Known(
        documents=[reading.document.id for reading in readings],
        claims=[rng.choice(reading.claims).id for reading in readings],
        sources=[_source(reading.claims[0]) for reading in readings],
        series=[_slug(reading.claims[0]) for reading in readings],
        texts=[dense.text for dense in take_dense(_TEXTS)],
    )


def _source(claim: Claim) -> str:
    return quote(claim.attribution[0].source or "author")


def _slug(claim: Claim) -> str:
    return f"{claim.force.id if claim.force else '-'}~{'+'.join(sorted(claim.measure.categories))}~{_source(claim)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Askers:
    """Who asks: what they know, and their tokens. Reviews and texts are numbered, so that none is sent twice."""

    known: Known
    review_tokens: Sequence[str]
    write_tokens: Sequence[str]
    hasty_token: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def streams(self, tally: Tally, *, reads: float) -> list[Stream]:
        """Return the streams of requests. Documents whose adding `tally` saw acknowledged are read as well."""
        return [
            Stream(name=READING, rate=reads, draw=_drawn(_interface(self.known, tally))),
            Stream(name=PAGES, rate=PAGES_A_SECOND, draw=_drawn(_pages(self.known))),
            Stream(name=REVIEWS, rate=REVIEWS_A_SECOND, draw=self._review),
            Stream(name=TEXTS, rate=TEXTS_A_SECOND, draw=self._text),
        ]

    def haste(self, share: float) -> Stream:
        """Return a stream of one client that sends a text again and again, more often than its token may."""
        body = {"text": self.known.texts[0], "publisher": "a hasty paper"}
        request = Request(kind="a text sent too often", path=f"{_API}/documents", body=body, token=self.hasty_token)
        return Stream(name=HASTE, rate=share, draw=lambda _: request)

    def _review(self, rng: random.Random) -> Request:
        number = next(self.numbers)
        why = f"review {number} of the load"
        body = {"decision": rng.choice(("accept", "unsure")), "by": "Ann Reader", "why": why}
        path = f"{_API}/claims/{rng.choice(self.known.claims)}/review"
        return Request(kind="a review", path=path, body=body, token=self._turn(self.review_tokens, number), told=why)

    def _text(self, _: random.Random) -> Request:
        number = next(self.numbers)
        body = {
            "text": f"Report {number} of the load.\n\n{self.known.texts[number % len(self.known.texts)]}",
            "published": f"{2026 + number % 3}-05-{number % 28 + 1:02}",
            "publisher": f"paper-{number % 40}",
        }
        token = self._turn(self.write_tokens, number)
        return Request(kind="a text of 4 kB, read and kept", path=f"{_API}/documents", body=body, token=token)

    @staticmethod
    def _turn(tokens: Sequence[str], number: int) -> str:
        return tokens[number % len(tokens)]


def _drawn(mix: dict[str, tuple[float, Draw]]) -> Callable[[random.Random], Request]:
    kinds, weights = list(mix), [weight for weight, _ in mix.values()]

    def draw(rng: random.Random) -> Request:
        kind = rng.choices(kinds, weights)[0]
        return Request(kind=kind, path=mix[kind][1](rng))

    return draw


def _interface(known: Known, tally: Tally) -> dict[str, tuple[float, Draw]]:
    """Return what programs ask, with how many of a hundred requests each is."""

    def added(rng: random.Random) -> str:
        return rng.choice(tally.documents[-_KNOWN:] or known.documents)

    def fields(rng: random.Random) -> str:
        return f"force:{rng.choice(_FORCES)}+measure:{rng.choice(_MEASURES)}"

    return {
        "a claim": (36, lambda rng: f"{_API}/claims/{rng.choice(known.claims)}"),
        "a document": (14, lambda rng: f"{_API}/documents/{rng.choice(known.documents)}"),
        "a document that was just added": (4, lambda rng: f"{_API}/documents/{added(rng)}"),
        "a text": (6, lambda rng: f"{_API}/documents/{rng.choice(known.documents)}/text"),
        "claims by fields": (12, lambda rng: f"{_API}/claims?q={fields(rng)}"),
        "claims by a word": (4, lambda rng: f"{_API}/claims?q={rng.choice(WORDS[_MODERATE])}"),
        "how many claims": (4, lambda rng: f"{_API}/claims/count?q={fields(rng)}"),
        "a statement": (6, lambda rng: f"{_API}/statements/{rng.choice(known.claims)}"),
        "a series": (4, lambda rng: f"{_API}/series/{rng.choice(known.series)}"),
        "a source": (3, lambda rng: f"{_API}/sources/{rng.choice(known.sources)}"),
        "the state of the log": (3, lambda _: f"{_API}/log"),
        "the newest documents": (2, lambda _: f"{_API}/documents"),
        "the review queue": (1, lambda _: f"{_API}/review"),
        "all about a claim": (1, lambda rng: f"{_API}/claims/{rng.choice(known.claims)}/dossier"),
    }  # fmt: skip


def _pages(known: Known) -> dict[str, tuple[float, Draw]]:
    """Return the pages that people open, with their weights: those of benchmarks/pages.py that are opened most."""
    return {
        "what changed": (1, lambda _: "/"),
        "a document": (4, lambda rng: f"/d/{rng.choice(known.documents)}"),
        "all about a claim": (3, lambda rng: f"/c/{rng.choice(known.claims)}"),
        "search by fields": (2, lambda rng: f"/c?q=force:{rng.choice(_FORCES)}+measure:{rng.choice(_MEASURES)}"),
    }
