"""Let atheris choose the inputs of a target by what they reach: python -m fuzz.coverage TARGET [libFuzzer options]

    pip install atheris
    python -m fuzz.coverage query -max_total_time=600

atheris is in no lock file: it has no wheels for every Python that Tollbook runs on. Without it, this says so and ends with 2.
"""

from __future__ import annotations

import sys

from fuzz.targets import TARGETS
from tollbook.core.errors import TollbookError


def main() -> int:
    """Fuzz the target that is named until something is found or the options end it."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        print(f"no target {name!r}; one of: {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    try:
        import atheris
    except ModuleNotFoundError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    target = TARGETS[name]
    for seed in target.seeds():  # what is imported late is imported now, to be instrumented
        run(target.run, seed)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda content: run(target.run, content))
    atheris.Fuzz()
    return 0


def run(target, content: bytes) -> None:  # type: ignore[no-untyped-def]
    """Feed one input; an error of Tollbook's is an answer."""
    try:
        target(content)
    except TollbookError:
        return


if __name__ == "__main__":
    sys.exit(main())
