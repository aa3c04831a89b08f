"""Print the gate's table: `python -m tests.gate [--half dev|test] [--by language] [--errors] [--pin]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .floors import below_floors, load_floors, write_floors
from .marks import Record, load_corpus
from .scoring import PLAIN, SPARSE, Count, Score, score_records

ORDER = ("detection", *PLAIN, *SPARSE, "judgement", "context", "toll_killed", "toll_other", "toll_none")
HALVES = ("all", "dev", "test")


def read_record(record: Record) -> dict[str, Any]:
    """Read one record with the project's reader, through its public contract alone."""
    import tollbook

    reading = tollbook.read(
        record.text,
        published=record.published,
        theatre=record.header.get("theatre", "auto"),
        context=record.header.get("context", "conflict"),
    )
    return dict(reading.to_dict())


def score_halves(records: Sequence[Record]) -> dict[str, Score]:
    """Read each record once and score it within its half and within all."""
    read = {record.id: read_record(record) for record in records}
    parts = {half: [record for record in records if half in ("all", record.half)] for half in HALVES}
    return {half: score_records(part, lambda record: read[record.id]) for half, part in parts.items()}


def ordered(score: Score) -> dict[str, Count]:
    """Return the counts in the order of the table."""
    return {name: score.counts[name] for name in ORDER if name in score.counts}


def format_table(title: str, counts: Mapping[str, Count]) -> str:
    """Return the table of one score."""
    lines = [f"{title:<14} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'given':>6} {'gold':>6}"]
    for name, count in counts.items():
        figures = f"{count.precision:6.3f} {count.recall:6.3f} {count.f1:6.3f}"
        lines.append(f"{name:<14} {figures} {count.right:6d} {count.given:6d} {count.expected:6d}")
    return "\n".join(lines)


def format_groups(records: Sequence[Record], key: str) -> str:
    """Return detection per value of a header key, such as language, style or conflict."""
    values = sorted({record.header.get(key, "-") for record in records})
    counts = {}
    for value in values:
        score = score_records([record for record in records if record.header.get(key, "-") == value], read_record)
        counts[value[:14]] = score.counts["detection"]
    return format_table(f"by {key}", counts)


def parse_arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description="Score the reader against the gold corpus.")
    parser.add_argument("--half", choices=HALVES, help="print one half only")
    parser.add_argument("--by", metavar="KEY", help="detection per value of a header key: language, style, conflict")
    parser.add_argument("--errors", action="store_true", help="list every disagreement (of the half, or of the dev half)")
    parser.add_argument("--only", metavar="ID", help="read only records whose id starts with ID")
    parser.add_argument("--pin", action="store_true", help="write the measured values, less a margin, as the floors")
    return parser.parse_args()


def main() -> int:
    """Print the tables; return 1 when a field is below its floor."""
    options = parse_arguments()
    records = [record for record in load_corpus() if record.id.startswith(options.only or "")]
    scores = score_halves(records)
    if options.errors:
        print("\n".join(scores[options.half or "dev"].errors))
    for half in (options.half,) if options.half else HALVES:
        print(format_table(half, ordered(scores[half])), end="\n\n")
    if options.by:
        print(format_groups(records, options.by), end="\n\n")
    if options.only:
        return 0
    counts = {half: ordered(score) for half, score in scores.items()}
    if options.pin:
        write_floors(counts)
    failures = below_floors(counts, load_floors())
    print("\n".join(failures) or "gate: every field is at or above its floor")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
