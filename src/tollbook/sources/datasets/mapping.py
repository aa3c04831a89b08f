"""Read a user's mapping file: which columns of a table hold what. Every key is checked, and a faulty file is refused with its faults.

The keys are those of the table `datasets/mapping`; a column of the data that is neither mapped nor ignored is an error, not an oversight.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tollbook.core.errors import DatasetError
from tollbook.sources.datasets.cells import DATE_FORMATS
from tollbook.sources.datasets.forms import Form, make_form
from tollbook.sources.datasets.profiles import MAPPED, PROFILES, listed
from tollbook.sources.extracted import shown
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import list_theatres
from tollbook.vocab.toml_lines import did_you_mean

MAX_BYTES = 200_000
VERSION = 1
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAMES_KEYS = frozenset({"column", "values", "id"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mapped:
    """A sound mapping: its form, the columns that it ignores, and how its file is cut into cells."""

    form: Form
    delimiter: str | None = None

    def form_for(self, columns: Iterable[str]) -> Form:
        """Return the form for a file with these columns.

        Raises DatasetError where a mapped column is not in the file, or one of the file is neither mapped nor ignored.
        """
        met = list(columns)
        lowered = {column.lower() for column in met}
        missing = [column for column in self.form.columns if column.lower() not in lowered]
        if missing:
            nearest = get_close_matches(missing[0], met, n=1)
            do = f"did you mean {nearest[0]!r}?" if nearest else "correct the mapping"
            raise DatasetError(f"no column {missing[0]!r}: the file has {listed(met)}", where=self.form.title, expected=missing[0], do=do)
        known = {column.lower() for column in (*self.form.columns, *self.form.ignored)}
        unmapped = [column for column in met if column and column.lower() not in known]
        if unmapped:
            do = f"map it, or add ignore = {_toml_list(unmapped)} to the mapping"
            raise DatasetError(f"columns that the mapping does not name: {listed(unmapped)}", where=self.form.title, do=do)
        return self.form


def load_mapping(path: str | Path) -> Mapped:
    """Return the mapping of a TOML file. Raises DatasetError with every fault that it has."""
    where = shown(str(path))
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise DatasetError(f"a mapping that can't be read: {(error.strerror or str(error)).lower()}", where=where) from error
    if len(raw) > MAX_BYTES:
        raise DatasetError(f"a mapping of {len(raw):,} bytes", where=where, expected=f"at most {MAX_BYTES:,}")
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, and whole numbers of over 4,300 digits
        raise DatasetError(f"a mapping that is no TOML: {error}", where=where, do="see docs/datasets.md for an example") from error
    return mapping_of(table, where=where)


def mapping_of(table: Mapping[str, Any], *, where: str = "the mapping") -> Mapped:
    """Return the mapping that a table holds. Raises DatasetError with every fault that it has."""
    faults = list(_faults(table))
    if faults:
        more = f" (and {len(faults) - 1} more: {'; '.join(faults[1:4])})" if len(faults) > 1 else ""
        raise DatasetError(f"{faults[0]}{more}", where=where, do="see docs/datasets.md for the keys")
    return Mapped(form=make_form(_form_table(table)), delimiter=table.get("delimiter"))


def _schema(part: str) -> dict[str, dict[str, Any]]:
    keys: dict[str, dict[str, Any]] = load_table("datasets/mapping")[part]
    return keys


# ---- faults


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    figures = table.get("figure", [])
    if not isinstance(figures, list) or not all(isinstance(figure, dict) for figure in figures):
        yield "figure: expected tables, [[figure]]"
        return
    of_keys = list(_key_faults(table, {**_schema("file"), **_schema("figure"), "figure": {"takes": "tables"}}, ""))
    for number, figure in enumerate(figures, 1):
        of_keys += _key_faults(figure, _schema("figure"), f"figure {number}: ")
    yield from of_keys
    if of_keys:
        # What the values mean is looked at only where each is of its kind.
        return
    yield from _file_faults(table)
    for number, figure in enumerate(figures or [{}], 1):
        yield from _figure_faults({**table, **figure}, f"figure {number}: " if figures else "")


def _key_faults(table: Mapping[str, Any], schema: Mapping[str, Mapping[str, Any]], where: str) -> Iterator[str]:
    for key, value in table.items():
        if key not in schema:
            yield f"{where}unknown key {key!r}{did_you_mean(key, schema)}"
        elif not _is_kind(value, schema[key]["takes"]):
            yield f"{where}{key}: {value!r} is no {schema[key]['takes']}; it is {schema[key].get('means', 'a table')}"
    for key, row in schema.items():
        if row.get("required") and key not in table:
            yield f"{where}no {key}: {row['means']}"


def _is_kind(value: Any, kind: str) -> bool:
    if kind in ("text", "column"):
        return isinstance(value, str) and bool(value.strip())
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "texts":
        return _is_texts(value)
    if kind == "day":
        return isinstance(value, str) or (isinstance(value, date) and not isinstance(value, datetime))
    if kind == "category":
        return isinstance(value, str) or _is_texts(value) or _is_naming(value, lists=True)
    if kind == "names":
        return isinstance(value, str) or _is_naming(value, lists=False)
    return isinstance(value, list)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)


def _is_naming(value: Any, *, lists: bool) -> bool:
    if not isinstance(value, dict) or not _NAMES_KEYS.issuperset(value) or not isinstance(value.get("column"), str):
        return False
    values = value.get("values", {})
    return isinstance(values, dict) and all(isinstance(entry, str) or (lists and _is_texts(entry)) for entry in values.values())


def _file_faults(table: Mapping[str, Any]) -> Iterator[str]:
    words = load_table("datasets/mapping")
    name = table.get("name", "")
    if isinstance(name, str) and name and (not _NAME.fullmatch(name) or name in PROFILES):
        yield f"name: {name!r} is no name, or that of a profile; expected lower-case letters, digits and hyphens"
    yield from _choice(table, "kind", words["kinds"])
    yield from _choice(table, "theatre", list_theatres())
    for form in table.get("dates", []):
        yield from _choice({"dates": form}, "dates", DATE_FORMATS)
    if len(str(table.get("delimiter", ","))) != 1:
        yield f"delimiter: {table['delimiter']!r} is no single character"
    if "date" not in table and "end" not in table:
        yield "no date: the column of the day, or of the last day"
    if "date" in table and "end" in table:
        yield "date and end: expected one of them"


def _figure_faults(figure: Mapping[str, Any], where: str) -> Iterator[str]:
    words = load_table("datasets/mapping")
    if not any(key in figure for key in ("value", "low", "high")):
        yield f"{where}no value: the column of the number"
    for key in ("force", "source"):
        if key not in figure:
            yield f"{where}no {key}: {_schema('figure')[key]['means']}"
    yield from (f"{where}{fault}" for fault in _choice(figure, "unit", words["units"]))
    for key, allowed in (("outcome", words["outcomes"]), ("hedge", words["hedges"])):
        for value in _all_values(figure.get(key)):
            yield from (f"{where}{fault}" for fault in _choice({key: value}, key, allowed))
    if isinstance(figure.get("hedge"), dict) and not figure["hedge"].get("values"):
        yield f"{where}hedge: a column needs values, from its words to: {', '.join(words['hedges'])}"
    yield from (f"{where}{fault}" for fault in _category_faults(figure))


def _category_faults(figure: Mapping[str, Any]) -> Iterator[str]:
    given = figure.get("category")
    if given is None:
        yield f"no category: {_schema('figure')['category']['means']}"
        return
    if isinstance(given, dict) and not given.get("values"):
        yield "category: a column needs values, from its words to categories"
    for entry in _all_values(given):
        for category in [entry] if isinstance(entry, str) else entry:
            yield from _choice({"category": category}, "category", units_of())
        if "unit" not in figure and _unit(entry) is None:
            yield f"category: {entry!r} is counted in different units; expected unit = ..."


def _all_values(given: Any) -> list[Any]:
    """Return what a key can come to: its own value, or those of its column."""
    if isinstance(given, dict):
        return [*given.get("values", {}).values(), *([given["id"]] if "id" in given else [])]
    return [] if given is None else [given]


def _choice(table: Mapping[str, Any], key: str, allowed: Iterable[str]) -> Iterator[str]:
    value, allowed = table.get(key), list(allowed)
    if isinstance(value, str) and value not in allowed:
        yield f"{key}: {value!r} is not known{did_you_mean(value, allowed) or f'; expected one of: {listed(allowed)}'}"


def units_of() -> dict[str, str]:
    """Return the unit of every category."""
    materiel = {row["id"]: row["unit"] for row in load_table("materiel")["category"]}
    return {**dict.fromkeys(load_table("datasets/mapping")["people"], "person"), **materiel}


def _unit(entry: str | list[str]) -> str | None:
    units = {units_of().get(category, "") for category in ([entry] if isinstance(entry, str) else entry)}
    return units.pop() if len(units) == 1 else None


def _toml_list(columns: list[str]) -> str:
    return "[" + ", ".join(f'"{column}"' for column in columns[:12]) + "]"


# ---- the form of a sound mapping


def _form_table(table: Mapping[str, Any]) -> dict[str, Any]:
    figures = table.get("figure") or [{}]
    end = table.get("date") or table["end"]
    start = table.get("start")
    time = {"kind": table["kind"], "end_column": end}
    if isinstance(start, str):
        time["start_column"] = start
    elif start is not None:
        time["start"] = start
    elif table["kind"] == "flow":
        time["start_column"] = end
    shown_columns = _shown(table, figures, time)
    return {
        "profile": f"{MAPPED}.{table['name']}",
        "version": VERSION,
        "id": "mapped",
        "title": table["name"],
        "about": "a table with a mapping",
        "theatre": table.get("theatre"),
        "needs": [],
        "key": table.get("key") or [column for column in shown_columns if column != table.get("url")],
        "shown": shown_columns,
        "figure": [_figure_table({**table, **figure}) for figure in figures],
        "time": time,
        "force": {},
        "source": {},
        "place_columns": [table["place"]] if "place" in table else [],
        "url_column": table.get("url"),
        "ignored": dict.fromkeys(table.get("ignore", []), "ignored by the mapping"),
        "dates": table.get("dates", ["iso"]),
        "thousands": table.get("thousands", False),
    }


def _shown(table: Mapping[str, Any], figures: list[dict[str, Any]], time: Mapping[str, Any]) -> list[str]:
    columns = [time.get("start_column"), time["end_column"]]
    for key in ("force", "source", "category", "population", "outcome"):
        columns += [_column_of({**table, **figure}.get(key)) for figure in figures]
    columns += [table.get("place"), table.get("url"), *table.get("key", [])]
    return list(dict.fromkeys(column for column in columns if column is not None))


def _column_of(given: Any) -> str | None:
    column: str | None = given.get("column") if isinstance(given, dict) else None
    return column


def _figure_table(given: Mapping[str, Any]) -> dict[str, Any]:
    row = {key: given[key] for key in ("value", "low", "high", "decimals") if key in given}
    row["id"] = given.get("value") or given.get("low") or given["high"]
    row["force"], row["source"] = _naming_table(given["force"]), _naming_table(given["source"])
    category = given["category"]
    if isinstance(category, dict):
        row["kind_column"] = category["column"]
        row["kinds"] = {word: _what_table(given, entry) for word, entry in category["values"].items()}
    else:
        row["what"] = _what_table(given, category)
    for key in ("population", "outcome"):
        if isinstance(given.get(key), dict):
            row[f"{key}_from"] = _naming_table(given[key])
    hedge = given.get("hedge")
    if isinstance(hedge, dict):
        row["hedge_column"], row["hedges"] = hedge["column"], hedge["values"]
    elif hedge is not None:
        row["hedge"] = hedge
    return row


def _naming_table(given: str | Mapping[str, Any]) -> dict[str, Any]:
    return {"id": given} if isinstance(given, str) else dict(given)


def _what_table(given: Mapping[str, Any], entry: str | list[str]) -> dict[str, Any]:
    what: dict[str, Any] = {"categories": [entry] if isinstance(entry, str) else entry, "unit": given.get("unit") or _unit(entry)}
    for key in ("term", "population", "outcome"):
        if isinstance(given.get(key), str):
            what[key] = given[key]
    return what
