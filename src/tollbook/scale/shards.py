"""Cut inputs into shards: the units of work of a run, each with a name that depends on what it holds and on nothing else.

It lists folders and asks for sizes; it reads no document.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from tollbook.core.errors import CorpusError
from tollbook.sources.media import SUFFIXES

Kind = Literal["texts", "lines", "csv", "parquet", "warc", "zip"]

CONTAINERS: Mapping[str, Kind] = {
    ".jsonl": "lines", ".ndjson": "lines", ".jsonl.gz": "lines", ".ndjson.gz": "lines", ".csv": "csv", ".csv.gz": "csv",
    ".parquet": "parquet", ".warc": "warc", ".warc.gz": "warc", ".zip": "zip",
}  # fmt: skip
"""Files that hold many documents, by the end of their names."""
_WHOLE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardSizes:
    """How much one shard holds: files of a folder or an archive, bytes of JSON lines, rows of Parquet."""

    files: int = 500
    line_bytes: int = 8_000_000
    rows: int = 5_000


DEFAULT_SIZES = ShardSizes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A part of the inputs. `members` are files below `place` or in the archive there; `start` and `end` bytes or rows, end -1 for all."""

    name: str
    kind: Kind
    place: str
    members: tuple[str, ...] = ()
    start: int = 0
    end: int = _WHOLE

    def as_dict(self) -> dict[str, Any]:
        """Return the shard as JSON values."""
        return {
            "name": self.name,
            "kind": self.kind,
            "place": self.place,
            "members": list(self.members),
            "start": self.start,
            "end": self.end,
        }


def shard_from(values: Mapping[str, Any]) -> Shard:
    """Return the shard that `as_dict` made JSON values of."""
    return Shard(**{**values, "members": tuple(values["members"])})


def plan_shards(places: Iterable[str], *, sizes: ShardSizes = DEFAULT_SIZES, output: str | None = None) -> list[Shard]:
    """Return the shards of files and folders on this machine, by name. Raises CorpusError for a place that is not there.

    What lies in the folder `output` is no input, also where a folder around it is.
    """
    own = None if output is None else Path(output).resolve()
    shards: dict[str, Shard] = {}
    for place in places:
        path = Path(place)
        if not path.exists():
            raise CorpusError("no such file or folder", where=place, expected="files or folders of documents", do="check the name")
        for shard in _of_folder(path, sizes, own) if path.is_dir() else _of_file(path, sizes):
            shards[shard.name] = shard
    if not shards:
        raise CorpusError("no document in the inputs", expected=f"texts, or {', '.join(CONTAINERS)}", do="check the folder")
    return [shards[name] for name in sorted(shards)]


def container_kind(name: str) -> Kind | None:
    """Return how a file of this name holds many documents, None where it is one document.

    >>> container_kind("CC-NEWS-2024.warc.gz"), container_kind("report.txt")
    ('warc', None)
    """
    lowered = name.lower()
    return next((kind for ending, kind in CONTAINERS.items() if lowered.endswith(ending)), None)


def make_shard(kind: Kind, place: str, *, size: int, members: Sequence[str] = (), start: int = 0, end: int = _WHOLE) -> Shard:
    """Return a shard, named by its file and by a hash of what it is: another size of the file is another shard."""
    identity = json.dumps([kind, place, size, list(members), start, end], ensure_ascii=True)
    digest = hashlib.sha256(identity.encode("ascii")).hexdigest()[:12]
    stem = re.sub(r"[^A-Za-z0-9]+", "-", Path(place).name)[:60].strip("-") or "root"
    return Shard(name=f"{stem}-{max(start, 0):012d}-{digest}", kind=kind, place=place, members=tuple(members), start=start, end=end)


def _of_folder(folder: Path, sizes: ShardSizes, output: Path | None) -> Iterator[Shard]:
    texts: list[Path] = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or not path.is_file():
            continue
        if output is not None and path.resolve().is_relative_to(output):
            continue
        if container_kind(path.name) is not None:
            yield from _of_file(path, sizes)
        elif path.suffix.lstrip(".").lower() in SUFFIXES:
            texts.append(path)
    yield from _of_texts(folder, texts, sizes)


def _of_texts(folder: Path, texts: Sequence[Path], sizes: ShardSizes) -> Iterator[Shard]:
    for first in range(0, len(texts), sizes.files):
        group = texts[first : first + sizes.files]
        members = [str(path.relative_to(folder)) for path in group]
        yield make_shard("texts", str(folder.resolve()), size=sum(path.stat().st_size for path in group), members=members, start=first)


def _of_file(path: Path, sizes: ShardSizes) -> Iterator[Shard]:
    kind, place, size = container_kind(path.name), str(path.resolve()), path.stat().st_size
    if kind is None:
        yield make_shard("texts", str(path.resolve().parent), size=size, members=[path.name])
    elif kind == "lines" and not path.name.lower().endswith(".gz"):
        for start in range(0, max(size, 1), sizes.line_bytes):
            yield make_shard(kind, place, size=size, start=start, end=start + sizes.line_bytes)
    elif kind == "parquet":
        rows = _parquet_rows(path)
        for start in range(0, max(rows, 1), sizes.rows):
            yield make_shard(kind, place, size=size, start=start, end=start + sizes.rows)
    elif kind == "zip":
        members = _zip_members(path)
        for first in range(0, max(len(members), 1), sizes.files):
            yield make_shard(kind, place, size=size, members=members[first : first + sizes.files], start=first)
    else:
        yield make_shard(kind, place, size=size)


def _parquet_rows(path: Path) -> int:
    """Return how many rows a file has; 0 for one that can't be read, whose shard then says so."""
    import duckdb

    try:
        found = duckdb.connect().execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    except duckdb.Error:
        return 0
    return 0 if found is None or found[0] is None else int(found[0])


def _zip_members(path: Path) -> list[str]:
    """Return the documents of an archive; none for one that can't be read, whose shard then says so."""
    try:
        with ZipFile(path) as archive:
            # A damaged archive names a member by nothing at all, at which `is_dir` fails.
            names = [entry.filename for entry in archive.infolist() if not entry.filename.endswith("/")]
    except (BadZipFile, OSError, NotImplementedError, UnicodeDecodeError):
        return []
    return sorted(name for name in names if Path(name).suffix.lstrip(".").lower() in SUFFIXES and not Path(name).name.startswith("."))
