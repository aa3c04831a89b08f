"""The forms that data sets come in, as values: what a file's columns are called and what its cells count. It reads no file.

A profile of `vocab/tables/datasets` holds one form or several; a user's mapping file makes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from tollbook.core.types import HedgeKind, PeriodKind, Unit
from tollbook.vocab.tables import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What a cell counts."""

    categories: frozenset[str]
    unit: Unit
    term: str | None = None
    population: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Where a force or a source comes from: an id and a name, or a name alone where no id is known, or a column.

    The column's `values` go before what the lexicon knows. With an id beside it, the id holds where the column has no cell.
    `relay` is a pattern with the groups `source` and `relay`.
    """

    id: str | None = None
    name: str | None = None
    column: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    relay: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Which days a figure covers. `end_before` means that the cell names the day after the last.

    Without columns the days are those that the caller gives (`as_of`), or none.
    """

    kind: PeriodKind
    start: date | None = None
    start_column: str | None = None
    end_column: str | None = None
    end_before: bool = False
    start_rule: str | None = None
    week_columns: tuple[str, str] | None = None
    as_of: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a row: its columns, what they count, and what goes before the form's own force, source and time.

    `counts_one` maps the values of a row that is one item to outcomes. `abstain` says why a figure is shown and not claimed.
    """

    id: str
    value: str | None = None
    low: str | None = None
    high: str | None = None
    what: What | None = None
    outcome: str | None = None
    hedge: HedgeKind = "exact"
    hedge_column: str | None = None
    hedges: Mapping[str, HedgeKind] = field(default_factory=dict)
    kind_column: str | None = None
    kinds: Mapping[str, What] = field(default_factory=dict)
    population_from: Naming | None = None
    outcome_from: Naming | None = None
    decimals: bool = False
    force: Naming | None = None
    source: Naming | None = None
    time: Time | None = None
    counts_one: Mapping[str, str] | None = None
    vague_codes: tuple[int, ...] = ()
    part_of: str | None = None
    abstain: str | None = None
    defined: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that hold the figure, in the order in which a row's text shows them."""
        return tuple(name for name in (self.value, self.low, self.high) if name is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Rows that are shown and not claimed: those whose cell begins with `starts`."""

    column: str
    starts: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What tells a file from another of the same columns: a word of its name, or a first row below what the other can have."""

    file: str
    column: str
    below: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """One kind of file of a data set. `title` is the first line of every row's text, so it never changes.

    `rounded_to` is the step to which figures are rounded that the data set calls "about"; without it, they are read as in a text.
    `unknown` says what becomes of a column that the form doesn't know: its cells are quoted, or the column is only named.
    """

    profile: str
    version: int
    id: str
    title: str
    about: str
    needs: tuple[str, ...]
    key: tuple[str, ...]
    shown: tuple[str, ...]
    figures: tuple[Figure, ...]
    time: Time
    force: Naming
    source: Naming
    some_of: tuple[str, ...] = ()
    theatre: str | None = None
    place_columns: tuple[str, ...] = ()
    url_column: str | None = None
    published_column: str | None = None
    ignored: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    skips: tuple[Skip, ...] = ()
    dates: tuple[str, ...] = ("iso",)
    thousands: bool = False
    abstain: str | None = None
    marker: Marker | None = None
    unknown: str = "quote"
    rounded_to: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of a row's text in their order: what the row is about, then its figures."""
        return _columns(self)

    @property
    def reader_version(self) -> str:
        """Return the version of the reading that rows of this form get: "dataset/ua-mod/1"."""
        return f"dataset/{self.profile}/{self.version}"

    def fits(self, columns: frozenset[str]) -> bool:
        """Say whether a file with these columns (lower-cased) may be of this form."""
        named = {self.aliases.get(name, name).lower() for name in columns}
        some = not self.some_of or any(name.lower() in named for name in self.some_of)
        return some and all(name.lower() in named for name in self.needs)


@lru_cache(maxsize=64)
def _columns(form: Form) -> tuple[str, ...]:
    """Remember a form's columns: every row asks for them."""
    figures = [name for figure in form.figures for name in (*figure.columns, figure.hedge_column) if name is not None]
    kinds = [figure.kind_column for figure in form.figures if figure.kind_column is not None]
    return tuple(dict.fromkeys([*form.shown, *kinds, *figures]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file of the data set that is not imported on purpose: the columns it is known by, what it is, and what to do."""

    columns: tuple[str, ...]
    met: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """A data set: its forms, in the order in which a file is compared with them."""

    name: str
    forms: tuple[Form, ...]
    refused: tuple[Refused, ...] = ()


@cache
def load_profile(name: str) -> Profile:
    """Return the profile of a data set from the vocabulary's tables."""
    table = load_table(f"datasets/{name}")
    rows = {row["id"]: row for row in table["form"]}
    shared: dict[str, Any] = {key: table[key] for key in ("profile", "version", "theatre", "rounded_to") if key in table}
    forms = tuple(make_form({**shared, **_complete(row, rows)}) for row in rows.values())
    refused = tuple(Refused(columns=tuple(row["columns"]), met=row["met"], do=row["do"]) for row in table.get("refused", ()))
    return Profile(name=name, forms=forms, refused=refused)


def _complete(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Give a form the figures, and what belongs to them, of the form that it names."""
    other = rows.get(row.get("same_figures_as", ""), {})
    inherited: dict[str, Any] = {key: other[key] for key in _INHERITED if key in other}
    return {**inherited, **{key: value for key, value in row.items() if key != "same_figures_as"}}


_INHERITED = ("figure", "kinds", "kind_column", "force", "source", "skip", "ignored", "hedges")
# A form says these once for all its figures.
_FIGURES_SHARE = ("kind_column", "kinds", "hedges")
_TUPLES = ("needs", "some_of", "key", "shown", "place_columns", "dates")


def make_form(table: Mapping[str, Any]) -> Form:
    """Return the form of a table that is known to be sound. An unknown key is a TypeError: tables are tested, mappings checked before."""
    values = dict(table)
    for name in _TUPLES:
        if name in values:
            values[name] = tuple(values[name])
    shared = {key: values.pop(key) for key in _FIGURES_SHARE if key in values}
    values["figures"] = tuple(_figure({**shared, **row}) for row in values.pop("figure"))
    values["skips"] = tuple(Skip(**row) for row in values.pop("skip", ()))
    values["time"] = _time(values["time"])
    values["force"], values["source"] = _naming(values["force"]), _naming(values["source"])
    if "marker" in values:
        values["marker"] = Marker(**values["marker"])
    return Form(**values)


def _figure(table: Mapping[str, Any]) -> Figure:
    values = dict(table)
    values.setdefault("id", values.get("value"))
    makers: dict[str, Callable[[Any], Any]] = {
        "what": _what,
        "force": _naming,
        "source": _naming,
        "population_from": _naming,
        "outcome_from": _naming,
        "time": _time,
        "vague_codes": tuple,
        "kinds": lambda kinds: {name: _what(row) for name, row in kinds.items()},
    }
    return Figure(**{key: makers[key](value) if key in makers else value for key, value in values.items()})


def _what(table: Mapping[str, Any]) -> What:
    return What(**{**table, "categories": frozenset(table["categories"])})


def _naming(table: Mapping[str, Any]) -> Naming:
    relay = re.compile(table["relay"]) if "relay" in table else None
    return Naming(**{**table, "relay": relay})


def _time(table: Mapping[str, Any]) -> Time:
    weeks = tuple(table["week_columns"]) if "week_columns" in table else None
    return Time(**{**table, "week_columns": weeks})
