"""From a reading to the rows that a ledger keeps of it. Pure: what is derived here, `verify` derives again and compares.

Every column of a claim repeats something of the reading's body, so that queries need not open it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tollbook.core.contract import reading_as_dict
from tollbook.core.rows import Row as DatasetRow
from tollbook.core.types import Reading
from tollbook.ledger.canonical import Row, canonical, digest_of, key_of

Json = Mapping[str, Any]

BUCKET_DAYS = 21
"""Mentions of one statement are looked for in their own stretch of days and its two neighbors, so at most this far apart for certain."""
WORDS_AROUND = 5
"""Words on each side of a number that make its wording: a copied sentence keeps them, whatever was cut elsewhere."""
FEWEST_WORDS = 8
_WINDOW = 90
_WORD = re.compile(r"\w+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

DERIVED = (
    "mention", "stated", "low", "high", "hedge", "unit", "measure", "population", "outcome", "base", "force", "kind", "first_day",
    "last_day", "day", "place", "source", "assertion", "alike", "wording",
)  # fmt: skip
"""The columns of a claim that follow from its reading and its text, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A reading on its way into a ledger. `claims` holds the `DERIVED` columns; `passages` the spans that hold claims, `held` the
    passage of each claim; `near` the three keys under which mentions like it are found."""

    document: str
    text: str
    sighting: str
    published: str
    reader_version: str
    body: str
    claims: tuple[Row, ...]
    near: tuple[tuple[int, ...], ...]
    passages: tuple[tuple[int, int], ...]
    held: tuple[int, ...]
    cells: tuple[str, ...]

    @property
    def contract(self) -> Json:
        """Return the body as JSON values."""
        from json import loads

        body: Json = loads(self.body)
        return body


def storable(text: str) -> str:
    """Return a text that every database stores: NUL and lone surrogates become U+FFFD. For columns only; bodies keep every character."""
    return _UNSTORABLE.sub("\ufffd", text) if not text.isascii() or "\0" in text else text


def index_words(text: str) -> str:
    """Return the words of a text as text search sees them: one form of each character, without case, with one blank between.

    >>> index_words("Kursk oblast: 1,500 «орків»")
    'kursk oblast 1 500 орків'
    """
    shown = text if text.isascii() else unicodedata.normalize("NFKC", storable(text))
    return " ".join(_WORD.findall(shown.casefold().replace("_", " ")))


def prepare(reading: Reading, row: DatasetRow | None = None) -> Prepared:
    """Return what a ledger keeps of a reading; `row` tells of which data set's row it is, if any."""
    document = reading.document
    body = body_of(reading)
    cells = () if row is None else row.cells
    claims = tuple(derived(claim, body, document.text, cell) for claim, cell in _with_cells(body["claims"], cells))
    passages = _passages(body["claims"], whole=len(document.text) if cells else None)
    held = tuple(0 if cells else passages.index((claim["sentence"][0], claim["sentence"][1])) for claim in body["claims"])
    return Prepared(
        document=document.id,
        text=document.text,
        sighting=_sighting(reading, row),
        published=_day(document.published),
        reader_version=reading.reader_version,
        body=canonical(body),
        claims=claims,
        near=tuple(near_keys(claim, body) for claim in body["claims"]),
        passages=tuple(passages),
        held=held,
        cells=cells,
    )


def _with_cells(claims: Sequence[Json], cells: Sequence[str]) -> list[tuple[Json, str | None]]:
    return [(claim, cells[nth] if cells else None) for nth, claim in enumerate(claims)]


def _passages(claims: Sequence[Json], *, whole: int | None) -> list[tuple[int, int]]:
    if whole is not None:
        return [(0, whole)] if claims else []
    return sorted({(claim["sentence"][0], claim["sentence"][1]) for claim in claims})


def body_of(reading: Reading) -> dict[str, Any]:
    """Return a reading's contract without its document, but with what of the document the reading depends on."""
    body = reading_as_dict(reading)
    document = body.pop("document")
    return {**body, "published": document["published"], "publisher": document["publisher"]}


def _sighting(reading: Reading, row: DatasetRow | None) -> str:
    document = reading.document
    origin = None if row is None else row.origin
    return canonical(
        {
            "title": document.title,
            "published": _day(document.published),
            "publisher": document.publisher,
            "url": document.url,
            "file": None if origin is None else origin.file,
            "sha256": None if origin is None else origin.sha256,
            "row": None if origin is None else origin.row,
        }
    )


def sighting_digest(body: Json) -> str:
    """Return what tells one sighting of a document from another: not the file of an import, which a longer version of it repeats."""
    return digest_of(canonical({name: body[name] for name in ("title", "published", "publisher", "url")}))


def derived(claim: Json, body: Json, text: str, cell: str | None) -> Row:
    """Return the `DERIVED` columns of a claim of the contract; `text` is its document's, `cell` the identity of its data set's cell."""
    quantity, measure, period, place = claim["quantity"], claim["measure"], claim["period"], claim["place"]
    last = period["end"] or ""
    return (
        claim["id"],
        _real(quantity["stated"]),
        float(quantity["low"]),
        _real(quantity["high"]),
        quantity["hedge"],
        measure["unit"],
        "+".join(measure["categories"]),
        measure["population"],
        measure["outcome"],
        measure["base"],
        force_of(claim),
        period["kind"],
        period["start"] or "",
        last,
        last or body["published"] or "",
        None if place is None else storable(place["id"] or place["text"].casefold()),
        source_of(claim),
        claim["assertion"],
        alike_key(claim, body, bucket_of(last or body["published"])),
        key_of("cell", cell) if cell is not None else wording_key(claim, text),
    )


def _real(number: float | None) -> float | None:
    return None if number is None else float(number)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def force_of(claim: Json) -> str | None:
    """Return whose loss a claim speaks of: the force's id, else the words of the text."""
    force = claim["force"]
    if force is None:
        return None
    return force["id"] or storable(force["text"].casefold())


def source_of(claim: Json) -> str:
    """Return who makes a claim: the first claimant's id, else their words, else "author"."""
    chain = claim["attribution"]
    if all(link["voice"] == "author" for link in chain):
        return "author"
    return chain[0]["source"] or storable(" ".join(chain[0]["text"].casefold().split()))


def _speaker(claim: Json, body: Json) -> str | None:
    """Return who is known well enough to be the same source in another text, None otherwise.

    An author is known by the publisher; "officials" only speak of one thing where the place is the same.
    """
    source = source_of(claim)
    if source == "author":
        publisher = body["publisher"]
        return None if publisher is None else f"author:{publisher}"
    known = claim["attribution"][0]["source"] is not None
    return source if known or claim["place"] is not None else None


def bucket_of(day: str | None) -> int | None:
    """Return the stretch of `BUCKET_DAYS` that a day falls in, None for no day."""
    return date.fromisoformat(day).toordinal() // BUCKET_DAYS if day else None


def alike_key(claim: Json, body: Json, bucket: int | None) -> int | None:
    """Return the key of what a claim is about and who says it; None where too little is known for another mention to be the same."""
    speaker = _speaker(claim, body)
    if speaker is None or bucket is None:
        return None
    measure = claim["measure"]
    about = (measure["unit"], "+".join(measure["categories"]), measure["population"], measure["outcome"], measure["base"])
    return key_of("alike", speaker, force_of(claim), *about, claim["period"]["kind"], claim["assertion"], str(bucket))


def near_keys(claim: Json, body: Json) -> tuple[int, ...]:
    """Return the `alike` keys of a claim's own stretch of days and of both neighbors."""
    bucket = bucket_of(claim["period"]["end"] or body["published"])
    if bucket is None:
        return ()
    keys = (alike_key(claim, body, bucket + step) for step in (-1, 0, 1))
    return tuple(key for key in keys if key is not None)


def wording_key(claim: Json, text: str) -> int | None:
    """Return the key of the words around a number, None where they are too few to tell one report from another."""
    start, end = claim["span"]
    before = index_words(text[max(0, start - _WINDOW) : start]).split()[-WORDS_AROUND:]
    after = index_words(text[end : end + _WINDOW]).split()[:WORDS_AROUND]
    if len(before) + len(after) < FEWEST_WORDS:
        return None
    within = index_words(text[start:end])
    return key_of("wording", " ".join(before), within, " ".join(after), "+".join(claim["measure"]["categories"]))

