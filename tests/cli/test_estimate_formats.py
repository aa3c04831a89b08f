"""CSV holds one row for each date, quantity and kind, with the quantiles at the stored levels."""

from __future__ import annotations

from tests.outlook.made import made_estimate
from tollbook.cli.estimate_formats import COLUMNS, estimate_csv, estimate_json
from tollbook.flow.figures import LeftOut


def test_rows_are_dates_times_quantities() -> None:
    lines = estimate_csv(made_estimate(draws=50, days=5)).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 1 + 5 * 7


def test_json_tells_what_was_left_out() -> None:
    assert '"reason": "it is denied"' in estimate_json(
        made_estimate(draws=50, days=5), [LeftOut(statement="s", source="X", reason="it is denied")]
    )
