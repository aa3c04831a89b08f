"""Start a command none of whose files may grow over so many bytes, or whose rights bind it although it runs as root.

python -m benchmarks.faults.bound [--bytes N] [--rights] -- COMMAND ...
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource

_DROP_CAPABILITY = 24  # PR_CAPBSET_DROP of prctl(2)
_OVERRIDES = (1, 3)
"""CAP_DAC_OVERRIDE and CAP_FOWNER: what lets root write where rights forbid it. It may read still, or it would reach no server's socket."""


def bind_to_rights() -> None:
    """Let rights count for whatever root starts from here. Raises OSError where the system refuses that."""
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None, use_errno=True)
    for capability in _OVERRIDES:
        if system.prctl(_DROP_CAPABILITY, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "root can't be bound to the rights of files here")


def main() -> None:
    """Bind, then become the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int)
    parser.add_argument("--rights", action="store_true")
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    if given.bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (given.bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    if given.rights:
        bind_to_rights()
    os.execvp(given.command[0], given.command)


if __name__ == "__main__":
    main()
