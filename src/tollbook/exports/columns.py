"""The profiles of exports and their columns, as the vocabulary's tables name them. It writes nothing and knows no claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, get_args

from tollbook.core.errors import UsageError, VocabularyError
from tollbook.core.spreadsheets import Cell
from tollbook.vocab.tables import load_table

Kind = Literal["string", "number", "integer", "date", "datetime"]
Format = Literal["csv", "json", "jsonl", "parquet", "jsonld", "folder"]
Row = dict[str, Cell]
"""A row of a table: its cells by the names of their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what it holds, in words, with an example. `tag` is its hashtag of the Humanitarian Exchange Language, if it has one."""

    name: str
    kind: Kind
    meaning: str
    example: str
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What can be exported, in which formats: the first one is the default."""

    name: str
    about: str
    formats: tuple[Format, ...]


@cache
def profiles() -> Mapping[str, Profile]:
    """Return the profiles by their names."""
    rows = load_table("exports/index")["profile"]
    return {row["name"]: Profile(name=row["name"], about=row["about"], formats=tuple(row["formats"])) for row in rows}


def profile_named(name: str) -> Profile:
    """Return a profile. Raises UsageError for an unknown name, which lists them all."""
    known = profiles()
    if name in known:
        return known[name]
    nearest = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    do = f"did you mean {nearest[0]!r}?" if nearest else "`tollbook export --help` says what each is"
    raise UsageError(f"no profile named {name!r}", expected=f"one of: {', '.join(known)}", do=do)


def format_of(profile: Profile, name: str | None) -> Format:
    """Return the format that is asked for, the profile's first one by default. Raises UsageError for one that it can't have."""
    if name is None:
        return profile.formats[0]
    found: Format | None = next((known for known in profile.formats if known == name.lower()), None)
    if found is None:
        raise UsageError(f"{profile.name} can't be written as {name!r}", expected=f"one of: {', '.join(profile.formats)}")
    return found


def schema_version() -> int:
    """Return the version of all tables of columns: it grows when a column is added, and none is ever taken away."""
    version: int = load_table("exports/index")["version"]
    return version


def column_table(profile: str) -> Mapping[str, Any]:
    """Return the table of a profile's columns as it stands in the vocabulary; "hxl" has that of "claims"."""
    return load_table(f"exports/{'claims' if profile == 'hxl' else profile}")


@cache
def columns_of(profile: str) -> tuple[Column, ...]:
    """Return the columns of a profile in their order. Raises VocabularyError for a column of a kind that there is not."""
    columns = []
    for row in column_table(profile)["column"]:
        if row["type"] not in get_args(Kind):
            raise VocabularyError(
                f"a column of the type {row['type']!r}", where=f"exports/{profile}.toml", expected=", ".join(get_args(Kind))
            )
        columns.append(
            Column(name=row["name"], kind=row["type"], meaning=row["meaning"], example=row["example"], tag=row.get("tag")),
        )
    return tuple(columns)


def has_columns(profile: str) -> bool:
    """Tell whether a profile is a table."""
    return profiles()[profile].formats[0] == "csv"
