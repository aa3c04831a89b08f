"""Write the inputs of runs over many documents, and compare what runs wrote. Articles are from own templates and a seed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import duckdb

from benchmarks.texts import take_dense, take_general

DISTINCT = 2_000
CONFLICT_EVERY = 20
"""One article in so many is about a war, with some twenty claims; the others are a day's general news."""


def articles(count: int) -> Iterator[tuple[str, str]]:
    """Yield a title and a text for so many articles: `DISTINCT` of them again and again, each time under a number of its own."""
    general, dense = take_general(DISTINCT), take_dense(DISTINCT // CONFLICT_EVERY)
    for number in range(count):
        of_war = number % CONFLICT_EVERY == 0
        text = dense[number // CONFLICT_EVERY % len(dense)].text if of_war else general[number % len(general)]
        yield f"Article {number}", f"{text}\nArticle {number}.\n"


def write_articles(folder: Path, count: int, *, parts: int, titles: Mapping[int, str] | None = None) -> Path:
    """Write so many articles as JSON lines in so many files of a folder; `titles` gives some of them another title."""
    folder.mkdir()
    size = -(-count // parts)
    made = enumerate(articles(count))
    for part in range(parts):
        with (folder / f"part-{part:03d}.jsonl").open("w", encoding="utf-8") as stream:
            for number, (title, text) in islice(made, size):
                row = {"text": text, "title": (titles or {}).get(number, title), "published": "2024-06-03", "publisher": "The Post"}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder


def rows_in(output: Path, table: str) -> Counter[tuple[object, ...]]:
    """Return the rows of a table of an output, each with how often it is there."""
    pattern = str(output / table / "*.parquet")
    return Counter(duckdb.connect().execute("SELECT * FROM read_parquet(?)", [pattern]).fetchall())


def difference(output: Path, expected: Mapping[str, Counter[tuple[object, ...]]]) -> tuple[int, int]:
    """Return how many of the expected rows are missing in an output, and how many are there too often or unexpected."""
    missing = extra = 0
    for table, wanted in expected.items():
        found = rows_in(output, table)
        missing += (wanted - found).total()
        extra += (found - wanted).total()
    return missing, extra
