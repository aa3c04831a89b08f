"""Let atheris choose the inputs of a target by what they reach: python -m fuzz.coverage TARGET [libFuzzer options]

    pip install atheris
    python -m fuzz.coverage query -max_total_time=600

The target's seeds are what it begins with, and what is found is kept in `fuzz/found` for `python -m fuzz --replay`. atheris is in no lock
file: it has no wheels for every Python that Tollbook runs on. Without it, this says so and ends with 2.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from fuzz.mutations import LONGEST

FOUND = Path(__file__).parent / "found"


def main() -> int:
    """Fuzz the target that is named until something is found or the options end it."""
    try:
        import atheris
    except ModuleNotFoundError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    # Nothing of Tollbook is imported before: what is imported here is what is watched, and the seeds import what is imported late.
    with atheris.instrument_imports(include=["tollbook"]):
        from fuzz.target import scratch
        from fuzz.targets import TARGETS

        if name not in TARGETS:
            print(f"no target {name!r}; one of: {', '.join(TARGETS)}", file=sys.stderr)
            return 2
        target = TARGETS[name]
        seeds = scratch() / "seeds"
        seeds.mkdir()
        for nth, seed in enumerate(target.seeds()):
            run(target.run, seed)
            (seeds / str(nth)).write_bytes(seed)
    FOUND.mkdir(exist_ok=True)
    kept = f"-artifact_prefix={FOUND}/{name.replace(' ', '_')}-"
    longest = max(LONGEST, target.longest)
    options = [sys.argv[0], f"-max_len={longest}", kept, *sys.argv[2:], str(seeds)]
    atheris.Setup(options, lambda content: run(target.run, content))
    atheris.Fuzz()
    return 0


def run(target: Callable[[bytes], None], content: bytes) -> None:
    """Feed one input; an error of Tollbook's is an answer."""
    from tollbook.core.errors import TollbookError

    try:
        target(content)
    except TollbookError:
        return


if __name__ == "__main__":
    sys.exit(main())
