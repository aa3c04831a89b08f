"""Score periods on a recognizers-text file of dates (JSON lines: text, gold, meta.reference). For information, no gate.

    python benchmarks/periods.py FILE [--show]

Of the cases with one dated gold span in the past it counts those read with the same first day, and with the same days.
Ends there are exclusive. Conventions differ on purpose: an ambiguous date is abstained from, the future is not read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tollbook.reading.calendar.periods import PeriodMention, find_periods
from tollbook.reading.tokens import Sentence


def cases(path: Path) -> Iterator[tuple[str, date, date, date]]:
    """Yield text, reference and the gold's first and last day."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        reference = row["meta"].get("reference")
        gold = row["gold"]
        past = gold[0]["raw"].get("PastResolution") if len(gold) == 1 and gold[0].get("raw") else None
        if reference is None or not isinstance(past, dict) or "startDate" not in past or "endDate" not in past:
            continue
        start, end = date.fromisoformat(past["startDate"]), date.fromisoformat(past["endDate"])
        anchor = date.fromisoformat(reference[:10])
        if start <= anchor:
            yield row["text"], anchor, start, end - timedelta(days=1)


def read(text: str, anchor: date) -> PeriodMention | None:
    """Return the only period of a text."""
    found = find_periods(text, Sentence(0, len(text), 0), published=anchor)
    return found[0] if len(found) == 1 else None


def main() -> None:
    """Print the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    options = parser.parse_args()
    total = seen = starts = both = 0
    for text, anchor, start, end in cases(options.file):
        mention = read(text, anchor)
        total += 1
        seen += mention is not None
        starts += mention is not None and mention.start == start
        same = mention is not None and (mention.start, mention.end) == (start, end)
        both += same
        if options.show and not same:
            print(f"{text!r}: {start}..{end}, read {mention and (mention.text, str(mention.start), str(mention.end), mention.rule)}")
    print(f"cases {total}, one period {seen}, same first day {starts}, same days {both}")


if __name__ == "__main__":
    main()
