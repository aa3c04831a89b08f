"""The order of a reader's versions."""

from __future__ import annotations

import pytest

from tollbook.ledger.versions import is_behind


@pytest.mark.parametrize(
    ("version", "others", "behind"),
    [
        ("0.9.1", ["0.10.0"], True),
        ("0.10.0", ["0.9.1"], False),
        ("0.1.0", ["0.1.0"], False),
        ("0.1.0", [], False),
        ("rows:1", ["rows:2"], True),
        ("dataset/oryx/1", ["0.10.0"], False),  # two readers have no order
        ("person:Ada", ["1"], False),
    ],
)
def test_a_version_is_behind_a_later_one_of_the_same_reader(version: str, others: list[str], behind: bool) -> None:
    assert is_behind(version, others) == behind
