"""Read Tollbook's own claims.csv back: a row becomes a small document that holds every cell, and a claim that says what the cells say.

What exporting did to a cell for spreadsheets' sake is undone. A row with a cell that no export can have written is rejected.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from tollbook.core.flat import BOUNDS, HEDGES, ROW_TITLE, measure_of, period_of, row_text
from tollbook.core.rows import Origin, RejectedRow, Row
from tollbook.core.spreadsheets import as_written
from tollbook.core.types import (
    Assertion,
    Attribution,
    Claim,
    Context,
    Document,
    Force,
    HedgeKind,
    Likelihood,
    Number,
    Place,
    Quantity,
    Reading,
    Span,
    mention_id,
)
from tollbook.sources.datasets.cells import Fault, read_date, shown
from tollbook.sources.datasets.forms import Form, Naming
from tollbook.sources.datasets.naming import force_id, source_id
from tollbook.sources.datasets.records import DELIMITERS, SHORTENED, Record
from tollbook.vocab.hedge_words import hedge_words
from tollbook.vocab.tables import load_table

OWN = "tollbook"
"""The profile of files that Tollbook itself wrote."""
LONGEST = 20_000
"""Characters of a cell: a quote may span a sentence, and a title be long."""
_CUE = "dataset"
_LINK, _DOCUMENT_LINK = " > ", "doc"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,3})?")
_STATE = re.compile(r"[A-Z]{3}")
_ID = re.compile(r"[A-Z]{3}-[A-Z0-9-]+")
_REQUIRED = ("claim_id", "doc_id", "metric", "unit", "value_low", "bound", "period_type", "quote")
_AUTHOR = Attribution(source=None, text="author", voice="author")
_TAG = "#"
_UNKNOWN_SCALE = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A row on the way: its cells by column (empty ones are missing), its text, and where the number's words stand in it."""

    cells: Mapping[str, str]
    document: Document
    span: Span

    def number(self, column: str) -> Number | None:
        return None if column not in self.cells else _number(self.cells[column])

    def day(self, column: str) -> date | None:
        found = read_date(self.cells.get(column, ""), ("iso",))
        return None if isinstance(found, Fault) else found


def read_own(record: Record, form: Form, origin: Origin) -> Row | RejectedRow:
    """Return the row that a record of claims.csv makes, or the rejected row with its reason."""
    cells = _cells(record)
    fault = Fault(record.problem) if record.problem is not None else _fault(cells)
    if fault is None:
        sheet = _sheet(cells)
        claim = _claim(sheet)
        if isinstance(claim, Claim):
            return Row(reading=_reading(claim, sheet, form), origin=origin, cells=(f"{form.title}|{cells['claim_id']}",))
        fault = claim
    where = "" if record.line is None else f"line {record.line}: "
    return RejectedRow(origin=origin, reason=f"{where}{fault.reason}", text=record.raw[:SHORTENED])


def _cells(record: Record) -> dict[str, str]:
    """Return a record's cells to the letter: what was made even for reading numbers is taken from the raw row again.

    What is the other ledger's own is left out, so that the same row of two exports is one document.
    """
    names = [row["name"] for row in load_table("exports/claims")["column"] if row["from"] != "ledger"]
    if record.problem is not None:
        return {}
    if record.line is None:
        found = json.loads(record.raw)
        return {name: str(found[name]) for name in names if found.get(name) not in (None, "")}
    by_column = dict(zip(record.cells, _values(record), strict=False))
    return {name: as_written(by_column[name]) for name in names if by_column.get(name)}


def _values(record: Record) -> list[str]:
    """Return the cells of a raw row, whatever stands between them: a spreadsheet may have saved the file anew."""
    for delimiter in DELIMITERS:
        try:
            values = next(csv.reader(StringIO(record.raw, newline=""), delimiter=delimiter), [])
        except csv.Error:  # a row without this delimiter is one cell, and may be too long for one
            continue
        if len(values) == len(record.cells):
            return values
    return []


def _fault(cells: Mapping[str, str]) -> Fault | None:
    """Return what in the cells no export can have written."""
    if cells.get("claim_id", "").startswith(_TAG):
        return Fault("the hashtags of HXL, which are no claim")
    missing = [name for name in _REQUIRED if name not in cells]
    if missing:
        return Fault(f"no {missing[0]}")
    for row in load_table("exports/claims")["column"]:
        name, value = row["name"], cells.get(row["name"], "")
        if len(value) > LONGEST:
            return Fault(f"{name}: a cell of more than {LONGEST:,} characters")
        if value and not _is_of(row["type"], value):
            return Fault(f"{name}: no {row['type']}: {shown(value)}")
    if measure_of(cells["metric"], cells["unit"]) is None:
        return Fault(f"metric: {shown(cells['metric'])} is none of the unit {shown(cells['unit'])}")
    if cells["bound"] not in HEDGES:
        return Fault(f"bound: {shown(cells['bound'])} is not known; expected one of: {', '.join(HEDGES)}")
    return None


def _is_of(kind: str, value: str) -> bool:
    if kind == "integer":
        return _WHOLE.fullmatch(value) is not None
    if kind == "number":
        return _number(value) is not None
    return kind != "date" or (len(value) == len("YYYY-MM-DD") and not isinstance(read_date(value, ("iso",)), Fault))


def _number(text: str) -> Number | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    found = float(text) if _DECIMAL.fullmatch(text) else math.inf
    return found if math.isfinite(found) else None


def _sheet(cells: Mapping[str, str]) -> _Sheet:
    published = read_date(cells.get("doc_published", ""), ("iso",))
    url = cells.get("doc_url", "")
    document = Document.of(
        row_text(cells),
        title=cells.get("doc_title"),
        published=None if isinstance(published, Fault) else published,
        url=url if url.startswith(("http://", "https://")) else None,
    )
    column = "value_text" if "value_text" in cells else "quote"
    start = document.text.index(f"\n{column}: ") + len(f"\n{column}: ")
    end = document.text.find("\n", start)
    return _Sheet(cells=cells, document=document, span=Span(document=document.id, start=start, end=len(document.text) if end < 0 else end))


def _claim(sheet: _Sheet) -> Claim | Fault:
    cells, span = sheet.cells, sheet.span
    measure = measure_of(cells["metric"], cells["unit"])
    precision = sheet.number("date_prec")
    period = period_of(cells["period_type"], sheet.day("date_start"), sheet.day("date_end"), None if precision is None else int(precision))
    low, high = sheet.number("value_low"), sheet.number("value_high")
    if measure is None or low is None or period is None:
        return Fault(f"period_type: {shown(cells['period_type'])} is not known")
    if high is not None and low > high:
        return Fault(f"value_low: {low:,} is above value_high, {high:,}")
    text = cells.get("value_text", "")
    return Claim(
        id=mention_id(sheet.document.id, span.start, span.end),
        span=span,
        sentence=(0, len(sheet.document.text)),
        quantity=Quantity(stated=sheet.number("value_mid"), low=low, high=high, hedge=_hedge(cells["bound"], text), text=text),
        measure=measure,
        force=_force(cells),
        period=period,
        place=None if "place" not in cells else Place(text=cells["place"], id=None),
        attribution=_chain(cells),
        likelihood=_likelihood(sheet),
        assertion=_assertion(cells.get("verdict", "")),
        rules=(f"dataset.{OWN}.claim",),
    )


def _hedge(bound: str, text: str) -> HedgeKind:
    """Return the hedge that the words tell, where it fits the bound; else the bound's own."""
    kind = hedge_words(text)[1]
    return kind if kind is not None and BOUNDS[kind] == bound else HEDGES[bound]


def _assertion(verdict: str) -> Assertion:
    if verdict == "denied":
        return "denied"
    return "hypothetical" if verdict == "hypothetical" else "stated"


def _force(cells: Mapping[str, str]) -> Force | None:
    """Return the force: by its code, else by its words, else by the side, which for a force of no other is itself. A state has its code."""
    words, code = cells.get("force", ""), cells.get("country_iso3")
    if not words and code is None:
        return None
    if code is None and "side" in cells:
        names = (force_id(words, Naming(), None), cells["side"])
        code = next((name for name in names if name is not None and _STATE.fullmatch(name) is None), None)
    return Force(id=code, text=words)


def _chain(cells: Mapping[str, str]) -> tuple[Attribution, ...]:
    """Return the chain of attribution; a part of it that is an id stands for itself, others are words."""
    parts = cells.get("attribution_chain", "").split(_LINK)
    links = parts[:-1] if parts[-1] == _DOCUMENT_LINK else [part for part in parts if part]
    return (*(Attribution(source=_source(part), text=part, voice="reported", cue=_CUE) for part in links), _AUTHOR)


def _source(part: str) -> str | None:
    found = source_id(part, Naming(), None)
    return part if found == part or _ID.fullmatch(part) else None


def _likelihood(sheet: _Sheet) -> Likelihood | None:
    term, low, high = sheet.cells.get("likelihood_term"), sheet.number("likelihood_low"), sheet.number("likelihood_high")
    if term is None or low is None or high is None:
        return None
    return Likelihood(term=term, low=float(low), high=float(high), scale=_UNKNOWN_SCALE)


def _reading(claim: Claim, sheet: _Sheet, form: Form) -> Reading:
    return Reading(
        document=sheet.document,
        claims=(claim,),
        reader_version=form.reader_version,
        context=Context(conflict=True, reason=f"a row of {ROW_TITLE.partition(': ')[2]}"),
    )
