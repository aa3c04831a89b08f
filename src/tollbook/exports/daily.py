"""Tables with a row for each day: Oryx's, the General Staff's and Our World in Data's columns. Entries must come day by day.

A cell is one statement's number. Nothing is added up; where a source gives two numbers for one cell, the later one counts, and the
founding mention of a statement goes before its echoes, which may round it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from tollbook.core.flat import metric_of
from tollbook.core.records import Entry
from tollbook.core.spreadsheets import Cell
from tollbook.core.types import Claim
from tollbook.exports.claims import iso
from tollbook.exports.columns import Row, column_table, columns_of
from tollbook.exports.lexicon import claimant_of, is_state, state_name
from tollbook.exports.statements import force_of, is_point, joined, lineage
from tollbook.vocab.tables import load_table

WAR_START = date(2022, 2, 24)
_LOST = "lost"


class Place(NamedTuple):
    """Where a number goes: the cells that name its row, and its column. `beside` is what stands in other cells because of it."""

    key: Mapping[str, Cell]
    column: str
    beside: Mapping[str, Cell]


def daily_rows(profile: str, entries: Iterable[Entry]) -> Iterator[Row]:
    """Return the rows of a table by day; entries that have no place in it are left out. `entries` come in the order of their days."""
    place = _PLACES[profile]
    placed = ((entry, found) for entry in entries if (found := place(entry.claim)) is not None)
    for _, some in groupby(placed, key=lambda pair: pair[0].claim.period.end):
        yield from _rows_of_day(profile, some)


def has_place(profile: str, entry: Entry) -> bool:
    """Tell whether an entry has a place in a table by day."""
    return _PLACES[profile](entry.claim) is not None


def _rows_of_day(profile: str, placed: Iterable[tuple[Entry, Place]]) -> Iterator[Row]:
    rows: dict[tuple[Cell, ...], dict[str, tuple[Entry, Place]]] = {}
    for entry, found in sorted(placed, key=lambda pair: (pair[0].statement == pair[0].claim.id, pair[0].seq)):
        rows.setdefault(tuple(found.key.values()), {})[found.column] = entry, found
    for key in sorted(rows, key=str):
        yield _row(profile, rows[key])


def _row(profile: str, cells: Mapping[str, tuple[Entry, Place]]) -> Row:
    row: Row = {}
    ids: list[tuple[str, str]] = []
    quotes: list[tuple[str, str]] = []
    for column, (entry, place) in cells.items():
        row |= {**place.key, **place.beside, column: entry.claim.quantity.stated}
        leads = lineage(entry, "claim_id", "quote")
        ids.append((column, str(leads["claim_id"])))
        quotes.append((column, str(leads["quote"])))
    row |= {"claim_ids": joined(ids), "quotes": joined(quotes)}
    return {column.name: row.get(column.name) for column in columns_of(profile)}


def _total(claim: Claim) -> date | None:
    """Return the day of a total, None for what is none."""
    return claim.period.end if claim.period.kind == "cumulative" and is_point(claim) else None


def _oryx(claim: Claim) -> Place | None:
    table, day = column_table("oryx"), _total(claim)
    force = None if claim.force is None else claim.force.id
    kind = _oryx_types().get(("+".join(sorted(claim.measure.categories)), claim.measure.term))
    column = "type_total" if claim.measure.outcome in {None, _LOST} else claim.measure.outcome
    known = {"destroyed", "abandoned", "captured", "damaged", "type_total"}
    if day is None or kind is None or force not in table["countries"] or column not in known or claim.measure.unit != "item":
        return None
    key = {
        "country": table["countries"][force],
        "equipment_type": kind,
        "date_recorded": iso(day),
        "source": claimant_of(claim),
    }
    return Place(key=key, column=str(column), beside={})


@cache
def _oryx_types() -> Mapping[tuple[str, str | None], str]:
    """Return Oryx's types by categories and term: the first type without a term is that of a category alone."""
    kinds = next(form for form in load_table("datasets/oryx")["form"] if "kinds" in form)["kinds"]
    found: dict[tuple[str, str | None], str] = {}
    for name, what in kinds.items():
        found.setdefault(("+".join(sorted(what["categories"])), what.get("term")), name)
    return found


def _ua_mod(claim: Claim) -> Place | None:
    table, day = column_table("ua-mod"), _total(claim)
    force = None if claim.force is None else claim.force.id
    column = _ua_mod_columns().get("+".join(sorted(claim.measure.categories)))
    if day is None or day < WAR_START or column is None or force not in table["forces"] or claim.measure.population == "civilian":
        return None
    if claim.measure.unit == "item" and claim.measure.outcome not in {None, _LOST}:
        return None
    hedge = table["hedges"].get(claim.quantity.hedge) if column == "personnel" else None
    key = {"date": iso(day), "day": (day - WAR_START).days + 1, "source": claimant_of(claim)}
    return Place(key=key, column=column, beside={"personnel*": hedge} if column == "personnel" else {})


@cache
def _ua_mod_columns() -> Mapping[str, str]:
    """Return the columns of the data set by categories, as its profile reads them."""
    totals = next(form for form in load_table("datasets/ua-mod")["form"] if form["id"] == "totals")
    return {"+".join(sorted(figure["what"]["categories"])): figure["value"] for figure in totals["figure"]}


def _owid(claim: Claim) -> Place | None:
    day, column, force = _total(claim), metric_of(claim.measure), force_of(claim)
    if day is None or force is None or column not in column_table("owid")["indicators"]:
        return None
    code = claim.force.id if claim.force is not None and is_state(claim.force.id) else None
    key = {"Entity": state_name(force), "Code": code, "Day": iso(day), "source": claimant_of(claim)}
    return Place(key=key, column=column, beside={})


_PLACES: Mapping[str, Callable[[Claim], Place | None]] = {"oryx": _oryx, "ua-mod": _ua_mod, "owid": _owid}
