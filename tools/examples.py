"""Run the examples of the documentation, and write the outputs that it shows anew.

Two kinds of fenced block are run, in a scratch folder that holds the samples:

- ```python: the blocks of one page share their names, in order. A block with `>>>` is a doctest; any other has to run.
- ```console: each line that begins with `$ ` is a command; the lines below it are what it prints. A line `...` stands for any
  number of lines. Commands begin with one of `COMMANDS`. `<!-- exit code 2 -->` above a block states how its last command ends.

`<!-- not run: reason -->` above a block keeps it from being run: for set-up and network commands only.

    python -m tools.examples             run all, show what differs
    python -m tools.examples --rewrite   put the outputs of today into the pages
"""

from __future__ import annotations

import argparse
import difflib
import doctest
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.pages import ROOT, Block, documentation_pages, read_blocks

RUN = ("python", "console")
COMMANDS = ("tollbook", "python", "echo", "printf", "cat", "head")
ANY_LINES = "..."
SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a console block, with the output that the page shows for it."""

    command: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command printed (both streams, right-stripped lines) and how it ended."""

    printed: tuple[str, ...]
    exit_code: int


def read_steps(block: Block) -> list[Step]:
    """Split a console block into its commands; a command goes on after a trailing backslash."""
    steps: list[tuple[str, list[str]]] = []
    continued = False
    for line in block.content.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif continued:
            steps[-1] = (f"{steps[-1][0]}\n{line}", steps[-1][1])
        elif steps:
            steps[-1][1].append(line.rstrip())
        else:
            raise ValueError(f"{block.name}: a console block begins with a command, `$ ...`; met {line!r}")
        continued = steps[-1][0].endswith("\\")
    return [Step(command=command, shown=_trimmed(shown)) for command, shown in steps]


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return tuple(lines[:end])


def _environment() -> dict[str, str]:
    scripts = sysconfig.get_path("scripts")
    return {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)]),
        "HOME": os.environ.get("HOME", "/"),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONUTF8": "1",
    }


def run_command(command: str, *, folder: Path) -> Outcome:
    """Run a command as a reader would, in a plain terminal of 80 columns."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.decode("utf-8", "replace").splitlines()]
    return Outcome(printed=_trimmed(lines), exit_code=done.returncode)


def agrees(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Tell whether the output shown is the output printed, `...` standing for any number of lines.

    >>> agrees(("1 claim", "...", "done"), ("1 claim", "a", "b", "done"))
    True
    """
    if ANY_LINES not in shown:
        return shown == printed
    at = shown.index(ANY_LINES)
    if shown[:at] != printed[:at]:
        return False
    rest = shown[at + 1 :]
    return any(agrees(rest, printed[start:]) for start in range(at, len(printed) + 1))


def check_console(block: Block, *, folder: Path) -> list[str]:
    """Run a console block; return what differs, one text per command."""
    steps = read_steps(block)
    faults = []
    for nth, step in enumerate(steps, 1):
        if step.command.split()[0] not in COMMANDS:
            faults.append(f"{block.name}: `{step.command}` is not run here; mark the block `<!-- not run: reason -->`")
            continue
        outcome = run_command(step.command, folder=folder)
        expected = block.exit_code if nth == len(steps) else 0
        if outcome.exit_code != expected:
            faults.append(f"{block.name}: `{step.command}` ends with {outcome.exit_code}, not {expected}:\n" + "\n".join(outcome.printed))
        elif not agrees(step.shown, outcome.printed):
            diff = difflib.unified_diff(step.shown, outcome.printed, "shown", "printed", lineterm="")
            faults.append(f"{block.name}: `{step.command}` prints something else:\n" + "\n".join(diff))
    return faults


def check_python(block: Block, *, folder: Path, names: dict[str, Any]) -> list[str]:
    """Run a Python block with the names of the blocks before it; return what differs. An error in the block is raised."""
    with chdir(folder):
        if ">>>" not in block.content:
            exec(compile(block.content, block.name, "exec"), names)
            return []
        test = doctest.DocTestParser().get_doctest(block.content, names, block.name, str(block.page), block.first)
        test.globs = names
        report: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.REPORT_ONLY_FIRST_FAILURE).run(
            test, out=report.append, clear_globs=False
        )
        return ["".join(report)] if report else []


def check_page(page: Path, *, folder: Path) -> list[str]:
    """Run every example of a page; return what differs from what it shows."""
    names: dict[str, Any] = {"__name__": "__docs__"}
    faults: list[str] = []
    for block in read_blocks(page):
        if block.not_run is not None or block.language not in RUN:
            continue
        if block.language == "python":
            faults += check_python(block, folder=folder, names=names)
        else:
            faults += check_console(block, folder=folder)
    return faults


def rewritten(block: Block, *, folder: Path) -> list[str]:
    """Return the lines of a console block with today's outputs; an output with `...` is kept."""
    lines: list[str] = []
    for step in read_steps(block):
        lines += f"$ {step.command}".split("\n")
        # Every command runs: a later one may need what it wrote.
        printed = run_command(step.command, folder=folder).printed
        lines += step.shown if ANY_LINES in step.shown else printed
    return lines


def rewrite_page(page: Path, *, folder: Path) -> bool:
    """Put today's outputs into a page; return whether it changed."""
    before = page.read_text(encoding="utf-8")
    lines = before.split("\n")
    blocks = [block for block in read_blocks(page) if block.language == "console" and block.not_run is None]
    # In the order of the page: a command may need what an earlier one wrote.
    written = [rewritten(block, folder=folder) for block in blocks]
    for block, shown in reversed(list(zip(blocks, written, strict=True))):
        lines[block.first : block.last] = shown
    after = "\n".join(lines)
    page.write_text(after, encoding="utf-8")
    return after != before


def scratch_folder(into: Path) -> Path:
    """Copy the samples into `into`, the folder that examples run in."""
    shutil.copytree(ROOT / "samples", into / "samples")
    return into


def _faults(pages: list[Path]) -> Iterator[str]:
    for page in pages:
        with tempfile.TemporaryDirectory() as made:
            yield from check_page(page, folder=scratch_folder(Path(made)))


def main() -> int:
    """Run or rewrite the examples of all pages, or of those named."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rewrite", action="store_true", help="put today's outputs into the pages")
    options.add_argument("pages", nargs="*", type=Path)
    chosen = options.parse_args()
    pages = [page.resolve() for page in chosen.pages] or documentation_pages()
    if not chosen.rewrite:
        faults = list(_faults(pages))
        print("\n".join(faults) or "Every example does what its page shows.")
        return 1 if faults else 0
    for page in pages:
        with tempfile.TemporaryDirectory() as made:
            if rewrite_page(page, folder=scratch_folder(Path(made))):
                print(f"{page.relative_to(ROOT)}: outputs written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
