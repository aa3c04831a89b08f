"""Build the packages, install the wheel with its libraries into an empty environment of each Python, and use it there.

    python -m tools.packages python3.11 python3.12 python3.13

Libraries come from the package index. The wheel that is installed is the one that is built from the sdist, so both are tried.
A Python that this machine lacks is told and is a failure: it was asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.pages import ROOT

SECONDS = 1_200
TEXT = "Norland lost 12 tanks in the offensive, the Norland Defence Ministry said.\n"
STEPS = (
    ("--version",),
    ("read", "text.txt"),
    ("audit", "text.txt"),
    ("init",),
    ("add", "text.txt"),
    ("query", "measure:tank"),
    ("verify",),
    ("vocab", "hedges"),
    ("theatre", "list"),
    ("export", "ledger.db", "-o", "claims.csv"),
    ("man", "--output", "man1"),
    ("doctor",),
)
"""What a user does first, in an empty folder: it reaches tables, theatres, migrations and columns of the package."""


def build(into: Path) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from what the sdist holds; return both. Raises CalledProcessError."""
    into.mkdir(parents=True, exist_ok=True)
    hatch = [sys.executable, "-m", "hatchling", "build"]
    _run([*hatch, "--target", "sdist", "--directory", str(into)], ROOT)
    sdist = max(into.glob("tollbook-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as made:
        shutil.unpack_archive(sdist, made, filter="data")
        (source,) = Path(made).iterdir()
        _run([*hatch, "--target", "wheel", "--directory", str(into.resolve())], source)
    return sdist, max(into.glob("tollbook-*.whl"), key=lambda path: path.stat().st_mtime)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True, timeout=SECONDS)
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the environment of the commands: nothing of it leads Python to this project's sources, nor to a ledger."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TOLLBOOK", "VIRTUAL_ENV"))}


def install(python: str, wheel: Path, *, into: Path) -> Path:
    """Make an environment and install the wheel with its libraries; return the command `tollbook`. Raises CalledProcessError."""
    environment = clean_environment()
    _run([python, "-m", "venv", str(into)], ROOT, environment)
    _run([str(into / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)], into, environment)
    return into / "bin" / "tollbook"


def use(command: list[str], folder: Path, environment: dict[str, str]) -> list[str]:
    """Take every step in a folder; return what went wrong, one text a step."""
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    wrong = []
    for step in STEPS:
        done = subprocess.run([*command, *step], cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode != 0:
            wrong.append(f"tollbook {' '.join(step)}: ends with {done.returncode}\n{done.stdout}{done.stderr}")
    return wrong


def page_faults(environment: Path, written: Path) -> list[str]:
    """Return the manual pages that an environment lacks or has otherwise than `tollbook man` has written them, one text a page."""
    installed = environment / "share" / "man" / "man1"
    wanted = {page.name: page.read_text(encoding="utf-8") for page in written.glob("*.1")}
    found = {page.name: page.read_text(encoding="utf-8") for page in installed.glob("tollbook*.1")}
    names = sorted(found.keys() | wanted.keys()) or ["tollbook.1"]
    return [f"share/man/man1/{name}: not the page that tollbook man writes" for name in names if found.get(name) != wanted.get(name, "")]


def main(pythons: list[str]) -> int:
    """Build, install and use under each Python; exit code 1 where a step failed."""
    sdist, wheel = build(ROOT / "dist")
    print(f"{sdist.name} and {wheel.name} in dist/")
    failed = False
    for python in pythons or [sys.executable]:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "work"
            folder.mkdir()
            try:
                command = install(python, wheel, into=Path(made) / "venv")
                wrong = use([str(command)], folder, clean_environment()) + page_faults(Path(made) / "venv", folder / "man1")
            except FileNotFoundError:
                wrong = [f"no {python} on this machine"]
            except subprocess.CalledProcessError as error:
                wrong = [f"{' '.join(map(str, error.cmd))}\n{error.stderr}"]
        failed = failed or bool(wrong)
        print("\n".join(wrong) or f"{python}: installed and used in {len(STEPS)} steps, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
