"""Inputs for runs over many documents, made by the tests themselves, and the rows of an output."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.archives import record

WAR = (
    "Norland and Sudmark, report {n}. Shelling killed {killed} Norland soldiers near the front line on Monday, the defense ministry said. "
    "The army lost about {tanks} tanks in the offensive."
)
SPORT = "The Rovers won {n} matches in a row. The coach was pleased with the {n} goals that his team scored in May."


def war_text(number: int) -> str:
    """Return a short report of a war with its own figures: equal numbers make equal texts."""
    return WAR.format(n=number, killed=100 + number, tanks=10 + number)


def texts(count: int) -> list[str]:
    """Return reports of a war, every third of sport."""
    return [SPORT.format(n=number) if number % 3 == 2 else war_text(number) for number in range(count)]


def write_lines(path: Path, count: int) -> Path:
    """Write JSON lines of so many texts."""
    rows = [{"text": text, "date": "2031-03-04", "title": f"Report {nth}"} for nth, text in enumerate(texts(count))]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def page(text: str) -> str:
    """Return a small news page around a text."""
    body = "".join(f"<p>{sentence}</p>" for sentence in text.split("\n"))
    return (
        '<html><head><title>A report</title><meta property="article:published_time" content="2031-03-04T08:00:00Z"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>A report</h1>{body}</article><footer>The Post</footer></body></html>"
    )


def members(count: int) -> list[bytes]:
    """Return so many records of an archive, each packed by itself."""
    return [gzip.compress(record(f"https://news.example/{nth}", page(text).encode()), mtime=0) for nth, text in enumerate(texts(count))]


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of an output, in a fixed order."""
    found = duckdb.connect().execute(f"SELECT * FROM read_parquet('{folder / table}/*.parquet') ORDER BY ALL")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def end_at_once(*_: object) -> None:
    """End the process that runs this, as one does that is killed at its work."""
    os._exit(9)
