"""What is shipped: the wheel holds the tables that reading needs, and the lock file names no machine and no host."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tollbook.core.version import __version__
from tools.man_pages import pages

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)( ; (?P<marker>.+?))?( \\)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel, offline, with the tools of the lock file."""
    into = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(into.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    files = {
        str(path.relative_to(source)) for path in (source / "tollbook").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - set(wheel.namelist()) == set()


def test_the_wheel_holds_tables_the_type_marker_and_the_license(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "tollbook/py.typed" in names
    assert any(name.startswith("tollbook/vocab/tables/") and name.endswith(".toml") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_brings_the_manual_page_of_every_command_as_it_is_today(wheel: zipfile.ZipFile) -> None:
    folder = f"tollbook-{__version__}.data/data/share/man/man1/"
    found = {name.removeprefix(folder): wheel.read(name).decode() for name in wheel.namelist() if name.startswith(folder)}
    assert found == pages()


def test_the_citation_and_the_package_have_one_version() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_lock_file_names_no_host_and_no_path() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert " @ " not in lock
    options = {line.split("=")[0].strip() for line in lock.splitlines() if line.lstrip().startswith("-")}
    assert options == {"--hash"}


def test_the_lock_file_pins_every_dependency_of_the_project() -> None:
    locked = {found["name"].lower() for found in REQUIREMENT.finditer((ROOT / "requirements.lock").read_text(encoding="utf-8"))}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"], *project["build-system"]["requires"]]
    names = {re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower() for requirement in wanted}
    assert names - locked == set()
