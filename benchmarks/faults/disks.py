"""Disks that are full or read-only: a small file system in memory where one can be mounted, else a limit on the size of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

BOUND = (sys.executable, "-m", "benchmarks.faults.bound")
_BALLAST = "ballast"
_BLOCK = 4_096


@dataclass(slots=True, kw_only=True)
class Disk:
    """A disk of a test. `prefix` is what a command has to be started with, so that the disk is as full to it as it was made."""

    folder: Path
    is_mounted: bool
    prefix: list[str] = field(default_factory=list)

    @property
    def how(self) -> str:
        """What the disk is, in words."""
        return "a small file system in memory" if self.is_mounted else "a limit on the size of a process's files, as nothing was mounted"

    def fill(self, *, leaving: int) -> None:
        """Let no more than so many bytes find room."""
        if not self.is_mounted:
            self.prefix = [*BOUND, "--bytes", str(leaving), "--"]
            return
        free = shutil.disk_usage(self.folder).free
        # A server on the disk may take the room meanwhile: then it is full as well.
        with (self.folder / _BALLAST).open("ab", buffering=0) as ballast, suppress(OSError):
            ballast.write(bytes(max(0, free - leaving) // _BLOCK * _BLOCK))

    def free(self) -> None:
        """Let everything find room again."""
        self.prefix = []
        (self.folder / _BALLAST).unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, *, megabytes: int, mounts: bool = True) -> Iterator[Disk]:
    """Give a disk of this size at a new folder: mounted where `mounts` and the system let it be, else by a limit."""
    folder.mkdir()
    is_mounted = mounts and _mounted(folder, megabytes)
    try:
        yield Disk(folder=folder, is_mounted=is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mounted(folder: Path, megabytes: int) -> bool:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tollbook-faults", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def read_only(folder: Path) -> Iterator[Sequence[str]]:
    """Take the right to write away from a folder and the files in it; give what a command has to be started with."""
    kept = {path: path.stat().st_mode for path in (folder, *folder.iterdir())}
    for path, mode in kept.items():
        path.chmod(mode & ~0o222)
    try:
        yield [*BOUND, "--rights", "--"]
    finally:
        for path, mode in kept.items():
            path.chmod(mode)
