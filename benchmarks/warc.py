"""Measure a web archive's way to claims: python -m benchmarks.warc [--pages 2000] [--write-docs]

Tollbook beside a plain pipeline in the same run, both on one core and by processor time: fastwarc finds each page, trafilatura takes its
text with its date, and the same reader reads it. Then what the rates come to for a year of Common Crawl News.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from trafilatura import bare_extraction

from benchmarks.archives import CONFLICT_SHARE, WAR_SITES, make_pages, write_archive
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers
from tollbook.core.types import Reading
from tollbook.flow.read import read
from tollbook.scale.pages import may_speak_of_conflict
from tollbook.scale.reading import read_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.tables import TABLES

PAGE = ROOT / "docs" / "corpus.md"
PAGES = 1_000
ROUNDS = 2
PAGES_A_YEAR = 150_000_000
"""Articles of Common Crawl News in a year: the design's 1.35 billion since 2016, rounded up. An assumption, not measured here."""
MACHINE_CORES = 32
HOURS_A_YEAR = 24 * 365

Key = tuple[str, float | None, str, str | None, str | None]


def plain_pipeline(path: Path) -> Iterator[Reading]:
    """Yield the readings of an archive by the usual libraries, one after another."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            found = bare_extraction(record.reader.read(), url=record.headers["WARC-Target-URI"], with_metadata=True)
            if found is not None and found.text:
                yield read(found.text, published=date.fromisoformat(found.date) if found.date else None)


def keys_of_readings(readings: list[Reading]) -> Counter[Key]:
    """Return what each claim says, without where it stands: the two extractions lay a text out differently."""
    return Counter(
        (
            reading.quote(claim),
            None if claim.quantity.stated is None else float(claim.quantity.stated),
            "; ".join(sorted(claim.measure.categories)),
            None if claim.force is None else claim.force.id,
            None if claim.period.end is None else claim.period.end.isoformat(),
        )
        for reading in readings
        for claim in reading.claims
    )


def keys_of_rows(rows: list[list[object]]) -> Counter[Key]:
    """Return the same of rows of the table of claims."""
    names = [column.name for column in TABLES["claims"]]
    at = [names.index(name) for name in ("quote", "value_stated", "categories", "force_id", "date_end")]
    picked = ([row[nth] for nth in at] for row in rows)
    return Counter(
        (str(quote), _number(stated), str(categories), _text(force), _text(end)) for quote, stated, categories, force, end in picked
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def measure(pages: int) -> Section:
    """Measure both pipelines on one archive."""
    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="tollbook-warc-") as folder:
        path = write_archive(Path(folder) / "news.warc.gz", pages)
        (shard,) = plan_shards([str(path)])
        list(read_records(shard, settings))  # the vocabulary is loaded once
        own = plain = float("inf")
        rows: list[list[object]] = []
        readings: list[Reading] = []
        for _ in range(ROUNDS):
            began = time.process_time()
            rows = [row for frame in read_records(shard, settings) for row in frame.rows["claims"]]
            own, began = min(own, time.process_time() - began), time.process_time()
            readings = list(plain_pipeline(path))
            plain = min(plain, time.process_time() - began)
        size = path.stat().st_size / pages
    mine, theirs = keys_of_rows(rows), keys_of_readings(readings)
    refused = sum(not may_speak_of_conflict(page.encode(), settings) for _, page in make_pages(pages))
    figures = [
        Figure(what="pages a second and core, plain pipeline", shown=f"{pages / plain:,.0f}"),
        Figure(what="pages a second and core, Tollbook", shown=f"{pages / own:,.0f}"),
        at_least("Tollbook over the plain pipeline", plain / own, 5, digits=1, unit=" times"),
        Figure(what="claims", shown=f"{mine.total():,}"),
        at_most("claims that one has and the other has not", (mine - theirs).total() + (theirs - mine).total(), 0),
        Figure(what="pages that the gate on raw bytes refuses", shown=f"{refused / pages:.0%}"),
        *year(own / pages, size),
    ]
    notes = [
        f"{pages:,} pages, one in {1 / CONFLICT_SHARE:.0f} about a war; {WAR_SITES:.0%} of the sites have teasers of a war",
        f"a year is taken as {PAGES_A_YEAR:,} pages; the network is not counted",
    ]
    return Section(title="From a web archive to claims", figures=figures, notes=notes)


def year(seconds: float, size: float) -> list[Figure]:
    """Return what a year of Common Crawl News takes at so many seconds and packed bytes a page."""
    hours = seconds * PAGES_A_YEAR / 3600
    return [
        Figure(what="a year of Common Crawl News, core-hours", shown=f"{hours:,.0f}"),
        Figure(what=f"the same on {MACHINE_CORES} cores, hours", shown=f"{hours / MACHINE_CORES:,.1f}"),
        Figure(what="cores that keep up with it day by day", shown=f"{hours / HOURS_A_YEAR:.2f}"),
        Figure(what="its archives at this page size, terabytes", shown=f"{size * PAGES_A_YEAR / 1e12:.1f}"),
    ]


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/corpus.md")
    given = parser.parse_args()
    print(f"{machine()}\n")
    section = measure(given.pages)
    print(as_text(section))
    if given.write_docs:
        write_between_markers(PAGE, "warc", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
