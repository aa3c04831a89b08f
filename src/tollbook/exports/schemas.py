"""What an export's columns are to other programs: a table schema of Frictionless, a JSON Schema, the descriptor of a data package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tollbook.exports.columns import Column, Kind, column_table, columns_of, profiles, schema_version

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_JSON_KINDS: Mapping[Kind, Mapping[str, Any]] = {
    "string": {"type": ["string", "null"]},
    "number": {"type": ["number", "null"]},
    "integer": {"type": ["integer", "null"]},
    "date": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "datetime": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file of a data package that was written: its size in bytes, its SHA-256 (64 hex digits), the number of its rows."""

    profile: str
    path: str
    size: int
    sha256: str
    rows: int


def json_schema(profile: str) -> dict[str, Any]:
    """Return the JSON Schema of a profile's JSON: an array of rows. A row may gain columns, so that more of them are no fault."""
    columns = columns_of(profile)
    return {
        "$schema": JSON_SCHEMA,
        "title": f"tollbook export --profile {profile} --format json",
        "description": f"{profiles()[profile].about}. Version {schema_version()} of the columns; additive only.",
        "type": "array",
        "items": {
            "type": "object",
            "required": [column.name for column in columns],
            "properties": {column.name: {**_JSON_KINDS[column.kind], "description": column.meaning} for column in columns},
        },
    }


def table_schema(profile: str, *, unique: bool) -> dict[str, Any]:
    """Return the table schema of a profile's CSV. `unique`: no two rows have the same key."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns_of(profile)], "missingValues": [""]}
    if unique:
        schema["primaryKey"] = column_table(profile)["key"]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.meaning}
    if column.example:
        field["example"] = column.example
    if column.kind == "datetime":
        field["format"] = "any"
    return field


def package(
    resources: Sequence[Resource], *, created: str, ledger: Mapping[str, Any], unique: bool, license_name: str | None = None
) -> dict[str, Any]:
    """Return the descriptor of a data package; `ledger` says which ledger it is of, and how long its log was."""
    licensed = {} if license_name is None else {"licenses": [{"name": license_name}]}
    return {
        "$schema": PACKAGE_PROFILE,
        "name": "tollbook-claims",
        "title": "War-loss claims",
        "description": "What texts say that sources claim of losses, strength and ground. A claim is no fact.",
        "version": f"{schema_version()}.0.0",
        "created": created,
        **licensed,
        "tollbook": {"schema_version": schema_version(), **ledger},
        "resources": [_resource(resource, unique=unique) for resource in resources],
    }


def _resource(resource: Resource, *, unique: bool) -> dict[str, Any]:
    return {
        "name": resource.profile,
        "title": column_table(resource.profile)["title"],
        "path": resource.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.size,
        "hash": f"sha256:{resource.sha256}",
        "rows": resource.rows,
        "schema": table_schema(resource.profile, unique=unique),
    }
