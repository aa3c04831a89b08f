"""`tollbook stats`: how much a ledger holds, now or on a day."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tollbook.cli.console import say
from tollbook.cli.ledger_options import Answer, AnswerFormat, AsKnownOn, LedgerPlace, open_place
from tollbook.core.contract import as_json
from tollbook.core.display import moment_words

if TYPE_CHECKING:
    from tollbook.core.records import Statistics

_LABEL = 20


def stats(*, ledger: LedgerPlace = None, as_known_on: AsKnownOn = None, output_format: Answer = AnswerFormat.TABLE) -> None:
    """Count what a ledger holds.

    \b
    Examples:
      tollbook stats
      tollbook stats --as-known-on 2025-01-25 --format json

    \b
    Exit codes:
      0  done
      2  wrong usage, or no ledger
    """
    with open_place(ledger) as opened:
        counts = opened.stats(as_known_on=as_known_on)
    say(as_json(asdict(counts), indent=2) if output_format is AnswerFormat.JSON else "\n".join(_lines(counts)))


def _lines(counts: Statistics) -> list[str]:
    rows = {
        "documents": counts.documents,
        "claims that stand": counts.standing,
        "statements": counts.statements,
        "claims ever recorded": counts.claims,
        "sources": counts.sources,
        "reviews": counts.reviews,
        "batches": counts.batches,
        "entries of the log": counts.entries,
        "bytes": counts.bytes,
    }
    width = max(len(f"{number:,}") for number in rows.values())
    lines = [f"{label:<{_LABEL}}  {number:>{width},}" for label, number in rows.items()]
    if counts.first_recorded is not None and counts.last_recorded is not None:
        lines.append(f"recorded from {moment_words(counts.first_recorded)} to {moment_words(counts.last_recorded)}")
    return lines
