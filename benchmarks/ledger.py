"""Measure a ledger: python -m benchmarks.ledger [--claims 1000000] [--database sqlite|postgresql|both] [--write-docs]

Ingest, point look-ups, series, text search and size, on a real SQLite file and a real PostgreSQL server. The floor is the same rows put
into the same tables by the driver alone, in the same run: what is above it is the ledger's own work.

Ingest on SQLite is processor time of one process pinned to one core; on PostgreSQL, whose server is a process of its own, it is time on the
clock with both pinned to that core.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Table, select

from benchmarks.ledger_readings import CLAIMS_A_REPORT, WORDS, make_readings
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers
from benchmarks.servers import postgres_server
from benchmarks.speed import pin_to_one_core
from tollbook.ledger import schema
from tollbook.ledger.canonical import Row
from tollbook.ledger.columns import index_words
from tollbook.ledger.entries import load_texts
from tollbook.ledger.inserting import insert_rows, insert_words
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import create, open_store

PAGE = ROOT / "docs" / "speed.md"
MILLION = 1_000_000
BATCH_REPORTS = 1_000
LOOK_UPS, QUESTIONS = 300, 40
INGEST_GOALS = {"sqlite": 15_000, "postgresql": 6_000}
_MODERATE = slice(300, 600)  # words of middling frequency, as a person would look for
_COPIED = ("document", "sighting", "reading", "passage", "claim", "entry")
_FLOOR_CLAIMS = 120_000
Clock = Callable[[], float]
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A database to measure: where a ledger and a second one for the floor go, and which clock counts for ingest."""

    name: str
    ledger: str
    floor: str
    clock: Clock


def measure(place: Place, claims: int) -> Section:
    """Measure everything on one database."""
    ledger = Ledger.create(place.ledger)
    try:
        spent, last = _ingest(ledger, claims, place.clock)
        floor = _floor(place, min(claims, _FLOOR_CLAIMS))
        figures = [
            at_least(f"{place.name}: ingest, claims a second", claims / spent, INGEST_GOALS[place.name]),
            Figure(what=f"{place.name}: ingest of the last tenth, claims a second", shown=f"{claims / 10 / last:,.0f}"),
            Figure(what=f"{place.name}: the driver alone with the same rows, rows of claims a second", shown=f"{floor:,.0f}"),
            Figure(what=f"{place.name}: ingest as a part of the driver's", shown=f"{claims / spent / floor:.2f}"),
            *_questions(place, ledger, claims),
            Figure(what=f"{place.name}: bytes a claim on the disk", shown=f"{ledger.stats().bytes / claims:,.0f}"),
        ]
    finally:
        ledger.close()
    return Section(title=f"A ledger of {claims:,} claims on {place.name}", figures=figures, notes=_notes(place))


def _notes(place: Place) -> list[str]:
    clock = "processor time of one process" if place.clock is time.process_time else "time on the clock, client and server on one core"
    return [f"Ingest: {clock}, {BATCH_REPORTS:,} reports of {CLAIMS_A_REPORT} claims a transaction; questions: time on the clock, medians."]


def _ingest(ledger: Ledger, claims: int, clock: Clock) -> tuple[float, float]:
    """Add the readings; return the seconds spent in all and on the last tenth. Making the readings is not counted."""
    reports, spent, last = claims // CLAIMS_A_REPORT, 0.0, 0.0
    for first in range(0, reports, BATCH_REPORTS):
        readings = list(make_readings(min(BATCH_REPORTS, reports - first), first=first))
        start = clock()
        ledger.add(readings)
        took = clock() - start
        spent += took
        last += took if first >= reports * 0.9 else 0.0
        _tell(f"{(first + BATCH_REPORTS) * CLAIMS_A_REPORT:,} claims")
    return spent, last


def _floor(place: Place, claims: int) -> float:
    """Return the claims a second that the driver alone puts in, each with all rows that go with it, when nothing is computed."""
    batches = list(_stored_rows(place.ledger, claims))
    store = create(place.floor, now=datetime.now(UTC), actor="benchmark")
    try:
        start = place.clock()
        for rows, words in batches:
            with store.writing() as connection:
                for table in schema.TABLES.sorted_tables:
                    insert_rows(connection, table, rows.get(table.name, []))
                insert_words(connection, words)
        return sum(len(rows["claim"]) for rows, _ in batches) / (place.clock() - start)
    finally:
        store.close()


def _stored_rows(address: str, claims: int) -> Iterator[tuple[dict[str, list[Row]], list[tuple[int, str]]]]:
    """Return the rows that the ledger holds, a batch at a time, but for those that name the batch."""
    store = open_store(address)
    with store.reading() as connection:
        size = 1
        for checkpoint in connection.execute(select(schema.checkpoint).order_by(schema.checkpoint.c.batch).offset(1)).all():
            low, size = size, checkpoint.size
            rows = {name: _rows_between(connection, schema.TABLES.tables[name], low + 1, size) for name in _COPIED}
            texts = load_texts(connection, {row[2] for row in rows["passage"]})
            yield rows, [(seq, index_words(texts[document][1][first:last])) for seq, _, document, first, last in rows["passage"]]
            claims -= len(rows["claim"])
            if claims <= 0:
                break
    store.close()


def _rows_between(connection: Connection, table: Table, low: int, high: int) -> list[Row]:
    found = connection.execute(select(table).where(table.c.position >= low, table.c.position < high).order_by(next(iter(table.columns))))
    return [tuple(row) for row in found]


def _questions(place: Place, ledger: Ledger, claims: int) -> Iterator[Figure]:
    """Ask what users ask, of claims, series and words drawn by chance."""
    rng = random.Random(7)
    reports = claims // CLAIMS_A_REPORT
    drawn = [rng.choice(reading.claims) for number in rng.sample(range(reports), LOOK_UPS) for reading in make_readings(1, first=number)]
    look_up = _median(lambda claim: ledger.get(claim.id), drawn)
    kinds = [(claim.force.id, "+".join(sorted(claim.measure.categories))) for claim in drawn if claim.force is not None]
    series = _median(lambda kind: ledger.series(f"force:{kind[0]} measure:{kind[1]} source:UKR-GS"), kinds[:QUESTIONS])
    page = _median(lambda kind: ledger.query(f"force:{kind[0]} measure:{kind[1]}"), kinds[:QUESTIONS])
    word = _median(ledger.query, [rng.choice(WORDS[_MODERATE]) for _ in range(QUESTIONS)])
    phrases = [" ".join(rng.sample(WORDS[_MODERATE], 2)) for _ in range(QUESTIONS)]
    yield at_most(f"{place.name}: point look-up", look_up, 2, digits=2, unit=" ms")
    yield at_most(f"{place.name}: series of one source, force and measure", series, 50, digits=1, unit=" ms")
    yield at_most(f"{place.name}: newest page of a force and measure", page, 50, digits=1, unit=" ms")
    yield at_most(f"{place.name}: text search, one word", word, 200, digits=1, unit=" ms")
    yield at_most(f"{place.name}: text search, two words", _median(ledger.query, phrases), 200, digits=1, unit=" ms")


def _median(ask: Callable[[Asked], object], questions: Sequence[Asked]) -> float:
    """Return the median time of a question in milliseconds."""
    ask(questions[0])
    times = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        times.append(1_000 * (time.perf_counter() - start))
    return statistics.median(times)


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


@contextmanager
def _places(names: Sequence[str]) -> Iterator[list[Place]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tollbook-ledger-")))
        places = []
        if "sqlite" in names:
            places.append(Place(name="sqlite", ledger=str(folder / "ledger.db"), floor=str(folder / "floor.db"), clock=time.process_time))
        if "postgresql" in names:
            database = stack.enter_context(postgres_server())
            places.append(Place(name="postgresql", ledger=database("ledger"), floor=database("floor"), clock=time.perf_counter))
        yield places


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=MILLION, help="claims in the ledger (1,000,000)")
    parser.add_argument("--database", choices=[*INGEST_GOALS, "both"], default="both")
    parser.add_argument("--write-docs", action="store_true", help="write the tables into docs/speed.md")
    options = parser.parse_args()
    print(f"{machine()}; {pin_to_one_core()}", flush=True)
    names = list(INGEST_GOALS) if options.database == "both" else [options.database]
    with _places(names) as places:
        sections = []
        for place in places:
            sections.append(measure(place, options.claims))
            print(f"\n{as_text(sections[-1])}", flush=True)
    if options.write_docs:
        write_between_markers(PAGE, "ledger", as_markdown(sections, level=3))
    return 0 if all(figure.reached is not False for section in sections for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
