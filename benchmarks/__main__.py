"""Run the benchmarks: python -m benchmarks [speed|startup|linear|accuracy] [--data FOLDER] [--write-docs] [--no-peers]

Without a name it runs speed, startup and linear, and accuracy too where --data is given. It prints a table each; --write-docs writes the
tables into docs/speed.md and docs/evaluation.md as well, and wants all parts of a page measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import accuracy, linear, speed, startup
from benchmarks.report import ROOT, Section, as_markdown, as_text, machine, write_between_markers

SPEED_PAGE = ROOT / "docs" / "speed.md"
ACCURACY_PAGE = ROOT / "docs" / "evaluation.md"
# Start-up first: speed binds this process to one core, and its children with it.
OF_SPEED = ("startup", "speed", "linear")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*OF_SPEED, "accuracy", []], metavar="NAME", help="what to measure; all by default")
    parser.add_argument("--data", type=Path, help="folder of outside texts, for accuracy")
    parser.add_argument("--write-docs", action="store_true", help="write the tables into the docs")
    parser.add_argument("--no-peers", action="store_true", help="measure no other library")
    options = parser.parse_args()
    options.names = options.names or [*OF_SPEED, *(["accuracy"] if options.data else [])]
    if "accuracy" in options.names and options.data is None:
        parser.error("accuracy needs --data FOLDER, a folder of outside texts")
    if options.write_docs and 0 < len(set(options.names) & set(OF_SPEED)) < len(OF_SPEED):
        parser.error("--write-docs writes one table of speed, startup and linear: measure all three, or accuracy alone")
    return options


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed or something could not be measured."""
    options = _options()
    runs: dict[str, Callable[[], Section]] = {
        "startup": startup.measure,
        "speed": lambda: speed.measure(peers=not options.no_peers),
        "linear": linear.measure,
        "accuracy": lambda: accuracy.measure(options.data),
    }
    measured: dict[str, Section] = {}
    print(machine(), flush=True)
    for name in [name for name in runs if name in options.names]:
        try:
            measured[name] = runs[name]()
        except (OSError, RuntimeError) as error:
            print(f"\n{name} could not be measured: {error}", file=sys.stderr)
            return 1
        print(f"\n{as_text(measured[name])}", flush=True)
    if options.write_docs:
        _write(measured)
    return 0 if all(figure.reached is not False for section in measured.values() for figure in section.figures) else 1


def _write(measured: dict[str, Section]) -> None:
    of_speed = [measured[name] for name in ("speed", "startup", "linear") if name in measured]
    if of_speed:
        write_between_markers(SPEED_PAGE, "speed", as_markdown(of_speed, level=3))
    if "accuracy" in measured:
        write_between_markers(ACCURACY_PAGE, "accuracy", as_markdown([measured["accuracy"]], level=3))


if __name__ == "__main__":
    sys.exit(main())
