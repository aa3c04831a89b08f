"""Turn one record into a row: a small document whose claims quote its cells, or a rejected row with its reason.

Every cell is claimed, ignored by name in the profile, or left out with a reason that the reading keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tollbook.core.rows import Origin, RejectedRow, Row
from tollbook.core.types import (
    Abstention,
    Attribution,
    Claim,
    Context,
    Document,
    Force,
    Measure,
    Period,
    Place,
    Reading,
    Span,
    document_id,
    mention_id,
)
from tollbook.sources.datasets.cells import Fault, is_numeric, read_date, shown
from tollbook.sources.datasets.days import period_of
from tollbook.sources.datasets.forms import Figure, Form, Naming, What
from tollbook.sources.datasets.layout import AS_OF, UNREAD, Columns, Layout, lay_out
from tollbook.sources.datasets.naming import definition_day, force_id, force_name, place_id, source_id
from tollbook.sources.datasets.quantities import quantity_of
from tollbook.sources.datasets.records import SHORTENED, Record

CUE = "dataset"
VAGUE_CODE = "dataset.vague_code"
"""Flag of a number that coders write where a report says "dozens" or "hundreds"."""
ABSENT = frozenset({"", "NA", "N/A", "null", "None"})
LONGEST = 2_000
"""Characters of a cell that is read: figures, names and addresses are far shorter."""
_AUTHOR = Attribution(source=None, text="author", voice="author")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """What stays the same over a file: its form, its columns, and the day that the caller gives to rows without one."""

    form: Form
    columns: Columns
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sheet:
    """A row on the way: its cells by the form's columns, and its text."""

    plan: Plan
    cells: Mapping[str, str]
    layout: Layout
    document: str

    @property
    def form(self) -> Form:
        return self.plan.form

    def span(self, first: str, last: str) -> Span:
        return Span(document=self.document, start=self.layout.cells[first][0], end=self.layout.cells[last][1])


def read_record(record: Record, plan: Plan, origin: Origin) -> Row | RejectedRow:
    """Return the row that a record makes, or the rejected row with its reason."""
    if record.problem is not None:
        return _rejected(record, plan, origin, record.problem)
    long = next((column for column in _read_columns(plan) if len(record.cells.get(column, "")) > LONGEST), None)
    if long is not None:
        return _rejected(record, plan, origin, f"{long}: a cell of more than {LONGEST:,} characters")
    sheet = _sheet(record, plan)
    skip = next((skip for skip in plan.form.skips if sheet.cells.get(skip.column, "").startswith(skip.starts)), None)
    reason = skip.reason if skip is not None else plan.form.abstain
    claims: list[Claim] = []
    cells: list[str] = []
    key = _row_key(plan, sheet.cells)
    abstentions = list(_unread(record, sheet))
    for figure in plan.form.figures:
        present = [column for column in figure.columns if column in sheet.cells]
        if not present:
            continue
        span = sheet.span(present[0], present[-1])
        if reason is not None or figure.abstain is not None:
            abstentions.append(Abstention(span=span, reason=reason or figure.abstain or ""))
            continue
        claim = _claim(sheet, figure, present, span, claims)
        if isinstance(claim, Fault):
            return _rejected(record, plan, origin, claim.reason)
        claims.append(claim)
        cells.append(f"{key}|{figure.id}")
    if not claims and not abstentions:
        return _rejected(record, plan, origin, f"no figure in {', '.join(_figure_columns(plan.form)) or 'it'}")
    return Row(reading=_reading(sheet, claims, abstentions), origin=origin, cells=tuple(cells))


def _read_columns(plan: Plan) -> Iterator[str]:
    """Yield the file's columns whose cells stand in the row's text."""
    yield from plan.columns.names
    if plan.form.unknown == "quote":
        yield from plan.columns.unknown


def _sheet(record: Record, plan: Plan) -> _Sheet:
    cells: dict[str, str] = {}
    unread: dict[str, str] = {}
    names = plan.columns.names
    for column, value in record.cells.items():
        if value in ABSENT:
            continue
        if column in names:
            cells[names[column]] = value
        elif column in plan.columns.unknown:
            unread[column] = value
    layout = lay_out(plan.form, cells, unread=unread, as_of=plan.as_of if plan.form.time.as_of else None)
    return _Sheet(plan=plan, cells=cells, layout=layout, document=document_id(layout.text))


def _unread(record: Record, sheet: _Sheet) -> Iterator[Abstention]:
    """Yield what stands in columns that the form doesn't know: their numbers, or the columns where cells aren't quoted."""
    for column in sheet.plan.columns.unknown:
        value = record.cells.get(column, "")
        if column in sheet.layout.cells and is_numeric(value):
            yield Abstention(span=sheet.span(column, column), reason=_unknown(column, sheet.form))
    if UNREAD in sheet.layout.cells and sheet.form.unknown == "name":
        yield Abstention(
            span=sheet.span(UNREAD, UNREAD), reason=f"columns that {sheet.form.profile} does not know: their cells are not read"
        )


def _unknown(column: str, form: Form) -> str:
    return f"a column that {form.profile} does not know: {column}"


def _figure_columns(form: Form) -> list[str]:
    return [column for figure in form.figures for column in figure.columns]


# ---- a claim


def _claim(sheet: _Sheet, figure: Figure, present: list[str], span: Span, before: list[Claim]) -> Claim | Fault:
    form, cells, layout = sheet.form, sheet.cells, sheet.layout
    quantity = quantity_of(figure, form, cells, span.quote(layout.text))
    period = period_of(figure.time or form.time, form, cells, sheet.plan.as_of)
    measure = _measure(figure, form, cells)
    if isinstance(quantity, Fault):
        return quantity
    if isinstance(period, Fault):
        return period
    if isinstance(measure, Fault):
        return measure
    attribution = _attribution(sheet, figure.source or form.source)
    return Claim(
        id=mention_id(sheet.document, span.start, span.end),
        span=span,
        sentence=layout.lines(present[0], present[-1]),
        quantity=quantity,
        measure=measure,
        force=_force(figure.force or form.force, form, cells),
        period=period,
        place=_place(form, cells),
        attribution=attribution,
        part_of=_whole(figure, before),
        rules=(f"dataset.{form.profile}.{'_'.join(figure.id.split())}", *_definition(figure, form, measure, period, attribution)),
        flags=(VAGUE_CODE,) if quantity.stated in figure.vague_codes else (),
    )


def _measure(figure: Figure, form: Form, cells: Mapping[str, str]) -> Measure | Fault:
    what = figure.what or _kind(figure, form, cells)
    if isinstance(what, Fault):
        return what
    outcome = figure.outcome or what.outcome
    if figure.counts_one is not None:
        value = cells.get(figure.value or "", "")
        if value not in figure.counts_one:
            return Fault(f"{figure.value}: {shown(value)} is not known; expected one of: {', '.join(figure.counts_one)}")
        outcome = figure.counts_one[value]
    population = _qualifier(figure.population_from, cells, what.population)
    became = _qualifier(figure.outcome_from, cells, outcome)
    if isinstance(population, Fault):
        return population
    if isinstance(became, Fault):
        return became
    return Measure(categories=what.categories, unit=what.unit, term=what.term, population=population, outcome=became)


def _qualifier(naming: Naming | None, cells: Mapping[str, str], fixed: str | None) -> str | Fault | None:
    """Return what a column says of the measure; the fixed word where there is no column or no cell."""
    cell = None if naming is None else cells.get(naming.column or "")
    if naming is None or cell is None:
        return fixed if naming is None or fixed is not None else naming.id
    if naming.values and cell not in naming.values:
        return Fault(f"{naming.column}: {shown(cell)} is not known; expected one of: {', '.join(naming.values)}")
    return naming.values.get(cell, cell.lower())


def _kind(figure: Figure, form: Form, cells: Mapping[str, str]) -> What | Fault:
    column = figure.kind_column or ""
    value = cells.get(column, "")
    if value in figure.kinds:
        return figure.kinds[value]
    if not value:
        return Fault(f"{column}: no kind")
    return Fault(f"{column}: {shown(value)} is not known to {form.profile}")


def _whole(figure: Figure, before: list[Claim]) -> str | None:
    """Return the id of the claim that this figure is a part of, where the row states it."""
    if figure.part_of is None:
        return None
    return next((claim.id for claim in before if claim.rules[0].endswith(f".{figure.part_of}")), None)


def _force(naming: Naming, form: Form, cells: Mapping[str, str]) -> Force | None:
    cell = cells.get(naming.column or "")
    if cell is not None:
        return Force(id=force_id(cell, naming, form.theatre), text=cell)
    if naming.id is not None:
        return Force(id=naming.id, text=naming.name or force_name(naming.id, form.theatre))
    return None


def _place(form: Form, cells: Mapping[str, str]) -> Place | None:
    name = next((cells[column] for column in form.place_columns if column in cells), None)
    return None if name is None else Place(text=name, id=place_id(name, form.theatre))


def _attribution(sheet: _Sheet, naming: Naming) -> tuple[Attribution, ...]:
    """Return the chain: whoever the row names as its source and those who relay it, else the data set's own; the author last."""
    cell = sheet.cells.get(naming.column or "")
    if cell is None:
        name = naming.name or naming.id
        if name is None:
            return (_AUTHOR,)
        return Attribution(source=naming.id, text=name, voice="reported", cue=CUE, span=sheet.layout.title), _AUTHOR
    start = sheet.layout.cells[naming.column or ""][0]
    relayed = None if naming.relay is None else naming.relay.fullmatch(cell)
    parts = [(cell, 0)] if relayed is None else [(relayed[name], relayed.start(name)) for name in ("source", "relay")]
    theatre = sheet.form.theatre
    links = (
        Attribution(
            source=source_id(text, naming, theatre), text=text, voice="reported", cue=CUE, span=(start + at, start + at + len(text))
        )
        for text, at in parts
    )
    return (*links, _AUTHOR)


def _definition(figure: Figure, form: Form, measure: Measure, period: Period, chain: tuple[Attribution, ...]) -> tuple[str, ...]:
    """Name the source's dated definition of a figure that has changed its meaning ("definition.UKR-GS.2023-01-01")."""
    source = chain[0].source
    if not figure.defined or form.theatre is None or source is None or period.end is None:
        return ()
    day = definition_day(source, form.theatre, measure.categories, period.end.isoformat())
    return () if day is None else (f"definition.{source}.{day}",)


# ---- the row


def _reading(sheet: _Sheet, claims: list[Claim], abstentions: list[Abstention]) -> Reading:
    form, cells = sheet.form, sheet.cells
    published = read_date(cells.get(form.published_column or "", ""), form.dates)
    url = cells.get(form.url_column or "")
    document = Document(
        id=sheet.document,
        text=sheet.layout.text,
        title=form.title,
        published=None if isinstance(published, Fault) else published,
        url=url if url is not None and url.startswith(("http://", "https://")) else None,
    )
    return Reading(
        document=document,
        claims=tuple(claims),
        reader_version=form.reader_version,
        theatre=form.theatre,
        context=_context(form.profile),
        abstentions=tuple(sorted(abstentions, key=lambda passed: passed.span.start)),
    )


@lru_cache(maxsize=32)
def _context(profile: str) -> Context:
    return Context(conflict=True, reason=f"a row of the data set {profile}")


def _row_key(plan: Plan, cells: Mapping[str, str]) -> str:
    """Return what names a row across versions of its data set: the data set, and the cells of its key."""
    values = [plan.form.title, *(_key_value(cells.get(column, ""), plan.form) for column in plan.form.key)]
    if plan.form.time.as_of and plan.as_of is not None:
        values.append(f"{AS_OF} {plan.as_of.isoformat()}")
    return "|".join(values)


def _key_value(cell: str, form: Form) -> str:
    day = read_date(cell, form.dates)
    return cell.replace("|", "/") if isinstance(day, Fault) else day.isoformat()


def _rejected(record: Record, plan: Plan, origin: Origin, reason: str) -> RejectedRow:
    where = "" if record.line is None else f"line {record.line}: "
    return RejectedRow(origin=origin, reason=f"{where}{reason}", text=_raw(record, plan))


def _raw(record: Record, plan: Plan) -> str:
    """Return a rejected row's text; of a data set that may hold names and places only the columns that are read."""
    if plan.form.unknown == "quote":
        text = record.raw
    elif record.problem is not None:
        text = next(iter(record.cells.values()), "")
    else:
        text = ", ".join(f"{column}: {value}" for column, value in record.cells.items() if column in plan.columns.names and value)
    return text if len(text) <= SHORTENED else f"{text[:SHORTENED]}..."
