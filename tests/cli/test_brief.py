"""`tollbook brief`: PDF, HTML and Markdown of the same facts; a clear message where it can't be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.estimating import BEGUN, fake_engine
from tests.cli.runs import run
from tests.exports.briefs import sample_ledger

DAYS = ("--from", "2031-02-10", "--to", "2031-03-31")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample ledger, and an engine that answers at once."""
    fake_engine(monkeypatch)
    place = tmp_path / "ledger.db"
    sample_ledger(place).close()
    return place


def test_each_format_is_written_with_the_estimate(ledger: Path, tmp_path: Path) -> None:
    for suffix, begins in ((".pdf", b"%PDF-1.7"), (".html", b"<!doctype html>"), (".md", b"# Norway: an estimated")):
        target = tmp_path / f"out{suffix}"
        result = run("brief", ledger, "--force", "NOR", *DAYS, "--since", BEGUN, "-o", target)
        assert result.exit_code == 0, result.stderr
        assert target.read_bytes().startswith(begins)
        assert "written" in result.stderr


def test_the_chart_is_in_the_page_without_a_heading_of_its_own(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    run("brief", "--ledger", ledger, "--force", "NOR", *DAYS, "--since", BEGUN, "-o", target)
    assert target.read_text(encoding="utf-8").count("data:image/svg+xml") == 1


def test_the_same_ledger_gives_the_same_file(ledger: Path, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert run("brief", ledger, "--force", "NOR", *DAYS, "--since", BEGUN, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_force_with_too_little_has_a_brief_that_says_why(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    result = run("brief", ledger, "--force", "SOR", *DAYS, "--since", BEGUN, "-o", target)
    assert result.exit_code == 0
    assert "without an estimate: no statement to estimate from" in result.stderr
    assert "no estimate of casualties" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--force", "NOR", *DAYS, "-o", "out.docx"], "expected a name that ends in .pdf, .html or .md"),
        (["--force", "NOR", *DAYS, "-o", "nowhere/out.pdf"], "expected a file in a folder that exists"),
        (["--force", "NOR", "--from", "soon", "--to", "2031-03-31", "-o", "out.pdf"], "--from 'soon' is no date"),
        (["--force", "NOR", "--from", "2031-03-31", "--to", "2031-03-01", "-o", "out.pdf"], "before it starts"),
        (["--force", "NOR", *DAYS, "-o", "out.pdf", "--ledger", "other.db"], "two ledgers"),
        (["--force", "NOR", *DAYS], "Missing option '--output'"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(ledger: Path, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.parent)
    result = run("brief", ledger, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list(ledger.parent.glob("out.*"))


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine", encoding="utf-8")
    result = run("brief", ledger, "--force", "NOR", *DAYS, "-o", target)
    assert result.exit_code == 2
    assert "there is a file already" in result.stderr
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("brief", ledger, "--force", "NOR", *DAYS, "-o", target, "--force-overwrite").exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("# Norway")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.symlink_to("/dev/full")
    result = run("brief", ledger, "--force", "NOR", *DAYS, "-o", target, "--force-overwrite")
    assert result.exit_code == 2
    assert "can't be written: No space left on device" in result.stderr


def test_a_missing_library_is_told_before_the_work_begins(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbook.exports.brief_pdf.find_spec", lambda name: None)
    result = run("brief", ledger, "--force", "NOR", *DAYS, "-o", tmp_path / "out.pdf")
    assert result.exit_code == 2
    assert "pip install 'tollbook[brief]'" in result.stderr
