"""The process that reads for a guard: orders come in on standard input, frames of rows go out on another stream.

It writes the number of the record at hand into shared memory, so that whoever watches knows which one it died of.
Run as `python -m tollbook.scale.guarded`; it is no program for people.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import struct
import sys
from typing import BinaryIO

import orjson

from tollbook.scale.reading import read_records
from tollbook.scale.settings import settings_from
from tollbook.scale.shards import shard_from
from tollbook.scale.warming import load_for, load_vocabularies

NUMBER = struct.Struct("<q")
LENGTH = struct.Struct("<Q")
OUT_OF_MEMORY = 66
"""The exit code of a process whose document took more memory than it may."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def limit_memory(megabytes: int) -> None:
    """Let this process have so much address space, where the system can hold it to that."""
    import resource

    limit = megabytes * 1_000_000
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def die_with_parent() -> None:
    """Ask the system to end this process with the one that started it, so that a hanging document outlives nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def serve(orders: BinaryIO, frames: BinaryIO, memory: mmap.mmap) -> None:
    """Read shards as ordered, until the orders end."""
    load_vocabularies()
    while line := orders.readline():
        order = json.loads(line)
        settings, shard = settings_from(order["settings"]), shard_from(order["shard"])
        load_for(shard, settings)
        limit_memory(settings.memory)
        refused = {int(number): (reason, kind) for number, (reason, kind) in order["refused"].items()}

        def begin(number: int) -> None:
            NUMBER.pack_into(memory, 0, number)

        for frame in read_records(shard, settings, first=order["first"], refused=refused, begin=begin):
            content = orjson.dumps(frame.as_dict())
            frames.write(LENGTH.pack(len(content)))
            frames.write(content)
            frames.flush()


def main() -> int:
    """Serve a guard; the shared memory is the file whose number is the one argument."""
    die_with_parent()
    memory = mmap.mmap(int(sys.argv[1]), NUMBER.size)
    frames = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the frames.
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, frames, memory)
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
