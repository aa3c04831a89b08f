"""No cell of any export runs in a spreadsheet: 10,000 hostile strings in every column of text of every CSV that is written."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.security.formulas import BEFORE, PROFILES, STRINGS, runs, strings, write_strings

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tollbook"


@pytest.mark.parametrize("profile", PROFILES)
def test_no_cell_of_an_export_runs(profile: str) -> None:
    written = write_strings(profile)
    assert (written.rows, written.running, written.lost) == (STRINGS, [], 0)


def test_the_check_sees_what_runs() -> None:
    assert all(runs(text) for text in strings() if not text.lstrip("".join(BEFORE)).startswith("'"))
    assert not any(runs(text) for text in ("'=1", "about 5", "1-2", "a=b"))


def test_every_csv_is_written_by_a_module_that_neutralizes_its_cells() -> None:
    """A new writer of CSV has to import `harmless`, or `claim_cells`, which is made of it."""
    writers = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "csv.writer" in text or "DictWriter" in text:
            names = {alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) for alias in node.names}
            writers.append((path.relative_to(SOURCE).as_posix(), bool(names & {"harmless", "claim_cells"})))
    assert [name for name, is_safe in writers if not is_safe] == []
    assert len(writers) >= 4
