"""What a part is tried on: folders, a disk, a kind of database, a clock."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.disks import Disk, small_disk
from benchmarks.faults.outcomes import FaultName
from benchmarks.faults.places import Databases, Files, Places

KILLS_A_TRY = 4
MEGABYTES = {"SQLite": 12, "PostgreSQL": 400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every part gets: folders for its inputs and for what it writes, a disk, a kind of database, and how often to try."""

    folder: Path
    inputs: Path
    room: Path
    disk: Disk
    places: Places
    kind: str
    tries: int

    @property
    def clock(self) -> Path:
        """The file that says how wrong the clock is."""
        return self.folder / "clock"

    @property
    def how(self) -> str:
        """What a full disk is, in words."""
        is_said = self.kind == "PostgreSQL" and not self.disk.is_mounted
        return "a server that says in the middle of its work that its disk is full, as nothing was mounted" if is_said else self.disk.how

    def tries_of(self, fault: FaultName) -> int:
        """Return how often a fault comes: kills more often, as they hit at random moments."""
        return self.tries * (KILLS_A_TRY if fault == "kill -9" else 1)


@contextmanager
def bench(kind: str, tries: int, *, mounts: bool) -> Iterator[Bench]:
    """Give a bench in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tollbook-faults-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # where this is root, the server runs as another user
        disk = stack.enter_context(small_disk(folder / "disk", megabytes=MEGABYTES[kind], mounts=mounts))
        places: Places = Files()
        if kind == "PostgreSQL":
            places = databases = Databases(disk)
            stack.callback(databases.stop)
        inputs, room = folder / "inputs", disk.folder / "room"
        inputs.mkdir()
        room.mkdir()
        yield Bench(folder=folder, inputs=inputs, room=room, disk=disk, places=places, kind=kind, tries=tries)
