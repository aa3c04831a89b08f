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
from tollbook.core.types import RATE, Reading
from tollbook.ledger.canonical import Row, ascii_json, canonical, digest_of, key_of

Json = Mapping[str, Any]

BUCKET_DAYS = 21
WORDING_BUCKET_DAYS = 45
"""Mentions of one statement are looked for in their own stretch of days and its two neighbors, so at most this far apart for certain.

The stretch makes the upper bits of a key: news of the same weeks stands together in an index, and what an ingest touches is in memory."""
WORDS_AROUND = 5
"""Words on each side of a number that make its wording: a copied sentence keeps them, whatever was cut elsewhere."""
FEWEST_WORDS = 8
_WINDOW = 90
_WORD = re.compile(r"[^\W_]+")
# The same for ASCII, without a pattern: a small letter or a digit for each byte of a word, a blank for any other.
_ASCII_WORDS = bytes(ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 32 for code in range(256))
_HASH_BITS = 48
_HASH = (1 << _HASH_BITS) - 1
_HALF = 1 << 63
_MASK = (1 << 64) - 1
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

DERIVED = (
    "mention", "stated", "low", "high", "hedge", "unit", "measure", "population", "outcome", "base", "force", "kind", "first_day",
    "last_day", "day", "place", "source", "assertion", "alike", "wording", "cell",
)  # fmt: skip
"""The columns of a claim that follow from its reading and its text, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A reading on its way into a ledger.

    `claims` holds the `DERIVED` columns of each claim; `passages` the spans that hold claims, `held` the passage of each claim.
    """

    document: str
    text: str
    sighting: str
    sighting_digest: str
    published: str
    reader_version: str
    body: bytes
    claims: tuple[Row, ...]
    passages: tuple[tuple[int, int], ...]
    held: tuple[int, ...]


def storable(text: str) -> str:
    """Return a text that every database stores: NUL and lone surrogates become U+FFFD. For columns only; bodies keep every character."""
    return _UNSTORABLE.sub("\ufffd", text) if not text.isascii() or "\0" in text else text


def index_words(text: str) -> str:
    """Return the words of a text as text search sees them: one form of each character, without case, with one blank between.

    >>> index_words("Kursk oblast: 1,500 «орків»")
    'kursk oblast 1 500 орків'
    """
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII_WORDS).decode().split())
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", storable(text)).casefold()))


def prepare(reading: Reading, row: DatasetRow | None = None) -> Prepared:
    """Return what a ledger keeps of a reading; `row` tells of which data set's row it is, if any."""
    document = reading.document
    body = body_of(reading)
    claims = body["claims"]
    cells = () if row is None else row.cells
    if cells:
        body["cells"] = list(cells)
    passages = _passages(claims, whole=len(document.text) if cells else None)
    places = {span: nth for nth, span in enumerate(passages)}
    sighting = _sighting(reading, row)
    return Prepared(
        document=document.id,
        text=document.text,
        sighting=ascii_json(sighting),
        sighting_digest=sighting_digest(sighting),
        published=sighting["published"] or "",
        reader_version=reading.reader_version,
        body=canonical(body),
        claims=derived_columns(body, document.text),
        passages=tuple(passages),
        held=tuple(0 if cells else places[(claim["sentence"][0], claim["sentence"][1])] for claim in claims),
    )


def _passages(claims: Sequence[Json], *, whole: int | None) -> list[tuple[int, int]]:
    if whole is not None:
        return [(0, whole)] if claims else []
    return sorted({(claim["sentence"][0], claim["sentence"][1]) for claim in claims})


def body_of(reading: Reading) -> dict[str, Any]:
    """Return a reading's contract without its document, but with what of the document the reading depends on."""
    body = reading_as_dict(reading)
    document = body.pop("document")
    return {**body, "published": document["published"], "publisher": document["publisher"]}


def _sighting(reading: Reading, row: DatasetRow | None) -> dict[str, Any]:
    document = reading.document
    origin = None if row is None else row.origin
    return {
        "title": document.title,
        "published": None if document.published is None else document.published.isoformat(),
        "publisher": document.publisher,
        "url": document.url,
        "file": None if origin is None else origin.file,
        "sha256": None if origin is None else origin.sha256,
        "row": None if origin is None else origin.row,
    }


def sighting_digest(body: Json) -> str:
    """Return what tells one sighting of a document from another: not the file of an import, which a longer version of it repeats."""
    return digest_of(canonical([body["title"], body["published"], body["publisher"], body["url"]]))


def derived_columns(body: Json, text: str) -> tuple[Row, ...]:
    """Return the `DERIVED` columns of each claim of a reading's body; `text` is its document's."""
    cells = body.get("cells")
    return tuple(_derived(claim, body, text, cells[nth] if cells else None) for nth, claim in enumerate(body["claims"]))


def _derived(claim: Json, body: Json, text: str, cell: str | None) -> Row:
    quantity, measure, period, place = claim["quantity"], claim["measure"], claim["period"], claim["place"]
    last = period["end"] or ""
    day = last or body["published"] or ""
    return (
        claim["id"],
        # So many a day are no figure of a series, among the counts of days and months.
        None if any(flag.startswith(RATE) for flag in claim["flags"]) else _real(quantity["stated"]),
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
        day,
        None if place is None else storable(place["id"] or place["text"].casefold()),
        source_of(claim),
        claim["assertion"],
        alike_key(claim, body, day),
        key_of("cell", cell) if cell is not None else wording_key(claim, text, day),
        int(cell is not None),
    )


def _real(number: float | None) -> float | None:
    return None if number is None else float(number)


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
    if claim["attribution"][0]["source"] is not None:
        return source
    place = claim["place"]
    return None if place is None else f"{source} at {place['id'] or place['text'].casefold()}"


def alike_key(claim: Json, body: Json, day: str) -> int | None:
    """Return the key of what a claim is about, who says it and roughly when; None where too little is known for another to be the same."""
    speaker = _speaker(claim, body)
    if speaker is None or not day:
        return None
    measure = claim["measure"]
    # "Troops" in one report are "personnel" in the next: that they are combatants goes without saying.
    population = None if measure["population"] == "combatant" else measure["population"]
    about = (measure["unit"], *measure["categories"], population, measure["outcome"], measure["base"])
    key = key_of(speaker, force_of(claim), claim["period"]["kind"], claim["assertion"], *about)
    return _dated(key, day, BUCKET_DAYS)


def _dated(key: int, day: str, bucket_days: int) -> int:
    """Return a key whose upper bits are the stretch of days that a day falls in."""
    return _signed(date.fromisoformat(day).toordinal() // bucket_days << _HASH_BITS | key & _HASH)


def _signed(number: int) -> int:
    """Return the lowest 64 bits of a number as one with a sign, which every database holds."""
    return (number + _HALF & _MASK) - _HALF


def near_keys(dated: int | None) -> tuple[int, ...]:
    """Return the keys of the same thing in a dated key's own stretch of days and in both neighbors."""
    return () if dated is None else (dated, _signed(dated - _HASH - 1), _signed(dated + _HASH + 1))


def wording_key(claim: Json, text: str, day: str) -> int | None:
    """Return the key of the words around a number and roughly when; None where they are too few to tell one report from another."""
    start, end = claim["span"]
    # The first and the last word of the window may be cut short, so they don't count.
    before = text[max(0, start - _WINDOW) : start].casefold().split()[1:][-WORDS_AROUND:]
    after = text[end : end + _WINDOW].casefold().split()[:-1][:WORDS_AROUND]
    if not day or len(before) + len(after) < FEWEST_WORDS:
        return None
    key = key_of("wording", *before, text[start:end].casefold(), *after, *claim["measure"]["categories"])
    return _dated(key, day, WORDING_BUCKET_DAYS)
