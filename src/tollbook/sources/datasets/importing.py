"""Read the rows of an existing data set, one by one, whatever its size. It stores nothing and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from tollbook.core.errors import EmptyInput, UsageError
from tollbook.core.rows import Origin, RejectedRow, Row
from tollbook.sources.datasets.claims import Plan, read_record
from tollbook.sources.datasets.layout import match_columns
from tollbook.sources.datasets.mapping import Mapped, load_mapping
from tollbook.sources.datasets.own import OWN, read_own
from tollbook.sources.datasets.profiles import MAPPED, check_profile, find_form
from tollbook.sources.datasets.records import Record, Table, open_table
from tollbook.sources.extracted import shown


def read_rows(
    path: str | Path, *, profile: str, mapping: str | Path | None = None, as_of: date | None = None
) -> Iterator[Row | RejectedRow]:
    """Return the rows of a data set's file. A broken row is a RejectedRow with its reason, and the rest goes on.

    `profile` is one of PROFILES; `mapping` names the columns of a table for the profile "csv"; `as_of` is the day of totals
    whose file states none. The file is examined before the first row: raises UsageError, DatasetError, EmptyInput,
    UnreadableInput and InputTooLarge at once.
    """
    check_profile(profile)
    mapped = _mapping(profile, mapping)
    table = open_table(path, delimiter=None if mapped is None else mapped.delimiter)
    first = next(table.records, None)
    if first is None:
        raise EmptyInput("a table without rows", where=shown(str(path)), expected="rows under the header", do="check the file")
    form = find_form(profile, table.columns, name=table.name, first=first.cells) if mapped is None else mapped.form_for(table.columns)
    if as_of is not None and not form.time.as_of:
        raise UsageError("a day for rows that state their own", where=shown(str(path)), expected="no day (as_of)", do="leave it out")
    plan = Plan(form=form, columns=match_columns(form, table.columns), as_of=as_of)
    return _rows(table, first, plan)


def _mapping(profile: str, mapping: str | Path | None) -> Mapped | None:
    if profile != MAPPED and mapping is not None:
        raise UsageError(f"a mapping with the profile {profile!r}", expected=f"a mapping with --profile {MAPPED} alone", do="leave one out")
    if profile == MAPPED and mapping is None:
        expected = "a TOML file that names the columns"
        raise UsageError(f"the profile {MAPPED!r} without a mapping", expected=expected, do="give --mapping FILE")
    return None if mapping is None else load_mapping(mapping)


def _rows(table: Table, first: Record, plan: Plan) -> Iterator[Row | RejectedRow]:
    for record in chain([first], table.records):
        origin = Origin(file=table.name, sha256=table.sha256, row=record.row)
        yield read_own(record, plan.form, origin) if plan.form.profile == OWN else read_record(record, plan, origin)
