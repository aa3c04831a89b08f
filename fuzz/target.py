"""What a target of fuzzing is: it takes bytes, and may end well or with an error of Tollbook's; any other error is a fault, and so is a
broken law. It also gives its seeds: small sound inputs that mutations begin with.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path

from fuzz.mutations import LONGEST, mutated


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One reader: what it is called, what it does with an input, and what inputs begin with.

    `share` is how much of all inputs it gets beside the others: most of what others write is text, and what is slow gets less.
    `longest` is the most bytes of an input, and `in_place` keeps every byte where it is.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    share: int = 20
    longest: int = LONGEST
    in_place: bool = False

    def input_of(self, seeds: Sequence[bytes], number: int) -> bytes:
        """Return the input of a number; `seeds` are the target's own."""
        return mutated(seeds, number, salt=self.name, longest=self.longest, in_place=self.in_place)


class BrokenLaw(AssertionError):
    """A reader gave what it must never give."""


def text_of(content: bytes) -> str:
    """Return bytes as text, lone surrogates included: every text that can be is made of some bytes."""
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def seeds_of(*contents: bytes) -> Callable[[], list[bytes]]:
    """Return what gives seeds that are at hand."""
    return lambda: list(contents)


def scratch() -> Path:
    """Return this process's folder for inputs that have to be files, in memory where there is such a place. It goes with the process."""
    return _folder(os.getpid())


@lru_cache(maxsize=1)
def _folder(_: int) -> Path:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="tollbook-fuzz-", dir=memory if memory.is_dir() else None))
    # What `atexit` holds doesn't run in a worker; this runs in both.
    Finalize(None, shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}, exitpriority=1)
    return folder


def written(name: str, content: bytes) -> Path:
    """Write an input into the folder, and return its place."""
    path = scratch() / name
    path.write_bytes(content)
    return path
