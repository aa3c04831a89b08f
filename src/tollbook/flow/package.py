"""Export a ledger as a data package: a folder with claims.csv, series.csv, citations, and a descriptor of their columns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tollbook.core.display import plain
from tollbook.core.errors import UsageError
from tollbook.exports.columns import profile_named
from tollbook.exports.files import check_free, complete, size_and_hash
from tollbook.exports.schemas import Resource, package
from tollbook.flow.export import Exported, Progress, Request, cite, export, notes_of
from tollbook.ledger.language import parse_query

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

TABLES = ("claims", "series")
CITATIONS = {"citations.bib": "bibtex", "citations.json": "csl-json"}
DESCRIPTOR = "datapackage.json"
STANDING = "standing"


def write_package(ledger: Ledger, request: Request, folder: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Exported:
    """Write a data package into a folder, which is made where there is none. The descriptor comes last: with it the package is whole.

    Raises UsageError where the folder can't be written, or holds one of the files already and `overwrite` is not asked for.
    """
    _make_folder(folder)
    for name in (*(f"{table}.csv" for table in TABLES), *CITATIONS, DESCRIPTOR):
        check_free(folder / name, overwrite=overwrite)
    # All files are of one state of the log, whatever is added meanwhile.
    notes = notes_of(ledger, request)
    asked = replace(request, as_known_on=int(notes["tollbook_ledger_size"]) if request.as_known_on is None else request.as_known_on)
    told, resources = Exported(), []
    for table in TABLES:
        resource, found = _table(ledger, replace(asked, profile=profile_named(table), format="csv"), folder, overwrite, progress)
        resources.append(resource)
        told = Exported(met=found.met, written=told.written + found.written, notes=[*told.notes, *found.notes])
    for name, kind in CITATIONS.items():
        with complete(folder / name, overwrite=overwrite) as stream:
            cite(ledger, asked, kind, stream)
    unique = parse_query(request.query).statuses == (STANDING,)
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    descriptor = package(resources, created=created, ledger=notes, unique=unique, license_name=request.license)
    with complete(folder / DESCRIPTOR, overwrite=overwrite) as stream:
        stream.write(json.dumps(descriptor, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    return told


def _table(ledger: Ledger, request: Request, folder: Path, overwrite: bool, progress: Progress | None) -> tuple[Resource, Exported]:
    name = request.profile.name
    path = folder / f"{name}.csv"
    with complete(path, overwrite=overwrite) as stream:
        told = export(ledger, request, stream, progress=progress)
    size, digest = size_and_hash(path)
    return Resource(profile=name, path=path.name, size=size, sha256=digest, rows=told.written), told


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"no folder can be made: {error.strerror}", where=plain(str(folder)), do="choose another -o") from error
