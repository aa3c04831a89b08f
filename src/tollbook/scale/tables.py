"""The tables of a corpus: their columns, the rows of a reading in them, and readings back from their rows. It reads and writes no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tollbook.core.contract import as_json, reading_as_dict
from tollbook.core.contract_values import reading_from_dict
from tollbook.core.types import Document, Reading

Type = Literal["text", "integer", "number"]
Row = list[Any]
Rows = dict[str, list[Row]]
_LIST = "; "
_LINK = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: what it holds, and as what."""

    name: str
    meaning: str
    type: Type = "text"


def _columns(*rows: tuple[str, str] | tuple[str, str, Type]) -> tuple[Column, ...]:
    return tuple(Column(name=row[0], meaning=row[1], type=row[2] if len(row) > 2 else "text") for row in rows)


def _counted(fate: str) -> tuple[tuple[str, str, Type], ...]:
    return (
        (f"{fate}_stated", f"How many {fate}, as the words say", "number"),
        (f"{fate}_low", "Least number that the words allow", "number"),
        (f"{fate}_high", "Greatest; empty for no upper bound", "number"),
    )


TABLES: Mapping[str, tuple[Column, ...]] = {
    "documents": _columns(
        ("doc_id", "Id of the document: the hash of its text"),
        ("doc_title", "Its title"),
        ("doc_published", "Its publication date"),
        ("doc_publisher", "Its publisher"),
        ("doc_url", "Its address"),
        ("place", "Where in the inputs it stood: file, and offset or row"),
        ("claims", "How many claims it holds", "integer"),
        ("judgements", "How many judgements without a number", "integer"),
        ("length", "Code points of its text", "integer"),
        ("text", "Its text, which every span counts in"),
        ("reading", "The whole reading as JSON, as `read --format json` gives it"),
    ),
    "claims": _columns(
        ("claim_id", "Id of the claim"),
        ("doc_id", "Id of the document"),
        ("doc_published", "Its publication date"),
        ("doc_publisher", "Its publisher"),
        ("doc_url", "Its address"),
        ("place", "Where in the inputs the document stood"),
        ("quote", "The number with its hedge, to the letter"),
        ("sentence", "The sentence around the claim"),
        ("span_start", "Where the quote starts, in code points", "integer"),
        ("span_end", "Where it ends, exclusive", "integer"),
        ("value_stated", "The number in the words; empty for words such as \"dozens\"", "number"),
        ("value_low", "Least value that the words allow", "number"),
        ("value_high", "Greatest value; empty for no upper bound", "number"),
        ("hedge", "What the words around the number make of it"),
        ("categories", "What is counted; several joined by \"; \""),
        ("unit", "person, item, km2 or share (a fraction of one)"),
        ("term", "The source's own word, where undefined or loaded"),
        ("population", "Which people"),
        ("outcome", "What became of materiel"),
        ("base", "What a share is a share of"),
        ("force_id", "Who lost, as an id"),
        ("force", "Who lost, in the words of the text"),
        ("period_kind", "flow, cumulative or stock"),
        ("date_start", "First day"),
        ("date_end", "Last day"),
        ("date_end_latest", "Latest possible last day"),
        ("period_text", "When, in the words of the text"),
        ("place_id", "Where, as an id"),
        ("place_text", "Where, in the words of the text"),
        ("claimant_id", "First claimant, as an id"),
        ("claimant", "First claimant, in the words of the text; empty for the author"),
        ("voice", "quoted, reported or author"),
        ("attribution_chain", "First claimant to author, joined by \" > \""),
        ("likelihood_term", "Probability word on the number"),
        ("likelihood_low", "Its least probability", "number"),
        ("likelihood_high", "Its greatest probability", "number"),
        ("likelihood_scale", "Its scale"),
        ("assertion", "stated, denied or hypothetical"),
        ("part_of", "Claim of which this one counts a part"),
        ("premises", "Claims that this one was worked out from"),
        ("superseded_by", "Claim that the text puts in this one's place"),
        ("rules", "Patterns that fired"),
        ("flags", "Warnings about the number"),
    ),
    "judgements": _columns(
        ("judgement_id", "Id of the judgement"),
        ("doc_id", "Id of the document"),
        ("doc_published", "Its publication date"),
        ("place", "Where in the inputs the document stood"),
        ("quote", "The probability word, to the letter"),
        ("span_start", "Where the quote starts, in code points", "integer"),
        ("span_end", "Where it ends, exclusive", "integer"),
        ("likelihood_term", "The probability word"),
        ("likelihood_low", "Its least probability", "number"),
        ("likelihood_high", "Its greatest probability", "number"),
        ("likelihood_scale", "Its scale"),
        ("force_id", "Of whom it speaks, as an id"),
        ("force", "Of whom, in the words of the text"),
        ("attribution_chain", "Who judges, to the author, joined by \" > \""),
    ),
    "tolls": _columns(
        ("doc_id", "Id of the document"),
        ("toll", "Number of the incident in its document, the leading one first", "integer"),
        ("doc_published", "Its publication date"),
        ("place", "Where in the inputs the document stood"),
        *_counted("killed"),
        *_counted("wounded"),
        *_counted("missing"),
        *_counted("captured"),
        ("killed_by_population", "Killed by population, as JSON"),
        ("date", "The day of the incident"),
        ("place_id", "Where, as an id"),
        ("place_text", "Where, in the words of the text"),
        ("claims", "Claims that the toll rests on"),
    ),
    "rejected": _columns(
        ("place", "Where in the inputs it stood: file, and offset or row"),
        ("reason", "Why it was not read"),
        ("kind", "Which kind of reason: an error of docs/errors.md, time, memory, crash, fault or damage"),
    ),
}  # fmt: skip
"""Every table of an output, in the order in which they are written."""


def empty_rows() -> Rows:
    """Return no row for every table."""
    return {table: [] for table in TABLES}


def add_reading(rows: Rows, reading: Reading, *, place: str) -> None:
    """Put the rows of a reading into the tables."""
    contract, document, place = reading_as_dict(reading), reading.document, _plain(place)
    published = contract["document"]["published"]
    row = [document.id, document.title, published, document.publisher, document.url, place]
    counts = [len(reading.claims), len(reading.judgements), len(document.text)]
    rows["documents"].append([*row, *counts, document.text, as_json(contract)])
    for claim in contract["claims"]:
        rows["claims"].append(_claim(claim, document, published, place))
    for judgement in contract["judgements"]:
        rows["judgements"].append(_judgement(judgement, document, published, place))
    for number, toll in enumerate(contract["tolls"]):
        rows["tolls"].append(_toll(toll, document, published, place, number))


def add_rejection(rows: Rows, *, place: str, reason: str, kind: str) -> None:
    """Put what was not read into its table."""
    rows["rejected"].append([_plain(place), _plain(reason), kind])


def holds_surrogate(text: str) -> bool:
    """Say whether a text holds half of a character, which no table can carry.

    >>> holds_surrogate("\\ud800"), holds_surrogate("12 tanks")
    (True, False)
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _plain(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _claim(claim: Mapping[str, Any], document: Document, published: str | None, place: str) -> Row:
    quantity, measure, period, chain = claim["quantity"], claim["measure"], claim["period"], claim["attribution"]
    first = chain[0] if chain else {"source": None, "text": None, "voice": None}
    start, end = claim["sentence"]
    return [
        claim["id"], document.id, published, document.publisher, document.url, place,
        claim["quote"], document.text[start:end], *claim["span"],
        quantity["stated"], quantity["low"], quantity["high"], quantity["hedge"],
        _LIST.join(measure["categories"]), measure["unit"], measure["term"], measure["population"], measure["outcome"], measure["base"],
        *_named(claim["force"]),
        period["kind"], period["start"], period["end"], period["end_latest"], period["text"],
        *_named(claim["place"]),
        first["source"], None if first["voice"] == "author" else first["text"], first["voice"], _chain(chain),
        *_likelihood(claim["likelihood"]),
        claim["assertion"], claim["part_of"], _LIST.join(claim["premises"]), claim["superseded_by"],
        _LIST.join(claim["rules"]), _LIST.join(claim["flags"]),
    ]  # fmt: skip


def _judgement(judgement: Mapping[str, Any], document: Document, published: str | None, place: str) -> Row:
    return [
        judgement["id"], document.id, published, place, judgement["quote"], *judgement["span"],
        *_likelihood(judgement["likelihood"]), *_named(judgement["force"]), _chain(judgement["attribution"]),
    ]  # fmt: skip


def _toll(toll: Mapping[str, Any], document: Document, published: str | None, place: str, number: int) -> Row:
    counted: Row = []
    for fate in ("killed", "wounded", "missing", "captured"):
        quantity = toll[fate]
        counted += [None] * 3 if quantity is None else [quantity["stated"], quantity["low"], quantity["high"]]
    by_population = as_json(toll["killed_by_population"]) if toll["killed_by_population"] else None
    return [
        document.id,
        number,
        published,
        place,
        *counted,
        by_population,
        toll["date"],
        *_named(toll["place"]),
        _LIST.join(toll["claims"]),
    ]


def _named(value: Mapping[str, Any] | None) -> Row:
    return [None, None] if value is None else [value["id"], value["text"]]


def _chain(links: Iterable[Mapping[str, Any]]) -> str:
    return _LINK.join(link["source"] or link["text"] or link["voice"] for link in links)


def _likelihood(value: Mapping[str, Any] | None) -> Row:
    return [None] * 4 if value is None else [value["term"], value["low"], value["high"], value["scale"]]


def reading_of(text: str, reading: Mapping[str, Any]) -> Reading:
    """Return the reading that a row of `documents` was made of; `reading` is its JSON, opened."""
    stated = reading["document"]
    published = stated["published"]
    document = Document(
        id=stated["id"],
        text=text,
        title=stated["title"],
        published=None if published is None else date.fromisoformat(published),
        publisher=stated["publisher"],
        url=stated["url"],
    )
    return reading_from_dict(reading, document)


# ---- Arrow


def as_table(name: str, rows: Sequence[Row]) -> Any:
    """Return rows as an Arrow table (arro3) with the columns of a table of `TABLES`."""
    from arro3.core import Array, Field, RecordBatch, Schema, Table

    types = arrow_types()
    columns = TABLES[name]
    schema = Schema([Field(column.name, types[column.type]()) for column in columns])
    made = [Array([_CASTS[column.type](row[nth]) for row in rows], types[column.type]()) for nth, column in enumerate(columns)]
    return Table.from_batches([RecordBatch.from_arrays(made, schema=schema)] if rows else [], schema=schema)


def arrow_types() -> Mapping[Type, Callable[[], Any]]:
    """Return the Arrow types of columns."""
    from arro3.core import DataType

    return {"text": DataType.utf8, "integer": DataType.int64, "number": DataType.float64}


_CASTS: Mapping[Type, Callable[[Any], Any]] = {
    "text": lambda value: value,
    "integer": lambda value: value,
    "number": lambda value: None if value is None else float(value),
}
