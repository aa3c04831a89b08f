"""Write the manual pages that the wheel brings into man/, or fail when they are stale.

    python -m tools.man_pages            write
    python -m tools.man_pages --check    compare; exit code 1 when a page is stale, lacks or is of no command

`pip install` puts them into share/man/man1 of the environment. They are files of the project, as a build has none of the libraries that the
command line needs to tell its help.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from typer.main import get_command

from tollbook.cli.main import app
from tollbook.cli.man import manual_pages
from tools.pages import ROOT

FOLDER = ROOT / "man"


def pages() -> dict[str, str]:
    """Return the page of every command by the name of its file."""
    return {f"{name}.1": page for name, page in manual_pages(get_command(app), "tollbook")}


def stale(folder: Path) -> list[str]:
    """Return the names of a folder's pages that are not as the commands have them, that it lacks, or that are of no command."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*"))}
    wanted = pages()
    return sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))


def write(folder: Path) -> list[str]:
    """Make a folder's pages those of the commands; return the names of those that were not."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted, names = pages(), stale(folder)
    for name in names:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return names


def main() -> int:
    """Write or check the pages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = options.parse_args().check
    names = stale(FOLDER) if check else write(FOLDER)
    for name in names:
        print(f"man/{name}: stale, run `make docs`" if check else f"man/{name}: written anew")
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
