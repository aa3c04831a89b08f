"""The line of a run's progress."""

from __future__ import annotations

import pytest

from tollbook.cli.corpus_progress import CorpusProgress, progress_line
from tollbook.scale.corpus import Progress


def progress(**changes: int) -> Progress:
    values = {"shards": 5, "total": 20, "before": 0, "read": 12_000, "claims": 345, **changes}
    return Progress(**values)


@pytest.mark.parametrize(
    ("changes", "seconds", "line"),
    [
        ({}, 60, "5 of 20 shards, 12,000 documents, 200/s, 345 claims, 3 min left"),
        ({}, 1, "5 of 20 shards, 12,000 documents, 345 claims"),
        ({"shards": 0, "read": 0, "claims": 0}, 60, "0 of 20 shards, 0 documents, 0/s, 0 claims"),
        ({"before": 4}, 60, "5 of 20 shards, 12,000 documents, 200/s, 345 claims, 15 min left"),
        ({"total": 6}, 60, "5 of 6 shards, 12,000 documents, 200/s, 345 claims, 12 s left"),
        ({"total": 2_000}, 60, "5 of 2,000 shards, 12,000 documents, 200/s, 345 claims, 6.7 h left"),
    ],
)
def test_the_line_tells_rate_claims_and_time_left(changes: dict[str, int], seconds: float, line: str) -> None:
    assert progress_line(progress(**changes), seconds=seconds) == line


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with CorpusProgress() as shown:
        shown.at(progress())
    assert capsys.readouterr() == ("", "")
