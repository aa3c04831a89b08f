"""Files that Spark reaches through its own file systems (s3a://, hdfs://, file://): list them, and keep an output there.

Every call goes through the driver's Java machine, so nothing here runs in a task.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from tollbook.core.errors import CorpusError
from tollbook.scale.output import MANIFEST, SHARDS, Summary, manifest_from, summary_from
from tollbook.scale.shards import CONTAINERS, Shard, container_kind, make_shard

LARGEST = 2_000_000_000
"""Bytes of the largest file that Spark hands to a task as a whole: the size of an array in Java."""


_NEEDS = "docs/corpus.md names what a file system needs"


def is_remote(place: str) -> bool:
    """Tell whether a place is an address of a file system.

    >>> is_remote("s3://news/2024"), is_remote("news/2024")
    (True, False)
    """
    return "://" in place


def spark_address(place: str) -> str:
    """Return an address as Spark's file systems name it: what others call s3:// is Hadoop's s3a://."""
    return f"s3a://{place.removeprefix('s3://')}" if place.startswith("s3://") else place


class FileSystem:
    """The file system of an address, by the driver's Java machine."""

    def __init__(self, session: Any, place: str) -> None:
        self._java = session.sparkContext._jvm
        self._configuration = session.sparkContext._jsc.hadoopConfiguration()
        self.place = spark_address(place)
        with self._reached():
            self._files = self.path("").getFileSystem(self._configuration)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Tell an error of Java as one of the file system, without its traces."""
        try:
            yield
        except _java_error() as error:
            reason = str(getattr(error, "java_exception", error)).partition("\n")[0]
            raise CorpusError(f"can't be reached: {reason}", where=self.place, do=_NEEDS) from error

    def path(self, name: str) -> Any:
        """Return the path of a name below the address."""
        return self._java.org.apache.hadoop.fs.Path(f"{self.place.rstrip('/')}/{name}" if name else self.place)

    def address(self) -> str:
        """Return the address in the form in which `walk` gives those below it."""
        with self._reached():
            return str(self._files.makeQualified(self.path("")).toString())

    def walk(self) -> Iterator[tuple[str, int]]:
        """Yield the address and the size of every file below, or of the file itself. Raises CorpusError."""
        with self._reached():
            found = self._files.listFiles(self.path(""), True)
            while found.hasNext():
                status = found.next()
                yield status.getPath().toString(), int(status.getLen())

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder; none where it is not there. Raises CorpusError."""
        path = self.path(folder)
        with self._reached():
            if not self._files.exists(path):
                return []
            return sorted(status.getPath().getName() for status in self._files.listStatus(path))

    def read(self, name: str) -> bytes | None:
        """Return the content of a small file, None where it is not there. Raises CorpusError."""
        path = self.path(name)
        with self._reached():
            if not self._files.exists(path):
                return None
            stream = self._files.open(path)
            try:
                return bytes(self._java.org.apache.commons.io.IOUtils.toByteArray(stream))
            finally:
                stream.close()

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside its name and rename it. Raises CorpusError."""
        folder, _, last = name.rpartition("/")
        temporary = self.path(f"{folder}/.{last}.{uuid.uuid4().hex}.tmp" if folder else f".{last}.{uuid.uuid4().hex}.tmp")
        wanted = self.path(name)
        with self._reached():
            stream = self._files.create(temporary, True)
            stream.write(bytearray(content))
            stream.close()
            if self._files.exists(wanted):
                self._files.delete(wanted, False)
            # Some file systems only say so when they can't.
            if not self._files.rename(temporary, wanted):
                raise CorpusError(f"can't write {name}: it can't be renamed to its name", where=self.place, do=_NEEDS)

    def delete(self, name: str) -> None:
        """Delete a file. Raises CorpusError."""
        with self._reached():
            self._files.delete(self.path(name), False)


class RemoteOutput:
    """An output on one of Spark's file systems."""

    def __init__(self, session: Any, place: str) -> None:
        self._files = FileSystem(session, place)

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return self._files.place

    def address(self) -> str:
        """Where it is, as files below it are told."""
        return self._files.address()

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files, in their order, each as a whole or not at all."""
        for name, content in files.items():
            self._files.write(name, content)

    def done(self) -> dict[str, Summary]:
        """Return the shards that are there, by name."""
        names = [name for name in self._files.names(SHARDS) if name.endswith(".json") and not name.startswith(".")]
        return {name.removesuffix(".json"): summary_from(self._content(f"{SHARDS}/{name}"), where=f"{self.place}/{name}") for name in names}

    def _content(self, name: str) -> bytes:
        return self._files.read(name) or b""

    def clean(self) -> None:
        """Remove what an earlier run left half-written."""
        for folder in self._files.names(""):
            for name in self._files.names(folder) if "." not in folder else ():
                if name.startswith(".") and name.endswith(".tmp"):
                    self._files.delete(f"{folder}/{name}")

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest, None where there is none."""
        content = self._files.read(MANIFEST)
        return None if content is None else manifest_from(content, where=f"{self.place}/{MANIFEST}")

    def is_empty(self) -> bool:
        """Tell whether nothing is there."""
        return not self._files.names("")


def plan_remote(session: Any, places: Iterable[str], *, output: str) -> list[Shard]:
    """Return a shard for each file that holds many documents. Raises CorpusError for none, and for one that is too large.

    What lies below the address `output` is no input.
    """
    shards: dict[str, Shard] = {}
    for place in places:
        for address, size in FileSystem(session, place).walk():
            kind = container_kind(address)
            if kind is None or any(part.startswith((".", "_")) for part in address.rsplit("/", 1)[1:]):
                continue
            if address.startswith(f"{output.rstrip('/')}/"):
                continue
            if size > LARGEST:
                do = "split it, or mount it and give its path"
                raise CorpusError(f"a file of {size:,} bytes", where=address, expected=f"at most {LARGEST:,}", do=do)
            shard = make_shard(kind, address, size=size)
            shards[shard.name] = shard
    if not shards:
        do = "single texts are read from folders of this machine"
        raise CorpusError("no document in the inputs", expected=", ".join(CONTAINERS), do=do)
    return [shards[name] for name in sorted(shards)]


def _java_error() -> type[Exception]:
    # It comes with Spark and has no types: mypy would not follow a plain import.
    found: type[Exception] = import_module("py4j.protocol").Py4JJavaError
    return found
