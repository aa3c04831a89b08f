"""The folder that a run fills: a file for each table and shard, and the manifest. The listing is the state: what is there is done.

Files are written beside their name, forced to the disk and renamed, the shard's own summary last; so a shard is there as a whole or not.
"""

from __future__ import annotations

import errno
import io
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from tollbook.core.errors import CorpusError
from tollbook.core.version import __version__
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard

MANIFEST = "manifest.json"
SHARDS = "shards"
FORMAT = 1
"""The form of an output. Another form is another number."""
_TEMPORARY = ".tmp"
_PROBE_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of one shard: documents read, documents kept, claims, judgements, tolls, and what was rejected."""

    name: str
    read: int = 0
    documents: int = 0
    claims: int = 0
    judgements: int = 0
    tolls: int = 0
    rejected: int = 0

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            name=self.name,
            read=self.read + other.read,
            documents=self.documents + other.documents,
            claims=self.claims + other.claims,
            judgements=self.judgements + other.judgements,
            tolls=self.tolls + other.tolls,
            rejected=self.rejected + other.rejected,
        )


def packed(tables: Mapping[str, Any], *, name: str, read: int) -> tuple[dict[str, bytes], Summary]:
    """Return a shard's Arrow tables as files by their place in the output, and its summary, which is the last of them."""
    from arro3.io import write_parquet

    files: dict[str, bytes] = {}
    for table, content in tables.items():
        written = io.BytesIO()
        # Into memory: at a full disk, the library panics.
        write_parquet(content, written, compression="zstd(3)", created_by="tollbook")
        files[f"{table}/{name}.parquet"] = written.getvalue()
    counts = {table: content.num_rows for table, content in tables.items()}
    summary = Summary(name=name, read=read, **counts)
    files[summary_place(name)] = json.dumps(asdict(summary)).encode("ascii")
    return files, summary


def summary_place(name: str) -> str:
    """Return where a shard's summary stands: what makes it count as done."""
    return f"{SHARDS}/{name}.json"


class Store(Protocol):
    """Where an output is kept: on this machine, or on what Spark can reach."""

    @property
    def place(self) -> str:
        """Where it is, for messages."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files, in their order, each as a whole or not at all."""

    def done(self) -> dict[str, Summary]:
        """Return the shards that are there, by name."""

    def clean(self) -> None:
        """Remove what an earlier run left half-written."""

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest, None where there is none."""

    def is_empty(self) -> bool:
        """Tell whether nothing is there."""


class Output:
    """An output folder on this machine, or on a file system that is mounted on every machine of a cluster."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return str(self.folder)

    def is_empty(self) -> bool:
        """Tell whether nothing is there."""
        return not self.folder.exists() or (self.folder.is_dir() and not any(self.folder.iterdir()))

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files, in their order. Raises CorpusError for a full disk, or a folder that can't be written."""
        for place, content in files.items():
            _write_whole(self.folder / place, content)

    def check(self) -> None:
        """Raise CorpusError where nothing can be written now: better before a shard is read than after."""
        probe = f"{SHARDS}/.{uuid.uuid4().hex}{_TEMPORARY}"
        self.put({probe: bytes(_PROBE_BYTES)})
        (self.folder / probe).unlink(missing_ok=True)

    def done(self) -> dict[str, Summary]:
        """Return the shards that are there, by name."""
        found = sorted((self.folder / SHARDS).glob("*.json"))
        return {path.stem: summary_from(path.read_bytes(), where=str(path)) for path in found}

    def find(self, name: str) -> Summary | None:
        """Return the summary of a shard that is there, None where it is not."""
        path = self.folder / summary_place(name)
        return summary_from(path.read_bytes(), where=str(path)) if path.exists() else None

    def files(self, table: str) -> list[Path]:
        """Return a table's files of the shards that are there, in the order of their names."""
        return [self.folder / table / f"{name}.parquet" for name in self.done()]

    def clean(self) -> None:
        """Remove what an earlier run left half-written."""
        for path in self.folder.glob(f"*/.*{_TEMPORARY}"):
            path.unlink(missing_ok=True)

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest, None where there is none. Raises CorpusError for a damaged one."""
        path = self.folder / MANIFEST
        if not path.exists():
            return None
        return manifest_from(path.read_bytes(), where=str(path))


def manifest_from(content: bytes, *, where: str) -> dict[str, Any]:
    """Return a manifest. Raises CorpusError for a damaged one."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CorpusError("a manifest that can't be read", where=where, do="choose another output folder") from error
    if not isinstance(found, dict) or not isinstance(found.get("shards"), list):
        raise CorpusError("a manifest that names no shards", where=where, do="choose another output folder")
    return found


def summary_from(content: bytes, *, where: str) -> Summary:
    """Return a shard's summary. Raises CorpusError for a damaged one."""
    do = "delete it and run again with --resume"
    try:
        found = Summary(**json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise CorpusError("a shard's summary that can't be read", where=where, do=do) from error
    name, *counts = asdict(found).values()
    if not isinstance(name, str) or not all(type(count) is int for count in counts):
        raise CorpusError("a shard's summary without its name or counts", where=where, do=do)
    return found


def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.parent / f".{path.name}.{uuid.uuid4().hex}{_TEMPORARY}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else (error.strerror or str(error)).lower()
        what = "make room" if full else "make it writable, or choose another -o"
        raise CorpusError(
            f"can't write: {why}", where=str(path.parent), do=f"{what}, then run again with --resume: what is done stays done"
        ) from error


def manifest_of(shards: Iterable[Shard], settings: Settings) -> dict[str, Any]:
    """Return what a run is: its form, its reader, its settings, and the names of its shards."""
    return {"format": FORMAT, "tollbook": __version__, "settings": settings.as_dict(), "shards": sorted(shard.name for shard in shards)}


def begin(output: Store, wanted: Mapping[str, Any], *, resume: bool) -> set[str]:
    """Write the manifest of a new run, or check that of an earlier one; return the names of the shards that are done.

    Raises CorpusError where the folder holds another run, or a run that isn't meant to go on.
    """
    there = output.manifest()
    where = output.place
    if there is None:
        if not output.is_empty():
            raise CorpusError(
                "a folder that holds something else", where=where, expected="an empty folder, or none", do="choose another -o"
            )
        output.put({MANIFEST: json.dumps(wanted, indent=1).encode("utf-8")})
        return set()
    if not resume:
        raise CorpusError("holds a run already", where=where, do="give --resume to go on with it, or choose another -o")
    differing = [name for name in ("format", "tollbook", "settings", "shards") if there.get(name) != wanted[name]]
    if differing:
        what = {"format": "form", "tollbook": "version of Tollbook", "settings": "settings", "shards": "inputs"}
        raise CorpusError(
            f"holds a run with other {' and '.join(what[name] for name in differing)}",
            where=where,
            expected="the command that began it",
            do="give the same inputs and options, or choose another -o",
        )
    output.clean()
    return set(output.done())


def read_rows(output: Output, table: str, *, columns: str = "*") -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, shard by shard; of `columns` alone where they are given. Raises CorpusError for a damaged file."""
    import duckdb

    for path in output.files(table):
        try:
            with duckdb.connect(config={"threads": 1}) as connection:
                # Row by row, as one shard can be larger than memory.
                rows = connection.execute(f"select {columns} from read_parquet(?)", [str(path)])
                names = [column[0] for column in rows.description or ()]
                while fetched := rows.fetchmany(200):
                    yield from (dict(zip(names, row, strict=True)) for row in fetched)
        except duckdb.Error as error:
            raise CorpusError(
                "a file that can't be read", where=str(path), do=f"delete {summary_place(path.stem)} and run again with --resume"
            ) from error
