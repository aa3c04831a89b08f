"""An estimate as JSON or CSV: quantiles at stated levels, one row for each date and quantity; never draws."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tollbook.core.contract import as_json
from tollbook.core.estimates import LEVELS, Estimate
from tollbook.core.spreadsheets import harmless
from tollbook.flow.figures import LeftOut

COLUMNS = ("force", "measure", "date", "quantity", "kind", *(f"q{level:g}" for level in LEVELS))
"""The columns of `--format csv`; `kind` is total (since the first day) or rate (a day, over the step that ends on the date)."""


def estimate_json(estimate: Estimate, left_out: Sequence[LeftOut]) -> str:
    """Return an estimate with its assumptions and statements, and what was left out."""
    rows = [
        {
            "statement": one.statement,
            "source": one.source,
            "reason": one.reason,
            "day": None if one.day is None else one.day.isoformat(),
            "value": one.value,
        }
        for one in left_out
    ]
    return as_json({**estimate.to_dict(), "left_out": rows}, indent=2)


def estimate_csv(estimate: Estimate) -> str:
    """Return an estimate's quantiles as rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    share = () if estimate.killed_share is None else (("share", estimate.killed_share),)
    named = [*(("total", path) for path in estimate.totals), *(("rate", path) for path in estimate.rates), *share]
    for kind, path in named:
        for day, quantiles in zip(estimate.dates, path.quantiles, strict=True):
            numbers = [f"{value:.8g}" for value in quantiles]
            writer.writerow([harmless(estimate.force), estimate.measure, day.isoformat(), path.name, kind, *numbers])
    return text.getvalue()
