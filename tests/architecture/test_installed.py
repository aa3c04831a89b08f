"""The packages work where the sources are not: the wheel that the sdist gives has every table, migration, template and theatre."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tools.packages import build, clean_environment, page_faults, use

PAGES = """
import tollbook, sys
from pathlib import Path
assert Path(tollbook.__file__).is_relative_to(sys.argv[1]), tollbook.__file__
from fastapi.testclient import TestClient
from tollbook.web.app import make_app
client = TestClient(make_app("ledger.db"), base_url="http://localhost")
for path in ("/", "/about/method", "/static/tollbook.css", "/api/v1/stats"):
    print(path, client.get(path).status_code)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the wheel, which is built from the sdist, in a folder of its own."""
    _, wheel = build(tmp_path_factory.mktemp("dist"))
    into = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(into)
    return into


def environment_of(site: Path) -> dict[str, str]:
    """Return an environment in which the laid out wheel comes before anything else; the libraries are those of this Python."""
    return clean_environment() | {"PYTHONPATH": str(site), "PYTHONWARNINGS": "error::ImportWarning"}


def test_every_first_step_works_from_the_wheel(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", "from tollbook.cli.main import app; app(prog_name='tollbook')"]
    assert use(command, tmp_path, environment_of(site)) == []
    assert {path.name for path in tmp_path.iterdir()} >= {"ledger.db", "claims.csv", "man1"}


def test_the_manual_pages_that_are_installed_are_those_that_the_command_writes(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", "from tollbook.cli.main import app; app(prog_name='tollbook')", "man", "--output", "man1"]
    subprocess.run(command, cwd=tmp_path, env=environment_of(site), check=True, capture_output=True, timeout=120)
    (prefix,) = site.glob("*.data/data")
    written = tmp_path / "man1"
    assert page_faults(prefix, written) == []
    (written / "tollbook-read.1").write_text("changed", encoding="utf-8")
    (written / "tollbook-audit.1").unlink()
    (written / "tollbook-more.1").write_text("more", encoding="utf-8")
    assert [fault.split(":")[0].rpartition("/")[2] for fault in page_faults(prefix, written)] == [
        "tollbook-audit.1",
        "tollbook-more.1",
        "tollbook-read.1",
    ]


def test_the_pages_are_served_from_the_wheel(site: Path, tmp_path: Path) -> None:
    script = "import tollbook as tb; tb.create('ledger.db').close()"
    subprocess.run([sys.executable, "-P", "-c", script], cwd=tmp_path, env=environment_of(site), check=True, timeout=120)
    done = subprocess.run(
        [sys.executable, "-P", "-c", PAGES, str(site)],
        cwd=tmp_path,
        env=environment_of(site),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {line.split()[1] for line in done.stdout.splitlines()} == {"200"}, done.stdout


def test_the_sdist_gives_the_same_files_as_the_sources(site: Path) -> None:
    sources = Path(__file__).resolve().parents[2] / "src" / "tollbook"
    wanted = {path.relative_to(sources) for path in sources.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    found = {path.relative_to(site / "tollbook") for path in (site / "tollbook").rglob("*") if path.is_file()}
    assert found - {path for path in found if "__pycache__" in path.parts} == wanted
    assert Path(sysconfig.get_path("purelib")) not in site.parents
